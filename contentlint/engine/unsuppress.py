"""The fix of unused suppressions: edits that remove names or whole comments.

A comment on a line of its own separates blocks, and may be all that separates them. It is removed
only where its neighbours stay what they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Block, Document, Span

if TYPE_CHECKING:
    from contentlint.engine.directives import Directive

_CONTINUING = ("paragraph", "pipe_row", "html")
"""Blocks that may belong to the list item before them."""
_MARKER = lazy_regex.compile(r"\s*(?:[-*+]|\d+[.)])(?:\s|$)")


def is_item(doc: Document, block: Block) -> bool:
    """Return True if a block begins a list item, whatever the content of that is."""
    return block.kind == "list_item" or bool(_MARKER.match(doc.line(block.line)))


def goes_on(doc: Document, block: Block, *, listed: bool) -> bool:
    """Return True if a list may go on after a block; ``listed``: it may before."""
    inside = block.kind in _CONTINUING or doc.line(block.line)[:1].isspace()
    return is_item(doc, block) or (listed and inside)


def fixes(
    doc: Document, directives: Sequence[Directive], unused: Sequence[Collection[Span]]
) -> list[Fix | None]:
    """Return the fix of each finding, or None if its comments cannot be removed safely.

    ``unused`` are the places of each finding: those of names, and of an ``enable`` without names
    that ends nothing else. Findings that share a comment have the same fix.
    """
    gone = {place for places in unused for place in places}
    touched = [d for d in directives if d.span in gone or any(p in gone for _, p in d.names)]
    removed = {
        line
        for d in touched
        if gone.issuperset(place for _, place in d.names) and not any(_around(doc, d))
        for line in range(d.start_line, d.line + 1)
    }
    edits = {d.span: _edit(doc, d, gone, removed) for d in touched}
    groups: list[tuple[set[Span], list[int]]] = []
    for number, places in enumerate(unused):
        own = {span for span in edits if any(_holds(span, place) for place in places)}
        members = [number]
        for group in [group for group in groups if group[0] & own]:
            groups.remove(group)
            own |= group[0]
            members += group[1]
        groups.append((own, members))
    found: list[Fix | None] = [None] * len(unused)
    for own, members in groups:
        parts = [edits[span] for span in sorted(own)]
        if None not in parts:
            for number in members:
                found[number] = Fix(_apart(parts), safe=True, title="remove the unused suppression")
    return found


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _apart(parts: Iterable[Edit | None]) -> tuple[Edit, ...]:
    """Return edits without overlap: two comments may share the blank line between them."""
    found: list[Edit] = []
    for each in parts:
        if each is not None:
            (start, end), text = each
            first = max(start, found[-1].span.end) if found else start
            found.append(Edit(Span(first, end), text))
    return tuple(found)


def _edit(
    doc: Document, directive: Directive, gone: Collection[Span], removed: Collection[int]
) -> Edit | None:
    """Return the edit that removes the unused names of a comment, or all of it.

    ``removed`` are the lines of the comments that are removed whole.
    """
    kept = [written for written, place in directive.names if place not in gone]
    if kept:
        whole = Span(directive.names[0][1].start, directive.names[-1][1].end)
        return Edit(whole, ", ".join(kept))
    first, last = directive.start_line, directive.line
    if any(not doc.line(line).strip() for line in range(first, last)):
        return None  # its end is missing, and it has swallowed paragraphs
    before, after = _around(doc, directive)
    if before and not before.isspace():
        return _within_line(directive.span, before, after)
    return None if before or after.strip() else _lines(doc, first, last, removed)


def _around(doc: Document, directive: Directive) -> tuple[str, str]:
    """Return the rest of the lines of a comment."""
    (start, end), line = directive.span, directive.start_line
    return doc.text[doc.line_start(line) : start], doc.text[end : doc.line_end(directive.line)]


def _within_line(span: Span, before: str, after: str) -> Edit | None:
    """Return the edit for a comment after other text of its line, with the spaces before it."""
    spaces = len(before) - len(before.rstrip())
    # Not the only content of a list item; and nothing that is kept apart by the comment alone.
    if not any(map(str.isalpha, before)) or not (spaces or not after or after[0].isspace()):
        return None
    if spaces and after.strip() and not after[0].isspace():
        spaces = 0
    return Edit(Span(span.start - spaces, span.end), "")


def _lines(doc: Document, first: int, last: int, removed: Collection[int]) -> Edit | None:
    """Return the edit for a comment that takes up whole lines, or None if these may not go."""
    lines = doc.line_count - (not doc.line(doc.line_count - 1))
    upper, lower = first - 1, last + 1
    while upper in removed:
        upper -= 1
    while lower in removed:
        lower += 1
    above = upper >= 0 and bool(doc.line(upper).strip())
    below = lower < lines and bool(doc.line(lower).strip())
    if not _separable(doc, first, last, removed, above=above):
        return None
    start, end = doc.line_start(first), min(doc.line_end(last) + 1, len(doc.text))
    if lower >= lines:  # no blank line is left at the end
        while first > 0 and not doc.line(first - 1).strip():
            first -= 1
        start = doc.line_start(first)
    elif not above and not below and lower == last + 1:
        end = min(doc.line_end(lower) + 1, len(doc.text))
    elif above and below and upper == first - 1:
        end = doc.line_end(last)  # a blank line separates what the comment did
    return Edit(Span(start, end), "")


def _separable(
    doc: Document, first: int, last: int, removed: Collection[int], *, above: bool
) -> bool:
    """Return True if the blocks around whole lines are the same with a blank line between them."""
    previous, following, listed = None, None, False
    for block in doc.blocks:
        if block.line in removed and block.line != first and block.kind == "html":
            continue
        if block.last < first:
            previous = block
            listed = goes_on(doc, block, listed=listed)
        elif block.line > last:
            following = block
            break
        elif block.line < first or block.last > last:
            # In MDX the comment may begin a paragraph; elsewhere it is part of raw HTML.
            if block.kind != "paragraph" or above or block.line < first:
                return False
    if following is None:
        return True
    if previous is None:
        return following.kind != "break"  # it might begin front matter
    return not doc.line(following.line)[:1].isspace() and not (listed and is_item(doc, following))
