"""docs/measures.md lists every measure, and how rules judge it. ``--update`` writes its table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import ROOT

from contentlint import Linter
from contentlint.engine import ruleset
from contentlint.model.rule import Rule
from contentlint.text.measures.table import MEASURES

PAGE = ROOT / "docs" / "measures.md"
HEAD = "| measure | unit | what it counts | as in | rules |\n| --- | --- | --- | --- | --- |\n"


RULES = [r for r in ruleset.builtin().rules if r.kind == "metric" or r.code == "DUP011"]
TEXTS = sorted(
    path for rule in RULES for path in (ROOT / "tests" / "rules" / rule.code).glob("[bg]*.*")
)
LINTER = Linter({"select": [rule.code for rule in RULES]})


def judges(measure: str) -> Iterator[str]:
    """The codes of the rules that judge a measure."""
    for rule in RULES:
        if measure in limits(rule, "und") or rule.options.get("metric") == measure:
            yield rule.code


def limits(rule: Rule, language: str) -> dict[str, float]:
    """The limits of DUP011 for a language."""
    entries = rule.options.get("limits", {}).get(language, ())
    return {name: float(limit) for name, _, limit in (entry.partition(" ") for entry in entries)}


def decided(measured: Mapping[str, float], language: str) -> Iterator[str]:
    """The codes of the rules that report a text, as the page says."""
    words = measured["words"]
    for rule in RULES:
        options = rule.options
        if rule.code == "DUP011":
            most = {**limits(rule, "und"), **limits(rule, language)}
            wrong = any(measured[name] > limit for name, limit in most.items())
            if wrong and 50 <= words <= 100_000:
                yield rule.code
        elif not rule.languages or language in rule.languages:
            number = measured[options["metric"]]
            low = options.get("min-by-language", {}).get(language, options.get("min", -math.inf))
            high = options.get("max-by-language", {}).get(language, options.get("max", math.inf))
            with_code = options["metric"] == "words" and measured["words-with-code"] >= low
            if (number < low and not with_code) or number > high:
                if words >= (0 if rule.code == "COR001" else 50):
                    yield rule.code


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rules_report_what_the_page_says(path: Path) -> None:
    data = path.read_bytes()
    # Also twice and twenty times: most fixtures are too short to be judged.
    for content in (data, data.rstrip() + b"\n\n" + data, data * 20):
        result = LINTER.bytes(content, path.name)
        expected = sorted(decided(LINTER.measure(content, path.name), result.language))
        assert sorted(found.code for found in result.diagnostics) == expected


def test_page_lists_every_measure(update: bool) -> None:
    rows = [
        (
            f"`{measure.name}`",
            measure.unit,
            measure.about,
            measure.source,
            ", ".join(f"[{code}](rules/{code}.md)" for code in judges(measure.name)),
        )
        for measure in MEASURES.values()
    ]
    cells = ("".join(f"| {cell} " if cell else "| " for cell in row) for row in rows)
    table = HEAD + "".join(f"{row}|\n" for row in cells)
    text = PAGE.read_text(encoding="utf-8")
    right = re.sub(re.escape(HEAD) + r"(?:\|.*\n)*", lambda _: table, text)
    if update:
        PAGE.write_text(right, encoding="utf-8")
    assert table in right
    assert update or text == right
