"""Finds and reads the configuration of each file: the nearest in the folders above it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config import schema as configuration
from contentlint.config import user
from contentlint.config.schema import Config
from contentlint.config.table import Fault, Place, parse_table, read_table, read_text, refuse
from contentlint.config.user import Grants
from contentlint.model.errors import ConfigError, ReadError, close_to
from contentlint.model.rule import Words
from contentlint.source.files import folder_of, lies_in, shown_path
from contentlint.source.ignore import is_glob
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Any

CONFIG_NAME, SHARED_NAME = "contentlint.toml", "pyproject.toml"
"""The names of configuration files; in a folder the first that configures contentlint counts."""


DEEPEST, MOST_FILES = 20, 200
"""The longest chain of files that extend one another, and the most files below a configuration."""


class Configs:
    """The configurations of folders, each found and read once."""

    def __init__(
        self,
        *,
        isolated: bool = False,
        given: Config | None = None,
        grants: Grants = Grants(),  # noqa: B008  it never changes
        found: Tree = DISK,
        named: Tree = DISK,
        refuse: Callable[[Configs, Config], object] = lambda _, config: refuse(config.faults),
    ) -> None:
        """With ``given`` or ``isolated`` no configuration is searched for.

        ``given`` then is the configuration, ``isolated`` an empty one. ``grants``
        is what the user allows to configurations that are found. They are searched for in
        ``found``; ``named`` has the files that they and the user name. ``refuse`` raises
        ConfigError for a configuration with faults.
        """
        self.grants = grants
        self.found = found
        self.named = named
        self._refuse = refuse
        self._fixed = given if given is not None else (Config() if isolated else None)
        self._by_folder: dict[str, Config] = {}
        self._by_shown: dict[str, Config] = {}

    def of(self, path: str) -> Config:
        """Return the configuration of a file: the nearest above it, up to the repository's root.

        Raises:
            ConfigError: the configuration file is wrong.
        """
        if self._fixed is not None:
            if self._fixed.faults:
                self._refuse(self, self._fixed)
            return self._fixed
        # Keyed by the folder as written: making it absolute costs more than the rest.
        shown = folder_of(path)
        found = self._by_shown.get(shown)
        if found is None:
            found = self._by_shown[shown] = self._of_folder(os.path.abspath(shown))
        if found.faults:
            self._refuse(self, found)
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
            here = None
            if not self.grants.is_in(folder):
                here = read_config_in(folder, self.found, self.named)
            if here is not None:
                found = here
                wrong = tuple(misplaced(here, self.granted(here).outside, self.named))
                if wrong:  # nothing outside the project is read to say more
                    spelling = here.spelling._replace(files=())
                    found = here._replace(faults=here.faults + wrong, spelling=spelling)
                break
            parent = os.path.dirname(folder)
            if parent == folder or self.found.is_top(folder):
                break
            folder = parent
        for each in chain:
            self._by_folder[each] = found
        return found

    def translate(self) -> bool:
        """Return True if a configuration that was found so far has ``[[translations]]``."""
        found = (*self._by_shown.values(), self._fixed)
        return any(config is not None and bool(config.translations) for config in found)

    def granted(self, config: Config) -> Grants:
        """Return what the user allows in the project of a configuration."""
        if not self.grants.path:
            return self.grants
        return self.grants.beside(repository_of(config.root or os.getcwd()))

    def secret_place(self) -> str:
        """Return the path of the user's secret, or ``""`` if the current project may have brought
        it, as it may have brought the cache."""
        path = user.secret_place()
        return "" if user.is_part(path, project_of(self.of("").root or os.getcwd())) else path


def read_config_in(folder: str, found: Tree = DISK, named: Tree = DISK) -> Config | None:
    """Read the configuration file that ``found`` has in a folder, or return None.

    ``named`` has the files that it names. The configuration has its faults.

    Raises:
        ConfigError: it is no regular file, or a link that leaves the project.
    """
    path = os.path.join(folder, CONFIG_NAME)
    if not found.exists(path) and not found.is_link(path):
        path = os.path.join(folder, SHARED_NAME)
        if not found.is_file(path):
            return None
    # Passing over a broken link, or waiting for a FIFO, would check by other rules.
    if found.exists(path) and not found.is_file(path):
        raise ConfigError(f"{shown_path(path)}: not a regular file")
    if found.is_link(path):
        top = found.real(project_of(found.real(folder), found))
        if not lies_in(found.real(path), top):
            # Messages would show some of a file that the repository does not hold.
            raise ConfigError(
                f"{shown_path(path)}: is a link that leaves the project {shown_path(top)}; "
                "--config may name the file"
            )
    return read_config(path, named)


def read_config(path: str, tree: Tree = DISK) -> Config | None:
    """Read a configuration file, with its faults; return None for a pyproject.toml without
    ``tool.contentlint``."""
    faults: list[Fault] = []
    text = read_text(path, faults, tree)
    is_shared = os.path.basename(path) == SHARED_NAME
    if is_shared and not faults and not _may_configure(text):
        return None
    table = parse_table(text, shown_path(path), faults)
    if is_shared and not faults:
        tool = table.data.get("tool")
        own: Any = tool.get("contentlint") if isinstance(tool, dict) else None
        if own is None:
            return None
        table = table.within(own, "tool.contentlint", "tool", "contentlint")
        if not isinstance(own, dict):
            table.wrong("expected a table")
            table.data = {}
    config = configuration.of_table(table, os.path.dirname(os.path.abspath(path)))
    return extended(config, faults, tree)


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
    extends: tuple[str, ...]
    """The files that it extends itself, with the links to their folders resolved."""


def extended(config: Config, faults: list[Fault], tree: Tree = DISK) -> Config:
    """Merge a configuration with the files that it extends, and resolve its paths.

    Each file is read once and counts once, on however many ways it is reached. ``faults`` are those
    of the configuration; to them are added: a file that is missing, outside the project, wrong,
    extended in a circle or too deep, or a glob that is not valid.
    """
    read: dict[str, _File] = {}
    own = _read_extended(config, (), read, faults, tree)
    for each in (*read.values(), own):
        faults += wrong_globs(each.config)
    base = Config()
    for name in _weakest_first(own, read):
        one = read[name].config
        # Globs of an extended file are meant for the articles of the one that extends it.
        overrides = tuple(o._replace(root=config.root) for o in one.overrides)
        translations = tuple(t._replace(root=config.root) for t in one.translations)
        one = one._replace(overrides=overrides, translations=translations)
        base = configuration.over(base, one)
    whole = configuration.over(base, own.config) if own.extends else own.config
    return whole._replace(faults=tuple(faults))


def _read_extended(
    config: Config, above: tuple[str, ...], read: dict[str, _File], faults: list[Fault], tree: Tree
) -> _File:
    """Read the files that a configuration extends, and add them to ``read``.

    ``above`` are the names of the files on the way here. ``faults`` are added to as in
    ``extended``.
    """

    def named(key: str, names: Sequence[str]) -> Iterator[tuple[str, Place]]:
        """Yield each file with the place of its name."""
        for index, name in enumerate(names):
            place = config.sources[key].at(key, index, label=f"{key}: {name}")
            try:
                yield resolved(name, config.root, tree), place
            except ConfigError as error:
                faults.append(Fault(place, str(error), hides=True))

    sets = tuple(path for path, _ in named("rule-sets", config.rule_sets))
    names = []
    for path, place in named("extends", config.extends):
        # With links to folders resolved. A link to the file itself is another file: its relative
        # paths start beside the link.
        name = os.path.join(tree.real(os.path.dirname(path)), os.path.basename(path))
        if name in above:
            way = (*above[above.index(name) :], name)
            shown = " > ".join(map(shown_path, way))
            faults.append(Fault(place, f"extends itself: {shown}"))
            continue
        if len(above) == DEEPEST:
            faults.append(Fault(place, f"more than {DEEPEST} files extend one another", hides=True))
            continue
        if name not in read:
            if len(read) == MOST_FILES:
                message = f"more than {MOST_FILES} files are extended"
                if not any(fault.message == message for fault in faults):
                    faults.append(Fault(place, message, hides=True))
                break
            one = configuration.of_table(read_table(path, faults, tree), os.path.dirname(path))
            read[name] = _File(one, ())  # counts, while those below it are read
            read[name] = _read_extended(one, (*above, name), read, faults, tree)
        names.append(name)
    return _File(config._replace(rule_sets=sets), tuple(names))


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


def resolved(name: str, root: str, tree: Tree = DISK) -> str:
    """Return the absolute path of a file that ``extends`` or ``rule-sets`` names.

    It must lie in the project (the repository, or else the folder of the
    configuration) or, written ``python:package/file.toml``, in an installed
    package: nothing else is under the control of the project or the user.

    Raises:
        ConfigError: it lies elsewhere, or does not exist.
    """
    if name.startswith(PACKAGE):
        path = _in_package(name.removeprefix(PACKAGE))
    else:
        path = os.path.join(root, name)
        top = tree.real(project_of(root, tree))
        if not lies_in(tree.real(path), top):
            raise ConfigError(f"is outside the project {shown_path(top)}")
    if not tree.is_file(path):
        folder, stem = os.path.dirname(name), os.path.basename(name).removesuffix(".toml")
        there = [n[:-5] for n in tree.names(os.path.dirname(path)) if n.endswith(".toml")]
        names = [os.path.join(folder, f"{near}.toml") for near in close_to(stem, there)]
        hint = f"; did you mean {' or '.join(map(repr, names))}?" if names else ""
        raise ConfigError(f"{tree.missing(path)}{hint}")
    return os.path.normpath(path)


def project_of(folder: str, tree: Tree = DISK) -> str:
    """Return the repository that a folder lies in, or else the folder itself."""
    return repository_of(folder, tree) or folder


def repository_of(folder: str, tree: Tree = DISK) -> str:
    """Return this folder or the nearest above that is a repository, or ``""``."""
    while not tree.is_top(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    return folder


def _in_package(name: str) -> str:
    from importlib.util import find_spec

    package, _, path = name.partition("/")
    # Only a top-level package: finding a module inside one would run the package's code.
    spec = find_spec(package) if package.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError(f"package {package!r} is not installed")
    top = os.path.realpath(spec.submodule_search_locations[0])
    found = os.path.join(top, path)
    if not lies_in(os.path.realpath(found), top):
        raise ConfigError("is outside the package")
    return found


def misplaced(config: Config, outside: Sequence[str], tree: Tree) -> Iterator[Fault]:
    """Yield a fault if ``site-root``, ``baseline`` or a file of words lies neither in the project
    nor in a folder of ``outside``.

    A repository must not probe the rest of the disk, or choose other places to write to. ``tree``
    has the files that are read; the site itself lies on the disk.
    """
    files = [(("spelling", "words-file"), file, tree) for file in config.spelling.files]
    site = ("site-root",), config.site_root, DISK
    for keys, place, where in (site, (("baseline",), config.baseline, tree), *files):
        if place:
            yield from _misplaced(config, keys, place, outside, where)


def check_cache_dir(config: Config, outside: Sequence[str] = ()) -> None:
    """Check that ``cache-dir`` lies in the project, or in a folder of ``outside``.

    Raises:
        ConfigError: it lies elsewhere, or is the project itself.
    """
    if config.cache_dir:
        faults = [*_misplaced(config, ("cache-dir",), config.cache_dir, outside)]
        if os.path.realpath(config.cache_dir) == os.path.realpath(project_of(config.root)):
            place = config.sources["cache-dir"].at("cache-dir", label="cache-dir")
            faults.append(Fault(place, "the project folder cannot be the cache"))
        refuse(faults)


def _misplaced(
    config: Config, keys: Sequence[str], place: str, outside: Sequence[str], tree: Tree = DISK
) -> Iterator[Fault]:
    top = tree.real(project_of(config.root, tree))
    real = tree.real(place)
    if not any(lies_in(real, folder) for folder in (top, *map(os.path.realpath, outside))):
        yield Fault(
            config.sources[keys[0]].at(*keys, label=keys[0]),
            f"{shown_path(os.path.normpath(place))}: is outside the project {shown_path(top)}; "
            "name it on the command line, or list it under outside = [...] in "
            f"{user.name_in_messages()}",
        )


MOST_WORDS = 1_000_000
"""The largest ``words-file``, in bytes."""
_OWN_WORDS, _OWN_PAIRS = "own-words", "misspellings"
_SPELLED = ("ar", "fa", "ur")
"""The languages of the rules of spelling."""


def word_entries(config: Config, faults: list[Fault], tree: Tree = DISK) -> Mapping[str, Words]:
    """Return what a configuration adds to word lists, its own words among them.

    A file of words that cannot be read, is too large or not UTF-8, and a wrong line of one, is
    added to ``faults``.
    """
    words, wrong = [*config.spelling.words], [*config.spelling.wrong]
    for path in config.spelling.files:
        place = config.sources["spelling"].at("spelling", "words-file", label="spelling")
        for line in _words_in(path, place, faults, tree):
            (wrong if ">" in line else words).append(line)
    found = dict(config.words)
    for name, entries in ((_OWN_WORDS, words), (_OWN_PAIRS, wrong)):
        if entries:
            more = dict.fromkeys(_SPELLED, tuple(entries))
            found[name] = configuration.merged(found.get(name, {}), more)
    return found


def _words_in(path: str, place: Place, faults: list[Fault], tree: Tree) -> list[str]:
    """Return the entries of a text file, one a line; of a dictionary of hunspell, the words.

    ``place`` names the file.
    """
    shown = shown_path(path)
    try:
        data = tree.ends(path, MOST_WORDS + 1)
        if len(data) > MOST_WORDS:
            raise ReadError(f"larger than {MOST_WORDS} bytes")
        text = data.decode("utf-8-sig")
    except ReadError as error:
        faults.append(Fault(place, f"words-file: {shown}: {error}"))
        return []
    except UnicodeDecodeError:
        faults.append(Fault(place, f"words-file: {shown}: not UTF-8"))
        return []
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.partition("#")[0].partition("/")[0].strip()
        if ">" in entry and not configuration.is_pair(entry):
            message = f"expected a pair like wrong>right, not {entry!r}"
            faults.append(Fault(Place(shown, text), message, number))
            continue
        # A dictionary begins with the number of its words.
        if entry and not entry.isdecimal():
            found.append(entry)
    return found


def wrong_globs(config: Config) -> Iterator[Fault]:
    """Yield a fault for each glob of a configuration that is not valid."""
    given = [(config.sources[key], key) for key in ("include", "exclude") if key in config.sources]
    listed = [(place, key, getattr(config, key)) for place, key in given]
    listed += [(o.layer.place, "files", o.files) for o in config.overrides if o.layer.place]
    for place, key, patterns in listed:
        for index, pattern in enumerate(patterns):
            if not is_glob(pattern):
                yield Fault(place.at(key, index, label=key), f"{pattern!r} is not a valid glob")
