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
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from contentlint.document import MARK, OBJECT, Block, Document
from contentlint.rule import Words
from contentlint.text.compare import light

_EDGES = (
    " \t\u00a0\u202f\u2009\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff"
    + OBJECT
    + "*_#|·•‣◦●○■□▪▫◆◇★☆✓✔✕✖×-–—>»›<«‹→←↑↓⇒▶▷►▸▾▼▲◀…:：.,،!"
)
_EDGE = frozenset(_EDGES)
_EDGES_AND_MARK = _EDGES + MARK
_SEPARATOR = "\x02"
_LONGEST = 60
"""Code points of a line that can be a phrase as a whole."""
_LONGEST_MARKED = _LONGEST + 8
"""The same with the bullets and blanks around it."""
_LONGEST_INSIDE = 40
"""The same for a line inside a paragraph of three lines or more, which is mostly prose."""
_LONGEST_PREFIXED = 240
"""Code points of a line that can be a phrase and a title, markup not counted."""
_WITHOUT_PHRASES = frozenset({"code", "front_matter", "definition", "break", "image"})
_AFTER_LAST = frozenset("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹)]）km+")
_DIGITS = frozenset("0123456789")
_FIRST_ICON = "\u2190"
"""What is written with spaces between words comes before it; icons and Chinese do not."""

# Icons: pictographs, dingbats and arrows; and the private use area of icon fonts.
_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff\ufe0f"
_ICON = f"[\ue000-\uf8ff{_PICTURES}\\s]+"
# A number of things, not of a section: no "2.1", and no bracket or full stop after it.
_NUMBER = r"(?:[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+(?:[.,][0-9])?[km]\b|[0-9]+)\+?"


# Compiled when a document first asks: together they would cost a run 5 ms.
@cache
def _first() -> re.Pattern[str]:
    """The first word of each line that has one, behind icons and a number."""
    number = "[0-9٠-٩۰-۹]+(?:[.,][0-9٠-٩۰-۹]+)*\\+?[ \t\x00]+"
    edges = re.escape(_EDGES_AND_MARK)
    return re.compile(rf"\n[{edges}{_PICTURES}\s]*(?:{number})?(\S+)")


@cache
def _all_number() -> re.Pattern[str]:
    return re.compile(_NUMBER)


@cache
def _counted() -> re.Pattern[str]:
    """The end of a word that a counter is joined to."""
    return re.compile(rf"[0-9٠-٩۰-۹][km+)\]）]{{0,3}}[{re.escape(_EDGES)}]*$")


@cache
def _icons() -> re.Pattern[str]:
    return re.compile(f"^{_ICON}|{_ICON}$")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(_NUMBER + "(?:\\s+(?=[^\\W\\d])|(?=[\u2e80-\u9fff]))")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[:：]\s*{_NUMBER}|[(\[（]\s*{_NUMBER}\s*[)\]）])$")


@cache
def _after_bare() -> re.Pattern[str]:
    return re.compile(rf"\s+{_NUMBER}$")


_JOINTS = re.compile(f"[|·•,،/+&:：.…!][^{_SEPARATOR}]*")
_HEAD = re.compile(f"[^{MARK}:：|\n]{{2,40}}(?=[{MARK}:：|])")


_Key = tuple[str, str, str]
"""Of a line its folded text, the counter of that, and its folded head."""


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
    """The lines of a document by the words they begin with; ask through ``doc.fact(Rows)``.

    Code, front matter and URLs are masked in ``doc.prose`` and never seen.
    """

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        # A search from each line end, for which the rest of a long line costs nothing. Where
        # the text ends with white space, each of its characters would be tried in turn.
        self._prose = "\n" + doc.prose.rstrip()
        self._firsts = firsts = _first().findall(self._prose)
        self._words = words = list(set(firsts))
        folded = light(_SEPARATOR.join(words).replace(MARK, ""))
        self._folded = _cut(folded)
        self._known = frozenset(self._folded)
        self.arabic = has_arabic(folded)
        """Whether any line is in the Arabic script."""
        self._keys: dict[int, _Key] = {}
        # A phrase may begin with another word than these: a number or an icon is joined to it.
        unknown = {word for word in words if not word.isalpha() or word > _FIRST_ICON}
        unknown = {word for word in unknown if _is_unknown(word.replace(MARK, ""))}
        self._unknown = self._lines_of(unknown) if unknown else []

    def beginning(self, words: frozenset[str]) -> list[int]:
        """The lines (from 0) that begin with one of these words (see ``Beginnings``), and those
        of which that cannot be told."""
        if self._known.isdisjoint(words):
            return self._unknown
        pairs = zip(self._words, self._folded, strict=True)
        found = self._lines_of({word for word, folded in pairs if folded in words})
        return sorted({*found, *self._unknown}) if self._unknown else found

    def _lines_of(self, words: set[str]) -> list[int]:
        # Looked for again: most documents need no offset, and they take as long as the words.
        line_at, starts = self._doc.line_at, _first().finditer(self._prose)
        return [
            line_at(m.start(1) - 1)
            for m, word in zip(starts, self._firsts, strict=True)
            if word in words
        ]

    def folded(self, lines: list[int]) -> ShortLines:
        """Some of the lines (from 0), folded."""
        keys = self._keys
        if new := [line for line in lines if line not in keys]:
            parts = [part for line in new for part in _parts(self._doc, line)]
            texts = light(_SEPARATOR.join(parts)).split(_SEPARATOR)
            for line, text, head in zip(new, texts[::2], texts[1::2], strict=True):
                keys[line] = (*(_without_counter(text) if text else ("", "")), head)
        whole: dict[str, list[Line]] = {}
        heads: dict[str, list[int]] = {}
        for line in lines:
            key, counter, head = keys[line]
            if key:
                whole.setdefault(key, []).append(Line(line, counter))
            if head:
                heads.setdefault(head, []).append(line)
        return ShortLines(whole, heads, self.arabic)


def _is_unknown(word: str) -> bool:
    """Whether the first word of a line may hold something else than that of its phrase."""
    if word > _FIRST_ICON or (not word.isascii() and word[:1].isdigit()):
        return True
    if word[:1].isdigit():
        # "2.1", "5th" and "1)" are no number of things.
        return not word.isdigit() and _all_number().fullmatch(word) is not None
    last = word.rstrip(_EDGES)[-1:]
    return last > _FIRST_ICON or (last in _AFTER_LAST and _counted().search(word) is not None)


def _parts(doc: Document, line: int) -> tuple[str, str]:
    """The text of a line without what surrounds it, and what stands before its first colon,
    bar or link; each ``""`` where it can be no phrase."""
    block = block_at(doc, line)
    if block is None or block.kind in _WITHOUT_PHRASES:
        return "", ""
    start, end = doc.line_span(line)
    marked = doc.prose[max(start, block.start) : min(end, block.end)].replace(_SEPARATOR, " ")
    row = marked.replace(MARK, "")
    size = len(row)
    if not 2 <= size <= _LONGEST_PREFIXED:
        return "", ""
    text = ""
    if size <= _LONGEST_MARKED:
        text = row.strip(_EDGES)
        if not text or (OBJECT in row and "`" in doc.lines[line]):
            return "", ""  # code is a word of its sentence; an image or a URL is not
        if len(text) > (_LONGEST if block.last - block.line < 2 else _LONGEST_INSIDE):
            text = ""
    if len(marked) > size or ":" in row or "|" in row or "：" in row:
        return text, _head(marked)
    return text, ""


def _cut(joined: str) -> list[str]:
    """Folded words without what may be joined to them: the next one, or a colon."""
    return _JOINTS.sub("", joined).split(_SEPARATOR)


def first_words(keys: Iterable[str]) -> frozenset[str]:
    """The words that folded phrases begin with, as ``Rows`` knows them."""
    return frozenset(_cut(_SEPARATOR.join([key.partition(" ")[0] for key in keys])))


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
        text = _icons().sub("", text) or text
        first, last = text[0], text[-1]
    if first in _DIGITS:
        if m := _before().match(text):
            return text[m.end() :].strip(_EDGES), "decisive"
    elif last in _AFTER_LAST:
        if m := _after().search(text):
            return text[: m.start()].strip(_EDGES), "decisive"
        if m := _after_bare().search(text):
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
    return rows.folded(rows.beginning(beginnings(rows.arabic)))


def block_at(doc: Document, line: int) -> Block | None:
    """The block that holds a line (from 0); None for a blank line."""
    index = bisect_right(doc.blocks, line, key=_first_line) - 1
    if index < 0:
        return None
    block = doc.blocks[index]
    return block if block.line <= line <= block.last else None


def _first_line(block: Block) -> int:
    return block.line


def is_one_word(key: str) -> bool:
    """Whether a folded phrase is a single word, which may stand alone for other reasons."""
    if key > "\u2e80":  # written without spaces
        return len(key) <= 3
    return " " not in key
