"""The folder of caches: whose it is, what is in it, and how it goes away."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path

import pytest

from contentlint import __version__
from contentlint.cache import folder as cachefolder
from contentlint.cache.store import DAYS, TEMPORARY
from contentlint.source.discovery import CACHE_FOLDER

KEYS = ["0123456789abcdef" * 2, "f" * 32]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "project" / CACHE_FOLDER


@pytest.fixture
def made(folder: Path) -> Path:
    folder.parent.mkdir()
    cachefolder.make(str(folder))
    return folder


def put(folder: Path, name: str, data: bytes = b"", age: float = 0) -> Path:
    """A file in a folder of caches, written so many seconds ago."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    when = time.time() - age
    os.utime(path, (when, when))
    return path


# Made


def test_folder_is_marked_ignored_and_closed(made: Path) -> None:
    signature, comment = (made / "CACHEDIR.TAG").read_bytes().split(b"\n", 1)
    assert signature == b"Signature: 8a477f597d28d172789f06886806bc55"
    assert comment == (b"# Made by contentlint; everything in this folder can be made again.\n")
    assert (made / ".gitignore").read_bytes() == b"*\n"
    assert sorted(p.name for p in made.iterdir()) == [".gitignore", __version__, "CACHEDIR.TAG"]
    assert cachefolder.usable(str(made))
    assert cachefolder.file(str(made), "key") == str(made / __version__ / "key")


@pytest.mark.skipif(os.name == "nt", reason="no such modes")
def test_folder_is_closed_whatever_the_mask_and_whoever_made_it(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    before = os.umask(0)
    try:
        cachefolder.make(str(folder))
    finally:
        os.umask(before)
    for path in (folder, folder / __version__):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert cachefolder.usable(str(folder))


@pytest.mark.skipif(os.name == "nt", reason="no such modes")
def test_folder_is_never_open_and_another_run_may_make_it_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chmod, modes = os.chmod, []

    def noted(path: str, mode: int) -> None:
        modes.append(stat.S_IMODE(folder.stat().st_mode))
        (folder / __version__).mkdir()  # the other run's
        chmod(path, mode)

    monkeypatch.setattr(os, "chmod", noted)
    mask = os.umask(0)
    try:
        cachefolder.make(str(folder))
    finally:
        os.umask(mask)
    assert modes == [0o700]
    assert sorted(p.name for p in folder.iterdir()) == [".gitignore", __version__, "CACHEDIR.TAG"]


def test_folder_that_is_there_is_not_made_again(made: Path) -> None:
    (made / ".gitignore").write_text("mine")
    cachefolder.make(str(made))
    assert (made / ".gitignore").read_text() == "mine"


def test_folder_of_an_older_version_is_used_again(made: Path) -> None:
    (made / __version__).rename(made / "0.0.1")
    cachefolder.make(str(made))
    assert (made / __version__).is_dir()
    assert (made / "0.0.1").is_dir()


def test_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    cachefolder.make(str(tmp_path / "build" / "kept"))
    assert cachefolder.usable(str(tmp_path / "build" / "kept"))


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="exist"):
        cachefolder.make(str(tmp_path / "file"))


# Usable


def test_folder_that_is_not_there_and_one_that_is_empty_are_usable(folder: Path) -> None:
    assert cachefolder.usable(str(folder))
    folder.mkdir(parents=True)
    assert cachefolder.usable(str(folder))


def test_file_or_link_in_its_place_is_not(folder: Path, tmp_path: Path) -> None:
    folder.parent.mkdir()
    folder.write_bytes(b"")
    assert not cachefolder.usable(str(folder))
    assert not cachefolder.usable(str(folder / "below a file"))
    folder.unlink()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    assert not cachefolder.usable(str(folder))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners")
def test_folder_of_somebody_else_is_not(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: real + 1)
    assert not cachefolder.usable(str(made))


@pytest.mark.skipif(os.name == "nt", reason="no such modes")
@pytest.mark.parametrize("mode", [0o710, 0o701, 0o740, 0o704, 0o720, 0o702, 0o755])
def test_folder_that_others_may_enter_is_not(made: Path, mode: int) -> None:
    made.chmod(mode)
    assert not cachefolder.usable(str(made))
    made.chmod(0o700)
    assert cachefolder.usable(str(made))


def test_system_without_owners_and_modes_asks_for_the_mark_only(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.delattr(os, "geteuid", raising=False)
        patched.setattr(os, "name", "nt")
        usable = cachefolder.usable(str(made))
        (made / "CACHEDIR.TAG").unlink()
        assert (usable, cachefolder.usable(str(made))) == (True, False)


@pytest.mark.parametrize("what", ["gone", "other", "shorter", "longer", "folder", "bytes"])
def test_folder_without_our_mark_is_not(made: Path, what: str) -> None:
    tag = made / "CACHEDIR.TAG"
    text = tag.read_bytes()
    tag.unlink()
    if what == "folder":
        tag.mkdir()
    elif what != "gone":
        changed = {
            "other": text.replace(b"contentlint", b"somebody"),
            "shorter": text[:-1],
            "longer": text + b"x",
            "bytes": b"\xff" + text[1:],
        }
        tag.write_bytes(changed[what])
    assert not cachefolder.usable(str(made))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_folder_whose_mark_is_a_pipe_is_not_and_nobody_waits(made: Path) -> None:
    tag = made / "CACHEDIR.TAG"
    tag.unlink()
    os.mkfifo(tag)
    assert not cachefolder.usable(str(made))


def test_folder_of_a_version_that_is_a_link_is_not(made: Path, tmp_path: Path) -> None:
    (made / __version__).rename(tmp_path / "elsewhere")
    assert cachefolder.usable(str(made))
    (made / __version__).symlink_to(tmp_path / "elsewhere")
    assert not cachefolder.usable(str(made))


# What is in it


def test_files_of_every_version_are_held_and_nobody_elses(made: Path, tmp_path: Path) -> None:
    ours = [
        put(made, f"{__version__}/{KEYS[0]}", b"12345"),
        put(made, f"0.0.1/{KEYS[1]}", b"123"),
        put(made, f"9/{KEYS[1]}.77.88{TEMPORARY}", b"1"),
    ]
    for name in (
        f"{__version__}/{KEYS[0][:31]}",
        f"{__version__}/{KEYS[0][:31]}g",
        f"{__version__}/{KEYS[0][:31]}A",
        f"{__version__}/{KEYS[0][:31]}X",
        f"{__version__}/notes.txt",
        f"v1/{KEYS[0]}",
        f".x/{KEYS[0]}",
        KEYS[0],
        "1",
    ):
        put(made, name, b"not ours")
    (made / "0.0.1" / ("0" * 32)).mkdir()
    (made / "0.0.1" / ("1" * 32)).symlink_to(ours[0])
    put(tmp_path / "2", KEYS[0], b"elsewhere")
    (made / "2").symlink_to(tmp_path / "2")
    assert cachefolder.held(str(made)) == (tuple(sorted(map(str, ours))), 9)


def test_nothing_is_held_where_nothing_is_ours(folder: Path, made: Path) -> None:
    put(made, f"{__version__}/{KEYS[0]}")
    (folder / "CACHEDIR.TAG").unlink()
    assert cachefolder.held(str(folder)) == ((), 0)
    assert cachefolder.held(str(folder.parent / "gone")) == ((), 0)


def test_folder_that_cannot_be_listed_holds_nothing(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(made, f"{__version__}/{KEYS[0]}")

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refused)
        assert cachefolder.held(str(made)) == ((), 0)
    with monkeypatch.context() as patched:
        patched.setattr(os, "listdir", refused)
        assert cachefolder.held(str(made)) == ((), 0)
    assert len(cachefolder.held(str(made)).files) == 1


# What goes


def test_what_nobody_has_used_for_a_month_goes(made: Path) -> None:
    month = DAYS * 86_400
    kept = put(made, f"{__version__}/{KEYS[0]}", age=month - 100)
    put(made, f"0.0.1/{KEYS[1]}", age=month + 100)
    mine = put(made, "0.0.1/mine.txt", age=month + 100)
    cachefolder.sweep(str(made))
    assert cachefolder.held(str(made)).files == (str(kept),)
    assert mine.exists()


def test_what_killed_runs_have_left_goes_after_an_hour(made: Path) -> None:
    name = f"{__version__}/{KEYS[0]}"
    whole = put(made, name, age=4000)
    fresh = put(made, f"{name}.1.2{TEMPORARY}", age=3500)
    put(made, f"{name}.1.3{TEMPORARY}", age=3700)
    cachefolder.sweep(str(made))
    assert cachefolder.held(str(made)).files == (str(whole), str(fresh))


def test_file_goes_when_its_time_is_over_and_not_before(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    month = DAYS * 86_400
    ages = {
        KEYS[0]: month, KEYS[1]: month + 1,
        f"{KEYS[0]}.1.2{TEMPORARY}": 3600, f"{KEYS[0]}.1.3{TEMPORARY}": 3601,
    }  # fmt: skip
    paths = [put(made, f"{__version__}/{name}", age=age) for name, age in ages.items()]
    cachefolder.sweep(str(made))
    assert [path.exists() for path in paths] == [True, False, True, False]


def test_file_that_goes_meanwhile_keeps_no_other(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        path = "gone"

        def stat(self, **_: object) -> None:
            raise FileNotFoundError(errno.ENOENT, "no such file or directory")

    old = put(made, f"{__version__}/{KEYS[0]}", age=90 * 86_400)
    ours = cachefolder._ours
    monkeypatch.setattr(cachefolder, "_ours", lambda folder: [Gone(), *ours(folder)])
    cachefolder.sweep(str(made))
    assert not old.exists()


def test_of_many_settings_those_used_last_are_kept(made: Path) -> None:
    paths = [put(made, f"{__version__}/{n:032x}", age=100 + n) for n in range(40)]
    cachefolder.sweep(str(made))
    assert [path.exists() for path in paths] == [True] * 32 + [False] * 8


def test_file_that_cannot_be_removed_keeps_no_other(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [put(made, f"{__version__}/{n:032x}", age=90 * 86_400 + n) for n in range(3)]
    unlink = os.unlink

    def refused(path: str) -> None:
        if path == str(old[0]):
            raise PermissionError(errno.EACCES, "permission denied")
        unlink(path)

    monkeypatch.setattr(os, "unlink", refused)
    cachefolder.sweep(str(made))
    assert cachefolder.held(str(made)).files == (str(old[0]),)
    assert cachefolder.clean(str(made)).files == (str(old[0]),)
    assert old[0].exists()


def test_clean_removes_the_folder_where_nothing_else_is_in_it(made: Path) -> None:
    files = [put(made, f"{__version__}/{KEYS[0]}", b"123"), put(made, f"0.1/{KEYS[1]}", b"45")]
    assert cachefolder.clean(str(made)) == (tuple(sorted(map(str, files))), 5)
    assert not made.exists()
    assert made.parent.exists()
    assert cachefolder.clean(str(made)) == ((), 0)


@pytest.mark.parametrize("mine", ["notes.txt", f"{__version__}/notes.txt", "other/notes.txt"])
def test_clean_leaves_what_is_somebody_elses(made: Path, mine: str) -> None:
    put(made, f"{__version__}/{KEYS[0]}", b"123")
    left = put(made, mine, b"mine")
    assert cachefolder.clean(str(made)).size == 3
    assert left.read_bytes() == b"mine"
    assert (made / "CACHEDIR.TAG").exists(), "what is left is still a cache"
    assert cachefolder.held(str(made)) == ((), 0)


def test_clean_leaves_a_folder_that_is_not_marked_or_not_closed(made: Path) -> None:
    path = put(made, f"{__version__}/{KEYS[0]}", b"123")
    made.chmod(0o755)
    assert cachefolder.clean(str(made)) == ((), 0)
    made.chmod(0o700)
    tag = made / "CACHEDIR.TAG"
    text = tag.read_bytes()
    tag.unlink()
    assert cachefolder.clean(str(made)) == ((), 0)
    tag.write_bytes(text)
    assert path.exists()
    assert cachefolder.clean(str(made)).size == 3


def test_clean_leaves_an_empty_folder_that_others_may_enter(made: Path) -> None:
    made.chmod(0o755)
    assert cachefolder.clean(str(made)) == ((), 0)
    assert (made / __version__).is_dir()
    assert (made / "CACHEDIR.TAG").exists()


def test_clean_removes_a_folder_that_is_not_ignored(made: Path) -> None:
    (made / ".gitignore").unlink()
    assert cachefolder.clean(str(made)) == ((), 0)
    assert not made.exists()


def test_clean_that_fails_leaves_a_folder_that_is_ours(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = os.unlink

    def refused(path: str) -> None:
        if path.endswith(".gitignore"):
            raise PermissionError(errno.EACCES, "permission denied")
        unlink(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", refused)
        cachefolder.clean(str(made))
    assert cachefolder.usable(str(made))
    cachefolder.clean(str(made))
    assert not made.exists()
