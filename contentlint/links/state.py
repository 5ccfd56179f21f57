"""The state of links: what was seen of each URL, in a database of SQLite that one run writes."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from threading import Lock

from contentlint._util import TYPE_CHECKING
from contentlint.cache import folder as cache_folder
from contentlint.links import robots
from contentlint.links.robots import Dated
from contentlint.model.errors import WriteError, reason
from contentlint.model.observation import Observation
from contentlint.source import observations

if TYPE_CHECKING:
    from types import TracebackType

NAME = "links.sqlite3"
"""The name of the file in the folder of the cache."""
_BATCH = 256
"""The number of observations that are written together; a killed run loses fewer."""
_WAIT = 1.0
"""Seconds to wait for another run that is writing."""
_NO_ACCESS = ("locked", "readonly", "unable to open", "permission", "full")
"""Words of SQLite's messages about files that may be right, but cannot be used now. Python 3.10 has
no numbers for them."""

_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a database. A journal is believed before any row is read, and one
that a stranger made has files deleted; a state at home never has one on the disk."""


def at_home(folder: str, secret: bytes) -> State:
    """Open the state in the folder of a cache, which is believed only as far as this user wrote it.

    ``secret`` is from ``cache.secret.of_user``: every row is sealed with it, because a folder may
    have come with a repository.

    Raises:
        WriteError: there is no secret, or the folder or its file is not this user's own.
    """
    path = os.path.join(folder, NAME)
    if not secret or not cache_folder.usable(folder):
        raise WriteError(f"{path}: not in a folder of your own; name a file with --state")
    try:
        cache_folder.make(folder)
        with suppress(FileNotFoundError):
            status = os.lstat(path)
            own = os.name == "nt" or status.st_uid == os.geteuid()
            if not stat.S_ISREG(status.st_mode) or not own:
                raise WriteError(f"{path}: not a file of your own; name a file with --state")
        for suffix in _BESIDE:
            with suppress(FileNotFoundError):
                os.unlink(path + suffix)
    except OSError as error:
        raise WriteError(f"{path}: {reason(error)}") from None
    return State(path, secret)


def _is_encodable(text: str) -> bool:
    """Return False for a text with lone surrogates: an undecodable byte of an article."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


class State:
    """An open state. Close it, or use it in a ``with`` statement; several threads may call ``put``.

    Attributes:
        path: of the file.
        known: the observations by URL, those that ``put`` has added included.
        robots: what robots.txt allows, by origin.
        set_aside: the path to which a file was renamed that is no state of this version; ``""``.
    """

    def __init__(self, path: str, secret: bytes = b"") -> None:
        """Open or create the file. With a secret, rows are sealed, and others are not believed.

        Raises:
            WriteError: it cannot be opened or written, or another run has it open.
        """
        self.path = path
        self.known: dict[str, Observation] = {}
        self.robots: dict[str, Dated] = {}
        self.set_aside = ""
        self._secret = secret
        self._lock = Lock()
        self._waiting: dict[str, Observation] = {}
        self._waiting_robots: dict[str, Dated] = {}
        try:
            self._database = self._opened()
        except sqlite3.DatabaseError as error:
            if any(word in str(error) for word in _NO_ACCESS):
                raise WriteError(f"{path}: {error}") from None
            self._database = self._begun_anew()

    def _opened(self) -> sqlite3.Connection:
        """Open the file and read it.

        Raises:
            sqlite3.DatabaseError: it is no state of this version.
        """
        new = not os.path.lexists(self.path) or not os.path.getsize(self.path)
        database = sqlite3.connect(
            self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        try:
            # Two runs would each lose what the other one sees.
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            mode = "MEMORY" if self._secret else "DELETE"
            database.execute(f"PRAGMA journal_mode = {mode}")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("BEGIN EXCLUSIVE")
            if new:
                for table in observations.SCHEMA.values():
                    database.execute(table)
                database.execute(f"PRAGMA user_version = {observations.VERSION}")
            fault = observations.schema_fault(database)
            if fault:
                raise sqlite3.DatabaseError(fault)
            self.known = {one.url: one for one in observations.rows_of(database, self._secret)}
            self.robots = dict(self._robots_of(database))
            if self._secret and self._has_others(database):
                # Whoever is given the path believes all that is in the file.
                for name in observations.SCHEMA:
                    database.execute(f"DELETE FROM {name}")
                self._waiting, self._waiting_robots = dict(self.known), dict(self.robots)
            database.execute("COMMIT")
        except BaseException:
            database.close()
            raise
        return database

    def _has_others(self, database: sqlite3.Connection) -> bool:
        """Return True if the file has rows that are not sealed, or wrong."""
        counts = [f"(SELECT COUNT(*) FROM {name})" for name in observations.SCHEMA]
        found = database.execute(f"SELECT {', '.join(counts)}").fetchone()
        fragments = sum(len(one.fragments) for one in self.known.values())
        return bool(found != (len(self.known), fragments, len(self.robots)))

    def _robots_of(self, database: sqlite3.Connection) -> Iterator[tuple[str, Dated]]:
        """Yield the valid rows about robots.txt; with a secret, only those that it seals."""
        for *values, seal in database.execute("SELECT origin, asked, rules, seal FROM robots"):
            if self._secret and seal != observations.seal_of(values, self._secret):
                continue
            origin, asked, rules = values
            found = robots.read(rules)
            if found is None or type(asked) is not int or observations.time_of(asked) is None:
                continue
            if observations.is_url(origin) and origin.count("/") == 2:
                yield origin, Dated(found, asked)

    def _begun_anew(self) -> sqlite3.Connection:
        """Rename a file that is no state of this version, and create a new one."""
        self.known, self.robots = {}, {}
        number = 1
        while os.path.lexists(f"{self.path}.old-{number}"):
            number += 1
        try:
            os.rename(self.path, f"{self.path}.old-{number}")
            with suppress(FileNotFoundError):
                os.rename(f"{self.path}-journal", f"{self.path}.old-{number}-journal")
            self.set_aside = f"{self.path}.old-{number}"
            return self._opened()
        except OSError as error:
            raise WriteError(f"{self.path}: {reason(error)}") from None
        except sqlite3.Error as error:
            raise WriteError(f"{self.path}: {error}") from None

    def put(self, observation: Observation) -> None:
        """Add or replace an observation; it is on the disk after ``flush`` at the latest.

        Raises:
            WriteError: the disk is full, or the file has become unwritable.
        """
        with self._lock:
            self.known[observation.url] = observation
            self._waiting[observation.url] = observation
            if len(self._waiting) >= _BATCH:
                self._write()

    def put_robots(self, origin: str, rules: Dated) -> None:
        """Add or replace what the robots.txt of an origin allows; it is written with the next
        observations, or with ``flush``."""
        with self._lock:
            self.robots[origin] = rules
            self._waiting_robots[origin] = rules

    def forget_robots(self, before: int) -> None:
        """Remove what robots.txt allowed before a time, in seconds since 1970.

        Raises:
            WriteError: the file has become unwritable.
        """
        with self._lock:
            old = [origin for origin, each in self.robots.items() if each.asked < before]
            if old:
                for origin in old:
                    del self.robots[origin]
                    self._waiting_robots.pop(origin, None)
                self._change([("DELETE FROM robots WHERE origin = ?", [(each,) for each in old])])

    def flush(self) -> None:
        """Write what waits.

        Raises:
            WriteError: see ``put``.
        """
        with self._lock:
            self._write()

    def _write(self) -> None:
        if not self._waiting and not self._waiting_robots:
            return
        rows, fragments, rules = [], [], []
        for one in self._waiting.values():
            values = observations.row_of(one)
            if not _is_encodable(one.url):
                continue
            rows.append((*values, observations.seal_of(values, self._secret)))
            for name, there in one.fragments.items():
                if not _is_encodable(name):
                    continue
                place = (one.url, name, None if there is None else int(there))
                fragments.append((*place, observations.seal_of(place, self._secret)))
        for origin, each in self._waiting_robots.items():
            line = (origin, each.asked, robots.written(each.robots))
            rules.append((*line, observations.seal_of(line, self._secret)))
        marks = ", ".join("?" * (len(observations.FIELDS) + 1))
        self._change(
            [
                (f"REPLACE INTO observations VALUES ({marks})", rows),
                ("DELETE FROM fragments WHERE url = ?", [(row[0],) for row in rows]),
                ("REPLACE INTO fragments VALUES (?, ?, ?, ?)", fragments),
                ("REPLACE INTO robots VALUES (?, ?, ?, ?)", rules),
            ]
        )
        self._waiting.clear()
        self._waiting_robots.clear()

    def _change(self, changes: Sequence[tuple[str, Sequence[tuple[object, ...]]]]) -> None:
        """Make changes together, or none of them.

        Raises:
            WriteError: see ``put``.
        """
        try:
            self._database.execute("BEGIN IMMEDIATE")
            for statement, values in changes:
                self._database.executemany(statement, values)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            raise WriteError(f"{self.path}: {error}") from None

    def close(self) -> None:
        """Write what waits, and close the file.

        Raises:
            WriteError: see ``put``; the file is closed all the same.
        """
        try:
            self.flush()
        finally:
            self._database.close()

    def __enter__(self) -> State:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
