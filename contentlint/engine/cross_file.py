"""Rules that compare documents: from the facts of all files to findings in some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from contentlint._util import TYPE_CHECKING, escape
from contentlint.engine.messages import filled
from contentlint.engine.render import severity_of
from contentlint.model.diagnostic import (
    NO_EXCERPT,
    Collected,
    Counts,
    Diagnostic,
    FileResult,
    Incomplete,
    Match,
    ReportedRelated,
    rank,
)
from contentlint.model.rule import BoundRule

if TYPE_CHECKING:
    from contentlint.engine.wording import Wording

MOST_RELATED = 10
"""Other places that a finding lists; its message counts the rest."""

RulesOf = Callable[[FileResult], Sequence[BoundRule]]
"""Maps a file to the rules that its configuration enables."""


def compare(
    results: Sequence[FileResult], rules_of: RulesOf, least: str, wording: Wording | None = None
) -> list[FileResult]:
    """Return the results in the same order, with the findings of rules that compare their facts.

    The options of a rule are those of the first file with facts for it; the severity of a finding
    is that of the rule in the configuration of its own file. ``least`` is as in ``render.Shown``;
    ``wording`` translates the findings.
    """
    by_code: dict[str, list[Collected]] = {}
    by_path = {result.path: result for result in results}
    for result in results:
        for fact in result.facts:
            by_code.setdefault(fact.code, []).append(fact)
    added: dict[str, list[Diagnostic]] = {}
    counts: dict[str, Counts] = {}
    broken: dict[str, list[Incomplete]] = {}
    for code, facts in sorted(by_code.items()):
        facts.sort(key=lambda fact: (fact.path, fact.position))
        bound = _bound(rules_of(by_path[facts[0].path]), code)
        assert bound.compare is not None
        try:
            for match in bound.compare(facts, len(results)):
                path = match.at.path
                found = _diagnose(match, _bound(rules_of(by_path[path]), code), wording)
                grade = rank(found.severity)
                counted = Counts(*(int(grade == level) for level in range(3)))
                counts[path] = counts.get(path, Counts()).plus(counted)
                if grade >= rank(least):
                    added.setdefault(path, []).append(found)
        except Exception as error:  # a broken rule must not hide the findings of others
            reason = escape.quote(f"the rule raised {type(error).__name__}: {error}", 200)
            broken.setdefault(facts[0].path, []).append(Incomplete(facts[0].path, reason, code))
    return [
        result._replace(
            diagnostics=_sorted((*result.diagnostics, *added.get(result.path, ()))),
            counts=result.counts.plus(counts.get(result.path, Counts())),
            incomplete=(*result.incomplete, *broken.get(result.path, ())),
            facts=(),
        )
        for result in results
    ]


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=Diagnostic.sort_key))


def _bound(rules: Sequence[BoundRule], code: str) -> BoundRule:
    return next(bound for bound in rules if bound.rule.code == code)


def _diagnose(match: Match, bound: BoundRule, wording: Wording | None) -> Diagnostic:
    template, values, related = bound.rule.message, match.values, match.related
    if wording is not None:
        template, values = wording.message(bound.rule, values)
        related = tuple((at, wording.related(bound.rule, text)) for at, text in related)
    message, quoted = filled(template, values)
    return Diagnostic(
        match.at.path,
        match.at.position,
        bound.rule.code,
        bound.rule.name,
        severity_of(bound, match.severity),
        message,
        None,
        tuple(
            ReportedRelated(other.position, message, other.path)
            for other, message in related[:MOST_RELATED]
        ),
        NO_EXCERPT,
        f"{match.at.keys[0]:016x}",
        quoted,
        match.at.start,
        match.at.end,
    )
