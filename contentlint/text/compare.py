"""Comparison profiles: when two pieces of text count as the same.

``space``
    NFC, white space collapsed to single spaces, default-ignorable characters
    dropped except U+200C and U+200D, which change words.
``light``
    also without Arabic marks and tatweel; alef, yeh and kaf variants folded;
    digits ASCII; quotes, dashes and the ellipsis unified; casefolded. Numbers
    keep their value: paragraphs that differ in a figure are not the same.
"""

from __future__ import annotations

import re
import unicodedata

_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_HAS_ARABIC = re.compile("[\u0610-\u06ff]")
# Marks that pyarabic's strip_tashkeel leaves (it knows U+064B-U+0652).
_MORE_MARKS = re.compile(
    "[\u0610-\u061a\u0653-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
_ARABIC_FOLDS = (
    *((c, "ا") for c in "أإآٱ"),
    ("ى", "ي"),
    ("ی", "ي"),
    ("ک", "ك"),
    *((chr(0x660 + d), str(d)) for d in range(10)),
    *((chr(0x6F0 + d), str(d)) for d in range(10)),
)
_COMMON_FOLDS = (
    *((c, '"') for c in "“”„‟«»″"),
    *((c, "'") for c in "‘’‚‛ʼ‹›′"),
    *((c, "-") for c in "‐‑‒–—―−"),
    ("…", "..."),
)


def space(text: str) -> str:
    """The ``space`` profile of a text."""
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        text = _IGNORABLE.sub("", text)
    return " ".join(text.split())


def light(text: str) -> str:
    """The ``light`` profile of a text."""
    text = space(text)
    if text.isascii():
        return text.lower()
    for old, new in _COMMON_FOLDS:
        text = text.replace(old, new)
    if _HAS_ARABIC.search(text):
        # Imported here: 10 ms that a text without Arabic need not pay.
        from pyarabic import araby

        text = araby.strip_tatweel(araby.strip_tashkeel(text))
        text = _MORE_MARKS.sub("", text)
        for old, new in _ARABIC_FOLDS:
            text = text.replace(old, new)
    return text.casefold()
