"""Observations of links as files keep them: a database of SQLite, and one JSON object a line.

Both may come from anywhere, so every field is checked, and a row with a wrong one is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.digest import digest_of
from contentlint.model.errors import ReadError
from contentlint.model.observation import CLASSES, Look, Observation, day_of
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    import sqlite3
    from typing import Any

VERSION = 2
"""The ``user_version`` of the database."""
_HEAD = b"SQLite format 3\0"
SCHEMA = {
    "observations": (
        "CREATE TABLE observations (url TEXT PRIMARY KEY, class TEXT, reason TEXT, final TEXT,"
        " hops TEXT, title TEXT, asked INTEGER, last_ok INTEGER, first_failed INTEGER,"
        " not_before INTEGER, looks TEXT, copy TEXT, copy_date TEXT, seal TEXT)"
    ),
    "fragments": (
        "CREATE TABLE fragments (url TEXT, fragment TEXT, found INTEGER, seal TEXT,"
        " PRIMARY KEY (url, fragment))"
    ),
    "robots": "CREATE TABLE robots (origin TEXT PRIMARY KEY, asked INTEGER, rules TEXT, seal TEXT)",
}
"""The tables, by name, as they are created. Lists are JSON."""
FIELDS = (
    "url class reason final hops title asked last_ok first_failed not_before looks copy copy_date"
).split()
"""The columns of an observation, without its seal."""
MOST_LOOKS = 8
MOST_FRAGMENTS = 1000
"""Fragments of one page that are kept."""
_LONGEST_URL, _LONGEST_TITLE, _MOST_HOPS = 8192, 200, 20
_URL = lazy_regex.compile(
    r"https?://[^\s/\\\x00-\x20\x7f][^\s\x00-\x20\x7f]*", lazy_regex.IGNORECASE
)
_REASON = lazy_regex.compile(r"[a-z0-9-]{1,24}")
_DAY = lazy_regex.compile(r"[12]\d{3}-[01]\d-[0-3]\d")
_LAST = 1 << 40
"""No time is later, in seconds since 1970."""


def read(path: str, tree: Tree = DISK) -> tuple[dict[str, Observation], str]:
    """Read a file of either form; return the observations by URL, and a hash of the file.

    Raises:
        ReadError: it cannot be read, is of neither form, or was written by another version.
    """
    data = tree.read(path)
    found = _of_database(data) if data.startswith(_HEAD) else _of_lines(data)
    return {one.url: one for one in found}, digest_of(data)


def _of_database(data: bytes) -> Iterator[Observation]:
    import sqlite3
    from contextlib import closing

    try:
        with closing(_opened(data)) as database:
            fault = schema_fault(database)
            if fault:
                raise ReadError(fault)
            yield from rows_of(database)
    except sqlite3.Error as error:
        raise ReadError(f"not a state of links: {error}") from None


def _opened(data: bytes) -> sqlite3.Connection:
    """Open a copy of a database in memory: what another run writes meanwhile is not seen."""
    import sqlite3

    database = sqlite3.connect(":memory:")
    if not hasattr(database, "deserialize"):  # Python 3.10
        _fill(database, data)
    else:
        database.deserialize(data)
    return database


def _fill(database: sqlite3.Connection, data: bytes) -> None:
    """Fill a database from the bytes of another one, by way of a file."""
    import os
    import sqlite3
    import tempfile
    from contextlib import closing

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "copy")
        with open(path, "wb") as file:
            file.write(data)
        with closing(sqlite3.connect(path)) as source:
            source.backup(database)


def schema_fault(database: sqlite3.Connection) -> str:
    """Return why a database is not one of ours, or ``""``.

    Nothing but our tables may be in it: views and triggers would be code.

    Raises:
        sqlite3.Error: it is damaged.
    """
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        return f"a state of links of version {version}, not {VERSION}"
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return "" if dict(found.fetchall()) == SCHEMA else "not a state of links: other tables"


def rows_of(database: sqlite3.Connection, secret: bytes = b"") -> Iterator[Observation]:
    """Yield the valid observations of a database; with a secret, only those that it seals.

    Raises:
        sqlite3.Error: the database is damaged.
    """
    import json

    fragments: dict[str, dict[str, bool | None]] = {}
    for url, fragment, found, seal in database.execute(
        "SELECT url, fragment, found, seal FROM fragments"
    ):
        if not secret or seal == seal_of((url, fragment, found), secret):
            if type(url) is str and type(fragment) is str and found in (0, 1, None):
                known = None if found is None else bool(found)
                fragments.setdefault(url, {})[fragment] = known
    for *values, seal in database.execute(f"SELECT {', '.join(FIELDS)}, seal FROM observations"):
        if secret and seal != seal_of(values, secret):
            continue
        row = dict(zip(FIELDS, values, strict=True))
        try:
            row["hops"] = json.loads(row["hops"]) if row["hops"] != "[]" else []
            row["looks"] = json.loads(row["looks"])
        except (TypeError, ValueError, RecursionError):
            continue
        row["fragments"] = fragments.get(row["url"], {})
        one = observation_of(row)
        if one is not None:
            yield one


def seal_of(values: Iterable[object], secret: bytes) -> str:
    """Return the hash by which the holder of a secret knows a row; ``""`` without one."""
    return digest_of(repr(tuple(values)).encode("utf-8", "replace"), key=secret) if secret else ""


def row_of(one: Observation) -> tuple[str | int, ...]:
    """Return an observation as the values of ``FIELDS``."""
    import json

    lists = [json.dumps(each, ensure_ascii=True) for each in (one.hops, one.looks)]
    return (
        one.url,
        one.kind,
        one.reason,
        one.final,
        lists[0],
        _encodable(one.title),
        one.asked,
        one.last_ok,
        one.first_failed,
        one.not_before,
        lists[1],
        one.copy,
        one.copy_date,
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def observation_of(row: Mapping[str, Any]) -> Observation | None:
    """Return an observation from its fields; None if one of them is wrong.

    Times are numbers, or days such as ``2026-11-30``, which begin at midnight.
    """
    times = [
        time_of(row.get(name, 0)) for name in ("asked", "last_ok", "first_failed", "not_before")
    ]
    looks = _looks(row.get("looks", []), row.get("url"))
    hops = _hops(row.get("hops", []))
    fragments = row.get("fragments", {})
    url, kind, reason, final, title = (
        row.get(name, "") for name in ("url", "class", "reason", "final", "title")
    )
    copy, day = row.get("copy", ""), row.get("copy_date", "")
    right = (
        is_url(url)
        and kind in CLASSES
        and _is_reason(reason)
        and (final in ("", url) or is_url(final))
        and type(title) is str
        and None not in times
        and looks is not None
        and hops is not None
        and (copy == "" or is_url(copy))
        and type(day) is str
        and (day == "" or _DAY.fullmatch(day) is not None)
        and type(fragments) is dict
        and len(fragments) <= MOST_FRAGMENTS
        and all(map(_is_fragment, fragments.items()))
    )
    if not right:
        return None
    asked, last_ok, first_failed, not_before = times
    return Observation(
        url,
        kind,
        reason,
        final or url,
        hops or (),
        title[:_LONGEST_TITLE],
        asked or 0,
        last_ok or 0,
        first_failed or 0,
        not_before or 0,
        looks or (),
        fragments,
        copy,
        day,
    )


def is_url(value: object) -> bool:
    """Return True for an http or https URL without white space or controls, not too long."""
    return type(value) is str and len(value) <= _LONGEST_URL and bool(_URL.fullmatch(value))


def _is_reason(value: object) -> bool:
    return type(value) is str and bool(_REASON.fullmatch(value))


def _is_fragment(item: tuple[object, object]) -> bool:
    name, there = item
    return type(name) is str and (there is None or type(there) is bool)


def time_of(value: object) -> int | None:
    """Return a number of seconds since 1970, or the beginning of a day; None for anything else."""
    if type(value) is int:
        return value if 0 <= value <= _LAST else None
    if value == "":
        return 0
    if type(value) is not str or not _DAY.fullmatch(value):
        return None
    from datetime import date

    try:
        days = date.fromisoformat(value).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError:
        return None
    return max(days, 0) * 86_400


def _hops(value: object) -> tuple[tuple[str, int], ...] | None:
    if type(value) is not list or len(value) > _MOST_HOPS:
        return None
    for hop in value:
        if type(hop) is not list or len(hop) != 2 or not is_url(hop[0]) or type(hop[1]) is not int:
            return None
    return tuple((url, status) for url, status in value)


def _looks(value: object, url: object) -> tuple[Look, ...] | None:
    """``url`` is that of the observation: most looks end there."""
    if type(value) is not list or len(value) > MOST_LOOKS:
        return None
    found = []
    for look in value:
        if type(look) is not list or len(look) != 4:
            return None
        at, kind, reason, final = look
        seconds = time_of(at)
        if seconds is None or kind not in CLASSES or not _is_reason(reason):
            return None
        if final != url and not is_url(final):
            return None
        found.append(Look(seconds, kind, reason, final))
    return tuple(found)


# One JSON object a line


def _of_lines(data: bytes) -> Iterator[Observation]:
    import json

    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if type(row) is not dict:
            raise ReadError(f"not a state of links: line {number} is no JSON object")
        one = observation_of(row)
        if one is not None:
            yield one


def exported(observations: Iterable[Observation]) -> Iterator[str]:
    """Yield the lines of an export, sorted by URL, without line ends. Times are days, so that two
    runs on one day write the same."""
    import json

    for one in sorted(observations, key=lambda each: each.url):
        row: dict[str, object] = {"url": one.url, "class": one.kind, "reason": one.reason}
        row["final"] = one.final
        row["hops"] = one.hops
        row["title"] = one.title
        row["asked"], row["last_ok"] = day_of(one.asked), day_of(one.last_ok)
        row["first_failed"] = day_of(one.first_failed)
        row["looks"] = [(day_of(look.at), *look[1:]) for look in one.looks]
        row["fragments"] = dict(sorted(one.fragments.items()))
        row["copy"], row["copy_date"] = one.copy, one.copy_date
        kept = {key: value for key, value in row.items() if value not in ("", (), [], {})}
        yield json.dumps(kept, ensure_ascii=True)
