"""What the lines of a document begin with, as far as ``scan`` looks: which rules with phrases may
find something, and where."""

from __future__ import annotations

from contentlint.core.folds import FACTOR, FAR, MASK, fold, is_told, latin
from contentlint.core.opened import ALONE, EVERY, KNOWN, NOTHING, Opened, joined
from contentlint.text.unicode import classes as k_
from contentlint.text.unicode.classes import TABLE, class_of, far_class, is_digit_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

FAR_WORD: Final = -1
WORDS: Final = 4
"""So many words of a phrase tell which lines may begin with it."""
_HEAD: Final = 7
_SHORT: Final = 68
_LONGEST: Final = 260


class LineScan:
    """What was found on the lines so far."""

    def __init__(
        self,
        prose: str,
        latin: bytes,
        firsts: dict[int, Opened],
        more: dict[int, Opened],
    ) -> None:
        self.prose = prose
        self.latin = latin
        self.firsts = firsts
        self.more = more
        """See ``Table``."""
        self.known = EVERY
        self.known_more = EVERY
        """See ``Table.known``."""
        self.wanted: i64 = -1
        """The rules that are on, one bit each: only their phrases count."""
        self.begun: i64 = 0
        """The rules that are opened."""
        self.lines: list[int] = []
        """Where lines begin that one of the rules with phrases may find something in."""
        self.buttons = False
        """True if the alternative text of an image begins like one of the phrases."""
        self.far = False
        """True if a line begins in a script whose words cannot be told here."""
        self.beginning: i64 = -1
        """Where the line begins that the article begins with."""
        self.line: i64 = -1
        """Where the line begins in which names are looked for, -1: in none."""
        self.end: i64 = 0
        self.marks: i64 = 0
        """Code points of markup on the line so far."""
        self.reached: i64 = 0
        self.started: i64 = 0
        """Where the word ends that was read last, and where its first letter is, -1: nowhere."""
        self.cut: i64 = -1
        """What the word that was read last is up to the first markup in it; -1: there is none."""
        self.sought: i64 = 0
        """Up to where the line has been looked at."""
        self.icon = False
        self.composed = False
        """True if something composes in a way that ``fold`` does not know, in what was read of the
        line; and ``composes``: in that of any line."""
        self.composes = False
        self.labels: LineScan | None = None
        """For the alternative texts of images."""

    def begin(self, at: i64, end: i64) -> None:
        """A line begins at an offset, in a block that ends at another."""
        self.line = at
        self.end = end
        self.marks = 0
        self.look(at, False)

    def separator(self, at: i64) -> None:
        """A sign after which another name may begin, on a short line."""
        if at - self.line - self.marks > _SHORT:
            self.line = -1
        elif at >= self.sought:
            self.look(at + 1, True)

    def look(self, at: i64, part: bool) -> None:
        """Look up what a line, or a part of it, begins with."""
        self.icon = self.composed = False
        word = self.next_word(at, self.end)
        self.sought = self.reached
        if word == FAR_WORD:
            self.far = True
        if word == FAR_WORD or self.icon:
            self.add_line()
        known = self.known[word & KNOWN]
        if known:
            words = joined(word, self.next_word(self.reached, self.end))
            if known >= ALONE or self.known_more[words & KNOWN] or self.cut >= 0:
                found = self.firsts.get(word)
                if found is not None:
                    self.opened(found, word, words, part)
        if self.composed:
            self.composes = True
            self.add_line()

    def opened(self, found: Opened, before: i64, words: i64, part: bool) -> None:
        """A line begins like a phrase: see what its other words are, and how long it is. ``words``:
        the first two, ``joined``; ``before``: the first."""
        short, long, any_length = found.short, found.long, found.any_length
        parts, beginning, rows = found.part, found.beginning, found.row
        for number in range(1, WORDS):
            if number > 1:
                before = words
                words = joined(words, self.next_word(self.reached, self.end))
            if found.begun:
                head = joined(before, self.head(self.started, self.end))
                short |= self.more.get(head, NOTHING).short
            if self.cut >= 0:
                # "Read more[A title](…)": what leads to a link ends where that begins.
                cut = self.more.get(joined(before, self.cut), NOTHING)
                short |= cut.short
                long |= cut.long
                any_length |= cut.any_length
                parts |= cut.part
                beginning |= cut.beginning
            if not self.known_more[words & KNOWN]:
                break
            more = self.more.get(words)
            if more is None:
                break
            found = more
            short |= found.short
            long |= found.long
            any_length |= found.any_length
            parts |= found.part
            beginning |= found.beginning
        bits = parts
        if not part:
            # What counts on a long line counts on a shorter one.
            bits = short
            if bits:
                size = self.line_size()
                if size > _SHORT:
                    bits = any_length
                    if size <= _LONGEST:
                        bits = long
            if self.line == self.beginning:
                bits |= beginning
            rows &= self.wanted & ~bits
            if rows and self.line_size() <= _SHORT:
                bits |= self.row(rows)
        elif bits & self.wanted and self.line_size() > _SHORT:
            return
        bits &= self.wanted
        if bits:
            self.begun |= bits
            self.add_line()

    def row(self, rows: i64) -> i64:
        """Of some rules those to which the line, of two words or more, may be a row of names: none
        of the words behind the first is another than theirs."""
        word = self.next_word(self.sought, self.end)
        if word == 0:
            return 0
        while rows and word:
            if word != FAR_WORD and not self.composed:
                rows &= self.firsts.get(word, NOTHING).row
            word = self.next_word(self.reached, self.end)
        return rows

    def line_size(self) -> i64:
        """Code points of the line that is looked at, without the markup."""
        end = self.prose.find("\n", self.line, self.end)
        if end < 0:
            end = self.end
        return end - self.line - self.prose.count("\0", self.line, end)

    def add_line(self) -> None:
        at = self.line
        if not self.lines or self.lines[-1] != at:
            self.lines.append(at)

    def label(self, text: str, at: i64, end: i64) -> None:
        """The alternative text of an image, between two offsets of the text: it may be the name of
        a button."""
        labels = self.labels
        if labels is None:
            labels = self.labels = LineScan("", b"", {}, {})
        label = text[at:end]
        size = len(label)
        labels.prose = label
        labels.latin = latin(label)
        first = labels.next_word(0, size)
        if not self.known[first & KNOWN] and not labels.composed:
            return
        begun = self.firsts.get(first, NOTHING).short
        words = first
        for _ in range(1, WORDS):
            words = joined(words, labels.next_word(labels.reached, size))
            begun |= self.more.get(words, NOTHING).short
        if labels.composed:
            labels.composed = False
            self.buttons = self.composes = True
        begun &= self.wanted
        if begun:
            self.begun |= begun
            self.buttons = True

    def next_word(self, at: i64, stop: i64) -> i64:
        """The first word of a line from an offset on, folded; 0: there is none, ``FAR_WORD``: it
        cannot be told. ``reached`` is then where it ends."""
        latin, table = self.latin, TABLE
        word: i64 = 0
        size: i64 = 0
        last: i64 = 0
        counter = False
        self.started = self.cut = -1
        while at < stop:
            c: i64 = latin[at]
            if size and 97 <= c <= 122:
                # Most are these, and this loop calls nothing.
                while True:
                    size += 1
                    if c != last:
                        last = c
                        word = (word * FACTOR + c) & MASK
                    at += 1
                    if at >= stop:
                        break
                    c = latin[at]
                    if c < 97 or c > 122:
                        break
                continue
            if size == 0 and (c == 32 or c == 0):
                # Before a word, or in place of one that is hidden.
                while c == 32 or c == 0:
                    at += 1
                    if at >= stop:
                        break
                    c = latin[at]
                continue
            if c == 32 and not counter:
                break
            if c == FAR:
                c = ord(self.prose[at])
            k: i64 = 0
            if c < k_.SIZE:
                k = table[c]
            else:
                k = far_class(c)
            if k <= k_.LAST_LETTER:
                if size == 0:
                    # "3k" and "10M" are no words.
                    counter = (c | 32 == 107 or c | 32 == 109) and is_digit_at(self.prose, at - 1)
                    self.started = at
                size += 1
                folded = c | 32
                if k == k_.ARABIC:
                    folded = c  # as most are
                elif k > k_.UPPER:
                    folded = fold(c, k)
                    if k == k_.LETTER_3 and not is_told(c, k):
                        self.composed = True
                if folded and folded != last:
                    last = folded
                    word = (word * FACTOR + folded) & MASK
            elif k == k_.NEWLINE:
                break
            elif c >= 0x300 and not is_told(c, k):
                self.composed = True
            elif size == 0:
                if k == k_.FAR_LETTER:
                    self.reached = at + 1
                    if self.goes_on(at + 1, stop):
                        self.composed = True
                    return c if is_one_word(c) else FAR_WORD
                if k == k_.FAR and 0xE000 <= c < 0xF900:
                    self.icon = True  # and perhaps nothing else
            elif c == 0:
                if self.cut < 0:
                    self.cut = word
            elif not is_inside(c, k):
                if size > 1 or not counter:
                    break
                size = last = word = 0
            at += 1
        self.reached = at
        if size == 1 and counter:
            return 0
        return word

    def head(self, at: i64, stop: i64) -> i64:
        """The first two letters of the word at an offset, folded, as a number that is no word's;
        0: it has one, or none."""
        word: i64 = 0
        last: i64 = 0
        while 0 <= at < stop:
            c: i64 = ord(self.prose[at])
            k = class_of(c)
            if k <= k_.LAST_LETTER:
                folded = fold(c, k)
                if folded and folded != last:
                    word = (word * FACTOR + folded) & MASK
                    if last:
                        return (word * FACTOR + _HEAD) & MASK
                    last = folded
            elif not is_inside(c, k):
                break
            at += 1
        return 0

    def goes_on(self, at: i64, stop: i64) -> bool:
        """Return True if what stands at an offset may become one with the letter before it."""
        while at < stop and ord(self.prose[at]) == 0:
            at += 1
        if at >= stop:
            return False
        c: i64 = ord(self.prose[at])
        return c >= 0x300 and not is_told(c, class_of(c))


def is_one_word(c: i64) -> bool:
    """Return True if a letter is a word of its own here: of Chinese, Japanese and Korean, which
    ``compare.light`` leaves as they are."""
    return 0x3040 <= c < 0xA000 or 0xAC00 <= c < 0xD7A4


def is_inside(c: i64, k: i64) -> bool:
    """Return True if a character that is no letter may stand in a word."""
    return k_.MARK <= k <= k_.COMBINING or c == 0 or (k == k_.DAMAGE and is_ignored(c))


def is_ignored(c: i64) -> bool:
    """Return True if ``compare.light`` drops a character that shows as nothing."""
    return c >= 0xAD and not (0x200C <= c <= 0x200D or 0x2028 <= c <= 0x2029)


def last_head(text: str) -> int:
    """The ``head`` of the last word of a text; 0 where it has none."""
    scan = LineScan(text, latin(text), {}, {})
    size = len(text)
    started: i64 = -1
    while scan.next_word(scan.reached, size):
        started = scan.started
    return scan.head(started, size)


def first_words(text: str, count: int) -> list[int]:
    """What a line begins with, folded: as many words, each as one number.

    0: there is no such word, ``FAR_WORD``: it cannot be told.
    """
    scan = LineScan(text, latin(text), {}, {})
    size = len(text)
    return [scan.next_word(scan.reached, size) for _ in range(count)]
