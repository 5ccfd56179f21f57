"""Terms of a glossary in a passage, with what a language writes together with a word.

Arabic, Persian, Hebrew and Urdu words are compared without marks, and alef and yeh in one form.
Their prefixes and suffixes are accepted around each word of a rendering. Broken plurals, and the
sound plural of words in teh marbuta, are renderings of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.text.unicode.chars import ARABIC_MARKS, TATWEEL

if TYPE_CHECKING:
    import re

_DROPPED = lazy_regex.compile(
    f"[{TATWEEL}{ARABIC_MARKS}\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u00ad\u200d-\u200f"
    "\u061c\u2066-\u2069\u202a-\u202e]"
)
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ۀ": "ه",
        "ך": "כ",
        "ם": "מ",
        "ן": "נ",
        "ף": "פ",
        "ץ": "צ",
        "\u00a0": " ",
    }
)
_TEH_AT_END = lazy_regex.compile(r"\u0629(?!\w)")
_TEH = "\u0629"

_PRONOUNS = "ه|ها|هم|هن|هما|ك|كم|كن|كما|نا|ي"
_ARABIC_PREFIX = "[وف]?(?:ال|لل|[بكل]ال|[بكل]|س)?"
_ARABIC_SUFFIX = f"(?:(?:ات|ان|ون|ين|وا|تا|تي|و|ي|ا)?(?:{_PRONOUNS})?|تان|تين|ية|يه|يا)"
_AFTER_TEH = f"(?:ه|ت(?:{_PRONOUNS})|تان|تين|تا|تي)"
_PERSIAN_SUFFIX = (
    "(?:[\u200c ]?(?:ها|هاي|هايي|هاي[ي\u200c]?(?:م|ت|ش|مان|تان|شان)|ات|ان|انه|تر|ترين))?"
    "(?:\u200c?(?:ي|يي|اي|م|ت|ش|مان|تان|شان|ام|ات|اش|ايم|اند|است|را))?"
)
_HEBREW_PREFIX = "(?:ו?(?:כש|מש|לכש|ש)?[הבכלמו]?ה?)"
_HEBREW_SUFFIX = "(?:ימ|ות|י|ה|ת|יה|יו|יהמ|יכמ|ינו|כמ|המ|הנ|נו|ו|כ|מ|ותיו|ותיה|ותיהמ|יימ|ית|יות)?"
_URDU_SUFFIX = "(?:وں|يں|ياں|ات|ز|ے|ي|و|ه)?"
_ANY_SUFFIX = r"[^\W\d_]{0,3}"
_UNSPACED = lazy_regex.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
_JOINED = frozenset(("ar", "ckb", "ug"))
_PERSIAN = frozenset(("fa", "ps"))


def fold(text: str) -> str:
    """Return a text as it is compared: in small letters, without marks, with one form of each
    letter. What two writers may spell differently is one, so this goes further than
    ``article.terms.folded``, by which the word lists of rules are searched: final forms of Hebrew
    letters and teh marbuta at the end of a word are folded, too."""
    text = text.casefold()
    if text.isascii():
        return text
    return _TEH_AT_END.sub("ه", _DROPPED.sub("", text).translate(_LETTERS))


@lru_cache(maxsize=1024)
def rendering(text: str, language: str) -> re.Pattern[str]:
    """Return a pattern that finds a rendering in folded text of a language, affixes allowed."""
    words = text.split()
    if _UNSPACED.search(text):
        return lazy_regex.made(lazy_regex.escape(fold(text)))
    return lazy_regex.made(
        r"(?<!\w)" + r"[\s\u200c-]+".join(_word(word, language) for word in words) + r"(?!\w)"
    )


def _word(word: str, language: str) -> str:
    teh = _DROPPED.sub("", word).endswith(_TEH)
    stem = fold(word)
    escaped = lazy_regex.escape(stem)
    if not stem or stem.isascii():
        # A Latin name; in a language with prefixes they may be glued to it.
        return rf"(?:[^\W\da-z_]{{1,3}}[-\u0640]?)?{escaped}(?:[’']?[a-z]{{0,2}})"
    if language in _JOINED:
        if stem.startswith("ال") and len(stem) > 4:
            stem, escaped = stem[2:], escaped[2:]
        if teh:
            return f"{_ARABIC_PREFIX}{escaped[:-1]}{_AFTER_TEH}"
        return f"{_ARABIC_PREFIX}{escaped}{_ARABIC_SUFFIX}"
    if language in _PERSIAN:
        return f"{_joiners(stem)}{_PERSIAN_SUFFIX}"
    if language in ("he", "yi"):
        if stem.endswith("ה"):
            return f"{_HEBREW_PREFIX}{escaped[:-1]}(?:{_HEBREW_SUFFIX})"
        return f"{_HEBREW_PREFIX}{escaped}{_HEBREW_SUFFIX}"
    if language in ("ur", "sd", "ks"):
        if stem[-1] in "اهہ":
            return f"{lazy_regex.escape(stem[:-1])}(?:ا|ہ|ه|ے|وں)"
        return f"{escaped}{_URDU_SUFFIX}"
    return escaped + _ANY_SUFFIX


def _joiners(stem: str) -> str:
    """Return a Persian word as a pattern: its ZWNJ may be a blank or missing."""
    return "[\u200c ]?".join(lazy_regex.escape(part) for part in stem.split("\u200c"))


@lru_cache(maxsize=1024)
def term(text: str) -> re.Pattern[str]:
    """Return a pattern that finds a term of a source in its text, in the plural too; in capitals
    only if the term is written with them."""
    flags = lazy_regex.IGNORECASE if text == text.lower() else 0
    if _UNSPACED.search(text):
        return lazy_regex.made(lazy_regex.escape(text), flags)
    escaped = r"[\s-]+".join(lazy_regex.escape(word) for word in text.split())
    plural = "(?:s|es)?" if text[-1:].isascii() and text[-1:].isalpha() else ""
    return lazy_regex.made(rf"(?<![\w-]){escaped}{plural}(?![\w-])", flags)


def folded(text: str) -> tuple[str, list[int]]:
    """Return a text folded, and for each of its characters the offset that it comes from."""
    chars: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        if not _DROPPED.match(char):
            for each in char.casefold().translate(_LETTERS):
                chars.append(each)
                offsets.append(at)
    return _TEH_AT_END.sub("ه", "".join(chars)), offsets


class Term:
    """A term of a source, and how it may and must not be rendered in one language. The phrases of
    one article are ``article.terms.Terms``: these have proclitics only, and no suffixes."""

    def __init__(
        self,
        text: str,
        source_lang: str,
        target_lang: str,
        accepted: Iterable[str],
        avoided: Iterable[str] = (),
    ) -> None:
        """``accepted`` may be empty: then only ``avoided`` renderings are found."""
        self.text = text
        self.accepted = tuple(each for each in accepted if each.strip())
        self._avoided = tuple(each for each in avoided if each.strip())
        self._source_lang, self._target_lang = source_lang, target_lang

    def in_source(self, text: str) -> tuple[int, int] | None:
        """Return where the term is in a text of the source, None if it is not there."""
        if self._source_lang in ("", "en"):
            m = term(self.text).search(text)
            return m.span() if m else None
        plain, offsets = folded(text)
        m = rendering(self.text, self._source_lang).search(plain)
        return _span(m, offsets) if m else None

    def has_rendering(self, text: str) -> bool:
        """Return True if an accepted rendering is in a text of the translation."""
        plain = fold(text)
        return any(rendering(each, self._target_lang).search(plain) for each in self.accepted)

    def avoided(self, text: str) -> tuple[str, int, int] | None:
        """Return the first rendering to avoid in a text of the translation, as the glossary has it,
        with its place; what is a part of an accepted rendering does not count."""
        if not self._avoided:
            return None
        plain, offsets = folded(text)
        for each in self.accepted:
            plain = rendering(each, self._target_lang).sub(lambda m: "\0" * len(m[0]), plain)
        for each in self._avoided:
            m = rendering(each, self._target_lang).search(plain)
            if m:
                return (each, *_span(m, offsets))
        return None


def _span(m: re.Match[str], offsets: Sequence[int]) -> tuple[int, int]:
    return offsets[m.start()], offsets[m.end() - 1] + 1


def kept(name: str, text: str) -> tuple[int, int] | None:
    """Return where a text has a word that is not translated, in any capitals; letters of another
    script may be joined to it. None if it is not there."""
    m = _kept(name).search(text)
    return m.span() if m else None


@lru_cache(maxsize=1024)
def _kept(name: str) -> re.Pattern[str]:
    escaped = r"[\s\u00a0-]+".join(lazy_regex.escape(word) for word in name.split())
    return lazy_regex.made(rf"(?<![A-Za-z0-9_]){escaped}(?![A-Za-z0-9_])", lazy_regex.IGNORECASE)
