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
from contentlint.model.rule import Words
from contentlint.text.unicode.chars import ARABIC_LETTERS, ARABIC_MARKS

_WORD = lazy_regex.compile(f"[{ARABIC_LETTERS}{ARABIC_MARKS}\u0640\u200c]+")
_MARKS = lazy_regex.compile(f"[{ARABIC_MARKS}]")
_QURANIC = lazy_regex.compile("[\u06d6-\u06ed\ufd3e\ufd3f]")
_AHEAD = lazy_regex.compile(f"[{ARABIC_MARKS}\u0640]*[{ARABIC_LETTERS}]")
_MOST_RELATED = 20


class Options(NamedTuple):
    letters: tuple[str, ...]
    """``ک=ك`` always replaces the letter, ``ی=ي?`` only before another letter; ``ے`` has no
    replacement."""
    more: Words = {}
    """Letters of one language more, by language."""
    foreign: str = ""
    """Letters that mark a word, and the words beside it, as foreign."""
    foreign_words: tuple[str, ...] = ()
    """Words that do the same."""
    article: bool = False
    """True if words with the Arabic article do it too."""
    safe: tuple[str, ...] = ()
    """Letters whose replacement cannot change the meaning."""


class Foreign(NamedTuple):
    """What marks a word as foreign."""

    letters: str
    words: frozenset[str]
    article: bool


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
        self._foreign = Foreign(options.foreign, frozenset(options.foreign_words), options.article)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding per letter: a keyboard layout affects the whole file."""
        found: list[Finding] = []
        options = self._options
        for entry in (*options.letters, *options.more.get(doc.language, ())):
            letter, _, right = entry.partition("=")
            if letter in doc.prose:
                places = [
                    at for at in _places(doc, letter) if not _is_quoted(doc, at, self._foreign)
                ]
                if places:
                    found.append(_finding(doc, letter, right, places, letter in options.safe))
        yield from sorted(found, key=lambda finding: finding.span)


def _places(doc: Document, letter: str) -> Iterator[int]:
    at = doc.prose.find(letter)
    while at >= 0:
        yield at
        at = doc.prose.find(letter, at + 1)


def _is_quoted(doc: Document, at: int, signs: Foreign) -> bool:
    """Return True if a letter is part of scripture, of a foreign word, or of a word beside one."""
    number = doc.line_at(at)
    words, starts, foreign = doc.fact(_words, number, signs)
    if not words:
        return True  # scripture
    here = _last_before(starts, at - doc.line_start(number))
    return any(foreign[max(here - 1, 0) : here + 2])


def _last_before(starts: Sequence[int], at: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, at) - 1


def _words(doc: Document, number: int, signs: Foreign) -> tuple[list[str], list[int], list[bool]]:
    """Return the words of a line, their offsets, and which of them are foreign; none in
    scripture."""
    span = doc.line_span(number)
    line = doc.prose[span.start : span.end]
    if _QURANIC.search(line):
        return [], [], []
    found = list(_WORD.finditer(line))
    words = [m[0] for m in found]
    return words, [m.start() for m in found], [_is_foreign(word, signs) for word in words]


@lru_cache(maxsize=4096)
def _is_foreign(word: str, signs: Foreign) -> bool:
    if word in signs.words or any(char in signs.letters for char in word):
        return True
    if len(_MARKS.findall(word)) * 4 >= len(word):
        return True  # fully vocalised: a quotation
    return signs.article and word.startswith("ال") and len(word) > 4


def _finding(doc: Document, letter: str, right: str, places: Sequence[int], safe: bool) -> Finding:
    first = places[0]
    inside_only = right.endswith("?")
    right = right.rstrip("?")
    sure = [at for at in places if right and (not inside_only or _AHEAD.match(doc.prose, at + 1))]
    fix = None
    if sure:
        edits = tuple(Edit(Span(at, at + 1), right) for at in sure)
        fix = Fix(edits, safe, f"write {right} {code_point(right)}")
    more = f" ({len(places)} in the file)" if len(places) > 1 else ""
    values = {"found": letter, "point": code_point(letter), "more": more}
    related = tuple(Related(Span(at, at + 1), "here too") for at in places[1 : _MOST_RELATED + 1])
    return Finding(Span(first, first + 1), values, fix, related)
