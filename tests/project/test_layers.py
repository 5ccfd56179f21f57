"""Packages import lower layers only; the pure ones touch nothing outside; one place a library.

What ``import_module`` loads by name at run time (kinds, readers, formats, commands) is not seen
here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from conftest import ROOT

PACKAGE = ROOT / "contentlint"
LAYERS: Mapping[str, int] = {
    "_util": 0,
    "model": 0,
    "config": 1,
    "core": 1,
    "source": 1,
    "article": 2,
    "frontmatter": 2,
    "markdown": 2,
    "parity": 2,
    "text": 2,
    "checks": 3,
    "kinds": 3,
    "engine": 4,
    "fix": 5,
    "cache": 6,
    "report": 6,
    "run": 7,
    "corpus": 8,
    "api": 8,
    "links": 8,
    "cli": 9,
    "__main__": 10,
}
BESIDE = frozenset(
    {
        ("api", "corpus"),
        ("model", "_util"),
        ("config", "source"),
        ("article", "frontmatter"),
        ("article", "text"),
        ("markdown", "frontmatter"),
        ("markdown", "text"),
        ("parity", "article"),
        ("parity", "frontmatter"),
        ("parity", "text"),
        ("text", "frontmatter"),
    }
)
"""Who may import whom within a layer; never in a circle."""
PURE = (
    "article.",
    "checks.",
    "core.",
    "fix.",
    "frontmatter.",
    "kinds.",
    "markdown.",
    "model.",
    "parity.",
    "text.",
)
"""Packages that touch no file, argument, environment, clock or network."""
IMPURE_IN_ENGINE = frozenset(
    {"built", "kind_modules", "plugins", "ruleset", "budget", "profiling", "wording"}
)
"""Modules of ``engine`` that read files, the environment or the clock."""
OUTSIDE: Mapping[str, frozenset[str]] = {
    "core": frozenset({"os", "sys"}),  # which of its two forms runs, and CONTENTLINT_PURE
    "core.dispatch": frozenset({"sys"}),  # this machine's byte order
    "engine.options": frozenset({"sys"}),  # a kind that is loaded already
    "fix.patch": frozenset({"os"}),  # paths in a patch, as git writes them
}
"""By module of a pure package, what it may import all the same."""
OF_A_PACKAGE = frozenset({"duckdb", "fsspec", "pyarrow"})
"""Libraries whose values a whole package works on; no other one may import them."""
FOR_THE_COMPILER = frozenset({"mypy_extensions"})
"""Its native numbers are named in several modules, and imported in none that runs."""
IMPURE = frozenset(
    "os sys pathlib io shutil tempfile glob time datetime random socket ssl subprocess signal "
    "http urllib.request asyncio threading multiprocessing concurrent argparse getpass".split()
)


def sources() -> dict[str, str]:
    """Every module by its name below ``contentlint``; the package itself is ``contentlint``."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name or "contentlint"] = path.read_text(encoding="utf-8")
    return found


def imports(source: str, known: Mapping[str, str]) -> Iterator[str]:
    """What a module imports: our modules as in ``sources``, with ``contentlint.`` before them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "a relative import; write the whole name"
            base = str(node.module)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                below = whole.removeprefix("contentlint.")
                yield whole if below in known or whole in IMPURE else base


def package(module: str) -> str:
    return module.partition(".")[0]


def goes_up(module: str, target: str) -> bool:
    """Return True if one of our modules may not import another by its package."""
    one, two = package(module), package(target)
    if two == "contentlint" or one == two:  # the version
        return False
    if one == "contentlint":
        # The door of core decides which of its two forms runs; Linter is imported lazily.
        return two not in ("core", "api")
    return LAYERS[two] > LAYERS[one] or (LAYERS[two] == LAYERS[one] and (one, two) not in BESIDE)


def goes_past_the_door(module: str, target: str) -> bool:
    """Return True if one of our modules imports a module of ``core`` and not ``core`` itself."""
    return target.startswith("core.") and package(module) != "core"


def is_pure(module: str) -> bool:
    if package(module) == "engine":
        return module.partition(".")[2] not in IMPURE_IN_ENGINE
    return f"{module}.".startswith(PURE)


def wrong_imports(modules: Mapping[str, str]) -> list[str]:
    wrong = []
    places: dict[str, set[str]] = {}
    for name, source in modules.items():
        for imported in imports(source, modules):
            top = imported.partition(".")[0]
            if top == "contentlint":
                target = imported.removeprefix("contentlint.")
                if goes_up(name, target) or goes_past_the_door(name, target):
                    wrong.append(f"{name} imports {target}, which is not below it or not its door")
            elif is_pure(name) and (top in IMPURE or imported in IMPURE):
                if imported not in OUTSIDE.get(name, ()):
                    wrong.append(f"{name} is pure and imports {imported}")
            elif top not in sys.stdlib_module_names and imported not in FOR_THE_COMPILER:
                places.setdefault(top, set()).add(name)
    for library, users in places.items():
        several = set(map(package, users)) if library in OF_A_PACKAGE else users
        if len(several) > 1:
            wrong.append(f"{library} is imported in {', '.join(sorted(users))}; one is enough")
    return wrong


def test_every_package_has_a_layer() -> None:
    found = {package(name) for name in sources()} - {"contentlint"}
    assert found == set(LAYERS), "give it a layer in this file, and say why in the commit"


def test_packages_import_lower_layers_only_and_pure_ones_stay_pure() -> None:
    assert wrong_imports(sources()) == []


def test_packages_of_one_layer_import_each_other_in_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for one, two in BESIDE:
        graph.setdefault(one, set()).add(two)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(error.args[1]) from None


def test_modules_import_each_other_in_no_circle() -> None:
    modules = sources()
    graph = {
        name: {
            target
            for imported in imports(_without_types(source), modules)
            if (target := imported.removeprefix("contentlint.")) in modules and target != name
        }
        for name, source in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(error.args[1]) from None


def _without_types(source: str) -> str:
    """A module without what it imports for its annotations only, or inside functions."""
    tree = ast.parse(source)
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        and not isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ]
    return ast.unparse(tree)


def test_pure_modules_do_not_open_files() -> None:
    calls = [
        f"{name}:{node.lineno}"
        for name, source in sources().items()
        if is_pure(name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("open", "input", "print", "exec", "eval")
    ]
    assert calls == []


def test_a_wrong_import_of_each_kind_is_seen() -> None:
    for name, line in (
        ("model.document", "import contentlint.engine.linter"),
        ("model.document", "from contentlint.engine.linter import lint"),
        ("model.document", "from contentlint.engine import linter"),
        ("model.document", "def f():\n    from contentlint.engine import linter"),
        ("model.document", "if TYPE_CHECKING:\n    from contentlint.config.schema import Config"),
        ("checks.images.image", "from contentlint.kinds import pattern"),
        ("kinds.pattern", "from contentlint.checks.images.image import check"),
        ("source.files", "from contentlint.config import load"),
        ("text.urls.find", "from contentlint.article import captions"),
        ("report.writer", "from contentlint.cache import store"),
        ("model.errors", "import contentlint.cli.main"),
        ("contentlint", "from contentlint.model import errors"),
        ("text.urls.find", "from contentlint.core import lexer"),
        ("text.urls.find", "from contentlint.core.lexer import url_end"),
        ("engine.linter", "import contentlint.core.dispatch"),
        ("engine.linter", "import time"),
        ("fix.apply", "from os import path"),
        ("checks.images.image", "from urllib.request import urlopen"),
        ("checks.images.image", "from urllib import request"),
        ("text.urls.find", "import tomli"),
    ):
        clean = dict.fromkeys(sources(), "") | {"config.toml": "import tomli"}
        assert wrong_imports({**clean, name: line}), f"{name}: {line}"


def test_right_imports_are_let_through() -> None:
    clean = dict.fromkeys(sources(), "")
    for name, line in (
        ("model.document", "import re"),
        ("text.unicode.fold", "from contentlint.text.unicode.chars import MARKS"),
        ("article.captions", "from contentlint.text.unicode import chars"),
        ("text.urls.find", "from contentlint.core import url_end"),
        ("engine.linter", "from contentlint import core"),
        (
            "checks.images.image",
            "from contentlint.text.unicode import chars\nfrom urllib.parse import unquote",
        ),
        (
            "cli.main",
            "from contentlint import __version__\nfrom contentlint.run import session\nimport os",
        ),
        ("source.discovery", "from pathspec import GitIgnoreSpec"),
    ):
        assert wrong_imports({**clean, name: line}) == [], f"{name}: {line}"
