"""Words of a closed list that are written in place of others."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE
from contentlint.article.terms import Terms
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.language.arabic import around
from contentlint.text.language.proclitics import join


class Options(NamedTuple):
    words: Words
    """``wrong>right``."""
    endings: tuple[str, ...] = ()
    """``wrong>right``, for the end of any word; the search includes vowel signs."""
    unless_usual: str = ""
    """Two final letters ``a>b``: the rule reports only if more words end in ``b`` than it finds
    errors."""


class Checker:
    def __init__(self, options: Options) -> None:
        entries = [entry.partition(">") for each in options.words.values() for entry in each]
        self._right = {wrong: better for wrong, _, better in entries}
        self._endings = tuple(
            (a, b) for a, _, b in (entry.partition(">") for entry in options.endings)
        )
        self._terms = Terms(self._right)
        self._usual = options.unless_usual.rpartition(">")[2]

    def check(self, doc: Document) -> Iterator[Finding]:
        found: dict[int, Finding] = {}
        for match in self._terms.find(doc, PROSE):
            right = self._right[match.phrase.text]
            if match.clitic.whole or not match.clitic.sure:
                right, span = join(match.clitic, right), match.word
            else:
                span = match.span
            found[match.word.start] = _finding(doc, match.word, span, right)
        for wrong, right in self._endings:
            found.update((finding.span.start, finding) for finding in _endings(doc, wrong, right))
        if found and self._usual:
            count = sum(doc.prose.count(self._usual + after) for after in " .،\n")
            if count <= len(found):
                return
        yield from (found[at] for at in sorted(found))


def _endings(doc: Document, wrong: str, right: str) -> Iterator[Finding]:
    prose = doc.prose
    at = prose.find(wrong)
    while at >= 0:
        end = at + len(wrong)
        word = around(prose, at, end)
        if word.start < at and word.end == end:
            yield _finding(doc, word, Span(at, end), right)
        at = prose.find(wrong, end)


def _finding(doc: Document, word: Span, span: Span, right: str) -> Finding:
    text = doc.text
    whole = text[word.start : span.start] + right + text[span.end : word.end]
    values = {"found": text[slice(*word)], "right": whole}
    fix = None
    if "\n" not in values["found"]:
        fix = Fix((Edit(span, right),), False, f"write {whole}")
    return Finding(word, values, fix)
