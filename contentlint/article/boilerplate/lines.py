"""Short lines that may be page chrome: a whole line against a list of phrases.

A phrase counts only if it is the whole line: "شارك في الاجتماع" is a sentence. So the bullets,
icons, link markup and counter around a phrase are removed, the line is folded and looked up in a
set, for any number of languages.

Folding is expensive, and few lines begin like a phrase: the first words of all lines are folded in
one call, and then only the lines that begin like a phrase of the rule. If the index has the lines
that begin like a phrase, the others are skipped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from contentlint._util import lazy_regex
from contentlint.article.boilerplate.phrases import (
    EDGES,
    FIRST_ICON,
    SEPARATOR,
    Beginnings,
    cut,
    has_arabic,
    line_beginning,
    line_beginnings,
    without_counter,
)
from contentlint.core import opening_lines
from contentlint.model.annotations import Line as Line
from contentlint.model.annotations import Lines
from contentlint.model.annotations import ShortLines as ShortLines
from contentlint.model.document import MARK, OBJECT, Block, Document
from contentlint.text.unicode.fold import folded, light, light_word, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


LONGEST_MARKED: Final = 68
"""Longest line that can be a phrase as a whole, in code points, with bullets and blanks around
it."""
LONGEST: Final = 260
"""Longest line that is matched, in code points: over 25 words in any language."""
# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
_WITHOUT_PHRASES: Final = frozenset({"code", "front_matter", "definition", "break", "image"})


def all_lines(doc: Document) -> Lines:
    """Return all lines except those of code, front matter, images and similar blocks."""
    prose = doc.prose
    wide = "：" in prose
    found = Lines([], set(), [], [], [])
    numbers, inner, rows, others, rest = found
    for kind, start, end, first, last, _ in doc.blocks:
        if kind in _WITHOUT_PHRASES:
            continue
        size = end - start
        if first < last:
            row = prose[start:end]
            lines = range(first, first + row.count("\n") + 1)
            numbers += lines
            if last - first > 1:
                inner.update(lines)
        elif size <= LONGEST_MARKED:
            row = prose[start:end]
            numbers.append(first)
        elif size > LONGEST and size - prose.count(MARK, start, end) > LONGEST:
            # Most of a text is in long paragraphs, which are not even copied.
            others.append((start, end))
            continue
        else:
            row = prose[start:end]
            if not (MARK in row or ":" in row or "|" in row or (wide and "：" in row)):
                rest.append(row)
                others.append((start, end))
                continue
            numbers.append(first)
        rows.append(row)
    return found


def lines_at(doc: Document, starts: Sequence[int]) -> Lines:
    """Return the lines that begin at some offsets, after their markers; ``rest`` is empty."""
    prose, blocks = doc.prose, doc.blocks
    numbers: list[int] = []
    rows: list[str] = []
    inner: set[int] = set()
    others: list[tuple[int, int]] = []
    for start in starts:
        _, _, end, line, last, _ = blocks[bisect_right(blocks, start, key=_start_of) - 1]
        size = end - start
        if line < last:
            within = last - line > 1
            line = doc.line_at(start)
            if within:
                inner.add(line)
            stop = prose.find("\n", start, end)
            row = prose[start : stop if stop >= 0 else end]
        elif size > LONGEST and size - prose.count(MARK, start, end) > LONGEST:
            others.append((start, end))
            continue
        else:
            row = prose[start:end]
            if size > LONGEST_MARKED and not (
                MARK in row or ":" in row or "|" in row or "：" in row
            ):
                others.append((start, end))
                continue
        numbers.append(line)
        rows.append(row)
    return _new(Lines, (numbers, inner, rows, others, []))


def _start_of(block: Block) -> int:
    return block.start


_EDGE: Final = frozenset(EDGES)
_EDGES_AND_MARK: Final = EDGES + MARK
_LONGEST: Final = 60
"""Longest line that can be a phrase as a whole, in code points."""
_LONGEST_INSIDE: Final = 40
"""The same for a line inside a paragraph of three lines or more, which is mostly prose."""
_LONGEST_PREFIXED: Final = 240
"""Longest line that can be a phrase and a title, in code points without markup."""
_HEAD: Final = lazy_regex.compile(f"[^{MARK}:：|\n]{{2,40}}(?=[{MARK}:：|])")


NO_LINES: Final = ShortLines({}, {}, False)

_Key = tuple[int, str, str, str]
"""Line (from 0), folded text, counter of that text, and folded head of a row."""


class Rows:
    """The lines of a document that may hold a phrase; ask through ``doc.fact``, for ``Rows`` or
    ``opened_rows``.

    Code, front matter and URLs are masked in ``doc.prose`` and never seen.
    """

    def __init__(self, doc: Document, starts: Sequence[int] | None = None) -> None:
        """Read the lines; ``starts`` restricts them to those that begin at these offsets (after
        their markers, ascending)."""
        found = all_lines(doc) if starts is None else lines_at(doc, starts)
        self._numbers, self._inner, rows, self.others, rest = found
        self._unknown: list[int] = []
        self._marked = marked = "\n".join(rows).replace(SEPARATOR, " ")
        shown = marked.replace(MARK, "")
        # No reference to the document: a fact of the document that refers to it would be a cycle,
        # which only gc frees.
        self._lines_of_text = doc.lines if OBJECT in shown else None
        self.texts = shown.split("\n") if rows else []
        """The rows without markup."""
        self.joined = "\n".join([shown, *rest]) if starts is None else None
        """All lines of at most ``LONGEST`` code points, to test if a text is absent; None if only
        some lines count."""
        self.arabic = has_arabic(shown)
        """True if any of the rows is in the Arabic script."""
        self._firsts = self._beginnings()
        """The first word of each row, not folded."""
        beyond = line_beginnings(doc.prose, self.others)
        self.others_arabic = bool(beyond) and has_arabic(SEPARATOR.join(beyond))
        """True if one of the other lines begins in the Arabic script."""
        self._words = words = list(set(self._firsts))
        found_words = cut(self._light_words(words + beyond))
        self._folded = found_words[: len(words)]
        self.other_words = found_words[len(words) :]
        """The first word of each of the other lines, folded; in Chinese the first character."""
        self._known = frozenset(self._folded)
        # Each folded word, mapped to the rows that begin with it; filled when a rule first asks for
        # one.
        self._index: dict[str, list[int]] = {}
        self._parted: list[str] = []
        """The rows with markup; filled when the first one is folded."""
        self._keys: dict[int, _Key] = {}
        self._unknown_lines = self._lines(self._unknown)

    def _beginnings(self) -> list[str]:
        """Return the first word of each row, not folded; ``""`` also if it is unknown."""
        texts = self.texts
        found: list[str] = []
        for i, words in enumerate([text.split(None, 1) for text in texts]):
            if not words:
                found.append("")
                continue
            word = words[0]
            # A counter or an icon may precede it, or touch it if it is alone.
            if word.isalpha() or (len(words) > 1 and word[0].isalpha()):
                if word < FIRST_ICON:
                    found.append(word)
                    continue
            begun = line_beginning(texts[i]) if len(texts[i]) <= LONGEST else ""
            if begun is None:
                self._unknown.append(i)
            found.append(begun or "")
        return found

    def line(self, index: int) -> int:
        """The line (from 0) of a row."""
        return self._numbers[index]

    def beginning(self, words: frozenset[str], longest: int) -> list[int]:
        """Return the indices of rows that begin with one of these words (see ``Beginnings``) and
        have at most ``longest`` code points, and of all rows whose first word is unknown."""
        if self._known.isdisjoint(words):
            return self._unknown
        index = self._index or self._indexed()
        texts = self.texts
        found = [i for word in self._known & words for i in index[word] if len(texts[i]) <= longest]
        if not found:
            return self._unknown
        return sorted(found + self._unknown)

    def _indexed(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for i, word in enumerate(self._firsts):
            rows.setdefault(word, []).append(i)
        for word, key in zip(self._words, self._folded, strict=True):
            self._index.setdefault(key, []).extend(rows[word])
        return self._index

    def lines(self, indices: list[int]) -> ShortLines:
        """Return some of the rows, folded."""
        return self._unknown_lines if indices is self._unknown else self._lines(indices)

    def _lines(self, indices: list[int]) -> ShortLines:
        keys = self._keys
        if new := [i for i in indices if i not in keys]:
            self._fold(new)
        whole: dict[str, list[Line]] = {}
        heads: dict[str, list[int]] = {}
        for i in indices:
            number, key, counter, head = keys[i]
            if key:
                whole.setdefault(key, []).append(_new(Line, (number, counter)))
            if head:
                heads.setdefault(head, []).append(number)
        return _new(ShortLines, (whole, heads, self.arabic))

    def _light_words(self, words: list[str]) -> str:
        """Fold words under the ``light`` profile; the result is joined."""
        if self.joined is None:
            # Few words, and the same in many documents.
            return SEPARATOR.join([light_word(word) for word in words])
        # In one call: most of the cost of folding is per call, not per character.
        return folded(visible(SEPARATOR.join(words)))

    def _light(self, texts: list[str]) -> list[str]:
        """Texts under the ``light`` profile."""
        if self.joined is None:
            return [light_word(text) for text in texts]
        return [text.strip(" ") for text in light(SEPARATOR.join(texts)).split(SEPARATOR)]

    def _fold(self, indices: list[int]) -> None:
        """Compute the keys of rows."""
        numbers, texts, lines = self._numbers, self.texts, self._lines_of_text
        self._parted = marked = self._parted or self._marked.split("\n")
        found: list[str] = []
        for i in indices:
            line = numbers[i]
            longest = _LONGEST_INSIDE if line in self._inner else _LONGEST
            # Code is a word of its sentence; an image or a URL is not.
            coded = lines is not None and OBJECT in texts[i] and "`" in lines[line]
            found += _parts(marked[i], texts[i], longest, coded)
        keys = self._light(found)
        for i, text, head in zip(indices, keys[::2], keys[1::2], strict=True):
            key, counter = without_counter(text) if text else ("", "")
            self._keys[i] = (numbers[i], key, counter, head)


def _parts(marked: str, row: str, longest: int, coded: bool) -> tuple[str, str]:
    """Return the text of a row without the signs around it, and the text before its first colon,
    bar or link; each ``""`` if it cannot be a phrase. ``coded`` is True if it contains code."""
    size = len(row)
    text = ""
    if not 2 <= size <= _LONGEST_PREFIXED:
        return "", ""
    if size <= LONGEST_MARKED:
        text = row.strip(EDGES)
        if not text or coded:
            return "", ""
        if len(text) > longest:
            text = ""
    if len(marked) > size or ":" in row or "|" in row or "：" in row:
        return text, _head(marked)
    return text, ""


def _head(marked: str) -> str:
    """Return the words before the first colon, bar or link; ``""`` unless they are two to six."""
    if marked[0] == MARK or marked[0] in _EDGE:
        marked = marked.lstrip(_EDGES_AND_MARK)
    m = _HEAD.match(marked)
    if not m:
        return ""
    head = m[0]
    if 1 <= head.count(" ") <= 6 or head > "\u2e80":
        return head.strip(EDGES)
    return ""


def opened_rows(doc: Document) -> Rows:
    """Return the rows that begin like a phrase of the rules; ask through ``doc.fact``.

    Only for rules whose ``needs`` contain their phrases, through ``line_phrases.lines``
    or ``line_phrases.parts``.
    """
    global _none
    starts = doc.fact(opening_lines)
    if starts is None:
        return doc.fact(Rows)
    if starts:
        return Rows(doc, starts)
    if _none is None:
        _none = Rows(doc, starts)
    return _none


_none: Rows | None = None
"""The result for every document without such a row."""


def short_lines(rows: Rows, beginnings: Beginnings, longest: int = LONGEST_MARKED) -> ShortLines:
    """Return the short lines that may contain one of a rule's phrases; longer lines only have a
    head."""
    if not rows.texts:
        return NO_LINES
    return rows.lines(rows.beginning(beginnings(rows.arabic), longest))


def is_one_word(key: str) -> bool:
    """Return True if a folded phrase is a single word, which may be alone on a line for other
    reasons."""
    if key > "\u2e80":  # written without spaces
        return len(key) <= 3
    return " " not in key
