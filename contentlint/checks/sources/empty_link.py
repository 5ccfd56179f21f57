"""Links without a target, and links without a text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from contentlint.article.edits import FEWEST_MERGED, adjacent, merge_findings, remove_lines
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.dialects import TITLED_LINKS
from contentlint.model.document import INVISIBLE, Document, Link, Span
from contentlint.model.queries import block_at
from contentlint.model.traits import NO_TARGET, NO_TEXT

_EMPTY = trigger.Nodes(trigger.LINKS, NO_TEXT | NO_TARGET)
# Any other scheme is one of the generator, whose plugin writes the text: `[](codepen://pen)`.
_PAGES = frozenset({"http", "https", "ftp", "mailto", "tel"})


def needs() -> tuple[trigger.Need, ...]:
    return (_EMPTY,)


def check(doc: Document) -> Iterator[Finding]:
    for fault, alike in groupby(_empty(doc), key=lambda finding: finding.values["fault"]):
        for group in adjacent(doc, alike, 1):
            if len(group) < FEWEST_MERGED:
                yield from group
            else:
                # A list of pages that are not written yet, or the buttons of a page.
                values: dict[str, object] = {"fault": f"{fault} ({len(group)} in a row)"}
                yield merge_findings(group, values, "keep the texts without the links")


def _empty(doc: Document) -> Iterator[Finding]:
    text = doc.text
    for number in doc.places(_EMPTY):
        node = doc.nodes[number]
        start, end = node.dest, node.dest_end
        if end - start <= 1 or text[start] in "jJ \t":
            target = text[start:end].strip()
            if target in ("", "#") or target[:11].lower() == "javascript:":
                yield from _no_target(doc, node.link(), target)
                continue
        scheme, colon, _ = text[start:end].partition(":")
        if doc.dialect.features & TITLED_LINKS or (
            colon and scheme.isalpha() and scheme.lower() not in _PAGES
        ):
            continue
        if text[end : node.end].lstrip()[1:2] == ":":
            continue  # `[](part.md ':include')` is replaced with the file
        # `[](#name)` is an invisible anchor that converters leave in headings.
        if node.last - node.first < 8 and text[start] != "#":
            if not text[node.first : node.last].strip(INVISIBLE):
                yield Finding(Span(node.start, node.end), {"fault": "link without text"}, None)


def _no_target(doc: Document, link: Link, target: str) -> Iterator[Finding]:
    text = doc.text
    label = text[link.text.start : link.text.end]
    before = text[link.span.start - 1 : link.span.start]
    # `Map[K]()` and `[]() {` are program code without its backticks.
    if not target and (before.isalnum() or (not label.strip() and before not in ("", "\n", " "))):
        return
    # An author quotes what the site makes of a reference.
    if target == "#" and doc.origin == "authored" and _is_quoted(doc, link.span.start):
        return
    end = link.span.end
    if not target and not label.strip() and text[end : end + 2].lstrip()[:1] in ("{", "-"):
        return
    yield Finding(link.span, {"fault": "link without a target"}, _unwrap(doc, link, label))


def _is_quoted(doc: Document, offset: int) -> bool:
    block = block_at(doc, offset)
    return block is not None and block.kind == "quote"


def _unwrap(doc: Document, link: Link, label: str) -> Fix:
    line = doc.line_at(link.span.start)
    rest = doc.lines[line].replace(doc.text[slice(*link.span)], "", 1)
    # Otherwise only the marker of a heading or a list item would remain.
    if not label.strip(INVISIBLE) and not rest.strip("#-*+>" + INVISIBLE):
        return Fix((remove_lines(doc, line, line),), False, "remove the empty link")
    return Fix((Edit(Span(*link.span), label),), False, "keep the text without the link")
