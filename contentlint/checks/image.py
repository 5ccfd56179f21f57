"""Images without a source, without an alternative text, or with one that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Link
from contentlint.rule import Words
from contentlint.text.edits import remove_lines

_FILE_NAME = re.compile(r"\S*\.(?:jpe?g|png|gif|webp|avif|svg|bmp)", re.IGNORECASE)
_CAMERA_NAME = re.compile(r"(?:IMG|DSC|DSCN|PXL|WhatsApp Image)[ _-]?\d.*", re.IGNORECASE)
_DIGITS = re.compile(r"\d{3,}")
_TRAILING_NUMBER = re.compile(r"[\s_\-#]*\d*$")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


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
    return ("![",)


def prepare(options: Options) -> Prepared:
    import fnmatch

    return Prepared(
        options.fault,
        frozenset(word.casefold() for entries in options.words.values() for word in entries),
        tuple(re.compile(fnmatch.translate(glob)) for glob in options.decorative),
    )


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    for link in doc.links:
        if link.kind not in ("image", "image_ref"):
            continue
        alt = doc.text[link.text.start : link.text.end].strip()
        dest = doc.text[link.dest.start : link.dest.end].strip()
        fault, found = _fault(link, alt, dest, options)
        if fault != options.fault:
            continue
        yield Finding(
            link.span, {"found": found}, _removal(doc, link) if fault == "empty" else None
        )


def _fault(link: Link, alt: str, dest: str, options: Prepared) -> tuple[str, str]:
    if link.kind == "image_ref":
        # The reader makes an image of an explicit reference only; its label may be undefined.
        return ("", "")
    if not dest:
        return ("no-source", alt) if alt else ("empty", "")
    if not alt:
        if any(glob.match(dest) for glob in options.decorative):
            return "", ""
        return "no-alt", dest
    if says_nothing(alt, options.words):
        return "placeholder-alt", alt
    return "", ""


def says_nothing(alt: str, words: frozenset[str]) -> bool:
    """Whether an alternative text is a stand-in (WCAG failure F30): a word for
    "image", a file name, a camera's number or a URL."""
    bare = _TRAILING_NUMBER.sub("", alt).casefold()
    return (
        bare in words
        or _DIGITS.fullmatch(alt) is not None
        or _FILE_NAME.fullmatch(alt) is not None
        or _CAMERA_NAME.fullmatch(alt) is not None
        or _URL.fullmatch(alt) is not None
    )


def _removal(doc: Document, link: Link) -> Fix:
    """Remove the image, and the stray pipe beside it when nothing else is on the line."""
    start, end = link.span
    line = doc.line_at(start)
    whole = doc.line_span(line)
    rest = (doc.text[whole.start : start] + doc.text[end : whole.end]).strip()
    if rest.strip("| \t"):
        return Fix((Edit(link.span, ""),), False, "remove the empty image")
    return Fix((remove_lines(doc, line, line),), False, "remove the line of the empty image")
