"""Spaces inside brackets and quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.article.brackets import PARTNER, has_loose_quotes
from contentlint.article.unfenced_code import in_program
from contentlint.model import trigger
from contentlint.model.characters import SMILES
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.languages import LOOSE_ANGLES
from contentlint.model.queries import block_at

_GAP = lazy_regex.compile(r"(?<=[^\s|])(?: {2,}|\t)(?=[^\s|])")
_OPENERS = "([«“"
_OPENER = {PARTNER[opener]: opener for opener in _OPENERS}
_OPENING = trigger.Chars(_OPENERS, after=trigger.SPACES)
_CLOSING = trigger.Chars("".join(_OPENER), before=trigger.SPACES)
# A thin space separates ’ and ” where one quotation ends inside another.
_BEFORE_CLOSING = frozenset('"»”’]%!?؟.*\x00\u064b\u064f\u0650\u0651')
_CODE = frozenset("'\"<>\\_=;$")
_IN_NAME = frozenset("._$")
_SIGNS = frozenset("()[]{}")
# Brackets further apart do not enclose an aside.
_LONGEST = 300
_PROSE = frozenset({"paragraph", "list_item", "quote", "heading", "pipe_row"})


def needs() -> tuple[trigger.Chars, ...]:
    return (_OPENING, _CLOSING)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    places = [(at, prose[at], 1) for at in doc.places(_OPENING)]
    places += [(at, _OPENER[prose[at]], -1) for at in doc.places(_CLOSING)]
    for at, opener, step in sorted(places):
        if prose[at + step] != " " or not _is_sure(doc, opener):
            continue
        closer = PARTNER[opener]
        span = _spaces(doc, at + max(step, 0), opener, closer, after=step == 1)
        if span is None:
            continue
        fix = Fix((Edit(span, ""),), True, "remove the space")
        side = "after" if step == 1 else "before"
        reach = Span(span.start - 1, span.end) if step == 1 else Span(span.start, span.end + 1)
        yield Finding(reach, {"found": prose[at], "side": side}, fix)


def _is_sure(doc: Document, opener: str) -> bool:
    """Return True if the opening mark of a pair is certain, and no space belongs inside."""
    if opener == "«":
        # French has a space there; others use no no-break space.
        return doc.language not in LOOSE_ANGLES and doc.language not in ("", "fr")
    return opener != "“" or not has_loose_quotes(doc)


def _spaces(doc: Document, at: int, opener: str, closer: str, *, after: bool) -> Span | None:
    """Return the run of spaces from (or up to) an offset if it is a fault inside a pair on its
    line."""
    prose, text = doc.prose, doc.text
    start = end = at
    while text[start - 1 : start] == " ":
        start -= 1
    while text[end : end + 1] == " ":
        end += 1
    line = doc.line_span(doc.line_at(at))
    if start == end or start <= line.start or end >= line.end:
        return None
    low, high = max(line.start, start - _LONGEST), min(line.end, end + _LONGEST)
    if after:
        close = prose.find(closer, end, high)
        if close < 0 or prose.find(opener, end, close) >= 0:
            return None
        inside = prose[start:close]
        near, behind = prose[end], prose[close + 1 : close + 2]
        if near == ".":
            return None
        beyond = prose[end + 1 : end + 2]
    else:
        open_ = prose.rfind(opener, low, start)
        if open_ < 0 or prose.find(closer, open_, start) >= 0:
            return None
        inside = prose[open_ + 1 : end]
        near, behind = prose[start - 1], prose[end + 1 : end + 2]
        beyond = prose[start - 2 : start - 1]
        # ”this opens by mistake”; one quotation ends inside another: ’ ”.
        if opener == "“" and (prose[end + 1 : end + 2].isalnum() or near in "’'"):
            return None
        if near == "." and not (opener == "(" and beyond.isalpha()):
            return None  # an ellipsis, a number, a set
        # An emoticon closes nothing: "(we laughed :) )"; authors also put a space beside an emoji.
        if prose[start - 2 : start] in SMILES or not (near.isalnum() or near in _BEFORE_CLOSING):
            return None
    if near in _SIGNS and beyond.isspace():
        return None  # the text is about brackets
    if opener == "[" and inside[:1] == inside.rstrip(MARK)[-1:] == " ":
        return None  # the frame of a button or label
    if not _is_aside(doc, at, opener, inside.strip(), near, behind):
        return None
    if opener in "([" and (in_program(doc, at) or _is_aligned(text[line.start : line.end])):
        return None
    return Span(start, end)


def _is_aligned(line: str) -> bool:
    """Return True if a line is output of a program, with two gaps or more between its columns."""
    return len(_GAP.findall(line)) > 1


def _is_aside(doc: Document, at: int, opener: str, inside: str, near: str, behind: str) -> bool:
    """Return True if brackets contain words, and not a check box, a list of signs, a table, code or
    a link."""
    if not any(map(str.isalnum, inside)) or near in "،؛,;:…\x1a" or "|" in inside:
        return False
    if opener == "(" and _is_call(doc, at, inside):
        return False
    if opener == "[" and (len(inside) < 2 or behind == "("):
        return False
    block = block_at(doc, at)
    return block is not None and block.kind in _PROSE


def _is_call(doc: Document, at: int, inside: str) -> bool:
    """Return True if brackets hold arguments: a Latin name touches them that is an identifier
    (``Vue.delete( target )``, ``f( 5 )``), or code is in them (``add( 'init' )``)."""
    prose = doc.prose
    open_ = prose.rfind("(", max(at - len(inside) - 8, 0), at + 1)
    start = open_
    while start > 0 and (prose[start - 1] in _IN_NAME or prose[start - 1].isalnum()):
        start -= 1
    name = prose[start : max(open_, 0)]
    # After a full stop the bracket begins a sentence.
    return (
        name[-1:].isalnum()
        and name.isascii()
        and (
            not _CODE.isdisjoint(inside)
            or not _IN_NAME.isdisjoint(name)
            or len(name) == 1
            or (name[0].islower() and name != name.lower())
        )
    )
