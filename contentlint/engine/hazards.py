"""Patterns of rules that may be slow, named when a rule set is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentlint.model.rule import Rule

_PATTERNS = ("pattern", "patterns", "first", "second", "exceptions", "ignore", "deny-pattern")
"""The options of kinds that hold regular expressions."""


def of_users(rules: Iterable[Rule]) -> Iterator[str]:
    """The same for all rules that are not contentlint's own."""
    from contentlint.engine.ruleset import builtin

    own = {rule.code for rule in builtin().rules}
    for rule in rules:
        if rule.code not in own:
            yield from of(rule)


def of(rule: Rule) -> Iterator[str]:
    """A line for each pattern of a rule that may be slow."""
    from contentlint.text.match.redos import hazard  # most runs have no rules of users

    for key in _PATTERNS:
        value = rule.options.get(key, rule.options.get(key.replace("-", "_"), ()))
        for pattern in (value,) if isinstance(value, str) else value:
            fault = hazard(pattern.strip("/") if key == "exceptions" else pattern)
            if fault:
                yield f"{rule.code}: {key}: {pattern!r}: {fault}"
