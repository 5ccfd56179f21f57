"""Characters by what they do in text, as bodies of regular-expression classes and as sets.

Own tables, not ``unicodedata`` or ``\\w``: the standard library's ``\\w`` splits
vocalised Arabic at every mark, and its tables are those of the Python that runs.
"""

from __future__ import annotations

ARABIC_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
"""Harakat, tanwin, shadda, Quranic marks: class body, no brackets."""
ARABIC_LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
"""Letters of the Arabic script; neither marks nor tatweel nor punctuation."""
TATWEEL = "\u0640"


def is_arabic_letter(char: str) -> bool:
    """Return True if a character is a letter of the Arabic script (marks, tatweel and digits are
    not)."""
    if char < "\u0620":
        return False
    if char <= "\u06ff":
        return char not in _ARABIC_OTHERS
    return (
        "\u0750" <= char <= "\u077f" or "\u08a0" <= char <= "\u08c9" or "\ufb50" <= char <= "\ufefc"
    )


_ARABIC_OTHERS = frozenset(
    [
        TATWEEL,
        "\u066a",
        "\u066b",
        "\u066c",
        "\u066d",
        "\u06d4",
        "\u06dd",
        "\u06de",
        "\u06e9",
        "\u06fd",
        "\u06fe",
    ]
    + [chr(c) for c in (*range(0x64B, 0x66A), 0x670, *range(0x6D6, 0x6DD), *range(0x6DF, 0x6E5))]
    + [chr(c) for c in (0x6E7, 0x6E8, *range(0x6EA, 0x6EE), *range(0x6F0, 0x6FA))]
)


def is_mark(char: str) -> bool:
    """Return True if a character is a mark of the Arabic or Hebrew script."""
    return (
        "\u064b" <= char <= "\u065f"
        or char == "\u0670"
        or "\u0591" <= char <= "\u05c7"
        or ("\u0610" <= char <= "\u061a" or "\u06d6" <= char <= "\u06ed")
    )


def script(char: str) -> str:
    """Return the script of a letter: ``latin``, ``arabic``, ``hebrew``, ``cyrillic``, ``greek`` or
    ``other``."""
    if char < "\u0250" or "\u1e00" <= char <= "\u1eff":
        return "latin"
    if is_arabic_letter(char):
        return "arabic"
    if "\u0590" <= char <= "\u05ff" or "\ufb1d" <= char <= "\ufb4f":
        return "hebrew"
    if "\u0400" <= char <= "\u052f":
        return "cyrillic"
    if "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff":
        return "greek"
    return "other"


def is_emoji_part(char: str) -> bool:
    """Return True if a character can stand beside U+200D in an emoji: a pictograph, or what
    modifies one.

    Whole blocks, not Extended_Pictographic: new emoji come in reserved places of them.
    """
    return (
        "\U0001f000" <= char <= "\U0001faff"
        or "\u2190" <= char <= "\u2bff"
        or char in "\ufe0f\u20e3\u00a9\u00ae\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299"
        or "\U000e0020" <= char <= "\U000e007f"
    )


# Far enough for a bracket or a number between the mark and the word it belongs to.
_NEAR = 40


def letter_before(text: str, at: int) -> str:
    """Return the nearest letter before an offset on its line; ``""`` if none is near."""
    for i in range(at - 1, max(at - _NEAR, 0) - 1, -1):
        char = text[i]
        if char.isalpha():
            return char
        if char == "\n":
            break
    return ""


def letter_after(text: str, at: int) -> str:
    """Return the nearest letter from an offset on, on its line; ``""`` if none is near."""
    for char in text[at : at + _NEAR]:
        if char.isalpha():
            return char
        if char == "\n":
            break
    return ""
