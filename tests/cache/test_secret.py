"""The secret with which a user's caches are told from others."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from contentlint.cache import secret

needs_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
KNOWN = b"k" * secret.SIZE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "contentlint" / "cache-secret"


@pytest.fixture
def made(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.write_bytes(KNOWN)
    path.chmod(0o600)
    return path


def of_user(path: Path) -> bytes:
    return secret.of_user(str(path))


def test_secret_is_created_once_for_its_user_only(path: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        first = of_user(path)
    finally:
        os.umask(before)
    assert len(first) == 32
    assert of_user(path) == first == path.read_bytes()
    assert of_user(tmp_path / "other") != first
    assert list(path.parent.iterdir()) == [path]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_secret_is_read(made: Path) -> None:
    assert of_user(made) == KNOWN
    made.chmod(0o400)
    assert of_user(made) == KNOWN


@pytest.mark.parametrize("data", [b"", KNOWN[:-1], KNOWN + b"k"])
def test_damaged_secret_is_replaced(made: Path, data: bytes) -> None:
    made.write_bytes(data)
    assert len(of_user(made)) == 32
    assert of_user(made) == made.read_bytes() != data


@needs_modes
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601])
def test_secret_that_others_may_know_is_replaced(made: Path, mode: int) -> None:
    made.chmod(mode)
    assert of_user(made) not in (KNOWN, b"")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


@needs_modes
@pytest.mark.parametrize("what", ["link", "fifo"])
def test_what_is_no_file_is_replaced(made: Path, tmp_path: Path, what: str) -> None:
    if what == "link":
        made.rename(tmp_path / "real")
        made.symlink_to(tmp_path / "real")
    else:
        made.unlink()
        os.mkfifo(made, 0o600)
    assert of_user(made) not in (KNOWN, b"")
    assert stat.S_ISREG(made.lstat().st_mode)
    assert what == "fifo" or (tmp_path / "real").read_bytes() == KNOWN


@needs_modes
def test_secret_of_another_user_is_not_used(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = os.geteuid()
    with monkeypatch.context() as patched:
        patched.setattr(os, "geteuid", lambda: owner + 1)
        assert of_user(made) == b"", "not even the new one is theirs"
    assert made.read_bytes() != KNOWN


def test_without_a_place_there_is_no_secret(
    path: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert secret.of_user("") == b""
    assert of_user(made / "below a file") == b""
    assert of_user(made.parent) == b"", "a folder"

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EROFS, "read-only file system")

    made.unlink()
    monkeypatch.setattr(os, "makedirs", refused)
    assert of_user(path) == b""


def test_system_without_owners_and_modes_asks_for_neither(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.chmod(0o644)
    with monkeypatch.context() as patched:
        patched.delattr(os, "geteuid", raising=False)
        patched.delattr(os, "O_NOFOLLOW", raising=False)
        patched.delattr(os, "O_NONBLOCK", raising=False)
        patched.setattr(os, "name", "nt")
        found = of_user(made)
    assert found == KNOWN


@needs_modes
def test_what_somebody_writes_to_a_fifo_is_no_secret(made: Path) -> None:
    made.unlink()
    os.mkfifo(made, 0o600)
    handle = os.open(made, os.O_RDWR | os.O_NONBLOCK)
    try:
        os.write(handle, KNOWN)
        assert of_user(made) not in (KNOWN, b"")
    finally:
        os.close(handle)


def test_secret_is_read_as_bytes_where_texts_are_others(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag, open_, given = 1 << 30, os.open, list[int]()

    def noted(path: str, flags: int, *rest: int) -> int:
        given.append(flags)
        return open_(path, flags & ~flag, *rest)

    monkeypatch.setattr(os, "O_BINARY", flag, raising=False)
    monkeypatch.setattr(os, "open", noted)
    assert of_user(made) == KNOWN
    assert [bool(flags & flag) for flags in given] == [True]
