"""The rule sets in their built form: checked, anchors worked out; read in 1 ms, TOML takes 200.

What rules there are is told at once, without what only their pages show. The word lists and the
options of the rules lie in it as bytes; each is read when somebody asks for it. A wheel carries
the file; in a checkout it is kept beside Python's own compiled files, for as long as nothing
changes. It is written as Python writes those, which is read in a third of the time of JSON.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterator, Mapping

from contentlint import __version__
from contentlint._util.digest import blake2b
from contentlint.core import is_compiled, phrase_table
from contentlint.engine import dispatch
from contentlint.engine.options import check_options, kind_module
from contentlint.model.rule import Rule, RuleSet, Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = "built.bin"
"""What the file is called in a wheel."""
_PAGE: Mapping[str, Any] = {
    "why": "",
    "source": "",
    "bad": (),
    "good": (),
    "fixed": (),
    "example_options": {},
}
_OPTIONS = Rule._fields.index("options")
_FORMAT = 4
"""Of ``marshal``: every Python that we run on reads it."""
_FRESH = 2_000_000_000
"""Nanoseconds that some file systems keep as one instant."""


def _maker() -> tuple[str, str]:
    """Who can read what is made here."""
    return __version__, sys.byteorder


def made(found: RuleSet) -> bytes:
    """A rule set in its built form."""
    lines = []
    rules, known = [], []
    for rule in found.rules:
        lines.append(_bytes(_tuples(dict(_own(rule, found.words)))))
        late = hasattr(kind_module(rule.kind), "check")
        known.append(anchors(rule))
        bare = rule._replace(**_PAGE, anchors=known[-1], late=late)
        # The fields before the options, and those behind them.
        rules.append((tuple(bare[:_OPTIONS]), tuple(bare[_OPTIONS + 1 :])))
    entered = dispatch.enter(known)
    words = {name: _bytes(entries) for name, entries in found.words.items()}
    whole = (rules, lines, words, found.precedence, found.profiles, found.families)
    return _bytes((_maker(), *whole, _packed(entered.opened), entered.rules))


def _own(rule: Rule, words: Mapping[str, Words]) -> Iterator[tuple[str, Any]]:
    """The options that are not word lists from elsewhere, just as they stand there."""
    for key, value in rule.options.items():
        name = rule.lists.get(key)
        if name is None or words.get(name) != value:
            yield key, value


def _bytes(value: Any) -> bytes:
    return marshal.dumps(_plain(value), _FORMAT)


def _plain(value: Any) -> Any:
    """Mappings and tuples of any kind as those that ``marshal`` knows."""
    if isinstance(value, Mapping):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return [*map(_plain, value)] if isinstance(value, list) else value


def _tuples(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _tuples(each) for key, each in value.items()}
    return tuple(value) if isinstance(value, list) else value


def anchors(rule: Rule) -> tuple[str, ...]:
    """The literals without which a rule cannot find anything, under its own options."""
    module = kind_module(rule.kind)
    made = module.Options(**check_options(rule.kind, rule.options))
    return tuple(module.anchors(made)) if hasattr(module, "anchors") else ()


def parse(data: bytes) -> RuleSet | None:
    """The inverse of ``made``, and the gates are told what was entered beforehand; None when
    another version or another machine wrote it."""
    try:
        maker, *whole = marshal.loads(data)
    except (EOFError, TypeError, ValueError):
        return None
    if maker != _maker():
        return None
    found, lines, own, precedence, profiles, families, table, entered = whole
    words = _Words(own)
    rules = [
        Rule._make((*before, _Options(line, behind[0], words), *behind))  # behind them: the lists
        for (before, behind), line in zip(found, lines, strict=True)
    ]
    dispatch.ready = dispatch.Entered(_unpacked(table), entered)
    return RuleSet(tuple(rules), precedence, profiles, words, families)


_Packed = tuple[bytes, bytes, tuple[tuple[int, ...], ...]]
"""First words, and several, each with the place of what it opens: whole numbers of eight bytes, as
this machine orders them. And all that is opened."""


def _packed(table: phrase_table.Table) -> _Packed:
    tables = table.firsts, table.more
    values = sorted({found.bits() for each in tables for found in each.values()})
    places = {value: n for n, value in enumerate(values)}
    firsts, more = (
        _numbers([number for key, found in each.items() for number in (key, places[found.bits()])])
        for each in tables
    )
    return firsts, more, tuple(values)


def _numbers(numbers: list[int]) -> bytes:
    return b"".join([number.to_bytes(8, sys.byteorder) for number in numbers])


def _unpacked(made: _Packed) -> phrase_table.Table:
    """The inverse of ``_packed``: a quarter of the time in which the phrases are entered."""
    table = phrase_table.Table()
    values = [phrase_table.Opened(*bits) for bits in made[2]]
    table.firsts, table.more = (
        {key: values[n] for key, n in zip(numbers[::2], numbers[1::2], strict=True)}
        for numbers in (memoryview(each).cast("q").tolist() for each in made[:2])
    )
    return table


class _Options(Mapping[str, "Any"]):
    """Options of a rule, read from their line when they are first asked for."""

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
    """Word lists by name, each read from its line when it is first asked for."""

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


# In a checkout


def kept(directory: str, load: Callable[[str], RuleSet]) -> RuleSet:
    """The rule set of a folder, from its built form if that is of these files, else loaded.

    What was loaded is kept for the next time, where that can be written.
    """
    stamp, newest = _stamp(directory)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__", _kept_name())
    found = _read(path, stamp)
    if found is None:
        found = load(directory)
        # A second change in the same instant would not show: wait until it cannot come.
        if not sys.dont_write_bytecode and _is_past(newest):
            _write(path, stamp, made(found))
    return found


def _kept_name() -> str:
    """Patterns are taken apart by Python's own parser, so each of its versions has a file; and
    anchors say more where the scan is compiled."""
    compiled = "-compiled" if is_compiled() else ""
    return f"rules-{__version__}.{sys.implementation.cache_tag}{compiled}.bin"


def _is_past(nanoseconds: int) -> bool:
    from time import time_ns

    return nanoseconds < time_ns() - _FRESH


def _stamp(directory: str) -> tuple[bytes, int]:
    """What the built form depends on: every TOML file, and the modules; and the newest's time."""
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
            said, _, rest = file.read().partition(b"\n")
    except OSError:
        return None
    if said != stamp + b" " + _sum(rest):
        return None
    return parse(rest)


def _write(path: str, stamp: bytes, data: bytes) -> None:
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(stamp + b" " + _sum(data) + b"\n" + data)
        os.replace(beside, path)
    except OSError:  # not ours to write: it is loaded anew each time
        return


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()
