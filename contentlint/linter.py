"""One document and the rules that are on, to the diagnostics of the document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from contentlint import escape, suppress
from contentlint.diagnostic import (
    NO_EXCERPT,
    Collected,
    Counts,
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
from contentlint.errors import LimitError
from contentlint.records import NamedTuple
from contentlint.rule import BoundRule
from contentlint.text import fingerprint, gates

Found = tuple[BoundRule, Finding]
Precedence = Sequence[Sequence[str]]
"""Chains of codes; where findings of one chain overlap, the earliest code stands."""

_LONGEST_FAULT = 160


def lint(
    doc: Document,
    rules: Sequence[BoundRule],
    precedence: Precedence,
    known: frozenset[str],
    *,
    least: str = "info",
    excerpts: int = 60,
    most: int = 0,
) -> FileResult:
    """Run every rule that can fire, then precedence, then suppressions.

    ``known`` holds every code and name that a suppression may name, whether
    its rule is on or not. Findings below the severity ``least`` are counted
    and not put into words; ``excerpts`` is how many code points of the line
    are kept on each side of a fault. Of more than ``most`` findings of a rule
    (0: any number) the first are kept, and the file is incomplete. A rule that raises is named in
    ``incomplete``; the others run on.
    """
    examined = examine(doc, rules, precedence, known)
    return worded(doc, examined, least=least, excerpts=excerpts, most=most)


def worded(
    doc: Document, examined: Examined, *, least: str = "info", excerpts: int = 60, most: int = 0
) -> FileResult:
    """What was found by ``examine``, as ``lint`` says it."""
    found, facts, suppressed, incomplete = examined
    incomplete = [*incomplete]
    if 0 < most < len(found):
        found = _limited(doc, found, most, incomplete)
    if not found and not incomplete and not facts:
        return FileResult(doc.path, (), suppressed, (), language=doc.language)
    diagnostics = []
    counts = [0, 0, 0, 0]
    lowest = rank(least)
    for bound, finding in found:
        grade = rank(severity_of(bound, finding.severity))
        counts[grade] += 1
        counts[3] += finding.fix is not None and finding.fix.safe
        if grade < lowest:
            continue
        try:
            diagnostics.append(diagnose(doc, bound, finding, excerpts=excerpts))
        except Exception as error:  # a span outside the text, a message not filled
            incomplete.append(_raised(doc, bound, error))
    diagnostics.sort(key=Diagnostic.sort_key)
    return FileResult(
        doc.path,
        tuple(diagnostics),
        suppressed,
        tuple(dict.fromkeys(incomplete)),
        Counts(*counts),
        tuple(facts),
        doc.language,
    )


def _limited(
    doc: Document, found: list[Found], most: int, incomplete: list[Incomplete]
) -> list[Found]:
    """At most ``most`` findings of each rule; what is left out is said in ``incomplete``."""
    counts: dict[str, int] = {}
    kept = []
    for pair in found:
        code = pair[0].rule.code
        counts[code] = counts.get(code, 0) + 1
        if counts[code] <= most:
            kept.append(pair)
    for code, n in counts.items():
        if n > most:
            reason = f"{n} findings, {n - most} more than --max-findings"
            incomplete.append(Incomplete(doc.path, reason, code))
    return kept


class Examined(NamedTuple):
    """What the rules say of a document, before it is put into words and positions."""

    found: list[Found]
    facts: list[Collected]
    suppressed: int
    incomplete: list[Incomplete]


def examine(
    doc: Document, rules: Sequence[BoundRule], precedence: Precedence, known: frozenset[str]
) -> Examined:
    """As ``lint``, without diagnostics: the findings themselves, with their fixes."""
    found, incomplete, ran = run(doc, rules)
    facts = collect(doc, rules, incomplete)
    suppressed = 0
    if len(found) > 1:
        found = one_finding_per_defect(found, precedence)
    if doc.comments:
        found, facts, suppressed = _suppress(doc, found, facts, rules, ran, known)
    return Examined(found, facts, suppressed, incomplete)


class _Plan(NamedTuple):
    """The rules that can fire in documents of one language."""

    rules: Sequence[BoundRule]
    """Those it was made of; kept alive, so that their id stays theirs."""
    steps: tuple[BoundRule, ...]
    gates: gates.Gates
    """Those of the steps."""
    codes: frozenset[str]
    collectors: tuple[BoundRule, ...]
    """Those that compare documents."""


_plans: dict[tuple[int, str], _Plan] = {}
_MOST_PLANS = 256


def _plan(rules: Sequence[BoundRule], language: str) -> _Plan:
    """Made once for a set of rules and a language, not once a file."""
    key = (id(rules), language)
    found = _plans.get(key)
    if found is None:
        every = _every_gate(rules)
        able = [n for n, b in enumerate(rules) if not b.languages or language in b.languages]
        checked = [n for n in able if rules[n].check is not None]
        steps = tuple(rules[n] for n in checked)
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        found = _plans[key] = _Plan(
            rules,
            steps,
            gates.some(every, checked),
            frozenset(b.rule.code for b in steps),
            tuple(rules[n] for n in able if rules[n].collect is not None),
        )
    return found


_gates: dict[int, tuple[Sequence[BoundRule], gates.Gates]] = {}


def _every_gate(rules: Sequence[BoundRule]) -> gates.Gates:
    """The gates of a set of rules, whatever the language: they take a millisecond to make."""
    found = _gates.get(id(rules))
    if found is None:
        if len(_gates) >= _MOST_PLANS:
            _gates.clear()
        found = _gates[id(rules)] = rules, gates.build([b.anchors for b in rules])
    return found[1]


def run(
    doc: Document, rules: Sequence[BoundRule]
) -> tuple[list[Found], list[Incomplete], frozenset[str]]:
    """The findings of each rule; what raised; and the codes of the rules that were asked."""
    found: list[Found] = []
    incomplete: list[Incomplete] = []
    plan = _plan(rules, doc.language)
    for number in gates.started(doc, plan.gates):
        bound = plan.steps[number]
        try:
            # One by one: what a rule has found before it raises is not lost.
            for finding in bound.check(doc, bound.options):  # type: ignore[misc]
                found.append((bound, finding))  # noqa: PERF401
        except Exception as error:  # a broken rule must not hide what the others find
            incomplete.append(_raised(doc, bound, error))
    return found, incomplete, plan.codes


def collect(
    doc: Document, rules: Sequence[BoundRule], incomplete: list[Incomplete]
) -> list[Collected]:
    """What the rules that compare documents take from this one; what raised is appended."""
    facts: list[Collected] = []
    for bound in _plan(rules, doc.language).collectors:
        assert bound.collect is not None
        try:
            facts += [
                Collected(
                    bound.rule.code,
                    doc.path,
                    position(doc, f.span),
                    f.keys,
                    f.note,
                    suppressed=False,
                )
                for f in bound.collect(doc, bound.options)
            ]
        except Exception as error:  # as above
            incomplete.append(_raised(doc, bound, error))
    return facts


def _raised(doc: Document, bound: BoundRule, error: Exception) -> Incomplete:
    if isinstance(error, LimitError):
        return Incomplete(doc.path, str(error), bound.rule.code)
    reason = escape.quote(f"the rule raised {type(error).__name__}: {error}", 200)
    return Incomplete(doc.path, reason, bound.rule.code)


def one_finding_per_defect(found: list[Found], precedence: Precedence) -> list[Found]:
    """Drop a finding that overlaps one of a rule earlier in the same chain of precedence."""
    codes = {bound.rule.code for bound, _ in found}
    dropped: set[int] = set()
    for chain in precedence:
        if len(codes.intersection(chain)) < 2:
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
    facts: list[Collected],
    rules: Sequence[BoundRule],
    ran: frozenset[str],
    known: frozenset[str],
) -> tuple[list[Found], list[Collected], int]:
    directives = suppress.parse(doc)
    if not directives:
        return found, facts, 0
    by_code = {bound.rule.code: bound for bound in rules}
    marks = [
        suppress.Mark(b.rule.code, b.rule.name, doc.line_at(max(f.span.start, 0))) for b, f in found
    ]
    marks += [suppress.Mark(f.code, by_code[f.code].rule.name, f.position.line - 1) for f in facts]
    names = {b.rule.name: b.rule.code for b in rules}
    outcome = suppress.apply(doc, directives, marks, ran, names, known)
    hides = outcome.hidden[: len(found)]
    kept = [pair for pair, hidden in zip(found, hides, strict=True) if not hidden]
    silent = outcome.hidden[len(found) :]
    facts = [f._replace(suppressed=hidden) for f, hidden in zip(facts, silent, strict=True)]
    for code, finding in outcome.findings:
        if code in by_code:
            kept.append((by_code[code], finding))
    return kept, facts, sum(hides)


def severity_of(bound: BoundRule, lowered: str | None) -> str:
    """The severity of a finding that asks for a lower one than its rule's, or for none.

    What the user set for the rule replaces both.
    """
    severity = bound.severity
    if lowered is not None and not bound.severity_is_fixed and rank(lowered) < rank(severity):
        return lowered
    return severity


def diagnose(
    doc: Document, bound: BoundRule, finding: Finding, *, excerpts: int = 60
) -> Diagnostic:
    """A finding in the words and positions that people read."""
    rule = bound.rule
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
        severity_of(bound, finding.severity),
        rule.message.format(**values),
        fix,
        tuple(ReportedRelated(position(doc, r.span), r.message) for r in finding.related),
        _excerpt(doc, finding.span, excerpts) if excerpts else NO_EXCERPT,
        _fingerprint(doc, finding),
    )


_COMPARED = 400
"""Code points of the fault, and of its line, that a fingerprint is made of."""


def _fingerprint(doc: Document, finding: Finding) -> str:
    """Of the fault and the line it begins on, white space aside."""
    if finding.whole:
        return f"{fingerprint.key(''):016x}"
    span = finding.span
    start = max(span.start, 0)
    line = doc.lines[doc.line_at(start)][:_COMPARED]
    fault = doc.text[start : min(max(span.end, start), start + _COMPARED)]
    said = f"{' '.join(fault.split())}\n{' '.join(line.split())}"
    return f"{fingerprint.key(said):016x}"


def position(doc: Document, span: Span) -> Position:
    """The 1-based range of a span."""
    return Position(*doc.position(span.start), *doc.position(max(span.end, span.start)))


def _excerpt(doc: Document, span: Span, context: int) -> Excerpt:
    """The first line of the fault, with at most ``context`` code points on each side."""
    start = max(span.start, 0)
    whole = doc.line_span(doc.line_at(start))
    end = min(max(span.end, start), whole.end)
    shown_end = min(end, start + _LONGEST_FAULT)
    a = max(whole.start, start - context)
    b = min(whole.end, shown_end + context)
    return Excerpt(doc.text[a:b], start - a, shown_end - a, a > whole.start, b < whole.end)
