"""The scripts that a text is written in, by its letters, and those of languages."""

from __future__ import annotations

from bisect import bisect_right

from contentlint.model.languages import LANGUAGES, RTL_SCRIPTS

# First code points of ranges of letters, and their script; "" for what lies between.
_RANGES = (
    (0x0041, "Latin"),
    (0x0250, ""),
    (0x0370, "Greek"),
    (0x0400, "Cyrillic"),
    (0x0530, "Armenian"),
    (0x0590, "Hebrew"),
    (0x0600, "Arabic"),
    (0x0700, "Syriac"),
    (0x0750, "Arabic"),
    (0x0780, "Thaana"),
    (0x07C0, "N’Ko"),
    (0x0800, ""),
    (0x0860, "Arabic"),
    (0x0900, "Devanagari"),
    (0x0980, "Bengali"),
    (0x0A00, "Gurmukhi"),
    (0x0A80, "Gujarati"),
    (0x0B00, ""),
    (0x0B80, "Tamil"),
    (0x0C00, "Telugu"),
    (0x0C80, "Kannada"),
    (0x0D00, "Malayalam"),
    (0x0D80, "Sinhala"),
    (0x0E00, "Thai"),
    (0x0E80, "Lao"),
    (0x0F00, "Tibetan"),
    (0x1000, "Myanmar"),
    (0x10A0, "Georgian"),
    (0x1100, "Hangul"),
    (0x1200, "Ethiopic"),
    (0x13A0, ""),
    (0x1780, "Khmer"),
    (0x1800, ""),
    (0x1C90, "Georgian"),
    (0x1CC0, ""),
    (0x1E00, "Latin"),
    (0x1F00, "Greek"),
    (0x2000, ""),
    (0x3040, "Kana"),
    (0x3100, ""),
    (0x3400, "Han"),
    (0xA000, ""),
    (0xAC00, "Hangul"),
    (0xD7A4, ""),
    (0xF900, "Han"),
    (0xFB00, "Latin"),
    (0xFB1D, "Hebrew"),
    (0xFB50, "Arabic"),
    (0xFE00, ""),
    (0xFE70, "Arabic"),
    (0xFEFF, ""),
    (0x20000, "Han"),
    (0x32000, ""),
)
_STARTS = [start for start, _ in _RANGES]
SCRIPTS = frozenset(script for _, script in _RANGES if script)
"""The names that ``letters`` returns."""
SCRIPT_OF = {row.code: row.script for row in LANGUAGES.values() if not row.other_script}
"""The script of each language that has one only."""


def letters(text: str) -> dict[str, int]:
    """Return the number of letters of a text in each of its scripts."""
    counts: dict[str, int] = {}
    for char in set(text):
        if char.isalpha():
            script = _RANGES[bisect_right(_STARTS, ord(char)) - 1][1]
            counts[script] = counts.get(script, 0) + text.count(char)
    return counts


def is_rtl(text: str) -> bool:
    """Return True if most letters of a text are of a script written from right to left."""
    if text.isascii():
        return False
    counts = letters(text)
    rtl = sum(counts.get(script, 0) for script in RTL_SCRIPTS)
    return rtl * 2 > sum(counts.values())
