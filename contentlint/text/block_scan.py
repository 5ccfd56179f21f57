"""One look at the blocks of a document: whether rules about whole paragraphs may find something.

For ``gates``, as ``scan`` is: compiled, and an event that is absent is a promise.
"""

from __future__ import annotations

from typing import Final

from contentlint.document import Document
from contentlint.text import margins
from contentlint.text.captions import LONGEST, SIGNS
from contentlint.text.credits import promise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mypy_extensions import i64

OPEN_END: Final = 1 << 53
"""The last paragraph may stop in the middle of a sentence, source lines not counted."""
LOW_START: Final = 1 << 52
"""The first paragraph begins in lower case or with a mark that closes."""
BOLD_LINE: Final = 1 << 51
"""A line between markers of emphasis stands over something."""
ODD_CREDIT: Final = 1 << 50
"""A line that may be a caption may end in a credit that is not quite in order."""
CREDITS: Final = 1 << 49
"""Two lines that may be captions may end in a credit."""
PICTURES: Final = 1 << 48
"""Three blocks or more may be pictures, and one of them may have a caption."""
MOST_PICTURES: Final = 3

_NOT_ABOVE = frozenset({"", "image", "front_matter", "heading"})
_CONTENT = frozenset({"paragraph", "list_item", "quote", "code", "table", "html", "image"})


class BlockScan:
    """What one look has found; ``run`` is called once."""

    def __init__(self, doc: Document, captioned: bool) -> None:
        """``captioned``: whether a picture is known to have a caption."""
        self.doc = doc
        self.text = doc.text
        self.events: i64 = 0
        self.credits: i64 = 0
        self.captioned = captioned

    def run(self) -> int:
        """The events."""
        pictures: i64 = 0
        before = ""
        bold = near = False
        held: i64 = -1
        held_end: i64 = 0
        for kind, start, end, line, last, _ in self.doc.blocks:
            if bold and kind in _CONTENT:
                self.events |= BOLD_LINE
            bold = False
            if kind == "image" or kind == "pipe_row":
                pictures += 1
                near = True
                if held >= 0:
                    self.caption(held, held_end)
                held = -1
                if kind == "pipe_row":
                    self.captioned = True
                    self.caption(start, end)
            else:
                held = -1
                if kind == "paragraph":
                    c = self.text[start]
                    if line == last and (c == "*" or c == "_"):
                        bold = before not in _NOT_ABOVE and self.is_bold(start, end)
                    if near:
                        self.captioned |= c == "*" or c == "_"
                        self.caption(start, end)
                    else:
                        if (c == "!" or c == "[") and self.text.startswith(("![", "[!["), start):
                            self.caption(start, end)
                        held = start
                        held_end = end
                near = False
            before = kind
        if pictures >= MOST_PICTURES and self.captioned:
            self.events |= PICTURES
        return self.events

    def is_bold(self, start: i64, end: i64) -> bool:
        """Whether a line begins with two markers of emphasis and ends in one."""
        text = self.text
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start <= 4 or text[start] != text[start + 1] or text[end - 1] not in "*_":
            return False
        while end > start and text[end - 1] in "*_ \t":
            end -= 1
        return end > start and text[end - 1] not in ":：,،;؛.!?؟۔。"

    def caption(self, start: i64, end: i64) -> None:
        """A paragraph beside a picture or with one, or a row: it may be a caption."""
        if not self.captioned:
            self.captioned = self.explains(start, end)
        if end - start > LONGEST and not self.text.startswith(("|", "![", "[!["), start):
            return
        found = promise(self.doc, start, end)
        if found:
            self.captioned = True
            self.credits += 1
            if self.credits > 1:
                self.events |= CREDITS
            if found > 1:
                self.events |= ODD_CREDIT

    def explains(self, start: i64, end: i64) -> bool:
        """Whether a paragraph may begin with the number of a picture, or say whose it is; a credit
        has a colon, if nothing else."""
        for at in range(start, min(start + 24, end)):
            if self.text[at].isdigit():
                return True
        if self.text.find(":", start, end) >= 0:
            return True
        return any(self.text.find(sign, start, end) >= 0 for sign in SIGNS)


def look(doc: Document, first: int, titled: bool) -> int:
    """The events of a document's blocks; ``first``: see ``margins.first_paragraph``; ``titled``:
    whether an image has a title."""
    events = BlockScan(doc, titled).run()
    if first >= 0:
        block = doc.blocks[first]
        if margins.begins_low(margins.head(doc, block[1], block[2])[1]):
            events |= LOW_START
    last = margins.last_paragraph(doc, margins.WORDS)
    if last >= 0:
        block = doc.blocks[last]
        if margins.may_be_cut(doc, block[1], block[2]):
            events |= OPEN_END
    return events
