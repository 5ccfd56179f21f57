"""The checking of one file, and of several, as a run was asked to do.

A session is built from plain data, so that a worker process can build its own:
that is also how it is pickled. Its request never changes, and several threads may use it at
once, unless it writes fixes or notes times.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from time import process_time_ns

from contentlint._util import TYPE_CHECKING, escape
from contentlint._util.digest import digest_of
from contentlint.engine import linter, render, ruleset
from contentlint.model.diagnostic import FileResult, Incomplete, Repair
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, ReadError, WriteError
from contentlint.run.resolve import FileSettings, Settings
from contentlint.run.resolve import Limits as Limits
from contentlint.run.resolve import Needs as Needs
from contentlint.run.resolve import Reading as Reading
from contentlint.run.resolve import Request as Request
from contentlint.run.resolve import Selection as Selection
from contentlint.source import formats
from contentlint.source.files import read_bytes, too_large
from contentlint.source.siblings import Neighbours

if TYPE_CHECKING:
    from typing import Any

    from contentlint.run.telling import Tell
    from contentlint.source.atomic_write import Change

_WRITTEN_AT_ONCE = 32
"""Files that are fixed before they are written: each is open until all are."""


class Session(Settings):
    """Checks files."""

    def __init__(self, request: Request) -> None:
        """Raises ConfigError as ``Settings``."""
        super().__init__(request)
        self._neighbours = Neighbours()
        self._chains = linter.Chains(ruleset.builtin().precedence)
        self._unwritten: list[Change] | None = None
        """Collects the changes that ``check_all`` writes together; None: written one by one."""
        self._tell: Tell | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.request,)

    def with_(self, needs: Needs) -> Session:
        """A session with the same rules for another report; both can be used.

        Raises:
            ConfigError: as when the session was made, if ``needs.timed`` differs.
        """
        request = self.request._replace(needs=needs)
        if needs.timed != self.request.needs.timed:  # its rules are bound in another way
            return type(self)(request)
        other = self._copy()
        other.request = request
        other._tell = None
        return other

    def _copy(self) -> Session:
        """Another session over the same settings."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def check(self, path: str, data: bytes | None = None) -> FileResult:
        """Check one file; ``data`` is its content where it does not come from the disk.

        With ``Needs.fix`` its fixes are applied first, and the result is of
        what is left. What cannot be read is in ``incomplete``, never raised.

        Raises:
            ConfigError: the file's configuration is wrong.
        """
        if self.request.needs.timed:
            self._times.clear()
        result = self._check(path, data)
        if self.request.needs.timed and self._times:
            times = tuple((code, spent, found) for code, (spent, found) in self._times.items())
            result = result._replace(times=times)
        return self._told(result)

    def check_all(self, paths: Iterable[str]) -> Iterator[FileResult]:
        """The results of files in order; those that are fixed are written several at once.

        Raises:
            ConfigError: a file's configuration is wrong.
        """
        if self.request.needs.fix != "write":
            yield from map(self.check, paths)
            return
        from contentlint.source import atomic_write

        for batch in _batches(paths):
            changes: list[Change] = []
            session = self._copy()
            session._unwritten = changes
            results = [session.check(path) for path in batch]
            refused = atomic_write.replace_all(changes)
            old = {change.path: change.old for change in changes}
            for result in results:
                why = refused.get(result.path)
                if why:
                    result = self._told(self._unfixed(result.path, old[result.path], why))
                yield result

    def _told(self, result: FileResult) -> FileResult:
        telling = self.request.needs.telling
        if not telling or not result.diagnostics:
            return result
        if self._tell is None:
            from contentlint.run.telling import teller

            self._tell = teller(*telling)
        return self._tell(result, self.rules())

    def _check(self, path: str, data: bytes | None) -> FileResult:
        try:
            if data is None and (self.request.needs.fix or self.request.needs.cached):
                data = read_bytes(path, self.settings(path).max_file_size)
            if self.request.needs.fix:
                assert data is not None
                return self._for_cache(self.repair(path, data)[0], data)
            doc = self.read(path, data)
        except ReadError as error:
            return FileResult(path, (), 0, (Incomplete(path, str(error)),))
        except ConfigError:
            raise
        except Exception as error:  # a fault of ours in one file must not cost the others
            reason = escape.quote(f"the reader failed: {type(error).__name__}: {error}", 200)
            return FileResult(path, (), 0, (Incomplete(path, reason),))
        return self._for_cache(self.lint(doc), data)

    def _for_cache(self, result: FileResult, data: bytes | None) -> FileResult:
        """Add the digest that the cache stores, unless fixes have changed the file since."""
        if data is None or not self.request.needs.cached or result.repair != Repair():
            return result
        return result._replace(digest=digest_of(data))

    def still(self, path: str, asked: Iterable[tuple[str, bool | None]]) -> bool:
        """Return True if the files that this one's rules asked for exist or not, as they did.

        Raises:
            ConfigError: its configuration is wrong.
        """
        root = self.inline.site_root or self.configs.of(path).site_root
        folder = os.path.dirname(path)
        return all(self._neighbours.exists(folder, root, name) is there for name, there in asked)

    def read(self, path: str, data: bytes | None = None) -> Document:
        """One file as its configuration says that it is to be read.

        Raises:
            ReadError: it is not there, or no text.
            ConfigError: its configuration is wrong.
        """
        settings = self.settings(path)
        if data is None:
            data = read_bytes(path, settings.max_file_size)
        elif 0 < settings.max_file_size < len(data):
            raise ReadError(too_large(settings.max_file_size))
        timed = self.request.needs.timed
        start = process_time_ns() if timed else 0
        doc = formats.read(
            path,
            data,
            language=settings.lang,
            paragraphs=settings.paragraphs,
            origin=settings.origin,
        )
        if timed:
            from contentlint.engine import profiling

            profiling.add(self._times, profiling.READING, process_time_ns() - start)
        doc.lookup = partial(self._exists, path, settings.site_root)
        if self.request.needs.cached:
            doc.lookup = _Noted(doc.lookup)
        if self.request.limits.untrusted:
            doc.comments = []  # a stranger cannot suppress what is found in his own article
        return doc

    def _exists(self, path: str, root: str, name: str) -> bool | None:
        """See ``Document.exists``; the folder of a file is told where a rule asks for it."""
        return self._neighbours.exists(os.path.dirname(path), root, name)

    def lint(self, doc: Document) -> FileResult:
        """Check a document under the configuration of its path."""
        settings = self.settings(doc.path, doc.language)
        return self._worded(doc, self._examined(doc, settings), settings)

    def _worded(
        self, doc: Document, examined: render.Examined, settings: FileSettings
    ) -> FileResult:
        needs = self.request.needs
        result = render.worded(
            doc,
            examined,
            least=needs.least,
            excerpts=needs.excerpts,
            edits=needs.edits,
            fingerprints=needs.fingerprints,
            most=settings.max_findings,
        )
        if isinstance(doc.lookup, _Noted) and doc.lookup.answers:
            result = result._replace(asked=tuple(doc.lookup.answers.items()))
        return result

    def examine(self, doc: Document) -> render.Examined:
        """As ``lint``, without putting the findings into words."""
        return self._examined(doc, self.settings(doc.path, doc.language))

    def _examined(self, doc: Document, settings: FileSettings) -> render.Examined:
        return linter.examine(doc, settings.table, self._chains, settings.known)

    def repair(self, path: str, data: bytes) -> tuple[FileResult, bytes]:
        """Apply the fixes of a file as the request says; what is left, and the new bytes.

        The file is written only with ``fix = "write"``, and later where ``check_all`` asks.

        Raises:
            ReadError: it is no text.
            ConfigError: its configuration is wrong.
        """
        from contentlint.fix import loop
        from contentlint.source import atomic_write

        fixed = loop.fix(
            data,
            lambda current: self.read(path, current),
            self.examine,
            unsafe=self.request.needs.unsafe,
            built_in=lambda doc: ruleset.built_in(self.settings(path, doc.language).rules),
        )
        new, shown = fixed.data, ""
        if new != data and self._unwritten is not None:
            self._unwritten.append(atomic_write.Change(path, data, new))
        elif new != data and self.request.needs.fix == "write":
            try:
                atomic_write.replace(path, data, new)
            except WriteError as error:
                return self._unfixed(path, data, str(error)), data
        elif new != data and self.request.needs.fix == "diff":
            from contentlint.fix import patch  # with difflib

            shown = patch.diff(path, data, new).decode("utf-8", "surrogateescape")
        if shown:  # nothing was changed, and so everything is left to be found
            result = self.lint(self.read(path, data))
        else:
            last = fixed.last
            result = self._worded(last, fixed.examined, self.settings(last.path, last.language))
        if fixed.refused:
            result = _not_fixed(result, fixed.refused)
        return result._replace(repair=Repair(fixed.applied, fixed.refused, shown)), new

    def _unfixed(self, path: str, data: bytes, why: str) -> FileResult:
        """The result of a file that could not be written, and is as it was."""
        result = self.lint(self.read(path, data))
        return _not_fixed(result, why)._replace(repair=Repair((), why))


class _Noted:
    """A look-up that notes its answers: what the result of a file depends on besides its bytes."""

    def __init__(self, exists: Callable[[str], bool | None]) -> None:
        self._exists = exists
        self.answers: dict[str, bool | None] = {}

    def __call__(self, name: str) -> bool | None:
        self.answers[name] = there = self._exists(name)
        return there


def _batches(paths: Iterable[str]) -> Iterator[list[str]]:
    """Paths that are written at once: none of them is another name of the file of one before."""
    batch: dict[str, str] = {}
    for path in paths:
        real = os.path.realpath(path)
        if real in batch or len(batch) == _WRITTEN_AT_ONCE:
            yield [*batch.values()]
            batch = {}
        batch[real] = path
    if batch:
        yield [*batch.values()]


def _not_fixed(result: FileResult, why: str) -> FileResult:
    missing = Incomplete(result.path, f"not fixed: {why}")
    return result._replace(incomplete=(*result.incomplete, missing))
