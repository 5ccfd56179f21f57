"""Reads the rows of the files of a corpus."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from contentlint._util.translation import gettext as _
from contentlint.corpus.columns import FAULT, Columns, field
from contentlint.corpus.compression import unpacked
from contentlint.corpus.files import Part, has_changed, kind_of, opened, unreadable
from contentlint.model.errors import ReadError

ROWS = 256
"""The most rows of a batch."""
BYTES = 16_000_000
"""The bytes of text from which a batch is full."""
_BUFFER = 1 << 20
"""Bytes of a column that are read from a Parquet file at once."""
_OF_JSON = (bool, int, float, dict, list)
_FIELDS = (*Columns._fields, FAULT)
_REFUSED = (ValueError, KeyError, OverflowError, pa.ArrowException)
"""What Arrow raises for a value that has no equal in Python; KeyError, for a time zone that is not
known."""
_TEXT = pa.schema([(name, pa.string()) for name in _FIELDS])


def first_rows(path: str, count: int) -> list[dict[str, Any]]:
    """Return the first rows of a file, with all their columns; of JSON lines, those before damage.

    Raises:
        ReadError: the file cannot be read, or has lines and none is a JSON object.
    """
    if kind_of(path) == "parquet":
        try:
            with _open(path) as file:
                for batch in _parquet_file(file).iter_batches(count, use_threads=False):
                    return _rows(batch)
        except (OSError, pa.ArrowException) as error:
            raise unreadable(error) from None
        return []
    rows: list[dict[str, Any]] = []
    line = b""
    try:
        for line in filter(_is_row, _lines(Part(path, "jsonl"))):
            if (row := _row(line)) is not None:
                rows.append(row)
                if len(rows) == count:
                    break
    except ReadError:
        if not rows:
            raise
    if line and not rows:
        raise ReadError("no line is a JSON object in UTF-8")
    return rows


def batches(part: Part, columns: Columns) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a part with the columns of ``Columns``, null where the file has none, and
    ``FAULT``, which says of a line that is no JSON object why it has no text.

    Raises:
        ReadError: the file cannot be read, or ends too early.
    """
    if part.kind == "parquet":
        yield from _parquet(part, columns)
        return
    rows: list[list[str | None]] = []
    size = 0
    try:
        for line in filter(_is_row, _lines(part)):
            rows.append(_picked(_row(line), columns))
            size += len(line)
            if len(rows) == ROWS or size >= BYTES:
                yield _batch(rows)
                rows, size = [], 0
    except ReadError:
        if rows:
            yield _batch(rows)
        raise
    if rows:
        yield _batch(rows)


def _open(uri: str) -> Any:
    system, path = opened(uri)
    return system.open(path, "rb")


def _is_row(line: bytes) -> bool:
    """Return True if a line is not blank."""
    return bool(line.strip(b" \t\r\n\x1e"))


def again(part: Part, columns: Columns) -> Iterator[pa.RecordBatch]:
    """Yield the ``batches`` of a part that was scanned before.

    Raises:
        ReadError: the file has changed since, or cannot be read; the message has its name.
    """
    try:
        if has_changed(part):
            raise ReadError(_("has changed since the scan; scan it again"))
        yield from batches(part, columns)
    except OSError as error:
        raise ReadError(f"{part.uri}: {unreadable(error)}") from None
    except ReadError as error:
        raise ReadError(f"{part.uri}: {error}") from None


def _picked(row: dict[str, Any] | None, columns: Columns) -> list[str | None]:
    if row is None:
        return [None] * len(columns) + ["no JSON object"]
    return [*(_text(field(row, name)) if name else None for name in columns), None]


def _batch(rows: list[list[str | None]]) -> pa.RecordBatch:
    arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_TEXT)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):  # of a Parquet file whose writer did not say that it is text
        text = value.decode("utf-8", "replace")
    elif isinstance(value, _OF_JSON):
        text = json.dumps(value, ensure_ascii=False, default=str)
    else:
        text = str(value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # \\ud800 in JSON, which no table can hold
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line.lstrip(b"\x1e"))
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _parquet(part: Part, columns: Columns) -> Iterator[pa.RecordBatch]:
    wanted = list(dict.fromkeys(name.partition(".")[0] for name in columns if name))
    try:
        with _open(part.uri) as file:
            source = _parquet_file(file)
            names = set(source.schema_arrow.names)
            kept = [name for name in wanted if name in names]
            kept += [name for name in columns if name in names and name not in kept]
            end = source.num_row_groups if part.last < 0 else part.last
            for batch in source.iter_batches(
                ROWS, list(range(part.first, end)), kept, use_threads=False
            ):
                yield from _split([_picked(row, columns) for row in _rows(batch)])
    except (OSError, pa.ArrowException) as error:
        raise unreadable(error) from None


def _rows(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Return the rows of a batch as ``to_pylist`` does, but for values that it refuses."""
    columns = [_values(column) for column in batch.columns]
    return [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pa.Array) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except _REFUSED:
        return list(map(_value, column))
    return values


def _value(scalar: Any) -> Any:
    """Return a value; for a time that Python does not have, how Arrow writes it, and for a text
    that is not UTF-8, one with U+FFFD."""
    try:
        return scalar.as_py()
    except _REFUSED:
        pass
    if isinstance(scalar, pa.StructScalar):
        return {name: _value(value) for name, value in scalar.items()}
    if hasattr(scalar, "as_buffer"):
        return scalar.as_buffer().to_pybytes().decode("utf-8", "replace")
    try:
        return scalar.cast(pa.string()).as_py()
    except _REFUSED:
        return None


def _parquet_file(file: Any) -> pq.ParquetFile:
    """Return a file of Parquet of which not the texts of a whole row group are held at once."""
    return pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)


def _split(rows: list[list[str | None]]) -> Iterator[pa.RecordBatch]:
    held: list[list[str | None]] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row[0] or "")
        if size >= BYTES:
            yield _batch(held)
            held, size = [], 0
    if held:
        yield _batch(held)


def _lines(part: Part) -> Iterator[bytes]:
    """Yield the lines that begin in a part; only a line feed ends one.

    Raises:
        ReadError: the file cannot be read, or is compressed and ends too early.
    """
    try:
        with _open(part.uri) as file:
            at = part.first
            if at:
                file.seek(at - 1)
                at += len(file.readline()) - 1  # the line that began in the part before
            for line in unpacked(file, part.uri):
                if 0 <= part.last <= at:
                    break
                start, at = at, at + len(line)
                yield line.removeprefix(b"\xef\xbb\xbf") if not start else line
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(error) from None
