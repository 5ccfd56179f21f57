"""Escape sequences of programs and e-mail that were left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_UNICODE = lazy_regex.compile(r"\\u[0-9A-Fa-f]{4}(?:[ -]?\\u[0-9A-Fa-f]{4})*")
_PERCENT = lazy_regex.compile(
    r"%(?<![=/&?%.>\x1a\w-]%)[CDEcde][0-9A-Fa-f](?:%[0-9A-Fa-f]{2}|[\w.~-]){3,}"
)
_QUOTED = lazy_regex.compile(r"=[CDE][0-9A-F](?:=[0-9A-F]{2}|[A-Za-z]){3,}")
# An escaped line end; not the beginning of a word or a path.
_NEWLINE = lazy_regex.compile(r"(?:\\r\\n|\\n\\n|\\n(?=[A-Z\u0600-\u06ff]))(?:\\r|\\n)*")
_CODE = lazy_regex.compile(r"[={};]|HTTP/|\(\"")
_QUOTE = lazy_regex.compile(r'(?:\\")+')


def needs() -> tuple[str, ...]:
    return ("\\", "%", "=")


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    found = []
    if "\\u" in prose:
        found += [_finding(m, _from_unicode(m[0])) for m in _UNICODE.finditer(prose)]
    if "%" in prose:
        found += [_finding(m, _from_bytes(m[0], "%")) for m in _PERCENT.finditer(prose)]
    if "=" in prose:
        found += [_finding(m, _from_bytes(m[0], "=")) for m in _QUOTED.finditer(prose)]
    if "\\n" in prose:
        found += [
            _finding(m, m[0].replace("\\r", "").replace("\\n", "\n"))
            for m in _NEWLINE.finditer(prose)
            if not doc.fact(_is_code, doc.line_at(m.start()))
        ]
    # In Markdown a backslash before a quotation mark is an escape and is not displayed.
    if not doc.syntax.markup and doc.text.count('\\"') > 1:
        found += [_finding(m, m[0].replace("\\", "")) for m in _QUOTE.finditer(doc.text)]
    yield from sorted((f for f in found if f is not None), key=lambda finding: finding.span)


def _is_code(doc: Document, number: int) -> bool:
    return _CODE.search(doc.lines[number]) is not None


def _from_unicode(run: str) -> str:
    """Decode ``\\uXXXX`` sequences; a pair of surrogates becomes one character."""
    units = re.sub(r"\\u(....)", lambda m: chr(int(m[1], 16)), run)
    try:
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return ""


def _from_bytes(run: str, sign: str) -> str:
    """Decode bytes written as ``%D8`` or ``=D8``; ``""`` if they are not UTF-8."""
    data = re.sub(
        sign.encode() + rb"([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), run.encode()
    )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if any(char > "\x7f" for char in text) and sign not in text else ""


def _finding(m: re.Match[str], right: str) -> Finding | None:
    if not right:
        return None
    span = Span(*m.span())
    ends = right.strip("\n") == ""
    shown = "a line ending" if ends else right
    fix = None
    if ends or right.isprintable():
        fix = Fix((Edit(span, right),), False, f"write {shown}")
    return Finding(span, {"found": m[0], "right": shown}, fix)
