"""Images without a caption among images that have one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import figure_blocks, figures, may_be_captioned
from contentlint.article.images import first_image, is_furniture, shown_source
from contentlint.article.source_line import folded
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.segment.sentences import has_words

# A shorter paragraph is the author, the date or the picture's caption.
_FEWEST_WORDS = 12


class Options(NamedTuple):
    labels: Words
    """Labels of picture credits, by which a caption is known."""
    sources: Words
    """Labels of a source line, which is no caption."""
    min_images: int = 3
    min_share: float = 0.5
    """The share of the images that must have a caption for the others to miss one."""


class Prepared(NamedTuple):
    labels: frozenset[str]
    sources: frozenset[str]
    min_images: int
    min_share: float


def anchors(options: Options) -> tuple[str, ...]:
    # Fewer, or one with a caption, are in most articles.
    usual = options.min_images >= trigger.MOST_PICTURES and options.min_share * 3 > 1
    if not usual or not trigger.PRECISE:
        return (trigger.IMAGE,)
    return trigger.captioned(trigger.PICTURES, chain.from_iterable(options.labels.values()))


def prepare(options: Options) -> Prepared:
    return Prepared(
        folded(options.labels), folded(options.sources), options.min_images, options.min_share
    )


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    if len(doc.fact(figure_blocks)) < options.min_images:
        return
    shown = doc.fact(figures, options.labels)
    with_caption = sum(captioned for _, captioned in shown)
    if len(shown) < options.min_images or with_caption < options.min_share * len(shown):
        return
    for line, captioned in shown:
        if captioned or is_furniture(shown_source(doc, line), "", frozenset()):
            continue
        if line == shown[0][0] < _opening(doc):
            continue
        if not may_be_captioned(doc, line, options.labels, options.sources):
            yield Finding(
                first_image(doc, line), {"with_caption": with_caption, "images": len(shown)}
            )


def _opening(doc: Document) -> int:
    """The line (from 0) of the first paragraph; the first picture above it goes with the title."""
    for block in doc.blocks:
        if block.kind == "paragraph" and has_words(
            doc.prose[block.start : block.end], _FEWEST_WORDS
        ):
            return block.line
    return 0
