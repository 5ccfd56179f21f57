"""Patterns of rules that may be slow, named when a rule set is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.rule import Rule
from contentlint.text.hazards import hazard

_PATTERNS = ("pattern", "patterns", "first", "second", "exceptions", "ignore")
"""The options of kinds that hold regular expressions."""


def of(rule: Rule) -> Iterator[str]:
    """A line for each pattern of a rule that may be slow."""
    for key in _PATTERNS:
        value = rule.options.get(key, ())
        for pattern in (value,) if isinstance(value, str) else value:
            fault = hazard(pattern.strip("/") if key == "exceptions" else pattern)
            if fault:
                yield f"{rule.code}: {key}: {pattern!r}: {fault}"
