"""What one side of a translation has and the other lacks, as rules report it."""

from __future__ import annotations

from bisect import bisect_left
from html import unescape

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter import metadata
from contentlint.model.document import Document, Span
from contentlint.parity.alignment import of, place
from contentlint.parity.unit_reader import MATTER, PROSE, next_matter
from contentlint.parity.units import Alignment, Unit
from contentlint.text.similarity.keys import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

MIN_LETTERS: Final = 25
"""A passage has so many letters; what is shorter may be a label."""
_SHOWN: Final = 60


class Loss(NamedTuple):
    """A run of units without a counterpart, or one of them."""

    kind: str
    """``passage``, ``section`` (it begins with a heading), ``end`` (nothing follows), ``heading``
    or ``code``."""
    passages: int
    """How many passages it has."""
    span: Span
    """Where it is, in the source if the translation lacks it."""
    at: int
    """The offset at which the other side lacks it."""
    text: str
    """Its beginning, as readers see it."""
    run: tuple[int, int]
    """The half-open run."""

    @property
    def is_prose(self) -> bool:
        """True if it has passages; else it is one heading or one block of code."""
        return self.kind in ("passage", "section", "end")

    @property
    def name(self) -> str:
        """What a message calls it, if it is prose."""
        if self.kind == "section":
            return "a section"
        if self.kind == "end":
            return "a closing part"
        return f"{self.passages} passages" if self.passages > 1 else "a passage"


def is_waiting(doc: Document) -> bool:
    """Return True if the front matter says that the file waits for its translation, or there is
    nothing but front matter: the site shows the source; ask through ``doc.fact(is_waiting)``."""
    found = doc.fact(of)
    if found is not None and not any(unit.kind in MATTER for unit in found.target):
        return True
    field = doc.fact(metadata.read).fields.get("untranslated")
    # Hugo's sites write 1.
    return field is not None and field.value in (True, "yes")


def aligned(doc: Document) -> Alignment | None:
    """Return the alignment of a translation whose passages can be compared with those of its
    source; None if it is out of step with it, or an edition of its own."""
    found = doc.fact(of)
    pair = doc.counterpart
    if found is None or found.out_of_step or pair is None or pair.diverges:
        return None
    waiting = bool(found.missing) and doc.fact(is_waiting)
    return None if waiting else found


def missing(doc: Document) -> tuple[Loss, ...]:
    """Return what the translation lacks, in the order of the source; ask through
    ``doc.fact(missing)``."""
    found = doc.fact(aligned)
    pair = doc.counterpart
    if found is None or pair is None:
        return ()
    losses: list[Loss] = []
    for first, last in found.missing:
        losses += _losses(pair.doc, found.source, first, last, place(found, first))
    return tuple(losses)


def added(doc: Document) -> tuple[Loss, ...]:
    """Return what the source lacks, in the order of the translation."""
    found = doc.fact(aligned)
    if found is None:
        return ()
    losses: list[Loss] = []
    paired = sorted((pair.target, pair.source) for pair in found.pairs)
    for first, last in found.added:
        before = bisect_left(paired, (first,)) - 1
        at = found.source[paired[before][1]].end if before >= 0 else 0
        losses += _losses(doc, found.target, first, last, at)
    return tuple(losses)


def _losses(doc: Document, every: Sequence[Unit], first: int, last: int, at: int) -> Iterator[Loss]:
    """Yield a run as one passage, or what it has of headings and code."""
    run = every[first:last]
    count = sum(is_passage(unit) for unit in run)
    if count:
        kind = "passage"
        if run[0].kind == "heading":
            kind = "section"
        elif count > 1 and next_matter(every, last - 1, 1) < 0:
            kind = "end"
        span = Span(run[0].start, run[-1].end)
        text = next((unit for unit in run if unit.kind == "heading" or is_passage(unit)), run[0])
        yield Loss(kind, count, span, at, begins(doc, text), (first, last))
        return
    for number, unit in enumerate(run, first):
        if unit.kind in ("heading", "fence"):
            kind = "heading" if unit.kind == "heading" else "code"
            span = Span(unit.start, unit.end)
            yield Loss(kind, 1, span, at, begins(doc, unit), (number, number + 1))


def is_passage(unit: Unit) -> bool:
    """Return True if a unit is prose or a table, and long enough to be missed."""
    return (unit.kind in PROSE or unit.kind == "table") and unit.letters >= MIN_LETTERS


def begins(doc: Document, unit: Unit) -> str:
    """Return the beginning of a unit as readers see it, or the first line of code."""
    if unit.kind == "fence":
        _, _, code = doc.text[unit.start : unit.end].partition("\n")
        return next((line.strip() for line in code.split("\n") if line.strip()), "")[:_SHOWN]
    text = " ".join(unescape(shown(doc, unit.start, unit.end)).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
