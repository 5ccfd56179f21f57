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


CIRCLES = (8, 10, 12)
"""Seeds with many links that lead in circles, of which git reads each over and over."""
SEEDS = [pytest.param(n, marks=pytest.mark.slow) if n in CIRCLES else n for n in range(15)]


@pytest.mark.parametrize("seed", SEEDS)
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
    (here / "gone/.git").mkdir(parents=True)
    (here / "new/.git").mkdir(parents=True)
    assert (tree.is_file("gone"), tree.is_folder("gone"), tree.is_top("gone")) == (
        True,
        False,
        False,
    )
    assert (tree.exists("new"), tree.is_folder("new"), tree.is_top("new")) == (False, False, False)
    assert tree.is_top(".")
    assert tree.real("a/x") == str(here / "a/x")
    (here.parent / "top").symlink_to("repository")
    assert tree.read("../top/a/x") == b"old"
    os.chdir(here.parent)
    assert (
        tree.read("top/a/x") == tree.read("repository/a/x") == tree.read(f"{here}/gone") == b"old"
    )


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


def test_disk_is_read_outside_of_the_folders(here: Path) -> None:
    (here / "a").write_text("old")
    objects = commit()
    other = here.parent / "repository2"
    (other / ".git").mkdir(parents=True)
    (other / "b").write_text("disk, and long enough")
    (other / "link").symlink_to("b")
    for tree in (Committed((str(here),)), Committed((), objects), Committed((str(here),), objects)):
        for name in ("", "b", "link", "none", ".git"):
            path = str(other / name)
            assert facts(tree, path) == facts(DISK, path)
            assert tree.missing(path) == DISK.missing(path)
            assert not tree.has(path)
        assert tree.has("a")
        assert tree.has(str(here))
        assert not tree.has("..")
    nothing = Committed(EVERYWHERE, objects)
    for path in (str(other / "b"), str(other), ".."):
        assert facts(nothing, path)[:5] == (False, False, False, False, [])
        with pytest.raises(ReadError, match="not in the commit"):
            nothing.read(path)
    assert Committed((), objects).real(str(here / "none/../a")) == str(here / "a")
    assert Committed((str(here),)).real("none/../a") == str(here / "a")


def test_links_lead_to_nothing_outside_of_the_commit(here: Path) -> None:
    (here.parent / "b").write_text("disk")
    (here / "x").mkdir()
    (here / "x/a").write_text("a")
    links = {
        "up": "../b",
        "far": "x/../../b",
        "whole": "/etc/passwd",
        "x/root": "..",
        "x/self": ".",
        "gone": "none/a",
        "through": "x/a/b",
    }
    for name, target in links.items():
        (here / name).symlink_to(target)
    tree = Committed((), commit())
    above = str(here.parent)
    for name, real in (
        ("up", f"{above}/b"),
        ("far", f"{above}/b"),
        ("whole", "/etc/passwd"),
        ("gone", f"{here}/none/a"),
        ("through", f"{here}/x/a/b"),
        ("up/c/../d", f"{above}/b/d"),
        ("none/x/../y", f"{here}/none/y"),
    ):
        assert tree.real(name) == real
        assert not tree.exists(name)
        assert not tree.is_file(name)
        assert tree.names(name) == []
        with pytest.raises(ReadError, match=r"^not in the commit"):
            tree.read(name)
    assert [name for name in links if not tree.is_link(name)] == []
    assert tree.real("x/root/x/self/a") == str(here / "x/a")
    assert tree.read("x/root/x/self/./a") == b"a"
    assert not tree.is_link("x/self/a")
    for name in ("x", "x/root", "."):
        with pytest.raises(ReadError, match=r"^not a regular file$"):
            tree.read(name)
    assert tree.names("x/a") == []


def test_forty_links_are_followed_and_no_more(here: Path) -> None:
    (here / "0").write_text("a")
    for number in range(1, 42):
        (here / str(number)).symlink_to(str(number - 1))
    tree = Committed((), commit())
    assert tree.read("40") == b"a"
    assert tree.real("40") == str(here / "0")
    assert not tree.exists("41")
    assert tree.real("41") == str(here / "1")
    assert tree.is_link("41")


@pytest.mark.parametrize("size", [0, 4, 5, 6, 9, 10, 11])
def test_ends_of_a_file_are_its_first_and_last_bytes(here: Path, size: int) -> None:
    (here / "a").write_bytes(bytes(range(size)))
    tree = Committed((), commit())
    for first, last in ((5, 0), (5, 5), (10, 0), (1, 9), (0, 5)):
        assert tree.ends("a", first, last) == DISK.ends("a", first, last)


def test_missing_file_is_named_with_the_commit(here: Path) -> None:
    objects = commit()
    why = f"not in the commit {objects.commit[:12]} of --diff-base"
    assert Committed((), objects).missing("a") == why
    nothing = "not read from an untrusted folder without --diff-base"
    assert Committed((str(here),)).missing("a") == nothing
    for tree, said in ((Committed((), objects), why), (Committed((str(here),)), nothing)):
        for read in (tree.read, lambda path, tree=tree: tree.ends(path, 1)):
            with pytest.raises(ReadError) as caught:
                read("a")
            assert str(caught.value) == said


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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_does_not_end_what_its_parent_reads_with(here: Path) -> None:
    (here / "a").write_text("a")
    (here / "b").write_text("b")
    objects = commit()
    tree = Committed((), objects)
    assert tree.read("a") == b"a"
    child = os.fork()
    if not child:
        objects.close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert tree.read("b") == b"b"


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
