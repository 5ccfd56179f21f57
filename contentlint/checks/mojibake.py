"""Text that was read in the wrong code page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import OBJECT, Document, Link, Span
from contentlint.text import mislabelled, mojibake
from contentlint.text.code_pages import LOST
from contentlint.text.misread import AS_LATIN, suspects
from contentlint.text.mojibake import Damage
from contentlint.text.places import block_at

_TIMES = {2: "twice", 3: "three times"}
_LONGEST = 30
"""Sound letters of a damaged word that are shown with it."""


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    for number, pages in suspects(doc).items():
        line = doc.lines[number]
        found = []
        codecs = tuple(page for page in pages if page != AS_LATIN)
        if codecs:
            found = [(damage, True) for damage in mojibake.find(mojibake.unshaped(line), codecs)]
        if not found and AS_LATIN in pages:
            found = [(damage, False) for damage in mislabelled.find(line)]
        start = doc.line_start(number)
        last = 0
        for damage, utf8 in sorted(found):
            damage = _whole_words(line, damage, last)
            last = damage.end
            span = Span(start + damage.start, start + damage.end)
            # Code that shows the damage speaks about it.
            if not _is_code(doc, span.start):
                yield _finding(doc, span, damage, utf8)


def _whole_words(line: str, damage: Damage, last: int) -> Damage:
    """A stretch with the sound letters of the words at its ends, so that it can be read."""
    start, end, right, pages = damage
    first = max(start - _LONGEST, last)
    while start > first and line[start - 1].isalpha():
        start -= 1
    after = end
    while after < min(end + _LONGEST, len(line)) and line[after].isalpha():
        after += 1
    right = line[start : damage.start] + right + line[end:after]
    return Damage(start, after, right, pages)


def _is_code(doc: Document, offset: int) -> bool:
    block = block_at(doc, offset)
    if block is not None and block.kind == "code":
        return True
    return doc.prose[offset] == OBJECT and _link_at(doc, offset) is None


def _link_at(doc: Document, offset: int) -> Link | None:
    """The innermost link or image that holds an offset."""
    at = bisect_right(doc.fact(_link_starts), offset)
    # An image in a link comes after it; a link holds no other link.
    for link in reversed(doc.links[max(at - 3, 0) : at]):
        if link.span.start <= offset < link.span.end:
            return link
    return None


def _link_starts(doc: Document) -> list[int]:
    return [link.span.start for link in doc.links]


def _finding(doc: Document, span: Span, damage: Damage, utf8: bool) -> Finding:
    read = " and ".join(dict.fromkeys(damage.pages))
    how = f"UTF-8 read as {read}" if utf8 else f"{read} read as Latin-1"
    if len(damage.pages) > 1:
        how += f", {_TIMES.get(len(damage.pages), 'again and again')}"
    values = {"found": doc.text[span.start : span.end], "how": how, "right": damage.right}
    link = _link_at(doc, span.start) or _link_at(doc, span.end - 1)
    in_address = link and link.dest.start < span.end and span.start < link.dest.end
    if LOST in damage.right or in_address:
        # What is lost only the original has; an address may be written so.
        return Finding(span, values)
    fix = Fix((Edit(span, damage.right),), False, "decode it")
    return Finding(span, values, fix)
