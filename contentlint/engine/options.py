"""Kinds and their options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import ModuleType, SimpleNamespace

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config.toml import shown
from contentlint.engine import kind_modules
from contentlint.model.errors import ConfigError, suggest

if TYPE_CHECKING:
    from typing import Any

    from contentlint.model.document import Document

_LARGEST = 2**31 - 1
"""The largest integer in an option, which is the largest repeat count of a pattern."""


def kind_module(kind: str) -> ModuleType:
    """Return the module of a kind; only those that exist can be named, so ``..x`` imports nothing.

    Raises:
        ConfigError: there is no such kind.
    """
    if kind in _added:
        return _added[kind]
    module = kind_modules.place(kind)
    if not module:
        raise ConfigError(suggest("kind", kind, kinds()))
    return sys.modules.get(module) or import_module(module)


_added: dict[str, ModuleType] = {}


def add(kind: str, module: ModuleType) -> None:
    """Add the kind of a plugin, named ``plugin:kind``.

    Raises:
        AttributeError: the module lacks what a kind must have.
    """
    if not (hasattr(module, "Checker") or hasattr(module, "check")):
        module.compare  # noqa: B018
    _added[kind] = module


def kinds() -> list[str]:
    """Return the names of the kinds that users can parametrise, those of plugins included."""
    return sorted([*kind_modules.names(), *_added])


class NoOptions(NamedTuple):
    """The options of a kind that has none."""


def options_class(kind: str) -> Any:
    """Return the NamedTuple of the options of a kind.

    Raises:
        ConfigError: there is no such kind.
    """
    return getattr(kind_module(kind), "Options", NoOptions)


def option_types(kind: str) -> dict[str, str]:
    """Return the options of a kind and their types, both as its module writes them.

    Raises:
        ConfigError: there is no such kind.
    """
    hints = options_class(kind).__annotations__
    return {name: getattr(hint, "__forward_arg__", hint) for name, hint in hints.items()}


def choices(wanted: str) -> tuple[str, ...]:
    """Return the values of a type written as ``Literal["a", "b"]``; none for any other type."""
    if not wanted.startswith("Literal["):
        return ()
    return tuple(value.strip("'\"") for value in wanted[len("Literal[") : -1].split(", "))


TYPES: Mapping[str, str] = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "str": "a string",
    "tuple[str, ...]": "a list of strings",
    "Mapping[str, str]": "a table of strings",
    "Mapping[str, float]": "a table of numbers",
    "Words": "lists of strings by language",
}
"""What users call the types of options, except choices."""


def shown_type(wanted: str) -> str:
    """Return what users call a type: ``list of strings``, or ``one of "a", "b"``."""
    known = choices(wanted)
    if known:
        return "one of " + ", ".join(f'"{value}"' for value in known)
    return TYPES[wanted.removesuffix(" | None")].removeprefix("a ")


def described(kind: str) -> dict[str, str]:
    """Return the docstring of each option of a kind, in one line; an option without one is missing.

    Python drops them, so they are read from the source of the kind's module, if it has one.

    Raises:
        ConfigError: there is no such kind.
    """
    import ast
    import inspect
    from itertools import pairwise

    try:
        tree = ast.parse(inspect.getsource(kind_module(kind)))
    except OSError:  # a plugin without sources
        return {}
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Options"]
    found = {
        field.target.id: " ".join(text.value.value.replace("``", "`").split())
        for each in classes
        for field, text in pairwise(each.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
    for name, text in found.items():
        for other in found:
            text = text.replace(f"`{other}`", f"`{other.replace('_', '-')}`")
        found[name] = text
    return found


def check_options(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a stanza as the kind's NamedTuple takes them; keys may use hyphens.

    Raises:
        ConfigError: an unknown key or a value of the wrong type; all of them, one a line.
    """
    options = options_class(kind)
    types = option_types(kind)
    values, errors = {}, []
    missing = {name for name in types if name not in options._field_defaults}
    for key, value in given.items():
        field = key.replace("-", "_")
        missing.discard(field)
        if field not in types:
            there = [f.replace("_", "-") for f in types]
            none = f"unknown option {key!r}; there are none"
            errors.append(suggest("option", key, there) if there else none)
            continue
        try:
            values[field] = _convert(value, types[field])
        except TypeError as error:
            errors.append(f"option {key!r}: {error}")
    errors += [f"option {name.replace('_', '-')!r} is missing" for name in sorted(missing)]
    if errors:
        raise ConfigError("\n".join(errors))
    return values


def options_of(kind: str, given: Mapping[str, Any]) -> Any:
    """Return the options of a stanza as the NamedTuple of its kind.

    Raises:
        ConfigError: as ``check_options``.
    """
    return options_class(kind)(**check_options(kind, given))


def named_option(text: str, given: Mapping[str, Any]) -> str:
    """Return the option that an error names first; ``""`` if it names none of these."""
    places = {text.find(repr(key)): key for key in given}
    places.pop(-1, None)
    return places[min(places)] if places else ""


def needs_of(kind: str, options: Any) -> tuple[Any, ...]:
    """Return what a text must have for a kind with these options to find anything, as
    ``model.rule`` describes it; empty if that cannot be told."""
    module = kind_module(kind)
    return tuple(_function(module, "needs", options)()) if hasattr(module, "needs") else ()


def checker_of(kind: str, options: Any) -> Any:
    """Return the ``Checker`` of a kind with these options, or one made of its functions.

    Raises:
        ConfigError: a value of the options is wrong.
    """
    module = kind_module(kind)
    if hasattr(module, "Checker"):
        checker = module.Checker(options)
    else:
        checker = SimpleNamespace()
        for name in ("check", "collect", "compare"):
            if hasattr(module, name):
                setattr(checker, name, _function(module, name, options))
    if getattr(module, "COUNTERPART", False) and not getattr(module, "MISSING_SOURCE", False):
        checker.check = _with_source(checker.check)
    return checker


def _function(module: ModuleType, name: str, options: Any) -> Callable[..., Any]:
    """Return a function of a kind's module, with its options as the last argument if it has any."""
    function: Callable[..., Any] = getattr(module, name)
    if not hasattr(module, "Options"):
        return function
    if name in ("check", "collect"):  # faster than below, and called for each document
        return lambda doc: function(doc, options)
    return lambda *values: function(*values, options)


def _with_source(
    check: Callable[[Document], Iterable[Any]],
) -> Callable[[Document], Iterable[Any]]:
    """Return a check that finds nothing in a document without a source."""
    return lambda doc: () if doc.counterpart is None else check(doc)


def _are_strings(values: Iterable[Any]) -> bool:
    """Return True if all values are strings; for speed their types are collected in a set."""
    return {*map(type, values)} <= {str}


def _convert(value: Any, wanted: str) -> Any:
    if wanted == "tuple[str, ...]":
        if isinstance(value, str):
            return (value,)  # users write a list of one entry without brackets
        if isinstance(value, (list, tuple)) and _are_strings(value):
            return tuple(value)
        raise TypeError(f"expected {TYPES[wanted]}, not {shown(value)}")
    if wanted == "Words":
        if isinstance(value, Mapping) and all(
            isinstance(v, (list, tuple)) and _are_strings(v) for v in value.values()
        ):
            for key, entries in value.items():
                if not all(map(str.strip, entries)):
                    raise TypeError(f"an entry for {key!r} is blank")
            return {key: tuple(entries) for key, entries in value.items()}
        raise TypeError(f"expected {TYPES[wanted]}")
    if wanted == "Mapping[str, str]":
        if isinstance(value, Mapping) and _are_strings(value.values()):
            return dict(value)
        raise TypeError(f"expected {TYPES[wanted]}, not {shown(value)}")
    if wanted == "Mapping[str, float]":
        if isinstance(value, Mapping) and all(
            isinstance(v, (int, float)) and not isinstance(v, bool) for v in value.values()
        ):
            return {key: float(v) for key, v in value.items()}
        raise TypeError(f"expected {TYPES[wanted]}, not {shown(value)}")
    known = choices(wanted)
    if known:
        if isinstance(value, str) and value not in known:
            raise TypeError(suggest("value", value, filter(None, known)))
        wanted = "str"
    wanted = wanted.removesuffix(" | None")
    plain = {"bool": bool, "int": int, "str": str, "float": float}[wanted]
    if plain is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, plain) or (plain is int and isinstance(value, bool)):
        raise TypeError(f"expected {TYPES[wanted]}, not {shown(value)}")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise TypeError(f"{value} is too {'large' if value > 0 else 'small'}")
    return value
