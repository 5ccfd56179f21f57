"""Spaces in and around the destinations of Markdown links."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import characters, trigger
from contentlint.model.document import IMAGE, LINK, Document, Span
from contentlint.model.traits import PADDED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

AFTER_BRACKET: Final = trigger.Chars("]", after=trigger.kinds(characters.OPEN_ROUND))
"""The trigger of ``spaced``."""
SPACES_AROUND: Final = trigger.Nodes(trigger.kinds(LINK, IMAGE), PADDED)
"""The trigger of ``padded``."""
_BEGINNINGS: Final = ("http://", "https://", "www.", "/", "./", "../")
# The sizes of one picture, each with its address: `a-320.jpg 320w, a-640.jpg 640w`.
_SRCSET: Final = lazy_regex.compile(r"\S+[ \t]+[0-9.]+[wx](?:,|$)")
# The size of a picture, as Diplodoc and other programs read it: `a.png =300x200`.
_SIZE: Final = lazy_regex.compile(r"=\d*%?x(?:\d+%?)?")
_SPACES_ALLOWED: Final = frozenset({"gitbook", "jekyll"})
"""The dialects in which an address goes on to the closing parenthesis."""
_TEMPLATES: Final = ("{{", "{%", "<%", "${")
_OPENERS: Final = ("](", "](<")
_LONGEST_TEXT: Final = 500
_FILES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".md", ".htm", ".html", ".pdf")


def spaced(doc: Document) -> Iterator[tuple[Span, str]]:
    """Yield destinations that a space invalidates (``](`` that is still prose), each with its fault
    in words."""
    if doc.dialect.name in _SPACES_ALLOWED:
        return
    text, prose = doc.text, doc.prose
    for at in doc.places(AFTER_BRACKET):
        end = doc.line_span(doc.line_at(at)).end
        close = text.find(")", at, min(end, at + 1000))
        inner = text[at + 2 : close].strip() if close > 0 else ""
        if _is_destination(inner):
            opening = prose.rfind("[", max(at - _LONGEST_TEXT, 0), at)
            what = "image" if opening > 0 and prose[opening - 1] == "!" else "link"
            fault = "a list of URLs" if _SRCSET.match(inner) else "space in the URL"
            yield Span(at + 2, close), f"{fault} prevents the {what}"


def _is_destination(inner: str) -> bool:
    """Return True if what stands in parentheses after a bracket was meant to be a path with
    spaces."""
    first, _, rest = inner.partition(" ")
    if not rest or any(sign in inner for sign in _TEMPLATES):
        return False  # its spaces stand in an expression, which is gone in the page
    if _SIZE.fullmatch(rest.strip()):
        return False
    if first.startswith(_BEGINNINGS):
        return rest.lstrip()[:1] not in "\"'("
    return "/" in first and inner.lower().endswith(_FILES) and not set("\"'(") & set(inner)


def is_broken(doc: Document, url: int) -> bool:
    """Return True if the bare URL at an offset begins what was meant to be a destination: it has a
    space inside, or is not closed."""
    return doc.text.endswith(_OPENERS, 0, url)


def padded(doc: Document) -> Iterator[tuple[Span, list[Span]]]:
    """Return the links with spaces inside the angle brackets of their destination, which are a part
    of the address, and these spaces."""
    text = doc.text
    for number in doc.places(SPACES_AROUND):
        node = doc.nodes[number]
        start, end = node.dest, node.dest_end
        raw = text[start:end]
        if "://" not in raw or text[start - 1] != "<":
            continue
        first, last = end - len(raw.lstrip(" ")), start + len(raw.rstrip(" "))
        gaps = [Span(a, b) for a, b in ((start, first), (last, end)) if a < b]
        if gaps:
            yield node.link().span, gaps
