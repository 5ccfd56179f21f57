"""Dates in running text, and the style of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain

from contentlint._util import lazy_regex
from contentlint.model.annotations import Date as Date
from contentlint.model.characters import code_at, is_digit_at
from contentlint.model.document import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

    from mypy_extensions import i64

_new: Final = tuple.__new__  # half the time of the constructor of a NamedTuple
_D: Final = "[0-9\u0660-\u0669\u06f0-\u06f9]"
# The separators of a date in figures and what stands between them. A literal begins each: `re`
# then skips ahead at 2,000 MB/s, against 270 for a class.
_INNER: Final = tuple(
    (
        separator,
        lazy_regex.compile(
            rf"{lazy_regex.escape(separator)}{_D}{_D}?{lazy_regex.escape(separator)}(?={_D})"
        ),
    )
    for separator in "./-"
)
_SLASH: Final = lazy_regex.compile(r" ?/ ?")
_YEAR: Final = lazy_regex.compile(rf"[-/ ,\u00a0،]*(?:de |عام |سنة )?({_D}{{4}})(?!{_D})")
_COUPLED: Final = lazy_regex.compile(
    r"(?:[ \u00a0]?(?:هـ|ه|م)\.?)?[ \u00a0]?(?:\(|/|-|–|=|،|الموافق|موافق)[ \u00a0لـ]{0,4}"
)
# Both sides of a number that is part of something longer: a version, a path, a time.
_GLUE: Final = frozenset("/.,:-–_#%+*٫٬")
_NO_DAY: Final = frozenset("/:_#%+*٫٬")  # the same behind the day of "October 26"

Months = Mapping[str, tuple[str, ...]]
"""Maps the first letters of the names of months to the names that begin with them, longest
first."""


def by_first_word(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names of months as ``find`` takes them."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name[: _end_of_word(name, 0)], []).append(name)
    return {word: tuple(sorted(all_, key=len, reverse=True)) for word, all_ in found.items()}


def find(
    prose: str,
    months: Months,
    hijri: Months,
    *,
    month_first: bool,
    spans: Iterable[tuple[int, int]] | None = None,
    other_digits: bool = True,
) -> list[Date]:
    """Return the dates of masked prose, in order. ``month_first`` also reads "October 26".
    ``spans`` are the parts to search; None for all of it. ``other_digits`` is False if all digits
    are ASCII."""
    digits = zeros(prose, other_digits=other_digits)
    found: list[Date] = []
    for start, end in ((0, len(prose)),) if spans is None else spans:
        at = digits.find(b"0", start, end)
        while at >= 0:
            at = _number(prose, at, end, months, hijri, month_first, found)
            at = digits.find(b"0", at, end)
    return found


def zeros(prose: str, *, other_digits: bool) -> bytes:
    """Return the prose in ASCII, a byte for each code point: "0" for each digit, "?" for all beyond
    ASCII. ``other_digits`` is as for ``find``."""
    if other_digits:
        for digit in OTHER_DIGITS:
            prose = prose.replace(digit, "0")
    return prose.encode("ascii", "replace").translate(_ZEROS)


def _number(
    prose: str,
    start: i64,
    stop: i64,
    months: Months,
    hijri: Months,
    month_first: bool,
    to: list[Date],
) -> i64:
    """Read the number at an offset, add the date that it belongs to, if any, and return the offset
    after what was read."""
    end: i64 = start + 1
    while end < stop and is_digit_at(prose, end):
        end += 1
    last = _end_of_figures(prose, end, stop)
    if last > 0:
        if date := _numeric(prose, start, end, last):
            to.append(date)
        return last
    if end - start > 2 or not 0 < int(prose[start:end]) <= 31:
        return end
    gap = _gap(prose, end, stop)
    date = _written(prose, start, gap, months, hijri) if gap >= 0 else None
    if date is None and month_first:
        date = _after_month(prose, start, max(gap, end), months)
    if date is not None:
        to.append(date)
    return end


def _end_of_figures(prose: str, first: i64, stop: i64) -> i64:
    """Return the end of the date in figures whose first separator is at an offset, or 0."""
    if first + 3 >= stop:
        return 0
    separator: i64 = ord(prose[first])
    if not 45 <= separator <= 47 or not is_digit_at(prose, first + 1):  # "-./"
        return 0
    at = first + 3 if is_digit_at(prose, first + 2) else first + 2
    end = at + 1
    if code_at(prose, at) != separator:
        return 0
    while end < stop and end < at + 5 and is_digit_at(prose, end):
        end += 1
    return end if end > at + 1 else 0


def _gap(prose: str, at: i64, stop: i64) -> i64:
    """Return the offset of the space or hyphen between a number that ends at an offset and the next
    word; "th" and the like may come before it. -1 if there is none."""
    if prose.startswith(_ORDINAL, at):
        at += 1 if prose[at] in ".º" else 2
    if at + 1 < stop and prose[at] in " \u00a0-" and _is_letter(prose[at + 1]):
        return at
    return -1


_ORDINAL: Final = ("st", "nd", "rd", "th", "er", "º", ".")


def _is_letter(char: str) -> bool:
    r"""Return True if a character matches ``[^\W\d_]``."""
    return char.isalpha() or (char.isalnum() and not char.isdecimal())


OTHER_DIGITS: Final = "".join(map(chr, (*range(0x660, 0x66A), *range(0x6F0, 0x6FA))))
"""The digits of the Arabic script, which ``find`` reads too."""
_ZEROS: Final = bytes(48 if 48 <= byte < 58 else byte for byte in range(256))


def in_figures(prose: str, places: Iterable[int] | None = None) -> list[Date]:
    """Return only the dates without the name of a month, in any order, in a tenth of the time of
    ``find``. ``places`` are the offsets of their first separators, and perhaps others; None if they
    are not known."""
    if places is None:
        there = [inner for separator, inner in _INNER if separator in prose]
        places = [m.start() for inner in there for m in inner.finditer(prose)]
    found: list[Date] = []
    for first in places:
        at: i64 = first
        start = at
        known = True
        while start > 0 and at - start < 4 and prose[start - 1].isdigit():
            start -= 1
            known = known and is_digit_at(prose, start)
        last = _end_of_figures(prose, at, len(prose)) if known and start < at else 0
        if last > 0 and (date := _numeric(prose, start, at, last)):
            found.append(date)
    return found


def names_vary(
    prose: str,
    months: Months,
    hijri: Months,
    *,
    month_first: bool,
    places: Iterable[int] | None = None,
) -> bool:
    """Return True if a date with the name of a month may be in another style than "26 October".

    ``places`` are the offsets of the slash before a second name, or of the hyphen before a year,
    and perhaps others; None if they are not known. With ``places``, ``month_first`` is True if the
    months may be before the days in one place and after them in another; without, it is True if
    that has to be searched for.
    """
    if months:
        names = tuple(chain.from_iterable(months.values()))
        slashed, dashed, name = _searches(names)
        if places is None:
            if ("/" in prose and slashed.search(prose)) or dashed.search(prose):
                return True
        else:
            for at in places:
                # Nearly always another word stands there.
                if prose.startswith(names, at + 1) or prose.startswith(names, at + 2):
                    if slashed.match(prose, at):
                        return True
                start = max(at - _LONGEST, 0)
                if "-" in prose[start:at] and dashed.search(prose, start, at + 5):
                    return True
        if month_first and (places is not None or _both_orders(prose, names, name)):
            return True
    return bool(hijri) and any(mark in prose for mark in HIJRI)


_LONGEST: Final = 40
"""The most code points of the name of a month."""


@lru_cache(maxsize=8)
def _searches(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return patterns of the name of a month after a slash, between hyphens before a year, and
    anywhere."""
    name = "|".join(map(lazy_regex.escape, names))
    patterns = (rf"/ ?(?:{name})(?![^\W\d_])", rf"-(?:{name})-(?={_D}{{4}})", name)
    return tuple(map(lazy_regex.compile, patterns))


def _both_orders(prose: str, names: tuple[str, ...], name: re.Pattern[str]) -> bool:
    """Return True if a month is before a number in one place and after one in another."""
    before = after = False
    size, heads = _heads(names)
    # Their first letters are capitals, and found at ten times the speed of the names.
    for letter in {head[0] for head in heads}:
        at = prose.find(letter)
        while at >= 0:
            m = name.match(prose, at) if prose[at : at + size] in heads else None
            if m is not None:
                before = before or prose[m.end() + 1 : m.end() + 2].isdigit()
                day = prose[max(at - 5, 0) : at].rstrip(_ORDINALS)
                after = after or day[-1:].isdigit()
                if before and after:
                    return True
            at = prose.find(letter, at + 1)
    return False


@lru_cache(maxsize=8)
def _heads(names: tuple[str, ...]) -> tuple[int, frozenset[str]]:
    """Return the number of code points that tell months from other words, and these beginnings: a
    pattern would be slower."""
    size = min(map(len, names))
    return size, frozenset(name[:size] for name in names)


_ORDINALS: Final = "stndrh., "
# A date of the Islamic calendar bears its era or is coupled with the other one.
HIJRI: Final = ("هـ", "الموافق", "ہجری", "هجری", "ه.ق", "قمری", "بمطابق")


def _numeric(prose: str, start: i64, first: i64, end: i64) -> Date | None:
    """Return the date in figures whose first separator is at an offset; None if it is no date."""
    second = first + 2 if not is_digit_at(prose, first + 2) else first + 3
    before, after = first - start, end - second - 1
    if before > 4 or _is_glued(prose, start) or prose[end : end + 1].isalnum():
        return None
    if prose[end : end + 1] in _GLUE and prose[end + 1 : end + 2].isalnum():
        return None
    a, b, c = int(prose[start:first]), int(prose[first + 1 : second]), int(prose[second + 1 : end])
    sep = prose[first]
    if before == 4 and 0 < b <= 12 and 0 < c <= 31 and after <= 2:
        return _new(Date, (_new(Span, (start, end)), f"YYYY{sep}MM{sep}DD", True))
    if after == 4 and before <= 2 and 0 < a <= 31 and 0 < b <= 31 and min(a, b) <= 12:
        order = f"D{sep}M" if a > 12 else f"M{sep}D" if b > 12 else f"?{sep}?"
        has_year = 1300 <= c <= 2200
        return _new(Date, (_new(Span, (start, end)), f"{order}{sep}YYYY", has_year))
    return None


def _is_glued(prose: str, start: i64) -> bool:
    """Return True if a number continues a word or number; a Hebrew preposition may be joined by a
    hyphen."""
    before = prose[start - 1 : start]
    hangs = before == "-" and "\u05d0" <= prose[start - 2 : start - 1] <= "\u05ea"
    return before in _GLUE and not hangs


def _written(prose: str, start: i64, gap: i64, months: Months, hijri: Months) -> Date | None:
    """Return the date of a number if the name of a month follows its gap."""
    style = "D-Month-YYYY" if prose[gap] == "-" else "D Month"
    end = month_at(prose, gap + 1, months)
    if not end:
        end = month_at(prose, gap + 1, hijri)
        style = "Hijri"
    if not end or _is_glued(prose, start):
        return None
    slash = _SLASH.match(prose, end)
    if slash and (second := month_at(prose, slash.end(), months)):
        end, style = second, "D Month/Month"
    year = _YEAR.match(prose, end)
    if style == "D-Month-YYYY" and not (year and year.start(1) == end + 1 and prose[end] == "-"):
        return None
    return Date(Span(start, year.end() if year else end), style, year is not None)


def _after_month(prose: str, day: i64, end: i64, months: Months) -> Date | None:
    """Return the date that ends in this day: "October 26"."""
    if prose[day - 1 : day] not in (" ", "\u00a0"):
        return None
    start = prose.rfind(" ", 0, max(day - 1, 0)) + 1
    start = max(start, prose.rfind("\n", 0, day) + 1)
    name = prose[start:day].lstrip("(\"“'‘\x00")
    if month_at(prose, day - len(name), months) != day - 1:
        return None
    if prose[end : end + 1] in _NO_DAY:
        return None
    year = _YEAR.match(prose, end)
    return Date(Span(day - len(name), year.end() if year else end), "Month D", year is not None)


def month_at(prose: str, at: i64, months: Months) -> i64:
    """Return the offset after the name of a month that begins at an offset, or 0."""
    behind = _end_of_word(prose, at)
    if behind == at:
        return 0
    for name in months.get(prose[at:behind], ()):
        end = at + len(name)
        if prose.startswith(name, at) and not prose[end : end + 1].isalnum():
            return end
    return 0


def _end_of_word(prose: str, at: i64) -> i64:
    """Return the offset after the letters that begin at an offset."""
    size: i64 = len(prose)
    while at < size:
        c: i64 = ord(prose[at])
        if not 97 <= c <= 122 and not 65 <= c <= 90 and not _is_letter(prose[at]):
            break
        at += 1
    return at


def coupled(prose: str, first: Date, second: Date) -> bool:
    """Return True if two dates name one day in two calendars: "15 رمضان 1446 (15 مارس 2025)"."""
    between = prose[first.span.end : second.span.start]
    return len(between) < 20 and _COUPLED.fullmatch(between) is not None
