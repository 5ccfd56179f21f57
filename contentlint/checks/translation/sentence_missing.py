"""Passages that say less than their source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.model.languages import lookup
from contentlint.parity.losses import aligned
from contentlint.parity.unit_reader import PROSE
from contentlint.parity.units import Alignment, Unit

COUNTERPART = True
_LEAST_PAIRS = 8
"""Fewer pairs do not tell how far lengths vary in a translation."""
_USUAL = 0.16
_LEAST = 0.12
_MOST = 0.2
"""Deviations of the ratio of lengths from that of the page: where a page has too few pairs to tell,
and the limits of what it tells."""
_BOTH = 0.85
"""Two passages with so much of the length of both in the source lack nothing together."""
_DEVIATIONS = 2.8
_FEWER_DEVIATIONS = 2.0
_FAITHFUL = 0.9
"""Where so many passages have as many sentences as their source, fewer sentences say more."""
_LEAST_SHORT = 50
"""Characters that are lacking at least."""
_MANY_LINES = 10
_SHARE = 0.42
_LONG = 150
"""A passage that should have so many characters and has not ``_SHARE`` of them is abridged, going
by its length alone."""


def check(doc: Document) -> Iterator[Finding]:
    found = doc.fact(aligned)
    pair = counterpart.of(doc)
    if found is None:
        return
    prose = [
        (source, target, each.trusted or each.in_step)
        for each in found.pairs
        if (source := found.source[each.source]).kind in PROSE
        and (target := found.target[each.target]).kind in PROSE
    ]
    sure = [(source, target) for source, target, certain in prose if certain]
    least = 1 - _deviations(sure) * _deviation(sure, found)
    ends = all(lookup(code).ends_sentences for code in (pair.source_lang, pair.target_lang))
    for number, (source, target, certain) in enumerate(prose):
        if not certain or _has_joined_lines(pair.doc, doc, source, target):
            continue
        expected = source.letters * found.ratio
        fewer = ends and target.sentences < source.sentences
        short = (
            fewer
            and target.letters < least * expected
            and expected - target.letters >= _LEAST_SHORT
        )
        if short or (expected >= _LONG and target.letters < _SHARE * expected):
            beside = prose[max(number - 1, 0) : number] + prose[number + 1 : number + 2]
            if not any(_has_both(source, target, *near[:2], found.ratio) for near in beside):
                yield _finding(source, target, fewer)


def _has_joined_lines(
    source_doc: Document, target_doc: Document, source: Unit, target: Unit
) -> bool:
    """Return True if a passage with many lines, such as a log, has become one of a few: what ended
    a line ends no sentence there, and may be read as code."""
    lines = target_doc.text.count("\n", target.start, target.end) + 1
    return source_doc.text.count("\n", source.start, source.end) >= _MANY_LINES * lines


def _has_both(source: Unit, target: Unit, other: Unit, near: Unit, ratio: float) -> bool:
    """Return True if what a passage lacks seems to be in the next one."""
    expected = (source.letters + other.letters) * ratio
    return (
        near.sentences > other.sentences
        and near.letters > other.letters * ratio
        and target.letters + near.letters >= _BOTH * expected
    )


def _deviations(pairs: Sequence[tuple[Unit, Unit]]) -> float:
    """Return how many deviations a passage must be short."""
    same = sum(source.sentences == target.sentences for source, target in pairs)
    faithful = len(pairs) >= _LEAST_PAIRS and same >= _FAITHFUL * len(pairs)
    return _FEWER_DEVIATIONS if faithful else _DEVIATIONS


def _deviation(pairs: Sequence[tuple[Unit, Unit]], found: Alignment) -> float:
    """Return the deviation of the ratios of lengths, by their median."""
    off = sorted(
        abs(target.letters / (source.letters * found.ratio) - 1)
        for source, target in pairs
        if source.letters >= _LEAST_SHORT
    )
    if len(off) < _LEAST_PAIRS:
        return _USUAL
    # Of a normal distribution, the median of deviations is 0.6745 of the standard deviation.
    return min(max(off[len(off) // 2] / 0.6745, _LEAST), _MOST)


def _finding(source: Unit, target: Unit, fewer: bool) -> Finding:
    if fewer:
        found, expected = _sentences(target.sentences), _sentences(source.sentences)
    else:
        found, expected = f"{target.letters} characters", f"{source.letters} characters"
    there = Related(Span(source.start, source.end), "the passage in the source", in_source=True)
    values = {"found": found, "expected": expected}
    return Finding(Span(target.start, target.end), values, related=(there,))


def _sentences(count: int) -> str:
    return f"{count} sentence" if count == 1 else f"{count} sentences"
