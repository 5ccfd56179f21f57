"""Messages and the values in them, each in its own direction; see docs/right-to-left.md."""

from __future__ import annotations

import sys
from pathlib import Path
from string import Formatter

import pytest
from calling import Cli
from hypothesis import given
from hypothesis import strategies as st

from contentlint._util import isolates, translation
from contentlint._util.escape import FSI, LRI, PDI, RLI, quote
from contentlint._util.style import Style
from contentlint.engine import cross_file
from contentlint.engine.messages import filled
from contentlint.model.diagnostic import Diagnostic
from contentlint.report import rule_page
from contentlint.run import runner
from contentlint.run.session import Request, Selection, Session

STYLE = Style(isolate=True)
ARTICLE = "# خبر\n\nوصل ، ثم ثم عاد في 25 أكتوبر .\n\nتعليق (0)\n"
ALWAYS = (
    "--select",
    "DUP006,PUN001,RES001",
    "--bidi-isolate",
    "always",
    "--lang",
    "ar",
    "--format",
    "concise",
)


def said(message: str, **values: object) -> str:
    """A filled message on a terminal, its isolates as brackets: ``<`` LRI, ``>`` RLI, ``[`` FSI."""
    text, quoted = filled(message, values)
    shown = STYLE.sentence(text, quoted)
    return shown.translate(dict(zip(map(ord, (LRI, RLI, FSI, PDI)), "<>[.", strict=True)))


@pytest.mark.parametrize(
    ("message", "values", "shown"),
    [
        ("{found} stands twice", {"found": "ثم"}, "<[ثم. stands twice."),
        ("space before {found}", {"found": "،"}, "<space before [،.."),
        ("{found} ({n})", {"found": "خبر (0)", "n": 25}, "<[خبر (0). (25)."),
        ("{a} is {b}", {"a": "ك 1", "b": "ق 2"}, "<[ك 1. is [ق 2.."),
        ("{a}{b}", {"a": "ك", "b": "ق"}, "<[ك.[ق.."),
        ("{found} beside {n} digits", {"found": ",", "n": 3}, ", beside 3 digits"),
        ("{found}: write {right}", {"found": ",", "right": "،"}, "<,: write [،.."),
        ("{found}{more}", {"found": "ك", "more": ""}, "<[ك.."),
        ("{found} in {where}", {"found": "摄影", "where": "née"}, "摄影 in née"),
        ("no value", {}, "no value"),
        ("{what}", {"what": 'stops at "في", not here'}, '<[stops at "في", not here..'),
        # A rule of the house that speaks Arabic.
        ("كلمة ممنوعة", {}, ">كلمة ممنوعة."),
        ("{found}: اكتب {right} ({n})", {"found": "Word", "right": "ك", "n": 2},
         ">[Word.: اكتب [ك. (2)."),
        ("Word {found} ممنوعة", {"found": "ك"}, "<Word [ك. ممنوعة."),
        ("{{x}} {found!s:>4} {n:03}", {"found": "ك", "n": 7}, "<{x} [   ك. 007."),
        ("{n:,} {found}", {"found": "ك", "n": 7000}, "<7,000 [ك.."),
    ],
)  # fmt: skip
def test_each_value_is_isolated_in_the_message(
    message: str, values: dict[str, object], shown: str
) -> None:
    assert said(message, **values) == shown


def test_controls_of_the_content_end_no_isolate() -> None:
    assert said("{found} here", found=f"ك{PDI}{RLI}") == (
        "<[ك[⟨pop directional isolate⟩.[⟨right-to-left isolate⟩.. here."
    )


def test_the_name_of_a_character_does_not_turn_the_value_around_it() -> None:
    assert said("{found} here", found="\u200fك") == "<[[⟨right-to-left mark⟩.ك. here."


def test_a_command_to_a_runner_is_broken_up_across_a_value_that_is_not_isolated() -> None:
    assert said("{found}[x] {right}", found="##", right="ك") == "<##⟨U+005B⟩x] [ك.."


def test_without_isolation_a_message_is_as_it_was() -> None:
    text, quoted = filled("{found} (1)", {"found": "ثم"})
    assert Style().sentence(text, quoted) == text == "ثم (1)"


@given(st.lists(st.text("aنل ،9٣{}", max_size=3), min_size=4, max_size=4), st.booleans())
def test_spans_hold_the_values(parts: list[str], formatted: bool) -> None:
    words = [part.replace("{", "").replace("}", "") for part in parts]
    message = f"{words[0]}{{a}}{words[1]}{{b{':2' * formatted}}}{words[2]}"
    values = {"a": parts[3], "b": parts[0]}
    text, quoted = filled(message, values)
    assert text == message.format(**{key: quote(value) for key, value in values.items()})
    if text.isascii():
        assert quoted == ()
    else:
        shown = [values["a"], f"{values['b']:{2 * formatted or ''}}"]
        assert [text[start:end] for start, end in quoted] == shown


def test_what_is_known_is_found_as_a_whole_and_the_rest_by_its_letters() -> None:
    def found(text: str, *known: str) -> list[str]:
        return [text[a:b] for a, b in isolates.find(text, known)]

    assert found("write 25 مارس (1)") == ["مارس"]
    assert found("write 25 مارس (1)", "مارس", "25 مارس") == ["25 مارس"]
    assert found("write ك U+0643", "ق") == ["ك"]
    assert found("write ا, not ب", "not") == ["ا", "ب"]
    assert found("write x") == found("احذف (ك)") == []


def test_options_and_names_are_set_apart_in_a_sentence_from_right_to_left() -> None:
    def found(text: str) -> list[str]:
        return [text[a:b] for a, b in isolates.find(text)]

    assert found("מוסתרים; כדי להציג: --min-severity info") == ["--min-severity info"]
    assert found("أدرج (U+200E) بجانب C++.") == ["U+200E", "C++"]
    assert found("راجع https://example.org/a/b. ثم a.md:3:7: سطر") == [
        "https://example.org/a/b",
        "a.md:3:7",
    ]


def test_a_label_and_its_text_run_in_the_direction_of_the_label() -> None:
    assert STYLE.labelled("الإصلاح:", "x") == f"{RLI}الإصلاح: x{PDI}"
    assert STYLE.labelled("fix:", f"{RLI}احذف{PDI}") == f"fix: {RLI}احذف{PDI}"
    assert Style().labelled("الإصلاح:", "x") == "الإصلاح: x"
    assert STYLE.place("2024/a.md:3", apart=True) == f"{LRI}2024/a.md:3{PDI}"
    assert Style().place("a.md", apart=True) == STYLE.place("a.md") == "a.md"


def test_a_line_from_right_to_left_begins_with_a_space_for_its_isolate() -> None:
    for shown in (f"{RLI}ملف{PDI}", f"\x1b[1m{RLI}ملف{PDI}\x1b[0m"):
        assert STYLE.line(shown) == f" {shown}"
    for shown in ("", "a file", f"{LRI}ملف{PDI}", f"see 14:1 {RLI}ملف{PDI}"):
        assert STYLE.line(shown) == shown


# What is put into words anywhere


def test_the_built_in_rules_speak_english() -> None:
    for rule in (
        Session(Request(Selection(isolated=True, select=("ALL",), preview=True)))
        .resolver.rules()
        .values()
    ):
        words = "".join(literal for literal, *_ in Formatter().parse(rule.message))
        assert not isolates.has_rtl(words), rule.code
        assert not isolates.is_rtl(rule.help), rule.code


def test_findings_of_a_comparison_note_their_values_too(tmp_path: Path) -> None:
    session = Session(Request(Selection(isolated=True, select=("IMG017",), cross_file=True)))
    results = []
    for name in "abcde":
        path = tmp_path / f"{name}.md"
        path.write_text("نص.\n\n![](https://example.org/صورة.png)\n", encoding="utf-8")
        results.append(session.check_file(str(path)))
    (found,) = cross_file.compare(results, session.resolver.rules_for, "info")[-1].diagnostics
    assert found.values() == ("![](https://example.org/صورة.png)",)


def test_a_line_of_a_rules_page_is_not_turned_by_its_first_word() -> None:
    page = rule_page.page("RES005", STYLE)
    assert f'\n{LRI}"{FSI}إعلان{PDI}", "Advertisement"' in page
    bare = page.translate(dict.fromkeys(map(ord, (LRI, RLI, FSI, PDI))))
    assert bare == rule_page.page("RES005", Style())


# Runs


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    return Cli(capfd)


def test_a_run_from_the_cache_says_the_same(cli: Cli) -> None:
    Path("a.md").write_text(ARTICLE, encoding="utf-8")
    first = cli("check", *ALWAYS, ".")
    assert f'{LRI}"{FSI}ثم{PDI}" is written twice in a row{PDI}\n' in first.out
    assert f": {FSI}تعليق (0){PDI}{PDI}\n" in first.out
    assert cli("check", *ALWAYS, ".") == first  # the whole of it as it was said
    Path("b.md").write_text("a\n", encoding="utf-8")
    Path("b.md").write_text("b\n", encoding="utf-8")
    again = cli("check", *ALWAYS, ".")  # the findings of one file, unpacked
    assert again.out == first.out
    assert FSI not in cli("check", *ALWAYS[:2], "--lang", "ar", "--format", "concise", ".").out
    assert again.out == cli("check", *ALWAYS, "--no-cache", ".").out


def test_workers_isolate_as_one_process_does(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(12):
        Path(f"مقال {n}.md").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setattr(runner, "FORK_FROM", 0)
    monkeypatch.setattr(runner, "SPAWN_FROM", 0)
    monkeypatch.setattr(runner, "CHUNK", 2000)
    for form in ("concise", "full", "html", "json"):
        outs = {
            cli("check", *ALWAYS[:-2], f"--format={form}", *cache, f"--jobs={jobs}", ".").out
            for cache in ((), ("--no-cache",))
            for jobs in (1, 2)
        }
        assert len(outs) == 1, form


def test_closing_lines_isolate_on_a_terminal_only(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cli("check", "--no-cache", "غائب 1.md")
    assert plain.err.startswith("contentlint: error: غائب 1.md: no such file or folder\n")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = cli("check", "--no-cache", "غائب 1.md")
    line = shown.err.splitlines()[0]
    assert line == (f"contentlint: {LRI}error: {FSI}غائب{PDI} 1.md: no such file or folder{PDI}")
    assert FSI not in cli("check", "--no-cache", "--bidi-isolate", "never", "غائب 1.md").err


def test_a_finding_made_elsewhere_has_no_spans() -> None:
    assert Diagnostic._field_defaults["quoted"] == ()


def test_a_sentence_of_a_language_from_right_to_left_may_begin_with_another_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "warning سے کم شدت کی 3 نشاندہیاں"
    assert STYLE.sentence(text).startswith(LRI)
    monkeypatch.setattr(translation, "_language", "ur")
    assert STYLE.sentence(text).startswith(f"{RLI}{FSI}warning{PDI}")
    error = "error: غائب.md: no such file"
    assert STYLE.sentence(error).startswith(LRI)
