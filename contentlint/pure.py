"""Whether the hot modules run compiled, and how to run them as they are written all the same."""

from __future__ import annotations

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader

_TEXT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "text")


def wanted() -> bool:
    """Whether the environment asks for uncompiled modules: ``CONTENTLINT_PURE=1``."""
    return bool(os.environ.get("CONTENTLINT_PURE"))


def is_compiled() -> bool:
    """Whether the modules that can be compiled are, and are used."""
    names = (os.path.join(_TEXT, "scan" + suffix) for suffix in EXTENSION_SUFFIXES)
    return not wanted() and any(map(os.path.exists, names))


class _Sources:
    """Finds the modules of ``contentlint.text`` as they are written, whatever lies beside them."""

    def __init__(self) -> None:
        self._finder = FileFinder(_TEXT, (SourceFileLoader, [".py"]))

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return self._finder.find_spec(name) if name.startswith("contentlint.text.") else None


def insist() -> None:
    """See to it that no compiled module is imported from now on."""
    sys.meta_path.insert(0, _Sources())
