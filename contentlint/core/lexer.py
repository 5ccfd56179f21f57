"""The lexer of Markdown's inline syntax: lines and signs of a text, and where links and tags end.

Compiled by mypyc, ``Signs`` takes a fifth of the time of a regular expression; interpreted it is
not run at all (see ``inline``).
"""

from __future__ import annotations

from itertools import accumulate

from contentlint.model.characters import is_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

NOWHERE: Final = -1
UNSURE: Final = -2
_ENDS_ADDRESS: Final = (1 << 33) - 1 | 1 << 40 | 1 << 41 | 1 << 60
"""A space, control characters and ``( ) <``, one bit each; ``>`` would make it a boxed number."""
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
    """Return the kind of sign that each byte may be part of; 0: of none; ``_CONTINUED``: of none,
    and no character begins with it."""
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
    """The lines and signs of a text, before its blocks are known."""

    def __init__(self, text: str, data: bytes, first: int = 0) -> None:
        """``data`` is the UTF-8 form of ``text``; offsets are code points nevertheless. ``first``
        is the line (from 0) after the front matter."""
        self.starts: list[int] = [0]
        """Where each line begins, and where one more would; equal to ``line_starts``."""
        self.tokens: list[int] = []
        """Offsets of ``[ ] <``, of the backslash, of ``![``, of ``~~`` and of where a run of
        one of `` ` * _`` begins, in order."""
        self.schemes: list[int] = []
        """Offsets of ``://``."""
        self.www: list[int] = []
        """Offsets of ``www.``."""
        self.capitals = False
        """True if one of them is not in lower case."""
        self.dollar = False
        self.brace = False
        self.at = False
        self.pipe = False
        self.filled: i64 = 0
        """The number of lines from ``first`` on that are not blank."""
        self.adjacent: i64 = 0
        """The number of these that directly follow another."""
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
    """Return the offsets of ``[ ] < ~``, of the backslash and of the beginnings of runs of
    `` ` * _``, in order; used in place of ``Signs`` where nothing is compiled."""
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
    """Return True if there is nothing but white space between two offsets."""
    while at < end:
        if not is_space(ord(text[at])):
            return False
        at += 1
    return True


def line_starts(lines: list[str]) -> list[int]:
    """Return where each line of a text begins, and where one more would."""
    return [0, *accumulate([len(line) + 1 for line in lines])]


class Target:
    """A reader of link targets: destination, title, closing bracket, as in ``inline._TARGET``."""

    def __init__(self) -> None:
        self.dest: i64 = 0
        """Where the destination that ``end`` has read ends."""

    def end(self, text: str, start: i64, stop: i64) -> i64:
        """Return the offset after the ``)`` of the target whose ``(`` precedes ``start``.

        ``NOWHERE``: it is no target; ``UNSURE``: it is not a plain one, which are all that is read
        here.
        """
        at = after_address(text, start, stop)
        if at == start:
            return UNSURE
        c: i64 = ord(text[at]) if at < stop else 0
        first: i64 = ord(text[start])
        if (first == 34 or first == 39) and (at >= stop or c != 41):
            return UNSURE
        while at < stop and c == 40:  # and a pair of brackets in it
            at = after_word(text, at + 1, stop)
            if at >= stop or ord(text[at]) != 41:
                return NOWHERE
            at = after_word(text, at + 1, stop)
            if at < stop:
                c = ord(text[at])
        self.dest = at
        if at >= stop:
            return NOWHERE
        if c == 41:
            return at + 1
        if c == 10:
            return UNSURE
        if c != 32 and c != 9:
            return NOWHERE
        return title_end(text, after_space(text, at + 1, stop), stop)


def title_end(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after an optional title and the ``)`` that follows it."""
    if at >= stop:
        return NOWHERE
    c: i64 = ord(text[at])
    if c == 34 or c == 39:
        at += 1
        while at < stop and ord(text[at]) != c:
            if ord(text[at]) == 92:
                return UNSURE
            at += 1
        at = after_space(text, at + 1, stop)
        if at >= stop:
            return NOWHERE
        c = ord(text[at])
    elif c == 40:
        return UNSURE
    return at + 1 if c == 41 else NOWHERE


def after_word(text: str, at: i64, stop: i64) -> i64:
    """Return the offset of the next parenthesis, space or control character."""
    while at < stop:
        c: i64 = ord(text[at])
        if c <= 32 or c == 40 or c == 41:
            break
        at += 1
    return at


def after_address(text: str, at: i64, stop: i64) -> i64:
    """Return the offset of the next parenthesis, angle bracket, space or control character."""
    if at >= stop:
        return at
    # With one read before the loop, the compiler need not ask for the text's width in it.
    c: i64 = ord(text[at])
    ends: i64 = _ENDS_ADDRESS
    while c > 62 or (c < 62 and not ends >> c & 1):
        at += 1
        if at >= stop:
            break
        c = ord(text[at])
    return at


def after_space(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after spaces, tabs and at most one line end."""
    ends: i64 = 0
    while at < stop:
        c: i64 = ord(text[at])
        if c == 10 and ends == 0:
            ends = 1
        elif c != 32 and c != 9:
            break
        at += 1
    return at


def label_end(text: str, start: i64, stop: i64, image: bool) -> i64:
    """Return the offset of the ``]`` after a link text without brackets; ``NOWHERE`` if there is
    none."""
    at: i64 = start
    if at >= stop:
        return NOWHERE
    c: i64 = ord(text[at])  # see ``after_address``
    while True:
        if c <= 96:
            if c == 93:
                if image or at > start:
                    return at
                return NOWHERE
            if c == 91 or c == 92 or c == 10:
                return NOWHERE
            if (c == 42 or c == 60 or c == 96) and not image:
                return NOWHERE
        at += 1
        if at >= stop:
            return NOWHERE
        c = ord(text[at])


def tag_end(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after the ``>`` of a tag whose ``<`` precedes ``at``; ``NOWHERE`` if there
    is none."""
    c: i64 = ord(text[at])
    if c == 47 and at + 1 < stop:  # /
        at += 1
        c = ord(text[at])
    if c < 65 or c > 122 or 90 < c < 97:
        return NOWHERE
    while at < stop:
        c = ord(text[at])
        at += 1
        if c == 62:
            return at
        if c == 60:
            break
    return NOWHERE


def may_lead(text: str, at: i64, end: i64) -> bool:
    """Return True if a tag may be an address: its first word has a ``:`` or ``@``."""
    while at < end:
        c: i64 = ord(text[at])
        if c == 58 or c == 64:
            return True
        if c <= 32:
            break
        at += 1
    return False


def is_punctuation(c: i64) -> bool:
    """Return True if a backslash escapes the character."""
    return 33 <= c <= 47 or 58 <= c <= 64 or 91 <= c <= 96 or 123 <= c <= 126
