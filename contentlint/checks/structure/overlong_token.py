"""Words that are so long, or on average so long or short, that spaces must be missing or
misplaced."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import tokens, words
from contentlint.model.diagnostic import Finding
from contentlint.model.document import COMPONENTS, MARK, OBJECT, Document, Span
from contentlint.model.languages import lookup
from contentlint.model.queries import block_at

_MORE = 4
_FEW = 8
"""Different letters of a cry: also at most a quarter of the limit for a word."""
_NOT_PROSE = (
    frozenset({"code", "table", "pipe_row", "html", "front_matter", "definition"}) | COMPONENTS
)


class Options(NamedTuple):
    longest: int = 100
    """The maximum number of letters in a word."""
    least: int = 3
    """The smallest mean length of words, in letters; in the scripts of Arabic and Hebrew one
    less."""
    most: int = 10
    """The largest mean length of words, in letters; in the scripts of Arabic and Hebrew one less,
    in languages with long words four more."""
    min_words: int = 50
    """The minimum number of words of a text whose mean length is checked."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    found = doc.fact(tokens)
    if found and max(map(len, found)) > options.longest:
        yield from _overlong(doc, found, options)
    if found and len(found) >= options.min_words and _has_mean(doc.language):
        yield from _mean(doc, found, options)


def _has_mean(code: str) -> bool:
    """Return True if the mean length of words shows lost spaces in a language."""
    language = lookup(code)
    return code != "" and language.separator == " " and not language.syllables


def _overlong(doc: Document, found: list[str], options: Options) -> Iterator[Finding]:
    # The tokens of an ASCII text are lower-case.
    prose = doc.prose.lower() if doc.prose.isascii() else doc.prose
    at = 0
    for token in [token for token in found if len(token) > options.longest]:
        # Most tokens of this length are masked addresses.
        if len(token) - token.count(OBJECT) - token.count(MARK) <= options.longest:
            continue
        word = _longest_word(token)
        letters = sum(map(str.isalpha, word))
        # "aaaa…" is a cry, not joined words.
        if letters <= options.longest or len(set(word)) <= min(_FEW, options.longest // 4):
            continue
        start = prose.find(word, at)
        block = block_at(doc, start) if start >= 0 else None
        if block is not None and block.kind not in _NOT_PROSE:
            what = f"{letters} letters without a space"
            yield Finding(Span(start, start + len(word)), {"what": what})
        at = max(at, start + len(word))


def _longest_word(token: str) -> str:
    return max(words(token.replace(OBJECT, " ").replace(MARK, " ")), key=len, default="")


def _mean(doc: Document, found: list[str], options: Options) -> Iterator[Finding]:
    language = lookup(doc.language)
    fewer = 0 if language.vowels else 1
    least = options.least - fewer
    most = options.most + (_MORE if language.long_words else -fewer)
    prose = doc.prose
    size = len(prose) - sum(map(prose.count, (" ", "\n", OBJECT, MARK)))
    # Marks and figures make the approximate mean slightly longer or shorter than that of the words.
    if least + 1 <= size / len(found) <= most:
        return
    kept = [token for token in found if token[0].isalpha()]
    # Other runs of letters: tables, lists of addresses, marks.
    letters = [sum(map(str.isalpha, token)) for token in kept if token.isprintable()]
    if len(letters) < max(options.min_words, 1):
        return
    mean = sum(letters) / len(letters)
    if mean < least:
        what = f"words of {mean:.1f} letters on average: letters are separated"
    elif mean > most:
        what = f"words of {mean:.1f} letters on average: spaces are missing"
    else:
        return
    block = next((b for b in doc.blocks if b.kind == "paragraph"), None)
    yield Finding(doc.line_span(block.line if block else 0), {"what": what})
