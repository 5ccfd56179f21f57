"""Words in the path of a URL that a spelling checker or a translator has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span
from contentlint.records import NamedTuple
from contentlint.text import gates, lazy, urls

# Vietnamese without its marks: an initial, a vowel group, a final. 27 of the 28 words of the
# model article's slug fit, every word of four other real slugs, a quarter of an English one.
_SYLLABLE = lazy.compile(
    r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|iua|uao|uoa|uie|[aeiouy][aeiouy]?)"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_WORD = lazy.compile(r"[^\W\d_]+")
_EXTENSION = lazy.compile(r"\.[A-Za-z]{2,5}$")
# One letter more than the longest syllable, "nghieng".
_LONGEST = 8
_FEWEST = 8
"""Of these the scan tells."""
_LETTERS = "abcdeghiklmnopqrstuvxy"


class Options(NamedTuple):
    min_words: int = 8
    """Shorter slugs are not judged."""
    share: float = 0.9
    """How many of a slug's words must fit, on a ``.vn`` host; 0.95 on any other."""
    allow: tuple[str, ...] = ()
    """Foreign words that such slugs have."""


class Prepared(NamedTuple):
    min_words: int
    share: float
    allow: frozenset[str]


def prepare(options: Options) -> Prepared:
    return Prepared(options.min_words, options.share, frozenset(options.allow))


def anchors(options: Options) -> tuple[str, ...]:
    return gates.either(gates.SLUG, "://") if options.min_words >= _FEWEST else ("://",)


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    found = doc.fact(urls.targets)
    # On another host than Vietnam's, one word of 20 may be altered, and not one of fewer.
    joints = (options.min_words if ".vn" in found.joined else 20) - 1
    if found.joined.count("-") < joints and found.joined.count("_") < joints:
        return
    for target in found.all:
        url = target[2]
        if url.count("-") < joints and url.count("_") < joints:
            continue
        _, authority, path, _ = urls.split(url)
        segment = path.rstrip("/").rpartition("/")[2]
        slug = _EXTENSION.sub("", segment)
        # Every word between hyphens must be plain letters or digits; ids are left out.
        words = [m for m in _WORD.finditer(slug) if m[0].isascii()]
        if len(words) < options.min_words:
            continue
        share = options.share if urls.host_of(authority).endswith(".vn") else 0.95
        outliers = _outliers(words, int((1 - share) * len(words) + 1e-9))
        base = target.start + url.rindex(segment)
        for m in outliers:
            word = m[0].lower()
            if (
                3 <= len(word) <= _LONGEST
                and word not in options.allow
                and (near := _nearest(word))
            ):
                span = Span(base + m.start(), base + m.end())
                yield Finding(span, {"found": m[0], "candidate": near})


def _outliers(words: list[re.Match[str]], most: int) -> list[re.Match[str]]:
    """The words that are no syllables; none when they are more than ``most``, since the
    slug is then in another language."""
    outliers = []
    for m in words:
        if not _SYLLABLE.fullmatch(m[0].lower()):
            outliers.append(m)
            if len(outliers) > most:
                return []
    return outliers


def _nearest(word: str) -> str:
    """A syllable one letter away: with a letter dropped, from the end, or else replaced."""
    for i in reversed(range(len(word))):
        if _SYLLABLE.fullmatch(short := word[:i] + word[i + 1 :]):
            return short
    for i in range(len(word)):
        for letter in _LETTERS:
            if _SYLLABLE.fullmatch(other := word[:i] + letter + word[i + 1 :]):
                return other
    return ""
