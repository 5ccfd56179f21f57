"""One document and the rules that are on, to the diagnostics of the document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from contentlint import escape, suppress
from contentlint.diagnostic import (
    NO_EXCERPT,
    SEVERITIES,
    Collected,
    Counts,
    Diagnostic,
    Excerpt,
    FileResult,
    Finding,
    Fix,
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
from contentlint.text import fingerprint, gating

Found = tuple[BoundRule, Finding]
Precedence = Sequence[Sequence[str]]
"""Chains of codes; where findings of one chain overlap, the earliest code stands."""

_LONGEST_FAULT = 160
_RANKS = {severity: n for n, severity in enumerate(SEVERITIES)}
# The constructor that a NamedTuple's own __new__ wraps in Python: half the time.
_new = tuple.__new__


def lint(
    doc: Document,
    rules: Sequence[BoundRule],
    precedence: Precedence,
    known: frozenset[str],
    *,
    least: str = "info",
    excerpts: int = 60,
    edits: bool = True,
    fingerprints: bool = True,
    most: int = 0,
) -> FileResult:
    """Run every rule that can fire, then precedence, then suppressions.

    ``known`` holds every code and name that a suppression may name, whether
    its rule is on or not. Findings below the severity ``least`` are counted
    and not put into words; ``excerpts`` is how many code points of the line
    are kept on each side of a fault, and without ``edits`` or ``fingerprints`` there are none
    of these. Of more than ``most`` findings of a rule
    (0: any number) the first are kept, and the file is incomplete. A rule that raises is named in
    ``incomplete``; the others run on.
    """
    return worded(
        doc,
        examine(doc, rules, precedence, known),
        least=least,
        excerpts=excerpts,
        edits=edits,
        fingerprints=fingerprints,
        most=most,
    )


def worded(
    doc: Document,
    examined: Examined,
    *,
    least: str = "info",
    excerpts: int = 60,
    edits: bool = True,
    fingerprints: bool = True,
    most: int = 0,
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
        grade = _RANKS[severity_of(bound, finding.severity)]
        counts[grade] += 1
        counts[3] += finding.fix is not None and finding.fix.safe
        if grade < lowest:
            continue
        try:
            one = diagnose(
                doc, bound, finding, excerpts=excerpts, edits=edits, fingerprints=fingerprints
            )
            diagnostics.append(one)
        except Exception as error:  # a span outside the text, a message not filled
            incomplete.append(_raised(doc, bound, error))
    if len(diagnostics) > 1:
        diagnostics.sort(key=Diagnostic.sort_key)
    return FileResult(
        doc.path,
        tuple(diagnostics),
        suppressed,
        tuple(dict.fromkeys(incomplete)),
        _new(Counts, tuple(counts)),
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
    if found and doc.source.damaged:
        found = [(bound, _careful(doc, finding)) for bound, finding in found]
    facts = collect(doc, rules, incomplete)
    suppressed = 0
    if len(found) > 1:
        found = one_finding_per_defect(found, precedence)
    if doc.comments:
        found, facts, suppressed = _suppress(doc, found, facts, rules, ran, known)
    return _new(Examined, (found, facts, suppressed, incomplete))


def _careful(doc: Document, finding: Finding) -> Finding:
    """A fix that takes away bytes that are no text is no safe one: nobody knows what they say."""
    fix = finding.fix
    if fix is None or not fix.safe:
        return finding
    if all(_is_text(doc.text[max(e.span.start, 0) : e.span.end]) for e in fix.edits):
        return finding
    return finding._replace(fix=fix._replace(safe=False))


def _is_text(piece: str) -> bool:
    if piece.isascii():
        return True
    try:
        piece.encode("utf-16-le")  # a sixth of the time of UTF-8, and as particular
    except UnicodeEncodeError:
        return False
    return True


class _Plan(NamedTuple):
    """The rules that can fire in documents of one language."""

    rules: Sequence[BoundRule]
    """Those it was made of; kept alive, so that their id stays theirs."""
    steps: tuple[BoundRule, ...]
    gates: gating.Gates
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
            gating.some(every, checked),
            frozenset(b.rule.code for b in steps),
            tuple(rules[n] for n in able if rules[n].collect is not None),
        )
    return found


_gates: dict[int, tuple[Sequence[BoundRule], gating.Gates]] = {}


def _every_gate(rules: Sequence[BoundRule]) -> gating.Gates:
    """The gates of a set of rules, whatever the language: they take a millisecond to make."""
    found = _gates.get(id(rules))
    if found is None:
        if len(_gates) >= _MOST_PLANS:
            _gates.clear()
        found = _gates[id(rules)] = rules, gating.build([b.anchors for b in rules])
    return found[1]


def run(
    doc: Document, rules: Sequence[BoundRule]
) -> tuple[list[Found], list[Incomplete], frozenset[str]]:
    """The findings of each rule; what raised; and the codes of the rules that were asked."""
    found: list[Found] = []
    incomplete: list[Incomplete] = []
    plan = _plan(rules, doc.language)
    for number in gating.started(doc, plan.gates):
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
    dropped: set[int] = set()
    for chain in _chains_of({bound.rule.code for bound, _ in found}, precedence):
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
    if not dropped:
        return found
    return [pair for index, pair in enumerate(found) if index not in dropped]


_places: dict[int, tuple[Precedence, dict[str, list[int]]]] = {}
"""By the id of what is kept beside it: the chains in which a code stands."""


def _chains_of(codes: set[str], precedence: Precedence) -> list[Sequence[str]]:
    """The chains that hold two of these codes or more, in order."""
    if len(codes) < 2:
        return []
    known = _places.get(id(precedence))
    if known is None:
        if len(_places) >= _MOST_PLANS:
            _places.clear()
        known = _places[id(precedence)] = precedence, {}
        for number, chain in enumerate(precedence):
            for code in chain:
                known[1].setdefault(code, []).append(number)
    once: set[int] = set()
    twice: set[int] = set()
    for code in codes:
        for number in known[1].get(code, ()):
            (twice if number in once else once).add(number)
    return [precedence[number] for number in sorted(twice)]


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
    doc: Document,
    bound: BoundRule,
    finding: Finding,
    *,
    excerpts: int = 60,
    edits: bool = True,
    fingerprints: bool = True,
) -> Diagnostic:
    """A finding in the words and positions that people read."""
    rule = bound.rule
    span = finding.span
    place = position(doc, span)
    line = place[0] - 1
    related: tuple[ReportedRelated, ...] = ()
    if finding.related:
        related = tuple(
            [ReportedRelated(position(doc, r.span), r.message) for r in finding.related]
        )
    return _new(
        Diagnostic,
        (
            doc.path,
            place,
            rule.code,
            rule.name,
            severity_of(bound, finding.severity),
            _message(rule.message, finding.values),
            None if finding.fix is None else _reported(doc, finding.fix, line, edits),
            related,
            _excerpt(doc, span, line, excerpts) if excerpts else NO_EXCERPT,
            _known_by(doc, finding, line) if fingerprints else "",
        ),
    )


def _reported(doc: Document, fix: Fix, line: int, wanted: bool) -> ReportedFix:
    """``wanted``: the edits too, most of which are on a line (from 0)."""
    edits, safe, title = fix
    # One outside the text is said to be, whoever asks.
    if not wanted and all(at[0] >= -1 and max(at) <= len(doc.text) for at, _ in edits):
        edits = ()
    told = tuple([_new(TextEdit, (position(doc, at, line), text)) for at, text in edits])
    return _new(ReportedFix, (safe, title, told))


def _message(message: str, values: Mapping[str, object]) -> str:
    if not values:
        return message.format() if "{" in message or "}" in message else message
    shown: dict[str, object] = {}
    for key, value in values.items():
        shown[key] = escape.quote(value) if isinstance(value, str) else value
    return message.format(**shown)


_COMPARED = 400
"""Code points of the fault, and of its line, that a fingerprint is made of."""
_NO_PLACE = fingerprint.digits("")
"""Of a finding about the document as a whole."""


def _known_by(doc: Document, finding: Finding, line: int) -> str:
    """The fingerprint of the fault and the line it begins on, white space aside."""
    if finding.whole:
        return _NO_PLACE
    span = finding.span
    start = max(span[0], 0)
    fault = doc.text[start : min(max(span[1], start), start + _COMPARED)]
    said = " ".join(fault.split()) + "\n" + " ".join(doc.lines[line][:_COMPARED].split())
    return fingerprint.digits(said)


def position(doc: Document, span: Span, near: int = 0) -> Position:
    """The 1-based range of a span; it is found faster on the line ``near`` (from 0)."""
    start, end = span
    if end < start:
        end = start
    first = doc.line_start(near)
    if first <= start and end <= first + len(doc.lines[near]):
        line, column = near + 1, start - first + 1
        return _new(Position, (line, column, line, column + end - start))
    line, column = doc.position(start)
    # Nearly all end on the line that they begin on.
    if start >= 0 and end <= doc.line_start(line - 1) + len(doc.lines[line - 1]):
        return _new(Position, (line, column, line, column + end - start))
    end_line, end_column = doc.position(end)
    return _new(Position, (line, column, end_line, end_column))


def _excerpt(doc: Document, span: Span, line: int, context: int) -> Excerpt:
    """The first line of the fault, with at most ``context`` code points on each side."""
    start = max(span[0], 0)
    first = doc.line_start(line)
    last = first + len(doc.lines[line])
    end = min(max(span[1], start), last)
    shown_end = min(end, start + _LONGEST_FAULT)
    a = max(first, start - context)
    b = min(last, shown_end + context)
    return _new(Excerpt, (doc.text[a:b], start - a, shown_end - a, a > first, b < last))
