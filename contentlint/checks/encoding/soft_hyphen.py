"""Soft hyphens left over from the layout of a page."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import invisibles
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_SOFT_HYPHENS = lazy_regex.compile("\u00ad+")


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield one finding per file: a program that hyphenates does so everywhere."""
    if "\u00ad" not in doc.fact(invisibles):
        return
    spans = [Span(*m.span()) for m in _SOFT_HYPHENS.finditer(doc.prose)]
    if spans:
        more = f" ({len(spans)} in the file)" if len(spans) > 1 else ""
        fix = Fix(tuple(Edit(span, "") for span in spans), True, "remove it")
        yield Finding(spans[0], {"more": more}, fix)
