"""docs/house-rules.md: every stanza in it is a rule that passes its examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli
from conftest import ROOT

from contentlint.article.scopes import SCOPES
from contentlint.cli.commands import new_rule
from contentlint.config import schema
from contentlint.engine import budget, ruleset
from contentlint.engine.ruleset import CODE, REQUIRED, TYPES
from contentlint.model.rule import Rule
from contentlint.run import examples

PAGE = (ROOT / "docs" / "house-rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
STANZAS = [block for block in BLOCKS if any(map(CODE.fullmatch, tomli.loads(block)))]
VALE = "existence substitution occurrence repetition consistency conditional capitalization metric"
VALE += " spelling sequence script"


def rules(block: str, folder: Path) -> tuple[Rule, ...]:
    path = folder / "house.toml"
    path.write_text(block, encoding="utf-8")
    found = ruleset.with_families(ruleset.builtin(), [str(path)], {})
    assert not found.faults
    return tuple(rule for rule in found.set.rules if rule.code in tomli.loads(block))


@pytest.mark.parametrize("block", STANZAS, ids=lambda block: str(CODE.search(block)))
def test_stanza_of_the_page_passes_its_examples(block: str, tmp_path: Path) -> None:
    (rule,) = rules(block, tmp_path)
    assert list(examples.failures(rule)) == []
    assert list(budget.slow_patterns(rule)) == []


def test_codes_and_names_of_the_page_are_taken_once(tmp_path: Path) -> None:
    assert len(STANZAS) >= 14
    found = rules("\n".join(STANZAS), tmp_path)
    assert len(found) == len(STANZAS)


def test_other_toml_of_the_page_is_configuration_words_or_a_package() -> None:
    for block in BLOCKS:
        data = tomli.loads(block)
        if block not in STANZAS and "build-system" not in data:
            assert schema.parse(data, "page", str(ROOT))


def test_page_names_every_kind_scope_and_key() -> None:
    for name in (*new_rule.kinds(), *SCOPES, *REQUIRED, *TYPES):
        assert f"`{name}`" in PAGE, name


def test_page_rewrites_every_kind_of_vale() -> None:
    section = PAGE.partition("## Coming from Vale")[2]
    assert re.findall(r"^\*\*(\w+)\.\*\*", section, re.MULTILINE) == VALE.split()


def test_kinds_that_the_page_says_fill_in_names_do() -> None:
    rows = dict(re.findall(r"^\| `([a-z]+)` \| [^|]* \| (.*?) \|$", PAGE, re.MULTILINE))
    assert set(rows) == set(new_rule.kinds())
    for kind, names in rows.items():
        message = re.search(r'message = "(.*)"', new_rule.template(kind))
        assert message
        used = set(re.findall(r"{(\w+)}", message[1])) - {"day", "month"}
        assert used <= set(re.findall(r"`(\w+)`", names)), kind
