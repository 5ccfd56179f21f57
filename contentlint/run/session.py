"""Checks and fixes articles as a run was asked to.

A session is made from a ``Request``, which is plain data: a worker process makes its own from it,
and pickling stores nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

from contentlint._util import TYPE_CHECKING, escape, translation
from contentlint._util.digest import digest_of
from contentlint.engine import linter, ruleset
from contentlint.engine.render import Examined, Shown, worded
from contentlint.model.diagnostic import FileResult, Incomplete, Repair
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, ReadError, WriteError
from contentlint.model.record import Record
from contentlint.run.request import Limits as Limits
from contentlint.run.request import Needs as Needs
from contentlint.run.request import Reading as Reading
from contentlint.run.request import Request as Request
from contentlint.run.request import Selection as Selection
from contentlint.run.resolve import FileSettings, Resolver
from contentlint.source import formats
from contentlint.source.files import read_bytes, too_large
from contentlint.source.siblings import Siblings

if TYPE_CHECKING:
    from typing import Any, Final

    from contentlint.engine.profiling import Times
    from contentlint.engine.wording import Wording
    from contentlint.fix.loop import Place
    from contentlint.model.rule import Rule
    from contentlint.run.counterparts import Sources
    from contentlint.run.observed import Observed
    from contentlint.source.atomic_write import Change

_SOURCE = ""
"""Stands for the source of a translation in ``FileResult.asked``: no sibling has this name."""
_BATCH = 32
"""The most files that are fixed before they are written: each stays open until then."""


class Session:
    """Checks and fixes articles.

    A session is frozen: its attributes are never assigned again. Several threads may use it at
    once.

    Attributes:
        request: what the session was asked to do.
        resolver: the configuration of each file.
    """

    def __init__(
        self,
        request: Request,
        resolver: Resolver | None = None,
        siblings: Siblings | None = None,
        observed: Observed | None = None,
    ) -> None:
        """Without ``resolver`` and ``observed``, make those that the request describes.

        Raises:
            ConfigError: the configuration or the profile of the request is wrong, or the file with
                observations cannot be read.
        """
        self.resolver: Final = resolver or Resolver(
            request.selection, request.limits, request.reading, timed=request.needs.timed
        )
        self._siblings: Final = siblings or Siblings()
        self._sources: Final[Sources] = {}
        reading = request.reading
        if reading.links and observed is None:
            from contentlint.run.observed import Observed

            observed = Observed(reading.links, self.resolver, reading.links_digest)
            request = request._replace(reading=reading._replace(links_digest=observed.digest))
        self._observed: Final = observed
        self.request: Final = request

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.request,)

    def with_(self, needs: Needs) -> Session:
        """Return a session with other needs, which shares the resolver of this one if it can.

        Raises:
            ConfigError: ``needs.timed`` differs, and a configuration has become wrong.
        """
        # The rules of a timed resolver record their times.
        resolver = self.resolver if needs.timed == self.resolver.timed else None
        request = self.request._replace(needs=needs)
        return type(self)(request, resolver, self._siblings, self._observed)

    def check(self, record: Record) -> FileResult:
        """Check a record.

        With ``Needs.fix`` the fixes are applied first, and the result is that of the fixed
        content. The result of a record that cannot be read is incomplete.

        Raises:
            ConfigError: its configuration is wrong.
        """
        return self._check(record.path, record)

    def check_file(
        self,
        path: str,
        changes: list[Change] | None = None,
        only: Collection[Place] | None = None,
    ) -> FileResult:
        """Check a file on the disk, as ``check``.

        With ``Needs.fix`` ``write`` the fixed file is written, or its change added to ``changes``;
        with ``only``, no other findings are fixed.
        """
        return self._check(path, changes=changes, only=only)

    def check_files(self, paths: Iterable[str]) -> Iterator[FileResult]:
        """Yield the result of each file in order; fixed files are written in batches.

        Raises:
            ConfigError: the configuration of a file is wrong.
        """
        if self.request.needs.fix != "write":
            yield from map(self.check_file, paths)
            return
        from contentlint.source import atomic_write

        for batch in _batches(paths):
            changes: list[Change] = []
            results = [self.check_file(path, changes) for path in batch]
            refused = atomic_write.replace_all(changes)
            old = {change.path: change.old for change in changes}
            for result in results:
                why = refused.get(result.path)
                if why:
                    record = formats.record(result.path, old[result.path])
                    result = self._rendered(self._unfixed(record, why))
                yield result

    def _check(
        self,
        path: str,
        record: Record | None = None,
        changes: list[Change] | None = None,
        only: Collection[Place] | None = None,
    ) -> FileResult:
        """Check a record, by default the file at ``path``."""
        needs = self.request.needs
        times: Times | None = {} if needs.timed else None
        try:
            settings = self.resolver.settings(path)
            if record is None:
                record = formats.record(path, read_bytes(path, settings.max_file_size))
            if needs.fix:
                result = self._repair(record, settings, times, changes, only)[0]
            else:
                result = self.lint(self._read(record, settings, times))
        except ReadError as error:
            return FileResult(path, (), 0, (Incomplete(path, str(error)),))
        except ConfigError:
            raise
        except Exception as error:  # a fault of ours in one file must not cost the others
            reason = escape.quote(f"the reader failed: {type(error).__name__}: {error}", 200)
            return FileResult(path, (), 0, (Incomplete(path, reason),))
        if needs.cached and result.repair == Repair():  # the digest of a fixed file is another
            result = result._replace(digest=digest_of(record.data))
        if times:
            listed = tuple((code, spent, found) for code, (spent, found) in times.items())
            result = result._replace(times=listed)
        return self._rendered(result)

    def _rendered(self, result: FileResult) -> FileResult:
        """Replace diagnostics by their lines in the report if the request needs these."""
        render = self.request.needs.render
        if not render or not result.diagnostics:
            return result
        from contentlint._util.style import Style
        from contentlint.run.report_lines import rendered

        return rendered(result, self.rules(), render[0], Style(*render[1:]))

    def wording(self) -> Wording | None:
        """Return the translations of messages; None if they are English.

        A process that speaks another language, such as a new worker, speaks that of the session
        from now on.
        """
        wanted, digits = self.request.needs.language, self.request.needs.digits
        if wanted == "en":
            return None
        from contentlint.engine import wording

        if translation.language() != wanted:
            translation.use(wanted, digits)
        return wording.of(wanted)

    def rules(self) -> Mapping[str, Rule]:
        """Return ``Resolver.rules`` in the language of messages."""
        wording, rules = self.wording(), self.resolver.rules()
        return rules if wording is None else wording.rules(rules)

    def exist_as_before(self, path: str, asked: Iterable[tuple[str, bool | str | None]]) -> bool:
        """Return True if the sibling files that rules asked for still exist, or still do not, and
        the source of a translation is the same.

        ``asked`` is ``FileResult.asked`` of an earlier result of the article at ``path``.

        Raises:
            ConfigError: the configuration of the article is wrong.
        """
        root = self.resolver.site_root(path)
        return all(
            self._has_source(path, there)
            if isinstance(there, str)
            else self._exists(path, root, name) is there
            for name, there in asked
        )

    def _has_source(self, path: str, answer: str) -> bool:
        """Return True if ``counterparts.answer`` for an article is as before."""
        from contentlint.run import counterparts

        return counterparts.answer(self.resolver, path) == answer

    def open(self, path: str) -> Record:
        """Return the content of a file on the disk.

        Raises:
            ReadError: it cannot be read, or is too large.
            ValueError: its suffix is unknown.
            ConfigError: its configuration is wrong.
        """
        limit = self.resolver.settings(path).max_file_size
        return formats.record(path, read_bytes(path, limit))

    def read(self, record: Record) -> Document:
        """Parse a record as its configuration requires.

        Raises:
            ReadError: it is not text, or too large.
            ConfigError: its configuration is wrong.
        """
        return self._read(record, self.resolver.settings(record.path))

    def _read(self, record: Record, settings: FileSettings, times: Times | None = None) -> Document:
        path, data, format_ = record
        if 0 < settings.max_file_size < len(data):
            raise ReadError(too_large(settings.max_file_size))
        most = self.resolver.signs()
        if 0 < most < _signs(data, most):
            raise ReadError(f"more than {most} line ends and punctuation marks (--untrusted)")
        read = formats.read
        if times is not None:
            from contentlint.engine import profiling

            read = profiling.timed_reader(read, times)
        doc = read(
            path,
            data,
            format=format_,
            language=settings.lang,
            paragraphs=settings.paragraphs,
            origin=settings.origin,
            dialect=settings.dialect,
        )
        if self.request.reading.rows:
            doc.comments = []
            return doc
        doc.lookup = partial(self._exists, path, settings.site_root)
        if self.request.needs.cached:
            doc.lookup = _RecordingLookup(doc.lookup)
        if self.request.limits.untrusted:
            doc.comments = []  # a stranger cannot suppress what is found in his own article
        else:
            doc.suppressions = self.resolver.suppressions(path)
        if self._observed is not None:
            doc.observations = self._observed.of(path)
        if settings.paired:
            self._pair(doc)
        return doc

    def _pair(self, doc: Document) -> None:
        """Give a translation its source.

        Raises:
            ReadError: the source cannot be read.
            ConfigError: see ``counterparts.pair``.
        """
        from contentlint.run import counterparts  # few runs have translations

        answer = counterparts.pair(self.resolver, doc, self._sources)
        if isinstance(doc.lookup, _RecordingLookup) and answer is not None:
            doc.lookup.answers[_SOURCE] = answer

    def measure(self, record: Record) -> dict[str, float]:
        """Return every measure of a record by its name, as ``docs/measures.md`` describes them.

        Raises:
            ReadError: the record is not text, or too large.
            ConfigError: its configuration is wrong.
        """
        from contentlint.text.measures import table

        words = self.resolver.word_list(record.path, table.STOP_WORDS)
        return table.values(self.read(record), words)

    def _exists(self, path: str, site_root: str, name: str) -> bool | None:
        """Answer ``Document.exists`` for the article at ``path``."""
        return self._siblings.exists(os.path.dirname(path), site_root, name)

    def lint(self, doc: Document) -> FileResult:
        """Check a document under the configuration of its path."""
        settings = self.resolver.settings(doc.path, doc.language)
        return self._worded(doc, self._examined(doc, settings), settings)

    def _worded(self, doc: Document, examined: Examined, settings: FileSettings) -> FileResult:
        needs = self.request.needs
        shown = Shown(needs.least, needs.excerpts, needs.edits, needs.fingerprints, self.wording())
        result = worded(doc, examined, shown, settings.max_findings)
        if isinstance(doc.lookup, _RecordingLookup) and doc.lookup.answers:
            result = result._replace(asked=tuple(doc.lookup.answers.items()))
        return result

    def examine(self, doc: Document) -> Examined:
        """Return the findings of a document, without diagnostics of them."""
        return self._examined(doc, self.resolver.settings(doc.path, doc.language))

    def _examined(self, doc: Document, settings: FileSettings) -> Examined:
        return linter.examine(doc, settings.table, self.resolver.chains, settings.known)

    def repair(
        self, record: Record, only: Collection[Place] | None = None
    ) -> tuple[FileResult, bytes]:
        """Apply the fixes to a record, with ``only`` those of these findings; return the result of
        the new content, and that content.

        With ``Needs.fix`` ``write`` the file at its path is written; with ``diff`` the result is
        that of the old content, and has the patch.

        Raises:
            ReadError: the record is not text, or too large.
            ConfigError: its configuration is wrong.
        """
        return self._repair(record, self.resolver.settings(record.path), only=only)

    def _repair(
        self,
        record: Record,
        settings: FileSettings,
        times: Times | None = None,
        changes: list[Change] | None = None,
        only: Collection[Place] | None = None,
    ) -> tuple[FileResult, bytes]:
        from contentlint.fix import loop
        from contentlint.source import atomic_write

        needs, resolved, (path, data, _) = self.request.needs, self.resolver.settings, record
        fixed = loop.fix(
            data,
            lambda current: self._read(record._replace(data=current), settings, times),
            self.examine,
            unsafe=needs.unsafe,
            built_in=lambda doc: ruleset.built_in(resolved(path, doc.language).rules),
            only=only,
        )
        new, diff = fixed.data, ""
        if new != data and changes is not None:
            changes.append(atomic_write.Change(path, data, new))
        elif new != data and needs.fix == "write":
            try:
                atomic_write.replace(path, data, new)
            except WriteError as error:
                return self._unfixed(record, str(error)), data
        elif new != data and needs.fix == "diff":
            from contentlint.fix import patch  # with difflib

            diff = patch.diff(path, data, new).decode("utf-8", "surrogateescape")
        # With a patch the content has not changed.
        doc, examined = fixed.before if diff else (fixed.last, fixed.examined)
        result = self._worded(doc, examined, resolved(doc.path, doc.language))
        if fixed.refused:
            result = _not_fixed(result, fixed.refused)
        return result._replace(repair=Repair(fixed.applied, fixed.refused, diff)), new

    def _unfixed(self, record: Record, why: str) -> FileResult:
        """Return the result of a file that could not be written, and is unchanged."""
        result = self.lint(self.read(record))
        return _not_fixed(result, why)._replace(repair=Repair((), why))


_SIGNS = bytes(c for c in range(128) if not chr(c).isalnum() and c not in b" \t")


def _signs(data: bytes, least: int) -> int:
    """Count line ends, ASCII punctuation and control characters; 0 if ``least`` is out of reach."""
    return len(data) - len(data.translate(None, _SIGNS)) if len(data) > least else 0


class _RecordingLookup:
    """A ``Document.lookup`` that records its answers, on which the result of the file depends."""

    def __init__(self, exists: Callable[[str], bool | None]) -> None:
        self._exists = exists
        self.answers: dict[str, bool | str | None] = {}

    def __call__(self, name: str) -> bool | None:
        self.answers[name] = there = self._exists(name)
        return there


def _batches(paths: Iterable[str]) -> Iterator[list[str]]:
    """Group paths into batches of at most ``_BATCH``, in which no file occurs under two names."""
    batch: dict[str, str] = {}
    for path in paths:
        real = os.path.realpath(path)
        if real in batch or len(batch) == _BATCH:
            yield [*batch.values()]
            batch = {}
        batch[real] = path
    if batch:
        yield [*batch.values()]


def _not_fixed(result: FileResult, why: str) -> FileResult:
    missing = Incomplete(result.path, f"not fixed: {why}")
    return result._replace(incomplete=(*result.incomplete, missing))
