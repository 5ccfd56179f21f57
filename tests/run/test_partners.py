"""Translations and their sources in a run: who is compared with whom, and what a run reads."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from calling import Cli, alone, write
from repositories import commit, git, start

from contentlint.model.counterpart import Counterpart
from contentlint.run import runner
from contentlint.run.session import Needs, Request, Selection, Session
from contentlint.source.discovery import Target

SELECT = 'select = ["TRA012", "TRA017"]'
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads(
        files("contentlint").joinpath("report/formats/report.schema.json").read_text("utf-8")
    )
)
TABLE = """\
min-severity = "info"
select = ["TRA012", "TRA017"]

[[translations]]
source = "content/en/{path}"
target = "content/{lang}/{path}"
languages = ["ar", "fa"]
"""
ENGLISH = """\
# Password

A password protects your account from people who want to read your messages.

Choose a long one, and never use the same password for two accounts.
"""
ARABIC = """\
# كلمة المرور

تحمي كلمة المرور حسابك ممن يريدون الاطلاع على رسائلك.

اختر كلمة طويلة، ولا تستعمل الكلمة نفسها في حسابين.
"""
COPY = (
    "content/{}: warning TRA012 nothing is translated: the file equals its source content/en/{}\n"
)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    alone(tmp_path, monkeypatch)
    for name in ("GIT_INDEX_FILE", "PRE_COMMIT"):
        monkeypatch.delenv(name, raising=False)
    write("contentlint.toml", TABLE)
    return Cli(capsys)


def pages(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        write(f"content/{name}", text)


def counterpart(path: str) -> Counterpart:
    session = Session(Request())
    found = session.read(session.open(path)).counterpart
    assert found is not None
    return found


# Pairs


def test_copy_is_found_and_a_translation_is_silent(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH, "fa/a.md": ARABIC})
    assert cli("check", "content").out == COPY.format("ar/a.md:3:1", "a.md")


def test_naming_either_side_finds_the_same(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH, "fa/a.md": ENGLISH, "fa/b.md": ARABIC})
    arabic = COPY.format("ar/a.md:3:1", "a.md")
    persian = COPY.format("fa/a.md:3:1", "a.md")
    assert cli("check", "content/ar/a.md").out == arabic
    assert cli("check", "content/ar/a.md", "content/fa/a.md").out == arabic + persian
    ran = cli("check", "content/en/a.md")
    assert (ran.code, ran.out) == (1, arabic + persian)
    assert "3 files, 2 findings" in ran.err
    assert cli("check", "content/en").out == arabic + persian
    assert cli("check", "content/en/a.md", "content/ar").out == arabic + persian


def test_translation_whose_source_alone_is_named_gets_no_other_findings(cli: Cli) -> None:
    write("contentlint.toml", TABLE.replace(SELECT, ""))
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC + "\nقال الوزير ، إن\n"})
    assert cli("check", "content/en/a.md").out == ""
    assert "PUN001" in cli("check", "content/ar/a.md").out
    assert "PUN001" in cli("check", "content/en/a.md", "content/ar/a.md").out


def test_excluded_translation_is_not_added(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH, "fa/a.md": ENGLISH})
    write("contentlint.toml", 'exclude = ["content/ar"]\n' + TABLE)
    assert cli("check", "content/en").out == COPY.format("fa/a.md:3:1", "a.md")
    assert cli("check", "content/en", "--exclude", "fa/").out == ""


def test_no_table_means_no_pair(cli: Cli) -> None:
    write("contentlint.toml", 'select = ["TRA"]\nmin-severity = "info"\n')
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH, "fa/b.md": ARABIC})
    assert cli("check", ".").out == ""
    session = Session(Request())
    assert session.read(session.open("content/ar/a.md")).counterpart is None


@pytest.mark.usefixtures("cli")
def test_run_without_a_table_imports_nothing_about_translations() -> None:
    write("contentlint.toml", "")
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH})
    code = (
        "import sys; from contentlint.cli.main import main; main(['check', '--no-cache', '.']); "
        "print([name for name in sys.modules if 'parity' in name "
        "or name.endswith(('partners', 'config.translations', 'counterpart'))])"
    )
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    for _ in range(2):  # the first reads the rule sets from TOML if one has changed
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env=env
        )
    assert done.stdout.decode().strip().endswith("[]")


def opened(trace: Path, *argv: str) -> set[str]:
    """The Markdown files that a run opens, relative to the current folder."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    traced = ["strace", "-f", "-e", "trace=open,openat", "-o", str(trace)]
    if subprocess.run([*traced, "true"], check=False, capture_output=True).returncode:
        pytest.skip("strace is not permitted here")
    command = [sys.executable, "-m", "contentlint", *argv]
    ran = subprocess.run([*traced, *command], check=False, capture_output=True)
    assert ran.returncode in (0, 1), ran.stderr
    found = re.findall(r'"([^"]+\.md)"[^=]*= \d', trace.read_text(encoding="utf-8"))
    return {os.path.relpath(path) for path in found}


def test_without_a_table_no_partner_is_opened(
    cli: Cli, tmp_path_factory: pytest.TempPathFactory
) -> None:
    Path(".git").mkdir()
    Path("contentlint.toml").unlink()
    write("README.md", "# A manual\n")
    for lang, text in (("en", ENGLISH), ("ar", ARABIC), ("fa", ARABIC)):
        pages({f"{lang}/{name}.md": text for name in ("a", "b", "deep/c", "deep/er/d")})
    write("content/index.md", ENGLISH)
    write("content/ar/index.md", ARABIC)
    trace = tmp_path_factory.mktemp("trace") / "opened.txt"
    own = {os.path.relpath(path) for path in Path("content/ar").rglob("*.md")}
    # The README of a repository shows if people wrote what it links to.
    assert opened(trace, "check", "--no-cache", "content/ar") - {"README.md"} == own
    assert "TRA" not in cli("check", "--min-severity", "info", "--no-cache", ".").out
    proposed = cli("init", "--stdout").out
    assert "# Translations: 8 pairs of files (ar 4, fa 4)." in proposed
    assert '# target = "content/{lang}/{path}"' in proposed
    # With the table, the sources are opened.
    write("contentlint.toml", TABLE)
    assert "content/en/a.md" in opened(trace, "check", "--no-cache", "content/ar")


def test_orphan_is_an_info_in_the_translation(cli: Cli) -> None:
    pages({"en/b.md": ENGLISH, "ar/a.md": ARABIC})
    said = "content/ar/a.md:1:1: info TRA017 translation without a source: there is no "
    assert cli("check", "content").out == f"{said}content/en/a.md\n"


def test_home_page_may_have_its_source_in_a_folder_above(cli: Cli) -> None:
    pages({"ar/README-AR.md": ARABIC, "ar/index.md": ARABIC, "ar/b.md": ARABIC})
    assert cli("check", "content").out.count("TRA017") == 3
    write("README.md", ENGLISH)
    write("content/index.md", ENGLISH)
    said = "content/ar/b.md:1:1: info TRA017 translation without a source: there is no "
    assert cli("check", "content").out == f"{said}content/en/b.md\n"


def test_standard_input_is_compared_with_its_source(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages({"en/a.md": ENGLISH})

    class Input:
        @staticmethod
        def read() -> bytes:
            return ENGLISH.encode()

    monkeypatch.setattr(sys, "stdin", type("Standard", (), {"buffer": Input, "isatty": bool}))
    ran = cli("check", "-", "--stdin-filename", "content/ar/a.md")
    assert ran.out == COPY.format("ar/a.md:3:1", "a.md")


def test_paths_are_displayed_as_the_one_that_was_named(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH})
    here = os.getcwd()
    assert cli("check", f"{here}/content/en").out.startswith(f"{here}/content/ar/a.md:3:1: ")
    os.chdir("content/en")
    assert cli("check", "a.md").out.startswith("../ar/a.md:3:1: ")


# What the rules learn


def test_table_and_glossary_reach_the_rules(cli: Cli) -> None:
    del cli
    write(
        "contentlint.toml",
        TABLE + 'order = "free"\ncode = "exact"\nspan-free = ["x+"]\n'
        'diverges = { "content/ar/b.md" = "local contacts" }\n[glossary]\nkeep = ["API"]\n'
        '[glossary.ar]\npassword = ["كلمة مرور"]\n[glossary.fa]\npassword = ["گذرواژه"]\n'
        '[glossary-avoid.ar]\npassword = ["رمز"]\n',
    )
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC, "en/b.md": ENGLISH, "ar/b.md": ARABIC})
    found = counterpart("content/ar/a.md")
    assert found.doc.path == "content/en/a.md"
    assert found.doc.text == ENGLISH
    assert (found.source_lang, found.target_lang) == ("en", "ar")
    assert (found.order, found.code, found.span_free) == ("free", "exact", ("x+",))
    assert found.diverges == ""
    assert found.languages == ("en", "ar", "fa")
    assert found.glossary.keep == ("API",)
    assert found.glossary.renderings == {"password": ("كلمة مرور",)}
    assert found.glossary.avoided == {"password": ("رمز",)}
    assert counterpart("content/ar/b.md").diverges == "local contacts"


def test_front_matter_may_give_the_reason_to_diverge(cli: Cli) -> None:
    del cli
    pages(
        {
            "en/a.md": ENGLISH,
            "ar/a.md": f"---\ntranslation-diverges: طبعة محلية\n---\n{ARABIC}",
            "fa/a.md": f"---\ntranslation-diverges: ''\n---\n{ARABIC}",
        }
    )
    assert counterpart("content/ar/a.md").diverges == "طبعة محلية"
    assert counterpart("content/fa/a.md").diverges == ""


def test_configuration_of_a_file_names_its_partners(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC, "fa/b.md": ARABIC})
    lines = cli("config", "content/ar/a.md").out.splitlines()
    origin = "(contentlint.toml: translations #1)"
    assert f"# translation into ar of content/en/a.md  {origin}" in lines
    lines = cli("config", "content/fa/b.md").out.splitlines()
    assert f"# translation into fa of content/en/b.md, which does not exist  {origin}" in lines
    assert "# translated into ar: content/ar/a.md" in cli("config", "content/en/a.md").out
    found = json.loads(cli("config", "content/en/a.md", "--format", "json").out)
    assert found["translation"] == {"translations": [{"path": "content/ar/a.md", "language": "ar"}]}


# What is refused


def test_two_tables_that_claim_one_file_are_refused(cli: Cli) -> None:
    more = '[[translations]]\nsource = "{path}.md"\ntarget = "{path}.{lang}.md"\n'
    write("contentlint.toml", TABLE + more)
    pages({"ar/a.fa.md": ARABIC})
    for path in ("content", "content/ar/a.fa.md"):
        ran = cli("check", path)
        assert ran.code == 2
        assert ran.out == ""
        assert "contentlint.toml:10: translations #2: target: another table (translations #1)" in (
            ran.err
        )
        assert "content/ar/a.fa.md" in ran.err


def test_source_that_is_a_link_out_of_the_project_is_refused(
    cli: Cli, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("the secret of somebody else\n", encoding="utf-8")
    pages({"ar/a.md": ARABIC, "en/b.md": ENGLISH})
    Path("content/en/a.md").symlink_to(secret)
    ran = cli("check", "content/ar")
    assert ran.code == 2
    assert "contentlint.toml:5: translations #1: source: content/en/a.md is a link that" in ran.err
    assert "secret of" not in ran.out + ran.err


def test_link_between_the_trees_is_one_file(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH})
    Path("content/ar").mkdir()
    Path("content/ar/a.md").symlink_to("../en/a.md")
    assert cli("check", "content").out == ""
    assert cli("check", "content/ar/a.md").out == ""


def test_source_that_cannot_be_read_leaves_the_translation_unchecked(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH * 20, "ar/a.md": ARABIC})
    ran = cli("check", "content/ar", "--max-file-size", "1KB")
    assert ran.code == 2
    assert "content/ar/a.md: its source content/en/a.md: larger than 1000 bytes" in ran.err


# Cache, workers, filters of reports


def test_cached_result_depends_on_the_source(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH})
    copy = COPY.format("ar/a.md:3:1", "a.md")
    for _ in range(2):
        assert cli("check", "content/ar").out == copy
    write("content/en/a.md", ENGLISH + "\nOne more.\n")
    for _ in range(2):
        assert cli("check", "content/ar").out == ""
        assert cli("check", "content").out == ""
    write("content/en/a.md", ENGLISH)
    for _ in range(2):
        assert cli("check", "content/ar").out == copy
        assert cli("check", "content/en").out == copy
    Path("content/en/a.md").unlink()
    for _ in range(2):
        assert "TRA017" in cli("check", "content/ar").out
    pages({"en/a.md": ARABIC})
    assert cli("check", "content/ar").out == ""


def test_any_number_of_workers_finds_the_same(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    del cli
    names = [f"{number}.md" for number in range(12)]
    pages({f"{lang}/{name}": ENGLISH for lang in ("en", "ar", "fa") for name in names})
    monkeypatch.setattr(runner, "FORK_FROM", 0)
    monkeypatch.setattr(runner, "CHUNK", 2000)
    targets = [Target(f"content/{lang}/{n}", 200) for lang in ("ar", "fa") for n in names]
    session = Session(Request(needs=Needs(cached=True)))
    alone_, many = ([*runner.run(session, targets, jobs)] for jobs in (1, 8))
    assert alone_ == many
    assert sum(len(result.diagnostics) for result in many) == 24


def test_only_the_rules_about_translations_are_asked(cli: Cli) -> None:
    del cli
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH})
    whole, only = (
        Session(Request(Selection(settings="", translations_only=flag))) for flag in (False, True)
    )
    families = {bound.rule.code[:3] for bound in only.resolver.settings("content/ar/a.md").rules}
    assert families == {"TRA"}
    assert only.resolver.settings("content/en/a.md").rules == ()
    assert "TRA" not in {
        bound.rule.code[:3] for bound in whole.resolver.settings("content/en/a.md").rules
    }


def test_baseline_of_a_source_keeps_what_its_translations_have(cli: Cli) -> None:
    write("contentlint.toml", TABLE.replace(SELECT, ""))
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH.replace("long one", "long one ، and")})
    pages({"en/a.md": ENGLISH.replace("long one", "long one ، and")})
    assert cli("check", "content", "--write-baseline", "known.json").code == 0
    ran = cli("check", "content/en", "--baseline", "known.json", "--fail-on-stale")
    assert (ran.code, ran.out) == (0, "")
    assert "stale" not in ran.err


def test_change_of_the_source_counts_for_diff_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start(tmp_path / "site", monkeypatch)
    cli = Cli(capsys)
    write("contentlint.toml", TABLE)
    pages({"en/a.md": ENGLISH.replace("long", "short"), "ar/a.md": ENGLISH, "ar/b.md": ENGLISH})
    pages({"en/b.md": ENGLISH})
    commit()
    assert cli("check", "content", "--diff-base", "HEAD").out == ""
    pages({"en/a.md": ENGLISH.replace("A password", "A  password")})
    commit()
    pages({"en/a.md": ENGLISH})
    ran = cli("check", "content", "--diff-base", "HEAD")
    assert ran.out == COPY.format("ar/a.md:3:1", "a.md")


def test_hook_of_git_compares_with_the_source_in_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start(tmp_path / "site", monkeypatch)
    cli = Cli(capsys)
    write("contentlint.toml", TABLE)
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH, "ar/new.md": ENGLISH})
    git("add", "-A")
    pages({"en/a.md": ENGLISH + "\nNot in the index.\n", "en/new.md": ENGLISH})
    assert cli("check", "content/ar/a.md").out == ""
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "site" / ".git" / "index"))
    copy = COPY.format("ar/a.md:3:1", "a.md")
    assert cli("check", "content/ar/a.md").out == copy
    assert cli("check", "content/ar/new.md").out == COPY.format("ar/new.md:3:1", "new.md")
    monkeypatch.setenv("PRE_COMMIT", "1")  # what is not in the index is set aside already
    assert cli("check", "content/ar/a.md").out == ""


def test_json_has_the_pair_and_the_texts_of_both_sides(cli: Cli) -> None:
    lost = "Nobody of our team will ever ask you for it by telephone or in a letter."
    select = "select = ['TRA001', 'TRA012', 'PUN001', 'TRA022']"
    write("contentlint.toml", TABLE.replace(SELECT, select))
    english = ENGLISH + f"\nRead the [list](https://example.org/?id=4) of all words.\n\n{lost}\n"
    arabic = ARABIC + "\nاقرأ [القائمة](https://example.org/؟id=4) التي تضم كل الكلمات ،\n"
    pages({"en/a.md": english, "ar/a.md": arabic, "fa/a.md": english})
    pair = {"source": "content/en/a.md", "source_lang": "en", "lang": "ar", "drift": 0.2}
    ran = cli("check", "content", "--format", "json")
    VALIDATOR.validate(json.loads(ran.out))
    found = {f["code"]: f for f in json.loads(ran.out)["findings"]}
    assert {key: found["TRA001"]["pair"][key] for key in pair} == pair
    assert 0.5 < found["TRA001"]["pair"]["ratio"] < 1
    assert found["TRA001"]["detail"] == {"source": [lost], "target": ""}
    assert found["TRA022"]["detail"] == {
        "source": ["[list](https://example.org/?id=4)"],
        "target": "https://example.org/؟id=4",
    }
    assert found["TRA012"]["pair"] == {**pair, "lang": "fa", "drift": 0.0, "ratio": 1.0}
    assert not {"pair", "detail"} & found["PUN001"].keys()
    out = cli("check", "content", "--format", "jsonl").out
    lines = [json.loads(line) for line in out.splitlines()]
    assert [each["code"] for each in lines[:-1] if "pair" in each] == ["TRA022", "TRA001", "TRA012"]
    # However the results come: from workers, from the cache, in another language.
    again = cli("check", "content", "--format", "json", "--ui-lang", "ar")
    assert [(f.get("pair"), f.get("detail")) for f in json.loads(again.out)["findings"]] == [
        (f.get("pair"), f.get("detail")) for f in json.loads(ran.out)["findings"]
    ]


def test_place_in_the_source_names_its_file_in_every_report(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH})
    (found,) = json.loads(cli("check", "content", "--format", "json").out)["findings"]
    (related,) = found["related"]
    assert related["path"] == "content/en/a.md"
    assert related["line"] == 3
    for form in ("full", "sarif", "html", "rdjson", "jsonl", "markdown"):
        assert "content/en/a.md" in cli("check", "content", "--format", form).out, form


def test_fingerprint_is_that_of_the_source(cli: Cli) -> None:
    """What is missing in a translation has no text of its own there."""
    from contentlint.engine import render
    from contentlint.model.diagnostic import Finding, Related
    from contentlint.model.document import Span

    del cli
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC, "fa/a.md": ARABIC + "\nوأخيرا\n"})
    session = Session(Request())
    docs = [session.read(session.open(f"content/{lang}/a.md")) for lang in ("ar", "fa")]

    def known(index: int, start: int) -> str:
        place = Related(Span(start, start + 30), "here", in_source=True)
        at = len(docs[index].text)
        return render._known_by(docs[index], Finding(Span(at, at), related=(place,)), 0)

    assert known(0, 12) == known(1, 12)
    assert known(0, 12) != known(0, 90)


def test_new_translation_is_seen_by_a_run_that_goes_on(cli: Cli) -> None:
    from contentlint.cli import targets
    from contentlint.cli.parser import parse
    from contentlint.cli.session import session_of
    from contentlint.source.discovery import Found

    del cli
    pages({"en/a.md": ENGLISH})
    args = parse(["check", "content/en"])
    resolver = session_of(args).resolver

    def added() -> list[str]:
        found, _ = targets.discover(args, resolver)
        found = targets.with_translations(args, resolver, found)
        assert isinstance(found, Found)
        return [target.path for target in found.translations]

    assert added() == []
    pages({"ar/a.md": ENGLISH})
    assert added() == ["content/ar/a.md"]
    Path("content/ar/a.md").unlink()
    assert added() == []
