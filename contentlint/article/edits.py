"""Edits shared by several rules, and adjacent findings of a rule merged into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_on_line

_MOST_NAMED = 2


def remove_lines(doc: Document, first: int, last: int) -> Edit:
    """Return the edit that removes whole lines (from 0, ``last`` inclusive).

    If blank lines would meet, it removes one of them too, so that no gap remains. If a paragraph
    below would become part of the block above, it leaves a blank line.
    """
    blank_before = first == 0 or not doc.line(first - 1).strip()
    if blank_before and last + 1 < doc.line_count and not doc.line(last + 1).strip():
        last += 1
    start = doc.line_start(first)
    if last + 1 < doc.line_count:
        blank = "\n" if _would_join(doc, first - 1, last + 1) else ""
        return Edit(Span(start, doc.line_start(last + 1)), blank)
    # The last line has no line end: take the previous one.
    return Edit(Span(max(start - 1, 0), len(doc.text)), "")


def _would_join(doc: Document, above: int, below: int) -> bool:
    """Return True if the blocks of two lines would be one without the lines between them."""
    if above < 0 or doc.paragraphs == "line":
        return False
    first, second = block_on_line(doc, above), block_on_line(doc, below)
    if first is None or second is None or first == second:
        return False
    return second.kind == "paragraph" and first.kind in ("paragraph", "list_item", "quote")


def table_row(cells: Iterable[str]) -> str:
    """Return the line of a table with these cells, as Markdown writes it."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def delimiter_row(columns: int) -> str:
    """Return the line below the heading of a table with so many columns."""
    return table_row(["---"] * columns)


def joined(removals: Iterable[Edit]) -> tuple[Edit, ...]:
    """Merge removals of one fix, ascending, that share a line end at the end of the text."""
    found: list[Edit] = []
    for edit in sorted(removals):
        if found and edit.span.start < found[-1].span.end:
            start, end = found[-1].span
            found[-1] = Edit(Span(start, max(end, edit.span.end)), "")
        else:
            found.append(edit)
    return tuple(found)


FEWEST_MERGED = 4
"""Number of adjacent findings from which they are one."""
_MOST_RELATED = 10


def adjacent(doc: Document, findings: Iterable[Finding], gap: int) -> Iterator[list[Finding]]:
    """Group findings, given in order, with at most ``gap`` non-blank lines between one and the
    next."""
    stretch: list[Finding] = []
    last = 0
    for finding in findings:
        first = doc.line_at(max(finding.span.start, 0))
        # The difference of the lines bounds what must be counted, so that this stays linear.
        if stretch and sum(bool(line.strip()) for line in doc.lines[last + 1 : first]) > gap:
            yield stretch
            stretch = []
        stretch.append(finding)
        last = doc.line_at(max(finding.span.end - 1, finding.span.start, 0))
    if stretch:
        yield stretch


def merge_findings(findings: list[Finding], values: dict[str, object], title: str) -> Finding:
    """Merge findings into one at the place of the first, with the next ten related and the edits of
    all.

    Its fix is safe only if each finding has a safe fix.
    """
    edits: list[Edit] = []
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            # Two removals of neighbouring lines may take the same blank line.
            if not edits or edit.span.start >= edits[-1].span.end:
                edits.append(edit)
    safe = all(finding.fix is not None and finding.fix.safe for finding in findings)
    related = tuple(
        Related(finding.span, "also here") for finding in findings[1 : _MOST_RELATED + 1]
    )
    fix = Fix(tuple(edits), safe, title) if edits else None
    return Finding(findings[0].span, values, fix, related)


def one_per_line(doc: Document, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Merge the findings of a line, given in order, whose severity and fix are of one kind.

    ``found`` of the message names what they found, and ``more`` counts them.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        fix = finding.fix and (finding.fix.safe, finding.fix.title)
        key = doc.line_at(finding.span.start), finding.severity, fix
        groups.setdefault(key, []).append(finding)
    for group in groups.values():
        first = group[0]
        if len(group) == 1:
            yield first._replace(values={"more": "", **first.values})
        else:
            names = list(dict.fromkeys(str(finding.values["found"]) for finding in group))
            found = ", ".join(names[:_MOST_NAMED]) + ", …" * (len(names) > _MOST_NAMED)
            more = f" ({len(group)} places in the line)"
            values = {**first.values, "found": found, "more": more}
            title = first.fix.title if first.fix else ""
            yield merge_findings(group, values, title)._replace(severity=first.severity)


def runs_of_equal(text: str, offsets: Iterable[int]) -> Iterator[Span]:
    """Join ascending offsets of adjacent equal characters into spans."""
    start = end = -1
    for at in offsets:
        if at != end or text[at] != text[start]:
            if end > start:
                yield Span(start, end)
            start = at
        end = at + 1
    if end > start:
        yield Span(start, end)
