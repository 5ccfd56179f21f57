"""The numbers of a passage by value, and which of them its translation lacks or changes.

Digits may be of any script. A number is the set of the values that it can mean, ``1.234`` a
thousand or one and a fraction, and two are equal if these sets meet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.text.dates import calendar
from contentlint.text.unicode.chars import script

if TYPE_CHECKING:
    from typing import TypeAlias

Value: TypeAlias = "tuple[str, int]"
"""Significant digits, with a ``-`` before them if negative, and a power of ten; for a number of
several parts, such as ``1.2.4``, these parts and 0."""

_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BLANKS = " \u00a0\u2009\u202f"
_MINUS = "\u2212"
_SIGNS = f"-{_MINUS}\u2013"
_HYPHENS = "-\u05be\u2010\u2011\u2013"
_PERCENTS = "%\u066a"
_PUNCTUATION = " \n\t\u00a0.,\u060c\u061b;)]}\u0000|"
"""What may stand behind a word."""
_COMMAS = ",\u060c\u066c'\u2019"
_RUN = lazy_regex.compile(
    rf"\d(?:[\d{_DIRECTIONS}]*\d)?"
    rf"(?:[{_DIRECTIONS}]*[.\u066b{_COMMAS}][{_DIRECTIONS}]*\d(?:[\d{_DIRECTIONS}]*\d)?)*"
)
_MARKS = lazy_regex.compile(f"[{_DIRECTIONS}]")
_THREE = lazy_regex.compile(r"\d{3}(?!\d)")
_HALF = lazy_regex.compile(r"(?::\d\d)?\s?[ap]\.?m\b", lazy_regex.IGNORECASE)
_WORD = lazy_regex.compile(rf"[{_BLANKS}]([^\W\d_]+)")
_DECADE = lazy_regex.compile(r"['’]s\b")
_ORDINAL = lazy_regex.compile(r"(?:st|nd|rd|th)\b")
_BEFORE = lazy_regex.compile(rf"([^\W\d_]+)[{_BLANKS}]$")
_LONGEST_MONTH = 12
_ALWAYS = lazy_regex.compile(r"(?<![\d/])(?:[2٢۲][4٤۴]/[7٧۷]|[7٧۷]/[2٢۲][4٤۴])(?![\d/])")
"""24/7, which is often said in words."""
_PERCENT = lazy_regex.compile(rf"\s?[{_PERCENTS}]")
_GREGORIAN_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        1,
    )
    for length in (3, len(name))
}
_SOLAR_MONTHS = {
    name: number
    for number, name in enumerate(
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(), 1
    )
}
_COMMON_YEAR, _SOLAR_YEAR = 2023, 1402
"""Two years without a leap day that begin in the same season."""
_MASKED = frozenset("\u0000\\")
_SMALLEST_MISSING = 13
"""Smaller numbers are often words, or forms of words."""
_ROUND = (3, 6, 9, 12)
_INDIAN = (1, 2, 5, 7)
"""Also between lakh and million (10^5, 10^6), crore and million, crore and billion."""
_LAKH_AND_CRORE = frozenset("lakh lakhs crore crores لاکھ کروڑ लाख करोड़".split())
_EAST_ASIAN = (1, 2, 4, 8)
"""Also between a myriad and thousand or million (10^4), and between 10^8 and million or billion."""
_MYRIADS = frozenset("万萬만亿億억")
"""What a word begins with that follows a number; no blank parts it from the next one."""


class Number(NamedTuple):
    start: int
    """Offset of the first digit, or of the sign."""
    end: int
    values: frozenset[Value]
    groups: tuple[str, ...]
    """The digits between separators, in ASCII."""
    counts: bool = True
    """False if the digits belong to a name (``UTF-8``, ``10GB``): it may meet a number of the other
    side, and nothing more."""
    ordinal: bool = False
    """True for ``20th`` and ``100%``, which may be a word of the translation."""
    parts: tuple[frozenset[Value], ...] = ()
    """What it is if the separators are none, as in ``12 345``; empty if that cannot be."""
    word: str = ""
    """The word that follows, in small letters: it may be a million."""
    date: tuple[str, int] = ("", 0)
    """The calendar and the month if it is the day of a month; ``("", 0)`` if not."""


class Comparison(NamedTuple):
    missing: tuple[Number, ...]
    """Of the source, without a counterpart in the translation."""
    changed: tuple[tuple[Number, Number], ...]
    """Of the source, with the number of the translation that took its place."""
    reversed: tuple[tuple[Number, Number], ...]
    """Of the source, with one whose parts are in the opposite order."""


_WHOLE = frozenset((("1", 2),))
_ONE_AND_TWO = frozenset((("1", 0), ("2", 0)))
NO_DIFFERENCE = Comparison((), (), ())


def value(digits: str, fraction: str = "", *, negative: bool = False) -> Value:
    """Return the value of ASCII digits, before and after the decimal separator."""
    whole = (digits + fraction).lstrip("0")
    significant = whole.rstrip("0")
    if not significant:
        return ("", 0)
    return ("-" * negative + significant, len(whole) - len(significant) - len(fraction))


def read(prose: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Return the numbers of a part of a document's prose, in order."""
    end = len(prose) if end is None else end
    found: list[Number] = []
    runs = [m.span() for m in _RUN.finditer(prose, start, end)]
    i = 0
    while i < len(runs):
        first, last = runs[i]
        i += 1
        pieces = [_groups(prose[first:last])]
        # Blanks part groups of three digits.
        while i < len(runs) and _continues(prose, first, last, runs[i][0]):
            last = runs[i][1]
            pieces.append(_groups(prose[runs[i][0] : last]))
            i += 1
        if not _is_label(prose, first, last) and not _is_always(prose, first):
            found += _numbers(prose, first, last, pieces)
    return found


def _groups(run: str) -> tuple[tuple[str, ...], str]:
    """Return the digits between separators, in ASCII, and the separators."""
    run = _MARKS.sub("", run)
    if not run.isascii():
        run = "".join([str(unicodedata.decimal(c, c)) for c in run])
    groups, signs = [""], ""
    for char in run:
        if char.isdigit():
            groups[-1] += char
        else:
            groups.append("")
            signs += char
    return tuple(groups), signs


def _continues(prose: str, first: int, last: int, after: int) -> bool:
    """Return True if a run of digits is followed by a group of three that belongs to it."""
    if after - last != 1 or prose[last] not in _BLANKS or not _THREE.match(prose, after):
        return False
    if _zero(prose[last - 1]) != _zero(prose[after]):
        return False
    begun = prose[first:last]
    for blank in _BLANKS:
        begun = begun.replace(blank, " ")
    head, *rest = begun.split(" ")
    return head.isdigit() and len(head) <= 3 and all(len(each) == 3 for each in rest)


def _zero(digit: str) -> int:
    return ord(digit) - unicodedata.decimal(digit)


def _is_label(prose: str, first: int, last: int) -> bool:
    """Return True if digits are in square brackets, which may be escaped."""
    before = first - 1
    while before > 0 and prose[before] in _MASKED:
        before -= 1
    after = last
    while after < len(prose) and prose[after] in _MASKED:
        after += 1
    return prose[before : before + 1] == "[" and before >= 0 and prose[after : after + 1] == "]"


def _is_always(prose: str, first: int) -> bool:
    """Return True if digits are a part of ``24/7``."""
    return any(_ALWAYS.match(prose, first - back) for back in (0, 2, 3) if back <= first)


def _month(prose: str, first: int, word: str) -> tuple[str, int]:
    """Return the calendar and the month beside a day; ``("", 0)`` if there is none."""
    if word in _SOLAR_MONTHS:
        return calendar.SOLAR, _SOLAR_MONTHS[word]
    before = _BEFORE.search(prose, max(first - _LONGEST_MONTH, 0), first)
    for each in (word, before[1].lower() if before else ""):
        if each in _GREGORIAN_MONTHS:
            return calendar.GREGORIAN, _GREGORIAN_MONTHS[each]
    return "", 0


def _numbers(
    prose: str, first: int, last: int, pieces: Sequence[tuple[tuple[str, ...], str]]
) -> list[Number]:
    ordinal = _ORDINAL.match(prose, last) is not None
    counts = ordinal or not _is_glued_after(prose, last)
    counts = counts and not _is_glued_before(prose, first)
    begin = _sign(prose, first)
    negative = begin < first or _is_minus_behind(prose, first, last)
    following = _WORD.match(prose, last)
    word = following[1].lower() if following else ""
    if len(pieces) > 1:
        head = "".join(groups[0] for groups, _ in pieces)
        tail = pieces[-1][0][1:]
        groups = (head, *tail)
        values = _values(groups, pieces[-1][1], negative) or _values((head,), "", negative)
        apart = [_values(g, s, False) for g, s in pieces]
        parts = tuple(apart) if all(apart) else ()
        return [Number(begin, last, values, groups, counts, ordinal, parts, word)]
    groups, signs = pieces[0]
    values = _values(groups, signs, negative)
    if negative and (begin == first or prose[begin] == "\u2013"):  # or a dash
        values |= _values(groups, signs, False)
    if not values or _is_date(groups):
        return _apart(prose, first, last, counts)
    if _HALF.match(prose, last) and len(groups) == 1 and int(groups[0][:9]) < 12:
        values |= {value(str(int(groups[0]) + 12))}
    parts = ()
    if len(groups) == 2 and max(map(len, groups)) <= 2:  # a list, or a day and a month
        parts = tuple(frozenset((value(each),)) for each in groups)
    ordinal = ordinal or (values == _WHOLE and _PERCENT.match(prose, last) is not None)
    month = _month(prose, first, word) if len(groups) == 1 and len(groups[0]) <= 2 else ("", 0)
    return [Number(begin, last, values, groups, counts, ordinal, parts, word, month)]


def _apart(prose: str, first: int, last: int, counts: bool) -> list[Number]:
    """Return each group of digits as a number: of a date, or of a list without blanks."""
    found = []
    for m in lazy_regex.made(r"\d+").finditer(prose, first, last):
        digits = _groups(m[0])[0][0]
        found.append(Number(m.start(), m.end(), frozenset((value(digits),)), (digits,), counts))
    return found


def _values(groups: tuple[str, ...], signs: str, negative: bool) -> frozenset[Value]:
    """Return what digits can mean; empty if they are several numbers."""
    if not signs:
        return frozenset((value(groups[0], negative=negative),))
    kinds = "".join(dict.fromkeys("," if sign in _COMMAS else "." for sign in signs))
    thousands = len(groups[0]) <= 3 and all(len(each) == 3 for each in groups[1:])
    whole = "".join(groups)
    if len(signs) == 1:
        found = {value(groups[0], groups[1], negative=negative)}
        if signs == "\u066c" or signs in "'\u2019":
            return frozenset((value(whole, negative=negative),)) if thousands else frozenset()
        if thousands and signs != "\u066b" and groups[0].strip("0"):
            found.add(value(whole, negative=negative))
        return frozenset(found)
    if len(kinds) == 2:
        # Thousands, and a decimal separator at the end.
        last = "," if signs[-1] in _COMMAS else "."
        once = sum(("," if s in _COMMAS else ".") == last for s in signs) == 1
        grouped = len(groups[0]) <= 3 and all(len(each) in (2, 3) for each in groups[1:-1])
        if once and grouped:
            return frozenset((value("".join(groups[:-1]), groups[-1], negative=negative),))
        return frozenset()
    indian = len(groups[-1]) == 3 and all(len(each) == 2 for each in groups[1:-1])
    found = set()
    if thousands or (kinds == "," and indian and len(groups[0]) <= 2):
        found.add(value(whole, negative=negative))
    if kinds == ".":
        found.add((".".join(each.lstrip("0") or "0" for each in groups), 0))
    return frozenset(found)


def _is_date(groups: tuple[str, ...]) -> bool:
    return (
        len(groups) == 3
        and sorted(map(len, groups)) in ([1, 1, 4], [1, 2, 4], [2, 2, 4])
        and len(groups[1]) < 4
        and all(0 < int(each) <= 31 for each in groups if len(each) < 4)
    )


def _is_glued_before(prose: str, at: int) -> bool:
    """Return True if digits end a name: ``A01``, ``UTF-8``, ``X.509``. Letters of scripts whose
    prefixes are written together with a number do not make a name."""
    while at > 0 and _MARKS.match(prose, at - 1):
        at -= 1
    if at > 1 and prose[at - 1] in "-\u2010\u2011./+:":
        at -= 1
    return at > 0 and (prose[at - 1] == "_" or _is_name_letter(prose[at - 1]))


def _is_glued_after(prose: str, at: int) -> bool:
    if _DECADE.match(prose, at):
        return True
    return at < len(prose) and (prose[at] == "_" or _is_name_letter(prose[at]))


def _is_name_letter(char: str) -> bool:
    return char.isalpha() and script(char) in ("latin", "greek", "cyrillic")


def _sign(prose: str, first: int) -> int:
    """Return the offset of the minus before a number, or ``first``: the minus begins a word, or
    follows a prefix that is written together with the number, perhaps with a hyphen (``ל-−50``)."""
    at = first
    while at > 0 and (prose[at - 1] in _PERCENTS or _MARKS.match(prose, at - 1)):
        at -= 1
    if at == 0 or prose[at - 1] not in _SIGNS:
        return first
    at -= 1
    before = _MARKS.sub("", prose[max(at - 8, 0) : at])
    if before.rstrip()[-1:].isdigit():
        return first
    if not before or before[-1] in ' \n\t\u00a0([{\u0000|=:\u00ab"\u201c':
        return at
    hyphen = len(before) > 1 and before[-1] in _HYPHENS
    prefix = before[-2 if hyphen else -1]
    joined = prefix.isalpha() and not _is_name_letter(prefix)
    return at if joined and (hyphen or prose[at] == _MINUS) else first


def _is_minus_behind(prose: str, first: int, last: int) -> bool:
    """Return True if a number of a script that is written from the right may have its minus behind
    it, where it is seen on the left."""
    at = last
    while at < len(prose) and (prose[at] in _PERCENTS or _MARKS.match(prose, at)):
        at += 1
    if at == len(prose) or prose[at] not in "-" + _MINUS or prose[first].isascii():
        return False
    return not prose[at + 1 : at + 2].strip(_PUNCTUATION)


# Comparison


def compare(
    source: Sequence[Number],
    target: Sequence[Number],
    *,
    elsewhere: Collection[Value] = (),
    source_words: Callable[[int], bool] | None = None,
    target_words: Callable[[int], bool] | None = None,
    dual: bool = False,
) -> Comparison:
    """Compare the numbers of a passage with those of its translation.

    ``elsewhere`` are values of the translation outside its prose, such as in code; ``source_words``
    and ``target_words`` return True if a passage has a number in words; with ``dual`` the
    translation says one and two by the form of a word.
    """
    missing, added = _unmet(source, target), _unmet(target, source)
    if not missing or not any(number.counts for number in missing):
        return NO_DIFFERENCE
    calendars = False
    for number in list(missing):
        for other in target:
            dated = _is_year_of(number, other)
            if dated or _is_scaled(number, other) or _is_same_day(number, other):
                calendars |= dated
                missing.remove(number)
                added = [each for each in added if each is not other]
                break
    missing = [
        n
        for n in missing
        if n.counts and not n.values & set(elsewhere) and not _said(n, target_words)
    ]
    if dual:
        missing = [n for n in missing if not n.values & _ONE_AND_TWO]
    added = [n for n in added if n.counts and not _said(n, source_words)]
    if calendars:  # days and months differ as well
        missing = [n for n in missing if not _is_day(n)]
        added = [n for n in added if not _is_day(n)]
    turned = []
    for number in list(missing):
        for other in added:
            if len(number.groups) > 1 and number.groups == other.groups[::-1]:
                turned.append((number, other))
                missing.remove(number)
                added.remove(other)
                break
    if missing and len(missing) == len(added):
        return Comparison((), tuple(zip(missing, added, strict=True)), tuple(turned))
    return Comparison(
        tuple(n for n in missing if _is_large(n) and not n.ordinal), (), tuple(turned)
    )


def _unmet(numbers: Sequence[Number], others: Sequence[Number]) -> list[Number]:
    """Return the numbers of which no value is among those of the other side."""
    known: set[Value] = set()
    for other in others:
        known |= other.values
        for part in other.parts:
            known |= part
    return [
        number
        for number in numbers
        if not number.values & known
        and not (number.parts and all(part & known for part in number.parts))
    ]


def _integers(number: Number) -> Iterable[int]:
    for digits, power in number.values:
        if power >= 0 and "." not in digits and len(digits) + power <= 9:
            yield int(digits or "0") * 10**power


def _is_year_of(one: Number, two: Number) -> bool:
    """Return True if two numbers can be the same year of different calendars."""
    return any(_same_year(a, b) or _same_year(b, a) for a in _integers(one) for b in _integers(two))


def _same_year(gregorian: int, other: int) -> bool:
    if not 1800 <= gregorian <= 2100:
        return False
    elapsed = gregorian - 622
    # Solar Hijri, lunar Hijri (354 days), Buddhist and Hebrew years.
    return (
        gregorian - other in (621, 622)
        or abs(elapsed * 33 / 32 - other) < 1.6
        or other - gregorian in (543, 3760, 3761)
    )


def _is_same_day(one: Number, two: Number) -> bool:
    """Return True if a day of a Gregorian month can be one of a Solar Hijri month: which it is
    differs by a day between years."""
    if one.date[0] == calendar.SOLAR:
        one, two = two, one
    if (one.date[0], two.date[0]) != (calendar.GREGORIAN, calendar.SOLAR):
        return False
    solar = calendar.solar_number(_SOLAR_YEAR, two.date[1], int(two.groups[0]))
    return solar is not None and any(
        abs(calendar.number(year, one.date[1], int(one.groups[0])) - solar) <= 1
        for year in (_COMMON_YEAR, _COMMON_YEAR + 1)
    )


def _is_scaled(one: Number, two: Number) -> bool:
    """Return True if the words after two numbers can make them equal."""
    for digits, power in one.values:
        for other, larger in two.values:
            if digits and digits == other and "." not in digits:
                apart = abs(larger - power)
                if (one if power < larger else two).word and apart in _ROUND:
                    return True
                if {one.word, two.word} & _LAKH_AND_CRORE and apart in _INDIAN:
                    return True
                if {one.word[:1], two.word[:1]} & _MYRIADS and apart in _EAST_ASIAN:
                    return True
    return False


def _said(number: Number, words: Callable[[int], bool] | None) -> bool:
    return words is not None and any(words(n) for n in _integers(number) if n >= 0)


def _is_day(number: Number) -> bool:
    return any(0 < n <= 31 for n in _integers(number))


def _is_large(number: Number) -> bool:
    return any(
        "." in digits or abs(float(f"{digits or 0}e{power}")) >= _SMALLEST_MISSING
        for digits, power in number.values
    )


# Numbers in words


def in_words(words: Collection[str], names: Mapping[int, Iterable[str]]) -> Callable[[int], bool]:
    """Return a function that tells if a passage has a number in words.

    ``words`` are those of the passage and ``names`` the words for numbers, both folded alike. A
    number without a name of its own is in words if all its parts are: 35 is 30 and 5, 20,000 is 20
    and 1,000.
    """
    there = frozenset(
        number
        for number, forms in names.items()
        if any(all(map(words.__contains__, form.split())) for form in forms)
    )

    def has(number: int) -> bool:
        return number in there or (number > 20 and all(map(there.__contains__, _parts(number))))

    return has


def _parts(number: int) -> list[int]:
    """Return the numbers of which a larger one is said: 35 is 30 and 5, 2,000 is 2 and 1,000."""
    if number < 100:
        return [number // 10 * 10, number % 10] if number > 20 and number % 10 else [number]
    for unit in (1_000_000_000, 1_000_000, 1000, 100):
        if number >= unit:
            count, rest = divmod(number, unit)
            # One and two are forms of the word that follows.
            return [unit, *(_parts(count) if count > 2 else ()), *(_parts(rest) if rest else ())]
    return [number]
