"""Texts in another language than the declared one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import RECOGNIZED, common_words
from contentlint.frontmatter.metadata import declaration, is_untranslated
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.languages import lookup
from contentlint.text.language.scripts import SCRIPT_OF, letters

_MORE = 3
# Letters of a word, approximately.
_WORD = 5
_LETTERS = {"Han": 2, "Kana": 2, "Thai": 3, "Lao": 3, "Khmer": 3, "Myanmar": 3, "Hangul": 3}


class Options(NamedTuple):
    min_letters: int = 200
    """The minimum number of letters of a text that is checked."""
    percent: int = 60
    """The minimum share of letters in the script of the other language, in percent, for a text to
    be reported."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    declared, detected = doc.language, doc.detected
    if not detected or declared == detected or len(doc.prose) < options.min_letters:
        return
    if not _differ(declared, detected):
        return
    script = SCRIPT_OF.get(detected, "")
    counts = letters(doc.prose)
    counts["Han"] = counts.get("Han", 0) + counts.pop("Kana", 0)
    total = sum(counts.values())
    own = counts.get("Han" if script == "Kana" else script, 0)
    if total < options.min_letters or own * 100 < total * options.percent:
        return
    if doc.fact(is_untranslated) or not _outweighs(doc, counts):
        return
    yield Finding(declaration(doc), {"declared": declared, "detected": detected}, whole=True)


def _differ(declared: str, detected: str) -> bool:
    """Return True if two languages differ certainly: in their scripts, or because the detection
    distinguishes both."""
    scripts = SCRIPT_OF.get(declared), SCRIPT_OF.get(detected)
    if None in scripts or _found_as(declared) == _found_as(detected):
        return False
    if {*scripts} <= {"Han", "Kana"}:
        return False
    return scripts[0] != scripts[1] or {declared, detected} <= RECOGNIZED


def _found_as(language: str) -> str:
    return lookup(language).similar or language


def _outweighs(doc: Document, counts: dict[str, int]) -> bool:
    """Return True if the other language has such a majority that names and quotations account for
    the declared one.

    The measure is words of their scripts, or their most common words.
    """
    declared, detected = doc.language, doc.detected
    scripts = SCRIPT_OF[declared], SCRIPT_OF[detected]
    if scripts[0] != scripts[1]:
        here, there = (
            counts.get("Han" if script == "Kana" else script, 0) // _LETTERS.get(script, _WORD)
            for script in scripts
        )
        return there >= _MORE * here
    words = Counter(doc.prose.lower().split())
    here = sum(words[word] for word in common_words(declared) - common_words(detected))
    there = sum(words[word] for word in common_words(detected) - common_words(declared))
    return there >= _MORE * here
