"""Modules as they are written, also beside compiled ones."""

from __future__ import annotations

import sys
from importlib.machinery import EXTENSION_SUFFIXES, SourceFileLoader
from pathlib import Path

import pytest

from contentlint import core


def test_source_is_found_whatever_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "thing.py").write_text("value = 1\n")
    (tmp_path / f"thing{EXTENSION_SUFFIXES[0]}").write_bytes(b"compiled")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    core.insist()
    finder = sys.meta_path[0]
    spec = finder.find_spec("contentlint.thing", [str(tmp_path)])
    assert spec is not None
    assert isinstance(spec.loader, SourceFileLoader)
    assert spec.origin == str(tmp_path / "thing.py")
    assert finder.find_spec("contentlint.other", [str(tmp_path)]) is None
    assert finder.find_spec("json.thing", [str(tmp_path)]) is None
    assert finder.find_spec("contentlint", None) is None


def test_variable_decides_what_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(core, "_PACKAGE", str(tmp_path))
    monkeypatch.delenv("CONTENTLINT_PURE", raising=False)
    assert not core.wanted()
    assert not core.is_compiled()
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / f"index{EXTENSION_SUFFIXES[-1]}").write_bytes(b"compiled")
    assert core.is_compiled()
    monkeypatch.setenv("CONTENTLINT_PURE", "1")
    assert core.wanted()
    assert not core.is_compiled()
