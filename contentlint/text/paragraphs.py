"""Does a file hold one paragraph a line, or paragraphs between blank lines?"""

from __future__ import annotations

from operator import and_

from contentlint.text.signs import is_white

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

TERMINAL = frozenset(".!?؟۔…。！？।॥։።፧.:")
"""Characters that end a sentence, in the scripts of the corpora; ``:`` closes a lead-in."""
CLOSERS = "\"'»”’)]}›」』）*_|﴾"
"""What may stand after a sentence's end: quotes, brackets, emphasis, a stray pipe."""
# A hard wrap lies below this; editors wrap at 72 to 100, never further.
_WRAP: Final = 110
_LINE: Final = 80
_LONG: Final = 40


def ends_sentence(line: str) -> bool:
    """Whether a line ends in terminal punctuation, closing quotes and brackets aside."""
    return line.rstrip().rstrip(CLOSERS).rstrip()[-1:] in TERMINAL or line.rstrip()[-1:] in TERMINAL


def mode(text: str, lines: list[str] | None, starts: list[int], first: int, default: str) -> str:
    """``line`` or ``blank-line`` for the lines of a document from one on; ``starts`` are those of
    ``signs.line_starts``, ``lines`` the lines where they are at hand.

    One paragraph a line is what extractors write: hardly a blank line between
    lines, long lines, and most of them ending a sentence. Short lines of one
    width that stop in the middle of a sentence are a hard wrap. Where neither
    shows, ``default`` is returned (``line`` for plain text, ``blank-line`` for
    Markdown).
    """
    if lines is None:
        count, adjacent = _neighbours(text, starts, first)
    else:  # nothing is compiled
        filled = [line != "" and not line.isspace() for line in lines[first:]]
        count, adjacent = sum(filled), sum(map(and_, filled, filled[1:]))
    if count < 3 or adjacent == 0:
        return default
    together = adjacent * 5 >= (count - 1) * 3
    if not together and default == "blank-line":
        return default
    return _by_length(text, lines, starts, first, together) or default


def _neighbours(text: str, starts: list[int], first: i64) -> tuple[i64, i64]:
    """How many lines are not blank, and how many of them have such a one above."""
    i: i64 = first
    count: i64 = 0
    adjacent: i64 = 0
    filled: i64 = -2  # the last that is not blank
    end: i64 = starts[i]
    last: i64 = len(starts) - 1
    while i < last:
        at = end
        i += 1
        end = starts[i]
        while at < end - 1:
            c: i64 = ord(text[at])
            if 32 < c < 0x85 or 0xA0 < c < 0x1680 or not is_white(c):
                count += 1
                if filled == i - 1:
                    adjacent += 1
                filled = i
                break
            at += 1
    return count, adjacent


def _by_length(
    text: str, lines: list[str] | None, starts: list[int], first: int, together: bool
) -> str:
    """What the lengths of lines say, and how many of them end a sentence; ``""``: nothing.

    ``together``: there is hardly a blank line between them.
    """
    count: i64 = 0
    short: i64 = 0
    wrapped: i64 = 0
    long: i64 = 0
    ending: i64 = 0
    for i in range(first, len(starts) - 1):
        head: i64 = starts[i]
        end: i64 = starts[i + 1] - 1
        if lines is None:
            while end > head and is_white(ord(text[end - 1])):
                end -= 1
            while head < end and is_white(ord(text[head])):
                head += 1
        else:
            end = head + len(lines[i].rstrip())
            head = end - len(lines[i].strip())
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
            last = text[end - 1]
            # Nearly all end in a letter, or in a full stop.
            if last in TERMINAL or (last in CLOSERS and ends_sentence(text[head:end])):
                ending += 1
    # The median is long.
    if together and short <= count // 2 and ending * 2 >= long:
        return "line"
    # Nearly every line under the wrap, and most long ones stop inside a sentence.
    if long and ending * 2 < long and wrapped > count * 95 // 100:
        return "blank-line"
    return ""
