"""Applies suppressions, from comments and from the configuration, to the findings of a document.

They are applied once, after all rules have run. Their own faults (unused, unknown,
unclosed) are findings of rules like any others, with this module as their kind;
``directives`` reads the comments, ``unsuppress`` has the fixes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contentlint._util import lazy_regex
from contentlint._util.escape import INVISIBLE
from contentlint._util.namedtuple import NamedTuple
from contentlint.engine.directives import ACTIONS, Directive
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span, Suppression

FAMILY = "SUP"
"""The prefix of the rules about suppressions themselves."""
_INVISIBLE = lazy_regex.compile(f"[{INVISIBLE}]")


class Options(NamedTuple):
    """The kind has no options."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.NEVER,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield nothing: ``apply`` finds the faults, when all other rules have run."""
    return iter(())


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


class _Region(NamedTuple):
    """The lines on which a rule is suppressed."""

    code: str
    first: int
    last: int
    place: Span
    written: str
    places: tuple[Span, ...] = ()
    """The other names in comments that go with this one; an ``enable`` without names as a whole."""


Fault = tuple[str, Finding, tuple[Span, ...]]
"""A finding about a directive: its code, and the places of the names that suppress nothing."""


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
    reading = _Reading(doc.line_count - 1, ran, names, known)
    for directive in directives:
        reading.take(directive)
    regions, faults = reading.finish()
    commented = len(regions)
    anchored = [anchor for each in doc.suppressions for anchor in _anchored(doc, each, names)]
    places: list[range] = []
    for each in anchored:
        places.append(range(len(regions), len(regions) + len(each.regions)))
        regions += each.regions
    hidden, used = _hide(marks, regions)
    faults += _unused(regions[:commented], used, ran, own=False)
    for each, indices in zip(anchored, places, strict=True):
        if each.code in ran and used.isdisjoint(indices):
            faults.append(("SUP001", Finding(Span(0, 0), {"found": each.found}, whole=True), ()))
    own = [Mark(code, "", doc.line_at(finding.span.start)) for code, finding, _ in faults]
    own_hidden, own_used = _hide(own, regions)
    kept = [fault for fault, is_hidden in zip(faults, own_hidden, strict=True) if not is_hidden]
    kept += _unused(regions[:commented], own_used, ran, own=True)
    return Outcome(hidden, _fixed(doc, directives, kept, regions))


def _unused(
    regions: Sequence[_Region], used: set[int], ran: frozenset[str], *, own: bool
) -> list[Fault]:
    """Return SUP001 for unused regions: those of SUP rules if ``own``, else of all others."""
    return [
        (
            "SUP001",
            Finding(region.place, {"found": region.written}),
            (region.place, *region.places),
        )
        for index, region in enumerate(regions)
        if index not in used and region.code in ran and region.code.startswith(FAMILY) == own
    ]


def _fixed(
    doc: Document,
    directives: Sequence[Directive],
    faults: Sequence[Fault],
    regions: Sequence[_Region],
) -> list[tuple[str, Finding]]:
    """Return the findings of faults, with their fixes."""
    unused = [fault for fault in faults if fault[2]]
    if not unused:
        return [(code, finding) for code, finding, _ in faults]
    from contentlint.engine import unsuppress  # few files have unused ones

    # An ``enable`` without names stays while it ends a range that is used.
    gone = {finding.span for _, finding, _ in unused}
    needed = {place for region in regions if region.place not in gone for place in region.places}
    wanted = [[place for place in places if place not in needed] for *_, places in unused]
    fixes = iter(unsuppress.fixes(doc, directives, wanted))
    return [
        (code, finding._replace(fix=next(fixes)) if places else finding)
        for code, finding, places in faults
    ]


class _Anchor(NamedTuple):
    """A suppression of one rule in the configuration."""

    code: str
    found: str
    """What a message says of it."""
    regions: list[_Region]
    """The lines that have its text."""


def _anchored(
    doc: Document, suppression: Suppression, names: Mapping[str, str]
) -> Iterator[_Anchor]:
    wanted = comparable(suppression.text)
    lines = [n for n, line in enumerate(doc.fact(_comparable_lines)) if wanted in line]
    for written in suppression.rules:
        code, found = (
            names.get(written, written),
            f"{written} in the configuration, for the text {wanted}",
        )
        yield _Anchor(
            code, found, [_Region(code, line, line, Span(0, 0), written) for line in lines]
        )


def comparable(text: str) -> str:
    """Return a text without invisible characters, which nobody can copy, and with single spaces."""
    return _INVISIBLE.sub("", " ".join(text.split()))


def _comparable_lines(doc: Document) -> list[str]:
    return list(map(comparable, doc.lines))


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
        self.faults: list[Fault] = []
        self.open: dict[str, tuple[int, str, list[Span]]] = {}
        """The ranges that no ``enable`` has closed yet, by code: first line, name, places."""

    def take(self, d: Directive) -> None:
        if d.action not in ACTIONS:
            self._wrong(d.span, f"there is no contentlint-{d.action}")
            return
        if not d.names:
            if d.action == "enable" and self.open:
                for code in list(self.open):
                    self._close(code, d.start_line, d.span)
                return
            self._wrong(d.span, "no rule is named, so nothing is suppressed")
        for written, place in d.names:
            if written in self.known:
                self._rule(d, self.names.get(written, written), written, place)
            else:
                self._wrong(place, f"there is no rule {written}")

    def _wrong(self, place: Span, found: str) -> None:
        self.faults.append(("SUP002", Finding(place, {"found": found}), ()))

    def _rule(self, d: Directive, code: str, written: str, place: Span) -> None:
        if d.action == "disable":
            self.open.setdefault(code, (d.line, written, []))[2].append(place)
        elif d.action == "enable":
            if code in self.open:
                self._close(code, d.start_line, place)
            elif code in self.ran:
                self.faults.append(("SUP001", Finding(place, {"found": written}), (place,)))
        else:
            first, last = {
                "disable-next-line": (d.line + 1, d.line + 1),
                "disable-line": (d.start_line, d.line),
                "disable-file": (0, self.last_line),
            }[d.action]
            self.regions.append(_Region(code, first, last, place, written))

    def _close(self, code: str, last: int, *closing: Span) -> None:
        first, written, places = self.open.pop(code)
        rest = (*places[1:], *closing)
        self.regions.append(_Region(code, first, last, places[0], written, rest))

    def finish(self) -> tuple[list[_Region], list[Fault]]:
        """Return the regions and the faults; a range still open goes to the end of the file."""
        for code, (_, written, places) in list(self.open.items()):
            self._close(code, self.last_line)
            if code in self.ran:
                self.faults.append(("SUP003", Finding(places[0], {"found": written}), ()))
        return self.regions, self.faults


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
