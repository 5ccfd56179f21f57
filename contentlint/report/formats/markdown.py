"""GitHub Flavored Markdown for a comment on a pull request or the summary of a step.

All content is in code spans, where right-to-left text is isolated. Columns count code points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import code_span, excerpt
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, number, severity
from contentlint.model.diagnostic import Diagnostic, worst_first
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.paths import relative

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
        parts.append(f"\n{ngettext('{n} more', '{n} more', more)}\n")
    return "".join(parts)


def _totals(report: Report) -> str:
    counts = report.counts
    columns = [
        (_("files"), report.files),
        (_("errors"), counts.error),
        (_("warnings"), counts.warning),
        (_("infos"), counts.info),
        (_("suppressed"), report.suppressed),
        (_("with a safe fix"), counts.fixable),
    ]
    if report.accepted:
        columns.append((_("in the baseline"), len(report.accepted)))
    total = counts.total()
    title = ngettext("{n} finding", "{n} findings", total) if total else _("nothing found")
    return (
        f"### contentlint: {title}\n\n"
        f"| {' | '.join(head for head, _n in columns)} |\n"
        f"|{' ---: |' * len(columns)}\n"
        f"| {' | '.join(number(n) for _head, n in columns)} |\n"
    )


def _lost(report: Report) -> str:
    if not report.incomplete:
        return ""
    return f"\n#### {_('Not fully checked')}\n\n" + "".join(_lost_lines(report))


def _lost_lines(report: Report) -> Iterator[str]:
    for entry in report.incomplete[:_LOST]:
        rule = f" {entry.rule}" if entry.rule else ""
        # Cut, because ``limit`` does not apply to these lines.
        path, reason = excerpt(relative(entry.path))[:200], excerpt(_(entry.reason))[:200]
        yield f"- {code_span(path)}{rule}: {code_span(reason)}\n"
    more = len(report.incomplete) - _LOST
    if more > 0:
        yield f"- {ngettext('{n} more', '{n} more', more)}\n"


def _heading(path: str) -> str:
    return f"\n#### {code_span(relative(path))}\n\n"


def _line(d: Diagnostic) -> str:
    line = "{finding}: {message}"
    if d.fix is not None and d.fix.safe:
        # Translators: {finding} is the severity and the name of the rule, {message} its message.
        line = _("{finding}, has a safe fix: {message}")
    place = f"{d.position.line}:{d.position.column}"
    finding = f"{place} **{severity(d.severity)}** {d.code} {d.name}"
    return f"- {line.format(finding=finding, message=code_span(d.message))}\n"
