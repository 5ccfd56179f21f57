"""A run that begins with what is known from the last one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from contentlint._util import TYPE_CHECKING
from contentlint._util.digest import digest_of
from contentlint.cache import folder as cachefolder
from contentlint.cache import key as cachekey
from contentlint.cache import store
from contentlint.cache.store import Entry, Said, Writer
from contentlint.config.load import check_cache_dir
from contentlint.config.schema import Config
from contentlint.model.diagnostic import FileResult
from contentlint.model.errors import ContentlintError, ReadError
from contentlint.model.wire import loads, pack, unpack
from contentlint.report.writer import Output
from contentlint.run import replay
from contentlint.run.known import Old
from contentlint.run.resolve import ConfigKey, key_of
from contentlint.run.session import Session
from contentlint.source import files
from contentlint.source.discovery import CACHE_FOLDER, Found, Target

if TYPE_CHECKING:
    from argparse import Namespace


def folder_of(session: Session) -> str:
    """Where the cache of a run lies: beside the configuration of the current folder, unless that
    or whoever runs this says where else.

    Raises:
        ConfigError: ``cache-dir`` is no place for it.
    """
    config = session.configs.of("")
    granted = session.configs.granted(config)
    check_cache_dir(config, granted.outside)
    root = config.root or os.getcwd()
    if granted.cache_dir and not session.inline.cache_dir:
        name = digest_of(os.fsencode(os.path.realpath(root)))[:16]
        return os.path.join(granted.cache_dir, name)
    return session.inline.cache_dir or config.cache_dir or os.path.join(root, CACHE_FOLDER)


def begin(
    args: Namespace, session: Session, found: Found, reports: Sequence[Output], old: Old
) -> Caching | None:
    """What is known for a run, or None where nothing may be: that is never an error.

    Raises:
        ConfigError: a configuration is wrong.
    """
    if args.no_cache or args.untrusted or not found.targets:
        return None
    folder = folder_of(session)
    folders = {files.folder_of(target.path): target.path for target in found.targets}
    configs = {path: session.configs.of(example) for path, example in folders.items()}
    # What a plugin does may change without its version, and ours does not.
    if any(c.plugins for c in (*configs.values(), session.inline)) or not cachefolder.usable(
        folder
    ):
        return None
    try:
        return Caching(args, session, found, reports, old, folder, configs, folders)
    except (OSError, ReadError):
        return None


class Caching:
    """One run; call ``replayed``, and where that has nothing, ``results`` and ``save``."""

    def __init__(
        self,
        args: Namespace,
        session: Session,
        found: Found,
        reports: Sequence[Output],
        old: Old,
        folder: str,
        configs: Mapping[str, Config],
        folders: Mapping[str, str],
    ) -> None:
        """Raises ReadError and OSError where something it depends on cannot be read."""
        self.session = session.with_(session.request.needs._replace(cached=True))
        """Checks what is not known; its results hold what is stored."""
        self._found = found
        self._root = configs_root(session)
        prefix = os.path.relpath(os.getcwd(), self._root).replace(os.sep, "/")
        self._prefix = "" if prefix == "." else prefix + "/"
        digests: dict[ConfigKey, str] = {}
        for config in configs.values():
            if key_of(config) not in digests:
                digests[key_of(config)] = cachekey.of_config(config, self._root)
        self._examples = {key_of(config): path for path, config in configs.items()}
        self._configs = {
            # What an override says of the origin is part of the configuration.
            folder: digests[key_of(config)] + session.origins.of(folders[folder]).origin[:1]
            for folder, config in configs.items()
        }
        self._folders: dict[str, str] = {}
        """The names of folders by their paths."""
        self._today = store.today()
        # What is found in a file that has nothing to fix is the same with `--fix`.
        asked = session.request._replace(
            selection=session.request.selection._replace(config=()),
            needs=session.request.needs._replace(fix="", unsafe=False),
        )
        key = cachekey.of_run(asked, session.inline, self._root)
        self._folder = folder
        self._path = cachefolder.file(folder, key)
        self._said_key = ""
        if replay.possible(reports, old, found, session.request.needs.fix):
            self._said_key = replay.key(key, args, found, self._configs)
        self._streams: tuple[replay.Tee, replay.Tee] | None = None
        self._entries: dict[str, Entry] = {}
        self._results: dict[str, FileResult | None] = {}
        """Of the files that are known; None: not unpacked yet, so that not all are at once."""
        self._asked: list[tuple[str, Sequence[tuple[str, bool | None]]]] = []
        self._changed = False
        self._trusted = True
        self._writer: Writer | None = None

    def replayed(self) -> int | None:
        """Say what the last run said, if nothing has changed; its exit code."""
        if not self._said_key:
            return None
        said = store.read_said(self._path)
        if said is None or said.key != self._said_key:
            return None
        try:
            if not all(self.session.still(path, asked) for path, asked in said.asked):
                return None
        except ValueError:
            return None
        replay.print_again(said.out, said.err)
        return said.code

    def results(
        self, check: Callable[[Found], Generator[FileResult, None, None]]
    ) -> Generator[FileResult, None, None]:
        """The results of all files in order; ``check`` gives those of the files not known.

        Raises:
            ConfigError: a configuration is wrong.
        """
        for folder in self._examples.values():  # its rules are asked for, whatever is known
            self.session.settings(os.path.join(folder, "x") if folder else "x")
        try:
            cachefolder.make(self._folder)
            self._writer = Writer(self._path)
        except OSError:
            self._writer = None
        self._entries = store.read_entries(self._path)
        for target in self._found.targets:
            if self._is_known(target):
                self._results.setdefault(target.path, None)
        rest = tuple(t for t in self._found.targets if t.path not in self._results)
        return self._merged(check(self._found._replace(targets=rest)))

    def _merged(self, rest: Generator[FileResult, None, None]) -> Generator[FileResult, None, None]:
        """Those that were known and those that had to be found out, in the order of the files."""
        with closing(rest):
            for target in self._found.targets:
                if target.path in self._results:
                    yield self._results.pop(target.path) or self._unpacked(target)
                else:
                    result = next(rest)
                    self._learn(target, result)
                    yield result

    def _unpacked(self, target: Target) -> FileResult:
        packed = self._entries[self._name(target.path)].result
        try:
            return unpack(target.path, loads(packed))
        except (ValueError, RecursionError):  # nobody writes such a thing, but anybody can
            return self.session.check(target.path)

    def _name(self, path: str) -> str:
        """A path from the root, however it was written."""
        cut = path.rfind("/") + 1
        folder = path[:cut]
        shown = self._folders.get(folder)
        if shown is None:
            shown = self._folders[folder] = self._folder_name(folder)
        return shown + path[cut:]

    def _folder_name(self, folder: str) -> str:
        """The same of a folder; both end with a slash, or are empty."""
        if folder.startswith(("/", ".")) or (os.sep != "/" and os.path.isabs(folder)):
            whole, root = (
                os.path.abspath(path).replace(os.sep, "/").rstrip("/") + "/"
                for path in (folder, self._root)
            )
            return whole.removeprefix(root)
        return self._prefix + folder

    def _is_known(self, target: Target) -> bool:
        """Return True if a file is what it was, under the same configuration."""
        path = target.path
        name = self._name(path)
        entry = self._entries.get(name)
        if entry is None or entry.config != self._configs[files.folder_of(path)]:
            return False
        if entry.stamp != target.stamp or entry.fresh:
            sizes = [stamp.split()[2:3] for stamp in (entry.stamp, target.stamp)]
            if sizes[0] != sizes[1] or not _holds(path, entry.digest):
                return False
            entry = entry._replace(stamp=target.stamp, fresh=self._is_fresh(target))
            self._changed = True
        if (entry.asks or self.session.request.needs.fix) and not self._is_right(path, entry):
            return False
        if entry.seen != self._today:
            entry = entry._replace(seen=self._today)
            self._changed = True
        self._entries[name] = entry
        self._trusted = self._trusted and not entry.fresh
        return True

    def _is_right(self, path: str, entry: Entry) -> bool:
        """Return True if a result needs no fix, and what its rules asked for is there or not as
        before."""
        try:
            result = unpack(path, loads(entry.result))
            counts = result.counts
            needs = self.session.request.needs
            if needs.fix and (counts.total() if needs.unsafe else counts.fixable):
                return False
            if result.asked and not self.session.still(path, result.asked):
                return False
        except (ValueError, RecursionError):
            return False
        self._results[path] = result
        self._note(result)
        return True

    def _learn(self, target: Target, result: FileResult) -> None:
        """Keep a result, or nothing where it may be another the next time."""
        name = self._name(target.path)
        before = self._entries.pop(name, None)
        self._changed = self._changed or before is not None
        packed = b""
        if result.digest and not result.incomplete:
            parts = pack(result._replace(digest=""))
            packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode(
                "utf-8", "surrogatepass"
            )
        if not packed or len(packed) > store.LARGEST:
            self._trusted = False
            return
        config = self._configs[files.folder_of(target.path)]
        fresh, asks = self._is_fresh(target), bool(result.asked)
        self._entries[name] = Entry(
            target.stamp, fresh, self._today, result.digest, config, asks, packed
        )
        self._changed = True
        self._trusted = self._trusted and not fresh
        self._note(result)

    def _note(self, result: FileResult) -> None:
        if result.asked:
            self._asked.append((result.path, result.asked))

    def _is_fresh(self, target: Target) -> bool:
        born = self._writer.born if self._writer else 0
        return target.latest() >= born - store.FRESH

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Note what is said meanwhile, for ``save``."""
        if not self._said_key:
            yield
            return
        with replay.recording() as self._streams:
            yield

    def save(self, code: int) -> None:
        """Write what is known now; nothing of it can fail the run."""
        if self._writer is None:
            return
        said = None
        out, err = (stream.text() for stream in self._streams) if self._streams else (None, None)
        if out is not None and err is not None and self._trusted:
            # As `console` has the stream write it.
            sent = out.encode("utf-8", "backslashreplace")
            said = Said(self._said_key, sent, err, code, self._asked)
        if said is None and not self._changed:
            return
        self._writer.put(store.parts_of(said, self._entries))
        cachefolder.sweep(self._folder)

    def close(self) -> None:
        """Leave no unfinished file behind."""
        if self._writer is not None:
            self._writer.drop()


def configs_root(session: Session) -> str:
    """The folder that the names of files are kept from."""
    return session.configs.of("").root or os.getcwd()


def _holds(path: str, digest: str) -> bool:
    try:
        return digest_of(files.read_bytes(path)) == digest
    except ContentlintError:
        return False
