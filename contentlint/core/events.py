"""The events that a scan of a document may record: one bit each, in two words of 63.

``trigger`` has names of most of them for the rules. Where an event is absent, the rules that name
it find nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# Scan.events: of characters, words and blocks.

DOUBLED: Final = 1 << 0
"""A word is doubled."""
LOOP: Final = 1 << 1
"""A word, or a sequence of two to twelve words, occurs four times in a row."""
ECHO: Final = 1 << 2
"""The beginnings of two sentences, or the ends of two paragraphs, are equal:
``similarity.exact.echoes``."""
BIDI: Final = 1 << 3
UNDECODABLE: Final = 1 << 4
ZERO_WIDTH: Final = 1 << 5
CONTROL: Final = 1 << 6
REPLACED: Final = 1 << 7
OTHER_INVISIBLE: Final = 1 << 8
INVISIBLE: Final = BIDI | UNDECODABLE | ZERO_WIDTH | CONTROL | REPLACED | OTHER_INVISIBLE
FAR_LINE: Final = 1 << 9
"""A line begins in a script whose words the scan cannot separate."""
PRIVATE: Final = 1 << 10
ODD: Final = 1 << 11
"""A combining character of a kind that ``core.letters`` does not handle."""
FEW_WORDS: Final = 1 << 12
"""There may be fewer than ``MANY_WORDS`` words."""
FIGURES: Final = 1 << 13
"""A date in figures."""
UNBALANCED: Final = 1 << 14
"""A bracket or directional quote may have no partner in its paragraph."""
BLANKS: Final = 1 << 15
"""There are two or more consecutive blank lines."""
TRAILING: Final = 1 << 16
"""Something follows the last line."""
UNASSIGNED: Final = 1 << 17
"""A character that may be unassigned, or private."""
EMPTY_ITEM: Final = 1 << 19
SECTION: Final = 1 << 20
"""A heading with no text right below it."""
FORMS: Final = 1 << 22
"""Presentation forms of Arabic letters."""
NAMED: Final = 1 << 32
"""There may be a date with a month's name in another style than "26 October"."""
ORDERS: Final = 1 << 33
"""The text has both a month before its day, and a day before its month."""
DAYS: Final = 1 << 37
"""A day that may not exist, or may have the wrong weekday: see ``core.dates``."""
COMBINING: Final = 1 << 38
"""A combining mark in the prose, in Arabic a vowel, too."""
NO_END: Final = 1 << 34
BY_LINE: Final = 1 << 35
MARKED: Final = 1 << 36
"""No line end at the end; each line a paragraph; a byte-order mark: ``trigger`` says so."""
MISREAD: Final = 1 << 47
"""Something may have been read in the wrong code page: see ``is_misread``."""

# Scan.more: of lines, of paragraphs that may be copies, and of digits.

UNTOLD: Final = 1 << 1
"""The first words of a line are unknown, because something composes in a way that ``letters`` does
not know. The line is one of ``Index.lines``."""
SAME: Final = 1 << 4
"""Two paragraphs may have the same source under ``space``, and the second be relevant."""
RESPELLED: Final = 1 << 5
"""Two paragraphs with different sources may be equal under ``light``, and the second be
relevant."""
NEAR: Final = 1 << 6
"""Two of ``NEAR_WORDS`` or more may be nearly equal: see ``Sequences``."""
SAID: Final = 1 << 7
"""A sentence of ``FAR_WORDS`` or more, in one paragraph ``SAID_WORDS``, may occur twice in
paragraphs with equal beginnings."""
OTHER_DIGITS: Final = 1 << 12
"""A digit of the Arabic script in the prose."""
REVERSED: Final = 1 << 13
"""Arabic that may be reversed, or is in a document in another language: see ``reversed_arabic``."""
