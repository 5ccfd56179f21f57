"""A byte-order mark before the text of a UTF-8 file."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_BEFORE_THE_TEXT = Span(-1, 0)


def needs() -> tuple[str, ...]:
    return (trigger.BYTE_ORDER_MARK,)


def check(doc: Document) -> Iterator[Finding]:
    # In UTF-16 the mark indicates the byte order.
    if doc.source.bom and doc.source.encoding == "utf-8":
        fix = Fix((Edit(_BEFORE_THE_TEXT, ""),), True, "remove the byte-order mark")
        yield Finding(_BEFORE_THE_TEXT, {}, fix)
