"""Limits of measures and findings by which documents are dropped, from rules or from a file.

The limits of the rules of the family COR and of DUP011 are those of Gopher and, by language, of
FineWeb-2; what the measures count fits Arabic script: its full stops and question marks end
sentences, no punctuation mark is a word, and vowel signs do not count.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, NamedTuple

from contentlint._util.translation import gettext as _
from contentlint._util.translation import number
from contentlint.config.toml import decode
from contentlint.corpus.batch import Checker
from contentlint.engine import ruleset
from contentlint.model.errors import ConfigError, ReadError, listed_by, suggest
from contentlint.model.rule import BoundRule, Rule
from contentlint.source.files import read_bytes
from contentlint.text.measures.table import MEASURES

ANY = "und"
"""Stands for all languages that have no bound of their own."""
_EXCESS = "DUP011"
OWN = "contentlint"
"""The set of limits that counts where none is chosen."""
PROFILES = (OWN, "fineweb2", "gopher", "c4")
"""Sets of limits by name. ``fineweb2`` is as the rules have them, ``gopher`` the same without those
of single languages; each of the others is a file of ``rules/limits``."""


class Limit(NamedTuple):
    """A bound of a measure or of a number of findings: documents beyond it are dropped."""

    name: str
    """A measure, or a rule with ``of_findings``."""
    sign: str
    """``<``, ``>`` or ``>=``: how the value of a document that is dropped compares with the bound.
    """
    bounds: Mapping[str, float]
    """By language; ``und`` for all others."""
    min_words: float = 0
    """Documents with fewer or more words are not judged by it."""
    max_words: float = float("inf")
    also: str = ""
    """A measure that has to be beyond the same bound."""
    of_findings: bool = False
    """True to compare how many findings of a rule a document has."""


class Limits(NamedTuple):
    """What decides which documents are kept."""

    measures: tuple[Limit, ...]
    """In the order in which reasons are given."""
    findings: Mapping[str, int] = {}
    """By rule, how many findings of a document drop it."""
    copies: bool = True
    """True if of documents with copies the first only is kept."""

    def all(self) -> tuple[Limit, ...]:
        """Return the limits of measures, and of findings by the codes of their rules."""
        of_findings = (
            Limit(rule, ">=", {ANY: self.findings[rule]}, of_findings=True)
            for rule in sorted(self.findings)
        )
        return *self.measures, *of_findings


def of_rules(rules: Iterable[BoundRule]) -> tuple[Limit, ...]:
    """Return the limits of rules of the kind ``metric`` and of DUP011, as they are configured."""
    found: list[Limit] = []
    for bound in rules:
        rule = bound.rule
        if rule.kind == "metric" and not bound.languages:
            found += _of_metric(str(rule.options["metric"]), rule.options)
        elif rule.code == _EXCESS:
            found += _of_excess(rule)
    return tuple(found)


def _option(options: Mapping[str, Any], name: str, default: Any) -> Any:
    return options.get(name, options.get(name.replace("-", "_"), default))


def _of_metric(measure: str, options: Mapping[str, Any]) -> list[Limit]:
    """Return the limits of a rule of the kind ``metric``; code counts for the fewest words."""
    return [
        limit._replace(also="words-with-code") if (measure, limit.sign) == ("words", "<") else limit
        for limit in _of_options(measure, options)
    ]


def _of_options(measure: str, options: Mapping[str, Any]) -> list[Limit]:
    words = float(_option(options, "min-words", 0))
    found = []
    for end, sign in (("min", "<"), ("max", ">")):
        value = _option(options, end, None)
        by_language = dict(_option(options, f"{end}-by-language", {}))
        bounds = ({ANY: value} if value is not None else {}) | by_language
        if bounds:
            found.append(Limit(measure, sign, bounds, words))
    return found


def _of_excess(rule: Rule) -> list[Limit]:
    most: dict[str, dict[str, float]] = {}
    for language, entries in _option(rule.options, "limits", {}).items():
        for entry in entries:
            name, _, limit = entry.partition(" ")
            most.setdefault(name, {})[language] = float(limit)
    least, largest = (
        _option(rule.options, n, d) for n, d in (("min-words", 50), ("max-words", 1e5))
    )
    return [Limit(name, ">", given, float(least), float(largest)) for name, given in most.items()]


def chosen(checker: Checker, name: str, file: str = "") -> Limits:
    """Return the limits of ``PROFILES`` or, if there is one, of a file, for documents that are
    checked so.

    Raises:
        ConfigError: there is no such profile, or the file is wrong.
        ReadError: the file cannot be read.
    """
    if not file:
        return profile(name, checker.rules)
    try:
        found = read(read_bytes(file).decode("utf-8-sig"), file)
    except ReadError as error:
        raise ReadError(f"{file}: {error}") from None
    except UnicodeDecodeError:
        raise ConfigError(_("{path}: not UTF-8").format(path=file)) from None
    codes, most = checker.codes(), checker.options.most
    findings: dict[str, int] = {}
    for label, count in found.findings.items():
        if label not in codes:
            see = listed_by("contentlint rules")
            raise ConfigError(f"{file}: [findings]: {suggest('rule', label, codes, see)}")
        if 0 < most < count:
            text = _("the scan lists at most {most} findings of a rule in a document")
            raise ConfigError(f"{file}: [findings] {label}: {text.format(most=number(most))}")
        findings[codes[label]] = count
    return found._replace(findings=findings)


def profile(name: str, rules: Iterable[BoundRule]) -> Limits:
    """Return the limits of ``PROFILES``.

    Raises:
        ConfigError: there is no such profile.
    """
    if name not in PROFILES:
        raise ConfigError(f"--profile: {suggest('profile', name, PROFILES)}")
    if name == "fineweb2":
        return Limits(of_rules(rules))
    if name == "gopher":
        general = (
            limit._replace(bounds={ANY: limit.bounds[ANY]})
            for limit in of_rules(rules)
            if ANY in limit.bounds
        )
        return Limits(tuple(general))
    path = os.path.join(ruleset.folder(), "limits", f"{name}.toml")
    return read(read_bytes(path).decode("utf-8"), path)


def read(text: str, source: str) -> Limits:
    """Return the limits of a file: a TOML table for each measure, ``[findings]``, and ``copies``.

    Raises:
        ConfigError: it is not valid.
    """
    data, fault = decode(text)
    if fault:
        raise ConfigError(_("{path}: not valid TOML: {fault}").format(path=source, fault=fault))
    copies, findings = data.pop("copies", True), data.pop("findings", {})
    if not isinstance(copies, bool) or not isinstance(findings, dict):
        text = _("copies is true or false, and [findings] a table")
        raise ConfigError(f"{source}: {text}")
    for code, count in findings.items():
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            text = _("expected a number of findings")
            raise ConfigError(f"{source}: [findings] {code}: {text}")
    measures = (limit for name, table in data.items() for limit in _of_table(name, table, source))
    return Limits(tuple(measures), findings, copies)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _of_table(name: str, table: Any, source: str) -> list[Limit]:
    if name not in MEASURES:
        raise ConfigError(f"{source}: {suggest('measure', name, MEASURES)}")
    keys = ("min", "max", "min-by-language", "max-by-language", "min-words")
    if not isinstance(table, dict) or not set(table) <= set(keys) or not table:
        text = _("expected some of {keys}").format(keys=_(", ").join(keys))
        raise ConfigError(f"{source}: [{name}]: {text}")
    for key, value in table.items():
        by_language = key.endswith("language")
        if by_language != isinstance(value, dict) or not all(
            map(_is_number, value.values() if by_language else [value])
        ):
            expected = _("expected a number by language") if by_language else _("expected a number")
            raise ConfigError(f"{source}: [{name}] {key}: {expected}")
    return _of_options(name, table)
