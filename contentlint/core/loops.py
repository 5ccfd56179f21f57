"""Loops: sequences of tokens or characters that follow themselves four times."""

from __future__ import annotations

from contentlint.core.sentences import behind_blanks
from contentlint.model.characters import is_space
from contentlint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

KINDS: Final = frozenset({"paragraph", "list_item", "quote", "heading"})
"""Of the blocks in which a loop counts."""
MOST_CHARACTERS: Final = 20
MOST_WORDS: Final = 12
_TURNS: Final = 4
_FAR: Final = 4000
"""Code points of a turn, at most, so that no file costs much more than it is long."""


def turns(prose: str, at: i64) -> bool:
    """Return True if the token that ends at an offset stands in a loop that counts: 2 to 12 tokens,
    lettered and without digits, that run four times. No token is cut out for that. Also where
    those before it reach far."""
    begin = _begin(prose, at)
    size = at - begin
    start = begin
    for turn in range(1, MOST_WORDS + 1):
        end = _end_before(prose, start)
        if end == 0:
            return False
        start = _begin(prose, end)
        if at - start > _FAR:
            return True
        if turn > 1 and end - start == size and _are_equal(prose, start, begin, size):
            if _run(prose, start, begin, turn):
                return True
    return False


def _run(prose: str, one: i64, two: i64, turn: i64) -> bool:
    """Return True if two equal tokens, so many apart, stand in such a loop: on both sides of them
    enough others are equal to those a turn further on."""
    left = (_TURNS - 1) * turn - 1
    a = one
    b = two
    while left > 0:
        a_end = _end_before(prose, a)
        b_end = _end_before(prose, b)
        a = _begin(prose, a_end)
        b = _begin(prose, b_end)
        if a_end == 0 or a_end - a != b_end - b or not _are_equal(prose, a, b, b_end - b):
            break
        left -= 1
    a = one
    b = two
    while left > 0:
        a = _begin_behind(prose, _end(prose, a))
        b = _begin_behind(prose, _end(prose, b))
        size = _end(prose, b) - b
        if size == 0 or _end(prose, a) - a != size or not _are_equal(prose, a, b, size):
            break
        left -= 1
    return left == 0 and _is_text(prose[one:two].split())


def _begin(prose: str, end: i64) -> i64:
    """Where the token begins that ends at an offset."""
    while end > 0:
        c: i64 = ord(prose[end - 1])
        if (c <= 32 or c >= 0x80) and is_space(c):
            break
        end -= 1
    return end


def _end(prose: str, begin: i64) -> i64:
    """Where the token ends that begins at an offset."""
    stop = len(prose)
    while begin < stop:
        c: i64 = ord(prose[begin])
        if (c <= 32 or c >= 0x80) and is_space(c):
            break
        begin += 1
    return begin


def _end_before(prose: str, begin: i64) -> i64:
    """Where the token ends before one that begins at an offset; 0: there is none."""
    while begin > 0 and is_space(ord(prose[begin - 1])):
        begin -= 1
    return begin


def _begin_behind(prose: str, end: i64) -> i64:
    """Where the token begins behind one that ends at an offset."""
    return behind_blanks(prose, end, len(prose))


def _are_equal(prose: str, one: i64, two: i64, size: i64) -> bool:
    """Return True if so many characters are the same from two offsets on, capitals of ASCII
    small."""
    for at in range(size):
        a: i64 = ord(prose[one + at])
        b: i64 = ord(prose[two + at])
        if a != b and (a ^ b != 32 or not 97 <= a | 32 <= 122):
            return False
    return True


def _is_text(gram: list[str]) -> bool:
    """Return True if a token begins with a letter, one has two of them, and none has a digit."""
    begins = lettered = False
    for token in gram:
        letters = 0
        for char in token:
            if char.isalpha():
                letters += 1
            elif char.isdigit():
                return False
        begins = begins or token[0].isalpha()
        lettered = lettered or letters > 1
    return begins and lettered


def in_unspaced(doc: Document) -> bool:
    """Return True if ``character_loops`` may find several letters that run four times in a
    block."""
    for kind, start, end, _, _, _ in doc.blocks:
        if kind in KINDS and _has_characters(doc.prose, start, end):
            return True
    return False


def _has_characters(text: str, start: i64, end: i64) -> bool:
    for turn in range(2, MOST_CHARACTERS + 1):
        size: i64 = turn
        at = start
        # Of any such loop one of these pairs stands again a turn further on.
        while at + size + 1 < end:
            c: i64 = ord(text[at])
            if (
                c > 64
                and ord(text[at + size]) == c
                and ord(text[at + 1]) == ord(text[at + size + 1])
                and _is_loop(text, at, size, start, end)
            ):
                return True
            at += (_TURNS - 1) * size - 1
    return False


def _is_loop(text: str, at: int, size: int, start: int, end: int) -> bool:
    gram = text[at : at + size]
    # Before its length, or of a row of one sign each place would look at all of it.
    if not gram.isalpha() or len(set(gram)) < 2:
        return False
    low, high = extent(text, at, size, start, end)
    return high - low >= _TURNS * size


def extent(text: str, at: int, size: int, floor: int, end: int) -> tuple[int, int]:
    """Return the characters around ``at`` that have the period ``size``, half-open, within
    bounds."""
    low, high = at, at + size
    while low > floor and text[low - 1] == text[low - 1 + size]:
        low -= 1
    while high < end and text[high] == text[high - size]:
        high += 1
    return low, high
