"""JSON Lines: one line per finding, then one line with the rest of the JSON report.

Columns count code points. ``$defs/line`` in the schema of the report describes a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import json_text
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.formats import Format
from contentlint.report.formats.json import as_object, finding

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(edits=True, streams=True, replays=True)


def write(report: Report, out: TextIO, style: Style) -> None:
    """Write ``{"type": "finding", …}`` for each, and ``{"type": "summary", …}`` at the end."""
    out.writelines(lines(report.diagnostics, report.rules, style))
    summary = as_object(report._replace(diagnostics=()))
    del summary["findings"]
    out.write(_line({"type": "summary", **summary}))


def lines(
    found: Iterable[Diagnostic],
    rules: Mapping[str, Rule],  # noqa: ARG001  as in other formats
    style: Style,  # noqa: ARG001
) -> Iterator[str]:
    """Yield a line for each finding."""
    for d in found:
        yield _line({"type": "finding", **finding(d)})


def _line(record: dict[str, object]) -> str:
    return json_text(json.dumps(record, ensure_ascii=False)) + "\n"
