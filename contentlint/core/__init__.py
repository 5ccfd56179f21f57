"""The compiled modules: whether they run compiled, and how to run their sources instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def wanted() -> bool:
    """Return True if the environment asks for uncompiled modules: ``CONTENTLINT_PURE=1``."""
    return bool(os.environ.get("CONTENTLINT_PURE"))


def is_compiled() -> bool:
    """Return True if the modules that can be compiled are, and are used."""
    names = (os.path.join(_PACKAGE, "core", "index" + suffix) for suffix in EXTENSION_SUFFIXES)
    return not wanted() and any(map(os.path.exists, names))


class _Sources:
    """A finder of the package's sources, which ignores compiled modules beside them."""

    def __init__(self) -> None:
        self._finders: dict[str, FileFinder] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, *_: object
    ) -> ModuleSpec | None:
        if not name.startswith("contentlint.") or not path:
            return None
        folder = path[0]
        if folder not in self._finders:
            self._finders[folder] = FileFinder(folder, (SourceFileLoader, [".py"]))
        return self._finders[folder].find_spec(name)


def insist() -> None:
    """Make all later imports use the sources, never a compiled module."""
    sys.meta_path.insert(0, _Sources())
