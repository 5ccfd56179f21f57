"""Decides which documents of a scan are kept, from its tables: nothing is scanned again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from contentlint._util.translation import gettext as _
from contentlint.corpus import duplicates, reasons
from contentlint.corpus.limits import Limits
from contentlint.corpus.plan import Plan
from contentlint.corpus.reasons import COPY
from contentlint.corpus.results import Results
from contentlint.corpus.sql import connected
from contentlint.corpus.sql_literals import quoted
from contentlint.model.errors import ConfigError

DECISIONS = pa.schema(
    [
        ("task", pa.string()),
        ("row", pa.int64()),
        ("doc_id", pa.string()),
        ("keep", pa.bool_()),
        ("filter_reason", pa.string()),  # the first one, as datatrove gives it
        ("reasons", pa.list_(pa.string())),
    ]
)
"""One row for each document."""
NAME = "decisions.parquet"


class Decided(NamedTuple):
    """How many documents are kept, and why others are not."""

    documents: int
    kept: int
    reasons: tuple[tuple[str, int], ...]
    """Documents by reason, most frequent first; a document may have several."""


def run(results: Results, made: Plan, limits: Limits, name: str = NAME) -> Decided:
    """Write the table of decisions into the folder of a scan.

    Raises:
        ConfigError: copies are to be dropped, and other documents were compared than there are now.
        ReadError: the folder lacks tables that the limits need.
    """
    there = limits.copies and results.exists("duplicates", "copies.parquet")
    if there and not duplicates.is_current(results, made):
        raise ConfigError(
            _(
                "{folder}: its documents have changed since they were compared; run {command}"
            ).format(folder=results.address, command="`contentlint corpus duplicates`")
        )
    counts: Counter[str] = Counter()
    documents = kept = 0
    with (
        connected(results, made, ("documents", "findings")) as connection,
        results.new_table(name, DECISIONS) as table,
    ):
        for batch in _decided(connection, results, limits):
            table.add(batch)
            documents += batch.num_rows
            kept += batch["keep"].true_count
            counts.update(batch["reasons"].flatten().to_pylist())
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Decided(documents, kept, tuple(ordered))


def _decided(
    connection: duckdb.DuckDBPyConnection, results: Results, limits: Limits
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of ``DECISIONS`` in the order of the plan."""
    copies = results.url("duplicates", "copies.parquet") if limits.copies else ""
    if copies and results.exists("duplicates", "copies.parquet"):
        connection.execute(
            f"create table copies as select * from read_parquet({quoted(copies)}) where not first"
        )
    else:
        connection.execute('create table copies (task varchar, "row" bigint)')
    rules = f"[{', '.join(map(quoted, limits.findings))}]::varchar[]"
    copy = f"case when c.task is not null then {quoted(COPY)} end"
    all_reasons = ", ".join([*reasons.sql_of_all(limits), copy])
    found = connection.sql(
        f"""
        with f as (select task, "row", histogram(rule::varchar) as counts from findings
            where list_contains({rules}, rule::varchar) group by task, "row"),
        r as (select d.shard, d.task, d."row", d.doc_id,
            list_filter([{all_reasons}], lambda x: x is not null) as reasons
            from documents d
            left join f on f.task = d.task and f."row" = d."row"
            left join copies c on c.task = d.task and c."row" = d."row")
        select task, "row", doc_id, len(reasons) = 0 as keep, reasons[1] filter_reason, reasons
        from r order by shard, "row"
        """
    )
    for batch in pa.RecordBatchReader.from_stream(found):
        yield batch.cast(DECISIONS)


def decisions(results: Results, name: str = NAME) -> list[dict[str, Any]]:
    """Return the rows of the table of decisions; none if it was not written."""
    if not results.exists(name):
        return []
    rows: list[dict[str, Any]] = results.table(results.path(name)).to_pylist()
    return rows
