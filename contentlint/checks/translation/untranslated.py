"""Text of a translation that is still in the language of its source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import LEAST_LETTERS, common_words
from contentlint.model import counterpart
from contentlint.model.counterpart import Counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import (
    EMPHASIS,
    LINK,
    MARK,
    OBJECT,
    REFERENCE,
    TAG,
    Document,
    Span,
)
from contentlint.parity.alignment import of
from contentlint.parity.losses import MIN_LETTERS, is_waiting
from contentlint.parity.unit_reader import MATTER, PROSE, next_matter
from contentlint.parity.units import Alignment, Unit
from contentlint.text.language.paragraphs import foreign, in_script, script_of
from contentlint.text.language.scripts import letters

if TYPE_CHECKING:
    from typing import Final

COUNTERPART = True
_KINDS: Final = PROSE | {"heading"}
# Words in Latin script with what may stand between them.
_STRETCH: Final = lazy_regex.compile(
    r"[A-Za-z\u00c0-\u024f][\w'’-]*(?:[\s,;:.!?–—-]+[A-Za-z\u00c0-\u024f][\w'’-]*)+"
)
_WORD: Final = lazy_regex.compile(r"[^\W\d_][\w'’-]*")
_QUOTED: Final = lazy_regex.compile('["“„«][^"“”„«»]*["“”»]|‘[^‘’]*’|\\([^()]*\\)')
# `(@wei2022chain)` behind a title.
_KEY: Final = lazy_regex.compile(r"[^.!?][ \t]*[(\[]@[\w:.-]+[)\]]\W*")
_OF_WORKS: Final = (
    lazy_regex.compile(r"[(, ](?:1[5-9]|20)\d\d[a-z]?[).,;]"),
    lazy_regex.compile(r"[A-Z][\w'’-]+,? (?:[A-Z]\.[ ,-]{0,2})+|\bet al\b"),
    lazy_regex.compile(
        r"\b(?:doi\b|arxiv\b|isbn\b|issn\b|vol\. ?\d|pp?\. ?\d)", lazy_regex.IGNORECASE
    ),
)
_SOME_OF_WORKS: Final = 2
"""So many of a year, an author, and the identifier or the pages say that a passage cites a work."""
_LONGEST_WORK: Final = 500
_MOST_RELATED: Final = 10
_PAGE: Final = 5
_PAGE_SHARE: Final = 0.3
"""So many passages, and such a share of all, are the page."""


class Options(NamedTuple):
    min_words: int = 4
    """The least number of words in small letters, outside of links, code, quotation marks and
    brackets: shorter text may be a name."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    pair = counterpart.of(doc)
    if not pair.target_lang or pair.source_lang == pair.target_lang:
        return
    if doc.text == pair.doc.text or doc.fact(is_waiting):  # TRA012 has the first
        return
    found = doc.fact(of)
    if found is None:
        return
    all_units = found.target
    judge = _Judge(doc, pair, options.min_words)
    some = {
        at: span
        for at, unit in enumerate(all_units)
        if unit.kind in _KINDS
        and (span := judge.left(unit)) is not None
        and not _is_cited(doc, unit)
    }
    sources = {pair.target: pair.source for pair in found.pairs}
    some = {at: span for at, span in some.items() if not _is_doubled(found, sources, at)}
    if not some:
        return
    whole = sum(unit.kind in _KINDS and unit.letters >= MIN_LETTERS for unit in all_units)
    if len(some) >= _PAGE and len(some) >= _PAGE_SHARE * whole:
        yield _finding(doc, found, sources, some, list(some))
        return
    for run in _runs(all_units, some):
        yield _finding(doc, found, sources, some, run)


class _Judge:
    """Tells which text of a translation is in the language of the source."""

    def __init__(self, doc: Document, pair: Counterpart, least: int) -> None:
        self.doc = doc
        self.pair = pair
        self.least = least
        self.source, self.target = script_of(pair.source_lang), script_of(pair.target_lang)
        self.words = common_words(pair.source_lang) - common_words(pair.target_lang)

    def left(self, unit: Unit) -> Span | None:
        """Return the stretch of a unit that is in the language of the source; None: there is
        none."""
        if not self.source or not self.target:
            return None
        whole = Span(unit.start, unit.end)
        piece = self.doc.prose[unit.start : unit.end]
        if self.source == self.target:
            return whole if self.source == "Latin" and self.is_copy(unit) else None
        if self.source == "Latin":
            # Most have no more than names.
            if all(len(_small(found[0])) < self.least for found in _STRETCH.finditer(piece)):
                return None
            bare = self.bare(unit)
            for found in _STRETCH.finditer(bare):
                if self.is_text(found[0], piece):
                    first, last = found.span()
                    return Span(unit.start + first, unit.start + last)
            return None
        if unit.letters < MIN_LETTERS or letters(piece).get(self.target):
            return None
        return whole if in_script(piece, self.source) else None

    def bare(self, unit: Unit) -> str:
        """Return the prose of a unit without what may be quoted. A passage that is emphasised as a
        whole, and its original as well, is no quotation."""
        said = self.pair.doc.fact(_said)[1]
        kept = frozenset(
            (first, last)
            for first, last in (self.doc.fact(_emphasised) if said else ())
            if _folded(self.doc.prose[first:last]) in said
        )
        return _bare(self.doc, unit.start, unit.end, kept)

    def is_text(self, stretch: str, piece: str) -> bool:
        """Return True if a stretch of a unit is text that the source has."""
        small = _small(stretch)
        if len(small) < self.least:
            return False
        if self.words.isdisjoint(small):
            # A command begins with a small letter.
            if stretch[0].islower() or letters(piece).get(self.target):
                return False
        return _folded(stretch) in self.pair.doc.fact(_said)[0]

    def is_copy(self, unit: Unit) -> bool:
        """Return True if a unit in a language of the same script is a copy of one of the source."""
        bare = self.bare(unit)
        small = _small(bare)
        if len(small) < self.least or self.words.isdisjoint(small):
            return False
        if _folded(bare) not in self.pair.doc.fact(_said)[0]:
            return False
        # Enough letters tell languages apart.
        return (
            unit.letters < LEAST_LETTERS
            or foreign(bare, self.pair.target_lang) == self.pair.source_lang
        )


def _small(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.islower() and len(word) > 1]


def _said(doc: Document) -> tuple[str, frozenset[str]]:
    """Return what a source says, folded, and the passages that it emphasises as a whole."""
    whole = doc.fact(_emphasised)
    text = _folded(_bare(doc, 0, len(doc.text), frozenset(whole)))
    return text, frozenset(_folded(doc.prose[first:last]) for first, last in whole)


def _emphasised(doc: Document) -> list[tuple[int, int]]:
    """Return the paragraphs and items that are emphasised as a whole, without the delimiters."""
    found: list[tuple[int, int]] = []
    for block in doc.blocks:
        first = next(iter(doc.markup_in(block.start, block.start + 1)), None)
        if first is not None and first.kind == EMPHASIS and first.end >= block.end:
            found.append((first.first, first.last))
    return found


def _bare(
    doc: Document, start: int, end: int, kept: Collection[tuple[int, int]] = frozenset()
) -> str:
    """Return prose of the same length, without what may be quoted: links, what is in quotation
    marks or in brackets, and what is emphasised, unless it is to be kept."""
    piece = doc.prose[start:end]
    hidden = [
        (node.first, node.last)
        for node in doc.nodes[doc.first_node(start) : doc.first_node(end)]
        if node.kind == LINK
    ]
    link = -1
    for node in doc.markup_in(start, end):
        if node.kind == EMPHASIS and (node.first, node.last) in kept:
            continue
        if node.kind in (REFERENCE, EMPHASIS):
            hidden.append((node.first, node.last))
        elif node.kind == TAG:
            name = doc.text[node.first : node.last].lower()
            if name != "a":
                continue
            if doc.text[node.start + 1] != "/":
                link = node.end
            elif link >= 0:
                hidden.append((link, node.start))
                link = -1
    for first, last in hidden:
        first, last = first - start, min(last, end) - start
        piece = piece[:first] + OBJECT * (last - first) + piece[last:]
    return _QUOTED.sub(lambda m: OBJECT * len(m[0]), piece)


def _folded(prose: str) -> str:
    return " ".join(prose.lower().replace(MARK, "").split())


def _is_doubled(found: Alignment, paired: Collection[int], at: int) -> bool:
    """Return True if the passage before or after may be the translation: it has no counterpart of
    its own, because the page shows both."""
    length = found.target[at].letters
    return any(
        near >= 0
        and near not in paired
        and found.target[near].kind in PROSE
        and 0.6 * length <= found.target[near].letters <= 1.7 * length
        for near in (next_matter(found.target, at, -1), next_matter(found.target, at, 1))
    )


def _is_cited(doc: Document, unit: Unit) -> bool:
    """Return True if a passage is the entry of a bibliography, whose titles stay as they are."""
    text = doc.text[unit.start : unit.end]
    if len(text) > _LONGEST_WORK:
        return False
    key = _KEY.search(text) if unit.kind != "paragraph" else None
    if key is not None and key.end() == len(text):
        return True
    return sum(each.search(text) is not None for each in _OF_WORKS) >= _SOME_OF_WORKS


def _runs(all_units: Sequence[Unit], some: Iterable[int]) -> Iterator[list[int]]:
    """Yield units as runs, between two of which there is nothing but markup."""
    run: list[int] = []
    for at in some:
        between = all_units[run[-1] + 1 : at] if run else ()
        if any(unit.kind in MATTER for unit in between):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _finding(
    doc: Document,
    found: Alignment,
    sources: Mapping[int, int],
    some: Mapping[int, Span],
    run: Sequence[int],
) -> Finding:
    first, *others = (some[at] for at in run)
    text = " ".join(doc.prose[first.start : first.end].replace(MARK, "").split())
    values = {"what": f"{len(run)} passages" if others else "text", "found": text}
    related: list[Related] = []
    source = sources.get(run[0], -1)
    if source >= 0:
        span = Span(found.source[source].start, found.source[source].end)
        related.append(Related(span, "here in the source", in_source=True))
    related += [Related(span, "also here") for span in others[:_MOST_RELATED]]
    return Finding(first, values, related=tuple(related))
