"""Where the signs of Markdown's inline syntax stand, and its lines: one look at each character.

Compiled by mypyc this takes a fifth of what a regular expression takes;
interpreted it is not run at all (see ``inline``).
"""

from __future__ import annotations

from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

# Two bytes are looked at together, and their kinds added: what makes less than ``_END`` is passed
# over. So is one "w", but of three in a row two are looked at together.
_CONTINUED: Final = 1
_WIDE: Final = 8
_END: Final = 16
_RUN: Final = 17
_ALONE: Final = 18
_TWICE: Final = 19
_SCHEME: Final = 20
_RARE: Final = 21


def _kinds() -> bytes:
    """By the byte: of what sign it may be a part; ``_CONTINUED``: of none, and no character
    begins with it; 0: of none."""
    kinds = bytearray(256)
    kinds[0x80:0xC0] = bytes([_CONTINUED]) * 64
    for signs, kind in (
        (b"\n", _END),
        (b"`*_", _RUN),
        (b"[]<\\", _ALONE),
        (b"~", _TWICE),
        (b":", _SCHEME),
        (b"wW", _WIDE),
        (b"$@{|", _RARE),
    ):
        for sign in signs:
            kinds[sign] = kind
    return bytes(kinds)


_KINDS: Final = _kinds()


class Signs:
    """What there is to be known of a text before its blocks are."""

    def __init__(self, text: str, data: bytes, first: int = 0) -> None:
        """``data`` is the UTF-8 form of ``text``; offsets are code points nevertheless. ``first``
        is the line (from 0) after the front matter."""
        self.starts: list[int] = [0]
        """Where each line begins, and where one more would; as ``line_starts`` has it."""
        self.tokens: list[int] = []
        """Offsets of ``[ ] <``, of the backslash, of ``![``, of ``~~`` and of where a run of
        one of `` ` * _`` begins, in order."""
        self.schemes: list[int] = []
        """Offsets of ``://``."""
        self.www: list[int] = []
        """Offsets of ``www.``."""
        self.capitals = False
        """Whether there is one in letters that are not all small."""
        self.dollar = False
        self.brace = False
        self.at = False
        self.pipe = False
        self.filled: i64 = 0
        """How many lines from ``first`` on are not blank."""
        self.adjacent: i64 = 0
        """And how many of these have such a one above."""
        self._look(text, data, first)

    def _look(self, text: str, data: bytes, first: i64) -> None:
        starts, tokens, kinds = self.starts, self.tokens, _KINDS
        size: i64 = len(data)
        last = size - 1
        begin: i64 = 0
        head: i64 = 0
        line: i64 = 0
        above: i64 = -2  # the last line that is not blank
        beyond: i64 = 0  # bytes with which no character begins
        at: i64 = 0
        while True:
            c: i64 = 10
            kind: i64 = _END
            # Most are letters, and these loops call nothing.
            while at < last:
                kind = kinds[data[at]] + kinds[data[at + 1]]
                if kind >= _END:
                    break
                beyond += kind & 7
                at += 2
            while at < size:
                c = data[at]
                kind = kinds[c]
                if kind >= _WIDE:
                    break
                beyond += kind
                at += 1
            offset = at - beyond
            if kind == _END or at >= size:
                if begin < offset and line >= first:
                    c = data[head]  # the text has not been looked at
                    if 32 < c < 0x80 or not is_blank(text, begin, offset):
                        self.filled += 1
                        if above == line - 1:
                            self.adjacent += 1
                        above = line
                begin = offset + 1
                head = at + 1
                starts.append(begin)
                if at >= size:
                    return
                line += 1
            elif kind == _RUN:
                tokens.append(offset)
                while at + 1 < size and data[at + 1] == c:
                    at += 1
            elif kind == _ALONE:
                if c == 91 and at and data[at - 1] == 33:  # ![
                    tokens.append(offset - 1)
                tokens.append(offset)
            elif kind == _RARE:
                if c == 36:
                    self.dollar = True
                elif c == 64:
                    self.at = True
                elif c == 124:
                    self.pipe = True
                else:
                    self.brace = True
            elif kind == _SCHEME:
                if at + 2 < size and data[at + 1] == 47 and data[at + 2] == 47:
                    self.schemes.append(offset)
            elif kind == _TWICE:
                if at + 1 < size and data[at + 1] == c:
                    tokens.append(offset)
            else:
                begun = at  # or before: the first may have been passed over
                while begun and data[begun - 1] | 32 == 119:
                    begun -= 1
                while at + 1 < size and data[at + 1] | 32 == 119:
                    at += 1
                if at - begun >= 2 and at + 1 < size and data[at + 1] == 46:
                    if data[at - 2] == data[at - 1] == data[at] == 119:
                        self.www.append(at - 2 - beyond)
                    else:
                        self.capitals = True
            at += 1


def places(text: str) -> list[int]:
    """Offsets of ``[ ] < ~``, of the backslash and of where a run of one of `` ` * _`` begins, in
    order; where nothing is compiled, or else ``Signs`` tells them."""
    found: list[int] = []
    for sign in "[]<~\\*_`":
        runs = sign in "*_`"
        last = -2
        at = text.find(sign)
        while at >= 0:
            if not runs or at > last + 1:
                found.append(at)
            last = at
            at = text.find(sign, at + 1)
    return sorted(found)


def is_blank(text: str, at: i64, end: i64) -> bool:
    """Whether a stretch holds nothing but white space."""
    while at < end:
        if not is_white(ord(text[at])):
            return False
        at += 1
    return True


def line_starts(lines: list[str]) -> list[int]:
    """Where each line of a text begins, and where one more would."""
    return [0, *accumulate([len(line) + 1 for line in lines])]


def is_white(c: i64) -> bool:
    """Whether a code point is white space, as ``str.isspace`` has it."""
    if c <= 32:
        return c == 32 or 9 <= c <= 13 or 28 <= c <= 31
    if c < 0x1680:
        return c == 0x85 or c == 0xA0
    if 0x2000 <= c <= 0x205F:
        return c <= 0x200A or c == 0x2028 or c == 0x2029 or c == 0x202F or c == 0x205F
    return c == 0x1680 or c == 0x3000
