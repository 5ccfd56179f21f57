"""A word that occurs twice in a row, in a language where it never should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, pairwise

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.language.proclitics import PROCLITICS
from contentlint.text.segment.words import echoed_tokens, tokens
from contentlint.text.similarity import repeats
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
    """By language: words that are never correct twice in a row."""
    unsure: tuple[str, ...] = ()
    """Words of the list that sometimes are: their fix is unsafe, and three in a row are not
    reported."""
    all_words: bool = False
    """Report any word of two letters or more, in any language."""
    names: Words = {}
    """By language: names that contain a doubled word; a proclitic of the language may precede
    them."""


class Name(NamedTuple):
    """The words around the doubled word in a name, each folded under ``light``."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Prepared(NamedTuple):
    words: dict[str, frozenset[str]]
    capitals: dict[str, frozenset[str]]
    """The words of two or more letters in ASCII, with the capital that begins a sentence."""
    unsure: frozenset[str]
    all_words: bool
    names: dict[str, dict[str, list[Name]]]
    """By language, then by the doubled word."""
    in_scan: bool
    """True if the scan reports every doubled word."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.DOUBLED,) if _is_in_scan(options) else ()


def _is_in_scan(options: Options) -> bool:
    """Return True if each of the words begins with a letter, as the scan requires."""
    return all(word[:1].isalpha() for entries in options.words.values() for word in entries)


def prepare(options: Options) -> Prepared:
    words = {
        language: frozenset(map(str.lower, entries)) for language, entries in options.words.items()
    }
    capitals = {
        language: frozenset(w.capitalize() for w in entries if w.isascii() and len(w) > 1)
        for language, entries in words.items()
    }
    unsure = frozenset(map(str.lower, options.unsure))
    names = {language: _by_word(entries) for language, entries in options.names.items()}
    return Prepared(words, capitals, unsure, options.all_words, names, _is_in_scan(options))


def _by_word(names: Sequence[str]) -> dict[str, list[Name]]:
    """Group the names by their doubled word; names without one are left out."""
    found: dict[str, list[Name]] = {}
    for name in names:
        words = tuple(map(light_word, name.split()))
        for at, (first, second) in enumerate(pairwise(words)):
            if first == second:
                found.setdefault(first, []).append(Name(words[:at], words[at + 2 :]))
    return found


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    known = options.words.get(doc.language)
    if not known and not options.all_words:
        return
    known = known or frozenset()
    in_scan = options.in_scan and not options.all_words
    doubled = doc.fact(trigger.seen).doubled if in_scan else None
    if doubled is not None:
        if words := _at(doc, doubled, known):
            yield from _on_lines(doc, words, known, options)
        return
    cased = options.capitals.get(doc.language) or frozenset()
    if not options.all_words and not _may_be(doc, known, cased):
        return
    echoed = doc.fact(echoed_tokens)
    found = known.intersection([token.lower() for token in echoed])
    if options.all_words:
        found |= {token for token in echoed if len(token) > 1 and token.isalpha()}
    pairs = {(token, token) for token in echoed if token.lower() in found or token in found}
    if options.all_words:
        cased = frozenset(filter(_is_capitalized, doc.fact(tokens)))
    if cased and not doc.prose.isascii():  # In ASCII text all tokens are lower-case.
        begun = _capitals(doc.fact(tokens), cased)
        pairs |= {(capital, capital.lower()) for capital in begun}
        found |= {capital.lower() for capital in begun}
    for start, end in _lines(doc.prose, pairs):
        yield from _findings(doc, _runs(doc.prose, start, end, found), known, options)


def _is_capitalized(token: str) -> bool:
    return len(token) > 1 and token.isalpha() and token.lower() != token == token.capitalize()


def _may_be(doc: Document, known: frozenset[str], cased: frozenset[str]) -> bool:
    """Return True if one of the words may be doubled, in lower case or with an initial capital."""
    doubled = doc.fact(repeats.doubled)
    if doubled is None:
        return True
    words = {token.decode("utf-8", "surrogatepass").lower() for token in doubled}
    return not known.isdisjoint(words) or not cased.isdisjoint(map(str.capitalize, words))


def _at(doc: Document, ends: Sequence[int], known: frozenset[str]) -> dict[int, str]:
    """Select from the ends of all doubled words those of words in a set."""
    prose = doc.prose
    words = {}
    for end in ends:
        word = prose[max(end - _LONGEST_WORD, 0) : end].rsplit(None, 1)[-1].lower()
        if word in known:
            words[end] = word
    return words


def _on_lines(
    doc: Document, words: Mapping[int, str], known: frozenset[str], options: Prepared
) -> Iterator[Finding]:
    found = set(words.values())
    for line in sorted({doc.line_at(end) for end in words}):
        span = doc.line_span(line)
        yield from _findings(doc, _runs(doc.prose, *span, found), known, options)


def _capitals(every: list[str], cased: frozenset[str]) -> set[str]:
    """Return the capitalised words that are followed by the same word in lower case, across lines
    too."""
    # One pass in C leaves few, so that no word is searched for in the whole text.
    followed = compress(pairwise(every), map(cased.__contains__, every))
    return {capital for capital, word in followed if word == capital.lower()}


def _lines(prose: str, pairs: set[tuple[str, str]]) -> list[tuple[int, int]]:
    """Return the lines on which one of the words is doubled in this form: few of all lines."""
    if len(pairs) > _FEW:  # For all words of a language: one search per word would be quadratic.
        return [(0, len(prose))]
    import re  # When the scan has reported the pairs, this code is not reached.

    text = prose.lower() if prose.isascii() else prose
    found: set[tuple[int, int]] = set()
    for first, second in pairs:
        pair = re.compile(f"{re.escape(first)}{_GAP.pattern}{re.escape(second)}")
        end = 0
        while m := pair.search(text, end):
            end = text.find("\n", m.end()) + 1 or len(text)
            found.add((text.rfind("\n", 0, m.start()) + 1, end))
    return sorted(found)


def _findings(
    doc: Document,
    runs: Iterator[list[re.Match[str]]],
    known: frozenset[str],
    options: Prepared,
) -> Iterator[Finding]:
    names = options.names.get(doc.language) or {}
    for run in runs:
        word = run[0][0].lower()
        if names:
            run = _without_name(doc.prose, run, names)
        if len(run) < 2 or not _are_alike(run, word):
            continue
        safe = word in known and word not in options.unsure
        # German "oder oder oder.", "la la la" of a song.
        if safe or (len(run) == 2 and not doc.prose.startswith(word, run[1].end() + 1)):
            yield _finding(run, safe)


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
    fix = Fix((Edit(Span(first.end(), last.end()), ""),), safe, "remove the second one")
    return Finding(Span(first.start(), last.end()), {"found": first[0]}, fix)
