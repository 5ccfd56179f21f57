"""Until the project has an address and a tag, one set of placeholders stands for them, and every
recipe that has one says what to put there. No version but the current one is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

from contentlint import HOME, __version__

TAG = "vX.Y.Z"
PLACES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / ".pre-commit-hooks.yaml",
    ROOT / "action.yml",
    ROOT / "Dockerfile",
    ROOT / "mkdocs.yml",
]
_FENCE = re.compile(r"^```\w+[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_REPLACED = re.compile(r"^(?:#|//) Replace (.+) with .+, vX\.Y\.Z with its newest tag\.$", re.M)
_ADDRESS = re.compile(r"https?://[^\s\"'`)>]*contentlint[^\s\"'`)>]*|[\w.-]+/contentlint@[^\s\"']+")
_VERSION = re.compile(
    r"(?<![\w.\"])v?\d+\.\d+\.\d+\b(?!\.)|\"\d+\.\d+\.\d+\"|rev: \S+|--branch \S+"
)
_ELSEWHERE = re.compile(
    r"^Since: .*|@[0-9a-f]{40} # v\S+|==\S+|minimum_pre_commit_version: .*|^version = .*"
    r"|SARIF\b.*2\.1\.0|commonmark\.org/0\.31\.2",
    re.MULTILINE,
)
"""Versions of something else, or of a rule."""


def faults(text: str) -> list[str]:
    """Addresses of the project and versions that are neither placeholders nor the current one."""
    text = _ELSEWHERE.sub("", text)
    there = {HOME, f"{HOME}/", f"{HOME}@{TAG}", f"OWNER/contentlint@{TAG}"}
    found = [f"address: {name}" for name in _ADDRESS.findall(text) if name not in there]
    shown = (name.strip('"') for name in _VERSION.findall(text))
    return found + [f"version: {v}" for v in shown if v not in (__version__, f"rev: {TAG}")]


def unexplained(text: str) -> list[str]:
    """The blocks with a placeholder that do not say what to put there."""
    return [
        block
        for block in _FENCE.findall(text)
        if TAG in block
        and [m for m in _REPLACED.findall(block) if m in (HOME, "OWNER") and m in block]
        != [HOME if HOME in block.partition("\n")[2] else "OWNER"]
    ]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.name)
def test_no_other_address_and_no_other_version_is_named(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PLACES[:-4], ids=lambda path: path.name)
def test_every_recipe_says_what_to_put_there(path: Path) -> None:
    assert unexplained(path.read_text(encoding="utf-8")) == []


def test_placeholders_are_found() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert text.count(f"{HOME}@{TAG}") >= 7
    assert f"uses: OWNER/contentlint@{TAG}\n" in text
    assert f"rev: {TAG}\n" in text


@pytest.mark.parametrize(
    "wrong",
    [
        f'pip install "git+{HOME}@v{__version__}0"',
        f'pip install "git+{HOME}@main"',
        "https://github.com/someone/contentlint",
        "uses: someone/contentlint@vX.Y.Z",
        "uses: OWNER/contentlint@v1",
        "    rev: v9.1.0",
        "    rev: main",
        "contentlint 0.1.9 (pure Python)",
        '"version": "0.1.9"',
    ],
)
def test_another_one_is_seen(wrong: str) -> None:
    assert faults(f"text\n{wrong}\n")


def test_a_recipe_that_does_not_say_so_is_seen() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for before, after in (
        (f"# Replace {HOME} with", "# Put"),
        ("# Replace OWNER with", f"# Replace {HOME} with"),
    ):
        assert unexplained(text.replace(before, after, 1)), before
