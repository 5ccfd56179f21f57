"""The captions of one article compared with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import ANY_CAPTION, Caption, captions
from contentlint.article.credits import bare
from contentlint.article.images import shown_source
from contentlint.article.source_line import folded
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.model.terminators import FULL_STOPS
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    from typing import Literal

_SHORTEST = 10
_FEWEST = 3
_PHRASE = 160
"""Most characters of a caption without a credit."""


class Options(NamedTuple):
    fault: Literal["no-credit", "duplicate", "punctuation"]
    """The fault to report: a caption with ``no-credit``, a ``duplicate`` caption, or
    inconsistent ``punctuation``."""
    labels: Words
    """Labels of image credits, by language."""
    min_share: float = 0.6
    """For ``no-credit`` and ``punctuation``: the minimum share of captions, 0 to 1, that have to
    agree. ``punctuation`` needs more than three captions."""


def needs(options: Options) -> tuple[str, ...]:
    return ANY_CAPTION


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._labels = folded(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        every = doc.fact(captions, self._labels)
        found = [c for c in every if c.figure >= 0 or c.credit is not None]
        if len(found) < 2:
            return
        if self._options.fault == "duplicate":
            yield from _duplicates(doc, found)
        elif len(found) >= _FEWEST and self._options.fault == "no-credit":
            credited = [c for c in found if _is_credited(c)]
            if self._options.min_share * len(found) <= len(credited) < len(found):
                values = {"credited": len(credited), "captions": len(found)}
                for caption in found:
                    if not _is_credited(caption):
                        yield Finding(caption.span, values)
        elif self._options.fault == "punctuation":
            yield from _punctuation(doc, found, self._options.min_share)


def _is_credited(caption: Caption) -> bool:
    return caption.credit is not None and caption.credit.name.start < caption.credit.name.end


def _words(doc: Document, caption: Caption) -> str:
    """Return the text of a caption without its credit."""
    end = caption.credit.span.start if caption.credit is not None else caption.span.end
    return doc.text[slice(*bare(doc, caption.span.start, end))]


def _duplicates(doc: Document, found: list[Caption]) -> Iterator[Finding]:
    keys = [light(_words(doc, caption)).strip(" " + FULL_STOPS) for caption in found]
    uses = Counter(keys)
    first: dict[str, Caption] = {}
    for caption, key in zip(found, keys, strict=True):
        if caption.figure < 0 or len(key) < _SHORTEST or " " not in key:
            continue
        # One below many pictures is meant: where they come from, or how to use them.
        if uses[key] >= _FEWEST:
            continue
        other = first.setdefault(key, caption)
        if other is caption or other.figure == caption.figure:
            continue
        source = shown_source(doc, caption.figure)
        # Another rule reports the same picture twice.
        if source and source == shown_source(doc, other.figure):
            continue
        line = doc.line_at(other.span.start) + 1
        yield Finding(
            caption.span, {"line": line}, None, (Related(other.span, "the first caption"),)
        )


def _punctuation(doc: Document, found: list[Caption], min_share: float) -> Iterator[Finding]:
    """Compare the full stops before the credit, and at the end of captions without one or after
    it."""
    credited = [c for c in found if c.credit is not None and c.credit.bracket and _words(doc, c)]
    # A longer one is a paragraph of the article in a layout table. A caption of several sentences
    # needs its full stop, a phrase does not.
    plain = [
        c
        for c in found
        if c.credit is None and c.span.end - c.span.start <= _PHRASE and ". " not in _words(doc, c)
    ]

    def ends(caption: Caption) -> bool:
        shown = doc.text[slice(*bare(doc, *caption.span))]
        return shown.endswith(tuple(FULL_STOPS))

    def stops(caption: Caption) -> bool:
        return _words(doc, caption).endswith(tuple(FULL_STOPS))

    findings = [
        *_minority(credited, stops, "before the credit", min_share),
        *_minority(credited, ends, "after the credit", min_share),
        *_minority(plain, ends, "at the end", min_share),
    ]
    yield from sorted(findings, key=lambda finding: finding.span)


def _minority(
    captions_: list[Caption], has: Callable[[Caption], bool], where: str, min_share: float
) -> Iterator[Finding]:
    counts = Counter(map(has, captions_))
    total = len(captions_)
    if total <= _FEWEST or len(counts) < 2:
        return
    usual, number = counts.most_common(1)[0]
    if number < min_share * total:
        return
    for caption in captions_:
        if has(caption) != usual:
            problem = f"{'no ' if usual else ''}full stop {where}"
            values = {"problem": problem, "usual": number, "captions": total}
            yield Finding(caption.span, values)
