"""Grouping: consecutive lines with one cause are one finding.

A converted page has hundreds of lines of chrome. Four or more of them on consecutive lines, not
counting blank lines, are reported once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentlint.article.boilerplate.placement import is_over_links, removal
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding, Fix, Related
from contentlint.model.document import Document, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

LEAST: Final = 4
"""Number of consecutive lines from which they are one finding."""
_MOST_RELATED: Final = 10


def findings(
    doc: Document, hits: Iterable[Hit], least: int = LEAST, *, may_introduce: bool = False
) -> list[Finding]:
    """Return the findings of a rule, in the order of the text.

    ``least`` is the number of lines from which they are grouped; 0 groups nothing.
    ``may_introduce`` is True if a line may introduce the links below it; then the line is not
    removed alone.
    """
    found = _findings(doc, [*hits], least)
    return [_keep_introduction(doc, finding) for finding in found] if may_introduce else found


def _keep_introduction(doc: Document, finding: Finding) -> Finding:
    """Return a finding without its fix if it introduces links."""
    if finding.fix is not None:
        start, end = finding.span
        if is_over_links(doc, doc.line_at(start), doc.line_at(end)):
            return finding._replace(fix=None)
    return finding


def doubtful(finding: Finding) -> Finding:
    """Return a finding with an unsafe fix."""
    if finding.fix is None:
        return finding
    return finding._replace(fix=finding.fix._replace(safe=False))


def _findings(doc: Document, hits: list[Hit], least: int) -> list[Finding]:
    if len(hits) > 1:
        hits.sort(key=lambda hit: hit.first)
    if not least or sum([hit.last - hit.first + 1 for hit in hits]) < least:
        return [_single(doc, hit) for hit in hits]
    found: list[Finding] = []
    for run in _runs(doc, hits):
        lines = [
            line for hit in run for line in range(hit.first, hit.last + 1) if doc.line(line).strip()
        ]
        if len(lines) < least:
            found += [_single(doc, hit) for hit in run]
        else:
            found.append(_group(doc, run, lines))
    return found


def _runs(doc: Document, hits: list[Hit]) -> Iterator[list[Hit]]:
    """Group hits with nothing but blank lines between them."""
    run: list[Hit] = []
    for hit in hits:
        if run and has_text(doc, run[-1].last + 1, hit.first):
            yield run
            run = []
        run.append(hit)
    yield run


def has_text(doc: Document, first: int, after: int) -> bool:
    """Return True if one of the lines from ``first`` up to ``after`` is not blank."""
    return any(doc.line(line).strip() for line in range(first, after))


def _span(doc: Document, first: int, last: int) -> Span:
    """Return the span from the first to the last character of lines, without the white space around
    them."""
    above, below = doc.line(first), doc.line(last)
    start = doc.line_start(first) + len(above) - len(above.lstrip())
    return Span(start, doc.line_start(last) + len(below.rstrip()))


def _single(doc: Document, hit: Hit) -> Finding:
    fix = removal(doc, hit.first, hit.last, safe=hit.safe)
    shown = [doc.line(line).strip() for line in range(hit.first, hit.last + 1)]
    values = {"found": " ".join(filter(None, shown))}
    return Finding(_span(doc, hit.first, hit.last), values, fix, (), hit.severity)


def _group(doc: Document, run: list[Hit], lines: list[int]) -> Finding:
    first, last = run[0].first, run[-1].last
    severities = {hit.severity for hit in run}
    severity = next((s for s in (None, "warning", "info") if s in severities), None)
    found = (
        f"{len(lines)} lines between lines {first + 1} and {last + 1}, "
        f"the first: {doc.line(first).strip()}"
    )
    related = tuple(
        Related(_span(doc, line, line), "also here") for line in lines[1 : _MOST_RELATED + 1]
    )
    fix = _removal(doc, run)
    return Finding(_span(doc, first, last), {"found": found}, fix, related, severity)


def _removal(doc: Document, run: list[Hit]) -> Fix | None:
    """Return the fix that removes a run as a whole; None if one of its lines could not be removed
    alone."""
    safe = all(hit.safe for hit in run)
    for hit in run:
        one = removal(doc, hit.first, hit.last, safe=safe)
        if one is None:
            return None
        safe = one.safe
    return removal(doc, run[0].first, run[-1].last, safe=safe)
