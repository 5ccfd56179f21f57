"""Our own regular expressions take time that grows with the text, whatever the text."""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import contentlint
from contentlint._util.lazy_regex import _Lazy
from contentlint._util.time_limit import within
from contentlint.engine import ruleset
from contentlint.engine.options import checker_of, options_of
from contentlint.model.errors import LimitError
from contentlint.run import runner
from tools.trials.documents import look, normal, rules
from tools.trials.figures import Figure, Tier, counted, sized
from tools.trials.pumps import WANTED, pumps

SECONDS_PER_MB = 0.2
_FIRST = 2_000
"""Characters of a text that weeds out what would take minutes on the long one."""
_TIMES_NORMAL = 10.0
_MOST = 5.0
"""Seconds for all rules over one pump text."""
_TRIES = 5
"""Times that a text is read and checked before it counts as slow."""
_FLOOR, _SOME = 0.003, 0.1
"""Seconds below which a clock says nothing of a pattern, and of all rules."""


_AT_ONE_PLACE = frozenset(("match", "fullmatch"))


class Pattern(NamedTuple):
    where: str
    compiled: re.Pattern[str]
    searched: bool
    """False: only ever matched at one place."""


def builtin() -> list[Pattern]:
    """Every pattern that a module of contentlint holds, and those in the options of its rules."""
    found: dict[tuple[str, int], Pattern] = {}

    def add(where: str, value: Any, searched: bool) -> None:
        for each in _patterns(value):
            key = each.pattern, each.flags
            if key not in found or not found[key].searched:
                found[key] = Pattern(where, each, searched)

    modules = list(_modules())
    methods = _methods(modules)
    for module in modules:
        for name, value in vars(module).items():
            used = methods.get(name, set())
            add(f"{module.__name__}.{name}", value, not (used and used <= _AT_ONE_PLACE))
    for rule in ruleset.builtin().rules:
        add(rule.code, vars(checker_of(rule.kind, options_of(rule.kind, rule.options))), True)
    return list(found.values())


def _methods(modules: Iterable[ModuleType]) -> dict[str, set[str]]:
    """By the name of a variable, the methods that are asked of it anywhere; also "": otherwise."""
    found: dict[str, set[str]] = {}
    for module in modules:
        tree = ast.parse(_source(module))
        owned = {
            id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, set()).add(owned.get(id(node), ""))
    return found


def _source(module: ModuleType) -> str:
    """What a module was made of, also where it runs compiled."""
    *folders, name = module.__name__.split(".")[1:] or [""]
    stem = Path(contentlint.__path__[0], *folders, name)
    path = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
    return path.read_text(encoding="utf-8")


def _modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(contentlint.__path__, "contentlint."):
        if info.name.endswith("__main__"):
            continue
        try:
            yield importlib.import_module(info.name)
        except ModuleNotFoundError as error:  # an extra that is not installed
            if (error.name or "").startswith("contentlint"):
                raise


def _patterns(value: Any, depth: int = 4) -> Iterator[re.Pattern[str]]:
    if isinstance(value, _Lazy):
        value = re.compile(*value._made_of)
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, Mapping):
        for entry in value.values():
            yield from _patterns(entry, depth - 1)
    elif depth and isinstance(value, (tuple, list)):
        for entry in value:
            yield from _patterns(entry, depth - 1)


def seconds_per_mb(pattern: Pattern, size: int) -> float:
    """The slowest of the pump texts, by itself."""
    worst = 0.0
    compiled = pattern.compiled
    for length in (_FIRST, size):
        for text in pumps(compiled.pattern, compiled.flags & ~re.UNICODE, length):
            took = _once(pattern, text)
            if took * 1_000_000 / length > SECONDS_PER_MB:  # the clock, perhaps
                took = min(took, _once(pattern, text))
            worst = max(worst, 0.0 if took < _FLOOR else took * 1_000_000 / length)
            if worst > SECONDS_PER_MB:
                return worst
    return worst


def in_use(pattern: Pattern, size: int, usual: float) -> str:
    """What is wrong when every rule meets the pump texts of a pattern; "": nothing.

    A pattern that is slow by itself may see nothing but short pieces of a text.
    """
    compiled = pattern.compiled
    for text in pumps(compiled.pattern, compiled.flags & ~re.UNICODE, size):
        for name in ("a.md", "a.txt"):
            plain = text.encode("utf-8", "replace").decode()
            try:
                times = _times(name, plain, usual)
            except LimitError:
                return f"{pattern.where}: {name} {text[:20]!r}: over {_MOST} s"
            if times > _TIMES_NORMAL:
                return f"{pattern.where}: {name} {text[:20]!r}: x {times:.1f}"
    return ""


def _times(name: str, text: str, usual: float) -> float:
    """How many times as long as ordinary text all rules take; where that looks wrong, the fastest
    of some: other work on the machine makes a run slower and never faster.

    Raises LimitError when one of them takes too long.
    """
    least = math.inf
    for _ in range(_TRIES):
        with within(_MOST, LimitError):
            seen = look(name, text, rules())
        if seen.seconds <= _SOME:
            return 0.0
        least = min(least, seen.rate(len(text.encode()) / 1e6, usual))
        if least <= _TIMES_NORMAL:
            break
    return least


def run(tier: Tier) -> Iterator[Figure]:
    size = sized(tier, 10_000, 100_000, 100_000)
    runner.calm_collector()  # as in every run: else it goes through what was there, and often
    patterns, usual = builtin(), normal(rules())
    faults: list[str] = []
    fastest, alone = 0.0, 0
    for pattern in patterns:
        rate = seconds_per_mb(pattern, size)
        if rate <= SECONDS_PER_MB:
            fastest, alone = max(fastest, rate), alone + 1
        else:
            faults += filter(None, [in_use(pattern, size, usual)])
    yield counted(
        f"built-in patterns on {WANTED} pump texts each", len(patterns), 300, faults, ("P5",)
    )
    yield Figure(
        "of them linear on a text of any kind, the others where their rules use them",
        f"{alone} ({fastest:.2f} s/MB at most)",
        f"<= {SECONDS_PER_MB} s/MB",
        fastest <= SECONDS_PER_MB,
        ("P5",),
    )


def _once(pattern: Pattern, text: str) -> float:
    started = time.process_time()
    if pattern.searched:
        for _ in pattern.compiled.finditer(text):
            pass
    else:
        pattern.compiled.match(text)
    return time.process_time() - started
