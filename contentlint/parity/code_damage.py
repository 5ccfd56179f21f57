"""What translation does to text that must stay as it is: blanks that come and go, the punctuation
of the other language, curly quotation marks. The damage is undone character by character."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

Repair: TypeAlias = "tuple[int, int, str]"
"""Start, end and replacement, as offsets in the damaged text."""

_SIGNS = {
    "\u061f": "?",
    "\u060c": ",",
    "\u061b": ";",
    "\u066a": "%",
    "\u066b": ".",
    "\u066c": ",",
    "\u06d4": ".",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "--",
    "\u2212": "-",
    "\u2026": "...",
    "\u00a0": " ",
    "\u202f": " ",
}
_INVISIBLE = frozenset(
    "\u00ad\u061c\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066"
    "\u2067\u2068\u2069\ufeff"
)
_SPACES = frozenset(" \t\n")


def fold(text: str) -> str:
    """Return a text without blanks and invisible characters, its signs as code has them."""
    if text.isascii():
        return "".join(text.split())
    folded = "".join([_plain(char) for char in text if char not in _INVISIBLE])
    return "".join(folded.split())


def _plain(char: str) -> str:
    if "\uff01" <= char <= "\uff5e":  # full-width forms
        return chr(ord(char) - 0xFEE0)
    return _SIGNS.get(char, char)


def repairs(damaged: str, original: str) -> Sequence[Repair] | None:
    """Return the edits that turn a damaged text into the original, ascending; None if more than
    blanks, invisible characters and signs differ."""
    found: list[Repair] = []
    i = j = 0
    while i < len(damaged) or j < len(original):
        one, two = damaged[i : i + 1], original[j : j + 1]
        plain = _plain(one) if one else ""
        if one and (one == two or (one == "\n" and two == " ")):
            i, j = i + 1, j + 1
        elif plain and plain != one and plain.strip() and original.startswith(plain, j):
            found.append((i, i + 1, plain))
            i, j = i + 1, j + len(plain)
        elif one and (one in _INVISIBLE or plain in _SPACES):
            keeps = two in _SPACES
            found.append((i, i + 1, two if keeps else ""))
            i, j = i + 1, j + keeps
        elif two and (two in _SPACES or two in _INVISIBLE):
            found.append((i, i, two))
            j += 1
        else:
            return None
    return found
