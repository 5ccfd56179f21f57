"""SARIF 2.1.0 (OASIS), within the limits of GitHub code scanning.

Columns count code points, as ``columnKind`` says; ends are exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from contentlint import HOME
from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import encodable, excerpt, json_text, message, sarif, visible
from contentlint._util.style import Style
from contentlint.engine.ruleset import full
from contentlint.model.diagnostic import Diagnostic, Incomplete, Position, ReportedFix, worst_first
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.fingerprints import fingerprints
from contentlint.report.formats import Format
from contentlint.report.paths import uri
from contentlint.report.rule_page import suppression

if TYPE_CHECKING:
    from typing import Any, TextIO

FORMAT = Format(edits=True, fingerprints=True)
Object = dict[str, "Any"]
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RESULTS, RELATED = 5000, 100
"""Results of a run, and related places of a result, that GitHub accepts."""
_TEXT, _NAME, _TAGS = 1024, 255, 10
"""GitHub's limits for a rule: characters of a text and of a name, number of tags."""
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM = {"error": "error", "warning": "warning", "info": "recommendation"}


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the log and a line end: the worst results first, those in the baseline last."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    out.write(json_text(json.dumps(log, ensure_ascii=False, indent=1)) + "\n")


def _run(report: Report) -> Object:
    everything = worst_first(report.diagnostics) + worst_first(report.accepted)
    kept = everything[:RESULTS]
    keys = _fingerprints(report)
    accepted = set(map(id, report.accepted))
    rules = _descriptors(kept, report)
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
    """Return the fingerprint of every finding by its ``id``.

    Findings in the baseline are counted as well, so that equal findings keep their numbers.
    """
    both = sorted((*report.diagnostics, *report.accepted), key=Diagnostic.sort_key)
    # Without the path, which the location has, so that a renamed file keeps its results.
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
        "level": _LEVELS[d.severity],
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
    """Return all edits; none if one inserts a text that UTF-8 cannot encode."""
    if any(encodable(edit.text) != edit.text for edit in fix.edits):
        return []
    return [
        {
            "deletedRegion": _region(edit.position),
            **({"insertedContent": {"text": edit.text}} if edit.text else {}),
        }
        for edit in fix.edits
        if edit.text or edit.position.start != edit.position.end
    ]


def _place(path: str, place: Position) -> Object:
    return {"artifactLocation": {"uri": uri(path)}, "region": _region(place)}


def _region(place: Position) -> Object:
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    return dict(zip(keys, place, strict=True))


# Rules: what GitHub shows beside a result


def _descriptors(diagnostics: Iterable[Diagnostic], report: Report) -> list[Object]:
    """Return a reportingDescriptor for each rule with findings, by code."""
    named = {d.code: Rule(d.code, d.name, "", d.severity, "") for d in diagnostics}
    rules = {**named, **{c: report.rules[c] for c in named if c in report.rules}}
    pages: Mapping[str, Rule] = {}
    if not all(rule.why for rule in rules.values()):
        pages = {rule.code: rule for rule in full().rules}
    return [_descriptor(_page(rules[code], pages)) for code in sorted(rules)]


def _page(rule: Rule, pages: Mapping[str, Rule]) -> Rule:
    """Return the rule with its explanation, which built-in rules are loaded without."""
    page = pages.get(rule.code)
    if rule.why or page is None or page.name != rule.name:
        return rule
    return rule._replace(
        summary=page.summary, why=page.why, help=rule.help or page.help, tags=page.tags
    )


def _descriptor(rule: Rule) -> Object:
    short = message(rule.summary) or rule.name.replace("-", " ").capitalize()
    why = message(" ".join(rule.why.split())) or short
    help_text = rule.help or why
    properties: Object = {"problem.severity": _PROBLEM[rule.severity]}
    if rule.tags:
        properties["tags"] = list(dict.fromkeys(map(visible, rule.tags)))[:_TAGS]
    return {
        "id": rule.code,
        "name": rule.name[:_NAME],
        "shortDescription": {"text": sarif(short[:_TEXT])},
        "fullDescription": {"text": _cut(sarif(why))},
        "help": {"text": sarif(help_text), "markdown": _markdown(rule, short)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": properties,
    }


def _cut(text: str) -> str:
    """Cut a text after a word, to the length that GitHub accepts."""
    if len(text) <= _TEXT:
        return text
    head = text[: _TEXT - 1]
    return (head.rsplit(" ", 1)[0] or head) + "…"


def _markdown(rule: Rule, short: str) -> str:
    lines = [excerpt(line) for line in (rule.why.strip() or short).split("\n")]
    if rule.help:
        lines += ["", f"**What to do:** {excerpt(rule.help)}"]
    lines += ["", f"Suppress: `{suppression(rule)}`"]
    return "\n".join(lines).replace("{", "{{").replace("}", "}}")
