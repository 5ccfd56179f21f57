"""Small numbers that are written as words in one place and as figures in another."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.quotes import in_closed_quotation
from contentlint.article.terms import folded, lexicon, word_spans
from contentlint.core import ends_sentence
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_at
from contentlint.model.rule import Words
from contentlint.text.language.proclitics import forms

_FLOWING = frozenset({"paragraph", "list_item", "quote"})
_DIGITS = lazy_regex.compile("[3-9٣-٩۳-۹](?= [^\\W\\d_])")
_SPACE = lazy_regex.compile(r"\s")
_MOST_RELATED = 10
_STEM = 5
"""The first letters of a noun that identify it, whatever its ending."""


class Use(NamedTuple):
    span: Span
    """The number and the noun that it counts."""
    kind: str
    """The first letters of the noun."""


class Options(NamedTuple):
    words: Words
    """The numbers from three to nine as words, by language."""
    units: Words = {}
    """Nouns whose numbers are always written in figures, by language: months, measures, money."""
    labels: Words = {}
    """Words whose following number is always a figure, by language, such as "page"."""
    least: int = 2
    """The minimum number of occurrences of each style."""


class Checker:
    def __init__(self, options: Options) -> None:
        self._words = {
            language: _with_leads(entries) for language, entries in options.words.items()
        }
        self._units = _folded(options.units)
        self._labels = _folded(options.labels)
        self._least = options.least

    def check(self, doc: Document) -> Iterator[Finding]:
        known = self._words.get(doc.language)
        if not known:
            return
        digits = [Span(*m.span()) for m in _DIGITS.finditer(doc.prose)]
        if len(digits) < self._least:
            return
        units = self._units.get(doc.language, frozenset())
        labels = self._labels.get(doc.language, frozenset())
        figures = [use for span in digits if (use := _counted(doc, span, units, labels))]
        if len(figures) < self._least:
            return
        spelled = _spelled(doc, known, units)
        if len(spelled) >= self._least and (shared := _kinds(figures) & _kinds(spelled)):
            yield _finding(doc, figures, spelled, shared)


def _folded(words: Words) -> dict[str, frozenset[str]]:
    """Fold the words in the same way as those of a text."""
    return {
        language: frozenset(folded(entry, False, True) for entry in entries)
        for language, entries in words.items()
    }


def _with_leads(entries: tuple[str, ...]) -> frozenset[str]:
    """Add the words with a joined conjunction or preposition; with the article they are
    ordinals."""
    found = {folded(entry, False, True) for entry in entries}
    for entry in tuple(found):
        if not entry[0].isascii():
            found.update(form for form, clitic in forms(entry, True) if not clitic.article)
    return frozenset(found)


def _kinds(uses: list[Use]) -> set[str]:
    return {use.kind for use in uses}


def _finding(doc: Document, figures: list[Use], spelled: list[Use], shared: set[str]) -> Finding:
    """Report the first number in the rarer style whose noun the other style counts as well."""
    few, many = sorted((figures, spelled), key=lambda uses: (len(uses), uses[0].span))
    first = next(use for use in few if use.kind in shared)
    other = next(use for use in many if use.kind == first.kind)
    values = {
        "found": doc.text[slice(*first.span)],
        "few": len(few),
        "other": doc.text[slice(*other.span)],
        "many": len(many),
        "style": "in figures" if few is figures else "in words",
    }
    related = [Related(other.span, "the other style")]
    more = (use for use in few[:_MOST_RELATED] if use is not first)
    related += [Related(use.span, "also in this style") for use in more]
    return Finding(first.span, values, None, tuple(related))


def _counted(
    doc: Document, span: Span, units: frozenset[str], labels: frozenset[str]
) -> Use | None:
    """Return the noun that a figure counts; None for a page, hour, date, share, measure or name."""
    prose = doc.prose
    before = prose[max(span.start - 1, 0) : span.start]
    # At the beginning of a line it is the number of a note or an item.
    if before not in (" ", "(", "«", "و"):
        return None
    # "Chapter 3 is", "July 4 was", "الساعة 5 مساء": a name or a number before it.
    word = _SPACE.split(prose[max(span.start - 30, 0) : span.start].rstrip())[-1]
    if word[-1:].isdigit() or folded(word.strip("."), False, True) in labels:
        return None
    after = prose[span.end + 1 : span.end + 31].split(maxsplit=1)
    shown = after[0].strip(".,،؛;:!?؟)»\"'") if after else ""
    noun = folded(shown, False, True)
    if noun in units or len(noun) < 3 or _is_title(shown, doc.language):
        return None
    block = block_at(doc, span.start)
    if block is None or block.kind not in _FLOWING or in_closed_quotation(doc, span.start):
        return None
    if block.kind == "paragraph" and not ends_sentence(prose[block.start : block.end]):
        return None  # the title of another article
    return Use(Span(span.start, span.end + 1 + len(shown)), noun[:_STEM])


def _is_title(word: str, language: str) -> bool:
    """Return True if a capital shows that a figure is part of a name: "The 7 Habits"."""
    return language != "de" and word[:1].isupper()


def _spelled(doc: Document, known: frozenset[str], units: frozenset[str]) -> list[Use]:
    words = doc.fact(lexicon, ("prose",), False, True)
    if known.isdisjoint(words.known):
        return []
    places = doc.fact(word_spans, ("prose",))
    found = []
    every = words.every
    for i, word in enumerate(every[:-1]):
        if word in known and every[i + 1] not in units and every[i + 1].isalpha():
            start, end = places[i]
            block = block_at(doc, start)
            # In every style a sentence begins with a word.
            joined = doc.text[end : places[i + 1][0]] == " "
            if joined and not doc.text[start].isupper() and not in_closed_quotation(doc, start):
                if block is not None and block.kind in _FLOWING:
                    found.append(Use(Span(start, places[i + 1][1]), every[i + 1][:_STEM]))
    return found
