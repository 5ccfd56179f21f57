"""Signs and characters that count in all of a text, whether they are shown or the mask hides them:
what ``scan`` knows of single ones, beside ``prose_scan``."""

from __future__ import annotations

from contentlint.core.address_scan import is_odd_scheme
from contentlint.core.folds import is_odd
from contentlint.core.misread_scan import is_misread
from contentlint.core.phrase_table import LineScan
from contentlint.core.sign_scan import is_backwards, is_code, is_rare, rare, tag, trace
from contentlint.model import events as e_
from contentlint.text.unicode import classes as k_
from contentlint.text.unicode.classes import code_at, far_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_LABEL: Final = 22
"""Code points of an image up to which the name of a button is looked for."""
SHARING: Final = ("/share", "/intent/", "/create/", "/submit", "/send")
"""What the addresses of networks have that share something."""


class TextScan:
    """What was found so far."""

    def __init__(self, text: str, lines: LineScan) -> None:
        self.text = text
        self.lines = lines
        # No literal: of one, C would shift 32 bits.
        self.one: i64 = 1
        self.events: i64 = 0
        self.more: i64 = 0
        """See ``events``."""
        self.rare: i64 = 0
        """Of rare signs in the text one bit each, or one for several: see ``rare``."""
        self.tags: i64 = 0
        """Of what stands behind ``<``, beside ``_`` and in brackets: see ``tag``, ``trace``."""
        self.misread: list[int] = []
        """What may have been read in the wrong code page, in no order."""
        self.composing = False
        """Whether the prose may be in another than its composed form."""
        self.backwards = False
        """Whether a word of the text begins as only Arabic does that is stored backwards."""

    def beyond(self, c: i64, k: i64, at: i64) -> None:
        """A character beyond ASCII that the mask hides."""
        if c < 0x2E80 and is_misread(self.text, at, c):
            self.misread.append(at)
        if (c == 0x629 or c == 0x649 or c == 0x64A) and is_backwards(self.text, at, c):
            self.backwards = True
        if k == k_.DAMAGE:
            self.damage(c)
        elif is_rare(c, k):
            self.rare |= self.one << rare(c)

    def in_markup(self, c: i64, at: i64) -> None:
        """A sign that the mask hides and that is not ``_QUIET``: of a link, mostly."""
        text = self.text
        if c == 37 or (c >= 91 and c <= 95) or c == 36:
            if c == 93 and code_at(text, at + 1) == 40:
                self.events |= e_.LINK
            self.code(c, at)
            return
        before: i64 = 0
        if at > 0:
            before = ord(text[at - 1])
        after: i64 = 0
        if at + 1 < len(text):
            after = ord(text[at + 1])
        if c == 47:
            if after == 115 or after == 99 or after == 105:
                second = code_at(text, at + 2)
                if (
                    second == 104
                    or second == 117
                    or second == 101
                    or second == 110
                    or second == 114
                ):
                    if text.startswith(SHARING, at):
                        self.events |= e_.SHARE
            if before == 101:
                if code_at(text, at - 3) == 46 and text.startswith("wa.me", at - 5):
                    self.events |= e_.SHARE
            elif (before == 112 or before == 115) and is_odd_scheme(text, at):
                self.events |= e_.ODD_SCHEME
        elif c == 46:
            if before == 119 and code_at(text, at - 2) == 119 and code_at(text, at - 3) == 119:
                self.events |= e_.WWW
            elif after == 46 and code_at(text, at + 2) == 46:
                self.events |= e_.DOTS
        elif c == 48:
            if before == 110:
                self.events |= e_.TURN
        elif c == 58 or c == 59:
            if after == 47 and c == 58 and code_at(text, at + 2) == 47:
                self.events |= e_.URL
            elif (before == 112 or before == 115) and is_odd_scheme(text, at):
                self.events |= e_.ODD_SCHEME
        elif c == 60:
            self.tags |= tag(text, at, self.one)
        elif c == 63:
            if after == 63 and code_at(text, at + 2) == 63:
                self.events |= e_.ASKED
        elif c == 64 or c == 123:
            self.twice(c, at)
        elif c == 33:
            if after == 91:
                self.events |= e_.IMAGE
                end = text.find("]", at + 2, at + _LABEL)
                self.lines.label(text, at + 2, end if end >= 0 else min(at + _LABEL, len(text)))
        else:
            self.damage(c)

    def twice(self, c: i64, at: i64) -> None:
        """A sign that counts where it follows itself."""
        if code_at(self.text, at + 1) == c:
            self.rare |= self.one << rare(c)

    def code(self, c: i64, at: i64) -> None:
        """A sign that stands in literals of codes."""
        if is_code(self.text, c, at):
            self.events |= e_.CODE
            self.tags |= trace(self.text, c, at, self.one)
        elif c == 95:
            self.tags |= trace(self.text, c, at, self.one)
        if c == 95 and code_at(self.text, at + 1) == c:
            self.events |= e_.LOW_LINES

    def damage(self, c: i64) -> None:
        """A character below the end of the table that shows as nothing."""
        if c == 0x200B or c == 0x200C or c == 0x200D or c == 0x34F or c == 0x180E or c == 0x2060:
            self.events |= e_.ZERO_WIDTH
        elif c == 0x61C or 0x200E <= c <= 0x200F or 0x202A <= c <= 0x202E or 0x2066 <= c <= 0x2069:
            self.events |= e_.BIDI
        elif c < 0xA0:
            self.events |= e_.CONTROL
        else:
            self.events |= e_.OTHER_INVISIBLE

    def far(self, c: i64) -> i64:
        """The class of a character beyond the table, whose events are taken down."""
        if 0x309B <= c < 0xD800:
            return k_.FAR_LETTER
        if is_odd(c):
            self.events |= e_.ODD
            if c < 0xD800:
                self.composing = True
        if c < 0xD800:
            pass
        elif c < 0xE000:
            self.events |= e_.UNDECODABLE
        elif c < 0xF900:
            self.events |= e_.PRIVATE
        elif c == 0xFEFF:
            self.events |= e_.ZERO_WIDTH
        elif 0xFFF9 <= c <= 0xFFFD:
            self.events |= e_.REPLACED
        elif 0xFB50 <= c < 0xFF00 and not 0xFE00 <= c < 0xFE10:
            self.events |= e_.FORMS
        elif 0x10000 <= c < 0x1F000 or 0x2F800 <= c < 0x30000:
            self.composing = True
        elif 0xE0000 <= c < 0xE1000:
            self.events |= e_.OTHER_INVISIBLE
        return far_class(c)
