"""Bidirectional controls that are never closed, never opened, or that override the letters."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import named
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import runs_of_equal
from contentlint.core import invisibles
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.queries import FLOWING, block_at, in_code, paragraph_at

if TYPE_CHECKING:
    from typing import Literal

_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_PDF, _PDI = "\u202c", "\u2069"
_PAIRED = frozenset(_EMBEDDINGS + _ISOLATES + _PDF + _PDI)
_CONTROL = lazy_regex.compile(f"[{''.join(sorted(_PAIRED))}\u2029\x85\x1c-\x1e]")
_OVERRIDES = frozenset("\u202d\u202e")
_IN_URL = lazy_regex.compile(
    "%[Ee]2%80%[Aa](?:[Dd](?:%[Ee]2%80%[Aa][Dd])*|[Ee](?:%[Ee]2%80%[Aa][Ee])*)"
)
_OVERRIDE = lazy_regex.compile(f"\u202d+|\u202e+|{_IN_URL.pattern}")
_ENCODED_LENGTH = len("%E2%80%AE")
# Of either case; the pattern decides.
_ENCODED = "2%80%"
_ENDS = tuple([a + b for a in "Aa" for b in "DdEe"])


class Options(NamedTuple):
    fault: Literal["unbalanced", "override"]
    """The fault to report: ``unbalanced`` controls or an ``override``."""


def needs(options: Options) -> tuple[str, ...]:
    override = options.fault == "override"
    return (trigger.BIDI, trigger.token(_ENCODED, "", _ENDS)) if override else (trigger.BIDI,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    present = doc.fact(invisibles)
    if options.fault == "override":
        shown = not present.isdisjoint(_OVERRIDES)
        if shown or _has_encoded(doc.text):
            # A pattern that begins with a literal is searched many times faster.
            for m in (_OVERRIDE if shown else _IN_URL).finditer(doc.text):
                yield Finding(Span(*m.span()), {"found": _named(*_overrides(m[0]))})
    elif not present.isdisjoint(_PAIRED):
        yield from _unbalanced(doc)


def _has_encoded(text: str) -> bool:
    return "%" in text and _ENCODED in text


def _overrides(found: str) -> tuple[str, int]:
    """Return the override that a match contains, and how often; in a URL it is percent-encoded
    UTF-8."""
    if found[0] != "%":
        return found[0], len(found)
    return "\u202d" if found[-1] in "Dd" else "\u202e", len(found) // _ENCODED_LENGTH


def _named(char: str, count: int) -> str:
    """Return the name of a control, and how many times it occurs in a row."""
    times = f", {count} in a row)" if count > 1 else ")"
    return named(char).removesuffix(")") + times


def _unbalanced(doc: Document) -> Iterator[Finding]:
    paragraph = Span(0, -1)
    controls: list[int] = []
    for m in _CONTROL.finditer(doc.text):
        at = m.start()
        if at > paragraph.end:
            yield from _in_paragraph(doc, paragraph, controls)
            paragraph, controls = paragraph_at(doc, at), []
        controls.append(at)
    yield from _in_paragraph(doc, paragraph, controls)


def _in_paragraph(doc: Document, paragraph: Span, controls: list[int]) -> Iterator[Finding]:
    """Match the controls of one paragraph as UAX #9 X1-X8 and BD9 do."""
    text = doc.text
    open_: list[int] = []
    isolates: list[int] = []
    unclosed: list[int] = []
    unopened: list[int] = []
    for at in controls:
        char = text[at]
        if char in _EMBEDDINGS or char in _ISOLATES:
            if char in _ISOLATES:
                isolates.append(len(open_))
            open_.append(at)
        elif char == _PDF:
            if open_ and text[open_[-1]] in _EMBEDDINGS:
                open_.pop()
            else:
                unopened.append(at)
        elif char == _PDI:
            # A PDI also closes the embeddings inside its isolate; without an isolate it does
            # nothing.
            if isolates:
                del open_[isolates.pop() :]
            else:
                unopened.append(at)
        else:  # a paragraph separator closes everything
            unclosed += open_
            open_, isolates = [], []
    if unopened:
        yield _never_opened(doc, list(runs_of_equal(text, unopened)))
    if unclosed:
        yield _never_closed(doc, unclosed, Span(0, 0))
    if open_:
        yield _never_closed(doc, open_, paragraph)


def _never_opened(doc: Document, runs: list[Span]) -> Finding:
    """Return one finding for all controls of a paragraph that close nothing."""
    edits = tuple(Edit(run, "") for run in runs if not in_code(doc, run.start))
    fix = Fix(edits, False, "remove the control that closes nothing") if edits else None
    first = runs[0]
    found = _named(doc.text[first.start], first.end - first.start)
    related = tuple(Related(run, "also closes nothing") for run in runs[1:])
    return Finding(first, {"found": found, "fault": "closes nothing"}, fix, related)


def _never_closed(doc: Document, openers: list[int], paragraph: Span) -> Finding:
    """Yield one finding for all controls that a paragraph leaves open; its fix closes them in
    order."""
    text = doc.text
    fix = None
    block = block_at(doc, openers[0])
    if paragraph.end and block is not None and block.kind in FLOWING:
        closers = "".join(_PDI if text[at] in _ISOLATES else _PDF for at in reversed(openers))
        end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
        edit = Edit(Span(end, end), closers)
        fix = Fix((edit,), False, "close it at the end of the paragraph")
    first = next(runs_of_equal(text, openers))
    count = first.end - first.start
    return Finding(
        first,
        {"found": _named(text[first.start], count), "fault": "is never closed"},
        fix,
        tuple(Related(Span(at, at + 1), "also never closed") for at in openers[count:]),
    )
