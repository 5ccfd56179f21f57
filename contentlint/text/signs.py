"""Where the signs of Markdown's inline syntax stand: one look at each character.

Compiled by mypyc this takes a fifth of what a regular expression takes;
interpreted it is not run at all (see ``inline``).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64


def utf8(text: str) -> bytes:
    """The form of a text that ``Signs`` looks at."""
    return text.encode("utf-8", "surrogatepass")


def _table() -> bytes:
    table = bytearray(256)
    for c in b"`\\[]<*_":
        table[c] = 1
    for c in b"!~:.@${":
        table[c] = 2
    for c in range(0x80, 0xC0):  # they begin no character
        table[c] = 3
    return bytes(table)


_TABLE: Final = _table()


class Signs:
    """What one look at a text has found."""

    def __init__(self, data: bytes) -> None:
        """``data`` is the UTF-8 form of the text; offsets are code points nevertheless."""
        self.tokens: list[int] = []
        """Offsets of ``[ ] ` < * _`` and of the backslash, of ``![`` and of ``~~``, in order."""
        self.addresses: list[int] = []
        """Offsets of ``://`` and of ``@``, in order."""
        self.stops: list[int] = []
        """Offsets of the full stops of ``www.``, in letters of either size, in order."""
        self.dollar = False
        self.brace = False
        self._look(data)

    def _look(self, data: bytes) -> None:
        tokens, table = self.tokens, _TABLE
        at: i64 = 0
        behind: i64 = 0  # bytes, so far, that begin no character
        size: i64 = len(data)
        data += b"_"  # where the loop below ends
        while True:
            k: i64 = table[data[at]]
            while k == 0:
                at += 1
                k = table[data[at]]
            if k == 3:
                behind += 1
            elif at == size:
                break
            elif k == 1:
                tokens.append(at - behind)
            else:
                self._perhaps(data, at, at - behind)
            at += 1

    def _perhaps(self, data: bytes, at: i64, place: i64) -> None:
        """A sign that is one with its neighbours only, or one of the rarer; ``place``: in
        characters. There is a byte after it."""
        c: i64 = data[at]
        after: i64 = data[at + 1]
        if c == 46:  # .
            if at > 2 and data[at - 1] | 32 == 119 and data[at - 3 : at].lower() == b"www":
                self.stops.append(place)
        elif c == 58:  # :
            if after == 47 and data[at + 2] == 47:
                self.addresses.append(place)
        elif c == 33:  # !
            if after == 91:
                self.tokens.append(place)
        elif c == 64:  # @
            self.addresses.append(place)
        elif c == 36:  # $
            self.dollar = True
        elif c == 123:  # {
            self.brace = True
        elif after == 126:  # ~
            self.tokens.append(place)


NOWHERE: Final = -1
UNSURE: Final = -2


class Target:
    """The target of a link: destination, title, closing bracket; as ``inline`` describes it."""

    def __init__(self) -> None:
        self.dest = 0
        """Where the destination ends that ``end`` has read."""

    def end(self, text: str, start: i64, stop: i64) -> i64:
        """The offset behind the ``)`` of a target whose ``(`` stands before ``start``.

        ``NOWHERE``: it is none; ``UNSURE``: it is none of the plain ones that are read here.
        """
        at: i64 = start
        c: i64 = 0
        while at < stop:
            c = ord(text[at])
            if c == 41 or c <= 32 or c == 40 or c == 60 or c == 62:
                break
            at += 1
        if at == start:
            return UNSURE
        self.dest = at
        if at < stop and c == 41:
            return at + 1
        first: i64 = ord(text[start])
        if first == 34 or first == 39 or (at < stop and (c == 40 or c == 10)):
            return UNSURE
        if at >= stop or (c != 32 and c != 9):
            return NOWHERE
        return title_end(text, after_space(text, at + 1, stop), stop)


def title_end(text: str, at: i64, stop: i64) -> i64:
    """The offset behind the title at an offset, if there is one, and the ``)`` behind it."""
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


def after_space(text: str, at: i64, stop: i64) -> i64:
    """The offset behind spaces and tabs, among which there may be one line end."""
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
    """Where the ``]`` stands behind a link's text that holds no bracket; ``NOWHERE``."""
    at: i64 = start
    while at < stop:
        c: i64 = ord(text[at])
        if c <= 93:
            if c == 93:
                return at if image or at > start else NOWHERE
            if c == 91 or c == 92 or c == 10:
                return NOWHERE
            if (c == 42 or c == 60) and not image:
                return NOWHERE
        elif c == 96 and not image:
            return NOWHERE
        at += 1
    return NOWHERE


def begins_tag(c: i64) -> bool:
    """Whether a tag or comment may begin with a character behind its ``<``."""
    return c == 33 or c == 47 or 65 <= c <= 90 or 97 <= c <= 122


def is_punctuation(c: i64) -> bool:
    """Whether a character is one that a backslash takes the meaning from."""
    return 33 <= c <= 47 or 58 <= c <= 64 or 91 <= c <= 96 or 123 <= c <= 126
