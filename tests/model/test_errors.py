"""Which names a wrong one is taken for."""

from __future__ import annotations

import pytest

from contentlint.cli.parser import COMMANDS, parsers
from contentlint.config import schema
from contentlint.engine import ruleset
from contentlint.model.errors import close_to, suggest
from contentlint.report import formats

OPTIONS = [name for action in parsers()[1]["check"]._actions for name in action.option_strings]
RULES = [name for rule in ruleset.builtin().rules for name in (rule.code, rule.name)]


@pytest.mark.parametrize(
    ("given", "known", "meant"),
    [
        ("chekc", COMMANDS, "check"),
        ("explian", COMMANDS, "explain"),
        ("conf", COMMANDS, "config"),
        ("completions", COMMANDS, "completion"),
        ("--colour", OPTIONS, "--color"),
        ("--fail", OPTIONS, "--fail-on --fail-on-stale"),
        ("--output-file", OPTIONS, "--output"),
        ("--max_findings", OPTIONS, "--max-findings"),
        ("language", schema._KEYS, "lang"),
        ("min_severity", schema._KEYS, "min-severity"),
        ("pun1", RULES, "PUN001"),
        ("PUN01", RULES, "PUN001"),
        ("PUN0001", RULES, "PUN001"),
        ("PNU001", RULES, "PUN001"),
        ("IMG0O1", RULES, "IMG001"),
        ("spaces-before-punctuation", RULES, "space-before-punctuation"),
        ("jsn", formats.names(), "json"),
        ("git", formats.names(), "github gitlab"),
    ],
)
def test_a_typing_error_and_an_abbreviation_are_understood(
    given: str, known: tuple[str, ...], meant: str
) -> None:
    assert close_to(given, known) == meant.split()


@pytest.mark.parametrize(
    ("given", "known"),
    [
        *((word, COMMANDS) for word in ("lint", "articles", "list", "news", "template", "")),
        *((word, OPTIONS) for word in ("--json", "--files", "--disable", "--strict", "--warnings")),
        *((word, OPTIONS) for word in ("--list", "--rules", "--version", "--no-fix", "-x", "--")),
        *((word, schema._KEYS) for word in ("files", "disabled", "output", "severity")),
        *(
            (word, RULES)
            for word in ("PUN999", "IMG99", "MD001", "E501", "XYZ001", "anchor", "PUN")
        ),
    ],
)
def test_a_name_of_something_else_is_taken_for_nothing(given: str, known: tuple[str, ...]) -> None:
    assert close_to(given, known) == []


def test_several_names_are_proposed_together() -> None:
    assert suggest("format", "git", formats.names()) == (
        "unknown format 'git'; did you mean 'github' or 'gitlab'?"
    )
