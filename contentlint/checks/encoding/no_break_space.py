"""No-break spaces where no line break has to be prevented."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import COMPONENTS, Document, Span
from contentlint.model.queries import block_at
from contentlint.text.unicode.chars import letter_after, letter_before, script

_RUN = lazy_regex.compile("\u00a0[ \t\u00a0]*")
_EDGE = "at the edge of a line"
# Programs pad table cells with it.
_TABLES = frozenset({"table", "pipe_row", "code", "html", "front_matter"}) | COMPONENTS


def needs() -> tuple[str, ...]:
    return ("\u00a0",)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding for each kind: an editor that leaves one leaves many."""
    prose = doc.prose
    places: dict[str, list[Edit]] = {}
    for m in _RUN.finditer(prose):
        start, end = m.span()
        while start and prose[start - 1] in " \t":
            start -= 1
        where = _fault(prose, start, end)
        if where and not _is_in_table(doc, start):
            places.setdefault(where, []).append(_edit(doc, start, m.start()))
    for where, edits in places.items():
        more = f" ({len(edits)} places in the file)" if len(edits) > 1 else ""
        fix = Fix(
            tuple(edits), False, "remove it" if where == _EDGE else "replace it with one space"
        )
        yield Finding(edits[0].span, {"where": where, "more": more}, fix)


def _edit(doc: Document, start: int, at: int) -> Edit:
    """Return the edit for white space with a no-break space at ``at``. Only white space of the text
    is removed: from ``start`` on the prose has blanks in place of markers and comments too.
    Indentation before the no-break space is kept."""
    text, end = doc.text, at
    while text[end : end + 1] in ("\u00a0", " ", "\t"):
        end += 1
    at_start, at_end = doc.prose[start - 1 : start] in ("", "\n"), text[end : end + 1] in ("", "\n")
    if at_end or not at_start:
        while at and text[at - 1] in " \t":
            at -= 1
    return Edit(Span(at, end), "" if at_start or at_end else " ")


def _fault(prose: str, start: int, end: int) -> str:
    """Return the fault of white space with a no-break space; ``""`` if there is none."""
    before, after = prose[start - 1 : start], prose[end : end + 1]
    if before in ("", "\n") or after in ("", "\n"):
        return _EDGE
    run = prose[start:end]
    if run.count("\u00a0") > 1:
        return "twice in a row"
    # A no-break space is correct beside a guillemet or a unit; beside a space it is an editing
    # residue.
    near = letter_before(prose, start) + letter_after(prose, end)
    if len(run) > 1 and any(script(letter) in ("arabic", "hebrew") for letter in near):
        return "next to a space"
    return ""


def _is_in_table(doc: Document, offset: int) -> bool:
    block = block_at(doc, offset)
    return block is not None and block.kind in _TABLES
