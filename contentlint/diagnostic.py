"""What a checker finds, and what is reported of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from contentlint.document import Span

SEVERITIES = ("info", "warning", "error")
"""From the least to the gravest."""


def rank(severity: str) -> int:
    """Order of a severity: info 0, warning 1, error 2.

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
    """What applying it does, in the imperative."""


class Related(NamedTuple):
    """Another place that belongs to a finding."""

    span: Span
    message: str


class Finding(NamedTuple):
    """From a checker: where, and with what words. The rule says the rest."""

    span: Span
    values: Mapping[str, object] = {}
    """Fills the ``{names}`` of the rule's message."""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: str | None = None
    """None: the rule's own; a checker may only lower it."""


class Position(NamedTuple):
    """A range as people read it: from 1, in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


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


class Excerpt(NamedTuple):
    """The line of a finding, cut around the fault; columns from 0 into ``text``."""

    text: str
    start: int
    end: int
    cut_before: bool
    cut_after: bool


NO_EXCERPT = Excerpt("", 0, 0, False, False)
"""In place of an excerpt that no reporter asked for."""


class Diagnostic(NamedTuple):
    """All that a reporter, the cache or another machine needs."""

    path: str
    position: Position
    code: str
    name: str
    severity: str
    message: str
    fix: ReportedFix | None
    related: tuple[ReportedRelated, ...]
    excerpt: Excerpt

    def sort_key(self) -> tuple[Any, ...]:
        """Path, then place, then code: the order of every report."""
        return self.path, self.position, self.code, self.message


class Incomplete(NamedTuple):
    """Something that was not checked, so that the run cannot pass."""

    path: str
    reason: str
    rule: str | None = None


class Counts(NamedTuple):
    """How many findings there are, shown or not."""

    info: int = 0
    warning: int = 0
    error: int = 0
    fixable: int = 0
    """Those with a safe fix."""

    def total(self) -> int:
        return self.info + self.warning + self.error

    def reaching(self, severity: str) -> int:
        """How many are at or above a severity."""
        return sum(self[rank(severity) : len(SEVERITIES)])

    def plus(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


class FileResult(NamedTuple):
    """What one file gave; ``diagnostics`` are sorted, those below the severity asked for
    are only in ``counts``."""

    path: str
    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    incomplete: tuple[Incomplete, ...]
    counts: Counts = Counts()


class Report(NamedTuple):
    """The whole run, as reporters get it."""

    files: int
    diagnostics: tuple[Diagnostic, ...]
    """Those at or above ``min_severity``, sorted; the others are only counted."""
    suppressed: int
    incomplete: tuple[Incomplete, ...]
    min_severity: str
    version: str
    counts: Counts
