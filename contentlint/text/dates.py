"""Dates in running text and the style each is written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from contentlint.document import Span
from contentlint.text import lazy
from contentlint.text.parts import Date as Date

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

_D: Final = "[0-9\u0660-\u0669\u06f0-\u06f9]"
_NUMBER: Final = lazy.compile(
    rf"({_D}+)(?:([-/.])({_D}{{1,2}})\2({_D}{{1,4}})"
    r"|(?:st|nd|rd|th|er|º|\.)?([ \u00a0-])(?=[^\W\d_]))?"
)
# The separators of a date in figures and what stands between them. A literal begins each: `re`
# then skips ahead at 2,000 MB/s, against 270 for a class.
_INNER: Final = tuple(
    (separator, lazy.compile(rf"{lazy.escape(separator)}{_D}{_D}?{lazy.escape(separator)}(?={_D})"))
    for separator in "./-"
)
_WORD: Final = lazy.compile(r"[^\W\d_]+")
_SLASH: Final = lazy.compile(r" ?/ ?")
_YEAR: Final = lazy.compile(rf"[-/ ,\u00a0،]*(?:de |عام |سنة )?({_D}{{4}})(?!{_D})")
_COUPLED: Final = lazy.compile(
    r"(?:[ \u00a0]?(?:هـ|ه|م)\.?)?[ \u00a0]?(?:\(|/|-|–|=|،|الموافق|موافق)[ \u00a0لـ]{0,4}"
)
# Both sides of a number that is part of something longer: a version, a path, a time.
_GLUE: Final = frozenset("/.,:-–_#%+*٫٬")

Months = Mapping[str, tuple[str, ...]]
"""First word of a month's name to the names that begin with it, longest first."""


def by_first_word(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names of months, as ``find`` wants them."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.split()[0].split("\u200c")[0].split("-")[0], []).append(name)
    return {word: tuple(sorted(all_, key=len, reverse=True)) for word, all_ in found.items()}


def find(
    prose: str,
    months: Months,
    hijri: Months,
    *,
    month_first: bool,
    spans: Iterable[Span] = (),
    other_digits: bool = True,
) -> Iterator[Date]:
    """The dates of masked prose, in order; ``month_first`` also reads "October 26".

    ``spans``: where to look; none: everywhere. ``other_digits``: whether there may be others
    than those of ASCII.
    """
    for m in _numbers(prose, spans or (Span(0, len(prose)),), other_digits):
        if m[2]:
            if date := _numeric(prose, m):
                yield date
        elif len(m[1]) <= 2 and 0 < int(m[1]) <= 31:
            date = _written(prose, m, months, hijri) if m[5] else None
            if date is None and month_first:
                date = _after_month(prose, m, months)
            if date:
                yield date


def _numbers(prose: str, spans: Iterable[Span], other_digits: bool) -> Iterator[re.Match[str]]:
    """What ``_NUMBER`` finds; a tenth of the time where all digits are ASCII."""
    if other_digits and not prose.isascii() and any(digit in prose for digit in OTHER_DIGITS):
        for start, end in spans:
            yield from _NUMBER.finditer(prose, start, end)
        return
    # A byte a character.
    digits = prose.encode("ascii", "replace").translate(_DIGITS)
    for start, end in spans:
        at = digits.find(b"0", start, end)
        while at >= 0:
            m = _NUMBER.match(prose, at, end)
            assert m is not None
            yield m
            at = digits.find(b"0", m.end(), end)


OTHER_DIGITS: Final = "".join(map(chr, (*range(0x660, 0x66A), *range(0x6F0, 0x6FA))))
"""The digits of the Arabic script, which ``find`` reads too."""
_DIGITS: Final = bytes(48 if 48 <= byte < 58 else 32 for byte in range(256))


def in_figures(prose: str, places: Iterable[int] | None = None) -> Iterator[Date]:
    """Only the dates without a month's name, in any order; a tenth of the time of ``find``.

    ``places``: the offsets of their first separators, and others; None: not known.
    """
    if places is None:
        there = [inner for separator, inner in _INNER if separator in prose]
        places = (m.start() for inner in there for m in inner.finditer(prose))
    for at in places:
        start = at
        while prose[start - 1 : start].isdigit() and at - start < 4:
            start -= 1
        number = _NUMBER.match(prose, start)
        if number and number[2] and number.start(2) == at:
            date = _numeric(prose, number)
            if date:
                yield date


def names_vary(
    prose: str,
    months: Months,
    hijri: Months,
    *,
    month_first: bool,
    places: Iterable[int] | None = None,
) -> bool:
    """Whether a date with a month's name can be there in another style than "26 October".

    ``places``: the offsets of the slash before a second name, or of the hyphen before a year,
    and others; None: not known. ``month_first``: whether a month may stand before a day here and
    after one there, where the places are known; else whether to look for that.
    """
    if months:
        names = tuple(chain.from_iterable(months.values()))
        slashed, dashed, name = _searches(names)
        if places is None:
            if ("/" in prose and slashed.search(prose)) or dashed.search(prose):
                return True
        elif any(
            slashed.match(prose, at) or dashed.search(prose, max(at - _LONGEST, 0), at + 5)
            for at in places
        ):
            return True
        if month_first and (places is not None or _both_orders(prose, names, name)):
            return True
    return bool(hijri) and any(mark in prose for mark in HIJRI)


_LONGEST: Final = 40
"""Code points of a month's name, at most."""


@lru_cache(maxsize=8)
def _searches(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """A month's name after a slash, one between hyphens before a year, and one anywhere."""
    name = "|".join(map(lazy.escape, names))
    patterns = (rf"/ ?(?:{name})(?![^\W\d_])", rf"-(?:{name})-(?={_D}{{4}})", name)
    return tuple(map(lazy.made, patterns))


def has_days(prose: str, months: Months) -> bool:
    """Whether a month may follow its day; a twentieth of the time of ``find``."""
    return bool(months) and _days(tuple(months)).search(prose) is not None


@lru_cache(maxsize=8)
def _days(words: tuple[str, ...]) -> re.Pattern[str]:
    """A number before one of some words, as ``_NUMBER`` and ``_WORD`` find them."""
    word = "|".join(map(lazy.escape, words))
    return lazy.made(rf"{_D}(?:st|nd|rd|th|er|º|\.)?[ \u00a0-](?:{word})")


def _both_orders(prose: str, names: tuple[str, ...], name: re.Pattern[str]) -> bool:
    """Whether a month stands before a number here and after one there."""
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
    """What months begin with, and how many code points that are: a pattern takes longer."""
    size = min(map(len, names))
    return size, frozenset(name[:size] for name in names)


_ORDINALS: Final = "stndrh., "
# A date of the Islamic calendar bears its era or is coupled with the other one.
HIJRI: Final = ("هـ", "الموافق", "ہجری", "هجری", "ه.ق", "قمری", "بمطابق")


def _numeric(prose: str, m: re.Match[str]) -> Date | None:
    if _is_glued(prose, m.start()) or prose[m.end() : m.end() + 1].isalnum():
        return None
    if prose[m.end() : m.end() + 1] in _GLUE and prose[m.end() + 1 : m.end() + 2].isalnum():
        return None
    a, b, c = int(m[1]), int(m[3]), int(m[4])
    sep = m[2]
    if len(m[1]) == 4 and 0 < b <= 12 and 0 < c <= 31 and len(m[4]) <= 2:
        return Date(Span(m.start(), m.end()), f"YYYY{sep}MM{sep}DD", True)
    if len(m[4]) == 4 and len(m[1]) <= 2 and 0 < a <= 31 and 0 < b <= 31 and min(a, b) <= 12:
        order = "D{0}M" if a > 12 else "M{0}D" if b > 12 else "?{0}?"
        return Date(Span(m.start(), m.end()), order.format(sep) + sep + "YYYY", 1300 <= c <= 2200)
    return None


def _is_glued(prose: str, start: int) -> bool:
    """Whether a number continues something; Hebrew hangs its prepositions on with a hyphen."""
    before = prose[start - 1 : start]
    hangs = before == "-" and "\u05d0" <= prose[start - 2 : start - 1] <= "\u05ea"
    return before in _GLUE and not hangs


def _written(prose: str, m: re.Match[str], months: Months, hijri: Months) -> Date | None:
    at = m.end()
    if _is_glued(prose, m.start()):
        return None
    end = month_at(prose, at, months)
    style = "D-Month-YYYY" if m[5] == "-" else "D Month"
    if not end:
        end = month_at(prose, at, hijri)
        style = "Hijri"
        if not end:
            return None
    slash = _SLASH.match(prose, end)
    if slash and (second := month_at(prose, slash.end(), months)):
        end, style = second, "D Month/Month"
    year = _YEAR.match(prose, end)
    if style == "D-Month-YYYY" and not year:
        return None
    return Date(Span(m.start(), year.end() if year else end), style, year is not None)


def _after_month(prose: str, m: re.Match[str], months: Months) -> Date | None:
    """The date that ends in this day: "October 26"."""
    if prose[m.start() - 1 : m.start()] not in (" ", "\u00a0"):
        return None
    start = prose.rfind(" ", 0, max(m.start() - 1, 0)) + 1
    start = max(start, prose.rfind("\n", 0, m.start()) + 1)
    name = prose[start : m.start()].lstrip("(\"“'‘\x00")
    if name[:-1] not in months:
        return None
    end = m.end() - len(m[5] or "")
    if prose[end : end + 1] in _GLUE - frozenset(".,:-–") or prose[end : end + 1] == ":":
        return None
    year = _YEAR.match(prose, end)
    span = Span(m.start() - len(name), year.end() if year else end)
    return Date(span, "Month D", year is not None)


def month_at(prose: str, at: int, months: Months) -> int:
    """Past the end of the month's name that stands at an offset, or 0."""
    word = _WORD.match(prose, at)
    if word and word[0] in months:
        for name in months[word[0]]:
            end = at + len(name)
            if prose.startswith(name, at) and not prose[end : end + 1].isalnum():
                return end
    return 0


def coupled(prose: str, first: Date, second: Date) -> bool:
    """Whether two dates name one day in two calendars: "15 رمضان 1446 (15 مارس 2025)"."""
    between = prose[first.span.end : second.span.start]
    return len(between) < 20 and _COUPLED.fullmatch(between) is not None
