"""The same word twice in a row, where a language never wants it."""

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
"""Characters before or behind a word that follows itself in which a name is looked for."""
_NO_LETTERS = lazy_regex.compile(r"[\W_]+")


class Options(NamedTuple):
    words: Words
    """By language: words that never rightly follow themselves."""
    unsure: tuple[str, ...] = ()
    """Those of them that sometimes do: their fix is not safe, three in a row are left alone."""
    all_words: bool = False
    """Any word of two letters or more, in any language."""
    names: Words = {}
    """By language: names in which a word rightly follows itself; what a language writes together
    with a word may stand before them."""


class Name(NamedTuple):
    """What stands around the word that follows itself in a name, each word under ``light``."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Prepared(NamedTuple):
    words: dict[str, frozenset[str]]
    capitals: dict[str, frozenset[str]]
    """Those of two letters and more in ASCII, as they begin a sentence."""
    unsure: frozenset[str]
    all_words: bool
    names: dict[str, dict[str, list[Name]]]
    """By language, and by the word that follows itself."""
    are_told: bool
    """The scan tells all of the words that follow themselves."""


def anchors(options: Options) -> tuple[str, ...]:
    return (trigger.DOUBLED,) if _are_told(options) else ()


def _are_told(options: Options) -> bool:
    """Return True if a letter begins each of the words, as a scan asks."""
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
    return Prepared(words, capitals, unsure, options.all_words, names, _are_told(options))


def _by_word(names: Sequence[str]) -> dict[str, list[Name]]:
    """Names by the word in them that follows itself; those without one are left out."""
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
    is_told = options.are_told and not options.all_words
    doubled = doc.fact(trigger.seen).doubled if is_told else None
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
    if cased and not doc.prose.isascii():  # in ASCII all tokens are in small letters
        begun = _capitals(doc.fact(tokens), cased)
        pairs |= {(capital, capital.lower()) for capital in begun}
        found |= {capital.lower() for capital in begun}
    for start, end in _lines(doc.prose, pairs):
        yield from _findings(doc, _runs(doc.prose, start, end, found), known, options)


def _is_capitalized(token: str) -> bool:
    return len(token) > 1 and token.isalpha() and token.lower() != token == token.capitalize()


def _may_be(doc: Document, known: frozenset[str], cased: frozenset[str]) -> bool:
    """Return True if one of some words may follow itself, as it is or as it begins a sentence."""
    told = doc.fact(repeats.doubled)
    if told is None:
        return True
    words = {token.decode("utf-8", "surrogatepass").lower() for token in told}
    return not known.isdisjoint(words) or not cased.isdisjoint(map(str.capitalize, words))


def _at(doc: Document, ends: Sequence[int], known: frozenset[str]) -> dict[int, str]:
    """Where words of a set end that follow themselves, of all that do."""
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
    """Those that the same word in small letters follows, lines not regarded."""
    # One pass in C leaves few, and no word is looked for in all of the text.
    followed = compress(pairwise(every), map(cased.__contains__, every))
    return {capital for capital, word in followed if word == capital.lower()}


def _lines(prose: str, pairs: set[tuple[str, str]]) -> list[tuple[int, int]]:
    """The lines on which one of the words follows itself, written so: few of all lines."""
    if len(pairs) > _FEW:  # of all words of a language: a search for each would be quadratic
        return [(0, len(prose))]
    import re  # where the scan has told the pairs, nobody comes here

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
    """Words of a set that follow themselves on one line, each with its copies."""
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
    """Return True if the words are written alike, but for the capital that begins a sentence: "the
    The Hague talks" names a town, "grade A a year later" a mark."""
    first, rest = run[0][0], {m[0] for m in run[1:]}
    return rest == {first} or (len(word) > 1 and first == word.capitalize() and rest == {word})


def _without_name(
    prose: str, run: list[re.Match[str]], names: Mapping[str, list[Name]]
) -> list[re.Match[str]]:
    """What is left of words that follow each other without those of a name that is spelled so."""
    found = names.get(light_word(run[0][0]))
    if not found:
        return run
    start, end = run[0].start(), run[-1].end()
    before = _words(prose[max(start - _LONGEST_NAME, 0) : start].rpartition("\n")[2])
    after = _words(prose[end : end + _LONGEST_NAME].partition("\n")[0])
    for name in found:
        if _ends_in(before, name.before) and tuple(after[: len(name.after)]) == name.after:
            # The name takes the first two, or the last two where it goes on.
            return run[:-2] if name.after else run[2:]
    return run


def _words(text: str) -> list[str]:
    """The words of a piece of text under ``light``, without the signs around and between them."""
    return [light_word(word) for word in _NO_LETTERS.split(text) if word]


def _ends_in(words: list[str], name: tuple[str, ...]) -> bool:
    """Return True if words end in those of a name, before which a proclitic may stand."""
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
