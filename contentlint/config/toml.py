"""TOML: read with errors that name file and line, taken apart with every error kept, written.

The only module that imports tomli: its compiled wheel reads the rule sets three
times as fast as tomllib.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model.errors import ConfigError, ReadError, suggest
from contentlint.source.files import shown_path
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Any


def read_toml(path: str, tree: Tree = DISK) -> dict[str, Any]:
    """Parse a TOML file of a tree.

    Raises:
        ConfigError: it cannot be read, or is not TOML; the message has the position.
    """
    return parse_toml(read_text(path, tree), shown_path(path))


def read_text(path: str, tree: Tree = DISK) -> str:
    """Return the text of a TOML file.

    Raises:
        ConfigError: it cannot be read, or is not UTF-8; the message has the line.
    """
    shown = shown_path(path)
    try:
        data = tree.read(path)
    except ReadError as error:
        raise ConfigError(f"{shown}: {error}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown}: not valid TOML: no UTF-8 (at line {line})") from None


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Parse TOML; an error begins with ``where``.

    Raises:
        ConfigError: it is not TOML; the message has the position.
    """
    import tomli

    try:
        data = tomli.loads(text)
        fault = TOO_LONG if _DIGITS.search(text) and _holds_too_long(data) else ""
    except tomli.TOMLDecodeError as error:
        fault = str(error)
    except ValueError:  # thousands of decimal digits
        fault = TOO_LONG
    except RecursionError:
        fault = "nested too deeply"
    if fault:
        raise ConfigError(f"{where}: not valid TOML: {fault[:1].lower()}{fault[1:]}")
    return data


TOO_LONG = "a whole number of more than 64 bits"
"""The fault of a number that TOML does not allow, and that Python may be unable to print."""
_DIGITS = lazy_regex.compile("[0-9A-Fa-f_]{16}")
"""The shortest such number, 2**63 in hexadecimal, has 16 digits."""


def _holds_too_long(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_too_long, value.values()))
    if isinstance(value, list):
        return any(map(_holds_too_long, value))
    return isinstance(value, int) and not -(2**63) <= value < 2**63


class Table:
    """Typed access to a table.

    A wrong value is added to ``errors`` and reads as missing, so that all
    errors of a file are reported together.
    """

    def __init__(self, data: Mapping[str, Any], where: str, errors: list[str]) -> None:
        """Each error begins with ``where``."""
        self.data = data
        self.where = where
        self.errors = errors

    def wrong(self, text: str) -> None:
        self.errors.append(f"{self.where}: {text}")

    def only(self, known: Iterable[str]) -> None:
        """Add an error for each other key."""
        for key in self.data:
            if key not in known:
                self.wrong(suggest("key", key, known))

    def string(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            self.wrong(f"{key}: expected a string, not {shown(value)}")
            return None
        return value

    def choice(self, key: str, allowed: Sequence[str]) -> str | None:
        value = self.string(key)
        if value is not None and value not in allowed:
            self.wrong(f"{key}: {suggest('value', value, allowed)}")
            return None
        return value

    def choices(self, key: str, allowed: Sequence[str]) -> tuple[str, ...] | None:
        """Return a list of some of a few values."""
        values = self.strings(key)
        for value in values or ():
            if value not in allowed:
                self.wrong(f"{key}: {suggest('value', value, allowed)}")
                return None
        return values

    def language(self, key: str) -> str | None:
        value = self.string(key)
        if value is not None and not _is_language(value):
            self.wrong(f"{key}: expected a language subtag like 'ar', not {value!r}")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"{key}: expected true or false, not {shown(value)}")
            return None
        return value

    def number(self, key: str) -> int | None:
        """Return a whole number from 1."""
        value = self.data.get(key)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or value < 1
        ):
            self.wrong(f"{key}: expected a whole number from 1, not {shown(value)}")
            return None
        return value

    def strings(self, key: str) -> tuple[str, ...] | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not is_strings(value):
            self.wrong(f"{key}: expected a list of strings, not {shown(value)}")
            return None
        return tuple(value)

    def table(self, key: str, written: str = "") -> Mapping[str, Any]:
        value = self.data.get(key, {})
        if not isinstance(value, Mapping):
            hint = f", written {written}" if written else ""
            self.wrong(f"{key}: expected a table{hint}, not {shown(value)}")
            return {}
        return value

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            self.wrong(f"{key}: expected tables, written [[{key}]]")
            return []
        return value


def shown(value: object) -> str:
    """Return a TOML value for a message, as TOML writes it, in at most 60 characters."""
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def is_strings(value: object) -> bool:
    """Return True if a TOML value is a list of strings."""
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _is_language(value: str) -> bool:
    return value.isascii() and value.isalpha() and value.islower() and 2 <= len(value) <= 3


def written(value: Any) -> str:
    """Return a string, number, flag, list or table as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        entries = ", ".join(f"{_key(k)} = {written(v)}" for k, v in value.items())
        return "{ " + entries + " }" if entries else "{}"
    text = str(value)
    escaped = "".join(_ESCAPES.get(c) or (c if c.isprintable() else _escape(c)) for c in text)
    return f'"{escaped}"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escape(c: str) -> str:
    return f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}"


def _key(key: str) -> str:
    bare = key.isascii() and key and all(c.isalnum() or c in "-_" for c in key)
    return key if bare else written(key)
