"""Full-width punctuation in other scripts than Chinese and Japanese, and ASCII marks between Han
letters."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.characters import FAR_LETTER
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import COMPONENTS, Document, Span
from contentlint.model.languages import CJK
from contentlint.model.queries import block_at

_FULL = trigger.Chars("！％（），．：；？")
_CJK = lazy_regex.compile(
    "[\u1100-\u11ff\u3005-\u30ff\u3100-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_FAR = trigger.kinds(FAR_LETTER)
_HALF = trigger.Chars(",.?!:;", before=_FAR, after=_FAR | trigger.SPACES)
_BETWEEN = lazy_regex.compile(rf"[,.?!:;](?<=[{_HAN}].) ?(?=[{_HAN}])")
# After fewer letters a full stop, or the rest of another sign, is the dot of a name: 史密斯. So is
# one before a letter in an article with more 。.
_CLAUSE = 6
# The rest of a name whose dot was lost, and the name in Latin letters.
_NAME = lazy_regex.compile(rf"[{_HAN}]{{1,8}} ?[(（][A-Z]")
_HAN_RUN = lazy_regex.compile(rf"[{_HAN}]+")
_HALVES = {",": "，", ".": "。", "?": "？", "!": "！", ":": "：", ";": "；"}
_MOST_RELATED = 19


def needs() -> tuple[trigger.Chars, ...]:
    return (_FULL, _HALF)


def check(doc: Document) -> Iterator[Finding]:
    if doc.language == "zh":
        yield from _half(doc)
    elif doc.language not in CJK:
        yield from _full(doc)


def _full(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    for at in doc.places(_FULL):
        block = block_at(doc, at)
        if block is None or doc.fact(_has_cjk, block.start, block.end) or _is_shown(prose, at):
            continue
        mark = prose[at]
        right = chr(ord(mark) - 0xFEE0)
        # The glyph of a full-width mark includes its space.
        left = prose[at - 1 : at].isalnum() and mark == "（"
        space = prose[at + 1 : at + 2].isalpha() and mark not in "（"
        new = " " * left + right + " " * space
        fix = Fix((Edit(Span(at, at + 1), new),), True, f"write {right}")
        yield Finding(Span(at, at + 1), {"found": mark, "width": "full-width", "right": right}, fix)


def _has_cjk(doc: Document, start: int, end: int) -> bool:
    return _CJK.search(doc.prose, start, end) is not None


def _is_shown(prose: str, at: int) -> bool:
    """Return True if a mark is alone or in quotes: the text is about it, or it is part of an
    emoticon."""
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    mark = prose[at]
    if mark == "（":
        return not (after.isalnum() or after in '"“«')
    return not (before.isalnum() or before in '"”»)）') or before == ""


def _half(doc: Document) -> Iterator[Finding]:
    """Yield one finding per file: ASCII marks in Chinese share one cause."""
    found = [
        m
        for m in [_BETWEEN.match(doc.prose, at) for at in doc.places(_HALF)]
        if m
        and _is_in_prose(doc, m.start())
        and (m[0][0] not in ".?" or _ends_clause(doc.prose, m.start()))
        and not _NAME.match(doc.prose, m.end())
    ]
    if sum([m[0] == "." for m in found]) < doc.prose.count("。"):
        found = [m for m in found if m[0] != "."]
    if not found:
        return
    first, mark = found[0].start(), found[0][0][0]
    edits = tuple(Edit(Span(*m.span()), _HALVES[m[0][0]]) for m in found)
    yield Finding(
        Span(first, first + 1),
        {"found": mark, "width": "half-width", "right": _HALVES[mark]},
        Fix(edits, False, "use the marks that have the width of the surrounding text"),
        tuple(
            Related(Span(m.start(), m.start() + 1), "also half-width")
            for m in found[1 : _MOST_RELATED + 1]
        ),
        "info",
    )


def _ends_clause(prose: str, at: int) -> bool:
    return at >= _CLAUSE and _HAN_RUN.fullmatch(prose, at - _CLAUSE, at) is not None


def _is_in_prose(doc: Document, at: int) -> bool:
    block = block_at(doc, at)
    return block is not None and block.kind not in COMPONENTS.union(("code", "html", "table"))
