"""The words of an article as lists of phrases are compared with them.

Vowel signs, Hebrew points and tatweel do not tell words apart; capitals and the
forms of alef do or do not, as a rule wants it.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import view
from contentlint.model.document import Document

_ARABIC = (
    "\u0610-\u061a\u0620-\u0669\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08ff\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefc"
)
_BETWEEN = (
    r"\s\x00-/:-@\[-^`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u05be\u05c0\u05c3\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\u2000-\u200b\u200e-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
)
# A Latin word behind بـ is a word of its own.
WORD = lazy_regex.compile(f"[^{_BETWEEN}{_ARABIC}]+|[{_ARABIC}\u200c\u200d]+")
_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
_POINTS = lazy_regex.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]+")
_ALEFS = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ٱ", "ا"), ("ى", "ي"), ("ی", "ي"), ("ک", "ك"))
_SEPARATOR = "\x02"


def folded(text: str, alefs: bool, ignore_case: bool) -> str:
    """A text without what does not tell words apart; with ``alefs`` their forms neither."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, "")
        text = _POINTS.sub("", text)
        for old, new in _ALEFS if alefs else ():
            text = text.replace(old, new)
    return text.lower() if ignore_case else text


def small(text: str) -> str:
    """A text in small letters, as long as it was."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join([c if len(c.lower()) > 1 else c.lower() for c in text])  # İ


class Lexicon(NamedTuple):
    """The words of an article, in order."""

    text: str
    every: list[str]
    """Folded."""
    known: frozenset[str]


def lexicon(doc: Document, scopes: tuple[str, ...], alefs: bool, ignore_case: bool) -> Lexicon:
    """Ask through ``doc.fact``."""
    text = doc.fact(view, scopes)
    joined = _SEPARATOR.join(WORD.findall(text))
    every = folded(joined, alefs, ignore_case).split(_SEPARATOR)
    return Lexicon(text, every, frozenset(every))


def spans(doc: Document, scopes: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the words of ``lexicon`` stand; ask through ``doc.fact``."""
    return [m.span() for m in WORD.finditer(doc.fact(view, scopes))]
