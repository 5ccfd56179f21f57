"""The file of a cache: read when it is just as it was written, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import sys
import time
from importlib import reload
from pathlib import Path
from typing import Any

import pytest

from contentlint._util.digest import digest_of
from contentlint.cache import store
from contentlint.cache.store import Entry, RunOutput, Writer

DAY = store.today()
SECRET = b"s" * 32
ENTRY = Entry("1 2 3 4", True, DAY, "d" * 32, "c" * 16, True, b'["ar"]')
ODD = "b/\udcff\n\u2028نص.md"
ENTRIES = {ODD: ENTRY, "c.md": ENTRY._replace(fresh=False, stamp="", asks=False, result=b"[]")}
OUTPUT = RunOutput("k", b"out\n\xd9\x86\\udcff", "err\n\udcff", 1, [[ODD, [["x.png", None]]]])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def whole(first: bytes, second: bytes, size: object = None, magic: bytes = store.MAGIC) -> bytes:
    """A file with these parts, and everything that can be checked about them right."""
    size = len(first) if size is None else size
    head = f"{size}|{digest_of(first)}|{digest_of(second)}".encode()
    return b"|".join([magic, head, digest_of(head, key=SECRET).encode()]) + b"\n" + first + second


def written(said: RunOutput | None = OUTPUT, entries: dict[str, Entry] = ENTRIES) -> bytes:
    return b"".join(store.parts_of(said, entries, SECRET))


def read(path: Path, data: bytes) -> tuple[RunOutput | None, dict[str, Entry]]:
    path.write_bytes(data)
    return store.read_output(str(path), SECRET), store.read_entries(str(path), SECRET)


# What is read


def test_what_is_written_is_read_again(path: Path) -> None:
    assert read(path, written()) == (OUTPUT, ENTRIES)
    assert read(path, written(None)) == (None, ENTRIES)
    assert read(path, written(OUTPUT, {})) == (OUTPUT, {})
    assert read(path, written(None, {})) == (None, {})
    names = list(store.read_entries(str(path), SECRET) or ENTRIES)
    assert names == list(ENTRIES), "in the order in which they were written"


def test_file_has_the_form_that_is_promised() -> None:
    first = b'["k","\xc3\xa9\xed\xb3\xbf",0,[]]\nou\nt'
    second = b'[["\xd8\xb5.md","1",false,%d,"d","c",true]]\n["ar", 1]' % DAY
    entry = Entry("1", False, DAY, "d", "c", True, b'["ar", 1]')
    assert written(RunOutput("k", b"ou\nt", "é\udcff", 0, []), {"ص.md": entry}) == whole(
        first, second
    )
    assert written(None, {}) == whole(b"", b"[]")


def test_first_part_is_read_without_the_second(path: Path) -> None:
    data = written()
    assert read(path, data[:-1]) == (OUTPUT, {})
    assert read(path, data + b"x") == (OUTPUT, {})
    size = int(data.split(b"|")[1])
    end = data.index(b"\n") + 1 + size
    assert read(path, data[:end]) == (OUTPUT, {})
    assert read(path, data[: end - 1]) == (None, {})


def test_result_with_spaces_in_it_is_one_result(path: Path) -> None:
    entries = {"a.md": ENTRY._replace(result=b'["ar", [1, 2]]'), "b.md": ENTRY}
    assert read(path, written(None, entries)) == (None, entries)


def test_any_byte_that_is_another_makes_it_none(path: Path) -> None:
    data = written(OUTPUT, {"c.md": ENTRY})
    first = data.index(b"\n") + 1 + int(data.split(b"|")[1])
    for at in range(len(data)):
        said, entries = read(path, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert entries == {}
        assert said == (None if at < first else OUTPUT), "the first part does not see the second"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        store.MAGIC,
        store.MAGIC + b"|0|x\n",
        whole(b"", b"[]", magic=store.MAGIC + b"0"),
        whole(b"", b"[]", magic=store.MAGIC + b"|0"),
        whole(b"", b"[]", "x"),
        whole(b"", b"[]", "9" * 30),
        whole(b"[]", b"[]", -1),
        whole(b"", b"[]", "0" * 300),
        whole(b"", b"[]").replace(b"\n", b"|\n", 1),
        b" " * 300 + whole(b"", b"[]"),
        whole(b"", b"[]").replace(digest_of(b"").encode(), b"\xff" * 32),
    ],
)
def test_file_that_is_no_cache_is_none(path: Path, data: bytes) -> None:
    assert read(path, data) == (None, {})


@pytest.mark.parametrize(
    "first",
    [
        *(b"[]", b"7", b"{}", b"null", b'["k","e",0]', b'["k","e",0,[],7]', b"\xff", b"["),
        *(b'["k","e",0,[7]]', b'["k","e",0,[["a.md"]]]', b'["k","e",0,[["a.md",[7]]]]'),
        *(b'["k","e",0,[[7,[]]]]', b'["k","e",0,[["a.md",[],7]]]', b'\n["k","e",0,[]]'),
        b"[" * 100_000,
        b'"\\ud800',
    ],
)
def test_nonsense_with_the_right_hashes_was_never_said(path: Path, first: bytes) -> None:
    assert read(path, whole(first, b"[]"))[0] is None


@pytest.mark.parametrize(
    "second",
    [
        *(b"7", b"null", b"[7]\n[]", b"[[]]\n[]", b"{}\n[]", b"\xff", b"[" * 100_000),
        b'[["a.md","1",false,9,"d","c"]]\n[]',
        b'[["a.md",7,false,9,"d","c",true]]\n[]',
        b'[[[],"1",false,9,"d","c",true]]\n[]',
        # A row that is shorter than the others, and one that is longer.
        b'[["a.md","1",false,9,"d","c",true],["b.md","1",false,9,"d","c"]]\n[]\n[]',
        b'[["a.md","1",false,9,"d","c",true],["b.md","1",false,9,"d","c",true,7]]\n[]\n[]',
        # A result too few, and one too many.
        b'[["a.md","1",false,9,"d","c",true]]',
        b'[["a.md","1",false,9,"d","c",true]]\n[]\n[]',
    ],
)
def test_nonsense_with_the_right_hashes_has_no_entries(path: Path, second: bytes) -> None:
    assert read(path, whole(b"", second))[1] == {}
    assert read(path, whole(written(OUTPUT), second))[1] == {}


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_bytes(written())
    link, folder, gone = tmp_path / "link", tmp_path / "folder", tmp_path / "gone"
    link.symlink_to(real)
    folder.mkdir()
    places = [folder, gone, *([link] if hasattr(os, "O_NOFOLLOW") else [])]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "fifo")
        places.append(tmp_path / "fifo")
    for place in places:
        assert store.read_output(str(place), SECRET) is None
        assert store.read_entries(str(place), SECRET) == {}
    assert store.read_output(str(real), SECRET) == OUTPUT


@pytest.mark.parametrize("error", [OSError(errno.EIO, "x"), MemoryError()])
def test_file_that_cannot_be_read_to_its_end_is_none(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path.write_bytes(written())

    def fail(_: int) -> Any:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", fail)
        said, entries = store.read_output(str(path), SECRET), store.read_entries(str(path), SECRET)
    assert (said, entries) == (None, {})


@pytest.mark.parametrize("there", [True, False])
def test_file_is_opened_for_bytes_without_waiting_and_without_following(
    path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """With what the system has for it."""
    open_, asked = os.open, []
    flags = {"O_NOFOLLOW": 1 << 20, "O_NONBLOCK": 1 << 21, "O_BINARY": 1 << 22}

    def noted(path: str, flags: int, *mode: int) -> int:
        asked.append(flags)
        return open_(path, flags & ~(7 << 20), *mode)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", noted)
        for name, value in flags.items():
            if there:
                patched.setattr(os, name, value, raising=False)
            else:
                patched.delattr(os, name, raising=False)
        Writer(str(path)).put([written()])
        assert store.read_output(str(path), SECRET) == OUTPUT
    new, old = os.O_WRONLY | os.O_CREAT | os.O_EXCL, os.O_RDONLY
    assert asked == ([new | 1 << 22, old | 7 << 20] if there else [new, old])


def test_file_of_another_user_is_none(path: Path) -> None:
    assert read(path, written()) == (OUTPUT, ENTRIES)
    for secret in (b"", b"t" * 32, SECRET[:-1]):
        data = b"".join(store.parts_of(OUTPUT, ENTRIES, secret))
        assert read(path, data) == (None, {})
        assert store.read_output(str(path), secret) == OUTPUT


# What is kept


def kept(*entries: tuple[int, bytes]) -> list[str]:
    """The names that are written of entries of these ages in days, with these results."""
    made = {f"{n}": ENTRY._replace(seen=DAY - age, result=r) for n, (age, r) in enumerate(entries)}
    rows = json.loads(written(None, made).split(b"\n")[1])
    return [row[0] for row in rows]


def test_entries_that_nobody_asked_for_in_a_month_go() -> None:
    days = store.DAYS
    assert kept((0, b""), (days - 1, b""), (days, b""), (days + 1, b"")) == ["0", "1", "2"]


def test_of_too_many_those_asked_for_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(4, b"x"), (1, b"x"), (3, b"x"), (2, b"x")]
    monkeypatch.setattr(store, "MAX_ENTRIES", 4)
    assert kept(*entries) == ["0", "1", "2", "3"]
    monkeypatch.setattr(store, "MAX_ENTRIES", 2)
    assert kept(*entries) == ["1", "3"]


def test_of_too_much_those_asked_for_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(4, b"12345"), (1, b"12345"), (2, b"12345")]
    monkeypatch.setattr(store, "MAX_BYTES", 15)
    assert kept(*entries) == ["0", "1", "2"]
    monkeypatch.setattr(store, "MAX_BYTES", 14)
    assert kept(*entries) == ["1", "2"]
    monkeypatch.setattr(store, "MAX_BYTES", 10)
    assert kept(*entries) == ["1", "2"]
    monkeypatch.setattr(store, "MAX_BYTES", 4)
    assert kept(*entries) == []


def test_very_long_run_is_not_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = int(written().split(b"|")[1])
    monkeypatch.setattr(store, "MAX_OUTPUT", size)
    assert read(path, written()) == (OUTPUT, ENTRIES)
    monkeypatch.setattr(store, "MAX_OUTPUT", size - 1)
    assert read(path, written()) == (None, ENTRIES)


def test_a_day_is_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 86_400 * 20_000 + 86_399.9)
    assert store.today() == 20_000
    monkeypatch.setattr(time, "time", lambda: 86_400.0 * 20_001)
    assert store.today() == 20_001


# What is written


def test_new_file_takes_the_place_of_the_old(path: Path) -> None:
    path.write_bytes(b"old")
    writer = Writer(str(path))
    (beside,) = (p for p in path.parent.iterdir() if p != path)
    assert beside.name.startswith(f"{path.name}.{os.getpid()}.")
    assert beside.name.endswith(store.TEMPORARY)
    assert writer.born == beside.stat().st_mtime_ns
    assert os.name == "nt" or stat.S_IMODE(beside.stat().st_mode) == 0o600
    writer.put([b"new\r\n"])
    assert path.read_bytes() == b"new\r\n"
    assert list(path.parent.iterdir()) == [path]
    writer.drop()
    assert path.read_bytes() == b"new\r\n", "there is nothing left to be dropped"


def test_two_writers_do_not_share_a_file(path: Path) -> None:
    writers = [Writer(str(path)), Writer(str(path))]
    assert len(list(path.parent.iterdir())) == 2
    for number, writer in enumerate(writers):
        writer.put([b"%d" % number])
        assert path.read_bytes() == b"%d" % number
    assert list(path.parent.iterdir()) == [path]


def test_file_that_is_there_already_is_not_written_into(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "monotonic_ns", lambda: 7)
    there = path.with_name(f"{path.name}.{os.getpid()}.7{store.TEMPORARY}")
    there.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        Writer(str(path))
    assert there.read_bytes() == b"mine"


def test_dropped_writer_leaves_nothing(path: Path) -> None:
    path.write_bytes(b"old")
    writer = Writer(str(path))
    handle = writer._handle
    writer.drop()
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)
    with open(path, "rb") as other:  # by now the number is that of another file
        writer.drop()
        assert other.read() == b"old"


@pytest.mark.parametrize("call", ["replace", "write"])
def test_full_disk_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path.write_bytes(b"old")
    writer = Writer(str(path))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as patched:
        if call == "replace":
            patched.setattr(os, "replace", full)
        else:
            os.close(writer._handle)
            writer._handle = os.open("/dev/full", os.O_WRONLY)
        writer.put([b"new"])
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_folder_that_has_gone_is_no_error(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    writer = Writer(str(folder / "cache"))
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()
    writer.put([b"new"])
    writer.drop()
    assert not folder.exists()


# Its hashes


def test_hash_is_the_same_where_python_has_it_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    from contentlint._util import digest

    expected = "cae66941d9efbd404e4d88758ea67670"  # BLAKE2b of nothing, 16 bytes
    assert digest.digest_of(b"") == expected
    keyed = digest.digest_of(b"", key=SECRET)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "_blake2", None)  # as on PyPy
        reload(digest)
        assert digest.blake2b is hashlib.blake2b
        assert digest.digest_of(b"") == expected
        assert digest.digest_of(b"", key=SECRET) == keyed
    reload(digest)


def test_writer_that_is_done_closes_and_removes_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, dropped = (store.Writer(str(tmp_path / name)) for name in "ab")
    put.put([b"x"])
    dropped.drop()
    called: list[object] = []
    monkeypatch.setattr(os, "close", called.append)
    monkeypatch.setattr(os, "unlink", called.append)
    for writer in (put, dropped):
        writer.drop()
    assert called == []
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_writer_that_cannot_be_dropped_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EIO, "input/output error")

    for name in ("close", "unlink"):
        writer = store.Writer(str(tmp_path / name))
        with monkeypatch.context() as patched:
            patched.setattr(os, name, refused)
            writer.drop()


def test_writer_closes_its_file_whatever_the_number(tmp_path: Path) -> None:
    kept = os.dup(0)
    os.close(0)
    try:
        store.Writer(str(tmp_path / "a")).drop()
        with pytest.raises(OSError, match=r"[Bb]ad file descriptor"):
            os.fstat(0)
    finally:
        os.dup2(kept, 0)
        os.close(kept)


@pytest.mark.parametrize("more", [b" ", b"X", b"\r", b"\t"])
def test_more_behind_the_last_hash_is_not_read(path: Path, more: bytes) -> None:
    data = b"".join(store.parts_of(OUTPUT, ENTRIES, SECRET))
    path.write_bytes(data)
    assert store.read_output(str(path), SECRET) == OUTPUT
    path.write_bytes(data.replace(b"\n", more + b"\n", 1))
    assert store.read_output(str(path), SECRET) is None
    assert store.read_entries(str(path), SECRET) == {}


def test_output_that_is_not_kept_takes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    none = b"".join(store.parts_of(None, ENTRIES, SECRET))
    assert none.startswith(store.MAGIC + b"|0|")
    monkeypatch.setattr(store, "MAX_OUTPUT", 1)
    assert b"".join(store.parts_of(OUTPUT, ENTRIES, SECRET)) == none
