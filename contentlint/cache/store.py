"""What is known of files from earlier runs: one file on the disk, checked before it is believed.

Its first line has the lengths and hashes of two parts. The first part is a line
of JSON with a hash of everything that led to what the last whole run said, and
that itself; where nothing has changed no more is read. The second is a line of
JSON about all files, and a line for each with its result, which is taken apart
when somebody wants it.

JSON, because a cache in a repository may be anybody's: what reads it must not
run it. A file that is not just as it was written counts as none.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time
from collections.abc import Iterable
from itertools import accumulate

from contentlint._util.digest import digest_of
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.wire import is_asked, is_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAGIC = b"contentlint cache 4"
DAYS = 30
"""After so many without having been asked for, an entry goes."""
MOST = 200_000
"""Entries that are kept; of more, those asked for last."""
MOST_BYTES = 200_000_000
"""The same in bytes of results."""
LARGEST = 1_000_000
"""Bytes of a result that is kept."""
MOST_SAID = 8 * LARGEST
"""Bytes that are kept of what a whole run said."""
FRESH = 2_000_000_000
"""Nanoseconds that a file system may keep as one instant (FAT: two seconds)."""
_FIRST_LINE = 256


class Entry(NamedTuple):
    """What is known of one file."""

    stamp: str
    """``discovery.Target.stamp`` from before it was read."""
    fresh: bool
    """It had changed so short a time before that a later change may not show in the stamp."""
    seen: int
    """Day, counted from 1970, on which it was last asked for."""
    digest: str
    """Of its bytes."""
    config: str
    """``cachekey.of_config``."""
    asks: bool
    """Its rules asked for files beside it: the result holds only while the answers do."""
    result: bytes
    """``packing.pack``, as JSON."""


class Said(NamedTuple):
    """What a whole run said."""

    key: str
    """A hash of all that led to it."""
    out: bytes
    """Of standard output, in UTF-8."""
    err: str
    code: int
    asked: list[Any]
    """Path, and what its rules asked of the files beside it with the answers; of each file."""


_ROW = (str, str, bool, int, str, str, bool)
"""The fields of an entry, and its path before them, without the result."""


def today() -> int:
    return int(time.time()) // 86_400


def read_said(path: str) -> Said | None:
    """The first part; None where there is none, or not as it was written."""
    data = _read(path, first_only=True)
    head, _, out = data[0].partition(b"\n") if data else (b"", b"", b"")
    try:
        value: Any = json.loads(head) if head else None
    except (ValueError, RecursionError):
        return None
    if not is_row(value, str, str, int, list):
        return None
    key, err, code, asked = value
    if not all(is_row(each, str, list) and is_asked(each[1]) for each in asked):
        return None
    return Said(key, out, err, code, asked)


def read_entries(path: str) -> dict[str, Entry]:
    """The second part, by path; empty where there is none, or not as it was written."""
    data = _read(path, first_only=False)
    if not data:
        return {}
    try:
        first, *results = data[1].split(b"\n")
        data.clear()
        rows = json.loads(first)
        return {
            row[0]: Entry._make((*row[1:], result))
            for row, result in zip(_checked(rows), results, strict=True)
        }
    except (ValueError, RecursionError):
        return {}


def _checked(rows: Any) -> list[list[Any]]:
    """What is kept of each file besides its result.

    Raises:
        ValueError: something of it is not of its kind.
    """
    if type(rows) is not list or not set(map(type, rows)) <= {list}:
        raise ValueError("no rows")
    # By columns: a row after the other takes four times as long.
    for column, kind in zip(zip(*rows, strict=True), _ROW, strict=bool(rows)):
        if set(map(type, column)) != {kind}:
            raise ValueError(f"no {kind.__name__}")
    return rows


def _read(path: str, *, first_only: bool) -> list[bytes]:
    """Both parts, the second empty if it is not wanted; none where anything is wrong."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return []
            magic, *fields = file.readline(_FIRST_LINE).rstrip(b"\n").split(b"|")
            if magic != MAGIC or len(fields) != 4:
                return []
            head = b"|".join(fields[:3])
            size, sums = int(fields[0]), (fields[1].decode(), fields[2].decode())
            if digest_of(head) != fields[3].decode() or size < 0:
                return []
            parts = [file.read(size), b"" if first_only else file.read()]
    except (OSError, ValueError, OverflowError, MemoryError):
        return []
    wanted = parts[:1] if first_only else parts
    right = all(digest_of(part) == sums[i] for i, part in enumerate(wanted))
    return parts if right else []


def parts_of(said: Said | None, entries: dict[str, Entry]) -> list[bytes]:
    """The whole file, in parts: results may be many megabytes, and are here already."""
    first = b""
    if said is not None:
        first = _json([said.key, said.err, said.code, said.asked]) + b"\n" + said.out
    if len(first) > MOST_SAID:
        first = b""
    kept = _kept(entries)
    rows = [(path, *entry[:-1]) for path, entry in kept.items()]
    second = [_json(rows)]
    for entry in kept.values():
        second += (b"\n", entry.result)
    head = f"{len(first)}|{digest_of(first)}|{digest_of(*second)}".encode()
    checked = b"|".join([MAGIC, head, digest_of(head).encode()])
    return [checked, b"\n", first, *second]


def _json(value: Any) -> bytes:
    # Lone surrogates are bytes of odd names.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _kept(entries: dict[str, Entry]) -> dict[str, Entry]:
    oldest = today() - DAYS
    kept = {path: entry for path, entry in entries.items() if entry.seen >= oldest}
    if len(kept) > MOST or sum(len(entry.result) for entry in kept.values()) > MOST_BYTES:
        latest = sorted(kept.items(), key=lambda pair: pair[1].seen, reverse=True)
        sizes = accumulate(len(entry.result) for _, entry in latest)
        kept = {
            path: entry
            for (path, entry), size in zip(latest[:MOST], sizes, strict=False)
            if size <= MOST_BYTES
        }
    return kept


class Writer:
    """A new file beside the old one; ``born`` is when it was begun, by the file system's clock."""

    def __init__(self, path: str) -> None:
        """Raises OSError where nothing can be written."""
        self.path = path
        self._beside = f"{path}.{os.getpid()}.{time.monotonic_ns()}{TEMPORARY}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._handle = os.open(self._beside, flags, 0o600)
        self.born = os.fstat(self._handle).st_mtime_ns

    def put(self, parts: Iterable[bytes]) -> None:
        """Take the old one's place; a full disk leaves the old one."""
        try:
            with open(self._handle, "wb") as file:
                self._handle = -1
                file.writelines(parts)
            os.replace(self._beside, self.path)
            self._beside = ""
        except OSError:
            self.drop()

    def drop(self) -> None:
        """Leave everything as it was."""
        with contextlib.suppress(OSError):
            if self._handle >= 0:
                os.close(self._handle)
        self._handle = -1
        with contextlib.suppress(OSError):
            if self._beside:
                os.unlink(self._beside)
        self._beside = ""


TEMPORARY = ".new"
"""How the names of files end that are being written."""
