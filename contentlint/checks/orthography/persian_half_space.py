"""Persian words with a space, or with nothing, where a half-space (U+200C) belongs."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.text.language.arabic import around

_MOST_RELATED = 20
_HALF = "\u200c"
_PREFIX = "می" + _HALF
_LETTERS = "\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc"
_VERB = lazy_regex.compile(f" ([{_LETTERS}{_HALF}]{{2,30}})")
_ENDING = lazy_regex.compile(
    " (?:ها|های|هایی|هایم|هایت|هایش|هایمان|هایتان|هایشان|تر|ترین|ترها|ترین‌ها)(?=[ .،؛:!؟)»\\n])"
)
_SPACED = lazy_regex.compile(f"(?<![{_LETTERS}])ن?{_PREFIX}([{_LETTERS}]{{2,}})")
_JOINED = lazy_regex.compile(
    f"(?<![{_LETTERS}{_HALF}])ن?می([{_LETTERS}]{{2,}})(?![{_LETTERS}{_HALF}])"
)
# After these a noun cannot have an ending.
_NO_STEM = frozenset(
    "و که از به در با را این آن هر یا تا بر برای است هم اما ولی خیلی بسیار کمی".split()
)
# After می they are not verbs: "wine and", "wine is".
_NO_VERB = frozenset("و که از به در با را است بود ناب کهن نوش".split())


def needs() -> tuple[str, ...]:
    return (" ها", " می ", " نمی ", " تر", _PREFIX)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    found: list[tuple[Span, Edit]] = []
    end = -1
    for start, space, stop in sorted([*_prefixed(prose), *_with_ending(prose)]):
        if space > end:
            found.append((Span(start, stop), Edit(Span(space, space + 1), _HALF)))
            end = space
    found += _joined(prose)
    if found:
        from contentlint.article.spelling_exceptions import in_verse  # good articles need no more

        # In verse می is wine more often than a prefix.
        found = [pair for pair in found if not in_verse(doc, doc.line_at(pair[0].start))]
    if found:
        found.sort()
        first = found[0][0]
        related = tuple([Related(span, "also here") for span, _ in found[1 : _MOST_RELATED + 1]])
        more = f" ({len(found)} places)" if len(found) > 1 else ""
        fix = Fix(
            tuple([edit for _, edit in found]),
            False,
            "insert half-spaces between the parts of the word",
        )
        yield Finding(first, {"found": prose[slice(*first)], "more": more}, fix, related)


def _joined(prose: str) -> Iterator[tuple[Span, Edit]]:
    """Yield verbs that are joined to می, if the article also has the verb with a half-space:
    many other words begin with these letters."""
    spaced = {*_SPACED.findall(prose)}
    for m in _JOINED.finditer(prose) if spaced else ():
        if m[1] in spaced:
            yield Span(m.start(), m.end()), Edit(Span(m.start(1), m.start(1)), _HALF)


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
