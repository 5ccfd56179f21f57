"""Whether what was read as JSON has the form in which it was written."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def is_row(value: Any, *types: type) -> bool:
    """A list with one entry of each of these types, in order; a flag is no number."""
    return type(value) is list and tuple(map(type, value)) == types


def is_asked(value: Any) -> bool:
    """Pairs of a path and whether something is there: true, false, or null for no answer."""
    return type(value) is list and all(
        type(pair) is list
        and len(pair) == 2
        and type(pair[0]) is str
        and (pair[1] is None or type(pair[1]) is bool)
        for pair in value
    )
