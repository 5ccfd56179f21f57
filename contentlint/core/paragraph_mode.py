"""Detects if each line of a file is a paragraph, or blank lines separate paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from contentlint.model.characters import is_space
from contentlint.model.terminators import LINE_CLOSERS, LINE_ENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

# A hard wrap is below this width; editors wrap at 72 to 100.
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
    """Return ``line`` or ``blank-line`` for the lines of a document from ``first`` on.

    ``starts`` are those of ``lexer.line_starts``, ``lines`` the lines if they are available,
    ``counted`` is the result of ``neighbours``.

    Extractors write one paragraph per line: few blank lines, long lines, and most of them end a
    sentence. Short lines of one width that stop in the middle of a sentence are a hard wrap. If
    neither is certain, the result is ``default`` (``line`` for plain text, ``blank-line`` for
    Markdown).
    """
    filled, adjacent = counted
    if filled < 3 or adjacent == 0:
        return default
    together = adjacent * 5 >= (filled - 1) * 3
    if default == "blank-line":
        if not together:
            return default
        # If most lines are short, the result is known; without white space they are shorter still.
        blank = len(starts) - 1 - first - filled
        if _brief(lines, starts, first) - blank > filled // 2:
            return default
    if lines is not None:
        return _by_lines(lines[first:], together) or default
    return _by_length(text, starts, first, together) or default


def neighbours(lines: list[str], first: int) -> tuple[int, int]:
    """Count the non-blank lines from ``first`` on, and those of them below another one; used where
    nothing is compiled, otherwise ``Signs`` has the numbers."""
    lines = lines[first:] if first else lines
    if any(map(str.isspace, lines)):
        filled = bytes([line != "" and not line.isspace() for line in lines])
    else:
        filled = bytes(map(bool, lines))
    count = filled.count(1)
    # All lines of each run but the first.
    return count, count - (b"\0" + filled).count(b"\0\1")


def _brief(lines: list[str] | None, starts: list[int], first: i64) -> i64:
    """Count the short lines from ``first`` on, white space included."""
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
    """Return the result of ``_by_length`` for a list of lines, where nothing is compiled."""
    bare = [line for line in map(str.strip, lines) if line]
    sizes = sorted(map(len, bare))
    long = [line for line in bare if len(line) >= _LONG]
    ending = [line for line in long if not "a" <= line[-1] <= "z" and ends_sentence(line)]
    return _decide(
        len(sizes),
        bisect_left(sizes, _LINE),
        bisect_right(sizes, _WRAP),
        len(long),
        len(ending),
        together,
    )


def _by_length(text: str, starts: list[int], first: i64, together: bool) -> str:
    """Return the mode that the lengths of lines and their sentence ends show; ``""`` if it is
    uncertain.

    ``together`` is True if there are few blank lines between lines.
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
    return _decide(count, short, wrapped, long, ending, together)


def _decide(count: i64, short: i64, wrapped: i64, long: i64, ending: i64, together: bool) -> str:
    """Return the same from the numbers of lines of each length."""
    # The median is long.
    if together and short <= count // 2 and ending * 2 >= long:
        return "line"
    # Nearly every line is below the wrap width, and most long ones stop inside a sentence.
    if long and ending * 2 < long and wrapped > count * 95 // 100:
        return "blank-line"
    return ""


def ends_sentence(line: str) -> bool:
    """Return True if a line ends in terminal punctuation, not counting closing quotes and
    brackets."""
    return _ends_sentence(line, 0, len(line.rstrip()))


def _ends_sentence(text: str, head: i64, end: i64) -> bool:
    """Return the same for a line without white space at its end."""
    if end > head and text[end - 1] in LINE_ENDS:
        return True
    while end > head and text[end - 1] in LINE_CLOSERS:
        end -= 1
    while end > head and is_space(ord(text[end - 1])):
        end -= 1
    return end > head and text[end - 1] in LINE_ENDS
