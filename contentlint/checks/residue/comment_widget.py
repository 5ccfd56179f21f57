"""Residue of a comment section: its counter, its prompt, its heading."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import findings
from contentlint.article.boilerplate.lines import Line, is_one_word, opened_rows, short_lines
from contentlint.article.boilerplate.phrases import EDGES, Beginnings, Phrases
from contentlint.article.boilerplate.placement import Labels, place
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases

# A counter on a line of its own, with or without a blank line between; below a heading a number
# needs no brackets.
_NUMBER = "[0-9٠-٩۰-۹]{1,6}"
_COUNTER = lazy_regex.compile(rf"[(\[（]\s*{_NUMBER}\s*[)\]）]")
_BARE = lazy_regex.compile(_NUMBER)
_NEXT = 2


class Options(NamedTuple):
    phrases: Words = {}
    """Labels and prompts of comment sections, by language."""
    labels: Words = {}
    """Labels of the source line, by language. The article ends with its last full sentence or with
    this line, whichever comes first. What follows is more certainly not part of it: the severity
    may be higher, and the fix may be safe."""
    ambiguous: tuple[str, ...] = ()
    """Phrases of several words that have another meaning without a number."""


def needs(options: Options) -> tuple[str, ...]:
    return line_phrases.lines(*options.phrases.values())


class Checker:
    def __init__(self, options: Options) -> None:
        self._phrases = Phrases(options.phrases)
        self._ambiguous = Phrases({"": options.ambiguous})
        self._labels = Labels(options.labels)
        self._beginnings = Beginnings(self._phrases)

    def check(self, doc: Document) -> Iterable[Finding]:
        lines = short_lines(doc.fact(opened_rows), self._beginnings)
        if not lines.whole:
            return ()
        hits = []
        ambiguous = self._ambiguous.of(lines.arabic)
        for key in self._phrases.of(lines.arabic).intersection(lines.whole):
            vague = is_one_word(key) or key in ambiguous
            for line in lines.whole[key]:
                hit = _hit(doc, line, self._labels, vague)
                if hit is not None:
                    hits.append(hit)
        # Each counter belongs to a separate widget.
        return findings(doc, hits, least=0)


def _hit(doc: Document, line: Line, labels: Labels, vague: bool) -> Hit | None:
    where = place(doc, line.number, labels)
    tail = where.tail
    bare = where.kind == "heading"
    last = line.number if line.counter else _counter_below(doc, line.number, bare=bare)
    decisive = line.counter == "decisive" or last > line.number
    if not decisive and (vague or line.counter):
        # A column may be called "تعليق", and a chapter "Comments".
        return Hit(line.number, last, "warning", False) if tail else None
    return Hit(line.number, last, None if tail else "warning", tail)


def _counter_below(doc: Document, line: int, *, bare: bool) -> int:
    """Return the line (from 0) of the number below a label, in brackets unless ``bare``; the
    label's line if there is none."""
    for number in range(line + 1, min(line + 1 + _NEXT, doc.line_count)):
        if text := doc.line(number).strip(EDGES):
            if _COUNTER.fullmatch(text) or (bare and _BARE.fullmatch(text)):
                return number
            return line
    return line
