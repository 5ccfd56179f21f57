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
"""Two sentences begin alike, or two paragraphs end alike: ``similarity.exact.echoes``."""
BIDI: Final = 1 << 3
UNDECODABLE: Final = 1 << 4
ZERO_WIDTH: Final = 1 << 5
CONTROL: Final = 1 << 6
REPLACED: Final = 1 << 7
OTHER_INVISIBLE: Final = 1 << 8
FAR_LINE: Final = 1 << 9
"""A line begins in a script whose words the scan cannot tell apart."""
PRIVATE: Final = 1 << 10
ODD: Final = 1 << 11
"""A character composes in a way that ``core.folds`` does not know."""
FEW_WORDS: Final = 1 << 12
"""There may be fewer than ``MANY_WORDS`` words."""
FIGURES: Final = 1 << 13
"""A date in figures."""
UNBALANCED: Final = 1 << 14
"""A bracket or directional quote may have no partner in its paragraph."""
BLANKS: Final = 1 << 15
"""Two blank lines or more follow one another."""
TRAILING: Final = 1 << 16
"""Something follows the last line."""
SPACED: Final = 1 << 17
"""A space precedes a mark, and nothing after the mark shows that it belongs there."""
MARKS: Final = 1 << 18
"""A mark follows another that it should not follow, perhaps after a space."""
EMPTY_ITEM: Final = 1 << 19
SECTION: Final = 1 << 20
"""A heading with no text right below it."""
IMAGE: Final = 1 << 21
FORMS: Final = 1 << 22
"""Presentation forms of Arabic letters."""
BULLET: Final = 1 << 23
"""A sign, or a dash other than a hyphen, is all there is on a line that is not the first."""
URL: Final = 1 << 24
LINK: Final = 1 << 25
WWW: Final = 1 << 26
DOTS: Final = 1 << 27
ASKED: Final = 1 << 28
"""``://``, ``](``, ``www.``, ``...`` and ``???`` in the text."""
TURN: Final = 1 << 29
"""``n0`` in the text."""
SHARE: Final = 1 << 30
"""One of ``index._SHARING`` or ``wa.me/`` in an address; in the end, a line of ``share_links``."""
LOW_LINES: Final = 1 << 31
"""``__`` in the text."""
NAMED: Final = 1 << 32
"""There may be a date with a month's name in another style than "26 October"."""
ORDERS: Final = 1 << 33
"""There are a month before its day, and a day before its month."""
NO_END: Final = 1 << 34
BY_LINE: Final = 1 << 35
MARKED: Final = 1 << 36
"""No line end at the end; each line a paragraph; a byte-order mark: ``trigger`` says so."""
NOTICE: Final = 1 << 37
"""A short line of the prose may be a notice about cookies or copyright; see ``_notices``."""
CODE: Final = 1 << 38
"""What most literals of codes hold, in the text: ``%s``, ``%%``, ``%80%``, ``$s``, ``$d``;
``[o``, ``[U``, ``T]``, ``K]``, ``tion]``; ``tm_``; or ``__``, two characters and ``_``."""
MISREAD: Final = 1 << 47
"""Something may have been read in the wrong code page: see ``misread``."""
ODD_SCHEME: Final = 1 << 46
"""``http`` is followed by other signs than ``://``, or ``www.`` in the prose by a space."""
SHOWN_LINK: Final = 1 << 45
"""``](`` in the prose: a broken link."""
SHOWN_SCHEME: Final = 1 << 44
"""``://`` in the prose, which is not part of a URL."""
DISPLACED: Final = 1 << 43
"""In a text from right to left a sign at the edge of a Latin name, as of ``C++`` and ``.NET``; in
another a letter from right to left, the end of a sentence and a closing quotation mark."""
ENTITY: Final = 1 << 41
"""An HTML entity in the prose."""

# Of links and images, from ``core.nodes_index``.

TITLED: Final = 1 << 39
"""An image has a title."""
PLAIN_ALT: Final = 1 << 40
"""The alternative text of an image is the name of a file, an address or a number, or begins in
a way that is not told by ``LinkScan.heads``."""
NO_SOURCE: Final = 1 << 42
"""An image has no source, or is a reference."""
QUERY: Final = 1 << 54
"""A URL has a parameter with a value."""
SLUG: Final = 1 << 55
"""A URL has eight words, on a Vietnamese host, or twenty."""
BARE_IMAGE: Final = 1 << 56
"""An image has no source or no alternative text, or is a reference."""
EMPTY_LINK: Final = 1 << 57
"""A link has no text or leads nowhere."""
BROKEN: Final = 1 << 58
"""Behind a URL in running text may be more of it, or spaces stand around a destination."""
CUT: Final = 1 << 59
"""A URL may have been shortened, or its link is not closed on its line."""
FOREIGN: Final = 1 << 60
"""A URL has Arabic characters or full-width ones, or a full-width sign stands behind it."""
UNSEEN: Final = 1 << 61
"""In a URL or right after it may be an invisible character."""
UNUSUAL: Final = 1 << 62
"""A URL that is not quite like nearly all others, letters beyond ASCII apart: ``malformed_url``."""

# Of whole blocks, from ``core.blocks_index``.

PICTURES: Final = 1 << 48
"""Three blocks or more may be pictures, and two of them may have a caption."""
CREDITS: Final = 1 << 49
"""Two lines that may be captions may end in a credit."""
ODD_CREDIT: Final = 1 << 50
"""A line that may be a caption may end in a credit that is not quite in order."""
BOLD_LINE: Final = 1 << 51
"""A line between markers of emphasis is above something."""
LOW_START: Final = 1 << 52
"""The first paragraph begins in lower case or with a mark that closes."""
OPEN_END: Final = 1 << 53
"""The last paragraph may stop in the middle of a sentence, source lines not counted: at a comma, at
dots, or with so many words that its full stop is missed. ``blocks_index.look`` tells its last word
where it has fewer."""

# Scan.more: of tags, tables and lines, and of paragraphs that may be copies.

TAG: Final = 1 << 0
"""A tag of HTML that ``html_tag_residue`` asks for: see ``html_tags.look``."""
UNTOLD: Final = 1 << 1
"""What a line begins with cannot be told: something composes in a way that ``folds`` does not know.
It is one of ``Index.lines``."""
SINGLE_ROW: Final = 1 << 2
"""A line outside every table is one cell between two pipes, or a table has one column."""
RAGGED: Final = 1 << 3
"""A row of a table has more or fewer cells than the table has columns."""
SAME: Final = 1 << 4
"""Two paragraphs may have the same source under ``space``, and the second be one that counts."""
RESPELLED: Final = 1 << 5
"""The same of two whose source differs, and that a reader may see as one under ``light``."""
NEAR: Final = 1 << 6
"""Two of ``NEAR_WORDS`` and more may be nearly the same: see ``sequences``."""
SAID: Final = 1 << 7
"""A sentence of ``said.FAR_WORDS`` and more, ``said.SAID_WORDS`` in one paragraph, may stand twice
in paragraphs that begin alike."""
LONE: Final = 1 << 8
"""A bracket or directional quote lacks a partner in its paragraph, and should have one there: see
``core.brackets``."""
ELLIPSES: Final = 1 << 9
"""Three dots and more that may be wrong: see ``neighbours.are_odd``."""
IMAGE_ROW: Final = 1 << 10
"""A line with a pipe at an end, outside every table, is images besides."""
HALF_ROW: Final = 1 << 11
"""Such a line has one cell and a pipe at one end only, or is a pipe."""
OTHER_DIGITS: Final = 1 << 12
"""A digit of the Arabic script in the prose."""
REVERSED: Final = 1 << 13
"""Arabic that may be stored backwards, or of a document in another language: see
``reversed_arabic``."""
