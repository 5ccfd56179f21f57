"""Words in the path of a URL that a spelling checker or a translator changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.sources._slugs import FEWEST, SHARE, SYLLABLE, outliers
from contentlint.model import traits, trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.text.urls import find

# One more than the letters of the longest syllable, "nghieng".
_LONGEST = 8
_LETTERS = "abcdeghiklmnopqrstuvxy"


class Options(NamedTuple):
    min_words: int = FEWEST
    """The minimum number of words of a slug that is checked."""
    share: float = SHARE
    """The minimum share of Vietnamese words in a slug, 0 to 1, on a ``.vn`` host; on other
    hosts it is 0.95."""
    allow: tuple[str, ...] = ()
    """Foreign words that may occur in such slugs."""


def needs(options: Options) -> tuple[trigger.Need, ...]:
    return _long(options.min_words)


@cache
def _long(min_words: int) -> tuple[trigger.Nodes, ...]:
    """Return the triggers of long slugs, on a ``.vn`` host and elsewhere."""
    # On other hosts the rule allows one altered word per 20, and none in fewer.
    trait = traits.SLUG if min_words > traits.SLUG_JOINTS else 0
    return (
        trigger.Nodes(trigger.ADDRESSES, trait, holds=(".vn",)),
        trigger.Nodes(trigger.ADDRESSES, traits.LONG_SLUG),
    )


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._allow = frozenset(map(str.lower, options.allow))

    def check(self, doc: Document) -> Iterator[Finding]:
        there, elsewhere = _long(self._options.min_words)
        for target in sorted({*find.selected(doc, there), *find.selected(doc, elsewhere)}):
            url = target.url
            segment, odd = outliers(url, self._options.min_words, self._options.share)
            base = target.start + url.rindex(segment)
            for m in odd:
                word = m[0].lower()
                if (
                    3 <= len(word) <= _LONGEST
                    and word not in self._allow
                    and (near := _nearest(word))
                ):
                    span = Span(base + m.start(), base + m.end())
                    yield Finding(span, {"found": m[0], "candidate": near})


def _nearest(word: str) -> str:
    """Return a syllable at edit distance 1: by a deletion, from the end, or else by a substitution;
    "" if there is none."""
    for i in reversed(range(len(word))):
        if SYLLABLE.fullmatch(short := word[:i] + word[i + 1 :]):
            return short
    for i in range(len(word)):
        for letter in _LETTERS:
            if SYLLABLE.fullmatch(other := word[:i] + letter + word[i + 1 :]):
                return other
    return ""
