"""Small numbers in words in one place and in figures in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding, Related
from contentlint.document import Document, Span
from contentlint.rule import Words
from contentlint.text import lazy
from contentlint.text.lexicon import folded, lexicon, spans
from contentlint.text.places import block_at
from contentlint.text.proclitics import forms

_FLOWING = frozenset({"paragraph", "list_item", "quote"})
_DIGITS = lazy.compile("[3-9٣-٩۳-۹](?= [^\\W\\d_])")
_MOST_RELATED = 10


class Options(NamedTuple):
    words: Words
    """The numbers from three to nine, by language: ten is in figures in many styles."""
    units: Words = {}
    """What is counted in figures: months, measures, money."""
    labels: Words = {}
    """Words before a figure that is a name: pages, chapters, hours."""
    least: int = 2
    """Places of each style."""


class Prepared(NamedTuple):
    words: dict[str, frozenset[str]]
    units: dict[str, frozenset[str]]
    labels: dict[str, frozenset[str]]
    least: int


def prepare(options: Options) -> Prepared:
    words = {language: _with_leads(entries) for language, entries in options.words.items()}
    units = {language: frozenset(entries) for language, entries in options.units.items()}
    labels = {language: frozenset(entries) for language, entries in options.labels.items()}
    return Prepared(words, units, labels, options.least)


def _with_leads(entries: tuple[str, ...]) -> frozenset[str]:
    """The words, also with a conjunction or preposition; with the article they are ordinals."""
    found = set(entries)
    for entry in entries:
        if not entry[0].isascii():
            found.update(form for form, clitic in forms(entry, True) if not clitic.article)
    return frozenset(found)


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    known = options.words.get(doc.language)
    if not known:
        return
    figures = [Span(*m.span()) for m in _DIGITS.finditer(doc.prose)]
    if len(figures) < options.least:
        return
    units = options.units.get(doc.language, frozenset())
    labels = options.labels.get(doc.language, frozenset())
    figures = [span for span in figures if _counts(doc, span, units, labels)]
    if len(figures) < options.least:
        return
    spelled = _spelled(doc, known, units)
    if len(spelled) < options.least:
        return
    few, many = sorted((figures, spelled), key=lambda uses: (len(uses), -uses[0].start))
    values = {
        "found": doc.text[slice(*few[0])],
        "few": len(few),
        "other": doc.text[slice(*many[0])],
        "many": len(many),
        "style": "in figures" if few is figures else "in words",
    }
    related = [Related(many[0], "the other style")]
    related += [Related(span, "so is this") for span in few[1:_MOST_RELATED]]
    yield Finding(few[0], values, None, tuple(related))


def _counts(doc: Document, span: Span, units: frozenset[str], labels: frozenset[str]) -> bool:
    """Whether a figure counts things: no page, hour, date, share or measure."""
    prose = doc.prose
    before = prose[max(span.start - 1, 0) : span.start]
    if before not in ("", " ", "\n", "(", "«", "و"):
        return False
    # "Chapter 3 is", "July 4 was", "الساعة 5 مساء": a name or a number before it.
    word = re.split(r"\s", prose[max(span.start - 30, 0) : span.start].rstrip())[-1]
    if word[-1:].isdigit() or folded(word, False, True) in labels:
        return False
    after = prose[span.end + 1 : span.end + 31].split(maxsplit=1)
    noun = folded(after[0].strip(".,،؛;:!?؟)»\"'"), False, True) if after else ""
    if noun in units or len(noun) < 3:
        return False
    block = block_at(doc, span.start)
    return block is not None and block.kind in _FLOWING


def _spelled(doc: Document, known: frozenset[str], units: frozenset[str]) -> list[Span]:
    words = doc.fact(lexicon, ("prose",), False, True)
    if known.isdisjoint(words.known):
        return []
    places = doc.fact(spans, ("prose",))
    found = []
    every = words.every
    for i, word in enumerate(every[:-1]):
        if word in known and every[i + 1] not in units and every[i + 1].isalpha():
            span = Span(*places[i])
            block = block_at(doc, span.start)
            if words.text[span.end] == " " and block is not None and block.kind in _FLOWING:
                found.append(span)
    return found
