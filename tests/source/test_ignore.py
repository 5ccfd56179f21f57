"""Globs, and ``.gitignore`` files against git itself."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from contentlint.model.errors import ConfigError, ReadError
from contentlint.source import ignore
from contentlint.source.ignore import (
    Filter,
    Git,
    SimplePatterns,
    is_glob,
    may_be_slow,
    split_glob,
)
from contentlint.source.tree import Tree

NAMES = ("a", "b", "ab", "build", "x.md", "y.log", "a.b.md", ".md", "é.md", "#a", "a b", "-", "\t")
FOLDERS = ("a", "b", "ab", "build", "a.b.md", "a b")
SIMPLE = (
    *("a", "b", "ab", "build", "x.md", "é.md", "a b", "-", "*", "*.md", "*.log", "a*", "*b"),
    *("a*b", "*a*", "a.*.md", ".*", "*b*", "#a", "!a", "\t"),
)


def line(rng: random.Random, names: tuple[str, ...]) -> str:
    """A line of a ``.gitignore``; some are blank, comments, or end in spaces."""
    if rng.random() < 0.1:
        return rng.choice(
            ["", " ", "# a", "#", "!", "/", "#a ", "**", "/**", "!**/", "**/*", "a**b", "!**b*"]
        )
    parts = [rng.choice(names) for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))]
    if rng.random() < 0.15:
        parts.insert(0, "**")
    if rng.random() < 0.15:
        parts.append("**")
    return (
        "!" * (rng.random() < 0.3)
        + "/" * (rng.random() < 0.25)
        + "/".join(parts)
        + "/" * (rng.random() < 0.3)
        + rng.choice(["", "", "", " ", "  ", "\r"])
    )


def grow(root: Path, rng: random.Random, names: tuple[str, ...], trees: int) -> None:
    """Make folders with trees of files in them, and ``.gitignore`` files at several depths."""
    for number in range(trees):
        top = root / f"t{number}"
        for _ in range(8):
            folders = [rng.choice(FOLDERS) for _ in range(rng.choice([0, 0, 1, 1, 2, 3]))]
            path = top.joinpath(*folders, rng.choice(NAMES))
            if path.exists() or any(part.is_file() for part in path.parents):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
        inner = [top, *(path for path in top.rglob("*") if path.is_dir() and rng.random() < 0.3)]
        for folder in inner:
            lines = [line(rng, names) for _ in range(rng.choice([1, 2, 3, 5]))]
            data = "\n".join(lines) + "\n" * (rng.random() < 0.8)
            (folder / ".gitignore").write_bytes(data.encode())


def fails(path: str, why: str) -> None:
    raise AssertionError(f"{path}: {why}")


def compare(root: Path) -> int:
    """Compare each path below a folder with what git says; return how many there were."""
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    paths = {
        path.relative_to(root).as_posix(): path.is_dir()
        for path in sorted(root.rglob("*"))
        if ".git" not in path.parts and path.name != ".gitignore"
    }
    listed = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=root,
        input=b"".join(os.fsencode(path) + b"\0" for path in paths),
        capture_output=True,
        check=False,
    ).stdout
    ignored = set(filter(None, os.fsdecode(listed).split("\0")))
    git = Git(fails)
    ours = {path for path, folder in paths.items() if git.ignores(path, folder=folder)}
    for path in sorted(ours ^ ignored):
        texts = [p.read_bytes() for p in sorted((root / path.split("/")[0]).rglob(".gitignore"))]
        raise AssertionError(f"git {'ignores' if path in ignored else 'keeps'} {path}: {texts}")
    assert 0.1 * len(paths) < len(ignored) < 0.9 * len(paths)
    return len(paths)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_gitignore_that_is_a_link_counts_as_little_as_for_git(here: Path) -> None:
    (here / "patterns").write_text("*.md\n")
    (here / ".gitignore").write_text("patterns\n")
    for folder, name in (("linked", "../patterns"), ("broken", "nowhere")):
        (here / folder).mkdir()
        (here / folder / "x.md").write_text("")
        (here / folder / ".gitignore").symlink_to(name)
    assert compare(here) > 0


def test_simple_patterns_are_those_of_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pathspec", None)  # to import it raises
    grow(here, random.Random(7), SIMPLE, 500)
    assert compare(here) >= 2000


PATTERNS = [
    # A line, paths that it matches as files, and paths that it does not match.
    ("a", "a x/a x/y/a", "b ab ba a/b"),
    ("aX", "aX x/aX", "a ax"),
    ("/a", "a", "x/a a/a"),
    ("x/a", "x/a", "a y/x/a x/a/b x/b y/a"),
    ("/x/a", "x/a", "a y/x/a"),
    ("x/y/a", "x/y/a", "x/a x/y z/x/y/a x/z/a"),
    ("a*", "a ab x/ab", "ba x/ba"),
    ("*a", "a ba", "ab"),
    ("*", "a x/a", ""),
    ("a*b", "ab axb", "a b abx xab"),
    ("ab*ba", "abba abxba", "aba ab"),
    ("a*b*c", "abc axbxc abbc", "ac acb abxcx"),
    ("a*b*b", "abb axbxb", "ab"),
    ("*b*b", "bb abxb", "b ab"),
    ("a*c*b*d", "acbd axcxbxd accbbd", "abcd acd"),
    ("*ab*ab*", "abab xabxabx", "ab aab"),
    ("x/*/a", "x/y/a", "x/a x/y/z/a"),
    ("**/a", "a x/a x/y/a", "b a/b"),
    ("**/x/a", "x/a y/x/a", "a x/y/a"),
    ("a/**", "a/b a/b/c", "a x/a/b ab/c"),
    ("/a/**", "a/b a/b/c", "a x/a/b"),
    ("**/a/**", "a/b x/a/b x/y/a/b/c", "a x/a"),
    ("x/a/**", "x/a/b", "x/a a/b y/x/a/b"),
    ("/**", "a a/b", ""),
    ("**", "a a/b", ""),
    ("**/*", "a a/b", ""),
    ("**/**", "a a/b", ""),
    ("**/a/**", "a/b x/a/b", "a x/a"),
    ("**/a*", "ab x/ab", "ba"),
    ("a**b", "ab axb", "a"),
    ("#a", "#a", "a"),
]


@pytest.mark.parametrize(("line", "those", "others"), PATTERNS)
def test_simple_pattern_matches(line: str, those: str, others: str) -> None:
    for ignores, ahead in ((True, ""), (False, "!")):
        found = SimplePatterns.read([ahead + line])
        assert found is not None
        for folder in (True, False):
            matched = {found.match(path, folder=folder) for path in those.split()}
            assert matched == {ignores}
            assert {found.match(path, folder=folder) for path in others.split()} <= {None}
        folders = SimplePatterns.read([f"{ahead}{line}/"])
        assert folders is not None
        if not line.endswith("**"):
            assert {folders.match(path, folder=True) for path in those.split()} == {ignores}
        assert {folders.match(path) for path in f"{those} {others}".split()} == {None}


def test_last_of_the_patterns_that_match_wins() -> None:
    found = SimplePatterns.read(["a*", "!ab", "abc", "!ab/"])
    assert found is not None
    names = ("a", "ab", "abc", "b")
    assert [found.match(name) for name in names] == [True, False, True, None]
    assert found.match("ab", folder=True) is False
    nothing = SimplePatterns.read([])
    assert nothing is not None
    assert nothing.match("a") is None


@pytest.mark.parametrize(
    "line", ["\\a", "a?", "[a]", "a//b", "a**/b", "x/a**b", "x/**b/c", "a/**/b"]
)
def test_other_pattern_is_not_simple(line: str) -> None:
    assert SimplePatterns.read(["a", line, "b"]) is None
    assert SimplePatterns.read(["a", f"!{line}", "b"]) is None


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("?.md\n", "a.md", True),
        ("?.md\n", "ab.md", False),
        ("[ab].md\n", "b.md", True),
        ("\\#a.md\n", "#a.md", True),
        ("\\!a.md\n", "!a.md", True),
        ("a\\ \n", "a ", True),
        ("**/**\n", "a", True),
        ("**/**\n!a\n", "a", False),
        ("/**\n", "x/a", True),
        ("**/\n", "a", False),
        ("/**/\n", "x/a", True),
        ("**/a/**\n", "x/y/a/b.md", True),
        ("**/a/b/**\n", "x/a/b/c.md", True),
        ("**/a/**\n", "x/a", False),
        ("a/**/b.md\n", "a/b.md", True),
        ("a/**/b.md\n", "a/x/y/b.md", True),
        ("a/**/b.md\n", "x/a/b.md", False),
        ("[ab].md\n!b.md\nbuild/\n", "b.md", False),
        ("[ab].md\n!b.md\nbuild/\n", "x/build/c.md", True),
    ],
)
def test_other_patterns_are_understood_too(
    here: Path, text: str, path: str, expected: bool
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=here, check=True)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(b"")
    Path(".gitignore").write_text(text)
    assert Git(fails).ignores(path) == expected
    asked = subprocess.run(["git", "check-ignore", "--no-index", "-q", path], check=False)
    assert (asked.returncode == 0) is expected


# Globs


@pytest.mark.parametrize(
    ("glob", "base", "pattern"),
    [
        ("*.md", ".", "/*.md"),
        ("?", ".", "/?"),
        ("x/[ab].md", "x", "/[ab].md"),
        ("X/y/**/z/*.md", "X/y", "/**/z/*.md"),
        ("/*.md", "/", "/*.md"),
        ("/x/y/*", "/x/y", "/*"),
        ("../x?/a.md", "..", "/x?/a.md"),
        ("x/*/../a.md", "x", ""),
        ("x/*/..a.md", "x", "/*/..a.md"),
        ("\\a/b*\\.md", "\\a", "/b*\\\\.md"),
    ],
)
def test_glob_is_a_folder_and_a_pattern_below_it(glob: str, base: str, pattern: str) -> None:
    assert split_glob(glob) == (base, pattern)


@pytest.mark.parametrize(
    ("patterns", "path", "file", "folder"),
    [
        (["*.md"], "x/a.md", True, True),
        (["*.md"], "x/a.txt", None, None),
        (["*.md", "!b.md"], "x/b.md", False, False),
        (["!b.md", "*.md"], "x/b.md", True, True),
        (["y/"], "x/y", None, True),
        (["y/"], "x/y/a.md", True, True),
        (["/y"], "x/y", True, True),
        (["/y"], "x/z/y", None, None),
        (["[!a]*b*c*d/"], "x/b--bcd", None, True),
        (["*"], ".", None, None),
        (["*"], "y/a.md", None, None),
        (["*"], "../x/a.md", None, None),
        (["*"], "x/..a.md", True, True),
        (["\udcff*"], "x/\udcff.md", True, True),
        (["\udcff*"], "x/\udcfe.md", None, None),
        (["*.md", "!**/y.md"], "x/y.md", False, False),
    ],
)
def test_verdict_of_globs_on_a_path(
    patterns: list[str], path: str, file: bool | None, folder: bool | None
) -> None:
    globs = Filter(patterns, "x")
    assert (globs.verdict(path), globs.verdict(path, folder=True)) == (file, folder)


@pytest.mark.parametrize(
    ("pattern", "names", "others"),
    [
        ("a**b", ("ab", "axxb"), ("a", "ba")),
        ("a***", ("a", "abc"), ("ba",)),
        ("**/a", ("a", "x/y/a"), ("b",)),
        ("a/**", ("a/b", "a/b/c"), ("a", "b/a/c")),
        ("a/**  ", ("a/b", "a/b/c"), ("a",)),
        ("!**", (), ("a",)),
        ("x/**/b", ("x/b", "x/y/z/b"), ("b", "x/y")),
        ("x/***/b", ("x/b", "x/y/z/b"), ("b", "x/y")),
        ("x/****", ("x/b", "x/y/z/b"), ("x", "y/x/b")),
        ("a\\**b", ("a*b", "a*xb"), ("ab", "axb")),
    ],
)
def test_stars_side_by_side_are_those_of_git(
    here: Path, pattern: str, names: tuple[str, ...], others: tuple[str, ...]
) -> None:
    """Not those beside a letter in a pattern with slashes, of which git is not sure itself."""
    globs = Filter([pattern], str(here))
    assert [name for name in (*names, *others) if globs.match(name)] == [*names]
    assert is_glob(pattern)
    subprocess.run(["git", "init", "-q"], cwd=here, check=True)
    Path(".gitignore").write_text(f"{pattern}\n")
    argv = ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", *names, *others]
    listed = subprocess.run(argv, capture_output=True, check=False).stdout
    assert listed.decode().split() == [*names]


@pytest.mark.parametrize(
    ("glob", "slow"),
    [
        ("a*b*c", False),
        ("a*b*c*", True),
        ("a*/b*/c*", False),
        ("a**b", False),
        ("a***b", False),
        ("**/a", False),
        ("**/a/**/b", True),
        ("*", False),
    ],
)
def test_glob_with_many_ways_to_match_may_be_slow(glob: str, slow: bool) -> None:
    assert may_be_slow(glob) is slow


SLOW, NAME = "*a*a*a*b", "a" * 500


@pytest.mark.parametrize(("where", "named"), [("c.toml: exclude", ""), ("", "x/.gitignore")])
def test_globs_that_take_too_long_are_an_error(
    where: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    globs = Filter(["b", SLOW], "x", where) if where else Filter(["b", SLOW], "x")
    assert (globs.verdict("x/aaab"), globs.verdict("x/y/b")) == (True, True)
    monkeypatch.setattr(ignore, "_SECONDS", 0.05)
    with pytest.raises(ConfigError) as caught:
        globs.verdict(f"x/y/{NAME}")
    assert str(caught.value) == (
        f"{where or named}: its globs take too long to match on x/y/{NAME}"
    )


def test_glob_that_python_finds_odd_is_one() -> None:
    for glob in ("[[:alpha:]", "[a||b]"):
        re.purge()  # it warns when it compiles an expression
        assert is_glob(glob)


@pytest.mark.parametrize("old", [True, False])
def test_expressions_are_those_of_python(old: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that matches globs takes those of others if they are installed, in new versions;
    old ones have no choice."""
    made: list[tuple[list[str], str]] = []

    class Spec:
        def __init__(self, lines: list[str], backend: str) -> None:
            made.append((lines, backend))

        if old:

            @classmethod
            def from_lines(cls, lines: list[str]) -> Spec:
                return cls(lines, "")
        else:

            @classmethod
            def from_lines(cls, lines: list[str], *, backend: str = "best") -> Spec:
                return cls(lines, backend)

    monkeypatch.setattr("pathspec.GitIgnoreSpec", Spec)
    Filter(["a**b", "c"], "x")
    assert made == [(["a*b", "c"], "" if old else "simple")]


def test_gitignore_that_takes_too_long_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / ".git").mkdir()
    (here / "x").mkdir()
    (here / "x/.gitignore").write_text(f"[b]\n{SLOW}\n")
    monkeypatch.setattr(ignore, "_SECONDS", 0.05)
    with pytest.raises(ConfigError) as caught:
        Git(fails).ignores(f"x/{NAME}")
    said = f"{here}/x/.gitignore: its globs take too long to match on x/{NAME}"
    assert str(caught.value) == said


@pytest.mark.parametrize(("where", "named"), [("c.toml: exclude", "c.toml: exclude"), ("", "glob")])
def test_wrong_glob_is_named(where: str, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Filter(["a", "[z-a]", "!"], "x", where)
    assert str(caught.value) == f"{named}: '[z-a]' is not a valid glob"
    assert [is_glob(glob) for glob in ("a", "[z-a]", "!", "\\", "[[:alpha:]")] == [
        *(True, False, False, False, True)
    ]


# The files of a repository


def test_each_gitignore_holds_for_its_folder_and_those_below(here: Path) -> None:
    for folder in (".git", "x/y", "x/inner/.git", "out/z"):
        (here / folder).mkdir(parents=True)
    (here / ".gitignore").write_bytes(b"\xef\xbb\xbfa.md\r\n#b.md\n\nout\n \n")
    (here / "x/.gitignore").write_text("!a.md\n/c.md\nd\\ \nonly/\neX\n")
    (here / "out/z/.gitignore").write_text("!e.md\n")
    git = Git(fails)
    ignored = ["a.md", "y/a.md", "out/b.md", "out/z/e.md", "x/c.md", "x/y/d ", "x/eX"]
    kept = [
        "b.md",
        "x/e",
        "#b.md",
        "x/a.md",
        "x/y/a.md",
        "x/y/c.md",
        "c.md",
        "x/inner/c.md",
        "x/inner/a.md",
    ]
    for top in ("", f"{here}/", "x/../"):
        assert [path for path in ignored if not git.ignores(top + path)] == []
        assert [path for path in kept if git.ignores(top + path)] == []
    assert git.ignores("out", folder=True)
    assert git.ignores("x/only", folder=True)
    assert not git.ignores("x/only")
    assert git.has_patterns("x/y/z.md")
    assert git.has_patterns("out/z/e.md")
    assert not git.has_patterns("x/inner/a.md")
    assert git.repository(f"{here}/x/y") == git.repository(str(here)) == str(here)
    assert git.repository(f"{here}/x/inner/z") == f"{here}/x/inner"


def test_outside_of_repositories_nothing_is_ignored(here: Path) -> None:
    (here / "x").mkdir()
    for folder in (".", "x"):
        Path(folder, ".gitignore").write_text("*\n")
    git = Git(fails)
    assert not git.ignores("x/a.md")
    assert not git.has_patterns("x/a.md")
    assert git.repository(f"{here}/x") is git.repository("/") is None


def test_folder_without_patterns_has_none(here: Path) -> None:
    for folder in (".git", "x", "y"):
        (here / folder).mkdir()
    Path("x/.gitignore").write_text("# a.md\n\n\r\n")
    Path("y/.gitignore").write_text("!\n[z-a]\n")
    assert [Git(fails).has_patterns(f"{folder}/a.md") for folder in "xy"] == [False, False]
    Path("y/.gitignore").write_text("[z-a]\n[ab].md\n \n")
    assert Git(fails).ignores("y/a.md")


def test_gitignore_that_cannot_be_read_is_named_with_the_reason(here: Path) -> None:
    class Unreadable(Tree):
        def read(self, path: str) -> bytes:
            raise ReadError(f"not {os.path.basename(path)}")

    (here / ".git").mkdir()
    (here / ".gitignore").write_text("a.md\n")
    named: list[tuple[str, str]] = []
    git = Git(lambda path, why: named.append((path, why)), Unreadable())
    assert not git.ignores("a.md")
    assert not git.ignores("b.md")
    assert named == [(f"{here}/.gitignore", "not .gitignore")]
