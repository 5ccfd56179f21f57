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

import re
from collections.abc import Iterable
from typing import NamedTuple

from contentlint.document import MARK, OBJECT, Document
from contentlint.rule import Words
from contentlint.text.compare import light

_EDGES = (
    " \t\u00a0\u202f\u2009\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff"
    + OBJECT
    + "*_#|·•‣◦●○■□▪▫◆◇★☆✓✔✕✖×-–—>»›<«‹→←↑↓⇒▶▷►▸▾▼▲◀…:：.,،!"
)
_SEPARATOR = "\x02"
# Icons: pictographs, dingbats, arrows, and the private use area of icon fonts.
_ICON = "[\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001faff\ufe0f\\s]+"
_ICONS = re.compile(f"^{_ICON}|{_ICON}$")
# A number of things, not of a section: no "2.1", and no bracket or full stop after it.
_NUMBER = r"(?:[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+(?:[.,][0-9])?[km]\b|[0-9]+)\+?"
_BEFORE = re.compile(_NUMBER + "(?:\\s+(?=[^\\W\\d])|(?=[\u2e80-\u9fff]))")
_AFTER = re.compile(rf"\s*(?:[:：]\s*{_NUMBER}|[(\[（]\s*{_NUMBER}\s*[)\]）])$")
_AFTER_BARE = re.compile(rf"\s+{_NUMBER}$")
_LONGEST = 60
"""Code points of a line that can be a phrase as a whole."""
_LONGEST_INSIDE = 40
"""The same for a line inside a paragraph of three lines or more, which is mostly prose."""
_LONGEST_PREFIXED = 240
"""Code points of a line that can be a phrase and a title, markup not counted."""
LONGEST = 260
"""Code points of a line that is looked at at all; more are more than 25 words in any language."""
_HEAD = re.compile(f"[^{MARK}:：|\n]{{2,40}}(?=[{MARK}:：|])")
_EDGE = frozenset(_EDGES)
_EDGES_AND_MARK = _EDGES + MARK
_WITHOUT_PHRASES = frozenset({"code", "front_matter", "definition", "break", "image"})
_DIGITS = frozenset("0123456789")
_AFTER_LAST = frozenset("0123456789)]）km+")
_FIRST_ICON = "\u2190"
"""What is written with spaces between words comes before it; icons and Chinese do not."""
# Icons and numbers with white space after them, which the counter may be or not.
_LEAD = re.compile(f"(?:{_ICON}|[0-9٠-٩۰-۹]+(?:[.,][0-9٠-٩۰-۹]+)*\\+?\\s+)+")
_JOINTS = re.compile(f"[|·•,،/+&:：.…!][^{_SEPARATOR}]*")


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


class Rows:
    """The lines of a document that may hold a phrase; ask through ``doc.fact(Rows)``.

    Code, front matter and URLs are masked in ``doc.prose`` and never seen.
    """

    def __init__(self, doc: Document) -> None:
        prose = doc.prose
        numbers: list[int] = []
        inner: set[int] = set()
        parts: list[str] = []
        for kind, start, end, first, last, _ in doc.blocks:
            if kind in _WITHOUT_PHRASES:
                continue
            if first == last:
                # Most of a text is in long paragraphs: those are not even copied.
                size = end - start
                if size > LONGEST and size - prose.count(MARK, start, end) > LONGEST:
                    continue
                numbers.append(first)
            else:
                numbers += range(first, last + 1)
                if last - first > 1:
                    inner.update(range(first, last + 1))
            parts.append(prose[start:end])
        self._doc = doc
        self._inner = inner
        self._marked = marked = "\n".join(parts).replace(_SEPARATOR, " ")
        self.numbers = numbers
        """Of each row the line, from 0."""
        self.joined = marked.replace(MARK, "")
        """The rows without markup, one a line."""
        self.texts = self.joined.split("\n") if parts else []
        self.arabic = has_arabic(marked)
        """Whether any of it is in the Arabic script."""
        # The rows that begin with a word, by that word, not folded; and the others.
        self._firsts: list[str] = []
        self._unknown: list[int] = []
        for i, words in enumerate([text.split(None, 1) for text in self.texts]):
            word: str | None = words[0] if words else ""
            # A counter or an icon may stand before it, or be joined to it where it is alone.
            if word and not (
                word[0].isalpha() and word < _FIRST_ICON and (len(words) > 1 or word.isalpha())
            ):
                word = _begin(self.texts[i])
                if word is None:
                    self._unknown.append(i)
            self._firsts.append(word or "")
        self._words = list(set(self._firsts))
        self._folded = _cut(light(_SEPARATOR.join(self._words)))
        self._known = frozenset(self._folded)
        self._lines: dict[tuple[int, ...], ShortLines] = {}

    def beginning(self, words: frozenset[str]) -> list[int]:
        """Indices of the rows that begin with one of these words (see ``Beginnings``), and of
        those of which that cannot be told."""
        if self._known.isdisjoint(words):
            return self._unknown
        raw = {word for word, folded in zip(self._words, self._folded, strict=True) if folded in words}
        found = [i for i, word in enumerate(self._firsts) if word in raw]
        return sorted(found + self._unknown) if self._unknown else found

    def lines(self, indices: list[int]) -> ShortLines:
        """Some of the rows, folded."""
        key = tuple(indices)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self._fold(indices)
        return found

    def _fold(self, indices: list[int]) -> ShortLines:
        whole: dict[str, list[Line]] = {}
        heads: dict[str, list[int]] = {}
        numbers: list[int] = []
        found: list[str] = []
        marked = self._marked.split("\n") if indices else []
        for i in indices:
            line = self.numbers[i]
            longest = _LONGEST_INSIDE if line in self._inner else _LONGEST
            _look(self._doc, marked[i], line, longest, numbers, found)
        texts = light(_SEPARATOR.join(found)).split(_SEPARATOR) if found else []
        for i, text in zip(numbers, texts, strict=True):
            if i < 0:
                heads.setdefault(text, []).append(~i)
            else:
                key, counter = _without_counter(text)
                if key:
                    whole.setdefault(key, []).append(Line(i, counter))
        return ShortLines(whole, heads, self.arabic)


def _begin(text: str) -> str | None:
    """The word that a line begins with when it is folded; None when that cannot be told before."""
    row = text.strip(_EDGES) if len(text) <= LONGEST else ""
    if not row or row.isdigit():
        return row
    if row[0] > _FIRST_ICON or row[0].isdigit():
        m = _LEAD.match(row)
        if m is None or m.end() == len(row):
            return None
        row = row[m.end() :]
    words = row.split(None, 1)
    word = words[0]
    if word > _FIRST_ICON or word[0].isdigit():
        return None
    last = word[-1]
    if len(words) == 1 and (last in _AFTER_LAST or last.isdigit() or last > _FIRST_ICON):
        return None
    return word


def _cut(joined: str) -> list[str]:
    """Folded words without what may be joined to them: the next one, or a colon."""
    return _JOINTS.sub("", joined).split(_SEPARATOR)


def first_words(keys: Iterable[str]) -> frozenset[str]:
    """The words that folded phrases begin with, as ``Rows`` knows them."""
    return frozenset(_cut(_SEPARATOR.join([key.partition(" ")[0] for key in keys])))


def _look(
    doc: Document, marked: str, line: int, longest: int, numbers: list[int], found: list[str]
) -> None:
    """Add the text of a line, and what stands before its first colon or link (as ``~line``)."""
    row = marked.replace(MARK, "") if MARK in marked else marked
    size = len(row)
    if size > _LONGEST_PREFIXED or size < 2:
        return
    if size <= _LONGEST + 8:
        # str.strip() takes three times as long as looking at both ends.
        text = row.strip(_EDGES) if row[0] in _EDGE or row[-1] in _EDGE else row
        if not text or (OBJECT in row and "`" in doc.lines[line]):
            return  # code is a word of its sentence; an image or a URL is not
        if len(text) <= longest:
            numbers.append(line)
            found.append(text)
    if (row is not marked or ":" in row or "|" in row or "：" in row) and (head := _head(marked)):
        numbers.append(~line)
        found.append(head)


def _head(marked: str) -> str:
    """The words before the first colon, bar or link; ``""`` unless they are two to six."""
    if marked[0] == MARK or marked[0] in _EDGE:
        marked = marked.lstrip(_EDGES_AND_MARK)
    m = _HEAD.match(marked)
    if not m:
        return ""
    head = m[0]
    if 1 <= head.count(" ") <= 6 or head > "\u2e80":
        return head.strip(_EDGES)
    return ""


def has_arabic(text: str) -> bool:
    """Whether a text has one of the commonest letters of the Arabic script."""
    return "ا" in text or "ر" in text or "ي" in text or "ت" in text


def _without_counter(text: str) -> tuple[str, str]:
    """A folded text without the number of things before or after it, and how it stood."""
    first, last = text[0], text[-1]
    if first > "\u2190" or last > "\u2190":
        text = _ICONS.sub("", text) or text
        first, last = text[0], text[-1]
    if first in _DIGITS:
        if m := _BEFORE.match(text):
            return text[m.end() :].strip(_EDGES), "decisive"
    elif last in _AFTER_LAST:
        if m := _AFTER.search(text):
            return text[: m.start()].strip(_EDGES), "decisive"
        if m := _AFTER_BARE.search(text):
            return text[: m.start()].strip(_EDGES), "bare"
    return text, ""


class Phrases:
    """A word list, folded when a document first asks.

    The entries of the Arabic script are folded apart: folding them loads
    pyarabic, which a run over other texts need not pay for.
    """

    def __init__(self, words: Words, doubled: bool = False) -> None:
        """``doubled``: an entry written twice in a row counts as well."""
        entries = [entry for each in words.values() for entry in each]
        self._arabic = [entry for entry in entries if has_arabic(entry)]
        self._others = [entry for entry in entries if not has_arabic(entry)]
        self._doubled = doubled
        self._folded: dict[bool, frozenset[str]] = {}

    def of(self, arabic: bool) -> frozenset[str]:
        """The folded entries; those of the Arabic script only if asked for."""
        if arabic not in self._folded:
            entries = self._others + self._arabic if arabic else self._others
            keys = light(_SEPARATOR.join(entries)).split(_SEPARATOR) if entries else []
            if self._doubled:
                keys += [key + key for key in keys] + [f"{key} {key}" for key in keys]
            self._folded[arabic] = frozenset(keys)
        return self._folded[arabic]


class Beginnings:
    """The first words of all phrases of a rule, so that one look tells which lines matter."""

    def __init__(self, *lists: Phrases) -> None:
        self._lists = lists
        self._words: dict[bool, frozenset[str]] = {}

    def __call__(self, arabic: bool) -> frozenset[str]:
        """Those of the Arabic script only if asked for."""
        found = self._words.get(arabic)
        if found is None:
            keys = frozenset[str]().union(*[phrases.of(arabic) for phrases in self._lists])
            found = self._words[arabic] = first_words(keys)
        return found


def short_lines(doc: Document, beginnings: Beginnings) -> ShortLines:
    """The short lines that may hold one of a rule's phrases."""
    rows = doc.fact(Rows)
    return rows.lines(rows.beginning(beginnings(rows.arabic)))


def is_one_word(key: str) -> bool:
    """Whether a folded phrase is a single word, which may stand alone for other reasons."""
    if key > "\u2e80":  # written without spaces
        return len(key) <= 3
    return " " not in key
