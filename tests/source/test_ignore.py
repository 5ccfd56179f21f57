"""``.gitignore`` files, against git itself."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from contentlint.source.ignore import Git

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


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("?.md\n", "a.md", True),
        ("?.md\n", "ab.md", False),
        ("[ab].md\n", "b.md", True),
        ("\\#a.md\n", "#a.md", True),
        ("\\!a.md\n", "!a.md", True),
        ("a\\ \n", "a ", True),
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
