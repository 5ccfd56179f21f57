"""The results of a whole run, as reporters receive them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Counts, Diagnostic, Incomplete
from contentlint.model.rule import Rule


def no_lines(_: str) -> Sequence[str]:
    """Return no lines: the default of ``Report.lines_of``, without access to the text."""
    return ()


class Report(NamedTuple):
    files: int
    diagnostics: tuple[Diagnostic, ...]
    """Findings at or above ``min_severity``, sorted; the others are only counted."""
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
    """Findings in the baseline: not among ``diagnostics``, and not counted."""
    has_baseline: bool = False
    told: int = 0
    """Findings that were already printed while they arrived: not among ``diagnostics``."""
    lines_of: Callable[[str], Sequence[str]] = no_lines
    """Returns the lines of a checked file, without line ends, as positions count them; empty if it
    cannot be read any more. It reads the file: call it only for files with findings."""
