"""The Unicode Bidirectional Algorithm (UAX #9): in which direction each character is shown.

A paragraph is resolved as a whole: levels are even where text runs from left to
right and odd where it runs from right to left. See ``bidi_resolve`` for the letters
that stand for the classes.
"""

from __future__ import annotations

from itertools import compress

from contentlint._util import lazy_regex
from contentlint.model.document import MARK
from contentlint.text.bidi.explicit import Embeddings, first_strong, matching
from contentlint.text.bidi.resolve import BRACKETS, sequence

LTR, RTL = 0, 1
"""Base levels."""

_LETTERS = {
    "L": "L", "R": "R", "AL": "A", "EN": "E", "ES": "P", "ET": "T", "AN": "N", "CS": "C",
    "NSM": "M", "BN": "b", "B": "B", "S": "S", "WS": "W", "ON": "O", "LRE": "e", "RLE": "r",
    "LRO": "o", "RLO": "v", "PDF": "p", "LRI": "i", "RLI": "j", "FSI": "f", "PDI": "q",
}  # fmt: skip
# What a code point without a character has until it gets one (DerivedBidiClass.txt, @missing).
_UNASSIGNED = (
    (0x0590, 0x05FF, "R"), (0x0600, 0x07BF, "A"), (0x07C0, 0x085F, "R"), (0x0860, 0x08FF, "A"),
    (0x20A0, 0x20CF, "T"), (0xFB1D, 0xFB4F, "R"), (0xFB50, 0xFDCF, "A"), (0xFDD0, 0xFDEF, "b"),
    (0xFDF0, 0xFDFF, "A"), (0xFE70, 0xFEFF, "A"), (0x10800, 0x10CFF, "R"),
    (0x10D00, 0x10D3F, "A"), (0x10D40, 0x10EBF, "R"), (0x10EC0, 0x10EFF, "A"),
    (0x10F00, 0x10F2F, "R"), (0x10F30, 0x10F6F, "A"), (0x10F70, 0x10FFF, "R"),
    (0x1E800, 0x1EC6F, "R"), (0x1EC70, 0x1ECBF, "A"), (0x1ECC0, 0x1ECFF, "R"),
    (0x1ED00, 0x1ED4F, "A"), (0x1ED50, 0x1EDFF, "R"), (0x1EE00, 0x1EEFF, "A"),
    (0x1EF00, 0x1EFFF, "R"),
)  # fmt: skip

_CONTROL = lazy_regex.compile(rb"[erovpijfqB]")
_SPACES = lazy_regex.compile(rb"[WSBbijfqerovp]+")
_TRAILING = b"WbijfqerovpSB"
_REMOVED = lazy_regex.compile(b"b+")
_BN = ord("b")


class _Classes(dict[int, int]):
    """Table for ``str.translate``, filled as characters come."""

    def __missing__(self, point: int) -> int:
        import unicodedata

        name = unicodedata.bidirectional(chr(point))
        # An older Python may not know a bracket yet.
        letter = _LETTERS[name] if name else _unassigned(point)
        if chr(point) in BRACKETS:
            letter = "O"
        self[point] = found = ord(letter)
        return found


def _unassigned(point: int) -> str:
    if (
        point & 0xFFFE == 0xFFFE
        or point == 0x2065
        or 0xFFF0 <= point <= 0xFFF8
        or point >> 12 == 0xE0
    ):
        return "b"
    return next((name for a, b, name in _UNASSIGNED if a <= point <= b), "L")


_classes = _Classes()


def classes(text: str) -> bytes:
    """The bidirectional class of each character, a letter each."""
    return text.translate(_classes).encode("ascii")


def base_level(kinds: bytes, default: int = LTR) -> int:
    """P2-P3: the level that the first strong character outside isolates gives."""
    return first_strong(kinds, 0, len(kinds), matching(kinds), default)


def levels(text: str, base: int | None = None) -> bytes:
    """The resolved level of each character of one paragraph.

    ``base`` is ``LTR``, ``RTL`` or None: as the first strong letter has it. A
    character that X9 removes has the level of the one before it.
    """
    kinds = classes(text)
    return resolve(kinds, text, base_level(kinds) if base is None else base)


def resolve(kinds: bytes, text: str, base: int) -> bytes:
    """As ``levels``, from the classes; an empty ``text`` has no brackets."""
    if _CONTROL.search(kinds.rstrip(b"B")):
        result = _explicit(kinds, text, base)
    else:
        border = b"R" if base else b"L"
        result = _without_removed(kinds, text, base, border, border)
    return _line_ends(result, kinds, base)


def _spread(short: bytes, kinds: bytes, base: int) -> bytes:
    """Give the removed characters the level of what stands before them."""
    parts = []
    done = position = 0
    for m in _REMOVED.finditer(kinds):
        kept = m.start() - done
        parts.append(short[position : position + kept])
        position += kept
        level = short[position - 1] if position else base
        parts.append(bytes((level,)) * (m.end() - m.start()))
        done = m.end()
    parts.append(short[position:])
    return b"".join(parts)


def _line_ends(result: bytes, kinds: bytes, base: int) -> bytes:
    """L1: separators, and white space before them and at the end, have the base level."""
    level = bytes((base,))
    end = len(kinds)
    kept = len(kinds.rstrip(_TRAILING))
    if kept < end:
        result = result[:kept] + level * (end - kept)
    if b"S" not in kinds and b"B" not in kinds:
        return result
    changed = bytearray(result)
    for m in _SPACES.finditer(kinds):
        last = max(m[0].rfind(b"S"), m[0].rfind(b"B")) + 1
        changed[m.start() : m.start() + last] = level * last
    return bytes(changed)


def _explicit(kinds: bytes, text: str, base: int) -> bytes:
    """X1-X10, and the rest a sequence at a time."""
    embeddings = Embeddings(kinds, base)
    result = embeddings.levels
    for parts, level, sos, eos in embeddings.sequences(base):
        own = b"".join([embeddings.kinds[a:b] for a, b in parts])
        shown = "".join([text[a:b] for a, b in parts]) if text else ""
        found = _without_removed(own, shown, level, sos, eos)
        at = 0
        for a, b in parts:
            result[a:b] = found[at : at + b - a]
            at += b - a
    return bytes(result)


def _without_removed(kinds: bytes, text: str, level: int, sos: bytes, eos: bytes) -> bytes:
    """``sequence``, for classes that may have BN among them."""
    if b"b" not in kinds:
        return sequence(kinds, text, level, sos, eos)
    # Nearly all of them are markup.
    kept = text.replace(MARK, "")
    if len(kept) != len(kinds) - kinds.count(b"b"):
        kept = "".join(compress(text, [kind != _BN for kind in kinds]))
    return _spread(sequence(kinds.replace(b"b", b""), kept, level, sos, eos), kinds, level)


def visual_order(resolved: bytes) -> list[int]:
    """L2: the offsets of a line's characters from left to right."""
    order = list(range(len(resolved)))
    if not resolved:
        return order
    for level in range(max(resolved), 0, -1):
        start = 0
        while start < len(order):
            if resolved[start] < level:
                start += 1
                continue
            end = start
            while end < len(order) and resolved[end] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order
