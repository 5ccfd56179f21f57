"""Blocks, indexed in one pass: the events that rules about whole paragraphs need.

For ``trigger``, as ``index`` is: compiled, and an absent event is a promise.
"""

from __future__ import annotations

from contentlint.article import edges as margins
from contentlint.article.captions import LONGEST, SIGNS
from contentlint.article.credits import Ends, promise
from contentlint.article.images import shows_image
from contentlint.model import events as e_
from contentlint.model.document import Document
from contentlint.model.terminators import HEADING_STOPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_ABOUT_CREDITS: Final = e_.ODD_CREDIT | e_.CREDITS
MOST_PICTURES: Final = 3
MOST_CAPTIONS: Final = 2
LAST_WORD: Final = "."
"""The prefix of the last word of an article among the heads, none of which begins so."""

_NUMBERED: Final = frozenset({"ab", "bi", "fi", "fo", "bı", "fı", "ال", "شك", "صو"})
"""First letters of the words before the number of a picture; see ``captions``."""
_NUMBER: Final = 24
"""Code points within which that number is."""
_NOT_ABOVE: Final = frozenset({"", "image", "front_matter", "heading"})
_CONTENT: Final = frozenset({"paragraph", "list_item", "quote", "code", "table", "html", "image"})


class BlockScan:
    """The events of the blocks of a document; call ``run`` once."""

    def __init__(self, doc: Document, captioned: int, ends: Ends) -> None:
        """``captioned``: how many pictures are known to have a caption; ``ends``: those of the
        labels of credits."""
        self.doc = doc
        self.ends = ends
        self.text = doc.text
        self.events: i64 = 0
        self.credits: i64 = 0
        self.captioned: i64 = captioned
        """How many pictures may have a caption, so far."""

    def run(self) -> int:
        """Scan the blocks; return the events."""
        pictures: i64 = 0
        before = ""
        bold = near = between = False
        held: i64 = -1
        held_end: i64 = 0
        for kind, start, end, line, last, _ in self.doc.blocks:
            if bold and kind in _CONTENT:
                self.events |= e_.BOLD_LINE
            bold = False
            if kind == "image" or kind == "pipe_row":
                if kind == "image" or self.text.find("![", start, end) >= 0:
                    pictures += 1
                near = True
                if between:
                    self.captioned += 1
                between = False
                if held >= 0:
                    self.caption(held, held_end)
                held = -1
                if kind == "image":
                    if before == "heading" and not shows_image(self.doc, start, end):
                        self.events |= e_.SECTION
                else:
                    self.captioned += MOST_CAPTIONS
                    self.caption(start, end)
            else:
                held = -1
                between = False
                if kind == "paragraph":
                    c: i64 = ord(self.text[start])
                    if line == last and (c == 42 or c == 95):
                        bold = before not in _NOT_ABOVE and self.is_bold(start, end)
                    if near:
                        before_it = self.captioned
                        self.caption(start, end)
                        # Between two pictures it may be the caption of both.
                        between = self.captioned > before_it
                        if not between and self.is_emphasised(start, end):
                            self.captioned += 1
                    else:
                        if (c == 33 or c == 91) and self.text.startswith(("![", "[!["), start):
                            self.caption(start, end)
                        held = start
                        held_end = end
                near = False
            before = kind
        if pictures >= MOST_PICTURES and self.captioned >= MOST_CAPTIONS:
            self.events |= e_.PICTURES
        return self.events

    def is_bold(self, start: i64, end: i64) -> bool:
        """Return True if a line that begins with a marker of emphasis is bold from end to end, and
        may be a title: no link, and no end of a sentence."""
        text = self.text
        mark = text[start]
        while end > start and text[end - 1].isspace():
            end -= 1
        inner = start + 1
        while inner < end and text[inner] == mark:
            inner += 1
        size = inner - start
        if size < 2 or size > 3 or text.find(mark, inner, end) != end - size:
            return False
        end -= size
        while end > start and text[end - 1] in "*_ \t":
            end -= 1
        return (
            end > start and text[end - 1] not in HEADING_STOPS and text.find("](", inner, end) < 0
        )

    def is_emphasised(self, start: i64, end: i64) -> bool:
        """Return True if a line is between two single markers of emphasis, as captions are."""
        text = self.text
        c = text[start]
        if (c != "*" and c != "_") or end - start > LONGEST:
            return False
        while end > start and text[end - 1].isspace():
            end -= 1
        return (
            end - start > 2
            and text[end - 1] == c
            and text.find(c, start + 1, end - 1) < 0
            and text.find("\n", start, end) < 0
        )

    def caption(self, start: i64, end: i64) -> None:
        """Scan a paragraph beside a picture or with one, or a row: perhaps a caption."""
        if self.captioned >= MOST_CAPTIONS and self.events & _ABOUT_CREDITS == _ABOUT_CREDITS:
            return
        explains = self.captioned < MOST_CAPTIONS and self.explains(start, end)
        found = 0
        if end - start <= LONGEST or self.text.startswith(("|", "![", "[!["), start):
            found = promise(self.doc, start, end, self.ends)
        if found or explains:
            self.captioned += 1
        if found > 1:
            self.credits += 1
            if self.credits > 1:
                self.events |= e_.CREDITS
            if found > 2:
                self.events |= e_.ODD_CREDIT

    def explains(self, start: i64, end: i64) -> bool:
        """Return True if a paragraph may begin with the number of a picture, or say whose it is."""
        text = self.text
        at = start
        while at < end and (text[at].isspace() or text[at] in "*_"):
            at += 1
        if text[at : at + 2].lower()[:2] in _NUMBERED:
            for i in range(at, min(at + _NUMBER, end)):
                if text[i].isdigit():
                    return True
        if text.find("©", start, end) >= 0:
            return True
        # One sign is found much faster than three.
        at = text.find("(", start, end - 2)
        while at >= 0:
            if text.startswith(SIGNS, at):
                return True
            at = text.find("(", at + 1, end - 2)
        return False


def events_of(doc: Document, first: int, titled: bool, ends: Ends, heads: set[str]) -> int:
    """Return the events of a document's blocks; ``first``: see ``edges.first_paragraph``;
    ``titled``: True if an image has a title; ``ends``: those of the labels of credits. The last
    word of an article that may have been cut off is added to ``heads``, after ``LAST_WORD``."""
    events = BlockScan(doc, MOST_CAPTIONS if titled else 0, ends).run()
    if first >= 0:
        block = doc.blocks[first]
        if margins.begins_low(margins.head(doc, block[1], block[2])[1]):
            events |= e_.LOW_START
    last = margins.last_paragraph(doc, margins.WORDS)
    if last >= 0:
        block = doc.blocks[last]
        word = margins.may_be_cut(doc, block[1], block[2], margins.UNMARKED)
        if word:
            heads.add(LAST_WORD + word)
        elif word is not None:
            events |= e_.OPEN_END
    return events
