"""Fingerprints, by which other programs recognise a finding in a later report.

A fingerprint depends on path, code and content, never on line numbers, so it stays the same when
text is added or removed elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from contentlint._util.digest import hex64
from contentlint.model.diagnostic import Diagnostic, Position

LinesOf = Callable[[str], Sequence[str]]
"""Maps a path to the lines of its file, without line ends; empty if it cannot be read."""


def fingerprints(
    diagnostics: Iterable[Diagnostic], lines_of: LinesOf, name_of: Callable[[str], str] = str
) -> Iterator[str]:
    """Yield a fingerprint of 16 hexadecimal digits for each finding, in order.

    ``diagnostics`` must hold all findings of a file, sorted, because equal ones (same code, and
    same text apart from white space) are numbered. ``name_of`` maps a path to the name that is
    hashed: equal findings of two files have the same fingerprint if it returns the same name. The
    content hashed is ``Diagnostic.fingerprint``, else the lines of the finding, else its message.
    """
    lines = lru_cache(maxsize=4)(lines_of)
    met: Counter[tuple[str, str, str]] = Counter()
    for d in diagnostics:
        text = d.fingerprint or content(lines(d.path), d.position)
        key = (d.path, d.code, d.message if text is None else text)
        # No path, code or number contains NUL; only the last part may.
        yield hex64("\0".join((name_of(d.path), d.code, str(met[key]), key[2])))
        met[key] += 1


def content(lines: Sequence[str], place: Position) -> str | None:
    """Return the lines of a range with white space collapsed; None if there are no such lines."""
    last = last_line(place)
    if last > len(lines):
        return None
    return " ".join(" ".join(lines[place.line - 1 : last]).split())


def last_line(place: Position) -> int:
    """Return the last line that a range covers: an end in column 1 covers only the line before."""
    line, _, end_line, end_column = place
    return end_line - 1 if end_column == 1 and end_line > line else end_line
