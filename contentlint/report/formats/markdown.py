"""GitHub Flavored Markdown for a comment on a pull request or the summary of a step.

All content is in code spans, where right-to-left text is isolated. Columns count code points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import code_span, excerpt
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.places import relative, worst_first

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(for_people=True, translated="always")
LONGEST = 60_000
"""Characters; a comment on GitHub can have 65,536."""
_LOST = 20
"""Files listed as not fully checked."""


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the report, in at most ``LONGEST`` characters."""
    out.write(render(report, LONGEST, len))


def render(report: Report, limit: int, size: Callable[[str], int]) -> str:
    """Return the totals, then the findings by file.

    The text is cut to ``limit``, as ``size`` measures it, by leaving out the least severe
    findings.
    """
    head = _totals(report) + _lost(report)
    left = limit - size(head) - 100  # for the last line
    kept: dict[str, list[Diagnostic]] = {}
    count = 0
    for d in worst_first(report.diagnostics):
        cost = size(_line(d)) + (0 if d.path in kept else size(_heading(d.path)))
        if cost > left:
            continue
        left -= cost
        count += 1
        kept.setdefault(d.path, []).append(d)
    parts = [head]
    for path in sorted(kept):
        parts.append(_heading(path))
        parts += map(_line, sorted(kept[path], key=Diagnostic.sort_key))
    if more := len(report.diagnostics) - count:
        parts.append(f"\n{more} more\n")
    return "".join(parts)


def _totals(report: Report) -> str:
    counts = report.counts
    columns = {
        "files": report.files,
        "errors": counts.error,
        "warnings": counts.warning,
        "infos": counts.info,
        "suppressed": report.suppressed,
        "with a safe fix": counts.fixable,
    }
    if report.accepted:
        columns["in the baseline"] = len(report.accepted)
    total = counts.total()
    title = f"{total} finding{'' if total == 1 else 's'}" if total else "nothing found"
    return (
        f"### contentlint: {title}\n\n"
        f"| {' | '.join(columns)} |\n"
        f"|{' ---: |' * len(columns)}\n"
        f"| {' | '.join(map(str, columns.values()))} |\n"
    )


def _lost(report: Report) -> str:
    if not report.incomplete:
        return ""
    return "\n#### Not fully checked\n\n" + "".join(_lost_lines(report))


def _lost_lines(report: Report) -> Iterator[str]:
    for entry in report.incomplete[:_LOST]:
        rule = f" {entry.rule}" if entry.rule else ""
        # Cut, because ``limit`` does not apply to these lines.
        path, reason = excerpt(relative(entry.path))[:200], excerpt(entry.reason)[:200]
        yield f"- {code_span(path)}{rule}: {code_span(reason)}\n"
    if len(report.incomplete) > _LOST:
        yield f"- {len(report.incomplete) - _LOST} more\n"


def _heading(path: str) -> str:
    return f"\n#### {code_span(relative(path))}\n\n"


def _line(d: Diagnostic) -> str:
    fix = ", has a safe fix" if d.fix is not None and d.fix.safe else ""
    place = f"{d.position.line}:{d.position.column}"
    return f"- {place} **{d.severity}** {d.code} {d.name}{fix}: {code_span(d.message)}\n"
