"""What Arabic writes as one word with the next: و ف, then ب ل ك, then the article; and how they
join.

The article loses its alef after ل, and of three lams one is dropped: ل + الكتاب is للكتاب, ل +
اللغة is للغة. Hebrew has ו, then ש, then ב כ ל מ, and the article ה, and changes nothing.
"""

from __future__ import annotations

from functools import lru_cache

from contentlint._util.namedtuple import NamedTuple
from contentlint.text.unicode.chars import is_arabic_letter

_CONJUNCTIONS = ("", "و", "ف")
PROCLITICS = frozenset(
    first + second + article
    for first in _CONJUNCTIONS
    for second in ("", "ب", "ل", "ك")
    for article in ("", "ال")
) | {first + "لل" for first in _CONJUNCTIONS}
"""All of these, and ``""`` for none."""
_LEADS = sorted({p.removesuffix("ال") for p in PROCLITICS if not p.endswith("لل")})

# Their alef and lam are no article: the root begins with lam.
_NO_ARTICLE = tuple(
    "التزام التقاء التقاط التهاب التماس التحاق التفات التباس التفاف التئام التحام التهام التواء "
    "التجاء الله".split()
)
_HEBREW = "ו ה ב כ ל מ ש וה וב וכ ול ומ וש שה שב של שמ כש מה וכש ושה".split()
_SHORT = 4
"""A single letter before fewer letters than this makes other words: ف + رق is فرق."""


class Clitic(NamedTuple):
    """What precedes a term in its first word."""

    lead: str = ""
    """Conjunction and preposition: و ف ب ل ك."""
    article: bool = False
    """True if an article follows that is not the term's own."""
    cut: int = 0
    """How many letters of the word are not the term's."""
    whole: bool = False
    """True if the term has lost its own alef, so that only the whole word can be shown."""
    sure: bool = True
    """False for ل before a word in ل: للغة is "for a language" or "for the language"."""


NOTHING = Clitic()


def is_hebrew(char: str) -> bool:
    return "\u05d0" <= char <= "\u05ea"


def has_article(word: str) -> bool:
    """Return True if a word without marks begins with the article."""
    return word.startswith("ال") and len(word) > 3 and not word.startswith(_NO_ARTICLE)


@lru_cache(maxsize=8192)
def forms(stem: str, known: bool = False) -> tuple[tuple[str, Clitic], ...]:
    """Return the ways to write a word without marks with something before it. With ``known``, the
    words after it tell it from others, so that it may be short."""
    if is_hebrew(stem[0]):
        if len(stem) < _SHORT and not known:
            return ()
        return tuple((lead + stem, Clitic(lead, False, len(lead))) for lead in _HEBREW)
    found = []
    own = has_article(stem)
    for lead in _LEADS:
        to = lead.endswith("ل")
        if lead and (known or len(lead) > 1 or len(stem) >= _SHORT):
            if to and own:
                found.append((_definite(lead, stem[2:]), Clitic(lead, False, len(lead), True)))
            else:
                sure = not (to and stem.startswith("ل"))
                found.append((lead + stem, Clitic(lead, False, len(lead), sure=sure)))
        if not own and not (to and stem.startswith("ل")):
            cut = len(lead) + (1 if to else 2)
            found.append((_definite(lead, stem), Clitic(lead, True, cut)))
    return tuple(found)


def _definite(lead: str, noun: str) -> str:
    """Return a noun without article with the article, after what precedes it."""
    if lead.endswith("ل"):
        return lead + ("" if noun.startswith("ل") else "ل") + noun
    return lead + "ال" + noun


def join(clitic: Clitic, word: str) -> str:
    """Return a word with what preceded another one."""
    if clitic.lead and is_hebrew(clitic.lead[0]):
        return clitic.lead + ("" if is_hebrew(word[0]) else "-") + word
    if not is_arabic_letter(word[0]):
        before = clitic.lead + ("ل" if clitic.lead.endswith("ل") else "ال") * clitic.article
        return f"{before}\u0640{word}" if before else word
    own = has_article(word)
    if own or clitic.article or not clitic.sure:
        if own or clitic.lead:
            return _definite(clitic.lead, word[2:] if own else word) if clitic.lead else word
        return _definite("", word)
    return clitic.lead + word
