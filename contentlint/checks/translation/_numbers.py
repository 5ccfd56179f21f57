"""The numbers of a translation against those of its source, for the rules about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import cells
from contentlint.model import counterpart
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.parity import numbers, terms
from contentlint.parity.numbers import Number
from contentlint.parity.passages import passages, rows
from contentlint.text.language.proclitics import PROCLITICS

if TYPE_CHECKING:
    from contentlint.model.rule import Words

_WORD = lazy_regex.compile(r"[^\W\d_]+")
_LONGEST_PROCLITIC = 4
_HEBREW = frozenset("הבוכלמש")
_LONGEST_HEBREW = 3
_DUAL = frozenset(("ar", "he"))
"""Languages in which one and two are forms of the word that is counted."""
_NO_NUMBERS: Mapping[int, tuple[str, ...]] = {}


class Passage(NamedTuple):
    """A passage of the source with that of the translation, or a row of a table with its row."""

    source: Span
    target: Span
    found: numbers.Comparison


Names = Mapping[str, Mapping[int, tuple[str, ...]]]
"""The words for numbers, folded, by language."""


def names(entries: Words) -> Names:
    """Return the words of a list of numbers in words, ``30=thirty|…``.

    Raises:
        ConfigError: an entry has another form.
    """
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    for language, each in entries.items():
        known = found[language] = {}
        for entry in each:
            value, _, forms = entry.partition("=")
            if not (value.isascii() and value.isdigit() and forms.strip("| ")):
                raise ConfigError(f"option 'words': {entry!r}: expected a number, = and its words")
            known[int(value)] = tuple(terms.fold(form) for form in forms.split("|"))
    return found


def compared(doc: Document, known: Names) -> Iterator[Passage]:
    """Yield the passages whose numbers differ."""
    pair = counterpart.of(doc)
    words = known.get(pair.source_lang, _NO_NUMBERS), known.get(pair.target_lang, _NO_NUMBERS)
    for source, target in passages(doc):
        places = [(Span(source.start, source.end), Span(target.start, target.end))]
        if source.kind == "table":
            places = list(zip(rows(pair.doc, source), rows(doc, target), strict=True))
            if any(_width(pair.doc, a) != _width(doc, b) for a, b in places):
                continue
        for source_span, target_span in places:
            if pair.doc.prose[slice(*source_span)] == doc.prose[slice(*target_span)]:
                continue
            source_numbers = numbers.read(pair.doc.prose, *source_span)
            if not source_numbers:
                continue
            found = _compare(pair.doc, doc, source_numbers, source_span, target_span, words)
            if found != numbers.NO_DIFFERENCE:
                yield Passage(source_span, target_span, found)


def _width(doc: Document, row: Span) -> int:
    return len(cells(doc.text[slice(*row)]))


def _compare(
    source: Document,
    target: Document,
    source_numbers: Sequence[Number],
    source_span: Span,
    target_span: Span,
    words: tuple[Mapping[int, tuple[str, ...]], Mapping[int, tuple[str, ...]]],
) -> numbers.Comparison:
    target_numbers = numbers.read(target.prose, *target_span)
    first = numbers.compare(source_numbers, target_numbers)
    if first == numbers.NO_DIFFERENCE:
        return first
    elsewhere = {v for each in numbers.read(target.text, *target_span) for v in each.values}
    return numbers.compare(
        source_numbers,
        target_numbers,
        elsewhere=elsewhere,
        source_words=_said(source.prose[slice(*source_span)], words[0]),
        target_words=_said(target.prose[slice(*target_span)], words[1]),
        dual=target.counterpart is not None and target.counterpart.target_lang in _DUAL,
    )


def _said(prose: str, known: Mapping[int, tuple[str, ...]]) -> Callable[[int], bool]:
    """Return a function that tells if a passage has a number in words, also with what is joined
    to them."""
    found: set[str] = set()
    for word in _WORD.findall(terms.fold(prose)):
        found.add(word)
        for size in range(1, min(_LONGEST_PROCLITIC, len(word) - 1) + 1):
            hebrew = size <= _LONGEST_HEBREW and _HEBREW.issuperset(word[:size])
            if hebrew or word[:size] in PROCLITICS:
                found.add(word[size:])
    return numbers.in_words(found, known)
