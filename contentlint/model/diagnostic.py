"""Findings of checkers, diagnostics of reports, and the result of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Span

if TYPE_CHECKING:
    from typing import Any

SEVERITIES = ("info", "warning", "error")
"""From the lowest to the highest."""


def rank(severity: str) -> int:
    """Return the index of a severity in ``SEVERITIES``.

    Raises:
        ValueError: there is no such severity.
    """
    return SEVERITIES.index(severity)


class Edit(NamedTuple):
    """Replaces a span by a text.

    An empty span inserts the text; ``Span(-1, 0)`` is the byte-order mark.
    """

    span: Span
    text: str


class Fix(NamedTuple):
    edits: tuple[Edit, ...]
    """Ascending, without overlap; they are applied together or not at all."""
    safe: bool
    """True if neither the meaning nor the rendering of the article can get worse."""
    title: str
    """The effect of the fix, in the imperative."""


class Related(NamedTuple):
    """Another place that belongs to a finding."""

    span: Span
    message: str
    in_source: bool = False
    """True if the place is in the source of the document, its ``counterpart``."""


class Finding(NamedTuple):
    """A fault that a checker found; its rule adds the message."""

    span: Span
    values: Mapping[str, object] = {}
    """Fills the ``{names}`` of the rule's message."""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: str | None = None
    """None for the severity of the rule; a checker can only lower it."""
    whole: bool = False
    """True if the finding is about the whole document: its fingerprint does not depend on the text
    of the span."""


class Fact(NamedTuple):
    """A part of a document that a rule compares with parts of other documents."""

    span: Span
    keys: tuple[int, ...]
    """64-bit hashes; their number and meaning depend on the checker."""
    note: str = ""
    """The text that findings show of it."""
    value: str = ""
    """The compared text, such as a URL, for a checker that has to look it up."""


class Match(NamedTuple):
    """A finding of a rule that compares documents: at one fact, related to other facts."""

    at: Collected
    values: Mapping[str, object]
    """Fills the ``{names}`` of the rule's message."""
    related: tuple[tuple[Collected, str], ...] = ()
    """The related facts, each with a message."""
    severity: str | None = None


class Position(NamedTuple):
    """A range of lines and columns, from 1; columns count code points, and the end is exclusive."""

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
    """The path of another file; ``""`` for the file of the diagnostic."""
    in_source: bool = False
    """True if that file is the source of the file of the diagnostic."""


class ReportedPair(NamedTuple):
    """A translation and its source, as they are reported with a finding of their comparison."""

    source: str
    """The path of the source."""
    source_lang: str
    """Its language, a lower-case BCP 47 primary subtag; ``""`` if it is unknown."""
    lang: str
    """That of the translation."""
    drift: float
    """The share of the source's passages that have no counterpart, 0 to 1."""
    ratio: float
    """Letters of the translation for one letter of the source."""
    source_texts: tuple[str, ...]
    """What the source has at the places in it that belong to the finding, in their order; the first
    400 code points of each."""
    text: str
    """What the translation has at the place of the finding, cut likewise; ``""`` if it has nothing
    there."""


class Excerpt(NamedTuple):
    """The line of a finding, or a part of it around the finding."""

    text: str
    start: int
    """The offset in ``text`` where the finding starts, in code points from 0."""
    end: int
    """The offset in ``text`` after the finding."""
    cut_before: bool
    """True if the line begins before ``text``."""
    cut_after: bool
    """True if the line goes on after ``text``."""

    @property
    def fault_is_cut(self) -> bool:
        """True if the finding goes on after ``text``."""
        return self.cut_after and self.end == len(self.text)


NO_EXCERPT = Excerpt("", 0, 0, False, False)
"""Stands for an excerpt that the report does not need."""


class Diagnostic(NamedTuple):
    """A finding as it is reported."""

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
    """A hash of the text of the finding, 16 hexadecimal digits; it does not depend on the line."""
    quoted: tuple[tuple[int, int], ...] = ()
    """The spans of the quoted texts in ``message``, in code points from 0, ascending; empty if the
    message is ASCII, which a terminal does not reorder."""
    start: int = 0
    """The offset of the finding in ``Document.text``, in code points; -1 for the byte-order mark.
    """
    end: int = 0
    """The offset after the finding; equal to ``start`` for an empty span."""
    pair: ReportedPair | None = None
    """The pair that was compared; None unless the rule compares a translation with its source."""

    def values(self) -> tuple[str, ...]:
        """Return the texts at ``quoted``."""
        return tuple([self.message[start:end] for start, end in self.quoted])

    def sort_key(self) -> tuple[Any, ...]:
        """Return the key of the order of reports: path, position, code, message."""
        return self.path, self.position, self.code, self.message


def worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by severity, errors first, then by path and position."""
    return sorted(diagnostics, key=lambda d: (-rank(d.severity), d.sort_key()))


class Incomplete(NamedTuple):
    """A file, or a rule in a file, that was not checked: the run fails."""

    path: str
    reason: str
    rule: str | None = None


class LeftOut(NamedTuple):
    """An article-like file that was not checked."""

    path: str
    by: str
    """What left it out: a key of ``Found.filtered``, or of ``run.left_out.OTHERS``."""


class Counts(NamedTuple):
    """The number of findings, whether the report shows them or not."""

    info: int = 0
    warning: int = 0
    error: int = 0
    fixable: int = 0
    """The number of findings with a safe fix."""

    def total(self) -> int:
        return self.info + self.warning + self.error

    def reaching(self, severity: str) -> int:
        """Return the number of findings with this severity or a higher one."""
        return sum(self[rank(severity) : len(SEVERITIES)])

    def plus(self, other: Counts) -> Counts:
        info, warning, error, fixable = other
        return Counts(
            self.info + info, self.warning + warning, self.error + error, self.fixable + fixable
        )


class Collected(NamedTuple):
    """A Fact without its document, as processes exchange it."""

    code: str
    path: str
    position: Position
    keys: tuple[int, ...]
    note: str
    suppressed: bool
    """True if a comment suppresses the rule there: the fact may be related to a finding only."""
    start: int = 0
    end: int = 0
    """Offsets, as in ``Diagnostic``."""
    value: str = ""


class Repair(NamedTuple):
    """The fixes that were applied to a file, or would be."""

    applied: tuple[tuple[str, int], ...] = ()
    """Pairs of the code of a rule and the number of its fixes."""
    refused: str = ""
    """Why no fix was applied although there were some."""
    diff: str = ""
    """A unified diff; bytes that are not UTF-8 are lone surrogates U+DC80-U+DCFF."""


class FileResult(NamedTuple):
    """The result of checking a file."""

    path: str
    diagnostics: tuple[Diagnostic, ...]
    """Sorted; findings below ``Needs.least`` are in ``counts`` only."""
    suppressed: int
    """The number of findings that comments suppress."""
    incomplete: tuple[Incomplete, ...]
    counts: Counts = Counts()
    facts: tuple[Collected, ...] = ()
    """For the rules that compare files, see ``contentlint.engine.cross_file``."""
    language: str = ""
    """The language of the document; ``""`` if it is unknown, or the file was not read."""
    repair: Repair = Repair()
    """With ``Needs.fix``, the fixes; the rest of the result is then that of the fixed content."""
    asked: tuple[tuple[str, bool | str | None], ...] = ()
    """The sibling files that rules asked for, with ``Needs.cached``: pairs of a path and the answer
    of ``Document.exists``. Of a translation also ``""`` and the digest of its source, which is
    ``""`` if that does not exist."""
    digest: str = ""
    """A hash of the bytes, with ``Needs.cached``; ``""`` if fixes have changed them."""
    times: tuple[tuple[str, int, int], ...] = ()
    """With ``Needs.timed``, for each code its nanoseconds and findings: see
    ``contentlint.engine.profiling``."""
    rendered: tuple[int, str] = (0, "")
    """The number of diagnostics that were replaced by their lines in the report, and these lines:
    see ``contentlint.run.report_lines``."""
    files: int = 1
    """The number of files; ``contentlint.run.report_lines`` merges results."""
