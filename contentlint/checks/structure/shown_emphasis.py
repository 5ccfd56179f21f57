"""Asterisks of bold text that are displayed: pairs that are escaped or that no parser takes for
bold text, one that is never closed, and lines of nothing but asterisks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import attrgetter

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import unsure_bold
from contentlint.model.diagnostic import Finding
from contentlint.model.document import ESCAPE, MARK, UNMATCHED, Document, Span
from contentlint.model.queries import FLOWING, block_at

# The first sign of `\**` is escaped, and the second alone; three show an emphasis that is broken.
_RUN = lazy_regex.compile(r"(?<!\\)\*{2,}|\*{3,}|(?:\\\*){2,}")
_EMPTY = lazy_regex.compile(r"\*\*\s*\*\*")
_LENIENT = frozenset({"jekyll", "mkdocs", "quarto"})
"""The dialects in which bold text may begin or end beside any sign but a space."""
_EXAMPLES = 1
"""So many escaped pairs in a file may be examples of the syntax."""
_FEWEST_AUTHORED = 4
_LONGEST = 400
_SHOWN = 40


class Options(NamedTuple):
    """No options."""


class Run(NamedTuple):
    """A run of displayed asterisks."""

    start: int
    end: int
    escaped: bool
    block: int
    """Where its block starts."""


def needs(options: Options) -> tuple[str, ...]:
    return ("**", "\\*\\*")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if not doc.syntax.markup:
        return
    places = unsure_bold(doc.text)
    if not places:
        return
    yield from _lone_breaks(doc, places)
    found = list(_runs(doc, places))
    pairs = [pair for pair in pairwise(found) if _is_pair(doc, *pair)]
    if not _are_exported(doc, [pair for pair in pairs if pair[0].escaped]):
        pairs = [pair for pair in pairs if not pair[0].escaped]
        if doc.origin == "authored":
            found = [run for run in found if not run.escaped]
    paired = {first.start for first, _ in pairs} | {last.start for _, last in pairs}
    notes = any(_is_note(doc, run) for run in found if run.start not in paired)
    for start, group in groupby(found, key=attrgetter("block")):
        runs = list(group)
        pair = next((pair for pair in pairs if pair[0] in runs), None)
        if pair is not None:
            first, last = pair
            said = doc.text[first.end : last.start]
            yield _finding(doc, first.start, last.end, f'around "{_short(said)}" are displayed')
        elif _is_nothing_else(doc, runs):
            yield _finding(doc, runs[0].start, runs[-1].end, "without any text are displayed")
        elif len(runs) == 2 and _are_empty(doc, *runs):
            yield _finding(doc, runs[0].start, runs[1].end, "without any text are displayed")
        elif not notes and len(runs) == 1 and _is_unclosed(doc, runs[0], start):
            said = doc.text[runs[0].end : doc.line_end(doc.line_at(start))]
            what = f'before "{_short(said)}" are displayed: they are never closed'
            yield _finding(doc, runs[0].start, runs[0].end, what)


def _are_exported(doc: Document, pairs: list[tuple[Run, Run]]) -> bool:
    """Return True if a program escaped some pairs: authors write a few to show the syntax, or
    around one word, such as a sound."""
    if doc.origin != "authored":
        return len(pairs) > _EXAMPLES
    said = {doc.text[first.end : last.start] for first, last in pairs}
    return len(said) >= _FEWEST_AUTHORED and 2 * sum(map(str.isalpha, said)) < len(said)


def _finding(doc: Document, start: int, end: int, what: str) -> Finding:
    return Finding(Span(start, end), {"what": what})


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _lone_breaks(doc: Document, places: list[int]) -> Iterator[Finding]:
    """Yield ``** **`` and ``****``, which show a rule: bold text that an extractor or translator
    emptied. Authors write the second on purpose."""
    for at in places:
        if not _EMPTY.match(doc.text, at) or (block := block_at(doc, at)) is None:
            continue
        if block.kind == "break" and block.start == at:
            said = doc.text[at : block.end].strip()
            if _EMPTY.fullmatch(said) and (said != "****" or doc.origin != "authored"):
                yield _finding(
                    doc, at, block.end, "without any text are displayed as a horizontal line"
                )


def _runs(doc: Document, places: list[int]) -> Iterator[Run]:
    text, prose = doc.text, doc.prose
    end = 0
    for start in places:
        block = block_at(doc, start)
        # Before the match: a long run has many places, and a match at each goes to its end.
        if start < end or block is None or block.kind not in FLOWING:
            continue
        m = _RUN.match(text, start)
        if m is None:
            continue
        start, end = m.span()
        escaped = text[start] == "\\"
        if doc.origin == "authored" and _is_scene_break(doc, start):
            continue
        if _is_in_word(text, start, end):
            continue
        if escaped:
            shown = any(node.kind == ESCAPE for node in doc.markup_in(start, start + 1))
        else:
            shown = prose[start] == "*" or any(
                node.kind == UNMATCHED and node.end > start
                for node in doc.markup_in(start - 1, end)
            )
        if shown:
            yield Run(start, end, escaped, block.start)


def _is_scene_break(doc: Document, start: int) -> bool:
    """Return True for a line of nothing but asterisks, of which one is escaped (``\\***``)."""
    line = doc.line(doc.line_at(start))
    return "\\*" in line and not line.strip("\\* \t")


def _is_in_word(text: str, start: int, end: int) -> bool:
    """Return True for a power (``2**3``), a hidden letter (``d***``), and a path or comment
    (``src/**/*.js``, ``/** …``)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if "/" in (before, after):
        return True
    return before.isalnum() and after.isalnum() and before.isascii() and after.isascii()


def _is_pair(doc: Document, first: Run, last: Run) -> bool:
    """Return True if two runs stand directly around text of one block."""
    text = doc.text
    said = text[first.end : last.start]
    if first.escaped != last.escaped or not 0 < len(said) <= _LONGEST or "|" in said:
        return False
    if said[0].isspace() or said[-1].isspace() or not any(map(str.isalnum, said)):
        return False
    if said[0] in ")]" or said[-1] in "([":
        return False  # "(**)" names the sign
    if not first.escaped and doc.dialect.name in _LENIENT:
        return False
    return first.block == last.block


def _is_note(doc: Document, run: Run) -> bool:
    """Return True if a run follows a word or sign, as the mark of a footnote does."""
    return (
        not doc.text[run.start - 1 : run.start].isspace()
        and not doc.text[run.end : run.end + 1].isalnum()
    )


def _is_nothing_else(doc: Document, runs: list[Run]) -> bool:
    block = block_at(doc, runs[0].start)
    if block is None or block.kind != "paragraph" or any(run.escaped for run in runs):
        return False
    return not doc.text[block.start : block.end].strip("* \t\n\\" + MARK)


def _are_empty(doc: Document, first: Run, last: Run) -> bool:
    """Return True if two runs have nothing but space between them."""
    text = doc.text
    return (
        text[first.start : first.end] == text[last.start : last.end] == "**"
        and text[first.end : last.start].isspace()
    )


def _is_unclosed(doc: Document, run: Run, start: int) -> bool:
    """Return True if a block begins with two asterisks and words, and has no others. A name in
    small letters may be one of a program (``**kwargs``)."""
    after = doc.text[run.end : run.end + 1]
    return (
        run.start == start
        and run.end - run.start == 2
        and doc.prose[run.start] == MARK
        and after.isalnum()
        and not (after.isascii() and after.islower())
    )
