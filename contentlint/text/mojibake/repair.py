"""Mojibake, that is, UTF-8 decoded in another code page: its places and the original text.

Undoing the wrong decoding is the first proof: sound text hardly ever decodes. The second is
that the result is likelier than the damaged text: letters of one script in a row, a quotation
mark, an emoji; and that the place is not one where the odd signs are natural (``É…`` ends
many a French sentence).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.text.mojibake.code_pages import DOS, LATIN, LOST, NAMES, Page, Token, page, tokens

SURE = 3
"""The weight from which a character alone is proof enough."""

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
    """Return the kind of a character, ``""`` for one that hardly any text has."""
    at = bisect_right(_STARTS, ord(char)) - 1
    return _RANGES[at][1] if at >= 0 else ""


def weighed(line: str, here: Page, found: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Yield each token with its weight: 0 is no evidence, ``SURE`` is proof."""
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
    """Return the weight of a character of which a byte is lost: by its first two bytes, or inside a
    word."""
    if token.lead == 0xE2 and token.tail[:1] in ("€", "\x80"):
        return SURE
    if token.lead == 0xF0 and token.tail[:1] in ("Ÿ", "\x9f"):
        return SURE
    inside = _is_lower(before) and _is_lower(after)
    return SURE if inside and not line[token.start].islower() else 1


def _spaced(line: str, token: Token, before: str) -> int:
    """Return the weight of a character whose last byte has become a space."""
    char = line[token.start]
    if char == "Ã" and (_is_lower(before) or line.startswith((" ", "la ", "l'", "l’"), token.end)):
        return SURE
    if char == "Â" and (_is_lower(before) or before in _CLOSED):
        return SURE
    return int(token.lead in (0xC2, 0xC3, 0xC5) or len(token.tail) > 1 or token.lead > 0xCD)


def _sign(line: str, token: Token, before: str, after: str, odd: bool) -> int:
    """Return the weight of a sign of Latin-1 that follows a letter that should not be there."""
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
    """Return the weight of an accented letter: what stands for it splits a word."""
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


GAP = 60
"""Sound characters between two damaged ones that still make one stretch."""
_MOST_TIMES = 4

# A lead byte whose other byte left no trace: nearly always these letters.
_GUESSES = {0xD8: "\u062d", 0xD9: "\u0641", 0xDB: "\u06c1"}
# After E2 80 the byte that Windows-1252 has no character for is the closing quotation mark's.
_QUOTES_CUT = frozenset(("€", "\x80", "€" + LOST))
_FORM = lazy_regex.compile("[\ufe70-\ufefc]")
_GLUED = lazy_regex.compile("(?:s|quel[aeo]s?|quilo)(?![\\w'’])")


class Damage(NamedTuple):
    start: int
    end: int
    right: str
    """What stood there; ``LOST`` for a character that cannot be told."""
    pages: tuple[str, ...]
    """What it was read in; several when that happened again and again."""


def unshaped(line: str) -> str:
    """Return a line of the same length with letters in place of Arabic presentation forms.

    Programs that shape Arabic for display do so with damaged text as well.
    """
    if not _FORM.search(line):
        return line
    from unicodedata import normalize

    plain = (normalize("NFKC", c) if "\ufe70" <= c <= "\ufefc" else c for c in line)
    return "".join(new if len(new) == 1 else old for new, old in zip(plain, line, strict=True))


def find(line: str, codecs: Sequence[str]) -> list[Damage]:
    """Return the damaged stretches of a line by their start; each is as long as the damage."""
    return _find(line, codecs, _MOST_TIMES)


def _find(line: str, codecs: Sequence[str], times: int) -> list[Damage]:
    stretches = []
    for rank, codec in enumerate(codecs):
        for part in _stretches(line, codec):
            repaired = sum(token.end - token.start for token in part)
            if codec != "cp1252":
                # Windows has characters where ISO has controls: controls speak for ISO.
                foreign = page(codec).foreign
                repaired -= sum(char in foreign for token in part for char in token.tail)
            stretches.append((-repaired, rank, part, codec))
    found: list[Damage] = []
    taken = bytearray(len(line))
    for _, _, part, codec in sorted(stretches, key=lambda stretch: stretch[:2]):
        start, end = part[0].start, part[-1].end
        if taken.find(1, start, end) < 0:
            right = _decode(line, part)
            if len(SCRIPTS.intersection(map(kind, right))) > (3 if codec in LATIN else 1):
                continue  # a jumble, so that the page is not the right one
            pages: tuple[str, ...] = (NAMES[codec],)
            if times > 1 and not right.isascii():
                again = _find(right, codecs, times - 1)
                for inner in reversed(again):
                    right = right[: inner.start] + inner.right + right[inner.end :]
                if again:
                    pages += again[0].pages
            found.append(Damage(start, end, right, pages))
            taken[start:end] = b"\1" * (end - start)
    return sorted(found)


def _decode(line: str, part: Sequence[Token]) -> str:
    out = []
    at = part[0].start
    for number, token in enumerate(part):
        out += [line[at : token.start], _right(line, part, number)]
        at = token.end
    return "".join(out)


def _right(line: str, part: Sequence[Token], number: int) -> str:
    """Return the original of a token; if a byte of it is lost, the likeliest one."""
    token = part[number]
    if token.tail == " ":
        return _right_of_space(line, part, number)
    if token.right != LOST:
        return token.right
    if token.lead == 0xE2 and token.tail in _QUOTES_CUT:
        sound = token.start > 0 and not line[token.start - 1].isspace()
        return "”" if sound else LOST
    if token.tail not in ("", LOST):
        return LOST
    if token.lead == 0xD7:
        # Of Hebrew alef and final mem are lost.
        return (
            "\u05dd" if _touches(part, number, -1) and not _touches(part, number, 1) else "\u05d0"
        )
    if token.lead == 0xD8 and token.tail == LOST:
        return LOST
    return _GUESSES.get(token.lead, LOST)


def _right_of_space(line: str, part: Sequence[Token], number: int) -> str:
    """Return the original of a token that ends in a space; of two spaces, one of them no-break,
    often only one is left."""
    token = part[number]
    after = line[token.end : token.end + 1]
    if token.lead == 0xC2:
        return " "
    if token.lead == 0xC3:
        alone = after != "" and after != " " and not _GLUED.match(line, token.end)
        return token.right + (" " if alone else "")
    if token.lead in (0xD8, 0xD9) and not _is_beside_digit(part, number):
        # A word of one such letter there is none; at the end of one it keeps its space.
        return _GUESSES[token.lead] + (" " if _touches(part, number, -1) else "")
    return token.right


def _touches(part: Sequence[Token], number: int, step: int) -> bool:
    """Return True if the token before (-1) or after (1) a token is next to it."""
    if not 0 <= number + step < len(part):
        return False
    first, second = sorted((part[number], part[number + step]))
    return first.end == second.start


def _is_beside_digit(part: Sequence[Token], number: int) -> bool:
    """Return True if a zero, which lost its second byte as feh often does, touches another
    digit."""
    return any(
        _touches(part, number, step) and "\u0660" <= part[number + step].right <= "\u0669"
        for step in (-1, 1)
    )


def _stretches(line: str, codec: str) -> Iterator[list[Token]]:
    """Yield the tokens that belong together and are certain, with the doubtful ones among them."""
    here = page(codec)
    part: list[Token] = []
    sure = marks = 0
    for token, weight in weighed(line, here, list(tokens(line, codec))):
        if part and token.start - part[-1].end > GAP:
            if sure or marks >= SURE or _is_taken_apart_twice(line, part, codec):
                yield _with_lost(line, here, part)
            part, sure, marks = [], 0, 0
        if weight:
            part.append(token)
            sure += weight >= SURE
            marks += kind(token.right) == "mark"
    if part and (sure or marks >= SURE or _is_taken_apart_twice(line, part, codec)):
        yield _with_lost(line, here, part)


def _is_taken_apart_twice(line: str, part: Sequence[Token], codec: str) -> bool:
    """Return True if neighbours that are doubtful alone become damaged text again when decoded."""
    if not any(a.end == b.start for a, b in pairwise(part)):
        return False
    once = _decode(line, part)
    return any(next(_stretches(once, again), None) for again in ("cp1252", codec))


def _with_lost(line: str, here: Page, part: list[Token]) -> list[Token]:
    """Return a stretch with the characters of which only the first byte or two are left."""
    kinds = {token.start: kind(token.right) for token in part}
    ends = {token.end: kind(token.right) for token in part}
    found = list(part)
    for at in (*(token.end for token in part), *(token.start - 1 for token in part)):
        if not 0 <= at < len(line) or at in kinds:
            continue
        lead = here.bytes_of.get(line[at], 0)
        beside = ends.get(at) or kinds.get(at + 1)
        if 0xC4 <= lead <= 0xDF and beside in SCRIPTS:
            kinds[at] = ""
            found.append(Token(at, at + 1, lead, LOST, ""))
        elif 0xE0 <= lead <= 0xEF and beside in SCRIPTS and at in ends:
            tail = line[at + 1 : at + 2]
            if 0x80 <= here.bytes_of.get(tail, 0) <= 0xBF and at + 1 not in kinds:
                kinds[at] = ""
                found.append(Token(at, at + 2, lead, LOST, tail))
    return sorted(found)
