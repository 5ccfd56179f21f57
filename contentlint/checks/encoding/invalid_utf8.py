"""Bytes that are not UTF-8, with a guess at their encoding."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.core import invisibles
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

# Words of a legacy encoding are separated by a space or a mark: one run, up to the end of the line.
_RUN = lazy_regex.compile("[\udc80-\udcff]+(?:[^\udc80-\udcff\n]{1,8}[\udc80-\udcff]+)*")
_BYTES = lazy_regex.compile("[\udc80-\udcff]+")
# The most common letters of the languages of a code page; in a wrong page they are rare.
_PAGES = (
    ("cp1256", "Windows-1256", frozenset("اليمنوهرتبةعدسفكقحأىجشصطخ")),
    ("iso8859-6", "ISO-8859-6", frozenset("اليمنوهرتبةعدسفكقحأىجشصطخ")),
    ("cp1255", "Windows-1255", frozenset("יולהאמרתבשנםכעדחפקןג")),
    ("cp1251", "Windows-1251", frozenset("оеаинтсрвлкмдпуяызьбгчйхжюш")),
    ("koi8-r", "KOI8-R", frozenset("оеаинтсрвлкмдпуяызьбгчйхжюш")),
)
_ENOUGH = 0.8


def needs() -> tuple[str, ...]:
    return (trigger.UNDECODABLE,)


def check(doc: Document) -> Iterator[Finding]:
    if not any("\ud800" <= char <= "\udfff" for char in doc.fact(invisibles)):
        return
    text = doc.text
    # Characters and bytes before the current run, so that no run counts from the start.
    done, size = 0, 3 if doc.source.bom else 0
    for m in _RUN.finditer(text):
        start = m.start()
        size += _size(doc, text[done:start])
        done = start
        raw = m[0].encode("utf-8", "surrogateescape")
        where = (
            f"byte {size}" if doc.source.newline != "mixed" else f"line {doc.line_at(start) + 1}"
        )
        values = {
            "found": f"0x{raw[0]:02X}",
            "where": where,
            "guess": _guess(text[start - 1 : start], m[0], raw),
        }
        yield Finding(Span(start, m.end()), values)


def _size(doc: Document, text: str) -> int:
    """Return the size in bytes of a piece of the text in the file; with mixed line ends it is
    approximate."""
    extra = text.count("\n") if doc.source.newline == "\r\n" else 0
    return len(text.encode("utf-8", "surrogateescape")) + extra


def _guess(before: str, run: str, raw: bytes) -> str:
    """Return the guessed encoding of a run of bytes, as the end of a message; ``before`` is the
    preceding character."""
    pieces = [p.encode("utf-8", "surrogateescape") for p in _BYTES.findall(run)]
    # After a letter beyond Latin-1, a single lead byte is half of another such letter.
    alone = len(raw) == 1 and raw[0] >= 0xC2 and before.isalpha() and before > "\xff"
    if len(pieces) == 1 and (alone or _is_cut(raw)):
        return "a truncated UTF-8 character"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or _is_utf16(raw):
        return "probably UTF-16"
    if max(map(len, pieces)) >= 2:
        best, name = max((_share(pieces, page, common), name) for page, name, common in _PAGES)
        if best >= _ENOUGH:
            return f"probably {name}"
    if all(len(p) <= 2 for p in pieces):
        return "probably Windows-1252"
    return "the encoding is unknown"


def _is_cut(raw: bytes) -> bool:
    lead, rest = raw[0], raw[1:]
    wanted = 3 if lead >= 0xF0 else 2 if lead >= 0xE0 else 1
    if not all(0x80 <= b <= 0xBF for b in rest):
        return False
    return (0xE0 <= lead <= 0xF4 and 0 < len(rest) < wanted) or (lead <= 0xBF and len(raw) <= 3)


def _is_utf16(raw: bytes) -> bool:
    """Return True if every second byte is the high byte of a Latin, Cyrillic, Hebrew or Arabic
    letter."""
    if len(raw) < 8:
        return False
    return any(
        sum(b in (0x00, 0x04, 0x05, 0x06) for b in raw[i::2]) >= 0.8 * (len(raw) // 2)
        for i in (0, 1)
    )


def _share(pieces: list[bytes], page: str, common: frozenset[str]) -> float:
    """Return the share of common letters if the bytes are decoded with a code page."""
    try:
        text = "".join(piece.decode(page) for piece in pieces)
    except UnicodeDecodeError:
        return 0.0
    return sum(char in common for char in text.lower()) / len(text)
