"""The same picture twice in one article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.images import (
    Image,
    images,
    is_ornament,
    lower_hosts,
    lower_names,
    placeholder_kind,
    remove_image,
    tracking_host,
)
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import MARK, Document
from contentlint.model.queries import begins_with_image, block_at, is_emphasised
from contentlint.model.rule import Words

# GIF and SVG are the formats of icons and spacers.
_PHOTOGRAPH = lazy_regex.compile(r"\.(?:jpe?g|png|webp|avif)$", lazy_regex.IGNORECASE)
# Banners and placeholder images may recur.
_ON_PURPOSE = lazy_regex.compile("banner|missing", lazy_regex.IGNORECASE)
_line = attrgetter("line")
# Markup, pipes, and the markers of lists in quotes.
_FRAME = MARK + " \t|>-*"


class Options(NamedTuple):
    names: Words = {}
    """Words in the file names of placeholder images, which may be repeated."""
    hosts: Words = {}
    """Hosts of tracking pixels, which may be repeated."""
    most: int = 3
    """The maximum number of occurrences: an image that occurs more often is a bullet, an arrow or
    a logo and is not reported."""
    ornaments: Words = {}
    """Words in the file names and alternative texts of decorative images, which may be repeated."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.IMAGE, "<")


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._names = lower_names(options.names)
        self._hosts = lower_hosts(options.hosts)
        self._ornaments = lower_names(options.ornaments)

    def check(self, doc: Document) -> Iterator[Finding]:
        every = doc.fact(images)
        if len(every) < 2:
            return
        places: dict[str, list[Image]] = {}
        for image in every:
            if image.source and image.kind != "reference":
                places.setdefault(_key(image.source), []).append(image)
        again = []
        places.pop("", None)
        for same in places.values():
            if not 2 <= len(same) <= self._options.most or self._is_nothing(same[0]):
                continue
            same.sort(key=lambda image: image.span.start)
            if all(_begins_line(doc, image) for image in same):
                again += [
                    (image, same[0]) for image in same[1:] if not _is_intended(doc, same[0], image)
                ]
        for image, first in sorted(again, key=lambda pair: pair[0].span.start):
            line = doc.line_at(first.span.start) + 1
            related = Related(first.span, "the first image")
            fix = remove_image(doc, image.span, "repeated image")
            yield Finding(image.span, {"line": line}, fix, (related,))

    def _is_nothing(self, image: Image) -> bool:
        assert image.source is not None
        return image.decorative or bool(
            is_ornament(image.source, image.alt or "", self._ornaments)
            or placeholder_kind(image.source, self._names)
            or tracking_host(image.source, self._hosts)
        )


def _key(source: str) -> str:
    """Return the address without its query, which only sets the size; "" if the name shows that it
    is not a photograph."""
    path = source.partition("#")[0].partition("?")[0]
    if not _PHOTOGRAPH.search(path) or _ON_PURPOSE.search(path) or "{" in path:
        return ""
    return path


def _is_intended(doc: Document, first: Image, again: Image) -> bool:
    """Return True if the repetition is deliberate: the second image links to a page, as in teasers
    and banners; code comes between the two, for which a lesson shows a figure again; or both follow
    the same label and have no text."""
    if _is_link_text(doc, again):
        return True
    starts = doc.fact(_fences)
    if bisect_right(starts, first.span.start) < bisect_right(starts, again.span.start):
        return True
    label = "" if first.alt or again.alt else _label(doc, again)
    return bool(label) and label == _label(doc, first)


def _is_link_text(doc: Document, image: Image) -> bool:
    """Return True if an image is the text of a link, other than one to its own full size."""
    i = bisect_left(doc.links, image.span.start - 1, key=attrgetter("span.start"))
    if i == len(doc.links) or doc.links[i].kind != "link" or doc.links[i].text != image.span:
        return False
    return not _PHOTOGRAPH.search(doc.text[slice(*doc.links[i].dest)].strip().partition("?")[0])


def _fences(doc: Document) -> list[int]:
    return [block.start for block in doc.blocks if block.kind == "code"]


def _label(doc: Document, image: Image) -> str:
    """Return the heading or bold line directly above an image, or ""."""
    i = bisect_left(doc.blocks, doc.line_at(image.span.start), key=_line) - 1
    if i < 0:
        return ""
    kind, start, end, *_ = doc.blocks[i]
    is_label = kind == "heading" or is_emphasised(doc, start, end, strong=True)
    return doc.text[start:end].strip() if is_label else ""


def _begins_line(doc: Document, image: Image) -> bool:
    """Return True if an image, this or another, begins the line of an image: one within a sentence
    or a table is an icon."""
    block = block_at(doc, image.span.start)
    if block is None or block.kind in ("table", "heading"):
        return False
    start, end = doc.line_start(doc.line_at(image.span.start)), image.span.start
    before = doc.prose[start:end].lstrip(_FRAME)
    return not before or begins_with_image(doc, end - len(before))
