"""When an article appeared: the date in its front matter, or its dateline."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.frontmatter import block as frontmatter
from contentlint.model.document import Document
from contentlint.text.dates.calendar import number
from contentlint.text.dates.days import Day, Names, days, number_of

_KEYS = ("date", "published", "publishdate", "pubdate")
_ISO = lazy_regex.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COPYRIGHT = lazy_regex.compile(r"(?:©|\([cC]\)|Copyright)[^\n]{0,60}(?:19|20)\d\d(?!\d)")
# A dateline or stamp is short, and stands at the head or the foot.
_LONGEST = 80
_EDGE = 4


def front_matter_date(doc: Document) -> tuple[bool, int | None]:
    """Return True if the front matter has a date, and its day (see ``calendar.number``) if it can
    be read.

    Ask through ``doc.fact``.
    """
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return False, None
    last = doc.blocks[0].last
    fields = frontmatter.fields([line.strip() for line in doc.lines[: last + 1]], last + 1)
    for key in _KEYS:
        value = fields.get(key, (0, ""))[1]
        if value:
            m = _ISO.match(value)
            if m and 1 <= int(m[2]) <= 12 and 1 <= int(m[3]) <= 31:
                return True, number(int(m[1]), int(m[2]), int(m[3]))
            return True, None
    return False, None


def has_copyright_year(doc: Document) -> bool:
    """Return True if a copyright line at the foot contains the year."""
    return any(
        block.end - block.start <= _LONGEST
        and _COPYRIGHT.search(doc.text, block.start, block.end) is not None
        for block in doc.blocks[-_EDGE:]
    )


def has_dateline(doc: Document, found: list[Day]) -> bool:
    """Return True if a short block at the head or the foot of the article contains a full date."""
    return next(_in_datelines(doc, found), None) is not None


def _in_datelines(doc: Document, found: list[Day]) -> Iterator[Day]:
    edges = doc.blocks[:_EDGE] + doc.blocks[-_EDGE:]
    for block in edges:
        if block.end - block.start <= _LONGEST:
            for day in found:
                if day.year and day.day and block.start <= day.span.start < block.end:
                    yield day


def published(doc: Document, names: Names = (), solar: Names = (), hijri: Names = ()) -> int | None:
    """Return the day on which an article appeared (see ``calendar.number``), by its front matter,
    else its dateline; None if neither tells.

    ``names`` are those of the Gregorian months in the article's language, the others those of two
    more calendars.
    """
    _, day = doc.fact(front_matter_date)
    if day is not None:
        return day
    written = _in_datelines(doc, doc.fact(days, names, solar, hijri))
    found = (number_of(each) for each in written if each.order != "!")
    return next((each for each in found if each is not None), None)
