"""Events of ``scan`` for which there is no room among its 63: ``Scan.more``, one bit each."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

TAG: Final = 1 << 0
"""A tag of HTML that ``html_tag`` asks for: see ``html_tags.look``."""
PIPES: Final = 1 << 2
"""A line may begin or end with a pipe outside every table, or a table has one column."""
RAGGED: Final = 1 << 3
"""A row of a table has more or fewer cells than the table has columns."""
UNTOLD: Final = 1 << 1
"""The words of a line cannot be told: something composes in a way that ``folds`` does not know."""
