"""Converts the findings of a document to diagnostics, with messages and positions."""

from __future__ import annotations

from contentlint._util import escape
from contentlint._util.digest import hex64
from contentlint._util.namedtuple import NamedTuple
from contentlint.engine.messages import filled
from contentlint.model.diagnostic import (
    NO_EXCERPT,
    SEVERITIES,
    Counts,
    Diagnostic,
    Excerpt,
    FileResult,
    Finding,
    Fix,
    Incomplete,
    Position,
    Related,
    ReportedFix,
    ReportedPair,
    ReportedRelated,
    TextEdit,
    rank,
)
from contentlint.model.document import Document, Span
from contentlint.model.errors import LimitError
from contentlint.model.rule import BoundRule
from contentlint.model.rule import Examined as Examined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from contentlint.engine.wording import Wording

Found = tuple[BoundRule, Finding]

_LONGEST_FAULT: Final = 160
_RANKS: Final = {severity: n for n, severity in enumerate(SEVERITIES)}
# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__


class Shown(NamedTuple):
    """What diagnostics contain, and which findings have one."""

    least: str = "info"
    """Findings below this severity are only counted."""
    excerpts: int = 60
    """Code points of the line on each side of a fault; 0 for no excerpt."""
    edits: bool = True
    """True if fixes have their edits."""
    fingerprints: bool = True
    wording: Wording | None = None
    """Translates the messages; None for English."""


EVERYTHING: Final = Shown()


def worded(
    doc: Document, examined: Examined, shown: Shown = EVERYTHING, most: int = 0
) -> FileResult:
    """Return the result of ``lint`` for the findings of ``examine``."""
    found, facts, suppressed, incomplete = examined
    incomplete = [*incomplete]
    if 0 < most < len(found):
        found = _limited(doc, found, most, incomplete)
    if not found and not incomplete and not facts:
        return FileResult(doc.path, (), suppressed, (), language=doc.language)
    diagnostics = []
    counts = [0, 0, 0, 0]
    lowest = _RANKS[shown.least]
    for bound, finding in found:
        severity = severity_of(bound, finding.severity, doc.origin)
        grade = _RANKS[severity]
        counts[grade] += 1
        if finding.fix is not None and finding.fix.safe:
            counts[3] += 1
        if grade < lowest:
            continue
        try:
            diagnostics.append(_diagnosed(doc, bound, finding, severity, shown))
        except Exception as error:  # a span outside the text, a message without a value
            incomplete.append(raised(doc, bound, error))
    if len(diagnostics) > 1:
        diagnostics.sort(key=Diagnostic.sort_key)
    undone = tuple(dict.fromkeys(incomplete)) if incomplete else ()
    return FileResult(
        doc.path,
        tuple(diagnostics),
        suppressed,
        undone,
        Counts(*counts),
        tuple(facts),
        doc.language,
    )


def _limited(
    doc: Document, found: list[Found], most: int, incomplete: list[Incomplete]
) -> list[Found]:
    """Return at most ``most`` findings of each rule; ``incomplete`` names the rules with more."""
    counts: dict[str, int] = {}
    kept = []
    for pair in found:
        code = pair[0].rule.code
        counts[code] = counts.get(code, 0) + 1
        if counts[code] <= most:
            kept.append(pair)
    for code, n in counts.items():
        if n > most:
            reason = f"{n} findings, {n - most} more than --max-findings"
            incomplete.append(Incomplete(doc.path, reason, code))
    return kept


def severity_of(bound: BoundRule, lowered: str | None, origin: str = "") -> str:
    """Return the severity of a finding in a text of an origin; ``lowered`` is one lower than that
    of its rule, or None.

    A severity that the user has set for the rule replaces all.
    """
    if origin in bound.rule.infos:
        lowered = "info"
    severity = bound.severity
    if lowered is None or bound.severity_is_fixed or rank(lowered) >= rank(severity):
        return severity
    return lowered


def diagnose(
    doc: Document, bound: BoundRule, finding: Finding, shown: Shown = EVERYTHING
) -> Diagnostic:
    """Return the diagnostic of a finding, whatever its severity."""
    severity = severity_of(bound, finding.severity, doc.origin)
    return _diagnosed(doc, bound, finding, severity, shown)


def _diagnosed(
    doc: Document, bound: BoundRule, finding: Finding, severity: str, shown: Shown
) -> Diagnostic:
    rule = bound.rule
    _, excerpts, edits, fingerprints, wording = shown
    span, values, fix, others, _, _ = finding
    place = position(doc, span)
    line = place.line - 1
    template = rule.message
    if wording is not None:
        template, values = wording.message(rule, values)
        fix = fix and fix._replace(title=wording.fix(rule, fix.title))
        others = tuple(r._replace(message=wording.related(rule, r.message)) for r in others)
    message, quoted = filled(template, values)
    related: tuple[ReportedRelated, ...] = ()
    if others:
        related = tuple([_related(doc, r) for r in others])
    return _new(
        Diagnostic,
        (
            doc.path,
            place,
            rule.code,
            rule.name,
            severity,
            message,
            None if fix is None else _reported(doc, fix, line, edits),
            related,
            _excerpt(doc, span, line, excerpts) if excerpts else NO_EXCERPT,
            _known_by(doc, finding, line) if fingerprints else "",
            quoted,
            span.start,
            max(span.start, span.end),
            _pair(doc, finding) if rule.counterpart else None,
        ),
    )


def _related(doc: Document, place: Related) -> ReportedRelated:
    if place.in_source and doc.counterpart is not None:
        source = doc.counterpart.doc
        return ReportedRelated(position(source, place.span), place.message, source.path, True)
    return ReportedRelated(position(doc, place.span), place.message)


def _pair(doc: Document, finding: Finding) -> ReportedPair | None:
    """Return the pair of a finding of a comparison; None without a source."""
    from contentlint.parity import alignment

    pair, aligned = doc.counterpart, doc.fact(alignment.of)
    if pair is None or aligned is None:
        return None
    there = [place.span for place in finding.related if place.in_source]
    return ReportedPair(
        pair.doc.path,
        pair.source_lang,
        pair.target_lang,
        round(float(aligned.drift), 3),
        round(float(aligned.ratio), 3),
        tuple([_beginning(pair.doc, span) for span in there]),
        _beginning(doc, finding.span),
    )


def _beginning(doc: Document, span: Span) -> str:
    return doc.text[max(span.start, 0) : min(span.end, span.start + _COMPARED)]


def _reported(doc: Document, fix: Fix, line: int, wanted: bool) -> ReportedFix:
    """Return the fix of a diagnostic; with its edits if ``wanted``, most of which are on a line
    (from 0)."""
    edits, safe, title = fix
    # An edit outside the text raises an error in any case.
    if not wanted and all(at.start >= -1 and max(at) <= len(doc.text) for at, _ in edits):
        edits = ()
    reported = tuple([_new(TextEdit, (position(doc, at, line), text)) for at, text in edits])
    return _new(ReportedFix, (safe, title, reported))


_COMPARED: Final = 400
"""Code points of the fault, and of its line, that are part of a fingerprint; and those of texts in
a ``ReportedPair``."""
_NO_PLACE: Final = hex64("")
"""The fingerprint of a finding about the document as a whole."""


def _known_by(doc: Document, finding: Finding, line: int) -> str:
    """Return the fingerprint of the fault and its first line, without white space."""
    if finding.whole:
        return _NO_PLACE
    span = finding.span
    if finding.related and finding.related[0].in_source and doc.counterpart is not None:
        # What is missing in a translation has no text there: its source identifies it.
        place = finding.related[0].span
        doc = doc.counterpart.doc
        content = " ".join(doc.text[place.start : min(place.end, place.start + _COMPARED)].split())
        return hex64(content)
    start = max(span.start, 0)
    fault = doc.text[start : min(max(span.end, start), start + _COMPARED)]
    first = doc.line_start(line)
    around = doc.text[first : min(doc.line_end(line), first + _COMPARED)]
    content = " ".join(fault.split()) + "\n" + " ".join(around.split())
    return hex64(content)


def position(doc: Document, span: Span, near: int = 0) -> Position:
    """Return the 1-based range of a span; this is faster if it is on the line ``near`` (from 0)."""
    start, end = span
    if end < start:
        end = start
    first = doc.line_start(near)
    if first <= start and end <= doc.line_end(near):
        line, column = near + 1, start - first + 1
        return _new(Position, (line, column, line, column + end - start))
    line, column = doc.position(start)
    # Nearly all end on their first line.
    if start >= 0 and end <= doc.line_end(line - 1):
        return _new(Position, (line, column, line, column + end - start))
    end_line, end_column = doc.position(end)
    return _new(Position, (line, column, end_line, end_column))


def _excerpt(doc: Document, span: Span, line: int, context: int) -> Excerpt:
    """Return the first line of the fault, with at most ``context`` code points on each side; of a
    long fault only the beginning, with nothing after it."""
    start = max(span.start, 0)
    first = doc.line_start(line)
    last = doc.line_end(line)
    end = min(max(span.end, start), last)
    shown_end = min(end, start + _LONGEST_FAULT)
    a = max(first, start - context)
    b = shown_end if shown_end < end else min(last, shown_end + context)
    return _new(Excerpt, (doc.text[a:b], start - a, shown_end - a, a > first, b < last))


def raised(doc: Document, bound: BoundRule, error: Exception) -> Incomplete:
    """Return the entry of ``incomplete`` for a rule that raised."""
    if isinstance(error, LimitError):
        return Incomplete(doc.path, str(error), bound.rule.code)
    reason = escape.quote(f"the rule raised {type(error).__name__}: {error}", 200)
    return Incomplete(doc.path, reason, bound.rule.code)


def prefilter_raised(doc: Document, error: Exception) -> Incomplete:
    """Return the entry of ``incomplete`` for a prefilter that raised."""
    reason = f"the index raised {type(error).__name__}: {error}"
    return Incomplete(doc.path, escape.quote(reason, 200))
