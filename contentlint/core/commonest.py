"""What the words of a text weigh that are on a list, from one look at each of its bytes.

Compiled by mypyc this takes a quarter of what splitting the text and looking up
each of its words takes; interpreted it is not run at all (see ``language``).
"""

from __future__ import annotations

from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

SLOTS: Final = 8192


class Words:
    """A list of at most 255 words, none of which holds white space; no two have as many bytes
    and the first, the middle and the last of them in common."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.words = sorted(weights)
        self.weights = [weights[word] for word in self.words]
        self.forms = [word.encode() for word in self.words]
        self.longest: i64 = max(map(len, self.forms), default=0)
        """Bytes."""
        self.factor: i64 = 31
        while not self._placed():
            self.factor += 2

    def _placed(self) -> bool:
        """Give each word a slot; not where two would share one."""
        slots = bytearray(SLOTS)
        for number, form in enumerate(self.forms, 1):
            at = self.slot(form)
            if slots[at]:
                return False
            slots[at] = number
        self.slots = bytes(slots)
        return True

    def slot(self, form: bytes) -> int:
        """Where a word has its number among the slots."""
        size: i64 = len(form)
        first: i64 = form[0]
        middle: i64 = form[size >> 1]
        last: i64 = form[size - 1]
        factor = self.factor
        return (((first * factor + middle) * factor + last) * factor + size) & 8191

    def total(self, data: bytes) -> i64:
        """What the words that ``text.split()`` would hold weigh, each once; ``data`` is its UTF-8
        form."""
        data += b" "  # which ends the last
        slots, kinds = self.slots, _KINDS
        longest, factor = self.longest, self.factor
        seen = [False] * 256
        total: i64 = 0
        start: i64 = 0
        at: i64 = 0
        size: i64 = len(data)
        while at < size:
            c: i64 = data[at]
            while 32 < c < 0xC2:
                at += 1
                c = data[at]
            kind: i64 = kinds[c]
            if kind == 0:
                at += 1
                continue
            width: i64 = 1
            if kind != SPACE and (width := space_width(data, at)) == 0:
                at += 1
                continue
            length = at - start
            if 0 < length <= longest:
                # As ``slot`` has it: this loop calls nothing.
                first: i64 = data[start]
                middle: i64 = data[start + (length >> 1)]
                last: i64 = data[at - 1]
                key = ((first * factor + middle) * factor + last) * factor + length
                number: i64 = slots[key & 8191]
                if number and not seen[number] and stands(self.forms[number - 1], data, start, at):
                    seen[number] = True
                    weight: i64 = self.weights[number - 1]
                    total += weight
            at += width
            start = at
        return total


def stands(form: bytes, data: bytes, start: i64, end: i64) -> bool:
    """Return True if a word is all that stands between two offsets."""
    if len(form) != end - start:
        return False
    at: i64 = 0
    while start < end:
        if form[at] != data[start]:
            return False
        at += 1
        start += 1
    return True


SPACE: Final = 1


def _kinds() -> bytes:
    """By the byte: white space; 2: perhaps the first byte of one."""
    kinds = bytearray(256)
    for c in b" \t\n\v\f\r\x1c\x1d\x1e\x1f":
        kinds[c] = SPACE
    for c in b"\xc2\xe1\xe2\xe3":
        kinds[c] = 2
    return bytes(kinds)


_KINDS: Final = _kinds()


def space_width(data: bytes, at: i64) -> i64:
    """How many bytes the white space has that one of ``c2 e1 e2 e3`` may begin; 0: it is none."""
    c: i64 = data[at]
    after: i64 = data[at + 1]
    if c == 0xC2:
        return 2 if after == 0x85 or after == 0xA0 else 0
    last: i64 = data[at + 2]
    if after == 0x80:
        if c == 0xE2:  # U+2000 to U+200A, U+2028, U+2029, U+202F
            return 3 if last <= 0x8A or last == 0xA8 or last == 0xA9 or last == 0xAF else 0
        return 3 if c == 0xE3 and last == 0x80 else 0  # U+3000
    if after == 0x81:
        return 3 if c == 0xE2 and last == 0x9F else 0  # U+205F
    return 3 if after == 0x9A and c == 0xE1 and last == 0x80 else 0  # U+1680
