"""An abbreviation that an article explains in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.consistency._acronyms import Expansion, expansions
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document
from contentlint.text.unicode.chars import is_arabic_letter

_OPENING = 60
"""A bracket so near the beginning of its line is a dateline: دمشق، سوريا (CNN)."""
# What a plural changes: عنوان and عناوين, نموذج and نماذج.
_WEAK = str.maketrans("", "", "اوي")


class Options(NamedTuple):
    ignore: tuple[str, ...] = ()
    """What stands in brackets and explains nothing: file types, countries, currencies."""


def anchors(options: Options) -> tuple[str, ...]:
    return ("(",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    first: dict[tuple[str, bool], Expansion] = {}
    for found in doc.fact(expansions):
        if found.acronym in options.ignore or _is_dateline(doc, found):
            continue
        # One in English and one in Arabic explain each other.
        earlier = first.setdefault((found.acronym, found.latin), found)
        if earlier is not found and _differ(earlier, found):
            values = {
                "acronym": found.acronym,
                "found": doc.text[slice(*found.span)].replace("**", ""),
                "other": doc.text[slice(*earlier.span)].replace("**", ""),
            }
            yield Finding(found.span, values, None, (Related(earlier.span, "the first one"),))


def _is_dateline(doc: Document, found: Expansion) -> bool:
    line = doc.line_at(found.span.start)
    before = doc.prose[doc.line_start(line) : found.span.end]
    after = doc.prose[found.span.end : found.span.end + 3].lstrip()
    return len(before) < _OPENING and after[:1] in ("-", "–", "—", "ـ")


def _differ(one: Expansion, other: Expansion) -> bool:
    if one.latin:
        return len(one.words) == len(other.words) and not all(map(_alike, one.words, other.words))
    # In Arabic nothing says where the expansion begins; its words may change places.
    a, b = set(one.words[-3:]), set(other.words[-3:])
    alike = sum(any(_alike(x, y) for y in b) for x in a)
    if 2 * alike >= min(len(a), len(b)):
        return False
    # An Arabic phrase without the noun of the other is glossed by the bracket, not abbreviated.
    arabic = is_arabic_letter(one.words[-1][0])
    return not arabic or any(_alike(x, y) for x in one.words[:-1] for y in other.words[:-1])


def _alike(a: str, b: str) -> bool:
    """Whether two words are one but for their endings, or the plural inside an Arabic word."""
    size = max(3, min(len(a), len(b)) - 3)
    return a[:size] == b[:size] or (a.translate(_WEAK) == b.translate(_WEAK) and a[0] > "\u05ff")
