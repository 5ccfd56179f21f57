"""Images without a source, without an alternative text, or with one that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document
from contentlint.rule import Words
from contentlint.text import gates, lazy
from contentlint.text.images import Image, images, incomplete, remove_image

# File names may hold spaces; a sentence does not end in an extension.
_FILE_NAME = lazy.compile(r"[^\n/?!،؛:]{0,100}\.(?:jpe?g|png|gif|webp|avif|svg|bmp)", re.IGNORECASE)
_CAMERA_NAME = lazy.compile(
    r"(?:IMG|DSC|DSCN|PXL|WhatsApp Image)[ _-]?\d(?:[\d _.:()-]|at|AM|PM|WA)*", re.IGNORECASE
)
_DIGITS = lazy.compile(r"\d{3,}")
_EXTENSIONS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp")
_CAMERAS = ("img", "dsc", "pxl", "whatsapp image")
_URL = lazy.compile(r"https?://\S+", re.IGNORECASE)


class Options(NamedTuple):
    fault: str
    """``empty`` (neither source nor alt), ``no-source``, ``no-alt`` or ``placeholder-alt``."""
    words: Words = {}
    """For ``placeholder-alt``: words that stand for "image", by language."""
    decorative: tuple[str, ...] = ()
    """For ``no-alt``: destinations (globs) that need no alternative text."""


class Prepared(NamedTuple):
    fault: str
    words: frozenset[str]
    decorative: tuple[re.Pattern[str], ...]


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.IMAGE, "<")


def prepare(options: Options) -> Prepared:
    import fnmatch

    return Prepared(
        options.fault,
        frozenset(word.casefold() for entries in options.words.values() for word in entries),
        tuple(re.compile(fnmatch.translate(glob)) for glob in options.decorative),
    )


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    if options.fault == "placeholder-alt":
        for image in doc.fact(images):
            alt = image.alt
            if alt and image.source and not image.decorative and says_nothing(alt, options.words):
                yield Finding(image.span, {"found": alt})
        return
    for image in doc.fact(incomplete):
        fault, found = _fault(image, options)
        if fault == options.fault:
            fix = remove_image(doc, image.span, "empty image") if fault == "empty" else None
            yield Finding(image.span, {"found": found}, fix)


def _fault(image: Image, options: Prepared) -> tuple[str, str]:
    """The fault of an incomplete image ("" for none), and what the message shows of it."""
    alt, source = image.alt, image.source
    if source is None:
        # An <img> without src is filled by a script; a reference without a label never is.
        return ("no-source", alt or "") if image.kind == "reference" else ("", "")
    if not source:
        return ("no-source", alt) if alt else ("empty", "")
    if image.kind == "html" and (image.decorative or alt is None):
        return ("", "") if image.decorative else ("no-alt", source)
    if not alt:
        if any(glob.match(source) for glob in options.decorative):
            return "", ""
        return "no-alt", source
    return "", ""


def says_nothing(alt: str, words: frozenset[str]) -> bool:
    """Whether an alternative text is a stand-in (WCAG failure F30): a word for
    "image", a file name, a camera's number or a URL."""
    alt = alt.replace("\\_", "_")
    small = alt.casefold()
    end = len(small)
    while end and small[end - 1].isdecimal():
        end -= 1
    while end and (small[end - 1].isspace() or small[end - 1] in "_-#"):
        end -= 1
    if small[:end] in words or (not end and _DIGITS.fullmatch(alt)):
        return True
    # Four patterns cost 3 us; how a text begins and ends excludes nearly all.
    if small.endswith(_EXTENSIONS) and _FILE_NAME.fullmatch(alt):
        return True
    if small.startswith(_CAMERAS):
        return _CAMERA_NAME.fullmatch(alt) is not None
    return small.startswith("http") and _URL.fullmatch(alt) is not None
