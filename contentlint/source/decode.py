"""Bytes to text and back: encodings, byte-order marks, line ends."""

from __future__ import annotations

import codecs
from itertools import islice

from contentlint._util import lazy_regex
from contentlint.model.document import Source
from contentlint.model.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of formats that lie beside articles: they lead to a clear message.
_BINARY = (
    b"%PDF-",
    b"\x89PNG\r\n",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
    b"OggS",
    b"ID3",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"7z\xbc\xaf\x27\x1c",
    b"SQLite format 3\x00",
)


_ODD = frozenset(mark[:2] for mark in (*(mark for mark, _ in _BOMS), *_BINARY))
"""The first two bytes of files that are not plain UTF-8."""
UNCHANGED = Source()
"""The source of a file whose bytes are the UTF-8 form of its text."""


def decode(data: bytes) -> tuple[str, Source]:
    """Return the text with ``\\n`` line ends, and what is needed to write it back.

    UTF-8, or UTF-16 with a byte-order mark. Invalid bytes become lone surrogates U+DC80-U+DCFF
    (Python's surrogateescape).

    Raises:
        ReadError: the data is binary: a known binary format, or not UTF-8 and with NUL, or invalid
            UTF-16.
    """
    if data[:2] not in _ODD and b"\r" not in data:
        try:
            return data.decode(), UNCHANGED
        except UnicodeDecodeError:
            pass
    encoding, bom, damaged = "utf-8", b"", False
    for mark, name in _BOMS:
        if data.startswith(mark):
            encoding, bom = name, mark
            break
    body = data[len(bom) :] if bom else data
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8" or b"\0" in data or data.startswith(_BINARY):
            raise ReadError("binary file, not text") from None
        text = body.decode("utf-8", "surrogateescape")
        damaged = True
    else:
        if data.startswith(_BINARY):
            raise ReadError("binary file, not text")
    if "\r" not in text:
        if encoding == "utf-8" and not bom and not damaged:
            return text, UNCHANGED
        return text, Source(encoding, bool(bom), damaged=damaged)
    text, newline, commonest, other = _normalise(text)
    return text, Source(encoding, bool(bom), newline, commonest, other, damaged)


_MOST_OTHER = 10_000


def _normalise(text: str) -> tuple[str, str, str, tuple[int, ...]]:
    """Return the text with ``\\n`` line ends, and the fields of ``Source`` about its line ends."""
    pairs = text.count("\r\n")
    single = text.count("\r") - pairs
    line_feeds = text.count("\n") - pairs
    counts = {"\r\n": pairs, "\r": single, "\n": line_feeds}
    kinds = [end for end, n in counts.items() if n]
    commonest = max(kinds, key=counts.__getitem__)
    other: tuple[int, ...] = ()
    if len(kinds) > 1:
        lines = (line for line, end in enumerate(raw_lines(text)[1]) if end != commonest)
        other = tuple(islice(lines, _MOST_OTHER))
    if pairs:
        text = text.replace("\r\n", "\n")
    if single:
        text = text.replace("\r", "\n")
    return text, kinds[0] if len(kinds) == 1 else "mixed", commonest, other


def raw(data: bytes, source: Source, text: str) -> tuple[bytes, str]:
    """Return the byte-order mark, and the text with the line ends of the file."""
    bom = {name: mark for mark, name in _BOMS}[source.encoding] if source.bom else b""
    if source.newline == "\n":
        return bom, text
    errors = "surrogateescape" if source.encoding == "utf-8" else "strict"
    return bom, data[len(bom) :].decode(source.encoding, errors)


_LINE_END = lazy_regex.compile(r"\r\n|\r|\n")


def raw_lines(text: str) -> tuple[list[int], list[str]]:
    """Return the start of each line of a text with its own line ends, and the line ends of all but
    the last."""
    starts: list[int] = [0]
    ends: list[str] = []
    for m in _LINE_END.finditer(text):
        starts.append(m.end())
        ends.append(m[0])
    return starts, ends
