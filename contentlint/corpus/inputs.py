"""The files of a corpus: which columns hold what, the parts for tasks, their rows, compression."""

from __future__ import annotations

import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any, NamedTuple

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from contentlint._util.translation import gettext as _
from contentlint.corpus.batch import FAULT, Columns
from contentlint.model.errors import ConfigError, ReadError, suggest

ROWS = 256
"""The most rows of a batch."""
BYTES = 16_000_000
"""The bytes of text from which a batch is full."""
_BUFFER = 1 << 20
"""Bytes of a column that are read from a Parquet file at once."""
_SAMPLE = 100
"""The rows by which the columns are chosen."""
_FIELDS = (*Columns._fields, FAULT)
_TEXT = pa.schema([(name, pa.string()) for name in _FIELDS])

PRESETS = {
    "datatrove": Columns("text", "id", "metadata.url", "metadata.language"),
    "fineweb": Columns("text", "id", "url", "language"),
    "dolma": Columns("text", "id", "metadata.url", "metadata.language"),
    "oscar": Columns(
        "content",
        "id",
        "metadata.warc_headers.warc-target-uri",
        "metadata.identification.label",
    ),
    "trafilatura": Columns("text", "fingerprint", "source", "language"),
    "news-please": Columns("maintext", "filename", "url", "language"),
}
"""The columns of what programs write, by their names."""
_CANDIDATES = Columns(
    "text content maintext raw_content body article",
    "id doc_id fingerprint filename",
    "url metadata.url metadata.warc_headers.warc-target-uri source uri link",
    "language metadata.language metadata.identification.label lang",
)
"""For each column the names that are tried in order."""


class Part(NamedTuple):
    """Some rows of a file, which one task reads."""

    uri: str
    """An absolute path, or an address of fsspec."""
    kind: str
    """``parquet`` or ``jsonl``."""
    first: int = 0
    """The first row group of Parquet; the offset of the first byte of JSON lines."""
    last: int = -1
    """The row group or the byte after the last one; -1 for all to the end."""
    stamp: str = ""
    """What the file system says of the version of the file: its size, and its ETag or time."""


def absolute(path: str) -> str:
    """Return a path as every process and every run sees it; an address stays as it is."""
    if "://" in path:
        return path.removeprefix("file://") if path.startswith("file://") else path
    return os.path.realpath(path)


def files(paths: Iterable[str]) -> list[str]:
    """Return the files of paths, folders and globs, absolute and sorted.

    Raises:
        ConfigError: there is none, or one of a kind that is not read.
    """
    found: list[str] = []
    for path in paths:
        system, name = fsspec.core.url_to_fs(absolute(path))
        if system.isdir(name):
            inside = [each for each in system.find(name) if kind_of(each)]
        else:
            inside = sorted(system.glob(name)) if any(c in name for c in "*?[") else [name]
        if not inside or not all(map(system.exists, inside)):
            raise ConfigError(_("{path}: no JSONL or Parquet file is there").format(path=path))
        remote = "://" in absolute(path)
        found += [system.unstrip_protocol(each) if remote else each for each in sorted(inside)]
    for path in found:
        if not kind_of(path):
            raise ConfigError(
                _("{path}: unknown suffix; one of {suffixes}").format(
                    path=path, suffixes=".parquet, .jsonl, .ndjson, .jsonl.gz, .jsonl.zst"
                )
            )
    return list(dict.fromkeys(found))


def kind_of(path: str) -> str:
    """Return ``parquet``, ``jsonl`` or, for other files, ``""``."""
    name = path.lower()
    for packed in (".gz", ".zst"):
        name = name.removesuffix(packed)
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    return "parquet" if path.lower().endswith(".parquet") else ""


def parts(path: str, size: int) -> list[Part]:
    """Return the parts of a file of about ``size`` bytes; a compressed file has one.

    Raises:
        ReadError: the file cannot be read.
    """
    kind = kind_of(path)
    try:
        system, name = fsspec.core.url_to_fs(path)
        about = system.info(name)
        stamp = f"{about['size']}|{about.get('ETag') or about.get('mtime') or ''}"
        if kind == "parquet":
            with system.open(name, "rb") as file:
                groups = _groups(pq.ParquetFile(file).metadata, size)
            return [Part(path, kind, first, last, stamp) for first, last in groups]
        if path.lower().endswith((".gz", ".zst")) or about["size"] <= size:
            return [Part(path, kind, 0, -1, stamp)]
        starts = range(0, about["size"], size)
        return [Part(path, kind, at, min(at + size, about["size"]), stamp) for at in starts]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise ReadError(f"cannot be read: {error}") from None


def _groups(metadata: Any, size: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of row groups, each of about a size or of one group."""
    first = held = 0
    for index in range(metadata.num_row_groups):
        held += metadata.row_group(index).total_byte_size
        if held >= size:
            yield first, index + 1
            first, held = index + 1, 0
    if first < metadata.num_row_groups:
        yield first, metadata.num_row_groups


def columns_of(path: str, preset: str, given: Columns) -> Columns:
    """Return the columns of a file: those given, else those of a preset, or with ``auto`` those
    that its first rows have.

    Raises:
        ConfigError: there is no such preset, or no column of texts.
        ReadError: the file cannot be read.
    """
    if preset != "auto":
        if preset not in PRESETS:
            raise ConfigError(f"--preset: {suggest('preset', preset, ('auto', *PRESETS))}")
        return Columns(*(own or usual for own, usual in zip(given, PRESETS[preset], strict=True)))
    sample = _first_rows(path)
    chosen = [
        own or next((name for name in names.split() if _has(sample, name, key)), "")
        for own, names, key in zip(given, _CANDIDATES, Columns._fields, strict=True)
    ]
    if not chosen[0]:
        keys = ", ".join(sorted({key for row in sample for key in row})[:20])
        raise ConfigError(
            _("{path}: no column of texts; name one with --text: {names}").format(
                path=path, names=keys
            )
        )
    return Columns(*chosen)


def _has(sample: Sequence[dict[str, Any]], name: str, key: str) -> bool:
    """Return True if a column of the rows can be what it is tried for: ``source`` holds URLs in
    some corpora and names in others."""
    values = [value for row in sample if (value := field(row, name)) is not None]
    if key == "url":
        return any(isinstance(value, str) and "://" in value for value in values)
    return bool(values) and (key != "text" or any(isinstance(value, str) for value in values))


def field(row: dict[str, Any], name: str) -> Any:
    """Return a value of a row; with dots in its name, that of a nested object. None without."""
    if name in row:
        return row[name]
    value: Any = row
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _first_rows(path: str) -> list[dict[str, Any]]:
    if kind_of(path) == "parquet":
        try:
            with fsspec.open(path, "rb") as file:
                for batch in _parquet_file(file).iter_batches(_SAMPLE):
                    return list(batch.to_pylist())
        except (OSError, pa.ArrowException) as error:
            raise ReadError(f"cannot be read: {error}") from None
        return []
    found: list[dict[str, Any]] = []
    for line in _lines(Part(path, "jsonl")):
        row = _row(line)
        if row is not None:
            found.append(row)
        if len(found) == _SAMPLE:
            break
    return found


def batches(part: Part, columns: Columns) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a part with the columns of ``Columns``, null where there is none, and
    ``FAULT`` for a line that is no JSON object.

    Raises:
        ReadError: the file cannot be read, or ends too early.
    """
    if part.kind == "parquet":
        yield from _parquet(part, columns)
        return
    rows: list[list[str | None]] = []
    size = 0
    for line in _lines(part):
        if not line.strip(b" \t\r\n\x1e"):
            continue
        rows.append(_picked(_row(line), columns))
        size += len(line)
        if len(rows) == ROWS or size >= BYTES:
            yield _batch(rows)
            rows, size = [], 0
    if rows:
        yield _batch(rows)


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
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
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
        with fsspec.open(part.uri, "rb") as file:
            source = _parquet_file(file)
            names = set(source.schema_arrow.names)
            kept = [name for name in wanted if name in names]
            kept += [name for name in columns if name in names and name not in kept]
            end = source.num_row_groups if part.last < 0 else part.last
            for batch in source.iter_batches(ROWS, list(range(part.first, end)), kept):
                yield from _split([_picked(row, columns) for row in batch.to_pylist()])
    except (OSError, pa.ArrowException) as error:
        raise ReadError(f"cannot be read: {error}") from None


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
        with fsspec.open(part.uri, "rb") as file:
            at = part.first
            if at:
                file.seek(at - 1)
                at += len(file.readline()) - 1  # the line that began in the part before
            for line in _unpacked(file, part.uri):
                if 0 <= part.last <= at:
                    break
                start, at = at, at + len(line)
                yield line.removeprefix(b"\xef\xbb\xbf") if not start else line
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(f"cannot be read: {error}") from None


def _unpacked(file: IO[bytes], uri: str) -> Iterable[bytes]:
    name = uri.lower()
    if name.endswith(".gz"):
        return gzip.GzipFile(fileobj=file)
    if name.endswith(".zst"):
        return io.BufferedReader(_Zstandard(file))
    return file


def packed(file: IO[bytes], uri: str) -> AbstractContextManager[Any]:
    """Return what to write to, compressed as the file of the corpus is; ``file`` stays open."""
    name = uri.lower()
    if name.endswith(".gz"):
        return gzip.GzipFile(fileobj=file, mode="wb", mtime=0)
    if name.endswith(".zst"):
        import zstandard

        packed: AbstractContextManager[Any] = zstandard.ZstdCompressor().stream_writer(
            file, closefd=False
        )
        return packed
    return nullcontext(file)


class _Zstandard(io.RawIOBase):
    """The content of a file in the format of Zstandard; one that ends too early raises EOFError,
    which the reader of the library does not."""

    def __init__(self, file: IO[bytes]) -> None:
        import zstandard

        self._file = file
        self._make = zstandard.ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._held = b""
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, and return the number of bytes.

        Raises:
            EOFError: the file ends within a frame.
            OSError: it is damaged.
        """
        import zstandard

        while not self._held:
            data = self._rest or self._file.read(1 << 17)
            self._rest = b""
            if not data:
                if self._frame is not None:
                    raise EOFError("the file ends within a frame")
                return 0
            if self._frame is None:
                self._frame = self._make()
            try:
                self._held = self._frame.decompress(data)
            except zstandard.ZstdError as error:
                raise OSError(str(error)) from None
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size
