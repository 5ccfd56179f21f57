"""What a checker finds, and what is reported of it."""

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
    whole: bool = False
    """It is about the document, wherever it stands: the text there may change, and it is known."""


class Fact(NamedTuple):
    """From a checker across files: something of one document, to be compared with the others'."""

    span: Span
    keys: tuple[int, ...]
    """64-bit hashes of what is compared; how many and of what is the checker's own affair."""
    note: str = ""
    """What a finding about it shows."""
    value: str = ""
    """The thing itself, such as a URL, for a resolver that has to look it up."""


class Match(NamedTuple):
    """From a checker across files: a finding at one fact, with the facts that belong to it."""

    at: Collected
    values: Mapping[str, object]
    """Fills the ``{names}`` of the rule's message."""
    related: tuple[tuple[Collected, str], ...] = ()
    """Other places, each with its message."""
    severity: str | None = None


class Position(NamedTuple):
    """A range as people read it: from 1, in code points, the end exclusive."""

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
    """Of another file; ``""``: the same as the finding's."""


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
    fingerprint: str = ""
    """16 hexadecimal digits of the text it is about, whatever line that stands on."""
    quoted: tuple[tuple[int, int], ...] = ()
    """The spans of the texts that fill the message, in code points from 0, ascending; none where
    the message is ASCII, whose order nothing can change."""
    start: int = 0
    """Offset of the fault in ``Document.text``, in code points; -1 for the byte-order mark."""
    end: int = 0
    """Offset of the first code point after the fault; equal to ``start`` for an empty span."""

    def values(self) -> tuple[str, ...]:
        """The texts at ``quoted``."""
        return tuple([self.message[start:end] for start, end in self.quoted])

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
        return sum((self.info, self.warning, self.error)[rank(severity) :])

    def plus(self, other: Counts) -> Counts:
        info, warning, error, fixable = other
        return Counts(
            self.info + info, self.warning + warning, self.error + error, self.fixable + fixable
        )


class Collected(NamedTuple):
    """A Fact as it travels between processes and machines: no text but the note and the value."""

    code: str
    path: str
    position: Position
    keys: tuple[int, ...]
    note: str
    suppressed: bool
    """A comment of its file silences the rule there: it may be related, never the finding."""
    start: int = 0
    end: int = 0
    """Offsets as ``Diagnostic`` has them."""
    value: str = ""


class Repair(NamedTuple):
    """What was done to a file, or would be."""

    applied: tuple[tuple[str, int], ...] = ()
    """How many fixes of each rule, by code."""
    refused: str = ""
    """Why nothing was changed although there were fixes."""
    diff: str = ""
    """A unified diff; bytes that are no UTF-8 are lone surrogates."""


class FileResult(NamedTuple):
    """What one file gave; ``diagnostics`` are sorted, those below the severity asked for
    are only in ``counts``."""

    path: str
    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    incomplete: tuple[Incomplete, ...]
    counts: Counts = Counts()
    facts: tuple[Collected, ...] = ()
    """For the rules across files, see ``contentlint.engine.cross_file``."""
    language: str = ""
    """The document's; ``""``: unknown, or the file was not read."""
    repair: Repair = Repair()
    """With ``--fix`` and ``--diff``; the rest of the result is what is left then."""
    asked: tuple[tuple[str, bool | None], ...] = ()
    """What the rules asked of the files beside it, and the answers; for the cache."""
    digest: str = ""
    """Of its bytes, where the cache wants it; ``""``: also when they are others by now."""
    times: tuple[tuple[str, int, int], ...] = ()
    """What each rule took, where that was asked for: see ``contentlint.engine.profiling``."""
    told: tuple[int, str] = (0, "")
    """How many ``diagnostics`` there were, and what the report says of them: see
    ``contentlint.run.telling``."""
    files: int = 1
    """More than one where ``contentlint.run.telling`` has put so many into one."""
