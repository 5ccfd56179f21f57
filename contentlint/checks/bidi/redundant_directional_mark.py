"""Directional marks (LRM, RLM, ALM) that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import named
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import one_per_line, remove_lines
from contentlint.core import invisibles
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.queries import block_at
from contentlint.text.bidi.redundant_marks import EDGE, may_be_removed

if TYPE_CHECKING:
    from contentlint.text.bidi.redundant_marks import Proof

_MARKS = frozenset("\u200e\u200f\u061c")
_MARK = lazy_regex.compile("[\u200e\u200f\u061c]+")
_UNSEEN = MARK + "\u200e\u200f\u061c"
_NEAR = 16


class Options(NamedTuple):
    keep_edge_marks: bool = False
    """Do not report marks at the beginning or end of a paragraph, because the text may be
    embedded in another one."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.BIDI,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.fact(invisibles).isdisjoint(_MARKS):
        return
    yield from one_per_line(doc, _redundant(doc, options))


def _redundant(doc: Document, options: Options) -> Iterator[Finding]:
    # Imported here because most documents have no mark.
    from contentlint.text.bidi.paragraphs import paragraph
    from contentlint.text.bidi.redundant_marks import Proof

    proof = Proof(doc)
    span = Span(0, 0)
    runs: list[Span] = []
    for m in _MARK.finditer(doc.prose):
        if m.start() >= span.end:
            yield from _in_paragraph(doc, span, runs, options, proof)
            span, runs = paragraph(doc, m.start()), []
        runs.append(Span(*m.span()))
    yield from _in_paragraph(doc, span, runs, options, proof)


def _in_paragraph(
    doc: Document, span: Span, runs: list[Span], options: Options, proof: Proof
) -> Iterator[Finding]:
    if not runs:
        return
    if not doc.text[span.start : span.end].strip(EDGE):
        yield from _alone(doc, span, runs)
        return
    found: list[int] = []
    for at in proof.redundant(span, _candidates(doc, span, runs, options)):
        if found and at > found[-1] + 1:
            yield _finding(doc, found)
            found = []
        found.append(at)
    if found:
        yield _finding(doc, found)


def _finding(doc: Document, found: list[int], edit: Edit | None = None) -> Finding:
    span = Span(found[0], found[-1] + 1)
    marks = dict.fromkeys(doc.text[at] for at in found)
    fix = Fix((edit or Edit(span, ""),), True, "remove it")
    severity = "info" if _is_meant(doc, span) else None
    return Finding(span, {"found": ", ".join(map(named, marks))}, fix, (), severity)


def _is_meant(doc: Document, span: Span) -> bool:
    """Return True if the mark keeps a foreign word, a number or a sign in order, as writers of
    right-to-left text do in case it is needed."""
    line = doc.lines[doc.line_at(span.start)]
    if doc.direction != "rtl" and not any(map(_is_right_to_left, line)):
        return False
    before = doc.prose[max(span.start - _NEAR, 0) : span.start].rstrip(_UNSEEN)[-1:]
    after = doc.prose[span.end : span.end + _NEAR].lstrip(_UNSEEN)[:1]
    return any(
        char.strip() and char != "|" and not _is_right_to_left(char) for char in (before, after)
    )


def _is_right_to_left(char: str) -> bool:
    return "\u0590" <= char <= "\u08ff"


def _alone(doc: Document, span: Span, runs: list[Span]) -> Iterator[Finding]:
    """Return the span of a line that consists of marks, to be removed whole; other rules report
    empty cells and items."""
    block = block_at(doc, span.start)
    if block is not None and block.kind == "paragraph":
        edit = remove_lines(doc, doc.line_at(span.start), doc.line_at(span.end))
        yield _finding(doc, [runs[0].start, runs[-1].end - 1], edit)


def _candidates(doc: Document, span: Span, runs: list[Span], options: Options) -> list[int]:
    if options.keep_edge_marks:
        text = doc.prose[span.start : span.end]
        first = span.end - len(text.lstrip(EDGE))
        last = span.start + len(text.rstrip(EDGE))
        runs = [run for run in runs if first <= run.start < last]
    return [at for run in runs if may_be_removed(doc, run) for at in range(*run)]
