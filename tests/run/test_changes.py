"""``--diff-base``: the lines that git says have changed, and the findings on them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from calling import FAULT, Cli, alone, write
from repositories import commit, git, start

CLEAN = "كلمة\n"
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


class Since(Cli):
    def since(self, reference: str, *argv: str) -> list[str]:
        return self.check("--diff-base", reference, *argv).places()


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Since:
    return Since(capsys, "--select", "IMG001,PUN001")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top of a repository with one commit."""
    top = start(tmp_path / "مستودع المقالات", monkeypatch)
    alone(top, monkeypatch)
    write("README.md", CLEAN)
    commit()
    return top


# What has changed


def test_only_findings_on_changed_lines_are_reported(cli: Since) -> None:
    write("a.md", FAULT + CLEAN * 10)
    commit()
    write("a.md", FAULT + CLEAN * 4 + FAULT + CLEAN * 6 + FAULT)
    ran = cli.check("--diff-base", "HEAD")
    assert ran.code == 1
    assert ran.places() == ["a.md:6:1", "a.md:13:1"]
    assert ran.err.endswith("1 file, 2 findings (2 errors, 0 warnings, 0 infos)\n")


def test_old_findings_do_not_fail_the_run(cli: Since) -> None:
    write("a.md", FAULT + CLEAN)
    commit()
    write("a.md", FAULT + CLEAN + CLEAN)
    assert cli.check("--diff-base", "HEAD")[:2] == (0, "")


def test_nothing_has_changed(cli: Since) -> None:
    write("a.md", FAULT)
    commit()
    ran = cli.check("--diff-base", "HEAD")
    assert (ran.code, ran.out) == (0, "")


def test_lines_that_are_gone_change_nothing(cli: Since) -> None:
    write("a.md", FAULT + CLEAN * 3 + FAULT)
    commit()
    write("a.md", FAULT + CLEAN + FAULT)
    assert cli.since("HEAD") == []


def test_finding_that_only_touches_a_changed_line_counts(cli: Since) -> None:
    text = "".join(f"word{n} " for n in range(30)) + "\n"
    write("a.md", f"{text}\nanother\n\nlast\n")
    commit()
    write("a.md", f"{text}\nanother\n\n{text}\nlast\n")
    argv = ("--select", "DUP001")
    assert cli.since("HEAD", *argv) == ["a.md:5:1"]
    write("a.md", f"first\n\nanother\n\n{text}\nlast\n")
    commit()
    # The finding is at the copy; its first place, which is related, has changed.
    write("a.md", f"{text}\nanother\n\n{text}\nlast\n")
    assert cli.since("HEAD", *argv) == ["a.md:5:1"]


def test_new_file_has_changed_all_over_in_the_index_or_not(cli: Since) -> None:
    write("مقال جديد.md", FAULT * 2)
    write("x/b.md", FAULT)
    git("add", "x")
    assert cli.since("HEAD") == ["x/b.md:1:1", "مقال جديد.md:1:1", "مقال جديد.md:2:1"]


def test_file_that_git_ignores_is_left_out(cli: Since) -> None:
    write(".gitignore", "b.md\n")
    write("b.md", FAULT)
    assert cli.since("HEAD", "b.md") == []


def test_renamed_file_has_changed_where_it_differs(cli: Since) -> None:
    write("a.md", FAULT + CLEAN * 20)
    commit()
    git("mv", "a.md", "اسم آخر.md")
    assert cli.since("HEAD") == []
    write("اسم آخر.md", FAULT + CLEAN * 20 + FAULT)
    assert cli.since("HEAD") == ["اسم آخر.md:22:1"]


def test_file_with_another_mode_only_has_not_changed(cli: Since) -> None:
    path = write("a.md", FAULT)
    commit()
    path.chmod(0o755)
    assert cli.since("HEAD") == []


def test_any_commit_may_be_named(cli: Since) -> None:
    write("a.md", CLEAN)
    commit()
    git("tag", "v1")
    git("branch", "base")
    write("a.md", CLEAN + FAULT)
    commit()
    write("a.md", CLEAN + FAULT + FAULT)
    assert cli.since("HEAD") == ["a.md:3:1"]
    for reference in ("v1", "base", "HEAD~1", "main~1", "HEAD^"):
        assert cli.since(reference) == ["a.md:2:1", "a.md:3:1"]


@pytest.mark.parametrize("place", ["x", "x/y"])
def test_folder_inside_the_repository_sees_its_own(
    cli: Since, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    write("x/a.md", FAULT)
    write("x/y/b.md", FAULT)
    write("c.md", FAULT)
    monkeypatch.chdir(place)
    wanted = {"x": ["a.md:1:1", "y/b.md:1:1"], "x/y": ["b.md:1:1"]}[place]
    assert cli.since("HEAD") == wanted
    git("config", "diff.relative", "true")
    git("add", "-A")
    assert cli.since("HEAD") == wanted


def test_repository_reached_by_a_link_is_the_same(cli: Since, here: Path) -> None:
    write("a.md", FAULT)
    link = here.parent / "link"
    link.symlink_to(here)
    os.chdir(link)
    assert cli.since("HEAD", str(link / "a.md")) == [f"{link / 'a.md'}:1:1"]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("convert", ["true", "false", "input"])
def test_line_ends_do_not_shift_lines(cli: Since, end: str, convert: str) -> None:
    git("config", "core.autocrlf", convert)
    git("config", "core.safecrlf", "false")
    lines = [FAULT.strip(), *["كلمة"] * 8, ""]
    write("a.md", end.join(lines))
    commit()
    lines[5] = FAULT.strip()
    write("a.md", end.join(lines))
    assert cli.since("HEAD") == ["a.md:6:1"]


def test_what_looks_like_a_head_is_content(cli: Since) -> None:
    tricks = "@@ -1,9 +1,90 @@\n++ b/other.md\ndiff --git a/x b/x\n-- a/other.md\n"
    write("other.md", FAULT * 5)
    write("a.md", FAULT + CLEAN * 5)
    commit()
    write("a.md", FAULT + CLEAN * 5 + tricks)
    write("other.md", FAULT * 6)
    assert cli.since("HEAD") == ["other.md:6:1"]


# The user's settings, and what may not run


def test_settings_of_the_user_make_no_difference(cli: Since) -> None:
    write("a.md", (FAULT + CLEAN) * 9)
    commit()
    write("a.md", (FAULT + CLEAN) * 4 + FAULT * 2 + CLEAN + (FAULT + CLEAN) * 4 + FAULT)
    wanted = cli.since("HEAD")
    assert len(wanted) == 2
    for setting in (
        "color.ui=always",
        "diff.noprefix=true",
        "diff.mnemonicPrefix=true",
        "diff.context=9",
        "diff.interHunkContext=99",
        "diff.algorithm=patience",
        "diff.renames=false",
        "diff.submodule=log",
        "diff.external=false",
        "core.fsmonitor=false; touch ran",
        "core.pager=false",
    ):
        git("config", *setting.split("=", 1))
    assert cli.since("HEAD") == wanted
    assert not Path("ran").exists()


def test_nothing_of_the_repository_is_run(cli: Since) -> None:
    write("a.md", CLEAN)
    write(".gitattributes", "*.md diff=evil\n")
    commit()
    write("a.md", CLEAN + FAULT)
    hook = write("evil.sh", '#!/bin/sh\ntouch ran\ncat "$1"\n')
    hook.chmod(0o755)
    for key in ("diff.evil.textconv", "diff.evil.command", "diff.external", "core.fsmonitor"):
        git("config", key, str(hook.resolve()))
    assert cli.since("HEAD") == ["a.md:2:1"]
    assert not Path("ran").exists()


@pytest.mark.parametrize("key", ["clean", "process", "required"])
def test_filter_of_the_repository_is_not_run(cli: Since, key: str) -> None:
    write("a.md", CLEAN)
    write(".gitattributes", "*.md filter=evil\n")
    commit()
    write("a.md", CLEAN + FAULT)
    git("config", "filter.evil." + key, "true" if key == "required" else "touch ran; cat")
    assert cli.since("HEAD") == ["a.md:2:1"]
    assert not Path("ran").exists()


def test_filter_that_git_would_run_all_the_same_is_refused(cli: Since) -> None:
    write("a.md", CLEAN)
    write(".gitattributes", "*.md filter=e=vil\n")
    commit()
    write("a.md", CLEAN + FAULT)
    git("config", "filter.e=vil.clean", "touch ran; cat")
    ran = cli.check("--diff-base", "HEAD")
    assert not Path("ran").exists()
    assert (ran.code, ran.out) == (2, "")
    assert "filter.e=vil: git cannot be told not to run this filter" in ran.err


def test_attributes_of_the_working_tree_hide_no_change(cli: Since) -> None:
    write("a.md", CLEAN + "$Id$\n" + CLEAN)
    commit()
    write("a.md", f"{CLEAN}$Id: {FAULT.strip()} $\n{CLEAN}")
    write(".gitattributes", "*.md ident\n")
    assert cli.since("HEAD") == ["a.md:2:6"]


def test_objects_that_are_missing_are_not_fetched(cli: Since, here: Path) -> None:
    write("a.md", CLEAN)
    write("contentlint.toml", "lang = 'ar'\n")
    commit()
    git("config", "uploadpack.allowFilter", "true")
    part = here.parent / "part"
    git("clone", "-q", "--filter=blob:none", "--no-checkout", here.as_uri(), str(part))
    os.chdir(part)
    git("config", "remote.origin.uploadpack", f"touch {part / 'ran'}; git-upload-pack")
    write("a.md", FAULT)
    for more in ((), ("--untrusted",)):
        ran = cli.check("--diff-base", "HEAD", *more)
        assert not Path("ran").exists()
        assert ran.code == 2, ran
        assert "contentlint: error: --diff-base: git" in ran.err


def test_repository_that_a_repository_holds_is_not_used(
    cli: Since, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that git takes for a repository can be committed, with commands in their settings."""
    ran = here / "ran"
    write("articles/a.md", FAULT)
    git("init", "-q", "--bare", "articles")
    monkeypatch.chdir("articles")
    write("info/attributes", "*.md filter=evil\n")
    for setting in ("core.bare=false", "core.worktree=."):
        git("config", "-f", "config", *setting.split("="))
    git("add", "a.md")
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "text")
    write("a.md", FAULT + CLEAN)
    git("config", "-f", "config", "filter.evil.clean", f"touch '{ran}'; cat")
    ran.unlink(missing_ok=True)
    result = cli.check("--diff-base", "HEAD")
    assert not ran.exists()
    assert (result.code, result.places()) == (1, ["a.md:1:1"])  # new to the repository around it


# With other options


def test_infos_stay_hidden(cli: Since) -> None:
    write("a.md", FAULT)
    ran = cli.check("--diff-base", "HEAD", "--config", "rules.IMG001.severity='info'")
    assert (ran.code, ran.out) == (0, "")
    assert "1 finding less severe than warning is hidden" in ran.err


def test_baseline_leaves_out_what_it_knows_and_nothing_is_stale(cli: Since) -> None:
    write("a.md", FAULT + CLEAN)
    commit()
    cli.check("--write-baseline", "known.json")
    write("a.md", f"{FAULT}{CLEAN}\nكلمة ، كلمة\n")
    argv = ("--diff-base", "HEAD", "--baseline", "known.json", "--fail-on-stale")
    ran = cli.check(*argv)
    assert ran.places() == ["a.md:4:5"]
    assert "stale finding" not in ran.err


def test_fixes_apply_to_the_whole_of_a_changed_file_and_to_no_other(cli: Since) -> None:
    faulty = "كلمة ، كلمة\n"
    write("a.md", faulty + CLEAN)
    write("b.md", faulty)
    commit()
    write("a.md", f"{faulty}\n\n\n{CLEAN}\n{FAULT}")
    ran = cli.check("--diff-base", "HEAD", "--fix", "--select", "PUN001,STR011,IMG001")
    assert Path("a.md").read_text("utf-8") == f"كلمة، كلمة\n\n{CLEAN}\n{FAULT}"
    assert Path("b.md").read_text("utf-8") == faulty
    # Its lines are those of the fixed file.
    assert ran.places() == ["a.md:5:1"]


# Errors


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("no-such", "--diff-base: git does not know the commit 'no-such'"),
        ("-p", "argument --diff-base: expected one argument"),
        ("", "--diff-base: no commit is named"),
        ("origin/main", "--diff-base: git does not know the commit 'origin/main'"),
        ("HEAD..HEAD", "--diff-base: git does not know the commit 'HEAD..HEAD'"),
        ("HEAD:README.md", "--diff-base: git does not know the commit 'HEAD:README.md'"),
        ("a\x1b[2J", "--diff-base: git does not know the commit"),
    ],
)
def test_no_such_commit_is_one_error(cli: Since, reference: str, message: str) -> None:
    ran = cli.check("--diff-base", reference)
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert line.startswith(f"contentlint: error: {message}")
    assert "\x1b" not in line


@pytest.mark.parametrize("reference", ["--output=x", "-O", "--no-index"])
def test_option_in_place_of_a_commit_is_refused(cli: Since, reference: str) -> None:
    ran = cli.check(f"--diff-base={reference}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"contentlint: error: --diff-base: '{reference}' is not a commit\n"


def test_no_repository_is_one_error(cli: Since, here: Path) -> None:
    os.chdir(here.parent)
    write("a.md", FAULT)
    ran = cli.check("--diff-base", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "contentlint: error: --diff-base: there is no git repository here\n"


def test_shallow_clone_is_told_how_to_get_its_history(cli: Since, here: Path) -> None:
    write("new.md", CLEAN)
    commit()
    git("clone", "-q", "--depth", "1", f"file://{here}", str(here.parent / "clone"))
    os.chdir(here.parent / "clone")
    for reference in ("HEAD~1", ""):
        ran = cli.check("--diff-base", reference)
        assert ran.code == 2
        assert "; this clone is shallow: fetch its history (git fetch --unshallow, " in ran.err


def test_branch_of_a_remote_is_to_be_fetched(cli: Since, here: Path) -> None:
    git("remote", "add", "upstream", str(here))
    ran = cli.check("--diff-base", "upstream/dev/ar")
    assert ran.err.endswith("'upstream/dev/ar'; fetch it first: git fetch upstream dev/ar\n")


def test_run_says_that_no_article_has_changed(cli: Since) -> None:
    ran = cli.check("--diff-base", "HEAD", ".")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("contentlint: no article has changed since HEAD\n")


def test_repository_without_a_commit_is_one_error(cli: Since, here: Path) -> None:
    (here.parent / "new").mkdir()
    os.chdir(here.parent / "new")
    git("init", "-q")
    write("a.md", FAULT)
    ran = cli.check("--diff-base", "HEAD")
    assert ran.err == "contentlint: error: --diff-base: git does not know the commit 'HEAD'\n"


# What has changed and was not checked

UNTRUSTED = ("--untrusted", "--diff-base", "HEAD")


@pytest.mark.parametrize(
    "to",
    [
        "a.mkd",
        "a.mdwn",
        "a.md.",
        "a.md\u200f",
        "a.html",
        "a",
        "node_modules/a.md",
        ".venv/a.md",
        "x/.tox/a.md",
        "__pycache__/a.md",
        ".contentlint_cache/a.md",
    ],
)
@pytest.mark.parametrize("committed", [True, False])
def test_article_that_a_stranger_hides_fails_the_run(cli: Since, to: str, committed: bool) -> None:
    write("a.md", CLEAN * 9)
    write("node_modules/old.md", FAULT)
    commit()
    git("checkout", "-q", "-b", "fork")
    Path(to).parent.mkdir(parents=True, exist_ok=True)
    Path("a.md").rename(to)
    with Path(to).open("a", encoding="utf-8") as file:
        file.write(FAULT)
    git("add", "-A") if to in ("a.html", "a") else None  # git finds no renaming outside the index
    commit() if committed else None
    shown = to.replace("\u200f", "⟨right-to-left mark⟩")
    ran = cli.check("--untrusted", "--diff-base", "main")
    assert (ran.code, ran.out) == (2, "")
    assert "error: .: nothing was checked; left out were 1 article-like file " in ran.err
    assert f" ({shown})\n" in ran.err
    ran = cli.check("--diff-base", "main")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("contentlint: no files to check; left out: ")
    assert "1 file not changed; not checked: 1 article-like file " in ran.err
    assert f" ({shown})\n" in ran.err
    write("b.md", CLEAN)
    ran = cli.check("--untrusted", "--diff-base", "main")
    assert (ran.code, ran.out) == (0, "")
    assert f" ({shown})\n1 file, 0 findings" in ran.err


def test_change_that_hides_nothing_is_not_named(cli: Since, here: Path) -> None:
    write("a.md", CLEAN * 9)
    write("b.md", CLEAN * 8)
    write("old.mkd", FAULT)
    write("node_modules/old.md", FAULT)
    commit()
    assert cli.check(*UNTRUSTED)[:2] == (0, "")
    Path("b.md").rename("c.md")
    Path("a.md").unlink()
    Path("old.mkd").unlink()
    (here / "README.txt").symlink_to("README.md")
    write("code.py", FAULT)
    git("add", "-A")
    ran = cli.check(*UNTRUSTED)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "contentlint: no article has changed since HEAD\n"


def test_link_that_leads_out_is_a_change_that_was_not_checked(cli: Since, here: Path) -> None:
    write("a.md", CLEAN)
    commit()
    write("../secret.md", FAULT)
    Path("a.md").unlink()
    (here / "a.md").symlink_to("../secret.md")
    ran = cli.check(*UNTRUSTED)
    assert (ran.code, ran.out) == (2, "")
    assert "1 article-like file behind links that are not followed (a.md)" in ran.err


def test_articles_of_a_changed_submodule_are_named(cli: Since, here: Path) -> None:
    write("a.md", CLEAN)
    module = here / "theme"
    module.mkdir()
    os.chdir(module)
    git("init", "-q")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.org")
    write("b.md", CLEAN)
    commit()
    os.chdir(here)
    commit()
    assert cli.check(*UNTRUSTED)[:2] == (0, "")
    os.chdir(module)
    write("b.md", FAULT)
    assert cli.check("--untrusted", "--diff-base", "HEAD")[0] == 1
    commit()
    os.chdir(here)
    ran = cli.check(*UNTRUSTED)
    assert (ran.code, ran.out) == (2, "")
    assert (
        "1 article-like file in submodules, of which no lines are compared (theme/b.md)" in ran.err
    )


def test_changes_outside_of_the_given_paths_are_not_named(cli: Since) -> None:
    write("articles/a.md", CLEAN)
    commit()
    write("b.md", FAULT)
    write("c.mkd", FAULT)
    assert cli.check(*UNTRUSTED, "articles")[:2] == (0, "")
    assert cli.check(*UNTRUSTED, "articles/*.md")[:2] == (0, "")
    write("articles/a.mkd", FAULT)
    for path in ("articles", "articles/*.md", "./articles/", os.path.abspath("articles")):
        ran = cli.check(*UNTRUSTED, path)
        assert ran.code == 2
        assert "(articles/a.mkd)" in ran.err
    os.chdir("articles")
    assert "(a.mkd)" in cli.check(*UNTRUSTED).err
    assert "(../c.mkd, a.mkd)" in cli.check(*UNTRUSTED, "..").err


def test_what_the_command_line_excludes_is_named_and_may_pass(cli: Since) -> None:
    write("CHANGELOG.md", CLEAN)
    commit()
    write("CHANGELOG.md", FAULT)
    ran = cli.check(*UNTRUSTED, "--exclude", "CHANGELOG.md")
    assert (ran.code, ran.out) == (0, "")
    assert "removed by exclude on the command line (CHANGELOG.md)" in ran.err


def test_what_a_user_excludes_is_not_named_on_every_run(cli: Since) -> None:
    write("contentlint.toml", 'exclude = ["old.md"]\n')
    commit()
    write("old.md", FAULT)
    write("new.md", CLEAN)
    assert cli.check("--diff-base", "HEAD").err.startswith("1 file, 0 findings")
    Path("new.md").unlink()
    assert (
        "removed by exclude in the configuration (old.md)" in cli.check("--diff-base", "HEAD").err
    )
