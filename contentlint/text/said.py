"""Whether a sentence may stand twice in some paragraphs, for ``copies``."""

from __future__ import annotations

from contentlint.document import Document
from contentlint.text import classes as k_
from contentlint.text.classes import class_of
from contentlint.text.folds import FACTOR, MASK
from contentlint.text.light_letters import ODD, letter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

SAID_WORDS: Final = 4
CLOSERS = frozenset("\"'»”’)]}›」』）*_﴾\x00")
_BEGINNING: Final = 8
"""Code points in which two equal sentences do not differ."""


def said_twice(doc: Document, indices: list[int]) -> bool:
    """Whether a sentence may stand twice in some blocks, copies to the letter left out."""
    text, prose, blocks = doc.text, doc.prose, doc.blocks
    sources: set[str] = set()
    said: set[int] = set()
    for index in indices:
        kind, start, end, _, _, _ = blocks[index]
        if kind != "paragraph":
            continue
        source = text[start:end]
        if prose is not text:
            source += prose[start:end]
        if source in sources:
            continue
        sources.add(source)
        at: i64 = start
        stop: i64 = end
        at = behind_blanks(prose, at, stop)
        while at < stop:
            key = sentence(text, prose, at, stop)
            if key == ODD or key in said:
                return True
            said.add(key)
            at = next_sentence(prose, at, stop)
    return False


def next_sentence(prose: str, at: i64, end: i64) -> i64:
    """Where ``words.sentences`` may begin the next sentence; the end where there is none."""
    while at < end:
        c: i64 = ord(prose[at])
        at += 1
        # Most are these.
        if 63 < c < 0x61F or c == 32 or 0x61F < c < 0x6D4 or not is_terminator(c):
            continue
        while at < end and is_terminator(ord(prose[at])):
            c = ord(prose[at])
            at += 1
        while at < end and prose[at] in CLOSERS:
            at += 1
        if c == 0x3002 or c == 0xFF01 or c == 0xFF1F or (at < end and is_space(ord(prose[at]))):
            return behind_blanks(prose, at, end)
    return end


def behind_blanks(prose: str, at: i64, end: i64) -> i64:
    """The offset behind the white space at another."""
    while at < end and is_space(ord(prose[at])):
        at += 1
    return at


def sentence(text: str, prose: str, at: i64, end: i64) -> i64:
    """A hash of how a sentence begins, and of its letters up to the first sign behind its first
    words that can end one; -1 where those cannot be told one by one."""
    key: i64 = 0
    ahead = at
    while ahead < len(prose) and ahead < at + _BEGINNING:
        key = (key * FACTOR + ord(prose[ahead])) & MASK
        ahead += 1
    words: i64 = 0
    blank = True
    while at < end:
        c: i64 = ord(prose[at])
        if c == 26:
            c = ord(text[at])
        at += 1
        if 97 <= c <= 122:
            if blank:
                words += 1
                blank = False
            if c != 115:
                key = (key * FACTOR + c) & MASK
            continue
        if c == 32 or is_space(c):
            blank = True
            continue
        k = class_of(c)
        # What ``space`` may drop is not told from what it keeps.
        if k == k_.DAMAGE or k == k_.IGNORED:
            continue
        if blank:
            words += 1
            blank = False
        if is_terminator(c):
            if words >= SAID_WORDS:
                break
            continue
        if is_unspaced(c):
            words = SAID_WORDS
        c = letter(c, k)
        if c < 0:
            return ODD
        if c:
            key = (key * FACTOR + c) & MASK
    return key


def is_terminator(c: i64) -> bool:
    """Whether a sentence may end at a character: those of ``words.sentences``."""
    if c < 0x80:
        return c == 46 or c == 33 or c == 63
    if c < 0x2000:
        return c == 0x61F or c == 0x6D4 or c == 0x964 or c == 0x965
    return c == 0x2026 or c == 0x3002 or c == 0xFF01 or c == 0xFF1F


def is_unspaced(c: i64) -> bool:
    """Whether a character may be a word without a space beside it."""
    if c < 0x3005:
        return 0xE00 < c < 0xF00 or 0x1000 <= c < 0x10A0 or 0x1780 <= c < 0x1800
    return c == 0x3005 or 0x3040 <= c < 0x3100 or 0x3400 <= c < 0xA000 or c >= 0xF900


def is_space(c: i64) -> bool:
    """Whether a character is white space to Python."""
    if c <= 32:
        return c == 32 or 9 <= c <= 13 or 28 <= c <= 31
    if c < 0x1680:
        return c == 0x85 or c == 0xA0
    return chr(c).isspace()
