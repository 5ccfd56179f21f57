"""Links and images, indexed in one pass over the nodes: the events that rules about them need.

For ``trigger``, as ``index`` is: compiled, and an absent event is a promise.
"""

from __future__ import annotations

from contentlint.core.neighbours import is_alphanumeric
from contentlint.model import events as e_
from contentlint.model.document import BARE, IMAGE, IMAGE_REF, LINK, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

HEAD: Final = 3
"""The number of code points of a name that are recorded."""
SCHEMES: Final = frozenset({"http", "https", "ftp"})
TYPOS: Final = frozenset(
    (
        "htp htps htt htts httpp httpps htpp htpps htttp htttps hhttp hhttps ttp ttps httsp hppt "
        "hppts hxxp hxxps httpss htttps xhttp xhttps nhttp nhttps ehttp ehttps rhttp rhttps"
    ).split()
)
"""Schemes of the URLs that are judged, and misspellings of the first two."""
_SLUG: Final = 7
_LONG_SLUG: Final = 19
LONGEST_STAND_IN: Final = 16
"""Code points of a word that says nothing about its picture; see ``PLAIN_ALT``."""
_SHORT_LABEL: Final = 8
"""Code points; a longer label is hardly ever white space, as ``empty_link`` has it."""
_NAMES: Final = frozenset({"img", "dsc", "pxl", "wha", "htt"})
"""First letters of file names of cameras and of addresses; see ``image.says_nothing``."""
EXTENSIONS: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp")
"""File name extensions of pictures."""
_LONGEST_EXTENSION: Final = 5
_INVISIBLE: Final = "\0 \t\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


class LinkScan:
    """The events of the links and images of a document; call ``run`` once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.size: i64 = len(text)
        self.events: i64 = 0
        self.joints: i64 = 0
        """The largest number of hyphens or underscores in a URL."""
        self.hyphens: i64 = 0
        self.lows: i64 = 0
        self.vietnamese = False
        self.names: set[str] = set()
        """Beginnings of the parameter names so far."""
        self.heads: set[str] = set()
        """``?`` and the first letters, in lower case, of the name of a parameter with a value,
        ``?`` alone if it is not ASCII; ``!`` and the first letters of a short alternative text."""

    def run(self, nodes: list[Node]) -> int:
        """Scan the nodes; return the events."""
        for node in nodes:
            kind = node.kind
            close = node.end
            start = node.dest
            end = node.dest_end
            if kind == BARE:
                self.address(start, end)
                self.behind(node.start, end)
                continue
            if kind == LINK:
                self.label(node.first, node.last, start, end)
            elif kind == IMAGE_REF:
                self.events |= e_.BARE_IMAGE | e_.NO_SOURCE | e_.PLAIN_ALT
                continue
            elif kind == IMAGE:
                self.image(node.first, node.last, start, end)
                if close - end > 2 or (close - end == 2 and self.at(end) != 62):
                    self.events |= e_.TITLED
            if start == end:
                continue
            c = self.at(start)
            # Relative ones; `data:` may be a megabyte.
            if c == 47 or c == 35 or c == 46 or (c == 100 and self.text.startswith("data:", start)):
                continue
            if self.is_http(start) or self.text.find("://", start, end) >= 0:
                self.address(start, end)
                self.padding(start, end, close - 1)
        if self.joints >= _LONG_SLUG or (self.joints >= _SLUG and self.vietnamese):
            self.events |= e_.SLUG
        return self.events

    def is_blank(self, start: i64, end: i64) -> bool:
        while start < end:
            if not self.text[start].isspace():
                return False
            start += 1
        return True

    def image(self, first: i64, last: i64, start: i64, end: i64) -> None:
        """Scan the alternative text of an image, and its source."""
        if self.is_blank(start, end):
            self.events |= e_.BARE_IMAGE | e_.NO_SOURCE
        while last > first and self.text[last - 1].isspace():
            last -= 1
        while first < last and self.text[first].isspace():
            first += 1
        if first == last:
            self.events |= e_.BARE_IMAGE
            return
        tail = max(last - _LONGEST_EXTENSION, first)
        if (
            self.text.find(".", tail, last) >= 0
            and self.text[tail:last].casefold().endswith(EXTENSIONS)
        ) or self.text[first : first + 3].casefold() in _NAMES:
            self.events |= e_.PLAIN_ALT
            return
        end = last
        while end > first and is_filler(self.text[end - 1]):
            end -= 1
        if end - first <= LONGEST_STAND_IN:
            head = self.text[first : min(end, first + HEAD)]
            if head and "\\" not in head:
                self.heads.add("!" + head.casefold()[:HEAD])
            else:
                self.events |= e_.PLAIN_ALT

    def label(self, first: i64, last: i64, start: i64, end: i64) -> None:
        """Scan the text and the destination of a link."""
        if end - start > 1:
            c = self.at(start)
            if c != 106 and c != 74 and c != 32 and c != 9:
                if last - first >= _SHORT_LABEL:
                    return
                while first < last:
                    if self.text[first] not in _INVISIBLE and not self.text[first].isspace():
                        return
                    first += 1
        self.events |= e_.EMPTY_LINK

    def padding(self, start: i64, end: i64, close: i64) -> None:
        """Find spaces around a destination, or in the angle brackets around it."""
        before = self.at(start - 1)
        if before == 60:
            if self.at(start) == 32 or self.at(end - 1) == 32:
                self.events |= e_.BROKEN
        elif before == 32:
            self.events |= e_.BROKEN
        if self.at(close - 1) == 32:
            self.events |= e_.BROKEN

    def behind(self, start: i64, end: i64) -> None:
        """Scan what precedes and follows a URL in running text."""
        if self.at(start - 1) == 40 or self.at(start - 1) == 60:
            if self.text.startswith(("](", "(<"), start - 2) and self.is_last(end):
                self.events |= e_.CUT
        c = self.at(end)
        if c == 32 or c == 9:
            if self.goes_on(end):
                self.events |= e_.BROKEN
        elif c == 10:
            if is_joint(self.at(end - 1)) and self.at(end - 1) != 46 and self.is_low(end + 1):
                self.events |= e_.BROKEN
        elif is_joint(c):
            self.wrapped(end)
        elif c == 0xA0 or c == 0x3000:
            self.events |= e_.UNSEEN
        elif c == 0x2026:
            self.events |= e_.CUT
        elif c == 0xFF1A or c == 0xFF1F or c == 0xFF0F:
            self.events |= e_.FOREIGN

    def is_last(self, at: i64) -> bool:
        """Return True if nothing but white space follows an offset on its line."""
        while at < self.size and self.at(at) != 10:
            if not self.text[at].isspace():
                return False
            at += 1
        return True

    def goes_on(self, at: i64) -> bool:
        """Return True if white space and then perhaps more of a URL follows the URL."""
        if self.at(at - 1) == 47 and self.at(at - 2) == 47:
            return True
        at = self.past_blanks(at)
        joint = self.at(at) == 46
        if joint:
            return True
        while is_token(self.at(at)):
            if is_joint(self.at(at)):
                joint = True
            at += 1
        return joint and (at >= self.size or self.text[at].isspace())

    def wrapped(self, at: i64) -> None:
        """Find signs of a URL after it, at the end of the line or before a suffix."""
        if self.at(at) == 46 and self.at(at + 1) == 46 and self.at(at + 2) == 46:
            self.events |= e_.CUT
        while is_joint(self.at(at)):
            at += 1
        after = self.past_blanks(at)
        c = self.at(after)
        suffix = after > at and (c == 104 or c == 112 or c == 97)
        if suffix or (c == 10 and self.is_low(after + 1)):
            self.events |= e_.BROKEN

    def past_blanks(self, at: i64) -> i64:
        while self.at(at) == 32 or self.at(at) == 9:
            at += 1
        return at

    def is_low(self, at: i64) -> bool:
        """Return True if a line begins like the rest of a URL."""
        c = self.at(self.past_blanks(at))
        return 97 <= c <= 122 or 48 <= c <= 57 or c == 37 or c == 45

    def at(self, at: i64) -> i64:
        """Return a code point of the text; 0 outside it."""
        if at < 0 or at >= self.size:
            return 0
        return ord(self.text[at])

    def is_http(self, at: i64) -> bool:
        """Return True if ``http`` begins at an offset."""
        return (
            self.at(at) == 104
            and self.at(at + 1) == 116
            and self.at(at + 2) == 116
            and self.at(at + 3) == 112
        )

    def address(self, start: i64, end: i64) -> None:
        """Scan a URL."""
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
        """Return True if the scheme of a URL is neither one of ``SCHEMES`` nor one of ``TYPOS``."""
        colon = self.text.find("://", start, end)
        if colon < 0:
            return False
        scheme = self.text[start:colon].lower()
        if colon + len("://") == end:
            return False  # that is all of it: see ``malformed_url``
        return scheme.isalpha() and scheme not in SCHEMES and scheme not in TYPOS

    def parameter(self, start: i64, end: i64) -> None:
        """Enter the name of a parameter with a value."""
        name = self.text[start : min(end, start + 2 * HEAD)]
        if name in self.names:
            return
        self.names.add(name)
        name = name.replace("\\", "")
        self.events |= e_.QUERY
        self.heads.add("?" + name[:HEAD].lower() if name.isascii() else "?")

    def host(self, start: i64, end: i64) -> i64:
        """Return where the host and port of an ordinary URL end; -1 if it is not ordinary."""
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
        """Return where the two to ten labels of a host end, the last of letters; -1 if it has
        others."""
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
        """Scan a dot: of an ellipsis that nothing follows, or before ``vn``."""
        after = self.at(at + 1)
        if after == 118:
            if self.at(at + 2) == 110:
                self.vietnamese = True
        elif after == 46 and self.at(at + 2) == 46 and not is_alphanumeric(self.at(at + 3)):
            self.events |= e_.CUT

    def escape(self, at: i64, end: i64) -> None:
        """Scan a percent sign: at the end, of an invisible character, or of an ellipsis."""
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
        """Scan the end of the code of a mark of general punctuation, ``0%8B`` or ``1%A0``."""
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
    """Return True if a character is invisible, or a space beyond ASCII."""
    if c < 0x2000:
        return (
            c in (0xA0, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5) or 0x180B <= c <= 0x180F
        )
    if c < 0x2070:
        return c < 0x2010 or 0x202A <= c < 0x2030 or c >= 0x205F
    return c == 0x3000 or c == 0x3164 or c == 0xFEFF or c == 0xFFA0


def is_entity(c: i64) -> bool:
    """Return True if ``&`` and the name of a parameter may have become this character."""
    return c in (0xA4, 0xA7, 0xA9, 0xAC, 0xAE, 0xB6, 0xD7)


def is_raw(c: i64) -> bool:
    """Return True if a URL must encode this ASCII character."""
    if c <= 34:
        return c != 33
    return c == 60 or c == 62 or c == 92 or c == 94 or c == 96 or (c > 122 and c != 126)


def is_odd_scheme(text: str, at: i64) -> bool:
    """Return True if ``http`` or ``https`` ends at an offset and no ``://`` follows."""
    end = at
    if end > 4 and ord(text[end - 1]) == 115:
        end -= 1
    if end < 4 or ord(text[end - 1]) != 112 or ord(text[end - 4]) != 104:
        return False
    return text[end - 4 : end] == "http" and text[at : at + 3] != "://"


def is_filler(char: str) -> bool:
    """Return True if a character may follow a word that says nothing about its picture."""
    return char.isdecimal() or char.isspace() or char in "_-#\\"


def stand_in_head(word: str) -> str:
    """Return the head of an alternative text that is such a word; see ``LinkScan.heads``."""
    end = len(word)
    while end and is_filler(word[end - 1]):
        end -= 1
    return "!" + word[:end].casefold()[:HEAD]


def is_joint(c: i64) -> bool:
    """Return True for ``-_/=%&.``."""
    return c == 45 or c == 95 or c == 47 or c == 61 or c == 37 or c == 38 or c == 46


def is_token(c: i64) -> bool:
    """Return True for ASCII with which a URL may continue, except brackets and marks."""
    return is_alphanumeric(c) or c == 63 or c == 43 or is_joint(c)


def events_of(text: str, nodes: list[Node], heads: set[str]) -> int:
    """Return the events of the links of a document, and add their heads to others."""
    if not nodes:
        return 0
    scan = LinkScan(text)
    scan.heads = heads
    return scan.run(nodes)
