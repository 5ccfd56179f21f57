"""The words of slugs, and which of them are not Vietnamese syllables."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.text.urls import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final


# Vietnamese without diacritics: an initial, a vowel group, a final. 27 of the 28 words of the model
# article's slug match, every word of four other real slugs, and a quarter of an English one.
SYLLABLE: Final = lazy_regex.compile(
    r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|iua|uao|uoa|uie|[aeiouy][aeiouy]?)"
    r"(?:ng|nh|ch|[cmnpt])?"
)
FEWEST: Final = 8
"""Least number of words of a slug that the rule judges."""
SHARE: Final = 0.9
"""Least share of its words that must match on a ``.vn`` host."""
_ELSEWHERE: Final = 0.95
_WORD: Final = lazy_regex.compile(r"[^\W\d_]+")
_EXTENSION: Final = lazy_regex.compile(r"\.[A-Za-z]{2,5}$")


def outliers(url: str, least: int, share: float) -> tuple[str, list[re.Match[str]]]:
    """Return the last segment of a path, and its words that are not syllables.

    There are none if the segment has fewer than ``least`` words, or so many that the slug is in
    another language. ``share`` has the meaning of ``SHARE``.
    """
    _, authority, path, _ = find.split(url)
    segment = path.rstrip("/").rpartition("/")[2]
    slug = _EXTENSION.sub("", segment)
    # Every word between hyphens must consist of letters or digits; ids are left out.
    words = [m for m in _WORD.finditer(slug) if m[0].isascii()]
    found: list[re.Match[str]] = []
    if len(words) < least:
        return segment, found
    if not find.host_of(authority).endswith(".vn"):
        share = _ELSEWHERE
    most = int((1 - share) * len(words) + 1e-9)
    for m in words:
        if not SYLLABLE.fullmatch(m[0].lower()):
            found.append(m)
            if len(found) > most:
                return segment, []
    return segment, found
