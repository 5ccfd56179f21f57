"""The rules and word lists of a configuration, and everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config import schema as configuration
from contentlint.config import select
from contentlint.config.load import Configs, word_entries
from contentlint.config.schema import Config
from contentlint.config.table import Fault, Place, refuse
from contentlint.engine import ruleset
from contentlint.engine.options import named_option
from contentlint.engine.ruleset import Sets
from contentlint.model.errors import ConfigError, listed_by, suggest
from contentlint.model.rule import Rule, Words

if TYPE_CHECKING:
    from typing import Any


class Common(NamedTuple):
    """What a run adds to every configuration."""

    inline: Config
    """The inline settings."""
    profile: str | None
    """The profile of the command line."""
    plugins: tuple[str, ...]
    """Names of the plugins that a configuration may load."""
    untrusted: bool
    """True if none may be loaded."""


def read_sets(configs: Configs, config: Config, common: Common) -> Sets:
    """Return the rules and word lists of a configuration, with the faults of their files."""
    both = configuration.over(config, common.inline)
    base = ruleset.builtin()
    faults: list[Fault] = []
    words = word_entries(both, faults, configs.named)
    paths = (*both.rule_sets, *_plugin_rule_sets(configs, both, config, common, faults))
    found = Sets(base)
    if paths or words:
        found = ruleset.with_families(base, paths, words, configs.named)
    return found._replace(faults=(*faults, *found.faults))


def _plugin_rule_sets(
    configs: Configs, both: Config, config: Config, common: Common, faults: list[Fault]
) -> Iterator[str]:
    """Yield the paths of the rule sets of plugins; ``both`` has the inline settings too."""
    if not both.plugins:
        return
    from contentlint.engine import plugins

    place = both.sources["plugins"].at("plugins", label="plugins")
    if common.untrusted:
        faults.append(Fault(place, "not with --untrusted", hides=True))
        return
    allowed = plugins.allowed((*common.plugins, *configs.granted(config).plugins))
    for name in both.plugins:
        try:
            yield from plugins.rule_sets(name, allowed)
        except ConfigError as error:
            faults.append(Fault(place, str(error), hides=True))


def profile_of(config: Config, common: Common) -> tuple[str, Place]:
    """Return the profile for the files of a configuration, and where its name is given."""
    if common.profile:
        return common.profile, Place("--profile")
    for one in (common.inline, config):
        if one.profile:
            return one.profile, one.sources["profile"].at("profile", label="profile")
    return "default", Place()


def faults_of(config: Config, common: Common, sets: Sets) -> list[Fault]:
    """Return what is wrong with a configuration and the files that it names.

    The settings of all rules are checked, including rules that are off and overrides that match no
    file: a mistake is reported before a file matches.
    """
    faults = [*config.faults]
    profile, given = profile_of(config, common)
    if profile not in sets.set.profiles:
        faults.append(Fault(given, suggest("profile", profile, sets.set.profiles)))
    both = configuration.over(config, common.inline)
    layers = [*both.layers, *(override.layer for override in both.overrides)]
    rules: dict[str, Rule] = {}
    if both.suppressions or any(layer.rules for layer in layers):
        rules = {label: rule for rule in sets.set.rules for label in (rule.code, rule.name)}
    if not any(fault.hides for fault in (*faults, *sets.faults)):
        faults += select.wrong_selectors(layers, sets.set.rules)
        faults += _wrong_suppressions(both, rules)
    for layer in layers:
        for label, setting in layer.rules.items():
            rule = rules.get(label)
            if rule and rule.kind:
                place = (layer.place or Place(layer.source)).at("rules", label, "options")
                faults += _wrong_options(rule, setting.options, sets.words, place)
    return [*faults, *sets.faults]


def refuse_all(configs: Configs, config: Config, common: Common) -> None:
    """Raise ConfigError if anything is wrong with a configuration and the files that it names."""
    sets = read_sets(configs, config, common)
    refuse([*faults_of(config, common, sets), *wrong_patterns(sets)])


def wrong_patterns(sets: Sets) -> Iterator[Fault]:
    """Yield what only the checks of rules that are not built in can tell about their options.

    That is slow: otherwise, the check of a rule is loaded when the rule is on.
    """
    for rule in sets.set.rules:
        if rule.code in sets.places and rule.kind:
            place = sets.places[rule.code].at("options")
            yield from _wrong_options(rule, {}, sets.words, place)


def named_words(
    kind: str, options: Mapping[str, Any], words: Mapping[str, Words], wrong: list[str]
) -> dict[str, Any]:
    """Return the options with the names of word lists replaced by the lists, as ``with_words``."""
    if not options:
        return {}
    return ruleset.with_words(kind, options, words or ruleset.word_lists(), wrong)


def _wrong_options(
    rule: Rule, given: Mapping[str, Any], words: Mapping[str, Words], place: Place
) -> list[Fault]:
    """Return what is wrong with the options of a rule; the user's, ``given``, are at ``place``."""
    wrong: list[str] = []
    options = named_words(rule.kind, given, words, wrong)
    errors = [f"{rule.code}: {text}" for text in wrong]
    try:
        ruleset.bind(rule, options=options)
    except ConfigError as error:
        errors += str(error).split("\n")
    prefix, named = ("rules.", given) if given else ("", rule.options)
    return [Fault(place.at(named_option(text, named)), f"{prefix}{text}") for text in errors]


def _wrong_suppressions(config: Config, rules: Mapping[str, Rule]) -> Iterator[Fault]:
    """Yield a fault for each name in a suppression that is no rule's."""
    see = listed_by("contentlint rules")
    for each, place in zip(config.suppressions, config.suppression_places, strict=True):
        for index, label in enumerate(each.rules):
            if label not in rules:
                yield Fault(place.at("rules", index), suggest("rule", label, rules, see))
