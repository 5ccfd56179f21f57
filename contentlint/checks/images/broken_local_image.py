"""Images with a path beside the article at which no file exists."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.images import images
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_at
from contentlint.text.urls.find import unescaped

# A scheme, host or fragment; the pattern also takes "C:\" for a scheme.
_ELSEWHERE = lazy_regex.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\|#")
_TEMPLATE = lazy_regex.compile(r"\{\{|\{%|\$\{|<%|%[A-Z_]+%|\[\[")
_PICTURE = lazy_regex.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?)$", lazy_regex.IGNORECASE
)


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.IMAGE, "<")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    for span, source in _sources(doc):
        fault = _fault(doc, source)
        if fault:
            yield Finding(span, {"found": source, "fault": fault})


def _sources(doc: Document) -> list[tuple[Span, str]]:
    """Return images and their addresses, which a definition may give, in the order of the text."""
    found = [
        (image.span, image.source)
        for image in doc.fact(images)
        if image.source and image.kind != "reference"
    ]
    for link in doc.links:
        if link.kind == "autolink" and _PICTURE.search(doc.text, *link.span):
            block = block_at(doc, link.span.start)
            if block is not None and block.kind == "definition":
                found.append((link.span, doc.text[slice(*link.span)]))
    return sorted(found)


def _fault(doc: Document, source: str) -> str:
    if _ELSEWHERE.match(source) or _TEMPLATE.search(source):
        return ""
    # Imported here: few articles have local images, and few of these have escapes.
    from html import unescape
    from urllib.parse import unquote

    path = source if "&" not in source else unescape(source)
    if doc.syntax.markup:
        path = unescaped(path)
    bare = path.partition("?")[0].partition("#")[0]
    slashed = unquote(bare).replace("\\", "/")
    found = doc.exists(slashed) if slashed else None
    # "100%25.png" and "a?b.png" can be file names.
    if found is False and not doc.exists(path):
        return "does not exist"
    return "is written with a backslash, which only Windows reads" if "\\" in bare else ""
