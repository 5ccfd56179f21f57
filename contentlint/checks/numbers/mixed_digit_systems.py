"""Files whose numbers use more than one set of digits."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.quotes import quotation_at
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.languages import lookup
from contentlint.text.dates.digits import NAMES, ROWS, Run, counted, has_foreign, written_in
from contentlint.text.unicode.chars import is_arabic_letter

_OFTEN_LATIN = ("auto", "latn")
"""Without a digit of another set there is nothing to report."""
_MOST_RELATED = 19
_MARKERS = " \t\x00#*>|_\\(-"
_NUMBERING = frozenset(".)-–|:\x00")
_SIGNS = frozenset("#=|@$~")
_IN_VALUE = frozenset("0123456789-.:/")


class Options(NamedTuple):
    digits: str = "auto"
    """The digit system to use: ``latn``, ``arab``, ``arabext``, or ``auto`` for the one that the
    file uses most."""


def needs(options: Options) -> tuple[str, ...]:
    if options.digits in _OFTEN_LATIN:
        return (trigger.OTHER_DIGITS,)
    return (trigger.ALEF,)


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
        if trigger.ALEF not in doc.text:
            return
        numbers = doc.fact(counted)
        usual = self._digits
        if usual == "auto":
            right = lookup(doc.language).digits
            numbers = [
                run
                for run in numbers
                # Arabic digits in Persian and Persian ones in Arabic: another rule reports them.
                if (run.system in ("latn", right) or not right) and not _is_value(doc, run)
            ]
        by_system: dict[str, list[Run]] = {}
        for run in numbers:
            by_system.setdefault(run.system, []).append(run)
        if usual == "auto":
            if len(by_system) < 2:
                return
            # On a tie, the system that occurs first.
            usual = max(
                by_system, key=lambda name: (len(by_system[name]), -by_system[name][0].start)
            )
        others = [run for run in numbers if run.system != usual]
        if not others:
            return
        text, first = doc.text, others[0]
        edits = tuple(
            Edit(Span(start, end), written_in(text[start:end], usual)) for start, end, _ in others
        )
        count = len(by_system.get(usual, ()))
        yield Finding(
            Span(first.start, first.end),
            {
                "found": text[first.start : first.end],
                "system": NAMES[first.system],
                "usual": NAMES[usual],
                "count": count,
            },
            Fix(edits, False, f"write all numbers in one digit system ({NAMES[usual]})"),
            tuple(
                Related(Span(run.start, run.end), f"also in {NAMES[run.system]} digits")
                for run in others[1 : _MOST_RELATED + 1]
            ),
        )


def _is_value(doc: Document, run: Run) -> bool:
    """Return True if a number is no word of a sentence: it numbers a line, is alone in a cell, or
    is European and part of a name, a version, a date in figures or a quoted value."""
    prose = doc.prose
    before, after = prose[run.start - 1 : run.start], prose[run.end : run.end + 4].lstrip(" ")[:1]
    line = prose.rfind("\n", 0, run.start) + 1
    if not prose[line : run.start].strip(_MARKERS) and after in _NUMBERING:
        return True
    if run.system != "latn":
        return False
    label = prose[line : run.start].rstrip(" \t:")[-1:]
    if before.isalpha() or before in _SIGNS or (label.isalpha() and label.isascii()):
        return True
    start, end = run.start, run.end
    while start > line and prose[start - 1] in _IN_VALUE:
        start -= 1
    while prose[end : end + 1] and prose[end] in _IN_VALUE:
        end += 1
    value = prose[start:end].strip("-.:/")
    if sum(map(value.count, "-.:/")) > 1:
        return True
    quotation = quotation_at(doc, run.start)
    return quotation is not None and not any(
        map(is_arabic_letter, prose[quotation.start : quotation.end])
    )
