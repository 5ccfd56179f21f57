"""For people at a terminal: the position, the text with the fault marked, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import excerpt, fault, line_start, visible
from contentlint._util.isolates import has_rtl, is_mostly_rtl, is_rtl
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.width import columns, first, last, middle_cut
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.advice import beside
from contentlint.report.formats import Format

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(excerpt=120, streams=True, replays=True, for_people=True, translated="always")
_CONTEXT = 60
"""Code points of text shown on each side of a finding where there is no terminal to fill."""
_MARGIN = len("  | ")
_NARROWEST = 20
"""Columns that an excerpt takes at least, whatever the terminal."""


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
        lines.append(f"  {style.dim('|')} {shown}")
    # Translators: the place of a related text comes after it, as in "see 14:1: the first copy".
    see = _("see")
    for r in d.related[:3]:
        place = f"{r.position.line}:{r.position.column}"
        if r.path:
            place = f"{visible(r.path)}:{place}"
        place = style.place(place, apart=has_rtl(see))
        lines.append(f"  {style.labelled(see, f'{place}: {style.sentence(r.message)}')}")
    if len(d.related) > 3:
        # Without a number: a finding has a few of its places only.
        lines.append(f"  {style.labelled(see, _('more places'))}")
    if d.fix is not None:
        # Translators: what contentlint would do comes after it.
        safety = _("fix:") if d.fix.safe else _("unsafe fix:")
        title = style.sentence(d.fix.title, known=d.values())
        lines.append(f"  {style.labelled(safety, title)}")
    help_text = beside(d.fix, help_text)
    if help_text:
        # Translators: what the reader should do comes after it.
        lines.append(f"  {style.labelled(_('help:'), style.sentence(help_text))}")
    return "\n".join(lines) + "\n\n"


def marked(d: Diagnostic, style: Style) -> str:
    """Return the excerpt with the fault marked inside it, as wide as the terminal at most.

    A caret on a line below would point to the wrong place under right-to-left text.
    """
    text, start, end, cut_before, cut_after = d.excerpt
    if not text.strip():
        return ""
    lead, found, tail = text[:start], fault(text[start:end]), text[end:]
    if d.excerpt.fault_is_cut:
        found, cut_after = f"{found}…", False
    if not style.width:  # another report of the run may have asked for more
        cut_before = cut_before or start > _CONTEXT
        cut_after = cut_after or len(tail) > _CONTEXT
        lead, tail = lead[-_CONTEXT:], tail[:_CONTEXT]
    lead = "…" * cut_before + _begin(lead)
    tail = _context(tail).rstrip() + "…" * cut_after
    if style.width:
        marks = 0 if style.colour and found else len("⟦⟧")
        lead, found, tail = _fitted(
            lead, found, tail, max(style.width - _MARGIN, _NARROWEST) - marks
        )
    shown = f"{lead}{style.fault(found)}{tail}"
    if not style.isolate or shown.isascii():
        return shown
    return style.isolated(shown, is_mostly_rtl(text) if cut_before else is_rtl(text))


def _fitted(lead: str, found: str, tail: str, room: int) -> tuple[str, str, str]:
    """Return the text before a fault, the fault and the text after it, cut to ``room`` columns: of
    a fault that fits, the text around it."""
    found = middle_cut(found, room - (lead != "") - (tail != ""))
    room -= columns(found)
    before, after = columns(lead), columns(tail)
    # What one side does not need is the other's.
    before = min(before, max(room // 2, room - after))
    return last(lead, before), found, first(tail, room - before)


def _begin(text: str) -> str:
    """Return the text before a fault without the spaces of an indentation; other blanks, which also
    count as columns, are named there."""
    rest = text.lstrip()
    blanks = text[: len(text) - len(rest)].lstrip(" \t")
    # U+3000 is as wide as a letter: it is seen.
    return (fault(blanks) if blanks.strip("\u3000") else blanks) + _context(rest)


def _context(text: str) -> str:
    # A tab is shown only inside the fault.
    return excerpt(text.replace("\t", " "))
