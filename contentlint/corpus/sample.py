"""Draws documents of a scan for people to judge, the same ones in every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import duckdb

from contentlint._util.translation import gettext as _
from contentlint.corpus.decide import NAME
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.corpus.rows import again
from contentlint.corpus.sql import connected
from contentlint.corpus.sql_literals import quoted
from contentlint.model.errors import ConfigError

STRATA = ("host", "language", "reason", "rule")
_CHARS = 5_000
"""The most code points of a text in a sample."""


class Wanted(NamedTuple):
    """Which documents are drawn."""

    number: int = 50
    rule: str = ""
    """Only documents with a finding of this rule."""
    reason: str = ""
    """Only documents with a reason that begins like this."""
    kept: bool | None = None
    """True for documents that are kept, False for those that are dropped."""
    strata: tuple[str, ...] = ()
    """Some of ``STRATA``: as many documents of each value as of any other, as far as there are."""
    seed: int = 0


def draw(results: Results, made: Plan, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Yield the documents of a sample in the order of the plan.

    Each has ``doc_id``, ``url``, ``language``, ``text``, ``reasons``, ``findings`` (rule, line,
    column, message, and ``start`` and ``end`` in the text, in code points from 0), and an empty
    ``verdict`` and ``why`` for the reader. The text is as it was checked: ``\\n`` ends a line, and
    there is no byte-order mark.

    Raises:
        ConfigError: decisions are asked for, and there are none.
        ReadError: a file of the corpus cannot be read again.
    """
    chosen = _chosen(results, made, wanted)
    by_task: dict[str, dict[int, dict[str, Any]]] = {}
    for row in chosen:
        by_task.setdefault(row["task"], {})[row["row"]] = row
    for task in made.tasks:
        rows = by_task.get(task.id)
        if not rows:
            continue
        at, last = 0, max(rows)
        for batch in again(task.part, task.columns):
            for index in range(batch.num_rows):
                if at + index in rows:
                    yield _document(rows[at + index], batch["text"][index].as_py() or "")
            at += batch.num_rows
            if at > last:
                break


def _document(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return {
        "doc_id": row["doc_id"],
        "task": row["task"],
        "row": row["row"],
        "url": row["url"],
        "language": row["language"],
        "text": text[:_CHARS],
        "cut": len(text) > _CHARS,
        "reasons": row["reasons"] or [],
        "findings": row["findings"] or [],
        "verdict": "",
        "why": "",
    }


def _chosen(results: Results, made: Plan, wanted: Wanted) -> list[dict[str, Any]]:
    """Return the documents of a sample with their reasons and their first findings."""
    with connected(results, made, ("documents", "findings")) as connection:
        _add_decisions(connection, results, wanted)
        conditions = ["true"]
        if wanted.rule:
            own = f'select shard, "row" from findings where rule = {quoted(wanted.rule)}'
            conditions.append(f'(d.shard, d."row") in ({own})')
        if wanted.reason:
            start = quoted(wanted.reason)
            conditions.append(f"len(list_filter(reasons, lambda r: starts_with(r, {start}))) > 0")
        if wanted.kept is not None:
            conditions.append("keep" if wanted.kept else "not keep")
        strata = ", ".join(_COLUMNS[name] for name in wanted.strata) or "true"
        # The findings of all documents do not fit into memory: only those of the chosen are listed.
        rarest = _RAREST if "rule" in wanted.strata else _NO_RAREST
        connection.execute(
            f"""
            create table chosen as with rarest as ({rarest}),
            d as (select d.*, e.keep, e.reasons, e.filter_reason, rarest.rule,
                hash(coalesce(d.doc_id, d.task || d."row") || {wanted.seed}) as h
                from documents d
                left join decisions e on e.task = d.task and e."row" = d."row"
                left join rarest on rarest.shard = d.shard and rarest."row" = d."row"),
            ranked as (select task, shard, "row", doc_id, url, reasons,
                language::varchar as language,
                row_number() over (partition by {strata} order by h, shard, "row") as place, h
                from d where {" and ".join(conditions)})
            select * from ranked order by place, h, shard, "row" limit {wanted.number}
            """
        )
        found = connection.sql(
            """
            with f as (select shard, "row", list(struct_pack(rule := rule::varchar, line := line,
                "column" := "column", "start" := start, "end" := "end", message := message)
                order by start)[1:20] findings
                from findings semi join chosen using (shard, "row") group by shard, "row")
            select task, "row", doc_id, url, language, reasons, findings
            from chosen left join f using (shard, "row")
            """
        )
        rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
        return rows


def _add_decisions(connection: duckdb.DuckDBPyConnection, results: Results, wanted: Wanted) -> None:
    """Add the view ``decisions``, which is empty where nothing was decided.

    Raises:
        ConfigError: decisions are asked for, and there are none.
    """
    asks = wanted.reason or wanted.kept is not None or "reason" in wanted.strata
    if results.exists(NAME):
        source = f"select * from read_parquet({quoted(results.url(NAME))})"
    elif asks:
        raise ConfigError(
            _("{folder}: has no decisions; run {command}").format(
                folder=results.address, command="`contentlint corpus decide`"
            )
        )
    else:
        source = (
            "select null::varchar as task, null::bigint as row, null::boolean as keep, "
            "null::varchar as filter_reason, null::varchar[] as reasons limit 0"
        )
    connection.execute(f"create view decisions as {source}")


_RAREST = """select shard, "row", arg_min(rule::varchar, (documents, rule::varchar)) as rule
    from findings join (select rule, count(distinct (shard, "row")) as documents
        from findings group by rule) using (rule) group by shard, "row"
"""
"""For each document with findings, the rule that has the fewest documents."""
_NO_RAREST = 'select null::int as shard, null::bigint as "row", null::varchar as rule limit 0'
_COLUMNS = {
    "host": "host",
    "language": "language",
    "reason": "regexp_replace(filter_reason, '[<>].*', '')",
    "rule": "rule",
}
