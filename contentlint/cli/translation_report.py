"""What the command ``translations`` prints: text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.escape import code_span, excerpt, json_text, line_start, visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, pgettext
from contentlint._util.width import columns
from contentlint.parity.staleness import Passage
from contentlint.run.translation_status import (
    BEHIND,
    LEVEL,
    MISSING,
    ORPHAN,
    RENAMED,
    STATUSES,
    UNKNOWN,
    Left,
    Status,
)

if TYPE_CHECKING:
    from typing import Any

FORMATS = ("text", "json", "markdown")
_SCHEMA = "contentlint.translations/1"
_SHOWN = 80
"""Code points of a passage that are shown."""
_MOST_PASSAGES = 8
"""Passages of a translation that are shown in a text."""


def statuses(found: Sequence[Status], form: str, style: Style, *, listed: bool) -> str:
    """Return the status of translations in a format: a table of the languages and, in JSON or if
    they are ``listed``, the translations."""
    if form == "json":
        return _json(_as_json(found))
    markdown = form == "markdown"
    lines = [*_table(_rows(found), style, markdown=markdown)]
    if listed:
        lines += ["", *_list(found, style, markdown=markdown)]
    return "".join(f"{line}\n" for line in lines)


def left_behind(found: Sequence[Left], form: str, style: Style) -> str:
    """Return in a format what a change leaves behind."""
    if form == "json":
        behind = [
            {"source": source, "targets": list(targets), "languages": list(codes)}
            for source, targets, codes in found
        ]
        return _json({"behind": behind})
    lines = (_left_line(each, style, markdown=form == "markdown") for each in found)
    return "".join(f"{line}\n" for line in lines)


def _json(data: dict[str, Any]) -> str:
    return json_text(json.dumps({"schema": _SCHEMA, **data}, indent=2)) + "\n"


# The status of all


class _Row(NamedTuple):
    """The translations into a language."""

    language: str
    pairs: int
    missing: int
    renamed: int
    """Those whose source seems to have another name now."""
    orphans: int
    level: int
    behind: int
    passages: int
    """The passages of sources that have changed."""
    unknown: int
    out_of_step: int
    findings: int


def _rows(found: Iterable[Status]) -> list[_Row]:
    """Return a row for each language, sorted."""
    by_language: dict[str, list[Status]] = {}
    for each in sorted(found, key=attrgetter("language")):
        by_language.setdefault(each.language, []).append(each)
    made = []
    for code, some in by_language.items():
        counts = dict.fromkeys(STATUSES, 0)
        for each in some:
            counts[each.status] += 1
        made.append(
            _Row(
                code,
                counts[LEVEL] + counts[BEHIND] + counts[UNKNOWN],
                counts[MISSING],
                counts[RENAMED],
                counts[ORPHAN],
                counts[LEVEL],
                counts[BEHIND],
                sum(each.passages() for each in some),
                counts[UNKNOWN],
                sum(each.out_of_step for each in some),
                sum(each.findings for each in some),
            )
        )
    return made


def _as_json(found: Sequence[Status]) -> dict[str, Any]:
    return {
        "languages": [row._asdict() for row in _rows(found)],
        "pairs": [
            {
                "target": each.target,
                "source": each.source,
                "language": each.language,
                "status": each.status,
                "reason": each.reason,
                "commit": each.commit,
                "new": [{"line": one.line, "text": one.key} for one in each.new],
                "gone": [{"line": one.line, "text": one.key} for one in each.gone],
                "findings": each.findings,
                "out_of_step": each.out_of_step,
            }
            for each in found
        ],
    }


def _titles() -> list[str]:
    return [
        # Translators: the titles of the columns of a table: of its first, languages; then numbers
        # of translations, of passages of their sources that have changed, and of findings.
        pgettext("column", "language"),
        pgettext("column", "pairs"),
        pgettext("column", "missing"),
        pgettext("column", "renamed"),
        pgettext("column", "orphans"),
        pgettext("column", "level"),
        pgettext("column", "behind"),
        pgettext("column", "passages"),
        pgettext("column", "unknown"),
        pgettext("column", "out of step"),
        pgettext("column", "findings"),
    ]


def _table(found: Sequence[_Row], style: Style, *, markdown: bool) -> Iterator[str]:
    titles = _titles()
    body = [[row[0], *(translation.number(n) for n in row[1:])] for row in found]
    if markdown:
        yield f"| {' | '.join(titles)} |"
        yield "| --- |" + " ---: |" * (len(titles) - 1)
        yield from (f"| {' | '.join(cells)} |" for cells in body)
        return
    if not body:
        yield style.line(style.filled(_("no translations")))
        return
    widths = [max(map(columns, cells)) for cells in zip(titles, *body, strict=True)]
    for cells in (titles, *body):
        first, *numbers = cells
        shown = [style.isolated(first) + " " * (widths[0] - columns(first))]
        shown += [
            " " * (width - columns(cell)) + style.isolated(cell)
            for cell, width in zip(numbers, widths[1:], strict=True)
        ]
        yield "  ".join(shown).rstrip()


def _list(found: Sequence[Status], style: Style, *, markdown: bool) -> Iterator[str]:
    for each in found:
        status = _(each.status)
        said = ngettext("{n} passage", "{n} passages", each.passages()) if each.new else ""
        if each.gone and not said:
            said = ngettext("{n} passage", "{n} passages", each.passages())
        # Translators: {commit} is the id of a commit.
        since = _("since {commit}").format(commit=each.commit[:8]) if said else ""
        reason = _(each.reason) if each.reason else ""
        step = pgettext("column", "out of step") if each.out_of_step else ""
        count = each.findings
        found_there = ngettext("{n} finding", "{n} findings", count, ",") if count else ""
        about = _(", ").join(filter(None, (status, said, since, reason, step, found_there)))
        target, source = line_start(each.target), visible(each.source)
        if markdown:
            yield f"- {code_span(target)}: {about} ({code_span(source)})"
            yield from (f"  - {code_span(line)}" for line in _passages(each, Style()))
            continue
        yield f"{style.place(target)}: {style.sentence(about)} ({style.place(source)})"
        yield from (f"  {line}" for line in _passages(each, style))


def _passages(each: Status, style: Style) -> Iterator[str]:
    for one in each.new[:_MOST_PASSAGES]:
        place = f"{visible(each.source)}:{one.line}"
        yield f"+ {style.place(place)}: {style.isolated(_first_words(one))}"
    for one in each.gone[:_MOST_PASSAGES]:
        yield f"- {style.isolated(_first_words(one))}"
    more = max(len(each.new) - _MOST_PASSAGES, 0) + max(len(each.gone) - _MOST_PASSAGES, 0)
    if more:
        yield f"{style.filled(ngettext('and {n} more', 'and {n} more', more))}"


def _first_words(one: Passage) -> str:
    first, _, others = one.key.partition("\n")
    if one.code and first.startswith(("```", "~~~")):
        first = others.partition("\n")[0].strip() or first
    return excerpt(first if len(first) <= _SHOWN else first[: _SHOWN - 1] + "…")


# What a change leaves behind


def _left_line(each: Left, style: Style, *, markdown: bool) -> str:
    codes = each.languages
    words = ngettext("{n} translation falls behind", "{n} translations fall behind", len(codes))
    source = line_start(each.source)
    if markdown:
        return f"- {code_span(source)}: {words}: {', '.join(codes)}"
    return f"{style.place(source)}: {style.filled(words)}: {', '.join(codes)}"
