"""Long numbers with more than one way of grouping."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span

_D = "[0-9٠-٩۰-۹]"
_NUMBER = lazy_regex.compile(
    rf"{_D}(?<!{_D}{_D})(?:{_D}{{0,2}}([,.'’٬ \u00a0\u202f]){_D}{{3}}(?:\1{_D}{{3}})*(?![\d٫])"
    rf"|{_D}{{4,8}}(?!\d))"
)
_NAMES = {"": "no separator", " ": "a space", "\u00a0": "a space", "\u202f": "a space"}
_GLUED = frozenset(".,:-–/#+*_@=&'’٫٬($€£\x00")
# Beside a number these make it a part of a calculation.
_SIGNS = frozenset("<>=*+×÷±^")
_MOST_RELATED = 19
_PROSE = frozenset({"paragraph", "list_item", "quote", "heading"})


def check(doc: Document) -> Iterator[Finding]:
    ways: dict[str, list[Span]] = {}
    for block in doc.blocks:
        if block.kind not in _PROSE:
            continue
        for m in _NUMBER.finditer(doc.prose, block.start, block.end):
            if _is_amount(doc.prose, m.start(), m.end(), m[0], m[1] or ""):
                ways.setdefault(_NAMES.get(m[1] or "", m[1] or ""), []).append(Span(*m.span()))
    if len(ways) < 2:
        return
    usual = max(ways, key=lambda way: (len(ways[way]), -ways[way][0].start))
    others = sorted((span, way) for way, spans in ways.items() if way != usual for span in spans)
    first, way = others[0]
    count = len(ways[usual])
    yield Finding(
        first,
        {
            "found": doc.text[first.start : first.end],
            "way": _shown(way),
            "usual": _shown(usual),
            "count": count,
        },
        related=tuple(
            Related(span, f"grouped with {_shown(each)}")
            for span, each in others[1 : _MOST_RELATED + 1]
        ),
    )


def _shown(way: str) -> str:
    return way if len(way) > 1 else f"‘{way}’"


def _is_amount(prose: str, start: int, end: int, number: str, separator: str) -> bool:
    """Return True if a number is an amount: no code, telephone number, postal code or decimal."""
    before, after = prose[start - 1 : start] if start else "", prose[end : end + 1]
    if (
        before.isalnum()
        or after.isalpha()
        or after == "°"
        or (before in _GLUED and before not in "($€£")
    ):
        return False
    if after in _GLUED and prose[end + 1 : end + 2].isalnum():
        return False
    if int(number[0]) == 0 or _is_in_sum(prose, start, end):
        return False
    if separator in " \u00a0\u202f" and separator:
        # Two numbers side by side, or a telephone number.
        return (
            prose[start - 2 : start - 1].isdigit() is False
            and not prose[end + 1 : end + 2].isdigit()
        )
    if separator:
        # A single group after a point or comma may be a decimal fraction.
        return separator in "'’٬" or number.count(separator) > 1 or len(number) <= 7
    # Five figures before a name are usually a postal code, not an amount.
    return number[-3:] in ("000", "٠٠٠", "۰۰۰")


def _is_in_sum(prose: str, start: int, end: int) -> bool:
    """Return True if an arithmetic sign or another number is beside a number."""
    before = prose[max(start - 2, 0) : start].rstrip(" ")[-1:]
    after = prose[end : end + 2].lstrip(" ")[:1]
    return before.isdigit() or before in _SIGNS or after in _SIGNS
