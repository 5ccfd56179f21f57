"""The table of languages is complete, and what other modules assume of it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from conftest import ROOT

from contentlint.core.language import detect
from contentlint.model.languages import ARABIC_SCRIPT, CJK, LANGUAGES, RTL, UNSPACED, lookup
from contentlint.model.terminators import SPLITTING
from contentlint.text.language.scripts import SCRIPTS

_NAMED = re.compile(r"(?:--lang |\blang(?:uages)? ?[:=] ?)(\[[^\]]*\]|\"?[a-z]{2,3}\b)")
_CODE = re.compile(r"\b[a-z]{2,3}\b")
_ALL_LANGUAGES = "und"


def in_rules(data: Any) -> Iterator[str]:
    """The codes in a parsed TOML file: values of ``languages``, and keys of word lists."""
    if isinstance(data, list):
        for each in data:
            yield from in_rules(each)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "languages":
                yield from value
            else:
                yield from in_rules(value)


def test_rules_and_documents_name_known_languages_only() -> None:
    named: dict[str, Path] = {}
    for path in sorted((ROOT / "rules").rglob("*.toml")):
        data = tomli.loads(path.read_text(encoding="utf-8"))
        keys = data if path.parent.name == "words" else ()
        codes = [*in_rules(data), *filter(_CODE.fullmatch, keys)]
        named |= dict.fromkeys(codes, path)
    for path in sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.toml")]):
        for m in _NAMED.finditer(path.read_text(encoding="utf-8")):
            named |= dict.fromkeys(_CODE.findall(m[1]), path)
    assert {"ar", "fa", "vi"} <= set(named)
    assert {code: path for code, path in named.items() if lookup(code).name == ""} == {
        _ALL_LANGUAGES: named[_ALL_LANGUAGES]
    }


def test_rows_agree_with_the_modules_that_read_them() -> None:
    for row in LANGUAGES.values():
        assert {row.script, row.other_script or row.script} <= SCRIPTS, row
        assert len(row.stop_words.split()) < 32, row
        assert row.full_stop in SPLITTING, row
        assert not row.letters or row.script == "Arabic", row
        assert all(0x600 <= ord(letter) <= 0x6FF for letter in row.letters), row
        assert row.similar == "" or lookup(row.similar).similar == "", row


def test_no_two_languages_share_a_code() -> None:
    source = (ROOT / "contentlint/model/languages.py").read_text(encoding="utf-8")
    codes = re.findall(r'^    Language\("(\w+)"', source, re.MULTILINE)
    assert len(codes) == len(LANGUAGES)


def test_the_compiled_table_can_hold_the_stop_words() -> None:
    words = {word for row in LANGUAGES.values() for word in row.stop_words.split()}
    keys = {(len(form), form[0], form[len(form) // 2], form[-1]) for form in map(str.encode, words)}
    assert len(keys) == len(words), "two agree in length and in three bytes: core.language.Words"


def test_of_an_unknown_language_the_defaults_hold() -> None:
    assert lookup("xx") == lookup("")
    assert (lookup("xx").name, lookup("xx").full_stop) == ("", ".")


@pytest.mark.parametrize(
    ("code", "sets"),
    [
        ("ks", {"RTL", "ARABIC_SCRIPT"}),
        ("yi", {"RTL"}),
        ("yue", {"CJK", "UNSPACED"}),
        ("ko", {"CJK"}),
        ("km", {"UNSPACED"}),
        ("ku", set()),
    ],
)
def test_sets_follow_from_the_rows(code: str, sets: set[str]) -> None:
    every = {"RTL": RTL, "ARABIC_SCRIPT": ARABIC_SCRIPT, "CJK": CJK, "UNSPACED": UNSPACED}
    assert {name for name, codes in every.items() if code in codes} == sets


@pytest.mark.parametrize("row", [row for row in LANGUAGES.values() if row.stop_words])
def test_detection_finds_a_language_by_its_stop_words(row: Any) -> None:
    assert detect(f" {row.stop_words} ".lower() * 2) == (row.code, "ltr")
