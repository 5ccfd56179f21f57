"""Typed access to a TOML table; every error is kept, none stops the reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contentlint.model.errors import suggest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Table:
    """One table; a value of the wrong type is an error in ``errors`` and reads as missing."""

    def __init__(self, data: Mapping[str, Any], where: str, errors: list[str]) -> None:
        """``where`` stands before each error."""
        self.data = data
        self.where = where
        self.errors = errors

    def wrong(self, text: str) -> None:
        self.errors.append(f"{self.where}: {text}")

    def only(self, known: Iterable[str]) -> None:
        """No other keys than these."""
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
        """A whole number from 1."""
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
    """A TOML value for a message: as TOML writes it, and not longer than a line."""
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def is_strings(value: object) -> bool:
    """Whether a TOML value is a list of strings."""
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _is_language(value: str) -> bool:
    return value.isascii() and value.isalpha() and value.islower() and 2 <= len(value) <= 3
