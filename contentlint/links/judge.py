"""Judges answers of the web: what an answer means for a link, given what was seen before.

Everything here is pure. ``judge`` gives the class of one answer and keeps the history;
``with_same_ends`` judges what only all URLs together show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from urllib.parse import urljoin

from contentlint.links import pages
from contentlint.links.answer import Answer
from contentlint.links.pages import Page
from contentlint.links.phrases import Lists, is_offer, is_wall, says_missing
from contentlint.model.languages import LANGUAGES
from contentlint.model.observation import Look, Observation
from contentlint.source.observations import MOST_FRAGMENTS, is_url
from contentlint.text.urls import find, hosts
from contentlint.text.urls.find import url_host
from contentlint.text.urls.identity import masked

QUARANTINE = 20 * 3600
"""Seconds between two failures of which the second confirms the first."""
MOST_LOOKS = 8
SAME_END = 3
"""So many URLs of one host that lead to one page lead to none of theirs."""
_GONE = (404, 410)
_PERMANENT = (301, 308)
_AFTER_REDIRECT = frozenset({"private", "url", "scheme", "hops", "loop"})
"""Faults that a redirect leads to, and of which a visitor sees the result, too."""
_SHORT = 2048
"""Characters of text from which a page is not short."""
_ALIKE = 3
"""The most bits in which the hashes of two copies of a page differ."""
_INDEX = re.compile(r"/(?:index|default|home)\.[a-z]{3,5}$", re.I)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|ref|source)=", re.I)


# One answer


def judge(
    answer: Answer,
    before: Observation | None,
    *,
    now: int,
    lists: Lists,
    probe: Answer | None = None,
    apart: int = QUARANTINE,
    page: Page | None = None,
) -> Observation:
    """Return what is known of a URL after an answer.

    ``now`` is in seconds since 1970. ``probe`` is the answer to ``probe_url``, if ``needs_probe``
    asked for it. ``apart`` is the number of seconds after which a second failure confirms the
    first. ``page`` is the body if it has been read.
    """
    if page is None:
        page = pages.read(answer.body, answer.content_type, whole=answer.whole)
    kind, reason = _verdict(answer, page, lists, probe)
    final, url = _end_of(answer), masked(answer.url)
    known = before or Observation(url, "unknown", reason, url)
    known = known._replace(
        asked=now,
        not_before=now + answer.retry_after if answer.retry_after > 0 else 0,
        looks=_looks(known.looks, Look(now, kind, reason, final)),
    )
    if kind == "unknown":
        return known._replace(reason=reason) if known.kind == "unknown" else known
    known = known._replace(
        reason=reason,
        final=final,
        hops=tuple((masked(hop.url), hop.status) for hop in answer.hops),
        title=page.title or known.title,
    )
    if kind == "failing":
        return _failed(known, before, now, apart)
    reached = now if kind in ("ok", "moved") else known.last_ok
    return known._replace(kind=kind, last_ok=reached, first_failed=0)


def _end_of(answer: Answer) -> str:
    """Return the last URL of a chain that is one: some redirects lead to something else."""
    ends = (answer.final, *(hop.url for hop in reversed(answer.hops)))
    return next((end for end in map(masked, ends) if is_url(end)), masked(answer.url))


def _failed(known: Observation, before: Observation | None, now: int, apart: int) -> Observation:
    """Return what is known after a failure: dead if an earlier one was the same."""
    if before is not None and before.kind == "dead":
        return known._replace(kind="dead")
    if before is None or before.kind != "failing" or not _is_same(before.reason, known.reason):
        return known._replace(kind="failing", first_failed=now)
    dead = now - before.first_failed >= apart
    return known._replace(kind="dead" if dead else "failing")


def _is_same(one: str, two: str) -> bool:
    """Return True if two failures are: 404 and 410 both say that there is no such page."""
    return one.isdigit() == two.isdigit()


def _looks(before: tuple[Look, ...], look: Look) -> tuple[Look, ...]:
    """Add a look; those that show nothing push out no other."""
    if look.kind == "unknown" and before and before[-1].kind == "unknown":
        before = before[:-1]
    return (*before, look)[-MOST_LOOKS:]


def _verdict(answer: Answer, page: Page, lists: Lists, probe: Answer | None) -> tuple[str, str]:
    """Return one of ``CLASSES``, ``failing`` in place of ``dead``, and its reason."""
    if answer.fault:
        return _of_fault(answer), answer.fault
    status = str(answer.status)
    if answer.status in _GONE and answer.method == "GET":
        return "failing", status
    if not 200 <= answer.status < 300:
        return "unknown", status
    if is_wall(page, lists):
        return "unknown", "bot-wall"
    reason = _suspicion(answer, page, lists, probe)
    if reason:
        return "suspicious", reason
    moved = bool(answer.hops) and answer.final != answer.url
    if moved and all(hop.status in _PERMANENT for hop in answer.hops):
        return "moved", status
    return "ok", status


def _of_fault(answer: Answer) -> str:
    if answer.fault == "name-unknown":
        return "failing"
    if answer.fault == "tls" or (answer.hops and answer.fault in _AFTER_REDIRECT):
        return "suspicious"
    return "unknown"


def _suspicion(answer: Answer, page: Page, lists: Lists, probe: Answer | None) -> str:
    """Return why a page that came with 200 is not the one that was asked for, or ``""``."""
    host = url_host(answer.final)
    if hosts.domain_of(host, lists.parking) or is_offer(page, lists, url_host(answer.url), host):
        return "parked"
    if says_missing(page, lists) and _path(answer.final) != "/":
        return "soft-404"
    if answer.hops and _is_home(answer.url, answer.final):
        return "home-page"
    if probe is not None and needs_probe(answer, page, ()) and _is_like(page, answer, probe):
        return "soft-404"
    chain = [*(hop.url for hop in answer.hops), answer.final]
    schemes = [find.split(url)[0] for url in chain]
    if ("https", "http") in pairwise(schemes):
        return "downgrade"
    return ""


# Where redirects lead


def _is_home(url: str, final: str) -> bool:
    """Return True if a URL of an article led to a home page."""
    if not _is_home_path(_path(final)) or "?" in final:
        return False
    path, query = _path(url), url.partition("?")[2]
    if query and not _TRACKING.match(query):
        return True
    deep = len([part for part in path.split("/") if part]) >= 2
    return deep and _without_index(path) != _without_index(_path(final))


def _is_home_path(path: str) -> bool:
    path = _without_index(path)
    language = path.strip("/").partition("-")[0].lower()
    return path == "/" or (path.count("/") <= 2 and len(path) <= 7 and language in LANGUAGES)


def _without_index(path: str) -> str:
    return _INDEX.sub("/", path).rstrip("/") + "/"


def ends_of(observations: Iterable[Observation]) -> dict[str, int]:
    """Count the URLs that lead to another page, by its URL; those that differ only in the scheme,
    ``www.`` or a slash at the end count once, and so does the page's own host in other forms."""
    sources: dict[str, set[str]] = {}
    for one in observations:
        if one.hops and one.final and _bare(one.url) != _bare(one.final):
            sources.setdefault(one.final, set()).add(_bare(one.url))
    counts: dict[str, int] = {}
    for final, urls in sources.items():
        by_host: dict[str, int] = {}
        for url in urls:
            host = url.partition("/")[0]
            by_host[host] = by_host.get(host, 0) + 1
        counts[final] = max(by_host.values())
    return counts


def with_same_ends(observations: Iterable[Observation]) -> Iterator[Observation]:
    """Yield the observations that become suspicious because other URLs of their host lead to the
    same page: to be put into the state at the end of a run, so that no order counts."""
    known = list(observations)
    ends = ends_of(known)
    for one in known:
        if one.kind in ("ok", "moved") and one.hops and _bare(one.url) != _bare(one.final):
            if ends.get(one.final, 0) >= SAME_END:
                looks = one.looks
                if looks and looks[-1].kind == one.kind:
                    looks = (*looks[:-1], looks[-1]._replace(kind="suspicious", reason="same-end"))
                yield one._replace(kind="suspicious", reason="same-end", looks=looks)


def _bare(url: str) -> str:
    host = url_host(url).removeprefix("www.")
    _, _, path, rest = find.split(url)
    return host + path.rstrip("/") + rest.partition("#")[0]


# The question whether a host tells what it does not have


def needs_probe(answer: Answer, page: Page, titles: Iterable[str]) -> bool:
    """Return True if only a comparison shows that a page is no error page.

    ``titles`` are those of other pages of the host.
    """
    if not 200 <= answer.status < 300 or answer.method != "GET":
        return False
    if _path(answer.url) == "/" or _path(answer.final) == "/" or not page.text:
        return False
    short = page.whole and len(page.text) < _SHORT
    return short or bool(answer.hops) or (bool(page.title) and page.title in set(titles))


def probe_url(url: str, letters: str) -> str:
    """Return the URL of a page that no host has, beside the page at ``url``; ``letters`` are 16
    random ones."""
    return urljoin(url.partition("?")[0].partition("#")[0], f"contentlint-{letters}")


def _is_like(page: Page, answer: Answer, probe: Answer) -> bool:
    """Return True if a host answers a URL that it cannot know with the same page."""
    if not 200 <= probe.status < 300 or url_host(probe.url) != url_host(answer.final):
        return False
    if page.made_by_scripts and page.letters < pages.FEW_LETTERS:
        return False  # every page of the site begins like this
    other = pages.read(probe.body, probe.content_type, whole=probe.whole)
    if page.title != other.title or not page.letters or not other.letters:
        return False
    one, two = pages.simhash(page.text), pages.simhash(other.text)
    return pages.distance(one, two) <= _ALIKE


# Fragments


def merge(
    known: Observation, found: Mapping[str, bool], looked_for: Iterable[str] = ()
) -> Observation:
    """Add what a page shows of fragments, see ``pages.fragments_in``; of others that were looked
    for, it tells nothing."""
    silent = {each: known.fragments.get(each) for each in looked_for if each not in found}
    fragments = {**found, **silent}
    if not fragments:
        return known
    fragments.update(each for each in known.fragments.items() if each[0] not in fragments)
    return known._replace(fragments=dict([*fragments.items()][:MOST_FRAGMENTS]))


def _path(url: str) -> str:
    return find.split(url)[2] or "/"
