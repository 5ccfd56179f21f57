"""Diffs that ``git apply`` and GNU ``patch`` turn into the very bytes they were made of."""

from __future__ import annotations

import difflib
import os
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contentlint.fix import patch
from contentlint.fix.patch import diff

TOOLS = {
    "git": ["git", "apply", "--whitespace=nowarn", "-"],
    "patch": ["patch", "-p1", "--silent", "--no-backup-if-mismatch"],
}
THERE = [
    pytest.param(name, marks=pytest.mark.skipif(not shutil.which(name), reason=f"no {name}"))
    for name in TOOLS
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def patched(tool: str, folder: Path, text: bytes) -> None:
    done = subprocess.run(TOOLS[tool], cwd=folder, input=text, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr, text)


def round_trip(tool: str, name: str, old: bytes, new: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(old)
        text = diff(name, old, new)
        if old == new:
            assert text == b""
            return
        patched(tool, Path(folder), text)
        assert path.read_bytes() == new
        assert [p for p in Path(folder).rglob("*") if p.is_file()] == [path]


TWENTY = b"".join(b"line %d\n" % n for n in range(20))
CASES = [
    (b"a\n", b"b\n"),
    (b"a", b"b"),
    (b"a", b"a\n"),
    (b"a\n", b"a"),
    (b"a\r\nb \r\n", b"a\r\nb\r\n"),
    (b"a\r\nb\nc \r\n", b"a\r\nb\nc\r\n"),
    (b"a \rb\rc", b"a\rb\rc"),
    (b"\xef\xbb\xbfa\n", b"a\n"),
    (b"\xff\xfea\x00 \x00\n\x00", b"\xff\xfea\x00\n\x00"),
    (b"a\xff\xfe \nb\n", b"a\xff\xfe\nb\n"),
    (b"a\x0cb\x0bc\x1c\x1d\x85 \n", b"a\x0cb\x0bc\x1c\x1d\x85\n"),
    ("س ،\u2028ب\n".encode(), "س،\u2028ب\n".encode()),
    (b"a\n\n\n\nb\n", b"a\n\nb\n"),
    (b"a\n\n\n\n", b"a\n"),
    (TWENTY, TWENTY.replace(b"line 1\n", b"")),
    (TWENTY, TWENTY.replace(b"line 0\n", b"")),
    (TWENTY, TWENTY.replace(b"line 19\n", b"")),
    (TWENTY, TWENTY.replace(b"line 2\n", b"").replace(b"line 16\n", b"x\ny\n")),
    (TWENTY, TWENTY.replace(b"line 7\n", b"x\n").replace(b"line 14\n", b"x\n")),
    (TWENTY, TWENTY.replace(b"line 7\n", b"x\n").replace(b"line 15\n", b"x\n")),
    (b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-x\n", b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-y\n"),
    (b"-- x \n", b"-- x\n"),
    (b"\\ No newline at end of file \n", b"\\ No newline at end of file\n"),
    # A paragraph that comes twice: what goes may be either, and lines are left behind it.
    (b"p\n\nq\n\np\n\nq\n\nz\n\nend\n", b"p\n\nq\n\nz\n\nend\n"),
    (b"1\n\nsame\n\nsame\n\nlast\n", b"1\n\nsame\n\nlast\n"),
    (b"", b"a\n"),
    (b"", b"a"),
    (b"a\n", b""),
]


@pytest.mark.parametrize("tool", THERE)
@pytest.mark.parametrize(("old", "new"), CASES)
def test_applied_patch_gives_the_new_bytes(tool: str, old: bytes, new: bytes) -> None:
    round_trip(tool, "a.md", old, new)


NAMES = [
    "مقال.md",
    "مقالات/مقال عن اللغة.md",
    "two words.md",
    " leading and trailing /a .md",
    "a'b.md",
    'a"b.md',
    "a\\b.md",
    "tab\there.md",
    "bell\x07.md",
    "a\u202eb.md",
    "no-break\u00a0space.md",
    "-a.md",
    "b/a.md",
    "dev/null.md",
    "2024-01-01 10:00:00.md",
]


@pytest.mark.parametrize("tool", THERE)
@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_is_found_again(tool: str, name: str) -> None:
    round_trip(tool, name, b"a\nb \nc\n", b"a\nb\nc\n")


def test_line_end_in_a_file_name_is_escaped() -> None:
    # GNU patch 2.8 reads it, and then refuses to write such a name.
    round_trip("git", "line\nend\r.md", b"a \n", b"a\n")


@pytest.mark.parametrize("tool", THERE)
def test_file_name_that_is_no_utf_8_is_found_again(tool: str) -> None:
    round_trip(tool, "caf\udce9.md", b"a \n", b"a\n")


def test_file_is_named_from_the_current_folder(here: Path) -> None:
    for path in ("x/a.md", "./x/a.md", "x//a.md", "x/../x/a.md", str(here / "x" / "a.md")):
        assert diff(path, b"a\n", b"b\n").startswith(b"--- a/x/a.md\n+++ b/x/a.md\n@@ -1 +1 @@\n")


LINES = st.lists(
    st.sampled_from([b"", b" ", b"a", b"b", b"a\r", b"\r", b"-", b"+x", b"@@ -1 +1 @@", b"\xff"]),
    max_size=14,
)


@pytest.mark.parametrize("tool", THERE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=LINES, new=LINES, ends=st.tuples(st.booleans(), st.booleans()))
def test_any_two_files_are_told_apart(
    tool: str, old: list[bytes], new: list[bytes], ends: tuple[bool, bool]
) -> None:
    texts = [
        b"\n".join(lines) + (b"\n" if end else b"")
        for lines, end in zip(([b"first", *old], [b"first", *new]), ends, strict=True)
    ]
    round_trip(tool, "a b.md", *texts)


@pytest.mark.parametrize("tool", THERE)
@pytest.mark.parametrize("seed", range(6))
def test_long_file_with_many_changes_is_patched(tool: str, seed: int) -> None:
    chance = random.Random(seed)
    few = seed % 2 == 0
    lines = [b"%d" % (chance.randrange(20) if few else n) for n in range(3000)]
    kept = [b"changed" if chance.random() < 0.02 else line for line in lines]
    kept = [line for line in kept if chance.random() > 0.02]
    round_trip(tool, "a.md", b"\n".join(lines) + b"\n", b"\n".join(kept) + b"\n")


@pytest.mark.parametrize("tool", THERE)
def test_file_changed_from_end_to_end_is_one_hunk(tool: str) -> None:
    old = b"first\n" + b"".join(b"line %d \n" % n for n in range(5000)) + b"last\n"
    new = old.replace(b" \n", b"\n")
    text = diff("a.md", old, new)
    assert re.findall(rb"^@@.*$", text, re.M) == [b"@@ -1,5002 +1,5002 @@"]
    round_trip(tool, "a.md", old, new)


def test_the_same_is_no_difference() -> None:
    assert diff("a.md", b"", b"") == diff("a.md", b"a\r\nb", b"a\r\nb") == b""


@pytest.mark.parametrize("tool", THERE)
def test_patches_of_several_files_are_one_patch(tool: str, here: Path) -> None:
    text = b""
    for name in NAMES[:5]:
        path = here / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"a \n")
        text += diff(name, b"a \n", b"a")
    patched(tool, here, text)
    assert {(here / name).read_bytes() for name in NAMES[:5]} == {b"a"}


def by_the_library(old: list[bytes], new: list[bytes]) -> bytes:
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, b"a/a.md", b"b/a.md", lineterm=b"\n")
    return b"".join(line if line.endswith(b"\n") else line + NO_END for line in lines)


NO_END = b"\n\\ No newline at end of file\n"


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15])
def test_hunks_are_those_of_the_library_where_no_line_comes_twice(size: int) -> None:
    """Two changes, this far apart and this far from both ends; lines changed, put in, taken out."""
    for before, behind in ((size, 0), (0, size), (size, size), (2, 4)):
        first = [b"a%d\n" % n for n in range(before)]
        middle = [b"b%d\n" % n for n in range(size)]
        last = [b"c%d\n" % n for n in range(behind)]
        for one, two in (([b"x\n"], [b"y\n"]), ([], [b"y\n"]), ([b"x\n", b"z\n"], [])):
            old = [*first, *one, *middle, *two, *last]
            new = [*first, *two, *middle, *one, *last]
            assert diff("a.md", b"".join(old), b"".join(new)) == by_the_library(old, new)


def test_last_line_without_an_end_is_said_to_have_none() -> None:
    text = diff("a.md", b"1\n2\n3", b"1\n2\n3\n")
    assert text == b"--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n 1\n 2\n-3" + NO_END + b"+3\n"
    text = diff("a.md", b"1\n2", b"0\n2")
    assert text == b"--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n-1\n+0\n 2" + NO_END


def test_whole_file_put_in_or_taken_out_has_a_range_of_nothing() -> None:
    assert diff("a.md", b"", b"1\n2\n").split(b"\n")[2] == b"@@ -0,0 +1,2 @@"
    assert diff("a.md", b"1\n", b"").split(b"\n")[2] == b"@@ -1 +0,0 @@"


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a.md", b"a/a.md"),
        ("a b.md", b"a/a b.md\t"),
        ('a"b.md', b'"a/a\\"b.md"'),
        ("a\\ b.md", b'"a/a\\\\ b.md"'),
        ("\t\n\r.md", b'"a/\\t\\n\\r.md"'),
        ("\x01\x1f\x7f\x80é.md", b'"a/\\001\\037\\177\xc2\x80\xc3\xa9.md"'),
        ("é.md", b"a/\xc3\xa9.md"),
        ("~.md", b"a/~.md"),
    ],
)
def test_name_is_quoted_as_git_does(name: str, quoted: bytes) -> None:
    first, second, _ = diff(name, b"1\n", b"2\n").split(b"\n", 2)
    assert first == b"--- " + quoted
    assert second == b"+++ " + quoted.replace(b"a/", b"b/", 1)


def test_file_above_the_current_folder_is_named_from_there(here: Path) -> None:
    (here / "below").mkdir()
    os.chdir(here / "below")
    assert diff("../a.md", b"1\n", b"2\n").startswith(b"--- a/../a.md\n")
    assert diff(str(here / "a.md"), b"1\n", b"2\n").startswith(b"--- a/../a.md\n")


@pytest.mark.parametrize(("more", "hunks"), [(0, 2), (1, 1)])
def test_changes_too_far_apart_are_one_hunk(
    monkeypatch: pytest.MonkeyPatch, more: int, hunks: int
) -> None:
    monkeypatch.setattr(patch, "_TOO_MANY", 20)
    for left_out in (0, 1):  # of either file, the longer one counts
        old = [b"first\n", *(b"%d\n" % n for n in range(18 + more)), b"last\n", b"end\n"]
        new = [b"FIRST\n", *old[1:-2], b"LAST\n", b"end\n"]
        pair = (old, new) if left_out else (new, old)
        assert diff("a.md", *map(b"".join, pair)).count(b"\n@@ ") == hunks
    new.insert(5, b"one more\n")
    for pair in ((old, new), (new, old)):
        assert diff("a.md", *map(b"".join, pair)).count(b"\n@@ ") == 1


def test_name_keeps_its_letters_and_loses_a_slash_that_is_no_drive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert diff("XX.md", b"", b"a\n").startswith(b"--- a/XX.md\n+++ b/XX.md\n")
    assert diff("a\x7f.md", b"", b"a\n").startswith(b'--- "a/a\\177.md"\n')
    # As Windows has it since Python 3.13.
    monkeypatch.setattr(os.path, "isabs", lambda _: False)
    assert diff("/XX.md", b"", b"a\n").startswith(b"--- a/XX.md\n")


def test_changes_far_down_in_a_long_file_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch, "_TOO_MANY", 20)
    same = [b"%d\n" % n for n in range(30)]
    old = [*same, b"old\n", *same[:10], b"old\n"]
    new = [*same, b"new\n", *same[:10], b"new\n"]
    assert patch._changes(old, new) == [(30, 31, 30, 31), (41, 42, 41, 42)]
    assert patch._changes(old[:41], [*new[:41], b"more\n"]) == [(30, 31, 30, 31), (41, 41, 41, 42)]
    assert patch._changes([*old[:41], b"more\n"], new[:41]) == [(30, 31, 30, 31), (41, 42, 41, 41)]
