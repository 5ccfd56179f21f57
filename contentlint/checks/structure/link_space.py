"""Links with a space inside their text, and links that a word is glued to."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import unspaced
from contentlint.model import traits, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import LINK, Document, Node, Span
from contentlint.model.languages import lookup
from contentlint.model.queries import FLOWING, block_at, has_image

if TYPE_CHECKING:
    import re
    from typing import Literal

_LINKS = {
    "spaced": trigger.Nodes(trigger.kinds(LINK), traits.SPACED),
    "glued": trigger.Nodes(trigger.kinds(LINK), traits.GLUED),
}
_WORD_BEFORE = lazy_regex.compile(r"[^\W\d_]+\Z")
_WORD_AFTER = lazy_regex.compile(r"[^\W\d_]+")
_OPENING = frozenset(" \t\n([«„“‘¿¡\"'-–—/")
_CLOSING = frozenset(" \t\n.,;:!?،؛؟)]»”’\"'-–—/")
_DASHES = frozenset("-–—/")
_FRENCH = frozenset(":;!?»")
_REACH = 40
_MOST_RELATED = 10
_LONG = 4
"""Letters of a word; fewer may be a prefix before the link or an ending after it, unless they are a
word elsewhere in the article."""
_PREFIXES = 4
"""The same for Arabic and Hebrew, which join prefixes (``وبال``)."""
_FEWEST = 2


class Options(NamedTuple):
    fault: Literal["spaced", "glued"]
    """The fault to report: ``spaced`` (a space inside the link text) or ``glued`` (no space
    outside)."""


class Glued(NamedTuple):
    """A link without a space beside it."""

    span: Span
    """With the words that touch it."""
    left: str
    right: str
    places: list[int]
    """Where spaces belong."""


def needs(options: Options) -> tuple[trigger.Nodes]:
    return (_LINKS[options.fault],)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if not doc.syntax.markup:
        return
    glued: dict[int, list[Glued]] = {}
    for number in doc.places(_LINKS[options.fault]):
        node = doc.nodes[number]
        block = block_at(doc, node.start)
        if block is None or block.kind not in FLOWING:
            continue
        if options.fault == "spaced":
            yield from _spaced(doc, node)
        elif (found := _glued(doc, node)) is not None:
            glued.setdefault(block.start, []).append(found)
    for links in glued.values():
        yield _finding(links)


def _spaced(doc: Document, node: Node) -> Iterator[Finding]:
    text = doc.text
    inner = text[node.first : node.last]
    said = inner.strip()
    if (
        said == inner
        or not said
        or "<" in said
        or "{%" in said
        or has_image(doc, node.start, node.end)
    ):
        return
    first = node.first + len(inner) - len(inner.lstrip())
    last = node.last - (len(inner) - len(inner.rstrip()))
    edits = []
    if first > node.first:
        left = text[max(node.start - 2, 0) : node.start]
        apart = left and (left[-1] not in _OPENING or _is_dash(left[-1], left[:-1]))
        edits.append(Edit(Span(node.start, first), " [" if apart else "["))
    if last < node.last:
        edits.append(Edit(Span(last, node.last), ""))
        right = text[node.end : node.end + 2]
        # French has a space before its marks.
        french = doc.language == "fr" and right[:1] in _FRENCH
        if right and (right[0] not in _CLOSING or french or _is_dash(right[0], right[1:])):
            edits.append(Edit(Span(node.end, node.end), " "))
    fix = Fix(tuple(edits), False, "move the space out of the link")
    yield Finding(Span(node.start, node.end), {"found": said}, fix)


def _is_dash(sign: str, beyond: str) -> bool:
    """Return True for a dash or slash between spaces, of which one stands inside the link."""
    return sign in _DASHES and beyond.isspace()


def _glued(doc: Document, node: Node) -> Glued | None:
    text = doc.text
    inner = text[node.first : node.last].strip("*_")
    if not inner[:1].isalpha() or not inner[-1:].isalpha():
        return None
    before = _WORD_BEFORE.search(text, max(node.start - _REACH, 0), node.start)
    after = _WORD_AFTER.match(text, node.end, node.end + _REACH)
    start, end = node.start, node.end
    places = []
    if before and _is_apart(doc, before) and not _is_unspaced(before[0][-1] + inner[0]):
        start = before.start()
        places.append(node.start)
    if after and _is_word(doc, after[0]) and not _is_unspaced(inner[-1] + after[0][0]):
        if not lookup(doc.language).suffixes:
            end = after.end()
            places.append(node.end)
    if not places:
        return None
    left = text[start : node.start] or inner
    return Glued(
        Span(start, end), left, inner if start < node.start else text[node.end : end], places
    )


def _finding(links: list[Glued]) -> Finding:
    """Return one finding per block: its links have lost their spaces together."""
    first = links[0]
    edits = tuple(Edit(Span(at, at), " ") for link in links for at in link.places)
    related = tuple(Related(link.span, "also here") for link in links[1 : _MOST_RELATED + 1])
    fix = Fix(edits, False, "insert the spaces")
    return Finding(first.span, {"left": first.left, "right": first.right}, fix, related)


def _is_apart(doc: Document, before: re.Match[str]) -> bool:
    """Return True if a word stands before a link, and not its prefix or the first part of it."""
    start = before.start()
    if start and not doc.text[start - 1].isspace():
        return False
    word = before[0]
    if word.lower() == word.upper():
        return len(word) > _PREFIXES or (len(word) > _FEWEST and f" {word} " in doc.text)
    return _is_word(doc, word)


def _is_word(doc: Document, letters: str) -> bool:
    return len(letters) >= _LONG or (len(letters) >= _FEWEST and f" {letters} " in doc.text)


def _is_unspaced(letters: str) -> bool:
    return unspaced([*letters]) > 0
