"""Kinds and rules of installed packages, and who lets them in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from contentlint.cli.main import main
from contentlint.engine import options as kinds
from contentlint.engine import plugins

SOURCE = ROOT / "examples" / "plugin" / "src"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example plugin as pip would install it, and a folder that asks for it."""
    site = tmp_path / "site"
    info = site / "contentlint_shouting-1.0.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: contentlint-shouting\nVersion: 1\n"
    )
    (info / "entry_points.txt").write_text(
        "[contentlint.plugins]\nshouting = contentlint_shouting\nbroken = no_such_module\n"
    )
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.syspath_prepend(str(SOURCE))
    monkeypatch.setattr(plugins, "_loaded", {})
    monkeypatch.setattr(kinds, "_added", {})
    monkeypatch.delenv(plugins.VARIABLE, raising=False)
    here = tmp_path / "articles"
    here.mkdir()
    (here / "contentlint.toml").write_text('plugins = ["shouting"]\nselect = ["SHO"]\n')
    (here / "a.md").write_text("The bridge is CLOSED today.\n")
    monkeypatch.chdir(here)
    yield here
    for name in [name for name in sys.modules if name.startswith("contentlint_shouting")]:
        del sys.modules[name]


@pytest.mark.usefixtures("installed")
def test_plugin_that_was_let_in_brings_its_kind_and_its_rules(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--plugins", "shouting", "."]) == 1
    assert capsys.readouterr().out == "a.md:1:15: warning SHO001 CLOSED shouts\n"
    options = ["--config", "rules.SHO001.options.min-letters = 9"]
    assert main(["check", "--plugins", "shouting", *options, "."]) == 0


@pytest.mark.usefixtures("installed")
def test_environment_lets_a_plugin_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(plugins.VARIABLE, "other, shouting")
    assert main(["check", "."]) == 1
    assert "SHO001" in capsys.readouterr().out


@pytest.mark.usefixtures("installed")
def test_configuration_alone_runs_no_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "."]) == 2
    error = capsys.readouterr().err
    assert "contentlint.toml:1: plugins: shouting runs code of an installed package" in error
    assert "contentlint_shouting" not in sys.modules


def test_plugin_that_nobody_asks_for_is_not_loaded(installed: Path) -> None:
    (installed / "contentlint.toml").write_text("")
    main(["check", "--plugins", "shouting", "."])
    assert "contentlint_shouting" not in sys.modules


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shoutng", "plugins: unknown plugin 'shoutng'; did you mean 'shouting'?"),
        ("broken", "plugins: broken cannot be loaded: ModuleNotFoundError"),
    ],
)
def test_plugin_that_is_missing_or_broken_is_one_clear_error(
    installed: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed / "contentlint.toml").write_text(f'plugins = ["{name}"]\n')
    assert main(["check", "--plugins", name, "."]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("installed")
def test_rules_of_a_plugin_pass_their_own_examples(capsys: pytest.CaptureFixture[str]) -> None:
    rules = str(SOURCE / "contentlint_shouting" / "rules.toml")
    assert main(["test-rules", "--plugins", "shouting", rules]) == 0
    assert "1 rule tested, 0 faults" in capsys.readouterr().err


@pytest.mark.usefixtures("installed")
def test_rules_of_a_plugin_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--plugins", "shouting"]) == 0
    assert "SHO001" in capsys.readouterr().out
