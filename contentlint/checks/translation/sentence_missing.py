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
        (one, two, each.trusted or each.in_step)
        for each in found.pairs
        if (one := found.source[each.source]).kind in PROSE
        and (two := found.target[each.target]).kind in PROSE
    ]
    sure = [(one, two) for one, two, certain in prose if certain]
    least = 1 - _deviations(sure) * _deviation(sure, found)
    ends = all(lookup(code).ends_sentences for code in (pair.source_lang, pair.target_lang))
    for number, (one, two, certain) in enumerate(prose):
        if not certain or _has_joined_lines(pair.doc, doc, one, two):
            continue
        expected = one.letters * found.ratio
        fewer = ends and two.sentences < one.sentences
        short = fewer and two.letters < least * expected and expected - two.letters >= _LEAST_SHORT
        if short or (expected >= _LONG and two.letters < _SHARE * expected):
            beside = prose[max(number - 1, 0) : number] + prose[number + 1 : number + 2]
            if not any(_has_both(one, two, *near[:2], found.ratio) for near in beside):
                yield _finding(one, two, fewer)


def _has_joined_lines(source: Document, target: Document, one: Unit, two: Unit) -> bool:
    """Return True if a passage with many lines, such as a log, has become one of a few: what ended
    a line ends no sentence there, and may be read as code."""
    lines = target.text.count("\n", two.start, two.end) + 1
    return source.text.count("\n", one.start, one.end) >= _MANY_LINES * lines


def _has_both(one: Unit, two: Unit, other: Unit, near: Unit, ratio: float) -> bool:
    """Return True if what a passage lacks seems to be in the next one."""
    expected = (one.letters + other.letters) * ratio
    return (
        near.sentences > other.sentences
        and near.letters > other.letters * ratio
        and two.letters + near.letters >= _BOTH * expected
    )


def _deviations(pairs: Sequence[tuple[Unit, Unit]]) -> float:
    """Return how many deviations a passage must be short."""
    same = sum(one.sentences == two.sentences for one, two in pairs)
    faithful = len(pairs) >= _LEAST_PAIRS and same >= _FAITHFUL * len(pairs)
    return _FEWER_DEVIATIONS if faithful else _DEVIATIONS


def _deviation(pairs: Sequence[tuple[Unit, Unit]], found: Alignment) -> float:
    """Return the deviation of the ratios of lengths, by their median."""
    off = sorted(
        abs(two.letters / (one.letters * found.ratio) - 1)
        for one, two in pairs
        if one.letters >= _LEAST_SHORT
    )
    if len(off) < _LEAST_PAIRS:
        return _USUAL
    # Of a normal distribution, the median of deviations is 0.6745 of the standard deviation.
    return min(max(off[len(off) // 2] / 0.6745, _LEAST), _MOST)


def _finding(one: Unit, two: Unit, fewer: bool) -> Finding:
    if fewer:
        found, expected = _sentences(two.sentences), _sentences(one.sentences)
    else:
        found, expected = f"{two.letters} characters", f"{one.letters} characters"
    there = Related(Span(one.start, one.end), "the passage in the source", in_source=True)
    values = {"found": found, "expected": expected}
    return Finding(Span(two.start, two.end), values, related=(there,))


def _sentences(count: int) -> str:
    return f"{count} sentence" if count == 1 else f"{count} sentences"
