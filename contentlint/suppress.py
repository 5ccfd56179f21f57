"""Suppression comments: ``<!-- contentlint-disable-next-line CODE, name: reason -->``.

Read in Markdown (``{/* */}`` in MDX); plain text has no comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span

_DIRECTIVE = re.compile(
    r"contentlint-(disable-next-line|disable-line|disable-file|disable|enable)(?![\w-])([^:]*)(:?)"
)
_NAME = re.compile(r"[^\s,]+")


class Directive(NamedTuple):
    action: str
    """``disable``, ``enable``, ``disable-line``, ``disable-next-line`` or ``disable-file``."""
    names: tuple[tuple[str, Span], ...]
    """Each code or name as written, and where."""
    span: Span
    line: int
    """The line (from 0) that the comment ends on."""
    start_line: int


class Mark(NamedTuple):
    """What of a finding decides whether it is suppressed."""

    code: str
    name: str
    line: int
    """From 0."""


class Outcome(NamedTuple):
    hidden: list[bool]
    """One for each mark, in order."""
    findings: list[tuple[str, Finding]]
    """SUP001, SUP002 and SUP003, with the code of each."""


def parse(doc: Document) -> list[Directive]:
    """The directives of a document, in order."""
    if "contentlint-" not in doc.text:
        return []
    directives = []
    for comment in doc.comments:
        body = doc.text[comment.start : comment.end]
        m = _DIRECTIVE.search(body)
        if not m or body[: m.start()].strip("<!-{/* \t\n"):
            continue
        # The comment's own end is no name.
        listed = m[2] if m[3] else re.sub(r"(?:--|\*/).*", "", m[2], flags=re.DOTALL)
        offset = comment.start + m.start(2)
        names = tuple(
            (n[0], Span(offset + n.start(), offset + n.end())) for n in _NAME.finditer(listed)
        )
        directives.append(
            Directive(
                m[1],
                names,
                comment,
                doc.line_at(comment.end - 1),
                doc.line_at(comment.start),
            )
        )
    return directives


class _Region(NamedTuple):
    code: str
    first: int
    last: int
    place: Span
    written: str


def apply(
    doc: Document,
    directives: Sequence[Directive],
    marks: Sequence[Mark],
    ran: set[str],
    names: Mapping[str, str],
    known: frozenset[str],
) -> Outcome:
    """Which marks are suppressed, and what is wrong with the directives themselves.

    A suppression counts as unused only if its rule was asked (``ran``): in a
    run of other rules nobody can tell. ``names`` maps the names of the rules
    that are on to their codes.
    """
    findings: list[tuple[str, Finding]] = []
    regions: list[_Region] = []
    open_ranges: dict[str, tuple[int, Span, str]] = {}
    last_line = len(doc.lines) - 1
    for d in directives:
        if not d.names:
            values = {"found": "no rule is named, so nothing is suppressed"}
            if d.action == "enable" and open_ranges:
                for code, (first, place, written) in open_ranges.items():
                    regions.append(_Region(code, first, d.start_line, place, written))
                open_ranges.clear()
            else:
                findings.append(("SUP002", Finding(d.span, values)))
            continue
        for written, place in d.names:
            if written not in known:
                values = {"found": f"there is no rule {written}"}
                findings.append(("SUP002", Finding(place, values)))
                continue
            code = names.get(written, written)
            if d.action == "disable-next-line":
                regions.append(_Region(code, d.line + 1, d.line + 1, place, written))
            elif d.action == "disable-line":
                regions.append(_Region(code, d.start_line, d.line, place, written))
            elif d.action == "disable-file":
                regions.append(_Region(code, 0, last_line, place, written))
            elif d.action == "disable":
                open_ranges.setdefault(code, (d.line, place, written))
            elif code in open_ranges:
                first, opened, name = open_ranges.pop(code)
                regions.append(_Region(code, first, d.start_line, opened, name))
            else:
                findings.append(("SUP001", Finding(place, {"found": written})))
    for code, (first, place, written) in open_ranges.items():
        regions.append(_Region(code, first, last_line, place, written))
        findings.append(("SUP003", Finding(place, {"found": written})))
    hidden, used = _hide(marks, regions)
    for index, region in enumerate(regions):
        if index not in used and region.code in ran:
            findings.append(("SUP001", Finding(region.place, {"found": region.written})))
    return Outcome(hidden, findings)


def _hide(marks: Sequence[Mark], regions: Sequence[_Region]) -> tuple[list[bool], set[int]]:
    by_code: dict[str, list[tuple[int, _Region]]] = {}
    for index, region in enumerate(regions):
        by_code.setdefault(region.code, []).append((index, region))
    used: set[int] = set()
    hidden = []
    for mark in marks:
        here = [
            index
            for index, region in by_code.get(mark.code, ())
            if region.first <= mark.line <= region.last
        ]
        used.update(here)
        hidden.append(bool(here))
    return hidden, used
