"""Over 300 URLs of the server of faults in its namespace, with what is true of each.

``gone``: the page does not exist, and the server or the name servers say so. ``there``: it does,
or something does that may be suspicious. ``unclear``: nobody can know. Only ``gone`` may ever be
reported as dead.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote


class Case(NamedTuple):
    url: str
    truth: str
    """``gone``, ``there`` or ``unclear``."""


GONE = "/status/404 /status/410 /not/here /get/404 /get/410".split()
THERE = """
/page/1 /status/200 /status/203 /head/404 /head/410 /head/403 /head/405 /head/500 /head/501
/head/hang /head/reset /head/close /early/3 /gzip/page /gzip/broken /gzip/bomb /headers/colonless
/headers/none /headers/nul /broken/short /broken/length /broken/chunks /broken/both /broken/reset
/endless/body /endless/chunked /hang/after-headers /hang/in-body /slow/body /keep/close /keep/once
/keep/once-reset /keep/extra /chain/1 /chain/5 /chain/5/302 /chain/3/307 /cookie/gate /cookie/many
/cookie/big /soft404/ar /soft404/fa /soft404/ur /soft404/he /soft404/vi /soft404/en /parked /app
/file/a.png /file/a.pdf /moved/slash /moved/www /moved/https /moved/home /moved/new
""".split()
UNCLEAR = """
/status/204 /status/300 /status/304 /status/305 /status/400 /status/401 /status/402 /status/403
/status/405 /status/406 /status/407 /status/408 /status/418 /status/420 /status/421 /status/423
/status/425 /status/426 /status/429 /status/451 /status/500 /status/501 /status/502 /status/503
/status/504 /status/520 /status/521 /status/522 /status/523 /status/524 /status/525 /status/530
/status/599 /status/999 /hang/before /hang/in-headers /slow/headers /endless/headers /endless/line
/endless/100 /endless/103 /early/9 /headers/many /headers/long /raw/garbage /raw/http09 /raw/empty
/raw/newlines /raw/icy /raw/big-status /raw/banner /reset /close /chain/6 /chain/50 /loop /loop/a
/cookie/never /redirect/301 /redirect/302 /retry/429/3 /retry/503/60 /retry/429/999999
/retry/503/garbage /retry/429/date+60
""".split()
_NAMES = (
    ("http://nxdomain.example.com/", "gone"),
    ("https://nxdomain-2.example.net/a", "gone"),
    ("http://servfail.example.com/", "unclear"),
    ("https://servfail-2.example.com/a", "unclear"),
    ("http://nodata.example.com/", "unclear"),
    ("http://silent.example.com/", "unclear"),
    ("http://ip-45-0-0-9.example.com/page/1", "unclear"),
    ("http://ip6-2606-dead--1.example.com/page/1", "unclear"),
    ("http://ip-93-184-216-34-or6-2606-dead--1.example.com/page/1", "there"),
    ("http://ip-93-184-216-35-and-45-0-0-9.example.com/page/1", "there"),
    ("http://ip-10-0-0-1.example.com/page/1", "unclear"),
    ("http://ip-93-184-216-34-and-127-0-0-1.example.com/page/1", "unclear"),
    ("http://refusing.example.com:8443/page/1", "unclear"),
    ("https://no-tls.example.com:8080/page/1", "unclear"),
    ("http://tls-only.example.com:443/page/1", "unclear"),
    ("https://expired.example.com/page/1", "unclear"),
    ("https://wrong-host.example.com/page/1", "unclear"),
    ("https://self-signed.example.com/page/1", "unclear"),
    ("https://expired.example.com/status/404", "unclear"),
    ("http://soft404-fa.example.com/old/article", "there"),
    ("http://parked.example.com/old/article", "there"),
    ("http://app.example.com/old/article", "there"),
    ("http://robots-no.example.com/status/404", "unclear"),
    ("http://robots-500.example.com/status/404", "unclear"),
)
"""The hosts called ``robots…`` want no program: ``Client`` does not ask them, a run does."""


def _url(scheme: str, host: str, path: str, *, behind: int = 0) -> str:
    """A URL, or one that redirects to it with this status."""
    url = f"{scheme}://{host}.example.com{path}"
    return f"http://old.example.net/redirect/{behind}?to={quote(url, '')}" if behind else url


_TOO_LONG_BEHIND = ("/chain/5", "/chain/5/302")
"""With a redirect more, there are too many."""
CASES = (
    *(Case(*each) for each in _NAMES),
    *(
        Case(url, "unclear" if behind and path in _TOO_LONG_BEHIND else truth)
        for truth, paths in (("gone", GONE), ("there", THERE), ("unclear", UNCLEAR))
        for number, path in enumerate(paths)
        for scheme, behind in (("http", 0), ("https", 0), ("http", 301))
        for url in (_url(scheme, f"host-{number % 40}", path, behind=behind),)
    ),
)
