"""What a document has of the events of ``scan``, as far as a few passes in C tell it.

For where nothing is compiled: ``scan`` would cost more there than the rules that it
keeps from starting. As with ``scan``, an event that is absent is a promise that
they would find nothing; one that is there may be there for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import eq

from contentlint.document import Document
from contentlint.text import scan, utf8
from contentlint.text.chars import invisibles, uncommon
from contentlint.text.words import PIECE, UNSPACED_LANGUAGES

_INVISIBLE = (
    scan.BIDI
    | scan.UNDECODABLE
    | scan.ZERO_WIDTH
    | scan.CONTROL
    | scan.REPLACED
    | scan.OTHER_INVISIBLE
)
_REPEATED = scan.DOUBLED | scan.LOOP
TOLD = (
    _INVISIBLE
    | _REPEATED
    | scan.FEW_WORDS
    | scan.BLANKS
    | scan.TRAILING
    | scan.NO_END
    | scan.BY_LINE
    | scan.MARKED
)
"""The events that it tells."""

_WITH_BLANKS = frozenset({"code", "html", "front_matter"})
_NO_BREAK = "\u00a0"
# White space beyond ASCII that is no no-break space and shows: in hardly any article. One has
# letters beside it that begin with the same byte.
_SPACES = ((0xE2, rb"\xe2(?:\x80[\x80-\x8a\xaf]|\x81\x9f)"), (0xE1, rb"\xe1\x9a\x80"))
_WIDE = (0xE3, "\u3000")
_BEGINNING = 16 * scan.MANY_WORDS
_MOST_WORDS = 12
_TURNS = 4


def look(doc: Document, gaps: list[int]) -> int:
    """Those of the events in ``TOLD`` that a document may have; ``gaps``, an empty list, is
    filled as that of ``Scan`` is."""
    blocks = doc.blocks
    lasts = [-1, *[block[4] for block in blocks]]
    gaps += [number for number, block in enumerate(blocks) if block[3] - lasts[number] > 2]
    events = scan.BLANKS if gaps else 0
    kind, _, end, *_ = blocks[-1] if blocks else ("", 0, 0)
    below = doc.prose.find("\n", end)
    if 0 <= below < len(doc.prose) - 1 or kind in _WITH_BLANKS:
        events |= scan.TRAILING
    if not doc.text.endswith("\n"):
        events |= scan.NO_END
    if doc.paragraphs == "line":
        events |= scan.BY_LINE
    if doc.source.bom:
        events |= scan.MARKED
    if doc.fact(invisibles):
        events |= _INVISIBLE
    return events | _of_tokens(doc)


def _of_tokens(doc: Document) -> int:
    """Whether words are few, and whether they follow themselves, one by one or some in a row."""
    if len(doc.prose) > PIECE:
        return _REPEATED | scan.FEW_WORDS
    every = _tokens(doc)
    events = 0 if _are_many(doc.prose) else scan.FEW_WORDS
    if doc.language in UNSPACED_LANGUAGES:
        events |= scan.LOOP
    doubled = [token for token in compress(every, map(eq, every, every[1:])) if _is_word(token)]
    if doubled:
        events |= scan.DOUBLED
        # One that stands four times in a row follows itself three times.
        if any(map(eq, doubled, doubled[_TURNS - 2 :])):
            events |= scan.LOOP
    # In a loop of some tokens, at one of these places stands what stands again a turn further on.
    if any(
        _runs(every, at, size)
        for size in range(2, _MOST_WORDS + 1)
        for at in _again(every, size, (_TURNS - 1) * size)
    ):
        events |= scan.LOOP
    return events


def _are_many(prose: str) -> bool:
    """Whether ``MANY_WORDS`` tokens of the beginning are nothing but letters and digits."""
    # The last may be cut.
    return sum(map(str.isalnum, prose[:_BEGINNING].split()[:-1])) >= scan.MANY_WORDS


def _tokens(doc: Document) -> list[bytes]:
    """What white space separates in the prose, ASCII letters small."""
    data = doc.fact(utf8.shown)
    if _has_spaces(doc):
        data = " ".join(doc.prose.split()).encode("utf-8", "surrogatepass")
    elif _NO_BREAK in doc.prose:
        data = data.replace(_NO_BREAK.encode(), b" ")
    return data.lower().split()


def _has_spaces(doc: Document) -> bool:
    """Whether there may be white space beyond ASCII that is no no-break space."""
    if any(map(str.isspace, doc.fact(invisibles))):
        return True
    lead, wide = _WIDE
    left = doc.fact(uncommon)
    return (lead in doc.fact(utf8.data) and wide in doc.prose) or any(
        first in left and utf8.pattern(space).search(left) for first, space in _SPACES
    )


def _again(every: list[bytes], size: int, step: int) -> Iterator[int]:
    """Every ``step``-th index at which a token stands that stands again ``size`` further on."""
    same = map(eq, every[::step], every[size::step])
    return compress(range(0, len(every), step), same)


def _runs(every: list[bytes], at: int, size: int) -> bool:
    """Whether the tokens around an index are those ``size`` further on, for four turns."""
    low = high = at
    while low and every[low - 1] == every[low - 1 + size]:
        low -= 1
    while high + size < len(every) and every[high] == every[high + size]:
        high += 1
    turns = every[low : high + size]
    return len(turns) >= _TURNS * size and any(map(_is_word, turns[:size]))


def _is_word(token: bytes) -> bool:
    """Whether a token begins with a letter."""
    return token.decode("utf-8", "surrogatepass")[0].isalpha()
