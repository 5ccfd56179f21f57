"""A few vocalised paragraphs in an article without vowel signs: text from another source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import vowels
from contentlint.model.characters import VOWEL_SIGNS
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Block, Document, Span
from contentlint.text.unicode.chars import ARABIC_LETTERS

# Except fathatan beside an alef, which most Arabic texts use as their only mark.
_MARK = lazy_regex.compile("[\u064c-\u0652]|\u064b(?<!\u0627\u064b)(?!\u0627)")
_LETTERS = lazy_regex.compile(f"[{ARABIC_LETTERS}]+")
_FATHATAN = "\u064b"
_SEVERAL = 5
"""So many marks are hardly ever only fathatan; fewer may be."""
_MOST_RELATED = 20


class Options(NamedTuple):
    min_rate: float = 1.0
    """The minimum number of vowel signs per 100 letters of a paragraph that is reported."""
    min_marks: int = 5
    """The minimum number of different words with vowel signs in a paragraph that is reported."""
    min_words: int = 30
    """The minimum number of words of a paragraph; shorter ones do not count."""
    plain_share: float = 0.5
    """The minimum share of paragraphs, 0 to 1, without vowel signs."""


def needs(options: Options) -> tuple[str, ...]:
    return (*VOWEL_SIGNS, _FATHATAN) if options.min_marks < _SEVERAL else tuple(VOWEL_SIGNS)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    marks = doc.fact(vowels)
    if options.min_marks < _SEVERAL:
        marks += prose.count(_FATHATAN)
    if marks < options.min_marks:
        return
    plain = others = 0
    vocalised: list[Block] = []
    for block in doc.blocks:
        if block.kind != "paragraph" or block.end - block.start < 3 * options.min_words:
            continue
        text = prose[block.start : block.end]
        if text.count(" ") + text.count("\n") < options.min_words - 1 or "﴿" in text or "۞" in text:
            continue
        if not (sum(map(text.count, VOWEL_SIGNS)) or ("\u064b" in text and _MARK.search(text))):
            plain += 1
        elif _is_vocalised(text, options):
            vocalised.append(block)
        else:
            others += 1
    if vocalised and plain >= options.plain_share * (plain + others + len(vocalised)):
        first = vocalised[0]
        related = tuple(
            Related(Span(block.start, block.end), "also with vowel signs")
            for block in vocalised[1 : _MOST_RELATED + 1]
        )
        values = {"vocalised": len(vocalised), "plain": plain}
        yield Finding(Span(first.start, first.end), values, None, related)


def _is_vocalised(text: str, options: Options) -> bool:
    # Most paragraphs have a few marks, and counting them is cheaper than the pattern.
    if sum(map(text.count, VOWEL_SIGNS)) + text.count("\u064b") < options.min_marks:
        return False
    marks = len(_MARK.findall(text))
    if marks < options.min_marks:
        return False
    letters = sum(map(len, _LETTERS.findall(text)))
    # More than a mark on every fifth letter: scripture or verse.
    if options.min_rate * letters > 100 * marks or marks * 5 >= letters:
        return False
    # Different words: a name repeated in every line does not make a vocalised text.
    return len({word for word in text.split() if _MARK.search(word)}) >= options.min_marks
