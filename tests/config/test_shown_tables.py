"""What ``contentlint config FILE`` shows of the tables of a configuration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contentlint.cli.main import main
from contentlint.config.toml import decode
from contentlint.config.values import age_of, age_written

CONFIG = """
[links]
exclude = ["https://intranet.example.org/**"]
max-age = "36h"
fail-on = "warning"

[spelling]
words = ["سوشال"]
wrong = ["انشاء الله>إن شاء الله"]

[[suppressions]]
file = "a.md"
rules = ["SRC012"]
text = "المتحدث"
reason = "a page that was kept"

[[suppressions]]
file = "b.md"
rules = ["SRC013"]
text = "x"
"""


TRANSLATIONS = """
[[translations]]
preset = "vitepress"
languages = ["ar", "fa"]
lang-map = { fa = "fa-IR" }
code = "exact"
order = "source"

[[translations]]
source = "README.md"
target = "README.{lang}.md"
diverges = { "README.ar.md" = "local contacts" }

[glossary]
keep = ["API"]

[glossary.ar]
password = ["كلمة مرور", "كلمة سر"]

[glossary.fa]
password = "گذرواژه"

[glossary-avoid.ar]
password = ["رمز"]
"""


def _of(text: str) -> dict[str, Any]:
    return decode(text)[0]


def test_tables_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "contentlint.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "a.md").write_text("# أ\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["config", "a.md"]) == 0
    shown = capsys.readouterr().out
    tables = {key: _of(shown)[key] for key in ("links", "spelling", "suppressions")}
    assert tables["links"] == _of(CONFIG)["links"]
    assert tables["spelling"] == _of(CONFIG)["spelling"]
    (suppression,) = tables["suppressions"]
    assert suppression["rules"] == ["SRC012"]
    assert main(["config", "--format", "json", "a.md"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"] == tables
    assert main(["config", "--isolated", "--format", "json", "a.md"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"] == {}


@pytest.mark.parametrize("text", ["1s", "90m", "36h", "7d"])
def test_ages_are_written_as_they_are_read(text: str) -> None:
    assert age_written(age_of(text)) == text


def test_tables_about_translations_are_shown_as_they_count_for_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "contentlint.toml").write_text(TRANSLATIONS, "utf-8")
    monkeypatch.chdir(tmp_path)
    names = ("translations", "glossary", "glossary-avoid")

    def shown(*argv: str) -> dict[str, Any]:
        assert main(["config", "--format", "json", *argv]) == 0
        as_json: dict[str, Any] = json.loads(capsys.readouterr().out)["tables"]
        assert main(["config", *argv]) == 0
        as_toml = _of(capsys.readouterr().out)
        assert {name: as_toml[name] for name in names if name in as_toml} == as_json
        return as_json

    more = {"languages": ["ar", "fa"], "lang-map": {"fa": "fa-IR"}, "code": "exact"}
    docs = [
        {"source": "docs/en/{path}", "target": "docs/{lang}/{path}", **more},
        {"source": "docs/{path}", "target": "docs/{lang}/{path}", **more},
    ]
    why = {"README.ar.md": "local contacts"}
    readme = {"source": "README.md", "target": "README.{lang}.md", "diverges": why}
    arabic = {"password": ["كلمة مرور", "كلمة سر"]}
    every = {
        "translations": [*docs, readme],
        "glossary": {"keep": ["API"], "ar": arabic, "fa": {"password": ["گذرواژه"]}},
        "glossary-avoid": {"ar": {"password": ["رمز"]}},
    }
    assert shown() == shown("README.md") == shown("docs/a.md") == every
    assert shown("README.ar.md") == {
        "translations": [readme],
        "glossary": {"keep": ["API"], "ar": arabic},
        "glossary-avoid": {"ar": {"password": ["رمز"]}},
    }
    assert shown("docs/fa-IR/a.md") == {
        "translations": docs,
        "glossary": {"keep": ["API"], "fa": {"password": ["گذرواژه"]}},
    }
    assert shown("--isolated", "README.md") == {}
