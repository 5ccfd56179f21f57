"""UTF-8 that was read in another code page: where it stands, and what it was.

Undoing the mistake is the first proof: sound text hardly ever decodes. The
second is that what comes out is likelier than what stands there (see ``damage``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.text.mojibake.code_pages import LATIN, LOST, NAMES, Page, Token, page, tokens
from contentlint.text.mojibake.damage import SCRIPTS, SURE, kind, weighed

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
    """A line with the letters for Arabic presentation forms; as long as before.

    Programs that shape Arabic for display do so with damaged text as well.
    """
    if not _FORM.search(line):
        return line
    from unicodedata import normalize

    plain = (normalize("NFKC", c) if "\ufe70" <= c <= "\ufefc" else c for c in line)
    return "".join(new if len(new) == 1 else old for new, old in zip(plain, line, strict=True))


def find(line: str, codecs: Sequence[str]) -> list[Damage]:
    """Damaged stretches of a line, by their start; each as long as the damage goes on."""
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
    """What a token was; of a byte that is gone, the likeliest."""
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
    """What a token was that ends in a space; of two, one of them no-break, often one is left."""
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
    """Whether the token before (-1) or after (1) one follows without anything between."""
    if not 0 <= number + step < len(part):
        return False
    first, second = sorted((part[number], part[number + step]))
    return first.end == second.start


def _is_beside_digit(part: Sequence[Token], number: int) -> bool:
    """Whether a zero, which lost its second byte as feh often does, touches another digit."""
    return any(
        _touches(part, number, step) and "\u0660" <= part[number + step].right <= "\u0669"
        for step in (-1, 1)
    )


def _stretches(line: str, codec: str) -> Iterator[list[Token]]:
    """The tokens that belong together and are sure, the doubtful ones among them included."""
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
    """Whether neighbours, doubtful by themselves, make what is damage again."""
    if not any(a.end == b.start for a, b in pairwise(part)):
        return False
    once = _decode(line, part)
    return any(next(_stretches(once, again), None) for again in ("cp1252", codec))


def _with_lost(line: str, here: Page, part: list[Token]) -> list[Token]:
    """A stretch with the characters of which only the first byte or two are left."""
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
