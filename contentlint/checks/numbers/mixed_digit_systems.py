"""Files whose numbers use more than one set of digits."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, suggest
from contentlint.text.dates.digits import NAMES, ROWS, Run, counted, has_foreign, written_in

_ALEF = "\u0627"
"""Every text in the Arabic script contains it."""
_OFTEN_LATIN = ("auto", "latn")
"""Without a digit of another set there is nothing to report."""
_MOST_RELATED = 19


class Options(NamedTuple):
    digits: str = "auto"
    """``latn``, ``arab``, ``arabext``, or ``auto``: the one that the file uses most."""


def needs(options: Options) -> tuple[str, ...]:
    if options.digits in _OFTEN_LATIN:
        return (trigger.OTHER_DIGITS,)
    return (_ALEF,)


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: no digit system has this name.
        """
        systems = ("auto", *ROWS)
        if options.digits not in systems:
            raise ConfigError(f"option 'digits': {suggest('system', options.digits, systems)}")
        self._digits = options.digits

    def check(self, doc: Document) -> Iterator[Finding]:
        if self._digits in _OFTEN_LATIN and not doc.fact(has_foreign):
            return
        if _ALEF not in doc.text:
            return
        numbers = doc.fact(counted)
        by_system: dict[str, list[Run]] = {}
        for run in numbers:
            by_system.setdefault(run.system, []).append(run)
        usual = self._digits
        if usual == "auto":
            if len(by_system) < 2:
                return
            # On a tie, the system that occurs first.
            usual = max(
                by_system, key=lambda name: (len(by_system[name]), -by_system[name][0].start)
            )
        count = len(by_system.pop(usual, ()))
        for others in by_system.values():
            yield _finding(doc.text, others, usual, count)


def _finding(text: str, others: list[Run], usual: str, count: int) -> Finding:
    """Return a finding for the numbers in one of the rarer systems."""
    first, more = others[0], others[1 : _MOST_RELATED + 1]
    edits = tuple(
        Edit(Span(start, end), written_in(text[start:end], usual)) for start, end, _ in others
    )
    name = NAMES[first.system]
    values = {
        "found": text[first.start : first.end],
        "system": name,
        "usual": NAMES[usual],
        "count": count,
        "s": "" if count == 1 else "s",
    }
    fix = Fix(edits, False, f"write every number in {NAMES[usual]} digits")
    related = tuple(Related(Span(run.start, run.end), f"also in {name} digits") for run in more)
    return Finding(Span(first.start, first.end), values, fix, related)
