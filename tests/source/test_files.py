"""Files read in part, and the places of paths."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from contentlint.model.errors import ReadError
from contentlint.source.files import leads_away, read_ends, shown_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"0123456789")
    return path


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (3, 0, b"012"),
        (10, 0, b"0123456789"),
        (11, 0, b"0123456789"),
        (3, 2, b"012\n89"),
        (1, 8, b"0\n23456789"),
        (5, 5, b"0123456789"),
        (2, 8, b"0123456789"),
        (30, 30, b"0123456789"),
    ],
)
def test_ends_of_a_file(file: Path, first: int, last: int, wanted: bytes) -> None:
    assert read_ends(str(file), first, last) == wanted
    if not last:
        assert read_ends(str(file), first) == wanted


def test_ends_of_what_is_no_file_are_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match=r"^not a regular file$"):
        read_ends(str(file.parent), 3)
    with pytest.raises(ReadError, match=r"^no such file or directory$"):
        read_ends(str(file) + "x", 3)
    opened, closed = list[int](), list[int]()
    real = os.open, os.close

    def fail(_: int, __: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    def noted(path: str, flags: int) -> int:
        opened.append(real[0](path, flags))
        return opened[-1]

    def close(handle: int) -> None:
        closed.append(handle)
        real[1](handle)

    monkeypatch.setattr(os, "open", noted)
    monkeypatch.setattr(os, "close", close)
    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(ReadError, match=r"^input/output error$"):
        read_ends(str(file), 3)
    assert len(opened) == 1
    assert closed == opened


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFO")
def test_ends_of_a_fifo_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(ReadError, match=r"^not a regular file$"):
        read_ends(str(tmp_path / "a.md"), 3, 3)


def test_path_leads_away_through_a_link_below_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    (project / "real").mkdir(parents=True)
    (tmp_path / "target").touch()
    (project / "file").symlink_to("../target")
    (project / "folder").symlink_to("real")
    (project / "nowhere").symlink_to("../none")
    (tmp_path / "way").symlink_to("project")
    (tmp_path / "link").symlink_to("target")
    for name in ("file", "folder", "folder/new.json", "nowhere", "./real/../file"):
        assert leads_away(str(project / name), str(project)), name
        assert leads_away(str(tmp_path / "way" / name), str(tmp_path / "way")), name
    for name in ("new.json", "real", "real/new.json", "real/../new.json", "", "none/new.json"):
        assert not leads_away(str(project / name), str(project)), name
        # Links above the project are the user's own.
        assert not leads_away(str(tmp_path / "way" / name), str(tmp_path / "way")), name
    for name in ("link", "new.json", "project/../link"):
        assert not leads_away(str(tmp_path / name), str(project)), name
    monkeypatch.chdir(project)
    assert leads_away("file", str(project))
    assert not leads_away("new.json", str(project))


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_capitals_lead_nowhere_where_they_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: object
) -> None:
    (tmp_path / "a.md").touch()
    other = tmp_path / "B.md"
    monkeypatch.setattr(os.path, "normcase", change)
    real = os.path.realpath
    monkeypatch.setattr(os.path, "realpath", lambda path: real(path).replace("B.md", "b.md"))
    assert not leads_away(str(other), str(tmp_path))


def test_path_is_shown_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(str(tmp_path / "a" / "b.md")) == os.path.join("a", "b.md")
    assert shown_path(str(tmp_path.parent / "b.md")) == str(tmp_path.parent / "b.md")
    assert shown_path("./a/../b.md") == "b.md"

    def on_another_drive(_: str) -> str:
        raise ValueError("path is on mount 'D:'")

    monkeypatch.setattr(os.path, "relpath", on_another_drive)
    assert shown_path("d:/b.md") == "d:/b.md"
