"""Files that are fixed: whatever fails or is killed, they hold their old bytes or their new."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from contentlint.model.errors import WriteError
from contentlint.source import atomic_write
from tools.trials.caches import said
from tools.trials.faulty_os import Faults, faulty
from tools.trials.figures import Figure, Tier, counted, note, sized, standing_in
from tools.trials.process import articles, command, surroundings

OLD, NEW = "قال الوزير ، نعم.\r\nold\n".encode(), "قال الوزير، نعم.\r\nnew\n".encode()
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EDQUOT, errno.EROFS, errno.ENOMEM)
_KILLED = 77
_MOST_CALLS = 200
_FIXED = OLD.replace(" ،".encode(), "،".encode())


class Scene(NamedTuple):
    """How the file lies that is written."""

    name: str
    prepare: Callable[[Path], object]
    """Given the file, in a folder of its own."""
    old: bytes = OLD
    new: bytes = NEW
    write: Callable[[str, bytes, bytes], None] = atomic_write.replace
    """Given the path, and what the file holds before and afterwards."""


def _own(path: str, old: bytes, new: bytes) -> None:  # noqa: ARG001
    """As a report, a baseline or a configuration is written: whatever stood there."""
    atomic_write.put(path, new)


def _link(path: Path) -> None:
    real = path.with_name("real.md")
    path.rename(real)
    path.symlink_to("real.md")


def _attribute(path: Path) -> None:
    with contextlib.suppress(OSError):  # a file system without them
        os.setxattr(path, "user.note", b"kept")


def _stale(path: Path) -> None:
    left = path.with_name(".contentlint-old.tmp")
    left.write_bytes(b"half")
    os.utime(left, (0, 0))


SCENES = (
    Scene("plain", lambda path: None),  # noqa: ARG005
    Scene("private", lambda path: path.chmod(0o600)),
    Scene("link", _link),
    Scene("attribute", _attribute),
    Scene("left behind", _stale),
    Scene("large", lambda path: None, OLD * 20_000, NEW * 20_000),  # noqa: ARG005
    Scene("emptied", lambda path: None, OLD, b""),  # noqa: ARG005
    Scene("of our own", lambda path: None, write=_own),  # noqa: ARG005
)


def trial(scene: Scene, at: int, fault: Callable[[], object], *, lasting: bool) -> tuple[bool, str]:
    """Return True if the fault was reached, and what is wrong then."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_bytes(scene.old)
        scene.prepare(path)
        mode = path.stat().st_mode
        linked = path.is_symlink()
        atomic_write._swept.clear()
        faults = Faults(at, fault, lasting=lasting)
        ended = ""
        with faulty(faults):
            try:
                scene.write(str(path), scene.old, scene.new)
            except WriteError:
                ended = "refused"
            except (KeyboardInterrupt, MemoryError) as error:
                ended = type(error).__name__
            except Exception as error:
                ended = f"!{type(error).__name__}: {error}"
        return faults.reached, _wrong(scene, path, ended, mode, linked, lasting)


def _wrong(scene: Scene, path: Path, ended: str, mode: int, linked: bool, lasting: bool) -> str:
    if ended.startswith("!"):
        return ended
    if path.is_symlink() != linked:
        return "the link is gone"
    data = path.read_bytes()
    if data not in (scene.old, scene.new):
        return f"{len(data)} bytes that are neither old nor new"
    if (data == scene.new) != (ended == "") and ended not in ("KeyboardInterrupt", "MemoryError"):
        return f"{ended or 'done'}, but the file is {'new' if data == scene.new else 'old'}"
    if path.stat().st_mode != mode:
        return "another mode"
    left = [p.name for p in path.parent.glob(".contentlint-*") if p.name != ".contentlint-old.tmp"]
    return f"left behind: {left}" if left and not lasting else ""


def raising(error: BaseException) -> Callable[[], object]:
    def fault() -> None:
        raise error

    return fault


def errors(wanted: int) -> tuple[int, list[str]]:
    """Every call fails in every way, once or from then on; how often, and what went wrong."""
    done = 0
    faults: list[str] = []
    ways = [raising(OSError(code, os.strerror(code))) for code in ERRORS]
    ways += [raising(KeyboardInterrupt()), raising(MemoryError())]
    for scene in SCENES:
        for number, way in enumerate(ways):
            for lasting in (False, True) if number < len(ERRORS) else (False,):
                for at in range(1, _MOST_CALLS):
                    reached, wrong = trial(scene, at, way, lasting=lasting)
                    if not reached:
                        break
                    done += 1
                    if wrong:
                        faults.append(f"{scene.name}, call {at}, way {number}, {lasting}: {wrong}")
                    if done >= wanted:
                        return done, faults
    return done, faults


def kills(wanted: int) -> tuple[int, list[str]]:
    """The process ends at every call, without a word."""
    done = 0
    faults: list[str] = []
    for scene in SCENES:
        for at in range(1, _MOST_CALLS):
            if done >= wanted:
                return done, faults
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "a.md"
                path.write_bytes(scene.old)
                scene.prepare(path)
                if not _killed_at(path, scene, at):
                    break
                done += 1
                if path.read_bytes() not in (scene.old, scene.new):
                    faults.append(f"{scene.name}: killed at call {at}: neither old nor new")
    return done, faults


def _killed_at(path: Path, scene: Scene, at: int) -> bool:
    pid = os.fork()
    if not pid:
        atomic_write._swept.clear()
        with faulty(Faults(at, lambda: os._exit(_KILLED), lasting=False)):
            scene.write(str(path), scene.old, scene.new)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == _KILLED


# The real system calls, where strace is there

_INJECTED = (
    *("write", "fsync", "fchmod", "rename", "unlink", "openat", "close", "read", "newfstatat"),
)
_WRITES = (
    "import sys, os; from contentlint.source import atomic_write as writing, files; "
    "import tempfile; "
    "old = b'old'; new = b'new' * 1000; os.getpid(); "
    "writing.replace(sys.argv[1], old, new)"
)


def system_calls(wanted: int) -> tuple[int, list[str]]:
    """As ``errors`` and ``kills``, with the kernel's own calls failing under strace."""
    done = 0
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_bytes(b"old")
        if not shutil.which("strace") or _traced(path, "write", "error=EIO:when=60000") is None:
            note("strace is not there, or may not trace: only Python's own calls are made to fail")
            return 0, []
        for call in _INJECTED:
            for way in ("error=EIO", "error=ENOSPC", "error=EACCES", "signal=KILL"):
                for at in range(1, 40):
                    if done >= wanted:
                        return done, faults
                    path.write_bytes(b"old")
                    code = _traced(path, call, f"{way}:when={_last(call, path) - at + 1}")
                    if code is None or _last(call, path) - at < 0:
                        break
                    done += 1
                    data = path.read_bytes()
                    if data not in (b"old", b"new" * 1000):
                        faults.append(f"{call} {way} {at} before the last: {data[:20]!r}")
                    if at >= 8:
                        break
    return done, faults


_counts: dict[str, int] = {}


def _last(call: str, path: Path) -> int:
    """How many calls of a kind a whole run makes: the writer's are the last of them."""
    if call not in _counts:
        log = path.with_name("log")
        _traced(path, call, "", log)
        _counts[call] = log.read_text(errors="replace").count(f"{call}(")
        path.write_bytes(b"old")
    return _counts[call]


def _traced(path: Path, call: str, inject: str, log: Path | None = None) -> int | None:
    """The exit code of a writer under strace; None where strace does not work."""
    rest = ["-e", f"inject={call}:{inject}"] if inject else []
    done = subprocess.run(
        [
            *("strace", "-f", "-o", str(log or os.devnull), "-e", f"trace={call}", *rest),
            *(sys.executable, "-W", "ignore", "-c", _WRITES, str(path)),
        ],
        env=surroundings(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    wrong = b"ptrace" in done.stderr or b"invalid" in done.stderr
    return None if wrong else done.returncode


# Kills at any time


def killed_runs(wanted: int, files: int = 200) -> tuple[int, int, list[str]]:
    """Runs of ``--fix`` over many files, killed at random: how many, of them in the middle."""
    body = "# عنوان {n}\n\nقال الوزير ، إن الخطة {n} جاهزة  .\n\nنص آخر ،  هنا.\n"
    args = command("check", ".", "--isolated", "--no-cache", "--fix", "-q", "--jobs", "2")
    with tempfile.TemporaryDirectory() as above, standing_in(above):
        for name in ("old", "new"):
            Path(name).mkdir()
            articles(Path(name), files, body)
        started = time.monotonic()
        with standing_in("new"):
            subprocess.run(args, env=surroundings(), capture_output=True, check=False)
        whole = time.monotonic() - started
        old, new = _contents("old"), _contents("new")
        chance, faults, middle = random.Random(11), [], 0
        for n in range(wanted):
            shutil.rmtree("run", ignore_errors=True)
            shutil.copytree("old", "run")
            _kill_after(args, chance.uniform(0.2, 1) * whole)
            found = _contents("run")
            states = {"old" if found.get(p) == old[p] else "new" for p in old}
            middle += len(states) > 1
            lost = [p for p in old if found.get(p) not in (old[p], new[p])]
            faults += [f"run {n}: {p}: neither old nor new" for p in lost]
    return wanted, middle, faults


def _contents(folder: str) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in Path(folder).rglob("*.md")}


def _kill_after(args: list[str], seconds: float) -> None:
    with standing_in("run"):
        process = subprocess.Popen(
            args,
            env=surroundings(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(0.05)


# What is written over


_MODES = (0o640, 0o604, 0o755, 0o4750)
_THEIRS = OLD.swapcase() * 2
"""What somebody else writes while ``OLD * 2`` is fixed; it is as long."""


def written_over(files: int) -> list[str]:
    """What is wrong about files that one run of ``--fix`` writes: renamed before they were flushed,
    in a folder that was not flushed, with other modes, or over what somebody else has written."""
    faults: list[str] = []
    flushed, unflushed = set[int](), set[int]()
    fsync, rename = os.fsync, os.replace
    with tempfile.TemporaryDirectory() as above, standing_in(above):
        paths = {Path("abc"[n % 3], f"{n}.md"): _MODES[n % len(_MODES)] for n in range(files)}
        for path, mode in paths.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(OLD)
            path.chmod(mode)
        theirs = Path("theirs.md")
        theirs.write_bytes(OLD * 2)

        def flush(handle: int) -> None:
            fsync(handle)
            status = os.fstat(handle)
            flushed.add(status.st_ino)
            unflushed.discard(status.st_ino)
            if status.st_size == len(_FIXED * 2):
                theirs.write_bytes(_THEIRS)

        def replace(made: str, path: str) -> None:
            inode = os.stat(made).st_ino
            if inode not in flushed:
                faults.append(f"{path}: renamed before it was flushed")
            flushed.discard(inode)  # another file may have the number later
            rename(made, path)
            unflushed.add(os.stat(os.path.dirname(path) or os.curdir).st_ino)

        with mock.patch.object(os, "fsync", flush), mock.patch.object(os, "replace", replace):
            said("--no-cache", "--jobs", "1", "--fix", ".")
        if unflushed:
            faults.append(f"{len(unflushed)} folders were not flushed after the last rename")
        for path, mode in paths.items():
            if path.read_bytes() != _FIXED:
                faults.append(f"{path}: not fixed")
            elif stat.S_IMODE(path.stat().st_mode) != mode:
                faults.append(f"{path}: another mode than {mode:o}")
        if theirs.read_bytes() != _THEIRS:
            faults.append(f"{theirs}: what somebody else has written is gone")
    return faults


def run(tier: Tier) -> Iterator[Figure]:
    wanted = sized(tier, 300, 100_000, 100_000)
    done, faults = errors(wanted)
    more, others = kills(sized(tier, 60, 1_000, 1_000))
    traced, others_still = system_calls(sized(tier, 0, 100, 300))
    faults += others + others_still
    yield counted(
        "faults at system calls of the writer, old or new bytes after each",
        done + more + traced,
        sized(tier, 300, 2_000, 2_000),
        faults,
        ("P1", "P2"),
        "files lost",
    )
    runs, middle, faults = killed_runs(sized(tier, 5, 200, 200), sized(tier, 60, 200, 200))
    yield counted(
        f"runs of --fix killed at random, {middle} of them in the middle, all files old or new",
        runs,
        sized(tier, 5, 200, 200),
        faults,
        ("P2",),
        "files lost",
    )
    count = sized(tier, 100, 1_000, 1_000)
    yield counted(
        "files written over: flushed before they are renamed, with their mode, over nobody's work",
        count,
        count,
        written_over(count),
        ("P1", "P2"),
    )
