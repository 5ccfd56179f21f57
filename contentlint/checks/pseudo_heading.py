"""Headings that are only bold, or only words that announce pictures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Span
from contentlint.records import NamedTuple
from contentlint.rule import Words
from contentlint.text import lazy
from contentlint.text.captions import shared
from contentlint.text.headings import pseudo_headings

_SPEAKER = lazy.compile(r"[^\W\d_]{1,2} ?[:：] ")
_LINK = lazy.compile(r"[*_]*\[[^\[\]]+\]\([^()\s]*(?: [^()]*)?\)[*_]*")
_SOME_LINKS = 10


class Options(NamedTuple):
    galleries: Words
    """What headings of picture galleries begin with."""
    credits: Words
    """Labels of picture credits, by which a caption is known."""


class Prepared(NamedTuple):
    galleries: frozenset[str]
    credits: frozenset[str]


def anchors(options: Options) -> tuple[str, ...]:
    # One character: "![" takes ten times as long to look for.
    return ("*", "_", "!")


def prepare(options: Options) -> Prepared:
    return Prepared(shared(options.galleries), shared(options.credits))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    found = doc.fact(pseudo_headings, options.galleries, options.credits)
    if not found:
        return
    levels = _levels(doc)
    for heading in found:
        block = heading.block
        level = min(levels[heading.at] + 1, 6)
        title = doc.text[heading.text.start : heading.text.end]
        if not heading.gallery and (_is_no_title(title) or _is_over_links(doc, heading.at)):
            continue
        edit = Edit(Span(block.start, doc.line_span(block.line).end), "#" * level + " " + title)
        how = "announces pictures" if heading.gallery else "is only bold"
        yield Finding(
            Span(block.start, block.end), {"how": how}, Fix((edit,), False, "make it a heading")
        )


def _is_no_title(text: str) -> bool:
    """Whether a line in bold is a copyright note, a keyword in small letters or a question of an
    interview ("Q: …")."""
    return text.startswith("©") or text.islower() or _SPEAKER.match(text) is not None


def _is_over_links(doc: Document, at: int) -> bool:
    """Whether nothing but links to other pages stands below block ``at``."""
    below = doc.blocks[at + 1 : at + 1 + _SOME_LINKS]
    if not below or below[0].kind not in ("paragraph", "list_item"):
        return False
    if below[0].kind == "paragraph":
        del below[1:]
    items = takewhile(lambda block: block.kind == below[0].kind, below)
    return all(_LINK.fullmatch(doc.text[block.start : block.end].strip()) for block in items)


def _levels(doc: Document) -> list[int]:
    """For each block the level of the last heading before it; 1 where there is none."""
    levels, level = [], 1
    for block in doc.blocks:
        levels.append(level)
        if block.kind == "heading":
            level = block.level
    return levels
