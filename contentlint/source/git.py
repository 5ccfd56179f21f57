"""Runs git, so that it runs nothing of a repository: only commands that read."""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.errors import ConfigError
from contentlint.source.tree import DISK

_OPTIONS = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
)
FOLDER, LINK = "40000", "120000"
"""Modes of entries."""


def environment(attributes: str = "") -> dict[str, str]:
    """Return the environment of git.

    ``attributes`` is the commit whose ``.gitattributes`` apply, from git 2.41 on: those on the disk
    can hide changes.
    """
    own = {
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
        # A repository may lack objects and name a program that fetches them.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
    }
    return {**os.environ, **own, **({"GIT_ATTR_SOURCE": attributes} if attributes else {})}


def run(arguments: Sequence[str], cwd: str, unknown: str = "", attributes: str = "") -> bytes:
    """Return the output of git; ``unknown`` replaces its own error message.

    Raises:
        ConfigError: git is not installed, or fails.
    """
    code, out, error = _run(arguments, cwd, attributes)
    if code:
        first = error.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ConfigError(f"--diff-base: {unknown or f'git: {first}'}")
    return out


def _run(arguments: Sequence[str], cwd: str, attributes: str = "") -> tuple[int, bytes, bytes]:
    try:
        done = subprocess.run(
            ["git", *_OPTIONS, *arguments],
            cwd=cwd,
            capture_output=True,
            check=False,
            env=environment(attributes),
        )
    except OSError:
        raise ConfigError("--diff-base: git is not installed") from None
    return done.returncode, done.stdout, done.stderr


class Base(NamedTuple):
    """A commit to compare with."""

    top: str
    """The root of the working tree."""
    commit: str
    """The id of the commit."""


def base(reference: str) -> Base:
    """Return the commit that a reference names in the repository of the current folder.

    Raises:
        ConfigError: git is not installed, or there is no repository or no such commit.
    """
    if reference.startswith("-"):
        raise ConfigError(f"--diff-base: {reference!r} is not a commit")
    where = top()
    code, commit, _ = _run(["rev-parse", "--verify", "--quiet", reference + "^{commit}"], where)
    if code:
        what = f"git does not know the commit {reference!r}" if reference else "no commit is named"
        raise ConfigError(f"--diff-base: {what}{_remedy(where, reference)}")
    return Base(where, commit.decode().strip())


def top() -> str:
    """Return the root of the working tree of the current folder.

    Raises:
        ConfigError: git is not installed, or there is no repository.
    """
    return os.fsdecode(run(["rev-parse", "--show-toplevel"], _start()).removesuffix(b"\n"))


def is_shallow(where: str) -> bool:
    """Return True if a clone lacks its older commits."""
    return _run(["rev-parse", "--is-shallow-repository"], where)[1].strip() == b"true"


def _remedy(top: str, reference: str) -> str:
    """Return what to do about a missing commit, after a semicolon, or ``""``."""
    if is_shallow(top):
        return (
            "; this clone is shallow: fetch its history "
            "(git fetch --unshallow, fetch-depth: 0 of actions/checkout, or GIT_DEPTH: 0 of GitLab)"
        )
    remote, slash, branch = reference.partition("/")
    known = _run(["remote"], top)[1].decode("utf-8", "replace").split()
    if slash and remote in known:
        return f"; fetch it first: git fetch {remote} {branch}"
    return ""


def _start() -> str:
    """Return the folder in which git looks for the repository: where its ``.git`` is.

    In a folder below, git before 2.38 would use files of the repository that look like one.
    """
    folder = os.getcwd()
    while "GIT_DIR" not in os.environ and not DISK.is_top(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            raise ConfigError("--diff-base: there is no git repository here")
        folder = parent
    return folder


def without_filters(top: str) -> list[str]:
    """Return options that turn off the programs through which git would read files.

    Raises:
        ConfigError: one of them cannot be turned off.
    """
    _, out, _ = _run(["config", "--null", "--name-only", "--get-regexp", r"^filter\."], top)
    found = []
    for name in {os.fsdecode(key).rpartition(".")[0] for key in out.split(b"\0") if key}:
        if "=" in name:
            raise ConfigError(f"--diff-base: {name}: git cannot be told not to run this filter")
        for setting in ("clean=", "process=", "required=false"):
            found += ["-c", f"{name}.{setting}"]
    return found


class Entry(NamedTuple):
    """An object in a folder of a commit."""

    mode: str
    """Octal, as in ``git cat-file -p``, without a leading zero."""
    name: str
    """The id of the object."""


class Reader:
    """Reads objects of a repository by one process of git, which starts when it is needed."""

    def __init__(self, where: str) -> None:
        """``where`` is the root of the working tree."""
        self._top = where
        self._git: subprocess.Popen[bytes] | None = None
        self._owner = 0
        """The process that started git: a fork must not share its pipes."""
        self._lock = Lock()

    def read(self, name: str) -> tuple[str, bytes] | None:
        """Return the id and the content of an object; None if git cannot read it.

        Raises:
            ConfigError: git is not installed.
        """
        with self._lock:
            if self._git is None or self._owner != os.getpid():
                self._git, self._owner = _start_reader(self._top), os.getpid()
                self._end = weakref.finalize(self, _end, self._git, self._owner)
            given, taken = self._git.stdin, self._git.stdout
            assert given is not None
            assert taken is not None
            with suppress(BrokenPipeError):
                given.write(os.fsencode(name) + b"\n")
                given.flush()
                head = taken.readline().split()  # without three words: the object is missing
                if len(head) == 3 and head[2].isdigit():
                    data = taken.read(int(head[2]) + 1)
                    if data.endswith(b"\n") and len(data) == int(head[2]) + 1:
                        return head[0].decode(), data[:-1]
        return None

    def content(self, name: str) -> bytes | None:
        """Return the content of an object; None if there is none."""
        found = self.read(name)
        return found[1] if found else None

    def identity(self, name: str) -> str:
        """Return the id of an object; ``""`` if there is none."""
        found = self.read(name)
        return found[0] if found else ""

    def close(self) -> None:
        """End the process, before the last reference to this object is gone."""
        if self._git is not None:
            self._end()
            self._git = None


class Objects:
    """The objects of a commit.

    Attributes:
        top: the root of the working tree.
        commit: the id of the commit.
        root: the entry of its root folder.
    """

    def __init__(self, base: Base) -> None:
        self.top, self.commit = base
        self.root = Entry(FOLDER, base.commit + "^{tree}")
        self._folders: dict[str, dict[str, Entry]] = {}
        self._reader = Reader(self.top)

    def content(self, entry: Entry) -> bytes:
        """Return the content of a file or the target of a link.

        Raises:
            ConfigError: git cannot read it.
        """
        return self._read(entry.name)[1]

    def folder(self, entry: Entry) -> dict[str, Entry]:
        """Return the entries of a folder by their names.

        Raises:
            ConfigError: git cannot read it.
        """
        found = self._folders.get(entry.name)
        if found is None:
            found = self._folders[entry.name] = _entries(*self._read(entry.name))
        return found

    def close(self) -> None:
        """End the process, before the last reference to this object is gone."""
        self._reader.close()

    def _read(self, name: str) -> tuple[str, bytes]:
        """Return the id and the content of an object."""
        found = self._reader.read(name)
        if found is None:
            raise ConfigError(f"--diff-base: git cannot read the object {name} of {self.commit}")
        return found


def _start_reader(top: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    command = ["git", *_OPTIONS, "cat-file", "--batch"]
    try:
        return subprocess.Popen(
            command, cwd=top, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment()
        )
    except OSError:
        raise ConfigError("--diff-base: git is not installed") from None


def _end(git: subprocess.Popen[bytes], owner: int) -> None:
    if owner == os.getpid():
        git.kill()
        git.communicate()


def _entries(name: str, data: bytes) -> dict[str, Entry]:
    """Return the entries of a tree object, which ends each with an id in binary.

    ``name`` is its own id, which is as long as those.
    """
    size = len(name) // 2
    found = {}
    at = 0
    while at < len(data):
        end = data.index(b"\0", at)
        mode, _, path = data[at:end].partition(b" ")
        at = end + 1 + size
        found[os.fsdecode(path)] = Entry(mode.decode(), data[end + 1 : at].hex())
    return found
