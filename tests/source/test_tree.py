"""The disk as a tree of files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contentlint.model.errors import ReadError
from contentlint.source.tree import DISK


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_folders_and_links_are_what_they_lead_to(here: Path) -> None:
    Path("x").mkdir()
    Path("x/a").write_bytes(b"0123456789")
    for name, target in (("file", "x/a"), ("folder", "x"), ("nowhere", "gone")):
        Path(name).symlink_to(target)
    names = ("x", "x/a", "file", "folder", "nowhere", "gone")
    assert [name for name in names if DISK.exists(name)] == ["x", "x/a", "file", "folder"]
    assert [name for name in names if DISK.is_file(name)] == ["x/a", "file"]
    assert [name for name in names if DISK.is_folder(name)] == ["x", "folder"]
    assert [name for name in names if DISK.is_link(name)] == ["file", "folder", "nowhere"]
    assert DISK.real("folder/a") == str(here / "x/a")
    assert DISK.real("nowhere") == str(here / "gone")
    assert sorted(DISK.names(".")) == ["file", "folder", "nowhere", "x"]
    assert DISK.names("folder") == ["a"]
    assert DISK.names("gone") == DISK.names("file") == []
    assert DISK.read("file") == b"0123456789"
    assert (DISK.ends("file", 3), DISK.ends("file", 3, 2)) == (b"012", b"012\n89")


@pytest.mark.parametrize(("name", "why"), [("gone", "no such file"), (".", "is a directory")])
def test_what_cannot_be_read_is_an_error_with_its_reason(name: str, why: str) -> None:
    with pytest.raises(ReadError, match=f"^{why}"):
        DISK.read(name)
    assert DISK.missing("gone") == "no such file"


def test_root_of_a_repository_has_a_file_or_folder_of_git() -> None:
    assert not DISK.is_top(".")
    for name in ("one", "two"):
        os.mkdir(name)
    Path("one/.git").mkdir()
    Path("two/.git").write_text("gitdir: ../one/.git\n")
    assert DISK.is_top("one")
    assert DISK.is_top("two")
