"""Which rules are enabled, and their settings, resolved from the layers of a configuration."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.config.schema import Layer, RuleSetting
from contentlint.config.table import Fault, Place, refuse
from contentlint.model.errors import listed_by, suggest
from contentlint.model.rule import Rule

if TYPE_CHECKING:
    from typing import Any

_ALL = ("ALL",)
_EXACT, _ALL_RULES = 100, 0
_NO_MATCH = -1


def check_selectors(layers: Sequence[Layer], rules: Sequence[Rule]) -> None:
    """Check that every selector names a rule.

    Raises:
        ConfigError: some do not: one a line, with a suggestion.
    """
    refuse(wrong_selectors(layers, rules))


def wrong_selectors(layers: Sequence[Layer], rules: Sequence[Rule]) -> list[Fault]:
    """Return a fault for each selector that names nothing."""
    if all(_names_no_rule(layer) for layer in layers):
        return []
    known = _selectors(rules)
    prefixes = {rule.code[:n] for rule in rules for n in (4, 5)}
    exact = {r.code for r in rules} | {r.name for r in rules}
    what, see = (
        "rule, family, tag or name",
        listed_by("contentlint rules"),
    )
    faults = []
    for layer in layers:
        place = layer.place or Place(layer.source)
        for key, given in (
            ("select", layer.select or ()),
            ("extend-select", layer.extend_select),
            ("ignore", layer.ignore),
        ):
            faults += [
                Fault(place.at(key, index, label=key), suggest(what, s, known, see))
                for index, s in enumerate(given)
                if s not in known and s not in prefixes
            ]
        faults += [
            Fault(place.at("rules", code, label="rules"), suggest("rule", code, exact, see))
            for code in layer.rules
            if code not in exact
        ]
    return faults


def _names_no_rule(layer: Layer) -> bool:
    """Return True if a layer names no rule, as the default profile does not."""
    return not layer._replace(select=None).sets_anything() and layer.select in (None, _ALL)


def _selectors(rules: Sequence[Rule]) -> set[str]:
    known = {"ALL"}
    for rule in rules:
        known.update((rule.code, rule.code[:3], rule.name), rule.tags)
    return known


def selected(
    rules: Sequence[Rule], layers: Sequence[Layer], preview: bool, origin: str
) -> list[Rule]:
    """Return the rules enabled for texts of an origin; layers come from weakest to strongest.

    Prefixes and tags select rules enabled by default for the origin (with
    ``preview``, also those in preview); ``ALL``, except in a profile, those
    enabled by default for any origin. Only its code or name enables any other
    rule. Within a layer the more specific selector wins, ``ignore`` on a tie.
    """
    choosing = [layer for layer in layers if layer.sets_anything()]
    return [rule for rule in rules if decision(rule, choosing, preview, origin)[0]]


def decision(rule: Rule, layers: Sequence[Layer], preview: bool, origin: str) -> tuple[bool, str]:
    """Return True if a rule is on, and the source of the layer that decided it (``""``: none)."""
    eligible = rule.enabled and (rule.status == "stable" or preview)
    by_default = eligible and (not rule.origins or origin in rule.origins)
    on, source = False, ""
    for layer in layers:
        if layer.select is not None and on:
            on, source = False, layer.source
        selectors = (*(layer.select or ()), *layer.extend_select)
        wanted = _strongest(selectors, rule)
        if wanted != _EXACT and not by_default:
            everywhere = eligible and not layer.profile and "ALL" in selectors
            wanted = _ALL_RULES if everywhere else _NO_MATCH
        unwanted = _strongest(layer.ignore, rule)
        if wanted != unwanted:
            on, source = wanted > unwanted, layer.source
        elif wanted != _NO_MATCH:
            on, source = False, layer.source
    return on, source


def _strongest(selectors: Collection[str], rule: Rule) -> int:
    """Return how exactly one of the selectors names a rule, or -1 if none does.

    A code or name is more exact than a longer prefix, then a shorter one, a tag, ``ALL``.
    """
    if not selectors:
        return _NO_MATCH
    if rule.code in selectors or rule.name in selectors:
        return _EXACT
    for length in range(len(rule.code) - 1, 2, -1):
        if rule.code[:length] in selectors:
            return 1 + length
    if any(tag in selectors for tag in rule.tags):
        return 1
    return _ALL_RULES if "ALL" in selectors else _NO_MATCH


def setting(rule: Rule, layers: Sequence[Layer]) -> RuleSetting:
    """Return severity and options of a rule, each from the strongest layer that sets it."""
    severity: str | None = None
    options: dict[str, Any] = {}
    for layer in layers:
        for key in (rule.name, rule.code):
            given = layer.rules.get(key)
            if given:
                severity = given.severity or severity
                options.update(given.options)
    return RuleSetting(severity, options)
