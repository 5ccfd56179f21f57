"""How the sentences of a document begin and its paragraphs end, as far as ``scan`` looks: which
of them may be alike. ``paragraph_facts.echoes`` decides."""

from __future__ import annotations

from contentlint.text import classes as k_
from contentlint.text.classes import TABLE, far_class
from contentlint.text.folds import FACTOR, MASK, flat_size, fold, is_whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_MOST_BLANKS: Final = 7
"""Before a sentence; with more its beginning lies elsewhere to ``paragraph_facts``."""
_TAIL_CHARS: Final = 10
"""Characters of an end in an article with Arabic marks, which have bytes of their own."""
_IDEOGRAPHIC_STOP: Final = 0x3002


class EchoScan:
    """What was found in the paragraphs so far."""

    def __init__(self, prose: str, language: str, arabic: bool) -> None:
        self.prose = prose
        self.arabic = arabic
        self.heads: dict[int, int] = {}
        self.tails: dict[int, int] = {}
        self.bare_tails: dict[int, int] = {}
        self.same_heads: set[int] = set()
        self.same_tails: set[int] = set()
        self.same_bare_tails: set[int] = set()
        self.block = 0
        """The index of the block that is looked at."""
        self.end: i64 = 0
        self.marked = False
        self.unsure = False
        self.joined: i64 = 0
        """Code points of the paragraphs, three more for each."""
        # Bytes that beginnings and ends are told by: most letters have two, or one.
        self.head_size: i64 = 61 if arabic else 29
        self.head_least: i64 = 37 if arabic else 17
        self.tail_size: i64 = 40 if arabic else 20
        self.question: i64 = 0x61F if arabic else -1
        self.full_stop: i64 = -1
        if language in ("ur", "ps", "sd"):
            self.full_stop = 0x6D4
        elif language in ("hi", "bn"):
            self.full_stop = 0x964
        elif language in ("zh", "ja"):
            self.full_stop = _IDEOGRAPHIC_STOP

    def begin(self, block: int, start: i64, end: i64) -> None:
        """A paragraph begins."""
        self.block = block
        self.end = end
        self.joined += end - start + 3
        self.sentence(start)

    def is_stop(self, c: i64, k: i64) -> bool:
        """Whether a sentence ends at a character."""
        return k_.STOP <= k <= k_.QUESTION or c == self.question or c == self.full_stop

    def stop(self, c: i64, at: i64) -> None:
        """A sentence ended at an offset: the next begins behind a blank."""
        at += 1
        if c == _IDEOGRAPHIC_STOP:
            self.sentence(at)
            return
        while at < self.end:
            c = ord(self.prose[at])
            at += 1
            if c == 32 or c == 10 or c == 9 or c == 1:
                self.sentence(at)
                return
            if flat_size(c):
                return

    def sentence(self, at: i64) -> None:
        """Take down how a sentence begins, behind its first blank, when it is long enough."""
        prose, table, stop = self.prose, TABLE, self.end
        left = self.head_size
        least = left - self.head_least
        head: i64 = 0
        blanks: i64 = 1
        while at < stop:
            c: i64 = ord(prose[at])
            if blanks == 0 and left > 0 and (97 <= c <= 122 or c == 32):
                # Most are these, and this loop calls nothing.
                while left > 0:
                    if c != 32:
                        head = (head * FACTOR + c) & MASK
                    left -= 1
                    at += 1
                    if at >= stop:
                        break
                    c = ord(prose[at])
                    if (c < 97 or c > 122) and c != 32:
                        break
                continue
            at += 1
            k: i64 = 0
            if c < k_.SIZE:
                k = table[c]
            else:
                k = far_class(c)
            size: i64 = 1
            kept = True
            if k <= k_.UPPER:
                c |= 32
            elif k <= k_.LAST_LETTER:
                size = flat_size(c)
                kept = is_whole(c)
            elif c == 32 or c == 10 or c == 9 or c == 1:
                if blanks:
                    blanks += 1
                    if blanks > _MOST_BLANKS:
                        self.unsure = True
                    continue
                kept = False
            else:
                size = flat_size(c)
                if size == 0:
                    continue
                if self.is_stop(c, k):
                    break
                kept = c < 0x80
            blanks = 0
            if size > left:
                break
            left -= size
            if kept:
                head = (head * FACTOR + c) & MASK
        if left <= least:
            repeat(self.heads, head, self.block, self.same_heads)

    def finish(self, begin: i64) -> None:
        """Take down how the paragraph ends, which begins at an offset."""
        prose, table = self.prose, TABLE
        at = self.end - 1
        left = self.tail_size
        chars: i64 = _TAIL_CHARS if self.arabic else -1
        tail: i64 = 0
        while at >= begin:
            c: i64 = ord(prose[at])
            if not self.arabic and (97 <= c <= 122 or c == 32):
                # The same.
                while left > 0:
                    if c != 32:
                        tail = (tail * FACTOR + c) & MASK
                    left -= 1
                    at -= 1
                    if at < begin:
                        break
                    c = ord(prose[at])
                    if (c < 97 or c > 122) and c != 32:
                        break
                if left == 0:
                    break
                continue
            at -= 1
            k: i64 = 0
            if c < k_.SIZE:
                k = table[c]
            else:
                k = far_class(c)
            size: i64 = 1
            if k > k_.UPPER and c != 32:
                size = flat_size(c)
            left -= size
            if left < 0:
                break
            if k == k_.MARK or k == k_.TATWEEL:
                self.marked = True
            elif size:
                if chars == 0:
                    repeat(self.bare_tails, tail, self.block, self.same_bare_tails)
                chars -= 1
            if k <= k_.UPPER:
                tail = (tail * FACTOR + (c | 32)) & MASK
            elif k <= k_.LAST_LETTER:
                if is_whole(c):
                    tail = (tail * FACTOR + fold(c, k)) & MASK
            elif k == k_.DIGIT:
                tail = (tail * FACTOR + c) & MASK
        if chars >= 0:
            repeat(self.bare_tails, tail, self.block, self.same_bare_tails)
        repeat(self.tails, tail, self.block, self.same_tails)

    def found(self) -> bool:
        """Whether there may be an echo."""
        tails = self.same_bare_tails if self.marked and self.arabic else self.same_tails
        return self.unsure or len(self.same_heads) > 0 or len(tails) > 0

    def echoed(self) -> list[int] | None:
        """The blocks (indices, ascending) of which another, or the block itself once more, has a
        sentence that begins alike or an end like theirs; perhaps others. None: it cannot be told.
        """
        if self.unsure or (self.marked and self.arabic):
            return None
        return sorted(self.same_heads | self.same_tails)


def repeat(first: dict[int, int], key: int, block: int, found: set[int]) -> None:
    """Take down that a block has something, and the blocks that have it when it is not new."""
    known = len(first)
    before = first.setdefault(key, block)
    if len(first) == known:
        found.add(before)
        found.add(block)
