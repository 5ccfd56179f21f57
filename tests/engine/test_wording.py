"""Messages of rules in other languages: how they are read, checked and filled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contentlint._util import translation
from contentlint.engine import linter, render, ruleset, wording
from contentlint.engine.messages import filled
from contentlint.engine.wording import Phrases, Wording
from contentlint.model.errors import ConfigError
from contentlint.source import formats

RULES = {rule.code: rule for rule in ruleset.builtin().rules}


def errors(folder: Path, text: str) -> list[str]:
    (folder / "ar.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        wording.load(str(folder), "ar")
    lines = str(raised.value).split("\n")
    return [os.path.basename(line) for line in lines if not line.startswith("  ")]


def message(given: Wording, code: str, values: dict[str, object]) -> tuple[str, list[str]]:
    """The filled message, and the values that are quoted in it."""
    text, quoted = filled(*given.message(RULES[code], values))
    return text, [text[start:end] for start, end in quoted]


def test_every_error_of_a_file_is_reported(tmp_path: Path) -> None:
    assert errors(
        tmp_path,
        """
[PUN001]
message = "مسافة قبل {mark}"
summery = "x"
help = 3
[PUN001.fixes]
"write {}" = "اكتب"
"remove it" = 1
[PUN001.values]
side = "x"
[PUN999]
message = "x"
""",
    ) == [
        "ar.toml:3: PUN001: message: has {mark}, and the English has {found}",
        "ar.toml:4: PUN001: unknown key 'summery'; did you mean 'summary'?",
        "ar.toml:5: PUN001: help: expected a string, not 3",
        "ar.toml:7: PUN001: fixes: write {}: has other pieces than 'اكتب'",
        "ar.toml:8: PUN001: fixes: remove it: expected a string, not 1",
        "ar.toml:10: PUN001: values.side: expected a table, not 'x'",
        "ar.toml:11: PUN999: there is no such rule",
    ]


def test_language_without_a_file_has_no_translations(tmp_path: Path) -> None:
    assert wording.load(str(tmp_path), "ar") == {}
    assert wording.of("en") is None


def test_message_and_its_phrases_are_translated() -> None:
    given = Wording(
        "ar",
        {
            "BID001": {
                "message": "{found} {fault}",
                "values": {
                    "fault": {"is never closed": "لا يُغلق"},
                    "found": {"{} ({} in a row)": "{} (العدد: {})"},
                },
            }
        },
    )
    values: dict[str, object] = {"found": "U+202C (7 in a row)", "fault": "is never closed"}
    assert message(given, "BID001", values) == ("U+202C (العدد: 7) لا يُغلق", ["U+202C"])
    assert message(given, "PUN001", {"found": "،"}) == ('space before "،"', ["،"])


def test_numbers_have_the_digits_of_the_language() -> None:
    translation.use("fa")
    given = Wording("fa", {"STR024": {"message": "{count}"}, "ENC011": {}})
    table = Phrases({"{} lines": "{} خط", "a line": "خط", "{} of {}": "{1} از {0}", "kaf": "ک"})
    assert filled("{n}", {"n": given._value(RULES["STR024"], "n", 12)})[0] == "۱۲"
    assert table.sentence("1,200 lines") == "۱,۲۰۰ خط"
    assert table.sentence("UTF-8 of a line") == "خط از UTF-8"
    assert table.sentence("kaf, a line") == f"ک{translation.gettext(', ')}خط"
    assert table.sentence("else") == "else"


def test_pieces_of_a_phrase_are_cut_and_shown_safely() -> None:
    table = Phrases({"stops at {}": "يتوقف عند {}"})
    assert table.sentence("stops at a\u202eb") == "يتوقف عند a⟨right-to-left override⟩b"
    assert len(table.sentence("stops at " + "ن" * 100)) < 80


def test_longest_phrase_that_fits_is_taken() -> None:
    table = Phrases({"not for {}": "ليس {}", "not for {}; the glossary has {}": "ليس {} بل {}"})
    assert table.sentence("not for a; the glossary has b") == "ليس a بل b"
    assert table.sentence("not for a") == "ليس a"


def test_message_of_a_house_rule_in_the_language_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text(
        """
[HSE001]
kind = "existence"
options.tokens = ["في ظل"]
message.en = '"{found}" is a cliché'
message.ar = 'عبارة مستهلكة: "{found}"'
""",
        encoding="utf-8",
    )
    (rule,) = ruleset.read_family(str(tmp_path / "house.toml"), {}).rules
    bound = ruleset.bind(rule)
    doc = formats.read("a.md", "في ظل الأزمة.\n".encode())
    examined = linter.examine(doc, [bound], (), frozenset())
    (english,) = render.worded(doc, examined).diagnostics
    (arabic,) = render.worded(doc, examined, render.Shown(wording=Wording("ar", {}))).diagnostics
    (persian,) = render.worded(doc, examined, render.Shown(wording=Wording("fa", {}))).diagnostics
    assert english.message == persian.message == '"في ظل" is a cliché'
    assert arabic.message == 'عبارة مستهلكة: "في ظل"'
    assert arabic.values() == ("في ظل",)


def test_phrases_of_a_kind_are_translated_in_rules_of_users() -> None:
    rule = RULES["PUN001"]._replace(code="HSE001", kind="field")
    given = wording.of("ar")
    assert given is not None
    template, values = given.message(
        rule._replace(message="{name} {what}"), {"name": "date", "what": "is a list, not a date"}
    )
    assert filled(template, values)[0] == "date نوعه قائمة، والمطلوب تاريخ"
    assert given.fix(rule._replace(kind="pattern"), "write نص") == "اكتب نص"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ('message.de = "x"', "message: unknown language 'de'"),
        ("message.ar = 3", "message: expected a string, or a table of strings by language"),
        ('message.ar = "{fuond}"', "message: unknown placeholder 'fuond'"),
        ('message.ar = "{found"', "message: braces hold one name"),
    ],
)
def test_wrong_messages_of_a_house_rule(tmp_path: Path, given: str, error: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(f'[HSE001]\nkind = "existence"\noptions.tokens = ["x"]\n{given}\n')
    with pytest.raises(ConfigError, match=error):
        ruleset.read_family(str(path), {})
