"""Compares the documents of a scan: exact and near copies, and texts that many documents share.

What ``engine.cross_file`` finds in memory is found here in tables, in buckets of hashes, for any
number of documents. Documents have the order of the plan: the tasks, and the rows in each.
"""

from __future__ import annotations

import tempfile
from binascii import a2b_base64
from collections.abc import Sequence
from math import ceil
from typing import IO, Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from contentlint._util.digest import digest_of
from contentlint._util.translation import gettext as _
from contentlint.core import BANDS, shared
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.corpus.scan import committed
from contentlint.corpus.sql import connected
from contentlint.corpus.sql_literals import quoted
from contentlint.engine.cross_file import MOST_RELATED
from contentlint.model.errors import ConfigError
from contentlint.model.rule import BoundRule
from contentlint.text.similarity.pairs import MOST, groups

ARTICLE = "DUP009"
"""The rule about copies of whole documents."""
_NEAR = 5_000
"""Candidates that are decided at once: each takes some kilobytes."""
_DOCUMENT = [
    ("shard", pa.int32()),
    ("row", pa.int64()),
    ("doc_id", pa.string()),
    ("line", pa.int32()),
    ("column", pa.int32()),
]
CLUSTERS = pa.schema(
    [
        ("rule", pa.string()),
        ("how", pa.string()),  # "the same", or "almost the same"
        ("hash", pa.uint64()),  # the smallest of its texts
        ("documents", pa.int64()),
        ("hosts", pa.int64()),  # 0 without addresses
        ("host", pa.string()),  # the one with most of them
        ("host_documents", pa.int64()),
        ("host_share", pa.float32()),  # of all documents of that host
        ("note", pa.string()),
        *_DOCUMENT,  # the last document, where check reports it
        ("related", pa.list_(pa.struct(_DOCUMENT))),  # the first others
    ]
)
"""One row for each text that is in several documents, or nearly."""
COPIES = pa.schema(
    [("task", pa.string()), ("row", pa.int64()), ("cluster", pa.uint64()), ("first", pa.bool_())]
)
"""One row for each document that has a copy, exact or near; those that are not ``first`` can be
dropped."""
_COMPARED = b"contentlint.compared"
"""The key, in the metadata of the tables, of a digest of the tasks that were compared."""


class Resources(NamedTuple):
    """How much of the machine is used."""

    buckets: int = 16
    memory: str = "600MB"
    threads: int = 2


class Found(NamedTuple):
    """What was found, by rule."""

    clusters: dict[str, int]
    documents: int
    """Documents that have a copy and are not the first of their cluster."""


def run(
    results: Results, made: Plan, rules: Sequence[BoundRule], resources: Resources | None = None
) -> Found:
    """Write ``duplicates/clusters.parquet`` and ``duplicates/copies.parquet``.

    ``rules`` are the rules that compare documents, as the scan had them.

    Raises:
        ConfigError: none of them compares documents.
    """
    rules = [bound for bound in rules if bound.collect is not None]
    if not rules:
        raise ConfigError(
            _("the scan has no rules that compare documents; select DUP009 or DUP010")
        )
    resources = resources or Resources()
    compared = _digest(results, made)
    with (
        tempfile.TemporaryDirectory(prefix="contentlint-") as scratch,
        connected(
            results,
            made,
            ("facts", "documents"),
            memory=resources.memory,
            threads=resources.threads,
            copied=True,
        ) as connection,
    ):
        tables = _Tables(connection, resources.buckets, f"{scratch}/texts.duckdb")
        clusters: list[pa.Table] = []
        copies = COPIES.empty_table()
        for bound in rules:
            code = bound.rule.code
            if code == ARTICLE:
                found, copies = tables.articles(bound)
            else:
                found = tables.texts(bound)
            clusters.append(found)
    ordered = pa.concat_tables(clusters).sort_by(
        [("rule", "ascending"), ("documents", "descending"), ("hash", "ascending")]
    )
    for name, table in (("clusters", ordered), ("copies", copies)):
        _save(results, name, table.replace_schema_metadata({_COMPARED: compared}))
    counts = {bound.rule.code: 0 for bound in rules}
    for row in ordered.group_by("rule").aggregate([([], "count_all")]).to_pylist():
        counts[row["rule"]] = row["count_all"]
    firsts = sum(copies["first"].to_pylist())
    return Found(counts, copies.num_rows - firsts)


def _digest(results: Results, made: Plan) -> bytes:
    """Return a digest of the tasks that are done, in their order."""
    return digest_of("\n".join(committed(results, made)).encode()).encode()


def is_current(results: Results, made: Plan) -> bool:
    """Return True if the documents that the scan has now are those that ``run`` compared."""
    if not results.exists("duplicates", "copies.parquet"):
        return False
    with results.open(results.path("duplicates", "copies.parquet")) as file:
        known = (pq.read_schema(file).metadata or {}).get(_COMPARED)
    return bool(known == _digest(results, made))


def _save(results: Results, name: str, table: pa.Table) -> None:
    def save(file: IO[bytes]) -> None:
        pq.write_table(table, file, compression="zstd")

    results.write(f"duplicates/{name}.parquet", save)


def least(bound: BoundRule, documents: int) -> int:
    """Return the number of documents in which a text has to occur."""
    options = bound.rule.options
    files = options.get("min-files", options.get("min_files", 2))
    share = options.get("min-share", options.get("min_share", 0.0))
    return max(int(files), ceil(documents * float(share)), 2)


class _Tables:
    """The tables of a scan in DuckDB."""

    def __init__(self, sql: duckdb.DuckDBPyConnection, buckets: int, file: str) -> None:
        """Write the texts to a new file, because each bucket reads all of them."""
        self._sql = sql
        self._buckets = buckets
        sql.execute(f"attach {quoted(file)} as disk")
        sql.execute(
            'create table disk.texts as select f.task, f.shard, f."row", f.doc_id, f.rule, f.hash, '
            'f.line, f."column", f.note, d.host from facts f '
            'left join documents d on d.task = f.task and d."row" = f."row"'
        )
        sql.execute(
            "create table hosts as select host, count(*) as documents from documents "
            "where host is not null group by host"
        )
        (count,) = self._one("select count(*) from documents")
        self._documents = int(count)

    def _one(self, query: str) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._sql.execute(query).fetchall()[0]  # a result left open blocks
        return row

    def _table(self, query: str) -> pa.Table:
        return self._sql.sql(query).to_arrow_table()

    def texts(self, bound: BoundRule) -> pa.Table:
        """Return the clusters of a rule that compares texts by their hash."""
        code, enough = bound.rule.code, least(bound, self._documents)
        members = f"select hash as cluster, hash from disk.texts where rule = '{code}'"
        return self._clusters(code, enough, "the same", members)

    def articles(self, bound: BoundRule) -> tuple[pa.Table, pa.Table]:
        """Return the clusters of copies of documents, and the documents in them."""
        options = bound.rule.options
        near = bool(options.get("near", False))
        threshold = float(options.get("threshold", 0.8))
        groups = self._near(threshold) if near else []
        rows = [(min(group), h) for group in groups for h in group]
        columns = [pa.array([row[n] for row in rows], pa.uint64()) for n in range(2)]
        self._sql.register("alike", pa.table(columns, ["cluster", "hash"]))
        same = (
            "select hash as cluster, hash from disk.texts "
            f"where rule = '{ARTICLE}' and hash not in (select hash from alike)"
        )
        found = pa.concat_tables(
            [
                self._clusters(ARTICLE, 2, "almost the same", "select cluster, hash from alike"),
                self._clusters(ARTICLE, 2, "the same", same),
            ]
        )
        self._sql.register("found", found.select(["hash"]))
        copies = self._table(
            "with one as (select distinct task, shard, row, coalesce(a.cluster, f.hash) as cluster "
            f"from disk.texts f left join alike a using (hash) where rule = '{ARTICLE}') "
            "select task, row, cluster, row_number() over (partition by cluster order by shard, "
            "row) = 1 as first from one where cluster in (select hash from found) "
            "order by shard, row"
        )
        return found, copies.cast(COPIES)

    def _near(self, threshold: float) -> list[list[int]]:
        """Return the groups of hashes of documents that are nearly the same."""
        self._sql.execute(
            "create or replace table bands as select hash, any_value(keys) as keys from facts "
            f"where rule = '{ARTICLE}' and keys is not null group by hash"
        )
        self._sql.execute("create or replace table pairs (a ubigint, b ubigint)")
        for band in range(BANDS):
            self._pair(band)
        decided = self._sql.execute(
            "with texts as (select hash, any_value(value) as value from facts "
            f"where rule = '{ARTICLE}' and hash in (select a from pairs union select b from pairs) "
            "group by hash), once as (select distinct a, b from pairs) "
            "select a, b, one.value, two.value from once join texts one on one.hash = a "
            "join texts two on two.hash = b"
        )
        number: dict[int, int] = {}
        alike = []
        while rows := decided.fetchmany(_NEAR):
            for a, b, one, two in rows:
                if shared(a2b_base64(one), a2b_base64(two)) >= threshold:
                    alike.append(
                        (number.setdefault(a, len(number)), number.setdefault(b, len(number)))
                    )
        hashes = list(number)
        return [[hashes[index] for index in group] for group in groups(len(hashes), alike)]

    def _pair(self, band: int) -> None:
        """Add the pairs with a key of a band in common, as ``pairs.pairs`` does."""
        following = (band + 1) % BANDS
        self._sql.execute(
            f"create or replace temp table band as select hash, keys[{band + 1}] as one, "
            f"keys[{following + 1}] as two, count(*) over (partition by keys[{band + 1}]) as many, "
            f"count(*) over (partition by keys[{band + 1}], keys[{following + 1}]) as few "
            "from bands qualify many > 1"
        )
        large = f"many > {MOST}"
        for columns, small, crowded in (
            ("one", f"many <= {MOST}", large),
            ("one, two", f"{large} and few <= {MOST}", f"{large} and few > {MOST}"),
        ):
            self._sql.execute(
                f"insert into pairs with small as (select * from band where {small}) "
                f"select x.hash, y.hash from small x join small y using ({columns}) "
                "where x.hash < y.hash"
            )
            self._sql.execute(
                f"insert into pairs select * from (select min(hash) over (partition by {columns}) "
                f"as a, hash as b from band where {crowded}) where a < b"
            )

    def _clusters(self, code: str, enough: int, how: str, members: str) -> pa.Table:
        """Return the clusters of a rule with enough documents; ``members`` selects the hash of
        each cluster and those of its texts."""
        parts = [
            self._table(self._query(code, enough, how, members, bucket))
            for bucket in range(self._buckets)
        ]
        return pa.concat_tables([part.cast(CLUSTERS) for part in parts])

    def _query(self, code: str, enough: int, how: str, members: str, bucket: int) -> str:
        place = 'shard, "row", doc_id, line, "column"'
        return f"""
            with of as (select distinct cluster, hash from ({members})
                where cluster % {self._buckets} = {bucket}),
            f as (select of.cluster, t.* from disk.texts t join of using (hash)
                where rule = '{code}'),
            first as (select * from f qualify row_number() over
                (partition by cluster, shard, "row" order by line, "column") = 1),
            large as (select cluster, count(*) as documents from first group by cluster
                having count(*) >= {enough}),
            kept as (select first.*, documents from first join large using (cluster)),
            last as (select * from kept qualify row_number() over
                (partition by cluster order by shard desc, "row" desc) = 1),
            others as (select cluster, arg_min(struct_pack({_packed(place)}), (shard, "row"),
                {MOST_RELATED}) as related from kept where (cluster, shard, "row") not in
                (select cluster, shard, "row" from last) group by cluster),
            by_host as (select cluster, host, count(*) as host_documents from kept
                where host is not null group by cluster, host),
            top as (select cluster, count(*) as hosts,
                arg_max(host, (host_documents, host)) as host,
                max(host_documents) as host_documents from by_host group by cluster)
            select '{code}' as "rule", '{how}' as how, cluster as hash, last.documents,
                coalesce(hosts, 0) as hosts, top.host,
                coalesce(host_documents, 0) as host_documents,
                (host_documents / hosts.documents)::float as host_share, note, {place}, related
            from last left join others using (cluster) left join top using (cluster)
                left join hosts on hosts.host = top.host
        """


def _packed(place: str) -> str:
    return ", ".join(f"{name} := {name}" for name in place.split(", "))


def clusters(results: Results) -> list[dict[str, Any]]:
    """Return the rows of ``duplicates/clusters.parquet``; none if it was not written."""
    return _read(results, "clusters")


def copies(results: Results) -> list[dict[str, Any]]:
    """Return the rows of ``duplicates/copies.parquet``; none if it was not written."""
    return _read(results, "copies")


def _read(results: Results, name: str) -> list[dict[str, Any]]:
    path = results.path("duplicates", f"{name}.parquet")
    try:
        rows: list[dict[str, Any]] = results.table(path).to_pylist()
        return rows
    except FileNotFoundError:
        return []
