"""The hooks, run by the real pre-commit, from a copy of this checkout, in a scratch repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from trees import copy_of_the_checkout, traps

from contentlint.cli.main import main

ARTICLE = ROOT / "examples" / "news-ar" / "articles" / "old-bridge.md"
GOOD = ARTICLE.read_text(encoding="utf-8")
BAD = re.sub(r"!\[.*\]\(.*\)", "![]()", GOOD)
UNTIDY = GOOD.replace("، ", " ، ", 1)
PLACE = BAD[: BAD.index("![]()")].count("\n") + 1
KEYS = ("NAME", "EMAIL")


def environment(home: Path) -> dict[str, str]:
    """Without what an outer git hook or a user's git configuration would add."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{key}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for key in KEYS}
    return {
        **kept,
        **who,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home),
        "PRE_COMMIT_COLOR": "never",
    }


class Repository:
    """A git repository in a folder of its own."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.env = env
        self.git("init", "--quiet")

    def git(self, *args: str) -> str:
        done = subprocess.run(
            ["git", *args], cwd=self.folder, env=self.env, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "all")
        return self.git("rev-parse", "HEAD")

    def pre_commit(self, *args: str) -> subprocess.CompletedProcess[str]:
        self.git("add", "--all")
        return subprocess.run(
            [sys.executable, "-I", "-m", "pre_commit", "run", *args],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )


def index_is_reached(folder: Path) -> bool:
    """Return True if pip finds a package that certainly exists; tells no network from a fault of
    ours."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir"]
    done = subprocess.run([*command, "-d", folder, "tomli"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository of articles whose pre-commit configuration names a copy of this checkout."""
    if not (ROOT / ".git").exists():
        # In an unpacked source archive: what belongs to the checkout only git can tell.
        pytest.skip("not a git checkout, so there is nothing that pre-commit could clone")
    base = tmp_path_factory.mktemp("precommit")
    env = environment(base / "home")
    hooks = Repository(base / "contentlint", env)
    copy_of_the_checkout(hooks.folder)
    revision = hooks.commit()
    articles = Repository(base / "articles", env)
    (articles.folder / ".pre-commit-config.yaml").write_text(
        "repos:\n"
        f"  - repo: {hooks.folder}\n"
        f"    rev: {revision}\n"
        "    hooks:\n"
        "      - id: contentlint\n"
    )
    (articles.folder / "good.md").write_text(GOOD, encoding="utf-8")
    first = articles.pre_commit("--all-files")
    if first.returncode != 0 and not index_is_reached(base / "probe"):
        # Offline: pre-commit makes an environment of its own and fetches our dependencies into it.
        pytest.skip("the package index cannot be reached, so pre-commit cannot install the hook")
    assert first.returncode == 0, first.stdout
    return articles


@pytest.mark.slow
def test_good_article_passes_and_nothing_is_printed(scratch: Repository) -> None:
    run = scratch.pre_commit("--files", "good.md", "--verbose")
    assert run.returncode == 0, run.stdout
    header, *rest = run.stdout.split("\n")
    assert header.startswith("contentlint....") and header.endswith("Passed")
    assert [line for line in rest if line and not line.startswith("- ")] == []


@pytest.mark.slow
def test_bad_article_fails_with_its_finding(scratch: Repository) -> None:
    (scratch.folder / "bad.md").write_text(BAD, encoding="utf-8")
    run = scratch.pre_commit("--files", "good.md", "bad.md")
    assert run.returncode == 1, run.stdout
    assert "Failed" in run.stdout
    assert f"\nbad.md:{PLACE}:1: error IMG001 " in run.stdout, run.stdout
    assert "good.md:" not in run.stdout
    assert "\x1b" not in run.stdout


@pytest.mark.slow
def test_other_files_are_not_given_to_the_hook(scratch: Repository) -> None:
    (scratch.folder / "page.html").write_text(BAD, encoding="utf-8")
    (scratch.folder / "notes.md.bak").write_text(BAD, encoding="utf-8")
    run = scratch.pre_commit("--files", "page.html", "notes.md.bak")
    assert run.returncode == 0
    assert "no files to check" in run.stdout and "Skipped" in run.stdout


@pytest.mark.slow
def test_a_file_that_the_configuration_excludes_stays_excluded(scratch: Repository) -> None:
    (scratch.folder / "drafts").mkdir()
    (scratch.folder / "drafts" / "bad.md").write_text(BAD, encoding="utf-8")
    (scratch.folder / "contentlint.toml").write_text('exclude = ["drafts/**"]\n')
    run = scratch.pre_commit("--files", "drafts/bad.md")
    assert run.returncode == 0, run.stdout
    assert "IMG001" not in run.stdout


@pytest.mark.slow
def test_users_args_do_not_take_the_command_away(scratch: Repository) -> None:
    config = scratch.folder / ".pre-commit-config.yaml"
    before = config.read_text()
    config.write_text(before + "        args: [--fail-on, never]\n")
    (scratch.folder / "bad.md").write_text(BAD, encoding="utf-8")
    run = scratch.pre_commit("--files", "bad.md")
    config.write_text(before)
    assert run.returncode == 0, run.stdout


@pytest.mark.slow
def test_hook_runs_no_code_of_the_repository(scratch: Repository, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    before = set(scratch.folder.iterdir())
    names = {*sys.stdlib_module_names, "contentlint", "pip", "sitecustomize", "yaml", "regex"}
    # pre-commit asks a Python for its version with `-c`, in the repository, and since Python 3.13
    # that imports `linecache`: not the hook's doing. docs/ci.md says what it means.
    names -= {"linecache"}
    traps(scratch.folder, marker, [*(f"{name}.py" for name in sorted(names)), "here.pth"])
    (scratch.folder / "bad.md").write_text(BAD, encoding="utf-8")
    # The environment of the hook is made anew, among the traps too.
    shutil.rmtree(scratch.env["PRE_COMMIT_HOME"])
    run = scratch.pre_commit("--files", "bad.md")
    for path in set(scratch.folder.iterdir()) - before:
        path.unlink()
    assert not marker.exists(), marker.read_text(encoding="utf-8")
    assert run.returncode == 1, run.stdout
    assert "error IMG001 " in run.stdout


def only(articles: Repository, hook: str) -> str:
    """The configuration with another hook of ours in place of the first; returns the old one."""
    config = articles.folder / ".pre-commit-config.yaml"
    before = config.read_text()
    config.write_text(before.replace("id: contentlint\n", f"id: {hook}\n"))
    return before


@pytest.mark.slow
def test_fix_hook_repairs_the_file_and_then_passes(scratch: Repository) -> None:
    before = only(scratch, "contentlint-fix")
    path = scratch.folder / "untidy.md"
    path.write_text(UNTIDY, encoding="utf-8")
    first = scratch.pre_commit("--files", "untidy.md")
    second = scratch.pre_commit("--files", "untidy.md")
    fixed = path.read_text(encoding="utf-8")
    path.unlink()
    (scratch.folder / ".pre-commit-config.yaml").write_text(before)
    assert first.returncode == 1, first.stdout
    assert "files were modified by this hook" in first.stdout
    assert (second.returncode, fixed) == (0, GOOD), second.stdout


@pytest.mark.slow
def test_corpus_hook_compares_all_files_and_waits_for_its_stage(scratch: Repository) -> None:
    before = only(scratch, "contentlint-corpus")
    copy = scratch.folder / "copy.md"
    copy.write_text(GOOD, encoding="utf-8")
    at_commit = scratch.pre_commit("--files", "good.md")
    by_hand = scratch.pre_commit("--hook-stage", "manual", "--files", "good.md")
    copy.unlink()
    (scratch.folder / ".pre-commit-config.yaml").write_text(before)
    assert at_commit.returncode == 0 and "DUP009" not in at_commit.stdout, at_commit.stdout
    assert by_hand.returncode == 1, by_hand.stdout
    assert " DUP009 " in by_hand.stdout


HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_entry_of_every_hook_is_a_command_of_ours(
    hook: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.md").write_text(GOOD, encoding="utf-8")
    program, *argv = str(hook["entry"]).split()
    assert program == "contentlint"
    assert main([*argv, *(() if hook.get("pass_filenames") is False else ("good.md",))]) == 0


def test_hooks_that_take_file_names_filter_them_too() -> None:
    for hook in HOOKS:
        assert hook["require_serial"] is True
        named = hook.get("pass_filenames", True)
        assert named == ("--force-exclude" in hook["entry"]), hook["id"]
