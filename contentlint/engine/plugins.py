"""Kinds and rule sets from other packages.

A plugin is an installed package with an entry point in the group ``contentlint.plugins``: its name,
and a module that has

``KINDS``
    a mapping of names to modules like those in ``contentlint.kinds``; a rule
    uses one as ``kind = "plugin:name"``;
``RULE_SETS``
    absolute paths of rule set files.

A configuration may request a plugin; only the user who runs contentlint can allow its code. Files
of the checked repository never become code.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.config.user import name_in_messages
from contentlint.engine import options
from contentlint.model.errors import ConfigError, suggest

if TYPE_CHECKING:
    from typing import Any

GROUP = "contentlint.plugins"
VARIABLE = "CONTENTLINT_PLUGINS"
"""Names separated by commas: as ``--plugins``."""

_loaded: dict[str, tuple[str, ...]] = {}


def rule_sets(name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """Load a plugin that a configuration names, and return the paths of its rule sets.

    Raises:
        ConfigError: it is not allowed, not installed, or raises an error.
    """
    if name not in allowed:
        raise ConfigError(
            f"{name} runs code of an installed package; "
            f"allow it with --plugins {name}, {VARIABLE}={name}, "
            f"or plugins = [...] in {name_in_messages()}"
        )
    if name not in _loaded:
        _loaded[name] = _load(name)
    return _loaded[name]


def allowed(given: Sequence[str]) -> tuple[str, ...]:
    """Return the allowed plugins: those given, and those that the environment names."""
    named = os.environ.get(VARIABLE, "").split(",")
    return (*given, *(name.strip() for name in named if name.strip()))


def _load(name: str) -> tuple[str, ...]:
    from importlib.metadata import entry_points

    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in found:
        raise ConfigError(suggest("plugin", name, found))
    try:
        module: Any = found[name].load()
        own = dict(module.KINDS)
        paths = tuple(map(str, module.RULE_SETS))
        for kind, checker in own.items():
            options.add(f"{name}:{kind}", checker)
    except Exception as error:  # somebody else's code
        reason = f"{type(error).__name__}: {error}"
        raise ConfigError(f"{name} cannot be loaded: {reason}") from None
    return paths
