"""Where that ends which a sign of Markdown's inline syntax begins: labels and targets of links,
and tags."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

NOWHERE: Final = -1
UNSURE: Final = -2
_ENDS_ADDRESS: Final = (1 << 33) - 1 | 1 << 40 | 1 << 41 | 1 << 60
"""A space and control characters, ``( ) <``: a bit each; ``>`` would make it an object."""


class Target:
    """The target of a link: destination, title, closing bracket; as ``inline`` describes it."""

    def __init__(self) -> None:
        self.dest: i64 = 0
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
    if at >= stop:
        return at
    # Read once before the loop, a text is known to be as wide all through it.
    c: i64 = ord(text[at])
    ends: i64 = _ENDS_ADDRESS
    while c > 62 or (c < 62 and not ends >> c & 1):
        at += 1
        if at >= stop:
            break
        c = ord(text[at])
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
    """The offset behind the ``>`` of a tag whose ``<`` stands before ``at``; ``NOWHERE``."""
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
    """Whether a tag may be an address: ``:`` or ``@`` stands in its first word."""
    while at < end:
        c: i64 = ord(text[at])
        if c == 58 or c == 64:
            return True
        if c <= 32:
            break
        at += 1
    return False


def is_punctuation(c: i64) -> bool:
    """Whether a character is one that a backslash takes the meaning from."""
    return 33 <= c <= 47 or 58 <= c <= 64 or 91 <= c <= 96 or 123 <= c <= 126
