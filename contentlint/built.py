"""The rule sets in their built form: checked, anchors worked out; read in 2 ms, TOML takes 200.

One line of JSON says what rules there are, without what only their pages show.
A line each follows for every word list and for the options of every rule; it
is read when somebody asks for them. A wheel carries the file; in a checkout it
is kept beside Python's own compiled files, for as long as nothing changes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contentlint import __version__
from contentlint.digest import blake2b
from contentlint.kinds import check_options, kind_module
from contentlint.pure import is_compiled
from contentlint.rule import Rule, RuleSet, Words

NAME = "built.jsonl"
"""What the file is called in a wheel."""
_PAGE: Mapping[str, Any] = {
    "why": "",
    "source": "",
    "bad": (),
    "good": (),
    "fixed": (),
    "example_options": {},
}
_FRESH = 2_000_000_000
"""Nanoseconds that some file systems keep as one instant."""


def text(found: RuleSet) -> str:
    """A rule set in its built form."""
    lines = []
    rules = []
    for rule in found.rules:
        lines.append(_line(dict(_own(rule, found.words))))
        late = hasattr(kind_module(rule.kind), "check")
        bare = rule._replace(**_PAGE, options={}, anchors=anchors(rule), late=late)
        rules.append(bare._replace(languages=sorted(rule.languages)))  # type: ignore[arg-type]
    head = {
        "version": __version__,
        "rules": rules,
        "precedence": found.precedence,
        "profiles": found.profiles,
        "families": found.families,
        "words": list(found.words),
    }
    return "\n".join([_line(head), *map(_line, found.words.values()), *lines])


def _own(rule: Rule, words: Mapping[str, Words]) -> Iterator[tuple[str, Any]]:
    """The options that are not word lists from elsewhere, just as they stand there."""
    for key, value in rule.options.items():
        name = rule.lists.get(key)
        if name is None or words.get(name) != value:
            yield key, value


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def anchors(rule: Rule) -> tuple[str, ...]:
    """The literals without which a rule cannot find anything, under its own options."""
    module = kind_module(rule.kind)
    made = module.Options(**check_options(rule.kind, rule.options))
    return tuple(module.anchors(made)) if hasattr(module, "anchors") else ()


def parse(data: bytes) -> RuleSet | None:
    """The inverse of ``text`` in UTF-8; None when another version wrote it."""
    first, _, rest = data.partition(b"\n")
    head = json.loads(first)
    if head["version"] != __version__:
        return None
    names, lines = head["words"], rest.split(b"\n")
    words = _Words(dict(zip(names, lines, strict=False)))
    rules = [
        _rule(fields, line, words)
        for fields, line in zip(head["rules"], lines[len(names) :], strict=True)
    ]
    chains = tuple(map(tuple, head["precedence"]))
    return RuleSet(tuple(rules), chains, head["profiles"], words, head["families"])


def _rule(fields: list[Any], line: bytes, words: Mapping[str, Words]) -> Rule:
    rule = Rule._make(tuple(f) if isinstance(f, list) else f for f in fields)
    options = _Options(line, rule.lists, words)
    return rule._replace(languages=frozenset(rule.languages), options=options)


class _Options(Mapping[str, Any]):
    """Options of a rule, read from their line when they are first asked for."""

    def __init__(self, line: bytes, lists: Mapping[str, str], words: Mapping[str, Words]) -> None:
        self._source = line, lists, words
        self._read: dict[str, Any] | None = None

    def _values(self) -> dict[str, Any]:
        if self._read is None:
            line, lists, words = self._source
            own = _tuples(json.loads(line))
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
            self._read[name] = _tuples(json.loads(self._lines[name]))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _tuples(entries) for key, entries in value.items()}
    return value


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
            _write(path, stamp, text(found))
    return found


def _kept_name() -> str:
    """Patterns are taken apart by Python's own parser, so each of its versions has a file; and
    anchors say more where the scan is compiled."""
    compiled = "-compiled" if is_compiled() else ""
    return f"rules-{__version__}.{sys.implementation.cache_tag}{compiled}.jsonl"


def _is_past(nanoseconds: int) -> bool:
    from time import time_ns

    return nanoseconds < time_ns() - _FRESH


def _stamp(directory: str) -> tuple[bytes, int]:
    """What the built form depends on: every TOML file, and the modules; and the newest's time."""
    package = os.path.dirname(os.path.abspath(__file__))
    folders = [directory, *(os.path.join(directory, name) for name in ("words", "profiles"))]
    folders += [package, *(os.path.join(package, name) for name in ("checks", "text"))]
    entries = []
    newest = 0
    for folder in folders:
        try:
            with os.scandir(folder) as listed:
                for entry in listed:
                    if entry.name.endswith((".toml", ".py")):
                        status = entry.stat()
                        entries.append((entry.path, status.st_mtime_ns, status.st_size))
                        newest = max(newest, status.st_mtime_ns)
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


def _write(path: str, stamp: bytes, content: str) -> None:
    data = content.encode("utf-8")
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(stamp + b" " + _sum(data) + b"\n" + data)
        os.replace(beside, path)
    except OSError:  # not ours to write: it is loaded anew each time
        return


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()
