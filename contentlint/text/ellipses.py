"""Whether ellipses written as dots may be wrong: asked by ``looks`` before ``ellipsis`` is."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.text import events as e_
from contentlint.text.classes import code_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mypy_extensions import i64


def look(prose: str, places: Sequence[int]) -> int:
    """The event of a text that has three dots and more at some places: it has the sign for them
    as well, four dots, or dots right before a small letter or behind a letter that may be of
    Arabic."""
    if not prose.isascii() and "…" in prose:
        return e_.ELLIPSES
    for place in places:
        at: i64 = place
        after = code_at(prose, at + 3)
        if after == 46 or code_at(prose, at - 1) >= 0x591:
            return e_.ELLIPSES
        # Behind most stands a space or the end of the line.
        if after > 96 and prose[at + 3].islower():
            return e_.ELLIPSES
    return 0
