"""Quotation marks without a partner, or with the partner of another kind."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import compress

from contentlint._util import lazy_regex
from contentlint.article.quotes import Stray, quotation_marks, strays
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import MARK, Block, Document, Span
from contentlint.model.languages import lookup

_MARKS = trigger.Chars('"“”„')
_PROSE = frozenset({"paragraph", "list_item", "quote", "heading", "pipe_row"})
_CODE = lazy_regex.compile(
    r"[{}=<>;]\s*(?:\n|$)|=\"|==|&(?:#(?:34|822[0-2])|[lrb]dquo|quot);|\\\\|\w\(\""
)
_CUT = lazy_regex.compile(r"(?:\.\.\.|…)[\s\x00]*$")
# More unpaired marks in one paragraph are code or noise.
_MOST = 3
_MOST_RELATED = 19
_OPENERS = frozenset('"“„”«')
# Distance in paragraphs within which a quotation may continue.
_NEAR = 8
_BLANK = " \t\n" + MARK


def needs() -> tuple[trigger.Chars]:
    return (_MARKS,)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    units = list(_units(doc))
    counts = _counts(doc, units)
    straight = all(prose[at] == '"' for at in doc.places(_MARKS))
    wrong: dict[tuple[str, str], list[Stray]] = {}
    for i in compress(range(len(units)), counts):
        start, end = units[i]
        if counts[i] % 2 == 0 and (straight or _are_even(prose, start, end)):
            continue
        left = strays(doc, start, end)
        if not left or len(left) > _MOST or _is_something_else(prose, start, end):
            continue
        # A long quotation opens again in each paragraph and closes in the last.
        beside = counts[max(i - _NEAR, 0) : i] + counts[i + 1 : i + 1 + _NEAR]
        goes_on = any(count % 2 for count in beside)
        for stray in left:
            if stray.closer:
                wrong.setdefault((stray.char, stray.closer), []).append(stray)
            elif (
                not goes_on
                and not _opens_unit(prose, start, stray)
                and not _goes_on_below(prose, stray, end, units[i + 1 : i + 2])
            ):
                yield _finding([stray])
                break
    # A wrong closing mark is usually wrong in the whole article.
    yield from map(_finding, wrong.values())


def _finding(places: list[Stray]) -> Finding:
    offset, char, closer = places[0]
    fault = f"is closed by {closer}" if closer else "has no partner"
    return Finding(
        Span(offset, offset + 1),
        {"found": char, "fault": fault},
        related=tuple(
            Related(Span(stray.offset, stray.offset + 1), f"is also closed by {closer}")
            for stray in places[1 : _MOST_RELATED + 1]
        ),
    )


def _units(doc: Document) -> Iterator[tuple[int, int]]:
    """Return the ranges within which quotation marks are paired: blocks, or lines if a line is a
    paragraph."""
    block: Block
    for block in doc.blocks:
        if block.kind in _PROSE:
            if doc.paragraphs == "line" and block.last > block.line:
                for line in range(block.line, block.last + 1):
                    yield doc.line_span(line)
            else:
                yield block.start, block.end


def _counts(doc: Document, units: list[tuple[int, int]]) -> list[int]:
    """Return how many quotation marks each unit has."""
    starts = [start for start, _ in units]
    counts = [0] * len(units)
    for at in doc.places(_MARKS):
        i = bisect_right(starts, at) - 1
        if i >= 0 and at < units[i][1]:
            counts[i] += 1
    # A " may stand in the middle of an acronym.
    if lookup(doc.language).script == "Hebrew":
        return [count and quotation_marks(doc, *units[i]) for i, count in enumerate(counts)]
    return counts


def _are_even(prose: str, start: int, end: int) -> bool:
    """Return True if a paragraph has as many opening marks as closing ones, and no low ones."""
    return prose.count("“", start, end) == prose.count("”", start, end) and (
        prose.find("„", start, end) < 0
    )


def _is_something_else(prose: str, start: int, end: int) -> bool:
    text = prose[start:end]
    return "''" in text or "``" in text or bool(_CODE.search(text) or _CUT.search(text))


def _goes_on_below(prose: str, stray: Stray, end: int, below: list[tuple[int, int]]) -> bool:
    """Return True if this paragraph leaves a quotation open and the next one opens it again."""
    rest = prose[stray.offset + 1 : end]
    if not below or not rest[:1].strip() or not _OPENERS.isdisjoint(rest):
        return False
    return prose[slice(*below[0])].lstrip(_BLANK)[:1] in _OPENERS


def _opens_unit(prose: str, start: int, stray: Stray) -> bool:
    return not prose[start : stray.offset].strip(_BLANK)
