"""TOML rule sets to rules, and rules bound to the checkers of their kinds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NamedTuple

from contentlint.diagnostic import SEVERITIES
from contentlint.errors import ConfigError, suggest
from contentlint.rule import BoundRule, Rule

_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
COMPACT = "compact.json"
"""The rule sets as a wheel carries them: read in 2 ms, where the TOML files take 15."""
_REQUIRED = ("name", "kind", "severity", "message", "why", "source", "bad", "good")
_KINDS_OF_FIX = ("none", "safe", "unsafe", "sometimes")


class RuleSet(NamedTuple):
    """Everything in a folder of rule sets, checked."""

    rules: tuple[Rule, ...]
    """By code."""
    precedence: tuple[tuple[str, ...], ...]
    profiles: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    families: Mapping[str, str]
    """Prefix to what the family is about."""


def folder() -> str:
    """Where the built-in rule sets lie: in the wheel, or in the checkout beside the package.

    An editable install leaves no copy in the package, so the checkout is what it reads.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(package, "_rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def read_toml(path: str) -> dict[str, Any]:
    """Parse a TOML file.

    Raises:
        ConfigError: it cannot be read, or is no TOML; the message has the position.
    """
    import tomli

    try:
        with open(path, "rb") as file:
            return tomli.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: not valid TOML: nested too deeply") from None


def builtin() -> RuleSet:
    """The rule sets that come with contentlint, read once a process."""
    global _builtin
    if _builtin is None:
        where = folder()
        compact = os.path.join(where, COMPACT)
        _builtin = read_compact(compact) if os.path.exists(compact) else load(where)
    return _builtin


_builtin: RuleSet | None = None


def full() -> RuleSet:
    """The built-in rule sets with what their pages show, read from TOML."""
    return load(folder())


def measured() -> Mapping[str, str]:
    """By code, how often a rule was right on real text; ``{}`` before it has been measured."""
    path = os.path.join(folder(), "measured.toml")
    return read_toml(path) if os.path.exists(path) else {}


def load(directory: str) -> RuleSet:
    """Read a folder: ``*.toml`` families, ``words/``, ``profiles/`` and ``precedence.toml``.

    Raises:
        ConfigError: anything in it is wrong; all errors of a file, one a line.
    """
    words = {}
    for path, stem in _toml_files(os.path.join(directory, "words")):
        words[stem] = _words(path, read_toml(path))
    rules: list[Rule] = []
    families: dict[str, str] = {}
    precedence: tuple[tuple[str, ...], ...] = ()
    for path, stem in _toml_files(directory):
        data = read_toml(path)
        if stem == "precedence":
            precedence = tuple(tuple(chain) for chain in data.get("chains", ()))
            continue
        if stem == "measured":
            continue  # written by the quality scripts, read by ``measured``
        about = data.pop("set", {})
        families[about.get("prefix", stem.upper())] = about.get("about", "")
        rules.extend(parse(path, data, words))
    profiles = {
        stem: read_toml(path) for path, stem in _toml_files(os.path.join(directory, "profiles"))
    }
    rules.sort(key=lambda rule: rule.code)
    return RuleSet(tuple(rules), precedence, profiles, words, families)


def _toml_files(directory: str) -> Iterator[tuple[str, str]]:
    if not os.path.isdir(directory):
        return
    for name in sorted(os.listdir(directory)):
        if name.endswith(".toml"):
            yield os.path.join(directory, name), name[: -len(".toml")]


def _words(path: str, data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    lists = {}
    for language, entries in data.items():
        if not isinstance(entries, list) or not all(isinstance(e, str) for e in entries):
            raise ConfigError(f"{path}: {language}: expected a list of strings")
        lists[language] = tuple(entries)
    return lists


def parse(
    path: str, stanzas: Mapping[str, Any], words: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> list[Rule]:
    """Stanzas of one file to rules; their options are checked against their kinds.

    Raises:
        ConfigError: every error of the file, one a line.
    """
    rules, errors = [], []
    for code, stanza in stanzas.items():
        wrong = list(_stanza_errors(code, stanza))
        if wrong:
            errors += [f"{path}: {code}: {text}" for text in wrong]
            continue
        try:
            rules.append(_rule(code, stanza, words))
        except ConfigError as error:
            errors += [f"{path}: {code}: {text}" for text in str(error).split("\n")]
    if errors:
        raise ConfigError("\n".join(errors))
    return rules


def _stanza_errors(code: str, stanza: Any) -> Iterator[str]:
    if not _CODE.fullmatch(code):
        yield "a code is three capital letters and three digits, like PUN001"
    if not isinstance(stanza, dict):
        yield "expected a table"
        return
    for key in _REQUIRED:
        if not stanza.get(key):
            yield f"{key} is missing or empty"
    fields = {field.replace("_", "-") for field in Rule._fields} - {"code"}
    for key in stanza:
        if key not in fields:
            yield suggest("key", key, fields)
    if stanza.get("severity") not in SEVERITIES:
        yield f"severity is one of {', '.join(SEVERITIES)}, not {stanza.get('severity')!r}"
    if not _NAME.fullmatch(str(stanza.get("name", ""))):
        yield "a name is lower-case words joined by hyphens"
    if stanza.get("status", "stable") not in ("stable", "preview"):
        yield "status is stable or preview"
    if stanza.get("fix", "none") not in _KINDS_OF_FIX:
        yield f"fix is one of {', '.join(_KINDS_OF_FIX)}"


def _rule(code: str, stanza: Mapping[str, Any], words: Mapping[str, Any]) -> Rule:
    values: dict[str, Any] = {}
    for key, value in stanza.items():
        field = key.replace("-", "_")
        if field == "languages":
            value = frozenset(value)
        elif isinstance(value, list):
            value = tuple(value)
        values[field] = value
    options = dict(values.get("options", {}))
    for key, value in options.items():
        if isinstance(value, dict) and set(value) == {"words"}:
            if value["words"] not in words:
                raise ConfigError(suggest("word list", value["words"], words))
            options[key] = words[value["words"]]
    values["options"] = options
    rule = Rule(code=code, **values)
    check_options(rule.kind, options)
    return rule


def kind_module(kind: str) -> ModuleType:
    """The module of a kind.

    Raises:
        ConfigError: there is no such kind.
    """
    name = "contentlint.checks." + kind.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", kind) or find_spec(name) is None:
        import contentlint.checks

        here = os.listdir(os.path.dirname(contentlint.checks.__file__))
        kinds = [n[:-3].replace("_", "-") for n in here if n.endswith(".py") and n[0] != "_"]
        raise ConfigError(suggest("kind", kind, kinds))
    return import_module(name)


def check_options(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a stanza as the kind's ``Options`` takes them; keys may use hyphens.

    Raises:
        ConfigError: an unknown key or a value of the wrong type; all of them, one a line.
    """
    options = kind_module(kind).Options
    types = {
        name: getattr(hint, "__forward_arg__", hint)
        for name, hint in options.__annotations__.items()
    }
    values, errors = {}, []
    for key, value in given.items():
        field = key.replace("-", "_")
        if field not in types:
            there = ", ".join(f.replace("_", "-") for f in types) or "no options"
            errors.append(f"unknown option {key!r}; {kind} takes {there}")
            continue
        try:
            values[field] = _convert(value, types[field])
        except TypeError as error:
            errors.append(f"option {key!r}: {error}")
    errors += [
        f"option {name.replace('_', '-')!r} is missing"
        for name in types
        if name not in values and name not in options._field_defaults
    ]
    if errors:
        raise ConfigError("\n".join(errors))
    return values


def _convert(value: Any, wanted: str) -> Any:
    if wanted == "tuple[str, ...]":
        if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise TypeError(f"expected a list of strings, not {value!r}")
    if wanted == "Words":
        if isinstance(value, Mapping) and all(
            isinstance(v, (list, tuple)) and all(isinstance(w, str) for w in v)
            for v in value.values()
        ):
            return {key: tuple(entries) for key, entries in value.items()}
        raise TypeError("expected lists of strings by language")
    plain = {"bool": bool, "int": int, "str": str, "float": float}[wanted]
    if plain is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, plain) or (plain is int and isinstance(value, bool)):
        names = {"bool": "true or false", "int": "a whole number", "str": "a string"}
        raise TypeError(f"expected {names.get(wanted, 'a number')}, not {value!r}")
    return value


def bind(
    rule: Rule, *, severity: str | None = None, options: Mapping[str, Any] | None = None
) -> BoundRule:
    """Load the checker of a rule and hand it its options, the user's over the stanza's.

    Raises:
        ConfigError: the user's options are wrong; the message names the rule.
    """
    module = kind_module(rule.kind)
    try:
        values = check_options(rule.kind, {**rule.options, **(options or {})})
        made = module.Options(**values)
        anchors = tuple(module.anchors(made)) if hasattr(module, "anchors") else ()
        prepared = module.prepare(made) if hasattr(module, "prepare") else made
    except ConfigError as error:
        raise ConfigError("\n".join(f"{rule.code}: {t}" for t in str(error).split("\n"))) from None
    return BoundRule(
        rule,
        module.check,
        prepared,
        anchors,
        rule.languages,
        severity or rule.severity,
        severity is not None,
    )


def names(rules: Sequence[Rule]) -> frozenset[str]:
    """Every code and every name: what a selector or a suppression may say exactly."""
    return frozenset([r.code for r in rules] + [r.name for r in rules])


def compact(found: RuleSet) -> str:
    """A rule set as one JSON text, without what only a rule's page shows."""
    import json

    rules = [
        rule._replace(why="", source="", bad=(), good=(), languages=sorted(rule.languages))  # type: ignore[arg-type]
        for rule in found.rules
    ]
    return json.dumps([rules, found.precedence, found.profiles, {}, found.families])


def read_compact(path: str) -> RuleSet:
    """The inverse of ``compact``; the file is our own, made with the wheel."""
    import json

    with open(path, encoding="utf-8") as file:
        rules, precedence, profiles, words, families = json.load(file)
    return RuleSet(
        tuple(_from_list(fields) for fields in rules),
        tuple(map(tuple, precedence)),
        profiles,
        words,
        families,
    )


def _from_list(fields: list[Any]) -> Rule:
    rule = Rule._make(tuple(f) if isinstance(f, list) else f for f in fields)
    options = {key: _tuples(value) for key, value in rule.options.items()}
    return rule._replace(languages=frozenset(rule.languages), options=options)


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: tuple(entries) for key, entries in value.items()}
    return value
