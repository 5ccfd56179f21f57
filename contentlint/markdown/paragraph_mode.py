"""Does a file hold one paragraph a line, or paragraphs between blank lines?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from contentlint.model.characters import is_space
from contentlint.model.terminators import LINE_CLOSERS, LINE_ENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

# A hard wrap lies below this; editors wrap at 72 to 100, never further.
_WRAP: Final = 110
_LINE: Final = 80
_LONG: Final = 40


def mode(
    text: str,
    lines: list[str] | None,
    starts: list[int],
    first: int,
    counted: tuple[int, int],
    default: str,
) -> str:
    """``line`` or ``blank-line`` for the lines of a document from one on; ``starts`` are those of
    ``lexer.line_starts``, ``lines`` the lines where they are at hand, ``counted`` is what
    ``neighbours`` says.

    One paragraph a line is what extractors write: hardly a blank line between
    lines, long lines, and most of them ending a sentence. Short lines of one
    width that stop in the middle of a sentence are a hard wrap. Where neither
    shows, ``default`` is returned (``line`` for plain text, ``blank-line`` for
    Markdown).
    """
    filled, adjacent = counted
    if filled < 3 or adjacent == 0:
        return default
    together = adjacent * 5 >= (filled - 1) * 3
    if default == "blank-line":
        if not together:
            return default
        # Where most lines are short it stays so; white space can only make them shorter.
        blank = len(starts) - 1 - first - filled
        if _brief(lines, starts, first) - blank > filled // 2:
            return default
    if lines is not None:
        return _by_lines(lines[first:], together) or default
    return _by_length(text, starts, first, together) or default


def neighbours(lines: list[str], first: int) -> tuple[int, int]:
    """How many lines from one on are not blank, and how many of them have such a one above; where
    nothing is compiled, or else ``Signs`` tells it."""
    lines = lines[first:] if first else lines
    if any(map(str.isspace, lines)):
        filled = bytes([line != "" and not line.isspace() for line in lines])
    else:
        filled = bytes(map(bool, lines))
    count = filled.count(1)
    # All but the first of each run.
    return count, count - (b"\0" + filled).count(b"\0\1")


def _brief(lines: list[str] | None, starts: list[int], first: i64) -> i64:
    """How many lines from one on are short as they stand."""
    if lines is not None:
        return sum(map(_LINE.__gt__, map(len, lines[first:])))
    count: i64 = 0
    i: i64 = first
    last: i64 = len(starts) - 1
    begin: i64 = starts[i]
    while i < last:
        i += 1
        end: i64 = starts[i]
        if end - begin <= _LINE:
            count += 1
        begin = end
    return count


def _by_lines(lines: list[str], together: bool) -> str:
    """As ``_by_length``, of some lines: where nothing is compiled."""
    bare = [line for line in map(str.strip, lines) if line]
    sizes = sorted(map(len, bare))
    long = [line for line in bare if len(line) >= _LONG]
    ending = [line for line in long if not "a" <= line[-1] <= "z" and ends_sentence(line)]
    return _said_by(
        len(sizes),
        bisect_left(sizes, _LINE),
        bisect_right(sizes, _WRAP),
        len(long),
        len(ending),
        together,
    )


def _by_length(text: str, starts: list[int], first: i64, together: bool) -> str:
    """What the lengths of lines say, and how many of them end a sentence; ``""``: nothing.

    ``together``: there is hardly a blank line between them.
    """
    count: i64 = 0
    short: i64 = 0
    wrapped: i64 = 0
    long: i64 = 0
    ending: i64 = 0
    i: i64 = first
    last: i64 = len(starts) - 1
    begin: i64 = starts[i]
    while i < last:
        head = begin
        begin = starts[i + 1]
        end = begin - 1
        while end > head and is_space(ord(text[end - 1])):
            end -= 1
        while head < end and is_space(ord(text[head])):
            head += 1
        i += 1
        size = end - head
        if size == 0:
            continue
        count += 1
        if size < _LINE:
            short += 1
        if size <= _WRAP:
            wrapped += 1
        if size >= _LONG:
            long += 1
            c: i64 = ord(text[end - 1])
            # Nearly all end in a letter, or in a full stop.
            if (c < 97 or c > 122) and _ends_sentence(text, head, end):
                ending += 1
    return _said_by(count, short, wrapped, long, ending, together)


def _said_by(count: i64, short: i64, wrapped: i64, long: i64, ending: i64, together: bool) -> str:
    """The same, told by how many lines there are, and how many of them are such."""
    # The median is long.
    if together and short <= count // 2 and ending * 2 >= long:
        return "line"
    # Nearly every line under the wrap, and most long ones stop inside a sentence.
    if long and ending * 2 < long and wrapped > count * 95 // 100:
        return "blank-line"
    return ""


def ends_sentence(line: str) -> bool:
    """Return True if a line ends in terminal punctuation, closing quotes and brackets aside."""
    return _ends_sentence(line, 0, len(line.rstrip()))


def _ends_sentence(text: str, head: i64, end: i64) -> bool:
    """The same of a line that has no white space at its end."""
    if end > head and text[end - 1] in LINE_ENDS:
        return True
    while end > head and text[end - 1] in LINE_CLOSERS:
        end -= 1
    while end > head and is_space(ord(text[end - 1])):
        end -= 1
    return end > head and text[end - 1] in LINE_ENDS
