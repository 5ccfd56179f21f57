"""Spark: ``pip install 'contentlint[spark]'``, in a session that exists or in a local one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pandas  # noqa: F401  without it, Spark refuses mapInArrow when the plan is made
import pyarrow as pa
from pyspark.sql import SparkSession

from contentlint.corpus.columns import Columns
from contentlint.corpus.files import Part
from contentlint.corpus.task import Scan, Task, run_task

_RETRIES = 4
"""Attempts at a task; a local session has one unless it is told."""


def run(scan: Scan, tasks: Sequence[Task], jobs: int) -> Iterator[dict[str, Any]]:
    """Yield the commits of the tasks when all are done; ``jobs`` processors of a local session are
    used, 0: all."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the system's Python
    session = SparkSession.getActiveSession() or (
        SparkSession.builder.master(f"local[{jobs or '*'},{_RETRIES}]")
        .appName("contentlint")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    rows = [(json.dumps([t.id, t.shard, t.part, t.columns]),) for t in tasks]
    # Out of one partition, each of the others gets one task.
    frame = session.createDataFrame(rows, "task string").coalesce(1).repartition(max(1, len(rows)))

    def done(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for line in batch.column(0).to_pylist():
                identity, shard, part, columns = json.loads(line)
                task = Task(identity, shard, Part(*part), Columns(*columns))
                commit = json.dumps(run_task(scan, task))
                yield pa.RecordBatch.from_pydict({"commit": [commit]})

    # Not toLocalIterator: it does one partition after the other.
    for row in frame.mapInArrow(done, "commit string").collect():
        yield json.loads(row["commit"])
