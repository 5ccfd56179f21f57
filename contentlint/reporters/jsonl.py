"""JSON Lines: a finding a line, then one line with everything else of the JSON report.

Columns count code points. ``$defs/line`` of the report's schema describes a line.
"""

from __future__ import annotations

import json
from typing import TextIO

from contentlint.escape import json_text
from contentlint.report import Report
from contentlint.reporters.json import as_object
from contentlint.style import Style


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write ``{"type": "finding", …}`` for each, and ``{"type": "summary", …}`` at the end."""
    found = as_object(report)
    for finding in found.pop("findings"):
        out.write(_line({"type": "finding", **finding}))
    out.write(_line({"type": "summary", **found}))


def _line(record: dict[str, object]) -> str:
    return json_text(json.dumps(record, ensure_ascii=False)) + "\n"
