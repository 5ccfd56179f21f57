"""The files of a commit, against a clean checkout of it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from contentlint.model.errors import ConfigError, ReadError
from contentlint.source.commit import EVERYWHERE, Committed
from contentlint.source.git import Objects, base
from contentlint.source.tree import DISK, Tree

NAMES = ("a", "b", "مقال.md", "two words", "line\nend", "c")
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")


def git(*argv: str) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *names, *argv], check=True, capture_output=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    top = tmp_path / "repository"
    top.mkdir()
    monkeypatch.chdir(top)
    git("init", "-q", "-b", "main")
    yield top
    while opened:
        opened.pop().close()


def commit() -> Objects:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "text")
    opened.append(Objects(base("HEAD")))
    return opened[-1]


opened: list[Objects] = []


def grow(top: Path, rng: random.Random) -> None:
    folders = [top]
    for _ in range(30):
        path = rng.choice(folders) / rng.choice(NAMES)
        if os.path.lexists(path):
            continue
        made = rng.randrange(4)
        if made == 0:
            path.mkdir()
            folders.append(path)
        elif made == 1:
            steps = [rng.choice(("..", ".", *NAMES)) for _ in range(rng.randint(1, 4))]
            path.symlink_to(os.path.join(*steps))
        else:
            path.write_bytes(rng.randbytes(rng.choice([0, 1, 50, 100_000])))
    for folder in folders[1:]:
        (folder / "kept").touch()  # git knows no empty folders


def paths(top: Path, rng: random.Random) -> Iterator[str]:
    for _ in range(300):
        yield os.path.join(*(rng.choice((*NAMES, "kept")) for _ in range(rng.randint(1, 5))))
        yield os.path.join(top, *(rng.choice(NAMES) for _ in range(rng.randint(1, 3))))


def facts(tree: Tree, path: str) -> tuple[object, ...]:
    return (
        tree.exists(path),
        tree.is_file(path),
        tree.is_folder(path),
        tree.is_link(path),
        sorted(tree.names(path)),
        tree.is_file(path) and (tree.read(path), tree.ends(path, 7), tree.ends(path, 7, 7)),
        # Where the system follows no link, because it leads nowhere, its answer says little.
        tree.exists(path) and tree.real(path),
        tree.is_top(path),
    )


@pytest.mark.parametrize("seed", range(15))
def test_commit_has_what_a_clean_checkout_has(here: Path, seed: int) -> None:
    rng = random.Random(seed)
    grow(here, rng)
    objects = commit()
    for tree in (Committed((), objects), Committed(EVERYWHERE, objects)):
        for path in paths(here, rng):
            inside = os.path.realpath(path).startswith(f"{here}{os.sep}")
            if inside or not os.path.exists(path):
                assert facts(tree, path) == facts(DISK, path), path


def test_working_tree_counts_for_nothing(here: Path) -> None:
    (here / "a").mkdir()
    (here / "a/x").write_text("old")
    (here / "gone").write_text("old")
    tree = Committed((), commit())
    shutil.rmtree(here / "a")
    (here / "gone").unlink()
    (here / "a").symlink_to("..")
    (here / "b").write_text("new")
    assert tree.read("a/x") == tree.read("gone") == b"old"
    assert (tree.exists("b"), tree.is_link("a"), tree.names("a")) == (False, False, ["x"])
    with pytest.raises(ReadError, match="not in the commit"):
        tree.read("b")


def test_a_link_to_the_checkout_leads_to_the_commit(here: Path) -> None:
    (here / "a").write_text("old")
    tree = Committed((), commit())
    (here / "a").write_text("new")
    (here.parent / "top").symlink_to("repository")
    (here.parent / "file").symlink_to("repository/a")
    assert tree.read("../top/a") == tree.read("../file") == b"old"
    assert tree.is_top("../top")


def test_without_a_commit_the_folders_are_empty(here: Path) -> None:
    (here / "a").write_text("new")
    outside = here.parent / "b"
    outside.write_text("b")
    tree = Committed((str(here),))
    assert (tree.exists("a"), tree.names("."), tree.read(str(outside))) == (False, [], b"b")
    assert not Committed(EVERYWHERE).exists(str(outside))
    with pytest.raises(ReadError, match="not read from an untrusted folder"):
        tree.read("a")


def running() -> list[str]:
    listed = subprocess.run(
        ["ps", "-ww", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True
    )
    return [line for line in listed.stdout.decode().splitlines() if "cat-file" in line]


@pytest.mark.skipif(not shutil.which("ps"), reason="there is no ps here")
def test_one_process_reads_everything_and_ends(here: Path) -> None:
    for name in "abc":
        (here / name).write_text(name)
    tree = Committed((), commit())
    assert running() == []
    assert [tree.read(name) for name in "abc"] == [b"a", b"b", b"c"]
    assert len(running()) == 1
    opened[-1].close()
    assert running() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_reads_by_itself(here: Path) -> None:
    for name in "ab":
        (here / name).write_text(name * 100_000)
    tree = Committed((), commit())
    assert tree.read("a") == b"a" * 100_000
    child = os.fork()
    if not child:
        os._exit(not all(tree.read("b") == b"b" * 100_000 for _ in range(50)))
    assert all(tree.read("a") == b"a" * 100_000 for _ in range(50))
    assert os.waitpid(child, 0)[1] == 0


def test_object_that_is_missing_is_an_error(here: Path) -> None:
    (here / "a").write_text("a")
    objects = commit()
    for path in (here / ".git/objects").glob("??/*"):
        shown = subprocess.run(
            ["git", "cat-file", "-t", path.parent.name + path.name], capture_output=True, check=True
        )
        if shown.stdout == b"blob\n":
            path.chmod(0o644)
            path.unlink()
    with pytest.raises(ConfigError, match="git cannot read the object"):
        Committed((), objects).read("a")


def test_sha256_repository_is_read(here: Path) -> None:
    shutil.rmtree(here / ".git")
    git("init", "-q", "--object-format=sha256")
    (here / "x").mkdir()
    (here / "x/a").write_text("a")
    assert Committed((), commit()).read("x/a") == b"a"
