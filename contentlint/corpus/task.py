"""One task of a scan: which rows it reads, and what it does with them.

A task may run twice, or be killed at any moment: its tables are replaced whole, and its commit
comes last.
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from contentlint.corpus.batch import Checker, Options, RecordBatch
from contentlint.corpus.columns import Columns
from contentlint.corpus.files import Part
from contentlint.corpus.results import Results
from contentlint.corpus.rows import batches
from contentlint.corpus.schemas import FIXED, SCHEMAS, with_origin
from contentlint.model.errors import ReadError
from contentlint.run.request import Request


class Task(NamedTuple):
    """A part of a corpus, and what is done with it."""

    id: str
    """32 hexadecimal digits for the part, the version of its file, and everything else that the
    tables depend on: a task with the same id has been done, or is to be done again."""
    shard: int
    """Its number in the plan, from 0."""
    part: Part
    columns: Columns


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


def run_task(scan: Scan, task: Task) -> dict[str, Any]:
    """Do a task, and return its commit; that of an earlier run if there is one.

    A file that ends too early, or becomes unreadable, has the rows up to there, and ``fault`` in
    its commit says why.

    Raises:
        OSError: the tables cannot be written.
    """
    results = Results(scan.out)
    done = results.commit_of(task.id)
    if done is not None:
        return done
    started = time.process_time()
    checker = _checker(scan.request, scan.options)
    statuses: Counter[str] = Counter()
    fault, size = "", 0
    with ExitStack() as opened:
        tables = {}
        for kind, schema in SCHEMAS.items():
            schema = _with_task(with_origin(schema, scan.rules_digest))
            tables[kind] = opened.enter_context(
                results.new_table(f"{kind}/{task.id}.parquet", schema)
            )
        if scan.fixed_out:
            new = Results(scan.fixed_out).new_table(f"fixed/{task.id}.parquet", _with_task(FIXED))
            tables["fixed"] = opened.enter_context(new)
        try:
            for rows in batches(task.part, task.columns):
                found = checker.batch(rows, tables["documents"].rows)
                size += rows.get_total_buffer_size()
                statuses.update(
                    status.partition(":")[0] for status in found.documents["status"].to_pylist()
                )
                for kind in SCHEMAS:
                    tables[kind].add(_of_task(getattr(found, kind), task.id))
                if scan.fixed_out and found.fixed is not None:
                    columns = [found.documents["row"], rows["id"], rows["text"], found.fixed]
                    fixed = pa.RecordBatch.from_arrays(columns, schema=FIXED)
                    tables["fixed"].add(_of_task(fixed, task.id))
        except ReadError as error:
            fault = str(error)
    commit = {
        "task": task.id,
        "uri": task.part.uri,
        "first": task.part.first,
        "last": task.part.last,
        "stamp": task.part.stamp,
        "rules_digest": scan.rules_digest,
        "rows": tables["documents"].rows,
        "findings": tables["findings"].rows,
        "facts": tables["facts"].rows,
        "bytes_read": size,
        "bytes_written": sum(table.size for table in tables.values()),
        "seconds": round(time.process_time() - started, 3),
        "statuses": dict(sorted(statuses.items())),
        "fault": fault,
    }
    results.commit(task.id, commit)
    return commit


def _with_task(schema: pa.Schema) -> pa.Schema:
    """Return a schema with the column ``task``: the number of a task may change with the plan."""
    return schema.insert(0, pa.field("task", pa.dictionary(pa.int16(), pa.string())))


def _of_task(batch: RecordBatch, task: str) -> RecordBatch:
    """Return some rows with the column ``task``."""
    indices = pa.array([0] * batch.num_rows, pa.int16())
    column = pa.DictionaryArray.from_arrays(indices, pa.array([task]))
    schema = _with_task(batch.schema)
    return pa.RecordBatch.from_arrays([column, *batch.columns], schema=schema)
