"""Alternative texts that repeat the caption."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import LONGEST
from contentlint.article.credits import bare, credit_of
from contentlint.article.images import Image, images, with_link
from contentlint.article.source_line import folded
from contentlint.core import count_words
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light
from contentlint.text.urls.find import unescaped

_line = attrgetter("line")
_FEWEST_WORDS = 3
# Another rule reports the text "Photo" with the caption "Photo".
_SHORTEST = 12
_EDGE = " .|"
# This many equal characters at the start of both are no coincidence.
_SURE = 60


class Options(NamedTuple):
    labels: Words
    """Labels of image credits, which may end a caption, by language."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.IMAGE,)


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = folded(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        for image in doc.fact(images):
            alt = image.alt
            if (
                alt
                and len(alt) >= _SHORTEST
                and not image.decorative
                and count_words(alt) >= _FEWEST_WORDS
                and any(_repeats(doc, span, alt, self._labels) for span in _beside(doc, image))
            ):
                yield Finding(image.span)


def _beside(doc: Document, image: Image) -> Iterator[Span]:
    """Return the text after an image on its line, or else the next paragraph."""
    line = doc.line_span(doc.line_at(image.span.end))
    start, stop = bare(doc, with_link(doc, image.span).end, line.end)
    if start < stop:
        yield Span(start, stop)
        return
    i = bisect_right(doc.blocks, doc.line_at(image.span.start), key=_line)
    if i < len(doc.blocks) and doc.blocks[i].kind in ("paragraph", "pipe_row"):
        yield Span(doc.blocks[i].start, doc.blocks[i].end)


def _repeats(doc: Document, span: Span, alt: str, labels: frozenset[str]) -> bool:
    start, end = bare(doc, *span)
    # Arabic marks and markup change the length, but not by half.
    if not len(alt) <= 2 * (end - start) <= 2 * (LONGEST + len(alt)):
        return False
    alt = light(unescaped(alt)).strip(_EDGE)
    whole = light(doc.text[start:end])
    if alt == whole.strip(_EDGE) or (len(alt) > 2 * _SHORTEST and whole.startswith(alt)):
        return True
    if len(alt) > _SURE and alt[:_SURE] == whole[:_SURE]:
        return True  # they differ in their credits
    credit = credit_of(doc, start, end, labels) if alt in whole else None
    return credit is not None and alt == light(doc.text[start : credit.span.start]).strip(_EDGE)
