"""The folder that a scan writes: its plan, its tables, and the commits that say which count.

A task writes its tables first and its commit last. What no commit names is not read: it is of a
run that was killed. On a file system a file is written under another name and renamed; an object
of a store appears when it is whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from contentlint.corpus.files import absolute, opened
from contentlint.model.errors import ReadError

TABLES = ("documents", "findings", "facts")
PLAN = "plan.json"
_COMMITS = "commits"
TEMPORARY = ".tmp"
"""The end of the name of a file that is not whole, after the number of its process."""
_GROUP = 8_000_000
"""Bytes of rows in memory that make a row group."""


class TableWriter:
    """Writes a table a group of rows at a time: a task may have more than fits into memory.

    Attributes:
        rows: the number of rows so far.
        size: the bytes of the file, once it is closed.
    """

    def __init__(self, file: IO[bytes], schema: pa.Schema) -> None:
        self._file = file
        self._writer = pq.ParquetWriter(file, schema, compression="zstd")
        self._held: list[pa.RecordBatch] = []
        self._bytes = 0
        self.rows = self.size = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Add some rows."""
        self.rows += batch.num_rows
        self._held.append(batch)
        self._bytes += batch.nbytes
        if self._bytes >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.Table.from_batches(self._held))
        self._held, self._bytes = [], 0

    def close(self) -> None:
        """Write the rest, and the end of the file, which stays open."""
        self._flush()
        self._writer.close()
        self.size = self._file.tell()


class Results:
    """A folder of results, on a disk or in a store that fsspec knows.

    Attributes:
        address: the absolute path or the address.
        system: the file system, as fsspec has it.
        is_local: True if it is a disk of this machine.
    """

    def __init__(self, address: str) -> None:
        self.address = absolute(address)
        self.system, self._root = opened(self.address)
        self.is_local = "file" in self._protocols()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.address,)

    def _protocols(self) -> tuple[str, ...]:
        protocol = self.system.protocol
        return (protocol,) if isinstance(protocol, str) else tuple(protocol)

    def path(self, *names: str) -> str:
        """Return the path of a file in the folder, as its file system names it."""
        return "/".join((self._root.rstrip("/"), *names))

    @contextmanager
    def new(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file for writing that appears, whole, when the context ends, and not at all if
        that raises.

        Raises:
            OSError: it cannot be written.
        """
        path = self.path(name)
        folder, _, base = path.rpartition("/")
        self.system.makedirs(folder, exist_ok=True)
        if not self.is_local:
            upload = self.system.open(path, "wb", autocommit=False)
            try:
                yield upload
                upload.close()
            except BaseException:
                try:
                    upload.close()  # else it is closed, and sends something, when it is collected
                finally:
                    upload.discard()
                raise
            upload.commit()
            return
        hidden = f"{folder}/.{base}.{os.getpid()}{TEMPORARY}"
        try:
            with open(hidden, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(hidden, path)
        except BaseException as error:
            if os.path.exists(hidden):
                os.unlink(hidden)
            if isinstance(error, OSError) and error.errno and error.filename in (None, hidden):
                error.filename = path  # a full disk has no name, and the other means nothing
            raise

    def write(self, name: str, save: Callable[[IO[bytes]], None]) -> None:
        """Write a file whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        with self.new(name) as file:
            save(file)

    @contextmanager
    def new_table(self, name: str, schema: pa.Schema) -> Iterator[TableWriter]:
        """Open a table for writing, as ``new`` does."""
        with self.new(name) as file:
            writer = TableWriter(file, schema)
            try:
                yield writer
            finally:
                writer.close()

    def write_json(self, name: str, value: Mapping[str, Any]) -> None:
        """Write a JSON object, whole or not at all."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        data = text.encode("utf-8", "surrogatepass")  # names of files may have bytes of no text

        def save(file: IO[bytes]) -> None:
            file.write(data)

        self.write(name, save)

    def read_json(self, name: str) -> dict[str, Any] | None:
        """Return a JSON object; None if there is no such file.

        Raises:
            ReadError: it is damaged.
        """
        try:
            with self.system.open(self.path(name), "rb") as file:
                value = json.loads(file.read())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ReadError(f"{self.address}: {name}: {error}") from None
        if not isinstance(value, dict):
            raise ReadError(f"{self.address}: {name}: no JSON object")
        return value

    def commit(self, task: str, value: Mapping[str, Any]) -> None:
        """Declare the tables of a task complete."""
        self.write_json(f"{_COMMITS}/{task}.json", value)

    def commit_of(self, task: str) -> dict[str, Any] | None:
        """Return what ``commit`` wrote for a task; None if it is not complete."""
        return self.read_json(f"{_COMMITS}/{task}.json")

    def committed(self) -> set[str]:
        """Return the tasks, of any plan, that are complete."""
        return {name.removesuffix(".json") for name in self._names(_COMMITS)}

    def _names(self, kind: str) -> list[str]:
        path = self.path(kind)
        if not self.system.isdir(path):
            return []
        self.system.invalidate_cache(path)
        names = [entry.rpartition("/")[2] for entry in self.system.ls(path, detail=False)]
        return [name for name in names if not name.startswith(".")]

    def files(self, kind: str, tasks: Sequence[str]) -> list[str]:
        """Return the files of a table for some tasks that are complete."""
        return [self.path(kind, f"{task}.parquet") for task in tasks]

    def url(self, *names: str) -> str:
        """Return a file in the folder as other programs name it, with the scheme of its store."""
        path = self.path(*names)
        return path if self.is_local else str(self.system.unstrip_protocol(path))

    def exists(self, *names: str) -> bool:
        """Return True if there is such a file in the folder."""
        return bool(self.system.exists(self.path(*names)))

    def urls(self, kind: str, tasks: Sequence[str]) -> list[str]:
        """Return ``url`` of each of the ``files``."""
        return [self.url(kind, f"{task}.parquet") for task in tasks]

    def copy(self, kind: str, tasks: Sequence[str], folder: str) -> list[str]:
        """Copy a table of some tasks to a folder on a disk, and return the paths there."""
        paths = [os.path.join(folder, kind, f"{task}.parquet") for task in tasks]
        os.makedirs(os.path.join(folder, kind))
        self.system.get(self.files(kind, tasks), paths)
        return paths

    def open(self, path: str) -> IO[bytes]:
        """Open a file that ``files`` returned."""
        file: IO[bytes] = self.system.open(path, "rb")
        return file

    def table(self, path: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table that ``files`` or ``path`` returned, or some of its columns."""
        with self.open(path) as file:
            # In this thread: another may still hold a part of the file when Python ends, and abort.
            return pq.ParquetFile(file, pre_buffer=False).read(columns, use_threads=False)

    def tables(self, kind: str, tasks: Sequence[str]) -> Iterator[pa.Table]:
        """Yield the table of each task."""
        return map(self.table, self.files(kind, tasks))

    def remains(self, tasks: Sequence[str]) -> list[str]:
        """Return the files that belong to none of the tasks: of other plans, and of killed runs."""
        kept = {f"{task}.parquet" for task in tasks} | {f"{task}.json" for task in tasks}
        found = []
        for kind in (*TABLES, "fixed", _COMMITS):
            path = self.path(kind)
            if self.system.isdir(path):
                entries = self.system.ls(path, detail=False)
                found += [entry for entry in entries if entry.rpartition("/")[2] not in kept]
        return sorted(found)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove some files that ``remains`` returned."""
        for path in paths:
            self.system.rm_file(path)
