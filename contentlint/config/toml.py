"""TOML, with errors that name file and line. The one place that imports tomli: its compiled
wheel reads the rule sets three times as fast as tomllib."""

from __future__ import annotations

from contentlint.model.errors import ConfigError, reason
from contentlint.source.files import shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read_toml(path: str) -> dict[str, Any]:
    """Parse a TOML file.

    Raises:
        ConfigError: it cannot be read, or is no TOML; the message has the position.
    """
    return parse_toml(read_text(path), shown_path(path))


def read_text(path: str) -> str:
    """The text of a TOML file.

    Raises:
        ConfigError: it cannot be read, or is no UTF-8; the message has the position.
    """
    shown = shown_path(path)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ConfigError(f"{shown}: {reason(error)}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown}: not valid TOML: no UTF-8 (at line {line})") from None


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Parse TOML; ``where`` stands before the error.

    Raises:
        ConfigError: it is no TOML; the message has the position.
    """
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        fault = str(error)
        raise ConfigError(f"{where}: not valid TOML: {fault[:1].lower()}{fault[1:]}") from None
    except RecursionError:
        raise ConfigError(f"{where}: not valid TOML: nested too deeply") from None


def written(value: Any) -> str:
    """A value as TOML writes it: a string, a number, a flag, a list or a table of these."""
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
