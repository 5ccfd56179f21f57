"""A module imports lower layers only; the pure ones touch nothing outside; one place a package.

Layers, modules of a whole package written with a dot at the end. What
``import_module`` loads by name at run time (checkers, readers, reporters) is not seen here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping

from conftest import ROOT

PACKAGE = ROOT / "contentlint"
LAYERS: tuple[tuple[str, ...], ...] = (
    ("pure", "records", "digest"),
    ("parts", "text.lazy"),
    ("contentlint", "errors", "document", "plain"),
    ("diagnostic", "escape", "table", "toml", "files", "neighbours", "shapes"),
    ("isolates",),
    ("rule", "style", "writing", "progress", "cache", "packing"),
    ("cachefolder",),
    ("text.", "console", "arguments", "budget"),
    ("checks.", "formats.", "suppress", "config", "ignore"),
    ("kinds", "userfile", "selection", "generators"),
    ("origin",),
    ("configs",),
    ("plugins",),
    ("stanza", "built", "patterns"),
    ("report", "profiling", "telling"),
    ("wording",),
    ("ruleset", "linter", "fingerprints"),
    ("explain", "statistics", "hazards", "reporters.places", "reporters.units"),
    ("reporters.html_text",),
    ("reporters.html_charts",),
    ("reporters.markdown", "reporters.json", "reporters.sarif_rules", "reporters.rdjson"),
    ("reporters.html_findings",),
    ("reporters.", "across"),
    ("fixer", "discovery", "workers", "patch", "effects", "lastline"),
    ("watching",),
    ("doubts", "baseline"),
    ("fixing",),
    ("changes",),
    ("settings", "closing", "outputs"),
    ("session",),
    ("repairs", "known"),
    ("streaming",),
    (
        "runner",
        "examples",
        "survey",
        "schemas",
        "targets",
        "options",
        "sides",
        "cachekey",
        "replay",
    ),
    ("caching",),
    ("checking", "asking"),
    ("commands.",),
    ("cli",),
    ("__main__",),
)
PURE: tuple[str, ...] = ("document", "diagnostic", "rule", "text.", "checks.", "formats.")
PURE += (
    "suppress",
    "report",
    "fixing",
    "lastline",
    "doubts",
    "effects",
    "linter",
    "wording",
    "across",
    "fixer",
    "reporters.",
    "table",
    "stanza",
    "telling",
)
ALLOWED = frozenset({("reporters.places", "os")})
"""An absolute path is shown from the current folder: that is a question to the system."""
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


def among(name: str, entries: tuple[str, ...]) -> bool:
    return any(name == e.rstrip(".") or (e[-1] == "." and name.startswith(e)) for e in entries)


def layer(name: str) -> int:
    """From 0; one that has none yet counts as the highest, and has a test of its own."""
    return next((i for i, e in enumerate(LAYERS) if among(name, e)), len(LAYERS))


def wrong_imports(modules: Mapping[str, str]) -> list[str]:
    wrong = []
    places: dict[str, set[str]] = {}
    for name, source in modules.items():
        for imported in imports(source, modules):
            top = imported.partition(".")[0]
            if top == "contentlint":
                target = imported.removeprefix("contentlint.")
                free = among(name, ("text.",)) and among(target, ("text.",))
                if not free and layer(target) >= layer(name):
                    wrong.append(f"{name} imports {target}, which is not below it")
            elif (name, imported) in ALLOWED:
                continue
            elif among(name, PURE) and (top in IMPURE or imported in IMPURE):
                wrong.append(f"{name} is pure and imports {imported}")
            elif top not in sys.stdlib_module_names and imported not in FOR_THE_COMPILER:
                places.setdefault(top, set()).add(name)
    for package, users in places.items():
        if len(users) > 1:
            wrong.append(f"{package} is imported in {', '.join(sorted(users))}; one is enough")
    return wrong


def test_every_module_has_a_layer() -> None:
    homeless = [n for n in sources() if not any(among(n, entries) for entries in LAYERS)]
    assert homeless == [], "give it a layer in this file, and say why in the commit"


def test_modules_import_lower_layers_only_and_pure_ones_stay_pure() -> None:
    assert wrong_imports(sources()) == []


def test_no_folder_is_more_than_one_deep() -> None:
    deep = [p for p in PACKAGE.rglob("*.py") if len(p.relative_to(PACKAGE).parts) > 2]
    assert deep == []


def test_pure_modules_do_not_open_files() -> None:
    calls = [
        f"{name}:{node.lineno}"
        for name, source in sources().items()
        if among(name, PURE)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("open", "input", "print", "exec", "eval")
    ]
    assert calls == []


def test_a_wrong_import_of_each_kind_is_seen() -> None:
    for name, line in (
        ("document", "import contentlint.linter"),
        ("document", "from contentlint.linter import lint"),
        ("document", "from contentlint import linter"),
        ("document", "def f():\n    from contentlint import linter"),
        ("document", "if TYPE_CHECKING:\n    from contentlint.diagnostic import Fix"),
        ("checks.image", "from contentlint.checks import suppression"),
        ("checks.image", "from contentlint.checks.suppression import check"),
        ("reporters.json", "from contentlint.reporters import concise"),
        ("errors", "from contentlint.document import Span"),
        ("linter", "from contentlint.ruleset import bind"),
        ("linter", "import time"),
        ("fixer", "from os import path"),
        ("checks.image", "from urllib.request import urlopen"),
        ("checks.image", "from urllib import request"),
        ("text.words", "import tomli"),
    ):
        clean = dict.fromkeys(sources(), "") | {"toml": "import tomli"}
        assert wrong_imports({**clean, name: line}), f"{name}: {line}"


def test_right_imports_are_let_through() -> None:
    clean = dict.fromkeys(sources(), "")
    for name, line in (
        ("document", "import re"),
        ("text.compare", "from contentlint.text.chars import MARKS"),
        ("text.compare", "from contentlint.text import chars"),
        ("checks.image", "from contentlint.text import chars\nfrom urllib.parse import unquote"),
        ("cli", "from contentlint import __version__, session\nimport os"),
        ("discovery", "from pathspec import GitIgnoreSpec"),
    ):
        assert wrong_imports({**clean, name: line}) == [], f"{name}: {line}"
