"""``--diff-base`` below the command line: what git says, how it is read, and what stays of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from calling import FAULT, write
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import commit, git, start

from contentlint.model.diagnostic import (
    NO_EXCERPT,
    Counts,
    Diagnostic,
    FileResult,
    Position,
    ReportedRelated,
)
from contentlint.model.errors import ConfigError, ReadError
from contentlint.run import diff_base
from contentlint.run.diff_base import differing, only, parse, since

CLEAN = "كلمة\n"
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of a repository with one commit."""
    top = start(tmp_path / "مستودع المقالات", monkeypatch)
    write("README.md", CLEAN)
    commit()
    return top


# What has changed


def test_lines_of_every_change_are_told() -> None:
    names = ("changed", "cut", "mode", "moved", "gone", "same")
    for name in names:
        write(f"{name}.md", f"{name}\n" + CLEAN * 9)
    commit()
    write("changed.md", "changed\n" + FAULT + CLEAN * 3 + FAULT * 2 + CLEAN * 5 + "end")
    write("cut.md", "cut\n" + CLEAN * 5)
    Path("mode.md").chmod(0o755)
    git("mv", "moved.md", "new place.md")
    write("new place.md", "moved\n" + CLEAN * 9 + FAULT)
    Path("gone.md").unlink()
    write("x/staged.md", FAULT * 2)
    git("add", "x")
    write("x/new.md", FAULT * 2)
    paths = [f"{name}.md" for name in (*names, "new place", "x/staged", "x/../x/new", "none")]
    assert since("HEAD", paths) == {
        "changed.md": [(2, 2), (6, 7), (13, 13)],
        "cut.md": [],
        "new place.md": [(11, 11)],
        "x/staged.md": [(1, 2)],
        "x/../x/new.md": EVERYTHING,
    }


def test_files_are_found_from_other_folders(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("x/a.md", FAULT)
    write("b.md", FAULT)
    (here.parent / "link").symlink_to(here)
    monkeypatch.chdir("x")
    paths = ["a.md", "../b.md", str(here / "b.md"), str(here.parent / "link/x/a.md"), "b.md"]
    assert since("HEAD", paths) == dict.fromkeys(paths[:-1], EVERYTHING)
    top, changed = differing("HEAD")
    assert (top, sorted(changed)) == (str(here), [("b.md",) * 2, ("x/a.md",) * 2])


def test_differing_names_are_those_of_files_and_submodules(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(".gitignore", "ignored.md\n")
    for name in ("changed", "moved", "gone", "same"):
        write(f"{name}.md", f"{name}\n" + CLEAN * 9)
    for name in ("theme", "dirty"):
        (here / name).mkdir()
        monkeypatch.chdir(here / name)
        git("init", "-q")
        write("a.md", CLEAN)
        git("add", "-A")
        git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "text")
    monkeypatch.chdir(here)
    commit()
    assert differing("HEAD") == (str(here), [])
    write("changed.md", FAULT)
    git("mv", "moved.md", "مكان جديد.md")
    Path("gone.md").unlink()
    for name in ("new.md", "ignored.md", "dirty/a.md"):
        write(name, FAULT)
    monkeypatch.chdir(here / "theme")
    git("-c", "user.name=A", "-c", "user.email=a@e.org", "commit", "-qm", "b", "--allow-empty")
    monkeypatch.chdir(here)
    moved = ("مكان جديد.md", "moved.md")
    wanted = [("changed.md",) * 2, ("new.md",) * 2, ("theme",) * 2, moved]
    assert sorted(differing("HEAD")[1]) == wanted


def test_copied_file_has_its_own_name() -> None:
    """Unlike a renamed one: what it was copied from is still there."""
    git("config", "diff.renames", "copies")
    write("a.md", "".join(f"{n}\n" for n in range(50)))
    commit()
    write("b.md", Path("a.md").read_bytes())
    write("a.md", "".join(f"{n}\n" for n in range(51)))
    git("add", "-A")
    assert differing("HEAD")[1] == [("a.md", "a.md"), ("b.md", "b.md")]


EVERYTHING = ((1, 1 << 60),)
NAMES = ["مقال.md", "مقال جديد.md", "two words.md", 'quo"te.md', "a'b.md", "a\\b.md",
         "tab\t.md", "line\nend.md", "bell\x07.md", "a\u202eb.md", " lead.md", "-a.md",
         "caf\udce9.md"]  # fmt: skip


@pytest.mark.parametrize("quotes", ["true", "false"])
def test_any_file_name_is_understood(quotes: str) -> None:
    git("config", "core.quotepath", quotes)
    for name in NAMES:
        write(name, CLEAN * 3)
    commit()
    for name in NAMES:
        write(name, CLEAN * 2 + FAULT)
    paths = [f"./{name}" for name in NAMES]
    assert since("HEAD", paths) == {path: [(3, 3)] for path in paths}


def test_file_that_git_ignores_is_new_to_who_trusts_nobody() -> None:
    write(".gitignore", "b.md\n")
    write("b.md", FAULT)
    assert since("HEAD", ["b.md"]) == {}
    assert since("HEAD", ["b.md"], untrusted=True) == {"b.md": EVERYTHING}


@pytest.mark.parametrize("data", [b"a\rb\n", "\ufeffa\n".encode("utf-16-le")])
def test_file_whose_lines_git_counts_otherwise_has_changed_all_over(data: bytes) -> None:
    write("a.md", data)
    commit()
    write("a.md", data + data[-1:])
    assert since("HEAD", ["a.md"]) == {"a.md": EVERYTHING}


def test_file_that_cannot_be_read_any_more_has_changed_as_git_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.md", CLEAN)
    commit()
    write("a.md", CLEAN * 2)

    def gone(path: str) -> bytes:
        raise ReadError(path)

    monkeypatch.setattr(diff_base, "read_bytes", gone)
    assert since("HEAD", ["a.md"]) == {"a.md": [(2, 2)]}


# What may not run, or hide a change


def test_filter_is_not_run_from_a_folder_that_looks_like_a_repository(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("articles/a.md", CLEAN)
    write(".gitattributes", "*.md filter=evil\n")
    commit()
    write("articles/a.md", CLEAN + FAULT)
    git("init", "-q", "--bare", "articles")
    git("config", "filter.evil.clean", f"touch '{here / 'ran'}'; cat")
    monkeypatch.chdir("articles")
    assert since("HEAD", ["a.md"]) == {"a.md": [(2, 2)]}
    assert ("articles/a.md", "articles/a.md") in differing("HEAD")[1]
    assert not (here / "ran").exists()


def test_attributes_of_the_working_tree_hide_no_change() -> None:
    write("a.md", CLEAN + "$Id$\n" + CLEAN)
    commit()
    write("a.md", f"{CLEAN}$Id: {FAULT.strip()} $\n{CLEAN}")
    write(".gitattributes", "*.md ident\n")
    assert since("HEAD", ["a.md"]) == {"a.md": [(2, 2)]}
    assert ("a.md", "a.md") in differing("HEAD")[1]


def test_no_git_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigError, match="git is not installed"):
        since("HEAD", ["a.md"])


# The diff itself


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_can_be_parsed(data: bytes) -> None:
    parse(data)
    parse(b"diff --git a/x b/x\n+++ b/x\n@@ -1 +1 @@\n" + data)
    parse(b'diff --git a/x b/x\n+++ "b/' + data)


def test_diff_of_several_files() -> None:
    text = b"""diff --git a/a b/a
index 1..2 100644
--- a/a
+++ b/a
@@ -3 +3,2 @@ head
-x
+y
+z
\\ No newline at end of file
@@ -9,2 +10,0 @@
-x
-y
diff --git "a/\\331\\205 \\"" "b/\\331\\205 \\""
--- "a/\\331\\205 \\""
+++ "b/\\331\\205 \\""
@@ -0,0 +1 @@
+y
diff --git a/mode b/mode
old mode 100644
new mode 100755
diff --git a/b c b/b c
--- a/b c\t
+++ b/b c\t
@@ -1 +0,0 @@
-y
"""
    assert parse(text) == {"a": [(3, 4)], 'م "': [(1, 1)], "b c": []}


def test_content_that_looks_like_a_head_names_no_file() -> None:
    tricks = b"+++ b/other\n+@@ -1 +1,90 @@\n--- a/other\n"
    text = b"diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n" + tricks
    assert parse(text + b"@@ -8 +8 @@\n+y\n") == {"a": [(1, 2), (8, 8)]}


# Findings on changed lines


def finding(first: int, last: int, *related: ReportedRelated) -> Diagnostic:
    at = Position(first, 1, last, 2)
    return Diagnostic("a.md", at, "AAA001", "first", "error", "m", None, related, NO_EXCERPT)


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        *((1, 3, False), (3, 4, True), (4, 4, True), (5, 5, True), (6, 6, True), (6, 8, True)),
        *((1, 9, True), (7, 8, False), (7, 9, True), (9, 9, True), (10, 10, False)),
    ],
)
def test_finding_stays_if_it_touches_a_changed_line(first: int, last: int, kept: bool) -> None:
    result = FileResult("a.md", (finding(first, last),), 0, (), Counts(0, 0, 1))
    [found] = only([result], {"a.md": [(4, 6), (9, 9)]})
    assert found == (result if kept else result._replace(diagnostics=(), counts=Counts()))


def test_finding_stays_if_a_place_of_the_same_file_has_changed() -> None:
    here = ReportedRelated(Position(4, 1, 5, 1), "first")
    there = here._replace(path="b.md")
    result = FileResult("a.md", (finding(1, 1, there, here), finding(1, 1, there)), 0, ())
    [found] = only([result], {"a.md": [(5, 5)], "b.md": [(4, 4)]})
    assert found.diagnostics == result.diagnostics[:1]


def test_file_that_has_not_changed_keeps_nothing() -> None:
    result = FileResult("b.md", (finding(1, 1),), 3, ())
    assert only([result], {"a.md": [(1, 1)]}) == [result._replace(diagnostics=())]
