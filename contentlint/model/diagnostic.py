"""Findings of checkers, and the diagnostics that reports contain."""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Span

if TYPE_CHECKING:
    from typing import Any

SEVERITIES = ("info", "warning", "error")
"""In ascending order."""


def rank(severity: str) -> int:
    """Return the order of a severity: info 0, warning 1, error 2.

    Raises:
        ValueError: there is no such severity.
    """
    return SEVERITIES.index(severity)


class Edit(NamedTuple):
    """Replace a span by a text; an empty span inserts, Span(-1, 0) is the byte-order mark."""

    span: Span
    text: str


class Fix(NamedTuple):
    edits: tuple[Edit, ...]
    """Ascending, without overlap; applied together or not at all."""
    safe: bool
    """True when neither meaning nor rendering can get worse."""
    title: str
    """The effect of applying it, in the imperative."""


class Related(NamedTuple):
    """Another place that belongs to a finding."""

    span: Span
    message: str


class Finding(NamedTuple):
    """From a checker: the place and the values of the message. The rule provides the rest."""

    span: Span
    values: Mapping[str, object] = {}
    """Fills the ``{names}`` of the rule's message."""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: str | None = None
    """None: the rule's own; a checker may only lower it."""
    whole: bool = False
    """True if it is about the document as a whole: its fingerprint does not depend on the text at
    the span."""


class Fact(NamedTuple):
    """From a checker that compares files: a property of one document, to be compared with those of
    others."""

    span: Span
    keys: tuple[int, ...]
    """64-bit hashes of the compared values; the checker defines their number and meaning."""
    note: str = ""
    """Shown by findings about it."""
    value: str = ""
    """The value itself, such as a URL, for a resolver that looks it up."""


class Match(NamedTuple):
    """From a checker that compares files: a finding at one fact, with related facts."""

    at: Collected
    values: Mapping[str, object]
    """Fills the ``{names}`` of the rule's message."""
    related: tuple[tuple[Collected, str], ...] = ()
    """Other places, each with its message."""
    severity: str | None = None


class Position(NamedTuple):
    """A range as reports show it: from 1, in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start(self) -> tuple[int, int]:
        """Line and column of the first code point."""
        return self.line, self.column

    @property
    def end(self) -> tuple[int, int]:
        """Line and column after the last code point."""
        return self.end_line, self.end_column


class TextEdit(NamedTuple):
    position: Position
    text: str


class ReportedFix(NamedTuple):
    safe: bool
    title: str
    edits: tuple[TextEdit, ...]


class ReportedRelated(NamedTuple):
    position: Position
    message: str
    path: str = ""
    """The path of another file; ``""``: the same as that of the finding."""


class Excerpt(NamedTuple):
    """The line of a finding, cut around the fault; columns are 0-based offsets into ``text``."""

    text: str
    start: int
    end: int
    cut_before: bool
    cut_after: bool


NO_EXCERPT = Excerpt("", 0, 0, False, False)
"""Stands for an excerpt that no reporter needs."""


class Diagnostic(NamedTuple):
    """A finding with everything that reporters, the cache and other machines need."""

    path: str
    position: Position
    code: str
    name: str
    severity: str
    message: str
    fix: ReportedFix | None
    related: tuple[ReportedRelated, ...]
    excerpt: Excerpt
    fingerprint: str = ""
    """16 hexadecimal digits, computed from the text of the fault and its line, not from its
    position."""
    quoted: tuple[tuple[int, int], ...] = ()
    """The spans of the values in the message, in code points from 0, ascending; none if the message
    is ASCII, whose order cannot be affected."""
    start: int = 0
    """Offset of the fault in ``Document.text``, in code points; -1 for the byte-order mark."""
    end: int = 0
    """Offset of the first code point after the fault; equal to ``start`` for an empty span."""

    def values(self) -> tuple[str, ...]:
        """Return the texts at ``quoted``."""
        return tuple([self.message[start:end] for start, end in self.quoted])

    def sort_key(self) -> tuple[Any, ...]:
        """Return path, position, code and message: the order of every report."""
        return self.path, self.position, self.code, self.message


class Incomplete(NamedTuple):
    """A part of the input that was not checked, so that the run fails."""

    path: str
    reason: str
    rule: str | None = None


class Counts(NamedTuple):
    """Number of findings by severity, whether shown or not."""

    info: int = 0
    warning: int = 0
    error: int = 0
    fixable: int = 0
    """Findings with a safe fix."""

    def total(self) -> int:
        return self.info + self.warning + self.error

    def reaching(self, severity: str) -> int:
        """Count the findings at or above a severity."""
        return sum((self.info, self.warning, self.error)[rank(severity) :])

    def plus(self, other: Counts) -> Counts:
        info, warning, error, fixable = other
        return Counts(
            self.info + info, self.warning + warning, self.error + error, self.fixable + fixable
        )


class Collected(NamedTuple):
    """A ``Fact`` in the form that is sent between processes and machines: without text except for
    the note and the value."""

    code: str
    path: str
    position: Position
    keys: tuple[int, ...]
    note: str
    suppressed: bool
    """True if a comment of its file suppresses the rule there: it may be related, never the
    finding."""
    start: int = 0
    end: int = 0
    """Offsets as in ``Diagnostic``."""
    value: str = ""


class Repair(NamedTuple):
    """The fixes of a file, applied or not."""

    applied: tuple[tuple[str, int], ...] = ()
    """Number of fixes of each rule, by code."""
    refused: str = ""
    """The reason why nothing was changed although there were fixes."""
    diff: str = ""
    """A unified diff; invalid bytes are lone surrogates."""


class FileResult(NamedTuple):
    """The result of one file; ``diagnostics`` are sorted, and those below the requested severity
    are only in ``counts``."""

    path: str
    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    incomplete: tuple[Incomplete, ...]
    counts: Counts = Counts()
    facts: tuple[Collected, ...] = ()
    """For the rules that compare files, see ``contentlint.engine.cross_file``."""
    language: str = ""
    """The language of the document; ``""``: unknown, or the file was not read."""
    repair: Repair = Repair()
    """With ``--fix`` and ``--diff``; then the other fields describe the file after the fixes."""
    asked: tuple[tuple[str, bool | None], ...] = ()
    """The files beside it whose existence the rules tested, with the results; for the cache."""
    digest: str = ""
    """Digest of its bytes, if the cache needs it; ``""`` also if the file has changed."""
    times: tuple[tuple[str, int, int], ...] = ()
    """The time of each rule, if it was requested: see ``contentlint.engine.profiling``."""
    told: tuple[int, str] = (0, "")
    """How many ``diagnostics`` there were, and their text in the report: see
    ``contentlint.run.telling``."""
    files: int = 1
    """More than one if ``contentlint.run.telling`` has combined the results of so many."""
