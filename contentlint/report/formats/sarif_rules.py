"""The rules of a SARIF log: what GitHub shows beside a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contentlint._util.escape import excerpt, sarif, visible
from contentlint.engine.ruleset import full
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.rule_page import suppression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM = {"error": "error", "warning": "warning", "info": "recommendation"}
_LONGEST, _LONGEST_NAME, _TAGS = 1024, 255, 10
"""GitHub's limits, in characters."""


def descriptors(diagnostics: Iterable[Diagnostic], report: Report) -> list[dict[str, Any]]:
    """A reportingDescriptor for each rule that found something, by code."""
    named = {d.code: Rule(d.code, d.name, "", d.severity, "") for d in diagnostics}
    rules = {**named, **{c: report.rules[c] for c in named if c in report.rules}}
    pages: Mapping[str, Rule] = {}
    if not all(rule.why for rule in rules.values()):
        pages = {rule.code: rule for rule in full().rules}
    return [_descriptor(_page(rules[code], pages)) for code in sorted(rules)]


def _page(rule: Rule, pages: Mapping[str, Rule]) -> Rule:
    """The rule with what its page shows: the built-in ones come without."""
    page = pages.get(rule.code)
    if rule.why or page is None or page.name != rule.name:
        return rule
    return rule._replace(why=page.why, help=rule.help or page.help, tags=page.tags)


def _descriptor(rule: Rule) -> dict[str, Any]:
    short = rule.name.replace("-", " ").capitalize()
    why = visible(" ".join(rule.why.split())) or short
    help_text = rule.help or why
    properties: dict[str, Any] = {"problem.severity": _PROBLEM[rule.severity]}
    if rule.tags:
        properties["tags"] = list(dict.fromkeys(map(visible, rule.tags)))[:_TAGS]
    return {
        "id": rule.code,
        "name": rule.name[:_LONGEST_NAME],
        "shortDescription": {"text": sarif(short[:_LONGEST])},
        "fullDescription": {"text": _cut(sarif(why))},
        "help": {"text": sarif(help_text), "markdown": _markdown(rule, short)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": properties,
    }


def _cut(text: str) -> str:
    """At most what GitHub takes, cut after a word."""
    if len(text) <= _LONGEST:
        return text
    head = text[: _LONGEST - 1]
    return (head.rsplit(" ", 1)[0] or head) + "…"


def _markdown(rule: Rule, short: str) -> str:
    lines = [excerpt(line) for line in (rule.why.strip() or short).split("\n")]
    if rule.help:
        lines += ["", f"**What to do:** {excerpt(rule.help)}"]
    lines += ["", f"Suppress: `{suppression(rule)}`"]
    return "\n".join(lines).replace("{", "{{").replace("}", "}}")
