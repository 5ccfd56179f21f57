"""The whole run, as reporters get it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Counts, Diagnostic, Incomplete
from contentlint.model.rule import Rule


def no_lines(_: str) -> Sequence[str]:
    """What ``Report.lines_of`` gives where nobody has the text."""
    return ()


class Report(NamedTuple):
    files: int
    diagnostics: tuple[Diagnostic, ...]
    """Those at or above ``min_severity``, sorted; the others are only counted."""
    suppressed: int
    incomplete: tuple[Incomplete, ...]
    min_severity: str
    version: str
    counts: Counts
    rules: Mapping[str, Rule] = {}
    """Every rule of the run by code; ``ruleset.full`` has the pages of the built-in ones."""
    languages: Mapping[str, str] = {}
    """Every checked file, in order, to its language; ``""``: unknown."""
    accepted: tuple[Diagnostic, ...] = ()
    """Those that the baseline knows: not among ``diagnostics``, and not counted."""
    has_baseline: bool = False
    streamed: int = 0
    """The number of findings that were written one by one, and are not in ``diagnostics``."""
    lines_of: Callable[[str], Sequence[str]] = no_lines
    """The lines of a checked file, without their ends, as positions count them; empty when it
    cannot be read any more. Reads the file: ask only for what has findings."""
