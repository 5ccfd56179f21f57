"""The table of what is found after each extractor."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import Checked
from benchmarks.extractors import report
from contentlint.model.diagnostic import NO_EXCERPT, Diagnostic, Position


def checked(name: str, *codes: str) -> Checked:
    at = Position(1, 1, 1, 2)
    found = (Diagnostic(name, at, c, "n", "error", "m", None, (), NO_EXCERPT) for c in codes)
    return Checked(name, Path(name), tuple(found))


def test_shares_are_of_files_and_pages_in_common_stand_apart() -> None:
    folders = {
        "one": [checked("one/a.md", "IMG001", "IMG001"), checked("one/b.md")],
        "two": [checked("two/a.md", "DUP001")],
    }
    assert list(report(folders, {"IMG001": "empty-image"})) == [
        "### All files",
        "",
        "| rule | name | one (2 files) | two (1 files) |",
        "| --- | ---: | ---: | ---: |",
        "| DUP001 |  | - | 100.0 % (1) |",
        "| IMG001 | empty-image | 50.0 % (2) | - |",
        "",
        "### Pages that all of them have read",
        "",
        "| rule | name | one (1 files) | two (1 files) |",
        "| --- | ---: | ---: | ---: |",
        "| DUP001 |  | - | 100.0 % (1) |",
        "| IMG001 | empty-image | 100.0 % (2) | - |",
    ]
