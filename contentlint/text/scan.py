"""One pass over a document for what most rules cannot do without.

Compiled by mypyc this costs a few nanoseconds a character; interpreted a
thousand times more, and then it is not run at all (see ``gates``). What it
tells must never be narrower than what the rules look for: an event that is
absent is a promise that they would find nothing.
"""

from __future__ import annotations

from typing import Final

from contentlint.document import Block
from contentlint.text import classes as k_
from contentlint.text.balance import Balance
from contentlint.text.classes import TABLE
from contentlint.text.link_scan import is_odd_scheme
from contentlint.text.loops import turns
from contentlint.text.misread_scan import is_misread
from contentlint.text.opened import NOTHING, Opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mypy_extensions import i64

DOUBLED: Final = 1
"""A word follows itself."""
LOOP: Final = 2
"""A word stands four times in a row, or two to twelve words do."""
ECHO: Final = 4
"""Two sentences begin alike, or two paragraphs end alike: ``paragraph_facts.echoes``."""
BIDI: Final = 8
UNDECODABLE: Final = 16
ZERO_WIDTH: Final = 32
CONTROL: Final = 64
REPLACED: Final = 128
OTHER_INVISIBLE: Final = 256
FAR_LINE: Final = 512
"""A line begins in a script whose words cannot be told here."""
PRIVATE: Final = 1024
ODD: Final = 2048
"""Something composes in a way that the folding here does not know."""
FEW_WORDS: Final = 4096
"""Fewer than ``MANY_WORDS`` tokens begin with a letter."""
MANY_WORDS: Final = 50
FIGURES: Final = 8192
"""A date in figures."""
UNBALANCED: Final = 1 << 14
"""In a paragraph a bracket or directional quote may have no partner."""
BLANKS: Final = 1 << 15
"""Two blank lines or more follow one another."""
TRAILING: Final = 1 << 16
"""Something stands below the last line."""
SPACED: Final = 1 << 17
"""A space stands before a mark, and after it nothing that shows that the mark is at home there."""
MARKS: Final = 1 << 18
"""A mark follows a mark that it should not follow, perhaps with a space between."""
EMPTY_ITEM: Final = 1 << 19
SECTION: Final = 1 << 20
"""A heading with no text right below it."""
IMAGE: Final = 1 << 21
FORMS: Final = 1 << 22
"""Presentation forms of Arabic letters."""
BULLET: Final = 1 << 23
URL: Final = 1 << 24
LINK: Final = 1 << 25
WWW: Final = 1 << 26
DOTS: Final = 1 << 27
ASKED: Final = 1 << 28
"""``://``, ``](``, ``www.``, ``...`` and ``???`` in the text."""
TURN: Final = 1 << 29
"""``n0`` in the text."""
SHARE: Final = 1 << 30
"""One of ``SHARING`` or ``wa.me/`` in an address."""
LOW_LINES: Final = 1 << 31
"""``__`` in the text."""
NAMED: Final = 1 << 32
"""Perhaps a date with a month's name, in another style than "26 October"."""
ORDERS: Final = 1 << 33
"""A month before its day, and a day before its month."""
NO_END: Final = 1 << 34
BY_LINE: Final = 1 << 35
MARKED: Final = 1 << 36
"""No line end at the end; each line a paragraph; a byte-order mark: ``gates`` says so."""
MISREAD: Final = 1 << 47
"""Something may have been read in the wrong code page: see ``misread``."""
ODD_SCHEME: Final = 1 << 46
"""``http`` with another sign behind it than ``://``, or a space after ``www.`` in the prose."""
SHOWN_LINK: Final = 1 << 45
"""``](`` in the prose: a link that is none."""
SHOWN_SCHEME: Final = 1 << 44
"""``://`` in the prose: of no URL."""
DISPLACED: Final = 1 << 43
"""In a text from right to left a sign at the edge of a Latin name, as of ``C++`` and ``.NET``; in
another a letter from right to left, the end of a sentence and a closing quotation mark."""
ENTITY: Final = 1 << 41
"""An HTML entity in the prose. Bits from 48 on belong to ``block_scan`` and ``link_scan``."""
_UNPLAIN: Final = ODD | BIDI | UNDECODABLE | ZERO_WIDTH | CONTROL | REPLACED | OTHER_INVISIBLE
SHARING: Final = ("/share", "/intent/", "/create/", "/submit", "/send")

_MASK: Final = 0x3FFFFFFFFFF
_FACTOR: Final = 1000003
_MIN_CHARS: Final = 40
_SHORT: Final = 68
_LONGEST: Final = 260
MOST_DOUBLED: Final = 100


_WITHOUT_PHRASES = frozenset({"code", "front_matter", "definition", "break", "image"})
_KINDS = frozenset({"paragraph", "list_item", "quote"})
_TEXT = frozenset({"paragraph", "code", "table"})
_ITEMS = frozenset({"list_item", "quote"})
_PROSE = frozenset({"paragraph", "list_item", "quote", "heading", "html"})
_DATED = frozenset({"paragraph", "pipe_row"})
"""Where a date counts that is written in another style than the rest."""
_MONTHS = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_BARE = frozenset("nbsp amp quot lt gt laquo raquo rsquo lsquo".split())
_WITH_BLANKS = frozenset({"code", "html", "front_matter"})
FAR_WORD: Final = -1
WORDS: Final = 4
"""So many words of a phrase tell which lines may begin with it."""


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
        self.text = text
        self.prose = prose
        self.firsts = firsts
        self.pairs = pairs
        self.table = TABLE
        self.one: i64 = 1
        self.shown: i64 = 0
        self.hidden: i64 = 0
        self.events: i64 = 0
        self.begun: i64 = 0
        self.by_line = by_line
        self.right_to_left = False
        self.units = False
        self.dated = False
        self.balance = Balance(language)
        self.words: i64 = 0
        self.figures: list[int] = []
        self.named: list[int] = []
        """Offsets of the first separator of a date in figures, and of one before a month."""
        self.dots: list[int] = []
        """Where three dots and more begin in the prose."""
        self.gaps: list[int] = []
        """Blocks (indices) above which two blank lines or more stand."""
        self.doubled: list[int] = []
        """Where words end that follow themselves, the first ``MOST_DOUBLED``."""
        self.lines: list[int] = []
        """Where lines begin that one of the rules with phrases may find something in."""
        self.buttons = False
        """Whether the alternative text of an image begins like one of the phrases."""
        # The words before.
        self.before: i64 = 0
        self.count: i64 = 0
        self.row: i64 = 0
        self.row_size: i64 = 0
        self.streak: i64 = 0
        self.tried: i64 = 0
        self.new_a: i64 = 0
        self.new_b: i64 = 0
        self.old_a: i64 = 0
        self.old_b: i64 = 0
        # The first word of the line.
        self.seeking: i64 = 0
        self.word: i64 = 0
        self.size: i64 = 0
        self.last: i64 = 0
        self.line: i64 = -1
        self.line_end: i64 = 0
        self.beginning: i64 = -1
        """Where the line begins that the article begins with."""
        self.counter = False
        self.part = False
        self.part_start: i64 = 0
        self.reached: i64 = 0
        self.marks: i64 = 0
        # The beginning of the sentence.
        self.state: i64 = 0
        self.head: i64 = 0
        self.used: i64 = 0
        self.blanks: i64 = 0
        self.heads: dict[int, int] = {}
        self.tails: dict[int, int] = {}
        self.bare_tails: dict[int, int] = {}
        self.same_heads: set[int] = set()
        self.same_tails: set[int] = set()
        self.same_bare_tails: set[int] = set()
        self.block = 0
        self.marked = False
        self.unsure = False
        self.long = False
        self.joined: i64 = 0
        self.dropped: i64 = 0
        self.flat: i64 = 0
        self.arabic = language in ("ar", "fa", "ur", "ckb", "ps", "ug", "sd")
        # Two bytes a character in most of the text, or one; see ``finish``.
        self.wide = self.arabic
        self.head_size: i64 = 29
        self.head_least: i64 = 17
        self.tail_size: i64 = 20
        self.english = language == "en"
        self.plain = False
        """``compare.space`` changes nothing in the text but white space."""
        self.french = language == "fr"
        self.day_first = False
        self.month_first = False
        self.question: i64 = -1
        if self.arabic:
            self.head_size = 61
            self.head_least = 37
            self.tail_size = 40
            self.question = 0x61F
        self.full_stop: i64 = -1
        if language in ("ur", "ps", "sd"):
            self.full_stop = 0x6D4
        elif language in ("hi", "bn"):
            self.full_stop = 0x964
        elif language in ("zh", "ja"):
            self.full_stop = 0x3002

    def run(self, blocks: list[Block]) -> None:
        """Look at all of the text; ``blocks`` are the document's."""
        at: i64 = 0
        line = -1
        heading = 0
        kind = ""
        self.block = -1
        for kind, start, end, first, last, level in blocks:
            self.block += 1
            begin: i64 = start
            stop: i64 = end
            if at < begin:
                self.read(at, begin, False)
            lines = kind not in _WITHOUT_PHRASES
            long = stop - begin >= _MIN_CHARS and kind in _KINDS
            if first - line > 2:
                self.events |= BLANKS
                self.gaps.append(self.block)
            line = last
            if heading and kind not in _TEXT and (kind not in _ITEMS or stop - begin <= 3):
                if kind != "heading" or level <= heading or not self.has_words(begin, stop):
                    self.events |= SECTION
            heading = level if kind == "heading" else 0
            if kind in _ITEMS and stop - begin <= 4:
                self.events |= EMPTY_ITEM
            self.units = kind in _PROSE
            self.dated = kind in _DATED
            self.settle()
            self.long = long
            self.state = 2 if long else 0
            self.blanks = 1
            self.seeking = 0
            if lines:
                self.begin_line(begin, stop)
            self.read(begin, stop, lines and first < last)
            if self.seeking:
                self.end_word()
            self.seeking = 0
            self.line = -1
            if long:
                self.begun_sentence()
                self.end_block(begin, stop)
            self.settle()
            self.units = False
            self.dated = False
            self.long = False
            self.state = 0
            at = stop
        size: i64 = len(self.text)
        if heading:
            self.events |= SECTION
        end = self.prose.find("\n", at, size)
        if (end >= 0 and end + 1 < size) or kind in _WITH_BLANKS:
            self.events |= TRAILING
        self.read(at, size, False)
        self.finish()

    def has_words(self, at: i64, stop: i64) -> bool:
        """Whether there is a letter or a digit; a deeper heading without one opens no section."""
        while at < stop:
            if self.prose[at].isalnum():
                return True
            at += 1
        return False

    def read(self, at: i64, stop: i64, lines: bool) -> None:
        text, prose, table = self.text, self.prose, self.table
        same = prose is text
        one: i64 = self.one
        seen: i64 = self.shown
        hidden: i64 = self.hidden
        word: i64 = self.row
        letters: i64 = 0
        words: i64 = 0
        english = self.english
        bound: i64 = k_.SIZE
        active = self.state + self.seeking
        while at < stop:
            c: i64 = ord(prose[at])
            k: i64 = 0
            if c < bound:
                k = table[c]
            else:
                k = self.far(c)
            seen |= one << k
            if k <= k_.LAST_LETTER:
                if k >= k_.ARABIC:
                    letters += 1
                elif k == k_.UPPER:
                    c += 32
                elif k == k_.LETTER and is_misread(text, at, c):
                    self.events |= MISREAD
                if word == 0 and k != k_.LETTER_3:
                    words += 1
                    if english and k == k_.UPPER and self.dated:
                        self.capital(at)
                word = (word * _FACTOR + c) & _MASK
                if active:
                    self.letter(c, k, at)
                    active = self.state + self.seeking
                at += 1
                continue
            if k == k_.SPACE:
                if word:
                    self.end_token(word, at)
                    word = 0
            elif k <= k_.OTHER_DIGIT:
                if english and word == 0 and k == k_.DIGIT and self.dated:
                    self.day(at)
                elif c == 48 and at > 0 and ord(prose[at - 1]) == 110:
                    self.events |= TURN
                word = (word * _FACTOR + c) & _MASK
                if k == k_.MARK and (self.class_at(at - 1) == k_.MARK or 0x653 <= c <= 0x655):
                    self.events |= ODD
            elif k <= k_.OTHER_SPACE or (k == k_.DAMAGE and is_space(c)):
                if word:
                    self.end_token(word, at)
                    word = 0
                if k == k_.NEWLINE:
                    if self.by_line:
                        self.settle()
                    if lines:
                        if self.seeking:
                            self.end_word()
                        self.begin_line(at + 1, stop)
                        active = 1
                elif c >= 0x80:
                    self.far_space(c, at)
            else:
                word = (word * _FACTOR + c) & _MASK
            if not same:
                t: i64 = ord(text[at])
                if t != c:
                    hides: i64 = 0
                    if t < bound:
                        hides = table[t]
                    else:
                        hides = self.far(t)
                    hidden |= one << hides
                    # Most are ASCII letters of an address.
                    if hides > k_.UPPER:
                        self.masked(t, hides, at)
                elif k == k_.DAMAGE:
                    self.damage(c)
            elif k == k_.DAMAGE:
                self.damage(c)
            if active or k > k_.OTHER_SPACE:
                self.mark(c, k, at)
                active = self.state + self.seeking
            at += 1
        self.row = word
        self.words += words
        if self.long:
            self.flat += letters
        self.shown = seen
        self.hidden = hidden

    def far_space(self, c: i64, at: i64) -> None:
        """White space beyond ASCII."""
        if c == 0x2000 or c == 0x2001:
            self.events |= ODD
            self.unsure = True
        if is_misread(self.text, at, c):
            self.events |= MISREAD

    def letter(self, c: i64, k: i64, at: i64) -> None:
        """A letter where the beginning of a line or sentence is looked at."""
        if self.seeking:
            folded = fold(c, k)
            if self.seeking == 1:
                self.seeking = 2
                self.word = 0
                self.size = 0
                self.last = 0
                self.counter = self.is_counter(c, at)
            self.size += 1
            if folded and folded != self.last:
                self.last = folded
                self.word = (self.word * _FACTOR + folded) & _MASK
        if self.state == 1:
            self.state = 0
        elif self.state:
            self.content(c, flat_size(c), is_whole(c))

    def is_digit(self, at: i64) -> bool:
        k = self.class_at(at)
        return k == k_.DIGIT or k == k_.OTHER_DIGIT

    def content(self, c: i64, size: i64, hashed: bool) -> None:
        """A character of a sentence whose beginning is looked at."""
        if self.state == 2:
            self.state = 3
            self.used = 0
            self.head = 0
        used = self.used + size
        if used > self.head_size:
            self.begun_sentence()
            self.state = 0
            return
        self.used = used
        if hashed:
            self.head = (self.head * _FACTOR + c) & _MASK

    def begun_sentence(self) -> None:
        """Take down how a sentence begins, when it is long enough."""
        if self.state == 3 and self.used >= self.head_least:
            repeat(self.heads, self.head, self.block, self.same_heads)

    def mark(self, c: i64, k: i64, at: i64) -> None:
        """Anything but a letter, where something is looked at, or a sign."""
        if k > k_.OTHER_SPACE:
            self.sign(c, k, at)
        if self.seeking:
            self.between(c, k)
        if not self.seeking and self.line >= 0:
            self.separator(c, k, at)
        if not self.long:
            return
        size = flat_size(c)
        if size == 0:
            self.dropped += 1
            return
        if k <= k_.QUESTION and k >= k_.STOP:
            self.begun_sentence()
            self.state = 1
        elif c == self.question or c == self.full_stop:
            self.begun_sentence()
            self.state = 1
            if c == 0x3002:
                self.state = 2
                self.blanks = 1
        elif k == k_.SPACE or c == 10 or c == 9 or c == 1:
            if self.state == 1:
                self.state = 2
                self.blanks = 1
            elif self.state == 2:
                self.blanks += 1
                if self.blanks > 7:
                    self.unsure = True
            elif self.state == 3:
                self.content(c, 1, False)
        elif self.state == 1:
            self.state = 0
        elif self.state:
            self.content(c, size, c < 0x80)

    def class_at(self, at: i64) -> i64:
        """The class of a character; of white space where there is none."""
        if at < 0 or at >= len(self.prose):
            return k_.NEWLINE
        c: i64 = ord(self.prose[at])
        return self.class_of(c)

    def sign(self, c: i64, k: i64, at: i64) -> None:
        """A mark, a bracket or another sign."""
        if c >= 0x80:
            if c < 0x2E80 and is_misread(self.text, at, c):
                self.events |= MISREAD
        elif self.right_to_left and (k >= k_.HYPHEN or k == k_.STOP):
            self.at_name(c, at)
        if k <= k_.COLON:
            self.punctuation(c, k, at)
        elif k <= k_.CLOSE_QUOTE:
            if k == k_.CLOSE_SQUARE and self.at(at + 1) == 40:
                self.events |= LINK | SHOWN_LINK
            elif k >= k_.CLOSE_ANGULAR and not self.right_to_left:
                self.quoted_end(at)
            if self.units:
                self.balance.bracket(c, k, at)
        elif k == k_.QUOTE:
            if not self.right_to_left:
                self.quoted_end(at)
        elif k == k_.HYPHEN or k == k_.SLASH:
            self.date(k, at)
            if k == k_.SLASH and is_odd_scheme(self.text, at):
                self.events |= ODD_SCHEME
        elif k == k_.LOW_LINE:
            if self.at(at + 1) == c:
                self.events |= LOW_LINES
        elif k == k_.AMPERSAND:
            if self.is_entity(at + 1):
                self.events |= ENTITY
        elif k == k_.DASH or k >= k_.SYMBOL:
            if self.class_at(at - 1) == k_.NEWLINE:
                self.events |= BULLET
            if k == k_.FAR and self.units:
                self.balance.far_bracket(c)

    def punctuation(self, c: i64, k: i64, at: i64) -> None:
        """A full stop, comma, colon and their like."""
        before = self.class_at(at - 1)
        last = at - 1
        if before == k_.SPACE or before == k_.OTHER_SPACE:
            if self.stands_apart(c, at):
                self.events |= SPACED
            last = at - 2
            before = self.class_at(last)
        if k_.STOP <= before <= k_.COLON and self.is_doubled(c, at, last):
            self.events |= MARKS
        if k == k_.STOP:
            self.date(k, at)
            if before == k_.STOP and self.class_at(at - 2) == k_.STOP:
                self.events |= DOTS
                if self.class_at(at - 3) != k_.STOP:
                    self.dots.append(at - 2)
            elif before == k_.LOWER and self.at(at - 1) == 119 and self.at(at - 3) == 119:
                self.events |= WWW
                if self.class_at(at + 1) == k_.SPACE or self.at(at + 1) == 9:
                    self.events |= ODD_SCHEME
        elif k == k_.COLON and self.at(at + 1) == 47 and self.at(at + 2) == 47:
            self.events |= URL | SHOWN_SCHEME
        elif (k == k_.COLON or k == k_.SEMICOLON) and is_odd_scheme(self.text, at):
            self.events |= ODD_SCHEME
        elif k == k_.QUESTION and before == k_.QUESTION and self.class_at(at - 2) == before:
            self.events |= ASKED
        elif k == k_.EXCLAMATION and self.class_at(at + 1) == k_.OPEN_SQUARE:
            self.events |= IMAGE

    def shown_at(self, at: i64) -> i64:
        """A code point of the prose; a line end where there is none."""
        if at < 0 or at >= len(self.prose):
            return 10
        return ord(self.prose[at])

    def stands_apart(self, c: i64, at: i64) -> bool:
        """Whether a mark after a space may be one that belongs before it: ``space_before_mark``."""
        if self.class_at(at - 2) == k_.NEWLINE:
            return False
        if c >= 0x80:
            return c == 0x60C or c == 0x61B or c == 0x61F
        if self.french and c != 44 and c != 46:
            return False
        after = self.shown_at(at + 1)
        if after == 32:
            return self.shown_at(at + 2) != c
        if after == 0 or after == 10 or after == 9:
            return True
        if c == 58 or c == 59:
            return False
        return (
            after == 34 or after == 39 or after == 41 or after == 42 or after == 93
            or after == 0xBB or after == 0x201D or after == 0x2019
        )  # fmt: skip

    def is_doubled(self, c: i64, at: i64, last: i64) -> bool:
        """Whether a mark and the mark before it, at ``last``, may be a fault: ``repeated_mark``."""
        p = self.shown_at(last)
        if c == 46:
            if p == c:
                return last == at - 1 and self.shown_at(at - 2) != c and self.shown_at(at + 1) != c
            return p == 44 or p == 0x60C
        if p == c and (c == 44 or c == 58 or c == 59 or c == 0x60C or c == 0x61B):
            return True
        if p == 46:
            return c == 0x60C
        if not (is_loud(c) and is_loud(p)):
            return False
        return is_loud(self.shown_at(last - 1)) or is_loud(self.shown_at(last - 2))

    def at_name(self, c: i64, at: i64) -> None:
        """A sign of ASCII that may belong to a Latin name: ``attached_signs``."""
        if c == 43 or c == 35 or c == 42:
            if is_latin(self.shown_at(at - 1)) and not is_latin(self.shown_at(at + 1)):
                self.events |= DISPLACED
        if c == 46 or c == 64 or c == 35 or c == 36 or c == 92 or c == 47:
            if is_latin(self.shown_at(at + 1)) and not is_latin(self.shown_at(at - 1)):
                self.events |= DISPLACED

    def quoted_end(self, at: i64) -> None:
        """A closing quotation mark."""
        c = self.shown_at(at - 1)
        if c == 46 or c == 33 or c == 63 or c == 0x61F or c == 0x2026:
            for back in range(2, 5):
                if 0x590 <= self.shown_at(at - back) <= 0x6FF:
                    self.events |= DISPLACED

    def is_entity(self, at: i64) -> bool:
        """Whether an ampersand before an offset may begin an entity."""
        c = self.shown_at(at)
        if c == 35:
            return True
        end = at
        while end < at + 32 and is_alphanumeric(self.shown_at(end)):
            end += 1
        return end > at and (self.shown_at(end) == 59 or self.prose[at:end] in _BARE)

    def capital(self, at: i64) -> None:
        """A word that begins with a capital: perhaps a month after a day."""
        if self.prose[at : at + 3] in _MONTHS:
            for back in range(2, 7):
                if self.is_digit(at - back):
                    self.day_first = True
                    break

    def day(self, at: i64) -> None:
        """A number: perhaps a day after its month."""
        end = at - 1
        at = end
        while at > 0 and self.class_at(at - 1) <= k_.UPPER:
            at -= 1
        if at < end and self.prose[at : at + 3] in _MONTHS:
            self.month_first = True

    def date(self, k: i64, at: i64) -> None:
        """Whether a separator may belong to a date that is not written like "26 October"."""
        if not self.dated:
            return
        if self.is_digit(at - 1):
            if self.is_digit(at + 1):
                end = at + 2
                if self.is_digit(end):
                    end += 1
                if self.class_at(end) == k and self.is_date(at, end):
                    self.events |= FIGURES
                    self.figures.append(at)
            return
        if k == k_.STOP:
            return
        after = self.class_at(at + 1)
        if k == k_.SLASH:
            if after == k_.SPACE:
                after = self.class_at(at + 2)
            if after > k_.LAST_LETTER:
                return
        elif after != k_.DIGIT and after != k_.OTHER_DIGIT:
            return
        for back in range(1, 45):
            before = self.class_at(at - back)
            if before == k_.DIGIT or before == k_.OTHER_DIGIT:
                self.events |= NAMED
                self.named.append(at)
            elif before != k_.NEWLINE:
                continue
            break

    def is_date(self, first: i64, second: i64) -> bool:
        """Whether one of the numbers around two separators can be a year, the other a day."""
        before: i64 = 1
        while before < 5 and self.is_digit(first - before - 1):
            before += 1
        after: i64 = 0
        while after < 5 and self.is_digit(second + after + 1):
            after += 1
        return (before >= 4 and 0 < after <= 2) or (after == 4 and before <= 2)

    def settle(self) -> None:
        """The end of what brackets are matched within."""
        if self.balance.used and self.balance.settle():
            self.events |= UNBALANCED

    def between(self, c: i64, k: i64) -> None:
        """What is no letter, where the first word of a line is looked for."""
        if self.seeking == 2:
            if not is_inside(c, k):
                self.end_word()
        elif k == k_.FAR_LETTER:
            if is_told(c):
                self.word = c
                self.end_word()
            else:
                self.events |= FAR_LINE
                self.add_line()
                self.seeking = 0
        elif 0xE000 <= c < 0xF900:
            self.add_line()  # an icon, and perhaps nothing else

    def separator(self, c: i64, k: i64, at: i64) -> None:
        """A sign after which another name may begin, on a short line."""
        if c == 0:
            self.marks += 1
        elif at - self.line - self.marks > _SHORT:
            self.line = -1
        elif k_.COMMA <= k <= k_.SEMICOLON or k_.HYPHEN <= k <= k_.PIPE or k == k_.SYMBOL:
            self.seeking = 1
            self.part = True
            self.part_start = at + 1
            self.word = 0
            self.size = 0

    def next_word(self, at: i64, stop: i64) -> i64:
        """The first word of a line from an offset on, folded; 0: there is none, ``FAR_WORD``: it
        cannot be told. ``reached`` is then where it ends."""
        prose = self.prose
        word: i64 = 0
        size: i64 = 0
        last: i64 = 0
        counter = False
        while at < stop:
            c: i64 = ord(prose[at])
            k = self.class_of(c)
            if k <= k_.LAST_LETTER:
                if size == 0:
                    counter = self.is_counter(c, at)
                size += 1
                folded = fold(c, k)
                if folded and folded != last:
                    last = folded
                    word = (word * _FACTOR + folded) & _MASK
            elif k == k_.NEWLINE:
                break
            elif size == 0:
                if k == k_.FAR_LETTER:
                    self.reached = at + 1
                    return c if is_told(c) else FAR_WORD
            elif not is_inside(c, k):
                if size > 1 or not counter:
                    break
                size = 0
                word = 0
            at += 1
        self.reached = at
        if size == 1 and counter:
            return 0
        return word

    def is_counter(self, c: i64, at: i64) -> bool:
        """Whether a letter is the last of a number: "3k" and "10M" are no words."""
        return (c | 32 == 107 or c | 32 == 109) and at > 0 and self.is_digit(at - 1)

    def begin_line(self, at: i64, stop: i64) -> None:
        self.line = at
        self.line_end = stop
        self.seeking = 1
        self.part = False
        self.marks = 0
        self.word = 0
        self.size = 0

    def end_word(self) -> None:
        """Look up what a line begins with."""
        if self.seeking == 2 and self.size == 1 and self.counter:
            self.seeking = 1
            self.word = 0
            return
        self.seeking = 0
        found = self.firsts.get(self.word)
        if found is not None:
            self.opened(found)

    def opened(self, found: Opened) -> None:
        """A line begins like a phrase: see what its second word is, and how long it is."""
        stop = self.line_end
        where = 3 if self.part else 0
        if self.part:
            first = self.next_word(self.part_start, stop)
        else:
            first = self.next_word(self.line, stop)
            size = self.line_size()
            if size > _SHORT:
                where = 1 if size <= _LONGEST else 2
        begins = self.line == self.beginning and not self.part
        bits = found[where]
        if begins:
            bits |= found[4]
        rest: i64 = 0
        for _ in range(WORDS - 1):
            rest = (rest * _FACTOR + self.next_word(self.reached, stop)) & _MASK
            more = self.pairs.get((first, rest))
            if more is None:
                break
            bits |= more[where]
            if begins:
                bits |= more[4]
        if bits and (where < 3 or self.line_size() <= _SHORT):
            self.begun |= bits
            self.add_line()

    def line_size(self) -> i64:
        """Code points of the line that is looked at, without the markup."""
        end = self.prose.find("\n", self.line, self.line_end)
        if end < 0:
            end = self.line_end
        return end - self.line - self.prose.count("\0", self.line, end)

    def add_line(self) -> None:
        at = self.line
        if not self.lines or self.lines[-1] != at:
            self.lines.append(at)

    def end_token(self, word: i64, at: i64) -> None:
        if word == self.before:
            if self.begins_with_letter(at):
                self.events |= DOUBLED
                if len(self.doubled) < MOST_DOUBLED:
                    self.doubled.append(at)
                self.streak += 1
                if self.streak >= 3:
                    self.events |= LOOP
        else:
            self.streak = 0
        self.before = word
        a = self.one << ((word >> 12) & 63)
        b = self.one << ((word >> 27) & 63)
        if (self.new_a | self.old_a) & a and (self.new_b | self.old_b) & b:
            self.row_size += 1
            if self.row_size % 6 == 0 and not self.events & LOOP:
                self.tried += 1
                if self.tried > 40 or turns(self.prose, at):
                    self.events |= LOOP
        else:
            self.row_size = 0
        if self.count == 12:
            self.count = 0
            self.old_a = self.new_a
            self.old_b = self.new_b
            self.new_a = 0
            self.new_b = 0
        self.count += 1
        self.new_a |= a
        self.new_b |= b

    def begins_with_letter(self, at: i64) -> bool:
        """Whether the token before an offset begins with a letter."""
        at -= 1
        while at > 0 and not self.prose[at - 1].isspace():
            at -= 1
        return self.prose[at].isalpha()

    def masked(self, c: i64, k: i64, at: i64) -> None:
        """A character of the text that the mask hides, unless it is an ASCII letter."""
        if c >= 0x80 and c < 0x2E80 and is_misread(self.text, at, c):
            self.events |= MISREAD
        if k == k_.DAMAGE:
            self.damage(c)
        elif k > k_.OTHER_SPACE and k < k_.AT:
            self.in_markup(c, at)
        elif c == 48 and self.at(at - 1) == 110:
            self.events |= TURN

    def in_markup(self, c: i64, at: i64) -> None:
        """A sign that the mask hides: of a link, mostly."""
        if c == 58:
            if self.at(at + 1) == 47 and self.at(at + 2) == 47:
                self.events |= URL
            elif is_odd_scheme(self.text, at):
                self.events |= ODD_SCHEME
        elif c == 59:
            if is_odd_scheme(self.text, at):
                self.events |= ODD_SCHEME
        elif c == 93:
            if self.at(at + 1) == 40:
                self.events |= LINK
        elif c == 46:
            if self.at(at - 1) == 119 and self.at(at - 2) == 119 and self.at(at - 3) == 119:
                self.events |= WWW
            elif self.at(at + 1) == 46 and self.at(at + 2) == 46:
                self.events |= DOTS
        elif c == 47:
            after = self.at(at + 1)
            if after == 115 or after == 99 or after == 105 or self.at(at - 1) == 101:
                if self.text.startswith(SHARING, at) or self.text.startswith(
                    "wa.me", max(at - 5, 0)
                ):
                    self.events |= SHARE
            if is_odd_scheme(self.text, at):
                self.events |= ODD_SCHEME
        elif c == 95:
            if self.at(at + 1) == 95:
                self.events |= LOW_LINES
        elif c == 63:
            if self.at(at + 1) == 63 and self.at(at + 2) == 63:
                self.events |= ASKED
        elif c == 33 and self.at(at + 1) == 91:
            self.image(at + 2)

    def at(self, at: i64) -> i64:
        """A code point of the text; 0 where there is none."""
        if at < 0 or at >= len(self.text):
            return 0
        return ord(self.text[at])

    def image(self, at: i64) -> None:
        """An image, whose alternative text may be the name of a button."""
        self.events |= IMAGE
        words = first_words(self.text[at : at + 20].partition("]")[0], 2)
        begun = self.firsts.get(words[0], NOTHING)[0]
        begun |= self.pairs.get((words[0], words[1]), NOTHING)[0]
        if begun:
            self.begun |= begun
            self.buttons = True

    def damage(self, c: i64) -> None:
        """A character below the end of the table that shows as nothing."""
        if c == 0x200B or c == 0x200C or c == 0x200D or c == 0x34F or c == 0x180E or c == 0x2060:
            self.events |= ZERO_WIDTH
        elif c == 0x61C or 0x200E <= c <= 0x200F or 0x202A <= c <= 0x202E or 0x2066 <= c <= 0x2069:
            self.events |= BIDI
        elif c < 0xA0:
            self.events |= CONTROL
        else:
            self.events |= OTHER_INVISIBLE

    def class_of(self, c: i64) -> i64:
        if c < k_.SIZE:
            return self.table[c]
        return self.far(c)

    def far(self, c: i64) -> i64:
        """The class of a character beyond the table."""
        if c < 0x2E80:
            if 0x2126 <= c <= 0x212B or c == 0x2329 or c == 0x232A or c == 0x2ADC:
                self.events |= ODD
            if 0x2C00 <= c < 0x2E00:
                return k_.FAR_LETTER
            return k_.FAR
        if c == 0x3000:
            return k_.OTHER_SPACE
        if 0x3001 <= c < 0x3040 and c != 0x3005:
            return k_.FAR
        if c == 0x3099 or c == 0x309A:
            self.events |= ODD
        if c < 0xD800:
            return k_.FAR_LETTER
        if c < 0xE000:
            self.events |= UNDECODABLE
            return k_.FAR
        if c < 0xF900:
            self.events |= PRIVATE
            return k_.FAR
        if c < 0xFB50:
            self.events |= ODD
            return k_.FAR_LETTER
        return self.very_far(c)

    def very_far(self, c: i64) -> i64:
        if c == 0xFEFF:
            self.events |= ZERO_WIDTH
            return k_.IGNORED
        if 0xFE00 <= c < 0xFE10:
            return k_.IGNORED
        if 0xFFF9 <= c <= 0xFFFD:
            self.events |= REPLACED
            return k_.FAR
        if c < 0xFF00:
            self.events |= FORMS
        if 0x11000 <= c < 0x12000 or 0x1D100 <= c < 0x1D200 or 0x2F800 <= c < 0x30000:
            self.events |= ODD
        if 0xFD3E <= c <= 0xFD3F or 0xFE10 <= c < 0xFE70 or 0xFF00 <= c < 0xFF21:
            return k_.FAR
        if 0xFF3B <= c < 0xFF41 or 0xFF5B <= c < 0xFF66 or 0xFFE0 <= c < 0x10000:
            return k_.FAR
        if 0x1F000 <= c < 0x20000:
            return k_.FAR
        if c >= 0xE0000:
            if c < 0xE1000:
                self.events |= OTHER_INVISIBLE
            return k_.FAR
        return k_.FAR_LETTER

    def end_block(self, begin: i64, stop: i64) -> None:
        """Take down how a paragraph ends."""
        self.joined += stop - begin + 3
        at = stop - 1
        left = self.tail_size
        chars: i64 = 10
        if not self.arabic:
            chars = -1
        tail: i64 = 0
        table = self.table
        while at >= begin:
            c: i64 = ord(self.prose[at])
            if c < k_.SIZE:
                k: i64 = table[c]
            else:
                k = self.far(c)
            size = flat_size(c)
            left -= size
            if left < 0:
                break
            if k == k_.MARK or k == k_.TATWEEL:
                self.marked = True
            elif size:
                if chars == 0:
                    repeat(self.bare_tails, tail, self.block, self.same_bare_tails)
                chars -= 1
            if k <= k_.LAST_LETTER:
                if is_whole(c):
                    tail = (tail * _FACTOR + fold(c, k)) & _MASK
            elif k == k_.DIGIT:
                tail = (tail * _FACTOR + c) & _MASK
            at -= 1
        if chars >= 0:
            repeat(self.bare_tails, tail, self.block, self.same_bare_tails)
        repeat(self.tails, tail, self.block, self.same_tails)

    def finish(self) -> None:
        if self.row:
            self.end_token(self.row, len(self.prose))
        if self.wide and (self.joined - self.dropped + self.flat) * 2 < 3 * self.joined:
            self.wide = False
            self.unsure = True
        if self.shown & (
            (self.one << k_.LETTER_3) | (self.one << k_.FAR_LETTER) | (self.one << k_.FAR)
        ):
            self.wide = False  # there may be three
        if self.same_heads or self.echoed_tails() or self.unsure:
            self.events |= ECHO
        if self.day_first and self.month_first:
            self.events |= ORDERS
        if self.words < MANY_WORDS:
            self.events |= FEW_WORDS
        if self.shown & ((self.one << k_.COMBINING) | (self.one << k_.LETTER_3)):
            self.events |= ODD
        if (self.shown | self.hidden) & (self.one << k_.TTEH):
            if "\u0637\u0679" in self.text or "\u0638\u0679" in self.text:
                self.events |= MISREAD
        self.plain = (
            not self.events & _UNPLAIN
            and not self.hidden & (self.one << k_.MARK)
            and not (self.shown | self.hidden)
            & (
                (self.one << k_.COMBINING)
                | (self.one << k_.IGNORED)
                | (self.one << k_.LETTER_3)
                | (self.one << k_.FAR_LETTER)
                | (self.one << k_.FAR)
            )
        )

    def echoed_tails(self) -> set[int]:
        return self.same_bare_tails if self.marked and self.arabic else self.same_tails

    def echoed(self) -> list[int] | None:
        """The blocks (indices, ascending) of which another, or the block itself once more, has a
        sentence that begins alike or an end like theirs; perhaps others. None: it cannot be told.
        """
        if self.unsure or (self.marked and self.arabic):
            return None
        return sorted(self.same_heads | self.same_tails)


def repeat(first: dict[int, int], key: int, block: int, found: set[int]) -> None:
    """Take down that a block has something, and the blocks that have it when it is not new."""
    known = len(first)
    before = first.setdefault(key, block)
    if len(first) == known:
        found.add(before)
        found.add(block)


class Literal:
    """A literal that opens a gate."""

    def __init__(self, literal: str, events: int, text: int, shown: int) -> None:
        """A text that holds it has all the ``events`` and the classes ``text``; its prose has
        those of ``shown``."""
        self.literal = literal
        self.events: i64 = events
        self.text: i64 = text
        self.shown: i64 = shown


class Gate:
    """When a rule is started: where a document has one of these."""

    def __init__(
        self, always: bool, events: int, text: int, shown: int, begun: int, literals: list[Literal]
    ) -> None:
        """``text``, ``shown``: classes of the text and of the prose; ``begun``: see ``Opened``."""
        self.always = always
        self.events: i64 = events
        self.text: i64 = text
        self.shown: i64 = shown
        self.begun: i64 = begun
        self.literals = literals


def opened(found: Scan, gates: list[Gate]) -> list[int]:
    """The numbers of the gates that a scan opens."""
    shown = found.shown
    text = shown | found.hidden
    events = found.events
    begun = found.begun
    present: dict[str, bool] = {}
    numbers: list[int] = []
    for number, gate in enumerate(gates):
        if (
            gate.always
            or gate.events & events
            or gate.text & text
            or gate.shown & shown
            or gate.begun & begun
        ):
            numbers.append(number)
            continue
        for each in gate.literals:
            if (
                each.text & text != each.text
                or each.shown & shown != each.shown
                or each.events & events != each.events
            ):
                continue
            there = present.get(each.literal)
            if there is None:
                there = present[each.literal] = holds(found.text, each.literal)
            if there:
                numbers.append(number)
                break
    return numbers


def holds(text: str, literal: str) -> bool:
    """Whether a text has a literal; of two characters the first is mostly rare, and one is looked
    for ten times as fast."""
    if len(literal) == 2:
        at = text.find(literal[0])
        for _ in range(20):
            if at < 0:
                return False
            if text.startswith(literal, at):
                return True
            at = text.find(literal[0], at + 1)
    return literal in text


def is_loud(c: i64) -> bool:
    """Whether a mark of a question or an exclamation."""
    return c == 33 or c == 63 or c == 0x61F


def is_latin(c: i64) -> bool:
    """Whether a letter of ASCII, or ``_``."""
    return 97 <= c <= 122 or 65 <= c <= 90 or c == 95


def is_alphanumeric(c: i64) -> bool:
    """Whether a letter or digit of ASCII."""
    return 97 <= c <= 122 or 65 <= c <= 90 or 48 <= c <= 57


def is_space(c: i64) -> bool:
    """Whether a control character is white space to Python."""
    return c == 11 or c == 12 or 28 <= c <= 31 or c == 0x85 or c == 0x2028 or c == 0x2029


def is_ignored(c: i64) -> bool:
    """Whether ``compare.light`` drops a character that shows as nothing."""
    return c >= 0xAD and not (0x200C <= c <= 0x200D or 0x2028 <= c <= 0x2029)


def is_told(c: i64) -> bool:
    """Whether a letter is a word of its own here: of Chinese, Japanese and Korean, which
    ``compare.light`` leaves as they are."""
    return 0x3040 <= c < 0xA000 or 0xAC00 <= c < 0xD7A4


def is_inside(c: i64, k: i64) -> bool:
    """Whether a character that is no letter may stand in a word."""
    return k_.MARK <= k <= k_.COMBINING or c == 0 or (k == k_.DAMAGE and is_ignored(c))


def is_dropped(bits: i64) -> bool:
    """Whether ``paragraph_facts`` drops a byte that continues a character."""
    return bits == 0 or 28 <= bits <= 30 or bits == 43 or bits == 59


def flat_size(c: i64) -> i64:
    """How many bytes ``paragraph_facts`` keeps of a character."""
    if c < 0x80:
        if c == 34 or c == 0 or c == 26:
            return 0
        return 1
    size: i64 = 1
    if is_dropped(c & 63):
        size = 0
    if c < 0x800:
        if c >= 0xC0:
            size += 1
        return size
    if not is_dropped((c >> 6) & 63):
        size += 1
    if c < 0x10000:
        if c < 0x2000 or c >= 0x3000:
            size += 1
        return size
    if not is_dropped((c >> 12) & 63):
        size += 1
    return size + 1


def is_whole(c: i64) -> bool:
    """Whether ``paragraph_facts`` keeps all bytes of a letter."""
    if c < 0x80:
        return True
    if is_dropped(c & 63):
        return False
    return c < 0x800 or not is_dropped((c >> 6) & 63)


def fold(c: i64, k: i64) -> i64:
    """A letter so that all that ``compare.light`` makes equal are; 0: it may be left out."""
    if k <= k_.UPPER:
        return c | 32
    if k >= k_.THEH:
        return fold_arabic(c, k)
    if c < 0x100:
        if c == 0xDF:
            return 115
        if c < 0xC0 or c == 0xFF:
            return 1
        if c <= 0xDE:
            c += 32
        return c
    if 0x400 <= c < 0x460:
        if c < 0x410:
            c += 80
        elif c < 0x430:
            c += 32
        return c
    if 0x590 <= c < 0x600:
        if c < 0x5D0:
            return 0
        return c
    if c == 0x1E9E or c == 0x17F:
        return 115
    return 1


def fold_arabic(c: i64, k: i64) -> i64:
    if k == k_.ALEF_FORMS:
        return 0x627
    if k == k_.KEHEH:
        return 0x643
    if k == k_.MAKSURA or k == k_.FARSI_YEH:
        return 0x64A
    if k == k_.HAMZA_FORMS:
        if c == 0x624:
            return 0x648
        if c == 0x626:
            return 0x64A
        if c == 0x6C0:
            return 0x6D5
        if c == 0x6C2:
            return 0x6C1
        return 0x6D2
    return c


def class_of(c: int) -> int:
    """The class of a code point."""
    return Scan("", "", "", {}, {}, False).class_of(c)


def first_words(text: str, count: int) -> list[int]:
    """What a line begins with, folded: as many words, each as one number.

    0: there is no such word, ``FAR_WORD``: it cannot be told.
    """
    scan = Scan(text, text, "", {}, {}, False)
    size = len(text)
    return [scan.next_word(scan.reached, size) for _ in range(count)]
