"""The script and, if its words show it, the language of one paragraph.

``core.language`` examines a document. A paragraph has too few words for that, so more evidence is
required here.
"""

from __future__ import annotations

from functools import cache

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import LEAST_LETTERS as LEAST_LETTERS
from contentlint.core import count_letters, detect, doubtful_paragraphs, seems_own
from contentlint.model.document import Document
from contentlint.model.languages import HAN, RTL, lookup

_RANGES = {
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufefc",
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Hebrew": "\u05d0-\u05ea",
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Han": "\u3400-\u9fff\u3040-\u30ff",
    "Hangul": "\uac00-\ud7af",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Thai": "\u0e00-\u0e7f",
}
_PATTERN_OF = {name: lazy_regex.compile(f"[{ranges}]") for name, ranges in _RANGES.items()}
_VIETNAMESE = frozenset("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")
_LEAST_VIETNAMESE = 6
# Of a hundred letters, those of the script that a paragraph is said to be in.
_MOSTLY = 90


class Writing(NamedTuple):
    script: str
    """The script of nine letters in ten; ``""`` when there is none or it is not known."""
    letters: int
    """How many letters there are."""


def script_of(language: str) -> str:
    """Return the script that a language is usually written in, Latin if nothing is known of it;
    ``""`` without a language, and for scripts that ``writing`` does not know."""
    if not language:
        return ""
    if language in HAN:
        return "Han"  # with kana
    script = lookup(language).script or "Latin"
    return script if script in _PATTERN_OF else ""


def name(language: str) -> str:
    """Return the English name of a language; its code if that is not known."""
    return lookup(language).name or language


@cache
def _signs(language: str) -> tuple[str, tuple[str, ...]]:
    """Return the letters of the script of a language and, if that is Latin, the snippets that tell
    the language from others of its script."""
    script = script_of(language)
    return _RANGES[script], lookup(language).snippets if script == "Latin" else ()


def seems(text: str, language: str) -> bool:
    """Return True if a text seems to be in a language with a ``script_of``; see
    ``core.seems_own``."""
    return seems_own(text, 0, len(text), *_signs(language))


def doubtful(doc: Document, least: int) -> list[int]:
    """Return the indices of the paragraphs and list items of at least so many letters that do not
    seem to be in the document's language."""
    return doubtful_paragraphs(doc, least, *_signs(doc.language))


def writing(text: str) -> Writing:
    """Return the script of a text, and the number of its letters."""
    letters, latin = count_letters(text)
    # So many leave no other script nine letters in ten.
    for script in ("Latin",) if latin * 10 > letters else _PATTERN_OF:
        if len(_PATTERN_OF[script].findall(text)) * 100 >= _MOSTLY * letters > 0:
            return Writing(script, letters)
    return Writing("", letters)


def in_script(text: str, script: str) -> bool:
    """Return True if most letters of a text are of a script."""
    return len(_PATTERN_OF[script].findall(text)) * 2 > count_letters(text)[0]


def foreign(text: str, language: str) -> str:
    """Return the language of a paragraph of Latin letters if it surely is another than
    ``language``.

    Vietnamese is recognised by its letters, the others by their most common words, of which a
    paragraph of 60 letters has three. ``""`` if it is the same language, or not certain.
    """
    if language != "vi" and not text.isascii():
        if sum(map(_VIETNAMESE.__contains__, text.lower())) >= _LEAST_VIETNAMESE:
            return "vi"
    found, _ = detect(text)
    return found if found and found != language and found not in RTL else ""
