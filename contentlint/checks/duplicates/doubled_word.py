"""A word that occurs twice in a row, in a language where it never should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.containers import is_verse
from contentlint.core import doubled
from contentlint.model import trigger
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_on_line
from contentlint.model.rule import Words
from contentlint.text.language.proclitics import PROCLITICS
from contentlint.text.unicode.fold import light_word

if TYPE_CHECKING:
    import re

_TOKEN = lazy_regex.compile(r"\S+")
_GAP = lazy_regex.compile(f"[{BLANKS}]{{1,4}}")
_FEW = 32
_LONGEST_WORD = 100
_LONGEST_NAME = 60
"""Characters before or after a doubled word that are searched for a name."""
_NO_LETTERS = lazy_regex.compile(r"[\W_]+")


class Options(NamedTuple):
    words: Words
    """Words that are never correct twice in a row, by language."""
    unsure: tuple[str, ...] = ()
    """Entries of ``words`` that are sometimes correct when doubled: their fix is unsafe, and three
    in a row are not reported."""
    all_words: bool = False
    """Report every word of two or more letters, in all languages."""
    names: Words = {}
    """Names that contain a doubled word, by language; an attached prefix may precede them."""


class Name(NamedTuple):
    """The words around the doubled word in a name, each folded under ``light``."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.DOUBLED,) if _begin_with_letters(options) else ()


def _begin_with_letters(options: Options) -> bool:
    """Return True if each of the words begins with a letter, as the scan requires."""
    return all(word[:1].isalpha() for entries in options.words.values() for word in entries)


class Checker:
    def __init__(self, options: Options) -> None:
        self._words = {
            language: frozenset(map(str.lower, entries))
            for language, entries in options.words.items()
        }
        self._unsure = frozenset(map(str.lower, options.unsure))
        self._names = {language: _by_word(entries) for language, entries in options.names.items()}
        """By language, then by the doubled word."""
        self._all_words = options.all_words
        self._any_token = not _begin_with_letters(options)
        """True if a word of the list begins with something other than a letter."""

    def check(self, doc: Document) -> Iterator[Finding]:
        known = self._words.get(doc.language)
        if not known and not self._all_words:
            return
        known = known or frozenset()
        ends = doc.fact(doubled, True) if self._any_token else doc.fact(doubled)
        words = _at(doc.prose, ends, self._all_words, known)
        found = set(words.values())
        for line in sorted({doc.line_at(end) for end in words}):
            if _is_verse(doc, line):
                continue  # a poem repeats words, and breaks its lines between them
            runs = _runs(doc.prose, *doc.line_span(line), found)
            yield from self._findings(doc, runs, known)

    def _findings(
        self, doc: Document, runs: Iterator[list[re.Match[str]]], known: frozenset[str]
    ) -> Iterator[Finding]:
        names = self._names.get(doc.language) or {}
        for run in runs:
            word = run[0][0].lower()
            if names:
                run = _without_name(doc.prose, run, names)
            if len(run) < 2 or not _are_alike(run, word) or _is_all(doc, run):
                continue
            safe = word in known and word not in self._unsure
            # German "oder oder oder.", "la la la" of a song.
            if safe or (len(run) == 2 and not doc.prose.startswith(word, run[1].end() + 1)):
                yield _finding(run, safe)


def _is_verse(doc: Document, line: int) -> bool:
    block = block_on_line(doc, line)
    return block is not None and block.kind == "paragraph" and is_verse(doc, line, line)


def _is_all(doc: Document, run: list[re.Match[str]]) -> bool:
    """Return True if a line has no other words: it is a name or a title (``- The The``)."""
    line = doc.line_span(doc.line_at(run[0].start()))
    return not _words(doc.prose[line.start : run[0].start()] + doc.prose[run[-1].end() : line.end])


def _by_word(names: Sequence[str]) -> dict[str, list[Name]]:
    """Group the names by their doubled word; names without one are left out."""
    found: dict[str, list[Name]] = {}
    for name in names:
        words = tuple(map(light_word, name.split()))
        for at, (first, second) in enumerate(pairwise(words)):
            if first == second:
                found.setdefault(first, []).append(Name(words[:at], words[at + 2 :]))
    return found


def _at(prose: str, ends: Sequence[int], all_words: bool, known: frozenset[str]) -> dict[int, str]:
    """Select from the ends of all doubled words those of words in a set, or of all words of two
    letters or more."""
    words = {}
    for end in ends:
        word = prose[max(end - _LONGEST_WORD, 0) : end].rsplit(None, 1)[-1].lower()
        if word in known or (all_words and len(word) > 1 and word.isalpha()):
            words[end] = word
    return words


def _runs(
    prose: str, start: int, end: int, found: AbstractSet[str]
) -> Iterator[list[re.Match[str]]]:
    """Return the doubled words of a set on one line, each with its copies."""
    run: list[re.Match[str]] = []
    for m in _TOKEN.finditer(prose, start, end):
        word = m[0].lower()
        if run and word == run[0][0].lower() and _GAP.fullmatch(prose, run[-1].end(), m.start()):
            run.append(m)
            continue
        if len(run) > 1:
            yield run
        run = [m] if word in found else []
    if len(run) > 1:
        yield run


def _are_alike(run: list[re.Match[str]], word: str) -> bool:
    """Return True if the words have the same case, except for the capital that begins a sentence:
    "the The Hague talks" contains the name of a town, "grade A a year later" a mark."""
    first, rest = run[0][0], {m[0] for m in run[1:]}
    return rest == {first} or (len(word) > 1 and first == word.capitalize() and rest == {word})


def _without_name(
    prose: str, run: list[re.Match[str]], names: Mapping[str, list[Name]]
) -> list[re.Match[str]]:
    """Return the words of a run that remain after those that belong to a name."""
    found = names.get(light_word(run[0][0]))
    if not found:
        return run
    start, end = run[0].start(), run[-1].end()
    before = _words(prose[max(start - _LONGEST_NAME, 0) : start].rpartition("\n")[2])
    after = _words(prose[end : end + _LONGEST_NAME].partition("\n")[0])
    for name in found:
        if _ends_in(before, name.before) and tuple(after[: len(name.after)]) == name.after:
            # The name takes the first two words, or the last two if it continues after them.
            return run[:-2] if name.after else run[2:]
    return run


def _words(text: str) -> list[str]:
    """Return the words of a text under ``light``, without the punctuation around and between
    them."""
    return [light_word(word) for word in _NO_LETTERS.split(text) if word]


def _ends_in(words: list[str], name: tuple[str, ...]) -> bool:
    """Return True if the words end in those of a name, which a proclitic may precede."""
    if not name:
        return True
    last = words[-len(name) :]
    if len(last) < len(name) or tuple(last[1:]) != name[1:] or not last[0].endswith(name[0]):
        return False
    return last[0].removesuffix(name[0]) in PROCLITICS


def _finding(run: list[re.Match[str]], safe: bool) -> Finding:
    first, last = run[0], run[-1]
    fix = Fix((Edit(Span(first.end(), last.end()), ""),), safe, "remove one of the two")
    return Finding(Span(first.start(), last.end()), {"found": first[0]}, fix)
