"""Kinds with and without options, and with and without a source."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from contentlint.engine import options
from contentlint.model.counterpart import Counterpart
from contentlint.model.errors import ConfigError
from contentlint.source import formats

KIND = "house:plain"


@pytest.fixture(autouse=True)
def none_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "_added", {})


def add(**parts: Any) -> None:
    module = ModuleType("plain")
    vars(module).update(check=lambda doc: [doc.path], **parts)
    options.add(KIND, module)


def test_functions_of_a_kind_without_options_are_given_none() -> None:
    add(needs=lambda: ["x"])
    values = options.options_of(KIND, {})
    assert options.option_types(KIND) == {}
    assert options.needs_of(KIND, values) == ("x",)
    assert options.checker_of(KIND, values).check(SimpleNamespace(path="a.md")) == ["a.md"]


def test_options_that_a_kind_does_not_have_are_refused() -> None:
    add()
    with pytest.raises(ConfigError, match="unknown option 'size'; there are none"):
        options.check_options(KIND, {"size": 1})


@pytest.mark.parametrize(("orphans", "found"), [(False, []), (True, ["a.md"])])
def test_check_that_compares_runs_only_with_a_source(orphans: bool, found: list[str]) -> None:
    add(COUNTERPART=True, MISSING_SOURCE=orphans)
    check = options.checker_of(KIND, options.options_of(KIND, {})).check
    doc = formats.read("a.md", b"a\n")
    assert [*check(doc)] == found
    doc.counterpart = Counterpart(formats.read("b.md", b"b\n"), "en", "ar")
    assert [*check(doc)] == ["a.md"]
