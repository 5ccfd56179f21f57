"""The images of a document, written in Markdown or in HTML."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.article.edits import remove_lines
from contentlint.article.html_tags import tags
from contentlint.core.inline import fold_label
from contentlint.core.nodes_index import LinkScan
from contentlint.model.article_parts import Image as Image
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import IMAGE, IMAGE_REF, LINK, Document, Node, Span
from contentlint.model.events import BARE_IMAGE, NO_SOURCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_ATTRIBUTE: Final = lazy_regex.compile(
    r"(?<=[\s\"'])(src|srcset|alt|role|aria-hidden)[ \t\n]*=[ \t\n]*"
    r"(?:\"([^\"]*)\"|'([^']*)'|(\{[^{}]*\}|[^\s\"'>]+))",
    lazy_regex.IGNORECASE,
)
_DEFINITION: Final = lazy_regex.compile(
    r"^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?\[([^\[\]\n]+)\]:", lazy_regex.MULTILINE
)


_NO_PICTURE: Final = ("data:", "about:blank", "#")
_LETTER: Final = lazy_regex.compile(r"[^\W\d_]")


def images(doc: Document) -> list[Image]:
    """All images outside code, Markdown's first; ask through ``doc.fact(images)``."""
    return [*_markdown(doc), *doc.fact(html_images)]


def incomplete(doc: Document) -> list[Image]:
    """The images without a source or an alternative text; ask through ``doc.fact(incomplete)``."""
    return [image for image in doc.fact(images) if not image[1] or not image[2]]


def _markdown(doc: Document) -> list[Image]:
    text = doc.text
    found: list[Image] = []
    for node in doc.nodes:
        if node.kind != IMAGE and node.kind != IMAGE_REF:
            continue
        span = Span(node.start, node.end)
        alt = text[node.first : node.last].strip()
        source = text[node.dest : node.dest_end]
        if node.kind == IMAGE:
            found.append(Image(span, alt, source.strip(), "inline"))
            continue
        known = fold_label(source) in doc.fact(defined_labels)
        if not known and (text[span.start - 1 : span.start].isalnum() or not _LETTER.search(alt)):
            continue  # `array![0][1]` in a sentence
        found.append(Image(span, alt, source if known else None, "reference"))
    return found


def defined_labels(doc: Document) -> frozenset[str]:
    """Labels that some line defines, also in a list or quote, compared as CommonMark does."""
    if "]:" not in doc.text:
        return frozenset()
    return frozenset(fold_label(m[1]) for m in _DEFINITION.finditer(doc.text))


def html_images(doc: Document) -> list[Image]:
    """Those that are written in HTML, in small letters and with an attribute; ask through
    ``doc.fact(html_images)``."""
    text = doc.text
    images: list[Image] = []
    for start, end, tag, _, _ in doc.fact(tags) if "<" in text else ():
        if tag != "img" or not text.startswith("<img", start) or text[start + 4] == ">":
            continue
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(text[start:end]):
            found.setdefault(name.lower(), (double or single or bare).strip())
        alt, source = found.get("alt"), found.get("src")
        if not source and "srcset" in found:
            source = found["srcset"]
        hidden = (
            alt == ""
            or found.get("role") in ("presentation", "none")
            or found.get("aria-hidden") == "true"
        )
        images.append(Image(Span(start, end), alt, source, "html", hidden))
    return images


def look(doc: Document, heads: set[str]) -> int:
    """For ``gates``, the events of links and the heads of images in HTML."""
    events = 0
    for _, alt, source, _, _ in doc.fact(html_images):
        if alt and source:
            scan = LinkScan(alt)
            scan.heads = heads
            scan.image(0, len(alt), 0, 1)
            events |= scan.events
        else:
            events |= BARE_IMAGE if source or source is None else BARE_IMAGE | NO_SOURCE
    return events


def has_title(doc: Document, image: Node) -> bool:
    """Whether a Markdown image has a title, which most sites print as its caption."""
    return doc.text[image.dest_end : image.end].strip(" \t\n>")[:1] in ('"', "'", "(")


def first_image(doc: Document, line: int) -> Span:
    """Span of the first Markdown image of a line (from 0); of the line where there is none."""
    whole = doc.line_span(line)
    nodes = doc.nodes
    i = doc.first_node(whole.start)
    while i < len(nodes) and nodes[i].start < whole.end:
        if nodes[i].kind in (IMAGE, IMAGE_REF):
            return Span(nodes[i].start, nodes[i].end)
        i += 1
    return whole


def shows_image(doc: Document, start: int, end: int) -> bool:
    """Whether a stretch of text has a Markdown image with a source that can be shown."""
    nodes = doc.nodes
    i = doc.first_node(start)
    while i < len(nodes) and nodes[i].start < end:
        node = nodes[i]
        if node.kind == IMAGE or node.kind == IMAGE_REF:
            source = doc.text[node.dest : node.dest_end].strip()
            if source and not source.startswith(_NO_PICTURE):
                return True
        i += 1
    return False


def shown_source(doc: Document, line: int) -> str:
    """The address of the first Markdown image of a line (from 0), without its query."""
    whole = doc.line_span(line)
    nodes = doc.nodes
    i = doc.first_node(whole.start)
    while i < len(nodes) and nodes[i].start < whole.end:
        if nodes[i].kind == IMAGE:
            return doc.text[nodes[i].dest : nodes[i].dest_end].strip().partition("?")[0]
        i += 1
    return ""


_LONGEST_FRAME: Final = 4000
"""Characters of a line of which nothing may be left when an image goes."""


def remove_image(doc: Document, span: Span, what: str = "image") -> Fix:
    """Remove an image, with the link around it, and its line when nothing else is left on it.

    It is never safe: the frame is the last evidence that a picture belonged there.
    """
    start, end = _with_link(doc, span)
    line = doc.line_at(start)
    whole = doc.line_span(line)
    # A line of a million empty images is not gone through for each of them.
    long = whole.end - whole.start > _LONGEST_FRAME
    reach = 1 if long else _LONGEST_FRAME
    before = doc.text[max(whole.start, start - reach) : start]
    after = doc.text[end : min(whole.end, end + reach)]
    if long or (before + after).replace("![]()", "").strip().strip("| \t"):
        # One space stays where there were two, and none at either end of the line.
        if after[:1] == " " and before[-1:] in ("", " "):
            end += 1
        elif not after and before[-1:] == " " and (long or any(map(str.isalnum, before))):
            start -= 1
        return Fix((Edit(Span(start, end), ""),), False, f"remove the {what}")
    return Fix(
        (remove_lines(doc, line, doc.line_at(end)),), False, f"remove the line of the {what}"
    )


def _with_link(doc: Document, span: Span) -> Span:
    """The link whose text an image is, from end to end; else the image."""
    i = doc.first_node(span.start - 1)
    if i < len(doc.nodes):
        node = doc.nodes[i]
        if node.kind == LINK and node.first == span.start and node.last == span.end:
            return Span(node.start, node.end)
    return span
