"""What is left of a comment section: its counter, its prompt, its heading."""

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
    ambiguous: tuple[str, ...] = ()
    """Phrases of several words that mean something else too when no number stands with them."""


class Prepared(NamedTuple):
    phrases: Phrases
    labels: Labels
    ambiguous: Phrases
    beginnings: Beginnings


def prepare(options: Options) -> Prepared:
    phrases = Phrases(options.phrases)
    ambiguous = Phrases({"": options.ambiguous})
    return Prepared(phrases, Labels(options.labels), ambiguous, Beginnings(phrases))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    lines = short_lines(doc, options.beginnings)
    if not lines.whole:
        return
    for key in sorted(options.phrases.of(lines.arabic).intersection(lines.whole)):
        for line in lines.whole[key]:
            where = place(doc, line.number, options.labels)
            severity = None if where.tail else "warning"
            safe = where.tail
            if line.counter != "decisive" and (
                line.counter or is_one_word(key) or key in options.ambiguous.of(lines.arabic)
            ):
                # A column may be called "تعليق", and a chapter "Comments".
                if not where.tail:
                    continue
                severity, safe = "warning", False
            fix = removal(doc, line.number, line.number, safe=safe)
            found = doc.text[where.span.start : where.span.end]
            yield Finding(where.span, {"found": found}, fix, (), severity)
