"""How likely a character is one that was read in the wrong code page.

What comes out when the mistake is undone must be likelier than what stands there: letters of one
script in a row, a quotation mark, an emoji; and the place none where the odd signs are natural
(``É…`` ends many a French sentence).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from contentlint.text.mojibake.code_pages import DOS, LOST, NAMES, Page, Token

SURE = 3
"""Weight from which a character alone is proof enough."""

# Where a kind of characters begins; letters of scripts are a kind each.
_RANGES = (
    (0x0080, "sign"),
    (0x00C0, "latin"),
    (0x00D7, "sign"),
    (0x00D8, "latin"),
    (0x00F7, "sign"),
    (0x00F8, "latin"),
    (0x017F, ""),
    (0x0192, "latin"),
    (0x0193, ""),
    (0x01A0, "latin"),
    (0x01A2, ""),
    (0x01AF, "latin"),
    (0x01B1, ""),
    (0x0218, "latin"),
    (0x021C, ""),
    (0x02C6, "mark"),
    (0x02DE, ""),
    (0x0300, "mark"),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0460, ""),
    (0x0490, "cyrillic"),
    (0x0500, ""),
    (0x05B0, "hebrew"),
    (0x05F5, ""),
    (0x060C, "arabic"),
    (0x0700, ""),
    (0x0900, "indic"),
    (0x0E00, "thai"),
    (0x0E80, ""),
    (0x10A0, "georgian"),
    (0x1100, ""),
    (0x1E80, "latin"),
    (0x1F00, "greek"),
    (0x2000, "typographic"),
    (0x2C00, ""),
    (0x3000, "typographic"),
    (0x3041, "cjk"),
    (0xA000, ""),
    (0xAC00, "cjk"),
    (0xD7B0, ""),
    (0xFB00, "typographic"),
    (0xFB07, ""),
    (0xFB1D, "hebrew"),
    (0xFB50, "arabic"),
    (0xFE00, "typographic"),
    (0xFE10, ""),
    (0xFE70, "arabic"),
    (0xFF00, "typographic"),
    (0xFFF0, ""),
    (0x1F000, "typographic"),
    (0x1FB00, ""),
)
_STARTS = [start for start, _ in _RANGES]
SCRIPTS = frozenset("greek cyrillic hebrew arabic indic thai georgian cjk".split())
# Joints and ends of words, with which a letter before them may well stand by itself.
_JOINTS = frozenset("’…–—\xa0")
# What a square root may be taken of.
_RADICANDS = frozenset("π∞Ω∆µ")
_ENDS = frozenset("’‘“”„«»‹›…–—\xa0•\xad")
_CLOSED = frozenset(".,;:!?)]}»”’%\"'")
_BOXES = frozenset(NAMES[codec] for codec in DOS)


def kind(char: str) -> str:
    """What a character is, ``""`` for one that hardly any text has."""
    at = bisect_right(_STARTS, ord(char)) - 1
    return _RANGES[at][1] if at >= 0 else ""


def weighed(line: str, here: Page, found: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Each token with its weight: 0 is none at all, ``SURE`` proof."""
    at = 0
    while at < len(found):
        last = at + 1
        what = kind(found[at].right)
        # A row of letters of one script proves itself together.
        while (
            last < len(found)
            and found[last].start == found[last - 1].end
            and kind(found[last].right) == what
        ):
            last += 1
        row = found[at:last]
        weights = [_weight(line, here, token, what) for token in row]
        row_is_sure = what in SCRIPTS and _proves_itself(here, row, weights)
        for token, weight in zip(row, weights, strict=True):
            yield token, SURE if row_is_sure else min(weight, 2) if what in SCRIPTS else weight
        at = last


def _proves_itself(here: Page, row: Sequence[Token], weights: Sequence[int]) -> bool:
    total = sum(w for t, w in zip(row, weights, strict=True) if " " not in t.tail)
    if here.name == NAMES["cp1256"]:
        # In sound Persian and Urdu the letters of this page that may be such bytes are common.
        return weights.count(2) >= 2
    return total >= (5 if here.name in _BOXES else SURE)


def _weight(line: str, here: Page, token: Token, what: str) -> int:
    before, after = line[token.start - 1 : token.start], line[token.end : token.end + 1]
    if token.right == LOST:
        return _lost(line, token, before, after)
    if not what:
        return 0
    if " " in token.tail:
        return _spaced(line, token, before)
    odd = not here.natural.issuperset(token.tail)
    if what in SCRIPTS:
        alone = what == "greek" and odd and before.isascii() and after.isascii()
        return SURE if alone and (before + after).isalnum() else 2 if odd else 1
    if what == "mark":
        return 1
    if token.lead == 0xC2 or what == "sign":
        return _sign(line, token, before, after, odd)
    if what == "typographic":
        quote = token.lead == 0xE2 and token.right < "\u2040"
        open_end = line[token.start] == "â" and not _ENDS.issuperset(token.tail)
        return SURE if odd or quote or open_end else 1
    return _latin(line, token, before, after, odd)


def _lost(line: str, token: Token, before: str, after: str) -> int:
    """A character of which a byte is gone: seen by its first two bytes, or inside a word."""
    if token.lead == 0xE2 and token.tail[:1] in ("€", "\x80"):
        return SURE
    if token.lead == 0xF0 and token.tail[:1] in ("Ÿ", "\x9f"):
        return SURE
    inside = _is_lower(before) and _is_lower(after)
    return SURE if inside and not line[token.start].islower() else 1


def _spaced(line: str, token: Token, before: str) -> int:
    """A character whose last byte has become a space."""
    char = line[token.start]
    if char == "Ã" and (_is_lower(before) or line.startswith((" ", "la ", "l'", "l’"), token.end)):
        return SURE
    if char == "Â" and (_is_lower(before) or before in _CLOSED):
        return SURE
    return int(token.lead in (0xC2, 0xC3, 0xC5) or len(token.tail) > 1 or token.lead > 0xCD)


def _sign(line: str, token: Token, before: str, after: str, odd: bool) -> int:
    """A sign of Latin-1, which stands as itself after a letter that should not be there."""
    if token.lead == 0xC3:
        return SURE if before.isdecimal() and after.isdecimal() else 1
    char = line[token.start]
    if char != "Â":
        return SURE if odd and before.isascii() and before.isalpha() else 1
    if before.isupper():
        return 1
    if before.isalnum() or (before and before in _CLOSED):
        return SURE
    return SURE if odd or token.tail in "©®°«\xa0" else 1


def _latin(line: str, token: Token, before: str, after: str, odd: bool) -> int:
    """An accented letter: what stands for it breaks up a word."""
    char = line[token.start]
    if char == "Ã" and token.tail == "¥":
        return 2
    foreign = not char.islower() or char == "ƒ"
    if char in "┬├─┼":
        # Trees and tables are drawn with these.
        return SURE if _is_lower(before) and (_is_lower(after) or odd) else 1
    if foreign and _is_lower(before) and not (char == "√" and _RADICANDS.issuperset(token.tail)):
        return SURE
    if char == "Ã" and token.tail == "\xa0":
        # At the end of a word in capitals a no-break space may follow it.
        word = line[max(token.start - 2, 0) : token.start].strip()
        return 1 if len(word) > 1 and word.isupper() else SURE
    joint = _JOINTS.issuperset(token.tail)
    if _is_lower(after) and not joint and (odd or foreign):
        return SURE
    if _is_upper(before) and (_is_upper(after) or _is_lower(after)) and (odd or char == "Ã"):
        return 1 if joint else SURE
    if char == "Ã" and not _ENDS.issuperset(token.tail):
        return SURE
    return SURE if len(token.tail) > 1 and odd else 1


def _is_lower(char: str) -> bool:
    return "a" <= char <= "z" and char != ""


def _is_upper(char: str) -> bool:
    return "A" <= char <= "Z" and char != ""
