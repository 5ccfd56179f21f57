"""Candidates for dates: those in another style than "26 October", about which
``inconsistent_date_format`` decides, and days for ``impossible_date``."""

from __future__ import annotations

from contentlint.model import characters as k_
from contentlint.model.characters import class_at, code_at, is_digit_at
from contentlint.model.trigger import YEAR_REACH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_FARTHEST: Final = 44
"""The largest distance of a month's name from the beginning of the line, in code points."""
_JAN: Final = 0x4A616E
_FEB: Final = 0x466562
_MAR: Final = 0x4D6172
_APR: Final = 0x417072
_MAY: Final = 0x4D6179
_JUN: Final = 0x4A756E
_JUL: Final = 0x4A756C
_AUG: Final = 0x417567
_SEP: Final = 0x536570
_OCT: Final = 0x4F6374
_NOV: Final = 0x4E6F76
_DEC: Final = 0x446563


class DateScan:
    """What was found so far."""

    def __init__(self, prose: str, english: bool) -> None:
        self.prose = prose
        self.english = english
        self.figures: list[int] = []
        """Offsets of the first separators of dates in figures, except those that
        ``inconsistent_date_format`` regards as a dateline or the value of a label because of what
        precedes them."""
        self.begin: i64 = 0
        """The start of the current block."""
        self.named: list[int] = []
        """Offsets of a separator before a month or a year."""
        self.day_first = False
        """True if a day may precede an English month."""
        self.month_first = False
        self.days: list[int] = []
        """Offsets of numbers that begin a date in figures, or may be the day of one with the name
        of a month, and are 29 to 39 or have a year behind them, in no order. No other day is
        impossible or has a weekday to compare."""
        self.undated: list[int] = []
        """Offsets of other numbers like the latter, as long as a year may follow them."""

    def capital(self, at: i64) -> None:
        """Enter a capitalized word: perhaps a month after a day."""
        prose = self.prose
        if self.day_first or not is_month(prose, at):
            return
        # "26 October", "26. October", "26th October".
        last = at - 2
        while last > at - 4 and not is_digit_at(prose, last):
            last -= 1
        if may_be_day(prose, last):
            self.day_first = True

    def day(self, at: i64) -> None:
        """Enter a number: perhaps a day after its month."""
        if is_digit_at(self.prose, at + 1) and is_digit_at(self.prose, at + 2):
            return
        end = at - 1
        at = end
        while at > 0 and class_at(self.prose, at - 1) <= k_.UPPER:
            at -= 1
        if at < end and is_month(self.prose, at):
            self.month_first = True

    def number(self, at: i64) -> None:
        """Enter a number of a text that is not Chinese or Japanese: perhaps of ``days``."""
        prose = self.prose
        end = at + 1
        while is_digit_at(prose, end):
            end += 1
        size = end - at
        if size == 4:
            for day in self.undated:
                if end - day <= YEAR_REACH:
                    self.days.append(day)
            self.undated.clear()
        if size <= 4 and self.begins_figures(size, end):
            self.days.append(at)
        elif size <= 2 and self.is_by_month(at, end):
            # The last four bits of a digit are its value in all three systems.
            tens: i64 = ord(prose[at]) & 15
            if size == 2 and (tens == 3 or (tens == 2 and ord(prose[at + 1]) & 15 == 9)):
                self.days.append(at)
                return
            if self.undated and at - self.undated[-1] > YEAR_REACH:
                self.undated.clear()
            self.undated.append(at)

    def begins_figures(self, size: i64, first: i64) -> bool:
        """Return True if a number of some digits begins a date in figures with its first separator
        at an offset."""
        prose = self.prose
        k = class_at(prose, first)
        if not (k == k_.STOP or k == k_.HYPHEN or k == k_.SLASH) or not is_digit_at(
            prose, first + 1
        ):
            return False
        second = first + 3 if is_digit_at(prose, first + 2) else first + 2
        if class_at(prose, second) != k:
            return False
        after: i64 = 0
        while after < 5 and is_digit_at(prose, second + after + 1):
            after += 1
        return (size == 4 and 0 < after <= 2) or (size <= 2 and after == 4)

    def is_by_month(self, at: i64, end: i64) -> bool:
        """Return True if a month may stand before or behind a number: in English one of those that
        it has, elsewhere any word behind it."""
        prose = self.prose
        gap = gap_at(prose, end)
        if not self.english:
            return gap >= 0 and may_be_letter(class_at(prose, gap + 1))
        if gap >= 0 and is_month(prose, gap + 1):
            return True
        last = at - 1
        at = last
        while at > 0 and class_at(prose, at - 1) <= k_.UPPER:
            at -= 1
        return at < last and is_month(prose, at)

    def separator(self, k: i64, at: i64) -> None:
        """Enter a stop, hyphen or slash: perhaps of a date in figures."""
        prose = self.prose
        if is_digit_at(prose, at - 1):
            if is_digit_at(prose, at + 1):
                end = at + 2
                if is_digit_at(prose, end):
                    end += 1
                if class_at(prose, end) == k and self.is_date(at, end) and not self.is_alien(at):
                    self.figures.append(at)
            return
        if k == k_.STOP:
            return
        if k == k_.SLASH:
            after = class_at(prose, at + 1)
            if after == k_.SPACE:
                after = class_at(prose, at + 2)
            if after > k_.LAST_LETTER:
                return
        else:
            for digit in range(at + 1, at + 5):
                if not is_digit_at(prose, digit):
                    return
        for back in range(1, _FARTHEST + 1):
            before = class_at(prose, at - back)
            if before == k_.DIGIT or before == k_.OTHER_DIGIT:
                if may_be_day(prose, at - back) and gap_at(prose, at - back + 1) >= 0:
                    self.named.append(at)
            elif before != k_.NEWLINE:
                continue
            break

    def is_date(self, first: i64, second: i64) -> bool:
        """Return True if one of the numbers around two separators can be a year, the other a
        day."""
        before: i64 = 1
        while before < 5 and is_digit_at(self.prose, first - before - 1):
            before += 1
        after: i64 = 0
        while after < 5 and is_digit_at(self.prose, second + after + 1):
            after += 1
        # Of a longer number the end may be a day: what stands before it is another date's year.
        return (before >= 4 and 0 < after <= 2) or (after == 4 and (before <= 2 or before > 4))

    def is_alien(self, first: i64) -> bool:
        """Return True if the date with its first separator at an offset begins its block, or
        follows a sign after which ``inconsistent_date_format`` ignores it."""
        prose = self.prose
        at = first - 1
        while at > first - 5 and is_digit_at(prose, at):
            at -= 1
        while at >= self.begin:
            c = code_at(prose, at)
            if c != 0 and c != 10 and c != 32 and c != 0xA0:
                return c == 58 or c == 91 or c == 124
            at -= 1
        return True


def may_be_day(prose: str, last: i64) -> bool:
    """Return True if the number that ends at an offset may be a day before a month's name."""
    first = last
    while is_digit_at(prose, first):
        first -= 1
    if last - first > 2:
        # The end of a longer number may be read as one of its own behind a date in figures.
        sign = class_at(prose, first)
        return sign == k_.STOP or sign == k_.HYPHEN or sign == k_.SLASH
    if last - first == 2 and 52 <= ord(prose[first + 1]) <= 57:
        return False
    # The end of another number is none, nor is what belongs to a time or a path.
    before = code_at(prose, first)
    return first < last and not 46 <= before <= 47 and before != 44 and before != 58


def gap_at(prose: str, at: i64) -> i64:
    """Return the offset of the space or hyphen that follows the number that ends at an offset,
    perhaps after "th" and the like; -1 without one."""
    c = code_at(prose, at)
    if c == 46 or c == 0xBA:
        at += 1
        c = code_at(prose, at)
    elif 101 <= c <= 116:
        at += 2
        c = code_at(prose, at)
    return at if c == 32 or c == 45 or c == 0xA0 else -1


def may_be_letter(k: i64) -> bool:
    """Return True if some characters of a class are letters."""
    return k <= k_.LAST_LETTER or k == k_.TATWEEL or k == k_.COMBINING or k >= k_.SYMBOL


def is_known_month(name: str) -> bool:
    """Return True if a month's name that English articles have is found wherever it stands."""
    return name.isascii() and name.isalpha() and is_month(name, 0)


def is_month(prose: str, at: i64) -> bool:
    """Return True if a word begins like a month of English."""
    if at + 3 > len(prose):
        return False
    first: i64 = ord(prose[at])
    second: i64 = ord(prose[at + 1])
    third: i64 = ord(prose[at + 2])
    if second > 122 or third > 122:
        return False
    name = (first << 16) | (second << 8) | third
    return name in (_JAN, _FEB, _MAR, _APR, _MAY, _JUN, _JUL, _AUG, _SEP, _OCT, _NOV, _DEC)
