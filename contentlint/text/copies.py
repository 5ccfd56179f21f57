"""Whether paragraphs that begin or end alike may be copies: the same, nearly, or with one sentence.

For ``gates``, as ``scan`` is: compiled, and an event that is absent is a promise. Most paragraphs
that begin alike go on differently, and then no rule need be started to find that out.

What is compared are letters as ``compare.light`` leaves them, those left out of which that cannot
be told one by one. Texts that are equal under it, or under ``compare.space``, have the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.document import Document
from contentlint.text import classes as k_
from contentlint.text.classes import TABLE, class_of
from contentlint.text.echo_scan import EchoScan
from contentlint.text.folds import FACTOR, MASK, fold
from contentlint.text.words import UNSPACED_LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

SAME: Final = 1
"""Two paragraphs may have the same source under ``space``."""
RESPELLED: Final = 2
"""Two whose source differs may be the same to a reader under ``light``."""
NEAR: Final = 4
"""Two of ``NEAR_WORDS`` and more may be neither equal nor quite different: see ``likeness``."""
SAID: Final = 8
"""A sentence of ``SAID_WORDS`` and more may stand twice in paragraphs that begin alike."""
NEAR_WORDS: Final = 12
SAID_WORDS: Final = 4

_FIRST: Final = 64
"""Letters by which most paragraphs are told apart."""
_ALL: Final = 1 << 40
_BEGINNING: Final = 8
"""Code points in which two equal sentences do not differ."""
_LONG: Final = 120
_MOST_PAIRS: Final = 100
_ODD: Final = -1
# Those of the Greek letters from alpha to omega of which no other letter is a form.
_GREEK: Final = sum(1 << (ord(c) - 0x3B1) for c in "αγδζηλνξοτυχψω")
_TERMINAL = frozenset(".!?؟۔…。！？।॥።")
_CLOSERS = frozenset("\"'»”’)]}›」』）*_﴾\x00")
_AROUND = frozenset("\x00\x1a \t\n") | _CLOSERS


def look(doc: Document, echoes: EchoScan) -> int:
    """The events of a document of which a scan has found that it may have an echo."""
    text, prose = doc.text, doc.prose
    heads, tails = echoes.same_heads.values(), echoes.ends().values()
    begun = _members(heads)
    every = _members([*heads, *tails])
    events = NEAR if _near(doc, heads) or _near(doc, tails) else 0
    same = _equal(doc, every, text)
    if prose is not text:
        same = (same & SAME) | (_equal(doc, every, prose) & RESPELLED)
    if _said(doc, begun):
        events |= SAID
    return events | same


def _members(groups: Iterable[list[int]]) -> list[int]:
    """The blocks of some groups, ascending."""
    found: set[int] = set()
    for group in groups:
        found.update(group)
    return sorted(found)


def _equal(doc: Document, indices: list[int], prose: str) -> int:
    """Whether some blocks are equal, going by their letters in the text or as they are shown."""
    text, blocks = doc.text, doc.blocks
    groups: dict[int, list[int]] = {}
    for index in indices:
        _, start, end, _, _, _ = blocks[index]
        key = letters(text, prose, start, end, _FIRST)
        if key == _ODD:
            return SAME | RESPELLED
        groups.setdefault(key, []).append(index)
    events = 0
    for group in groups.values():
        if len(group) == 1:
            continue
        first: dict[int, str] = {}
        for index in group:
            _, start, end, _, _, _ = blocks[index]
            key = letters(text, prose, start, end, _ALL)
            source = text[start:end]
            before = first.get(key)
            if before is None:
                first[key] = source
            elif before == source:
                events |= SAME
            else:
                return SAME | RESPELLED
            if key == _ODD:
                return SAME | RESPELLED
    return events


def letters(text: str, prose: str, at: i64, end: i64, most: i64) -> i64:
    """A hash of the first letters and digits of a stretch as a reader sees it, under ``light``;
    -1 where they cannot be told one by one. Where ``prose`` is the text, of its source."""
    key: i64 = 0
    while at < end:
        c: i64 = ord(prose[at])
        if c == 26:
            c = ord(text[at])
        at += 1
        if c < 97 or c > 122:
            if c == 32:
                continue
            c = letter(c)
            if c <= 0:
                if c < 0:
                    return _ODD
                continue
        elif c == 115:
            continue
        # Not before it: marks that belong to the last letter follow it.
        if most == 0:
            break
        most -= 1
        key = (key * FACTOR + c) & MASK
    return key


def letter(c: i64) -> i64:
    """What all characters have in common that are equal under ``light``, whatever stands beside
    them; 0: it is left out; -1: what it is depends on that."""
    if c >= k_.SIZE:
        return _far_letter(c)
    k: i64 = TABLE[c]
    if k <= k_.UPPER:
        c |= 32
        return 0 if c == 115 else c  # of which there are two in one other letter
    if k == k_.LETTER_3:
        return _letter_3(c)
    if k <= k_.LAST_LETTER:
        if 0x391 <= c < 0x3CA:
            return _greek(c)
        c = fold(c, k)
        return 0 if c == 1 or c == 115 else c
    if k == k_.DIGIT:
        return c
    if k == k_.OTHER_DIGIT:
        return 48 + (c & 15)
    if k == k_.COMBINING or 0x653 <= c <= 0x655:
        return _ODD
    return 0


def _greek(c: i64) -> i64:
    if c < 0x3B1:
        c += 32
    return c if 0x3B1 <= c < 0x3CA and (_GREEK >> (c - 0x3B1)) & 1 else 0


def _letter_3(c: i64) -> i64:
    if c < 0xB95:
        kept = 0x904 <= c < 0x915 or 0x923 <= c < 0x928 or 0x935 <= c < 0x93A or 0x93E <= c < 0x94D
        return c if kept else 0
    if c < 0x1100:
        return c if c < 0xBBA or 0xE01 <= c < 0xF00 or 0x10D0 <= c < 0x10FB else 0
    if 0x1200 <= c < 0x1380 or 0x1780 <= c < 0x17D4:
        return c
    if 0x1EA0 <= c < 0x1EFA:
        return c | 1
    return _ODD if c < 0x1200 or 0x1C80 <= c < 0x1CC0 or c >= 0x1E96 else 0


def _far_letter(c: i64) -> i64:
    if 0x3400 <= c < 0xA000 or 0xAC00 <= c < 0xD7A4 or 0x3041 <= c < 0x3097 or 0x30A1 <= c < 0x30FB:
        return c
    if 0x2126 <= c <= 0x212B or 0x3099 <= c <= 0x309A:
        return _ODD
    return _ODD if 0xF900 <= c < 0xFB50 or 0x2F800 <= c < 0x2FA20 else 0


def _near(doc: Document, groups: Iterable[list[int]]) -> bool:
    """Whether two different blocks of a group have half of their tokens in common, as
    ``likeness`` asks."""
    known: dict[int, frozenset[str] | None] = {}
    pairs: i64 = 0
    for group in groups:
        able = [index for index in group if _is_able(doc, index)] if len(group) > 1 else []
        if len(able) < 2:
            continue
        before: list[int] = []
        for late in able:
            if late not in known:
                known[late] = _tokens(doc, late)
            two = known[late]
            if two is None:
                continue
            for early in before:
                pairs += 1
                one = known[early]
                if one is None or pairs > _MOST_PAIRS:
                    return True
                common = 2 * len(one & two)
                if (common >= len(one) or common >= len(two)) and not _is_same(doc, early, late):
                    return True
            before.append(late)
    return False


def _is_same(doc: Document, one: int, two: int) -> bool:
    """Whether two blocks have one source, to the letter."""
    a, b = doc.blocks[one], doc.blocks[two]
    return doc.text[a.start : a.end] == doc.text[b.start : b.end]


def _is_able(doc: Document, index: int) -> bool:
    """Whether ``likeness`` may look at a block, going by its kind, length and end."""
    kind, start, end, _, _, _ = doc.blocks[index]
    return kind != "quote" and (end - start >= _LONG or _is_ended(doc.prose, start, end))


def _tokens(doc: Document, index: int) -> frozenset[str] | None:
    """What white space separates in a block; None where that is too little for ``likeness``."""
    _, start, end, _, _, _ = doc.blocks[index]
    tokens = doc.prose[start:end].split()
    if len(tokens) < NEAR_WORDS and doc.language not in UNSPACED_LANGUAGES:
        return None
    return frozenset(tokens)


def _is_ended(prose: str, start: i64, end: i64) -> bool:
    """Whether a short block may end a sentence."""
    while end > start and prose[end - 1] in _AROUND:
        end -= 1
    return end > start and prose[end - 1] in _TERMINAL


def _said(doc: Document, indices: list[int]) -> bool:
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
            if key == _ODD or key in said:
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
        while at < end and prose[at] in _CLOSERS:
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
        c = letter(c)
        if c < 0:
            return _ODD
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
