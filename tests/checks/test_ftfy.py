"""Mojibake as ftfy knows it: its own test cases, by Robyn Speer (Apache-2.0, see data/ftfy)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT

from contentlint.engine import linter
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats

FOLDER = ROOT / "tests" / "data" / "ftfy"
RULES = (
    Session(Request(Selection(isolated=True, select=("ENC005",))))
    .resolver.settings("article.md")
    .rules
)
MISSED = {
    # Marks of Windows-1252 read as Latin-1 are control characters, and those are ENC004's.
    "Latin-1 / Windows-1252 mixup in German",
    # Two of its three bytes are left at the end of a text that was cut.
    "Latin-1 / Windows-1252 mixup of the replacement character",
}


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


def is_reported(text: str) -> bool:
    doc = formats.read("article.md", f"{text}\n".encode("utf-8", "surrogatepass"))
    return bool(linter.run(doc, RULES)[0])


def broken() -> Iterator[Any]:
    for name in ("in-the-wild.json", "language-names.json", "synthetic.json"):
        for case in cases(name):
            if case["original"] != case.get("fixed-encoding", case["fixed"]):
                yield pytest.param(case["label"], case["original"], id=case["label"])


@pytest.mark.parametrize("case", cases("negative.json"), ids=lambda case: case["label"])
def test_what_only_looks_like_it_is_silent(case: dict[str, Any]) -> None:
    assert not is_reported(case["original"])


@pytest.mark.parametrize(("label", "text"), list(broken()))
def test_what_ftfy_mends_is_reported(label: str, text: str) -> None:
    assert is_reported(text) == (label not in MISSED)


def test_of_what_ftfy_does_not_mend_some_is_found() -> None:
    assert sum(is_reported(case["original"]) for case in cases("known-failures.json")) >= 3
