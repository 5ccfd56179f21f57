"""The HTML tags of a text, outside code."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.annotations import Tag as Tag
from contentlint.model.document import MARK, Document
from contentlint.model.queries import block_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_TAG: Final = lazy_regex.compile(r"<(/?)([A-Za-z][\w-]{0,24})(?=[\s/>])[^<>]*>")
VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements whose end tag may be missing (HTML, 13.1.2.4).
_OPTIONAL: Final = frozenset("p li dt dd td th tr tbody thead tfoot option colgroup".split())
FLOWING: Final = frozenset({"paragraph", "list_item", "quote", "heading", "table", "pipe_row"})
"""The kinds of blocks in which a tag counts for its class or style."""

# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
_RAW: Final = ("<script", "<style", "<SCRIPT", "<STYLE")


def tags(doc: Document) -> list[Tag]:
    """Return the tags that Markdown parses as such, in order; ask through ``doc.fact(tags)``."""
    text, prose = doc.text, doc.prose
    found: list[Tag] = []
    # memchr finds one sign: most texts have few, or code contains them.
    at = text.find("<")
    while at >= 0:
        # Code has another mask, and a tag after a backslash is displayed.
        if prose[at] == MARK or _is_raw(doc, at):
            m = _TAG.match(text, at)
            if m is not None:
                tag = (at, m.end(), m[2].lower(), bool(m[1]), m[0].endswith("/>"))
                found.append(_new(Tag, tag))
        at = text.find("<", at + 1)
    return found


def _is_raw(doc: Document, at: int) -> bool:
    """Return True if a script or a style sheet is a block of its own, of kind code."""
    if not doc.text.startswith(_RAW, at):
        return False
    block = block_at(doc, at)
    return block is not None and block.start == at and block.kind == "code"


def is_styled(tag: str) -> bool:
    """Return True if a tag may have a class or a style."""
    return "class=" in tag or "style=" in tag


def tag_names(doc: Document) -> frozenset[str]:
    """The names of the tags; ask through ``doc.fact(tag_names)``."""
    return frozenset([tag.name for tag in doc.fact(tags)])


def unbalanced(found: list[Tag]) -> set[Tag]:
    """Return tags without their other half, in the whole document."""
    open_tags: dict[str, list[Tag]] = {}
    lone: set[Tag] = set()
    for tag in found:
        if tag.alone or tag.name in VOID:
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
