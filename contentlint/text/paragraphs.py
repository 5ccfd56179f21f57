"""Does a file hold one paragraph a line, or paragraphs between blank lines?"""

from __future__ import annotations

TERMINAL = frozenset(".!?؟۔…。！？।॥։።፧.:")
"""Characters that end a sentence, in the scripts of the corpora; ``:`` closes a lead-in."""
CLOSERS = "\"'»”’)]}›」』）*_|﴾"
"""What may stand after a sentence's end: quotes, brackets, emphasis, a stray pipe."""
# A hard wrap lies below this; editors wrap at 72 to 100, never further.
_WRAP = 110


def ends_sentence(line: str) -> bool:
    """Whether a line ends in terminal punctuation, closing quotes and brackets aside."""
    return line.rstrip().rstrip(CLOSERS).rstrip()[-1:] in TERMINAL or line.rstrip()[-1:] in TERMINAL


def mode(stripped: list[str], default: str) -> str:
    """``line`` or ``blank-line`` for the lines of a document, each stripped.

    One paragraph a line is what extractors write: hardly a blank line between
    lines, long lines, and most of them ending a sentence. Short lines of one
    width that stop in the middle of a sentence are a hard wrap. Where neither
    shows, ``default`` is returned (``line`` for plain text, ``blank-line`` for
    Markdown).
    """
    count = adjacent = 0
    above = False
    for line in stripped:
        if not line:
            above = False
            continue
        count += 1
        if above:
            adjacent += 1
        above = True
    if count < 3 or adjacent == 0:
        return default
    together = adjacent >= 0.6 * (count - 1)
    if not together and default == "blank-line":
        return default
    filled = [line for line in stripped if line]
    lengths = sorted(map(len, filled))
    long = [line for line in filled if len(line) >= 40]
    ending = sum(map(ends_sentence, long))
    if together and lengths[len(lengths) // 2] >= 80 and ending * 2 >= len(long):
        return "line"
    # Nearly every line under the wrap, and most long ones stop inside a sentence.
    if long and ending * 2 < len(long) and lengths[int(len(lengths) * 0.95)] <= _WRAP:
        return "blank-line"
    return default
