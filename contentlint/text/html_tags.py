"""The tags of HTML in a text, outside code."""

from __future__ import annotations

from contentlint.document import MARK, Document
from contentlint.records import NamedTuple
from contentlint.text import lazy

_TAG = lazy.compile(r"<(/?)([A-Za-z][\w-]{0,24})(?=[\s/>])[^<>]*>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Whose end tag may be missing (HTML, 13.1.2.4).
_OPTIONAL = frozenset("p li dt dd td th tr tbody thead tfoot option colgroup".split())


_RAW = ("<script", "<style", "<SCRIPT", "<STYLE")


class Tag(NamedTuple):
    start: int
    end: int
    name: str
    """In small letters."""
    closes: bool
    alone: bool
    """Ends in ``/>``."""


def tags(doc: Document) -> list[Tag]:
    """The tags that are read as such, in order; ask through ``doc.fact(tags)``."""
    prose = doc.prose
    # A script or a style sheet that stands alone is a block, of the kind of code.
    raw = {
        block.start
        for block in doc.blocks
        if block.kind == "code" and doc.text.startswith(_RAW, block.start)
    }
    return [
        Tag(m.start(), m.end(), m[2].lower(), bool(m[1]), m[0].endswith("/>"))
        for m in _TAG.finditer(doc.text)
        # Code is masked by something else, and a tag after a backslash is shown.
        if prose[m.start()] == MARK or m.start() in raw
    ]


def tag_names(doc: Document) -> frozenset[str]:
    """The names of the tags; ask through ``doc.fact(tag_names)``."""
    return frozenset([tag.name for tag in doc.fact(tags)])


def unbalanced(found: list[Tag]) -> set[Tag]:
    """Tags without the tag that they belong to, in the whole document."""
    open_tags: dict[str, list[Tag]] = {}
    lone: set[Tag] = set()
    for tag in found:
        if tag.alone or tag.name in _VOID:
            continue
        before = open_tags.setdefault(tag.name, [])
        if not tag.closes:
            before.append(tag)
        elif before:
            before.pop()
        else:
            lone.add(tag)
    for name, rest in open_tags.items():
        if name not in _OPTIONAL:
            lone.update(rest)
    return lone
