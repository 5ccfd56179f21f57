"""With ``--untrusted``, nothing of the checkout configures the check: the commit of ``--diff-base``
does, or nothing does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

import pytest
from calling import FAULT, Cli, alone, write

from contentlint.config import user
from contentlint.run import runner, workers

HOUSE = """
[HSE001]
name = "house"
kind = "existence"
severity = "error"
message = "house"
source = "a"
why = "a"
options.tokens = ["{token}"]
bad = ["{token}\\n"]
good = ["a\\n"]
"""
CLEAN = "كلمة\n"
BASE = ("--untrusted", "--diff-base", "main")
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of a repository with two articles on the branch ``main``."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    top = tmp_path / "repository"
    top.mkdir()
    alone(top, monkeypatch)
    git("init", "-q", "-b", "main")
    write("articles/a.md", CLEAN)
    write("articles/b.md", CLEAN)
    commit()
    return top


def git(*argv: str) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *names, *argv], check=True, capture_output=True)


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "text")


def accept(files: Mapping[str, str]) -> None:
    """Files that the project has."""
    for name, text in files.items():
        write(name, text)
    commit()


def propose(files: Mapping[str, str]) -> None:
    """Files of a pull request, whose article has a fault."""
    git("switch", "-q", "-c", "pull")
    for name, text in {"articles/a.md": CLEAN + FAULT, **files}.items():
        write(name, text)
    git("add", "-f", *(name for name in files))
    commit()


SETTINGS = [
    'exclude = ["*"]',
    'include = ["none"]',
    "select = []",
    'ignore = ["ALL"]',
    'fail-on = "never"',
    'rules.IMG001.severity = "info"',
    'origin = "translated"\nignore = ["IMG"]',
    'extends = ["base.toml"]',
    '[[overrides]]\nfiles = ["*.md"]\nignore = ["IMG001"]',
    "broken",
]
TRICKS = {
    **{f"contentlint.toml: {each}": {"contentlint.toml": each} for each in SETTINGS},
    **{f"nested: {each}": {"articles/contentlint.toml": each} for each in SETTINGS},
    "cache-dir": {"contentlint.toml": 'cache-dir = "articles"'},
    "nested cache-dir": {"articles/contentlint.toml": 'cache-dir = "."'},
    "pyproject.toml": {"pyproject.toml": '[tool.contentlint]\nexclude = ["*"]\n'},
    "nested pyproject.toml": {"articles/pyproject.toml": "[tool.contentlint]\nselect = []\n"},
    ".gitignore": {".gitignore": "*\n"},
    "nested .gitignore": {"articles/.gitignore": "*.md\n"},
}


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("base", [True, False])
def test_no_file_of_a_pull_request_configures_its_check(cli: Cli, trick: str, base: bool) -> None:
    propose({"base.toml": "select = []\n", **TRICKS[trick]})
    ran = cli.check(*(BASE if base else ("--untrusted",)), ".")
    assert ran.places()[:1] == ["articles/a.md:2:1"], ran
    assert ran.code == 1


@pytest.mark.parametrize("trick", TRICKS)
def test_they_configure_the_check_of_a_trusted_branch(cli: Cli, trick: str) -> None:
    """Each trick works without --untrusted, so the test above sees what it looks for."""
    propose({"base.toml": "select = []\n", **TRICKS[trick]})
    ran = cli.check("--no-cache", ".")
    assert ran.code != 1 or "IMG001" not in ran.out


@pytest.mark.parametrize("base", [True, False])
def test_generators_file_of_a_pull_request_changes_no_rules(cli: Cli, base: bool) -> None:
    residue = "# عنوان\n\nتعليق (0)\n"
    propose({"mkdocs.yml": "docs_dir: articles\n", "articles/a.md": residue})
    argv = ("--no-cache", "--select", "RES", "articles")
    assert cli.check(*argv).out == ""
    assert "RES001" in cli.check(*(BASE if base else ("--untrusted",)), *argv).out


def test_configuration_of_the_base_applies_where_it_lies(cli: Cli) -> None:
    accept(
        {
            "contentlint.toml": 'select = ["PUN001"]\n',
            "articles/contentlint.toml": 'extends = ["../house/base.toml"]\n',
            "house/base.toml": 'select = ["IMG001"]\n',
        }
    )
    faulty = f"كلمة ، كلمة\n{FAULT}"
    propose({"articles/a.md": faulty, "c.md": faulty, "house/base.toml": "select = []\n"})
    git("rm", "-q", "articles/contentlint.toml")
    assert cli.check(*BASE, ".").places() == ["articles/a.md:2:1", "c.md:1:5"]
    os.chdir("articles")
    assert cli.check(*BASE, ".").places() == ["a.md:2:1"]
    assert cli.check(*BASE, "../c.md").places() == ["../c.md:1:5"]


def test_pyproject_of_the_base_applies(cli: Cli) -> None:
    accept({"pyproject.toml": '[tool.contentlint]\nselect = ["PUN001"]\n'})
    propose({"pyproject.toml": "", "contentlint.toml": "select = []\n"})
    assert cli.check(*BASE, ".").places() == []
    write("articles/a.md", "كلمة ، كلمة\n")
    assert cli.check(*BASE, ".").places() == ["articles/a.md:1:5"]


def test_ignore_files_are_those_of_the_base(cli: Cli) -> None:
    accept({".gitignore": "drafts/\n", "articles/.gitignore": "old.md\n"})
    propose({".gitignore": "", "articles/.gitignore": "", "drafts/a.md": FAULT})
    write("articles/old.md")
    write("articles/new.md")
    write("articles/.gitignore", "new.md\n")
    assert cli.check(*BASE, ".").places() == ["articles/a.md:2:1", "articles/new.md:1:1"]


def test_edited_rule_set_is_read_from_the_base(cli: Cli) -> None:
    accept({"contentlint.toml": 'rule-sets = ["house.toml"]\n', "house.toml": _house("fault")})
    propose({"articles/a.md": "fault\n", "house.toml": _house("other")})
    assert "HSE001" not in cli.check("--no-cache", ".").out
    assert "HSE001" in cli.check(*BASE, ".").out


def test_edited_words_are_read_from_the_base(cli: Cli) -> None:
    argv = ("--select", "ORT010", "--lang", "ar", "--min-severity", "info", "articles/a.md")
    words = {"contentlint.toml": '[spelling]\nwords-file = "words.txt"\n', "words.txt": "الاجرام\n"}
    accept(words)
    text = "عاد الوزير إلى العاصمة أمس ثم نظر في الاجرام وخرج الى غوغول مع الوفد.\n"
    propose({"articles/a.md": text, "words.txt": "الى\n"})
    assert cli.check("--no-cache", *argv).places() == ["articles/a.md:1:38"]
    assert cli.check(*BASE, *argv).places() == ["articles/a.md:1:51"]


def _house(token: str) -> str:
    return HOUSE.replace("{token}", token)


def test_baseline_is_that_of_the_base(cli: Cli) -> None:
    write("articles/b.md", CLEAN + FAULT)
    cli.check("--no-cache", "--write-baseline", "known.json", "articles/b.md")
    accept({"contentlint.toml": 'baseline = "known.json"\n'})
    propose({"articles/b.md": CLEAN + FAULT + CLEAN})
    cli.check("--no-cache", "--write-baseline", "known.json", ".")
    assert cli.check("--no-cache", ".").code == 0
    for more in ((), ("--baseline", "known.json")):
        assert cli.check(*BASE, *more, ".").places() == ["articles/a.md:2:1"]
    ran = cli.check("--untrusted", "--baseline", "known.json", ".")
    assert (ran.code, ran.out) == (2, "")
    assert "known.json: not read from an untrusted folder without --diff-base" in ran.err
    shutil.move("known.json", "../known.json")
    ran = cli.check("--untrusted", "--baseline", "../known.json", ".")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("2 findings recorded in ../known.json")


# What the user names


@pytest.mark.parametrize("name", ["ours.toml", "articles/../ours.toml", "../link.toml"])
def test_named_configuration_inside_the_checkout_is_refused(cli: Cli, name: str) -> None:
    propose({"ours.toml": "select = []\n"})
    Path("../link.toml").symlink_to("repository/ours.toml")
    write("../other/a.md")
    for path in (".", "../other"):
        ran = cli.check("--untrusted", "--config", name, path)
        assert (ran.code, ran.out) == (2, "")
        assert f"--config: {name}: not read from an untrusted folder without --diff-base" in ran.err


def test_named_configuration_inside_the_checkout_is_that_of_the_base(cli: Cli) -> None:
    accept({"ours.toml": 'select = ["IMG001"]\n'})
    propose({"ours.toml": "select = []\n", "theirs.toml": "select = []\n"})
    Path("../link.toml").symlink_to("repository/ours.toml")
    for name in ("ours.toml", "../link.toml"):
        assert cli.check(*BASE, "--config", name, ".").places() == ["articles/a.md:2:1"]
    ran = cli.check(*BASE, "--config", "theirs.toml", ".")
    assert (ran.code, ran.out) == (2, "")
    assert "--config: theirs.toml: not in the commit " in ran.err


@pytest.mark.parametrize("base", [True, False])
def test_named_configuration_outside_the_checkout_applies(cli: Cli, base: bool) -> None:
    propose({"articles/a.md": f"كلمة ، كلمة\n{FAULT}", "contentlint.toml": "select = []\n"})
    write("../ours.toml", 'extends = ["more.toml"]\n')
    write("../more.toml", 'select = ["PUN001"]\n')
    mode = BASE if base else ("--untrusted",)
    assert cli.check(*mode, "--config", "../ours.toml", ".").places() == ["articles/a.md:1:5"]


@pytest.mark.parametrize("key", ["extends", "rule-sets"])
def test_named_configuration_reaches_no_file_of_the_checkout(cli: Cli, key: str) -> None:
    """The folder of the configuration is its project, and the checkout lies in it."""
    propose({"theirs.toml": "select = []\n"})
    write("../ours.toml", f'{key} = ["repository/theirs.toml"]\n')
    ran = cli.check("--untrusted", "--config", "../ours.toml", ".")
    assert (ran.code, ran.out) == (2, "")
    assert "theirs.toml: not read from an untrusted folder without --diff-base" in ran.err
    ran = cli.check(*BASE, "--config", "../ours.toml", ".")
    assert (ran.code, ran.out) == (2, "")
    assert "theirs.toml: not in the commit " in ran.err


def test_setting_that_is_the_name_of_a_file_is_a_setting(cli: Cli) -> None:
    setting = "select = ['IMG001']"
    propose({setting: 'lang = "ar"\nselect = []\n'})
    for mode in (BASE, ("--untrusted",)):
        assert cli.check(*mode, "--config", setting, ".").places() == ["articles/a.md:2:1"]


@pytest.mark.parametrize("path", ["articles", "articles/*.md", "articles/a.md"])
def test_checked_path_outside_a_repository_is_untrusted(cli: Cli, here: Path, path: str) -> None:
    os.chdir(here.parent)
    write("plain/articles/a.md")
    write("plain/articles/theirs.toml", "select = []\n")
    write("plain/articles/contentlint.toml", "select = []\n")
    write("plain/contentlint.toml", "select = []\n")
    write("plain/ours.toml", 'select = ["IMG001"]\n')
    os.chdir("plain")
    assert cli.check("--untrusted", path).code == 1
    assert cli.check("--untrusted", "--config", "ours.toml", path).code == 1
    if path != "articles/a.md":
        assert cli.check("--untrusted", "--config", "articles/theirs.toml", path).code == 2


# Links


def test_link_of_the_base_to_its_configuration_is_followed(cli: Cli) -> None:
    Path("contentlint.toml").symlink_to("house/base.toml")
    Path("rules").symlink_to("shared")
    accept(
        {
            "house/base.toml": 'rule-sets = ["rules/house.toml"]\n',
            "shared/house.toml": _house("fault"),
        }
    )
    propose({"articles/a.md": "fault\n", "shared/house.toml": _house("x")})
    for name in ("contentlint.toml", "rules"):
        Path(name).unlink()
        Path(name).symlink_to("../elsewhere")
    ran = cli.check(*BASE, ".")
    assert "HSE001" in ran.out, ran


LEADING_OUT: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    "configuration": ({}, {"contentlint.toml": "../out.toml"}, "contentlint.toml: is a link that"),
    "whole path": (
        {},
        {"contentlint.toml": "{above}/out.toml"},
        "contentlint.toml: is a link that",
    ),
    "circle": ({}, {"contentlint.toml": "contentlint.toml"}, "contentlint.toml: not in the commit"),
    "rule set": (
        {"contentlint.toml": 'rule-sets = ["house.toml"]\n'},
        {"house.toml": "../out.toml"},
        "house.toml: is outside the project",
    ),
    "folder": (
        {"contentlint.toml": 'extends = ["shared/out.toml"]\n'},
        {"shared": ".."},
        "shared/out.toml: is outside the project",
    ),
    "path": (
        {"contentlint.toml": 'extends = ["../out.toml"]\n'},
        {},
        "../out.toml: is outside the project",
    ),
    "words": (
        {"contentlint.toml": 'spelling.words-file = "words.txt"\n'},
        {"words.txt": "../out.toml"},
        "words.txt: is outside the project",
    ),
    "baseline": (
        {"contentlint.toml": 'baseline = "known.json"\n'},
        {"known.json": "../out.toml"},
        "known.json: is outside the project",
    ),
}
"""Files and links of the base, and what is said."""


@pytest.mark.parametrize("case", LEADING_OUT)
def test_nothing_of_the_base_leads_out_of_it(cli: Cli, here: Path, case: str) -> None:
    files, links, said = LEADING_OUT[case]
    write("../out.toml", "select = []\n")
    for name, target in links.items():
        Path(name).symlink_to(target.replace("{above}", str(here.parent)))
    accept(files)
    propose({})
    for name in links:  # what lies on the disk does not matter
        Path(name).unlink()
        write(name, "")
    ran = cli.check(*BASE, ".")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("key", ["site-root", "baseline", "spelling.words-file"])
def test_own_file_allows_no_place_outside(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    own = write("../own/contentlint.toml", f'outside = ["{tmp_path.as_posix()}"]\n')
    monkeypatch.setattr(user, "place", lambda: os.path.abspath(own))
    write("../elsewhere", '{"schema": "contentlint.baseline/1", "files": {}}\n')
    accept({"contentlint.toml": f'{key} = "../elsewhere"\n'})
    propose({})
    assert cli.check("--no-cache", "--select", "IMG001", ".").code == 1
    ran = cli.check(*BASE, ".")
    assert (ran.code, ran.out) == (2, "")
    assert "elsewhere: is outside the project" in ran.err


# How it is read


def test_workers_read_the_base_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    accept({"contentlint.toml": 'rule-sets = ["house.toml"]\n', "house.toml": _house("fault")})
    propose({"house.toml": _house("x"), **{f"new/{n}.md": "fault\n" for n in range(20)}})
    for name in ("FORK_FROM", "SPAWN_FROM", "CHUNK"):
        monkeypatch.setattr(runner, name, 1)
    for method in ("fork", "spawn"):
        monkeypatch.setenv("CONTENTLINT_START_METHOD", method)
        argv = (*BASE, "--select", "HSE001", "--jobs", "2", "--format", "json", "new")
        with mock.patch.object(workers, method, wraps=getattr(workers, method)) as begun:
            ran = cli.check(*argv)
        assert ran.code == 1, ran.err
        assert json.loads(ran.out)["summary"]["errors"] == 20
        assert begun.call_count == 2


@pytest.mark.parametrize("files", [{}, {"contentlint.toml": "broken"}])
def test_no_process_is_left(cli: Cli, files: Mapping[str, str]) -> None:
    accept(files)
    propose({})
    assert cli.check(*BASE, ".").code == (2 if files else 1)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("bad", ["no-such", "--output=x"])
def test_wrong_base_is_one_error(cli: Cli, bad: str) -> None:
    propose({})
    ran = cli.check("--untrusted", f"--diff-base={bad}", ".")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("contentlint: error: --diff-base: ")
