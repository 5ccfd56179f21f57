"""For people at a terminal: the position, the text with the fault marked, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import excerpt, line_start, visible
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.formats import Format

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(excerpt=60, streams=True, replays=True, for_people=True, translated="always")


def write(report: Report, out: TextIO, style: Style) -> None:
    """Write a few lines and a blank line for each finding.

    Position and code have a line of their own, so they never share a bidirectional paragraph
    with content.
    """
    out.writelines(lines(report.diagnostics, report.rules, style))


def lines(found: Iterable[Diagnostic], rules: Mapping[str, Rule], style: Style) -> Iterator[str]:
    """Yield the text of each finding; ``rules`` provide the help."""
    for d in found:
        rule = rules.get(d.code)
        yield _finding(d, rule.help if rule else "", style)


def _finding(d: Diagnostic, help_text: str, style: Style) -> str:
    where = style.place(f"{line_start(d.path)}:{d.position.line}:{d.position.column}")
    lines = [
        f"{style.bold(where)}: {style.severity(d.severity)} {style.bold(d.code)} {d.name}",
        f"  {style.sentence(d.message, d.quoted)}",
    ]
    shown = marked(d, style)
    if shown:
        lines.append(f"  {style.dim('|')} {style.isolated(shown)}")
    for r in d.related[:3]:
        place = f"{r.position.line}:{r.position.column}"
        if r.path:
            place = f"{visible(r.path)}:{place}"
        lines.append(f"  {style.dim('see')} {style.place(place)}: {style.sentence(r.message)}")
    if len(d.related) > 3:
        lines.append(f"  {style.dim('see')} {len(d.related) - 3} more")
    if d.fix is not None:
        safety = "fix" if d.fix.safe else "unsafe fix"
        title = style.sentence(d.fix.title, known=d.values())
        lines.append(f"  {style.dim(safety + ':')} {title}")
    if help_text:
        lines.append(f"  {style.dim('help:')} {style.sentence(help_text)}")
    return "\n".join(lines) + "\n\n"


def marked(d: Diagnostic, style: Style) -> str:
    """Return the excerpt with the fault marked inside it.

    A caret on a line below would point to the wrong place under right-to-left text.
    """
    text, start, end, cut_before, cut_after = d.excerpt
    if not text.strip():
        return ""
    before, fault, after = text[:start], text[start:end], text[end:]
    parts = [
        "…" if cut_before else "",
        _context(before).lstrip(),
        style.fault(excerpt(fault)),
        _context(after).rstrip(),
        "…" if cut_after else "",
    ]
    return "".join(parts)


def _context(text: str) -> str:
    # A tab is shown only inside the fault.
    return excerpt(text.replace("\t", " "))
