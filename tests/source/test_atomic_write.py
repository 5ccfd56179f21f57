"""Files written over: whole or not at all, and with everything that belongs to them."""

from __future__ import annotations

import errno
import ntpath
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contentlint.model.errors import ReadError, WriteError
from contentlint.source import atomic_write, files
from contentlint.source.atomic_write import Change, flush, put, replace, replace_all
from contentlint.source.files import folder_of, lies_in, read_bytes, too_large
from tools.trials.faulty_os import Faults, faulty

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


@pytest.mark.parametrize("theirs", [b"somebody else's", OLD.upper(), OLD[:-1], b""])
def test_file_changed_since_it_was_read_is_left_alone(file: Path, theirs: bytes) -> None:
    file.write_bytes(theirs)
    assert refused(file) == "has changed since it was read"
    assert file.read_bytes() == theirs


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
    assert refused(file) == "no longer a regular file"


def test_file_with_two_names_is_left_alone(file: Path) -> None:
    other = file.with_name("other.md")
    os.link(file, other)
    assert refused(file) == "has 2 hard links, which writing would break"
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


@pytest.mark.parametrize(("call", "at"), [("lstat", 1), ("lstat", 2), ("readlink", 1)])
def test_link_that_cannot_be_read_just_now_is_not_taken_for_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    link = file.with_name("link.md")
    link.symlink_to(file.name)
    real, asked = getattr(os, call), []

    def fail(path: str) -> object:
        asked.append(path)
        if asked.count(str(link)) == at and path == str(link):
            raise OSError(errno.EIO, "Input/output error")
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        said = refused(link)
    assert said == "input/output error"
    assert link.is_symlink()
    assert file.read_bytes() == OLD


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
        # As tmpfs before Linux 6.6: nothing that could be lost is there.
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
    assert "belongs to another user" in without_rights(common, "os.chown(folder, 65534, 65534)")
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


def unmeasured() -> dict[str, str]:
    """An environment for processes that may write or import nothing else: coverage.py would."""
    tools = ("COVERAGE", "MUTANT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(tools)}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def without_rights(file: Path, before: str) -> str:
    """What ``replace`` says in a process that is not root's; ``before`` runs as root."""
    code = (
        "import os, sys, tempfile  # nobody may not read the standard library later\n"
        "from contentlint.model.errors import WriteError\n"
        "from contentlint.source.atomic_write import replace\n"
        "path = sys.argv[1]; folder = os.path.dirname(path)\n"
        f"{before}\n"
        f"os.setgroups([]); os.setgid({AS_NOBODY}); os.setuid({AS_NOBODY})\n"
        "try: replace(path, b'old\\r\\n', b'new')\n"
        "except WriteError as error: print(error, end='')\n"
        "else: print('written', end='')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        env=unmeasured(),
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
        "from contentlint.model.errors import WriteError\n"
        "from contentlint.source.atomic_write import replace\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: replace(sys.argv[1], b'old\\r\\n', b'x' * 10000)\n"
        "except WriteError as error: print(error, end='')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(file)], env=unmeasured(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == ("file too large", "")
    assert file.read_bytes() == OLD


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder with room for 64 KB."""
    if "MUTANT_UNDER_TEST" in os.environ:
        pytest.skip("a process that is ended in the middle would leave it mounted")
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        # As on Windows; a disk that is really full can only be had as a small one of our own.
        pytest.skip("there is no mount here")
    if done.returncode:
        # Only root on Linux may: .ci/run is, and there these tests run.
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
    monkeypatch.setattr(atomic_write, "_swept", set())
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


def test_file_of_an_hour_ago_may_still_be_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = file.with_name(".contentlint-x.tmp")
    left.touch()
    os.utime(left, (1_000_000, 1_000_000))
    for seconds, there in ((3600, True), (3601, False)):
        monkeypatch.setattr(atomic_write, "_swept", set())
        monkeypatch.setattr(time, "time", lambda s=seconds: 1_000_000 + s)
        replace(str(file), file.read_bytes(), b"%d" % seconds)
        assert left.exists() == there


def test_links_among_what_was_left_are_passed_over(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_write, "_swept", set())
    links = [file.with_name(f".contentlint-{n}.tmp") for n in range(20)]
    for link in links:
        link.symlink_to("nowhere")
    left = file.with_name(".contentlint-x.tmp")
    left.touch()
    os.utime(left, (0, 0))
    replace(str(file), OLD, NEW)
    assert not left.exists()
    assert all(link.is_symlink() for link in links)
    for link in links:
        link.unlink()


def test_mask_is_closed_while_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another thread makes in between is nobody else's to read."""
    given, umask = [], os.umask

    def noted(mask: int) -> int:
        given.append(mask)
        return umask(mask)

    before = umask(0o022)
    monkeypatch.setattr(os, "umask", noted)
    put(str(tmp_path / "ours"), NEW)
    assert (given, umask(before)) == ([0o077, 0o022], 0o022)


def test_killed_process_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    """Killed at random times while it writes one of two contents in turn."""
    code = (
        "import sys\n"
        "from contentlint.source.atomic_write import replace\n"
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


def test_file_that_may_not_be_written_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def access(path: str, mode: int) -> bool:
        asked.append((path, mode))
        return False

    monkeypatch.setattr(os, "access", access)
    assert refused(file) == "is not writable"
    assert asked == [(str(file), os.W_OK)]
    assert file.read_bytes() == OLD


@pytest.mark.skipif(not hasattr(os, "fchown"), reason="no owners")
@pytest.mark.parametrize("changed", ["st_uid", "st_gid"])
def test_file_whose_owner_or_group_cannot_be_kept_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    fstat, given = os.fstat, []

    class Made:
        """The status of the temporary file, of somebody else than the old one's owner."""

        def __init__(self, handle: int) -> None:
            self._status = fstat(handle)

        def __getattr__(self, name: str) -> int:
            value: int = getattr(self._status, name)
            return value + 1 if name == changed else value

    def fchown(_: int, uid: int, gid: int) -> None:
        given.append((uid, gid))
        raise PermissionError(errno.EPERM, "not permitted")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", Made)
        patched.setattr(os, "fchown", fchown)
        said = refused(file)
    assert said == "belongs to another user; writing would change its owner"
    assert given == [(file.stat().st_uid, file.stat().st_gid)]
    assert file.read_bytes() == OLD


def test_system_without_owners_modes_and_attributes_writes_too(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        for name in ("fchown", "fchmod", "listxattr"):
            patched.delattr(os, name, raising=False)
        replace(str(file), OLD, NEW)
        put(str(tmp_path / "ours"), NEW)
    assert file.read_bytes() == (tmp_path / "ours").read_bytes() == NEW


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="no extended attributes")
@pytest.mark.parametrize(
    "write", [lambda path: replace(path, OLD, NEW), lambda path: put(path, NEW)]
)
def test_attributes_are_those_of_the_old_file_and_no_others(
    file: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[str], None]
) -> None:
    """A folder may give some to every new file, and some belong to the system."""
    old = {"user.a": b"1", "system.b": b"2", "user.c": b"3"}
    new = {"folder.x": b"4", "user.c": b"5", "system.y": b"6"}

    def of(where: object) -> dict[str, bytes]:
        assert where == str(file) or isinstance(where, int)
        return old if where == str(file) else new

    def set_(where: object, name: str, value: bytes) -> None:
        assert isinstance(where, int)
        if name.startswith("system"):
            raise PermissionError(errno.EPERM, "not permitted")
        of(where)[name] = value

    def remove(where: object, name: str) -> None:
        assert isinstance(where, int)
        if name.startswith("system"):
            raise PermissionError(errno.EPERM, "not permitted")
        del of(where)[name]

    monkeypatch.setattr(os, "listxattr", lambda where: sorted(of(where)))
    monkeypatch.setattr(os, "getxattr", lambda where, name: of(where)[name])
    monkeypatch.setattr(os, "setxattr", set_)
    monkeypatch.setattr(os, "removexattr", remove)
    write(str(file))
    assert file.read_bytes() == NEW
    assert new == {"user.a": b"1", "user.c": b"3", "system.y": b"6"}
    monkeypatch.setattr(os, "listxattr", lambda _: set_(0, "system", b""))
    replace(str(file), NEW, OLD)
    assert file.read_bytes() == OLD, "a file system that has none"


def test_new_bytes_are_on_the_disk_before_the_old_ones_go(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    fsync, rename = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        status = os.fstat(handle)
        if stat.S_ISREG(status.st_mode):
            done.append(f"{status.st_size} bytes, mode {stat.S_IMODE(status.st_mode):o}")
        else:
            done.append("folder")
        fsync(handle)

    def noted_replace(old: str, new: str) -> None:
        name = Path(old).name
        assert name.startswith(".contentlint-")
        assert name.endswith(".tmp")
        assert Path(old).parent == file.parent
        done.append("renamed")
        rename(old, new)

    file.chmod(0o640)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    replace(str(file), OLD, NEW)
    assert done == [f"{len(NEW)} bytes, mode 640", "renamed"]


@pytest.mark.skipif(not hasattr(os, "fchmod"), reason="no modes")
def test_nobody_else_reads_new_bytes_before_the_file_has_its_mode(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, modes = os.write, []

    def noted(handle: int, data: bytes) -> int:
        modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return write(handle, data)

    monkeypatch.setattr(os, "write", noted)
    mask = os.umask(0)
    try:
        replace(str(file), OLD, NEW)
        put(str(file), OLD)
    finally:
        os.umask(mask)
    assert modes == [0o600, 0o600]


def test_file_is_closed_whatever_its_number(file: Path) -> None:
    """The first is free where a program has closed its standard input."""
    kept = os.dup(0)
    os.close(0)
    try:
        replace(str(file), OLD, NEW)
        with pytest.raises(OSError, match=r"[Bb]ad file descriptor"):
            os.fstat(0)
    finally:
        os.dup2(kept, 0)
        os.close(kept)
    assert file.read_bytes() == NEW


# Several at once


@pytest.fixture(params=[0.0, 60.0], ids=["a disk to wait for", "no disk"])
def three(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> list[Change]:
    monkeypatch.setattr(atomic_write, "_NO_DISK", request.param)
    paths = [tmp_path / f"{name}.md" for name in "abc"]
    for path in paths:
        path.write_bytes(OLD)
    return [Change(str(path), OLD, NEW + path.name.encode()) for path in paths]


def holds(change: Change) -> str:
    data = Path(change.path).read_bytes()
    return "old" if data == change.old else "new" if data == change.new else repr(data)


def test_all_are_written_before_one_is_flushed_and_all_are_flushed_before_one_is_renamed(
    three: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    for name in ("write", "fsync", "replace"):
        call = getattr(os, name)

        def noted(*given: object, name: str = name, call: Callable[..., object] = call) -> object:
            done.append(name)
            return call(*given)

        monkeypatch.setattr(os, name, noted)
    assert replace_all(three) == {}
    assert done == ["write"] * 3 + ["fsync"] * 3 + ["replace"] * 3
    assert [*map(holds, three)] == ["new"] * 3
    assert replace_all([]) == {}


def test_threads_flush_where_there_is_a_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, flush_one = set(), os.fsync

    def noted(handle: int) -> None:
        by.add(threading.get_ident())
        time.sleep(0.01)
        flush_one(handle)

    monkeypatch.setattr(os, "fsync", noted)
    changes = [Change(str(tmp_path / f"{k}.md"), OLD, NEW) for k in range(20)]
    for change in changes:
        Path(change.path).write_bytes(change.old)
    assert replace_all(changes) == {}
    assert [*map(holds, changes)] == ["new"] * 20
    assert len(by) > 1


def by_threads(
    folder: Path, monkeypatch: pytest.MonkeyPatch, count: int, most: int = 99
) -> tuple[int, list[int]]:
    """How many threads flush so many files, and how often each; no more than ``most`` can be
    started."""
    by, flushed = set(), list[int]()
    start = threading.Thread.start

    def noted(handle: int) -> None:
        by.add(threading.get_ident())
        flushed.append(os.fstat(handle).st_ino)
        time.sleep(0.005)

    def limited(thread: threading.Thread) -> None:
        nonlocal most
        most -= 1
        if most < 0:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(threading.Thread, "start", limited)
    changes = [Change(str(folder / f"{k}.md"), OLD, NEW) for k in range(count)]
    for change in changes:
        Path(change.path).write_bytes(change.old)
    assert replace_all(changes) == {}
    assert [*map(holds, changes)] == ["new"] * count
    return len(by), [flushed.count(each) for each in {*flushed}]


@pytest.mark.parametrize(("files", "threads"), [(1, 1), (2, 1), (3, 2), (4, 3), (9, 8), (20, 8)])
def test_each_file_is_flushed_once_by_as_many_threads_as_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int, threads: int
) -> None:
    used, times = by_threads(tmp_path, monkeypatch, files)
    # One that has ended may leave its number to the next.
    assert used <= threads
    assert (used > 1) == (threads > 1)
    assert times == [1] * files


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_each_file_is_flushed_once_where_few_threads_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    assert by_threads(tmp_path, monkeypatch, 20, most)[1] == [1] * 20


def test_no_thread_is_started_where_there_is_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "perf_counter", lambda: 1000.0)
    assert by_threads(tmp_path, monkeypatch, 20) == (1, [1] * 20)


def test_file_that_cannot_be_flushed_is_named_with_the_reason(
    three: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    assert replace_all(three) == {each.path: "no space left on device" for each in three}
    assert [*map(holds, three)] == ["old"] * 3


def test_no_thread_is_needed(three: list[Change], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert replace_all(three) == {}
    assert [*map(holds, three)] == ["new"] * 3


def test_what_cannot_be_written_does_not_keep_the_others(three: list[Change]) -> None:
    os.link(three[0].path, f"{three[0].path}.other")
    three[1] = three[1]._replace(old=b"something else")
    assert replace_all(three) == {
        three[0].path: "has 2 hard links, which writing would break",
        three[1].path: "has changed since it was read",
    }
    assert [Path(change.path).read_bytes() for change in three] == [OLD, OLD, three[2].new]


@pytest.mark.parametrize(
    ("fault", "lasting"),
    [
        (OSError(errno.EIO, "EIO"), False),
        (OSError(errno.EIO, "EIO"), True),
        (KeyboardInterrupt(), False),
        (MemoryError(), False),
    ],
)
def test_each_of_several_is_old_or_new_whatever_fails(
    three: list[Change], fault: BaseException, lasting: bool
) -> None:
    def fail() -> None:
        raise fault

    reached, at = True, 0
    folder = Path(three[0].path).parent
    while reached:
        at += 1
        for change in three:
            Path(change.path).write_bytes(change.old)
        faults, ended = Faults(at, fail, lasting=lasting), False
        with faulty(faults):
            try:
                refused = replace_all(three)
            except (KeyboardInterrupt, MemoryError):
                ended = True
        reached = faults.reached
        states = [*map(holds, three)]
        assert {*states} <= {"old", "new"}, at
        if not ended:
            assert [change.path in refused for change in three] == [s == "old" for s in states], at
        left = [*folder.glob(".contentlint-*")]
        assert not left or lasting, at  # what cannot be removed stays
        for path in left:
            path.unlink()
    assert at > 30


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_each_of_several_is_old_or_new_wherever_the_process_ends(three: list[Change]) -> None:
    killed, at, seen = True, 0, set()
    while killed:
        at += 1
        for change in three:
            Path(change.path).write_bytes(change.old)
        pid = os.fork()
        if not pid:
            with faulty(Faults(at, lambda: os._exit(77), lasting=False)):
                replace_all(three)
            os._exit(0)
        killed = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 77
        states = tuple(map(holds, three))
        seen.add(states)
        for path in Path(three[0].path).parent.glob(".contentlint-*"):
            path.unlink()
    assert seen == {tuple("new" if m < n else "old" for m in range(3)) for n in range(4)}


def test_folders_of_replaced_files_are_flushed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in "abc":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.md").touch()
    (tmp_path / "c" / "y.md").symlink_to(tmp_path / "b" / "x.md")
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(os.fstat(handle).st_ino))
    flush(str(tmp_path / name) for name in ("a/x.md", "c/y.md", "a/x.md"))
    assert sorted(flushed) == sorted((tmp_path / folder).stat().st_ino for folder in "ab")


def test_folder_that_cannot_be_flushed_is_no_error(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_, opened = os.open, []

    def refuse(path: str, flags: int, *rest: int) -> int:
        if path == str(file.parent):
            opened.append(flags)
            raise OSError(errno.EINVAL, "invalid argument")
        return open_(path, flags, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        flush([str(file)])
    assert opened == [os.O_RDONLY]


def test_handles_are_closed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> int:
        handle = os.open(file, os.O_RDONLY)
        os.close(handle)
        return handle

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    before = opened()
    replace(str(file), OLD, NEW)
    assert refused(file) == "has changed since it was read"
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert refused(file, NEW) == "no space left on device"
    assert opened() == before


def test_folder_is_looked_through_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_write, "_swept", set())
    scandir, seen = os.scandir, []

    def noted(path: str) -> object:
        seen.append(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", noted)
    replace(str(file), OLD, NEW)
    replace(str(file), NEW, OLD)
    assert seen == [str(file.parent)]


@pytest.mark.parametrize(("age", "gone"), [(3_700, True), (3_500, False)])
def test_temporary_file_is_somebodys_for_an_hour(
    file: Path, monkeypatch: pytest.MonkeyPatch, age: float, gone: bool
) -> None:
    monkeypatch.setattr(atomic_write, "_swept", set())
    left = file.with_name(".contentlint-old.tmp")
    left.write_bytes(b"")
    folder = file.with_name(".contentlint-0.tmp")  # comes before it, and cannot be removed
    folder.mkdir()
    link = file.with_name(".contentlint-1.tmp")
    link.symlink_to(file)
    for path in (left, folder, link):
        then = time.time() - age
        os.utime(path, (then, then), follow_symlinks=False)
    replace(str(file), OLD, NEW)
    assert left.exists() != gone
    assert folder.is_dir()
    assert link.is_symlink()
    left.unlink(missing_ok=True)
    folder.rmdir()
    link.unlink()


# Reading


def test_bytes_of_a_file_are_read(file: Path) -> None:
    assert read_bytes(str(file)) == OLD
    assert read_bytes(str(file), len(OLD)) == OLD
    with pytest.raises(ReadError) as caught:
        read_bytes(str(file), len(OLD) - 1)
    assert str(caught.value) == too_large(4) == "larger than 4 bytes (--max-file-size)"
    with pytest.raises(ReadError):
        read_bytes(str(file), 1)
    file.write_bytes(b"")
    assert read_bytes(str(file), 1) == b""


def test_file_is_read_to_its_end_however_long_it_has_become(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = os.urandom(3_000_000)
    file.write_bytes(data)
    read, asked = os.read, []

    def short(handle: int, size: int) -> bytes:
        asked.append(size)
        return read(handle, min(size, 1_000_000))

    monkeypatch.setattr(os, "read", short)
    assert read_bytes(str(file)) == data
    assert asked == [3_000_001, 1 << 20, 1 << 20, 1 << 20]


@pytest.mark.parametrize("there", [True, False])
def test_file_is_opened_for_bytes_and_without_waiting(
    file: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """With what the system has for it: Windows ends lines anew, others wait for a pipe."""
    open_, asked = os.open, []
    flags = {"O_NONBLOCK": 1 << 20, "O_CLOEXEC": 1 << 21, "O_BINARY": 1 << 22}

    def noted(path: str, flags: int) -> int:
        asked.append(flags)
        return open_(path, os.O_RDONLY)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", noted)
        for name, value in flags.items():
            if there:
                patched.setattr(os, name, value, raising=False)
            else:
                patched.delattr(os, name, raising=False)
        patched.setattr(files, "_FLAGS", files._flags())
        assert read_bytes(str(file)) == OLD
    assert asked == [os.O_RDONLY | (sum(flags.values()) if there else 0)]


def test_what_cannot_be_read_is_said(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(path: Path) -> str:
        with pytest.raises(ReadError) as caught:
            read_bytes(str(path))
        return str(caught.value)

    assert said(tmp_path / "gone.md") == "no such file or directory"
    assert said(tmp_path) == "not a regular file"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.md")
        assert said(tmp_path / "pipe.md") == "not a regular file"

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    handle = os.open(file, os.O_RDONLY)
    os.close(handle)
    with monkeypatch.context() as patched:
        patched.setattr(os, "read", fail)
        assert said(file) == "input/output error"
    again = os.open(file, os.O_RDONLY)
    os.close(again)
    assert again == handle, "it is closed"


# Files of our own


def test_file_of_our_own_is_made_or_written_over(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    mask = os.umask(0o026)
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
    mask = os.umask(0o022)
    assert os.umask(mask) == 0o022, "the mask is what it was"


def test_link_to_a_file_of_our_own_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link.json").symlink_to("kept/known.json")
    with pytest.raises(WriteError, match=r"^no such file or directory$"):
        put(str(tmp_path / "link.json"), NEW)
    (tmp_path / "kept" / "known.json").write_bytes(OLD)
    put(str(tmp_path / "link.json"), NEW)
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "kept" / "known.json").read_bytes() == NEW


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_file_of_our_own_is_as_it_was_when_the_system_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(OLD)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(WriteError, match=r"^no space left on device$"):
        put(str(path), NEW)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("name", ["no/where.json", "folder"])
def test_file_of_our_own_that_cannot_be_made_is_one_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(WriteError):
        put(str(tmp_path / name), NEW)


# Names


def test_a_folder_and_what_lies_in_it() -> None:
    folder = os.path.join(os.sep, "site", "news")
    for inside in (folder, os.path.join(folder, "a.md"), os.path.join(folder, "b", "c.md")):
        assert lies_in(inside, folder)
        assert lies_in(inside, os.sep)
    for outside in (os.path.join(os.sep, "site"), folder + "2", os.path.join(os.sep, "news")):
        assert not lies_in(outside, folder)


@pytest.mark.parametrize("change", ["path", "folder"])
def test_names_differ_as_the_system_has_it(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """Where capitals do not count, neither name has to be written like the other."""
    monkeypatch.setattr(os.path, "normcase", str.lower)
    path, folder = os.path.join(os.sep, "site", "a.md"), os.path.join(os.sep, "site")
    if change == "path":
        path = path.upper()
    else:
        folder = folder.upper()
    assert lies_in(path, folder)


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("a.md", ""),
        ("b/a.md", "b"),
        ("c/b/a.md", "c/b"),
        ("/a.md", "/"),
        ("/b/a.md", "/b"),
        ("", ""),
        ("/", "/"),
    ],
)
def test_folder_of_a_name(path: str, folder: str) -> None:
    assert folder_of(path) == folder


def test_folder_of_a_name_that_is_written_with_other_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "sep", "\\")
        patched.setattr(os.path, "dirname", ntpath.dirname)
        assert folder_of("c\\b\\a.md") == "c\\b"
        assert folder_of("c/b/a.md") == "c/b"
