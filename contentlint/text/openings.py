"""Sentences that are known by how they begin, at the beginning of a line or paragraph.

The first words of all lines are looked at together; hardly any line begins like
one of these sentences, and only those are folded.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.document import MARK, Document, Span
from contentlint.records import NamedTuple
from contentlint.rule import Words
from contentlint.text.compare import light
from contentlint.text.counters import EDGES
from contentlint.text.phrase_lists import SEPARATOR, Phrases, cut, first_words, has_arabic
from contentlint.text.phrases import Rows
from contentlint.text.words import count_words

_FIRST = 24
"""Code points of a line among which its first word is."""
_OPENING = 160
"""Code points of a line that an opening lies in."""
_AROUND = EDGES + MARK + "\"'«»“”„‹›‘’([{)]}-¡¿"
_JOINED = ('"', "'", "(", "[", "¿", "¡")
_FROM_CHINESE = "\u2e80"
_ANY_LENGTH = 1 << 30


class Openings:
    """A word list of openings, folded when a document first asks."""

    def __init__(self, words: Words) -> None:
        self._phrases = Phrases(words)
        self._starts: dict[bool, tuple[str, ...]] = {}
        self._firsts: dict[bool, frozenset[str]] = {}

    def starts(self, arabic: bool) -> tuple[str, ...]:
        """The folded entries; those of the Arabic script only if asked for."""
        if arabic not in self._starts:
            entries = [entry.strip(_AROUND) for entry in self._phrases.of(arabic)]
            self._starts[arabic] = tuple(sorted(entries))
        return self._starts[arabic]

    def firsts(self, arabic: bool) -> frozenset[str]:
        """What lines that begin so begin with: a folded word, of Chinese a character."""
        if arabic not in self._firsts:
            starts = self.starts(arabic)
            words = [start for start in starts if start < _FROM_CHINESE]
            characters = [start[0] for start in starts if start > _FROM_CHINESE]
            firsts = first_words(words)
            # A quotation mark or a bracket is joined to the word; folded, all marks are one.
            firsts |= {before + word for word in firsts for before in _JOINED}
            self._firsts[arabic] = firsts | frozenset(characters)
        return self._firsts[arabic]


class _Others(NamedTuple):
    """The first words, folded, of the lines that ``Rows`` does not keep."""

    words: list[str]
    arabic: bool


def _others(doc: Document) -> _Others:
    prose = doc.prose
    heads = [prose[a : a + _FIRST] for a, _ in doc.fact(Rows).others]
    firsts = [words[0] if words else "" for words in [head.split(None, 1) for head in heads]]
    for i, word in enumerate(firsts):
        # Most begin with a word of letters only; of Chinese one character is enough.
        if not word.isalpha() or word > _FROM_CHINESE:
            head = heads[i].strip(_AROUND)
            firsts[i] = head[:1] if head > _FROM_CHINESE else head.split(None, 1)[0] if head else ""
    if not firsts:
        return _Others(firsts, False)
    joined = SEPARATOR.join(firsts)
    return _Others(cut(light(joined)), has_arabic(joined))


def lines_with(doc: Document, words: frozenset[str]) -> Iterator[Span]:
    """The lines that begin with one of some folded words, and those of which that is not known."""
    rows = doc.fact(Rows)
    for i in rows.beginning(words, _ANY_LENGTH):
        yield doc.line_span(rows.line(i))
    others = doc.fact(_others).words
    if not words.isdisjoint(others):
        for word, (start, end) in zip(others, rows.others, strict=True):
            if word in words:
                yield Span(start, end)


def openings(doc: Document, wanted: Openings, most_words: int = 0) -> Iterator[Span]:
    """The lines that begin with one of the openings, as spans without white space around them.

    ``most_words``: a longer line is left out; 0: none is.
    """
    arabic = doc.fact(Rows).arabic or doc.fact(_others).arabic
    firsts = wanted.firsts(arabic)
    if not firsts:
        return
    spans = [*lines_with(doc, firsts)]
    if not spans:
        return
    starts = wanted.starts(arabic)
    texts = [doc.prose[a : min(b, a + _OPENING)].replace(MARK, "").strip(_AROUND) for a, b in spans]
    # All at once: most of what folding costs is paid a call, not a character.
    folded = light(SEPARATOR.join([text.replace(SEPARATOR, " ") for text in texts]))
    for (start, end), text in zip(spans, folded.split(SEPARATOR), strict=True):
        if _opens(text.strip(), starts):
            whole = doc.prose[start:end]
            if not most_words or count_words(whole.replace(MARK, "")) <= most_words:
                yield _trimmed(doc, start, end)


def _opens(text: str, starts: tuple[str, ...]) -> bool:
    """Whether a text begins with one of them and no word goes on behind it."""
    return text.startswith(starts) and any(
        text.startswith(start)
        and (start[-1] > _FROM_CHINESE or not text[len(start) : len(start) + 1].isalnum())
        for start in starts
    )


def _trimmed(doc: Document, start: int, end: int) -> Span:
    text = doc.text[start:end]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
