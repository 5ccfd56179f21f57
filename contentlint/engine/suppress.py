"""Suppression comments: ``<!-- contentlint-disable-next-line CODE, name: reason -->``.

They are read in Markdown (``{/* */}`` in MDX); plain text has no comments. They
are applied once, after all rules have run. Their own faults (unused, unknown,
unclosed) are findings of rules like any others, with this module as their kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

_ACTIONS = ("disable", "disable-file", "disable-line", "disable-next-line", "enable")
_DIRECTIVE = lazy_regex.compile(r"(?:<!--|\{/\*)\s*contentlint-([\w-]*\w)([^:]*)(:?)")
_NAME = lazy_regex.compile(r"[^\s,]+")
_END = lazy_regex.compile(r"(?:--|\*/).*", lazy_regex.DOTALL)


class Options(NamedTuple):
    """The kind has no options."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.NEVER,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield nothing: ``apply`` finds the faults, when all other rules have run."""
    return iter(())


class Directive(NamedTuple):
    """A suppression comment."""

    action: str
    """The text after ``contentlint-``: one of ``_ACTIONS``, or a mistake."""
    names: tuple[tuple[str, Span], ...]
    """Each code or name as written, with its span."""
    span: Span
    line: int
    """The line (from 0) that the comment ends on."""
    start_line: int
    """The line (from 0) that the comment starts on."""


class Mark(NamedTuple):
    """The part of a finding that decides if it is suppressed."""

    code: str
    name: str
    line: int
    """The line that the finding starts on, from 0."""


class Outcome(NamedTuple):
    """The result of applying suppressions."""

    hidden: list[bool]
    """True for each mark that is suppressed, in the order of the marks."""
    findings: list[tuple[str, Finding]]
    """SUP001, SUP002 and SUP003, with the code of each."""


def parse(doc: Document) -> list[Directive]:
    """Return the directives of a document, in order."""
    if "contentlint-" not in doc.text:
        return []
    directives = []
    for comment in doc.comments:
        body = doc.text[comment.start : comment.end]
        m = _DIRECTIVE.match(body)
        if not m:
            continue
        # The end of the comment is not a name.
        listed = m[2] if m[3] else _END.sub("", m[2])
        offset = comment.start + m.start(2)
        names = tuple(
            (n[0], Span(offset + n.start(), offset + n.end())) for n in _NAME.finditer(listed)
        )
        directives.append(
            Directive(
                m[1],
                names,
                comment,
                doc.line_at(comment.end - 1),
                doc.line_at(comment.start),
            )
        )
    return directives


class _Region(NamedTuple):
    """The lines on which a rule is suppressed."""

    code: str
    first: int
    last: int
    place: Span
    written: str


def apply(
    doc: Document,
    directives: Sequence[Directive],
    marks: Sequence[Mark],
    ran: frozenset[str],
    names: Mapping[str, str],
    known: frozenset[str],
) -> Outcome:
    """Return which marks are suppressed, and the faults of the directives themselves.

    A suppression is unused or unclosed only if its rule is in ``ran``: a run
    of other rules cannot tell. ``names`` maps the names of the enabled rules
    to their codes; ``known`` are all codes and names that exist. Faults of
    directives can be suppressed, too.
    """
    reading = _Reading(len(doc.lines) - 1, ran, names, known)
    for directive in directives:
        reading.take(directive)
    regions, findings = reading.finish()
    hidden, used = _hide(marks, regions)
    findings += _unused(regions, used, ran, own=False)
    own = [Mark(code, "", doc.line_at(finding.span.start)) for code, finding in findings]
    own_hidden, own_used = _hide(own, regions)
    kept = [pair for pair, is_hidden in zip(findings, own_hidden, strict=True) if not is_hidden]
    return Outcome(hidden, kept + _unused(regions, own_used, ran, own=True))


def _unused(
    regions: Sequence[_Region], used: set[int], ran: frozenset[str], *, own: bool
) -> list[tuple[str, Finding]]:
    """Return SUP001 for unused regions: those of SUP rules if ``own``, else of all others."""
    return [
        ("SUP001", Finding(region.place, {"found": region.written}))
        for index, region in enumerate(regions)
        if index not in used and region.code in ran and region.code.startswith("SUP") == own
    ]


class _Reading:
    """Turns directives, in the order of the text, into regions of lines without findings."""

    def __init__(
        self, last_line: int, ran: frozenset[str], names: Mapping[str, str], known: frozenset[str]
    ) -> None:
        self.last_line = last_line
        self.ran = ran
        self.names = names
        self.known = known
        self.regions: list[_Region] = []
        self.findings: list[tuple[str, Finding]] = []
        self.open: dict[str, tuple[int, Span, str]] = {}
        """The ranges that no ``enable`` has closed yet, by code: first line, place, name."""

    def take(self, d: Directive) -> None:
        if d.action not in _ACTIONS:
            values = {"found": f"there is no contentlint-{d.action}"}
            self.findings.append(("SUP002", Finding(d.span, values)))
            return
        if not d.names:
            if d.action == "enable" and self.open:
                for code in list(self.open):
                    self._close(code, d.start_line)
                return
            values = {"found": "no rule is named, so nothing is suppressed"}
            self.findings.append(("SUP002", Finding(d.span, values)))
        for written, place in d.names:
            if written in self.known:
                self._rule(d, self.names.get(written, written), written, place)
            else:
                values = {"found": f"there is no rule {written}"}
                self.findings.append(("SUP002", Finding(place, values)))

    def _rule(self, d: Directive, code: str, written: str, place: Span) -> None:
        if d.action == "disable":
            self.open.setdefault(code, (d.line, place, written))
        elif d.action == "enable":
            if code in self.open:
                self._close(code, d.start_line)
            elif code in self.ran:
                self.findings.append(("SUP001", Finding(place, {"found": written})))
        else:
            first, last = {
                "disable-next-line": (d.line + 1, d.line + 1),
                "disable-line": (d.start_line, d.line),
                "disable-file": (0, self.last_line),
            }[d.action]
            self.regions.append(_Region(code, first, last, place, written))

    def _close(self, code: str, last: int) -> None:
        first, place, written = self.open.pop(code)
        self.regions.append(_Region(code, first, last, place, written))

    def finish(self) -> tuple[list[_Region], list[tuple[str, Finding]]]:
        """Return the regions and the faults; a range still open goes to the end of the file."""
        for code, (_, place, written) in list(self.open.items()):
            self._close(code, self.last_line)
            if code in self.ran:
                self.findings.append(("SUP003", Finding(place, {"found": written})))
        return self.regions, self.findings


def _hide(marks: Sequence[Mark], regions: Sequence[_Region]) -> tuple[list[bool], set[int]]:
    """Return for each mark if a region contains it, and the indices of the regions used.

    It is one sweep down the lines for each code, so that thousands of both
    take no longer than sorting them.
    """
    by_code: dict[str, list[int]] = {}
    for index, region in enumerate(regions):
        by_code.setdefault(region.code, []).append(index)
    wanted: dict[str, list[int]] = {}
    for number, mark in enumerate(marks):
        if mark.code in by_code:
            wanted.setdefault(mark.code, []).append(number)
    hidden = [False] * len(marks)
    used: set[int] = set()
    for code, numbers in wanted.items():
        numbers.sort(key=lambda number: marks[number].line)
        waiting = sorted(by_code[code], key=lambda index: regions[index].first, reverse=True)
        reach = -1
        for number in numbers:
            line = marks[number].line
            # Each region is visited once, at the first mark after its beginning.
            while waiting and regions[waiting[-1]].first <= line:
                index = waiting.pop()
                if regions[index].last >= line:
                    used.add(index)
                    reach = max(reach, regions[index].last)
            hidden[number] = line <= reach
    return hidden, used
