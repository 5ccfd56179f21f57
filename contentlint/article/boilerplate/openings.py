"""Sentences identified by their first words, at the beginning of a line or paragraph.

The first words of all lines are looked up together; few lines begin like one of these sentences,
and only those are folded.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.article.boilerplate.lines import Rows
from contentlint.article.boilerplate.phrases import (
    AROUND,
    FROM_CHINESE,
    SEPARATOR,
    Phrases,
    phrase_beginnings,
)
from contentlint.core import count_words
from contentlint.model.document import MARK, Document, Span
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_OPENING: Final = 160
"""Number of code points of a line that contain the opening."""
_JOINED: Final = ('"', "'", "(", "[", "¿", "¡")
# So many code points exclude nearly all lines.
_HEAD, _STEM = 16, 8
_ANY_LENGTH: Final = 1 << 30


class Openings:
    """A word list of openings, folded when a document first needs it."""

    def __init__(self, words: Words) -> None:
        self._phrases = Phrases(words)
        self._starts: dict[bool, tuple[str, ...]] = {}
        self._by_initial: dict[tuple[bool, int], dict[str, tuple[str, ...]]] = {}
        self._firsts: dict[bool, frozenset[str]] = {}

    def __bool__(self) -> bool:
        """Return True if there is an entry at all."""
        return bool(self._phrases)

    def by_initial(self, arabic: bool, longest: int = _ANY_LENGTH) -> dict[str, tuple[str, ...]]:
        """Return the beginnings of the folded entries, grouped by their first character."""
        found = self._by_initial.get((arabic, longest))
        if found is None:
            found = self._by_initial[arabic, longest] = {}
            for start in dict.fromkeys([start[:longest] for start in self.starts(arabic)]):
                found[start[:1]] = (*found.get(start[:1], ()), start)
        return found

    def starts(self, arabic: bool) -> tuple[str, ...]:
        """Return the folded entries; those of the Arabic script only if ``arabic`` is set."""
        if arabic not in self._starts:
            entries = [entry.strip(AROUND) for entry in self._phrases.of(arabic)]
            self._starts[arabic] = tuple(sorted(entries))
        return self._starts[arabic]

    def firsts(self, arabic: bool) -> frozenset[str]:
        """Return the first words of such lines: a folded word, in Chinese a character."""
        if arabic not in self._firsts:
            starts = self.starts(arabic)
            words = [start for start in starts if start < FROM_CHINESE]
            characters = [start[0] for start in starts if start > FROM_CHINESE]
            firsts = phrase_beginnings(words)
            # A quotation mark or a bracket touches the word; folding makes all marks equal.
            firsts |= {before + word for word in firsts for before in _JOINED}
            self._firsts[arabic] = firsts | frozenset(characters)
        return self._firsts[arabic]


def lines_with(doc: Document, rows: Rows, words: frozenset[str]) -> Iterator[Span]:
    """Return the lines that begin with one of some folded words, and those whose first word is
    unknown."""
    for i in rows.beginning(words, _ANY_LENGTH):
        yield doc.line_span(rows.line(i))
    if not words.isdisjoint(rows.other_words):
        for word, (start, end) in zip(rows.other_words, rows.others, strict=True):
            if word in words:
                yield Span(start, end)


def openings(doc: Document, rows: Rows, wanted: Openings, most_words: int = 0) -> Iterator[Span]:
    """Return the lines that begin with one of the openings, as spans without white space around
    them.

    Lines with more than ``most_words`` words are left out; 0 means no limit.
    """
    if not wanted or not (rows.texts or rows.others):
        return
    arabic = rows.arabic or rows.others_arabic
    firsts = wanted.firsts(arabic)
    if not firsts:
        return
    spans = [*lines_with(doc, rows, firsts)]
    if not spans:
        return
    stems = wanted.by_initial(arabic, _STEM)
    kept, texts = [], []
    for start, end in spans:
        text = doc.prose[start : min(end, start + _OPENING)].replace(MARK, "")
        text = text.replace(SEPARATOR, " ").strip(AROUND)
        if _may_open(text, stems):
            kept.append((start, end))
            texts.append(text)
    if not kept:
        return
    # In one call: most of the cost of folding is per call, not per character.
    folded = light(SEPARATOR.join(texts))
    by_initial = wanted.by_initial(arabic)
    for (start, end), text in zip(kept, folded.split(SEPARATOR), strict=True):
        if _opens(text.strip(), by_initial):
            whole = doc.prose[start:end]
            if not most_words or count_words(whole.replace(MARK, "")) <= most_words:
                yield _trimmed(doc, start, end)


def _may_open(text: str, stems: dict[str, tuple[str, ...]]) -> bool:
    """Return True if a text, not yet folded, may begin with one of the openings, going by its first
    characters."""
    head = text[:_HEAD]
    if not head.isascii():
        return True
    # Folding only lower-cases ASCII; the next character can only change the last one.
    head = " ".join(head.split()).lower()
    return len(head) <= _STEM or head.startswith(stems.get(head[:1], ()))


def _opens(text: str, by_initial: dict[str, tuple[str, ...]]) -> bool:
    """Return True if a text begins with one of the openings, and no word continues after it."""
    starts = by_initial.get(text[:1], ())
    return text.startswith(starts) and any(
        text.startswith(start)
        and (start[-1] > FROM_CHINESE or not text[len(start) : len(start) + 1].isalnum())
        for start in starts
    )


def _trimmed(doc: Document, start: int, end: int) -> Span:
    text = doc.text[start:end]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
