"""Does one task of a scan: reads its rows, writes its tables, and commits them.

A task may run twice, or be killed at any moment: its tables are replaced whole, and its commit
comes last.
"""

from __future__ import annotations

import time
from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from contentlint.corpus.batch import Checker, Options, RecordBatch
from contentlint.corpus.folder import Folder
from contentlint.corpus.inputs import batches
from contentlint.corpus.plan import Task
from contentlint.corpus.schemas import DOCUMENTS, FACTS, FINDINGS, with_origin
from contentlint.model.errors import ReadError
from contentlint.run.session import Request


class Scan(NamedTuple):
    """What all tasks of a scan have in common; every engine can pickle it."""

    request: Request
    options: Options
    rules_digest: str
    out: str
    """The address of the folder of results."""
    fixed_out: str = ""
    """The address of the folder of fixed texts; ``""``: none are written."""


@lru_cache(maxsize=2)
def _checker(request: Request, options: Options) -> Checker:
    return Checker(request, options)


def run(scan: Scan, task: Task) -> dict[str, Any]:
    """Do a task, and return its commit; that of an earlier run if there is one.

    A file that ends too early, or becomes unreadable, has the rows up to there, and ``fault`` in
    its commit says why.

    Raises:
        OSError: the tables cannot be written.
    """
    folder = Folder(scan.out)
    done = folder.commit_of(task.id)
    if done is not None:
        return done
    started = time.process_time()
    checker = _checker(scan.request, scan.options)
    tables: tuple[list[RecordBatch], ...] = ([], [], [], [])
    documents, findings, facts, fixed = tables
    fault, size = "", 0
    try:
        row = 0
        for rows in batches(task.part, task.columns):
            found = checker.batch(rows, row)
            row += rows.num_rows
            size += rows.get_total_buffer_size()
            documents.append(_of_task(found.documents, task.id))
            findings.append(_of_task(found.findings, task.id))
            facts.append(_of_task(found.facts, task.id))
            if found.fixed is not None:
                columns = [found.documents["row"], rows["id"], rows["text"], found.fixed]
                names = ["row", "id", "text", "fixed"]
                fixed.append(_of_task(pa.RecordBatch.from_arrays(columns, names), task.id))
    except ReadError as error:
        fault = str(error)
    written = 0
    for kind, schema, parts in zip(
        ("documents", "findings", "facts"), (DOCUMENTS, FINDINGS, FACTS), tables, strict=False
    ):
        schema = with_origin(schema, scan.rules_digest)
        empty = _of_task(pa.RecordBatch.from_pylist([], schema), task.id)
        written += folder.write_table(kind, task.id, parts or [empty])
    if scan.fixed_out and fixed:
        written += Folder(scan.fixed_out).write_table("fixed", task.id, fixed)
    commit = {
        "task": task.id,
        "uri": task.part.uri,
        "first": task.part.first,
        "last": task.part.last,
        "stamp": task.part.stamp,
        "rules_digest": scan.rules_digest,
        "rows": sum(part.num_rows for part in documents),
        "findings": sum(part.num_rows for part in findings),
        "facts": sum(part.num_rows for part in facts),
        "bytes_read": size,
        "bytes_written": written,
        "seconds": round(time.process_time() - started, 3),
        "statuses": _statuses(documents),
        "fault": fault,
    }
    folder.commit(task.id, commit)
    return commit


def _statuses(documents: list[RecordBatch]) -> dict[str, int]:
    """Return how many documents have each status, without its reason."""
    found: Counter[str] = Counter()
    for part in documents:
        found.update(status.partition(":")[0] for status in part["status"].to_pylist())
    return dict(sorted(found.items()))


def _of_task(batch: RecordBatch, task: str) -> RecordBatch:
    """Return a table with the column ``task``: the number of a task may change with the plan."""
    indices = pa.array([0] * batch.num_rows, pa.int16())
    column = pa.DictionaryArray.from_arrays(indices, pa.array([task]))
    schema = batch.schema.insert(0, pa.field("task", column.type))
    return pa.RecordBatch.from_arrays([column, *batch.columns], schema=schema)
