"""Counts what is in the tables of a scan, for the HTML page about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from contentlint.corpus import decide, duplicates, scan
from contentlint.corpus.limits import ANY, Limit, Limits
from contentlint.corpus.plan import Plan
from contentlint.corpus.reasons import sql as reason_of
from contentlint.corpus.results import Results
from contentlint.corpus.schemas import measure_column
from contentlint.corpus.sql import connected
from contentlint.corpus.sql_literals import quoted
from contentlint.model.diagnostic import SEVERITIES, Excerpt
from contentlint.report.html.corpus import (
    Bound,
    Cluster,
    Example,
    Group,
    Histogram,
    Overview,
    RuleCount,
)
from contentlint.text.measures.table import MEASURES

EXAMPLES = 20
"""Documents of each rule of which a finding is shown."""
_GROUPS = 100
"""Hosts, languages and reasons that are listed."""
_CLUSTERS = 30
_BINS = 40
_ENDS = (0.005, 0.995)
"""The quantiles between which a histogram is drawn."""


def overview(results: Results, made: Plan, limits: Limits) -> Overview:
    """Return what the page about a scan shows; ``limits`` are drawn in its histograms.

    Raises:
        ReadError: the folder lacks a table, or one is damaged.
    """
    reached = scan.status(results, made)
    with connected(results, made, ("documents", "findings"), copied=True) as connection:
        decided = _decisions(connection, results)
        documents, with_findings, findings = _row(
            connection,
            "select count(*), count(*) filter (n_findings > 0), coalesce(sum(n_findings), 0) "
            "from documents",
        )
        hosts = _row(connection, "select count(distinct coalesce(host, '')) from documents")[0]
        kept, undecided, reasons = None, 0, []
        if decided:
            kept, number = _row(
                connection, "select count(*) filter (keep), count(*) from decisions"
            )
            undecided = documents - number
            reasons = _groups(connection, _REASONS)
        copies, clusters = _copies(connection, results, made)
        listed = _groups(connection, _by("host"))
        return Overview(
            documents,
            with_findings,
            int(findings),
            _row(connection, "select count(*) from findings")[0],
            reached.tasks,
            reached.done,
            reached.statuses,
            reached.faults,
            _rules(connection, {b.rule.code: b.rule.name for b in made.checker().rules}),
            listed,
            max(0, hosts - len(listed)),
            _groups(connection, _by("language::varchar")),
            kept,
            reasons,
            _histograms(connection, limits.measures) if documents else (),
            copies,
            clusters,
            undecided,
        )


def _decisions(connection: duckdb.DuckDBPyConnection, results: Results) -> bool:
    """Make the view ``decisions``, and return True if something was decided."""
    there = results.exists(decide.NAME)
    source = (
        f"read_parquet({quoted(results.url(decide.NAME))})"
        if there
        else '(select null::varchar as task, null::bigint as "row", null::boolean as keep, '
        "null::varchar[] as reasons limit 0)"
    )
    connection.execute(f"create view all_decisions as select * from {source}")
    # Of tasks that are done, as everywhere: an option may have changed since.
    connection.execute(
        "create view decisions as select e.* from all_decisions e join plan using (task)"
    )
    return there


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] = connection.execute(query).fetchall()[0]
    return row


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = connection.sql(query).to_arrow_table().to_pylist()
    return found


_REASONS = f"""
    select reason as name, count(*) as documents, 0 as with_findings, 0 as findings,
        count(*) as dropped
    from (select unnest(reasons) as reason from decisions) group by all
    order by documents desc, name limit {_GROUPS}
"""


def _by(column: str) -> str:
    return f"""
        select coalesce(d.{column}, '') as name, count(*) as documents,
            count(*) filter (n_findings > 0) as with_findings,
            coalesce(sum(n_findings), 0)::bigint as findings,
            count(*) filter (not e.keep) as dropped
        from documents d left join decisions e on e.task = d.task and e."row" = d."row"
        group by 1 order by findings desc, documents desc, name limit {_GROUPS}
    """


def _groups(connection: duckdb.DuckDBPyConnection, query: str) -> list[Group]:
    return [Group(**row) for row in _rows(connection, query)]


def _rules(connection: duckdb.DuckDBPyConnection, names: Mapping[str, str]) -> list[RuleCount]:
    """Return the rules with findings, those of most documents first, each with its examples: of the
    documents with the smallest hashes of document and rule, the first finding."""
    connection.execute(
        """
        create table found as
        select *, hash(coalesce(doc_id, task || "row"), rule) as h from (
            select rule::varchar as rule, task, "row", any_value(doc_id) as doc_id, count(*) as n,
                max(severity) as severity,
                min(struct_pack(s := start, l := line, c := "column")) as place
            from findings group by 1, 2, 3)
        """
    )
    connection.execute(
        f"""
        create table drawn as select rule, unnest(min_by(
            struct_pack(task := task, "row" := "row", place := place, h := h),
            struct_pack(h := h, t := task, r := "row"), {EXAMPLES}), recursive := true)
        from found group by rule
        """
    )
    examples: dict[str, list[Example]] = {}
    for row in _rows(
        connection,
        """
        select g.rule, any_value(f.doc_id) as doc_id, any_value(d.url) as url,
            any_value(d.language::varchar) as language, g.l as line, g.c as "column",
            min_by(struct_pack(m := f.message, t := f.excerpt, s := f.excerpt_start,
                e := f.excerpt_end), f.message) as shown
        from drawn g
        join findings f on f.task = g.task and f."row" = g."row" and f.rule::varchar = g.rule
            and f.start = g.s and f.line = g.l and f."column" = g.c
        join documents d on d.task = g.task and d."row" = g."row"
        group by g.rule, g.task, g."row", g.h, g.l, g.c order by g.rule, g.h, g.task, g."row"
        """,
    ):
        rule = row.pop("rule")
        shown = row.pop("shown")
        texts = ("doc_id", "url", "language")
        given = row | {name: row[name] or "" for name in texts}
        given["message"] = shown["m"]
        cut = row["column"] - 1 > shown["s"]
        given["excerpt"] = Excerpt(shown["t"], shown["s"], shown["e"], cut, False)
        examples.setdefault(rule, []).append(Example(**given))
    return [
        RuleCount(
            row["rule"],
            names.get(row["rule"], ""),
            SEVERITIES[row["severity"]],
            row["documents"],
            row["findings"],
            examples.get(row["rule"], []),
        )
        for row in _rows(
            connection,
            """
            select rule, max(severity) as severity, count(*) as documents,
                sum(n)::bigint as findings
            from found group by rule order by documents desc, rule
            """,
        )
    ]


def _histograms(connection: duckdb.DuckDBPyConnection, limits: Sequence[Limit]) -> list[Histogram]:
    names = list(MEASURES)
    columns = {name: f'"{measure_column(name)}"' for name in names}
    asked = ", ".join(
        f"quantile_cont({c}, [{_ENDS[0]}, 0.5, {_ENDS[1]}]) "
        f"filter ({c} is not null and not isnan({c}))"
        for c in columns.values()
    )
    quantiles = _row(connection, f"select {asked} from documents")
    languages = {
        row["language"]
        for row in _rows(connection, "select distinct language::varchar as language from documents")
    }
    found = []
    for name, values in zip(names, quantiles, strict=True):
        if values is None:
            continue
        low, median, high = values
        bounds = _bounds(connection, [each for each in limits if each.name == name], languages)
        low, high = _ends(low, high, [value for bound in bounds for value in bound.values])
        bins = [0] * _BINS
        column = columns[name]
        for row in _rows(
            connection,
            f"""
            select greatest(0, least({_BINS - 1},
                floor(({column} - {low!r}) / {high - low!r} * {_BINS})))::int as bin, count(*) as n
            from documents where {column} is not null and not isnan({column}) group by 1
            """,
        ):
            bins[row["bin"]] = row["n"]
        found.append(Histogram(name, MEASURES[name].unit, low, high, bins, median, bounds))
    return found


def _ends(low: float, high: float, limits: Sequence[float]) -> tuple[float, float]:
    """Return the ends of a histogram, so that a limit that is not far away is seen."""
    span = high - low or 1.0
    near = [value for value in limits if low - span <= value <= high + span]
    low, high = min([low, *near]), max([high, *near])
    return low, high if high > low else low + 1.0


def _bounds(
    connection: duckdb.DuckDBPyConnection, limits: Sequence[Limit], languages: set[str]
) -> list[Bound]:
    """Return the limits of a measure that count for the languages of the documents."""
    found = []
    for limit in limits:
        values: dict[float, list[str]] = {}
        for language, value in limit.bounds.items():
            if language == ANY or language in languages:
                values.setdefault(float(value), []).append(language)
        if values:
            dropped = _row(connection, f"select count({reason_of(limit)}) from documents d")[0]
            found.append(Bound(limit.sign, values, dropped))
    return found


def _copies(
    connection: duckdb.DuckDBPyConnection, results: Results, made: Plan
) -> tuple[int | None, list[Cluster]]:
    if not duplicates.is_current(results, made):
        return None, []
    copies = quoted(results.url("duplicates", "copies.parquet"))
    number = _row(connection, f"select count(*) from read_parquet({copies}) where not first")[0]
    clusters = quoted(results.url("duplicates", "clusters.parquet"))
    rows = _rows(
        connection,
        f"""
        select rule, how, documents, hosts, coalesce(host, '') as host,
            coalesce(host_share, 0)::double as host_share, coalesce(doc_id, '') as doc_id,
            coalesce(note, '') as note
        from read_parquet({clusters}) order by documents desc, rule, hash limit {_CLUSTERS}
        """,
    )
    return number, [Cluster(**row) for row in rows]
