"""Short lines about cookies and copyright, as far as a line tells by itself whether it may be a
notice: ``legal_notice`` decides."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.document import MARK
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

SIGNS: Final = ("©", "ookie", "opyright")
LONGEST: Final = 260
"""Code points of a line that may be a notice, without the blanks and signs around it."""
_MAX_WORDS: Final = 25
_YEAR: Final = lazy_regex.compile(r"\b(?:19|20)[0-9]{2}\b")
# Further on in a line, the sign belongs to a work that the line speaks of.
_OPENING: Final = lazy_regex.compile("[^©]{0,30}©|.{0,30}copyright")


def shown(row: str) -> str:
    """What is shown of a line of prose, folded; ``""`` where it is too long for a notice."""
    text = row.replace(MARK, "").strip(" \t*_#>-•|")
    if len(text) > LONGEST or len(text.split()) > _MAX_WORDS:
        return ""
    return light(text)


def may_count(folded: str) -> bool:
    """Return True if a line may be a notice: of cookies, or one that begins with its sign and has a
    year."""
    if "cookie" in folded:
        return True
    return _OPENING.match(folded) is not None and _YEAR.search(folded) is not None
