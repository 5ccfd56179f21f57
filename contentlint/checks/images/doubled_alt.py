"""Alternative texts that say the same words twice."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.credits import trim
from contentlint.article.images import images
from contentlint.model import trigger
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_SPACE = BLANKS + "\n"


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.IMAGE,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    text = doc.text
    for image in doc.fact(images):
        if image.kind != "inline" or not image.alt:
            continue
        node = doc.nodes[doc.first_node(image.span.start)]
        if half := _half(text, node.first, node.last):
            once = text[slice(*half)]
            fix = Fix((Edit(Span(node.first, node.last), once),), False, "keep one of them")
            yield Finding(Span(node.start, node.end), {"found": " ".join(once.split())}, fix)


def _half(text: str, start: int, end: int) -> Span | None:
    """The first of two equal halves of an alternative text, None where they differ."""
    if text[start] in _SPACE or text[end - 1] in _SPACE:
        start, end = trim(text, start, end, _SPACE)
    middle = (start + end) // 2
    # Halves of equal length with one or two spaces between, or none where a stop ends the first.
    for gap_start in (middle, middle - 1):
        gap_end = gap_start
        while gap_end < end and text[gap_end] in _SPACE:
            gap_end += 1
        if gap_end > gap_start:
            first = text[start:gap_start]
            if first == text[gap_end:end] and any(map(str.isalnum, first)):
                return Span(start, gap_start)
    return None
