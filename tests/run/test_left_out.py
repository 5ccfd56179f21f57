"""Article-like files that were not checked: which, what is said, and when it fails a run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from calling import write
from repositories import commit, git, start

from contentlint.config.load import Configs
from contentlint.model.diagnostic import Incomplete, LeftOut
from contentlint.run.left_out import articles, changed, refusal, removed, unexpected
from contentlint.source.discovery import Discovery, Found

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of a repository with a few articles."""
    top = start(tmp_path / "مستودع", monkeypatch)
    for name in ("README", "a", "x/b"):
        write(f"{name}.md", f"{name}\n" * 9)
    commit()
    return top


def since(*paths: str) -> list[tuple[str, str]]:
    """What has changed since ``HEAD`` below the paths and is not found there, and why."""
    discovery = Discovery(Configs().of)
    return [(e.path, e.by) for e in changed("HEAD", discovery.find(paths), discovery, paths)]


# Which


@needs_git
def test_changed_articles_that_are_not_found_are_named_with_the_reason(here: Path) -> None:
    write("contentlint.toml", 'exclude = ["old"]\n')
    for name in ("x/c.mkd", "node_modules/d.md", "old/e.md", "code.py", "x/checked.md"):
        write(name)
    git("mv", "a.md", "a.html")
    Path("again.md").symlink_to("README.md")
    Path("out.md").symlink_to("/etc/passwd")
    Path("folder.md").symlink_to("x")
    Path("folder").symlink_to("x")
    left = [
        ("a.html", "suffix"),
        ("folder.md", "link"),
        ("node_modules/d.md", "folder"),
        ("old/e.md", "exclude"),
        ("out.md", "link"),
        ("x/c.mkd", "suffix"),
    ]
    assert since(".") == since(str(here)) == left
    assert since("x") == since("x/*.md") == [("x/c.mkd", "suffix")]
    assert since("x/checked.md") == []
    os.chdir("x")
    assert since(".") == [("c.mkd", "suffix")]
    assert since("..") == [(name, by) for name, by in sorted(_from_below(left))]


def _from_below(left: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(os.path.relpath(name, "x"), by) for name, by in left]


@needs_git
def test_articles_of_a_changed_submodule_are_named(here: Path) -> None:
    for name in ("theme", "theme2"):
        write(f"{name}/b.md")
        os.chdir(here / name)
        git("init", "-q")
        git("config", "user.name", "A")
        git("config", "user.email", "a@example.org")
        commit()
        os.chdir(here)
    commit()
    write("theme/b.md", "other\n")
    write("theme/c.md")
    assert since(".") == []
    os.chdir("theme")
    commit()
    os.chdir(here)
    named = [("theme/b.md", "submodule"), ("theme/c.md", "submodule")]
    assert since(".") == named
    assert since("theme/c.md") == named[1:]
    assert since(str(here)) == [(str(here / name), by) for name, by in named]
    write("theme2/b.md", "other\n")
    os.chdir("theme2")
    commit()
    os.chdir(here)
    assert since(".") == [*named, ("theme2/b.md", "submodule")]


# What is said


SUFFIXES = ".md, .markdown, .mdx, .qmd or .txt"


def left(*reasons: str) -> tuple[LeftOut, ...]:
    """A file ``a.md``, ``b.md``, … for each reason."""
    return tuple(LeftOut(f"{chr(97 + n)}.md", by) for n, by in enumerate(reasons))


def found(*reasons: str, strict: bool = True) -> Found:
    return Found((), {}, (), left_out=left(*reasons), strict=strict)


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (["link"], "1 article-like file behind links that are not followed (a.md)"),
        (["suffix"], f"1 article-like file with a suffix other than {SUFFIXES} (a.md)"),
        (["folder"] * 2, "2 article-like files in folders that are never searched (a.md, b.md)"),
        (["cache-dir"] * 3, "3 article-like files in the folder of the cache (a.md, b.md, c.md)"),
        ([".gitignore"] * 4, "4 article-like files ignored by git (a.md, b.md, c.md and 1 more)"),
        ([".gitignore"] * 9, "9 article-like files ignored by git (a.md, b.md, c.md and 6 more)"),
        (
            [".gitignore", "unknown", ".gitignore"],
            "3 article-like files, 2 ignored by git (a.md, c.md), "
            "1 not found in the folders (b.md)",
        ),
        (
            ["bound", "exclude", "--exclude"],
            "3 article-like files, 1 removed by exclude on the command line (c.md), "
            "1 removed by exclude in the configuration (b.md), "
            "1 in folders with too many files to search (a.md)",
        ),
    ],
)
def test_files_are_counted_and_some_named_for_each_reason(reasons: list[str], said: str) -> None:
    assert articles(left(*reasons)) == said


def test_filters_say_how_much_each_has_removed() -> None:
    assert removed({}) == ""
    assert removed({"suffix": 1}) == f"1 file with a suffix other than {SUFFIXES}"
    assert removed({".gitignore": 1, "suffix": 3, "--exclude": 2}) == (
        "2 paths removed by exclude on the command line, 1 path ignored by git, "
        f"3 files with a suffix other than {SUFFIXES}"
    )


def test_hostile_name_is_safe_to_print() -> None:
    assert articles([LeftOut("a\x1b[2J\u202e.md", "link")]).endswith(
        " (a⟨escape⟩[2J⟨right-to-left override⟩.md)"
    )


def test_only_what_no_setting_leaves_out_is_unexpected() -> None:
    settings = ("--exclude", "exclude", "--include", "include", ".gitignore")
    others = ("suffix", "link", "folder", "cache-dir", "submodule", "bound", "unknown")
    assert [each.by for each in unexpected(left(*settings, *others))] == [*others]


@pytest.mark.parametrize("reason", ["exclude", "include", ".gitignore", "suffix", "bound"])
def test_run_that_checks_nothing_and_leaves_out_an_article_is_refused(reason: str) -> None:
    said = f"nothing was checked; left out were {articles(left(reason))}"
    assert refusal(found(reason)) == Incomplete(".", said)
    assert refusal(found(reason, strict=False)) is None


def test_options_of_the_command_line_may_leave_out_everything() -> None:
    assert refusal(found("--exclude", "--include")) is None
    assert refusal(found()) is None
    refused = refusal(found("--exclude", "link"))
    assert refused is not None
    assert refused.reason.endswith(" 1 article-like file behind links that are not followed (b.md)")
