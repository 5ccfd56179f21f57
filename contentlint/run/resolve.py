"""What one run was asked to do, and which rules and limits follow from that for each file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config import schema as configuration
from contentlint.config import select as selection
from contentlint.config import user
from contentlint.config.load import Configs, check_globs, extended, read_config
from contentlint.config.schema import Config, Layer, Override
from contentlint.config.toml import parse_toml
from contentlint.engine import ruleset
from contentlint.engine.linter import RuleTable
from contentlint.engine.ruleset import RuleSet
from contentlint.model.diagnostic import FileResult, rank
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import BoundRule, Rule, Words
from contentlint.source.files import folder_of
from contentlint.source.ignore import Filter
from contentlint.source.origin import Origins

if TYPE_CHECKING:
    from typing import Any


class Selection(NamedTuple):
    """Which configuration counts and which rules are on."""

    config: tuple[str, ...] = ()
    """Each a path of a configuration file or an inline ``key = value``."""
    settings: str = ""
    """TOML that takes the place of every configuration file."""
    isolated: bool = False
    """Read no configuration file."""
    profile: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    cross_file: bool = False
    """Turn on the rules that compare files."""
    plugins: tuple[str, ...] = ()
    """Those that may be loaded if a configuration asks for them."""


class Limits(NamedTuple):
    """How much a file may cost, and whether its author is trusted."""

    untrusted: bool = False
    """True if the articles, and the configuration beside them, may be a stranger's."""
    max_file_size: int = 0
    """Bytes; 0: what the configuration says."""
    max_findings: int = 0
    """Of one rule in one file; 0: what the configuration says."""


class Reading(NamedTuple):
    """How files are read; None: what the configuration, or the file itself, says."""

    lang: str | None = None
    paragraphs: str | None = None
    origin: str | None = None


class Needs(NamedTuple):
    """What the report, the fixes and the cache need of each result; nothing else is computed."""

    least: str = "info"
    """Findings below this severity are counted and have no diagnostic."""
    excerpts: int = 60
    """Code points shown on each side of a fault; 0: no excerpt."""
    fix: str = ""
    """``write``: apply fixes to the files; ``diff``: return a patch of them; ``text``: apply them
    to content that is not on the disk."""
    unsafe: bool = False
    """Apply unsafe fixes too."""
    edits: bool = True
    """True if the edits of a fix are shown."""
    fingerprints: bool = True
    """True if findings are identified across runs."""
    timed: bool = False
    """True if results hold the time each rule took."""
    cached: bool = False
    """True if results hold what the cache stores besides."""
    telling: tuple[str, bool, bool] | tuple[()] = ()
    """The format, and its ``Style``, in which the worker renders its findings; empty: the parent
    renders them."""


class Request(NamedTuple):
    """What a run is asked to do, checked for form and not yet resolved. Plain data only."""

    selection: Selection = Selection()
    limits: Limits = Limits()
    reading: Reading = Reading()
    needs: Needs = Needs()

    @classmethod
    def of_json(cls, parts: Iterable[Iterable[Any]]) -> Request:
        """The request that was written as JSON."""
        values: list[list[Any]] = [
            [tuple(v) if isinstance(v, list) else v for v in each] for each in parts
        ]
        selection, limits, reading, needs = values
        return cls(Selection(*selection), Limits(*limits), Reading(*reading), Needs(*needs))


UNTRUSTED_FILE_SIZE = 10_000_000
UNTRUSTED_FINDINGS = 1000
"""The limits for strangers' articles, where no others are asked for."""
CROSS_FILE = "cross-file"
"""The tag of the rules that compare files."""


class FileSettings(NamedTuple):
    rules: tuple[BoundRule, ...]
    table: RuleTable
    """Of the rules; shared by all files that they hold for."""
    known: frozenset[str]
    """Every code and name that a suppression may say."""
    lang: str
    paragraphs: str
    origin: str
    """One of ``ORIGINS``."""
    site_root: str
    max_file_size: int
    """Bytes; 0: no limit."""
    max_findings: int
    """Of one rule; 0: no limit."""


class Sets(NamedTuple):
    set: RuleSet
    words: Mapping[str, Words]
    """Empty when the configuration adds none: then the built-in ones."""


ConfigKey = tuple[str, str]


def key_of(config: Config) -> ConfigKey:
    """What tells a configuration from the others of a run: its folder and its file."""
    return config.root, config.source


def named_words(
    kind: str, options: Mapping[str, Any], words: Mapping[str, Words]
) -> dict[str, Any]:
    """Options with the word lists that they name put in."""
    if not options:
        return {}
    return ruleset.with_words(kind, options, words or ruleset.word_lists())


class Settings:
    """What holds for each file; remembers configurations and bound rules."""

    def __init__(self, request: Request) -> None:
        """Raises ConfigError when ``--config`` or ``--profile`` is wrong."""
        self.request = request
        self._sets: dict[ConfigKey, Sets] = {}
        self._rules: tuple[int, dict[str, Rule]] = (-1, {})
        """All of them, and of how many sets."""
        self.origins = Origins()
        self._settings: dict[tuple[ConfigKey, str, tuple[int, ...]], FileSettings] = {}
        self._everywhere: dict[tuple[ConfigKey, str], FileSettings] = {}
        """Of configurations that say the same of each file of an origin."""
        self._filters: dict[tuple[tuple[str, ...], str], Filter] = {}
        self._checked: set[ConfigKey] = set()
        self._times: dict[str, list[int]] = {}
        """Of ``profiling``, for the file at hand."""
        self.inline = Config(source="--config")
        """What ``--config 'key = value'`` says, in every file the same."""
        files = [value for value in request.selection.config if not _is_inline(value)]
        lines = [value for value in request.selection.config if _is_inline(value)]
        if lines:
            self.inline = _inline(lines)
        grants = user.Grants() if request.selection.isolated else user.read()
        if request.limits.untrusted:  # what is allowed once and for all is not meant for strangers
            grants = grants._replace(plugins=(), outside=())
        self.configs = Configs(
            isolated=request.selection.isolated, given=self._given(files), grants=grants
        )
        self._command_line = Layer(
            "command line",
            request.selection.select,
            request.selection.extend_select,
            request.selection.ignore,
        )
        self.profile(Config())

    def _given(self, files: Sequence[str]) -> Config | None:
        if self.request.selection.settings:
            return _parsed(self.request.selection.settings, "config")
        if not files:
            return None
        if len(files) > 1:
            raise ConfigError(f"--config: {files[0]} and {files[1]}: give one file only")
        if self.request.selection.isolated:
            raise ConfigError(f"--isolated reads no file, but --config names {files[0]}")
        if not os.path.exists(files[0]):
            raise ConfigError(
                f"--config: {files[0]}: no such file, and no setting like lang = 'ar'"
            )
        given = read_config(files[0])
        if given is None:
            raise ConfigError(f"{files[0]}: has no [tool.contentlint]")
        return given

    def profile(self, config: Config) -> Config:
        """The profile that applies under a configuration file.

        Raises:
            ConfigError: there is no profile of that name.
        """
        name = self.request.selection.profile or self.inline.profile or config.profile or "default"
        profiles = ruleset.builtin().profiles
        if name not in profiles:
            origin = (
                "--profile"
                if self.request.selection.profile
                else f"{(self.inline if self.inline.profile else config).source}: profile"
            )
            raise ConfigError(f"{origin}: " + suggest("profile", name, profiles))
        return configuration.profile_layer(name, profiles[name])

    def thresholds(self, paths: Iterable[str]) -> tuple[str, str]:
        """``min-severity`` and ``fail-on`` of a run over these files.

        Where the files have several configurations, the strictest decides.

        Raises:
            ConfigError: one of the configurations is wrong.
        """
        folders = {folder_of(path): path for path in paths}
        configs = {key_of(c): c for c in map(self.configs.of, folders.values())}
        used = list(configs.values()) or [self.configs.of("")]
        self.check_command_line(used)
        found = [self._thresholds(c) for c in used]
        failing = [fail for _, fail in found if fail != "never"]
        return (
            min((shown for shown, _ in found), key=rank),
            min(failing, key=rank) if failing else "never",
        )

    def _thresholds(self, config: Config) -> tuple[str, str]:
        weaker = (self.inline, config, self.profile(config), Config(min_severity="warning"))
        shown = next(c.min_severity for c in weaker if c.min_severity)
        return shown, next((c.fail_on for c in weaker if c.fail_on), "warning")

    def check_command_line(self, configs: Iterable[Config]) -> None:
        """The selectors of the command line name rules of one of the configurations.

        Raises:
            ConfigError: one names nothing.
        """
        if self._command_line.sets_anything():
            rules = [rule for config in configs for rule in self.sets(config).set.rules]
            selection.check_selectors([self._command_line], rules)

    def sets(self, config: Config) -> Sets:
        """The rules and word lists there are under a configuration file.

        Raises:
            ConfigError: one of its rule sets is wrong.
        """
        found = self._sets.get(key_of(config))
        if found is None:
            both = configuration.over(config, self.inline)
            base = ruleset.builtin()
            if both.rule_sets or both.words or both.plugins:
                paths = both.rule_sets + self._plugin_rule_sets(both, config)
                found = Sets(*ruleset.with_families(base, paths, both.words))
            else:
                found = Sets(base, {})
            self._sets[key_of(config)] = found
        return found

    def _plugin_rule_sets(self, both: Config, config: Config) -> tuple[str, ...]:
        """Of the plugins that a configuration, with the command line over it, asks for."""
        if not both.plugins:
            return ()
        from contentlint.engine import plugins

        if self.request.limits.untrusted:
            raise ConfigError(f"{both.sources['plugins']}: plugins: not with --untrusted")
        own = self.configs.granted(config).plugins
        allowed = plugins.allowed((*self.request.selection.plugins, *own))
        return plugins.rule_sets(both.plugins, allowed, both.sources["plugins"])

    def settings(self, path: str, language: str = "") -> FileSettings:
        """Rules, language and paragraph mode for one file, in a language once that is known.

        Raises:
            ConfigError: its configuration is wrong.
        """
        config = self.configs.of(path)
        own = key_of(config)
        origin = self.origin(path)[0]
        found = self._everywhere.get((own, origin))
        if found is not None:
            return found
        matching = self._matching(config, path, language)
        inline = self._matching(self.inline, path, language)
        key = (own, origin, (*matching, -1, *inline))
        if key not in self._settings:
            if own not in self._checked:
                self._validate(config)
                self._checked.add(own)
            chosen = self._overrides(config, path, language)
            self._settings[key] = self._resolve(path, config, chosen, origin)
        if not config.overrides and not self.inline.overrides:
            self._everywhere[own, origin] = self._settings[key]
        return self._settings[key]

    def origin(self, path: str) -> tuple[str, str]:
        """The origin of a file, one of ``ORIGINS``, and what says or tells it.

        Raises:
            ConfigError: its configuration is wrong.
        """
        if self.request.reading.origin:
            return self.request.reading.origin, "command line"
        config = self.configs.of(path)
        for one in (self.inline, config):
            said = [o for o in self._overrides_of(one, path) if o.origin]
            if said:
                return str(said[-1].origin), said[-1].layer.source
            if one.origin:
                return one.origin, one.sources["origin"]
        return self.origins.of(path)

    def compares(self, paths: Iterable[str]) -> bool:
        """Return True if rules that compare files may be on in some of these.

        Raises:
            ConfigError: one of their configurations is wrong.
        """
        for path in {folder_of(path): path for path in paths}.values():
            rules = self.settings(path).rules
            overrides = (*self.configs.of(path).overrides, *self.inline.overrides)
            # Those for some files may turn on anything.
            if any(bound.collect for bound in rules) or any(
                each.layer.select or each.layer.extend_select for each in overrides
            ):
                return True
        return False

    def rules(self) -> dict[str, Rule]:
        """Every rule there is under the configurations of the run so far, by code."""
        if self._rules[0] != len(self._sets):
            sets = [ruleset.builtin(), *(found.set for found in self._sets.values())]
            rules = {rule.code: rule for each in sets for rule in each.rules}
            self._rules = (len(self._sets), rules)
        return self._rules[1]

    def deprecations(self) -> Iterator[str]:
        """Yield a line for each deprecated kind in the rule sets of the run so far."""
        return ruleset.deprecations(self.rules().values())

    def rules_for(self, result: FileResult) -> tuple[BoundRule, ...]:
        """The rules under which a file was checked."""
        return self.settings(result.path, result.language).rules

    def _matching(self, config: Config, path: str, language: str) -> tuple[int, ...]:
        if not config.overrides:
            return ()
        found = []
        for index, override in enumerate(config.overrides):
            if override.languages and language not in override.languages:
                continue
            key = (override.files, override.root)
            if override.files and key not in self._filters:
                self._filters[key] = Filter(*key)
            if not override.files or self._filters[key].verdict(path):
                found.append(index)
        return tuple(found)

    def layers_for(self, path: str, language: str = "") -> list[Layer]:
        """Who speaks of the rules for one file, from the weakest."""
        config = self.configs.of(path)
        return self.layers(config, self._overrides(config, path, language))

    def preview(self, path: str) -> bool:
        """Return True if the rules in preview are on for a file."""
        config = self.configs.of(path)
        return self.request.selection.preview or self.inline.preview or config.preview or False

    def _overrides(self, config: Config, path: str, language: str) -> list[Override]:
        here = (config, self.inline)
        return [each for one in here for each in self._overrides_of(one, path, language)]

    def _overrides_of(self, config: Config, path: str, language: str = "") -> list[Override]:
        """Those of one configuration that speak of a file, in a language once that is known."""
        return [config.overrides[i] for i in self._matching(config, path, language)]

    def layers(self, config: Config, overrides: Sequence[Override] = ()) -> list[Layer]:
        """Who speaks of the rules, from the weakest: profile, file, overrides, command line."""
        command_line = self._command_line
        if self.request.selection.cross_file:
            rules = self.sets(config).set.rules
            added = tuple(rule.code for rule in rules if CROSS_FILE in rule.tags)
            command_line = command_line._replace(extend_select=command_line.extend_select + added)
        return [
            *self.profile(config).layers,
            *config.layers,
            *(override.layer for override in overrides),
            *self.inline.layers,
            command_line,
        ]

    def _validate(self, config: Config) -> None:
        """Everything a configuration says of the rules, also of those that are off and in
        overrides that match no file: a typing error must not wait for its file to turn up."""
        both = configuration.over(config, self.inline)
        layers = [*both.layers, *(override.layer for override in both.overrides)]
        there, words = self.sets(config).set.rules, self.sets(config).words
        errors = selection.wrong_selectors(layers, there)
        rules = {label: rule for rule in there for label in (rule.code, rule.name)}
        for layer in layers:
            for label, setting in layer.rules.items():
                try:
                    if label in rules:
                        rule = rules[label]
                        ruleset.bind(rule, options=self._named(label, rule, setting, words))
                except ConfigError as error:
                    errors += [f"{layer.source}: rules.{text}" for text in str(error).split("\n")]
        if errors:
            raise ConfigError("\n".join(errors))

    @staticmethod
    def _named(
        label: str, rule: Rule, setting: configuration.RuleSetting, words: Mapping[str, Words]
    ) -> dict[str, Any]:
        try:
            return named_words(rule.kind, setting.options, words)
        except ConfigError as error:
            raise ConfigError(f"{label}: {error}") from None

    def _resolve(
        self, path: str, config: Config, overrides: Sequence[Override], origin: str
    ) -> FileSettings:
        layers = self.layers(config, overrides)
        rules, words = self.sets(config).set.rules, self.sets(config).words
        selection.check_selectors(self.profile(config).layers, rules)
        own = {rule.code for rule in ruleset.builtin().rules}
        setting_rules = [layer for layer in layers if layer.rules]
        bound = []
        for rule in selection.selected(rules, layers, self.preview(path), origin):
            setting = selection.setting(rule, setting_rules)
            options = named_words(rule.kind, setting.options, words)
            if self.request.needs.timed:  # the import of its kind is not what a rule costs
                rule = rule._replace(late=False)
            one = ruleset.bind(rule, severity=setting.severity, options=options)
            if options or rule.code not in own:
                from contentlint.engine import limits  # with signals, which few runs need

                one = limits.limited(one)
            if self.request.needs.timed:
                from contentlint.engine import profiling

                one = profiling.timed(one, self._times)
            bound.append(one)
        lang, paragraphs = config.lang, config.paragraphs
        for override in overrides:
            lang = override.lang or lang
            paragraphs = override.paragraphs or paragraphs
        rules_on = tuple(bound)
        return FileSettings(
            rules_on,
            RuleTable(rules_on),
            ruleset.names(rules),
            self.request.reading.lang or self.inline.lang or lang or "",
            self.request.reading.paragraphs or self.inline.paragraphs or paragraphs or "auto",
            origin,
            self.inline.site_root or config.site_root,
            self._limit("max_file_size", config, UNTRUSTED_FILE_SIZE),
            self._limit("max_findings", config, UNTRUSTED_FINDINGS),
        )

    def _limit(self, name: str, config: Config, untrusted: int) -> int:
        """The command line's limit, else the configuration's; a stranger's may only be lower than
        ours, or than what the user has put in its place."""
        asked: int = getattr(self.request.limits, name)
        said: int = getattr(self.inline, name) or getattr(config, name)
        if asked or not self.request.limits.untrusted:
            return asked or said
        most: int = getattr(self.configs.granted(config), name) or untrusted
        return min(said or most, most)


def _is_inline(value: str) -> bool:
    return "=" in value and not os.path.exists(value)


def _inline(lines: Sequence[str]) -> Config:
    """The inline settings as one configuration.

    Raises:
        ConfigError: one is no TOML, or says what a configuration may not say.
    """
    for line in lines:
        try:
            parse_toml(line, "--config")
        except ConfigError as error:
            hint = "; a setting is TOML, like lang = 'ar'"
            raise ConfigError(f"{error}: {line}{hint}") from None
    return _parsed("\n".join(lines), "--config")


def _parsed(text: str, source: str) -> Config:
    """A configuration that is not in a file; its paths start from the current folder.

    Raises:
        ConfigError: it is wrong.
    """
    config = configuration.parse(parse_toml(text, source), source, os.getcwd())
    check_globs(config)
    return extended(config)
