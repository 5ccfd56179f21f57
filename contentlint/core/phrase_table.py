"""The first words of lines: which rules with phrases they open, and where.

Compiled: a run enters thousands of phrases before it reads its first article.
"""

from __future__ import annotations

from contentlint.core.letters import FACTOR, FAR, MASK, fold, is_told, latin
from contentlint.model import characters as k_
from contentlint.model.characters import TABLE, class_of, far_class, is_digit_at
from contentlint.model.trigger import FAR_WORD, PHRASE_PLACES, PHRASE_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

# Indices into ``PHRASE_PLACES``; a short line is the first. The last two have no sign.
_LONG: Final = 1
_ANY_LENGTH: Final = 2
_PART: Final = 3
_BEGINNING: Final = 4
_ROW: Final = 5
_BEGUN: Final = 6
_AHEAD: Final = 7
KNOWN: Final = 0x1FFF
ALONE: Final = 2
EVERY: Final = b"\2" * (KNOWN + 1)


class Opened:
    """The rules that a line opens by its first words, one bit each."""

    def __init__(
        self,
        short: i64 = 0,
        long: i64 = 0,
        any_length: i64 = 0,
        part: i64 = 0,
        beginning: i64 = 0,
        row: i64 = 0,
        begun: i64 = 0,
        ahead: i64 = 0,
    ) -> None:
        self.short = short
        self.long = long
        self.any_length = any_length
        """Rules opened by a line of at most 68 code points, of at most 260, of any length."""
        self.part = part
        """Rules opened by words after a separator on a short line."""
        self.beginning = beginning
        """Rules opened at the beginning of the article."""
        self.row = row
        """Rules opened by a short line that has no other words than such."""
        self.begun = begun
        """Rules with a phrase whose last word may continue differently in the text; see
        ``head``."""
        self.ahead = ahead
        """Rules with a phrase that has more words."""

    def bits(self) -> tuple[int, int, int, int, int, int, int, int]:
        """Return all of these, in the order of the constructor."""
        return (
            *(self.short, self.long, self.any_length, self.part),
            *(self.beginning, self.row, self.begun, self.ahead),
        )

    def add(self, place: i64, own: i64) -> None:
        """Enter a rule that has a phrase of these words; ``place`` is an index into
        ``PHRASE_PLACES``, or says that the phrase has more words (``_BEGUN``, ``_AHEAD``)."""
        if place == _AHEAD:
            self.ahead |= own
        elif place == _BEGUN:
            self.begun |= own
        elif place == _ROW:
            self.row |= own
        elif place == _BEGINNING:
            self.beginning |= own
        elif place == _PART:
            self.part |= own
        else:
            # What counts on a long line counts on a shorter one.
            self.short |= own
            if place >= _LONG:
                self.long |= own
            if place == _ANY_LENGTH:
                self.any_length |= own

    def opens(self) -> i64:
        """Return the rules for which the words are more than a prefix of others."""
        return (
            self.short | self.long | self.any_length | self.part | self.beginning | self.row
        ) | self.begun


NOTHING: Final = Opened()


class Table:
    """The first words of phrases, each word a number."""

    def __init__(self) -> None:
        self.firsts: dict[int, Opened] = {}
        """By the first word of a line."""
        self.more: dict[int, Opened] = {}
        """By its first two words and more, ``joined``."""
        self._known: dict[int, tuple[bytes, bytes]] = {}

    def copy(self) -> Table:
        """Return a copy to enter more into."""
        made = Table()
        made.firsts = {word: Opened(*found.bits()) for word, found in self.firsts.items()}
        made.more = {words: Opened(*found.bits()) for words, found in self.more.items()}
        return made

    def enter(self, names: tuple[str, ...], own: int) -> list[str]:
        """Let phrases open a rule; return the names that are no phrases.

        A phrase is a NUL, one of ``PHRASE_PLACES``, and its words: numbers in hexadecimal
        with dots between them, or ``~`` before the ``head`` of the last. ``own`` is the rule's bit.
        """
        others = []
        self._known = {}
        for name in names:
            where = PHRASE_PLACES.find(name[1:2]) if name[:1] == "\0" and len(name) > 1 else -1
            if where < 0:
                others.append(name)
            else:
                self._phrase(name, where, own)
        return others

    def known(self, wanted: int) -> tuple[bytes, bytes]:
        """Return two filters that spare the lookup of most lines. The first is indexed by the
        lowest bits of a first word: not 0 if a phrase begins with it, ``ALONE`` or more if the word
        alone opens a rule. The second is indexed by those of several words, ``joined``. ``wanted``
        are the bits of the rules whose phrases count."""
        found = self._known.get(wanted)
        if found is None:
            found = self._known[wanted] = self._filters(wanted)
        return found

    def _filters(self, wanted: i64) -> tuple[bytes, bytes]:
        firsts, more = bytearray(KNOWN + 1), bytearray(KNOWN + 1)
        for word, found in self.firsts.items():
            if found.opens() & wanted:
                firsts[word & KNOWN] |= ALONE
            elif found.ahead & wanted:
                firsts[word & KNOWN] |= 1
        for words, found in self.more.items():
            if (found.opens() | found.ahead) & wanted:
                more[words & KNOWN] = 1
        return bytes(firsts), bytes(more)

    def _phrase(self, name: str, where: int, own: int) -> None:
        words: i64 = -1
        word: i64 = 0
        size: i64 = len(name)
        at: i64 = 2
        # The words on the way are entered as well, to be looked further from.
        while at <= size:
            c: i64 = 46
            if at < size:
                c = ord(name[at])
            at += 1
            if c != 46 and c != 126:
                word = word * 16 + (c - 48 if c < 58 else c - 87)
                continue
            place = where
            if at <= size:
                place = _BEGUN if c == 126 else _AHEAD
            if words < 0:
                words = word
                _at(self.firsts, words).add(place, own)
            else:
                words = joined(words, word)
                _at(self.more, words).add(place, own)
            word = 0


def _at(table: dict[int, Opened], key: int) -> Opened:
    found = table.get(key)
    if found is None:
        found = table[key] = Opened()
    return found


def joined(words: i64, word: i64) -> i64:
    """Append a word to the first words of a line, which are one number."""
    return (words * FACTOR + word) & MASK


_HEAD: Final = 7
_SHORT: Final = 68
_LONGEST: Final = 260


class LineScan:
    """The lines that begin with a phrase, and the rules that they open."""

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
        """The enabled rules, one bit each: only their phrases count."""
        self.begun: i64 = 0
        """The rules that have been opened."""
        self.lines: list[int] = []
        """Starts of the lines in which a rule with phrases may find something."""
        self.buttons = False
        """True if the alternative text of an image begins like one of the phrases."""
        self.far = False
        """True if a line begins in a script whose words cannot be told apart here."""
        self.beginning: i64 = -1
        """The start of the first line of the article."""
        self.line: i64 = -1
        """The start of the line in which names are searched; -1: of none."""
        self.end: i64 = 0
        self.marks: i64 = 0
        """Code points of markup on the line so far."""
        self.reached: i64 = 0
        self.started: i64 = 0
        """Where the last word ends, and its first letter is; -1: there is none."""
        self.cut: i64 = -1
        """The last word up to the first markup in it; -1: it has none."""
        self.sought: i64 = 0
        """Up to where the line has been read."""
        self.icon = False
        self.composed = False
        """True if something composes in a way that ``fold`` does not know, in what was read of the
        line."""
        self.composes = False
        """The same of any line."""
        self.labels: LineScan | None = None
        """The scan of the alternative texts of images."""

    def begin(self, at: i64, end: i64) -> None:
        """Begin a line at an offset, in a block that ends at another."""
        self.line = at
        self.end = end
        self.marks = 0
        self.look(at, False)

    def separator(self, at: i64) -> None:
        """Enter a sign after which another name may begin on a short line."""
        if at - self.line - self.marks > _SHORT:
            self.line = -1
        elif at >= self.sought:
            self.look(at + 1, True)

    def look(self, at: i64, part: bool) -> None:
        """Look up the first words of a line, or of a part of it."""
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
        """Look up the other words of a line that begins like a phrase, and its length. ``words``
        are its first two, ``joined``; ``before`` is the first."""
        short, long, any_length = found.short, found.long, found.any_length
        parts, beginning, rows = found.part, found.beginning, found.row
        for number in range(1, PHRASE_WORDS):
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
        """Return those of some rules to which the line, of two words or more, may be a row of
        names: all words after the first are theirs."""
        word = self.next_word(self.sought, self.end)
        if word == 0:
            return 0
        while rows and word:
            if word != FAR_WORD and not self.composed:
                rows &= self.firsts.get(word, NOTHING).row
            word = self.next_word(self.reached, self.end)
        return rows

    def line_size(self) -> i64:
        """Return the length of the current line in code points, without its markup."""
        end = self.prose.find("\n", self.line, self.end)
        if end < 0:
            end = self.end
        return end - self.line - self.prose.count("\0", self.line, end)

    def add_line(self) -> None:
        at = self.line
        if not self.lines or self.lines[-1] != at:
            self.lines.append(at)

    def label(self, text: str, at: i64, end: i64) -> None:
        """Look up the alternative text of an image, which may be the name of a button."""
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
        for _ in range(1, PHRASE_WORDS):
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
        """Return the first word of a line from an offset on, folded, and set ``reached`` to its
        end; 0 without a word, ``FAR_WORD`` for one of a far script."""
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
        """Return the first two letters of the word at an offset, folded, as a number that is no
        word's; 0 if it has fewer."""
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
    ``fold.light`` leaves as they are."""
    return 0x3040 <= c < 0xA000 or 0xAC00 <= c < 0xD7A4


def is_inside(c: i64, k: i64) -> bool:
    """Return True if a character that is no letter may stand in a word."""
    return k_.MARK <= k <= k_.COMBINING or c == 0 or (k == k_.DAMAGE and is_ignored(c))


def is_ignored(c: i64) -> bool:
    """Return True if ``fold.light`` drops a character that shows as nothing."""
    return c >= 0xAD and not (0x200C <= c <= 0x200D or 0x2028 <= c <= 0x2029)


def last_head(text: str) -> int:
    """Return the ``head`` of the last word of a text; 0 if it has none."""
    scan = LineScan(text, latin(text), {}, {})
    size = len(text)
    started: i64 = -1
    while scan.next_word(scan.reached, size):
        started = scan.started
    return scan.head(started, size)


def first_words(text: str, count: int) -> list[int]:
    """Return the first words of a line, folded, each as one number.

    0: there is no such word, ``FAR_WORD``: it cannot be told.
    """
    scan = LineScan(text, latin(text), {}, {})
    size = len(text)
    return [scan.next_word(scan.reached, size) for _ in range(count)]
