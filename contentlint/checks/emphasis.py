"""Bold text whose markers show, because of a space inside, or that a word is glued to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import MARK, Document, Span
from contentlint.text import lazy

_RUN = lazy.compile(r"(?<![*_\\])(?:\*\*|__)(?![*_])")
_BETWEEN = lazy.compile(r"(?<=[^\s*])\*{4}(?=[^\s*])")
_WORD = lazy.compile(r"[^\W\d_]+")
_KINDS = frozenset({"paragraph", "list_item", "quote", "heading"})
_LONGEST = 400
# A particle or an ending follows a word without a space in these.
_ATTACHING = frozenset(
    ("ko", "ja", "zh", "th", "lo", "km", "my", "fi", "hu", "et", "tr", "az", "eu")
)
_SHORTEST = 3
"""Letters of a glued word; fewer are an ending: ``**API**s``."""


class Options(NamedTuple):
    fault: str = "spaced"
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
        if block.kind in _KINDS:
            for line in range(block.line, block.last + 1):
                yield from find(
                    doc, max(doc.line_start(line), block.start), doc.line_span(line).end
                )


def _pairs(doc: Document, start: int, end: int) -> Iterator[Bold]:
    """The bold passages of a line; none where a marker has no partner."""
    text, prose = doc.text, doc.prose
    runs = [m for m in _RUN.finditer(text, start, end) if prose[m.start()] in (MARK, m[0][0])]
    if len(runs) % 2:
        return
    for opener, closer in zip(runs[::2], runs[1::2], strict=True):
        if opener[0] == closer[0] and closer.start() - opener.end() <= _LONGEST:
            yield Bold(opener.start(), opener.end(), closer.start(), closer.end())


def _spaced(doc: Document, start: int, end: int) -> Iterator[Finding]:
    text = doc.text
    for bold in _pairs(doc, start, end):
        inner = text[bold.first : bold.last]
        said = inner.strip()
        if said == inner or not said:
            continue
        before, after = inner[0].isspace(), inner[-1].isspace()
        # "2 ** 3 ** 4" is arithmetic; a whole line between markers is not.
        if before and after and (text[start : bold.start].strip() or text[bold.end : end].strip()):
            continue
        spaces = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        left = spaces[0] if bold.start > start and not text[bold.start - 1].isspace() else ""
        right = spaces[1] if bold.end < end and text[bold.end].isalnum() else ""
        mark = text[bold.start : bold.first]
        edits = [
            Edit(Span(bold.start, bold.first + len(spaces[0])), left + mark),
            Edit(Span(bold.last - len(spaces[1]), bold.end), mark + right),
        ]
        fix = Fix(tuple(edits), False, "move the space out of the bold text")
        yield Finding(Span(bold.start, bold.end), {"found": said, "mark": mark}, fix)


def _glued(doc: Document, start: int, end: int) -> Iterator[Finding]:
    text = doc.text
    for m in _BETWEEN.finditer(text, start, end):
        if doc.prose[m.start()] not in (MARK, "*"):
            continue  # in code
        fix = Fix((Edit(Span(m.start() + 2, m.start() + 2), " "),), False, "insert a space")
        yield Finding(Span(*m.span()), {"found": m[0], "other": "the next bold text"}, fix)
    if doc.language in _ATTACHING:
        return
    for bold in _pairs(doc, start, end):
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
