"""Alternative texts that repeat the caption, or whose script differs from that of the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import LONGEST
from contentlint.article.credits import bare, credit_of
from contentlint.article.images import Image, images, with_link
from contentlint.article.source_line import folded
from contentlint.core.segment import count_words
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light
from contentlint.text.urls.find import unescaped

_LETTERS = lazy_regex.compile(r"[^\W\d_]+")
_line = attrgetter("line")
_FEWEST_LETTERS = 30
_FEWEST_WORDS = 3
# Another rule reports the text "Photo" with the caption "Photo".
_SHORTEST = 12
# Shorter words are articles and prepositions, which titles write in lower case.
_LONG_WORD = 5
_EDGE = " .|"
# A larger difference between the shares of Latin letters means two scripts, whatever names occur.
_APART = 0.8
# This many equal characters at the start of both are no coincidence.
_SURE = 60
# This much of the prose determines its script.
_SAMPLE = 1500


class Options(NamedTuple):
    labels: Words
    """Labels of picture credits, which may end a caption."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.IMAGE,)


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = folded(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        for image in doc.fact(images):
            if image.alt and len(image.alt) >= _SHORTEST and not image.decorative:
                problem = self._problem(doc, image)
                if problem:
                    yield Finding(image.span, {"problem": problem})

    def _problem(self, doc: Document, image: Image) -> str:
        assert image.alt is not None
        if count_words(image.alt) >= _FEWEST_WORDS and any(
            _repeats(doc, s, image.alt, self._labels) for s in _beside(doc, image)
        ):
            return "says what the caption says"
        words = _LETTERS.findall(image.alt)
        if len(words) < _FEWEST_WORDS or _is_name(words):
            return ""
        here = _latin("".join(words))
        if here in (0.0, 1.0):
            there = doc.fact(_latin_share)
            if there >= 0 and abs(here - there) > _APART:
                return "is in another script than the article"
        return ""


def _is_name(words: list[str]) -> bool:
    """Return True if a text is a name, such as "Year in Review": its longer words are
    capitalised."""
    return any(word != word.lower() for word in words) and not any(
        word.islower() for word in words if len(word) >= _LONG_WORD
    )


def _beside(doc: Document, image: Image) -> Iterator[Span]:
    """Return the text after an image on its line, or else the next paragraph."""
    line = doc.line_span(doc.line_at(image.span.end))
    start, stop = bare(doc, with_link(doc, image.span).end, line.end)
    if start < stop:
        yield Span(start, stop)
        return
    i = bisect_right(doc.blocks, doc.line_at(image.span.start), key=_line)
    if i < len(doc.blocks) and doc.blocks[i].kind in ("paragraph", "pipe_row"):
        yield Span(doc.blocks[i].start, doc.blocks[i].end)


def _repeats(doc: Document, span: Span, alt: str, labels: frozenset[str]) -> bool:
    start, end = bare(doc, *span)
    # Arabic marks and markup change the length, but not by half.
    if not len(alt) <= 2 * (end - start) <= 2 * (LONGEST + len(alt)):
        return False
    alt = light(unescaped(alt)).strip(_EDGE)
    whole = light(doc.text[start:end])
    if alt == whole.strip(_EDGE) or (len(alt) > 2 * _SHORTEST and whole.startswith(alt)):
        return True
    if len(alt) > _SURE and alt[:_SURE] == whole[:_SURE]:
        return True  # they differ in their credits
    credit = credit_of(doc, start, end, labels) if alt in whole else None
    return credit is not None and alt == light(doc.text[start : credit.span.start]).strip(_EDGE)


def _latin(letters: str) -> float:
    return sum(c <= "\u024f" for c in letters) / len(letters)


def _latin_share(doc: Document) -> float:
    """Return the share of Latin letters in the prose; -1 if it has too few letters."""
    letters = "".join(_LETTERS.findall(doc.prose, 0, _SAMPLE))
    return _latin(letters) if len(letters) >= _FEWEST_LETTERS else -1.0
