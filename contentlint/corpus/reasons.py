"""Why a document is dropped: the same comparisons in SQL over tables, and over one row.

Every limit is a list of comparisons that all have to hold. A new kind of condition is one more
comparison in ``_comparisons``, and both forms have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from contentlint._util.translation import marked
from contentlint.corpus.limits import ANY, Limit, Limits
from contentlint.corpus.schemas import measure_column
from contentlint.corpus.sql_literals import quoted

EMPTY = marked("empty")
COPY = marked("copy of another document")
_OPERATORS = {"<": lt, ">": gt, "<=": le, ">=": ge}


class _Comparison(NamedTuple):
    """A comparison of a value of a document with a bound; it does not hold if one is missing."""

    name: str
    sign: str
    bounds: Mapping[str, float]
    of_findings: bool = False


def _comparisons(limit: Limit) -> list[_Comparison]:
    """Return what has to hold for a document that a limit drops."""
    found = [_Comparison(limit.name, limit.sign, limit.bounds, limit.of_findings)]
    if limit.also:
        found.append(_Comparison(limit.also, limit.sign, limit.bounds))
    if limit.min_words > 0:
        found.append(_Comparison("words", ">=", {ANY: limit.min_words}))
    if limit.max_words < float("inf"):
        found.append(_Comparison("words", "<=", {ANY: limit.max_words}))
    return found


def sql(limit: Limit) -> str:
    """Return an expression that is the reason of a limit to drop a document, or null.

    It reads the table of documents as ``d`` and, for a limit of findings, a map from rules to
    their number as ``f.counts``.
    """
    conditions = " and ".join(map(_condition, _comparisons(limit)))
    start = quoted(f"{limit.name} {limit.sign} ")
    return f"case when {conditions} then {start} || format('{{:.15g}}', {_bound(limit.bounds)}) end"


def _condition(comparison: _Comparison) -> str:
    beyond = f"{comparison.sign} {_bound(comparison.bounds)}"
    if comparison.of_findings:
        return f"map_extract(f.counts, {quoted(comparison.name)})[1] {beyond}"
    column = f'd."{measure_column(comparison.name)}"'
    return f"not isnan({column}) and {column} {beyond}"  # NaN is the largest number of DuckDB


def _bound(bounds: Mapping[str, float]) -> str:
    other = repr(float(bounds[ANY])) if ANY in bounds else "null"
    cases = [
        f"when {quoted(language)} then {float(value)!r}"
        for language, value in bounds.items()
        if language != ANY
    ]
    if not cases:
        return f"{other}::double"
    return f"(case d.language {' '.join(cases)} else {other} end)::double"


def sql_of_all(limits: Limits) -> list[str]:
    """Return the expressions of all reasons that a document has by itself, in their order."""
    return [
        f"case when d.status = 'empty' then {quoted(EMPTY)} end",
        "case when d.status like 'error%' then d.status end",
        *map(sql, limits.all()),
    ]


def of_document(
    limits: Limits, document: Mapping[str, Any], counts: Mapping[str, int]
) -> Iterator[str]:
    """Yield the reasons of ``sql_of_all`` for a row of the table of documents, and its number of
    findings by rule."""
    status = document["status"]
    if status == "empty":
        yield EMPTY
    if status.startswith("error"):
        yield status
    for limit in limits.all():
        if all(_holds(each, document, counts) for each in _comparisons(limit)):
            yield f"{limit.name} {limit.sign} {_of_language(limit.bounds, document):.15g}"


def _holds(comparison: _Comparison, document: Mapping[str, Any], counts: Mapping[str, int]) -> bool:
    name = comparison.name
    value = counts.get(name) if comparison.of_findings else document[measure_column(name)]
    bound = _of_language(comparison.bounds, document)
    if value is None or bound is None:
        return False
    holds: bool = _OPERATORS[comparison.sign](value, bound)
    return holds


def _of_language(bounds: Mapping[str, float], document: Mapping[str, Any]) -> float | None:
    return bounds.get(document["language"] or ANY, bounds.get(ANY))
