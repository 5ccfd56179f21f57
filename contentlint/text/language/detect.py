"""The language and direction of a text, from its letters and commonest words.

Scripts are told apart by the lead bytes of their UTF-8 form, counted in C; the
languages of the Arabic script by letters only one of them has, those of the
Latin script by stop words. No model, no dependency.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.core import language as index
from contentlint.model.languages import LANGUAGES, RTL_SCRIPTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

SAMPLE: Final = 1_200
"""Code points in each of the two samples; a language shows in far fewer."""
MIN_LETTERS: Final = 30
"""Fewer letters than this are no evidence (``![]() |`` was once found to be Afrikaans)."""

_ARABIC_LETTERS: Final = [(row.code, row.letters) for row in LANGUAGES.values() if row.letters]
"""Letters that Arabic and Persian do not use; the language with most of them wins, the first on a
tie."""
_RARE: Final = lazy_regex.compile(f"[{index.RARE}]")
_PERSIAN_WORDS: Final = (" که ", " از ", " است", " را ", " می")

_STOPS: Final = {
    row.code: frozenset(row.stop_words.split()) for row in LANGUAGES.values() if row.stop_words
}
_ALL_STOPS: Final = frozenset().union(*_STOPS.values())
_BITS: Final = 5
"""For the votes for a language: none has more than 31 words."""
_GROUP: Final = 12
"""Languages whose votes are added up in one number, within 64 bits."""


def _votes(languages: list[str]) -> dict[str, int]:
    """Return each word of some languages with one vote for each that has it, ``_BITS`` apart."""
    found: dict[str, int] = {}
    for n, language in enumerate(languages):
        for word in _STOPS[language]:
            found[word] = found.get(word, 0) + (1 << _BITS * n)
    return found


_LANGUAGES: Final = [list(_STOPS)[n : n + _GROUP] for n in range(0, len(_STOPS), _GROUP)]
"""The languages of the Latin script in groups, for each of which ``_VOTES`` has a table."""
_VOTES: Final = [_votes(group) for group in _LANGUAGES]

_FIRST: Final = [tuple({lead[:1] for lead in leads}) for _, leads in index.SCRIPTS]
"""The bytes with which the leads of a script begin: one is looked for ten times as fast as two."""
_FIRST_LANGUAGE: Final = {row.script: row.code for row in reversed(LANGUAGES.values())}
"""The first language of each script, for those of which detection knows one only."""
RECOGNIZED: Final = frozenset(_STOPS).union(dict(_ARABIC_LETTERS), ("ar", "fa", "he", "yi"))
"""Languages that detection distinguishes from others of their script."""


def detect(prose: str) -> tuple[str, str]:
    """Language (``""`` when unknown) and direction (``rtl`` or ``ltr``) of masked prose.

    Two samples of ``SAMPLE`` code points are looked at, from the start and the
    middle: the head of a scraped page is often a menu in another language.
    """
    sample = prose
    if len(prose) > 2 * SAMPLE:
        middle = len(prose) // 2
        sample = prose[:SAMPLE] + prose[middle : middle + SAMPLE]
    elif len(prose) > SAMPLE:
        sample = prose[:SAMPLE]
    whole = b""
    try:
        whole = data = sample.encode()
    except UnicodeEncodeError:  # bytes that were no text
        data = sample.encode("utf-8", "ignore")
    else:
        # A character beyond ASCII has at most two bytes for each that the text has more than
        # characters: fewer of them than one in twenty do not decide.
        if len(data) == len(sample) or 40 * (len(data) - len(sample)) < len(data) > 400:
            return _latin(sample, whole), "ltr"
    seen = index.Letters(whole or sample.encode("utf-8", "surrogatepass")) if _COMPILED else None
    # Without ASCII there is little left of a Latin text, and the counts below cost nothing.
    rest = data.translate(None, _ASCII) if seen is None else b""
    beyond = len(rest) if seen is None else seen.beyond
    if beyond * 20 < len(data) and len(data) > 400:
        return _latin(sample, whole), "ltr"
    # Letters of other scripts have two bytes or more: so many there may be.
    two, three = _count(index.LATIN, seen, rest), _count(index.LATIN_3, seen, rest)
    signs, signs_3 = _count(index.SIGNS, seen, rest), _count(index.SIGNS_3, seen, rest)
    other = (beyond - 2 * (two + signs) - 3 * (three + signs_3)) // 2
    if other < MIN_LETTERS and other <= two:
        return _latin(sample, whole), "ltr"
    if seen is None:
        latin = len(data) - len(data.translate(None, _ASCII_LETTERS)) + two + three
    else:
        latin = seen.latin + two + three
    counts = {}
    left = beyond // 2
    for number in range(index.LATIN):
        script = index.SCRIPTS[number][0]
        counts[script] = found = _count(number, seen, rest)
        left -= found
        if found > left + 1 and script in _RTL_SCRIPTS:
            break
    script, most = max(counts.items(), key=lambda item: item[1])
    strong_rtl = sum(counts.get(name, 0) for name in _RTL_SCRIPTS)
    direction = "rtl" if strong_rtl > latin + sum(counts.values()) - strong_rtl else "ltr"
    # Kana decides for Japanese although Han outnumbers it.
    if counts.get("Kana", 0) * 10 > counts.get("Han", 0) > 0:
        script, most = "Kana", counts["Kana"] + counts["Han"]
    if most < MIN_LETTERS or most * 2 < latin:
        return _latin(sample, whole), direction
    if script == "Arabic":
        return _arabic(sample, most, seen), direction
    if script == "Hebrew":
        # Yiddish writes vav and yod as digraphs and points its alef.
        digraphs = sum(map(sample.count, "װױײ")) + sample.count("אָ") + sample.count("אַ")
        return ("yi" if digraphs * 100 > most else "he"), direction
    if script == "Cyrillic":
        return ("uk" if sum(map(sample.count, "іїєґ")) * 100 > most else "ru"), direction
    return _FIRST_LANGUAGE[script], direction


def _count(script: int, seen: index.Letters | None, rest: bytes) -> int:
    """How many characters there are of one of ``index.SCRIPTS``; ``rest``: what is not ASCII,
    where there was no look at them."""
    if seen is not None:
        return seen.counts[script]
    if not any(map(rest.__contains__, _FIRST[script])):
        return 0
    return sum(map(rest.count, index.SCRIPTS[script][1]))


_RTL_SCRIPTS: Final = [script for script, _ in index.SCRIPTS if script in RTL_SCRIPTS]
_ASCII: Final = bytes(range(128))
_ASCII_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _arabic(sample: str, whole: int, seen: index.Letters | None) -> str:
    """``whole``: how many letters of the script there are."""
    most, likely = 0, ""
    if seen is None:
        there = {letter: sample.count(letter) for letter in set(_RARE.findall(sample))}
    else:
        there = seen.rarities()
    for language, own in _ARABIC_LETTERS:
        found = [there[letter] for letter in own if letter in there]
        if len(found) >= 2 and sum(found) * 200 >= whole and sum(found) > most:
            most, likely = sum(found), language
    if likely:
        return likely
    # A few Persian names do not make an Arabic text Persian.
    if (
        any(c in there for c in "پچژگ")
        and (
            there.get("ی", 0) + there.get("ک", 0) > 2
            or sum(word in sample for word in _PERSIAN_WORDS) >= 2
        )
        and sum(there.get(c, 0) for c in "پچژگیک") * 100 >= whole
    ):
        return "fa"
    if any(c in sample for c in "ةىيكأإ"):
        if seen is None:
            words = [w for w in sample.split() if len(w) >= 3]
            articles = sum(w.startswith(("ال", "وال", "بال", "لل", "كال", "فال")) for w in words)
            said = len(words)
        else:
            articles, said = seen.articles, seen.words
        if articles * 100 >= 12 * said:
            return "ar"
    return ""


def common_words(language: str) -> frozenset[str]:
    """The commonest words of a language of the Latin script; none of one not known here."""
    return _STOPS.get(language, frozenset())


_COMPILED = not index.__file__.endswith(".py")
"""True if looking at each byte costs less than splitting the text."""
_STOP_TABLES: Final = [index.Words(votes) for votes in _VOTES] if _COMPILED else []


def _latin(sample: str, data: bytes = b"") -> str:
    """``data``: the sample's UTF-8 form, where that is at hand."""
    best: i64 = 0
    second: i64 = 0
    likely = ""
    if _COMPILED:
        data = data or sample.encode("utf-8", "surrogatepass")
        found = frozenset[str]()
    else:
        found = _ALL_STOPS.intersection(sample.split())
    for group, languages in enumerate(_LANGUAGES):
        votes: i64 = 0
        if _COMPILED:
            votes = _STOP_TABLES[group].total(data)
        else:
            votes = sum([_VOTES[group].get(word, 0) for word in found])
        n: i64 = 0
        while votes:
            mine = votes & 31
            if mine > best:
                best, second, likely = mine, best, languages[n]
            elif mine > second:
                second = mine
            votes >>= _BITS
            n += 1
    # Three distinct stop words, and ahead of the runner-up.
    return "" if best < 3 or best == second else likely
