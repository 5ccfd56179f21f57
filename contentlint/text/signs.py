"""Where the signs of Markdown's inline syntax stand: one look at each character.

Compiled by mypyc this takes a fifth of what a regular expression takes;
interpreted it is not run at all (see ``inline``).
"""

from __future__ import annotations

from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64


_TOKENS: Final = ("`", "\\", "]", "<", "*", "_")
_FORMS: Final = {sign: sign.encode() for sign in _TOKENS}


class Signs:
    """What a search for each of them has found: most of a text is letters, and these are passed
    over at the speed of memchr."""

    def __init__(self, text: str, data: bytes) -> None:
        """``data`` is the UTF-8 form of ``text``; offsets are code points nevertheless."""
        self.starts: list[int] = [0]
        """Where each line begins, and where one more would; as ``line_starts`` has it."""
        self.tokens: list[int] = []
        """Offsets of ``[ ] ` < * _`` and of the backslash, of ``![`` and of ``~~``, in order."""
        self.dollar = b"$" in data
        self.brace = b"{" in data
        self._lines(text)
        for sign in _TOKENS:
            # In the text, of which a letter may have as many bytes and one in common with it, it
            # is looked for only where it is.
            if _FORMS[sign] in data:
                self._each(text, sign)
        if b"[" in data:
            self._brackets(text)
        if b"~" in data:
            self._each(text, "~~")
        self.tokens.sort()

    def _lines(self, text: str) -> None:
        starts = self.starts
        size: i64 = len(text)
        at: i64 = text.find("\n")
        while at >= 0:
            at += 1
            starts.append(at)
            # A search costs more than a look at what is next.
            if at >= size or ord(text[at]) != 10:
                at = text.find("\n", at)
        starts.append(size + 1)

    def _each(self, text: str, sign: str) -> None:
        tokens = self.tokens
        size: i64 = len(text)
        c: i64 = ord(sign[0])
        at: i64 = text.find(sign)
        while at >= 0:
            tokens.append(at)
            at += 1
            if at >= size or ord(text[at]) != c or len(sign) > 1:
                at = text.find(sign, at)

    def _brackets(self, text: str) -> None:
        tokens = self.tokens
        at: i64 = text.find("[")
        while at >= 0:
            if at and ord(text[at - 1]) == 33:  # !
                tokens.append(at - 1)
            tokens.append(at)
            at = text.find("[", at + 1)


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


def after_word(text: str, at: i64, stop: i64) -> i64:
    """The offset behind what is neither a round bracket nor a space or a control character."""
    while at < stop:
        c: i64 = ord(text[at])
        if c <= 32 or c == 40 or c == 41:
            break
        at += 1
    return at


def after_address(text: str, at: i64, stop: i64) -> i64:
    """The same, behind what has no angle brackets either."""
    while at < stop:
        c: i64 = ord(text[at])
        if c <= 62 and (c <= 32 or c == 40 or c == 41 or c == 60 or c == 62):
            break
        at += 1
    return at


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
