"""Directional embeddings that are closed correctly, where isolates are recommended."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.escape import named
from contentlint.core import invisibles
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import paragraph_at

_ISOLATES = {"\u202a": "\u2066", "\u202b": "\u2067"}
_PDF, _PDI = "\u202c", "\u2069"
_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_INITIATORS = frozenset("\u2066\u2067\u2068")
_CONTROL = lazy_regex.compile("[\u202a-\u202e\u2066-\u2069\u2029\x85\x1c-\x1e]")


def check(doc: Document) -> Iterator[Finding]:
    if doc.fact(invisibles).isdisjoint(_ISOLATES):
        return
    for start, closer in sorted(_pairs(doc)):
        char = doc.text[start]
        if char not in _ISOLATES:
            continue
        opening = Edit(Span(start, start + 1), _ISOLATES[char])
        closing = Edit(Span(closer, closer + 1), _PDI)
        yield Finding(
            opening.span,
            {"found": named(char), "right": named(_ISOLATES[char])},
            Fix((opening, closing), False, "replace it with an isolate"),
        )


def _pairs(doc: Document) -> list[tuple[int, int]]:
    """Return the embeddings and overrides with the controls that close them."""
    found: list[tuple[int, int]] = []
    open_: list[int] = []
    isolates = 0
    end = -1
    # Only in prose: a code sample shows its characters on purpose.
    for m in _CONTROL.finditer(doc.prose):
        at = m.start()
        if at > end:
            open_, isolates, end = [], 0, paragraph_at(doc, at).end
        if m[0] in _EMBEDDINGS:
            open_.append(at)
        elif m[0] in _INITIATORS:
            open_.append(at)
            isolates += 1
        elif m[0] == _PDF:
            if open_ and doc.text[open_[-1]] in _EMBEDDINGS:
                found.append((open_.pop(), at))
        elif m[0] != _PDI:  # a paragraph separator
            open_, isolates = [], 0
        elif isolates:
            # The control also closes the embeddings inside its isolate; those are unbalanced.
            isolates -= 1
            while doc.text[open_.pop()] in _EMBEDDINGS:
                pass
    return found
