"""One pass over a document for what most rules cannot do without.

Compiled by mypyc this costs a few nanoseconds a character; interpreted a
thousand times more, and then it is not run at all (see ``gates``). What it
tells must never be narrower than what the rules look for: an event that is
absent is a promise that they would find nothing.
"""

from __future__ import annotations

from contentlint.core import folds
from contentlint.core.composed import composes
from contentlint.core.echo_scan import MIN_CHARS, measured
from contentlint.core.folds import FAR, WHOLE
from contentlint.core.mask_scan import MaskScan
from contentlint.core.misread_scan import is_misread, misread_letters
from contentlint.core.opened import Opened
from contentlint.core.phrase_table import LineScan
from contentlint.core.sign_scan import is_alone, is_backwards, may_notify, rare
from contentlint.core.token_scan import ALL, EACH, HIGHEST, STRIDE, TokenScan, are_alike
from contentlint.model import events as e_
from contentlint.model.document import Block
from contentlint.text.unicode import classes as k_
from contentlint.text.unicode.classes import TABLE, class_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MANY_WORDS: Final = 50
"""With so many an article is none of few words."""
_UNSEEN: Final = e_.BIDI | e_.ZERO_WIDTH | e_.CONTROL | e_.OTHER_INVISIBLE
_UNPLAIN: Final = e_.ODD | e_.UNDECODABLE | e_.REPLACED | _UNSEEN

_MONTHS: Final = 0x47229
"""Capitals that the months of English begin with, a bit each."""
_LETTER: Final = 1 << 36
"""The bit of an ``a``: so large that C shifts 64 bits at once."""
_COOKIE: Final = ((1 << 14) | (1 << 10) | (1 << 8) | (1 << 4)) << 36
_COPYRIGHT: Final = (
    (1 << 14) | (1 << 15) | (1 << 24) | (1 << 17) | (1 << 8) | (1 << 6) | (1 << 7)
) << 36
"""Letters that "ookie" has, and of "opyright" all but the last, one bit each."""
_UNITS: Final = 1
_DATED: Final = 2
_LONG: Final = 4
_TEXT: Final = 8
_ITEM: Final = 16
_WITHOUT_PHRASES: Final = 32
_WITH_BLANKS: Final = 64
_TRAITS: Final = {
    "paragraph": _UNITS | _DATED | _LONG | _TEXT,
    "list_item": _UNITS | _LONG | _ITEM,
    "quote": _UNITS | _LONG | _ITEM,
    "heading": _UNITS,
    "html": _UNITS | _WITH_BLANKS,
    "table": _TEXT,
    "pipe_row": _DATED,
    "code": _TEXT | _WITHOUT_PHRASES | _WITH_BLANKS,
    "front_matter": _WITHOUT_PHRASES | _WITH_BLANKS,
    "definition": _WITHOUT_PHRASES,
    "break": _WITHOUT_PHRASES,
    "image": _WITHOUT_PHRASES,
}
"""Of the kinds of blocks. Dates count where they may be written in another style than the rest."""


class Scan(MaskScan):
    """What one pass has found; ``run`` is called once."""

    def __init__(
        self,
        text: str,
        prose: str,
        language: str,
        firsts: dict[int, Opened],
        more: dict[int, Opened],
        by_line: bool,
    ) -> None:
        arabic = language in ("ar", "fa", "ur", "ckb", "ps", "ug", "sd")
        latin = folds.latin(prose)
        lines = LineScan(prose, latin, firsts, more)
        super().__init__(text, prose, latin, language, lines, arabic)
        self.shown: i64 = 0
        """The classes of the prose: one bit each."""
        self.common: i64 = 0
        """Letters of Arabic in the prose, U+0621 to U+064A: one bit each; see ``finish``."""
        self.heads: set[str] = set()
        """Those of ``LinkScan``."""
        self.by_line = by_line
        self.tokens = TokenScan(prose)
        self.words: i64 = 0
        """Tokens that begin with a letter of a script with spaces."""
        self.unspaced: i64 = 0
        """Characters of Chinese and Japanese, of which two are a word."""
        self.gaps: list[int] = []
        """Blocks (indices) above which two blank lines or more stand."""
        self.vowels: i64 = 0
        """Arabic marks of the prose but fathatan, which most texts have."""
        self.flat: i64 = 0
        # Two bytes a character in most of the text, or one; see ``finish``.
        self.wide = arabic
        self.english = language == "en"
        self.plain = False
        """``compare.space`` changes nothing in the text but white space."""

    def run(self, blocks: list[Block]) -> None:
        """Look at all of the text; ``blocks`` are the document's."""
        at: i64 = 0
        stop: i64 = 0
        line = -1
        heading = 0
        traits: i64 = 0
        number = -1
        latin = self.latin
        size: i64 = len(latin)
        for kind, start, end, first, last, level in blocks:
            number += 1
            begin: i64 = start
            stop = end
            # Mostly one empty line, of which all is known.
            if at < begin and (at == 0 or at + 1 < begin or latin[at] != 10):
                self.read(at, begin, False)
            if first - line > 2:
                self.events |= e_.BLANKS
                self.gaps.append(number)
            line = last
            traits = _TRAITS.get(kind, 0)
            if heading and self.is_no_text(kind, traits, begin, stop):
                if kind != "heading" or level <= heading or not self.has_words(begin, stop):
                    self.events |= e_.SECTION
            heading = level if kind == "heading" else 0
            if traits & _ITEM and stop - begin <= 4 and not self.text[begin:stop].strip():
                self.events |= e_.EMPTY_ITEM
            at = stop
            if at < size and latin[at] == 10:
                at += 1
            self.block(traits, number, begin, stop, at, first < last)
        if heading:
            self.events |= e_.SECTION
        end = self.prose.find("\n", stop, size)
        if (end >= 0 and end + 1 < size) or traits & _WITH_BLANKS:
            self.events |= e_.TRAILING
        self.read(at, size, False)
        self.finish(blocks)

    def block(
        self, traits: i64, number: int, begin: i64, stop: i64, after: i64, lines: bool
    ) -> None:
        """Look at a block and what stands up to ``after``, the end of its last line; ``lines``:
        whether it has more than one."""
        self.units = traits & _UNITS != 0
        self.dated = traits & _DATED != 0
        self.long = stop - begin >= MIN_CHARS and traits & _LONG != 0
        self.dates.begin = begin
        self.settle()
        if self.long:
            self.echoes.begin(number, begin, stop)
        if traits & _WITHOUT_PHRASES:
            lines = False
        else:
            self.lines.begin(begin, stop)
        self.read(begin, after, lines)
        self.lines.line = -1
        if self.long:
            self.echoes.finish(begin)
        self.settle()
        self.units = self.dated = self.long = False

    def is_no_text(self, kind: str, traits: i64, begin: i64, stop: i64) -> bool:
        """Whether a block below a heading is none that fills its section. ``block_scan`` looks at
        images; HTML does, but for a comment of ours."""
        if kind == "html":
            return self.text.find("<!-- contentlint", begin, stop) >= 0
        if kind == "image" or traits & _TEXT:
            return False
        return not traits & _ITEM or stop - begin <= 3

    def has_words(self, at: i64, stop: i64) -> bool:
        """Whether there is a letter or a digit; a deeper heading without one opens no section."""
        while at < stop:
            if self.prose[at].isalnum():
                return True
            at += 1
        return False

    def read(self, at: i64, stop: i64, lines: bool) -> None:
        """Look at the characters from an offset to another; ``lines``: whether there are lines to
        begin within them."""
        text, prose, latin, table = self.text, self.prose, self.latin, self.table
        tokens = self.tokens
        masked = prose is not text
        months = self.english and self.dated
        one: i64 = self.one
        seen: i64 = self.shown
        begun: i64 = tokens.begun
        before: i64 = tokens.before
        streak: i64 = tokens.streak
        rows: i64 = tokens.rows
        last: i64 = tokens.last
        arabic: i64 = 0
        common: i64 = 0
        words: i64 = 0
        unspaced: i64 = 0
        while at < stop:
            c: i64 = latin[at]
            # Runs of one kind of letters, by loops that call nothing: a third of the time.
            if 97 <= c | 32 <= 122:
                if begun < 0:
                    begun = at
                    words += 1
                    if c < 97 and months and (_MONTHS >> (c - 65)) & 1:
                        self.dates.capital(at)
                if c < 97:
                    seen |= 1 << k_.UPPER
                    at += 1
                    if at >= stop:
                        break
                    c = latin[at]
                if 97 <= c <= 122:
                    seen |= 1 << k_.LOWER
                    first = at
                    letters: i64 = 0
                    while True:
                        letters |= _LETTER << (c - 97)
                        at += 1
                        if at >= stop:
                            break
                        c = latin[at]
                        if c < 97 or c > 122:
                            break
                    if letters & _COOKIE == _COOKIE or letters & _COPYRIGHT == _COPYRIGHT:
                        self.notice(first, at)
                    if at >= stop:
                        break
            k: i64 = k_.SPACE
            if c != 32:
                if c == FAR:
                    c = ord(prose[at])
                if c < 0x621:
                    k = table[c]
                elif c <= 0x64A and (WHOLE >> (c - 0x620)) & 1:
                    if begun < 0:
                        begun = at
                        words += 1
                    start = at
                    if (c == 0x629 or c >= 0x649) and is_backwards(text, at, c):
                        self.backwards = True
                    while True:
                        common |= one << (c - 0x620)
                        at += 1
                        if at >= stop:
                            break
                        c = ord(prose[at])
                        if c < 0x621 or c > 0x64A or c == 0x62B or 0x63B <= c <= 0x640:
                            break
                    arabic += at - start
                    continue
                elif c < k_.SIZE:
                    k = table[c]
                elif 0x309B <= c < 0xD800:
                    # Nothing else counts of these, but where one is alone on a line.
                    if is_alone(text, at):
                        self.events |= e_.BULLET
                    seen |= one << k_.FAR_LETTER
                    if begun < 0:
                        begun = at
                        if 0xAC00 <= c < 0xD7A4:
                            words += 1
                    while True:
                        if c < 0xA000 and (c >= 0x4E00 or 0x3041 <= c < 0x3100):
                            unspaced += 1
                        at += 1
                        if at >= stop:
                            break
                        c = ord(prose[at])
                        if c < 0x309B or c >= 0xD800:
                            break
                    continue
                else:
                    k = self.far(c)
                    if 0x3041 <= c < 0x309B:
                        unspaced += 1
            seen |= one << k
            if k <= k_.LAST_LETTER:
                if begun < 0:
                    begun = at
                    if k != k_.LETTER_3 or (is_spaced(c) and prose[at].isalnum()):
                        words += 1
                if k >= k_.ARABIC:
                    arabic += 1
                    self.rare |= one << rare(c)
                elif c >= 0x430 and c != 0x45F and k != k_.THEH:
                    # Of Hebrew, of Hindi and others: nothing else counts of these.
                    while True:
                        if k == k_.LETTER_3 and composes(prose, at, c):
                            self.composing = True
                        at += 1
                        if at >= stop:
                            break
                        c = ord(prose[at])
                        if c < 0x430 or c >= k_.SIZE or c == 0x45F or table[c] != k:
                            break
                    continue
                elif 0x80 <= c < 0x300 or c >= 0x400 or c == 0x39E:
                    # No other letters beyond are looked at there.
                    if c < 0x460 and is_misread(text, at, c):
                        self.misread.append(at)
                at += 1
                continue
            if c == 0 or c == 26:
                # Markup before a word is no part of it.
                if begun < 0 and c:
                    begun = at
                at = self.covered(at, stop)
                continue
            if k < k_.SPACE or (k > k_.OTHER_SPACE and not (k == k_.DAMAGE and is_space(c))):
                if k > k_.OTHER_DIGIT:
                    self.sign(c, k, at)
                elif months and begun < 0 and (k == k_.DIGIT or k == k_.OTHER_DIGIT):
                    self.dates.day(at)
                elif k == k_.DIGIT:
                    if c == 48 and at > 0 and latin[at - 1] == 110:
                        self.events |= e_.TURN
                elif k == k_.MARK:
                    self.rare |= one << rare(c)
                    if 0x653 <= c <= 0x655:
                        self.events |= e_.ODD
                        self.composing = True
                    elif class_at(prose, at - 1) == k_.MARK:
                        # In another order they are the same, and no phrase has any.
                        self.events |= e_.ODD
                    if c != 0x64B:
                        self.vowels += 1
                if begun < 0:
                    begun = at
                at += 1
                continue
            # White space.
            if begun >= 0:
                # What ``TokenScan`` keeps, a token further.
                own = (latin[begun] + (at - begun) * 3) & 31
                if (last ^ own) & 31 == 0 and are_alike(prose, before, begun, at):
                    streak += 1
                else:
                    streak = 0
                before = begun
                begun = -1
                # A zero where it stood, and then the highest bit of the field.
                same = last ^ (own * EACH)
                same = (same - EACH) & ~same & HIGHEST
                last = ((last << 5) | own) & ALL
                rows = (rows + EACH) & ((same << 1) - (same >> 4))
                if streak or (rows + STRIDE) & HIGHEST:
                    tokens.streak = streak
                    tokens.rows = rows
                    tokens.look(at)
                    rows = tokens.rows
            elif c == 32 and masked and ord(text[at]) != 32:
                # What is hidden behind blanks begins with a line or is longer than one.
                if at > 0 and latin[at - 1] == 32:
                    at -= 1
                at = self.covered(at, stop)
                continue
            if c != 32:
                if k == k_.NEWLINE:
                    if self.by_line:
                        self.settle()
                    if lines and at + 1 < stop:
                        self.lines.begin(at + 1, stop)
                else:
                    if c >= 0x80:
                        self.far_space(c, at)
                    if k == k_.DAMAGE:
                        self.sign(c, k, at)
            at += 1
        tokens.begun = begun
        tokens.before = before
        tokens.streak = streak
        tokens.rows = rows
        tokens.last = last
        self.words += words
        self.unspaced += unspaced
        if self.long:
            self.flat += arabic
        self.common |= common
        self.shown = seen

    def notice(self, start: i64, end: i64) -> None:
        """A run of letters that has those of a cookie or of copyright."""
        prose = self.prose
        if self.events & e_.NOTICE:
            return
        if prose.find("ookie", start, end) >= 0 or prose.find("opyright", start, end) >= 0:
            if may_notify(prose, start):
                self.events |= e_.NOTICE

    def finish(self, blocks: list[Block]) -> None:
        one: i64 = self.one
        c: i64 = 0x620
        common = self.common
        while common:
            if common & 1:
                self.shown |= one << TABLE[c]
            common >>= 1
            c += 1
        self.tokens.end()
        joined = self.echoes.joined
        if self.wide and (joined - self.dropped + self.flat) * 2 < 3 * joined:
            self.wide = False
            self.echoes = measured(self.echoes, blocks)
        if self.shown & ((one << k_.LETTER_3) | (one << k_.FAR_LETTER) | (one << k_.FAR)):
            self.wide = False  # there may be three
        self.collect()
        if self.words + self.unspaced // 2 < MANY_WORDS:
            self.events |= e_.FEW_WORDS
        if self.shown & ((one << k_.COMBINING) | (one << k_.LETTER_3)):
            self.events |= e_.ODD
        if self.shown & (one << k_.COMBINING):
            self.composing = True
        if (self.shown | self.hidden) & (one << k_.TTEH) or self.events & e_.FORMS:
            self.misread += misread_letters(self.text)
        if self.misread:
            self.events |= e_.MISREAD
        self.plain = (
            not self.events & _UNPLAIN
            and not self.hidden & (one << k_.MARK)
            and not (self.shown | self.hidden)
            & (
                (one << k_.COMBINING)
                | (one << k_.IGNORED)
                | (one << k_.LETTER_3)
                | (one << k_.FAR_LETTER)
                | (one << k_.FAR)
            )
        )

    def collect(self) -> None:
        """The events of what has looked at the parts of the text."""
        if self.echoes.found():
            self.events |= e_.ECHO
        if self.lines.far:
            self.events |= e_.FAR_LINE
        if self.lines.composes:
            self.more |= e_.UNTOLD
        if self.tokens.doubled:
            self.events |= e_.DOUBLED
        if self.tokens.loops:
            self.events |= e_.LOOP
        dates = self.dates
        if dates.figures:
            self.events |= e_.FIGURES
        if dates.named:
            self.events |= e_.NAMED
        if dates.day_first and dates.month_first:
            self.events |= e_.ORDERS


def is_spaced(c: i64) -> bool:
    """Whether a letter of three bytes is of a script of India or Ethiopia, with spaces between
    words."""
    return 0x900 <= c < 0xE00 or 0x1200 <= c < 0x13A0


def is_space(c: i64) -> bool:
    """Whether a control character is white space to Python."""
    return c == 11 or c == 12 or 28 <= c <= 31 or c == 0x85 or c == 0x2028 or c == 0x2029
