"""Images without text between them, and captions without their image."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import LONGEST, captions, figure_blocks
from contentlint.article.credits import bare, credit_of
from contentlint.article.html_tags import tags
from contentlint.article.images import (
    Image,
    first_image,
    images,
    is_ornament,
    lower_hosts,
    lower_names,
    placeholder_kind,
    tracking_host,
)
from contentlint.article.source_line import folded
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import MARK, Block, Document, Span
from contentlint.model.queries import has_image, has_link
from contentlint.model.rule import Words

if TYPE_CHECKING:
    from typing import Literal

_MOST_RELATED = 10
# Short blocks that may separate an image from its caption: a promotion, the caption itself.
_MOST_BETWEEN = 2
# "Clockwise from top: …"
_BY_PLACE = lazy_regex.compile(
    r"[\s\x00(-]*(?:(?:clockwise )?from (?:the )?(?:top|left|right|bottom)|left to right|l-r:"
    r"|im uhrzeigersinn|von (?:links|oben|rechts)|v\. ?l\."
    r"|de gauche|de haut|de izquierda|de arriba|من (?:اليمين|اليسار|أعلى)|از (?:راست|چپ|بالا))",
    lazy_regex.IGNORECASE,
)
_PICTURES = frozenset({"figure", "picture", "video", "iframe"})
# Shortcodes, tags of Liquid and links of a wiki, which may show one.
_TEMPLATES = ("{{<", "{% ", "[[")


class Options(NamedTuple):
    fault: Literal["consecutive", "orphan"]
    """The fault to report: ``consecutive`` images or ``orphan`` captions."""
    labels: Words = {}
    """For ``orphan``: labels of image credits, which identify a caption, by language."""
    ornaments: Words = {}
    """For ``consecutive``: words in the file names of decorative images, which are not counted."""
    names: Words = {}
    """For ``consecutive``: words in the file names of placeholder images, which are not counted."""
    hosts: Words = {}
    """For ``consecutive``: hosts of tracking pixels, which are not counted."""
    buttons: Words = {}
    """For ``consecutive``: words in the file names of buttons, which are not counted."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.IMAGE,) if options.fault == "consecutive" else ("(", "|", "（")


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._labels = folded(options.labels)
        self._ornaments = lower_names(options.ornaments) | lower_names(options.buttons)
        self._names = lower_names(options.names)
        self._hosts = lower_hosts(options.hosts)

    def check(self, doc: Document) -> Iterator[Finding]:
        if self._options.fault == "consecutive":
            return self._consecutive(doc)
        return self._orphans(doc)

    def _consecutive(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding for each run of lines with nothing but images, at least two of them
        content."""
        figures = doc.fact(figure_blocks)
        if len(figures) < 2:
            return
        sources = {
            doc.line_at(image.span.start): (image.source or "").partition("?")[0]
            for image in doc.fact(images)
            if self._is_content(image)
        }
        run: list[int] = []
        # Another rule reports the same picture twice.
        seen: set[str] = set()
        first = 0
        for i, after in pairwise([*figures, -1]):
            first = first if run else i
            line = doc.blocks[i].line
            if line in sources and sources[line] not in seen:
                seen.add(sources[line])
                run.append(line)
            if after != i + 1:
                if len(run) > 1 and not _announced(doc, first) and not _explained(doc, i):
                    spans = [first_image(doc, each) for each in run]
                    related = tuple(
                        Related(s, "the next image") for s in spans[1 : _MOST_RELATED + 1]
                    )
                    yield Finding(spans[0], {"images": len(run)}, None, related)
                run = []
                seen.clear()

    def _is_content(self, image: Image) -> bool:
        """Return True if an image shows content: it is no icon, ornament, placeholder or tracking
        pixel."""
        source = image.source
        if not source or image.decorative or source.startswith("data:"):
            return False
        return not (
            is_ornament(source, image.alt or "", self._ornaments)
            or placeholder_kind(source, self._names)
            or tracking_host(source, self._hosts)
        )

    def _orphans(self, doc: Document) -> Iterator[Finding]:
        attached = {c.block.line for c in doc.fact(captions, self._labels) if c.figure >= 0}
        for i, block in enumerate(doc.blocks):
            if (
                block.kind not in ("paragraph", "pipe_row")
                or block.end - block.start > LONGEST
                or block.line in attached
            ):
                continue
            start, end = bare(doc, block.start, block.end)
            # A closing bracket ends the credit: "Photo: AFP" without one may belong to anything.
            if start == end or doc.text[end - 1] not in ")）]":
                continue
            credit = credit_of(doc, start, end, self._labels)
            if (
                credit is not None
                and credit.bracket
                and credit.name.start < credit.name.end
                and not has_link(doc, *credit.span)
                and (credit.colon or credit.joins)
                and not any(
                    _has_picture(doc, b) for b in _near(doc.blocks, i, credit.span.start <= start)
                )
            ):
                yield Finding(Span(start, end), {"images": 0})


def _announced(doc: Document, i: int) -> bool:
    """Return True if the text above an image announces it: "see the two windows:"."""
    above = doc.blocks[i - 1] if i else None
    if above is None or above.kind != "paragraph":
        return False
    return doc.prose[above.start : above.end].rstrip(" \t" + MARK).endswith((":", "："))


def _explained(doc: Document, i: int) -> bool:
    """Return True if the caption below an image describes it and those above by position."""
    below = doc.blocks[i + 1] if i + 1 < len(doc.blocks) else None
    return below is not None and _BY_PLACE.match(doc.prose, below.start, below.end) is not None


def _near(blocks: list[Block], i: int, alone: bool) -> Iterator[Block]:
    """Return the neighbouring blocks, and those after up to two short ones; also after a long one
    if the line is a credit ``alone``, because that block may be its caption."""
    for step in (-1, 1):
        for passed in range(1, _MOST_BETWEEN + 2):
            k = i + step * passed
            if not 0 <= k < len(blocks):
                break
            block = blocks[k]
            yield block
            short = block.end - block.start <= LONGEST or (alone and passed == 1)
            if block.kind == "heading" or not short:
                break


def _has_picture(doc: Document, block: Block) -> bool:
    start, end = doc.line_start(block.line), block.end
    return (
        has_image(doc, start, end)
        or any(start <= tag.start < end and tag.name in _PICTURES for tag in doc.fact(tags))
        or any(doc.text.find(sign, start, end) >= 0 for sign in _TEMPLATES)
    )
