"""The language and direction of a text, from its letters and commonest words.

Scripts are told apart by the lead bytes of their UTF-8 form, counted in C; the
languages of the Arabic script by letters only one of them has, those of the
Latin script by stop words. No model, no dependency.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from contentlint.text import commonest, lazy, letters

SAMPLE = 1_200
"""Code points in each of the two samples; a language shows in far fewer."""
MIN_LETTERS = 30
"""Fewer letters than this are no evidence (``![]() |`` was once found to be Afrikaans)."""

RTL = frozenset({"ar", "fa", "ur", "he", "yi", "ckb", "ps", "ug", "sd", "dv", "syr", "ks"})
"""Languages written from right to left."""

ARABIC_SCRIPT = frozenset({"ar", "fa", "ur", "ckb", "ps", "ug", "sd", "ks"})
"""Languages in the Arabic script whose punctuation is ``، ؛ ؟``."""

# Letters that Arabic and Persian do not use; the language with most of them wins, the first on
# a tie (Uyghur shares two with Kurdish, Pashto borrows Urdu's full stop).
_ARABIC_LETTERS = (
    ("ur", "ٹڈڑںےہھ۔"),
    ("ckb", "ڕڵۆێە"),
    ("ps", "ټډړږښګڼېۍ"),
    ("ug", "ۇۈۆڭېە"),
    ("sd", "ٻڀٺٿڃڄڇڊڌڍڙڦڱڳڻ"),
)
_RARE = lazy.compile(f"[{letters.RARE}]")
_PERSIAN_WORDS = (" که ", " از ", " است", " را ", " می")

_STOP_WORDS = {
    "en": "the and of to in is that for with are this you was have not from",
    "fr": "le la les des et est une dans pour que qui sur avec pas vous du",
    "es": "el la los las de que en y una para con por es del como se",
    "de": "der die das und ist nicht mit ein eine den von zu auf für sie im",
    "it": "il che di la per una non del con della sono gli nel anche le",
    "pt": "o que de não uma para com os do da em você mais por as",
    "nl": "de het een van en is dat niet voor met op zijn te aan ook",
    "tr": "ve bir bu için ile da de olarak daha çok olan gibi ne",
    "vi": "và của là các một có không cho được trong với người những",
    "id": "yang dan di untuk dengan dari ini anda dalam tidak adalah itu",
    "pl": "i w nie na się z do jest to że jak o za ale po",
    "sv": "och att det som en på är av för med till den inte",
}
_STOPS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
_ALL_STOPS = frozenset().union(*_STOPS.values())
_LANGUAGES = tuple(_STOPS)
_LANGUAGES_OF = {
    word: tuple(n for n, language in enumerate(_LANGUAGES) if word in _STOPS[language])
    for word in _ALL_STOPS
}
"""The places among ``_LANGUAGES`` of those that have a word."""

# Lead bytes of two- and three-byte forms; see the Unicode blocks they open.
_LEADS = (
    ("Arabic", (b"\xd8", b"\xd9", b"\xda", b"\xdb")),
    ("Hebrew", (b"\xd6", b"\xd7")),
    ("Cyrillic", (b"\xd0", b"\xd1")),
    ("Greek", (b"\xce", b"\xcf")),
    ("Armenian", (b"\xd4", b"\xd5")),
    ("Thaana", (b"\xde",)),
    ("Devanagari", (b"\xe0\xa4", b"\xe0\xa5")),
    ("Bengali", (b"\xe0\xa6", b"\xe0\xa7")),
    ("Tamil", (b"\xe0\xae", b"\xe0\xaf")),
    ("Thai", (b"\xe0\xb8", b"\xe0\xb9")),
    ("Georgian", (b"\xe1\x82", b"\xe1\x83")),
    ("Ethiopic", (b"\xe1\x88", b"\xe1\x89", b"\xe1\x8a", b"\xe1\x8b", b"\xe1\x8c", b"\xe1\x8d")),
    ("Hangul", (b"\xea\xb0", b"\xea\xb1", b"\xea\xb2", b"\xea\xb3", b"\xeb", b"\xec")),
    ("Kana", (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")),
    ("Han", (b"\xe4", b"\xe5", b"\xe6", b"\xe7", b"\xe8", b"\xe9")),
)
_FIRST = {script: tuple({lead[:1] for lead in leads}) for script, leads in _LEADS}
"""The bytes with which the leads of a script begin: one is looked for ten times as fast as two."""
_ONE_LANGUAGE = {
    "Greek": "el",
    "Armenian": "hy",
    "Thaana": "dv",
    "Devanagari": "hi",
    "Bengali": "bn",
    "Tamil": "ta",
    "Thai": "th",
    "Georgian": "ka",
    "Ethiopic": "am",
    "Hangul": "ko",
    "Kana": "ja",
    "Han": "zh",
}


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
    seen = letters.Letters(whole or sample.encode("utf-8", "surrogatepass")) if _COMPILED else None
    # Without ASCII there is little left of a Latin text, and the counts below cost nothing.
    rest = data.translate(None, _ASCII) if seen is None else b""
    beyond = len(rest) if seen is None else seen.beyond
    if beyond * 20 < len(data) and len(data) > 400:
        return _latin(sample, whole), "ltr"
    count: Callable[[bytes], int] = rest.count if seen is None else seen.count
    # Letters of other scripts have two bytes or more: so many there may be.
    two, three = sum(map(count, _TWO_BYTES)), sum(map(count, _THREE_BYTES))
    other = (beyond - 2 * (two + count(b"\xc2")) - 3 * (three + count(b"\xe2"))) // 2
    if other < MIN_LETTERS and other <= two:
        return _latin(sample, whole), "ltr"
    if seen is None:
        latin = len(data) - len(data.translate(None, _ASCII_LETTERS)) + two + three
    else:
        latin = seen.latin + two + three
    counts = {}
    left = beyond // 2
    for script, leads in _LEADS:
        there = seen is not None or any(map(rest.__contains__, _FIRST[script]))
        counts[script] = found = sum(map(count, leads)) if there else 0
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
    return _ONE_LANGUAGE[script], direction


_RTL_SCRIPTS = ("Arabic", "Hebrew", "Thaana")
_TWO_BYTES = (b"\xc3", b"\xc4", b"\xc5")
_THREE_BYTES = (b"\xe1\xba", b"\xe1\xbb")
"""The leads of Latin letters; ``c2`` and ``e2`` are those of signs."""
_ASCII = bytes(range(128))
_ASCII_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _arabic(sample: str, whole: int, seen: letters.Letters | None) -> str:
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


_COMPILED = not commonest.__file__.endswith(".py")
"""Whether looking at each byte costs less than splitting the text."""
_STOP_TABLE = commonest.Words(_ALL_STOPS if _COMPILED else ())


def _latin(sample: str, data: bytes = b"") -> str:
    """``data``: the sample's UTF-8 form, where that is at hand."""
    if _COMPILED:
        common: Collection[str] = _STOP_TABLE.found(data or sample.encode("utf-8", "surrogatepass"))
    else:
        common = _ALL_STOPS.intersection(sample.split())
    if len(common) < 3:
        return ""
    votes = [0] * len(_LANGUAGES)
    for word in common:
        for n in _LANGUAGES_OF[word]:
            votes[n] += 1
    second, best = sorted(votes)[-2:]
    # Three distinct stop words, and ahead of the runner-up.
    if best < 3 or best == second:
        return ""
    return _LANGUAGES[votes.index(best)]
