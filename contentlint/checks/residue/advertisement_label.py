"""Labels of an advertisement that was removed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import findings
from contentlint.article.boilerplate.lines import is_one_word, opened_rows, short_lines
from contentlint.article.boilerplate.phrases import Beginnings, Phrases
from contentlint.article.boilerplate.placement import Labels, is_entry, place
from contentlint.core import line_ends_sentence
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.queries import block_on_line
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases


class Options(NamedTuple):
    phrases: Words = {}
    """Labels of advertisements, by language."""
    labels: Words = {}
    """Labels of the source line, by language. The article ends with its last full sentence or with
    this line, whichever comes first. What follows is more certainly not part of it: the severity
    may be higher, and the fix may be safe."""


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
                if not (
                    one and (is_entry(doc, number, one_word) or _is_in_text(doc, number, one_word))
                )
            ],
        )


def _is_in_text(doc: Document, number: int, labels: Collection[int]) -> bool:
    """Return True if a line is a word of a sentence that was broken into lines: a comma ends it, or
    lines without an end mark surround it."""
    if doc.line(number).rstrip().endswith((",", "،")):
        return True
    above = doc.line(number - 1) if number else ""
    below = ""
    if number + 1 < doc.line_count and number + 1 not in labels:
        below = doc.prose[slice(*doc.line_span(number + 1))]
    block = block_on_line(doc, number)
    if block is None or block.kind != "paragraph" or line_ends_sentence(above):
        return False
    # Where each line is a paragraph, the title may stand above the label.
    by_line = doc.paragraphs == "line"
    broken = not by_line or (above.strip() != "" and block.line > doc.blocks[:2][-1].line)
    return broken and any(map(str.isalnum, below))


def _hit(doc: Document, number: int, labels: Labels, one_word: bool) -> Hit:
    where = place(doc, number, labels)
    severity = None
    ambiguous = where.kind in ("heading", "list_item", "table", "quote")
    # "- Anzeige -" is not a list item.
    if ambiguous and one_word and doc.text[where.span.end - 1] not in "-–—":
        # "إعلان" is also the heading of a declaration, "Werbung" that of a chapter.
        severity = "info"
    return Hit(number, number, severity, where.loose and not severity)
