"""Letters of a related alphabet that look like letters of the language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from contentlint._util import lazy_regex
from contentlint._util.escape import code_point
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.languages import lookup
from contentlint.model.rule import Words
from contentlint.text.unicode.chars import ARABIC_LETTERS, ARABIC_MARKS

_WORD = lazy_regex.compile(f"[{ARABIC_LETTERS}{ARABIC_MARKS}\u0640\u200c]+")
_MARKS = lazy_regex.compile(f"[{ARABIC_MARKS}]")
_QURANIC = lazy_regex.compile("[\u06d6-\u06ed\ufd3e\ufd3f]")
_AHEAD = lazy_regex.compile(f"[{ARABIC_MARKS}\u0640]*[{ARABIC_LETTERS}]")
# A word with the article, also after a proclitic; Persian has بالا, والدین and بالین.
_ARTICLE = lazy_regex.compile(r"ال..|[وفبك]ال[^ادیيى]..")
# A letter that a line is about: «ك», (ي), ك/ک.
_NAMED = lazy_regex.compile(
    rf"U\+06[0-9A-F]{{2}}|[\"'«“‘(/`][\x00 ]?[{ARABIC_LETTERS}][\x00 ]?[\"'»”’)/`]"
)
_WITH_THEM = ("ps", "sd", "ug")
"""Languages that have letters of their own, and write ي and ه where Persian and Urdu do not."""
_ALSO = "ٽڏڪ"
"""Letters of Sindhi that detection does not count."""
_FEW_LINES = 3
_MOST_RELATED = 20
_NAMES = 3
"""Different words with the letters, from which on their shape tells names from Arabic."""
_NEAR = 3
"""Lines above and below one that has no sign of its language."""


class Options(NamedTuple):
    letters: tuple[str, ...]
    """The letters to report, with replacements: ``a=b`` replaces a with b, ``a=b?`` only before
    another letter, and ``a=`` has no replacement."""
    more: Words = {}
    """Additional entries of ``letters``, by language."""
    foreign: str = ""
    """Letters that mark a word, and the words beside it, as foreign, so they are not reported."""
    foreign_words: tuple[str, ...] = ()
    """Words that, like the letters of ``foreign``, mark themselves and the words beside them."""
    native: str = ""
    """Letters that mark a word as belonging to the language of the text."""
    native_words: tuple[str, ...] = ()
    """Words that belong to the language of the text."""
    article: bool = False
    """Treat words with the Arabic article as foreign; otherwise they are native."""
    safe: tuple[str, ...] = ()
    """Letters whose fix is safe, because the replacement cannot change the meaning."""


class Signs(NamedTuple):
    """What marks a word as foreign or native."""

    foreign: str
    foreign_words: frozenset[str]
    native: str
    native_words: frozenset[str]
    article: bool


class Line(NamedTuple):
    """The words of a line, none if it is scripture."""

    words: list[str]
    starts: list[int]
    signs: list[int]
    """1 for a foreign word, -1 for a native one, otherwise 0."""
    names_letter: bool


def needs(options: Options) -> tuple[str, ...]:
    return tuple(entry[0] for entry in _entries(options))


def _entries(options: Options) -> list[str]:
    return [*options.letters, *chain.from_iterable(options.more.values())]


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: an entry of ``letters`` has no single character before its ``=``.
        """
        for entry in _entries(options):
            if len(entry.partition("=")[0]) != 1:
                raise ConfigError(f"option 'letters': expected a letter, or ک=ك, not {entry!r}")
        self._options = options
        self._signs = Signs(
            options.foreign,
            frozenset(options.foreign_words),
            options.native,
            frozenset(options.native_words),
            options.article,
        )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding per letter: a keyboard layout affects the whole file."""
        options, signs = self._options, self._signs
        found: list[tuple[str, str, list[int]]] = []
        others = _letters_of_others(doc).difference(entry[0] for entry in _entries(options))
        for entry in (*options.letters, *options.more.get(doc.language, ())):
            letter, _, right = entry.partition("=")
            if letter in doc.prose:
                there = list(_places(doc, letter))
                if _is_in_other_language(doc, there, others):
                    continue
                places = [at for at in there if not _is_quoted(doc, at, signs)]
                found.append((letter, right, places))
        if not options.article:
            kept = _without_names(doc, {at for _, _, places in found for at in places}, signs)
            found = [(a, b, [at for at in places if at in kept]) for a, b, places in found]
        # A passage in another language may have no letter of its own in some lines.
        safe = options.safe if others.isdisjoint(doc.prose) else ()
        findings = [
            _finding(doc, letter, right, places, letter in safe)
            for letter, right, places in found
            if places
        ]
        yield from sorted(findings, key=lambda finding: finding.span)


def _places(doc: Document, letter: str) -> Iterator[int]:
    at = doc.prose.find(letter)
    while at >= 0:
        yield at
        at = doc.prose.find(letter, at + 1)


def _letters_of_others(doc: Document) -> set[str]:
    """Return the letters of languages that write ي and ه, and that the article's does not have."""
    own = lookup(doc.language).letters
    return {*_ALSO, *"".join(lookup(code).letters for code in _WITH_THEM)}.difference(own)


def _is_in_other_language(doc: Document, places: Sequence[int], letters: set[str]) -> bool:
    """Return True if a quarter of the lines with a letter are in a language that writes it, by its
    other letters: a translation into Sindhi of which half is still in Urdu."""
    lines = {doc.line_at(at) for at in places}
    other = sum(not letters.isdisjoint(doc.lines[number]) for number in lines)
    return other >= _FEW_LINES and other * 4 >= len(lines)


def _is_quoted(doc: Document, at: int, signs: Signs) -> bool:
    """Return True if a letter is part of scripture, of a foreign word or of a word beside one, of a
    foreign passage, or of a line about letters."""
    number = doc.line_at(at)
    line = doc.fact(_line, number, signs)
    if not line.words or line.names_letter:
        return True
    here = _word_at(line, at - doc.line_start(number))
    if 1 in line.signs[max(here - 1, 0) : here + 2]:
        return True
    # A native word may begin like the article.
    least = 2 if signs.article else 1
    foreign, native = line.signs.count(1), line.signs.count(-1)
    if not foreign and not native:
        lines = range(max(number - _NEAR, 0), min(number + _NEAR + 1, len(doc.lines)))
        near = [sign for each in lines for sign in doc.fact(_line, each, signs).signs]
        foreign, native = near.count(1), near.count(-1)
    if foreign >= least and foreign > native:
        return True
    start = here
    while start > 0 and line.signs[start - 1] >= 0:
        start -= 1
    end = here
    while end < len(line.signs) and line.signs[end] >= 0:
        end += 1
    return line.signs[start:end].count(1) > 1


def _word_at(line: Line, at: int) -> int:
    from bisect import bisect_right

    return bisect_right(line.starts, at) - 1


def _line(doc: Document, number: int, signs: Signs) -> Line:
    span = doc.line_span(number)
    text = doc.prose[span.start : span.end]
    if _QURANIC.search(text):
        return Line([], [], [], False)
    found = list(_WORD.finditer(text))
    words = [m[0] for m in found]
    return Line(
        words,
        [m.start() for m in found],
        [_sign(word, signs) for word in words],
        _NAMED.search(doc.text, *span) is not None,
    )


@lru_cache(maxsize=4096)
def _sign(word: str, signs: Signs) -> int:
    if word in signs.foreign_words or any(char in signs.foreign for char in word):
        return 1
    if len(_MARKS.findall(word)) * 4 >= len(word):
        return 1  # fully vocalised: a quotation
    if word in signs.native_words or any(char in signs.native for char in word):
        return -1
    if word[0] in "أإ" or (len(word) > 4 and _ARTICLE.match(word)):
        return 1 if signs.article else -1
    return 0


def _without_names(doc: Document, places: set[int], signs: Signs) -> set[int]:
    """Return the places without those in foreign names.

    Arabic that was typed on another keyboard has the letters also in words with the article or ة.
    """
    native: set[int] = set()
    words: dict[str, bool] = {}
    for at in places:
        number = doc.line_at(at)
        line = doc.fact(_line, number, signs)
        here = _word_at(line, at - doc.line_start(number))
        words[line.words[here]] = line.signs[here] < 0
        if line.signs[here] < 0:
            native.add(at)
    names = list(words.values()).count(False)
    return native if len(words) >= _NAMES and names * 5 > len(words) * 4 else places


def _finding(doc: Document, letter: str, right: str, places: Sequence[int], safe: bool) -> Finding:
    first = places[0]
    inside_only = right.endswith("?")
    right = right.rstrip("?")
    sure = [at for at in places if right and (not inside_only or _AHEAD.match(doc.prose, at + 1))]
    fix = None
    if sure:
        edits = tuple(Edit(Span(at, at + 1), right) for at in sure)
        fix = Fix(edits, safe, f"write {right} {code_point(right)}")
    more = f" ({len(places)} places in the file)" if len(places) > 1 else ""
    values = {"found": letter, "point": code_point(letter), "more": more}
    related = tuple(Related(Span(at, at + 1), "also here") for at in places[1 : _MOST_RELATED + 1])
    return Finding(Span(first, first + 1), values, fix, related)
