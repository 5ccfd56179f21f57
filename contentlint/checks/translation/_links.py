"""The links of a translation against those of its source, for the rules about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity import targets
from contentlint.parity.findings import first_line, lacking
from contentlint.parity.passages import passages
from contentlint.parity.targets import Address, Target
from contentlint.parity.units import Unit


class Changed(NamedTuple):
    source: Target
    target: Target
    other_site: bool
    """True if the two are on different sites."""


class MissingLinks(NamedTuple):
    """The links of the source that a passage lacks."""

    unit: Unit
    """Of the translation."""
    links: tuple[Target, ...]


class Links(NamedTuple):
    missing: tuple[MissingLinks, ...]
    """Links to other pages."""
    changed: tuple[Changed, ...]
    inner: tuple[MissingLinks, ...]
    """Links to places of the page itself."""


class _Page(NamedTuple):
    """Where the links of a whole page lead."""

    everywhere: tuple[Address, ...]
    """With those of HTML and of definitions."""
    links: tuple[Address, ...]
    files: frozenset[str]
    """The files of the project to which some lead; see ``targets.file_of``."""


def languages(doc: Document) -> tuple[str, ...]:
    """Return the codes that addresses of both pages may have."""
    pair = counterpart.of(doc)
    return tuple(sorted({*pair.languages, pair.source_lang, pair.target_lang} - {""}))


def compared(doc: Document) -> Links:
    """Compare the links of a translation with those of its source; ask through ``doc.fact``."""
    pair = counterpart.of(doc)
    codes = languages(doc)
    referred = bool(pair.doc.fact(targets.definitions))
    missing: list[MissingLinks] = []
    inner: list[MissingLinks] = []
    changed: list[Changed] = []
    for source, target in passages(doc):
        if not referred and not any(key.startswith("link:") for key in source.invariants):
            continue
        source_links = [
            link for link in targets.read(pair.doc, source.start, source.end) if not link.is_image
        ]
        if not source_links:
            continue
        target_links = [
            link for link in targets.read(doc, target.start, target.end) if not link.is_image
        ]
        if [link.url for link in source_links] == [link.url for link in target_links]:
            continue
        source_addresses = [(link, targets.address(link.url, codes)) for link in source_links]
        target_addresses = [(link, targets.address(link.url, codes)) for link in target_links]
        fewer = _inner(source_addresses) - _inner(target_addresses)
        if fewer > 0:
            last = [link for link, address in source_addresses if address.is_inner][-fewer:]
            inner.append(MissingLinks(target, tuple(last)))
        source_page, target_page = pair.doc.fact(_page, codes), doc.fact(_page, codes)
        lost = [
            each
            for each in _fewer(source_addresses, target_addresses, source_page, target_page)
            # A link to the translation itself, from which the readers come.
            if not targets.names_language(each[0].url, pair.target_lang)
            # From another folder the way to a file is another one.
            and targets.file_of(pair.doc.path, each[0].url) not in target_page.files
        ]
        new = [
            each
            for each in _elsewhere(target_addresses, source_page.everywhere)
            if targets.file_of(doc.path, each[0].url) not in source_page.files
        ]
        _leave_out_renamed(lost, new)
        for a, b in _paired(lost, new):
            (source_link, from_), (target_link, to) = a, b
            lost.remove(a)
            changed.append(Changed(source_link, target_link, _other_site(from_, to)))
        if lost:
            missing.append(MissingLinks(target, tuple(link for link, _ in lost)))
    return Links(tuple(missing), tuple(changed), tuple(inner))


def _page(doc: Document, codes: tuple[str, ...]) -> _Page:
    """Return where the links of a page lead; ask through ``doc.fact``."""
    urls = doc.fact(targets.everywhere)
    return _Page(
        tuple([targets.address(url, codes) for url in urls]),
        tuple([targets.address(each.url, codes) for each in targets.read(doc, 0, len(doc.text))]),
        frozenset([targets.file_of(doc.path, url) for url in urls]) - {""},
    )


def findings(doc: Document, missing: Iterable[MissingLinks]) -> Iterator[Finding]:
    """Yield a finding for each passage that lacks links."""
    for unit, links in missing:
        yield lacking(first_line(doc, unit), links[0].url, [link.span for link in links])


def _inner(links: Sequence[tuple[Target, Address]]) -> int:
    return sum(address.is_inner for _, address in links)


def _elsewhere(
    links: Sequence[tuple[Target, Address]], others: Sequence[Address]
) -> list[tuple[Target, Address]]:
    """Return the links that lead where none of the other page does."""
    found: dict[Address, tuple[Target, Address]] = {}
    for link, address in links:
        if not address.is_inner and not _is_among(address, others):
            found.setdefault(address, (link, address))
    return list(found.values())


def _fewer(
    source_addresses: Sequence[tuple[Target, Address]],
    target_addresses: Sequence[tuple[Target, Address]],
    source_page: _Page,
    target_page: _Page,
) -> list[tuple[Target, Address]]:
    """Return the links of a passage that the translation has nowhere, or that it lacks here and has
    less often than the source."""
    gone = _elsewhere(source_addresses, target_page.everywhere)
    known = {address for _, address in gone}
    for each in source_addresses:
        address = each[1]
        if (
            address.is_inner
            or address in known
            or _is_among(address, [other for _, other in target_addresses])
        ):
            continue
        source_count, target_count = (
            sum(targets.same(address, other) for other in page.links)
            for page in (source_page, target_page)
        )
        if target_count < source_count:
            known.add(address)
            gone.append(each)
    return gone


def _is_among(address: Address, others: Sequence[Address]) -> bool:
    return any(targets.same(address, each) for each in others)


def _paired(
    lost: Sequence[tuple[Target, Address]], new: Sequence[tuple[Target, Address]]
) -> list[tuple[tuple[Target, Address], tuple[Target, Address]]]:
    """Return the links of the source with those that took their place: in order if there are as
    many, else those that have most in common."""
    if len(lost) == len(new):
        return list(zip(lost, new, strict=True))
    found = []
    free = list(new)
    for each in lost:
        best = max(free, key=lambda other: _likeness(each[1], other[1]), default=None)
        if best is not None and _likeness(each[1], best[1]):
            found.append((each, best))
            free.remove(best)
    return found


def _likeness(one: Address, two: Address) -> int:
    return 2 * (one.host == two.host != "") + len(set(one.path) & set(two.path))


def _leave_out_renamed(
    lost: list[tuple[Target, Address]], new: list[tuple[Target, Address]]
) -> None:
    """Remove the links to pages of the site whose names are translated, and as many others."""
    for each in list(new):
        if not each[1].host and not "/".join(each[1].path).isascii():
            new.remove(each)
            own = next((other for other in lost if not other[1].host), None)
            if own is not None:
                lost.remove(own)


def _other_site(one: Address, two: Address) -> bool:
    """Return True if two addresses are on different sites, and neither is a misspelt other."""
    return bool(one.host and two.host) and one.host != two.host and not _is_misspelt(one, two)


def _is_misspelt(one: Address, two: Address) -> bool:
    """Return True if two hosts differ in one character, or in the end that one has lost."""
    short, long = sorted((one.host, two.host), key=len)
    if long.startswith(short + "."):
        return True
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    rest = long[same + 1 :]
    return rest in (short[same:], short[same + 1 :])
