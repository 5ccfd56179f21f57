"""Brackets and quotation marks in pairs, and those without a partner."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint.model import queries
from contentlint.model.annotations import Bracket as Bracket
from contentlint.model.annotations import Unit as Unit
from contentlint.model.document import Document
from contentlint.model.languages import LOOSE_ANGLES, LOOSE_QUOTES
from contentlint.model.queries import FLOWING, block_on_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

PARTNER: Final = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "「": "」",
    "『": "』",
    "【": "】",
    "《": "》",
    # The Unicode names LEFT and RIGHT are reversed here: U+FD3F opens (gc=Ps).
    "﴿": "﴾",
    "«": "»",
    "“": "”",
}
"""Each opening mark, mapped to its closing one. For quotation marks this is one style of several,
see ``unpaired``."""
QUOTES = frozenset("«»“”„")

# Texts mix full-width and ASCII brackets in one pair; „…” opens like “…”.
_TWINS: Final = {"（": "(", "）": ")", "„": "“"}
_OPENER: Final = {close: open_ for open_, close in PARTNER.items()}
_EVERY: Final = (*PARTNER, *PARTNER.values(), "„")
# Half-open intervals: [0, 1) and (0, 1] and ]0, 1[; a word, as in "(SLO; see ]", is not an
# endpoint.
_END = r"[ \u00a0]?[-+−]?(?:\d[\w.]{0,11}|[^\W\d_]{1,2}\d{0,3}|∞|inf)[ \u00a0]?"
_INTERVAL: Final = lazy_regex.compile(
    rf"\[{_END}[,;،]{_END}[)\[]|[(\]]{_END}[,;،]{_END}\]|\]{_END}[,;،]{_END}\["
)
_HALF_OPEN: Final = frozenset({"[)", "[[", "(]"})
# A closing bracket more lines below belongs to something else.
_FAR: Final = 12

# One byte for each bracket outside ASCII, so that pairs can be removed in C; by lead byte.
_CODES: Final = tuple(
    (lead, tuple((char, char.encode(), bytes([code])) for char, code in codes))
    for lead, codes in (
        (b"\xc2", (("«", 1), ("»", 2))),
        (b"\xe2", (("“", 3), ("”", 4), ("„", 3))),
        (b"\xe3", tuple(zip("「」『』【】《》", range(14, 22), strict=True))),
        (b"\xef", (("﴿", 5), ("﴾", 6), ("（", 40), ("）", 41))),
    )
)
_PAIRS = (b"()", b"[]", b"{}", *(bytes([c, c + 1]) for c in (1, 3, 5, 14, 16, 18, 20)))
_PAIRS += (b"\x02\x02", b"\x04\x04")
_BY_OPENER: Final = tuple((pair[0], pair) for pair in _PAIRS)
_KEPT = b"\n" + b"".join(_PAIRS)
_PLAIN: Final = bytes(b for b in range(128) if b not in _KEPT)
_DROPPED: Final = bytes(b for b in range(256) if b not in _KEPT)
# Deeper nesting is noise, and each level takes a pass.
_LEVELS: Final = 4
_ACROSS: Final = lazy_regex.compile(
    b"|".join(rb"\%b\n{1,%d}\%b" % (pair[:1], _FAR, pair[1:]) for pair in _PAIRS)
)


def suspects(doc: Document) -> list[int]:
    """Return the lines (from 0) with a bracket that has no partner on its line or soon after.

    Few articles have any. A few C passes over the bytes remove pairs from the inside out.
    """
    data = doc.fact(queries.utf8_prose).translate(None, _PLAIN)
    if not data.isascii():
        data = _coded(doc.prose, data).translate(None, _DROPPED)
        if b"\x03" in data and has_loose_quotes(doc):
            data = data.replace(b"\x03", b"\x04")
        if b"\x01" in data and _has_loose_angles(doc):
            data = data.replace(b"\x01", b"\x02")
    pairs = [pair for opener, pair in _BY_OPENER if opener in data]
    for _ in range(_LEVELS):
        before = len(data)
        for pair in pairs:
            data = data.replace(pair, b"")
        bare = data.strip(b"\n")
        if not bare:
            return []
        if len(data) == before:
            break
    if not _ACROSS.sub(b"", _ACROSS.sub(b"", bare)).strip(b"\n"):
        return []
    return [line for line, left in enumerate(data.split(b"\n")) if left]


def _coded(prose: str, data: bytes) -> bytes:
    """Return ``data``, the prose without its ASCII letters, with one byte for each bracket."""
    if len(data) > len(prose):
        # Without the Latin script, one character in the text is found much faster than its three
        # bytes.
        for _, codes in _CODES:
            for char, _, code in codes:
                if char in prose:
                    prose = prose.replace(char, chr(code[0]))
        return prose.encode("utf-8", "surrogatepass")
    for lead, codes in _CODES:
        if lead in data:
            for _, encoded, code in codes:
                data = data.replace(encoded, code)
    return data


def unpaired(doc: Document, lines: Iterable[int]) -> list[tuple[Unit, list[Bracket]]]:
    """Yield the brackets without a partner in their unit, unit by unit, for the units of some
    lines."""
    found = []
    for unit in units(doc, lines):
        left = _in_unit(doc, unit)
        if left:
            found.append((unit, left))
    return found


def units(doc: Document, lines: Iterable[int]) -> list[Unit]:
    """Return the units that contain some lines (ascending), each once."""
    line_mode = doc.paragraphs == "line"
    found = []
    done = -1
    for line in lines:
        if line <= done:
            continue
        block = block_on_line(doc, line)
        if block is None or block.kind not in _PROSE:
            continue
        start, end = block.start, block.end
        done = block.last
        if line_mode:
            span = doc.line_span(line)
            start, end, done = max(span.start, start), min(span.end, end), line
        found.append(Unit(start, end))
    return found


_PROSE: Final = FLOWING | {"html"}


def _in_unit(doc: Document, unit: Unit) -> list[Bracket]:
    found = _brackets(doc.prose, unit)
    chars = {char for _, char in found}
    if "[" in chars or "]" in chars:
        ends = _ends_of_intervals(doc.prose, unit, found)
        if ends:
            found = [pair for pair in found if pair[0] not in ends]
    left: list[tuple[int, str]] = []
    # A low quote reveals the style whatever the language of the file.
    if not chars.isdisjoint(_CURLY) and (has_loose_quotes(doc) or "„" in chars):
        curly = [pair for pair in found if pair[1] in _CURLY]
        found = [pair for pair in found if pair[1] not in _CURLY]
        if len(curly) == 1:
            left += curly
    if not chars.isdisjoint(_ANGULAR) and _has_loose_angles(doc):
        angular = [pair for pair in found if pair[1] in _ANGULAR]
        found = [pair for pair in found if pair[1] not in _ANGULAR]
        if len(angular) == 1:
            left += angular
    open_: dict[str, list[int]] = {}
    for at, char in found:
        char = _TWINS.get(char, char)
        if char in PARTNER:
            open_.setdefault(char, []).append(at)
        elif open_.get(_OPENER[char]):
            open_[_OPENER[char]].pop()
        else:
            left.append((at, char))
    left += [(at, char) for char, places in open_.items() for at in places]
    left.sort()
    return [Bracket(at, doc.prose[at], doc.line_at(at)) for at, _ in left]


_CURLY: Final = frozenset("“”„")
_ANGULAR: Final = frozenset("«»")


def _brackets(prose: str, unit: Unit) -> list[tuple[int, str]]:
    """Return the brackets of a unit in order, searched one by one: a character class takes three
    times as long."""
    start, end = unit
    found: list[tuple[int, str]] = []
    for char in _EVERY:
        at = prose.find(char, start, end)
        while at >= 0:
            found.append((at, char))
            at = prose.find(char, at + 1, end)
    found.sort()
    return found


def _ends_of_intervals(prose: str, unit: Unit, brackets: list[tuple[int, str]]) -> set[int]:
    ends: set[int] = set()
    done = unit.start
    at, char = -1, ""
    for after, other in brackets:
        # There are no others within an interval: most brackets close before the next one opens.
        if char + other in _HALF_OPEN and at >= done:
            m = _INTERVAL.match(prose, at, unit.end)
            if m is not None:
                done = m.end()
                ends |= {at, done - 1}
        at, char = after, other
    return ends


def without_partner_elsewhere(doc: Document, brackets: list[Bracket]) -> list[Bracket]:
    """Drop brackets that open in one unit and close in one of the next, as in lists and
    quotations."""
    open_: dict[str, list[Bracket]] = {}
    gone: set[int] = set()
    for bracket in brackets:
        kind = _kind(doc, bracket.char)
        openers = open_.setdefault(_OPENER.get(kind, kind), [])
        closes = kind in _OPENER or (openers and kind not in PARTNER)
        if closes and openers and bracket.line - openers[-1].line <= _FAR:
            gone |= {bracket.offset, openers.pop().offset}
        elif kind not in _OPENER:
            openers.append(bracket)
    return [bracket for bracket in brackets if bracket.offset not in gone]


def _kind(doc: Document, char: str) -> str:
    """Return the bracket that a character counts as; a separate name if its order has no
    meaning."""
    if char in "“”„":
        return "curly" if has_loose_quotes(doc) else _TWINS.get(char, char)
    if char in "«»":
        return "angular" if _has_loose_angles(doc) else char
    return _TWINS.get(char, char)


def has_loose_quotes(doc: Document) -> bool:
    """Return True if the same curly quote opens and closes in the language of a document."""
    return not doc.language or doc.language in LOOSE_QUOTES


def _has_loose_angles(doc: Document) -> bool:
    return not doc.language or doc.language in LOOSE_ANGLES


def opens(doc: Document, char: str) -> bool | None:
    """Return True if a bracket opens; None if the language uses the quotation mark in both ways."""
    kind = _kind(doc, char)
    return None if kind in ("curly", "angular") else kind in PARTNER
