"""TOML, decoded and written.

The only module that imports tomli: its compiled wheel reads the rule sets three
times as fast as tomllib.
"""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING, lazy_regex

if TYPE_CHECKING:
    from typing import Any


def decode(text: str) -> tuple[dict[str, Any], str]:
    """Return the values of a TOML text, and what is wrong with it, as ``position`` takes it apart.

    One of them is empty.
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
    return ({}, f"{fault[:1].lower()}{fault[1:]}") if fault else (data, "")


def position(fault: str, text: str) -> tuple[str, int, int]:
    """Split a fault of ``decode`` into its message, line and column, from 1; 0 if unknown."""
    m = _POSITION.search(fault)
    if not m:
        return fault, 0, 0
    lines = text.split("\n")
    if not m[1]:  # at the end of the document
        return fault[: m.start()], len(lines), len(lines[-1]) + 1
    return fault[: m.start()], int(m[1]), int(m[2])


_POSITION = lazy_regex.compile(r" ?\(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")
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


def shown(value: object) -> str:
    """Return a TOML value for a message, as TOML writes it, in at most 60 characters."""
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def is_strings(value: object) -> bool:
    """Return True if a TOML value is a list of strings."""
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


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
