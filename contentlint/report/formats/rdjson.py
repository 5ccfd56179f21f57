"""Reviewdog Diagnostic Format (proto/rdf/reviewdog.proto) as one JSON object.

Columns count bytes of UTF-8, from 1; ends are exclusive. Reviewdog rejects a file with a key that
its version does not know, so only keys of the first version are used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from contentlint import HOME
from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import encodable, json_text, message
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic, Position
from contentlint.model.report import Report
from contentlint.report.columns import Columns, utf8
from contentlint.report.formats import Format
from contentlint.report.paths import relative

if TYPE_CHECKING:
    from typing import Any, TextIO

FORMAT = Format(edits=True)
SOURCE = {"name": "contentlint", "url": HOME}
_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write a DiagnosticResult and a line end."""
    found = {"source": SOURCE, "diagnostics": list(as_objects(report))}
    out.write(json_text(json.dumps(found, ensure_ascii=False, indent=1)) + "\n")


def as_objects(report: Report) -> Iterator[dict[str, Any]]:
    """Yield each finding as a Diagnostic."""
    columns = Columns(report, utf8)
    for d in report.diagnostics:
        place = _range(columns.position(d.path, d.position))
        found: dict[str, Any] = {
            "message": message(d.message),
            "location": {"path": encodable(relative(d.path)), "range": place},
            "severity": _SEVERITIES[d.severity],
            "code": {"value": d.code},
        }
        suggestion = _suggestion(d, columns)
        if suggestion:
            found["suggestions"] = [suggestion]
        yield found


def _suggestion(d: Diagnostic, columns: Columns) -> dict[str, Any] | None:
    """Return the fix as one replacement, because Reviewdog may apply suggestions singly.

    None if the edits cannot be joined, change nothing, or contain what UTF-8 cannot encode.
    """
    if d.fix is None or not d.fix.edits:
        return None
    first, *rest = d.fix.edits
    text, end = first.text, first.position.end
    for edit in rest:
        kept = columns.between(d.path, Position(*end, *edit.position.start))
        if kept is None:
            return None
        text, end = text + kept + edit.text, edit.position.end
    start = first.position.start
    if encodable(text) != text or (start == end and not text):
        return None
    return {"range": _range(columns.position(d.path, Position(*start, *end))), "text": text}


def _range(place: Position) -> dict[str, Any]:
    return {
        "start": {"line": place.line, "column": place.column},
        "end": {"line": place.end_line, "column": place.end_column},
    }
