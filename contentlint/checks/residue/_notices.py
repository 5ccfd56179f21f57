"""Short lines that may be notices about cookies or copyright; ``legal_notice`` decides."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.document import MARK
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

SIGNS: Final = ("©", "ookie", "opyright")
LONGEST: Final = 260
"""Longest line that may be a notice, in code points, without the blanks and signs around it."""
_MAX_WORDS: Final = 25
_YEAR: Final = lazy_regex.compile(r"\b(?:19|20)[0-9]{2}\b")
# A sign further on in a line belongs to a work that the line mentions.
_OPENING: Final = lazy_regex.compile("[^©]{0,30}©|.{0,30}copyright")


def shown(row: str) -> str:
    """Return the displayed text of a line of prose, folded; ``""`` if it is too long for a
    notice."""
    text = row.replace(MARK, "").strip(" \t-•|")
    if len(text) > LONGEST or len(text.split()) > _MAX_WORDS:
        return ""
    return light(text)


def may_count(folded: str) -> bool:
    """Return True if a line may be a notice: about cookies, or with a copyright sign at its start
    and a year."""
    if "cookie" in folded:
        return True
    return _OPENING.match(folded) is not None and _YEAR.search(folded) is not None
