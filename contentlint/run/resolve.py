"""Resolves the configuration of each file: its rules, its limits, and how it is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config import schema as configuration
from contentlint.config import select, user
from contentlint.config.load import Configs, extended, read_config
from contentlint.config.schema import Config, Layer, Override, over
from contentlint.config.table import Fault, Place, Table, refuse
from contentlint.config.toml import decode
from contentlint.engine import ruleset
from contentlint.engine.linter import Chains, RuleTable
from contentlint.engine.ruleset import Sets
from contentlint.model.diagnostic import FileResult, rank
from contentlint.model.dialects import NONE
from contentlint.model.document import Suppression
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import BoundRule, Rule, Words
from contentlint.run import rule_sets
from contentlint.run.request import Limits, Reading, Selection
from contentlint.run.rule_sets import named_words
from contentlint.source.dialect import Dialects
from contentlint.source.files import folder_of
from contentlint.source.generators import Sites
from contentlint.source.ignore import Filter
from contentlint.source.origin import Origins
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Final

    from contentlint.run.partners import Partners
    from contentlint.source.git import Objects

UNTRUSTED_FILE_SIZE = 10_000_000
UNTRUSTED_FINDINGS = 1000
"""The default limits with ``Limits.untrusted``: bytes of a file, findings of a rule in a file."""
UNTRUSTED_SIGNS = 1_000_000
"""The most line ends and ASCII punctuation marks of a file with ``Limits.untrusted``: what markup
is made of takes about 300 bytes of memory for each, and words next to none."""
_REMEMBERED = 100
CROSS_FILE = "cross-file"
"""The tag of the rules that compare files."""
FILE = "file"
"""The tag of the rules about a file and not about its text."""
ROWS = "extracted", "rows"
"""The origin of rows, and its source: most corpora are extracted from pages."""
LINKS = "links"
"""The tag of the rules that judge what was observed of links."""


class FileSettings(NamedTuple):
    """What applies to a file. Files with the same rules and values share one instance."""

    rules: tuple[BoundRule, ...]
    """The rules that are on."""
    table: RuleTable
    """The table of ``rules``."""
    known: frozenset[str]
    """Every code and name that a suppression comment may give."""
    lang: str
    """The language to assume; ``""`` to detect it."""
    paragraphs: str
    """``auto``, ``line`` or ``blank-line``."""
    origin: str
    """One of ``ORIGINS``."""
    dialect: str
    """A key of ``dialects.DIALECTS``."""
    site_root: str
    """The folder where a path like ``/a.jpg`` starts; ``""`` if unknown."""
    max_file_size: int
    """In bytes; 0 for no limit."""
    max_findings: int
    """For each rule; 0 for no limit."""
    paired: bool
    """True if the configuration takes the file for a translation."""


ConfigKey = tuple[str, str]


def key_of(config: Config) -> ConfigKey:
    """Return the identity of a configuration within a run: its folder and its file."""
    return config.root, config.source


class _Overrides:
    """Finds the overrides of configurations that match a file and its language."""

    def __init__(self) -> None:
        self._filters: dict[tuple[tuple[str, ...], str], Filter] = {}
        self._matched: dict[tuple[ConfigKey, str], tuple[int, ...]] = {}
        """Those whose globs match, for the last paths: each is asked several times."""

    def of(self, config: Config, path: str, language: str = "") -> list[Override]:
        """Return the overrides that match, in the order of the configuration."""
        return [config.overrides[i] for i in self.matching(config, path, language)]

    def matching(self, config: Config, path: str, language: str) -> tuple[int, ...]:
        """Return their numbers, ascending."""
        if not config.overrides:
            return ()
        key = key_of(config), path
        matched = self._matched.get(key)
        if matched is None:
            if len(self._matched) > _REMEMBERED:
                self._matched.clear()
            matched = self._matched[key] = self._with_matching_globs(config, path)
        overrides = config.overrides
        return tuple(
            i for i in matched if not overrides[i].languages or language in overrides[i].languages
        )

    def _with_matching_globs(self, config: Config, path: str) -> tuple[int, ...]:
        found = []
        for index, override in enumerate(config.overrides):
            key = (override.files, override.root)
            if override.files and key not in self._filters:
                self._filters[key] = Filter(*key)
            if not override.files or self._filters[key].verdict(path):
                found.append(index)
        return tuple(found)


class Resolver:
    """Resolves the configuration of files.

    A resolver is frozen: its attributes are never assigned again. It keeps the configurations that
    it has read and the rules that it has bound, and several threads may use it at once.

    Attributes:
        selection, limits, reading: as passed to the constructor.
        timed: True if the rules record their times, see ``contentlint.engine.profiling``.
        inline: the inline settings of ``selection.config``, which apply to every file.
        configs: finds the configuration file of each path.
        origins: detects the origin of each folder.
        dialects: detects the dialect of each folder.
        chains: the precedence of the built-in rules.
    """

    def __init__(
        self,
        selection: Selection,
        limits: Limits | None = None,
        reading: Reading | None = None,
        *,
        timed: bool = False,
    ) -> None:
        """Read the inline settings and the configuration file that ``selection`` names.

        Raises:
            ConfigError: one of them is wrong, or there is no such profile.
        """
        self.selection: Final = selection
        self.limits: Final = limits or Limits()
        self.reading: Final = reading or Reading()
        self.timed: Final = timed
        self._objects: Final = _base_objects(self.limits)
        found, named = _trees(self.limits, self._objects)
        sites = Sites(found)
        self.origins: Final = Origins(sites)
        self.dialects: Final = Dialects(sites)
        self.chains: Final = Chains(ruleset.builtin().precedence)
        self._sets: dict[ConfigKey, Sets] = {}
        self._rules: tuple[int, dict[str, Rule]] = (-1, {})
        """The number of sets, and the rules of all of them by code."""
        self._settings: dict[tuple[ConfigKey, str, str, bool, tuple[int, ...]], FileSettings] = {}
        self._by_folder: dict[str, FileSettings] = {}
        """For folders whose configuration has no overrides, which may tell files apart."""
        self._overrides: Final = _Overrides()
        self._partners: dict[ConfigKey, Partners | None] = {}
        self._validated: set[ConfigKey] = set()
        self._suppressions: dict[ConfigKey, dict[str, list[Suppression]]] = {}
        files = [value for value in selection.config if not _is_inline(value, named)]
        lines = [value for value in selection.config if _is_inline(value, named)]
        self.inline: Final = _inline(lines, named) if lines else Config(source="--config")
        grants = user.Grants() if selection.isolated else user.read()
        if self.limits.untrusted:  # grants are for the user's own articles, not for a stranger's
            grants = grants._replace(plugins=(), outside=())
        common = rule_sets.Common(
            self.inline, selection.profile, selection.plugins, self.limits.untrusted
        )
        self._common: Final = common
        self.configs: Final = Configs(
            isolated=selection.isolated,
            given=self._given(files, named),
            grants=grants,
            found=found,
            named=named,
            # Without a reference to this object: it has a process, which ends with the last one.
            refuse=lambda configs, config: rule_sets.refuse_all(configs, config, common),
        )
        self._command_line: Final = Layer(
            "command line", selection.select, selection.extend_select, selection.ignore
        )
        self.profile(Config())
        if files or selection.settings:
            self.configs.of("")  # refuse a wrong one now

    def _given(self, files: Sequence[str], tree: Tree) -> Config | None:
        if self.selection.settings:
            return _parsed(self.selection.settings, "config", tree)
        if not files:
            return None
        if len(files) > 1:
            raise ConfigError(f"--config: {files[0]} and {files[1]}: give one file only")
        if self.selection.isolated:
            raise ConfigError(
                f"--isolated ignores configuration files, but --config names {files[0]}"
            )
        if not tree.exists(files[0]):
            why = tree.missing(files[0])
            raise ConfigError(f"--config: {files[0]}: {why}, and not a setting like lang = 'ar'")
        given = read_config(files[0], tree=tree)
        if given is None:
            raise ConfigError(f"{files[0]}: has no table [tool.contentlint]")
        return given

    def close(self) -> None:
        """End the process of git that reads the commit of an untrusted run, if there is one."""
        if self._objects:
            self._objects.close()

    def signs(self) -> int:
        """Return the most line ends and ASCII punctuation marks of a file; 0: any number."""
        return UNTRUSTED_SIGNS if self.limits.untrusted else 0

    def profile(self, config: Config) -> Config:
        """Return the profile that applies to the files of a configuration.

        Raises:
            ConfigError: there is no profile of that name.
        """
        name, place = rule_sets.profile_of(config, self._common)
        profiles = ruleset.builtin().profiles
        if name not in profiles:
            if config.source:
                rule_sets.refuse_all(self.configs, config, self._common)
            refuse([Fault(place, suggest("profile", name, profiles))])
        return configuration.profile_layer(name, profiles[name])

    def thresholds(self, paths: Iterable[str]) -> tuple[str, str]:
        """Return ``min-severity`` and ``fail-on`` of a run over these files.

        If the files have several configurations, the strictest values apply.

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

    def ui_lang(self, paths: Iterable[str]) -> Config | None:
        """Return the first configuration of these files that sets ``ui-lang``, or None.

        Raises:
            ConfigError: one of the configurations is wrong.
        """
        folders = {folder_of(path): path for path in paths} or {"": ""}
        configs = (self.inline, *map(self.configs.of, folders.values()))
        return next((config for config in configs if config.ui_lang), None)

    def _thresholds(self, config: Config) -> tuple[str, str]:
        weaker = (self.inline, config, self.profile(config), Config(min_severity="warning"))
        shown = next(c.min_severity for c in weaker if c.min_severity)
        return shown, next((c.fail_on for c in weaker if c.fail_on), "warning")

    def check_command_line(self, configs: Iterable[Config]) -> None:
        """Check that each selector of the command line matches a rule of the configurations.

        Raises:
            ConfigError: a selector matches no rule.
        """
        if self._command_line.sets_anything():
            rules = [rule for config in configs for rule in self.sets(config).set.rules]
            select.check_selectors([self._command_line], rules)

    def sets(self, config: Config) -> Sets:
        """Return the rules and word lists of a configuration, whether the rules are on or not.

        Raises:
            ConfigError: one of its rule sets is wrong.
        """
        found = self._sets.get(key_of(config))
        if found is None:
            found = rule_sets.read_sets(self.configs, config, self._common)
            if found.faults:
                rule_sets.refuse_all(self.configs, config, self._common)
            self._sets[key_of(config)] = found
        return found

    def word_list(self, path: str, name: str) -> Words:
        """Return a word list by its name, with the entries that the configuration of a file adds.

        Raises:
            ConfigError: the configuration is wrong.
            KeyError: there is no such list.
        """
        return (self.sets(self.configs.of(path)).words or ruleset.word_lists())[name]

    def settings(self, path: str, language: str = "") -> FileSettings:
        """Return what applies to a file.

        ``path`` need not exist. ``language`` is the language of the document, which overrides may
        select by; ``""`` before the file has been read.

        Raises:
            ConfigError: its configuration is wrong.
        """
        folder = folder_of(path)
        found = self._by_folder.get(folder)
        if found is not None:
            return found
        config = self.configs.of(path)
        own = key_of(config)
        origin, dialect = self.origin(path)[0], self.dialect(path)[0]
        partners = self.partners(path)
        paired = partners is not None and partners.claim(path) is not None
        matching = self._overrides.matching(config, path, language)
        inline = self._overrides.matching(self.inline, path, language)
        key = (own, origin, dialect, paired, (*matching, -1, *inline))
        if key not in self._settings:
            if own not in self._validated:
                refuse(rule_sets.faults_of(config, self._common, self.sets(config)))
                self._validated.add(own)
            chosen = self._chosen(config, path, language)
            self._settings[key] = self._resolve(path, config, chosen, origin, dialect, paired)
        if not config.overrides and not self.inline.overrides and partners is None:
            self._by_folder[folder] = self._settings[key]
        return self._settings[key]

    def partners(self, path: str) -> Partners | None:
        """Return what knows the source and the translations of a file; None if its configuration
        has no ``[[translations]]``.

        Raises:
            ConfigError: its configuration is wrong.
        """
        config = self.configs.of(path)
        tables = (*config.translations, *self.inline.translations)
        if not tables:
            return None
        own = key_of(config)
        if own not in self._partners:
            from contentlint.run.partners import Partners  # few configurations have translations

            terms = over(config, self.inline).glossary
            self._partners[own] = Partners(tables, terms)
        return self._partners[own]

    def origin(self, path: str) -> tuple[str, str]:
        """Return the origin of a file, one of ``ORIGINS``, and the source of that value.

        Raises:
            ConfigError: its configuration is wrong.
        """
        given = self._given_value("origin", path)
        return given or (ROWS if self.reading.rows else self.origins.of(path))

    def dialect(self, path: str) -> tuple[str, str]:
        """Return the dialect of the folder of a file, a key of ``dialects.DIALECTS``, and the
        source of that value.

        Raises:
            ConfigError: its configuration is wrong.
        """
        given = self._given_value("dialect", path)
        return given or ((NONE, "rows") if self.reading.rows else self.dialects.of(path))

    def _given_value(self, key: str, path: str) -> tuple[str, str] | None:
        """Return the value of a key of ``Reading`` for a file, and where it is given."""
        value = getattr(self.reading, key)
        if value:
            return value, "command line"
        for one in (self.inline, self.configs.of(path)):
            for override in reversed(self._overrides.of(one, path)):
                value = getattr(override, key)
                if value:
                    return value, override.layer.source
            value = getattr(one, key)
            if value:
                return value, str(one.sources[key])
        return None

    def site_root(self, path: str) -> str:
        """Return the folder where a path like ``/a.jpg`` starts; ``""`` if unknown.

        Raises:
            ConfigError: the configuration of the file is wrong.
        """
        return self.inline.site_root or self.configs.of(path).site_root

    def suppressions(self, path: str) -> Sequence[Suppression]:
        """Return the suppressions of a file in its configuration.

        Raises:
            ConfigError: its configuration is wrong.
        """
        config = self.configs.of(path)
        if not config.suppressions and not self.inline.suppressions:
            return ()
        own = key_of(config)
        if own not in self._suppressions:
            by_path: dict[str, list[Suppression]] = {}
            for each in (*config.suppressions, *self.inline.suppressions):
                by_path.setdefault(each.file, []).append(each)
            self._suppressions[own] = by_path
        return self._suppressions[own].get(os.path.abspath(path), ())

    def compares(self, paths: Iterable[str]) -> bool:
        """Return True if rules that compare files may be on in some of these.

        Raises:
            ConfigError: one of their configurations is wrong.
        """
        for path in {folder_of(path): path for path in paths}.values():
            rules = self.settings(path).rules
            overrides = (*self.configs.of(path).overrides, *self.inline.overrides)
            # An override for some files may turn on any rule.
            if any(bound.collect for bound in rules) or any(
                each.layer.select or each.layer.extend_select for each in overrides
            ):
                return True
        return False

    def rules(self) -> dict[str, Rule]:
        """Return the rules of all configurations that were resolved so far, by code."""
        if self._rules[0] != len(self._sets):
            own = ruleset.builtin()
            others = (found.set for found in self._sets.values() if found.set is not own)
            rules = {rule.code: rule for each in (own, *others) for rule in each.rules}
            self._rules = (len(self._sets), rules)
        return self._rules[1]

    def deprecations(self) -> Iterator[str]:
        """Yield a line for each deprecated kind among ``rules``."""
        return ruleset.deprecations(self.rules().values())

    def rules_for(self, result: FileResult) -> tuple[BoundRule, ...]:
        """Return the rules that were on for a checked file."""
        return self.settings(result.path, result.language).rules

    def layers_for(self, path: str, language: str = "") -> list[Layer]:
        """Return the layers that set rules for a file, the weakest first."""
        config = self.configs.of(path)
        return self.layers(config, self._chosen(config, path, language))

    def preview(self, path: str) -> bool:
        """Return True if the rules in preview are on for a file."""
        config = self.configs.of(path)
        return self.selection.preview or self.inline.preview or config.preview or False

    def _chosen(self, config: Config, path: str, language: str) -> list[Override]:
        """Return the overrides that apply to a file in a language, the weakest first."""
        here = (config, self.inline)
        return [each for one in here for each in self._overrides.of(one, path, language)]

    def layers(self, config: Config, overrides: Sequence[Override] = ()) -> list[Layer]:
        """Return the layers, the weakest first: profile, file, overrides, command line."""
        command_line = self._command_line
        if self.selection.cross_file:
            rules = self.sets(config).set.rules
            added = tuple(rule.code for rule in rules if CROSS_FILE in rule.tags)
            command_line = command_line._replace(extend_select=command_line.extend_select + added)
        if self.reading.rows:
            command_line = command_line._replace(ignore=(*command_line.ignore, FILE))
        return [
            *self.profile(config).layers,
            *config.layers,
            *(override.layer for override in overrides),
            *self.inline.layers,
            command_line,
        ]

    def _resolve(
        self,
        path: str,
        config: Config,
        overrides: Sequence[Override],
        origin: str,
        dialect: str,
        paired: bool,
    ) -> FileSettings:
        layers = self.layers(config, overrides)
        found = self.sets(config)
        rules, words = found.set.rules, found.words
        select.check_selectors(self.profile(config).layers, rules)
        setting_rules = [layer for layer in layers if layer.rules]
        bound = []
        able = self._able(rules, paired)
        for rule in select.selected(able, layers, self.preview(path), origin):
            if LINKS in rule.tags and not self.reading.links:
                continue
            setting = select.setting(rule, setting_rules)
            options = named_words(rule.kind, setting.options, words, [])
            if self.timed:  # import its kind now: the import is not part of the rule's time
                rule = rule._replace(late=False)
            try:
                one = ruleset.bind(rule, severity=setting.severity, options=options)
            except ConfigError:  # the pattern of a user's rule
                rule_sets.refuse_all(self.configs, config, self._common)
                raise
            if options or rule.code in found.places:
                from contentlint.engine import budget  # few runs have rules of users

                one = budget.limited(one)
            if self.timed:
                from contentlint.engine import profiling

                one = profiling.timed(one)
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
            self.reading.lang or self.inline.lang or lang or "",
            self.reading.paragraphs or self.inline.paragraphs or paragraphs or "auto",
            origin,
            dialect,
            self.site_root(path),
            self._limit("max_file_size", config, UNTRUSTED_FILE_SIZE),
            self._limit("max_findings", config, UNTRUSTED_FINDINGS),
            paired,
        )

    def _able(self, rules: Sequence[Rule], paired: bool) -> Sequence[Rule]:
        """Return the rules that can find something in a file, ``paired`` if it is a translation."""
        if self.selection.translations_only:
            return [rule for rule in rules if rule.counterpart and paired]
        return rules if paired else [rule for rule in rules if not rule.counterpart]

    def _limit(self, name: str, config: Config, untrusted: int) -> int:
        """Return the limit of the command line, or else of the configuration.

        With ``Limits.untrusted`` the configuration may only lower the limit ``untrusted``, or the
        one that the user's own file has in its place.
        """
        requested: int = getattr(self.limits, name)
        configured: int = getattr(self.inline, name) or getattr(config, name)
        if requested or not self.limits.untrusted:
            return requested or configured
        most: int = getattr(self.configs.granted(config), name) or untrusted
        return min(configured or most, most)


def _base_objects(limits: Limits) -> Objects | None:
    """Return the objects of the commit that configures an untrusted run.

    Raises:
        ConfigError: git does not know it.
    """
    if not limits.untrusted or not limits.base:
        return None
    from contentlint.source import git

    return git.Objects(git.base(limits.base))


def _trees(limits: Limits, objects: Objects | None) -> tuple[Tree, Tree]:
    """Return where configurations are searched for, and where named files are read."""
    if not limits.untrusted:
        return DISK, DISK
    from contentlint.source.commit import EVERYWHERE, Committed

    return Committed(EVERYWHERE, objects), Committed(limits.folders, objects)


def _is_inline(value: str, tree: Tree) -> bool:
    return "=" in value and not tree.exists(value)


def _inline(lines: Sequence[str], tree: Tree) -> Config:
    """Return the inline settings as one configuration.

    Raises:
        ConfigError: one is not TOML, or not a setting.
    """
    for line in lines:
        _, fault = decode(line)
        if fault:
            hint = "; a setting is TOML, like lang = 'ar'"
            raise ConfigError(f"--config: not valid TOML: {fault}: {line}{hint}")
    config = _parsed("\n".join(lines), "--config", tree)
    refuse(config.faults)
    return config


def _parsed(text: str, source: str, tree: Tree) -> Config:
    """Parse a configuration that is no file, and has no lines that messages could name; its paths
    are relative to the current folder."""
    data, fault = decode(text)
    place = Place(source)
    wrong = [Fault(place, f"not valid TOML: {fault}")] if fault else []
    return extended(configuration.of_table(Table(data, place, wrong), os.getcwd()), wrong, tree)
