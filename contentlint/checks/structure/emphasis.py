"""Bold text whose markers show, because of a space inside, or that a word is glued to."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import SHOWN_MARKERS, bold_lines, glued_bold, is_bold_sound
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, UNMATCHED, Document, Span
from contentlint.model.languages import lookup
from contentlint.model.queries import FLOWING, block_at

if TYPE_CHECKING:
    from typing import Literal

_BETWEEN = lazy_regex.compile(r"\*\*\*\*(?<=[^\s*].{4})(?=[^\s*])")
_ODD = lazy_regex.compile(r"(?<!\*)\*{3}(?!\*)")
_OPENING = frozenset("([«„“‘¿¡")
_CLOSING = frozenset(".,;:!?،؛؟)]»”’")
_WORD = lazy_regex.compile(r"[^\W\d_]+")
_WORDS = lazy_regex.compile(r"[^\W\d_]{2,}(?:[^\S\n]+[^\W\d_]{2,}){1,7}")
_LONGEST = 400
_SHORTEST = 3
"""Letters of a glued word; fewer are an ending: ``**API**s``."""


class Options(NamedTuple):
    fault: Literal["spaced", "glued"] = "spaced"
    """The fault to report: ``spaced`` (a space inside the markers) or ``glued`` (no space
    outside)."""


class Bold(NamedTuple):
    """A pair of markers on one line: where it begins, its inside, and where it ends."""

    start: int
    first: int
    last: int
    end: int


def needs(options: Options) -> tuple[str, ...]:
    return ("**", "__")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.format == "text":
        return
    text = doc.text
    if options.fault == "spaced":
        if is_bold_sound(text, doc.prose):
            return
        for start, end, markers in doc.fact(bold_lines):
            for first, last in zip(markers[::2], markers[1::2], strict=True):
                if text[first + 2].isspace() or text[last - 1].isspace():
                    yield from _spaced(doc, start, end, _pairs(text, markers))
                    break
        return
    if not glued_bold(text):
        return
    yield from _adjacent(doc)
    if not lookup(doc.language).suffixes:
        for start, end, markers in doc.fact(bold_lines):
            yield from _glued(doc, start, end, _pairs(text, markers))


def _pairs(text: str, markers: list[int]) -> list[Bold]:
    """The bold passages of a line; none where two markers have nothing between them, as in
    ``**[**name**](url)**``: then others belong together."""
    found = []
    for start, last in zip(markers[::2], markers[1::2], strict=True):
        first, end = start + 2, last + 2
        if not any(map(str.isalnum, text[first:last])):
            return []
        if text[start] == text[last] and last - first <= _LONGEST:
            found.append(Bold(start, first, last, end))
    return found


def _spaced(doc: Document, start: int, end: int, pairs: list[Bold]) -> Iterator[Finding]:
    text = doc.text
    if not any(_shows(doc, bold) for bold in pairs):
        return  # bold text in bold text: **one **two** three**
    odd = _ODD.search(text, start, end) is not None
    for bold in pairs:
        inner = text[bold.first : bold.last]
        said = inner.strip()
        if said == inner or not said:
            continue
        before, after = inner[0].isspace(), inner[-1].isspace()
        # Of three signs two may belong to bold text, and other markers make the pairs.
        if odd and not _shows(doc, bold):
            continue
        if after and not before and doc.dialect.name == "quarto":
            continue  # Pandoc closes bold text behind a space
        # "2 ** 3 ** 4" is arithmetic, which has no words and does not begin with an operator.
        if before and after and text[start : bold.start].strip() and not _WORDS.fullmatch(said):
            continue
        spaces = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        left = spaces[0] if bold.start > start and _is_apart(text[bold.start - 1], _OPENING) else ""
        right = spaces[1] if bold.end < end and _is_apart(text[bold.end], _CLOSING) else ""
        mark = text[bold.start : bold.first]
        edits = [
            Edit(Span(bold.start, bold.first + len(spaces[0])), left + mark),
            Edit(Span(bold.last - len(spaces[1]), bold.end), mark + right),
        ]
        fix = Fix(tuple(edits), False, "move the space out of the bold text")
        yield Finding(Span(bold.start, bold.end), {"found": said, "mark": mark}, fix)


def _shows(doc: Document, bold: Bold) -> bool:
    return _is_shown(doc, bold.start) or _is_shown(doc, bold.last)


def _is_shown(doc: Document, at: int) -> bool:
    """Return True if a marker begins and ends no emphasis."""
    return doc.prose[at] != MARK or any(
        node.kind == UNMATCHED and node.end > at for node in doc.markup_in(at - 1, at + 1)
    )


def _is_apart(near: str, close: frozenset[str]) -> bool:
    """Return True if what stands beside bold text wants a space there: all but a space and
    ``close``."""
    return not near.isspace() and near not in close


def _is_inside(text: str, start: int, end: int) -> bool:
    """Return True if markers split a word: a letter or two before them, and the rest behind."""
    before = start
    while before and text[before - 1].isalpha():
        before -= 1
    return 0 < start - before < _SHORTEST and text[end].isalpha() and not text[end].isupper()


def _adjacent(doc: Document) -> Iterator[Finding]:
    """Bold text that ends where other bold text begins: ``**one****two**``."""
    text = doc.text
    for m in _BETWEEN.finditer(text):
        start, end = m.span()
        block = block_at(doc, start)
        if block is None or block.kind not in FLOWING or start < block.start:
            continue
        if doc.prose[start] not in SHOWN_MARKERS:  # in code
            continue
        # "**S****unshine**" is one word, and a full stop follows without a space.
        if _is_inside(text, start, end):
            continue
        if text[start - 1] in _OPENING or text[end] in _CLOSING:
            continue
        fix = Fix((Edit(Span(start + 2, start + 2), " "),), False, "insert a space")
        yield Finding(Span(start, end), {"found": m[0], "other": "the next bold text"}, fix)


def _glued(doc: Document, start: int, end: int, pairs: list[Bold]) -> Iterator[Finding]:
    text = doc.text
    for bold in pairs:
        word = _WORD.match(text, bold.end, end)
        inner = text[bold.first : bold.last]
        if word is None or len(word[0]) < _SHORTEST or inner != inner.strip():
            continue
        if text[bold.start] == "_":  # no emphasis in front of a letter, and names in URLs
            continue
        # In the middle of a word, or behind a prefix: emphasis on a part of it.
        if bold.start > start and text[bold.start - 1].isalnum():
            continue
        if (
            len(_WORD.findall(inner)) < 2
            and not word[0][0].isupper()
            and len(inner) < 2 * len(word[0])
        ):
            continue
        fix = Fix((Edit(Span(bold.end, bold.end), " "),), False, "insert a space")
        span = Span(bold.last, word.end())
        yield Finding(span, {"found": inner, "other": f'"{word[0]}"'}, fix)
