"""Captions that run on into the text of the article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import ANY_CAPTION, LONGEST, beside_figures, captions
from contentlint.article.credits import credit_of
from contentlint.article.source_line import folded
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.rule import Words
from contentlint.model.terminators import CAPTION_ENDS

_WORD = lazy_regex.compile(r"[^\W\d_]{2,}")
_MARKUP = (OBJECT, MARK)


class Options(NamedTuple):
    labels: Words
    """Labels of image credits, by language."""
    most: int = 8
    """The maximum number of words that may follow the credit."""


def needs(options: Options) -> tuple[str, ...]:
    return ANY_CAPTION


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._labels = folded(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        spans = {c.span for c in doc.fact(captions, self._labels)}
        spans.update(Span(block.start, block.end) for block in doc.fact(beside_figures))
        done = 0
        for span in sorted(spans):
            end = self._credit_end(doc, span)
            if end > done:
                words = len(_WORD.findall(doc.prose, end, span.end))
                yield Finding(Span(end, span.end), {"words": words})
                done = end

    def _credit_end(self, doc: Document, span: Span) -> int:
        """Return the end of a credit in brackets that is followed by too many words; 0 if there is
        none."""
        # Searched in the prose, because the alternative text of the image often contains the credit
        # too.
        prose = doc.prose
        at = prose.find(")", span.start, min(span.end, _after_image(doc, span) + LONGEST))
        while at >= 0:
            credit = credit_of(doc, span.start, at + 1, self._labels)
            if (
                credit is not None
                and credit.bracket
                and (credit.colon == ":" or credit.joins)
                and credit.name.start < credit.name.end
                and credit.span.end == at + 1
            ):
                words = len(_WORD.findall(doc.prose, at + 1, span.end))
                begins = _begins_text(prose, span.start, credit.span, span.end)
                return at + 1 if words > self._options.most and begins else 0
            at = prose.find(")", at + 1, min(span.end, _after_image(doc, span) + LONGEST))
        return 0


def _after_image(doc: Document, span: Span) -> int:
    """Return the offset at which the text after a leading image begins."""
    return doc.prose.rfind(OBJECT, *span) + 1 if doc.prose[span.start] in _MARKUP else span.start


def _begins_text(prose: str, start: int, credit: Span, end: int) -> bool:
    """Return True if a new sentence follows a credit, and not the rest of the sentence around
    it."""
    rest = prose[credit.end : min(end, credit.end + 8)]
    first = rest.lstrip(" .\u00a0\n" + MARK)[:1]
    if not first.isalpha():
        return False
    if first.lower() != first.upper():
        return first.isupper()
    before = prose[start : credit.start].rstrip(" \u00a0" + MARK)
    # In scripts without capitals the caption must have ended, or the space be missing.
    return before.endswith(tuple(CAPTION_ENDS)) or rest[:1] == first
