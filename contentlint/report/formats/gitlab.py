"""GitLab Code Quality (docs.gitlab.com/ci/testing/code_quality): one JSON array.

Lines count from 1; columns, which GitLab does not show, count code points.
"""

from __future__ import annotations

import json

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import encodable, json_text, message
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.report.fingerprints import fingerprints, last_line
from contentlint.report.formats import Format
from contentlint.report.paths import relative

if TYPE_CHECKING:
    from typing import Any, TextIO

FORMAT = Format(fingerprints=True)
_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the array and a line end, without findings in the baseline."""
    keys = fingerprints(report.diagnostics, report.lines_of, relative)
    found = [_entry(d, key) for d, key in zip(report.diagnostics, keys, strict=True)]
    out.write(json_text(json.dumps(found, ensure_ascii=False, indent=1)) + "\n")


def _entry(d: Diagnostic, key: str) -> dict[str, Any]:
    line, column, end_line, end_column = d.position
    return {
        # GitLab shows the description, not check_name.
        "description": f"{d.code}: {message(d.message)}",
        "check_name": d.code,
        "fingerprint": key,
        "severity": _SEVERITIES[d.severity],
        "location": {
            "path": encodable(relative(d.path)),
            "lines": {"begin": line, "end": last_line(d.position)},
            "positions": {
                "begin": {"line": line, "column": column},
                "end": {"line": end_line, "column": end_column},
            },
        },
    }
