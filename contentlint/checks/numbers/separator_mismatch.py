"""Separators and per-cent signs of one set of digits between digits of another."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.text.dates.digits import FOREIGN, NAMES, system_of

if TYPE_CHECKING:
    import re

_F = "[٠-٩۰-۹]"
_FOREIGN = lazy_regex.compile(rf"{_F}(?:[.,](?={_F})|[ \u00a0]?%)")
_ASCII = lazy_regex.compile(r"[٫٬٪](?:(?<=[0-9].)(?=[0-9])|(?<=[0-9]٪)|(?<=[0-9][ \u00a0]٪))")
_TO_ASCII = {"٫": ".", "٬": ",", "٪": "%"}
_MOST_RELATED = 19
# A version, an address or a date has two separators; "٣.٣٠" at the start of a line is a clause
# number.
_PART = lazy_regex.compile(r"[0-9٠-٩۰-۹.,٫٬/:-]*")

_PARTS = frozenset("0123456789" + FOREIGN + ".,٫٬/:-")
_LONGEST = 20


def needs() -> tuple[str, ...]:
    return (trigger.ALEF,)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding for each misplaced sign, at its first occurrence."""
    prose = doc.prose
    places: dict[tuple[str, str], list[int]] = {}
    if any(sign in prose for sign in _TO_ASCII):
        for m in _ASCII.finditer(prose):
            places.setdefault((m[0], _TO_ASCII[m[0]]), []).append(m.start())
    if "." in prose or "," in prose or "%" in prose:
        for m in _FOREIGN.finditer(prose):
            right = _right(doc, m)
            if right:
                places.setdefault((m[0][-1], right), []).append(m.end() - 1)
    for (found, right), all_ in sorted(places.items(), key=lambda item: item[1]):
        spans = [Span(at, at + 1) for at in all_]
        digits = NAMES[system_of(prose[: all_[0]].rstrip()[-1])]
        yield Finding(
            spans[0],
            {"found": found, "right": right, "digits": digits},
            Fix(tuple(Edit(span, right) for span in spans), False, f"write {right}"),
            tuple(Related(span, f"also {found}") for span in spans[1 : _MOST_RELATED + 1]),
        )


def _right(doc: Document, m: re.Match[str]) -> str:
    """Return the sign that belongs between Arabic-Indic digits in place of an ASCII one, or
    ``""``."""
    prose, at = doc.prose, m.end() - 1
    if prose[at] == "%":
        return "٪"
    start = m.start()
    while start and at - start < _LONGEST and prose[start - 1] in _PARTS:
        start -= 1
    whole = prose[start : _end(prose, at + 1)].rstrip(".,:-/")
    separators = [char for char in whole if not char.isdigit()]
    after = whole[at + 1 - start :]
    if prose[at] == ",":
        groups = whole.split(",")
        if set(separators) != {","} or not all(len(group) == 3 for group in groups[1:]):
            return "٫" if separators == [","] and len(after) <= 2 else ""
        return "٬"
    if separators != ["."] or _begins_line(prose, start):
        return ""
    return "٫"


def _end(prose: str, at: int) -> int:
    m = _PART.match(prose, at, at + _LONGEST)
    return m.end() if m else at


def _begins_line(prose: str, start: int) -> bool:
    head = prose[max(start - _LONGEST, 0) : start].rstrip(" \x00|(")
    return head.endswith("\n") or (not head and start < _LONGEST)
