"""One pass over the text of a document that records candidates for rules.

It records events, the places of signs with their neighbours, lines that begin like a phrase,
repeated words and paragraphs, dates and brackets. It does not examine links, images, tables or
tags: nodes and literals start the rules about those. Compiled by mypyc the pass costs a few
nanoseconds a character; interpreted it would cost a thousand times more, so ``core.dispatch``
does not run it. Where the pass records no event, the rules that name the event find nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.core import events as e_
from contentlint.core import letters
from contentlint.core.dates import DateScan
from contentlint.core.letters import (
    FAR,
    WHOLE,
    composes,
    flat_size,
    is_misread,
    is_odd,
    may_be_unassigned,
    misread_letters,
)
from contentlint.core.paragraphs import EchoScan, behind_blanks, measured
from contentlint.core.phrase_table import LineScan, Opened
from contentlint.model import characters as k_
from contentlint.model.characters import (
    FAR_LETTER,
    OTHER_SPACE,
    TABLE,
    class_at,
    class_of,
    code_at,
    far_class,
    is_digit_at,
    is_space,
)
from contentlint.model.document import MARK, OBJECT, Block, Document
from contentlint.model.languages import ARABIC_SCRIPT, LOOSE_ANGLES, LOOSE_QUOTES
from contentlint.model.queries import FLOWING
from contentlint.model.trigger import LOOP_CHARS, LOOP_WORDS, MANY_WORDS, MIN_CHARS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_UNSEEN: Final = e_.BIDI | e_.ZERO_WIDTH | e_.CONTROL | e_.OTHER_INVISIBLE
_UNPLAIN: Final = e_.ODD | e_.UNDECODABLE | e_.REPLACED | _UNSEEN

_MONTHS: Final = 0x47229
"""First letters of the English months, one bit each."""
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
    "directive": _UNITS | _WITH_BLANKS,
    "shortcode": _UNITS | _WITH_BLANKS,
    "table": _TEXT,
    "pipe_row": _DATED,
    "code": _TEXT | _WITHOUT_PHRASES | _WITH_BLANKS,
    "front_matter": _WITHOUT_PHRASES | _WITH_BLANKS,
    "definition": _WITHOUT_PHRASES,
    "break": _WITHOUT_PHRASES,
    "image": _WITHOUT_PHRASES,
}
"""By kind of block. ``_DATED``: its dates may differ in style from the rest."""


MOST_DOUBLED: Final = 100
_STREAK: Final = 3
# Each of the last twelve tokens has a hash in a field of five bits, the last one in the lowest:
# few tokens share a hash, and the tokens of a loop share theirs in a row.
EACH: Final = 0x84210842108421
"""The lowest bits of all fields."""
HIGHEST: Final = (EACH << 4) & ~31
"""Their highest bits, without the last token's, which ``streak`` counts."""
ALL: Final = (1 << 60) - 1
STRIDE: Final = (10 << 5) | (7 << 10) | (4 << 15) | (1 << 20)
"""Added, it sets the highest bit of a field that has counted 6 tokens of a loop of two, 9 of one of
three, 12, 15, else 16: three times the length of the loop, whose first turn does not count."""
_MOST_TRIED: Final = 40
_LOUD: Final = 255
_QUIET: Final = bytes(
    [TABLE[c] if 9 <= c <= 10 or (c >= 32 and c != 0x7F) else _LOUD for c in range(128)]
)
"""The classes of ASCII; ``_LOUD`` for controls."""


class Scan:
    """The candidates and events of one document; call ``run`` once."""

    def __init__(
        self,
        text: str,
        prose: str,
        language: str,
        firsts: dict[int, Opened],
        more: dict[int, Opened],
        chars: CharTable,
        by_line: bool,
    ) -> None:
        arabic = language in ARABIC_SCRIPT
        latin = letters.latin(prose)
        self.text = text
        self.prose = prose
        self.latin = latin
        self.table = TABLE
        # No literal: C would shift 32 bits of one.
        self.one: i64 = 1
        self.by_line = by_line
        self.english = language == "en"
        # Events; see ``core.events``.
        self.events: i64 = 0
        self.more: i64 = 0
        # Character classes and words.
        self.shown: i64 = 0
        """The classes of the prose, one bit each."""
        self.hidden: i64 = 0
        """The classes of what the mask hides, one bit each."""
        self.common: i64 = 0
        """Arabic letters of the prose from U+0621 to U+064A, one bit each; see ``finish``."""
        self.words: i64 = 0
        """Tokens that begin with a letter of a script that separates words by spaces."""
        self.unspaced: i64 = 0
        """Chinese and Japanese characters; two count as a word."""
        self.vowels: i64 = 0
        """Arabic marks of the prose except fathatan, which most texts have."""
        self.misread: list[int] = []
        """Characters that may have been decoded in the wrong code page, in no order."""
        self.composing = False
        """True if the prose may not be in its composed form."""
        self.backwards = False
        """True if a word of the text begins as only Arabic stored in visual order does."""
        self.plain = False
        """True if ``fold.space`` changes nothing in the text but white space."""
        self.unbalanced: list[int] = []
        """A bracket or directional quote of each unit that ``UNBALANCED`` describes."""
        # The current block.
        self.units = False
        """True if brackets are matched in it."""
        self.dated = False
        """True if dates count in it."""
        self.long = False
        """True if it is compared with other paragraphs."""
        self.gaps: list[int] = []
        """Indices of blocks preceded by two blank lines or more."""
        self.sections: list[int] = []
        """Indices of the headings of ``SECTION``."""
        self.dropped: i64 = 0
        """Characters of long blocks that comparing leaves out."""
        self.flat: i64 = 0
        # Two bytes a character in most of the text, or one; see ``finish``.
        self.wide = arabic
        # The parts of the scan.
        self.chars = CharScan(prose, chars)
        self.own = chars.own
        self.lines = LineScan(prose, latin, firsts, more)
        self.tokens = TokenScan(prose)
        self.balance = Balance(language)
        self.dates = DateScan(prose, self.english)
        self.echoes = EchoScan(prose, latin, language, arabic, arabic)

    def run(self, blocks: list[Block]) -> None:
        """Scan the whole text; ``blocks`` are the document's."""
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
            # Mostly one empty line, which needs no look.
            if at < begin and (at == 0 or at + 1 < begin or latin[at] != 10):
                self.read(at, begin, False)
            if first - line > 2:
                self.events |= e_.BLANKS
                self.gaps.append(number)
            line = last
            traits = _TRAITS.get(kind, 0)
            if heading and self.is_no_text(kind, traits, begin, stop):
                if kind != "heading" or level <= heading or not self.has_words(begin, stop):
                    self.sections.append(number - 1)
            heading = level if kind == "heading" else 0
            if traits & _ITEM and stop - begin <= 4 and not self.text[begin:stop].strip():
                self.events |= e_.EMPTY_ITEM
            at = stop
            if at < size and latin[at] == 10:
                at += 1
            self.block(traits, number, begin, stop, at, first < last)
        if heading:
            self.sections.append(number)
        if self.sections:
            self.events |= e_.SECTION
        end = self.prose.find("\n", stop, size)
        if (end >= 0 and end + 1 < size) or traits & _WITH_BLANKS:
            self.events |= e_.TRAILING
        self.read(at, size, False)
        self.finish(blocks)

    def block(
        self, traits: i64, number: int, begin: i64, stop: i64, after: i64, lines: bool
    ) -> None:
        """Scan a block up to ``after``, the end of its last line; ``lines`` is True if it has more
        than one line."""
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
        """Return True if a block below a heading may not fill its section. HTML does, except for
        our own comments."""
        if kind == "directive" or kind == "shortcode":
            return False
        if kind == "html":
            return self.text.find("<!-- contentlint", begin, stop) >= 0
        if traits & _TEXT:
            return False
        return not traits & _ITEM or stop - begin <= 3

    def has_words(self, at: i64, stop: i64) -> bool:
        """Return True if there is a letter or a digit; a deeper heading without one opens no
        section."""
        while at < stop:
            if self.prose[at].isalnum():
                return True
            at += 1
        return False

    def read(self, at: i64, stop: i64, lines: bool) -> None:
        """Scan the characters from an offset to another; ``lines`` is True if lines begin within
        them."""
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
        while at < stop:
            c: i64 = latin[at]
            # Runs of one kind of letters, in loops that call nothing: a third of the time.
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
                    while True:
                        at += 1
                        if at >= stop:
                            break
                        c = latin[at]
                        if c < 97 or c > 122:
                            break
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
                    seen |= one << k_.FAR_LETTER
                    if begun < 0:
                        begun = at
                        if 0xAC00 <= c < 0xD7A4:
                            words += 1
                    at = self.far_letters(c, at, stop)
                    continue
                else:
                    k = self.far(c)
                    if 0x3041 <= c < 0x309B:
                        self.unspaced += 1
            seen |= one << k
            if k <= k_.LAST_LETTER:
                if begun < 0:
                    begun = at
                    if k != k_.LETTER_3 or (is_spaced(c) and prose[at].isalnum()):
                        words += 1
                if c >= 0x378 and (k == k_.LETTER or k == k_.LETTER_3):
                    self.events |= e_.UNASSIGNED
                if k >= k_.ARABIC:
                    arabic += 1
                elif c >= 0x430 and c != 0x45F and k != k_.THEH:
                    at = self.same_letters(c, k, at, stop)
                    continue
                elif 0x80 <= c < 0x300 or c >= 0x400 or c == 0x39E:
                    # ``is_misread`` knows no other letters beyond ASCII.
                    if c < 0x460 and is_misread(text, at, c):
                        self.misread.append(at)
                at += 1
                continue
            if c == 0 or c == 26:
                # Markup before a word is not part of it.
                if begun < 0 and c:
                    begun = at
                at = self.covered(at, stop)
                continue
            if k < k_.SPACE or (k > k_.OTHER_SPACE and not (k == k_.DAMAGE and is_space(c))):
                if k > k_.OTHER_DIGIT:
                    self.sign(c, k, at)
                elif k >= k_.DIGIT:
                    if months and begun < 0:
                        self.dates.day(at)
                    if not is_digit_at(prose, at - 1):
                        self.dates.number(at)
                elif k == k_.MARK:
                    self.vowel(c, at)
                if begun < 0:
                    begun = at
                at += 1
                continue
            # White space.
            if begun >= 0:
                # Enter the token into the fields of ``TokenScan``.
                own = (latin[begun] + (at - begun) * 3) & 31
                if (last ^ own) & 31 == 0 and are_alike(prose, before, begun, at):
                    streak += 1
                else:
                    streak = 0
                before = begun
                begun = -1
                # A zero in each field with the same hash, and then that field's highest bit.
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
                # Blanks of the mask begin at the start of a line or are longer than one.
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
        if self.long:
            self.flat += arabic
        self.common |= common
        self.shown = seen

    def far_letters(self, c: i64, at: i64, stop: i64) -> i64:
        """Scan a run of Chinese, Japanese or Korean letters; return where it ends."""
        prose = self.prose
        unspaced: i64 = 0
        self.events |= e_.UNASSIGNED
        while True:
            if c < 0xA000 and (c >= 0x4E00 or 0x3041 <= c < 0x3100):
                unspaced += 1
            at += 1
            if at >= stop:
                break
            c = ord(prose[at])
            if c < 0x309B or c >= 0xD800:
                break
        self.unspaced += unspaced
        return at

    def same_letters(self, c: i64, k: i64, at: i64, stop: i64) -> i64:
        """Scan a run of letters of one class, of Hebrew, Hindi and others; return where it ends.
        Nothing else matters about these."""
        prose, table = self.prose, self.table
        while True:
            if k == k_.LETTER_3 and composes(prose, at, c):
                self.composing = True
            at += 1
            if at >= stop:
                break
            c = ord(prose[at])
            if c < 0x430 or c >= k_.SIZE or c == 0x45F or table[c] != k:
                break
        return at

    def vowel(self, c: i64, at: i64) -> None:
        """Enter an Arabic mark."""
        if 0x653 <= c <= 0x655:
            self.events |= e_.ODD
            self.composing = True
        elif class_at(self.prose, at - 1) == k_.MARK:
            # Marks in another order are equivalent, and no phrase has any.
            self.events |= e_.ODD
        if c != 0x64B:
            self.vowels += 1

    def covered(self, at: i64, stop: i64) -> i64:
        """Scan the text under a run of one mask character; return where the run ends."""
        text, latin, table, quiet = self.text, self.latin, self.table, _QUIET
        hidden: i64 = self.hidden
        one: i64 = self.one
        c: i64 = latin[at]
        end = at + 1
        while end < stop and latin[end] == c:
            end += 1
        size = end - at
        while at < end:
            t: i64 = ord(text[at])
            # Most characters belong to an address, and this loop calls nothing.
            while t < 128:
                k: i64 = quiet[t]
                if k == _LOUD or t == c:
                    break
                hidden |= one << k
                at += 1
                if at >= end:
                    break
                t = ord(text[at])
            if at >= end:
                break
            if t < 128:
                if t != c:
                    hidden |= one << table[t]
                    self.damage(t)
                elif c != 32:
                    self.damage(c)
            else:
                kind: i64 = 0
                if t < k_.SIZE:
                    kind = table[t]
                else:
                    kind = self.far(t)
                hidden |= one << kind
                self.beyond(t, kind, at)
            at += 1
        self.hidden = hidden
        if c == 0:
            self.lines.marks += size
        if c != 32 and self.long:
            self.dropped += size
        return end

    def far_space(self, c: i64, at: i64) -> None:
        """Enter white space beyond ASCII."""
        if c == 0x2000 or c == 0x2001:
            self.events |= e_.ODD
            self.composing = True
        if self.long and flat_size(c) == 0:
            self.dropped += 1
        if is_misread(self.text, at, c):
            self.misread.append(at)

    def sign(self, c: i64, k: i64, at: i64) -> None:
        """Enter a mark, a bracket or another sign, or a character beyond the table."""
        own: i64 = self.own[k]
        if own:
            self.chars.enter(own, at)
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
            if k == k_.SYMBOL and c > 0x2065 and not 0x20A0 <= c <= 0x20C0:
                self.events |= e_.UNASSIGNED
        if k == k_.STOP or k == k_.HYPHEN or k == k_.SLASH:
            if self.dated:
                self.dates.separator(k, at)
        elif k_.OPEN_ROUND <= k <= k_.CLOSE_QUOTE:
            if self.units:
                self.balance.bracket(c, k, at)
        elif k == k_.DAMAGE:
            self.damage(c)
        elif k == k_.FAR and self.units:
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
        """Return True if a stop or comma follows a small letter other than ``w`` and precedes white
        space, as most do; nothing more needs to be known of those."""
        latin = self.latin
        if at < 1 or at + 1 >= len(latin):
            return False
        after: i64 = latin[at + 1]
        if after != 32 and after != 10:
            return False
        before: i64 = latin[at - 1]
        return 97 <= before <= 122 and before != 119

    def settle(self) -> None:
        """End the unit in which brackets are matched."""
        if self.balance.used and self.balance.settle():
            self.events |= e_.UNBALANCED
            self.unbalanced.append(self.balance.last)

    def beyond(self, c: i64, k: i64, at: i64) -> None:
        """Enter a character beyond ASCII that the mask hides."""
        if c < 0x2E80 and is_misread(self.text, at, c):
            self.misread.append(at)
        if (c == 0x629 or c == 0x649 or c == 0x64A) and is_backwards(self.text, at, c):
            self.backwards = True
        if k == k_.DAMAGE:
            self.damage(c)

    def damage(self, c: i64) -> None:
        """Enter an invisible character within the table."""
        if c == 0x200B or c == 0x200C or c == 0x200D or c == 0x34F or c == 0x180E or c == 0x2060:
            self.events |= e_.ZERO_WIDTH
        elif c == 0x61C or 0x200E <= c <= 0x200F or 0x202A <= c <= 0x202E or 0x2066 <= c <= 0x2069:
            self.events |= e_.BIDI
        elif c < 0xA0:
            self.events |= e_.CONTROL
        else:
            self.events |= e_.OTHER_INVISIBLE
            if c == 0x2065:
                self.events |= e_.UNASSIGNED

    def far(self, c: i64) -> i64:
        """Enter the events of a character beyond the table; return its class."""
        if 0x309B <= c < 0xD800:
            return k_.FAR_LETTER
        if may_be_unassigned(c):
            self.events |= e_.UNASSIGNED
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

    def finish(self, blocks: list[Block]) -> None:
        """Derive what is known only when the whole text has been read."""
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
        if self.shown & ((one << k_.COMBINING) | (one << k_.MARK)):
            self.events |= e_.COMBINING
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
        """Enter the events of the parts of the scan."""
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
        if dates.days:
            self.events |= e_.DAYS
        if dates.day_first and dates.month_first:
            self.events |= e_.ORDERS


class TokenScan:
    """Tokens that repeat, alone or several in a row; ``Scan.read`` enters their hashes."""

    def __init__(self, prose: str) -> None:
        self.prose = prose
        self.doubled: list[int] = []
        """Ends of doubled words, of the first ``MOST_DOUBLED``."""
        self.loops = False
        """True if a word, or a sequence of two to twelve words, occurs four times in a row."""
        self.begun: i64 = -1
        """Where the current token begins; -1: there is none."""
        self.before: i64 = 0
        """Where the token before it began."""
        self.streak: i64 = 0
        """How many times the token before has repeated itself."""
        self.tried: i64 = 0
        """How many times ``turns`` was called."""
        self.last: i64 = 0
        """The fields of the last twelve tokens."""
        self.rows: i64 = 0
        """How many tokens in a row equal the one two before, three before and so on, in fields as
        well."""

    def end(self) -> None:
        """End the text, and with it a token whose hash is not needed any more."""
        if self.begun < 0:
            return
        self.streak += 1
        if not are_alike(self.prose, self.before, self.begun, len(self.prose)):
            self.streak = 0
        self.rows += EACH
        self.look(len(self.prose))

    def look(self, at: i64) -> None:
        """Record the token before an offset if it repeats, alone or in a loop."""
        if self.streak and self.begins_with_letter(at):
            if len(self.doubled) < MOST_DOUBLED:
                self.doubled.append(at)
            if self.streak >= _STREAK:
                self.loops = True
        if (self.rows + STRIDE) & HIGHEST:
            self.rows = 0
            if not self.loops:
                self.tried += 1
                if self.tried > _MOST_TRIED or turns(self.prose, at):
                    self.loops = True

    def begins_with_letter(self, at: i64) -> bool:
        """Return True if the token before an offset begins with a letter."""
        at -= 1
        while at > 0 and not self.prose[at - 1].isspace():
            at -= 1
        return self.prose[at].isalpha()


def are_alike(prose: str, at: i64, other: i64, end: i64) -> bool:
    """Return True if the token at ``at`` equals the one from ``other`` to ``end``, ignoring
    case."""
    if at == other:
        return False  # the first one
    while other < end:
        a: i64 = ord(prose[at])
        b: i64 = ord(prose[other])
        if a != b and (a ^ b != 32 or not 97 <= a | 32 <= 122):
            if (a < 0x80 and b < 0x80) or prose[at].lower() != prose[other].lower():
                return False
        at += 1
        other += 1
    return prose[at].isspace()


def is_spaced(c: i64) -> bool:
    """Return True if a letter of three bytes is of a script of India or Ethiopia, which separate
    words by spaces."""
    return 0x900 <= c < 0xE00 or 0x1200 <= c < 0x13A0


def is_backwards(text: str, at: i64, c: i64) -> bool:
    """Return True if a word begins with YEH, MAQSURA or TEH MARBUTA as only words stored in visual
    order do; see ``reversed_arabic``."""
    before = code_at(text, at - 1)
    if before != 32 and before != 10:
        return False
    after = code_at(text, at + 1)
    if c != 0x64A:
        return 0x600 <= after < 0x680
    last = code_at(text, at + 2)
    return after == 0x641 and (last == 32 or last == 10)


_LONGEST_INTERVAL: Final = 40
"""Code points; intervals like ``[0, 1)`` are shorter from bracket to bracket."""
_FAR_OPENERS: Final = {
    0x300B: 0x300A,
    0x300D: 0x300C,
    0x300F: 0x300E,
    0x3011: 0x3010,
    0xFD3E: 0xFD3F,
}


class Balance:
    """The brackets of one unit: those that are open, and those closed without being open."""

    def __init__(self, language: str) -> None:
        self.loose_quotes = not language or language in LOOSE_QUOTES
        self.loose_angles = not language or language in LOOSE_ANGLES
        self.used = False
        self.broken = False
        self.round = 0
        self.square = 0
        self.curly = 0
        self.angular = 0
        self.angles = 0
        self.broken_angles = False
        self.quoted = 0
        self.quotes = 0
        self.broken_quotes = False
        self.low = False
        self.before = 0
        self.before_at = 0
        self.last = 0
        """The offset of the last bracket."""
        self.far: dict[int, int] = {}

    def bracket(self, c: int, k: int, at: int) -> None:
        """Enter a bracket or directional quote by its code point, class and offset."""
        self.used = True
        self.last = at
        if k == k_.OPEN_ROUND:
            self.round += 1
        elif k == k_.CLOSE_ROUND:
            self.round = self.closed(self.round)
        elif k == k_.OPEN_SQUARE:
            self.square += 1
        elif k == k_.CLOSE_SQUARE:
            self.square = self.closed(self.square)
        elif k == k_.OPEN_CURLY:
            self.curly += 1
        elif k == k_.CLOSE_CURLY:
            self.curly = self.closed(self.curly)
        else:
            self.quote(c, k)
        if k <= k_.CLOSE_SQUARE:
            self.interval(k, at)

    def closed(self, open_: int) -> int:
        if open_ == 0:
            self.broken = True
            return 0
        return open_ - 1

    def quote(self, c: int, k: int) -> None:
        if k == k_.OPEN_ANGULAR:
            self.angles += 1
            self.angular += 1
        elif k == k_.CLOSE_ANGULAR:
            self.angles += 1
            if self.angular == 0:
                self.broken_angles = True
            else:
                self.angular -= 1
        elif k == k_.OPEN_QUOTE:
            self.quotes += 1
            self.quoted += 1
            if c == 0x201E:
                self.low = True
        else:
            self.quotes += 1
            if self.quoted == 0:
                self.broken_quotes = True
            else:
                self.quoted -= 1

    def interval(self, k: int, at: int) -> None:
        """Remove the brackets of a half-open interval, which differ in kind or do not face."""
        before = self.before
        self.before = k
        if at - self.before_at <= _LONGEST_INTERVAL and (
            (before == k_.OPEN_SQUARE and k == k_.CLOSE_ROUND)
            or (before == k_.OPEN_ROUND and k == k_.CLOSE_SQUARE)
            or (before == k_.CLOSE_SQUARE and k_.OPEN_SQUARE <= k <= k_.CLOSE_SQUARE)
        ):
            self.broken = True
        self.before_at = at

    def far_bracket(self, c: int, at: int) -> None:
        """Enter a sign beyond the table of classes by its code point and offset."""
        if c == 0xFF08:
            self.used = True
            self.round += 1
        elif c == 0xFF09:
            self.used = True
            self.round = self.closed(self.round)
        elif 0x300A <= c <= 0x3011 or c == 0xFD3E or c == 0xFD3F:
            self.used = True
            opener = _FAR_OPENERS.get(c)
            if opener is None:
                self.far[c] = self.far.get(c, 0) + 1
            elif self.far.get(opener, 0):
                self.far[opener] -= 1
            else:
                self.broken = True
        else:
            return
        self.last = at

    def settle(self) -> bool:
        """End a unit; return True if a bracket in it may lack a partner."""
        lacks = self.broken or self.round + self.square + self.curly != 0
        if self.low or self.loose_quotes:
            lacks = lacks or self.quotes == 1
        else:
            lacks = lacks or self.broken_quotes or self.quoted != 0
        if self.loose_angles:
            lacks = lacks or self.angles == 1
        else:
            lacks = lacks or self.broken_angles or self.angular != 0
        if self.far:
            lacks = lacks or any(self.far.values())
            self.far = {}
        self.used = self.broken = self.broken_angles = self.broken_quotes = self.low = False
        self.round = self.square = self.curly = self.angular = self.quoted = 0
        self.angles = self.quotes = 0
        self.before = 0
        return lacks


MOST: Final = 62
"""The number of triggers that one table can hold: a bit of a native integer each."""
CLASSES: Final = 64


def are_signs(chars: str) -> bool:
    """Return True if ``core.index`` enters each of some characters: it passes over letters, digits,
    white space and the characters of the mask."""
    for char in chars:
        k = class_of(ord(char))
        if k <= OTHER_SPACE or k == FAR_LETTER or char in (MARK, OBJECT):
            return False
    return True


class CharTable:
    """Triggers by the classes of the character, of the one before it and of the one after it."""

    def __init__(self, triggers: Sequence[tuple[str, int, int]]) -> None:
        """``triggers`` are at most ``MOST``, each with the fields of a ``Chars``."""
        self.chars: list[str] = []
        """By trigger, its characters."""
        self.own: list[int] = [0] * CLASSES
        self.before: list[int] = [0] * CLASSES
        self.after: list[int] = [0] * CLASSES
        """By class, the triggers, one bit each, that such a character may meet."""
        for number, (chars, before, after) in enumerate(triggers):
            self.chars.append(chars)
            bit = 1 << number
            for char in chars:
                self.own[class_of(ord(char))] |= bit
            for k in range(CLASSES):
                if before >> k & 1:
                    self.before[k] |= bit
                if after >> k & 1:
                    self.after[k] |= bit


class CharScan:
    """The places of a document that meet the triggers of a table."""

    def __init__(self, prose: str, table: CharTable) -> None:
        self.prose = prose
        self.own = table.own
        self.before = table.before
        self.after = table.after
        self.chars = table.chars
        self.found: list[list[int]] = [[] for _ in table.chars]
        """By trigger, offsets in order."""
        self.met: i64 = 0
        """The triggers with a place, one bit each."""

    def enter(self, own: i64, at: i64) -> None:
        """Enter a character; ``own`` are the triggers that its class may meet."""
        prose = self.prose
        before: i64 = self.before[class_at(prose, at - 1)]
        bits: i64 = own & before
        if bits:
            after: i64 = self.after[class_at(prose, at + 1)]
            bits &= after
            if bits:
                self.place(bits, at)

    def place(self, bits: i64, at: i64) -> None:
        """Record an offset for some triggers whose classes it meets."""
        char = self.prose[at]
        number: i64 = 0
        # No ``1 << number``: C would shift 32 bits.
        bit: i64 = 1
        while bits:
            if bits & 1 and char in self.chars[number]:
                self.found[number].append(at)
                self.met |= bit
            bits >>= 1
            bit <<= 1
            number += 1


_TURNS: Final = 4
_FAR: Final = 4000
"""Code points of a turn, at most, so that no file costs much more than it is long."""


def turns(prose: str, at: i64) -> bool:
    """Return True if the token that ends at an offset stands in a loop that counts: 2 to 12 tokens,
    lettered and without digits, that run four times. No token is cut out for that. Also where
    those before it reach far."""
    begin = _begin(prose, at)
    size = at - begin
    start = begin
    for turn in range(1, LOOP_WORDS + 1):
        end = _end_before(prose, start)
        if end == 0:
            return False
        start = _begin(prose, end)
        if at - start > _FAR:
            return True
        if turn > 1 and end - start == size and _are_equal(prose, start, begin, size):
            if _run(prose, start, begin, turn):
                return True
    return False


def _run(prose: str, one: i64, two: i64, turn: i64) -> bool:
    """Return True if two equal tokens, so many apart, stand in such a loop: on both sides of them
    enough others are equal to those a turn further on."""
    left = (_TURNS - 1) * turn - 1
    a = one
    b = two
    while left > 0:
        a_end = _end_before(prose, a)
        b_end = _end_before(prose, b)
        a = _begin(prose, a_end)
        b = _begin(prose, b_end)
        if a_end == 0 or a_end - a != b_end - b or not _are_equal(prose, a, b, b_end - b):
            break
        left -= 1
    a = one
    b = two
    while left > 0:
        a = _begin_behind(prose, _end(prose, a))
        b = _begin_behind(prose, _end(prose, b))
        size = _end(prose, b) - b
        if size == 0 or _end(prose, a) - a != size or not _are_equal(prose, a, b, size):
            break
        left -= 1
    return left == 0 and _is_text(prose[one:two].split())


def _begin(prose: str, end: i64) -> i64:
    """Return where the token begins that ends at an offset."""
    while end > 0:
        c: i64 = ord(prose[end - 1])
        if (c <= 32 or c >= 0x80) and is_space(c):
            break
        end -= 1
    return end


def _end(prose: str, begin: i64) -> i64:
    """Return where the token ends that begins at an offset."""
    stop = len(prose)
    while begin < stop:
        c: i64 = ord(prose[begin])
        if (c <= 32 or c >= 0x80) and is_space(c):
            break
        begin += 1
    return begin


def _end_before(prose: str, begin: i64) -> i64:
    """Return where the token ends before one that begins at an offset; 0 if no token precedes
    it."""
    while begin > 0 and is_space(ord(prose[begin - 1])):
        begin -= 1
    return begin


def _begin_behind(prose: str, end: i64) -> i64:
    """Return where the token begins after one that ends at an offset."""
    return behind_blanks(prose, end, len(prose))


def _are_equal(prose: str, one: i64, two: i64, size: i64) -> bool:
    """Return True if so many characters are the same from two offsets on, capitals of ASCII
    small."""
    for at in range(size):
        a: i64 = ord(prose[one + at])
        b: i64 = ord(prose[two + at])
        if a != b and (a ^ b != 32 or not 97 <= a | 32 <= 122):
            return False
    return True


def _is_text(gram: list[str]) -> bool:
    """Return True if a token begins with a letter, one has two of them, and none has a digit."""
    begins = lettered = False
    for token in gram:
        letters = 0
        for char in token:
            if char.isalpha():
                letters += 1
            elif char.isdigit():
                return False
        begins = begins or token[0].isalpha()
        lettered = lettered or letters > 1
    return begins and lettered


def in_unspaced(doc: Document) -> bool:
    """Return True if ``character_loops`` may find several letters that run four times in a
    block."""
    for kind, start, end, _, _, _ in doc.blocks:
        if kind in FLOWING and _has_characters(doc.prose, start, end):
            return True
    return False


def _has_characters(text: str, start: i64, end: i64) -> bool:
    for turn in range(2, LOOP_CHARS + 1):
        size: i64 = turn
        at = start
        # Of any such loop one of these pairs stands again a turn further on.
        while at + size + 1 < end:
            c: i64 = ord(text[at])
            if (
                c > 64
                and ord(text[at + size]) == c
                and ord(text[at + 1]) == ord(text[at + size + 1])
                and _is_loop(text, at, size, start, end)
            ):
                return True
            at += (_TURNS - 1) * size - 1
    return False


def _is_loop(text: str, at: int, size: int, start: int, end: int) -> bool:
    gram = text[at : at + size]
    # Before its length, or of a row of one sign each place would look at all of it.
    if not gram.isalpha() or len(set(gram)) < 2:
        return False
    low, high = extent(text, at, size, start, end)
    return high - low >= _TURNS * size


def extent(text: str, at: int, size: int, floor: int, end: int) -> tuple[int, int]:
    """Return the characters around ``at`` that have the period ``size``, half-open, within
    bounds."""
    low, high = at, at + size
    while low > floor and text[low - 1] == text[low - 1 + size]:
        low -= 1
    while high < end and text[high] == text[high - size]:
        high += 1
    return low, high
