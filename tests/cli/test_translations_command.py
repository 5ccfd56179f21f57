"""``contentlint translations``: what is missing or behind, and what a commit leaves behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from calling import Cli, write
from repositories import commit, git, start

from contentlint.source import git as sources_git

TABLE = """\
[[translations]]
source = "content/en/{path}"
target = "content/{lang}/{path}"
languages = ["ar", "fa"]
"""
ENGLISH = """\
# Password

A password protects your account from people who want to read your messages.

Choose a [long one](long.md), and never use the same password for two accounts.
"""
ARABIC = """\
# كلمة المرور

تحمي كلمة المرور حسابك ممن يريدون الاطلاع على رسائلك.

اختر [كلمة طويلة](long.md)، ولا تستعمل الكلمة نفسها في حسابين.
"""
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    start(tmp_path / "site", monkeypatch)
    write("contentlint.toml", TABLE)
    return Cli(capsys)


def pages(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        write(f"content/{name}", text)


def pairs(cli: Cli, *argv: str) -> dict[str, dict[str, Any]]:
    """What the command says of each translation."""
    ran = cli("translations", "--format", "json", *argv)
    assert ran.code == 0, ran.err
    return {each["target"]: each for each in json.loads(ran.out)["pairs"]}


def status(cli: Cli, path: str = "content/ar/a.md", *argv: str) -> tuple[str, str]:
    found = pairs(cli, *argv)[path]
    return found["status"], found["reason"]


# The status


def test_missing_orphan_and_level_pages_are_counted_by_language(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "en/b.md": ENGLISH, "ar/a.md": ARABIC, "fa/gone.md": ARABIC})
    commit()
    assert {path: each["status"] for path, each in pairs(cli).items()} == {
        "content/ar/a.md": "level",
        "content/ar/b.md": "missing",
        "content/fa/a.md": "missing",
        "content/fa/b.md": "missing",
        "content/fa/gone.md": "orphan",
    }
    table = cli("translations").out.splitlines()
    assert table[0].split() == [
        *"language pairs missing renamed orphans level behind passages unknown".split(),
        *"out of step findings".split(),
    ]
    assert [line.split() for line in table[1:]] == [
        "ar 1 1 0 0 1 0 0 0 0 0".split(),
        "fa 0 2 0 1 0 0 0 0 0 0".split(),
    ]
    assert list(pairs(cli, "--lang", "ar")) == ["content/ar/a.md", "content/ar/b.md"]
    assert list(pairs(cli, "content/en/a.md")) == ["content/ar/a.md", "content/fa/a.md"]
    assert list(pairs(cli, "content/ar/a.md")) == ["content/ar/a.md"]


def test_translation_is_behind_by_the_passages_that_have_changed(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    translated = git("rev-parse", "HEAD")
    pages({"en/a.md": ENGLISH.replace("never", "do not") + "\nA passage more.\n"})
    commit()
    found = pairs(cli)["content/ar/a.md"]
    assert (found["status"], found["commit"]) == ("behind", translated)
    assert found["new"] == [
        {
            "line": 5,
            "text": "Choose a long one, and do not use the same password for two accounts.",
        },
        {"line": 7, "text": "A passage more."},
    ]
    assert [each["line"] for each in found["gone"]] == [5]
    out = cli("translations", "--status").out
    assert (
        f"content/ar/a.md: behind, 2 passages, since {translated[:8]} (content/en/a.md)\n"
        "  + content/en/a.md:5: Choose a long one, and do not"
    ) in out
    assert "  + content/en/a.md:7: A passage more.\n  - Choose a long one, and never" in out


def test_fix_of_a_link_does_not_bring_a_translation_up_to_date(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    pages({"en/a.md": ENGLISH + "\nA passage more.\n"})
    commit()
    pages({"ar/a.md": ARABIC.replace("long.md", "longer.md")})
    commit()
    assert status(cli) == ("behind", "")
    pages({"ar/a.md": ARABIC.replace("long.md", "longer.md") + "\nفقرة أخرى.\n"})
    assert status(cli) == ("level", "")  # not in a commit yet
    commit()
    assert status(cli) == ("level", "")


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH.replace("long.md", "short.md"),
        ENGLISH.replace("A password", "A **password**"),
        ENGLISH.replace(" and never", "\nand never") + "\n\n",
        f"---\ntitle: Password\n---\n\n{ENGLISH}",
        "\n\n".join(reversed(ENGLISH.strip().split("\n\n"))) + "\n",
    ],
    ids=["link", "emphasis", "white space", "front matter", "order"],
)
def test_change_of_form_leaves_a_translation_level(text: str, cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    pages({"en/a.md": text})
    assert status(cli) == ("level", "")
    commit()
    assert status(cli) == ("level", "")


@pytest.mark.parametrize(
    "more",
    ["\n```sh\nmake all\n```\n", "\n- Use `make`.\n", "\n| a | b |\n| - | - |\n| c | d |\n"],
)
def test_change_of_code_spans_and_tables_counts(more: str, cli: Cli) -> None:
    pages({"en/a.md": ENGLISH + more, "ar/a.md": ARABIC})
    commit()
    pages({"en/a.md": ENGLISH + more.replace("make", "ninja").replace("d |", "e |")})
    assert status(cli) == ("behind", "")


def test_change_of_both_in_one_commit_is_level(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    pages({"en/a.md": ENGLISH + "\nMore.\n", "ar/a.md": ARABIC + "\nالمزيد.\n"})
    commit()
    assert status(cli) == ("level", "")


def test_commit_key_says_what_was_translated(cli: Cli) -> None:
    write("contentlint.toml", TABLE + 'commit-key = "l10n.sourceCommit"\n')
    pages({"en/a.md": ENGLISH})
    commit()
    first = git("rev-parse", "HEAD")
    pages({"en/a.md": ENGLISH + "\nMore.\n"})
    commit()
    second = git("rev-parse", "HEAD")

    def translated(written: str) -> tuple[str, str]:
        pages({"ar/a.md": f"---\nl10n:\n  sourceCommit: {written}\n---\n\n{ARABIC}"})
        return status(cli)

    # Whatever git says of the translation itself.
    assert translated(first) == ("behind", "")
    assert translated(f"'{second}'") == ("level", "")
    assert translated(f"'{second[:9]}'") == ("level", "")
    unknown = "its front matter names an unknown commit"
    assert translated("'0123456789abcdef'") == ("unknown", unknown)
    assert translated("main") == ("unknown", unknown)
    assert translated("HEAD~1") == ("unknown", unknown)
    pages({"ar/a.md": ARABIC})
    assert status(cli) == ("unknown", "its front matter names no commit")


def test_commit_key_that_is_no_id_never_reaches_git(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("contentlint.toml", TABLE + 'commit-key = "commit"\n')
    pages({"en/a.md": ENGLISH})
    commit()
    asked: list[str] = []
    monkeypatch.setattr(sources_git.Reader, "read", lambda _, name: asked.append(name))
    for written in ("--upload-pack=x", "abc; rm", "abcdef", "HEAD", "0" * 41, "ABCDEFG"):
        pages({"ar/a.md": f"---\ncommit: '{written}'\n---\n\n{ARABIC}"})
        assert status(cli)[0] == "unknown"
    assert asked == []


def test_shallow_clone_is_never_level(cli: Cli, tmp_path: Path) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    pages({"en/a.md": ENGLISH + "\nMore.\n"})
    commit()
    here = Path.cwd()
    for depth, wanted in ((1, "unknown"), (2, "behind")):
        clone = tmp_path / f"depth{depth}"
        url = here.as_uri()
        # Two commits are the whole history, which git nevertheless may mark as cut.
        subprocess.run(["git", "clone", "-q", "--depth", str(depth), url, clone], check=True)
        ran = subprocess.run(
            ["git", "-C", clone, "rev-parse", "--is-shallow-repository"],
            check=True,
            capture_output=True,
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(clone)
            found = status(cli)
        assert found[0] == wanted or ran.stdout.strip() == b"true"
        if depth == 1:
            assert found == ("unknown", "history too short")


def test_without_a_repository_what_is_missing_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write("contentlint.toml", TABLE)
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    found = pairs(Cli(capsys))
    assert found["content/fa/a.md"]["status"] == "missing"
    assert found["content/ar/a.md"]["reason"] == "no history"


CODE = "".join(
    f"\n```sh\nmake the-{name} --verbose\n```\n" for name in ("first", "second", "third")
)


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ("translationKey: password", "translationKey: password", "front matter"),
        ("slug: password", "title: كلمة المرور\nslug: password", "front matter"),
        ("id: 12", "id: '12'", "front matter"),
        ("permalink: /en/password/", "permalink: /ar/password", "front matter"),
        # The surest key counts.
        ("translationKey: a\nslug: b", "translationKey: a\nslug: c", "front matter"),
        ("title: Password", "title: كلمة المرور", "code"),
    ],
)
def test_renamed_page_is_joined_with_its_source(
    source: str, target: str, why: str, cli: Cli
) -> None:
    code = CODE if why == "code" else ""
    pages(
        {
            "en/new.md": f"---\n{source}\n---\n\n{ENGLISH}{code}",
            "en/other.md": f"---\nslug: other\n---\n\n{ENGLISH}",
            "ar/old.md": f"---\n{target}\n---\n\n{ARABIC}{code}",
            "fa/old.md": f"---\ntranslationKey: another\n---\n\n{ARABIC}",
        }
    )
    commit()
    found = pairs(cli)
    assert found["content/ar/old.md"] == {
        **found["content/fa/old.md"],
        "target": "content/ar/old.md",
        "source": "content/en/new.md",
        "language": "ar",
        "status": "renamed",
        "reason": f"known by its {why}",
    }
    assert found["content/fa/old.md"]["status"] == "orphan"
    assert "content/ar/new.md" not in found
    assert found["content/fa/new.md"]["status"] == "missing"
    assert (
        f"old.md: renamed, known by its {why} (content/en/new.md)"
        in cli("translations", "--status").out
    )
    assert cli("translations", "--fail-on", "renamed").code == 1
    # To check, it has no source.
    assert "TRA017" in cli("check", "--min-severity", "info", "content/ar/old.md").out


@pytest.mark.parametrize(
    "files",
    [
        {"en/a.md": "slug: x", "en/b.md": "slug: x", "ar/c.md": "slug: x"},
        {"en/a.md": "slug: x", "ar/c.md": "slug: x", "ar/d.md": "slug: x"},
        {"en/a.md": "slug: x", "ar/c.md": "slug: y"},
        {"en/a.md": "slug: ''", "ar/c.md": "slug: ''"},
        {"en/a.md": "slug: [x]", "ar/c.md": "slug: [x]"},
    ],
)
def test_page_that_may_have_two_sources_or_none_stays_an_orphan(
    files: dict[str, str], cli: Cli
) -> None:
    pages({name: f"---\n{fields}\n---\n\n{ENGLISH}" for name, fields in files.items()})
    commit()
    assert status(cli, "content/ar/c.md") == ("orphan", "")


def test_two_blocks_of_code_are_no_proof(cli: Cli) -> None:
    few = CODE[: CODE.index("\n```sh\nmake the-third")]
    pages({"en/a.md": ENGLISH + few, "ar/b.md": ARABIC + few})
    commit()
    assert status(cli, "content/ar/b.md") == ("orphan", "")


def test_home_page_whose_source_is_in_a_folder_above_is_no_orphan(cli: Cli) -> None:
    write("README.md", ENGLISH)
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC, "ar/index.md": ARABIC})
    commit()
    assert "TRA017" not in cli("check", "--min-severity", "info", "content").out
    assert sorted(pairs(cli, "--lang", "ar")) == ["content/ar/a.md"]


def test_languages_are_those_found_if_the_table_lists_none(cli: Cli) -> None:
    write("contentlint.toml", TABLE.replace('languages = ["ar", "fa"]\n', ""))
    pages({"en/a.md": ENGLISH, "en/b.md": ENGLISH, "ar/a.md": ARABIC, "he/b.md": ARABIC})
    commit()
    assert sorted(pairs(cli)) == [
        *("content/ar/a.md", "content/ar/b.md", "content/he/a.md", "content/he/b.md")
    ]


def test_translation_of_a_translation_has_both_statuses(cli: Cli) -> None:
    more = '[[translations]]\nsource = "content/ar/{path}"\ntarget = "dialects/{lang}/{path}"\n'
    write("contentlint.toml", TABLE + more)
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    write("dialects/arz/a.md", ARABIC)
    commit()
    found = pairs(cli, "content/ar/a.md")
    assert {path: each["source"] for path, each in found.items()} == {
        "content/ar/a.md": "content/en/a.md",
        "dialects/arz/a.md": "content/ar/a.md",
    }


def test_excluded_files_are_not_shown(cli: Cli) -> None:
    write("contentlint.toml", f'exclude = ["content/fa/*", "content/en/b.md"]\n{TABLE}')
    pages({"en/a.md": ENGLISH, "en/b.md": ENGLISH, "ar/a.md": ARABIC, "fa/a.md": ARABIC})
    commit()
    assert list(pairs(cli)) == ["content/ar/a.md"]
    assert list(pairs(cli, "content/fa/a.md")) == ["content/fa/a.md"]


def test_findings_of_the_comparison_are_counted(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ENGLISH})
    commit()
    assert pairs(cli)["content/ar/a.md"]["findings"] == 1
    line = "content/ar/a.md: level, 1 finding (content/en/a.md)"
    assert line in cli("translations", "--status").out.splitlines()
    assert cli("translations", "--fail-on", "findings").code == 1


def test_exit_code_is_that_of_the_statuses_named(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    assert cli("translations").code == 0
    assert cli("translations", "--fail-on", "behind,orphan").code == 0
    assert cli("translations", "--fail-on", "missing").code == 1
    assert cli("translations", "--fail-on", "missing", "--lang", "ar").code == 0
    ran = cli("translations", "--fail-on", "late")
    assert ran.code == 2
    assert "--fail-on: late: unknown; there are: behind" in ran.err


def test_no_table_is_an_error(cli: Cli) -> None:
    write("contentlint.toml", "")
    pages({"en/a.md": ENGLISH})
    ran = cli("translations")
    assert ran.code == 2
    assert "no [[translations]] in the configuration" in ran.err


def test_markdown_is_a_table(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    lines = cli("translations", "--format", "markdown", "--status").out.splitlines()
    assert lines[0].startswith("| language | pairs | missing |")
    assert lines[1].startswith("| --- | ---: |")
    assert lines[2] == "| ar | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 |"
    assert any(line.startswith("- `content/ar/a.md`: unknown") for line in lines)


def test_markdown_shows_passages_as_code(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    pages({"en/a.md": ENGLISH + "\nA `tick`, and *more*.\n"})
    lines = cli("translations", "--format", "markdown", "--status").out.splitlines()
    assert "  - `+ content/en/a.md:7: A tick, and more.`" in lines
    git("add", "-A")
    said = cli("translations", "--format", "markdown", "--staged").out
    assert said == "- `content/en/a.md`: 1 translation falls behind: ar\n"


def test_words_are_those_of_the_readers_language(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    pages({"ar/b.md": ENGLISH, "en/b.md": ENGLISH})
    commit()
    ran = cli("translations", "--status", "--ui-lang", "ar")
    assert "content/ar/b.md: مواكبة، ملاحظة واحدة (content/en/b.md)" in ran.out
    for language, word in (("ar", "مواكبة"), ("fa", "به‌روز"), ("he", "מעודכן"), ("ur", "تازہ")):
        ran = cli("translations", "--status", "--ui-lang", language)
        assert f"content/ar/a.md: {word} (content/en/a.md)" in ran.out


# What a change leaves behind


def test_staged_source_without_its_translations_is_named(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC, "fa/a.md": ARABIC})
    pages({"en/b.md": ENGLISH, "ar/b.md": ARABIC})
    commit()
    assert cli("translations", "--staged").out == ""
    pages({"en/a.md": ENGLISH + "\nMore.\n", "en/b.md": ENGLISH + "\nMore.\n"})
    assert cli("translations", "--staged").out == ""  # nothing is staged yet
    git("add", "content/en/a.md")
    ran = cli("translations", "--staged")
    assert (ran.code, ran.out) == (0, "content/en/a.md: 2 translations fall behind: ar, fa\n")
    assert cli("translations", "--staged", "--fail-on", "behind").code == 1
    assert cli("translations", "--staged", "--fail-on", "behind", "--lang", "he").code == 0
    pages({"ar/a.md": ARABIC + "\nالمزيد.\n"})
    git("add", "content/ar/a.md")
    assert cli("translations", "--staged").out == (
        "content/en/a.md: 1 translation falls behind: fa\n"
    )


def test_what_is_staged_counts_and_not_the_disk(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC})
    commit()
    pages({"en/a.md": ENGLISH.replace("long.md", "short.md")})
    git("add", "-A")
    pages({"en/a.md": ENGLISH + "\nNot staged.\n"})
    assert cli("translations", "--staged").out == ""


def test_pull_request_is_judged_by_what_it_changes(cli: Cli) -> None:
    pages({"en/a.md": ENGLISH, "ar/a.md": ARABIC, "en/b.md": ENGLISH, "ar/b.md": ARABIC})
    commit()
    base = git("rev-parse", "HEAD")
    pages({"en/a.md": ENGLISH + "\nMore.\n", "en/new.md": ENGLISH})
    pages({"en/b.md": ENGLISH.replace("long.md", "short.md")})
    commit()
    said = "content/en/a.md: 1 translation falls behind: ar\n"
    assert cli("translations", "--diff-base", base).out == said
    found = json.loads(cli("translations", "--diff-base", base, "--format", "json").out)
    assert found["behind"] == [
        {"source": "content/en/a.md", "targets": ["content/ar/a.md"], "languages": ["ar"]}
    ]
    others = cli("translations", "--diff-base", base, "--format", "json", "--lang", "fa").out
    assert json.loads(others)["behind"] == []
    pages({"ar/a.md": ARABIC + "\nالمزيد.\n"})
    assert cli("translations", "--diff-base", base).out == ""
    assert cli("translations", "--diff-base", "--staged").code == 2
    assert cli("translations", "--diff-base", base, "--staged").code == 2


# Side by side


class Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.cells: list[dict[str, str | None]] = []
        self.marked: list[str] = []
        self._in_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td" and "lang" in dict(attrs):
            self.cells.append(dict(attrs))
        assert tag != "script"
        self._in_mark = tag == "mark" or (self._in_mark and tag != "td")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._in_mark:
            self.marked.append(data)


def test_pages_show_each_text_in_its_own_direction(cli: Cli) -> None:
    new = "Write it down only where <nobody> else can find it in the house.\n"
    rest = "".join(f"\nPassage number {n}, which both of the pages have.\n" for n in range(21, 30))
    arabic = "".join(f"\nالمقطع رقم {n} الموجود في الصفحتين كلتيهما.\n" for n in range(21, 30))
    pages({"en/a.md": f"{ENGLISH}\n{new}{rest}", "ar/a.md": ARABIC + arabic, "fa/a.md": ARABIC})
    commit()
    ran = cli("translations", "--html", "shown", "--lang", "ar")
    assert ran.code == 0
    assert "wrote 2 pages" in ran.err
    page = Path("shown/content-ar-a.md.html").read_text(encoding="utf-8")
    parser = Cells()
    parser.feed(page)
    kinds = {(cell["dir"], cell["lang"]) for cell in parser.cells}
    assert kinds == {("rtl", "ar"), ("ltr", "en")}
    assert "".join(parser.marked) == new.strip()
    assert "&lt;nobody&gt;" in page
    assert "TRA001" in page
    assert 'class="none"' in page
    assert "Passage number 29" not in page  # too far away
    assert page.count('class="gap"') >= 1
    assert "default-src 'none'" in page
    index = Path("shown/index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)"', index) == ["content-ar-a.md.html"]
    assert '<html lang="ar" dir="rtl">' in Path(
        cli("translations", "--html", "arabic", "--ui-lang", "ar").err.strip().split(": ")[-1]
    ).read_text(encoding="utf-8")


def test_page_of_addresses_has_the_direction_of_its_language(cli: Cli) -> None:
    address = "[manual-of-the-harbour-station.pdf](https://station.example.org/manual.pdf)"
    lost = "\nNobody but the two volunteers may open the box on the pier.\n"
    pages({"en/a.md": f"# PDF\n\n{address}\n{lost}", "ar/a.md": f"# ملف\n\n{address}\n"})
    commit()
    cli("translations", "--html", "shown")
    parser = Cells()
    parser.feed(Path("shown/content-ar-a.md.html").read_text(encoding="utf-8"))
    assert {(cell["dir"], cell["lang"]) for cell in parser.cells} == {("rtl", "ar"), ("ltr", "en")}
