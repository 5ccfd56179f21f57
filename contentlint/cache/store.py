"""The cache of results from earlier runs: one file on the disk, verified when it is read.

Its first line has the lengths and hashes of two parts. The first part is the
output of the last whole run, with a hash of everything it depended on; if
nothing has changed, no more is read. The second is a line of JSON about all
files, and a line for each with its result, which is parsed on demand.

A stranger may have put a cache into a repository. So the hash of these hashes is keyed
with the user's secret: a file that is not exactly as this user's runs wrote it is
ignored. And it is JSON, so that reading it executes nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time
from collections.abc import Iterable
from itertools import accumulate

from contentlint._util import TYPE_CHECKING
from contentlint._util.digest import digest_of
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.wire import is_asked, is_row

if TYPE_CHECKING:
    from typing import Any

MAGIC = b"contentlint cache 6"
DAYS = 30
"""The number of days after which an unused entry is removed."""
MAX_ENTRIES = 200_000
"""The most entries that are kept; the least recently used are dropped."""
MAX_BYTES = 200_000_000
"""The most bytes of results that are kept; the least recently used are dropped."""
MAX_RESULT = 1_000_000
"""The most bytes of a result that is kept."""
MAX_OUTPUT = 8 * MAX_RESULT
"""The most bytes of a run's output that is kept."""
FRESH = 2_000_000_000
"""The coarsest time stamp of a file system in nanoseconds (FAT: two seconds)."""
_FIRST_LINE = 256


class Entry(NamedTuple):
    """The cached result of a file."""

    stamp: str
    """``discovery.Target.stamp``, taken before it was read."""
    fresh: bool
    """True if it had changed so shortly before that a later change may have the same stamp."""
    seen: int
    """The day on which it was last used, counted from 1970."""
    digest: str
    """A hash of its bytes."""
    config: str
    """The hash from ``cache.key.of_config``."""
    asks: bool
    """True if its rules asked for sibling files: the result is valid while the answers are."""
    result: bytes
    """The result from ``model.wire.pack``, as JSON."""


class RunOutput(NamedTuple):
    """The output of a whole run."""

    key: str
    """A hash of everything that it depends on."""
    out: bytes
    """Standard output, in UTF-8."""
    err: str
    """Standard error."""
    code: int
    """The exit code."""
    asked: list[Any]
    """Pairs of the path of a file, and ``FileResult.asked`` of its result."""


_ROW = (str, str, bool, int, str, str, bool)
"""The types of a row: a path, then the fields of its entry without the result."""


def today() -> int:
    return int(time.time()) // 86_400


def read_output(path: str, secret: bytes) -> RunOutput | None:
    """Read the first part; return None if it is missing or not as it was written."""
    data = _read(path, secret, first_only=True)
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
    return RunOutput(key, out, err, code, asked)


def read_entries(path: str, secret: bytes) -> dict[str, Entry]:
    """Read the second part, by path; return {} if it is missing or not as it was written."""
    data = _read(path, secret, first_only=False)
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
    """Return the rows of entries if every value is of its type.

    Raises:
        ValueError: some value is not.
    """
    if type(rows) is not list or not set(map(type, rows)) <= {list}:
        raise ValueError("no rows")
    # By columns: row by row takes four times as long.
    for column, kind in zip(zip(*rows, strict=True), _ROW, strict=bool(rows)):
        if set(map(type, column)) != {kind}:
            raise ValueError(f"no {kind.__name__}")
    return rows


def _read(path: str, secret: bytes, *, first_only: bool) -> list[bytes]:
    """Return both parts, the second empty if ``first_only``; return [] if anything is wrong."""
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
            if digest_of(head, key=secret) != fields[3].decode() or size < 0:
                return []
            parts = [file.read(size), b"" if first_only else file.read()]
    except (OSError, ValueError, OverflowError, MemoryError):
        return []
    wanted = parts[:1] if first_only else parts
    right = all(digest_of(part) == sums[i] for i, part in enumerate(wanted))
    return parts if right else []


def parts_of(output: RunOutput | None, entries: dict[str, Entry], secret: bytes) -> list[bytes]:
    """Return the whole file in parts, without a copy of results, which may be many megabytes."""
    first = b""
    if output is not None:
        first = _json([output.key, output.err, output.code, output.asked]) + b"\n" + output.out
    if len(first) > MAX_OUTPUT:
        first = b""
    kept = _kept(entries)
    rows = [(path, *entry[:-1]) for path, entry in kept.items()]
    second = [_json(rows)]
    for entry in kept.values():
        second += (b"\n", entry.result)
    head = f"{len(first)}|{digest_of(first)}|{digest_of(*second)}".encode()
    checked = b"|".join([MAGIC, head, digest_of(head, key=secret).encode()])
    return [checked, b"\n", first, *second]


def _json(value: Any) -> bytes:
    # Lone surrogates are undecodable bytes of file names.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _kept(entries: dict[str, Entry]) -> dict[str, Entry]:
    oldest = today() - DAYS
    kept = {path: entry for path, entry in entries.items() if entry.seen >= oldest}
    if len(kept) > MAX_ENTRIES or sum(len(entry.result) for entry in kept.values()) > MAX_BYTES:
        latest = sorted(kept.items(), key=lambda pair: pair[1].seen, reverse=True)
        sizes = accumulate(len(entry.result) for _, entry in latest)
        kept = {
            path: entry
            for (path, entry), size in zip(latest[:MAX_ENTRIES], sizes, strict=False)
            if size <= MAX_BYTES
        }
    return kept


class Writer:
    """A new cache file beside the old one; ``born`` is its creation by the file system's clock."""

    def __init__(self, path: str) -> None:
        """Create the file; OSError is raised if that is not possible."""
        self.path = path
        self._beside = f"{path}.{os.getpid()}.{time.monotonic_ns()}{TEMPORARY}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._handle = os.open(self._beside, flags, 0o600)
        self.born = os.fstat(self._handle).st_mtime_ns

    def put(self, parts: Iterable[bytes]) -> None:
        """Write the parts and replace the old file, which stays if the disk is full."""
        try:
            with open(self._handle, "wb") as file:
                self._handle = -1
                file.writelines(parts)
            os.replace(self._beside, self.path)
            self._beside = ""
        except OSError:
            self.drop()

    def drop(self) -> None:
        """Remove the new file, and leave the old one as it is."""
        with contextlib.suppress(OSError):
            if self._handle >= 0:
                os.close(self._handle)
        self._handle = -1
        with contextlib.suppress(OSError):
            if self._beside:
                os.unlink(self._beside)
        self._beside = ""


TEMPORARY = ".new"
"""The suffix of files that are being written."""
