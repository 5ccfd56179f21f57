"""The tables of a scan in DuckDB: only the rows of tasks that are complete."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from contentlint._util.translation import gettext as _
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.corpus.scan import committed
from contentlint.corpus.schemas import SCHEMAS
from contentlint.corpus.sql_literals import quoted
from contentlint.model.errors import ContentlintError, ReadError

_SCHEMAS = {
    kind: schema.insert(0, pa.field("task", pa.string())) for kind, schema in SCHEMAS.items()
}


@contextmanager
def connected(
    results: Results,
    made: Plan,
    kinds: Iterable[str],
    *,
    memory: str = "600MB",
    threads: int = 2,
    copied: bool = False,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection with a view for each kind of table, and the table ``plan``.

    The views have the column ``shard``, the number of the task in the plan. What does not fit into
    ``memory`` is written to a temporary folder. With ``copied`` the tables of a store are copied to
    it, for those that ask them often.

    Raises:
        ContentlintError: the memory, or the place for temporary files, is not enough.
        ReadError: a table is damaged, or was removed.
    """
    with (
        tempfile.TemporaryDirectory(prefix="contentlint-") as scratch,
        duckdb.connect() as connection,
    ):
        try:
            _set_up(connection, memory, threads, scratch)
            _add_tables(connection, results, made, kinds, scratch if copied else "")
            yield connection
        except duckdb.OutOfMemoryException:
            text = _("the tables do not fit into {memory} of memory and the free space in {folder}")
            folder = os.path.dirname(scratch)
            raise ContentlintError(text.format(memory=memory, folder=folder)) from None
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            first = str(error).partition("\n")[0]
            raise ReadError(f"{results.address}: {first}") from None


def _set_up(connection: duckdb.DuckDBPyConnection, memory: str, threads: int, scratch: str) -> None:
    connection.execute(f"set memory_limit = {quoted(memory)}")
    connection.execute(f"set threads = {min(threads, os.cpu_count() or 1)}")
    connection.execute("set preserve_insertion_order = false")
    connection.execute(f"set temp_directory = {quoted(scratch)}")


def _add_tables(
    connection: duckdb.DuckDBPyConnection,
    results: Results,
    made: Plan,
    kinds: Iterable[str],
    copies: str,
) -> None:
    """Add the views and the plan; the tables of a store are copied to the folder ``copies``, unless
    it is ``""``."""
    done = committed(results, made)
    if not results.is_local:
        connection.register_filesystem(results.system)
    number = {task.id: task.shard for task in made.tasks}
    plan = pa.table({"task": done, "shard": pa.array([number[t] for t in done], pa.int32())})
    connection.register("plan_given", plan.cast(pa.schema([("task", "str"), ("shard", "int32")])))
    connection.execute("create table plan as select * from plan_given")
    for kind in kinds:
        files = results.urls(kind, done)
        if copies and not results.is_local:
            files = results.copy(kind, done, copies)
        names = ", ".join(map(quoted, files))
        source = f"read_parquet([{names}])"
        if not done:
            source = f"no_{kind}"
            connection.register(source, _SCHEMAS[kind].empty_table())
        connection.execute(
            f"create view {kind} as select t.* replace (t.task::varchar as task), p.shard "
            f"from {source} t join plan p on t.task::varchar = p.task"
        )
