"""Content is printed through ``escape`` only: no other module may reach an output with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from conftest import ROOT

PACKAGE = ROOT / "contentlint"
WRITERS = ("report.", "cli.", "run.report_filter", "run.progress")
"""What the names of modules that write begin with."""
OWN = ("cli.schemas",)
"""Of these, those that write nothing but our own rules."""
CONTENT = frozenset(
    "path message title reason text excerpt note origin why help source bad good fixed before "
    "after fault".split()
)
"""What attributes with content are called."""
SAFE_CALLS = frozenset(
    "visible excerpt quote json_text encodable sarif xml github github_property azure "
    "azure_property code_span line_start multiline say WriteError ConfigError ContentlintError "
    "paragraph sentence _isolated _change inline prose safe path_shown direction way "
    "message len".split()
)
"""The functions of ``escape``, and those that give it what they are given."""
SINKS = ("write", "writelines", "print", "ask")
STREAMS = {
    "__init__": "says that an interrupt ended the command",
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
        elif isinstance(node, ast.Call) and _name(node.func) in SINKS:
            parts = [*node.args]
        else:
            continue
        inside = [inner for part in parts for inner in ast.walk(part)]
        called = {id(part.func) for part in inside if isinstance(part, ast.Call)}
        for part in inside:
            if (
                isinstance(part, ast.Attribute)
                and part.attr in CONTENT
                and id(part) not in safe | called
                and ast.unparse(part) != "os.path"
            ):
                yield f"{part.lineno}: {ast.unparse(part)}"


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def test_nothing_but_escape_makes_content_printable() -> None:
    found = [
        f"{name}:{where}"
        for name, tree in modules()
        if name.startswith(WRITERS) and name not in OWN
        for where in bare(tree)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'f"{d.path}:1"',
        "out.write(d.message)",
        'print(f"{x} {entry.reason}")',
        'f"{rule.why.strip()}"',
        "out.writelines(line for line in d.text)",
    ],
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
        if (isinstance(node, ast.Attribute) and _is_stream(node))
        or (isinstance(node, ast.ImportFrom) and node.module == "sys" and _imports_stream(node))
        or (isinstance(node, ast.Call) and _name(node.func) == "print")
    }
    assert found <= set(STREAMS)


def _is_stream(node: ast.Attribute) -> bool:
    owner = ast.unparse(node.value)
    return (node.attr == "buffer" and "out" in owner) or (
        owner == "sys" and node.attr.strip("_") in ("stdout", "stderr")
    )


def _imports_stream(node: ast.ImportFrom) -> bool:
    return any(alias.name.strip("_") in ("stdout", "stderr") for alias in node.names)


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
