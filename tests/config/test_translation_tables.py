"""The tables ``[[translations]]`` and ``[glossary]``: what is refused, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Cli, alone, write

from contentlint.config.load import read_config
from contentlint.config.schema import Config

WRONG = {
    'source = "en/{path}/{path}"\ntarget = "{lang}/{path}"': "source: {path} occurs twice",
    'source = "en/{file}"\ntarget = "{lang}/{file}"': "source: {file} is unknown; there are",
    'source = "en/{lang}/{path}"\ntarget = "{lang}/{path}"': "source: {lang} is unknown",
    'source = "en/{path"\ntarget = "{lang}/{path}"': "source: a brace alone is unknown",
    'source = "en/{path}"\ntarget = "../{lang}/{path}"': "is outside the project",
    'source = "/etc/{path}"\ntarget = "{lang}/{path}"': "is outside the project",
    'source = "en/{path}"\ntarget = "{lang}/x.md"': "has other placeholders than source",
    'source = "en/{path}"\ntarget = "de/{path}"': "{lang} is missing",
    'source = "docs/{path}"\ntarget = "docs/{lang}/{path}"': "languages: needed here",
    'source = "en/{path}"': "target is missing or empty",
    'preset = "hugp"': "preset: unknown value 'hugp'; did you mean 'hugo'?",
    'preset = "hugo"\norder = "none"': "order: unknown value 'none'",
    'preset = "hugo"\ncode = "same"': "code: unknown value 'same'",
    'preset = "hugo"\nspan-free = ["("]': "span-free: invalid pattern",
    'preset = "hugo"\nfolder = "../x"': "folder: '../x' is outside the project",
    'preset = "hugo"\nexclude = ["!"]': "'!' is not a valid glob",
    'preset = "hugo"\ndiverges = { "content/ar/a.md" = " " }': "a reason is missing",
    'preset = "hugo"\nlang-map = { fa = 1 }': "lang-map.fa: expected a string",
    'preset = "hugo"\nlanguage = ["ar"]': "unknown key 'language'",
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_table_is_refused_with_its_line(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone(tmp_path, monkeypatch)
    write("contentlint.toml", f"# first\n[[translations]]\n{text}\n")
    write("a.md")
    ran = Cli(capsys)("check", ".")
    assert ran.code == 2
    assert WRONG[text] in ran.err
    assert "contentlint.toml:" in ran.err
    assert ": translations #1: " in ran.err
    assert int(ran.err.split("contentlint.toml:")[1].split(":")[0]) >= 2


def test_two_tables_with_the_same_translations_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone(tmp_path, monkeypatch)
    tables = (
        '[[translations]]\nsource = "en/{path}"\ntarget = "{lang}/{path}"\n'
        '[[translations]]\nsource = "eng/{path}"\ntarget = "{lang}/{path}"\n'
    )
    write("contentlint.toml", tables)
    write("ar/a.md")
    ran = Cli(capsys)("check", ".")
    assert ran.code == 2
    assert "contentlint.toml:6: translations #2: target: another table has the same" in ran.err


def read(tmp_path: Path, text: str) -> Config:
    (tmp_path / "contentlint.toml").write_text(text, encoding="utf-8")
    config = read_config(str(tmp_path / "contentlint.toml"))
    assert config is not None
    return config


def test_glossary_has_terms_by_language(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        '[glossary]\nkeep = ["VitePress"]\n[glossary.ar]\npassword = ["كلمة مرور", "كلمة سر"]\n'
        'key = "مفتاح"\n[glossary-avoid.ar]\npassword = ["رمز"]\n',
    )
    assert config.faults == ()
    assert config.glossary is not None
    assert config.glossary.keep == ("VitePress",)
    assert config.glossary.renderings == {
        "ar": {"password": ("كلمة مرور", "كلمة سر"), "key": ("مفتاح",)}
    }
    assert config.glossary.avoided == {"ar": {"password": ("رمز",)}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[glossary]\nkeep = [" "]', "keep: an entry is blank"),
        ('[glossary]\nar = ["x"]', "ar: expected a table, written [glossary.ar]"),
        ("[glossary.ar]\npassword = []", "ar: password: expected a list of strings"),
        ("[glossary-avoid.ar]\npassword = 1", "ar: password: expected a list of strings"),
    ],
)
def test_wrong_glossary_is_a_fault(text: str, message: str, tmp_path: Path) -> None:
    assert [fault.message for fault in read(tmp_path, text).faults if message in fault.message]


def test_tables_of_an_extended_file_are_added_and_start_from_the_one_that_extends_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.toml").write_text(
        '[[translations]]\npreset = "tldr"\n[glossary.ar]\na = ["ب"]\nb = ["ت"]\n', encoding="utf-8"
    )
    config = read(
        tmp_path,
        'extends = ["shared/base.toml"]\n[[translations]]\npreset = "readme"\n'
        '[glossary.ar]\nb = ["ث"]\n',
    )
    assert config.faults == ()
    assert [table.root for table in config.translations] == [str(tmp_path)] * 2
    assert config.glossary is not None
    assert config.glossary.renderings == {"ar": {"a": ("ب",), "b": ("ث",)}}
