"""Images without a caption in an article in which other images have one."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import figure_blocks, figures, may_be_captioned
from contentlint.article.images import first_image, is_ornament, shown_source, with_link
from contentlint.article.source_line import folded
from contentlint.core import has_words
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import IMAGE, IMAGE_REF, Document
from contentlint.model.rule import Words

# A shorter paragraph is the author, the date or the caption.
_FEWEST_WORDS = 12


class Options(NamedTuple):
    labels: Words
    """Labels of image credits, which identify a caption, by language."""
    sources: Words
    """Labels of a source line, which is not a caption, by language."""
    min_images: int = 3
    """The minimum number of images: articles with fewer are not checked."""
    min_share: float = 0.5
    """The minimum share of images, 0 to 1, with a caption."""


def needs(options: Options) -> tuple[str, ...]:
    # Fewer, or one with a caption, are in most articles.
    return (trigger.IMAGE,)


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._labels = folded(options.labels)
        self._sources = folded(options.sources)

    def check(self, doc: Document) -> Iterator[Finding]:
        options = self._options
        if len(doc.fact(figure_blocks)) < options.min_images:
            return
        shown = doc.fact(figures, self._labels)
        with_caption = sum(captioned for _, captioned in shown)
        if len(shown) < options.min_images or with_caption < options.min_share * len(shown):
            return
        like = {_look(doc, line) for line, captioned in shown if captioned}
        for line, captioned in shown:
            # A banner is a link, and a part of the layout a file of another kind.
            if _look(doc, line) not in like:
                continue
            if captioned or is_ornament(shown_source(doc, line), "", frozenset()):
                continue
            if line == shown[0][0] < _opening(doc) or _is_row(doc, line):
                continue
            if not may_be_captioned(doc, line, self._labels, self._sources):
                yield Finding(
                    first_image(doc, line), {"with_caption": with_caption, "images": len(shown)}
                )


def _look(doc: Document, line: int) -> tuple[str, bool]:
    """Return the file name extension of the first image of a line, and True if it is a link."""
    name = shown_source(doc, line).partition("?")[0].rpartition("/")[2]
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    image = first_image(doc, line)
    return suffix.replace("jpeg", "jpg"), with_link(doc, image) != image


def _is_row(doc: Document, line: int) -> bool:
    """Return True if several images stand on a line: a row of a grid, which the text introduces."""
    start, end = doc.line_span(line)
    return sum(node.kind in (IMAGE, IMAGE_REF) for node in doc.markup_in(start, end)) > 1


def _opening(doc: Document) -> int:
    """Return the line (from 0) of the first paragraph; the first image above it belongs to the
    title."""
    for block in doc.blocks:
        if block.kind == "paragraph" and has_words(
            doc.prose[block.start : block.end], _FEWEST_WORDS
        ):
            return block.line
    return 0
