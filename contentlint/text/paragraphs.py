"""Does a file hold one paragraph a line, or paragraphs between blank lines?"""

from __future__ import annotations

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


def mode(text: str, starts: list[int], first: int, default: str) -> str:
    """``line`` or ``blank-line`` for the lines of a document from one on; ``starts`` are those of
    ``signs.line_starts``.

    One paragraph a line is what extractors write: hardly a blank line between
    lines, long lines, and most of them ending a sentence. Short lines of one
    width that stop in the middle of a sentence are a hard wrap. Where neither
    shows, ``default`` is returned (``line`` for plain text, ``blank-line`` for
    Markdown).
    """
    i: i64 = first
    count: i64 = 0
    adjacent: i64 = 0
    filled: i64 = -2  # the last line that is not blank
    end: i64 = starts[i]
    while i < len(starts) - 1:
        at = end
        end = starts[i + 1]
        while at < end - 1 and is_white(ord(text[at])):
            at += 1
        if at < end - 1:
            count += 1
            if filled == i - 1:
                adjacent += 1
            filled = i
        i += 1
    if count < 3 or adjacent == 0:
        return default
    together = adjacent * 5 >= (count - 1) * 3
    if not together and default == "blank-line":
        return default
    return _by_length(text, starts, first, together) or default


def _by_length(text: str, starts: list[int], first: int, together: bool) -> str:
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
        while end > head and is_white(ord(text[end - 1])):
            end -= 1
        while head < end and is_white(ord(text[head])):
            head += 1
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
            if _ends_sentence(text, head, end):
                ending += 1
    # The median is long.
    if together and short <= count // 2 and ending * 2 >= long:
        return "line"
    # Nearly every line under the wrap, and most long ones stop inside a sentence.
    if long and ending * 2 < long and wrapped > count * 95 // 100:
        return "blank-line"
    return ""


def _ends_sentence(text: str, head: i64, end: i64) -> bool:
    """The same as ``ends_sentence`` of a line without white space around it."""
    c: i64 = ord(text[end - 1])
    if 97 <= c <= 122 or 0x61F < c < 0x66A:  # as nearly all do, or in a full stop
        return False
    last = text[end - 1]
    return last in TERMINAL or (last in CLOSERS and ends_sentence(text[head:end]))
