"""Reviewdog Diagnostic Format as JSON Lines: one Diagnostic per line; see ``rdjson``."""

from __future__ import annotations

import json

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import json_text
from contentlint._util.style import Style
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.formats.rdjson import SOURCE, as_objects

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(edits=True)


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write a line for each finding, which names its source itself."""
    for found in as_objects(report):
        found["source"] = SOURCE
        out.write(json_text(json.dumps(found, ensure_ascii=False)) + "\n")
