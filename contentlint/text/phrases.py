"""Short lines that may be page chrome: a whole line against a list of phrases.

A phrase of a widget is only one when it is all there is on its line: "شارك في
الاجتماع" is a sentence. So a line is stripped of what surrounds such phrases
(bullets, icons, link wrappers, a counter), folded, and looked up in a set,
whatever the number of its languages.

Folding costs, and hardly any line begins like a phrase: the first words of all
lines are folded at once, and then only the lines that begin like one of a rule's
phrases.
"""

from __future__ import annotations

from contentlint.document import MARK, OBJECT, Document
from contentlint.records import NamedTuple
from contentlint.text import lazy
from contentlint.text.compare import light
from contentlint.text.counters import AFTER_LAST, EDGES, ICON, NUMBER, without_counter
from contentlint.text.phrase_lists import SEPARATOR, Beginnings, cut, has_arabic

_EDGE = frozenset(EDGES)
_EDGES_AND_MARK = EDGES + MARK
_LONGEST = 60
"""Code points of a line that can be a phrase as a whole."""
LONGEST_MARKED = _LONGEST + 8
"""The same with the bullets and blanks around it."""
_LONGEST_INSIDE = 40
"""The same for a line inside a paragraph of three lines or more, which is mostly prose."""
_LONGEST_PREFIXED = 240
"""Code points of a line that can be a phrase and a title, markup not counted."""
LONGEST = 260
"""Code points of a line that is looked at at all; more are more than 25 words in any language."""
_WITHOUT_PHRASES = frozenset({"code", "front_matter", "definition", "break", "image"})
_FIRST_ICON = "\u2190"
"""What is written with spaces between words comes before it; icons and Chinese do not."""
_DIGIT = "[0-9٠-٩۰-۹]"
_A_NUMBER = lazy.compile(NUMBER)
# The end of a word that a counter is joined to.
_JOINED = lazy.compile(rf"{_DIGIT}[km+)\]）]{{0,3}}$")
# Icons and numbers with white space after them, which the counter may be or not.
_LEAD = lazy.compile(rf"(?:{ICON}|{_DIGIT}+(?:[.,]{_DIGIT}+)*\+?\s+)+")
_HEAD = lazy.compile(f"[^{MARK}:：|\n]{{2,40}}(?=[{MARK}:：|])")


class Line(NamedTuple):
    """A short line, folded."""

    number: int
    """From 0."""
    counter: str
    """``decisive`` ("3 comments", "comments (3)"), ``bare`` ("comments 3") or ``""``."""


class ShortLines(NamedTuple):
    """The lines that may hold one of a rule's phrases."""

    whole: dict[str, list[Line]]
    """Folded text of a line without its counter, to the lines that have it."""
    heads: dict[str, list[int]]
    """Folded text before the first colon, bar or link of a line, to the lines (from 0)."""
    arabic: bool
    """Whether the document has lines in the Arabic script."""


_Key = tuple[int, str, str, str]
"""Of a row its line (from 0), its folded text, the counter of that, and its folded head."""


class Rows:
    """The lines of a document that may hold a phrase; ask through ``doc.fact(Rows)``.

    Code, front matter and URLs are masked in ``doc.prose`` and never seen.
    """

    def __init__(self, doc: Document) -> None:
        prose = doc.prose
        wide = "：" in prose
        numbers: list[int] = []
        inner: set[int] = set()
        rows: list[str] = []
        rest: list[str] = []
        others: list[tuple[int, int]] = []
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
                # Most of a text is in long paragraphs: those are not even copied.
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
        self._doc = doc
        self.others = others
        """Where the blocks of one line are that can hold no phrase as a whole."""
        self._numbers = numbers
        self._inner = inner
        self._marked = marked = "\n".join(rows).replace(SEPARATOR, " ")
        shown = marked.replace(MARK, "")
        self.texts = texts = shown.split("\n") if rows else []
        """The rows without markup."""
        self.joined = "\n".join([shown, *rest])
        """All lines of at most ``LONGEST`` code points, for a search that tells what is absent."""
        self.arabic = has_arabic(shown)
        """Whether any of the rows is in the Arabic script."""
        # What each row begins with, not folded; and the rows of which that cannot be told.
        self._firsts: list[str] = []
        add = self._firsts.append
        unknown: list[int] = []
        for i, words in enumerate([text.split(None, 1) for text in texts]):
            if not words:
                add("")
                continue
            word = words[0]
            # A counter or an icon may stand before it, or be joined to it where it is alone.
            if word.isalpha() or (len(words) > 1 and word[0].isalpha()):
                if word < _FIRST_ICON:
                    add(word)
                    continue
            begun = _begin(texts[i])
            if begun is None:
                unknown.append(i)
            add(begun or "")
        self._words = list(set(self._firsts))
        self._folded = cut(light(SEPARATOR.join(self._words)))
        self._known = frozenset(self._folded)
        self._keys: dict[int, _Key] = {}
        self._unknown = unknown
        self._unknown_lines = self._lines(unknown)

    def line(self, index: int) -> int:
        """The line (from 0) of a row."""
        return self._numbers[index]

    def beginning(self, words: frozenset[str], longest: int) -> list[int]:
        """Indices of the rows that begin with one of these words (see ``Beginnings``) and are no
        longer than that, and of all of which that cannot be told."""
        if self._known.isdisjoint(words):
            return self._unknown
        pairs = zip(self._words, self._folded, strict=True)
        raw = {word for word, folded in pairs if folded in words}
        texts = self.texts
        firsts = enumerate(self._firsts)
        found = [i for i, word in firsts if word in raw and len(texts[i]) <= longest]
        if not found:
            return self._unknown
        return sorted(found + self._unknown) if self._unknown else found

    def lines(self, indices: list[int]) -> ShortLines:
        """Some of the rows, folded."""
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
                whole.setdefault(key, []).append(Line(number, counter))
            if head:
                heads.setdefault(head, []).append(number)
        return ShortLines(whole, heads, self.arabic)

    def _fold(self, indices: list[int]) -> None:
        """Learn the keys of rows."""
        numbers, texts, lines = self._numbers, self.texts, self._doc.lines
        marked = self._marked.split("\n")
        found: list[str] = []
        for i in indices:
            line = numbers[i]
            longest = _LONGEST_INSIDE if line in self._inner else _LONGEST
            found += _parts(marked[i], texts[i], longest, lines[line])
        folded = light(SEPARATOR.join(found)).split(SEPARATOR)
        for i, text, head in zip(indices, folded[::2], folded[1::2], strict=True):
            key, counter = without_counter(text) if text else ("", "")
            self._keys[i] = (numbers[i], key, counter, head)


def _parts(marked: str, row: str, longest: int, line: str) -> tuple[str, str]:
    """The text of a row without what surrounds it, and what stands before its first colon,
    bar or link; each ``""`` where it can be no phrase."""
    size = len(row)
    text = ""
    if not 2 <= size <= _LONGEST_PREFIXED:
        return "", ""
    if size <= LONGEST_MARKED:
        text = row.strip(EDGES)
        if not text or (OBJECT in row and "`" in line):
            return "", ""  # code is a word of its sentence; an image or a URL is not
        if len(text) > longest:
            text = ""
    if len(marked) > size or ":" in row or "|" in row or "：" in row:
        return text, _head(marked)
    return text, ""


def _begin(text: str) -> str | None:
    """The word that a line begins with when it is folded; None when that cannot be told before."""
    row = text.strip(EDGES) if len(text) <= LONGEST else ""
    if not row or row.isdigit():
        return row
    if row[0].isdigit() or row[0] > _FIRST_ICON:
        m = _LEAD.match(row)
        if m and m.end() < len(row):
            row = row[m.end() :]
    words = row.split(None, 1)
    if not words:  # a counter, and white space that is none at the edges of a line
        return ""
    word = words[0]
    if word > _FIRST_ICON:
        return None
    if word[0].isdigit():
        # "2.1", "5th" and "1)" are no number of things.
        return None if not word.isascii() or _A_NUMBER.fullmatch(word) else word
    # Of a single word a counter or an icon may be a part.
    if len(words) > 1 or word.isalpha():
        return word
    last = word[-1]
    if last > _FIRST_ICON:
        return None
    counted = last in AFTER_LAST or last.isdigit()
    return None if counted and _JOINED.search(word, len(word) - 6) else word


def _head(marked: str) -> str:
    """The words before the first colon, bar or link; ``""`` unless they are two to six."""
    if marked[0] == MARK or marked[0] in _EDGE:
        marked = marked.lstrip(_EDGES_AND_MARK)
    m = _HEAD.match(marked)
    if not m:
        return ""
    head = m[0]
    if 1 <= head.count(" ") <= 6 or head > "\u2e80":
        return head.strip(EDGES)
    return ""


def short_lines(doc: Document, beginnings: Beginnings, longest: int = LONGEST_MARKED) -> ShortLines:
    """The short lines that may hold one of a rule's phrases; the longer ones have only a head."""
    rows = doc.fact(Rows)
    return rows.lines(rows.beginning(beginnings(rows.arabic), longest))


def is_one_word(key: str) -> bool:
    """Whether a folded phrase is a single word, which may stand alone for other reasons."""
    if key > "\u2e80":  # written without spaces
        return len(key) <= 3
    return " " not in key
