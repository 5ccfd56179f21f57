"""What is prepared at build time: rule sets in their built form, and compiled patterns.

A rule set in its built form has been checked and has its needs. It is read in 1 ms; TOML takes
200. The rules are read at once, without the fields that only their pages show; the options of each
rule and each word list stay bytes until they are asked for. A wheel carries the file. A checkout
keeps it beside Python's own compiled files until a rule set or a module changes. It is written
with ``marshal``, as Python's compiled files are, which is read in a third of the time of JSON.

Patterns are stored as Python's compiler made them, in a wheel only. One article needs a hundred
of them: 10 ms to compile, 1 ms to read. Another Python cannot use them; then, and if anything
about them is wrong, ``re`` compiles them as usual.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from contentlint import __version__, core
from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.digest import blake2b
from contentlint.engine.options import kind_module, needs_of, options_of
from contentlint.model.rule import Rule, RuleSet, Words

if TYPE_CHECKING:
    import re
    from typing import Any

RULES = "built.bin"
PATTERNS = "patterns.bin"
MESSAGES = "messages-{}.bin"
"""The names of the files in a wheel."""
_PAGE: Mapping[str, Any] = {
    "lowered": (),
    "summary": "",
    "why": "",
    "source": "",
    "bad": (),
    "good": (),
    "fixed": (),
    "bad_source": (),
    "good_source": (),
    "example_options": {},
    "example_translation": {},
    "example_links": {},
    "unused_options": (),
    "suppress": "line",
}
_OPTIONS, _LISTS = map(Rule._fields.index, ("options", "lists"))
_FORMAT = 4
"""The version of ``marshal`` that every supported Python reads."""
_FRESH = 2_000_000_000
"""The coarsest time stamp of a file system, in nanoseconds."""


# Rule sets


def _maker() -> tuple[str, str]:
    """Return the values that must be equal for a built form to be usable."""
    return __version__, sys.byteorder


def pack_rules(found: RuleSet) -> bytes:
    """Return a rule set in its built form."""
    lines = []
    rules, known = [], []
    for rule in found.rules:
        lines.append(_bytes(_tuples(dict(_own(rule, found.words)))))
        module = kind_module(rule.kind)
        late = hasattr(getattr(module, "Checker", module), "check")
        known.append(needs(rule))
        # The options are in ``lines``.
        rules.append([*rule._replace(**_PAGE, options={}, needs=known[-1], late=late)])
    words = {name: _bytes(entries) for name, entries in found.words.items()}
    whole = (rules, lines, words, found.precedence, found.profiles, found.families)
    return _bytes((_maker(), *whole, core.pack_phrases(known)))


def _own(rule: Rule, words: Mapping[str, Words]) -> Iterator[tuple[str, Any]]:
    """Yield the options that are not shared word lists, unchanged."""
    for key, value in rule.options.items():
        name = rule.lists.get(key)
        if name is None or words.get(name) != value:
            yield key, value


def _bytes(value: Any) -> bytes:
    return marshal.dumps(_plain(value), _FORMAT)


def _plain(value: Any) -> Any:
    """Return a value whose mappings and sequences are of types that ``marshal`` writes."""
    if isinstance(value, Mapping):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return [*map(_plain, value)] if isinstance(value, list) else value


def _tuples(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _tuples(each) for key, each in value.items()}
    return tuple(value) if isinstance(value, list) else value


def needs(rule: Rule) -> tuple[str, ...]:
    """Return the literals without which a rule, with its own options, cannot find anything."""
    return needs_of(rule.kind, options_of(rule.kind, rule.options))


def unpack_rules(data: bytes) -> RuleSet | None:
    """Read what ``pack_rules`` wrote and install its phrases.

    Return None if another version or a machine of another byte order wrote it.
    """
    try:
        maker, *whole = marshal.loads(data)
    except (EOFError, TypeError, ValueError):
        return None
    if maker != _maker():
        return None
    found, lines, own, precedence, profiles, families, phrases = whole
    words = _Words(own)
    rules = []
    for fields, line in zip(found, lines, strict=True):
        fields[_OPTIONS] = _Options(line, fields[_LISTS], words)
        rules.append(Rule._make(fields))
    core.install_phrases(phrases)
    return RuleSet(tuple(rules), precedence, profiles, words, families)


class _Options(Mapping[str, "Any"]):
    """Options of a rule, unpacked on first use."""

    def __init__(self, line: bytes, lists: Mapping[str, str], words: Mapping[str, Words]) -> None:
        self._source = line, lists, words
        self._read: dict[str, Any] | None = None

    def _values(self) -> dict[str, Any]:
        if self._read is None:
            line, lists, words = self._source
            own = marshal.loads(line)
            self._read = {**{k: words[name] for k, name in lists.items() if k not in own}, **own}
        return self._read

    def __getitem__(self, key: str) -> Any:
        return self._values()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values())

    def __len__(self) -> int:
        return len(self._values())


class _Words(Mapping[str, Words]):
    """Word lists by name, each unpacked on first use."""

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        self._lines = lines
        self._read: dict[str, Words] = {}

    def __getitem__(self, name: str) -> Words:
        if name not in self._read:
            self._read[name] = marshal.loads(self._lines[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


# Messages in other languages


def pack_messages(stanzas: Mapping[str, Any]) -> bytes:
    """Return the translations of a language, as ``engine.wording`` reads them, in built form."""
    return _bytes((_maker(), stanzas))


def read_messages(path: str) -> Mapping[str, Any] | None:
    """Read what ``pack_messages`` wrote; None if there is no such file, or another version wrote
    it."""
    try:
        with open(path, "rb") as file:
            maker, stanzas = marshal.loads(file.read())
    except (OSError, EOFError, TypeError, ValueError):
        return None
    return stanzas if maker == _maker() else None


# Rule sets in a checkout


def cached_rules(directory: str, load: Callable[[str], RuleSet]) -> RuleSet:
    """Return the rule set of a folder, from its built form if that is up to date, else loaded.

    What was loaded is stored for the next run where the folder can be written.
    """
    stamp, newest = _stamp(directory)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__", _cache_name())
    found = _read(path, stamp)
    if found is None:
        found = load(directory)
        # A second change within one time stamp would go unnoticed, so only old files are stored.
        if not sys.dont_write_bytecode and _is_past(newest):
            _write(path, stamp, pack_rules(found))
    return found


def _cache_name() -> str:
    """Return a file name of its own for each Python, whose parser takes the patterns apart, and
    for compiled modules, with which needs are more precise."""
    compiled = "-compiled" if core.is_compiled() else ""
    return f"rules-{__version__}.{sys.implementation.cache_tag}{compiled}.bin"


def _is_past(nanoseconds: int) -> bool:
    from time import time_ns

    return nanoseconds < time_ns() - _FRESH


def _stamp(directory: str) -> tuple[bytes, int]:
    """Return a hash of every TOML file and module, and the newest one's time in nanoseconds."""
    folders = [directory, os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    entries = []
    newest = 0
    while folders:
        try:
            with os.scandir(folders.pop()) as listed:
                for entry in listed:
                    if entry.name.endswith((".toml", ".py")):
                        status = entry.stat()
                        entries.append((entry.path, status.st_mtime_ns, status.st_size))
                        newest = max(newest, status.st_mtime_ns)
                    elif "." not in entry.name and entry.name != "__pycache__":
                        if entry.is_dir():
                            folders.append(entry.path)
        except OSError:
            continue
    shown = repr(sorted(entries)).encode("utf-8", "surrogateescape")
    return blake2b(shown, digest_size=16).hexdigest().encode(), newest


def _read(path: str, stamp: bytes) -> RuleSet | None:
    try:
        with open(path, "rb") as file:
            first, _, rest = file.read().partition(b"\n")
    except OSError:
        return None
    if first != stamp + b" " + _sum(rest):
        return None
    return unpack_rules(rest)


def _write(path: str, stamp: bytes, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "wb") as file:
            file.write(stamp + b" " + _sum(data) + b"\n" + data)
        os.replace(temporary, path)
    except OSError:  # a folder of somebody else: the rules are loaded in each run
        return


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()


# Patterns


def _python() -> list[Any]:
    """Return the values that compiled patterns depend on; ``re`` itself refuses another magic
    number."""
    import _sre  # type: ignore[import-not-found]

    return [_sre.MAGIC, _sre.CODESIZE, sys.byteorder, *sys.version_info[:2]]


def pack_patterns(
    sources: Iterable[lazy_regex.Source], heads: Mapping[Any, Any] | None = None
) -> bytes:
    """Return patterns with their flags in compiled form.

    ``heads`` are results of ``text.match.regex`` that would otherwise load Python's parser of
    patterns.
    """
    import _sre
    import re

    made: list[tuple[Any, ...]] = []
    original = _sre.compile
    entries: dict[str, bytes] = {}
    re.purge()
    try:
        # A pattern is the arguments that `re` passes to its engine.
        _sre.compile = lambda *given: made.append(given) or original(*given)  # type: ignore[func-returns-value]
        for pattern, flags in sorted(set(sources), key=lambda source: _key(*source)):
            made.clear()
            re.compile(pattern, flags)
            for _, own, words, *rest in made:
                code = b"".join(word.to_bytes(4, sys.byteorder) for word in words)
                # Bytes until it is asked for: a run needs a tenth of the patterns.
                entries[_key(pattern, flags)] = marshal.dumps((own, code, *rest), _FORMAT)
    finally:
        _sre.compile = original
    begun = marshal.dumps(dict(sorted((heads or {}).items())), _FORMAT)
    return marshal.dumps((_python(), entries, begun), _FORMAT)


def install_patterns(data: bytes) -> bool:
    """Let ``lazy_regex`` use what ``pack_patterns`` wrote; return False if another Python did."""
    import _sre

    try:
        made_for, entries, heads = marshal.loads(data)
    except (EOFError, TypeError, ValueError):
        return False
    if made_for != _python():
        return False

    def ready(pattern: str | bytes, flags: int) -> re.Pattern[Any] | None:
        entry = entries.get(_key(pattern, flags))
        if entry is None:
            return None
        try:
            own, code, *rest = marshal.loads(entry)
            made: re.Pattern[Any] = _sre.compile(
                pattern, own, memoryview(code).cast("I").tolist(), *rest
            )
        except (EOFError, RuntimeError, TypeError, ValueError, OverflowError):
            return None
        return made

    lazy_regex.ready, lazy_regex.heads = ready, lambda: marshal.loads(heads)
    return True


def _key(pattern: str | bytes, flags: int) -> str:
    if isinstance(pattern, bytes):
        return f"{int(flags)}b{pattern.decode('latin-1')}"
    return f"{int(flags)}:{pattern}"
