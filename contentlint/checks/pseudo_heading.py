"""Headings that are only bold, or only words that announce pictures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Span
from contentlint.records import NamedTuple
from contentlint.rule import Words
from contentlint.text import gates, lazy
from contentlint.text.article import folded
from contentlint.text.compare import light
from contentlint.text.endings import ends_sentence
from contentlint.text.headings import pseudo_headings
from contentlint.text.words import count_words

_SPEAKER = lazy.compile(r"[^\W\d_]{1,2} ?[:：] ")
_LINK = lazy.compile(r"[*_]*\[[^\[\]]+\]\([^()\s]*(?: [^()]*)?\)[*_]*")
_SOME_LINKS = 10
# The line of an address with its post code: "Springfield, IL 62701", "28195 Bremen".
_POST_CODE = lazy.compile(
    r"(?:[A-Z]{1,3}-)?\d{4,5} [A-ZÀ-Þ][^\d\n]{2,40}|[^\d\n]{2,40},? "
    r"(?:[A-Z]{2}\.? \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{5,6})"
)
_ADDRESS_LINES = 4
_ADDRESS_WORDS = 7


class Options(NamedTuple):
    galleries: Words
    """What headings of picture galleries begin with."""
    credits: Words
    """Labels of picture credits, by which a caption is known."""
    related: Words = {}
    """What stands before the title of another article."""


class Prepared(NamedTuple):
    galleries: frozenset[str]
    credits: frozenset[str]
    related: frozenset[str]


def anchors(options: Options) -> tuple[str, ...]:
    if not gates.PRECISE:
        return (gates.IMAGE, "**", "__")
    galleries = gates.lines(*options.galleries.values(), longest=260, whole=False)
    return (gates.BOLD_LINE, *galleries)


def prepare(options: Options) -> Prepared:
    return Prepared(*map(folded, options))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    found = doc.fact(pseudo_headings, options.galleries, options.credits)
    if not found:
        return
    levels = _levels(doc)
    for heading in found:
        block = heading.block
        level = min(levels[heading.at] + 1, 6)
        title = doc.text[heading.text.start : heading.text.end]
        if not heading.gallery and (
            _is_no_title(title, options.related) or _is_over_nothing(doc, heading.at)
        ):
            continue
        edit = Edit(Span(block.start, doc.line_span(block.line).end), "#" * level + " " + title)
        how = "announces pictures" if heading.gallery else "is only bold"
        yield Finding(
            Span(block.start, block.end), {"how": how}, Fix((edit,), False, "make it a heading")
        )


def _is_no_title(text: str, related: frozenset[str]) -> bool:
    """Whether a line in bold is a copyright note, a keyword in small letters, a question of an
    interview ("Q: …"), a shortcode or the way to another article ("Related: …")."""
    if text.startswith("©") or text.islower() or _SPEAKER.match(text):
        return True
    label, colon, _ = text.partition(":")
    return (colon != "" and light(label) in related) or (text[0] == "[" and text[-1] == "]")


def _is_over_nothing(doc: Document, at: int) -> bool:
    """Whether block ``at`` stands over links alone, over a picture alone, or is the name above
    an address."""
    return _is_over_links(doc, at) or _is_over_picture(doc, at) or _is_over_address(doc, at)


def _is_over_picture(doc: Document, at: int) -> bool:
    rest = doc.blocks[at + 1 :]
    after = next((block.kind for block in rest if block.kind != "image"), "")
    return rest[0].kind == "image" and after in ("heading", "break", "")


def _is_over_address(doc: Document, at: int) -> bool:
    for block in doc.blocks[at + 1 : at + 1 + _ADDRESS_LINES]:
        if block.kind != "paragraph":
            return False
        for line in map(doc.line, range(block.line, block.last + 1)):
            if _POST_CODE.fullmatch(line.strip()):
                return True
            if ends_sentence(line) or count_words(line) > _ADDRESS_WORDS:
                return False
    return False


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
