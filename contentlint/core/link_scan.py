"""One look at the links of a document: what in them the rules about links must see.

For ``gates``, as ``scan`` is: compiled, and an event that is absent is a promise.
"""

from __future__ import annotations

from contentlint.core.address_scan import HEAD, AddressScan
from contentlint.core.sign_scan import is_alphanumeric
from contentlint.model import events as e_
from contentlint.model.document import BARE, IMAGE, IMAGE_REF, LINK, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64


_SLUG: Final = 7
_LONG_SLUG: Final = 19
LONGEST_STAND_IN: Final = 16
"""Of words that stand for a picture and say nothing: see ``PLAIN_ALT``."""
_SHORT_LABEL: Final = 8
"""A longer label is not white space, or hardly ever: as ``empty_link`` has it."""
_NAMES: Final = frozenset({"img", "dsc", "pxl", "wha", "htt"})
"""What names of cameras and addresses begin with: see ``image.says_nothing``."""
EXTENSIONS: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp")
"""What the names of pictures end in."""
_LONGEST_EXTENSION: Final = 5
_INVISIBLE: Final = "\0 \t\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


class LinkScan(AddressScan):
    """What one look has found; ``run`` is called once."""

    def run(self, nodes: list[Node]) -> int:
        """The events."""
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
        """The alternative text of an image, and its source."""
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
        """The text and the destination of a link."""
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
        """Spaces around a destination, or in the angle brackets that hold it."""
        before = self.at(start - 1)
        if before == 60:
            if self.at(start) == 32 or self.at(end - 1) == 32:
                self.events |= e_.BROKEN
        elif before == 32:
            self.events |= e_.BROKEN
        if self.at(close - 1) == 32:
            self.events |= e_.BROKEN

    def behind(self, start: i64, end: i64) -> None:
        """What stands behind a URL in running text, and before it."""
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
        """Return True if nothing but white space stands behind an offset on its line."""
        while at < self.size and self.at(at) != 10:
            if not self.text[at].isspace():
                return False
            at += 1
        return True

    def goes_on(self, at: i64) -> bool:
        """Return True if behind a URL and white space stands what may be more of it."""
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
        """Signs of a URL behind it: at the end of the line, or before a suffix."""
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
        """Return True if a line begins as the rest of a URL does."""
        c = self.at(self.past_blanks(at))
        return 97 <= c <= 122 or 48 <= c <= 57 or c == 37 or c == 45


def is_filler(char: str) -> bool:
    """Return True if a character may stand behind the word that stands for a picture."""
    return char.isdecimal() or char.isspace() or char in "_-#\\"


def stand_in_head(word: str) -> str:
    """What the alternative texts begin with that are such a word: see ``LinkScan.heads``."""
    end = len(word)
    while end and is_filler(word[end - 1]):
        end -= 1
    return "!" + word[:end].casefold()[:HEAD]


def is_joint(c: i64) -> bool:
    """Return True if one of ``-_/=%&.``."""
    return c == 45 or c == 95 or c == 47 or c == 61 or c == 37 or c == 38 or c == 46


def is_token(c: i64) -> bool:
    """Return True if ASCII that a URL may go on with, brackets and marks apart."""
    return is_alphanumeric(c) or c == 63 or c == 43 or is_joint(c)


def look(text: str, nodes: list[Node], heads: set[str]) -> int:
    """The events of the links of a document, whose heads are added to others."""
    if not nodes:
        return 0
    scan = LinkScan(text)
    scan.heads = heads
    return scan.run(nodes)
