"""Invisible characters in a URL: direction marks, zero-width and no-break spaces."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import NAMES, named
from contentlint.model import characters, traits, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.languages import ARABIC_SCRIPT
from contentlint.text.unicode.chars import is_arabic_letter, is_mark
from contentlint.text.urls import destinations
from contentlint.text.urls import find as urls

if TYPE_CHECKING:
    import re

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_HIDDEN_CHAR = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    f"\u2060-\u206f\u3164\ufeff\uffa0{_SPACES}]"
)
_ENCODING = trigger.Nodes(trigger.ADDRESSES, traits.BEYOND_ASCII | traits.ESCAPED_SIGN)
_BEFORE_SPACE = trigger.Nodes(trigger.BARE_URLS, 0, trigger.kinds(characters.OTHER_SPACE))
_UNENCODED = lazy_regex.compile(_HIDDEN_CHAR)
_HIDDEN = lazy_regex.compile(
    _HIDDEN_CHAR + "|%(?i:E2%80%(?:8[B-F]|A[A-E])|E2%81%A[0-9A-F]|EF%BB%BF|C2%A[0D]|D8%9C)"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ENDS = frozenset("\u00a0\u3000")
_HOST = lazy_regex.compile(r"[\u00a0\u3000][\w-]{1,63}(?:\.[\w-]{1,63})+[^\s<>()\[\]]*")
_PATH = lazy_regex.compile(r"[\u00a0\u3000]/[\w%-][^\s<>()\[\]]*")
_SUFFIXES = (".html", ".htm", ".php", ".aspx")
_PAGE = lazy_regex.compile(
    r"[\u00a0\u3000][\w./=&%?+-]{1,300}(?:(?<=\.htm|\.php)|(?<=\.html|\.aspx))(?=[\s.,;)]|$)"
)
_JOINERS = frozenset("\u200c\u200d")
_ENCODED_JOINER = lazy_regex.compile(r"%E2%80%8[CD]", lazy_regex.IGNORECASE)
_NON_JOINER = "\u200c"
_ENCODED = lazy_regex.compile(r"%[89ABab][0-9A-Fa-f]")
_LONGEST_SEQUENCE = len("%F0%9F%91%A8")
_FIRST_BYTES = lazy_regex.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LAST_BYTES = lazy_regex.compile(r"(?:%[0-9A-Fa-f]{2})+$")
# Arabic joins its letters differently: there a non-joiner is left over from a Persian keyboard.
_NON_JOINING = ARABIC_SCRIPT - {"ar"}
# A browser searches the page for the text after it, exactly as written.
_TEXT_FRAGMENT = ":~:"


def needs() -> tuple[trigger.Need, ...]:
    return (_ENCODING, _BEFORE_SPACE)


def check(doc: Document) -> Iterator[Finding]:
    text = doc.text
    for target in urls.selected(doc, _ENCODING):
        if _may_hide(target.url) and (hits := _hits(target, doc.language)):
            yield _finding(doc, target, hits, target.end)
    for target in urls.selected(doc, _BEFORE_SPACE):
        # The reader ends a URL at any space; CommonMark ends a destination at U+0020.
        end = target.end
        if text[end] in _ENDS:
            if destinations.is_broken(doc, target.start):
                yield _finding(doc, target, [(end, end + 1)], end + 1)
            elif m := _rest(target, text):
                yield _finding(doc, target, [(end, end + 1)], m.end())


def _rest(target: urls.Target, text: str) -> re.Match[str] | None:
    """Return the part of a URL after the space that cuts it in running text: its host, its path, or
    the end of its path with the suffix of a page."""
    if target.url.endswith("://"):
        return _HOST.match(text, target.end)
    if not urls.split(target.url)[2]:
        return _PATH.match(text, target.end)
    return None if target.url.endswith(_SUFFIXES) else _PAGE.match(text, target.end)


def _may_hide(url: str) -> bool:
    """Return True if a URL has such a character, or may have an encoded one: in a tenth of the time
    of one search for both."""
    if not url.isascii() and _UNENCODED.search(url):
        return True
    if "%" not in url:
        return False
    capitals = url.upper()
    return any(map(capitals.__contains__, ("%E2%8", "%EF%BB%BF", "%C2%A", "%D8%9C")))


def _hits(target: urls.Target, language: str) -> list[tuple[int, int]]:
    """Yield the spans of invisible characters of a URL that do not belong there; ``language`` is
    that of the text around it."""
    url, base = target.url, target.start
    hits = []
    for m in _HIDDEN.finditer(url):
        start, end = m.span()
        if m[0][0] == "%":
            meant = _is_data(url, start, end) or _spells(url, start, end, language)
        elif end < len(url) and _is_quoted(url, start):
            meant = True
        else:
            # An emoji sequence, or a letter joined by a virama (RFC 5892, appendix A.1).
            meant = m[0] in _JOINERS and unicodedata.category(url[start - 1])[0] in "SM"
        if not meant:
            hits.append((base + start, base + end))
    return hits


def _is_data(url: str, start: int, end: int) -> bool:
    """Return True if an encoded character is part of a text in the URL: inside a query, as in a
    share link, or in a text fragment."""
    query = url.find("?")
    return (0 <= query < start and end < len(url)) or _is_quoted(url, start)


def _is_quoted(url: str, at: int) -> bool:
    """Return True if an offset is in a text fragment (`#:~:text=`), which quotes the page."""
    fragment = url.find("#")
    return fragment >= 0 and 0 <= url.find(_TEXT_FRAGMENT, fragment) < at


def _spells(url: str, start: int, end: int, language: str) -> bool:
    """Return True if an encoded joiner belongs to the spelling of a word in a path."""
    if not _ENCODED_JOINER.match(url, start):
        return False
    if _ENCODED.match(url[max(start - 3, 0) : start]) and url[end : end + 1] == "%":
        return True
    return url[start:end].upper().endswith("C") and _is_in_word(url, start, end, language)


def _is_in_word(url: str, start: int, end: int, language: str) -> bool:
    """Return True if a non-joiner is between two letters of the Arabic script, percent-encoded or
    not; in a language whose spelling uses it, also between one and any letter or digit."""
    before, after = _char_before(url, start), _char_after(url, end)
    if _is_letter(before) and _is_letter(after):
        return True
    return (
        language in _NON_JOINING
        and (is_arabic_letter(before) or is_arabic_letter(after))
        and before.isalnum()
        and after.isalnum()
    )


def _is_letter(char: str) -> bool:
    return is_arabic_letter(char) or is_mark(char)


def _char_before(url: str, at: int) -> str:
    """Return the character before an offset, decoded if it is percent-encoded; "" if there is
    none."""
    m = _LAST_BYTES.search(url, max(at - _LONGEST_SEQUENCE, 0), at)
    return _decoded(m[0])[-1:] if m else url[max(at - 1, 0) : at]


def _char_after(url: str, at: int) -> str:
    """Return the character at an offset, decoded if it is percent-encoded; "" if there is none."""
    m = _FIRST_BYTES.match(url, at, at + _LONGEST_SEQUENCE)
    return _decoded(m[0])[:1] if m else url[at : at + 1]


def _decoded(encoded: str) -> str:
    """Decode percent-encoded UTF-8, without incomplete characters at its ends."""
    return bytes.fromhex(encoded.replace("%", " ")).decode("utf-8", "ignore")


def _finding(doc: Document, target: urls.Target, hits: list[tuple[int, int]], end: int) -> Finding:
    text = doc.text
    spelled = all(_joins(doc, target, start) for start, _ in hits)
    if not spelled:
        hits = [hit for hit in hits if not _joins(doc, target, hit[0])]
    found = text[hits[0][0] : hits[0][1]]
    if found[0] == "%":
        name = NAMES.get(_decoded(found))
        values = {"found": f"{name} ({found})" if name else found}
    else:
        values = {"found": named(found)}
    span = Span(target.start, end)
    if spelled:
        return Finding(span, values, None, (), "warning")
    # Dropping the end of a URL leaves its target unchanged; in the middle, the server may require
    # an encoded character or a space.
    safe = all(
        stop == end or not (text[start] == "%" or text[start] in "\u00a0\u3000")
        for start, stop in hits
    )
    # After a URL in running text a direction mark may keep the line in order.
    outside = target.kind == "bare" and hits[0][1] == end and found in _BIDI
    edits = tuple(Edit(Span(*hit), "") for hit in hits)
    fix = Fix(edits, safe and not outside, "delete the invisible characters")
    return Finding(span, values, fix, (), "info" if outside else None)


def _joins(doc: Document, target: urls.Target, at: int) -> bool:
    """Return True if the character at an offset is U+200C between two letters of the Arabic script,
    and the page or the path is in a language whose spelling uses it."""
    if doc.text[at] != _NON_JOINER:
        return False
    at -= target.start
    before, after = _char_before(target.url, at), _char_after(target.url, at + 1)
    if not (is_arabic_letter(before) and is_arabic_letter(after)):
        return False
    return doc.language in _NON_JOINING or target.url.startswith("%", at + 1)
