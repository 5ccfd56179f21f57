"""Marks, brackets and other signs of the prose, one by one, for ``scan``."""

from __future__ import annotations

from contentlint.core.address_scan import is_odd_scheme
from contentlint.core.balance import Balance
from contentlint.core.date_scan import DateScan
from contentlint.core.echo_scan import EchoScan
from contentlint.core.folds import flat_size
from contentlint.core.misread_scan import is_misread
from contentlint.core.phrase_table import LineScan
from contentlint.core.sign_scan import (
    ends_quoted,
    is_alone,
    is_at_name,
    is_doubled,
    is_entity,
    is_letter,
    is_rare,
    may_notify,
    rare,
    shown_at,
    stands_apart,
    tag,
)
from contentlint.core.text_scan import TextScan
from contentlint.model import events as e_
from contentlint.text.unicode import classes as k_
from contentlint.text.unicode.classes import class_at, code_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mypy_extensions import i64


class ProseScan(TextScan):
    """What was found so far."""

    def __init__(
        self, text: str, prose: str, latin: bytes, language: str, lines: LineScan, arabic: bool
    ) -> None:
        super().__init__(text, lines)
        self.prose = prose
        self.latin = latin
        self.right_to_left = False
        self.french = language == "fr"
        self.units = False
        self.dated = False
        self.long = False
        """Whether brackets, dates and echoes count in the block that is looked at."""
        self.balance = Balance(language)
        self.dates = DateScan(prose)
        self.echoes = EchoScan(prose, latin, language, arabic, arabic)
        self.dropped: i64 = 0
        """Characters of long blocks that comparing leaves out."""
        self.dots: list[int] = []
        """Where three dots and more begin in the prose."""
        self.spaced: list[int] = []
        self.clusters: list[int] = []
        """Marks that ``SPACED`` means, and marks that another follows, perhaps with white space
        between."""
        self.glued: list[int] = []
        """Marks with a letter behind them that a space may be missing before."""
        self.displaced: list[int] = []
        """Signs and closing quotation marks that ``DISPLACED`` means."""
        self.unbalanced: list[int] = []
        """A bracket or directional quote in each unit that ``UNBALANCED`` means."""

    def far_space(self, c: i64, at: i64) -> None:
        """White space beyond ASCII."""
        if c == 0x2000 or c == 0x2001:
            self.events |= e_.ODD
            self.composing = True
        if self.long and flat_size(c) == 0:
            self.dropped += 1
        if is_misread(self.text, at, c):
            self.misread.append(at)

    def sign(self, c: i64, k: i64, at: i64) -> None:
        """A mark, a bracket or another sign, or what is beyond the table."""
        if (k == k_.STOP or k == k_.COMMA) and self.is_plain(at):
            if k == k_.STOP:
                if self.long:
                    self.echoes.stop(c, at)
            elif self.lines.line >= 0:
                self.lines.separator(at)
            return
        if c >= 0x80:
            if c < 0x2E80 and is_misread(self.text, at, c):
                self.misread.append(at)
        elif self.right_to_left and (k >= k_.HYPHEN or k == k_.STOP):
            if is_at_name(self.prose, c, at):
                self.events |= e_.DISPLACED
                self.displaced.append(at)
        if k <= k_.COLON:
            self.punctuation(c, k, at)
        elif k <= k_.CLOSE_QUOTE:
            if c == 91 or c == 93:
                if c == 93 and code_at(self.text, at + 1) == 40:
                    self.events |= e_.LINK | e_.SHOWN_LINK
                self.code(c, at)
            elif c == 123:
                self.twice(c, at)
            elif k >= k_.CLOSE_ANGULAR:
                self.quoted_end(at)
            if self.units:
                self.balance.bracket(c, k, at)
        elif k <= k_.SLASH:
            self.joint(k, at)
        elif k == k_.LOW_LINE or k == k_.PERCENT:
            self.code(c, at)
        elif k == k_.AMPERSAND:
            if is_entity(self.prose, at + 1):
                self.events |= e_.ENTITY
        elif k == k_.LESS:
            self.tags |= tag(self.text, at, self.one)
        elif k == k_.AT:
            self.twice(c, at)
        elif k == k_.DAMAGE:
            self.damage(c)
        elif k >= k_.SYMBOL:
            if c == 36:
                self.code(c, at)
            elif is_rare(c, k):
                self.rare |= self.one << rare(c)
                if c == 0xA9 and not self.events & e_.NOTICE and may_notify(self.prose, at):
                    self.events |= e_.NOTICE
            if is_alone(self.text, at):
                self.events |= e_.BULLET
            if k == k_.FAR and self.units:
                self.balance.far_bracket(c, at)
        if self.lines.line >= 0:
            if k_.COMMA <= k <= k_.SEMICOLON or k_.HYPHEN <= k <= k_.PIPE or k == k_.SYMBOL:
                self.lines.separator(at)
        if self.long:
            if c == 34 or (c >= 0x80 and flat_size(c) == 0):
                self.dropped += 1
            elif (k <= k_.STOPS or k == k_.FAR) and self.echoes.is_stop(c, k):
                self.echoes.stop(c, at)

    def is_plain(self, at: i64) -> bool:
        """Whether a stop or comma stands between a small letter, which is no ``w``, and white
        space. So do most: of those nothing more is asked."""
        latin = self.latin
        if at < 1 or at + 1 >= len(latin):
            return False
        after: i64 = latin[at + 1]
        if after != 32 and after != 10:
            return False
        before: i64 = latin[at - 1]
        return 97 <= before <= 122 and before != 119

    def joint(self, k: i64, at: i64) -> None:
        """A quotation mark, apostrophe, hyphen, dash or slash."""
        if k == k_.QUOTE:
            self.quoted_end(at)
        elif k == k_.HYPHEN or k == k_.SLASH:
            if self.dated:
                self.dates.separator(k, at)
            if k == k_.SLASH and is_odd_scheme(self.text, at):
                self.events |= e_.ODD_SCHEME
        elif k == k_.DASH and is_alone(self.text, at):
            self.events |= e_.BULLET

    def punctuation(self, c: i64, k: i64, at: i64) -> None:
        """A full stop, comma, colon and their like."""
        text, prose = self.text, self.prose
        before = class_at(prose, at - 1)
        # After a Latin letter only marks of the Arabic script lack a space.
        if before > k_.UPPER or k == k_.ARABIC_COMMA or k == k_.STOPS:
            if is_letter(class_at(prose, at + 1)):
                self.glued.append(at)
        last = at - 1
        if before == k_.SPACE or before == k_.OTHER_SPACE:
            if stands_apart(prose, c, at, self.french):
                self.events |= e_.SPACED
                self.spaced.append(at)
            last = at - 2
            before = class_at(prose, last)
        if k_.STOP <= before <= k_.COLON:
            self.clusters.append(last)
            if is_doubled(prose, c, at, last):
                self.events |= e_.MARKS
        if k == k_.STOP:
            if self.dated:
                self.dates.separator(k, at)
            if before == k_.STOP and class_at(prose, at - 2) == k_.STOP:
                self.events |= e_.DOTS
                if class_at(prose, at - 3) != k_.STOP:
                    self.dots.append(at - 2)
            elif (
                before == k_.LOWER and code_at(text, at - 1) == 119 and code_at(text, at - 3) == 119
            ):
                self.events |= e_.WWW
                if shown_at(prose, at + 1) == 32 or code_at(text, at + 1) == 9:
                    self.events |= e_.ODD_SCHEME
        elif k == k_.COLON and code_at(text, at + 1) == 47 and code_at(text, at + 2) == 47:
            self.events |= e_.URL | e_.SHOWN_SCHEME
        elif (k == k_.COLON or k == k_.SEMICOLON) and is_odd_scheme(text, at):
            self.events |= e_.ODD_SCHEME
        elif k == k_.QUESTION and before == k_.QUESTION and class_at(prose, at - 2) == before:
            self.events |= e_.ASKED
        elif k == k_.EXCLAMATION and class_at(prose, at + 1) == k_.OPEN_SQUARE:
            self.events |= e_.IMAGE

    def quoted_end(self, at: i64) -> None:
        """A closing quotation mark."""
        if not self.right_to_left and ends_quoted(self.prose, at):
            self.events |= e_.DISPLACED

    def settle(self) -> None:
        """The end of what brackets are matched within."""
        if self.balance.used and self.balance.settle():
            self.events |= e_.UNBALANCED
            self.unbalanced.append(self.balance.last)
