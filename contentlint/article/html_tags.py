"""The HTML tags of a text, outside code."""

from __future__ import annotations

from contentlint.model.annotations import Tag as Tag
from contentlint.model.document import MARK, Document
from contentlint.model.queries import tag_nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements whose end tag may be missing (HTML, 13.1.2.4).
_OPTIONAL: Final = frozenset("p li dt dd td th tr tbody thead tfoot option colgroup".split())
FLOWING: Final = frozenset({"paragraph", "list_item", "quote", "heading", "table", "pipe_row"})
"""The kinds of blocks in which a tag counts for its class or style."""

# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
_LONGEST_NAME: Final = 25
_JOINTS: Final = str.maketrans("", "", "-_")
_RAW: Final = ("script", "style")


def tags(doc: Document) -> list[Tag]:
    """Return the tags that Markdown parses as such, in order; ask through ``doc.fact(tags)``."""
    text, prose = doc.text, doc.prose
    found: list[Tag] = []
    for node in doc.fact(tag_nodes):
        start, end = node.start, node.end
        name = text[node.first : node.last].lower()
        # Names with a colon or a full stop are those of XML and of components.
        if len(name) > _LONGEST_NAME or not name.translate(_JOINTS).isalnum():
            continue
        # Elements that are blocks of code are left out, except for scripts and style sheets.
        if prose[start] == MARK or name in _RAW:
            closes = text[start + 1] == "/"
            found.append(_new(Tag, (start, end, name, closes, text[end - 2] == "/")))
    return found


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
