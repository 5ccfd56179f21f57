"""A space in a Persian word where a half-space (U+200C) belongs."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.text.language.arabic import around

_HALF = "\u200c"
_LETTERS = "\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc"
_VERB = lazy_regex.compile(f" ([{_LETTERS}{_HALF}]{{2,30}})")
_ENDING = lazy_regex.compile(
    " (?:ها|های|هایی|هایم|هایت|هایش|هایمان|هایتان|هایشان|تر|ترین|ترها|ترین‌ها)(?=[ .،؛:!؟)»\\n])"
)
# After these a noun cannot have an ending.
_NO_STEM = frozenset(
    "و که از به در با را این آن هر یا تا بر برای است هم اما ولی خیلی بسیار کمی".split()
)
# After می they are not verbs: "wine and", "wine is".
_NO_VERB = frozenset("و که از به در با را است بود ناب کهن نوش".split())


class Options(NamedTuple):
    most_spaces: float = 0.2
    """Largest share of spaces among the spaces and half-spaces of an article: who writes more of
    them does so everywhere."""


def needs(options: Options) -> tuple[str, ...]:
    return (" ها", " می ", " نمی ", " تر")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    end = -1
    places = sorted([*_prefixed(prose), *_with_ending(prose)])
    if len(places) > options.most_spaces * (len(places) + prose.count(_HALF)):
        return
    for start, space, stop in places:
        if space > end:
            fix = Fix((Edit(Span(space, space + 1), _HALF),), False, "write a half-space")
            yield Finding(Span(start, stop), {"found": prose[start:stop]}, fix)
            end = space


def _prefixed(prose: str) -> Iterator[tuple[int, int, int]]:
    """Yield می before a verb: the start of both, the offset of the space between them, and the
    end."""
    at = prose.find("می ")
    while at >= 0:
        space = at + 2
        word = around(prose, at, space)
        verb = _VERB.match(prose, space)
        if verb and word.end == space and verb[1] not in _NO_VERB:
            if prose[slice(*word)] in ("می", "نمی"):
                yield word.start, space, verb.end()
        at = prose.find("می ", space)


def _with_ending(prose: str) -> Iterator[tuple[int, int, int]]:
    for m in _ENDING.finditer(prose):
        stem = around(prose, m.start(), m.start())
        # After a Latin word many writers leave a space on purpose.
        if (
            stem.end - stem.start > 1
            and prose[stem.end - 1] > "\u0600"
            and prose[slice(*stem)] not in _NO_STEM
        ):
            yield stem.start, m.start(), m.end()
