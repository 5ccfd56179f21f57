"""The prose mask: spans of a text replaced by placeholders of the same length."""

from __future__ import annotations

from contentlint.core import lexer
from contentlint.model.document import MARK, OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

COMPILED = not lexer.__file__.endswith(".py")
"""True if reading each character costs less than a regular expression."""
_OFFSET: Final = (1 << 30) - 1
_NO_CUT: Final = (1 << 62) - 1
MARKED: Final = 0
SHOWN: Final = 1
BLANK: Final = 2
_FILLS: Final = (MARK, OBJECT, " ")
"""The placeholder of each; where two spans begin and end together, the first counts."""
_MOST: Final = 80
_RUNS: Final = [[fill * size for size in range(_MOST + 1)] for fill in _FILLS]
_LINES: Final = [[run + "\n" for run in runs] for runs in _RUNS]
"""Made once, because most cuts are short."""
_NONE: Final[list[int]] = []


def masked(text: str, starts: list[int], cuts: list[int], markers: list[int] = _NONE) -> str:
    """Return ``text`` with each cut replaced by its placeholder, line ends kept.

    ``starts`` are those of ``lexer.line_starts``; ``cuts`` and ``markers`` are encoded as
    ``inline.Scanner.cuts`` are, both in order.
    """
    if not COMPILED:
        return _replaced(text, sorted(cuts + markers))
    i: i64 = 0
    j: i64 = 0
    count: i64 = len(cuts)
    marked: i64 = len(markers)
    if count + marked == 0:
        return text
    parts: list[str] = []
    position: i64 = 0
    line: i64 = 1
    newline: i64 = starts[1] - 1  # the next line end
    # Each as an int: of more than 30 bits, one is read in half the time of an i64.
    cut = cuts[0] if cuts else _NO_CUT
    marker = markers[0] if markers else _NO_CUT
    while True:
        # Of two that begin together the longer one replaces what the other leaves.
        first: i64 = cut
        if cut <= marker:
            if first == _NO_CUT:
                break
            i += 1
            cut = cuts[i] if i < count else _NO_CUT
        else:
            first = marker
            j += 1
            marker = markers[j] if j < marked else _NO_CUT
        a = first >> 32
        b = first >> 2 & _OFFSET
        if a < position:
            a = position
        if b <= a:
            continue
        if position < a:
            parts.append(text[position:a])
        position = b
        fill = first & 3
        while newline < a:
            line += 1
            newline = starts[line] - 1
        while newline < b:
            size = newline - a
            parts.append(_LINES[fill][size] if size <= _MOST else _FILLS[fill] * size + "\n")
            a = newline + 1
            line += 1
            newline = starts[line] - 1
        size = b - a
        parts.append(_RUNS[fill][size] if size <= _MOST else _FILLS[fill] * size)
    parts.append(text[position:])
    return "".join(parts)


def _replaced(text: str, cuts: list[int]) -> str:
    """Return the same where nothing is compiled, and searching for lines is faster than counting
    them."""
    parts: list[str] = []
    position = 0
    for cut in cuts:
        a, b = cut >> 32, cut >> 2 & _OFFSET
        if position < a:
            parts.append(text[position:a])
        elif position < b:
            a = position
        else:
            continue
        position = b
        size = b - a
        if text.find("\n", a, b) < 0:
            parts.append(_FILLS[cut & 3] * size)
        else:
            fill = _FILLS[cut & 3]
            parts.append("\n".join([fill * len(line) for line in text[a:b].split("\n")]))
    parts.append(text[position:])
    return "".join(parts)
