"""``core/__init__.pyi`` says what ``core`` has."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from conftest import ROOT

from contentlint import core

GATES = "contentlint.core.Gates "
STUB = ROOT / "contentlint" / "core" / "__init__.pyi"


def declared(source: str) -> set[str]:
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def test_each_declared_name_is_there_and_each_name_is_declared() -> None:
    names = declared(STUB.read_text(encoding="utf-8"))
    for name in names:
        assert getattr(core, name) is not None
    lazy = {name for names in core.__dict__["_MODULES"].values() for name in names.split()}
    assert lazy <= names
    assert names - lazy == {"wanted", "is_compiled", "insist"}


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        core.__getattr__("no_such_name")


@pytest.mark.slow
def test_signatures_are_those_of_the_modules() -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "contentlint.core", "--concise"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    lines = done.stdout.splitlines()
    # Of the modules below it says that our lazy patterns are not of their types.
    assert any(line.startswith("contentlint.core.lexer.") for line in lines), done.stderr
    own = [line for line in lines if line.startswith("contentlint.core.")]
    # ``Gates`` has fields, which are no part of the contract.
    wrong = [line for line in own if line.split()[0].count(".") == 2]
    # A compiled class cannot share a base with another, which is no part of it either.
    wrong = [line for line in wrong if "is a disjoint base at runtime" not in line]
    assert [line for line in wrong if not line.startswith(GATES)] == []
