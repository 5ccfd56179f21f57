"""Headings that end in a mark of running text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import MARK, OBJECT, Document, Span
from contentlint.text import lazy
from contentlint.text.places import kinds
from contentlint.text.words import sentences

# Removing these never changes what the heading says.
_SAFE = ".،"
# A longer one is a paragraph that was made a heading.
_LONGEST = 120
_INITIAL = lazy.compile(r"(?:^|[\s.(\"«“\x00])[^\W\d_]\.$")
_NUMBER = lazy.compile(r"(?:^|\s)[\d.٠-٩۰-۹]+\.$")


class Options(NamedTuple):
    marks: str = ".،؛:,;。，；："
    """The marks a heading must not end in."""
    abbreviations: tuple[str, ...] = ()
    """Last words that keep their full stop, without it, in small letters."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if "heading" not in doc.fact(kinds):
        return
    prose = doc.prose
    for kind, start, end, *_ in doc.blocks:
        if kind != "heading":
            continue
        text = prose[start:end].rstrip(" \t\n#" + MARK)
        if len(text) < 2 or text[-1] not in options.marks or text[-2:-1] in ".…":
            continue
        last = text[-1]
        if last == ";" and doc.language == "el":
            continue  # the question mark of Greek
        if not any(map(str.isalpha, text)) or text[-2] in OBJECT + " ":
            continue
        if last in ".。" and _keeps_its_stop(text, options.abbreviations):
            continue
        at = start + len(text) - 1
        span = Span(at, at + 1)
        fix = None
        if last in _SAFE and len(text) <= _LONGEST:
            fix = Fix((Edit(span, ""),), True, f"remove {last}")
        yield Finding(span, {"found": last}, fix)


def _keeps_its_stop(text: str, abbreviations: tuple[str, ...]) -> bool:
    """Whether a stop belongs to the last word, or the heading is several sentences."""
    word = text[:-1].rsplit(None, 1)[-1].strip('("“«' + MARK).casefold()
    if word in abbreviations or "." in word:
        return True
    if _INITIAL.search(text) or _NUMBER.search(text):
        return True
    found = sentences(text)
    next(found, None)
    return next(found, None) is not None
