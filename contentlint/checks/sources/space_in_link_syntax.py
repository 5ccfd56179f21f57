"""Broken links with a space between text and address."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, OBJECT, Document, Span

_GAP = lazy_regex.compile(r"\]([ \t]+)\((?=[^\s()])")
_ADDRESS = lazy_regex.compile(
    r"\([ ]?(?:https?://|www\.|mailto:|/|\.\.?/|#)[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*"
    r"(?: \"[^\"\n]*\")?[ ]?\)"
)
_LONGEST_TEXT = 300
_NO_TEXT = frozenset({"x", "X", ""})


def needs() -> tuple[str, ...]:
    # Nearly all brackets of a text belong to its links, and the prose has none of those.
    return tuple([trigger.token(f"]{gap}(", "](") for gap in (" ", "\t", "  ")])


def check(doc: Document) -> Iterator[Finding]:
    if doc.format == "text":
        return
    text, prose = doc.text, doc.prose
    for m in _GAP.finditer(prose):
        address = _ADDRESS.match(text, m.end(1))
        start = _opening(prose, m.start()) if address else -1
        if address is None or start < 0:
            continue
        shown = prose[start + 1 : m.start()].replace(MARK, "").strip()
        # `- [x] (https://…)` is a completed task; `[3]` in a sentence refers to a list.
        if shown in _NO_TEXT or (shown.isdigit() and not text[start - 1 : start].strip("\n")):
            continue
        fix = Fix((Edit(Span(*m.span(1)), ""),), False, "remove the space")
        yield Finding(Span(start, address.end()), {"found": shown.replace(OBJECT, "…")}, fix)


def _opening(prose: str, close: int) -> int:
    """Return the opening bracket of a closing one; -1 if it is far away or on another line."""
    depth = 0
    for at in range(close - 1, max(close - _LONGEST_TEXT, 0) - 1, -1):
        char = prose[at]
        if char == "\n":
            break
        if char == "]":
            depth += 1
        elif char == "[":
            if depth == 0:
                return at
            depth -= 1
    return -1
