"""Code pages in which UTF-8 is decoded by mistake, and what its bytes look like in each of them.

A page is decoded as programs do it, not as the standards say: a byte that Windows leaves undefined
becomes the control character of the same number, and Latin-1 is Windows-1252 with control
characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    import re

LOST = "\ufffd"
"""Stands for a byte or a character that is lost."""

_NATURAL = frozenset("…’”“‘‚„»«›‹–—\xa0™®©°•\xad،؛؟")


class Page(NamedTuple):
    name: str
    bytes_of: dict[str, int]
    """Maps a character to the byte that it stands for."""
    foreign: frozenset[str]
    """Controls that stand for a byte for which the page has a character."""
    natural: frozenset[str]
    """Characters in place of a continuation byte that may well follow a letter in sound text."""
    pattern: re.Pattern[str]
    """Matches one character of UTF-8 in this page, of which a byte may be lost."""


class Token(NamedTuple):
    """A character that was decoded as several, and what it was."""

    start: int
    end: int
    lead: int
    """Its first byte."""
    right: str
    tail: str
    """What stands for the bytes after the first."""


NAMES = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO 8859-2",
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "iso8859-6": "ISO 8859-6",
    "mac-roman": "Mac Roman",
    "cp437": "code page 437",
    "cp850": "code page 850",
    "cp866": "code page 866",
    "koi8-r": "KOI8-R",
}
"""Maps the names of pages in Python to ours."""

LATIN = ("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257")
DOS = ("cp437", "cp850", "cp866", "koi8-r")


@lru_cache(maxsize=32)
def page(codec: str) -> Page:
    bytes_of = {}
    foreign = set()
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(codec, "ignore") or chr(byte)
        bytes_of[char] = byte
        if byte < 0xA0 and chr(byte) not in bytes_of:
            bytes_of[chr(byte)] = byte
            foreign.add(chr(byte))
    by_lead: dict[int, list[str]] = {0: [], 2: [], 3: [], 4: []}
    for char, byte in bytes_of.items():
        if byte < 0xC0:
            by_lead[0].append(char)
        elif 0xC2 <= byte <= 0xF4:
            by_lead[2 if byte < 0xE0 else 3 if byte < 0xF0 else 4].append(char)
    rest, two, three, four = ("".join(map(lazy_regex.escape, by_lead[n])) for n in (0, 2, 3, 4))
    # A no-break space is often gone for a space by now.
    rest = f"[{rest}{LOST} ]"
    start = next(c for c, b in bytes_of.items() if b == 0xE2)
    second = bytes([0x80]).decode(codec, "ignore") or "\x80"
    # One class to begin with: it is looked for at ten times the speed of several.
    pattern = (
        f"[{two}{three}{four}](?:(?<=[{two}]){rest}|(?<=[{three}]){rest}{rest}"
        f"|(?<=[{four}]){rest}{rest}{rest}"
        # Of a quotation mark or a dash the last byte may be gone without a trace.
        f"|(?<={lazy_regex.escape(start)})[{lazy_regex.escape(second)}\x80])"
    )
    # Arabic quotes with guillemets.
    natural = _NATURAL - set("‚„‹›") if codec == "cp1256" else _NATURAL
    if codec not in ("cp1252", "cp1254"):
        natural |= {c for c in by_lead[0] if c.isalpha() and c not in "ªºµ"}
    return Page(NAMES[codec], bytes_of, frozenset(foreign), natural, lazy_regex.made(pattern))


def tokens(line: str, codec: str) -> Iterator[Token]:
    """Yield what may be characters of UTF-8 that were decoded in a page, in the order of the
    line."""
    here = page(codec)
    at = 0
    while m := here.pattern.search(line, at):
        found = _token(here, m)
        if found is None:
            at = m.start() + 1
            continue
        at = m.end()
        if found.right == "\ud83d" or "\ud800" <= found.right <= "\udbff":
            # Half of an emoji, written as CESU-8 does; the other half must follow.
            m2 = here.pattern.match(line, at)
            other = _token(here, m2) if m2 else None
            if other is None or not "\udc00" <= other.right <= "\udfff":
                continue
            pair = (found.right + other.right).encode("utf-16-le", "surrogatepass")
            at = other.end
            found = Token(
                found.start, other.end, 0xF0, pair.decode("utf-16-le"), found.tail + other.tail
            )
        if not "\ud800" <= found.right <= "\udfff":
            yield found


def _token(here: Page, m: re.Match[str]) -> Token | None:
    """Return the character that a match stands for, ``LOST`` if a byte of it is lost; None if there
    is none."""
    start, end = m.span()
    chars = m[0]
    lead = here.bytes_of[chars[0]]
    size = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    if chars[2:] == " " and here.bytes_of.get(chars[1]) == 0x80 and lead == 0xE2:
        # A dagger is rare; a quotation mark that lost its last byte, and a space, are common.
        end, chars = end - 1, chars[:2]
    if LOST in chars or end - start < size:
        return Token(start, end, lead, LOST, chars[1:])
    data = bytes(here.bytes_of.get(c, 0xA0) for c in chars)
    try:
        right = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    if lead == 0xC2 and right < "\xa0":
        # Windows-1252 taken for Latin-1 before it became UTF-8.
        right = data[1:].decode("cp1252", "ignore") or right
    return Token(start, end, lead, right, chars[1:])
