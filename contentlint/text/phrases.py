"""Short lines that may be page chrome: a whole line against a list of phrases.

A phrase of a widget is only one when it is all there is on its line: "شارك في
الاجتماع" is a sentence. So each short line is stripped of what surrounds such
phrases (bullets, icons, link wrappers, a counter) and folded, all of them at once;
a rule then asks a set, whatever the number of its languages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from contentlint.document import MARK, OBJECT, Block, Document, Span
from contentlint.rule import Words
from contentlint.text.compare import light

_EDGES = (
    " \t\u00a0\u202f\u2009\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff"
    + OBJECT
    + "*_#|·•‣◦●○■□▪▫◆◇★☆✓✔✕✖×-–—>»›<«‹→←↑↓⇒▶▷►▸▾▼▲◀…:：.,،!"
)
_SEPARATOR = "\x02"
# Icons: pictographs, dingbats, arrows, and the private use area of icon fonts.
_ICONS = re.compile("^[\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001faff\ufe0f\\s]+|[\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001faff\ufe0f\\s]+$")
_BEFORE = re.compile(r"[(\[（]?\s*[0-9][0-9.,]*\s?[km+]?\s*[)\]）]?\s*(?=\D)")
_AFTER = re.compile(r"\s*(?:[:：]\s*[0-9][0-9.,]*[km+]?|[(\[（]\s*[0-9][0-9.,]*[km+]?\s*[)\]）])$")
_AFTER_BARE = re.compile(r"\s+[0-9][0-9.,]*[km+]?$")
_LONGEST = 70
"""Code points of a line that can be a phrase as a whole."""
_LONGEST_PREFIXED = 240
"""Code points of a line that can be a phrase and a title, markup not counted."""
_HEAD = re.compile(f"([^{MARK}:：|\\n]{{2,40}}?)\\s?([{MARK}:：|]+)")


class Line(NamedTuple):
    """A short line, folded."""

    number: int
    """From 0."""
    counter: str
    """``decisive`` ("3 comments", "comments (3)"), ``bare`` ("comments 3") or ``""``."""


class ShortLines(NamedTuple):
    whole: dict[str, list[Line]]
    """Folded text of a line without its counter, to the lines that have it."""
    heads: dict[str, list[int]]
    """Folded text before the first colon, bar or link of a line, to the lines (from 0)."""
    arabic: bool
    """Whether any of it is in the Arabic script."""


def short_lines(doc: Document) -> ShortLines:
    """The short lines of a document; ask through ``doc.fact(short_lines)``.

    Code, front matter and URLs are masked in ``doc.prose`` and never seen.
    """
    marked = doc.prose.split("\n")
    bare = doc.prose.replace(MARK, "").split("\n") if MARK in doc.prose else marked
    numbers: list[int] = []
    found: list[str] = []
    for i, row in enumerate(bare):
        size = len(row)
        if not 2 <= size <= _LONGEST_PREFIXED:
            continue
        if size <= _LONGEST and (text := row.strip(_EDGES)):
            numbers.append(i)
            found.append(text)
        if ":" in row or "：" in row or "|" in row or len(marked[i]) > size:
            if m := _HEAD.match(marked[i].lstrip(_EDGES + MARK)):
                numbers.append(~i)
                found.append(m[1].strip(_EDGES))
    whole: dict[str, list[Line]] = {}
    heads: dict[str, list[int]] = {}
    if not found:
        return ShortLines({}, {}, False)
    folded = light(_SEPARATOR.join(found))
    for i, text in zip(numbers, folded.split(_SEPARATOR), strict=True):
        if i < 0:
            heads.setdefault(text, []).append(~i)
        else:
            key, counter = _without_counter(text)
            whole.setdefault(key, []).append(Line(i, counter))
    return ShortLines(whole, heads, has_arabic(folded))


def has_arabic(text: str) -> bool:
    """Whether a text has one of the commonest letters of the Arabic script."""
    return "ا" in text or "ر" in text or "ي" in text or "ت" in text


def _without_counter(text: str) -> tuple[str, str]:
    first, last = text[0], text[-1]
    if first > "\u2190" or last > "\u2190":
        text = _ICONS.sub("", text) or text
        first, last = text[0], text[-1]
    if first.isdecimal() or first in "([（":
        if m := _BEFORE.match(text):
            return text[m.end() :].strip(_EDGES), "decisive"
    elif last.isdecimal() or last in ")]）km+":
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
            folded = light(_SEPARATOR.join(entries)).split(_SEPARATOR) if entries else []
            if self._doubled:
                folded += [e + e for e in folded] + [f"{e} {e}" for e in folded]
            self._folded[arabic] = frozenset(folded)
        return self._folded[arabic]


def is_one_word(key: str) -> bool:
    """Whether a folded phrase is a single word, which may stand alone for other reasons."""
    if key > "\u2e80":  # written without spaces
        return len(key) <= 3
    return " " not in key


def block_at(doc: Document, line: int) -> Block | None:
    """The block that holds a line (from 0); None for a blank line."""
    index = bisect_right(doc.blocks, line, key=_first_line) - 1
    if index < 0:
        return None
    block = doc.blocks[index]
    return block if block.line <= line <= block.last else None


def _first_line(block: Block) -> int:
    return block.line


def content_span(doc: Document, line: int) -> Span:
    """Span of a line (from 0) without the white space around it."""
    text = doc.lines[line]
    start = doc.line_start(line)
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
