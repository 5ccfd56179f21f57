"""Configuration: what a user may write, checked, and which rules follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from contentlint.diagnostic import SEVERITIES
from contentlint.errors import ConfigError, suggest
from contentlint.rule import Rule

PARAGRAPHS = ("auto", "line", "blank-line")
FAIL_ON = (*SEVERITIES, "never")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class RuleSetting(NamedTuple):
    severity: str | None = None
    options: Mapping[str, Any] = {}


class Layer(NamedTuple):
    """What one source says of the rules; later layers are stronger."""

    origin: str
    select: tuple[str, ...] | None = None
    """None: silent. Otherwise what weaker layers selected is forgotten."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] = {}
    """By code or name, as written."""


class Override(NamedTuple):
    files: tuple[str, ...]
    """Globs, relative to the folder of the configuration file."""
    layer: Layer
    lang: str | None = None
    paragraphs: str | None = None


class Config(NamedTuple):
    """One configuration file, or none; frozen, every value checked."""

    origin: str = ""
    root: str = ""
    """The folder that globs are relative to."""
    profile: str | None = None
    layer: Layer = Layer("")
    overrides: tuple[Override, ...] = ()
    lang: str | None = None
    paragraphs: str | None = None
    preview: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    min_severity: str | None = None
    fail_on: str | None = None


_LAYER_KEYS = {"select", "extend-select", "ignore", "rules"}
_KEYS = _LAYER_KEYS | {
    "profile",
    "overrides",
    "lang",
    "paragraphs",
    "preview",
    "include",
    "exclude",
    "respect-gitignore",
    "min-severity",
    "fail-on",
}
_OVERRIDE_KEYS = _LAYER_KEYS | {"files", "lang", "paragraphs"}


def parse(data: Mapping[str, Any], origin: str, root: str) -> Config:
    """Check a parsed configuration.

    Raises:
        ConfigError: every error, one a line, each with ``origin`` and the key.
    """
    errors: list[str] = []
    reader = _Reader(data, origin, errors)
    reader.only(_KEYS)
    overrides = []
    for index, entry in enumerate(reader.tables("overrides")):
        inner = _Reader(entry, f"{origin}: overrides[{index}]", errors)
        inner.only(_OVERRIDE_KEYS)
        files = inner.strings("files") or ()
        if not files:
            errors.append(f"{origin}: overrides[{index}]: files is missing or empty")
        overrides.append(
            Override(
                files,
                inner.layer(),
                inner.language("lang"),
                inner.choice("paragraphs", PARAGRAPHS),
            )
        )
    config = Config(
        origin=origin,
        root=root,
        profile=reader.string("profile"),
        layer=reader.layer(),
        overrides=tuple(overrides),
        lang=reader.language("lang"),
        paragraphs=reader.choice("paragraphs", PARAGRAPHS),
        preview=reader.flag("preview", False),
        include=reader.strings("include") or (),
        exclude=reader.strings("exclude") or (),
        respect_gitignore=reader.flag("respect-gitignore", True),
        min_severity=reader.choice("min-severity", SEVERITIES),
        fail_on=reader.choice("fail-on", FAIL_ON),
    )
    if errors:
        raise ConfigError("\n".join(errors))
    return config


class _Reader:
    """Typed access to one table; collects errors instead of stopping at the first."""

    def __init__(self, data: Mapping[str, Any], origin: str, errors: list[str]) -> None:
        self.data = data
        self.origin = origin
        self.errors = errors

    def only(self, known: Iterable[str]) -> None:
        for key in self.data:
            if key not in known:
                self._wrong(suggest("key", key, known))

    def _wrong(self, text: str) -> None:
        self.errors.append(f"{self.origin}: {text}")

    def string(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            self._wrong(f"{key}: expected a string, not {value!r}")
            return None
        return value

    def choice(self, key: str, allowed: Sequence[str]) -> str | None:
        value = self.string(key)
        if value is not None and value not in allowed:
            self._wrong(f"{key}: {suggest('value', value, allowed)}")
            return None
        return value

    def language(self, key: str) -> str | None:
        value = self.string(key)
        if value is not None and not _LANGUAGE.fullmatch(value):
            self._wrong(f"{key}: expected a language subtag like 'ar', not {value!r}")
            return None
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self._wrong(f"{key}: expected true or false, not {value!r}")
            return default
        return value

    def strings(self, key: str) -> tuple[str, ...] | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self._wrong(f"{key}: expected a list of strings, not {value!r}")
            return None
        return tuple(value)

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            self._wrong(f"{key}: expected tables, written [[{key}]]")
            return []
        return value

    def layer(self) -> Layer:
        return Layer(
            self.origin,
            self.strings("select"),
            self.strings("extend-select") or (),
            self.strings("ignore") or (),
            self._rules(),
        )

    def _rules(self) -> dict[str, RuleSetting]:
        table = self.data.get("rules", {})
        if not isinstance(table, Mapping):
            self._wrong("rules: expected tables, written [rules.CODE]")
            return {}
        found = {}
        for code, entry in table.items():
            if not isinstance(entry, Mapping):
                self._wrong(f"rules.{code}: expected a table")
                continue
            inner = _Reader(entry, f"{self.origin}: rules.{code}", self.errors)
            inner.only({"severity", "options"})
            options = entry.get("options", {})
            if not isinstance(options, Mapping):
                inner._wrong("options: expected a table")
                options = {}
            found[code] = RuleSetting(inner.choice("severity", SEVERITIES), options)
        return found


def profile_layer(name: str, data: Mapping[str, Any]) -> Config:
    """A profile as the weakest configuration."""
    return parse(data, f"profile {name}", "")


def check_selectors(layers: Sequence[Layer], rules: Sequence[Rule]) -> None:
    """Every selector names something.

    Raises:
        ConfigError: one does not; all of them, one a line, with a suggestion.
    """
    known = _selectors(rules)
    exact = {r.code for r in rules} | {r.name for r in rules}
    errors = []
    for layer in layers:
        for key, given in (
            ("select", layer.select or ()),
            ("extend-select", layer.extend_select),
            ("ignore", layer.ignore),
        ):
            errors += [
                f"{layer.origin}: {key}: {suggest('rule, family, tag or name', s, known)}"
                for s in given
                if s not in known
            ]
        errors += [
            f"{layer.origin}: rules: {suggest('rule', code, exact)}"
            for code in layer.rules
            if code not in exact
        ]
    if errors:
        raise ConfigError("\n".join(errors))


def _selectors(rules: Sequence[Rule]) -> set[str]:
    known = {"ALL"}
    for rule in rules:
        known.update((rule.code, rule.name), rule.tags)
        known.update(rule.code[:n] for n in range(3, 6))
    return known


_EXACT = 100
_NO_MATCH = -1


def specificity(selector: str, rule: Rule) -> int:
    """How exactly a selector names a rule; -1 when it does not.

    Code or name before a longer prefix before a shorter one before a tag before ``ALL``.
    """
    if selector in (rule.code, rule.name):
        return _EXACT
    if selector == "ALL":
        return 0
    if selector in rule.tags:
        return 1
    return 1 + len(selector) if len(selector) >= 3 and rule.code.startswith(selector) else _NO_MATCH


def selected(rules: Sequence[Rule], layers: Sequence[Layer], preview: bool) -> list[Rule]:
    """The rules that are on, layers given from the weakest to the strongest.

    Prefixes, tags and ``ALL`` take the rules that are on by default (and,
    with ``preview``, those in preview); only its code or name turns on a rule
    that is off. Within a layer the more specific selector wins, ``ignore``
    on a tie.
    """
    kept = []
    for rule in rules:
        eligible = rule.enabled and (rule.status == "stable" or preview)
        on = False
        for layer in layers:
            if layer.select is not None:
                on = False
            wanted = _strongest((*(layer.select or ()), *layer.extend_select), rule)
            if wanted != _EXACT and not eligible:
                wanted = _NO_MATCH
            unwanted = _strongest(layer.ignore, rule)
            if wanted != unwanted:
                on = wanted > unwanted
            elif wanted != _NO_MATCH:
                on = False
        if on:
            kept.append(rule)
    return kept


def _strongest(selectors: Iterable[str], rule: Rule) -> int:
    return max((specificity(s, rule) for s in selectors), default=_NO_MATCH)


def setting(rule: Rule, layers: Sequence[Layer]) -> RuleSetting:
    """Severity and options of a rule: each key from the strongest layer that gives it."""
    severity: str | None = None
    options: dict[str, Any] = {}
    for layer in layers:
        for key in (rule.name, rule.code):
            given = layer.rules.get(key)
            if given:
                severity = given.severity or severity
                options.update(given.options)
    return RuleSetting(severity, options)
