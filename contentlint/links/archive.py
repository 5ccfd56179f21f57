"""Finds copies of pages in the Internet Archive, by its index of captures (the CDX server)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.links.guard import Refused, parse

if TYPE_CHECKING:
    from typing import Final

    from contentlint.links.asks import Asks
    from contentlint.links.options import Clock


PAUSE: Final = 15.0
"""Seconds between two requests."""
_INDEX: Final = "https://web.archive.org/cdx/search/cdx"
_COPY: Final = "https://web.archive.org/web"
_FURTHEST: Final = timedelta(days=731)
"""Between the wanted day and a copy."""
_MOST_ROWS: Final = 2000
_LIMIT: Final = 512_000
_ENOUGH: Final = (403, 429, 503)
"""Statuses after which the archive is not asked again."""
_STAMP: Final = re.compile(r"[12][0-9]{13}")


class Copy(NamedTuple):
    """A copy of a page."""

    url: str
    day: str
    """``2021-03-12``."""


class Archive:
    """Asks for one copy at a time, and waits between two requests.

    Attributes:
        is_closed: True if it has refused to answer; then nothing is asked any more.
    """

    def __init__(self, client: Asks, clock: Clock) -> None:
        self._client: Final = client
        self._clock: Final = clock
        self._next = 0.0
        """When the next request may be sent; before the first one, at any time."""
        self.is_closed = False

    def nearest(self, url: str, day: date) -> Copy | None:
        """Return the copy of a page that is nearest to a day, and at most two years from it.

        Copies of redirects and errors do not count. None if there is none, or no answer.
        """
        url = url.partition("#")[0]
        if self.is_closed or not _is_askable(url):
            return None
        if (wait := self._next - self._clock.steady()) > 0:
            self._clock.sleep(wait)
        answer = self._client.ask(query(url, day), "GET", _LIMIT)
        self._next = self._clock.steady() + PAUSE
        if answer.status in _ENOUGH:
            self.is_closed = True
        if answer.status != 200:
            return None
        copies = list(_copies(answer.body.decode("utf-8", "replace"), url))
        wanted = datetime(day.year, day.month, day.day, 12)
        best = min(copies, key=lambda copy: (abs(copy[0] - wanted), copy[0]), default=None)
        return Copy(best[1], best[0].date().isoformat()) if best else None


def _is_askable(url: str) -> bool:
    """Return True if a URL is one of the public web; others are not told to an archive."""
    try:
        parse(url)
    except Refused:
        return False
    return True


def query(url: str, day: date) -> str:
    """Return the URL that asks for the captures of a page around a day, one for each day.

    The URL of the page is without fragment.
    """
    first = max(day.toordinal() - _FURTHEST.days, date(1995, 1, 1).toordinal())
    last = min(day.toordinal() + _FURTHEST.days, date.max.toordinal())
    parameters = (
        ("url", url),
        ("output", "json"),
        ("fl", "timestamp,original,statuscode,mimetype"),
        ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"),
        ("from", f"{date.fromordinal(first):%Y%m%d}"),
        ("to", f"{date.fromordinal(last):%Y%m%d}"),
        ("collapse", "timestamp:8"),
        ("limit", str(_MOST_ROWS)),
    )
    return f"{_INDEX}?{urlencode(parameters)}"


def _copies(text: str, url: str) -> Iterator[tuple[datetime, str]]:
    """Yield the time and the URL of each copy; the text is a row of JSON on each line.

    A text that was cut off has good rows, too.
    """
    for line in text.splitlines():
        try:
            stamp, original, status, kind = json.loads(f"[{line.strip(' ,[]')}]")
        except (ValueError, RecursionError):
            continue
        if status != "200" or kind != "text/html" or not isinstance(stamp, str):
            continue
        if not _STAMP.fullmatch(stamp) or not isinstance(original, str):
            continue
        try:
            at = datetime.strptime(stamp, "%Y%m%d%H%M%S")
        except ValueError:
            continue
        yield at, f"{_COPY}/{stamp}/{original if _is_askable(original) else url}"
