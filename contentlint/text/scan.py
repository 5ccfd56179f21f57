"""One pass over a document for what most rules cannot do without.

Compiled by mypyc this costs a few nanoseconds a character; interpreted a
thousand times more, and then it is not run at all (see ``gates``). What it
tells must never be narrower than what the rules look for: an event that is
absent is a promise that they would find nothing.
"""

from __future__ import annotations

from contentlint.document import Block
from contentlint.text import classes as k_
from contentlint.text import events as e_
from contentlint.text.balance import Balance
from contentlint.text.classes import TABLE, class_at, code_at, far_class
from contentlint.text.composed import composes
from contentlint.text.date_scan import DateScan
from contentlint.text.echo_scan import EchoScan, measured
from contentlint.text.folds import FACTOR, MASK, flat_size, folds_alone
from contentlint.text.line_scan import LineScan
from contentlint.text.link_scan import is_odd_scheme
from contentlint.text.misread_scan import is_misread, misread_letters
from contentlint.text.opened import Opened
from contentlint.text.sign_scan import (
    ends_quoted,
    is_alone,
    is_at_name,
    is_backwards,
    is_code,
    is_doubled,
    is_entity,
    is_letter,
    is_rare,
    rare,
    shown_at,
    stands_apart,
    tag,
    trace,
)
from contentlint.text.token_scan import TokenScan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MANY_WORDS: Final = 50
"""With so many an article is none of few words."""
_UNPLAIN: Final = (
    e_.ODD
    | e_.BIDI
    | e_.UNDECODABLE
    | e_.ZERO_WIDTH
    | e_.CONTROL
    | e_.REPLACED
    | e_.OTHER_INVISIBLE
)
SHARING: Final = ("/share", "/intent/", "/create/", "/submit", "/send")

_MIN_CHARS: Final = 40
_COMMON: Final = 0x7FE07FFF7FE
"""The letters U+0621 to U+064A that ``paragraph_facts`` keeps whole, a bit each from U+0620 on."""
_QUIET: Final = bytes(
    [9 <= c <= 10 or (c >= 32 and chr(c) not in "!$%./0:;<?@[]_{\x7f") for c in range(128)]
)
"""Of ASCII what is not looked at where the mask hides it: one byte each, 1 or 0."""
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


class Scan:
    """What one pass has found; ``run`` is called once."""

    def __init__(
        self,
        text: str,
        prose: str,
        language: str,
        firsts: dict[int, Opened],
        pairs: dict[tuple[int, int], Opened],
        by_line: bool,
    ) -> None:
        arabic = language in ("ar", "fa", "ur", "ckb", "ps", "ug", "sd")
        self.text = text
        self.prose = prose
        self.table = TABLE
        # No literal: of one, C would shift 32 bits.
        self.one: i64 = 1
        self.shown: i64 = 0
        self.hidden: i64 = 0
        """The classes of the prose, and of what the mask hides: one bit each."""
        self.common: i64 = 0
        """Letters of Arabic in the prose, U+0621 to U+064A: one bit each; see ``finish``."""
        self.rare: i64 = 0
        """Of rare signs in the text one bit each, or one for several: see ``rare``."""
        self.tags: i64 = 0
        """Of what stands behind ``<``, beside ``_`` and in brackets: see ``tag``, ``trace``."""
        self.events: i64 = 0
        self.more: i64 = 0
        """See ``events``."""
        self.heads: set[str] = set()
        """Those of ``LinkScan``."""
        self.by_line = by_line
        self.right_to_left = False
        self.units = False
        self.dated = False
        self.long = False
        """Whether brackets, dates and echoes count in the block that is looked at."""
        self.balance = Balance(language)
        self.dates = DateScan(prose)
        self.echoes = EchoScan(prose, language, arabic, arabic)
        self.lines = LineScan(prose, firsts, pairs)
        self.tokens = TokenScan(prose)
        self.token: i64 = 0
        """The hash of what was read of a token; 0: of none."""
        self.words: i64 = 0
        """Tokens that begin with a letter of a script with spaces."""
        self.unspaced: i64 = 0
        """Characters of Chinese and Japanese, of which two are a word."""
        self.dots: list[int] = []
        """Where three dots and more begin in the prose."""
        self.gaps: list[int] = []
        """Blocks (indices) above which two blank lines or more stand."""
        self.misread: list[int] = []
        """What may have been read in the wrong code page, in no order."""
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
        self.vowels: i64 = 0
        """Arabic marks of the prose but fathatan, which most texts have."""
        self.composing = False
        """Whether the prose may be in another than its composed form."""
        self.backwards = False
        """Whether a word of the text begins as only Arabic does that is stored backwards."""
        self.dropped: i64 = 0
        self.flat: i64 = 0
        # Two bytes a character in most of the text, or one; see ``finish``.
        self.wide = arabic
        self.english = language == "en"
        self.french = language == "fr"
        self.plain = False
        """``compare.space`` changes nothing in the text but white space."""

    def run(self, blocks: list[Block]) -> None:
        """Look at all of the text; ``blocks`` are the document's."""
        at: i64 = 0
        line = -1
        heading = 0
        traits: i64 = 0
        number = -1
        for kind, start, end, first, last, level in blocks:
            number += 1
            begin: i64 = start
            stop: i64 = end
            if at < begin:
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
            if traits & _ITEM and stop - begin <= 4:
                self.events |= e_.EMPTY_ITEM
            self.block(traits, number, begin, stop, first < last)
            at = stop
        size: i64 = len(self.text)
        if heading:
            self.events |= e_.SECTION
        end = self.prose.find("\n", at, size)
        if (end >= 0 and end + 1 < size) or traits & _WITH_BLANKS:
            self.events |= e_.TRAILING
        self.read(at, size, False)
        self.finish(blocks)

    def block(self, traits: i64, number: int, begin: i64, stop: i64, lines: bool) -> None:
        """Look at a block; ``lines``: whether it has more than one."""
        self.units = traits & _UNITS != 0
        self.dated = traits & _DATED != 0
        self.long = stop - begin >= _MIN_CHARS and traits & _LONG != 0
        self.settle()
        if self.long:
            self.echoes.begin(number, begin, stop)
        if traits & _WITHOUT_PHRASES:
            lines = False
        else:
            self.lines.begin(begin, stop)
        self.read(begin, stop, lines)
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
        text, prose, table, tokens = self.text, self.prose, self.table, self.tokens
        masked = prose is not text
        months = self.english and self.dated
        one: i64 = self.one
        seen: i64 = self.shown
        token: i64 = self.token
        arabic: i64 = 0
        common: i64 = 0
        words: i64 = 0
        unspaced: i64 = 0
        while at < stop:
            c: i64 = ord(prose[at])
            # Runs of one kind of letters, by loops that call nothing: a third of the time.
            if 97 <= c <= 122:
                seen |= 1 << k_.LOWER
                if token == 0:
                    words += 1
                first = at
                letters: i64 = 0
                while True:
                    token = (token * FACTOR + c) & MASK
                    letters |= _LETTER << (c - 97)
                    at += 1
                    if at >= stop:
                        break
                    c = ord(prose[at])
                    if c < 97 or c > 122:
                        break
                if letters & _COOKIE == _COOKIE or letters & _COPYRIGHT == _COPYRIGHT:
                    self.notice(first, at)
                if at >= stop:
                    break
            if c == 32:
                seen |= 1 << k_.SPACE
                if token:
                    if tokens.add(token):
                        tokens.look(at)
                    token = 0
                elif masked and ord(text[at]) != 32:
                    # What is hidden behind blanks begins with a line or is longer than one.
                    if at > 0 and ord(prose[at - 1]) == 32:
                        at -= 1
                    at = self.covered(at, stop)
                    continue
                at += 1
                continue
            k: i64 = 0
            if c < 0x621:
                k = table[c]
            elif c <= 0x64A and (_COMMON >> (c - 0x620)) & 1:
                if token == 0:
                    words += 1
                start = at
                if (c == 0x629 or c >= 0x649) and is_backwards(text, at, c):
                    self.backwards = True
                while True:
                    token = (token * FACTOR + c) & MASK
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
                if token == 0 and 0xAC00 <= c < 0xD7A4:
                    words += 1
                while True:
                    if c < 0xA000 and (c >= 0x4E00 or 0x3041 <= c < 0x3100):
                        unspaced += 1
                    token = (token * FACTOR + c) & MASK
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
                if token == 0 and (k != k_.LETTER_3 or (is_spaced(c) and prose[at].isalnum())):
                    words += 1
                    if months and k == k_.UPPER and (_MONTHS >> (c - 65)) & 1:
                        self.dates.capital(at)
                if k == k_.UPPER:
                    c += 32
                elif k >= k_.ARABIC:
                    arabic += 1
                    self.rare |= one << rare(c)
                elif c >= 0x430 and c != 0x45F and k != k_.THEH:
                    # Of Hebrew, of Hindi and others: nothing else counts of these.
                    while True:
                        if k == k_.LETTER_3:
                            if not folds_alone(c):
                                self.more |= e_.UNTOLD
                            if composes(prose, at, c):
                                self.composing = True
                        token = (token * FACTOR + c) & MASK
                        at += 1
                        if at >= stop:
                            break
                        c = ord(prose[at])
                        if c < 0x430 or c >= k_.SIZE or c == 0x45F or table[c] != k:
                            break
                    continue
                elif c < 0x300 or c >= 0x400 or c == 0x39E:
                    # No other letters beyond are looked at there.
                    if c < 0x460 and is_misread(text, at, c):
                        self.misread.append(at)
                token = (token * FACTOR + c) & MASK
                at += 1
                continue
            if c == 0 or c == 26:
                end = self.covered(at, stop)
                while at < end:
                    token = (token * FACTOR + c) & MASK
                    at += 1
                continue
            if k <= k_.OTHER_DIGIT:
                if k == k_.DIGIT:
                    if months and token == 0:
                        self.dates.day(at)
                    elif c == 48 and at > 0 and ord(prose[at - 1]) == 110:
                        self.events |= e_.TURN
                elif k == k_.MARK:
                    self.rare |= one << rare(c)
                    if 0x653 <= c <= 0x655:
                        self.events |= e_.ODD
                        self.more |= e_.UNTOLD
                        self.composing = True
                    elif class_at(prose, at - 1) == k_.MARK:
                        # In another order they are the same, and no phrase has any.
                        self.events |= e_.ODD
                    if c != 0x64B:
                        self.vowels += 1
                token = (token * FACTOR + c) & MASK
            elif k <= k_.OTHER_SPACE or (k == k_.DAMAGE and is_space(c)):
                if token:
                    if tokens.add(token):
                        tokens.look(at)
                    token = 0
                if k == k_.NEWLINE:
                    if self.by_line:
                        self.settle()
                    if lines:
                        self.lines.begin(at + 1, stop)
                elif c >= 0x80:
                    self.far_space(c, at)
            else:
                token = (token * FACTOR + c) & MASK
            if k > k_.OTHER_SPACE:
                self.sign(c, k, at)
            at += 1
        self.token = token
        self.words += words
        self.unspaced += unspaced
        if self.long:
            self.flat += arabic
        self.common |= common
        self.shown = seen

    def notice(self, start: i64, end: i64) -> None:
        """A run of letters that has those of a cookie or of copyright."""
        prose = self.prose
        if prose.find("ookie", start, end) >= 0 or prose.find("opyright", start, end) >= 0:
            self.events |= e_.NOTICE

    def covered(self, at: i64, stop: i64) -> i64:
        """Look at the text behind a run of one character of the mask; where the run ends."""
        text, prose, table, quiet = self.text, self.prose, self.table, _QUIET
        hidden: i64 = self.hidden
        one: i64 = self.one
        # Read before the loop, so that C need not ask in it how wide all are.
        c: i64 = ord(prose[at])
        end = at + 1
        while end < stop and ord(prose[end]) == c:
            end += 1
        size = end - at
        while at < end:
            t: i64 = ord(text[at])
            # Most are letters of an address, and this loop calls nothing.
            while True:
                if 97 <= t <= 122:
                    hidden |= 1 << k_.LOWER
                elif t < 128 and quiet[t] and t != c:
                    hidden |= one << table[t]
                else:
                    break
                at += 1
                if at >= end:
                    break
                t = ord(text[at])
            if at >= end:
                break
            if t < 128:
                if t != c:
                    hidden |= one << table[t]
                    self.in_markup(t, at)
                elif c != 32:
                    self.damage(c)
            else:
                k: i64 = 0
                if t < k_.SIZE:
                    k = table[t]
                else:
                    k = self.far(t)
                hidden |= one << k
                self.beyond(t, k, at)
            at += 1
        self.hidden = hidden
        if c == 0:
            self.lines.marks += size
        if c != 32 and self.long:
            self.dropped += size
        return end

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
            elif self.echoes.is_stop(c, k):
                self.echoes.stop(c, at)

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

    def settle(self) -> None:
        """The end of what brackets are matched within."""
        if self.balance.used and self.balance.settle():
            self.events |= e_.UNBALANCED
            self.unbalanced.append(self.balance.last)

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
                self.lines.label(text[at + 2 : at + 22].partition("]")[0])
        else:
            self.damage(c)

    def quoted_end(self, at: i64) -> None:
        """A closing quotation mark."""
        if not self.right_to_left and ends_quoted(self.prose, at):
            self.events |= e_.DISPLACED

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
            self.more |= e_.UNTOLD
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
        one: i64 = self.one
        c: i64 = 0x620
        common = self.common
        while common:
            if common & 1:
                self.shown |= one << TABLE[c]
            common >>= 1
            c += 1
        if self.token:
            if self.tokens.add(self.token):
                self.tokens.look(len(self.prose))
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
            self.more |= e_.UNTOLD
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


def is_odd(c: i64) -> bool:
    """Whether a character beyond the table composes, or is made another one."""
    if c < 0xD800:
        return 0x2126 <= c <= 0x212B or 0x2329 <= c <= 0x232A or c == 0x2ADC or 0x3099 <= c < 0x309B
    if c < 0xFB50:
        return c >= 0xF900
    return 0x11000 <= c < 0x12000 or 0x1D100 <= c < 0x1D200 or 0x2F800 <= c < 0x30000


def is_spaced(c: i64) -> bool:
    """Whether a letter of three bytes is of a script of India or Ethiopia, with spaces between
    words."""
    return 0x900 <= c < 0xE00 or 0x1200 <= c < 0x13A0


def is_space(c: i64) -> bool:
    """Whether a control character is white space to Python."""
    return c == 11 or c == 12 or 28 <= c <= 31 or c == 0x85 or c == 0x2028 or c == 0x2029
