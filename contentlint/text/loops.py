"""Sequences that follow themselves, found by looking at a few places only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import eq

from contentlint.document import Document
from contentlint.text.said import is_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64


def word_runs(every: list[str], least: int) -> Iterator[int]:
    """Indices at which one word stands ``least`` times in a row."""
    pairs = list(compress(range(len(every)), map(eq, every, every[1:])))
    for at, last in zip(pairs, pairs[least - 2 :], strict=False):
        if last - at == least - 2:
            yield at


def may_loop(every: list[str], size: int, least: int) -> list[int]:
    """Indices at which a loop of ``size`` words that runs ``least`` times may be.

    In such a loop all words but the last ``size`` stand again ``size`` further
    on, so that it is enough to look at every ``(least - 1) * size``-th word.
    """
    count, step = len(every), (least - 1) * size
    found = []
    same = map(eq, every[::step], every[size::step])
    for at in compress(range(0, count, step), same):
        word, third = every[at], at + 2 * size
        # Once more on one side; no pipes of tables.
        again = (third < count and every[third] == word) or (
            at >= size and every[at - size] == word
        )
        if again and word[0].isalpha():
            found.append(at)
    return found


def extent(every: list[str], at: int, size: int, floor: int) -> tuple[int, int]:
    """The words around ``at`` that have the period ``size``, half-open, not below ``floor``."""
    low = at
    while low > floor and every[low - 1] == every[low - 1 + size]:
        low -= 1
    high = at + size
    while high < len(every) and every[high] == every[high - size]:
        high += 1
    return low, high


_NEAR = 160
_AROUND = 600
_FAR = 3000
_MOST_WORDS = 12
_TURNS: Final = 4


def turns(prose: str, at: int) -> bool:
    """Whether the token that ends at an offset stands in a loop that counts: 2 to 12 tokens,
    lettered and without digits, that run four times. Also where what is near does not tell it.
    """
    # Most stand in none, and a few beside them tell it; among long addresses more must be seen.
    return (
        _stands_again(prose, at)
        and _may_turn(prose, at, _NEAR)
        and _may_turn(prose, at, _AROUND)
        and _may_turn(prose, at, _FAR)
    )


def _stands_again(prose: str, at: i64) -> bool:
    """Whether the token that ends at an offset is one of the twelve before it, the last left out;
    also where those reach far. Nothing is cut out for that, and most are not."""
    begin = _begin(prose, at)
    size = at - begin
    end = begin
    for count in range(1, _MOST_WORDS + 1):
        while end > 0 and is_space(ord(prose[end - 1])):
            end -= 1
        if end == 0:
            return False
        if at - end > _FAR:
            return True
        start = _begin(prose, end)
        if end - start == size and count > 1 and _are_equal(prose, start, begin, size):
            return True
        end = start
    return False


def _begin(prose: str, end: i64) -> i64:
    """Where the token begins that ends at an offset."""
    while end > 0:
        c: i64 = ord(prose[end - 1])
        if c <= 32 or c >= 0x80:
            if is_space(c):
                break
        end -= 1
    return end


def _are_equal(prose: str, one: i64, two: i64, size: i64) -> bool:
    """Whether so many characters are the same from two offsets on, capitals of ASCII small."""
    for at in range(size):
        a: i64 = ord(prose[one + at])
        b: i64 = ord(prose[two + at])
        if a != b and (a ^ b != 32 or not 97 <= a | 32 <= 122):
            return False
    return True


def _may_turn(prose: str, at: int, around: int) -> bool:
    """The same, told from so many code points on both sides."""
    start, end = max(at - around, 0), at + around
    every = prose[start:at].lower().split()
    count = len(every)
    # The first may be cut.
    if start and count <= _MOST_WORDS + 1:
        return True
    token = every[count - 1]
    sizes = [
        size
        for size in range(2, min(_MOST_WORDS, count - 1) + 1)
        if every[count - 1 - size] == token
    ]
    if not sizes:  # nor need what follows be looked at
        return False
    every += prose[at:end].lower().split()
    for size in sizes:
        low, high = extent(every, count - 1 - size, size, 0)
        # What is cut may go on, and the first and the last token are.
        whole = (low > 1 or start == 0) and (high < len(every) - 1 or end >= len(prose))
        if not whole or (high - low >= _TURNS * size and _is_text(every[low : low + size])):
            return True
    return False


def _is_text(gram: list[str]) -> bool:
    """Whether a token begins with a letter, one has two of them, and none has a digit."""
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


KINDS = frozenset({"paragraph", "list_item", "quote", "heading"})
"""Of the blocks in which a loop counts."""
_MOST_CHARACTERS: Final = 20


def character_loops(text: str, start: int, end: int, least: int) -> Iterator[tuple[int, int, int]]:
    """Loops of 2 to 20 characters that run ``least`` times: start, end, characters of one turn."""
    done = start
    # Any such loop has two characters on this grid that stand again one turn further on.
    for at in range(start, end - 3, 2 * (least - 1) - 1):
        pair = text[at : at + 2]
        again = text.find(pair, at + 2, min(at + 2 + _MOST_CHARACTERS, end)) if at >= done else -1
        while again >= 0:
            low, high = _turns(text, at, again - at, done, end)
            if high - low >= least * (again - at):
                done = high
                yield low, high, again - at
                break
            # The pair may stand twice in one turn.
            again = text.find(pair, again + 1, min(at + 2 + _MOST_CHARACTERS, end))


def in_unspaced(doc: Document) -> bool:
    """Whether ``character_loops`` may find several letters that run four times in a block."""
    for kind, start, end, _, _, _ in doc.blocks:
        if kind in KINDS and _has_characters(doc.prose, start, end):
            return True
    return False


def _has_characters(text: str, start: i64, end: i64) -> bool:
    for turn in range(2, _MOST_CHARACTERS + 1):
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
    low, high = _turns(text, at, size, start, end)
    return high - low >= _TURNS * size


def _turns(text: str, at: int, size: int, floor: int, end: int) -> tuple[int, int]:
    low, high = at, at + size
    while low > floor and text[low - 1] == text[low - 1 + size]:
        low -= 1
    while high < end and text[high] == text[high - size]:
        high += 1
    return low, high
