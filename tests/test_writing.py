"""Files written over: whole or not at all, and with everything that belongs to them."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contentlint import writing
from contentlint.errors import WriteError
from contentlint.writing import put, replace

OLD, NEW = b"old\r\n", b"new\n"
ROOT_ONLY = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the rights of root"
)
AS_NOBODY = 65534


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "مقال.md"
    path.write_bytes(OLD)
    return path


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path: Path) -> Iterator[None]:
    yield
    if tmp_path.exists():
        assert [
            p for p in tmp_path.rglob(".contentlint-*") if p.name != ".contentlint-old.tmp"
        ] == []


@pytest.fixture
def common() -> Iterator[Path]:
    """A file in a folder that everybody can reach, as pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, "مقال.md")
        path.write_bytes(OLD)
        yield path
        assert [p.name for p in Path(folder).iterdir()] == [path.name]


def refused(path: Path, old: bytes = OLD) -> str:
    with pytest.raises(WriteError) as caught:
        replace(str(path), old, NEW)
    return str(caught.value)


def test_new_bytes_take_the_place_of_the_old(file: Path) -> None:
    replace(str(file), OLD, NEW)
    assert file.read_bytes() == NEW


def test_relative_path_is_of_the_current_folder(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    replace(file.name, OLD, NEW)
    assert file.read_bytes() == NEW


def test_file_changed_since_it_was_read_is_left_alone(file: Path) -> None:
    file.write_bytes(b"somebody else's")
    assert refused(file) == "has changed since it was read"
    assert file.read_bytes() == b"somebody else's"


def test_file_that_has_gone_is_not_made_again(file: Path) -> None:
    file.unlink()
    assert refused(file) == "no such file or directory"
    assert not file.exists()


def test_file_that_goes_while_it_is_written_is_not_made_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def fsync(handle: int) -> None:
        flush(handle)
        file.unlink(missing_ok=True)

    monkeypatch.setattr(os, "fsync", fsync)
    assert refused(file) == "no such file or directory"
    assert not file.exists()


@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", os.mkdir)])
def test_what_is_no_file_any_more_is_left_alone(file: Path, make: Callable[[str], None]) -> None:
    file.unlink()
    make(str(file))
    assert refused(file) == "not a regular file any more"


def test_file_with_two_names_is_left_alone(file: Path) -> None:
    other = file.with_name("other.md")
    os.link(file, other)
    assert refused(file) == "has 2 names (hard links), and would lose the others"
    assert file.samefile(other)
    assert other.read_bytes() == OLD


def test_symbolic_link_stays_and_its_target_is_written(file: Path) -> None:
    folder = file.parent / "elsewhere"
    folder.mkdir()
    link = folder / "link.md"
    link.symlink_to(Path("..", file.name))
    replace(str(link), OLD, NEW)
    assert link.is_symlink()
    assert link.readlink() == Path("..", file.name)
    assert file.read_bytes() == NEW
    assert [p.name for p in folder.iterdir()] == ["link.md"]


def test_link_that_leads_nowhere_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    assert refused(tmp_path / "a.md") == "no such file or directory"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o604])
def test_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    replace(str(file), OLD, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.reviewed", b"\x00yes")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    replace(str(file), OLD, NEW)
    assert os.listxattr(file) == ["user.reviewed"]
    assert os.getxattr(file, "user.reviewed") == b"\x00yes"


@ROOT_ONLY
def test_owner_and_group_stay(file: Path) -> None:
    os.chown(file, 1234, 2345)
    file.chmod(0o4640)
    replace(str(file), OLD, NEW)
    status = file.stat()
    assert (status.st_uid, status.st_gid) == (1234, 2345)
    assert stat.S_IMODE(status.st_mode) == 0o4640


@ROOT_ONLY
def test_file_of_somebody_else_in_a_folder_of_ours_is_left_alone(common: Path) -> None:
    common.chmod(0o666)
    assert "belongs to somebody else" in without_rights(common, "os.chown(folder, 65534, 65534)")
    assert common.read_bytes() == OLD
    assert common.stat().st_uid == 0


@ROOT_ONLY
@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("os.chown(path, 65534, 65534); os.chmod(folder, 0o555)", "permission denied"),
        ("os.chown(folder, 65534, 65534); os.chmod(path, 0o444)", "is not writable"),
    ],
)
def test_folder_or_file_that_may_not_be_written_is_left_alone(
    common: Path, before: str, reason: str
) -> None:
    assert without_rights(common, before) == reason
    assert common.read_bytes() == OLD


def without_rights(file: Path, before: str) -> str:
    """What ``replace`` says in a process that is not root's; ``before`` runs as root."""
    code = (
        "import os, sys, tempfile  # nobody may not read the standard library later\n"
        "from contentlint.errors import WriteError\n"
        "from contentlint.writing import replace\n"
        "path = sys.argv[1]; folder = os.path.dirname(path)\n"
        f"{before}\n"
        f"os.setgroups([]); os.setgid({AS_NOBODY}); os.setuid({AS_NOBODY})\n"
        "try: replace(path, b'old\\r\\n', b'new')\n"
        "except WriteError as error: print(error, end='')\n"
        "else: print('written', end='')\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )
    assert ran.stderr == ""
    return ran.stdout


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["fsync", "replace", "fchmod"])
def test_failure_of_the_system_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, call, fail)
    assert refused(file) == os.strerror(error)[:1].lower() + os.strerror(error)[1:]
    assert file.read_bytes() == OLD


def test_interrupt_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace(str(file), OLD, NEW)
    assert file.read_bytes() == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")
def test_file_larger_than_allowed_leaves_the_old_file(file: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "from contentlint.errors import WriteError\n"
        "from contentlint.writing import replace\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: replace(sys.argv[1], b'old\\r\\n', b'x' * 10000)\n"
        "except WriteError as error: print(error, end='')\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(
        [sys.executable, "-c", code, str(file)], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == ("file too large", "")
    assert file.read_bytes() == OLD


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder with room for 64 KB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("no file system may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_full_disk_leaves_the_old_file(small: Path) -> None:
    file = small / "a.md"
    old = b"x" * 40_000
    file.write_bytes(old)
    with pytest.raises(WriteError, match="no space left on device"):
        replace(str(file), old, b"y" * 40_000)
    assert file.read_bytes() == old
    assert [p.name for p in small.iterdir()] == ["a.md"]
    with pytest.raises(WriteError, match="no space left on device"):
        put(str(small / "b.json"), b"y" * 40_000)
    assert [p.name for p in small.iterdir()] == ["a.md"]


def test_what_a_killed_run_has_left_is_removed_and_nothing_else(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_swept", set())
    long_ago = time.time() - 7200
    names = (".contentlint-old.tmp", ".contentlint-x.md", "contentlint-x.tmp", ".contentlint-d.tmp")
    for name in names[:3]:
        file.with_name(name).write_bytes(b"")
        os.utime(file.with_name(name), (long_ago, long_ago))
    fresh = file.with_name(".contentlint-new.tmp")
    fresh.write_bytes(b"")
    replace(str(file), OLD, NEW)
    there = {p.name for p in file.parent.iterdir()}
    assert there == {file.name, names[1], names[2], fresh.name}
    fresh.unlink()
    file.with_name(names[1]).unlink()


def test_killed_process_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    """Killed at random times while it writes one of two contents in turn."""
    code = (
        "import sys\n"
        "from contentlint.writing import replace\n"
        "a, b = b'a' * 200000, b'b' * 200000\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    replace(sys.argv[1], a, b)\n"
        "    replace(sys.argv[1], b, a)\n"
    )
    file = tmp_path / "a.md"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for n in range(8):
        file.write_bytes(b"a" * 200_000)
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(file)], env=environment, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.003 * n)
        process.kill()
        process.wait()
        process.stdout.close()
        data = file.read_bytes()
        assert len(data) == 200_000
        assert len(set(data)) == 1
    for left in tmp_path.glob(".contentlint-*"):
        left.unlink()


# Files of our own


def test_file_of_our_own_is_made_or_written_over(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    mask = os.umask(0o027)
    try:
        put(str(path), OLD)
    finally:
        os.umask(mask)
    assert path.read_bytes() == OLD
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    put(str(path), NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


@pytest.mark.parametrize("name", ["no/where.json", "folder"])
def test_file_of_our_own_that_cannot_be_made_is_one_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(WriteError):
        put(str(tmp_path / name), NEW)
