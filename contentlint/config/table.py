"""Tables of TOML files: read with every fault kept, and refused with all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.config.toml import decode, is_strings, position, shown
from contentlint.model.errors import ConfigError, ReadError, suggest
from contentlint.source.files import shown_path
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Any

    from contentlint.config.positions import Keys


class Place(NamedTuple):
    """A place in a configuration or rule set."""

    source: str = ""
    """The file in messages, or what stands for one, such as ``--config``."""
    text: str = ""
    """The TOML of the file; ``""`` if it is no file."""
    keys: Keys = ()
    label: str = ""
    """What messages call the table: ``overrides #1``; ``""`` for the whole file."""

    def at(self, *keys: str | int, label: str = "") -> Place:
        """Return a place inside this one."""
        joined = f"{self.label}: {label}" if self.label and label else self.label or label
        return self._replace(keys=(*self.keys, *keys), label=joined)

    def __str__(self) -> str:
        return f"{self.source}: {self.label}" if self.label else self.source


class Fault(NamedTuple):
    """What is wrong at a place."""

    place: Place
    message: str
    line: int = 0
    """From 1; 0: where the keys of the place are."""
    column: int = 0
    """From 1; 0: none is named."""
    hides: bool = False
    """True if a file could not be read, which may have defined names that others use."""


def refuse(faults: Sequence[Fault]) -> None:
    """Do nothing if there are no faults.

    Raises:
        ConfigError: there are: each is a line, sorted by file and line; below it, indented, is the
            line of the file.
    """
    if not faults:
        return
    found: dict[Place, dict[Keys, int]] = {}
    sources = list(dict.fromkeys(fault.place.source for fault in faults))
    lines = {}
    for fault in faults:
        line = fault.line or _line(fault.place, found)
        lines[fault._replace(line=line)] = sources.index(fault.place.source), line, fault.column
    raise ConfigError("\n".join(map(_rendered, sorted(lines, key=lines.__getitem__))))


def _line(place: Place, found: dict[Place, dict[Keys, int]]) -> int:
    """Return the line of a place, or else of the nearest table around it; 0 if it has none."""
    from contentlint.config import positions

    file = Place(place.source, place.text)
    if file not in found:
        try:
            found[file] = positions.offsets(place.text)
        except RecursionError:
            found[file] = {}
    for end in range(len(place.keys), 0, -1):
        offset = found[file].get(place.keys[:end])
        if offset is not None:
            return place.text.count("\n", 0, offset) + 1
    return 0


def _rendered(fault: Fault) -> str:
    source, text, _, label = fault.place
    at = "".join(f":{number}" for number in (fault.line, fault.column) if number)
    message = f"{source}{at}: {label and f'{label}: '}{fault.message}"
    if not (fault.line and text):
        return message
    from contentlint._util.escape import quote

    line = text.split("\n")[fault.line - 1].strip()
    return f"{message}\n  {fault.line} | {quote(line, _WIDTH)}" if line else message


_WIDTH = 80
"""The most characters of a line that are shown."""


def read_table(path: str, faults: list[Fault], tree: Tree = DISK) -> Table:
    """Return a TOML file as a table, which is empty if the file cannot be read or is not TOML."""
    return parse_table(read_text(path, faults, tree), shown_path(path), faults)


def read_text(path: str, faults: list[Fault], tree: Tree = DISK) -> str:
    """Return the text of a TOML file; ``""`` if it cannot be read or is not UTF-8."""
    place = Place(shown_path(path))
    try:
        data = tree.read(path)
    except ReadError as error:
        faults.append(Fault(place, str(error), hides=True))
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(place, "not valid TOML: not UTF-8", line, hides=True))
        return ""


def parse_table(text: str, source: str, faults: list[Fault]) -> Table:
    """Return a text as a table, which is empty if it is not TOML."""
    place = Place(source, text)
    data, fault = decode(text)
    if fault:
        message, line, column = position(fault, text)
        faults.append(Fault(place, f"not valid TOML: {message}", line, column, hides=True))
    return Table(data, place, faults)


def read_toml(path: str) -> dict[str, Any]:
    """Return the values of a TOML file.

    Raises:
        ConfigError: it cannot be read, or is not TOML.
    """
    faults: list[Fault] = []
    table = read_table(path, faults)
    refuse(faults)
    return dict(table.data)


class Table:
    """Typed access to a table.

    A wrong value is added to ``faults`` and reads as missing, so that all
    faults are reported together.
    """

    def __init__(self, data: Mapping[str, Any], place: Place, faults: list[Fault]) -> None:
        self.data = data
        self.place = place
        self.faults = faults

    def wrong(self, message: str, *keys: str | int) -> None:
        """Add a fault of the value that ``keys`` lead to."""
        self.faults.append(Fault(self.place.at(*keys), message))

    def within(self, data: Mapping[str, Any], label: str, *keys: str | int) -> Table:
        """Return a table inside this one, which messages call ``label``."""
        return Table(data, self.place.at(*keys, label=label), self.faults)

    def only(self, known: Iterable[str]) -> None:
        """Add a fault for each other key."""
        for key in self.data:
            if key not in known:
                self.wrong(suggest("key", key, known), key)

    def string(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            self.wrong(f"{key}: expected a string, not {shown(value)}", key)
            return None
        return value

    def choice(self, key: str, allowed: Sequence[str]) -> str | None:
        value = self.string(key)
        if value is not None and value not in allowed:
            self.wrong(f"{key}: {suggest('value', value, allowed)}", key)
            return None
        return value

    def choices(self, key: str, allowed: Sequence[str]) -> tuple[str, ...] | None:
        """Return a list of some of a few values."""
        values = self.strings(key)
        for index, value in enumerate(values or ()):
            if value not in allowed:
                self.wrong(f"{key}: {suggest('value', value, allowed)}", key, index)
                return None
        return values

    def language(self, key: str) -> str | None:
        value = self.string(key)
        if value is not None and not _is_language(value):
            self.wrong(f"{key}: expected a language subtag like 'ar', not {value!r}", key)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"{key}: expected true or false, not {shown(value)}", key)
            return None
        return value

    def number(self, key: str) -> int | None:
        """Return a whole number from 1."""
        value = self.data.get(key)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or value < 1
        ):
            self.wrong(f"{key}: expected a whole number from 1, not {shown(value)}", key)
            return None
        return value

    def strings(self, key: str) -> tuple[str, ...] | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not is_strings(value):
            self.wrong(f"{key}: expected a list of strings, not {shown(value)}", key)
            return None
        return tuple(value)

    def table(self, key: str, written: str = "") -> Mapping[str, Any]:
        value = self.data.get(key, {})
        if not isinstance(value, Mapping):
            hint = f", written {written}" if written else ""
            self.wrong(f"{key}: expected a table{hint}, not {shown(value)}", key)
            return {}
        return value

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            self.wrong(f"{key}: expected tables, written [[{key}]]", key)
            return []
        return value


def _is_language(value: str) -> bool:
    return value.isascii() and value.isalpha() and value.islower() and 2 <= len(value) <= 3
