"""Runs the enabled rules on one document and returns its diagnostics."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import repeat

from contentlint import core
from contentlint.engine import directives, suppress
from contentlint.engine.render import (
    EVERYTHING,
    Examined,
    Found,
    Shown,
    position,
    prefilter_raised,
    raised,
    worded,
)
from contentlint.model.diagnostic import Collected, Edit, FileResult, Finding, Incomplete
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.rule import BoundRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Precedence = Sequence[Sequence[str]]
"""Chains of codes; where findings of one chain overlap, that with the earliest code remains."""


def lint(
    doc: Document,
    rules: Rules,
    precedence: Precedence | Chains,
    known: frozenset[str],
    shown: Shown = EVERYTHING,
    most: int = 0,
) -> FileResult:
    """Run every rule that can fire, then precedence, then suppressions.

    ``known`` holds every code and name that a suppression may name, whether its rule is on or not.
    Of more than ``most`` findings of a rule (0: any number) the first are kept, and the file is
    incomplete. A rule that raises is named in ``incomplete``; the others run.
    """
    return worded(doc, examine(doc, rules, precedence, known), shown, most)


def examine(
    doc: Document, rules: Rules, precedence: Precedence | Chains, known: frozenset[str]
) -> Examined:
    """Return the findings of the rules with their fixes; otherwise like ``lint``."""
    table = _table(rules)
    found, incomplete, ran = run(doc, table)
    if found:
        found = [
            (bound, _unsafe(finding) if _caps(bound, finding) else finding)
            for bound, finding in found
        ]
        if doc.source.damaged:
            found = [(bound, _careful(doc, finding)) for bound, finding in found]
    facts = collect(doc, table, incomplete)
    suppressed = 0
    if len(found) > 1:
        found = one_finding_per_defect(found, precedence)
    if doc.comments or doc.suppressions:
        found, facts, suppressed = _suppress(doc, found, facts, table.rules, ran, known)
    return Examined(found, facts, suppressed, incomplete)


def _caps(bound: BoundRule, finding: Finding) -> bool:
    """Return True if a checker marks a fix as safe and the stanza of the rule does not."""
    fix = finding.fix
    return fix is not None and fix.safe and bound.rule.fix == "unsafe"


def _unsafe(finding: Finding) -> Finding:
    assert finding.fix is not None
    return finding._replace(fix=finding.fix._replace(safe=False))


def _careful(doc: Document, finding: Finding) -> Finding:
    """Return a finding with an unsafe fix if that fix removes invalid bytes, whose meaning is
    unknown."""
    fix = finding.fix
    if fix is None or not fix.safe:
        return finding
    if all(_is_text(doc.text[max(e.span.start, 0) : e.span.end]) for e in fix.edits):
        return finding
    return _unsafe(finding)


def _is_text(piece: str) -> bool:
    if piece.isascii():
        return True
    try:
        piece.encode("utf-16-le")  # a sixth of the time of UTF-8, and as strict
    except UnicodeEncodeError:
        return False
    return True


class _Plan:
    """The rules that can fire in documents of one language."""

    def __init__(
        self,
        steps: list[BoundRule],
        gates: core.Gates,
        codes: frozenset[str],
        collectors: tuple[BoundRule, ...],
    ) -> None:
        self.steps = steps
        """A rule whose checker is loaded with its first document is replaced here then."""
        self.gates = gates
        """The gates of the steps."""
        self.codes = codes
        self.collectors = collectors
        """The rules that compare documents."""


class RuleTable:
    """Bound rules, and what is computed from them once per language."""

    def __init__(self, rules: Sequence[BoundRule]) -> None:
        self.rules = rules
        self._gates: core.Gates | None = None
        self._plans: dict[str, _Plan] = {}

    def plan(self, language: str) -> _Plan:
        """Return the rules that can fire in a document of a language."""
        found = self._plans.get(language)
        if found is None:
            rules = self.rules
            if self._gates is None:  # one millisecond, once for all languages
                self._gates = core.build_gates([b.needs for b in rules])
            able = [n for n, b in enumerate(rules) if not b.languages or language in b.languages]
            checked = [n for n in able if rules[n].check is not None]
            steps = [rules[n] for n in checked]
            found = self._plans[language] = _Plan(
                steps,
                core.some_gates(self._gates, checked),
                frozenset([b.rule.code for b in steps]),
                tuple([rules[n] for n in able if rules[n].collect is not None]),
            )
        return found


Rules: TypeAlias = "RuleTable | Sequence[BoundRule]"
"""For more than one document a table is faster."""


def _table(rules: Rules) -> RuleTable:
    return rules if isinstance(rules, RuleTable) else RuleTable(rules)


class Chains:
    """Chains of precedence, with the chains that each code is in."""

    def __init__(self, precedence: Precedence) -> None:
        self.precedence = precedence
        self._of: dict[str, int] = {}
        """One bit for each chain, by code."""
        for number, chain in enumerate(precedence):
            for code in chain:
                self._of[code] = self._of.get(code, 0) | 1 << number

    def shared(self, codes: set[str]) -> list[Sequence[str]]:
        """Return the chains that contain two or more of these codes, in order."""
        once = twice = 0
        for code in codes:
            chains = self._of.get(code, 0)
            twice |= once & chains
            once |= chains
        if not twice:
            return []
        return [chain for number, chain in enumerate(self.precedence) if twice >> number & 1]


def run(doc: Document, rules: Rules) -> tuple[list[Found], list[Incomplete], frozenset[str]]:
    """Return the findings of each rule; what raised, a rule or the prefilter; and the codes of the
    rules that could run."""
    found: list[Found] = []
    incomplete: list[Incomplete] = []
    plan = _table(rules).plan(doc.language)
    steps = plan.steps
    numbers: Sequence[int] = range(len(steps))
    try:
        numbers = core.started(doc, plan.gates)
    except Exception as error:  # a fault of the prefilter must not hide findings: all rules run
        incomplete.append(prefilter_raised(doc, error))
    for number in numbers:
        bound = steps[number]
        try:
            # By number: a name costs a look-up, here for twenty rules in each file.
            # One by one, to keep the findings of a rule before it raises: ``extend`` does.
            found.extend(zip(repeat(bound), bound[1](doc)))  # type: ignore[misc]
        except ConfigError:  # what several rules need is damaged: said once, for all files
            raise
        except Exception as error:  # a broken rule must not hide the findings of others
            incomplete.append(raised(doc, bound, error))
    return found, incomplete, plan.codes


def collect(doc: Document, rules: Rules, incomplete: list[Incomplete]) -> list[Collected]:
    """Return the facts of a document for the rules that compare documents; errors are appended to
    ``incomplete``."""
    facts: list[Collected] = []
    for bound in _table(rules).plan(doc.language).collectors:
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
                    start=f.span.start,
                    end=max(f.span.start, f.span.end),
                    value=f.value,
                )
                for f in bound.collect(doc)
            ]
        except Exception as error:  # as in ``run``
            incomplete.append(raised(doc, bound, error))
    return facts


def one_finding_per_defect(found: list[Found], precedence: Precedence | Chains) -> list[Found]:
    """Drop a finding that overlaps one of a rule earlier in the same chain of precedence.

    It is also dropped if the earlier finding has an edit inside it, because that finding may be at
    the first of many places.
    """
    chains = precedence if isinstance(precedence, Chains) else Chains(precedence)
    codes = [bound.rule.code for bound, _ in found]
    dropped: set[int] = set()
    for chain in chains.shared(set(codes)):
        earlier: list[Span] = []
        changed: list[Span] = []
        for code in chain:
            if code not in codes:
                continue
            here = [
                (index, _reach(found[index][1].span))
                for index, own in enumerate(codes)
                if own == code and index not in dropped
            ]
            union = _Union(earlier)
            changed.sort()
            dropped.update(
                index for index, span in here if union.meets(span) or _holds(span, changed)
            )
            earlier += [span for _, span in here]
            changed += [edit.span for index, _ in here for edit in _edits(found[index][1])]
    if not dropped:
        return found
    return [pair for index, pair in enumerate(found) if index not in dropped]


def _edits(finding: Finding) -> Sequence[Edit]:
    return finding.fix.edits if finding.fix is not None else ()


def _holds(span: Span, changed: Sequence[Span]) -> bool:
    """Return True if the first of some sorted spans that begins in a span lies in it."""
    at = bisect_left(changed, (span.start, span.start + 1))
    return at < len(changed) and changed[at].end <= span.end


def _reach(span: Span) -> Span:
    """Return a span of at least one code point, so that an insertion point overlaps the text around
    it."""
    return span if span.end > span.start else Span(span.start, span.start + 1)


class _Union:
    """Spans merged and sorted, for look-ups at a constant cost."""

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
        """Return True if a span shares a code point with one of them."""
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
    comments = directives.parse(doc)
    if not comments and not doc.suppressions:
        return found, facts, 0
    by_code = {bound.rule.code: bound for bound in rules}
    marks = [
        suppress.Mark(b.rule.code, b.rule.name, doc.line_at(max(f.span.start, 0))) for b, f in found
    ]
    marks += [suppress.Mark(f.code, by_code[f.code].rule.name, f.position.line - 1) for f in facts]
    names = {b.rule.name: b.rule.code for b in rules}
    outcome = suppress.apply(doc, comments, marks, ran, names, known)
    hides = outcome.hidden[: len(found)]
    kept = [pair for pair, hidden in zip(found, hides, strict=True) if not hidden]
    silent = outcome.hidden[len(found) :]
    facts = [f._replace(suppressed=hidden) for f, hidden in zip(facts, silent, strict=True)]
    for code, finding in outcome.findings:
        if code in by_code:
            careful = _careful(doc, finding) if doc.source.damaged else finding
            kept.append((by_code[code], careful))
    return kept, facts, sum(hides)
