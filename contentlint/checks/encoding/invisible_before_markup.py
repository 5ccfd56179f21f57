"""Invisible characters at the start of a line that prevent Markdown from parsing its markup."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.escape import named
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import COMPONENTS, Document, Span
from contentlint.model.queries import block_at

_INVISIBLE = "\u00a0\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# A heading, fence, list item or quotation: what the line would be without them.
_START = (
    f"[ ]{{0,3}}([{_INVISIBLE}][ {_INVISIBLE}]*)"
    r"(#{1,6}[ \t]|```|~~~|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|>[ \t])"
)
_LINE, _NEXT_LINE = lazy_regex.compile(_START), lazy_regex.compile("\n" + _START)
_WHAT = {"#": "a heading", "`": "a code fence", "~": "a code fence", ">": "a quotation"}


def needs() -> tuple[str, ...]:
    return (*trigger.INVISIBLE, "\u00a0")


def check(doc: Document) -> Iterator[Finding]:
    if not doc.syntax.markup:
        return
    text = doc.text
    first = _LINE.match(text)
    for m in ([first] if first else []) + list(_NEXT_LINE.finditer(text)):
        span = Span(*m.span(1))
        block = block_at(doc, span.start)
        if block is not None and block.kind in COMPONENTS.union(("code", "html", "front_matter")):
            continue
        found = ", ".join(map(named, dict.fromkeys(m[1].replace(" ", ""))))
        what = _WHAT.get(m[2][0], "a list item")
        yield Finding(
            span, {"found": found, "what": what}, Fix((Edit(span, ""),), True, "remove it")
        )
