"""The lines on standard error at the end of a run, safe to print."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.escape import message, visible
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext
from contentlint.model.report import Report
from contentlint.source.discovery import Found


def filtered(found: Found) -> str:
    """Return which filters removed files, or ``""``."""
    from contentlint.run.left_out import removed  # most runs do not say it

    reasons = removed(found.filtered)
    return _("left out: {reasons}").format(reasons=reasons) if reasons else ""


def nothing(found: Found, since: str) -> str:
    """Return why there is nothing to check; ``since`` is the commit to compare with, or ``""``."""
    from contentlint.run.left_out import SUFFIXES

    if since and found.filtered.get("--diff-base") and not found.left_out:
        return _("no article has changed since {commit}").format(commit=visible(since))
    reason = filtered(found) or _("nothing here ends in {suffixes}").format(suffixes=_(SUFFIXES))
    return _("no files to check; {reason}").format(reason=reason)


def incomplete(report: Report) -> Iterator[str]:
    """Yield a line for each file that was not fully checked."""
    for path, reason, rule in report.incomplete:
        known = report.rules.get(rule or "")
        who = f"{rule} ({known.name if known else ''}): " if rule else ""
        yield f"{visible(path)}: {visible(who)}{message(_(reason))}"


def hidden(report: Report) -> str:
    """Return how many findings are not shown, or ``""``."""
    n = report.counts.total() - len(report.diagnostics) - report.streamed
    if not n:
        return ""
    return ngettext(
        "{n} finding less severe than {severity} is hidden; show it with --min-severity info",
        "{n} findings less severe than {severity} are hidden; show them with --min-severity info",
        n,
    ).format(severity=report.min_severity)


def decided(report: Report, failing: int, fail_on: str) -> str:
    """Return that hidden findings decided the exit code, or ``""``."""
    if not failing or report.diagnostics or report.streamed:
        return ""
    return ngettext(
        "{n} finding not shown made this run fail (--fail-on {severity})",
        "{n} findings not shown made this run fail (--fail-on {severity})",
        failing,
    ).format(severity=fail_on)


def summary(report: Report) -> str:
    """Return the last line of every run."""
    counts = report.counts
    # Translators: the last line of every run, such as "3 files, 2 findings (1 error, 1 warning,
    # 0 infos)".
    line = _("{files}, {findings} ({errors}, {warnings}, {infos})").format(
        files=ngettext("{n} file", "{n} files", report.files),
        findings=ngettext("{n} finding", "{n} findings", counts.total()),
        errors=ngettext("{n} error", "{n} errors", counts.error),
        warnings=ngettext("{n} warning", "{n} warnings", counts.warning),
        infos=ngettext("{n} info", "{n} infos", counts.info),
    )
    more = []
    if report.suppressed:
        more.append(ngettext("{n} suppressed", "{n} suppressed", report.suppressed))
    lost = len({entry.path for entry in report.incomplete})
    if lost:
        more.append(ngettext("{n} not fully checked", "{n} not fully checked", lost))
    # Translators: what separates the parts of an enumeration.
    return _(", ").join((line, *more))
