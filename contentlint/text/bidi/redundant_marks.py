"""Directional marks (LRM, RLM, ALM) that can be removed without changing the order of anything.

It is proved, not guessed: without the mark every other character must keep its resolved level for
both base directions, and the paragraph its first strong direction.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import compress

from contentlint._util import lazy_regex
from contentlint.model.document import Document, Span
from contentlint.text.bidi.algorithm import (
    BRACKETS,
    LTR,
    MOST_OPEN,
    RTL,
    base_level,
    classes,
    pairs,
    resolve,
)
from contentlint.text.bidi.paragraphs import rendered
from contentlint.text.unicode.chars import TATWEEL, is_arabic_letter, is_mark

EDGE = " \t\n\u00a0\x00\u200e\u200f\u061c"
"""Characters that are invisible at the edge of a paragraph."""
# Characters that could become markup when the mark beside them goes.
_SYNTAX = frozenset("*_`~[]<\\&${}")
# What begins a block, or a row of a table, where it comes to stand first.
_BLOCK = frozenset("-+:=#>|!@/0123456789 \t") | _SYNTAX
_EMPHASIS = frozenset("*_~")
_ADDRESS = frozenset("@/")
# A joiner or a mark beside it would take hold of another character.
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_MARGIN = 64


def may_be_removed(doc: Document, run: Span) -> bool:
    """Return True if removing the marks changes no spelling, markup or address."""
    text = doc.text
    before = text[run.start - 1] if run.start else "\n"
    after = text[run.end] if run.end < len(text) else "\n"
    if before == "[" and after not in "^!" and run.start in doc.fact(_label_edges):
        before = "("
    if after == "]" and run.end in doc.fact(_label_edges):
        after = ")"
    beside = {before, after}
    if beside & _EMPHASIS and any(char.isalnum() for char in beside):
        # For emphasis the mark is as good as the letter.
        beside -= _EMPHASIS
    if beside & _SYNTAX or beside & _JOINERS or _is_combining(after):
        return False
    if beside & _ADDRESS and any(char.isalnum() or char in ":./" for char in beside - {"@"}):
        return False
    if _is_arabic(before) and _is_arabic(after):
        return False  # it may keep two letters apart, and stand for a joiner
    if (before.isdigit() and after.isdigit()) or (before in " \t" and after == "\n"):
        return False
    return after not in _BLOCK or not (before == "|" or _begins_block(doc, run.start))


def _label_edges(doc: Document) -> set[int]:
    """Return where the texts of inline links begin and end."""
    return {edge for link in doc.links if link.kind == "link" for edge in link.text}


def _begins_block(doc: Document, at: int) -> bool:
    """Return True if what follows would be at the start of a line, where the first character
    decides the kind of block."""
    start = doc.line_start(doc.line_at(at))
    return at - start < _MARGIN and not doc.prose[start:at].strip(EDGE)


def _is_arabic(char: str) -> bool:
    return is_arabic_letter(char) or is_mark(char) or char == TATWEEL


def _is_combining(char: str) -> bool:
    from unicodedata import category

    return category(char)[0] == "M"


MARKS = "\u200e\u200f\u061c"
_STRONG = lazy_regex.compile(rb"[LRA]+")
_NONE = ord("m")
# A window is resolved four times a mark, and seldom longer than a sentence.
_PER_CHARACTER, _AT_LEAST = 16, 50_000


class Budget:
    """The number of characters that may still be resolved, which keeps hostile texts linear."""

    def __init__(self, characters: int) -> None:
        self.left = characters

    def take(self, characters: int) -> bool:
        """Return True if so many characters may be resolved; once False, it stays False."""
        self.left -= characters
        return self.left >= 0


class _Window:
    """The part of a paragraph in which a mark can have an effect, without the marks dropped so
    far."""

    def __init__(self, text: str, kinds: bytes, start: int) -> None:
        self.text, self.kinds = text, kinds
        self.offsets = list(range(start, start + len(text)))
        self.levels = self._resolved(text, kinds)
        self._next: tuple[str, bytes, tuple[bytes, ...]] = ("", b"", ())

    @staticmethod
    def _resolved(text: str, kinds: bytes) -> tuple[bytes, ...]:
        return tuple(resolve(kinds, text, base) for base in (LTR, RTL))

    def unchanged_without(self, offset: int) -> bool:
        i = bisect_right(self.offsets, offset) - 1
        text = self.text[:i] + self.text[i + 1 :]
        kinds = self.kinds[:i] + self.kinds[i + 1 :]
        levels = self._resolved(text, kinds)
        self._next = text, kinds, levels
        return levels == tuple(old[:i] + old[i + 1 :] for old in self.levels)

    def drop(self, offset: int) -> None:
        """Remove a mark, for which ``unchanged_without`` was called last."""
        self.text, self.kinds, self.levels = self._next
        del self.offsets[bisect_right(self.offsets, offset) - 1]


class View:
    """One paragraph as a reader sees it; offsets are those of the given text."""

    def __init__(self, text: str, budget: Budget) -> None:
        kinds = classes(text)
        # Without what X9 removes: a removed character has a neighbour's level, no own one.
        kept = [kind != 98 for kind in kinds]
        self._index = list(compress(range(len(text)), kept))
        self._text = "".join(compress(text, kept))
        self._kinds = kinds.replace(b"b", b"")
        self._budget = budget
        self._marks = [i for i, char in enumerate(self._text) if char in MARKS]
        self._has_controls = bool(self._kinds.translate(None, b"LRAENPTCMSWO"))
        letters = bytearray(self._kinds)
        for i in self._marks:
            letters[i] = _NONE
        self._first = self._first_letter(bytes(letters))
        self._leading = [i for i in self._marks if i < self._first]
        self._leading_dropped = 0
        paired = pairs(self._text, self._kinds)
        self._cuts = [] if self._is_whole(paired) else self._cut(bytes(letters), paired)
        self._window: _Window | None = None
        self._span = (0, -1)
        self._dropped: set[int] = set()

    def _is_whole(self, paired: list[tuple[int, int]]) -> bool:
        """Return True if a mark can have an effect anywhere in the paragraph."""
        if self._has_controls:
            return True
        # Too many openers, and BD16 gave up; a part of the paragraph may have fewer.
        return not paired and sum(map(self._text.count, BRACKETS)) >= MOST_OPEN

    def _first_letter(self, letters: bytes) -> int:
        found = _STRONG.search(letters)
        return found.start() if found else len(letters)

    def _cut(self, letters: bytes, paired: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the runs of strong letters outside brackets: no rule looks beyond them."""
        outer: list[tuple[int, int]] = []
        for start, end in paired:
            if not outer or start > outer[-1][1]:
                outer.append((start, end))
        starts = [start for start, _ in outer]
        cuts = []
        for m in _STRONG.finditer(letters):
            pair = bisect_right(starts, m.start()) - 1
            if pair < 0 or outer[pair][1] < m.start():
                cuts.append(m.span())
        return cuts

    def unchanged_without(self, offset: int) -> bool:
        """Return True if the mark at an offset can be removed, after those that were dropped."""
        i = bisect_right(self._index, offset) - 1
        if not self._keeps_base(i):
            return False
        window = self._window_of(i)
        return window is not None and (
            self._budget.take(2 * len(window.text)) and window.unchanged_without(i)
        )

    def drop(self, offset: int) -> None:
        i = bisect_right(self._index, offset) - 1
        self._dropped.add(i)
        self._leading_dropped += i < self._first
        assert self._window is not None
        self._window.drop(i)

    def _keeps_base(self, i: int) -> bool:
        """Return True if P2-P3 give the same level with and without the mark."""
        kinds = self._kinds
        if self._has_controls:
            if not self._budget.take(4 * len(kinds)):
                return False
            with_it = [n not in self._dropped for n in range(len(kinds))]
            without = list(with_it)
            without[i] = False
            return all(
                base_level(bytes(compress(kinds, with_it)), default)
                == base_level(bytes(compress(kinds, without)), default)
                for default in (LTR, RTL)
            )
        seen = bisect_left(self._leading, i)
        if i >= self._first or seen > self._leading_dropped:
            return True  # a letter or a mark that stays decides
        following = self._leading[seen + 1] if seen + 1 < len(self._leading) else self._first
        if following == len(kinds):
            return False
        return (kinds[i : i + 1] == b"L") == (kinds[following : following + 1] == b"L")

    def _window_of(self, i: int) -> _Window | None:
        """Return the window of a mark; the same object for the marks in it."""
        start, end = self._span
        if self._window is not None and start <= i < end:
            return self._window
        after = bisect_right(self._cuts, (i,))
        start = self._cuts[after - 1][1] - 1 if after else 0
        end = self._cuts[after][0] + 1 if after < len(self._cuts) else len(self._text)
        self._span = start, end
        if not self._budget.take(2 * (end - start)):
            return None
        self._window = _Window(self._text[start:end], self._kinds[start:end], start)
        return self._window


class Proof:
    """The marks of a document, paragraph by paragraph in the order of the text."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._budget = Budget(_AT_LEAST + _PER_CHARACTER * len(doc.text))
        self._line = Span(0, 0)
        self._source: View | None = None

    def redundant(self, span: Span, marks: list[int]) -> Iterator[int]:
        """Yield the marks that change nothing on the page, nor in the file as its author sees
        it."""
        if not marks:
            return
        shown = rendered(self._doc, span)
        page = View(shown, self._budget)
        for at in marks:
            if at >= self._line.end:
                self._line = line = self._doc.line_span(self._doc.line_at(at))
                text = self._doc.text[line.start : line.end]
                same = line == span and text == shown
                self._source = None if same else View(text, self._budget)
            views = [(page, at - span.start)]
            if self._source is not None:
                views.append((self._source, at - self._line.start))
            if all(view.unchanged_without(offset) for view, offset in views):
                for view, offset in views:
                    view.drop(offset)
                yield at
