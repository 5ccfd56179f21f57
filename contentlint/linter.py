"""One document and the rules that are on, to the diagnostics of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contentlint import escape, suppress
from contentlint.diagnostic import (
    Diagnostic,
    Excerpt,
    FileResult,
    Finding,
    Incomplete,
    Position,
    ReportedFix,
    ReportedRelated,
    TextEdit,
    rank,
)
from contentlint.document import Document, Span
from contentlint.rule import BoundRule

Found = tuple[BoundRule, Finding]
Precedence = Sequence[Sequence[str]]
"""Chains of codes; where findings of one chain overlap, the earliest code stands."""

_CONTEXT = 60
"""Code points of an excerpt kept on each side of the fault."""
_LONGEST_FAULT = 160


def lint(
    doc: Document, rules: Sequence[BoundRule], precedence: Precedence, known: frozenset[str]
) -> FileResult:
    """Run every rule that can fire, then precedence, then suppressions.

    ``known`` holds every code and name that a suppression may name, whether
    its rule is on or not. A rule that raises is named in ``incomplete``; the
    others run on.
    """
    found, incomplete, ran = run(doc, rules)
    found = one_finding_per_defect(found, precedence)
    found, suppressed = _suppress(doc, found, rules, ran, known)
    diagnostics = sorted((diagnose(doc, *pair) for pair in found), key=Diagnostic.sort_key)
    return FileResult(doc.path, tuple(diagnostics), suppressed, tuple(incomplete))


def run(
    doc: Document, rules: Iterable[BoundRule]
) -> tuple[list[Found], list[Incomplete], set[str]]:
    """The findings of each rule; what raised; and the codes of the rules that were asked."""
    found: list[Found] = []
    incomplete: list[Incomplete] = []
    ran: set[str] = set()
    text, language = doc.text, doc.language
    present: dict[str, bool] = {}
    for bound in rules:
        if bound.languages and language not in bound.languages:
            continue
        ran.add(bound.rule.code)
        if bound.anchors:
            for anchor in bound.anchors:
                seen = present.get(anchor)
                if seen is None:
                    seen = present[anchor] = anchor in text
                if seen:
                    break
            else:
                continue
        try:
            found.extend([(bound, finding) for finding in bound.check(doc, bound.options)])
        except Exception as error:  # a broken rule must not hide what the others find
            reason = f"{type(error).__name__}: {error}"
            incomplete.append(Incomplete(doc.path, escape.quote(reason, 200), bound.rule.code))
    return found, incomplete, ran


def one_finding_per_defect(found: list[Found], precedence: Precedence) -> list[Found]:
    """Drop a finding that overlaps one of a rule earlier in the same chain of precedence."""
    if len(found) < 2:
        return found
    codes = {bound.rule.code for bound, _ in found}
    dropped: set[int] = set()
    for chain in precedence:
        here = [code for code in chain if code in codes]
        if len(here) < 2:
            continue
        order = {code: i for i, code in enumerate(here)}
        spans: list[tuple[Span, int]] = []
        later: list[tuple[int, Span, int]] = []
        for index, (bound, finding) in enumerate(found):
            grade = order.get(bound.rule.code)
            if grade is not None and index not in dropped:
                spans.append((_reach(finding.span), grade))
                later.append((index, _reach(finding.span), grade))
        spans.sort()
        for index, span, grade in later:
            if grade and _covered(spans, span, grade):
                dropped.add(index)
    return [pair for index, pair in enumerate(found) if index not in dropped]


def _reach(span: Span) -> Span:
    """An insertion point overlaps what it stands in: give it one code point."""
    return span if span.end > span.start else Span(span.start, span.start + 1)


def _covered(spans: list[tuple[Span, int]], span: Span, grade: int) -> bool:
    return any(
        other.start < span.end and span.start < other.end and other_grade < grade
        for other, other_grade in spans
    )


def _suppress(
    doc: Document,
    found: list[Found],
    rules: Sequence[BoundRule],
    ran: set[str],
    known: frozenset[str],
) -> tuple[list[Found], int]:
    if not doc.comments:
        return found, 0
    directives = suppress.parse(doc)
    if not directives:
        return found, 0
    by_code = {bound.rule.code: bound for bound in rules}
    marks = [
        suppress.Mark(b.rule.code, b.rule.name, doc.line_at(max(f.span.start, 0))) for b, f in found
    ]
    names = {b.rule.name: b.rule.code for b in rules}
    outcome = suppress.apply(doc, directives, marks, ran, names, known)
    kept = [pair for pair, hidden in zip(found, outcome.hidden, strict=True) if not hidden]
    for code, finding in outcome.findings:
        if code in by_code:
            kept.append((by_code[code], finding))
    return kept, sum(outcome.hidden)


def diagnose(doc: Document, bound: BoundRule, finding: Finding) -> Diagnostic:
    """A finding in the words and positions that people read."""
    rule = bound.rule
    severity = bound.severity
    if (
        finding.severity is not None
        and not bound.severity_is_fixed
        and rank(finding.severity) < rank(severity)
    ):
        severity = finding.severity
    values = {
        key: escape.quote(value) if isinstance(value, str) else value
        for key, value in finding.values.items()
    }
    fix = None
    if finding.fix is not None:
        edits = tuple(TextEdit(position(doc, e.span), e.text) for e in finding.fix.edits)
        fix = ReportedFix(finding.fix.safe, finding.fix.title, edits)
    return Diagnostic(
        doc.path,
        position(doc, finding.span),
        rule.code,
        rule.name,
        severity,
        rule.message.format(**values),
        fix,
        tuple(ReportedRelated(position(doc, r.span), r.message) for r in finding.related),
        _excerpt(doc, finding.span),
    )


def position(doc: Document, span: Span) -> Position:
    """The 1-based range of a span."""
    return Position(*doc.position(span.start), *doc.position(max(span.end, span.start)))


def _excerpt(doc: Document, span: Span) -> Excerpt:
    """The first line of the fault, cut so that one screen line holds it."""
    start = max(span.start, 0)
    whole = doc.line_span(doc.line_at(start))
    end = min(max(span.end, start), whole.end)
    shown_end = min(end, start + _LONGEST_FAULT)
    a = max(whole.start, start - _CONTEXT)
    b = min(whole.end, shown_end + _CONTEXT)
    return Excerpt(doc.text[a:b], start - a, shown_end - a, a > whole.start, b < whole.end)
