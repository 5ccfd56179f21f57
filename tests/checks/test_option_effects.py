"""Every option of every rule changes what the rule finds: an example each.

``tests/rules/CODE/options.toml`` holds a table an option, named as the option is, with

``text`` or ``texts``
    an article, or several for a rule that compares them;
``found``, ``silent``
    values of the option: with the first the rule finds something, with the second nothing.
    One of them may be left out: then it is the rule's own value;
``one``, ``other``
    in place of these, for an option that does not decide whether something is found: values with
    which the findings differ (place, message, severity, fix or places that belong to them);
``with``
    values of other options, for both;
``format`` (``markdown``), ``language``, ``origin``, ``exists`` (files beside the article)
    how the article is read;
``source``
    for a rule that compares a translation with its source: the text of that;
``translation``
    what the configuration says of the two, as ``example-translation`` of a stanza;
``unused``
    in place of all of these: why the option, which belongs to the rule's kind, cannot change this
    rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from conftest import ROOT

from contentlint.config.table import read_toml
from contentlint.config.toml import written
from contentlint.core import dispatch
from contentlint.engine import cross_file, ruleset
from contentlint.engine.examples import pair
from contentlint.engine.options import options_class
from contentlint.model.diagnostic import Diagnostic, FileResult
from contentlint.model.document import Document
from contentlint.model.rule import Rule
from contentlint.run.session import Reading, Request, Selection, Session
from contentlint.source import formats

FOLDER = ROOT / "tests" / "rules"
SET = ruleset.full()
RULES = {rule.code: rule for rule in SET.rules if rule.kind != "suppression"}
KEYS = set(
    "text texts found silent one other with format language origin exists unused "
    "source translation".split()
)
SUFFIXES = {"markdown": ".md", "mdx": ".mdx", "text": ".txt"}


def options(rule: Rule) -> list[str]:
    """The options of a rule as a configuration writes them."""
    return [name.replace("_", "-") for name in options_class(rule.kind)._fields]


@cache
def examples(code: str) -> Mapping[str, Any]:
    path = FOLDER / code / "options.toml"
    return read_toml(str(path)) if path.exists() else {}


CASES = [(code, option) for code in RULES for option in examples(code)]


class _Articles(Session):
    """Checks texts that lie nowhere, beside files that it is told of."""

    exists: Sequence[str] = ()
    source: str | None = None
    translation: Mapping[str, Any] = {}

    def _pair(self, doc: Document) -> None:
        pair(doc, self.source, self.translation)

    def _exists(self, path: str, root: str, name: str) -> bool | None:
        del path, root
        return name in self.exists


def findings(
    rule: Rule, example: Mapping[str, Any], values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """What a rule finds with some options, under everything that a user's run does."""
    lines = [f"rules.{rule.code}.options.{key} = {written(value)}" for key, value in values.items()]
    if rule.counterpart:
        lines.append(
            'translations = [{source = "s-{path}", target = "{path}", languages = ["ar"]}]'
        )
    session = _Articles(
        Request(
            Selection(config=tuple(lines), isolated=True, select=(rule.code,)),
            reading=Reading(
                lang=example.get("language"),
                origin=example.get("origin", "unknown"),
                dialect="none",  # whatever the folder of the tests is
            ),
        )
    )
    session.exists = example.get("exists", ())
    session.source = example.get("source")
    session.translation = example.get("translation", {})
    suffix = SUFFIXES[example.get("format", "markdown")]
    results = [
        session.check(formats.record(f"{number}{suffix}", text.encode("utf-8", "surrogatepass")))
        for number, text in enumerate(example.get("texts") or [example["text"]])
    ]
    return list(_told(cross_file.compare(results, session.resolver.rules_for, "info")))


def _told(results: Sequence[FileResult]) -> Iterator[tuple[Any, ...]]:
    for result in results:
        assert not result.incomplete, result.incomplete
        for found in result.diagnostics:
            assert isinstance(found, Diagnostic)
            yield (
                result.path,
                found.position,
                found.message,
                found.severity,
                found.fix,
                found.related,
            )


@pytest.fixture(params=["as it is", "gated"])
def built(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once as it is, and once with the gates that stand beside a compiled scan."""
    if request.param == "gated":
        monkeypatch.setattr(dispatch, "COMPILED", True)
        monkeypatch.setattr(ruleset, "_builtin", SET)


@pytest.mark.slow
@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(("code", "option"), CASES)
def test_an_option_changes_what_its_rule_finds(code: str, option: str) -> None:
    rule, example = RULES[code], examples(code)[option]
    assert set(example) <= KEYS, "a key that this test does not know"
    if "unused" in example:
        assert set(example) == {"unused"} and example["unused"]
        return

    def found(key: str) -> list[tuple[Any, ...]]:
        own = {option: example[key]} if key in example else {}
        return findings(rule, example, {**example.get("with", {}), **own})

    if "one" in example or "other" in example:
        assert not {"found", "silent"} & set(example)
        assert found("one") != found("other")
    else:
        assert {"found", "silent"} & set(example), "no value to try"
        assert found("found"), "nothing is found with the value that should find it"
        assert not found("silent"), "something is found with the value that should not"


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_option_has_an_example_and_no_other_has(code: str) -> None:
    assert sorted(examples(code)) == sorted(options(RULES[code]))


MODES = frozenset({"fault", "metric", "characters", "of"})
"""Options that distinguish the rules of a kind: no user of a rule changes them."""


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_page_omits_the_options_without_an_effect(code: str) -> None:
    rule = RULES[code]
    without = [
        option
        for option, example in examples(code).items()
        if "unused" in example
        or any(
            example.get("with", {}).get(m, rule.options.get(m)) != rule.options.get(m)
            for m in MODES
        )
    ]
    assert sorted(rule.unused_options) == sorted(without)
