"""The lines on standard error at the end of a run, safe to print."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.escape import visible
from contentlint._util.style import many
from contentlint.model.report import Report
from contentlint.source.discovery import Found


def filtered(found: Found) -> str:
    """Return which filters removed files, or ``""``."""
    from contentlint.run.left_out import FILTERS  # most runs do not say it

    counts = [(found.filtered[by], *FILTERS[by]) for by in FILTERS if by in found.filtered]
    reasons = [f"{many(n, noun)} {reason}" for n, noun, reason in counts]
    return f"left out: {', '.join(reasons)}" if reasons else ""


def nothing(found: Found, since: str) -> str:
    """Return why there is nothing to check; ``since`` is the commit to compare with, or ``""``."""
    from contentlint.run.left_out import SUFFIXES

    if since and found.filtered.get("--diff-base") and not found.left_out:
        return visible(f"no article has changed since {since}")
    return f"no files to check; {filtered(found) or f'nothing here ends in {SUFFIXES}'}"


def incomplete(report: Report) -> Iterator[str]:
    """Yield a line for each file that was not fully checked."""
    for path, reason, rule in report.incomplete:
        known = report.rules.get(rule or "")
        who = f"{rule} ({known.name if known else ''}): " if rule else ""
        yield visible(f"{path}: {who}{reason}")


def hidden(report: Report) -> str:
    """Return how many findings are not shown, or ``""``."""
    n = report.counts.total() - len(report.diagnostics) - report.streamed
    if not n:
        return ""
    are, them = ("is", "it") if n == 1 else ("are", "them")
    less = f"{many(n, 'finding')} less severe than {report.min_severity} {are} hidden"
    return f"{less}; show {them} with --min-severity info"


def decided(report: Report, failing: int, fail_on: str) -> str:
    """Return that hidden findings decided the exit code, or ``""``."""
    if not failing or report.diagnostics or report.streamed:
        return ""
    return f"{many(failing, 'finding')} not shown made this run fail (--fail-on {fail_on})"


def summary(report: Report) -> str:
    """Return the last line of every run."""
    counts = report.counts
    each = ", ".join(many(getattr(counts, name), name) for name in ("error", "warning", "info"))
    line = f"{many(report.files, 'file')}, {many(counts.total(), 'finding')} ({each})"
    if report.suppressed:
        line += f", {report.suppressed} suppressed"
    lost = len({entry.path for entry in report.incomplete})
    return line + (f", {lost} not fully checked" if lost else "")
