"""Labels of an advertisement that was removed."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import findings
from contentlint.article.boilerplate.lines import is_one_word, opened_rows, short_lines
from contentlint.article.boilerplate.phrases import Beginnings, Phrases
from contentlint.article.boilerplate.placement import Labels, is_entry, place
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases


class Options(NamedTuple):
    phrases: Words = {}
    labels: Words = {}
    """Labels of the source line, which begins the article's tail."""


def needs(options: Options) -> tuple[str, ...]:
    entries = [entry for each in options.phrases.values() for entry in each]
    twice = [between.join((entry, entry)) for entry in entries for between in ("", " ")]
    return line_phrases.lines(entries, twice)


class Checker:
    def __init__(self, options: Options) -> None:
        self._phrases = Phrases(options.phrases, doubled=True)
        self._labels = Labels(options.labels)
        self._beginnings = Beginnings(self._phrases)

    def check(self, doc: Document) -> Iterator[Finding]:
        lines = short_lines(doc.fact(opened_rows), self._beginnings)
        if not lines.whole:
            return
        found = self._phrases.of(lines.arabic).intersection(lines.whole)
        one_word = {
            line.number: is_one_word(key)
            for key in found
            for line in lines.whole[key]
            # "Anzeige 3", "(2) إعلان": a numbered exhibit or notice
            if not line.counter
        }
        yield from findings(
            doc,
            [
                _hit(doc, number, self._labels, one)
                for number, one in one_word.items()
                # A single word is also a kind of work in a list of credits.
                if not (one and is_entry(doc, number, one_word))
            ],
        )


def _hit(doc: Document, number: int, labels: Labels, one_word: bool) -> Hit:
    where = place(doc, number, labels)
    severity = None
    ambiguous = where.kind in ("heading", "list_item", "table", "quote")
    # "- Anzeige -" is not a list item.
    if ambiguous and one_word and doc.text[where.span.end - 1] not in "-–—":
        # "إعلان" is also the heading of a declaration, "Werbung" that of a chapter.
        severity = "info"
    return Hit(number, number, severity, where.loose and not severity)
