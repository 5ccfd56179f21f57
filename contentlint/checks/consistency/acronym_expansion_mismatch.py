"""An abbreviation that an article explains in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.text.similarity.keys import shown
from contentlint.text.unicode.chars import is_arabic_letter, script
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    import re


_OPENING = 60
"""A bracket this near the start of its line is a dateline: دمشق، سوريا (CNN)."""
# The letters that an Arabic plural changes: عنوان and عناوين, نموذج and نماذج.
_WEAK = str.maketrans("", "", "اوي")


class Options(NamedTuple):
    ignore: tuple[str, ...] = ()
    """Abbreviations that are not checked, such as file types, countries and currencies."""


def needs(options: Options) -> tuple[str, ...]:
    return ("(",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    first: dict[tuple[str, bool], Expansion] = {}
    for found in doc.fact(expansions):
        if found.acronym in options.ignore or _is_dateline(doc, found):
            continue
        # An English and an Arabic expansion translate each other.
        earlier = first.setdefault((found.acronym, found.latin), found)
        if earlier is not found and _differ(earlier, found):
            values = {
                "acronym": found.acronym,
                "found": shown(doc, *found.span),
                "other": shown(doc, *earlier.span),
            }
            yield Finding(
                found.span, values, None, (Related(earlier.span, "the earlier explanation"),)
            )


def _is_dateline(doc: Document, found: Expansion) -> bool:
    line = doc.line_at(found.span.start)
    before = doc.prose[doc.line_start(line) : found.span.end]
    after = doc.prose[found.span.end : found.span.end + 3].lstrip()
    return len(before) < _OPENING and after[:1] in ("-", "–", "—", "ـ")


def _differ(one: Expansion, other: Expansion) -> bool:
    if one.latin:
        return len(one.words) == len(other.words) and not all(map(_alike, one.words, other.words))
    # In Arabic nothing marks the beginning of the expansion, and its words may change places.
    a, b = set(one.words[-3:]), set(other.words[-3:])
    alike = sum(any(_alike(x, y) for y in b) for x in a)
    if 2 * alike >= min(len(a), len(b)):
        return False
    # If the other expansion's noun is missing, the bracket glosses the Arabic phrase.
    arabic = is_arabic_letter(one.words[-1][0])
    return not arabic or any(_alike(x, y) for x in one.words[:-1] for y in other.words[:-1])


def _alike(a: str, b: str) -> bool:
    """Return True if two words differ only in their endings, or in an Arabic broken plural."""
    size = max(3, min(len(a), len(b)) - 3)
    return a[:size] == b[:size] or (a.translate(_WEAK) == b.translate(_WEAK) and a[0] > "\u05ff")


_BRACKET = lazy_regex.compile(r"\(([A-Z][A-Z0-9&]{1,7})s?\)")
_AFTER = lazy_regex.compile(r"\(([^()\n\x1a]{4,100})\)")
_ENDS = lazy_regex.compile(r"(?:^|[^A-Za-z])([A-Z][A-Z0-9&]{1,7}) $")
_WORD = lazy_regex.compile(r"[^\s\x00-/:-@\[-`{-~،؛؟«»“”()]+")
_STOP = lazy_regex.compile(r"[.,;:!?،؛؟«»“”()|\x1a]")
_LINKING = frozenset(
    "of the and for in on to a an de la le et des du und der die für y del & "
    "من في علي الي عن او של את על עם".split()
)
_MOST = 120
_FINAL = str.maketrans("ךםןףץ", "כמנפצ")


class Expansion(NamedTuple):
    acronym: str
    span: Span
    """The expansion and the abbreviation."""
    words: tuple[str, ...]
    """Folded, in order, without words like "of"."""
    latin: bool


def expansions(doc: Document) -> list[Expansion]:
    """Return the expansions in order; ask through ``doc.fact``."""
    prose = doc.prose
    found: list[Expansion] = []
    for m in _BRACKET.finditer(prose):
        low = max(prose.rfind("\n", 0, m.start()) + 1, m.start() - _MOST)
        stops = [stop.end() for stop in _STOP.finditer(prose, low, m.start())]
        found += _before(prose, stops[-1] if stops else low, m.start(), m)
    for m in _AFTER.finditer(prose):
        if prose[m.start() - 2 : m.start() - 1].isupper():
            found += _inside(prose, m)
    return sorted(found, key=lambda each: each.span)


def _before(prose: str, low: int, end: int, m: re.Match[str]) -> Iterator[Expansion]:
    acronym = m[1]
    words = list(_WORD.finditer(prose, low, end))
    if not words:
        return
    if script(words[-1][0][0]) == "latin":
        for n in range(2, len(words) + 1):
            part = words[-n:]
            if _spells([word[0] for word in part], acronym):
                yield _expansion(acronym, Span(part[0].start(), m.end()), part, True)
                return
    elif len(words) > 1:
        part = words[-min(len(acronym), 4) :]
        yield _expansion(acronym, Span(part[0].start(), m.end()), part, False)


def _inside(prose: str, m: re.Match[str]) -> Iterator[Expansion]:
    """Return the expansion inside the bracket; in other scripts than that of the abbreviation, such
    a bracket is just as often a remark."""
    low = max(m.start() - 10, 0)
    before = _ENDS.search(prose[low : m.start()])
    words = list(_WORD.finditer(prose, *m.span(1))) if before else []
    if before and len(words) > 1 and _spells([word[0] for word in words], before[1]):
        yield _expansion(before[1], Span(low + before.start(1), m.end()), words, True)


def _expansion(acronym: str, span: Span, words: list[re.Match[str]], latin: bool) -> Expansion:
    folded = (light(word[0]) for word in words)
    bare = tuple(_bare(word) for word in folded if word not in _LINKING)
    return Expansion(acronym, span, bare, latin)


def _bare(word: str) -> str:
    if "\u05d0" <= word[0] <= "\u05ea":
        return (word.lstrip("והב") if len(word) > 3 else word).translate(_FINAL)
    for article in ("وال", "بال", "لل", "ال"):
        if word.startswith(article) and len(word) > len(article) + 2:
            return word[len(article) :]
    return word


def _spells(words: list[str], acronym: str) -> bool:
    """Return True if the first letters of the words, with or without words such as "of", spell an
    abbreviation."""
    letters = "".join(word[0] for word in words).upper()
    short = "".join(word[0] for word in words if word.lower() not in _LINKING).upper()
    return acronym in (letters, short) and words[0].lower() not in _LINKING
