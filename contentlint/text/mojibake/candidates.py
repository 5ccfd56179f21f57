"""Lines that may hold text that was decoded in the wrong code page, and in which page.

The bytes of the document are searched a few times, each time for the rarest byte of what is sought.
Sound articles in any language take some microseconds, and only lines that are found here are
analysed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from contentlint.core import misread, uncommon
from contentlint.model import queries
from contentlint.model.document import Document
from contentlint.text.mojibake.code_pages import DOS, LATIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

AS_LATIN = "latin"
"""A value in place of a page: bytes of another page that were read as Latin-1."""

# Signs that stand for a continuation byte, as UTF-8; after a sound letter those of the
# second list are natural (a guillemet, a dash, a no-break space).
_SIGN = rb"(?:\xc2[\x80-\xbf]|\xe2[\x80-\x84]|[\xc4\xc5\xcb]|\xc6\x92|\xef\xbf\xbd| )"
_ODD = rb"(?:\xc2[\x80-\x9f\xa1-\xba\xbc-\xbf]|\xe2[\x81-\x84].|\xe2\x80[\x9a\x9e\xa0-\xa2\xb0\xb9]"
_ODD += rb"|[\xc5\xcb].|\xc6\x92)"
_NATURAL = rb"(?:\xc2[\xa0\xbb]|\xe2\x80[\x80-\x9f\xa6\xba])"
_CYRILLIC = rb"(?:\xc2[\x80-\xbf]|\xe2..|\xd0[\x81-\x8f]|\xd1[\x90-\x9f]|\xd2[\x90\x91])"
_ARABIC = rb"(?:\xc2[\xa2-\xbe]|\xe2[\x80\x82\x84]|[\xc5\xc6\xcb]|\xd9\xb9)"
_BOXED = (
    rb"(?:.(?:[\xc2\xc3\xc7\xce-\xd1]|\xe2[\x8c\x96])|.(?<=[A-Za-z]...)\xe2[\x94\x95]"
    rb"|[\xa4\xa8]\xe2[\x94-\x96].\xe2\x95[\xa4\xa8]|(?<=(?:\xd0\xbf|\xd1\x8f)\xe2.))"
)
_ANY = rb"(?:[\xc2-\xd2].|\xe2..)"

# Each begins with a byte that is rare where the rest is not found. First two bytes that must be
# there.
_GATES: Final = (
    # Â to Û and a sign; à to ô and two; four such letters in a row.
    (
        b"\xc3",
        rb"\xc3(?:[\x82-\x9b]"
        + _SIGN
        + rb"|[\xa0-\xb4](?:"
        + _ODD
        + _SIGN
        + rb"|"
        + _NATURAL
        + _ODD
        + rb")|\xa2\xe2\x82\xac|[\x80-\xbf]\xc3[\x80-\xbf]\xc3[\x80-\xbf]\xc3)",
        (*LATIN, AS_LATIN),
    ),
    (b"\xc4", rb"\xc4[\x80\x82\x86\x8e\x90\x9e\xb9\xbb]" + _SIGN, LATIN),
    (b"\xc5", rb"\xc5[\x83\x98\xae\xb2]" + _SIGN, LATIN),
    (b"\xc2", rb"\xc2(?<=[a-z]\xc2)[\xb1\xb6][a-z]", (AS_LATIN,)),
    # Cyrillic capitals ER and ES are the lead bytes of all other letters.
    (b"\xd0\xa0", rb"\xa0(?<=\xd0\xa0)" + _CYRILLIC + rb"\xd0[\x92\xa0\xa1]", ("cp1251",)),
    (b"\xd0\xa1", rb"\xa1(?<=\xd0\xa1)" + _CYRILLIC + rb"\xd0[\xa0\xa1]", ("cp1251",)),
    (b"\xd0\xa8", rb"\xa8(?<=\xd0\xa8)" + _CYRILLIC + rb"\xd0[\xa8\xa9]", ("cp1251",)),
    (b"\xd0\xa9", rb"\xa9(?<=\xd0\xa9)" + _CYRILLIC + rb"\xd0[\xa8\xa9]", ("cp1251",)),
    (
        b"\xd0\x93",
        rb"\x93(?<=\xd0\x93)(?:(?<=[A-Za-z]..)[\xc2\xe2\xd0-\xd2]|\xe2..\xd0\x92)",
        ("cp1251",),
    ),
    (b"\xd0\x82", rb"\x82(?<=\xd0\xb2\xd0\x82)", ("cp1251",)),
    (b"\xd0\xac", rb"\xac(?<=\xd0\xbf\xc2\xac)", ("cp1251",)),
    (b"\xd1\x9f", rb"\x9f(?<=\xd1\x80\xd1\x9f)", ("cp1251",)),
    # The Arabic letters TAH and ZAH, rare ones, are the lead bytes of nearly all the others.
    (b"\xd8\xb7", rb"\xb7(?<=\xd8\xb7)" + _ARABIC, ("cp1256",)),
    (b"\xd8\xb8", rb"\xb8(?<=\xd8\xb8)" + _ARABIC, ("cp1256",)),
    (b"\xe2\x8c", rb"\x8c(?<=\xe2\x82\xac\xe2\x80\x8c)", ("cp1256",)),
    (b"\xd8\xc2", rb"\xa3(?<=[A-Za-z]\xd8\xa3)\xc2", ("cp1256",)),
    (b"\xef\xbb", rb"\xbb(?<=\xef\xbb)[\x81-\x88]" + _SIGN, ("cp1256",)),
    (b"\xd8\xc2", rb"\xc2(?<=\xd8[\xb8\xb9]\xc2)[\x80-\x9f]", ("iso8859-6",)),
    (b"\xd7\xb3", rb"\xb3(?<=\xd7\xb3)(?:\xc2.|\xe2..|\xc3\x97|\xcb\x9c| )?\xd7\xb3", ("cp1255",)),
    (b"\xd7\xac", rb"\x92(?<=\xd7\x92)\xe2\x82\xac", ("cp1255",)),
    (b"\xd6\xc2", rb"\xc2(?<=\xd6\xb3\xc2)", ("cp1255",)),
    (b"\xce\x9e", rb"\x9e(?<=\xce\x9e)(?:\xc2|\xe2|\xce[\x84-\x8f])", ("cp1253",)),
    (b"\xce\xac", rb"\xac(?<=\xce\xb2\xe2\x82\xac)", ("cp1253",)),
    (
        b"\xe2\x9a",
        rb"\x9a(?<=\xe2\x88\x9a)[\xc2-\xe2]|\x9a(?<=\xe2\x80\x9a)\xc3\x84",
        ("mac-roman",),
    ),
    (b"\xe2\x97", rb"\x8a(?<=\xe2\x97\x8a)[\xc2-\xe2]", ("mac-roman",)),
    (b"\xc3\xbf", rb"\xbf(?<=\xc3\xbf)" + _ANY + rb"(?:\xc3\xbf|\xc5\xb8)", ("mac-roman",)),
    (b"\xc5\xb8", rb"\xb8(?<=\xc5\xb8)" + _ANY + rb"(?:\xc3\xbf|\xc5\xb8)", ("mac-roman",)),
    (b"\xc5\x93", rb"\x93(?<=\xc5\x93)" + _ANY + rb"\xc5[\x92\x93]", ("mac-roman",)),
    (b"\xc6\x92", rb"\x92(?<=\xc6\x92)[\xc2-\xe2]", ("mac-roman",)),
    (b"\xe2\x89", rb"\x89(?<=\xe2\x89)\x88[\xc2-\xe2]", ("mac-roman",)),
    (b"\xe2\x93", rb"\x93(?<=\xe2\x80\x93)" + _ANY + rb"\xe2\x80[\x93\x94]", ("mac-roman",)),
    (b"\xe2\x94", rb"\x94(?<=\xe2\x94)" + _BOXED, DOS),
    (b"\xe2\x95", rb"\x95(?<=\xe2\x95)" + _BOXED, DOS),
    (b"\xc3\x87", rb"\x87(?<=\xc3\x87)(?<=\xce\x93..|\xc3\x94..)", DOS),
    (b"\xd1\x90", rb"\x90(?<=\xd1\x82\xd0\x90)", ("cp866",)),
)


# What is needed where there are curly quotes and dashes, as nearly everywhere.
_E2: Final = 0xE2
_SIGNS: Final = {
    0x8C: (b"\xe2\x80\x8c",),
    0x9A: (b"\xe2\x88\x9a", b"\xe2\x80\x9a"),
    0x97: (b"\xe2\x97\x8a",),
    0x89: (b"\xe2\x89\x88",),
    0x93: (b"\xe2\x80\x93",),
    0x94: (b"\xe2\x94",),
    0x95: (b"\xe2\x95",),
}


def suspects(doc: Document) -> dict[int, tuple[str, ...]]:
    """Return the lines (from 0, ascending), each with the pages that may be the cause, the
    likeliest first."""
    places = doc.fact(misread)
    if places is None:
        return (
            {} if doc.text.isascii() else _suspects(doc.fact(queries.utf8_text), doc.fact(uncommon))
        )
    numbers = sorted({doc.line_at(at) for at in places})
    lines = "\n".join([doc.lines[number] for number in numbers])
    data = lines.encode("utf-8", "surrogatepass")
    found = _suspects(data, data)
    return {numbers[line]: pages for line, pages in found.items()}


def _suspects(data: bytes, signs: bytes) -> dict[int, tuple[str, ...]]:
    """Return ``suspects`` of the data; ``signs`` is what ``uncommon`` leaves of it, or more."""
    found: dict[int, tuple[str, ...]] = {}
    for lead, patterns in _by_lead():
        if lead in data:
            for need, source, pages in patterns:
                if need in data and (lead != _E2 or any(map(signs.__contains__, _SIGNS[need]))):
                    for line in _lines(data, queries.bytes_pattern(source)):
                        found[line] = tuple(dict.fromkeys(found.get(line, ()) + pages))
    return dict(sorted(found.items()))


@lru_cache(maxsize=1)
def _by_lead() -> list[tuple[int, list[tuple[int, bytes, tuple[str, ...]]]]]:
    """Return the tests by the first byte that they need: most scripts occur in no article."""
    groups: dict[int, list[tuple[int, bytes, tuple[str, ...]]]] = {}
    for needs, source, pages in _GATES:
        groups.setdefault(needs[0], []).append((needs[-1], source, pages))
    return list(groups.items())


def _lines(data: bytes, pattern: re.Pattern[bytes]) -> Iterator[int]:
    """Yield the lines in which a pattern is found."""
    line = done = 0
    m = pattern.search(data)
    while m:
        at = m.start()
        line += data.count(b"\n", done, at)
        yield line
        done = data.find(b"\n", at)
        m = pattern.search(data, done) if done >= 0 else None
