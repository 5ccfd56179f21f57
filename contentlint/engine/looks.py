"""All looks at a document for ``gates``: the scan, with the events of the others."""

from __future__ import annotations

from contentlint.article import edges, html_tags, images, tables
from contentlint.article.credits import Ends
from contentlint.checks.residue._share import share_links
from contentlint.checks.sources._slugs import may_be_altered
from contentlint.core import blocks_index, brackets, nodes_index, paragraphs
from contentlint.core.index import Scan
from contentlint.core.neighbours import are_odd
from contentlint.core.phrase_table import Table
from contentlint.engine import gate, seen
from contentlint.model import events as e_
from contentlint.model import trigger
from contentlint.model.document import Document
from contentlint.text.segment.words import UNSPACED_LANGUAGES
from contentlint.text.similarity import loops
from contentlint.text.unicode import classes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LESS: Final = 1 << classes.LESS
_PIPE: Final = 1 << classes.PIPE
_OTHER_DIGIT: Final = 1 << classes.OTHER_DIGIT
_LAM: Final = "\u0644"


def started(
    doc: Document, each: list[gate.Gate], table: Table, any_line: bool, ends: Ends, wanted: int
) -> list[int]:
    """The numbers of the gates that a document opens: see ``gating.Gates``, and ``looked``."""
    found = looked(doc, table, ends, wanted)
    doc.know(trigger.seen, seen.told(found, not any_line))
    return gate.opened(found, each)


def looked(doc: Document, table: Table, ends: Ends, wanted: int) -> Scan:
    """The scan of a document; ``table``: of the phrases that open rules; ``ends``: of the labels of
    credits; ``wanted``: the rules that are on, one bit each, for their phrases."""
    by_line = doc.paragraphs == "line"
    found = Scan(doc.text, doc.prose, doc.language, table.firsts, table.more, by_line)
    found.lines.known, found.lines.known_more = table.known(wanted)
    found.lines.wanted = wanted
    first = edges.first_paragraph(doc, edges.WORDS)
    if first >= 0:
        found.lines.beginning = doc.blocks[first].start
    found.right_to_left = doc.direction == "rtl"
    found.run(doc.blocks)
    kinds = found.shown | found.hidden
    events = nodes_index.look(doc.text, doc.nodes, found.heads)
    if found.events & e_.ECHO:
        found.more |= paragraphs.look(doc, found.echoes, found.plain)
    if found.events & e_.UNBALANCED:
        found.more |= brackets.look(doc, found.unbalanced)
    if found.dots and are_odd(doc.prose, found.dots):
        found.more |= e_.ELLIPSES
    if kinds & _LESS:
        found.more |= html_tags.look(doc)
        events |= images.look(doc, found.heads)
    if kinds & _PIPE:
        found.more |= tables.look(doc)
    events |= blocks_index.look(doc, first, events & e_.TITLED != 0, ends, found.heads)
    if doc.language in UNSPACED_LANGUAGES and loops.in_unspaced(doc):
        events |= e_.LOOP
    if found.shown & _OTHER_DIGIT:
        found.more |= e_.OTHER_DIGITS
    # What is Arabic shows it at once.
    if found.backwards or (doc.language != "ar" and _LAM in doc.text):
        found.more |= e_.REVERSED
    # Most long slugs are in another language.
    if events & e_.SLUG and not may_be_altered(doc):
        events &= ~e_.SLUG
    # Most pages with such an address are another's, or a link stands in a sentence.
    if found.events & e_.SHARE and not doc.fact(share_links):
        found.events &= ~e_.SHARE
    if by_line:
        events |= e_.BY_LINE
    if not doc.text.endswith("\n"):
        events |= e_.NO_END
    if doc.source.bom:
        events |= e_.MARKED
    found.events |= events
    return found
