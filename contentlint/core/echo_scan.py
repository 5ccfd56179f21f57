"""How the sentences of a document begin and its paragraphs end, as far as ``scan`` looks: which
of them may be alike. ``paragraph_facts.echoes`` decides."""

from __future__ import annotations

from contentlint.core.folds import FACTOR, FAR, MASK, WHOLE, flat, flat_size, fold, is_whole
from contentlint.model.document import Block
from contentlint.text.unicode import classes as k_
from contentlint.text.unicode.classes import TABLE, class_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MIN_CHARS: Final = 40
"""Shorter paragraphs are not looked at, but by rules whose options ask for them."""
_KINDS: Final = frozenset({"paragraph", "list_item", "quote"})
_MOST_BLANKS: Final = 4
"""Before a sentence; more are part of it to ``paragraph_facts``."""
_TAIL_CHARS: Final = 10
"""Characters of an end in an article with Arabic marks, which have bytes of their own."""
_IDEOGRAPHIC_STOP: Final = 0x3002
_SLOTS: Final = 256
_STOP: Final = 1
_BLANK: Final = 32
_FACTOR_2: Final = FACTOR * FACTOR


def _flats() -> bytes:
    """By the byte of ``latin``, what ``paragraph_facts`` makes of it; ``_STOP``: the end of a
    sentence, 0: it drops it, or that is to be seen: of a question mark as well, which stands for
    all that is beyond."""
    flats = bytearray(range(128)) + bytes(128)
    for c in b"\t\n\x01":
        flats[c] = _BLANK
    for c in b".!":
        flats[c] = _STOP
    for c in b'\x1a"?':
        flats[c] = 0
    for c in range(65, 91):
        flats[c] |= 32
    return bytes(flats)


_FLATS: Final = _flats()


class Keys:
    """What blocks have, each a number: which of them have one in common. A dictionary for as few
    would cost more than what is put into it."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.blocks: list[int] = []
        """Each key once, and the block that had it first."""
        self.slots: list[int | None] = [None] * _SLOTS
        """The places of the keys, by their lowest bits or further on; half of them are free."""
        self.groups: dict[int, list[int]] = {}
        """The blocks, ascending, of each key that was there before; one has some key twice."""

    def add(self, key: i64, block: int) -> None:
        """A block has a key: those of one block one after the other, and the blocks ascending."""
        slots, keys = self.slots, self.keys
        last: i64 = len(slots) - 1
        at = key & last
        place = slots[at]
        while place is not None:
            if keys[place] == key:
                self.again(key, self.blocks[place], block)
                return
            at = (at + 1) & last
            place = slots[at]
        slots[at] = len(keys)
        keys.append(key)
        self.blocks.append(block)
        if len(keys) * 2 > last:
            self.grow()

    def again(self, key: int, before: int, block: int) -> None:
        group = self.groups.get(key)
        if group is None:
            self.groups[key] = [before] if before == block else [before, block]
        elif group[-1] != block:
            group.append(block)

    def grow(self) -> None:
        last: i64 = len(self.slots) * 4 - 1
        slots: list[int | None] = [None] * (last + 1)
        for place, key in enumerate(self.keys):
            at: i64 = key & last
            while slots[at] is not None:
                at = (at + 1) & last
            slots[at] = place
        self.slots = slots


class EchoScan:
    """What was found in the paragraphs so far."""

    def __init__(self, prose: str, latin: bytes, language: str, arabic: bool, wide: bool) -> None:
        """``latin``: see ``folds.latin``; ``wide``: whether letters have two bytes in most of the
        paragraphs."""
        self.prose = prose
        self.latin = latin
        self.language = language
        self.arabic = arabic
        self.heads = Keys()
        self.tails = Keys()
        self.bare_tails = Keys() if arabic else self.tails
        """How sentences begin, and paragraphs end, with marks and without."""
        self.block = 0
        """The index of the block that is looked at."""
        self.end: i64 = 0
        self.marked = False
        self.near: list[tuple[int, int]] | None = None
        self.same: list[list[int]] | None = None
        """What ``copies`` makes of the groups above: see ``Seen``."""
        self.joined: i64 = 0
        """Code points of the paragraphs, three more for each."""
        # Bytes that beginnings and ends are told by: most letters have one, or two.
        self.head_size: i64 = 29
        self.head_least: i64 = 17
        self.tail_size: i64 = 20
        if wide:
            self.head_size, self.head_least, self.tail_size = 61, 37, 40
        self.question: i64 = 0x61F if arabic else -1
        self.full_stop: i64 = -1
        self.stop_size: i64 = 1
        if language in ("ur", "ps", "sd"):
            self.full_stop = 0x6D4
        elif language in ("hi", "bn"):
            self.full_stop = 0x964
        elif language in ("zh", "ja"):
            self.full_stop = _IDEOGRAPHIC_STOP
            self.stop_size = 2

    def begin(self, block: int, start: i64, end: i64) -> None:
        """A paragraph begins."""
        self.block = block
        self.end = end
        self.joined += end - start + 3
        self.sentence(start)

    def is_stop(self, c: i64, k: i64) -> bool:
        """Return True if a sentence ends at a character."""
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
        prose, latin, flats, stop = self.prose, self.latin, _FLATS, self.end
        left = self.head_size
        least = left - self.head_least
        head: i64 = 0
        blanks: i64 = 1
        while at < stop and left > 0:
            f: i64 = flats[latin[at]]
            if f > _STOP and (blanks == 0 or f != _BLANK):
                # Most are these, and this loop calls nothing.
                blanks = 0
                left += at
                until = min(left, stop)
                while True:
                    head = head * FACTOR + f
                    at += 1
                    if at >= until:
                        break
                    f = flats[latin[at]]
                    if f <= _STOP:
                        break
                left -= at
                head &= MASK
                continue
            if f == _STOP:
                break
            if f == _BLANK:
                at += 1
                blanks += 1
                if blanks > _MOST_BLANKS:
                    left -= 1
                continue
            c: i64 = latin[at]
            if c == FAR:
                c = ord(prose[at])
            if 0x621 <= c <= 0x64A and left > 1 and (WHOLE >> (c - 0x620)) & 1:
                # Most of Arabic, and the same.
                blanks = 0
                while True:
                    head = head * _FACTOR_2 + (0xC0 | (c >> 6)) * FACTOR + (0x80 | (c & 63))
                    left -= 2
                    at += 1
                    if at >= stop or left < 2:
                        break
                    c = ord(prose[at])
                    if c < 0x621 or c > 0x64A or not (WHOLE >> (c - 0x620)) & 1:
                        break
                head &= MASK
                continue
            at += 1
            if c < 0x80:
                if c == FAR:
                    break
                continue
            kept = flat(c)
            if kept == 0:
                continue
            if c == self.question or c == self.full_stop:
                break
            blanks = 0
            shift: i64 = 0
            while kept >> shift > 255:
                shift += 8
            while shift >= 0 and left > 0:
                head = (head * FACTOR + (kept >> shift & 255)) & MASK
                shift -= 8
                left -= 1
        if left <= least:
            self.heads.add(head, self.block)

    def finish(self, begin: i64) -> None:
        """Take down how the paragraph ends, which begins at an offset."""
        if self.arabic:
            self.finish_folded(begin)
            return
        latin, flats = self.latin, _FLATS
        at = self.end - 1
        left = self.tail_size
        tail: i64 = 0
        while at >= begin and left > 0:
            f: i64 = flats[latin[at]]
            if f:
                # The same.
                left -= at
                until = max(-left, begin - 1)
                while True:
                    tail = tail * FACTOR + f
                    at -= 1
                    if at <= until:
                        break
                    f = flats[latin[at]]
                    if f == 0:
                        break
                left += at
                tail &= MASK
                continue
            c: i64 = latin[at]
            if c == FAR:
                c = ord(self.prose[at])
            at -= 1
            if c == self.full_stop or c == FAR:
                if c == _IDEOGRAPHIC_STOP:
                    # A blank comes in behind it.
                    tail = tail * FACTOR + _BLANK
                    left -= 1
                if left > 0:
                    tail = (tail * FACTOR + _STOP) & MASK
                    left -= 1
            elif c >= 0x80:
                kept = flat(c)
                while kept > 0 and left > 0:
                    tail = (tail * FACTOR + (kept & 255)) & MASK
                    kept >>= 8
                    left -= 1
        self.tails.add(tail, self.block)

    def finish_folded(self, begin: i64) -> None:
        """The same in Arabic script, whose marks and variants of letters do not count."""
        prose, table = self.prose, TABLE
        at = self.end - 1
        left = self.tail_size
        chars: i64 = _TAIL_CHARS
        tail: i64 = 0
        while at >= begin:
            c: i64 = ord(prose[at])
            at -= 1
            k: i64 = k_.FAR
            if c < k_.SIZE:
                k = table[c]
            size: i64 = 1
            if k > k_.UPPER and c != 32 and c != self.question and c != self.full_stop:
                size = flat_size(c)
            left -= size
            if left < 0:
                break
            if k == k_.MARK or k == k_.TATWEEL:
                self.marked = True
            elif size:
                if chars == 0:
                    self.bare_tails.add(tail, self.block)
                chars -= 1
            if k <= k_.UPPER:
                tail = (tail * FACTOR + (c | 32)) & MASK
            elif k <= k_.LAST_LETTER:
                if is_whole(c):
                    if k >= k_.THEH:
                        c = fold(c, k)
                    tail = (tail * FACTOR + c) & MASK
            elif k == k_.DIGIT:
                tail = (tail * FACTOR + c) & MASK
        if chars >= 0:
            self.bare_tails.add(tail, self.block)
        self.tails.add(tail, self.block)

    def groups(self) -> tuple[list[list[int]], list[list[int]]]:
        """The blocks with sentences that begin alike, and those that end alike."""
        tails = self.tails
        if self.marked and self.arabic:
            tails = self.bare_tails
        return list(self.heads.groups.values()), list(tails.groups.values())

    def found(self) -> bool:
        """Return True if there may be an echo."""
        heads, tails = self.groups()
        return len(heads) > 0 or len(tails) > 0

    def echoed(self) -> list[int] | None:
        """The blocks (indices, ascending) of which another, or the block itself once more, has a
        sentence that begins alike or an end like theirs; perhaps others. None: it cannot be told.
        """
        if self.marked and self.arabic:
            return None
        found: set[int] = set()
        for group in self.heads.groups.values():
            found.update(group)
        for group in self.tails.groups.values():
            found.update(group)
        return sorted(found)


def counts(kind: str, start: i64, end: i64) -> bool:
    """Return True if a block is one that ``paragraph_facts`` looks at."""
    return end - start >= MIN_CHARS and kind in _KINDS


def measured(found: EchoScan, blocks: list[Block]) -> EchoScan:
    """What a wide scan has found, or would have where letters of one byte prevail after all."""
    other = EchoScan(found.prose, found.latin, found.language, found.arabic, False)
    prose = found.prose
    size: i64 = 0
    for number, (kind, start, end, _, _, _) in enumerate(blocks):
        if not counts(kind, start, end):
            continue
        other.begin(number, start, end)
        size += 3
        at: i64 = start
        stop: i64 = end
        while at < stop:
            c: i64 = ord(prose[at])
            if 63 < c < 0x80 or c == 32:
                size += 1
            elif not 0x61F < c < 0x6D4 and other.is_stop(c, class_of(c)):
                size += 1
                other.stop(c, at)
            else:
                size += flat_size(c)
            at += 1
        other.finish(start)
    return found if 2 * size >= 3 * found.joined else other
