"""Finds and reads the configuration of each file: the nearest in the folders above it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config import schema as configuration
from contentlint.config import user
from contentlint.config.schema import Config
from contentlint.config.toml import parse_toml, read_text
from contentlint.config.user import Grants
from contentlint.model.errors import ConfigError, ReadError
from contentlint.model.rule import Words
from contentlint.source.files import folder_of, lies_in, read_ends, shown_path
from contentlint.source.ignore import Filter

if TYPE_CHECKING:
    from typing import Any

CONFIG_NAME, SHARED_NAME = "contentlint.toml", "pyproject.toml"
"""The names of configuration files; in a folder the first that configures contentlint counts."""


DEEPEST, MOST_FILES = 20, 200
"""The longest chain of files that extend one another, and the most files below a configuration."""


class Caps(NamedTuple):
    """The most that a configuration with all its files may hold; 0: any number."""

    size: int = 0
    """Bytes, of its rule sets and ``words-file`` too."""
    codes: int = 0
    """Codes and other selectors of rules, in all lists and tables."""
    globs: int = 0
    overrides: int = 0
    """Tables of ``overrides``, each of which is asked for each file."""
    ways: int = 0
    """Different sets of overrides that match a file: each decides anew about all rules."""

    def check(self, files: Sequence[Config], size: int) -> None:
        """Check what files hold together; the last is the one that extends the others.

        Raises:
            ConfigError: it is more than one of the limits.
        """
        overrides = [each for one in files for each in one.overrides]
        layers = [layer for one in files for layer in one.layers] + [o.layer for o in overrides]
        codes = sum(
            len(listed)
            for each in layers
            for listed in (each.select or (), each.extend_select, each.ignore, each.rules)
        )
        globs = sum(len(one.include) + len(one.exclude) for one in files)
        globs += sum(len(override.files) for override in overrides)
        for most, held, what in (
            (self.size, size, "bytes"),
            (self.codes, codes, "codes of rules"),
            (self.globs, globs, "globs"),
            (self.overrides, len(overrides), "overrides"),
        ):
            if 0 < most < held:
                raise too_many(files[-1], f"has more than {most} {what}, with all its files")


def too_many(config: Config, what: str) -> ConfigError:
    """Return the error of a configuration that holds more than its caps allow."""
    why = "too many for --untrusted, unless --config names it"
    return ConfigError(f"{config.source}: {what}: {why}")


UNTRUSTED_CAPS = Caps(size=1_000_000, codes=2_000, globs=1_000, overrides=100, ways=50)
"""For a configuration that a stranger may have written."""


class Configs:
    """The configurations of folders, each found and read once."""

    def __init__(
        self,
        *,
        isolated: bool = False,
        given: Config | None = None,
        grants: Grants = Grants(),  # noqa: B008  it never changes
        caps: Caps = Caps(),  # noqa: B008
    ) -> None:
        """With ``given`` or ``isolated`` no configuration is searched for.

        ``given`` then is the configuration, ``isolated`` an empty one. ``grants``
        is what the user allows to configurations that are found, ``caps`` what they may hold.
        """
        self.grants = grants
        self._fixed = given if given is not None else (Config() if isolated else None)
        self.caps = caps if self._fixed is None else Caps()
        self._by_folder: dict[str, Config] = {}
        self._by_shown: dict[str, Config] = {}

    def of(self, path: str) -> Config:
        """Return the configuration of a file: the nearest above it, up to the repository's root.

        Raises:
            ConfigError: the configuration file is wrong.
        """
        if self._fixed is not None:
            return self._fixed
        # Keyed by the folder as written: making it absolute costs more than the rest.
        shown = folder_of(path)
        found = self._by_shown.get(shown)
        if found is None:
            found = self._by_shown[shown] = self._of_folder(os.path.abspath(shown))
        return found

    def _of_folder(self, folder: str) -> Config:
        chain = []
        found = Config()
        while True:
            known = self._by_folder.get(folder)
            if known is not None:
                found = known
                break
            chain.append(folder)
            here = None if self.grants.is_in(folder) else read_config_in(folder, self.caps)
            if here is not None:
                found = here
                check_places(found, self.granted(found).outside)
                break
            parent = os.path.dirname(folder)
            if parent == folder or os.path.exists(os.path.join(folder, ".git")):
                break
            folder = parent
        for each in chain:
            self._by_folder[each] = found
        return found

    def granted(self, config: Config) -> Grants:
        """Return what the user allows in the project of a configuration."""
        if not self.grants.path:
            return self.grants
        return self.grants.beside(_repository(config.root or os.getcwd()))

    def secret_place(self) -> str:
        """Return the path of the user's secret, or ``""`` if the current project may have brought
        it, as it may have brought the cache."""
        path = user.secret_place()
        return "" if user.is_part(path, project_of(self.of("").root or os.getcwd())) else path


def read_config_in(folder: str, caps: Caps = Caps()) -> Config | None:  # noqa: B008
    """Read the configuration file in a folder, or return None.

    Raises:
        ConfigError: it is wrong, or a link that leaves the project.
    """
    path = os.path.join(folder, CONFIG_NAME)
    if not os.path.lexists(path):
        path = os.path.join(folder, SHARED_NAME)
        if not os.path.isfile(path):
            return None
    # Passing over a broken link, or waiting for a FIFO, would check by other rules.
    if os.path.exists(path) and not os.path.isfile(path):
        raise ConfigError(f"{shown_path(path)}: not a regular file")
    if os.path.islink(path):
        top = os.path.realpath(project_of(os.path.realpath(folder)))
        if not lies_in(os.path.realpath(path), top):
            # Messages would show some of a file that the repository does not hold.
            raise ConfigError(
                f"{shown_path(path)}: is a link that leaves the project {shown_path(top)}; "
                "--config may name the file"
            )
    return read_config(path, caps)


def read_config(path: str, caps: Caps = Caps()) -> Config | None:  # noqa: B008  it never changes
    """Read a configuration file; return None for a pyproject.toml without ``tool.contentlint``.

    Raises:
        ConfigError: it cannot be read, is wrong, or holds more than ``caps`` allows.
    """
    text = read_text(path, caps.size)
    source = shown_path(path)
    is_shared = os.path.basename(path) == SHARED_NAME
    if is_shared and not _may_configure(text):
        return None
    data: Any = parse_toml(text, source)
    if is_shared:
        tool = data.get("tool")
        data = tool.get("contentlint") if isinstance(tool, dict) else None
        if data is None:
            return None
        source += ": tool.contentlint"
        if not isinstance(data, dict):
            raise ConfigError(f"{source}: expected a table")
    config = configuration.parse(data, source, os.path.dirname(os.path.abspath(path)))
    return extended(config, len(text), caps)


def _may_configure(text: str) -> bool:
    """Return False if a pyproject.toml cannot have a table for us.

    Most have none, and parsing one takes a tenth of a run on one article.
    """
    plain = "".join(text.split()).replace('"', "").replace("'", "")
    names = "tool.contentlint", "[tool]", "tool={"
    # The name may be written in escapes.
    return any(name in plain for name in names) or "\\u" in text or "\\U" in text or "\\x" in text


class _File(NamedTuple):
    """A configuration file by itself, its rule sets as paths."""

    config: Config
    size: int
    extends: tuple[str, ...]
    """The files that it extends itself, by the names from ``_one_name``."""


def extended(config: Config, size: int = 0, caps: Caps = Caps()) -> Config:  # noqa: B008
    """Merge a configuration of ``size`` bytes with the files that it extends; resolve its paths.

    Each file is read once and counts once, on however many ways it is reached.

    Raises:
        ConfigError: a file is missing, outside the project, wrong, extended in a circle or too
            deep, a glob is not valid, or there is more of something than ``caps`` allows.
    """
    read: dict[str, _File] = {}
    own = _read_extended(config, size, (), read, caps)
    files = [*read.values(), own]
    sets = {path for each in files for path in each.config.rule_sets}
    words = {path for each in files for path in each.config.spelling.files}
    if caps.size:
        size = sum(each.size for each in files) + sum(map(_size_of, sets | words))
        caps.check([each.config for each in files], size)
    for each in files:
        check_globs(each.config)
    base = Config()
    for name in _weakest_first(own, read):
        one = read[name].config
        # Globs of an extended file are meant for the articles of the one that extends it.
        overrides = tuple(o._replace(root=config.root) for o in one.overrides)
        base = configuration.over(base, one._replace(root=config.root, overrides=overrides))
    return configuration.over(base, own.config) if own.extends else own.config


def _size_of(path: str) -> int:
    return os.path.getsize(path) if os.path.exists(path) else 0


def _read_extended(
    config: Config, size: int, above: tuple[str, ...], read: dict[str, _File], caps: Caps
) -> _File:
    """Read the files that a configuration extends, and add them to ``read``.

    ``above`` are the names of the files on the way here.

    Raises:
        ConfigError: as ``extended``.
    """
    where = f"{config.source}: rule-sets"
    sets = tuple(resolved(name, config.root, where) for name in config.rule_sets)
    names = []
    for written in config.extends:
        where = f"{config.source}: extends: {written}"
        path = resolved(written, config.root, f"{config.source}: extends")
        name = _one_name(path)
        if name in above:
            way = (*above[above.index(name) :], name)
            shown = " > ".join(map(shown_path, way))
            raise ConfigError(f"{where}: extends itself: {shown}")
        if len(above) == DEEPEST:
            raise ConfigError(f"{where}: more than {DEEPEST} files extend one another")
        if name not in read:
            if len(read) == MOST_FILES:
                raise ConfigError(f"{where}: more than {MOST_FILES} files are extended")
            text = read_text(path, caps.size)
            data = parse_toml(text, shown_path(path))
            one = configuration.parse(data, shown_path(path), os.path.dirname(path))
            read[name] = _File(one, 0, ())  # counts, while those below it are read
            read[name] = _read_extended(one, len(text), (*above, name), read, caps)
        names.append(name)
    return _File(config._replace(rule_sets=sets), size, tuple(names))


def _one_name(path: str) -> str:
    """Return a path with links to folders resolved, as its only name.

    A link to the file itself is another file: its relative paths start beside the link.
    """
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def _weakest_first(file: _File, read: Mapping[str, _File]) -> list[str]:
    """Return all files that one extends, each at the last of its places, where it is strongest."""
    found: dict[str, None] = {}
    waiting = list(file.extends)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += read[name].extends
    return list(reversed(found))


PACKAGE = "python:"
"""The prefix of paths in ``extends`` and ``rule-sets`` that lie in an installed package."""


def resolved(name: str, root: str, where: str) -> str:
    """Return the absolute path of a file that ``extends`` or ``rule-sets`` names.

    It must lie in the project (the repository, or else the folder of the
    configuration) or, written ``python:package/file.toml``, in an installed
    package: nothing else is under the control of the project or the user.

    Raises:
        ConfigError: it lies elsewhere, or does not exist.
    """
    if name.startswith(PACKAGE):
        path = _in_package(name.removeprefix(PACKAGE), f"{where}: {name}")
    else:
        path = os.path.join(root, name)
        top = os.path.realpath(project_of(root))
        if not lies_in(os.path.realpath(path), top):
            raise ConfigError(f"{where}: {name}: is outside the project {shown_path(top)}")
    if not os.path.isfile(path):
        raise ConfigError(f"{where}: {name}: no such file")
    return os.path.normpath(path)


def project_of(folder: str) -> str:
    """Return the repository that a folder lies in, or else the folder itself."""
    return _repository(folder) or folder


def _repository(folder: str) -> str:
    """Return this folder or the nearest above that is a repository, or ``""``."""
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    return folder


def _in_package(name: str, where: str) -> str:
    from importlib.util import find_spec

    package, _, path = name.partition("/")
    # Only a top-level package: finding a module inside one would run the package's code.
    spec = find_spec(package) if package.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError(f"{where}: package {package!r} is not installed")
    top = os.path.realpath(spec.submodule_search_locations[0])
    found = os.path.join(top, path)
    if not lies_in(os.path.realpath(found), top):
        raise ConfigError(f"{where}: is outside the package")
    return found


def check_places(config: Config, outside: Sequence[str] = ()) -> None:
    """Check that ``site-root``, ``baseline`` and the files of words lie in the project, or in a
    folder of ``outside``.

    A repository must not probe the rest of the disk, or choose other places to write to.

    Raises:
        ConfigError: one lies elsewhere.
    """
    files = [("spelling", file) for file in config.spelling.files]
    for key, place in (("site-root", config.site_root), ("baseline", config.baseline), *files):
        if place:
            _check_place(config, key, place, outside)


def check_cache_dir(config: Config, outside: Sequence[str] = ()) -> None:
    """Check that ``cache-dir`` lies in the project, or in a folder of ``outside``.

    Raises:
        ConfigError: it lies elsewhere, or is the project itself.
    """
    if config.cache_dir:
        _check_place(config, "cache-dir", config.cache_dir, outside)
        if os.path.realpath(config.cache_dir) == os.path.realpath(project_of(config.root)):
            where = config.sources.get("cache-dir", config.source)
            raise ConfigError(f"{where}: cache-dir: the project folder cannot be the cache")


def _check_place(config: Config, key: str, place: str, outside: Sequence[str]) -> None:
    top = os.path.realpath(project_of(config.root))
    real = os.path.realpath(place)
    if not any(lies_in(real, folder) for folder in (top, *map(os.path.realpath, outside))):
        raise ConfigError(
            f"{config.sources.get(key, config.source)}: {key}: "
            f"{shown_path(os.path.normpath(place))}: is outside the project {shown_path(top)}; "
            "name it on the command line, or in outside = [...] of "
            f"{user.name_in_messages()} allow it"
        )


MOST_WORDS = 1_000_000
"""The largest ``words-file``, in bytes."""
_OWN_WORDS, _OWN_PAIRS = "own-words", "misspellings"
_SPELLED = ("ar", "fa", "ur")
"""The languages of the rules of spelling."""


def word_entries(config: Config) -> Mapping[str, Words]:
    """Return what a configuration adds to word lists, its own words among them.

    Raises:
        ConfigError: a file of words cannot be read, is too large, or is not UTF-8.
    """
    words, wrong = [*config.spelling.words], [*config.spelling.wrong]
    for path in config.spelling.files:
        for line in _words_in(path):
            (wrong if ">" in line else words).append(line)
    found = dict(config.words)
    for name, entries in ((_OWN_WORDS, words), (_OWN_PAIRS, wrong)):
        if entries:
            more = dict.fromkeys(_SPELLED, tuple(entries))
            found[name] = configuration.merged(found.get(name, {}), more)
    return found


def _words_in(path: str) -> list[str]:
    """Return the entries of a text file, one a line; of a dictionary of hunspell, the words."""
    shown = shown_path(path)
    try:
        data = read_ends(path, MOST_WORDS + 1)
        if len(data) > MOST_WORDS:
            raise ReadError(f"larger than {MOST_WORDS} bytes")
        text = data.decode("utf-8-sig")
    except ReadError as error:
        raise ConfigError(f"{shown}: {error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{shown}: not UTF-8") from None
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.partition("#")[0].partition("/")[0].strip()
        if ">" in entry and not configuration.is_pair(entry):
            raise ConfigError(f"{shown}:{number}: expected a pair like wrong>right, not {entry!r}")
        # A dictionary begins with the number of its words.
        if entry and not entry.isdecimal():
            found.append(entry)
    return found


def check_globs(config: Config) -> None:
    """Check the globs of a configuration.

    Raises:
        ConfigError: one is not valid.
    """
    for key, patterns in (("include", config.include), ("exclude", config.exclude)):
        if patterns:
            Filter(patterns, config.root, f"{config.source}: {key}")
    for override in config.overrides:
        Filter(override.files, config.root, f"{override.layer.source}: files")
