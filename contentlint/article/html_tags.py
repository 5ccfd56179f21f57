"""The HTML tags of a text, outside code."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.annotations import Tag as Tag
from contentlint.model.document import MARK, Document
from contentlint.model.queries import block_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_TAG: Final = lazy_regex.compile(r"<(/?)([A-Za-z][\w-]{0,24})(?=[\s/>])[^<>]*>")
_LONGEST_NAME: Final = 25
VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements whose end tag may be missing (HTML, 13.1.2.4).
_OPTIONAL: Final = frozenset("p li dt dd td th tr tbody thead tfoot option colgroup".split())


ELEMENTS: Final = frozenset(
    (
        "p div span br a img font b i u strong em table tr td th ul ol li h1 h2 h3 h4 h5 h6 "
        "blockquote script style iframe figure figcaption ins center"
    ).split()
)
UNWANTED: Final = frozenset({"script", "style", "iframe", "font", "center"})
STYLED: Final = frozenset({"span", "div", "font"})
"""Names of tags that count in plain text, without their other half, and with a class or a style."""
FLOWING: Final = frozenset({"paragraph", "list_item", "quote", "heading", "table", "pipe_row"})
"""The kinds of blocks in which a tag counts for its class or style."""

# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
_RAW: Final = ("<script", "<style", "<SCRIPT", "<STYLE")


def tags(doc: Document) -> list[Tag]:
    """Return the tags that Markdown parses as such, in order; ask through ``doc.fact(tags)``."""
    return _tags(doc, False)


def _tags(doc: Document, by_letter: bool) -> list[Tag]:
    """Return the tags; ``by_letter`` avoids the pattern, which is faster in compiled code."""
    text, prose = doc.text, doc.prose
    found: list[Tag] = []
    # memchr finds one sign: most texts have few, or code contains them.
    at = text.find("<")
    while at >= 0:
        after = text.find("<", at + 1)
        # Code has another mask, and a tag after a backslash is displayed.
        if prose[at] == MARK or _is_raw(doc, at):
            if by_letter:
                tag = read(text, at, after if after >= 0 else len(text))
            else:
                tag = _match(text, at)
            if tag is not None:
                found.append(tag)
        at = after
    return found


def _match(text: str, at: int) -> Tag | None:
    m = _TAG.match(text, at)
    if m is None:
        return None
    tag = m[0]
    return _new(Tag, (at, at + len(tag), m[2].lower(), bool(m[1]), tag.endswith("/>")))


def read(text: str, at: i64, stop: i64) -> Tag | None:
    """Return the tag at a ``<``, as ``_TAG`` does; the next ``<`` or the end of the text is at
    ``stop``."""
    start = at + 1
    closes = start < stop and ord(text[start]) == 47
    if closes:
        start += 1
    end = start
    most = min(start + _LONGEST_NAME, stop)
    while end < most:
        c: i64 = ord(text[end])
        if not 97 <= c | 32 <= 122:
            if end == start:
                return None
            inside = 48 <= c <= 57 or c == 45 or c == 95
            if not inside and (c < 0x80 or not text[end].isalnum()):
                break
        end += 1
    if end == start or end >= stop:
        return None
    behind = text[end]
    if behind != ">" and behind != "/" and not behind.isspace():
        return None
    last = text.find(">", end, stop)
    if last < 0:
        return None
    return _new(Tag, (at, last + 1, text[start:end].lower(), closes, text[last - 1] == "/"))


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
