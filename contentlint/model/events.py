"""The events that a scan of a document may record: one bit each, in two words of 63.

``trigger`` has names of most of them for the rules. An absent event is a promise that the rules
which name it would find nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# Scan.events: of characters, from ``core.index`` and, some of them, from ``engine.census``.

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
FAR_LINE: Final = 1 << 9
"""A line begins in a script whose words the scan cannot separate."""
PRIVATE: Final = 1 << 10
ODD: Final = 1 << 11
"""A combining character of a kind that ``core.folds`` does not handle."""
FEW_WORDS: Final = 1 << 12
"""There may be fewer than ``MANY_WORDS`` words."""
FIGURES: Final = 1 << 13
"""A date in figures."""
UNBALANCED: Final = 1 << 14
"""A bracket or directional quote may have no partner in its paragraph."""
BLANKS: Final = 1 << 15
"""There are two or more consecutive blank lines."""
TRAILING: Final = 1 << 16
"""There is text after the last line."""
SPACED: Final = 1 << 17
"""A space precedes a mark, and the text after the mark does not show that it is correct."""
MARKS: Final = 1 << 18
"""A mark follows another that it should not follow, perhaps after a space."""
EMPTY_ITEM: Final = 1 << 19
SECTION: Final = 1 << 20
"""A heading with no text right below it."""
IMAGE: Final = 1 << 21
FORMS: Final = 1 << 22
"""Presentation forms of Arabic letters."""
BULLET: Final = 1 << 23
"""A line, other than the first, consists of a sign, or of a dash other than a hyphen."""
URL: Final = 1 << 24
LINK: Final = 1 << 25
WWW: Final = 1 << 26
DOTS: Final = 1 << 27
ASKED: Final = 1 << 28
"""``://``, ``](``, ``www.``, ``...`` and ``???`` in the text."""
TURN: Final = 1 << 29
"""``n0`` in the text."""
SHARE: Final = 1 << 30
"""One of ``index._SHARING`` or ``wa.me/`` in an address; finally, a line of ``share_links``."""
LOW_LINES: Final = 1 << 31
"""``__`` in the text."""
NAMED: Final = 1 << 32
"""There may be a date with a month's name in another style than "26 October"."""
ORDERS: Final = 1 << 33
"""The text has both a month before its day, and a day before its month."""
NO_END: Final = 1 << 34
BY_LINE: Final = 1 << 35
MARKED: Final = 1 << 36
"""No line end at the end; each line a paragraph; a byte-order mark: see ``trigger``."""
NOTICE: Final = 1 << 37
"""A short line of the prose may be a notice about cookies or copyright; see ``_notices``."""
CODE: Final = 1 << 38
"""Parts of most literals about code, in the text: ``%s``, ``%%``, ``%80%``, ``$s``, ``$d``; ``[o``,
``[U``, ``T]``, ``K]``, ``tion]``; ``tm_``; or ``__``, two characters and ``_``."""
MISREAD: Final = 1 << 47
"""Text may be decoded with the wrong code page: see ``misread``."""
ODD_SCHEME: Final = 1 << 46
"""``http`` is followed by other signs than ``://``, or ``www.`` in the prose by a space."""
SHOWN_LINK: Final = 1 << 45
"""``](`` in the prose: a broken link."""
SHOWN_SCHEME: Final = 1 << 44
"""``://`` in the prose, which is not part of a URL."""
DISPLACED: Final = 1 << 43
"""In a right-to-left text, a sign at the edge of a Latin name, such as ``C++`` and ``.NET``; in
another text, a right-to-left letter, the end of a sentence and a closing quotation mark."""
ENTITY: Final = 1 << 41
"""An HTML entity in the prose."""

# Of links and images, from ``core.nodes_index``.

TITLED: Final = 1 << 39
"""An image has a title."""
PLAIN_ALT: Final = 1 << 40
"""The alternative text of an image is the name of a file, an address or a number, or has a
beginning that ``LinkScan.heads`` does not include."""
NO_SOURCE: Final = 1 << 42
"""An image has no source, or is a reference."""
QUERY: Final = 1 << 54
"""A URL has a parameter with a value."""
SLUG: Final = 1 << 55
"""A URL has eight words, on a Vietnamese host, or twenty."""
BARE_IMAGE: Final = 1 << 56
"""An image has no source or no alternative text, or is a reference."""
EMPTY_LINK: Final = 1 << 57
"""A link has no text or no target."""
BROKEN: Final = 1 << 58
"""A URL in running text may continue after its end, or a destination has spaces around it."""
CUT: Final = 1 << 59
"""A URL may have been shortened, or its link is not closed on its line."""
FOREIGN: Final = 1 << 60
"""A URL has Arabic or full-width characters, or a full-width sign follows it."""
UNSEEN: Final = 1 << 61
"""A URL, or the text right after it, may contain an invisible character."""
UNUSUAL: Final = 1 << 62
"""A URL that differs from nearly all others, not counting non-ASCII letters: ``malformed_url``."""

# Of whole blocks, from ``core.blocks_index``.

PICTURES: Final = 1 << 48
"""Three blocks or more may be pictures, and two of them may have a caption."""
CREDITS: Final = 1 << 49
"""Two lines that may be captions may end in a credit."""
ODD_CREDIT: Final = 1 << 50
"""A line that may be a caption may end in a malformed credit."""
BOLD_LINE: Final = 1 << 51
"""A line between emphasis markers is above other text."""
LOW_START: Final = 1 << 52
"""The first paragraph begins in lower case or with a closing mark."""
OPEN_END: Final = 1 << 53
"""The last paragraph may stop in the middle of a sentence, not counting source lines: at a comma,
at dots, or with so many words that its full stop is missing. With fewer words,
``blocks_index.events_of`` reports its last word."""

# Scan.more: of tags, tables and lines, and of paragraphs that may be copies.

TAG: Final = 1 << 0
"""An HTML tag for ``html_tag_residue``: see ``html_tags.events_of``."""
UNTOLD: Final = 1 << 1
"""The beginning of a line is unknown: it has a combining character of a kind that ``folds`` does
not handle. The line is one of ``Index.lines``."""
SINGLE_ROW: Final = 1 << 2
"""A line outside every table is one cell between two pipes, or a table has one column."""
RAGGED: Final = 1 << 3
"""A row of a table has more or fewer cells than the table has columns."""
SAME: Final = 1 << 4
"""Two paragraphs may have the same source under ``space``, and the second be relevant."""
RESPELLED: Final = 1 << 5
"""The same for two paragraphs with different sources that are equal under ``light``."""
NEAR: Final = 1 << 6
"""Two of ``NEAR_WORDS`` or more may be nearly equal: see ``sequences``."""
SAID: Final = 1 << 7
"""A sentence of ``trigger.FAR_WORDS`` or more, in one paragraph ``SAID_WORDS``, may occur twice in
paragraphs with equal beginnings."""
LONE: Final = 1 << 8
"""A bracket or directional quote has no partner in its paragraph, and should have one there: see
``core.brackets``."""
ELLIPSES: Final = 1 << 9
"""Three or more dots that may be wrong: see ``neighbours.are_odd``."""
IMAGE_ROW: Final = 1 << 10
"""A line with a pipe at one end, outside every table, otherwise contains images."""
HALF_ROW: Final = 1 << 11
"""Such a line has one cell and a pipe at one end only, or is a pipe."""
OTHER_DIGITS: Final = 1 << 12
"""A digit of the Arabic script in the prose."""
REVERSED: Final = 1 << 13
"""Arabic that may be reversed, or is in a document in another language: see ``reversed_arabic``."""
