"""A fix as people see it: what stands there, and what would."""

from __future__ import annotations

from unicodedata import bidirectional

from contentlint._util.escape import excerpt, visible
from contentlint._util.style import Style, many
from contentlint.engine import render
from contentlint.model.diagnostic import Edit, Finding
from contentlint.model.document import Document, Span
from contentlint.model.rule import BoundRule

_CONTEXT = 40
"""Code points shown before and behind a change, within its lines."""
_LONGEST = 200
"""Code points of a change that are shown."""
_MOST_EDITS = 3
"""Changes of one fix that are shown."""


def shown(doc: Document, bound: BoundRule, finding: Finding, which: str, style: Style) -> str:
    """A fix with its rule and place, and each side of its changes; ``which`` counts the fixes."""
    d = render.diagnose(doc, bound, finding, excerpts=0)
    fix = finding.fix
    assert fix is not None
    place = style.place(f"{visible(d.path)}:{d.position.line}:{d.position.column}")
    lines = [
        f"{style.bold(place)}: {style.severity(d.severity)} {style.bold(d.code)} {d.name}"
        f" {style.dim(f'({which})')}",
        f"  {style.sentence(d.message, d.quoted)}",
    ]
    for edit in fix.edits[:_MOST_EDITS]:
        mark = _direction(doc, edit) if style.isolate else ""
        old, new = (style.isolated(mark + side) for side in _sides(doc, edit, style))
        lines += [f"  - {old}", f"  + {new}"]
    if len(fix.edits) > _MOST_EDITS:
        lines.append(f"  and {many(len(fix.edits) - _MOST_EDITS, 'more change')}")
    title = style.sentence(fix.title, known=d.values())
    lines.append(f"  {'safe' if fix.safe else 'UNSAFE'} fix: {title}")
    return "\n" + "\n".join(lines) + "\n"


def _direction(doc: Document, edit: Edit) -> str:
    """LRM or RLM, as the line of a change runs: a piece of it may begin in the other script."""
    line = doc.line_span(doc.line_at(max(edit.span.start, 0)))
    kinds = map(bidirectional, doc.text[line.start : line.end])
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return {"": "", "L": "\u200e"}.get(strong, "\u200f")


def _sides(doc: Document, edit: Edit, style: Style) -> tuple[str, str]:
    """The text around a change, before and after, with what changes marked."""
    start, end = max(edit.span.start, 0), edit.span.end
    first, last = doc.line_span(doc.line_at(start)), doc.line_span(doc.line_at(end))
    lead = _context(doc, Span(max(first.start, start - _CONTEXT), start))
    tail = _context(doc, Span(end, min(last.end, end + _CONTEXT)))
    if start - _CONTEXT > first.start:
        lead = "…" + lead
    if end + _CONTEXT < last.end:
        tail += "…"
    old = doc.text[start:end] if edit.span.start >= 0 else "\ufeff"
    return (
        f"{lead}{style.fault(_change(old))}{tail}",
        f"{lead}{style.fault(_change(edit.text))}{tail}",
    )


def _context(doc: Document, span: Span) -> str:
    return excerpt(doc.text[span.start : span.end].replace("\t", " "))


def _change(text: str) -> str:
    """What changes, its invisible characters named: they may be all of it."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    return visible(text)
