"""SARIF 2.1.0 (OASIS), within the limits of GitHub code scanning.

Columns count code points, as ``columnKind`` says; ends are exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from contentlint import HOME
from contentlint._util.escape import encodable, json_text, sarif
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic, Incomplete, Position, ReportedFix
from contentlint.model.report import Report
from contentlint.report.fingerprints import fingerprints
from contentlint.report.formats.sarif_rules import LEVELS, descriptors
from contentlint.report.places import uri, worst_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

Object = dict[str, "Any"]
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RESULTS, RELATED = 5000, 100
"""What GitHub keeps of a run's results, and shows of a result's places."""


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the log and a line end; the worst results first, those of the baseline last."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    out.write(json_text(json.dumps(log, ensure_ascii=False, indent=1)) + "\n")


def _run(report: Report) -> Object:
    everything = worst_first(report.diagnostics) + worst_first(report.accepted)
    kept = everything[:RESULTS]
    keys = _fingerprints(report)
    accepted = set(map(id, report.accepted))
    rules = descriptors(kept, report)
    index = {rule["id"]: n for n, rule in enumerate(rules)}
    results = []
    for d in kept:
        result = _result(d, index[d.code], keys[id(d)])
        if report.has_baseline:
            result["baselineState"] = "unchanged" if id(d) in accepted else "new"
        if id(d) in accepted:
            result["suppressions"] = [{"kind": "external", "status": "accepted"}]
        results.append(result)
    omitted = len(everything) - len(kept)
    driver = {
        "name": "contentlint",
        "version": report.version,
        "informationUri": HOME,
        "rules": rules,
    }
    return {
        "tool": {"driver": driver},
        "invocations": [_invocation(report, omitted)],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
        "properties": {"checkedFiles": report.files, "omittedResults": omitted},
    }


def _fingerprints(report: Report) -> Mapping[int, str]:
    """Of every finding; those of the baseline are counted among equals as when it was made."""
    both = sorted((*report.diagnostics, *report.accepted), key=Diagnostic.sort_key)
    # Without the path: a result's place has it, and a renamed file keeps its results.
    found = fingerprints(both, report.lines_of, lambda _: "")
    return {id(d): key for d, key in zip(both, found, strict=True)}


def _invocation(report: Report, omitted: int) -> Object:
    notes = [_notification(entry) for entry in report.incomplete]
    if omitted:
        text = f"{omitted} results are left out of this file, which holds the {RESULTS} worst"
        notes.append({"level": "warning", "message": {"text": text}})
    found: Object = {"executionSuccessful": not report.incomplete}
    return {**found, "toolExecutionNotifications": notes} if notes else found


def _notification(entry: Incomplete) -> Object:
    place = {"physicalLocation": {"artifactLocation": {"uri": uri(entry.path)}}}
    text = sarif(f"not fully checked: {entry.reason}")
    found: Object = {"level": "error", "message": {"text": text}, "locations": [place]}
    return {**found, "associatedRule": {"id": entry.rule}} if entry.rule else found


def _result(d: Diagnostic, index: int, key: str) -> Object:
    result: Object = {
        "ruleId": d.code,
        "ruleIndex": index,
        "level": LEVELS[d.severity],
        "message": {"text": sarif(d.message) or d.name},
        "locations": [{"physicalLocation": _place(d.path, d.position)}],
        "partialFingerprints": {"contentlint/v1": key},
    }
    if d.related:
        result["relatedLocations"] = [
            {
                "id": n,
                "physicalLocation": _place(r.path or d.path, r.position),
                "message": {"text": sarif(r.message) or d.name},
            }
            for n, r in enumerate(d.related[:RELATED])
        ]
    changes = _replacements(d.fix) if d.fix else []
    if d.fix and changes:
        change = {"artifactLocation": {"uri": uri(d.path)}, "replacements": changes}
        result["fixes"] = [
            {
                "description": {"text": sarif(d.fix.title) or d.name},
                "artifactChanges": [change],
                "properties": {"safe": d.fix.safe},
            }
        ]
    return result


def _replacements(fix: ReportedFix) -> list[Object]:
    """Of all edits; none where one inserts what UTF-8 cannot hold."""
    if any(encodable(edit.text) != edit.text for edit in fix.edits):
        return []
    return [
        {
            "deletedRegion": _region(edit.position),
            **({"insertedContent": {"text": edit.text}} if edit.text else {}),
        }
        for edit in fix.edits
        if edit.text or edit.position[:2] != edit.position[2:]
    ]


def _place(path: str, place: Position) -> Object:
    return {"artifactLocation": {"uri": uri(path)}, "region": _region(place)}


def _region(place: Position) -> Object:
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    return dict(zip(keys, place, strict=True))
