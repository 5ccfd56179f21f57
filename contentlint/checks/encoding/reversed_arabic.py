"""Arabic whose letters are stored in visual order, from left to right."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import has_backwards
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.languages import lookup
from contentlint.text.unicode.chars import ARABIC_LETTERS, ARABIC_MARKS

_WORD = lazy_regex.compile(f"[{ARABIC_LETTERS}{ARABIC_MARKS}]{{3,}}")
_LAM = "\u0644"
_ARTICLE, _BACKWARDS = "ال", "لا"
_BEGUN = lazy_regex.compile(f" {_ARTICLE}[{ARABIC_LETTERS}{ARABIC_MARKS}]")
_SMALL = frozenset(("يف", "نم", "نأ", "نإ", "ىلع", "ىلإ", "نع"))
"""The most common function words, reversed."""
_FINAL_ONLY = ("ة", "ى")
"""Letters that no word begins with."""
_FINAL = lazy_regex.compile("[ةى\ufb50-\ufefc]")
"""These letters, or forms that may be one of them."""

_UYGHUR = frozenset(lookup("ug").letters)


class Options(NamedTuple):
    min_words: int = 12
    """The minimum number of words of three or more letters: passages with fewer are not checked."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.REVERSED,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    if _LAM not in doc.text:
        return
    # Text detected as Arabic has articles in order; these letters reveal a reversed passage in it.
    if not doc.fact(has_backwards) and (
        doc.language == "ar" or prose.count("لا ") * 2 <= prose.count(" ال")
    ):
        return
    for block in doc.blocks:
        if block.kind == "code" or block.end - block.start < 4 * options.min_words:
            continue
        text = prose[block.start : block.end]
        if not _FINAL.search(text) and not any(word in text for word in _SMALL):
            continue
        if not _UYGHUR.isdisjoint(text):
            continue  # its suffixes begin with alef maqsura after Latin words and code
        if _begins_soundly(text):
            continue
        words = [m for m in _WORD.finditer(text) if len(m[0]) >= 3]
        if len(words) >= max(options.min_words, 1) and _is_reversed(
            [_letters(m[0]) for m in words], not _SMALL.isdisjoint(text.split())
        ):
            first = words[0]
            found = " ".join(text[first.start() : words[:5][-1].end()].split())
            span = Span(block.start + first.start(), block.start + words[-1].end())
            yield Finding(span, {"found": found, "right": found[::-1]})


def _begins_soundly(text: str) -> bool:
    """Return True if more than a tenth of the words begin with the article."""
    # Three letters, and a separator between two of them.
    return len(_BEGUN.findall(text)) * 40 > len(text) + 1


def _letters(word: str) -> str:
    """Return a word with presentation forms replaced by letters."""
    if word < "\ufb50":
        return word
    from contentlint.text.unicode.normalize import normalize

    return normalize("NFKC", word)


def _is_reversed(words: list[str], small: bool) -> bool:
    """Return True if the words are reversed. In correct Arabic 0-2 % end in lam and alef, none
    begin with teh marbuta or alef maqsura, 20-37 % begin with the article; reversed, the shares are
    23-35, 17-28 and 0-1 %."""
    total = len(words)
    starts = sum(word.startswith(_ARTICLE) for word in words)
    ends = sum(word.endswith(_BACKWARDS) for word in words)
    finals = sum(word.startswith(_FINAL_ONLY) for word in words)
    if finals >= 0.05 * total and starts < ends:
        return starts <= 0.1 * total
    # All words of a list may end in lam and alef; sentences contain prepositions.
    return starts <= 0.03 * total and (
        finals >= 0.05 * total or ((finals > 0 or small) and ends >= 0.12 * total)
    )
