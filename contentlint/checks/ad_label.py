"""Labels that stood over an advertisement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document
from contentlint.rule import Words
from contentlint.text.chrome import Labels, place, removal
from contentlint.text.phrase_lists import Beginnings, Phrases
from contentlint.text.phrases import is_one_word, short_lines


class Options(NamedTuple):
    phrases: Words = {}
    labels: Words = {}
    """Labels of the source line, after which the article's tail begins."""


class Prepared(NamedTuple):
    phrases: Phrases
    labels: Labels
    beginnings: Beginnings


def prepare(options: Options) -> Prepared:
    phrases = Phrases(options.phrases, doubled=True)
    return Prepared(phrases, Labels(options.labels), Beginnings(phrases))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    lines = short_lines(doc, options.beginnings)
    if not lines.whole:
        return
    for key in sorted(options.phrases.of(lines.arabic).intersection(lines.whole)):
        for line in lines.whole[key]:
            if line.counter:
                continue  # "Anzeige 3", "(2) إعلان": a numbered exhibit or notice
            where = place(doc, line.number, options.labels)
            severity = None
            text = doc.text[where.span.start : where.span.end]
            # "- Anzeige -" is no list item.
            ambiguous = where.kind in ("heading", "list_item", "table", "quote")
            if ambiguous and is_one_word(key) and text[-1] not in "-–—":
                # "إعلان" is also the heading of a declaration, "Werbung" that of a chapter.
                severity = "info"
            fix = removal(doc, line.number, line.number, safe=where.loose and not severity)
            yield Finding(where.span, {"found": text}, fix, (), severity)
