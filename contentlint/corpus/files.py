"""The files of a corpus, and the parts of them that are tasks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from contentlint._util.translation import gettext as _
from contentlint.model.errors import ConfigError, ReadError, reason


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


def opened(address: str) -> tuple[Any, str]:
    """Return the file system of an absolute path or an address, and the path there.

    Raises:
        ConfigError: no such file system is known, or what it needs is not installed.
    """
    if "://" not in address:  # a path may have ``::``, which would be two addresses
        local = fsspec.filesystem("file")
        return local, str(local._strip_protocol(address))
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise ConfigError(f"{address}: {error}") from None
    return system, path


def files(paths: Iterable[str]) -> list[str]:
    """Return the files of paths, folders and globs, absolute and sorted.

    Raises:
        ConfigError: a path names no file, or one of a kind that is not read.
    """
    found: list[str] = []
    for path in paths:
        system, name = opened(absolute(path))
        if system.isdir(name):
            inside = [each for each in system.find(name) if kind_of(each)]
        elif system.exists(name):  # also if its name looks like a glob
            inside = [name]
        else:
            inside = system.glob(name) if any(c in name for c in "*?[") else []
        if not inside:
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


def _stamp(about: Mapping[str, Any]) -> str:
    return f"{about['size']}|{about.get('ETag') or about.get('mtime') or ''}"


def has_changed(part: Part) -> bool:
    """Return True if the file of a part is another than when the plan was made.

    Raises:
        OSError: it cannot be read.
    """
    system, name = opened(part.uri)
    return part.stamp not in ("", _stamp(system.info(name)))


def unreadable(error: Exception) -> ReadError:
    """Return the error of a file of a corpus that cannot be read, or not to its end."""
    why = reason(error) if isinstance(error, OSError) else str(error)
    return ReadError(f"cannot be read: {why}")


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
        system, name = opened(path)
        about = system.info(name)
        stamp = _stamp(about)
        if kind == "parquet":
            with system.open(name, "rb") as file:
                groups = _groups(pq.ParquetFile(file).metadata, size)
            return [Part(path, kind, first, last, stamp) for first, last in groups]
        if path.lower().endswith((".gz", ".zst")) or about["size"] <= size:
            return [Part(path, kind, 0, -1, stamp)]
        starts = range(0, about["size"], size)
        return [Part(path, kind, at, min(at + size, about["size"]), stamp) for at in starts]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise unreadable(error) from None


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
