"""The script and, where its words show it, the language of one paragraph.

``core.language`` looks at a document; a paragraph has too few words for its
certainty, so that more evidence is asked for here.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import detect
from contentlint.model.languages import HAN, RTL, lookup

_LETTER = lazy_regex.compile(r"[^\W\d_]")
_SCRIPTS = (
    ("Arabic", lazy_regex.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufefc]")),
    ("Latin", lazy_regex.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
    ("Hebrew", lazy_regex.compile("[\u05d0-\u05ea]")),
    ("Cyrillic", lazy_regex.compile("[\u0400-\u052f]")),
    ("Greek", lazy_regex.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("Han", lazy_regex.compile("[\u3400-\u9fff\u3040-\u30ff]")),
    ("Hangul", lazy_regex.compile("[\uac00-\ud7af]")),
    ("Devanagari", lazy_regex.compile("[\u0900-\u097f]")),
    ("Bengali", lazy_regex.compile("[\u0980-\u09ff]")),
    ("Thai", lazy_regex.compile("[\u0e00-\u0e7f]")),
)  # fmt: skip
_PATTERN_OF = dict(_SCRIPTS)
_VIETNAMESE = frozenset("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")
_LEAST_VIETNAMESE = 6
LEAST_LETTERS = 150
"""As many letters have enough of the commonest words to tell languages of one script apart."""
# Of a hundred letters, those of the script that a paragraph is said to be in.
_MOSTLY = 90


class Writing(NamedTuple):
    script: str
    """The script of nine letters in ten; ``""`` when there is none or it is not known."""
    letters: int
    """How many letters there are."""


def script_of(language: str) -> str:
    """The script that a language is usually written in, Latin where nothing is known of it; ``""``
    without a language, and for scripts that ``writing`` does not know."""
    if not language:
        return ""
    if language in HAN:
        return "Han"  # with kana
    script = lookup(language).script or "Latin"
    return script if script in _PATTERN_OF else ""


def name(language: str) -> str:
    """The English name of a language; its code where that is not known here."""
    return lookup(language).name or language


_HEAD = 24


class OwnLanguage:
    """A quick look whether paragraphs are in the language of their document.

    One that begins in its script is: a label before a title in another does not make it foreign.
    """

    def __init__(self, language: str) -> None:
        """``language``: one for which ``script_of`` knows a script."""
        script = script_of(language)
        self._letter = _PATTERN_OF[script]
        # Nothing tells a language without snippets from others of its script.
        self._snippets = lookup(language).snippets if script == "Latin" else ()

    def seems(self, prose: str, start: int, end: int) -> bool:
        """Return True if a part of the prose is in the script and, if Latin, the language."""
        if self._letter.search(prose, start, min(start + _HEAD, end)) is None:
            return False
        if not self._snippets or end - start < LEAST_LETTERS:
            return True
        for piece in self._snippets:  # noqa: SIM110  a generator costs as much as the search
            if prose.find(piece, start, end) >= 0:
                return True
        return False


def writing(text: str) -> Writing:
    """The script of a text, and how many letters it has."""
    letters = len(_LETTER.findall(text))
    for script, pattern in _SCRIPTS:
        if len(pattern.findall(text)) * 100 >= _MOSTLY * letters > 0:
            return Writing(script, letters)
    return Writing("", letters)


def in_script(text: str, script: str) -> bool:
    """Return True if most letters of a text are of a script."""
    return len(_PATTERN_OF[script].findall(text)) * 2 > len(_LETTER.findall(text))


def foreign(text: str, language: str) -> str:
    """The language of a paragraph of Latin letters when it surely is another than ``language``.

    Vietnamese shows in its letters; the others in their commonest words, of which a
    paragraph of 60 letters has three. ``""``: the same, or not sure.
    """
    if language != "vi":
        lowered = text.lower()
        if sum(c in _VIETNAMESE for c in lowered) >= _LEAST_VIETNAMESE:
            return "vi"
    found, _ = detect(text)
    return found if found and found != language and found not in RTL else ""
