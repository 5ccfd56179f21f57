"""One document and the rules that are on, to the diagnostics of the document."""

from __future__ import annotations

from bisect import bisect_left
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
    diagnostics = []
    for bound, finding in found:
        try:
            diagnostics.append(diagnose(doc, bound, finding))
        except Exception as error:  # a span outside the text, a message not filled
            incomplete.append(_raised(doc, bound, error))
    diagnostics.sort(key=Diagnostic.sort_key)
    return FileResult(doc.path, tuple(diagnostics), suppressed, tuple(dict.fromkeys(incomplete)))


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
            # One by one: what a rule has found before it raises is not lost.
            for finding in bound.check(doc, bound.options):
                found.append((bound, finding))  # noqa: PERF401
        except Exception as error:  # a broken rule must not hide what the others find
            incomplete.append(_raised(doc, bound, error))
    return found, incomplete, ran


def _raised(doc: Document, bound: BoundRule, error: Exception) -> Incomplete:
    reason = escape.quote(f"the rule raised {type(error).__name__}: {error}", 200)
    return Incomplete(doc.path, reason, bound.rule.code)


def one_finding_per_defect(found: list[Found], precedence: Precedence) -> list[Found]:
    """Drop a finding that overlaps one of a rule earlier in the same chain of precedence."""
    if len(found) < 2:
        return found
    codes = {bound.rule.code for bound, _ in found}
    dropped: set[int] = set()
    for chain in precedence:
        if sum(code in codes for code in chain) < 2:
            continue
        earlier: list[Span] = []
        for code in chain:
            here = [
                (index, _reach(finding.span))
                for index, (bound, finding) in enumerate(found)
                if bound.rule.code == code and index not in dropped
            ]
            union = _Union(earlier)
            dropped.update(index for index, span in here if union.meets(span))
            earlier += [span for _, span in here]
    return [pair for index, pair in enumerate(found) if index not in dropped]


def _reach(span: Span) -> Span:
    """An insertion point overlaps what it stands in: give it one code point."""
    return span if span.end > span.start else Span(span.start, span.start + 1)


class _Union:
    """Spans merged and sorted, so that a look-up costs the same however many there are."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(end, self.ends[-1])
            else:
                self.starts.append(start)
                self.ends.append(end)

    def meets(self, span: Span) -> bool:
        """Whether a span shares a code point with one of them."""
        last = bisect_left(self.starts, span.end) - 1
        return last >= 0 and self.ends[last] > span.start


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
