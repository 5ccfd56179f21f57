"""The images of a document, in Markdown or HTML: placeholders, ornaments, removal."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.article.edits import remove_lines
from contentlint.article.html_tags import tags
from contentlint.core import fold_label
from contentlint.model.annotations import Image as Image
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import IMAGE, IMAGE_REF, LINK, Document, Node, Span
from contentlint.model.rule import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


HTML_IMAGE: Final = "<img"
EXTENSIONS: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp")
"""File name extensions of pictures."""
_ATTRIBUTE: Final = lazy_regex.compile(
    r"(?<=[\s\"'])(src|srcset|alt|role|aria-hidden)[ \t\n]*=[ \t\n]*"
    r"(?:\"([^\"]*)\"|'([^']*)'|(\{[^{}]*\}|[^\s\"'>]+))",
    lazy_regex.IGNORECASE,
)
_DEFINITION: Final = lazy_regex.compile(
    r"^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?\[([^\[\]\n]+)\]:", lazy_regex.MULTILINE
)


_NO_PICTURE: Final = ("data:", "about:blank", "#")
_BARE: Final = len("<img>")
_LETTER: Final = lazy_regex.compile(r"[^\W\d_]")
# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__


def images(doc: Document) -> list[Image]:
    """Return all images outside code, Markdown images first; ask through ``doc.fact(images)``."""
    return [*_markdown(doc), *doc.fact(html_images)]


def _markdown(doc: Document) -> list[Image]:
    return [image for node in doc.nodes if (image := image_of(doc, node)) is not None]


def image_of(doc: Document, node: Node) -> Image | None:
    """Return a node as an image; None for a node of another kind, or brackets in a sentence."""
    if node.kind != IMAGE and node.kind != IMAGE_REF:
        return None
    text = doc.text
    span = _new(Span, (node.start, node.end))
    alt = text[node.first : node.last].strip()
    source = text[node.dest : node.dest_end]
    if node.kind == IMAGE:
        return _new(Image, (span, alt, source.strip(), "inline", False))
    known = fold_label(source) in doc.fact(defined_labels)
    if not known and (text[span.start - 1 : span.start].isalnum() or not _LETTER.search(alt)):
        return None  # `array![0][1]` in a sentence
    return Image(span, alt, source if known else None, "reference")


def defined_labels(doc: Document) -> frozenset[str]:
    """Return the labels of all definitions, also in lists and quotes, normalised as in
    CommonMark."""
    if "]:" not in doc.text:
        return frozenset()
    return frozenset(fold_label(m[1]) for m in _DEFINITION.finditer(doc.text))


def html_images(doc: Document) -> list[Image]:
    """Return the HTML images, written in lower case and with an attribute; ask through
    ``doc.fact(html_images)``."""
    text = doc.text
    images: list[Image] = []
    for start, end, tag, _, _ in doc.fact(tags):
        if tag != "img" or text[start + 1 : start + 4] != tag or end - start == _BARE:
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


def has_title(doc: Document, image: Node) -> bool:
    """Return True if a Markdown image has a title, which most sites print as its caption."""
    return doc.text[image.dest_end : image.end].strip(" \t\n>")[:1] in ('"', "'", "(")


def first_image(doc: Document, line: int) -> Span:
    """Return the span of the first Markdown image on a line (from 0), or that of the line."""
    whole = doc.line_span(line)
    nodes = doc.nodes
    i = doc.first_node(whole.start)
    while i < len(nodes) and nodes[i].start < whole.end:
        if nodes[i].kind in (IMAGE, IMAGE_REF):
            return Span(nodes[i].start, nodes[i].end)
        i += 1
    return whole


def shows_image(doc: Document, start: int, end: int) -> bool:
    """Return True if a stretch of text has a Markdown image with a displayable source."""
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
    """Return the address of the first Markdown image of a line (from 0), without its query."""
    whole = doc.line_span(line)
    nodes = doc.nodes
    i = doc.first_node(whole.start)
    while i < len(nodes) and nodes[i].start < whole.end:
        if nodes[i].kind == IMAGE:
            return doc.text[nodes[i].dest : nodes[i].dest_end].strip().partition("?")[0]
        i += 1
    return ""


_LONGEST_FRAME: Final = 4000
"""Longest line, in characters, that is tested to be empty after the removal of an image."""


def remove_image(doc: Document, span: Span, what: str = "image") -> Fix:
    """Return the fix that removes an image, with the link around it, and its line if nothing else
    remains.

    The fix is never safe: the frame is the last trace of a lost picture.
    """
    start, end = with_link(doc, span)
    line = doc.line_at(start)
    whole = doc.line_span(line)
    # A line of a million empty images is not searched for each of them.
    long = whole.end - whole.start > _LONGEST_FRAME
    reach = 1 if long else _LONGEST_FRAME
    before = doc.text[max(whole.start, start - reach) : start]
    after = doc.text[end : min(whole.end, end + reach)]
    if long or (before + after).replace("![]()", "").strip().strip("| \t"):
        # One of two spaces remains, and none at either end of the line.
        if after[:1] == " " and before[-1:] in ("", " "):
            end += 1
        elif not after and before[-1:] == " " and (long or any(map(str.isalnum, before))):
            start -= 1
        return Fix((Edit(Span(start, end), ""),), False, f"remove the {what}")
    return Fix(
        (remove_lines(doc, line, doc.line_at(end)),), False, f"remove the line of the {what}"
    )


def with_link(doc: Document, span: Span) -> Span:
    """Return the link whose whole text is an image; else the image."""
    i = doc.first_node(span.start - 1)
    if i < len(doc.nodes):
        node = doc.nodes[i]
        if node.kind == LINK and node.first == span.start and node.last == span.end:
            return Span(node.start, node.end)
    return span


_LONGEST_DATA = 300
# Smaller images are pixels, larger ones with so few bytes have one colour; between them are icons.
_PIXEL = 3
_FLAT = 64
_DATA = lazy_regex.compile(r"data:image/(gif|png|svg\+xml)[;,]", lazy_regex.IGNORECASE)
_DRAWN = lazy_regex.compile(
    r"(?:<|%3c)(?:path|rect|circle|ellipse|line|poly|text|image|use|animate)", lazy_regex.IGNORECASE
)
_NOWHERE = ("about:", "javascript:", "blob:", "cid:", "#")
_OWN_DISK = lazy_regex.compile(r"file:|[A-Za-z]:[\\/]", lazy_regex.IGNORECASE)
_PICTURE_EXTENSIONS = frozenset({"gif", "png", "svg", "webp", "jpg", "jpeg"})
_PARTS = lazy_regex.compile(r"[^\W\d_]+")
# A stem such as "lazy_placeholder_small-300x200": words that may accompany the significant one.
_PLACEHOLDER_FILLERS = frozenset(
    "image img photo pic picture bg small big x w h px lg sm md thumb js".split()
)
# A drawing with such a name is a logo in that colour.
_COLOURS = frozenset({"gray", "grey", "transparent", "clear"})
_PHOTOGRAPH_EXTENSIONS = ("jpg", "jpeg")


def lower_names(words: Words) -> frozenset[str]:
    """Return all entries of a word list, in all languages, in lower case."""
    return frozenset(entry.lower() for entries in words.values() for entry in entries)


def lower_hosts(words: Words) -> frozenset[str]:
    """Return all entries of a list of hosts, in lower case except for their paths."""
    return frozenset(map(_low_host, (entry for entries in words.values() for entry in entries)))


def _low_host(entry: str) -> str:
    host, slash, path = entry.partition("/")
    return host.lower() + slash + path


def placeholder_kind(source: str, names: frozenset[str]) -> str:
    """Return a description of the placeholder that an image shows; ``""`` if it may be a picture.

    ``names`` are words of file names that mean "no picture".
    """
    if source.startswith(_NOWHERE):
        return "leads to no image"
    if source[:5].lower() == "data:":
        return "is an empty data URI" if _is_empty_data(source) else ""
    if _OWN_DISK.match(source):
        return "is a path on the author's own disk"
    name = source.partition("?")[0].partition("#")[0].rpartition("/")[2].lower()
    stem, _, extension = name.rpartition(".")
    if extension not in _PICTURE_EXTENSIONS:
        return ""
    parts = [part for part in _PARTS.findall(stem) if part not in _PLACEHOLDER_FILLERS]
    if not parts:
        return f"is a placeholder ({name})" if stem in names else ""
    if extension == "svg" and _COLOURS.issuperset(parts):
        return ""
    joined = "".join(parts)
    if extension in _PHOTOGRAPH_EXTENSIONS and joined not in _SURE_PLACEHOLDERS:
        return ""
    # "no-image" is one word; without "image" only "no" would remain.
    known = names.issuperset(parts) or joined in names or stem in names
    return f"is a placeholder ({name})" if known else ""


# A photograph can have the name "default" or "loading", like the preview of a video.
_SURE_PLACEHOLDERS = frozenset(
    {"placeholder", "no", "noimage", "nopicture", "nophoto", "lazyplaceholder"}
)


def _is_empty_data(source: str) -> bool:
    """Return True if a data URI contains one pixel, one colour or a drawing without any shape."""
    kind = _DATA.match(source)
    if kind is None or len(source) >= _LONGEST_DATA:
        return False
    head, _, body = source.partition(",")
    data = _decoded(body) if "base64" in head else b""
    if kind[1].lower() == "svg+xml":
        text = data.decode("utf-8", "replace") if data else body
        return not _DRAWN.search(text)
    size = _size(data)
    return size is not None and (max(size) <= _PIXEL or min(size) >= _FLAT)


def _decoded(body: str) -> bytes:
    # Imported here: few texts have such an image.
    from binascii import Error, a2b_base64
    from urllib.parse import unquote

    body = unquote(body)
    try:
        return a2b_base64(body + "=" * (-len(body) % 4))
    except (Error, ValueError):
        return b""


def _size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a GIF (bytes 6-9) or a PNG (bytes 16-23); None for other data."""
    if data[:3] == b"GIF" and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:4] == b"\x89PNG" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return None


def tracking_host(source: str, hosts: frozenset[str]) -> str:
    """Return the host, or host and path, of a list that an address belongs to, or "".

    An entry includes its subdomains; with a path it matches all addresses that begin with it.
    """
    rest = source.partition("//")[2] if "//" in source[:10] else ""
    if not rest:
        return ""
    authority = rest.partition("/")[0]
    host = authority.partition("?")[0].rpartition("@")[2].partition(":")[0].lower()
    path = rest[len(authority) :]
    labels = host.split(".")
    for i in range(len(labels) - 1):
        domain = ".".join(labels[i:])
        if domain in hosts:
            return domain
        # The first parts of the path, in the form "facebook.com/tr".
        first = path.partition("?")[0].split("/", 2)[1:2]
        if first and f"{domain}/{first[0]}" in hosts:
            return f"{domain}/{first[0]}"
    return ""


_ICON = lazy_regex.compile(
    r"\.(?:gif|svg|ico)$|logo|icon|(?<![a-z])icn|badge|button|pixel|avatar|arrow|puce|corner"
    r"|smil(?:ey|ies)|emoji|flair|award|shields\.io/|(?<!\d)\d{2}x\d{2}(?!\d)",
    lazy_regex.IGNORECASE,
)
# "renderTimingPixel2" is three words and an insignificant number.
_WORD = lazy_regex.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_EXTENSION = lazy_regex.compile(r"\.[A-Za-z]{2,4}$")
# Words that accompany the significant one: "line-grey-small", "btn_arrow_right".
_FILLERS = frozenset(
    "img image icon ico icn btn bg small big large thin left right bottom horizontal vertical "
    "black white grey gray red blue green orange yellow light dark h v x w px sm md lg new".split()
)
# These count at the end: "pagePixel.png" is an ornament; "finish-line.png" may be a picture.
_SURE = frozenset("pixel spacer divider separator".split())
_PHOTOGRAPHS = (".jpg", ".jpeg")
_MOST_WORDS = 4
_LONGEST_WORD = 20
_LONGEST_NAME = 60


def is_ornament(source: str, alt: str, words: frozenset[str]) -> bool:
    """Return True if an image is an icon or an ornament, going by its address or its alternative
    text."""
    path = source.partition("#")[0].partition("?")[0]
    return bool(_ICON.search(path)) or is_ornament_name(path, words) or _consists_of(alt, words)


def is_ornament_name(source: str, words: frozenset[str]) -> bool:
    """Return True if the file name of an image is that of an ornament: ``line976.jpg``.

    It consists of ``words`` and fillers, or ends in one of the unambiguous ``words``.
    """
    path = source.partition("#")[0].partition("?")[0]
    name = _EXTENSION.sub("", path.rpartition("/")[2])
    if _consists_of(name, words):
        return True
    if path.lower().endswith(_PHOTOGRAPHS):
        return False
    return any(word in _SURE and word in words for word in _words(name[-_LONGEST_WORD:])[-1:])


def _consists_of(name: str, words: frozenset[str]) -> bool:
    # Longer ones are sentences, as most alternative texts are.
    if len(name) > _LONGEST_NAME:
        return False
    if not name.isalpha() and name.lower() in words:
        return True  # an entry of several words
    parts = _words(name)
    return (
        0 < len(parts) <= _MOST_WORDS
        and not words.isdisjoint(parts)
        and all(part in words or part in _FILLERS for part in parts)
    )


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
