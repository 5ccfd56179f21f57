"""Checks only the files that have changed since an earlier run, with the cache."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from contentlint._util import TYPE_CHECKING
from contentlint._util.digest import digest_of
from contentlint._util.namedtuple import NamedTuple
from contentlint.cache import folder as cachefolder
from contentlint.cache import key as cachekey
from contentlint.cache import secret as cachesecret
from contentlint.cache import store
from contentlint.cache.store import Entry, RunOutput, Writer
from contentlint.config.load import check_cache_dir
from contentlint.config.schema import Config
from contentlint.model.diagnostic import FileResult
from contentlint.model.errors import ContentlintError, ReadError
from contentlint.model.wire import loads, pack, unpack
from contentlint.report.writer import Output
from contentlint.run import replay
from contentlint.run.report_filter import ReportFilters
from contentlint.run.resolve import ConfigKey, Resolver, key_of
from contentlint.run.session import Session
from contentlint.source import files
from contentlint.source.discovery import CACHE_FOLDER, Found, Target

if TYPE_CHECKING:
    from argparse import Namespace


def folder_of(resolver: Resolver) -> str:
    """Return the cache folder of a run.

    By default it lies beside the configuration of the current folder; the command line, that
    configuration and the user's own file may name another.

    Raises:
        ConfigError: the configuration may not name the folder that it names.
    """
    config = resolver.configs.of("")
    granted = resolver.configs.granted(config)
    check_cache_dir(config, granted.outside)
    root = _root(resolver)
    if granted.cache_dir and not resolver.inline.cache_dir:
        name = digest_of(os.fsencode(os.path.realpath(root)))[:16]
        return os.path.join(granted.cache_dir, name)
    return resolver.inline.cache_dir or config.cache_dir or os.path.join(root, CACHE_FOLDER)


def begin(
    args: Namespace,
    session: Session,
    found: Found,
    outputs: Sequence[Output],
    filters: ReportFilters,
) -> IncrementalRun | None:
    """Return the incremental run, or None if the cache cannot be used, which is not an error.

    Raises:
        ConfigError: a configuration is wrong.
    """
    if args.no_cache or args.untrusted or not found.targets:
        return None
    resolver = session.resolver
    folder = folder_of(resolver)
    examples = {files.folder_of(target.path): target.path for target in found.targets}
    folders = {
        folder: _Configured(resolver.configs.of(example), example)
        for folder, example in examples.items()
    }
    # A plugin may behave differently without a new version of it or of contentlint.
    if resolver.inline.plugins or any(each.config.plugins for each in folders.values()):
        return None
    secret = cachesecret.of_user(resolver.configs.secret_place())
    if not secret or not cachefolder.usable(folder):
        return None
    try:
        cache = _CachePlace(folder, secret)
        return IncrementalRun(args, session, found, outputs, filters, cache, folders)
    except (OSError, ReadError):
        return None


class _CachePlace(NamedTuple):
    """The folder of a cache, and what tells its files from those of others."""

    folder: str
    secret: bytes
    """The user's."""


class _Configured(NamedTuple):
    """A folder with files that are checked."""

    config: Config
    example: str
    """One of its files."""


class IncrementalRun:
    """A run with the cache: call ``replayed``, and if it returns None, ``results`` and ``save``.

    Attributes:
        session: checks the files that have changed; its results hold what the cache stores.
    """

    def __init__(
        self,
        args: Namespace,
        session: Session,
        found: Found,
        outputs: Sequence[Output],
        filters: ReportFilters,
        cache: _CachePlace,
        folders: Mapping[str, _Configured],
    ) -> None:
        """``folders`` are those of the files, by path.

        Raises:
            ReadError, OSError: something that results depend on cannot be read.
        """
        request = session.request
        self.session = session.with_(request.needs._replace(cached=True))
        self._found = found
        self._root = _root(session.resolver)
        prefix = os.path.relpath(os.getcwd(), self._root).replace(os.sep, "/")
        self._prefix = "" if prefix == "." else prefix + "/"
        digests: dict[ConfigKey, str] = {}
        for config, _ in folders.values():
            if key_of(config) not in digests:
                digests[key_of(config)] = cachekey.of_config(config, self._root)
        self._examples = {key_of(config): folder for folder, (config, _) in folders.items()}
        self._configs = {
            # What overrides set is part of the configuration.
            folder: digests[key_of(config)]
            + session.resolver.origins.of(example).origin[:1]
            + session.resolver.dialects.of(example)[0]
            for folder, (config, example) in folders.items()
        }
        self._folder_names: dict[str, str] = {}
        """The names of folders in the cache, by their paths."""
        self._today = store.today()
        # A file without fixes has the same findings with `--fix`.
        asked = request._replace(
            selection=request.selection._replace(config=()),
            needs=request.needs._replace(fix="", unsafe=False),
        )
        key = cachekey.of_run(asked, session.resolver.inline, self._root)
        self._cache = cache
        self._path = cachefolder.file(cache.folder, key)
        self._output_key = ""
        if replay.possible(outputs, filters, found, request.needs.fix):
            self._output_key = replay.key(key, args, found, self._configs)
        self._streams: tuple[replay.Tee, replay.Tee] | None = None
        self._entries: dict[str, Entry] = {}
        self._results: dict[str, FileResult | None] = {}
        """The cached results that are valid, by path; None until they are unpacked, one by one."""
        self._asked: list[tuple[str, Sequence[tuple[str, bool | str | None]]]] = []
        self._changed = False
        self._trusted = True
        """True if the output of the run may be stored."""
        self._writer: Writer | None = None

    def replayed(self) -> int | None:
        """Print the stored output if nothing has changed, and return its exit code."""
        if not self._output_key:
            return None
        output = store.read_output(self._path, self._cache.secret)
        if output is None or output.key != self._output_key:
            return None
        try:
            if not all(self.session.exist_as_before(path, asked) for path, asked in output.asked):
                return None
        except ValueError:
            return None
        replay.print_again(output.out, output.err)
        return output.code

    def results(
        self, check: Callable[[Found], Generator[FileResult, None, None]]
    ) -> Generator[FileResult, None, None]:
        """Return the results of all files in order; ``check`` yields those of changed files.

        Raises:
            ConfigError: a configuration is wrong.
        """
        for folder in self._examples.values():  # the report needs the rules of each configuration
            self.session.resolver.settings(os.path.join(folder, "x") if folder else "x")
        try:
            cachefolder.make(self._cache.folder)
            self._writer = Writer(self._path)
        except OSError:
            self._writer = None
        self._entries = store.read_entries(self._path, self._cache.secret)
        for target in self._found.targets:
            if self._is_valid(target):
                self._results.setdefault(target.path, None)
        rest = tuple(t for t in self._found.targets if t.path not in self._results)
        return self._merged(check(self._found._replace(targets=rest)))

    def _merged(self, rest: Generator[FileResult, None, None]) -> Generator[FileResult, None, None]:
        """Yield the cached results and the new ones, ``rest``, in the order of the files."""
        with closing(rest):
            for target in self._found.targets:
                if target.path in self._results:
                    yield self._results.pop(target.path) or self._unpacked(target)
                else:
                    result = next(rest)
                    self._store(target, result)
                    yield result

    def _unpacked(self, target: Target) -> FileResult:
        packed = self._entries[self._name(target.path)].result
        try:
            return unpack(target.path, loads(packed))
        except (ValueError, RecursionError):  # we write no such entry, but others may
            return self.session.check_file(target.path)

    def _name(self, path: str) -> str:
        """Return the path relative to the root, whatever folder it is relative to."""
        cut = path.rfind("/") + 1
        folder = path[:cut]
        name = self._folder_names.get(folder)
        if name is None:
            name = self._folder_names[folder] = self._folder_name(folder)
        return name + path[cut:]

    def _folder_name(self, folder: str) -> str:
        """Return the same of a folder; both end with a slash, or are empty."""
        if folder.startswith(("/", ".")) or (os.sep != "/" and os.path.isabs(folder)):
            whole, root = (
                os.path.abspath(path).replace(os.sep, "/").rstrip("/") + "/"
                for path in (folder, self._root)
            )
            return whole.removeprefix(root)
        return self._prefix + folder

    def _is_valid(self, target: Target) -> bool:
        """Return True if neither a file nor its configuration has changed; update its entry."""
        path = target.path
        name = self._name(path)
        entry = self._entries.get(name)
        if entry is None or entry.config != self._configs[files.folder_of(path)]:
            return False
        if entry.stamp != target.stamp or entry.fresh:
            sizes = [stamp.split()[2:3] for stamp in (entry.stamp, target.stamp)]
            if sizes[0] != sizes[1] or not _has_digest(path, entry.digest):
                return False
            entry = entry._replace(stamp=target.stamp, fresh=self._is_fresh(target))
            self._changed = True
        if (entry.asks or self.session.request.needs.fix) and not self._is_usable(path, entry):
            return False
        if entry.seen != self._today:
            entry = entry._replace(seen=self._today)
            self._changed = True
        self._entries[name] = entry
        self._trusted = self._trusted and not entry.fresh
        return True

    def _is_usable(self, path: str, entry: Entry) -> bool:
        """Return True if a result needs no fix, and the sibling files exist as before."""
        try:
            result = unpack(path, loads(entry.result))
            counts = result.counts
            needs = self.session.request.needs
            if needs.fix and (counts.total() if needs.unsafe else counts.fixable):
                return False
            if result.asked and not self.session.exist_as_before(path, result.asked):
                return False
        except (ValueError, RecursionError):
            return False
        self._results[path] = result
        self._keep_asked(result)
        return True

    def _store(self, target: Target, result: FileResult) -> None:
        """Make an entry of a new result, unless the result may differ the next time."""
        name = self._name(target.path)
        before = self._entries.pop(name, None)
        self._changed = self._changed or before is not None
        packed = b""
        if result.digest and not result.incomplete:
            parts = pack(result._replace(digest=""))
            packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode(
                "utf-8", "surrogatepass"
            )
        if not packed or len(packed) > store.MAX_RESULT:
            self._trusted = False
            return
        config = self._configs[files.folder_of(target.path)]
        fresh, asks = self._is_fresh(target), bool(result.asked)
        self._entries[name] = Entry(
            target.stamp, fresh, self._today, result.digest, config, asks, packed
        )
        self._changed = True
        self._trusted = self._trusted and not fresh
        self._keep_asked(result)

    def _keep_asked(self, result: FileResult) -> None:
        if result.asked:
            self._asked.append((result.path, result.asked))

    def _is_fresh(self, target: Target) -> bool:
        """Return True if a later change of the file may have the same stamp."""
        born = self._writer.born if self._writer else 0
        return target.latest() >= born - store.FRESH

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record the output meanwhile, for ``save``."""
        if not self._output_key:
            yield
            return
        with replay.recording() as self._streams:
            yield

    def save(self, code: int) -> None:
        """Write the cache. ``code`` is the exit code of the run; a failure is ignored."""
        if self._writer is None:
            return
        output = None
        out, err = (stream.text() for stream in self._streams) if self._streams else (None, None)
        if out is not None and err is not None and self._trusted:
            # The encoding of `console`.
            encoded = out.encode("utf-8", "backslashreplace")
            output = RunOutput(self._output_key, encoded, err, code, self._asked)
        if output is None and not self._changed:
            return
        self._writer.put(store.parts_of(output, self._entries, self._cache.secret))
        cachefolder.sweep(self._cache.folder)

    def close(self) -> None:
        """Remove an unfinished cache file."""
        if self._writer is not None:
            self._writer.drop()


def _root(resolver: Resolver) -> str:
    """Return the folder that the names of files in the cache are relative to."""
    return resolver.configs.of("").root or os.getcwd()


def _has_digest(path: str, digest: str) -> bool:
    try:
        return digest_of(files.read_bytes(path)) == digest
    except ContentlintError:
        return False
