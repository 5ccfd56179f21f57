"""Limits of measures and findings by which documents are dropped, from rules or from a file.

The limits of the rules of the family COR and of DUP011 are those of Gopher and, by language, of
FineWeb-2; what the measures count fits Arabic script: its full stops and question marks end
sentences, no punctuation mark is a word, and vowel signs do not count.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from contentlint._util.translation import marked
from contentlint.config.toml import decode
from contentlint.corpus.schemas import measure_column
from contentlint.engine import ruleset
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import BoundRule, Rule
from contentlint.source.files import read_bytes
from contentlint.text.measures.table import MEASURES

_ANY = "und"
_EXCESS = "DUP011"
OWN = "contentlint"
"""The set of limits that counts where none is chosen."""
PROFILES = (OWN, "fineweb2", "gopher", "c4")
"""Sets of limits by name. ``fineweb2`` is as the rules have them, ``gopher`` the same without those
of single languages; each of the others is a file of ``rules/limits``."""


class Limit(NamedTuple):
    """The smallest and the largest value of a measure of a document that is kept."""

    measure: str
    least: Mapping[str, float] = {}
    """By language; ``und`` for all others."""
    most: Mapping[str, float] = {}
    min_words: float = 0
    """Documents with fewer or more words are not judged by it."""
    max_words: float = float("inf")
    instead: str = ""
    """A measure that also has to be below ``least``."""


class Limits(NamedTuple):
    """What decides which documents are kept."""

    measures: tuple[Limit, ...]
    """In the order in which reasons are given."""
    findings: Mapping[str, int] = {}
    """By rule, how many findings of a document drop it."""
    copies: bool = True
    """True if of documents with copies the first only is kept."""


def of_rules(rules: Iterable[BoundRule]) -> tuple[Limit, ...]:
    """Return the limits of rules of the kind ``metric`` and of DUP011, as they are configured."""
    found: list[Limit] = []
    for bound in rules:
        rule = bound.rule
        if rule.kind == "metric" and not bound.languages:
            found.append(_of_metric(rule.options))
        elif rule.code == _EXCESS:
            found += _of_excess(rule)
    return tuple(found)


def _option(options: Mapping[str, Any], name: str, default: Any) -> Any:
    return options.get(name, options.get(name.replace("-", "_"), default))


def _of_metric(options: Mapping[str, Any]) -> Limit:
    bounds = []
    for end in ("min", "max"):
        value = _option(options, end, None)
        by_language = dict(_option(options, f"{end}-by-language", {}))
        bounds.append(({_ANY: value} if value is not None else {}) | by_language)
    measure = str(options["metric"])
    instead = "words-with-code" if measure == "words" else ""
    words = float(_option(options, "min-words", 0))
    return Limit(measure, bounds[0], bounds[1], words, instead=instead)


def _of_excess(rule: Rule) -> list[Limit]:
    most: dict[str, dict[str, float]] = {}
    for language, entries in _option(rule.options, "limits", {}).items():
        for entry in entries:
            name, _, limit = entry.partition(" ")
            most.setdefault(name, {})[language] = float(limit)
    least, largest = (
        _option(rule.options, n, d) for n, d in (("min-words", 50), ("max-words", 1e5))
    )
    return [Limit(name, {}, given, float(least), float(largest)) for name, given in most.items()]


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
        return Limits(
            tuple(
                each._replace(least=_general(each.least), most=_general(each.most))
                for each in of_rules(rules)
            )
        )
    path = os.path.join(ruleset.folder(), "limits", f"{name}.toml")
    return read(read_bytes(path).decode("utf-8"), path)


def _general(bounds: Mapping[str, float]) -> Mapping[str, float]:
    return {_ANY: bounds[_ANY]} if _ANY in bounds else {}


def read(text: str, source: str) -> Limits:
    """Return the limits of a file: a TOML table for each measure, ``[findings]``, and ``copies``.

    Raises:
        ConfigError: it is not valid.
    """
    data, fault = decode(text)
    if fault:
        raise ConfigError(f"{source}: not valid TOML: {fault}")
    copies, findings = data.pop("copies", True), data.pop("findings", {})
    if not isinstance(copies, bool) or not isinstance(findings, dict):
        raise ConfigError(f"{source}: copies is true or false, and [findings] a table")
    for code, count in findings.items():
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise ConfigError(f"{source}: [findings] {code}: expected a number of findings")
    return Limits(tuple(_of_table(n, t, source) for n, t in data.items()), findings, copies)


def _of_table(name: str, table: Any, source: str) -> Limit:
    if name not in MEASURES:
        raise ConfigError(f"{source}: {suggest('measure', name, MEASURES)}")
    keys = ("min", "max", "min-by-language", "max-by-language", "min-words")
    if not isinstance(table, dict) or not set(table) <= set(keys) or not table:
        raise ConfigError(f"{source}: [{name}]: expected some of {', '.join(keys)}")
    for key, value in table.items():
        numbers = (
            value.values() if key.endswith("language") and isinstance(value, dict) else [value]
        )
        if not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers):
            raise ConfigError(f"{source}: [{name}] {key}: expected a number")
    return _of_metric({"metric": name, **table})._replace(instead="")


def sql(limit: Limit) -> list[str]:
    """Return expressions over the table of documents that are the reason to drop one, or null."""
    column = f'd."{measure_column(limit.measure)}"'
    judged = f"d.words >= {limit.min_words!r} and not isnan({column})"
    if limit.max_words != float("inf"):
        judged += f" and d.words <= {limit.max_words!r}"
    found = []
    for bounds, sign, other in ((limit.least, "<", limit.instead), (limit.most, ">", "")):
        if bounds:
            bound = _by_language(bounds)
            also = f' and d."{measure_column(other)}" {sign} {bound}' if other else ""
            found.append(
                f"case when {judged} and {column} {sign} {bound}{also} "
                f"then '{limit.measure} {sign} ' || format('{{:g}}', {bound}) end"
            )
    return found


EMPTY = marked("empty")


def reasons(
    limits: Limits, document: Mapping[str, Any], counts: Mapping[str, int]
) -> Iterator[str]:
    """Yield why a document is dropped, as ``decide`` does from its row and its findings by rule;
    copies need the other documents.
    """
    status = document["status"]
    if status == "empty":
        yield EMPTY
    if status.startswith("error"):
        yield status
    for limit in limits.measures:
        yield from _broken(limit, document)
    for rule in sorted(limits.findings):
        if counts.get(rule, 0) >= limits.findings[rule]:
            yield f"{rule} >= {limits.findings[rule]}"


def _broken(limit: Limit, document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the reasons of a limit: what ``sql`` returns, for one row."""
    value, words = document[measure_column(limit.measure)], document["words"]
    if value is None or value != value or words is None:
        return
    if not limit.min_words <= words <= limit.max_words:
        return
    for bounds, sign, other in ((limit.least, "<", limit.instead), (limit.most, ">", "")):
        bound = bounds.get(document["language"] or _ANY, bounds.get(_ANY))
        if bound is None:
            continue
        also = document[measure_column(other)] if other else value
        if also is None:
            continue
        if (max(value, also) < bound) if sign == "<" else (value > bound):
            yield f"{limit.measure} {sign} {bound:g}"


def _by_language(bounds: Mapping[str, float]) -> str:
    other = repr(float(bounds[_ANY])) if _ANY in bounds else "null"
    cases = [
        f"when '{language}' then {float(value)!r}"
        for language, value in bounds.items()
        if language != _ANY
    ]
    if not cases:
        return f"{other}::double"
    return f"(case d.language {' '.join(cases)} else {other} end)::double"
