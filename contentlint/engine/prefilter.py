"""The prefilter: it scans a document and selects the rules that may find something there."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.article import edges
from contentlint.core import loops, paragraphs, pure
from contentlint.core.chars import CharTable
from contentlint.core.gates import Gate, Met, opened
from contentlint.core.index import MOST_DOUBLED, Scan
from contentlint.core.nodes import NodeScan, NodeTable
from contentlint.core.phrase_table import Table
from contentlint.model import characters
from contentlint.model import events as e_
from contentlint.model.document import IMAGE, Document
from contentlint.model.languages import UNSPACED
from contentlint.text.unicode.chars import has_invisibles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_OTHER_DIGIT: Final = 1 << characters.OTHER_DIGIT
_LAM: Final = "\u0644"


def started(
    doc: Document,
    each: list[Gate],
    table: Table,
    any_line: bool,
    wanted: int,
    chars: CharTable,
    nodes: NodeTable,
    triggers: list[tuple[object, ...]],
) -> list[int]:
    """Return the numbers of the gates that a document opens, ascending, and store its tables.

    ``triggers``: those of ``chars`` and of ``nodes``, in order; see ``dispatch.Gates``.
    """
    found = looked(doc, table, wanted, chars)
    beside = NodeScan(doc.text, doc.nodes, nodes)
    doc.met = dict(zip(triggers, found.chars.found + beside.found, strict=True))
    know(doc, found, any_line)
    met = Met()
    met.events = found.events
    met.more = found.more
    met.shown = found.shown
    met.text = found.shown | found.hidden
    met.begun = found.lines.begun
    met.chars = found.chars.met
    met.nodes = beside.met
    return opened(doc.text, met, each)


def know(doc: Document, found: Scan, any_line: bool) -> None:
    """Store the tables of a scan for the rules; ``any_line``: True if a rule has phrases that the
    scan does not know."""
    echoes = found.echoes
    echoed: Sequence[int] | None = ()
    near: Sequence[tuple[int, int]] | None = ()
    same: Sequence[Sequence[int]] | None = ()
    if found.events & e_.ECHO:
        echoed, near, same = echoes.echoed(), echoes.near, echoes.same
    doc.know(paragraphs.copies, paragraphs.Copies(echoed, near, same, echoes.joined, found.wide))
    if len(found.tokens.doubled) < MOST_DOUBLED:
        doc.know(pure.doubled, found.tokens.doubled)
    if not any_line:
        doc.know(pure.opening_lines, found.lines.lines)
        doc.know(pure.has_buttons, found.lines.buttons)
    doc.know(pure.gaps, found.gaps)
    doc.know(pure.classes, found.shown)
    doc.know(pure.figures, found.dates.figures)
    doc.know(pure.named, found.dates.named)
    doc.know(pure.doubtful_numbers, found.dates.days)
    doc.know(pure.headings_without_text, found.sections)
    doc.know(pure.has_orders, found.events & e_.ORDERS != 0)
    doc.know(pure.misread, found.misread)
    doc.know(pure.unbalanced, found.unbalanced)
    doc.know(pure.vowels, found.vowels)
    doc.know(pure.may_compose, found.composing)
    doc.know(pure.has_backwards, found.backwards)
    doc.know(pure.is_plain, found.plain)
    doc.know(has_invisibles, found.events & e_.INVISIBLE != 0)


def looked(doc: Document, table: Table, wanted: int, chars: CharTable) -> Scan:
    """Return the scan of a document; ``table``: the phrases that open rules; ``wanted``: the
    enabled rules with phrases, one bit each; ``chars``: the triggers that are characters."""
    by_line = doc.paragraphs == "line"
    found = Scan(doc.text, doc.prose, doc.language, table.firsts, table.more, chars, by_line)
    found.lines.known, found.lines.known_more = table.known(wanted)
    found.lines.wanted = wanted
    first = edges.first_paragraph(doc, edges.WORDS)
    if first >= 0:
        found.lines.beginning = doc.blocks[first].start
    found.run(doc.blocks)
    events = 0
    for node in doc.nodes:
        if node.kind == IMAGE:
            found.lines.label(doc.text, node.first, node.last)
    if found.events & e_.ECHO:
        found.more |= paragraphs.events_of(doc, found.echoes, found.plain)
    if doc.language in UNSPACED and loops.in_unspaced(doc):
        events |= e_.LOOP
    if found.shown & _OTHER_DIGIT:
        found.more |= e_.OTHER_DIGITS
    # An Arabic document shows it at once.
    if found.backwards or (doc.language != "ar" and _LAM in doc.text):
        found.more |= e_.REVERSED
    if by_line:
        events |= e_.BY_LINE
    if not doc.text.endswith("\n"):
        events |= e_.NO_END
    if doc.source.bom:
        events |= e_.MARKED
    found.events |= events
    return found
