"""Bold text whose markers show, because of a space inside, or that a word is glued to."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.languages import lookup

if TYPE_CHECKING:
    import re
    from typing import Literal

_RUN = lazy_regex.compile(r"(?<![*_\\])(?:\*\*|__)(?![*_])")
_BETWEEN = lazy_regex.compile(r"(?<=[^\s*])\*{4}(?=[^\s*])")
_OPENING = frozenset("([«„“‘¿¡")
_CLOSING = frozenset(".,;:!?،؛؟)]»”’")
_WORD = lazy_regex.compile(r"[^\W\d_]+")
_KINDS = frozenset({"paragraph", "list_item", "quote", "heading"})
_LONGEST = 400
_SHORTEST = 3
"""Letters of a glued word; fewer are an ending: ``**API**s``."""


class Options(NamedTuple):
    fault: Literal["spaced", "glued"] = "spaced"
    """``spaced`` or ``glued``."""


class Bold(NamedTuple):
    """A pair of markers on one line: where it begins, its inside, and where it ends."""

    start: int
    first: int
    last: int
    end: int


def anchors(options: Options) -> tuple[str, ...]:
    return ("**", "__")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.format == "text":
        return
    find = _spaced if options.fault == "spaced" else _glued
    for block in doc.blocks:
        if block.kind not in _KINDS:
            continue
        inside = False
        for line in range(block.line, block.last + 1):
            start, end = max(doc.line_start(line), block.start), doc.line_span(line).end
            runs = _runs(doc, start, end)
            # What begins on one line and ends on another is not taken apart.
            whole = not inside and len(runs) % 2 == 0
            yield from find(doc, start, end, _pairs(doc, runs) if whole else [])
            inside ^= len(runs) % 2 == 1


def _runs(doc: Document, start: int, end: int) -> list[re.Match[str]]:
    prose = doc.prose
    return [m for m in _RUN.finditer(doc.text, start, end) if prose[m.start()] in (MARK, m[0][0])]


def _pairs(doc: Document, runs: list[re.Match[str]]) -> list[Bold]:
    """The bold passages of a line; none where two markers have nothing between them, as in
    ``**[**name**](url)**``: then others belong together."""
    found = []
    for opener, closer in zip(runs[::2], runs[1::2], strict=True):
        if not any(map(str.isalnum, doc.text[opener.end() : closer.start()])):
            return []
        if opener[0] == closer[0] and closer.start() - opener.end() <= _LONGEST:
            found.append(Bold(opener.start(), opener.end(), closer.start(), closer.end()))
    return found


def _spaced(doc: Document, start: int, end: int, pairs: list[Bold]) -> Iterator[Finding]:
    text = doc.text
    for bold in pairs:
        inner = text[bold.first : bold.last]
        said = inner.strip()
        if said == inner or not said:
            continue
        before, after = inner[0].isspace(), inner[-1].isspace()
        # "2 ** 3 ** 4" is arithmetic; a whole line between markers is not.
        if before and after and (text[start : bold.start].strip() or text[bold.end : end].strip()):
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


def _glued(doc: Document, start: int, end: int, pairs: list[Bold]) -> Iterator[Finding]:
    text = doc.text
    for m in _BETWEEN.finditer(text, start, end):
        if doc.prose[m.start()] not in (MARK, "*"):  # in code
            continue
        # "**S****unshine**" is one word, and a full stop follows without a space.
        if _is_inside(text, m.start(), m.end()):
            continue
        if text[m.start() - 1] in _OPENING or text[m.end()] in _CLOSING:
            continue
        fix = Fix((Edit(Span(m.start() + 2, m.start() + 2), " "),), False, "insert a space")
        yield Finding(Span(*m.span()), {"found": m[0], "other": "the next bold text"}, fix)
    if lookup(doc.language).suffixes:
        return
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
        yield Finding(span, {"found": inner, "other": word[0]}, fix)
