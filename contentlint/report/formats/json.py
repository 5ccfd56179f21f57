"""One JSON object, ``contentlint.report/1``; report.schema.json beside this file describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import json_text
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic, Position
from contentlint.model.report import Report
from contentlint.report.formats import Format

if TYPE_CHECKING:
    from typing import Any, TextIO

FORMAT = Format(edits=True, replays=True)
SCHEMA = "contentlint.report/1"


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the object and a line end."""
    text = json.dumps(as_object(report), ensure_ascii=False, indent=2)
    out.write(json_text(text) + "\n")


def as_object(report: Report) -> dict[str, Any]:
    """Return the report as plain data.

    ``findings`` has those at or above ``--min-severity``; ``summary`` counts all.
    """
    return {
        "schema": SCHEMA,
        "tool": {"name": "contentlint", "version": report.version},
        "column_unit": "codepoint",
        "summary": {
            "files": report.files,
            "findings": report.counts.total(),
            "errors": report.counts.error,
            "warnings": report.counts.warning,
            "infos": report.counts.info,
            "suppressed": report.suppressed,
            "fixable": report.counts.fixable,
        },
        "findings": [finding(d) for d in report.diagnostics],
        "incomplete": [
            {"path": entry.path, "reason": entry.reason, "rule": entry.rule}
            for entry in report.incomplete
        ],
        "left_out": [{"path": entry.path, "reason": entry.by} for entry in report.left_out],
    }


def finding(d: Diagnostic) -> Mapping[str, Any]:
    """Return a finding as plain data."""
    return {
        "path": d.path,
        **_range(d.position),
        "start": d.start,
        "end": d.end,
        "code": d.code,
        "name": d.name,
        "severity": d.severity,
        "message": d.message,
        "fix": None
        if d.fix is None
        else {
            "safe": d.fix.safe,
            "title": d.fix.title,
            "edits": [{**_range(e.position), "text": e.text} for e in d.fix.edits],
        },
        "related": [
            {"path": r.path or d.path, **_range(r.position), "message": r.message}
            for r in d.related
        ],
        **_pair(d),
    }


def _pair(d: Diagnostic) -> dict[str, Any]:
    """Return what only findings of a comparison with a source have."""
    if d.pair is None:
        return {}
    source, source_lang, lang, drift, ratio, source_texts, text = d.pair
    return {
        "pair": {
            "source": source,
            "source_lang": source_lang,
            "lang": lang,
            "drift": drift,
            "ratio": ratio,
        },
        "detail": {"source": list(source_texts), "target": text},
    }


def _range(position: Position) -> dict[str, int]:
    line, column, end_line, end_column = position
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
