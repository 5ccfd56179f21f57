"""The misspelled words of an Arabic article: the forms in the list, and where they are mistakes.

The list is closed and holds whole forms, so that nothing is guessed here: no prefix is removed and
no repair is constructed. ``article.spelling_exceptions`` tells where the rules of prose do not
apply.
"""

from __future__ import annotations

from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import WordList
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.source import spelling
from contentlint.source.files import shown_path

_SHORT = 70
_VOWELS = lazy_regex.compile("[\u064b-\u0652\u0670]")
_TITLES = frozenset(
    "الدكتور الدكتورة دكتور السيد السيدة الشيخ الأستاذ الأستاذة الأمير الملك الحاج آل ابن بن أبو "
    "أبي".split()
)
_SIGNS = lazy_regex.compile("[\u064b-\u0652\u0670]+")
_NONE: frozenset[str] = frozenset()
_AGAINST = {
    "أ": frozenset("\u0650\u064d"),
    "إ": frozenset("\u064b\u064c\u064e\u064f\u0652"),
    "ي": frozenset("\u064b\u064e\u0670"),
    "ى": frozenset("\u064c\u064d\u064f\u0650\u0651"),
}
"""By letter of a repair, the vowel signs that it cannot have."""


CLASSES = {
    "A": "the hamza of the first alef is missing",
    "B": "the alef has a hamza that it must not have (hamzat wasl)",
    "C": "the hamza is above the alef for below, the other way round, or a madda",
    "D": "final ه is written for ة",
    "E": "final ة is written for ه",
    "F": "final ى is written for ي",
    "G": "final ي is written for ى",
    "H": "the hamza is on the wrong letter",
    "I": "ض is written for ظ",
    "K": "the silent alef behind the و of the plural is missing",
    "M": "a hamza inside the word is missing",
    "N": "لا is joined to its verb",
    "S": "other letters are wrong",
}
"""The classes of the list."""


class Form(NamedTuple):
    """A misspelled form of an article."""

    word: str
    """Without vowel signs and tatweel."""
    rights: tuple[str, ...]
    """Its repairs, the likeliest first."""
    letters: str
    """Its ``CLASSES``: first that of the beginning of the word, last that of its end."""
    strong: bool
    """False for a form that is reported only beside others."""
    places: list[Span]
    """Ascending."""


@lru_cache(maxsize=1)
def word_list() -> WordList:
    """Return the list, which is read for the first Arabic text.

    Raises:
        ConfigError: the file is damaged, or of another version.
    """
    try:
        return WordList(spelling.read())
    except ValueError as error:
        raise ConfigError(f"{shown_path(spelling.PATH)}: {error}{spelling.AGAIN}") from None


def entry_form(entry: str) -> Form:
    """Return an entry of the list as a form without places."""
    word, rights, kind = entry.split(">")
    return Form(word, tuple(rights.split("|")), kind[:-1], kind[-1] == "+", [])


def misspelled(doc: Document, own: frozenset[str] = frozenset()) -> list[Form]:
    """Return the misspelled forms of an Arabic article in the order of the text; ``own`` are the
    user's words, which are none. Ask through ``doc.fact``."""
    forms: dict[str, Form] = {}
    found = word_list().find(doc.prose)
    if not found:
        return []
    from contentlint.article.spelling_exceptions import (  # most articles have none
        counts,
        teaches_spelling,
    )

    if doc.fact(teaches_spelling):
        return []
    for start, end, entry in found:
        form = forms.get(entry) or forms.setdefault(entry, entry_form(entry))
        span = Span(start, end)
        if not is_own(form.word, own) and counts(doc, start) and not _contradicts(doc, span, form):
            form.places.append(span)
    _drop_rhymes(doc, list(forms.values()))
    there = [form for form in forms.values() if form.places]
    if not any(form.strong and form.letters != "F" for form in there):
        # Final ى alone is a habit of a region, and shows nothing about the other forms.
        return [form for form in there if form.strong]
    for form in there:
        if not form.strong:
            form.places[:] = [at for at in form.places if not _follows_title(doc.prose, at)]
    return sorted([form for form in there if form.places], key=_first)


def _first(form: Form) -> Span:
    return form.places[0]


def is_own(word: str, own: frozenset[str]) -> bool:
    """Return True if a form is a word of the user's, perhaps with و or ف before it."""
    return bool(own) and (word in own or (word[0] in "وف" and word[1:] in own))


def _contradicts(doc: Document, span: Span, form: Form) -> bool:
    """Return True if a vowel sign of the text rules out the repair."""
    written = doc.prose[slice(*span)]
    if written == form.word:
        return False
    if "H" in form.letters:
        return _VOWELS.search(written) is not None  # مُلئ is "was filled"
    right = form.rights[0]
    if len(right) != len(form.word):
        return False
    at = -1
    for letter, repaired in zip(form.word, right, strict=True):
        at = written.index(letter, at + 1)
        signs = _SIGNS.match(written, at + 1)
        if letter != repaired and signs and not _AGAINST.get(repaired, _NONE).isdisjoint(signs[0]):
            return True
    return False


def _follows_title(prose: str, at: Span) -> bool:
    before = prose[max(at.start - 30, 0) : at.start].split()
    return bool(before) and before[-1] in _TITLES


def _drop_rhymes(doc: Document, forms: list[Form]) -> None:
    """Drop places of final ه at the end of a short line, unless there are others within lines: it
    may rhyme."""
    ending = [form for form in forms if "D" in form.letters]
    loose = {at for form in ending for at in form.places if _ends_short_line(doc, at.end)}
    if loose and all(at in loose for form in ending for at in form.places):
        for form in ending:
            form.places.clear()


def _ends_short_line(doc: Document, at: int) -> bool:
    from contentlint.article.spelling_exceptions import AROUND

    line = doc.line_span(doc.line_at(at))
    return line.end - line.start < _SHORT and not doc.prose[at : line.end].strip(AROUND + "،؛")
