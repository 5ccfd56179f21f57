"""What one run was asked to do, and the checking of one file under it.

A session is built from plain data, so that each worker process can build its
own; nothing of it is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contentlint import config as configuration
from contentlint import formats, linter, ruleset
from contentlint.config import Config, Layer
from contentlint.diagnostic import FileResult, Incomplete
from contentlint.discovery import Configs, Filter, read_bytes, read_config
from contentlint.errors import ConfigError, ReadError, suggest
from contentlint.rule import BoundRule


class Request(NamedTuple):
    """The command line, checked for form but not yet resolved. Plain data only."""

    config: tuple[str, ...] = ()
    """Each a path of a configuration file or an inline ``key = value``."""
    isolated: bool = False
    profile: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    lang: str | None = None
    paragraphs: str | None = None


class FileSettings(NamedTuple):
    rules: tuple[BoundRule, ...]
    lang: str
    paragraphs: str


class Session:
    """Checks files; remembers configurations and bound rules."""

    def __init__(self, request: Request) -> None:
        """Raises ConfigError when ``--config`` or a selector of the command line is wrong."""
        self.request = request
        self.set = ruleset.builtin()
        self.known = ruleset.names(self.set.rules)
        files, inline = self._given()
        if len(files) > 1:
            raise ConfigError("--config: more than one configuration file is given")
        given = read_config(files[0]) if files else None
        if files and given is None:
            raise ConfigError(f"{files[0]}: has no [tool.contentlint]")
        self._inline = inline
        self.configs = Configs(isolated=request.isolated, given=given)
        self._command_line = Layer(
            "command line",
            request.select,
            request.extend_select,
            request.ignore,
        )
        self._settings: dict[tuple[int, tuple[int, ...]], FileSettings] = {}
        self._filters: dict[tuple[tuple[str, ...], str], Filter] = {}
        self._checked: dict[int, Config] = {}
        configuration.check_selectors([self._command_line, self._inline.layer], self.set.rules)
        self.profile(Config())

    def _given(self) -> tuple[list[str], Config]:
        """The files among the ``--config`` values, and the inline ones as one configuration."""
        import os

        files, lines = [], []
        for value in self.request.config:
            if "=" in value and not os.path.exists(value):
                lines.append(value)
            else:
                files.append(value)
        if not lines:
            return files, Config(origin="--config")
        import tomli

        try:
            data = tomli.loads("\n".join(lines))
        except tomli.TOMLDecodeError as error:
            raise ConfigError(f"--config: not valid TOML: {error}: {' '.join(lines)}") from None
        return files, configuration.parse(data, "--config", os.getcwd())

    def profile(self, config: Config) -> Config:
        """The profile that applies under a configuration file.

        Raises:
            ConfigError: there is no profile of that name.
        """
        name = self.request.profile or self._inline.profile or config.profile or "default"
        origin = "--profile" if self.request.profile else (config.origin or "--config")
        if name not in self.set.profiles:
            raise ConfigError(f"{origin}: " + suggest("profile", name, self.set.profiles))
        return configuration.profile_layer(name, self.set.profiles[name])

    def thresholds(self, config: Config) -> tuple[str, str]:
        """``min-severity`` and ``fail-on`` under a configuration file."""
        weaker = (self._inline, config, self.profile(config))
        shown = next(c.min_severity for c in weaker if c.min_severity)
        failing = next(c.fail_on for c in weaker if c.fail_on)
        return shown, failing

    def settings(self, path: str) -> FileSettings:
        """Rules, language and paragraph mode for one file.

        Raises:
            ConfigError: its configuration is wrong.
        """
        config = self.configs.of(path)
        matching = tuple(
            index
            for index, override in enumerate(config.overrides)
            if self._matches(override.files, config.root, path)
        )
        inline = tuple(
            index
            for index, override in enumerate(self._inline.overrides)
            if self._matches(override.files, self._inline.root, path)
        )
        key = (id(config), (*matching, -1, *inline))
        if key not in self._settings:
            self._checked[id(config)] = config  # keeps it alive, so that its id stays its own
            chosen = [config.overrides[i] for i in matching]
            chosen += [self._inline.overrides[i] for i in inline]
            self._settings[key] = self._resolve(config, chosen)
        return self._settings[key]

    def _matches(self, patterns: tuple[str, ...], root: str, path: str) -> bool:
        key = (patterns, root)
        if key not in self._filters:
            self._filters[key] = Filter(patterns, root)
        return self._filters[key].verdict(path) is True

    def layers(
        self, config: Config, overrides: Sequence[configuration.Override] = ()
    ) -> list[Layer]:
        """Who speaks of the rules, from the weakest: profile, file, overrides, command line."""
        return [
            self.profile(config).layer,
            config.layer,
            *(override.layer for override in overrides),
            self._inline.layer,
            self._command_line,
        ]

    def _resolve(self, config: Config, overrides: Sequence[configuration.Override]) -> FileSettings:
        layers = self.layers(config, overrides)
        configuration.check_selectors(layers, self.set.rules)
        preview = self.request.preview or self._inline.preview or config.preview
        bound, errors = [], []
        for rule in configuration.selected(self.set.rules, layers, preview):
            setting = configuration.setting(rule, layers)
            try:
                bound.append(ruleset.bind(rule, severity=setting.severity, options=setting.options))
            except ConfigError as error:
                where = next(
                    la.origin
                    for la in reversed(layers)
                    if rule.code in la.rules or rule.name in la.rules
                )
                errors += [f"{where}: rules.{text}" for text in str(error).split("\n")]
        if errors:
            raise ConfigError("\n".join(errors))
        lang, paragraphs = config.lang, config.paragraphs
        for override in overrides:
            lang = override.lang or lang
            paragraphs = override.paragraphs or paragraphs
        return FileSettings(
            tuple(bound),
            self.request.lang or self._inline.lang or lang or "",
            self.request.paragraphs or self._inline.paragraphs or paragraphs or "auto",
        )

    def check(self, path: str, data: bytes | None = None) -> FileResult:
        """Check one file; ``data`` is its content where it does not come from the disk.

        What cannot be read is in ``incomplete``, never raised.

        Raises:
            ConfigError: the file's configuration is wrong.
        """
        settings = self.settings(path)
        try:
            if data is None:
                data = read_bytes(path)
            doc = formats.read(path, data, language=settings.lang, paragraphs=settings.paragraphs)
        except ReadError as error:
            return FileResult(path, (), 0, (Incomplete(path, str(error)),))
        return linter.lint(doc, settings.rules, self.set.precedence, self.known)
