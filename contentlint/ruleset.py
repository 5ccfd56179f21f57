"""TOML rule sets to rules, and rules bound to the checkers of their kinds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contentlint.errors import ConfigError
from contentlint.kinds import check_options, kind_module
from contentlint.rule import BoundRule, Rule
from contentlint.stanza import parse
from contentlint.table import Table, is_strings, shown
from contentlint.toml import read_toml, shown_path

COMPACT = "compact.json"
"""The rule sets as a wheel carries them: read in 2 ms, where the TOML files take 15."""


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
    words = {
        stem: _words(shown_path(path), read_toml(path))
        for path, stem in _toml_files(os.path.join(directory, "words"))
    }
    rules: list[Rule] = []
    families: dict[str, str] = {}
    precedence: tuple[tuple[str, ...], ...] = ()
    for path, stem in _toml_files(directory):
        data = read_toml(path)
        if stem == "precedence":
            precedence = _chains(shown_path(path), data)
            continue
        if stem == "measured":
            continue  # written by the quality scripts, read by ``measured``
        prefix, about = _family(shown_path(path), data.pop("set", {}), stem.upper())
        families[prefix] = about
        rules.extend(parse(shown_path(path), data, words))
    profiles = {
        stem: read_toml(path) for path, stem in _toml_files(os.path.join(directory, "profiles"))
    }
    rules.sort(key=lambda rule: rule.code)
    _unique(rules, directory)
    return RuleSet(tuple(rules), precedence, profiles, words, families)


def _chains(path: str, data: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    chains = data.get("chains", [])
    if set(data) - {"chains"} or not isinstance(chains, list) or not all(map(is_strings, chains)):
        raise ConfigError(f"{path}: expected chains, a list of lists of codes, and nothing else")
    return tuple(map(tuple, chains))


def _family(path: str, about: Any, stem: str) -> tuple[str, str]:
    errors: list[str] = []
    if not isinstance(about, Mapping):
        raise ConfigError(f"{path}: set: expected a table, not {shown(about)}")
    table = Table(about, f"{path}: set", errors)
    table.only(("prefix", "about"))
    found = table.string("prefix") or stem, table.string("about") or ""
    if errors:
        raise ConfigError("\n".join(errors))
    return found


def _unique(rules: Sequence[Rule], directory: str) -> None:
    """A code or a name means one rule; TOML itself sees to it inside one file only."""
    owners: dict[str, str] = {}
    errors = []
    for rule in rules:
        for label in (rule.code, rule.name):
            if label in owners:
                errors.append(f"{shown_path(directory)}: {rule.code}: {label} is taken")
            owners[label] = rule.code
    if errors:
        raise ConfigError("\n".join(errors))


def _toml_files(directory: str) -> Iterator[tuple[str, str]]:
    if not os.path.isdir(directory):
        return
    for name in sorted(os.listdir(directory)):
        if name.endswith(".toml"):
            yield os.path.join(directory, name), name[: -len(".toml")]


def _words(path: str, data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    lists = {}
    for language, entries in data.items():
        if not is_strings(entries):
            raise ConfigError(f"{path}: {language}: expected a list of strings")
        lists[language] = tuple(entries)
    return lists


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
        getattr(module, "check", None),
        prepared,
        anchors,
        rule.languages,
        severity or rule.severity,
        severity is not None,
        getattr(module, "collect", None),
        getattr(module, "compare", None),
    )


def names(rules: Sequence[Rule]) -> frozenset[str]:
    """Every code and every name: what a selector or a suppression may say exactly."""
    return frozenset([r.code for r in rules] + [r.name for r in rules])


def compact(found: RuleSet) -> str:
    """A rule set as one JSON text, without what only a rule's page shows."""
    import json

    shortened = (
        rule._replace(why="", source="", bad=(), good=(), example_options={})
        for rule in found.rules
    )
    rules = [rule._replace(languages=sorted(rule.languages)) for rule in shortened]  # type: ignore[arg-type]
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
        return {key: _tuples(entries) for key, entries in value.items()}
    return value
