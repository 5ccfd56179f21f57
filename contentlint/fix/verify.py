"""Doubts about the outcome of fixing: what must not have changed, compared before and after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from contentlint._util.escape import INVISIBLE
from contentlint._util.namedtuple import NamedTuple
from contentlint.article import html_tags
from contentlint.engine import suppress
from contentlint.engine.render import Examined, severity_of
from contentlint.fix.effects import excess, letters
from contentlint.frontmatter import metadata
from contentlint.model import trigger
from contentlint.model.diagnostic import Fix, rank
from contentlint.model.document import Document, Span

_MOST_LOST = 0.2
"""Share of the letters that safe fixes may remove from a file, besides copies and page chrome."""
_LONG = 40
"""Letters from which a paragraph that goes must stand elsewhere."""
_MAY_REMOVE = ("DUP", "RES", "SRC")
"""Families whose safe fixes remove letters: copies, page chrome, parts of addresses."""
_CHROME = "RES"
_MAY_CHANGE_LINKS = ("BID", "DUP", "ENC", "IMG", "RES", "SRC", "TBL")
_MAY_CHANGE_BLOCKS = "ENC022"
"""An invisible character before a mark-up sign hides what the line is: a heading, code."""
_KEEP_BLOCKS = ("BID", "CON", "NUM", "ORT", "PUN", "SRC")
_REVEALED = {
    # The heading of a section that held nothing but the removed line, and those around it.
    "RES": ("RES015", "STR007", "STR009"),
    # One finding a defect: a copy hides what else is the matter with it.
    "DUP": ("DUP003", "DUP004", "RES015", "STR007", "STR009"),
    "TBL": ("DUP004",),
}
"""Findings that were there before, unseen: by the family of the fix that uncovers them."""


class Round(NamedTuple):
    """Fixes that were applied to a document at once, each with its rule's code."""

    doc: Document
    taken: Sequence[tuple[str, Fix]]


Looked = tuple[Document, Examined]


def doubt(old: Looked, new: Looked, rounds: Sequence[Round], *, unsafe: bool) -> str:
    """Why the outcome of fixing is not to be trusted; ``""``: it is.

    ``unsafe``: fixes that may remove what they like were among them.
    """
    codes = {code for each in rounds for code, _ in each.taken}
    found = _excess(rounds) or new_findings(old[1], new[1], codes)
    return found or ("" if unsafe else lost(old[0], new[0], rounds))


def _excess(rounds: Iterable[Round]) -> str:
    for doc, taken in rounds:
        for code, fix in taken:
            what = excess(doc, code, fix)
            if what:
                return f"would change {what} ({code})"
    return ""


def new_findings(before: Examined, after: Examined, codes: Iterable[str]) -> str:
    """Whether the fixes of some rules brought findings that fail a run, or of these rules
    themselves; ``""``: they did not."""
    codes = frozenset(codes)
    was, now = _counted(before, codes), _counted(after, codes)
    revealed = {code for fixed in codes for code in _REVEALED.get(fixed[:3], ())}
    more = sorted(code for code, n in now.items() if n > was[code] and code not in revealed)
    return f"would bring {', '.join(more)}" if more else ""


def _counted(examined: Examined, codes: frozenset[str]) -> Counter[str]:
    return Counter(
        bound.rule.code
        for bound, finding in examined.found
        if bound.rule.code in codes or rank(severity_of(bound, finding.severity)) >= rank("warning")
    )


def lost(old: Document, new: Document, rounds: Sequence[Round]) -> str:
    """Whether safe fixes have removed or changed what they must not; ``""``: they have not."""
    changed = _changed(old, new, [code for each in rounds for code, _ in each.taken])
    if changed:
        return f"would change {changed}"
    removed = _removed(rounds)
    total = len(letters(old.text)) if removed > 0 else 0
    if removed > total * _MOST_LOST:
        return f"would remove {100 - 100 * (total - removed) // total} % of the letters"
    for number, (doc, taken) in enumerate(rounds):
        for what, line in (
            ("change a link", _in_place(doc, taken, _destinations)),
            ("change a tag", _in_place(doc, taken, _tags)),
            ("lose the paragraph", _lost_paragraph(doc, taken, new)),
        ):
            if line is not None:
                # The lines of a later round are not those that the user sees.
                return f"would {what}" + (f" in line {line + 1}" if number == 0 else "")
    return ""


def _changed(old: Document, new: Document, codes: Collection[str]) -> str:
    """What is protected and not the same any more."""
    was, now = _code(old), _code(new)
    if was != now and _MAY_CHANGE_BLOCKS not in codes and _seen_code(was) != _seen_code(now):
        return "code"
    if _front_matter(old) != _front_matter(new) and _keys(old) != _keys(new):
        return "a key of the front matter"
    if _directives(old) != _directives(new):
        return "a suppression"
    # Most articles have no such control, and the scan has seen it: a search takes as long as this.
    left = unbalanced(new.text) if new.fact(trigger.seen).events & _CONTROLS else 0
    if left and left > unbalanced(old.text):
        return "the balance of bidirectional controls"
    if all(code.startswith(_KEEP_BLOCKS) for code in codes) and _kinds(old) != _kinds(new):
        return "what a line is: a paragraph, a heading, a list"
    return ""


def _kinds(doc: Document) -> list[str]:
    """The kinds of the blocks in which there is something to be seen."""
    return [b.kind for b in doc.blocks if _SEEN.search(doc.text, b.start, b.end)]


def _code(doc: Document) -> list[str]:
    """The code of a document, as it stands there."""
    return [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "code"]


def _seen_code(blocks: Iterable[str]) -> list[str]:
    """Without what nobody sees in it."""
    return [
        _UNSEEN.sub("", block).rstrip("\n") for block in blocks
    ]  # an open fence goes to the end


_SEEN = re.compile(f"[^\\s{INVISIBLE}]")
_UNSEEN = re.compile(f"[^\\S\n]+(?=\n|\\Z)|(?!\n)[{INVISIBLE}]")


def _front_matter(doc: Document) -> str:
    """The text that it is read from, and nothing else is."""
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return ""
    return doc.text[: doc.blocks[0].end]


def _keys(doc: Document) -> list[str]:
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return []
    return [_UNSEEN.sub("", path) for path in doc.fact(metadata.read).fields]


def _directives(doc: Document) -> list[str]:
    found = suppress.parse(doc)
    return [_UNSEEN.sub("", doc.text[d.span.start : d.span.end]) for d in found]


_CONTROLS = trigger.events((trigger.BIDI,))
_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL_OR_LINE = re.compile("[\u202a-\u202e\u2066-\u2069\n]")
_CLOSED_BY = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}


def unbalanced(text: str) -> int:
    """How many bidirectional controls are not closed in their line, or close nothing."""
    if not _CONTROL.search(text):
        return 0
    open_: list[str] = []
    wrong = 0
    for m in _CONTROL_OR_LINE.finditer(text):
        char = m[0]
        if char == "\n":
            wrong += len(open_)
            open_ = []
        elif char not in _CLOSED_BY:
            open_.append(char)
        elif open_ and open_[-1] in _CLOSED_BY[char]:
            open_.pop()
        else:
            wrong += 1
    return wrong + len(open_)


def _removed(rounds: Iterable[Round]) -> int:
    """Letters that fixes have removed, besides copies and page chrome."""
    return sum(
        len(letters(doc.text[max(edit.span.start, 0) : edit.span.end])) - len(letters(edit.text))
        for doc, taken in rounds
        for code, fix in taken
        if not code.startswith(_MAY_REMOVE)
        for edit in fix.edits
    )


def _in_place(
    doc: Document, taken: Sequence[tuple[str, Fix]], places: Callable[[Document], Sequence[Span]]
) -> int | None:
    """The line (from 0) of a place that is changed by a rule about other things."""
    spans = [
        edit.span
        for code, fix in taken
        if not code.startswith(_MAY_CHANGE_LINKS)
        for edit in fix.edits
    ]
    if not spans:
        return None
    first, last = min(spans)[0], max(end for _, end in spans)
    for start, end in places(doc):
        # Most lie before the first edit or behind the last.
        if first < end and start < last and any(a < end and start < b for a, b in spans):
            return doc.line_at(start)
    return None


def _destinations(doc: Document) -> list[Span]:
    return [link.dest for link in doc.links]


def _tags(doc: Document) -> list[Span]:
    return [Span(tag.start, tag.end) for tag in doc.fact(html_tags.tags)]


def _lost_paragraph(doc: Document, taken: Sequence[tuple[str, Fix]], new: Document) -> int | None:
    """The line (from 0) of a paragraph most of which is removed, and stands nowhere else.

    Page chrome is made of such paragraphs: what its rules remove does not count.
    """
    losses = [
        (edit.span, len(letters(doc.prose[max(edit.span.start, 0) : edit.span.end])))
        for code, fix in taken
        if not code.startswith(_CHROME)
        for edit in fix.edits
        if not letters(edit.text)
    ]
    losses = [(span, n) for span, n in losses if n]
    if not losses:
        return None
    left = ""
    for block in doc.blocks:
        if block.kind not in ("paragraph", "list_item", "quote"):
            continue
        gone = sum(n for span, n in losses if block.start <= span.start < block.end)
        if gone < _LONG:
            continue
        written = letters(doc.prose[block.start : block.end])
        left = left or letters(new.prose)
        if gone * 2 > len(written) and written not in left:
            return block.line
    return None
