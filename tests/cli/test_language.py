"""Who chooses the language of a run, and which reports follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Cli, Ran, alone, write

from contentlint.report import formats

ARTICLE = "# خبر\n\nقال الوزير ، إن الخطة جاهزة.\n"
ARABIC = 'مسافة قبل "،"'
ENGLISH = 'space before "،"'


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    alone(tmp_path, monkeypatch)
    write("a.md", ARTICLE)
    return Cli(capsys, "--no-cache")


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file, which a test writes."""
    path = tmp_path_factory.mktemp("home") / "contentlint.toml"
    monkeypatch.setattr("contentlint.config.user.place", lambda: str(path))
    return path


def spoken(ran: Ran) -> str:
    (found,) = [name for name, words in (("ar", ARABIC), ("en", ENGLISH)) if words in ran.out]
    return found


def test_first_choice_that_is_made_decides(
    cli: Cli, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def language(*argv: str) -> str:
        return spoken(cli.check("--format", "full", *argv))

    assert language() == "en"
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    assert language() == "ar"
    Path("contentlint.toml").write_text('ui-lang = "en"\n')
    assert language() == "en"
    monkeypatch.setenv("CONTENTLINT_UI_LANG", "ar")
    assert language() == "ar"
    own.write_text('ui-lang = "en"\n')
    assert language() == "en"
    assert language("--ui-lang", "ar") == "ar"
    assert language("--isolated") == "ar"  # neither file counts


def test_configuration_shows_the_language_and_its_origin(
    cli: Cli, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> dict[str, str]:
        found: dict[str, str] = json.loads(cli("config", "--format", "json").out)["settings"][
            "ui-lang"
        ]
        return found

    assert shown() == {"value": "en", "origin": "built in"}
    monkeypatch.setenv("LANG", "fa_IR.UTF-8")
    assert shown() == {"value": "fa", "origin": "LANG"}
    Path("contentlint.toml").write_text('ui-lang = "he"\n')
    assert shown() == {"value": "he", "origin": "contentlint.toml"}
    monkeypatch.setenv("CONTENTLINT_UI_LANG", "ar")
    assert shown() == {"value": "ar", "origin": "CONTENTLINT_UI_LANG"}
    own.write_text('ui-lang = "ur"\n')
    assert shown()["value"] == "ur"


@pytest.mark.parametrize("name", formats.names())
def test_reports_for_programs_are_english_unless_a_language_is_asked_for(
    cli: Cli, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    arabic = ARABIC.partition('"')[0]
    out = cli.check("--format", name).out
    assert (arabic in out) == (name in ("full", "grouped", "html", "markdown")), out
    out = cli.check("--format", name, "--ui-lang", "ar").out
    assert arabic in out or arabic in json.dumps(json.loads(out), ensure_ascii=False)


def test_one_report_for_programs_makes_all_of_a_run_english(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    assert spoken(cli.check("--format", "full", "--format", "json=out.json")) == "en"
    assert spoken(cli.check("--format", "full", "--format", "html=out.html")) == "ar"


def test_workers_and_the_cache_keep_languages_apart(cli: Cli) -> None:
    for number in range(40):
        write(f"many/{number}.md", ARTICLE)
    for options in (("--no-cache", "-j2"), (), ()):
        for language, words in (("ar", ARABIC), ("en", ENGLISH)):
            ran = cli("check", *options, "--format", "full", "--ui-lang", language, "many")
            assert ran.out.count(words) == 40, (options, language)


def test_wrong_own_file_is_reported_once_and_in_english(cli: Cli, own: Path) -> None:
    own.write_text('ui-lang = "de"\n')
    ran = cli.check("a.md")
    assert ran.code == 2
    assert "ui-lang: unknown value 'de'; there are: ar, en, fa, he, ur" in ran.err
    assert ran.err.count("unknown value") == 1
