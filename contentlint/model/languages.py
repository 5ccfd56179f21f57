"""The languages that contentlint knows: one row a language, in ``LANGUAGES``.

A rule that treats languages differently reads a field of the row through ``lookup``, or one of the
sets below the table. Words that a rule looks for are no facts of this kind: ``rules/words/``.
"""

from __future__ import annotations

from contentlint._util.namedtuple import NamedTuple


class Language(NamedTuple):
    """What the rules need to know about a language; the defaults hold for most languages."""

    code: str
    """The primary subtag of BCP 47: two letters, or three."""
    name: str
    """The English name."""
    script: str
    """The usual script, by its name in ``text.language.scripts``."""
    other_script: str = ""
    """A second script in wide use, so that the script of a text proves nothing."""
    digits: str = ""
    """The digits of its own, by their name in CLDR: ``arab`` or ``arabext``."""
    full_stop: str = "."
    """The mark that ends a statement, of those at which sentences are split."""
    ends_sentences: bool = True
    """False if sentences end without a mark."""
    separator: str = " "
    """What is written between two words: a space, nothing (``""``) or another mark."""
    vowels: bool = True
    """False if most vowels are not written, so that words have fewer letters."""
    long_words: bool = False
    """True if compounds and rows of suffixes make words long."""
    suffixes: bool = False
    """True if an ending or particle follows an emphasised word without a space."""
    syllables: bool = False
    """True if a letter is a syllable, so that the length of words proves nothing."""
    quotes: str = ""
    """Pairs of quotation marks besides ``“…”`` and ``«…»``, separated by spaces."""
    similar: str = ""
    """The language that detection may report instead, because their letters and words agree."""
    letters: str = ""
    """Arabic script: letters and marks of its own that detection counts, U+0600 to U+06FF."""
    stop_words: str = ""
    """Latin script: some fifteen of its commonest words in small letters, at most 31, by which
    detection finds the language."""
    snippets: tuple[str, ...] = ()
    """Latin script: pieces of text, one of which nearly every paragraph contains."""
    ending_lines: float | None = None
    """The share of lines that end a sentence in running text at least: the filters of FineWeb-2."""
    countries: str = ""
    """Codes of countries that people write for the language's code, separated by spaces."""


# The order counts twice. Where the script alone decides, detection reports the first language of
# the script; of languages of the Arabic script that have equally many letters of their own in a
# text, it reports the first. (Uyghur shares two with Kurdish; Pashto borrows Urdu's full stop.)
_ROWS = (
    # Arabic script
    Language("ar", "Arabic", "Arabic", digits="arab", vowels=False, quotes="”“",
             ending_lines=0.143),
    Language("fa", "Persian", "Arabic", digits="arabext", vowels=False, quotes="„“",
             ending_lines=0.2, countries="ir"),
    Language("ur", "Urdu", "Arabic", digits="arabext", full_stop="۔", vowels=False, quotes="”“",
             letters="ٹڈڑںےہھ۔", ending_lines=0.1),
    Language("ckb", "Central Kurdish", "Arabic", digits="arab", letters="ڕڵۆێە"),
    Language("ps", "Pashto", "Arabic", digits="arabext", full_stop="۔", vowels=False,
             letters="ټډړږښګڼېۍ"),
    Language("ug", "Uyghur", "Arabic", long_words=True, letters="ۇۈۆڭېە"),
    Language("sd", "Sindhi", "Arabic", digits="arab", full_stop="۔", vowels=False,
             letters="ٻڀٺٿڃڄڇڊڌڍڙڦڱڳڻ"),
    Language("ks", "Kashmiri", "Arabic", "Devanagari", digits="arabext", full_stop="۔"),
    # Latin script
    Language("en", "English", "Latin", countries="gb us",
             stop_words="the and of to in is that for with are this you was have not from",
             snippets=(" the ", " of ", " and ", " to ", " is ", " a ")),
    Language("fr", "French", "Latin",
             stop_words="le la les des et est une dans pour que qui sur avec pas vous du",
             snippets=(" de ", " la ", " les ", " et ", " des ", " le ")),
    Language("es", "Spanish", "Latin",
             stop_words="el la los las de que en y una para con por es del como se",
             snippets=(" de ", " la ", " que ", " el ", " en ", " los ")),
    Language("de", "German", "Latin", long_words=True, quotes="„“ »«",
             stop_words="der die das und ist nicht mit ein eine den von zu auf für sie im",
             snippets=(" der ", " die ", " und ", " das ", " ist ", " ein")),
    Language("it", "Italian", "Latin",
             stop_words="il che di la per una non del con della sono gli nel anche le",
             snippets=(" di ", " che ", " la ", " e ", " il ")),
    Language("pt", "Portuguese", "Latin", similar="es",
             stop_words="o que de não uma para com os do da em você mais por as",
             snippets=(" de ", " que ", " e ", " o ", " do ")),
    Language("nl", "Dutch", "Latin", quotes="„”",
             stop_words="de het een van en is dat niet voor met op zijn te aan ook",
             snippets=(" de ", " het ", " een ", " van ", " en ")),
    Language("tr", "Turkish", "Latin", suffixes=True,
             stop_words="ve bir bu için ile da de olarak daha çok olan gibi ne",
             snippets=(" ve ", " bir ", " bu ", " için ")),
    Language("vi", "Vietnamese", "Latin", ending_lines=0.333, countries="vn",
             stop_words="và của là các một có không cho được trong với người những",
             snippets=(" và ", " của ", " là ", " các ", " có ")),
    Language("id", "Indonesian", "Latin",
             stop_words="yang dan di untuk dengan dari ini anda dalam tidak adalah itu",
             snippets=(" yang ", " dan ", " di ", " untuk ", " dengan ")),
    Language("pl", "Polish", "Latin", quotes="„” »«",
             stop_words="i w nie na się z do jest to że jak o za ale po",
             snippets=(" i ", " w ", " na ", " się ", " z ")),
    Language("sv", "Swedish", "Latin", quotes="””",
             stop_words="och att det som en på är av för med till den inte",
             snippets=(" och ", " att ", " är ", " som ", " en ")),
    Language("af", "Afrikaans", "Latin", similar="nl"),
    Language("az", "Azerbaijani", "Latin", "Cyrillic", suffixes=True),
    Language("br", "Breton", "Latin"),
    Language("ca", "Catalan", "Latin", similar="es"),
    Language("cs", "Czech", "Latin", quotes="„“ »«", countries="cz"),
    Language("cy", "Welsh", "Latin"),
    Language("da", "Danish", "Latin", quotes="„“ »«", similar="sv", countries="dk"),
    Language("eo", "Esperanto", "Latin"),
    Language("et", "Estonian", "Latin", long_words=True, suffixes=True, quotes="„”"),
    Language("eu", "Basque", "Latin", long_words=True, suffixes=True),
    Language("fi", "Finnish", "Latin", long_words=True, suffixes=True, quotes="””"),
    Language("fil", "Filipino", "Latin"),
    Language("fo", "Faroese", "Latin"),
    Language("fy", "Western Frisian", "Latin"),
    Language("ga", "Irish", "Latin"),
    Language("gd", "Scottish Gaelic", "Latin"),
    Language("gl", "Galician", "Latin", similar="es"),
    Language("ha", "Hausa", "Latin"),
    Language("hr", "Croatian", "Latin", quotes="„“ »«"),
    Language("ht", "Haitian Creole", "Latin"),
    Language("hu", "Hungarian", "Latin", long_words=True, suffixes=True, quotes="„” »«"),
    Language("ig", "Igbo", "Latin"),
    Language("is", "Icelandic", "Latin", quotes="„”"),
    Language("jv", "Javanese", "Latin", similar="id"),
    Language("kl", "Kalaallisut", "Latin", long_words=True),
    Language("ku", "Kurdish", "Latin", "Arabic"),
    Language("la", "Latin", "Latin"),
    Language("lb", "Luxembourgish", "Latin"),
    Language("lt", "Lithuanian", "Latin", quotes="„“"),
    Language("lv", "Latvian", "Latin", quotes="„“"),
    Language("mg", "Malagasy", "Latin"),
    Language("ms", "Malay", "Latin", similar="id"),
    Language("mt", "Maltese", "Latin"),
    Language("nb", "Norwegian Bokmål", "Latin", quotes="„“", similar="sv"),
    Language("nn", "Norwegian Nynorsk", "Latin", similar="sv"),
    Language("no", "Norwegian", "Latin", quotes="„“", similar="sv"),
    Language("oc", "Occitan", "Latin"),
    Language("ro", "Romanian", "Latin", quotes="„”"),
    Language("rw", "Kinyarwanda", "Latin"),
    Language("sk", "Slovak", "Latin", quotes="„“ »«"),
    Language("sl", "Slovenian", "Latin", quotes="„“ »«"),
    Language("so", "Somali", "Latin"),
    Language("sq", "Albanian", "Latin"),
    Language("st", "Southern Sotho", "Latin"),
    Language("su", "Sundanese", "Latin", similar="id"),
    Language("sw", "Swahili", "Latin"),
    Language("tl", "Tagalog", "Latin"),
    Language("xh", "Xhosa", "Latin"),
    Language("yo", "Yoruba", "Latin"),
    Language("zu", "Zulu", "Latin"),
    # Cyrillic script
    Language("ru", "Russian", "Cyrillic", quotes="„“"),
    Language("uk", "Ukrainian", "Cyrillic", quotes="„“", similar="ru", countries="ua"),
    Language("be", "Belarusian", "Cyrillic", quotes="„“", similar="ru"),
    Language("bg", "Bulgarian", "Cyrillic", quotes="„“", similar="ru"),
    Language("kk", "Kazakh", "Cyrillic"),
    Language("ky", "Kyrgyz", "Cyrillic"),
    Language("mk", "Macedonian", "Cyrillic", quotes="„“", similar="ru"),
    Language("mn", "Mongolian", "Cyrillic"),
    Language("sr", "Serbian", "Cyrillic", "Latin", quotes="„“ »«"),
    Language("tg", "Tajik", "Cyrillic"),
    # Other scripts
    Language("he", "Hebrew", "Hebrew", vowels=False, quotes="„“ „” ”” ”“", ending_lines=0.2),
    Language("yi", "Yiddish", "Hebrew", vowels=False, quotes="””"),
    Language("iw", "Hebrew", "Hebrew", vowels=False),
    Language("el", "Greek", "Greek", countries="gr"),
    Language("hy", "Armenian", "Armenian"),
    Language("ka", "Georgian", "Georgian", long_words=True, quotes="„“"),
    Language("hi", "Hindi", "Devanagari", full_stop="।"),
    Language("mr", "Marathi", "Devanagari", full_stop="।"),
    Language("ne", "Nepali", "Devanagari", full_stop="।"),
    Language("sa", "Sanskrit", "Devanagari", full_stop="।"),
    Language("bn", "Bengali", "Bengali", full_stop="।"),
    Language("as", "Assamese", "Bengali", full_stop="।"),
    Language("pa", "Punjabi", "Gurmukhi", full_stop="।"),
    Language("gu", "Gujarati", "Gujarati"),
    Language("ta", "Tamil", "Tamil", long_words=True),
    Language("te", "Telugu", "Telugu", long_words=True),
    Language("kn", "Kannada", "Kannada", long_words=True),
    Language("ml", "Malayalam", "Malayalam", long_words=True),
    Language("si", "Sinhala", "Sinhala"),
    Language("th", "Thai", "Thai", ends_sentences=False, separator="", suffixes=True),
    Language("lo", "Lao", "Lao", ends_sentences=False, separator="", suffixes=True),
    Language("km", "Khmer", "Khmer", ends_sentences=False, separator="", suffixes=True),
    Language("my", "Burmese", "Myanmar", separator="", suffixes=True),
    Language("bo", "Tibetan", "Tibetan", ends_sentences=False, separator="་"),
    Language("dz", "Dzongkha", "Tibetan", ends_sentences=False, separator="་"),
    Language("am", "Amharic", "Ethiopic", syllables=True),
    Language("ti", "Tigrinya", "Ethiopic", syllables=True),
    Language("ko", "Korean", "Hangul", suffixes=True, syllables=True),
    Language("ja", "Japanese", "Kana", full_stop="。", separator="", suffixes=True,
             countries="jp"),
    Language("zh", "Chinese", "Han", full_stop="。", separator="", suffixes=True, countries="cn"),
    Language("yue", "Cantonese", "Han", full_stop="。", separator="", suffixes=True),
    Language("dv", "Dhivehi", "Thaana", long_words=True),
    Language("syr", "Syriac", "Syriac"),
    Language("arc", "Aramaic", "Syriac"),
    Language("nqo", "N’Ko", "N’Ko"),
)  # fmt: skip
LANGUAGES = {row.code: row for row in _ROWS}
"""The rows by their codes."""

RTL_SCRIPTS = frozenset({"Arabic", "Hebrew", "N’Ko", "Syriac", "Thaana"})
RTL = frozenset(row.code for row in _ROWS if row.script in RTL_SCRIPTS)
"""Languages written from right to left."""
ARABIC_SCRIPT = frozenset(row.code for row in _ROWS if row.script == "Arabic")
"""Languages in the Arabic script, whose punctuation is ``، ؛ ؟``."""
HAN = frozenset(row.code for row in _ROWS if row.script in ("Han", "Kana"))
"""Languages written with Chinese characters."""
CJK = HAN | {"ko"}
"""Languages whose fonts have full-width marks."""
UNSPACED = frozenset(row.code for row in _ROWS if not row.separator)
"""Languages written without spaces between words."""
LOOSE_QUOTES = frozenset(row.code for row in _ROWS if row.quotes) - {"nl"}
"""Languages that mix ``“…”`` with ``„…“`` or ``”…”``, so that the number of marks says more than
their order. CLDR has ``”…“`` for Arabic and Urdu, newsrooms write ``“…”``. Dutch writes ``„…”`` in
old texts only."""
LOOSE_ANGLES = frozenset(row.code for row in _ROWS if "»«" in row.quotes)
"""Languages that write ``»…«`` as well as ``«…»``."""
SMILING = frozenset({"be", "ru", "uk"})
"""Languages in which a lone ``)`` is a smile."""

_UNKNOWN = Language("", "", "")


def lookup(code: str) -> Language:
    """Return the row of a language; one with empty strings and the defaults if there is none."""
    return LANGUAGES.get(code, _UNKNOWN)
