"""Content is printed through ``escape`` only: no other module may reach an output with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from conftest import ROOT

PACKAGE = ROOT / "contentlint"
WRITERS = ("report.formats.", "report.html.", "report.places", "report.columns", "cli.commands.")
"""What the names of modules that write begin with; of the others those in ``SAYING``."""
SAYING = (
    "cli.interactive cli.repairs run.report_filter cli.summary report.statistics cli.targets "
    "cli.check run.progress"
).split()
CONTENT = frozenset(
    "path message title reason text excerpt note origin why help source bad good fixed before "
    "after fault".split()
)
"""What attributes with content are called."""
SAFE_CALLS = frozenset(
    "visible excerpt quote json_text encodable sarif xml github github_property azure "
    "azure_property code_span line_start say WriteError ConfigError ContentlintError".split()
)
"""The functions of ``escape``, and what is given to one of them later."""
STREAMS = {
    "report.console": "the one place that knows them",
    "cli.main": "writes the version, and what is left at the end",
    "cli.check": "the findings that are left in standard input",
    "report.writer": "silences what nobody reads any more",
    "run.progress": "a bar of its own on a terminal",
    "run.replay": "repeats what was printed before",
}
"""Modules that may name ``sys.stdout`` and its like."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def bare(tree: ast.AST) -> Iterator[str]:
    """Content that is put into a text or written as it is: its line and name."""
    safe = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in SAFE_CALLS
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue):
            parts = [node.value]
        elif isinstance(node, ast.Call) and _name(node.func) in ("write", "print", "plainly"):
            parts = [*node.args]
        else:
            continue
        for part in parts:
            if isinstance(part, ast.Attribute) and part.attr in CONTENT and id(part) not in safe:
                yield f"{part.lineno}: {ast.unparse(part)}"


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def test_nothing_but_escape_makes_content_printable() -> None:
    found = [
        f"{name}:{where}"
        for name, tree in modules()
        if name.startswith(WRITERS) or name in SAYING
        for where in bare(tree)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ['f"{d.path}:1"', "out.write(d.message)", 'print(f"{x} {entry.reason}")']
)
def test_content_as_it_is_is_seen(line: str) -> None:
    assert list(bare(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ['f"{visible(d.path)}:1"', 'console.say(f"{d.path}: x")', 'f"{d.code} {d.line}"']
)
def test_escaped_content_is_let_through(line: str) -> None:
    assert list(bare(ast.parse(line))) == []


def test_standard_streams_are_named_in_few_places() -> None:
    found = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr"))
        or (isinstance(node, ast.Call) and _name(node.func) == "print")
    }
    assert found <= set(STREAMS)


@pytest.mark.slow
def test_nothing_is_loaded_that_can_run_code() -> None:
    """Of files and pipes: no pickle, marshal, eval, and no YAML with objects."""
    found = []
    for name, tree in modules():
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [str(node.module)]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = [node.func.id]
            elif isinstance(node, ast.Attribute) and ast.unparse(node) in (
                "yaml.load",
                "yaml.unsafe_load",
                "yaml.full_load",
                "os.system",
            ):
                names = ["eval"]
            wrong = {"pickle", "marshal", "shelve", "eval", "exec", "dill", "ctypes"}
            found += [name for each in names if each in wrong]
    # The first turns a text in which nothing but numbers varies into the constructor of a record;
    # the second reads what was installed with us, as Python reads its own compiled files.
    assert found == ["_util.namedtuple", "engine.built"]
