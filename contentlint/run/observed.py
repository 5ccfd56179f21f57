"""The observations of links that a run judges: those of a file, without what is excluded."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from contentlint._util import TYPE_CHECKING
from contentlint.model.errors import ConfigError, ReadError
from contentlint.model.observation import Observation
from contentlint.run import link_settings
from contentlint.run.resolve import Resolver
from contentlint.source import observations
from contentlint.text.urls.globs import Globs

if TYPE_CHECKING:
    from typing import Final


class Observed:
    """What a file tells of links.

    Attributes:
        digest: a hash of the file.
    """

    def __init__(self, path: str, resolver: Resolver, digest: str = "") -> None:
        """Read the file as ``source.observations.read`` does.

        Raises:
            ConfigError: it cannot be read, or its hash is not ``digest``: it has changed.
        """
        try:
            found, self.digest = observations.read(path, resolver.configs.named)
        except ReadError as error:
            raise ConfigError(f"--links: {path}: {error}") from None
        if digest and digest != self.digest:
            raise ConfigError(f"--links: {path}: has changed since the run began")
        self._resolver: Final = resolver
        self._all: Final[Mapping[str, Observation]] = MappingProxyType(found)
        self._kept: dict[tuple[str, ...], Mapping[str, Observation]] = {(): self._all}
        """By ``[links] exclude``."""

    def of(self, path: str) -> Mapping[str, Observation]:
        """Return the observations by URL that count for the article at ``path``.

        Raises:
            ConfigError: its configuration is wrong.
        """
        exclude = link_settings.exclude(self._resolver, path)
        kept = self._kept.get(exclude)
        if kept is None:
            globs = Globs(exclude)
            left = {url: one for url, one in self._all.items() if not globs.match(url)}
            kept = self._kept[exclude] = MappingProxyType(left)
        return kept
