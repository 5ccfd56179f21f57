"""The same picture twice in one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding, Related
from contentlint.document import Document
from contentlint.rule import Words
from contentlint.text import gates, lazy
from contentlint.text.images import Image, images, remove_image
from contentlint.text.placeholders import counts_readers, every, stand_in
from contentlint.text.places import block_at

# GIF and SVG are the formats of icons and spacers.
_PHOTOGRAPH = lazy.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_FURNITURE = lazy.compile(
    r"logo|icon|badge|button|banner|pixel|avatar|arrow|missing|corner|smil(?:ey|ies)|emoji|flair"
    r"|award|(?<!\d)\d{2}x\d{2}(?!\d)",
    re.IGNORECASE,
)
_BEGINS = ("![", "[![", "| ![", "<img", "<p><img", "<figure")


class Options(NamedTuple):
    names: Words = {}
    """Words that the names of stand-ins are made of; they may come as often as they like."""
    hosts: Words = {}
    """Hosts of counters, likewise."""
    most: int = 3
    """What comes more often is a bullet, an arrow or a logo, and meant to."""


class Prepared(NamedTuple):
    names: frozenset[str]
    hosts: frozenset[str]
    most: int


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.IMAGE, "<")


def prepare(options: Options) -> Prepared:
    return Prepared(every(options.names), every(options.hosts), options.most)


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
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
        if not 2 <= len(same) <= options.most or _is_nothing(same[0], options):
            continue
        same.sort(key=lambda image: image.span.start)
        if all(_stands_alone(doc, image) for image in same):
            again += [(image, same[0]) for image in same[1:]]
    for image, first in sorted(again, key=lambda pair: pair[0].span.start):
        line = doc.line_at(first.span.start) + 1
        related = Related(first.span, "the first time")
        fix = remove_image(doc, image.span, "repeated image")
        yield Finding(image.span, {"line": line}, fix, (related,))


def _key(source: str) -> str:
    """The address without its query, which only says what size is wanted; "" for what is
    no photograph by its name."""
    path = source.partition("#")[0].partition("?")[0]
    if not _PHOTOGRAPH.search(path) or _FURNITURE.search(path) or "{" in path:
        return ""
    return path


def _is_nothing(image: Image, options: Prepared) -> bool:
    assert image.source is not None
    return image.decorative or bool(
        stand_in(image.source, options.names) or counts_readers(image.source, options.hosts)
    )


def _stands_alone(doc: Document, image: Image) -> bool:
    """Whether a picture begins its line: one within a sentence or a table is an icon."""
    block = block_at(doc, image.span.start)
    if block is None or block.kind in ("table", "heading"):
        return False
    line = doc.lines[doc.line_at(image.span.start)].lstrip(" \t>-*")
    return line.startswith(_BEGINS)
