"""Phrases of a list, found in an article: one look-up per word, for any number of phrases.

Vowel signs, Hebrew points and tatweel are ignored; capitals and the forms of alef count if the rule
requires it. In Arabic a phrase may have a conjunction, a preposition and the article before its
first word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import view
from contentlint.model.document import MARK, Document, Span
from contentlint.text.language.proclitics import NOTHING, Clitic, forms, is_hebrew
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_ARABIC = (
    "\u0610-\u061a\u0620-\u0669\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08ff\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefc"
)
_BETWEEN = (
    r"\s\x00-/:-@\[-^`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u05be\u05c0\u05c3\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\u2000-\u200b\u200e-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
)
# A Latin word after بـ is a separate word.
WORD = lazy_regex.compile(f"[^{_BETWEEN}{_ARABIC}]+|[{_ARABIC}\u200c\u200d]+")
_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
_POINTS = lazy_regex.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]+")
_ALEFS = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ٱ", "ا"), ("ى", "ي"), ("ی", "ي"), ("ک", "ك"))
_SEPARATOR = "\x02"


def folded(text: str, alefs: bool, ignore_case: bool) -> str:
    """Fold a text; ``alefs`` also folds the forms of alef."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, "")
        text = _POINTS.sub("", text)
        for old, new in _ALEFS if alefs else ():
            text = text.replace(old, new)
    return text.lower() if ignore_case else text


def lowered(text: str) -> str:
    """Lower-case a text without changing its length."""
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
    """Return the lexicon of some scopes; ask through ``doc.fact``."""
    text = doc.fact(view, scopes)
    joined = _SEPARATOR.join(WORD.findall(text))
    every = folded(joined, alefs, ignore_case).split(_SEPARATOR)
    return Lexicon(text, every, frozenset(every))


def word_spans(doc: Document, scopes: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the spans of the words of ``lexicon``; ask through ``doc.fact``."""
    return [m.span() for m in WORD.finditer(doc.fact(view, scopes))]


_UNSPACED = lazy_regex.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)
_GERSHAYIM = "\"'״׳’"


class Phrase(NamedTuple):
    text: str
    """As written in the list."""
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    """The text before, between and after the words."""


class Match(NamedTuple):
    phrase: Phrase
    word: Span
    """From the beginning of its first word."""
    span: Span
    """Without joined prefixes and suffixes; the whole word if they cannot be separated."""
    clitic: Clitic


class Terms:
    """A list of phrases, prepared for the search. Terms of a glossary, with what a language adds to
    a word, are ``parity.terms.Term``."""

    def __init__(
        self,
        phrases: Iterable[str],
        *,
        spared: Iterable[str] = (),
        alefs: bool = False,
        ignore_case: bool = True,
        whole_words: bool = True,
    ) -> None:
        """Prepare the phrases.

        Nothing is found inside the phrases ``spared``. Without ``whole_words`` the phrases are also
        found inside words, and only as they are written.
        """
        self.alefs, self.ignore_case, self._whole = alefs, ignore_case, whole_words
        self._heads: dict[str, list[tuple[Phrase, Clitic, bool]]] = {}
        self._literals: list[Phrase] = []
        for wanted, texts in ((True, phrases), (False, spared)):
            for text in dict.fromkeys(texts):
                self._add(text, wanted)
        for heads in self._heads.values():
            # The longest first; of equal length those to be found.
            heads.sort(key=lambda head: (-len(head[0].words), head[1].cut, not head[2]))
        self._first = frozenset(self._heads)

    def _add(self, text: str, wanted: bool) -> None:
        phrase = parse(text, self.alefs, self.ignore_case)
        if not all(phrase.words or ("",)) or not self._whole or _UNSPACED.search(text):
            if wanted and text.strip():
                self._literals.append(phrase)
            return
        first = phrase.words[0]
        ways: tuple[tuple[str, Clitic], ...] = ((first, NOTHING),)
        if not phrase.gaps[0] and (is_arabic_letter(first[0]) or is_hebrew(first[0])):
            ways += forms(first, len(phrase.words) > 1)
        for form, clitic in ways:
            self._heads.setdefault(form, []).append((phrase, clitic, wanted))

    def find(self, doc: Document, scopes: tuple[str, ...]) -> Iterator[Match]:
        """Return the matches in order; they do not overlap."""
        found = list(self._by_words(doc, scopes)) if self._heads else []
        if self._literals:
            found += self._by_signs(doc, scopes)
            found.sort(key=lambda match: (match.span.start, -match.span.end))
        end = 0
        for match in found:
            if match.span.start >= end:
                yield match
                end = match.span.end

    def _by_words(self, doc: Document, scopes: tuple[str, ...]) -> Iterator[Match]:
        words = doc.fact(lexicon, scopes, self.alefs, self.ignore_case)
        hits = self._first & words.known
        if not hits:
            return
        places = doc.fact(word_spans, scopes)
        clitics = doc.language in ("ar", "he", "")
        done = 0
        for at, word in enumerate(words.every):
            if at < done or word not in hits:
                continue
            for phrase, clitic, wanted in self._heads[word]:
                if (clitic is NOTHING or clitics) and _occurs_at(words, places, at, phrase):
                    done = at + len(phrase.words)
                    if wanted:
                        yield _match(words.text, places, at, phrase, clitic)
                    break

    def _by_signs(self, doc: Document, scopes: tuple[str, ...]) -> Iterator[Match]:
        """Yield phrases without words, and of scripts without spaces."""
        text = doc.fact(view, scopes)
        if self.ignore_case:
            text = lowered(text)
        for phrase in self._literals:
            wanted = lowered(phrase.text) if self.ignore_case else phrase.text
            at = text.find(wanted)
            while at >= 0:
                span = Span(at, at + len(wanted))
                yield Match(phrase, span, span, NOTHING)
                at = text.find(wanted, span.end)

    def folded(self, text: str) -> str:
        """Fold a text for the comparison."""
        return folded(text, self.alefs, self.ignore_case)


def parse(text: str, alefs: bool, ignore_case: bool) -> Phrase:
    """Parse a phrase of the list."""
    words, gaps, end = [], [], 0
    for m in WORD.finditer(text):
        words.append(folded(m[0], alefs, ignore_case))
        gaps.append(_gap(text[end : m.start()]))
        end = m.end()
    gaps.append(_gap(text[end:]))
    gaps[0], gaps[-1] = gaps[0].lstrip(), gaps[-1].rstrip()
    return Phrase(text, tuple(words), tuple(gaps))


def _gap(between: str) -> str:
    """Normalise the text between two words: markup becomes nothing, white space one space."""
    if between == " ":
        return between
    if between.count("\n") > 1:
        return "\n"
    between = between.replace(MARK, "").replace("’", "'")
    return " ".join(f"|{between}|".split())[1:-1]


def _occurs_at(words: Lexicon, places: list[tuple[int, int]], at: int, phrase: Phrase) -> bool:
    """Return True if a phrase occurs at a word that has the required form."""
    text, gaps = words.text, phrase.gaps
    size = len(phrase.words)
    if size > 1:
        if tuple(words.every[at + 1 : at + size]) != phrase.words[1:]:
            return False
        for i in range(1, size):
            if _gap(text[places[at + i - 1][1] : places[at + i][0]]) != gaps[i]:
                return False
    start, end = places[at][0], places[at + size - 1][1]
    if gaps[0] and not text.endswith(gaps[0], 0, start):
        return False
    if gaps[-1] and not text.startswith(gaps[-1], end):
        return False
    return not (_is_joined(text, start, -1) or _is_joined(text, end, 1))


def _is_joined(text: str, at: int, step: int) -> bool:
    """Return True if a word continues after markup, a gershayim or the apostrophe of "can't"."""
    sign = at if step > 0 else at - 1
    beyond = sign + step
    if not (0 <= sign < len(text) and 0 <= beyond < len(text)):
        return False
    char, edge = text[sign], text[sign - step]
    while text[beyond] == MARK and 0 <= beyond + step < len(text):
        beyond += step
    letter = text[beyond]
    if char == MARK:
        return is_arabic_letter(letter) and is_arabic_letter(edge)
    if char in _GERSHAYIM:
        hebrew = "\u05d0" <= letter <= "\u05ea" and "\u05d0" <= edge <= "\u05ea"
        return hebrew or (step > 0 and char in "'’" and letter == "t")
    return False


def _match(
    text: str, places: list[tuple[int, int]], at: int, phrase: Phrase, clitic: Clitic
) -> Match:
    start, end = places[at][0], places[at + len(phrase.words) - 1][1]
    end += len(phrase.gaps[-1])
    first = start - len(phrase.gaps[0])
    if clitic.cut and not clitic.whole:
        first = _after_letters(text, start, clitic.cut)
    return Match(phrase, Span(start - len(phrase.gaps[0]), end), Span(first, end), clitic)


def _after_letters(text: str, at: int, count: int) -> int:
    """Return the offset after some letters of a word and their marks."""
    while count:
        count -= not (is_mark(text[at]) or text[at] == "\u0640")
        at += 1
    while is_mark(text[at]) or text[at] == "\u0640":
        at += 1
    return at
