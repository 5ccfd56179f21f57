"""Values written as text in a configuration or an argument: sizes, ages and rates."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint.config.toml import shown

if TYPE_CHECKING:
    from contentlint.config.table import Table

MOST_DIGITS = 18
"""The limit for a number in a text; Python may be unable to read or print longer ones."""
_SIZE_UNITS = {"": 1, "B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}
_TIME_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_MOST_AGE_DIGITS = 6
_FASTEST = 10
"""The most requests a second that a rate allows."""


def size_of(text: str) -> int:
    """Return the bytes of a size like ``10MB`` or ``500 KB``; units are powers of 1000.

    Raises:
        ValueError: it is not a size.
    """
    number = text.strip().rstrip("BKMGbkmg ")
    unit = text.strip()[len(number) :].strip().upper()
    digits = number.isdecimal() and len(number) <= MOST_DIGITS
    if not digits or unit not in _SIZE_UNITS or not int(number):
        raise ValueError(f"expected a size like 10MB, not {shown(text)}")
    return int(number) * _SIZE_UNITS[unit]


def file_size(table: Table) -> int:
    """Return ``max-file-size`` in bytes, or 0 if it is missing or wrong, which adds a fault."""
    text = table.string("max-file-size")
    if text is None:
        return 0
    try:
        return size_of(text)
    except ValueError as error:
        table.wrong(f"max-file-size: {error}", "max-file-size")
        return 0


def age_written(seconds: int) -> str:
    """Return an age in its largest unit, as ``age_of`` reads it; ``""`` for 0."""
    units = [(size, unit) for unit, size in _TIME_UNITS.items() if seconds and not seconds % size]
    return f"{seconds // max(units)[0]}{max(units)[1]}" if units else ""


def age_of(text: str) -> int:
    """Return an age such as ``7d``, ``20h`` or ``30m`` in seconds.

    Raises:
        ValueError: it is not one; the message tells why.
    """
    number, unit = text[:-1], text[-1:]
    digits = number.isascii() and number.isdigit() and len(number) <= _MOST_AGE_DIGITS
    if not digits or unit not in _TIME_UNITS or not int(number):
        raise ValueError(f"expected a time like 7d, 20h or 30m, not {shown(text)}")
    return int(number) * _TIME_UNITS[unit]


def rate_of(text: str) -> float:
    """Return a rate such as ``1/s``, ``30/m`` or ``0.5/s`` in requests a second.

    Raises:
        ValueError: it is not a rate, or more than 10 a second; the message tells why.
    """
    number, _, unit = text.partition("/")
    whole, _, part = number.partition(".")
    digits = (whole + part).isdigit() and whole and number.isascii() and len(number) <= 8
    seconds = _TIME_UNITS.get(unit, 0)
    rate = float(number) / seconds if digits and seconds else 0.0
    if not 0 < rate <= _FASTEST:
        raise ValueError(
            f"expected a rate like 1/s or 30/m, at most {_FASTEST}/s; not {shown(text)}"
        )
    return rate
