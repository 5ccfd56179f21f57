"""One look at an address: what in it the rules about links must see.

For ``link_scan``, and compiled as that is.
"""

from __future__ import annotations

from contentlint.core.sign_scan import is_alphanumeric
from contentlint.model import events as e_

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

HEAD: Final = 3
"""Code points of a name that are told."""
SCHEMES: Final = frozenset({"http", "https", "ftp"})
TYPOS: Final = frozenset(
    (
        "htp htps htt htts httpp httpps htpp htpps htttp htttps hhttp hhttps ttp ttps httsp hppt "
        "hppts hxxp hxxps httpss htttps xhttp xhttps nhttp nhttps ehttp ehttps rhttp rhttps"
    ).split()
)
"""Of URLs that are judged, and what is written in place of the first two."""


class AddressScan:
    """What the addresses that were looked at have."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.size: i64 = len(text)
        self.events: i64 = 0
        self.joints: i64 = 0
        """The most hyphens or low lines that a URL has."""
        self.hyphens: i64 = 0
        self.lows: i64 = 0
        self.vietnamese = False
        self.names: set[str] = set()
        """Beginnings of names of parameters that were looked at."""
        self.heads: set[str] = set()
        """``?`` and what the name of a parameter with a value begins with, in small letters, alone
        where it is not ASCII; ``!`` and the same of an alternative text that is short."""

    def at(self, at: i64) -> i64:
        """A code point of the text; 0 where there is none."""
        if at < 0 or at >= self.size:
            return 0
        return ord(self.text[at])

    def is_http(self, at: i64) -> bool:
        """Return True if ``http`` stands at an offset."""
        return (
            self.at(at) == 104
            and self.at(at + 1) == 116
            and self.at(at + 2) == 116
            and self.at(at + 3) == 112
        )

    def address(self, start: i64, end: i64) -> None:
        """A URL."""
        text = self.text
        asked = False
        name: i64 = -1
        self.hyphens = self.lows = 0
        at = self.host(start, end)
        if at < 0:
            if not self.is_foreign(start, end):
                self.events |= e_.UNUSUAL
            self.hyphens = self.lows = 0
            at = start
        while at < end:
            c: i64 = ord(text[at])
            if 97 <= c <= 122 or 47 <= c <= 57:
                pass
            elif c == 45:
                self.hyphens += 1
            elif c == 95:
                self.lows += 1
            elif c == 46:
                self.dot(at)
            elif c == 37:
                self.escape(at, end)
            elif c == 63:
                asked = True
                name = at + 1
            elif c == 38 or c == 59:
                name = at + 1
            elif c == 61:
                if asked and name >= 0:
                    self.parameter(name, at)
                name = -1
            elif c >= 0x80:
                if 0x600 <= c < 0x700 or c >= 0xFF00:
                    self.events |= e_.FOREIGN
                if is_entity(c):
                    self.events |= e_.UNUSUAL
                if is_unseen(c):
                    self.events |= e_.UNSEEN
                if c == 0x2026:
                    self.events |= e_.CUT
            elif is_raw(c):
                self.events |= e_.UNUSUAL
            at += 1
        if self.hyphens > self.joints:
            self.joints = self.hyphens
        if self.lows > self.joints:
            self.joints = self.lows

    def is_foreign(self, start: i64, end: i64) -> bool:
        """Return True if the scheme of a URL is a word that no other URL has, as it should be
        written or as it should not: nothing more is asked of it."""
        colon = self.text.find("://", start, end)
        if colon < 0:
            return False
        scheme = self.text[start:colon].lower()
        if colon + len("://") == end:
            return False  # that is all of it: see ``malformed_url``
        return scheme.isalpha() and scheme not in SCHEMES and scheme not in TYPOS

    def parameter(self, start: i64, end: i64) -> None:
        """A parameter with a value, which stands behind its name."""
        name = self.text[start : min(end, start + 2 * HEAD)]
        if name in self.names:
            return
        self.names.add(name)
        name = name.replace("\\", "")
        self.events |= e_.QUERY
        self.heads.add("?" + name[:HEAD].lower() if name.isascii() else "?")

    def host(self, start: i64, end: i64) -> i64:
        """Where the host and port of an ordinary URL end; -1: it is not ordinary."""
        at = start
        if self.is_http(at):
            at += 4
            if self.at(at) == 115:
                at += 1
            if self.at(at) != 58 or self.at(at + 1) != 47 or self.at(at + 2) != 47:
                return -1
            at += 3
        elif self.at(at) == 119 and self.text.startswith("www.", at):
            at += 4
        else:
            return -1
        at = self.labels(at, end)
        if at < 0 or at >= end:
            return at
        if self.at(at) == 58:
            first = at + 1
            at = first
            while at < end and 48 <= self.at(at) <= 57:
                at += 1
            if at == first or at - first > 4:
                return -1
        c = self.at(at)
        # No expression with an ``else``: its value would be an object.
        if at >= end or c == 47 or c == 63 or c == 35:
            return at
        return -1

    def labels(self, at: i64, end: i64) -> i64:
        """Where the labels of a host end, two to ten of which the last is letters; -1: nowhere."""
        text = self.text
        size: i64 = 0
        dots: i64 = 0
        letters = True
        while at < end:
            c: i64 = ord(text[at])
            if 97 <= c <= 122 or 65 <= c <= 90:
                pass
            elif c == 46:
                if size == 0 or size > 63:
                    return -1
                self.dot(at)
                dots += 1
                size = -1
                letters = True
            elif c == 45 and size:
                self.hyphens += 1
                letters = False
            elif 48 <= c <= 57:
                letters = False
            elif c == 95:
                self.lows += 1
                letters = False
            else:
                break
            size += 1
            at += 1
        if letters and 2 <= size <= 63 and 1 <= dots <= 9:
            return at
        return -1

    def dot(self, at: i64) -> None:
        """Of an ellipsis behind which nothing goes on, or before ``vn``."""
        after = self.at(at + 1)
        if after == 118:
            if self.at(at + 2) == 110:
                self.vietnamese = True
        elif after == 46 and self.at(at + 2) == 46 and not is_alphanumeric(self.at(at + 3)):
            self.events |= e_.CUT

    def escape(self, at: i64, end: i64) -> None:
        """A percent sign: at the end, or of a character that nobody sees, or of an ellipsis."""
        if at + 2 >= end:
            self.events |= e_.CUT
        a, b = self.at(at + 1) | 32, self.at(at + 2)
        if a == 101 and b == 50:  # E2 80 ..
            if self.at(at + 4) == 56:
                self.general(at + 5)
        elif a == 101 and b | 32 == 102:  # EF BB BF
            if self.at(at + 4) | 32 == 98:
                self.events |= e_.UNSEEN
        elif a == 99 and b == 50:  # C2 A0, C2 AD
            if self.at(at + 4) | 32 == 97 and (
                self.at(at + 5) == 48 or self.at(at + 5) | 32 == 100
            ):
                self.events |= e_.UNSEEN
        elif a == 100 and b == 56:  # D8 9C
            if self.at(at + 4) == 57 and self.at(at + 5) | 32 == 99:
                self.events |= e_.UNSEEN

    def general(self, at: i64) -> None:
        """The end of the code of a mark of general punctuation, ``0%8B`` or ``1%A0``."""
        c, d = self.at(at + 2) | 32, self.at(at + 3) | 32
        if self.at(at) == 49:
            if c == 97:
                self.events |= e_.UNSEEN
        elif self.at(at) == 48:
            if (c == 56 and 98 <= d <= 102) or (c == 97 and 97 <= d <= 101):
                self.events |= e_.UNSEEN
            elif c == 97 and d == 54:
                self.events |= e_.CUT


def is_unseen(c: i64) -> bool:
    """Return True if a character shows as nothing, or as a space that is none of ASCII's."""
    if c < 0x2000:
        return (
            c in (0xA0, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5) or 0x180B <= c <= 0x180F
        )
    if c < 0x2070:
        return c < 0x2010 or 0x202A <= c < 0x2030 or c >= 0x205F
    return c == 0x3000 or c == 0x3164 or c == 0xFEFF or c == 0xFFA0


def is_entity(c: i64) -> bool:
    """Return True if a sign beyond ASCII that ``&`` and the name of a parameter may have become."""
    return c in (0xA4, 0xA7, 0xA9, 0xAC, 0xAE, 0xB6, 0xD7)


def is_raw(c: i64) -> bool:
    """Return True if ASCII that a URL must have encoded."""
    if c <= 34:
        return c != 33
    return c == 60 or c == 62 or c == 92 or c == 94 or c == 96 or (c > 122 and c != 126)


def is_odd_scheme(text: str, at: i64) -> bool:
    """Return True if ``http`` or ``https`` ends at an offset and ``//`` does not follow one more
    sign."""
    end = at
    if end > 4 and ord(text[end - 1]) == 115:
        end -= 1
    if end < 4 or ord(text[end - 1]) != 112 or ord(text[end - 4]) != 104:
        return False
    return text[end - 4 : end] == "http" and text[at : at + 3] != "://"
