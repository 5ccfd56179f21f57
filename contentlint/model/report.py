"""The report of a run, as formats receive it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Counts, Diagnostic, Incomplete, LeftOut
from contentlint.model.rule import Rule


def no_lines(_: str) -> Sequence[str]:
    """Return no lines: the default of ``Report.lines_of``."""
    return ()


class Report(NamedTuple):
    files: int
    diagnostics: tuple[Diagnostic, ...]
    """The findings of ``min_severity`` and higher, sorted; lower ones are in ``counts`` only."""
    suppressed: int
    incomplete: tuple[Incomplete, ...]
    min_severity: str
    version: str
    counts: Counts
    rules: Mapping[str, Rule] = {}
    """The rules of the run by code; ``ruleset.full`` has the explanations of built-in rules."""
    languages: Mapping[str, str] = {}
    """The language of each checked file, in order; ``""`` if it is unknown."""
    accepted: tuple[Diagnostic, ...] = ()
    """The findings in the baseline: neither in ``diagnostics`` nor in ``counts``."""
    has_baseline: bool = False
    left_out: tuple[LeftOut, ...] = ()
    """The article-like files that were not checked, as far as the run has looked for them."""
    streamed: int = 0
    """The number of findings that were written one by one, and are not in ``diagnostics``."""
    lines_of: Callable[[str], Sequence[str]] = no_lines
    """Return the lines of a checked file without line ends, as positions count them; no lines if
    the file cannot be read any more. It reads the file, so call it only for files with findings."""
