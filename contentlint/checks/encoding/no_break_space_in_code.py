"""No-break spaces in the place of spaces in code."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Block, Document, Span

_NO_BREAK = "\u00a0"
_RUN = lazy_regex.compile("[ \t]*\u00a0[ \t\u00a0]*")
_FENCE = lazy_regex.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*([^`\n]*)")
# The branches of a tree of files, which `tree` prints with no-break spaces.
_TREE = lazy_regex.compile("[\u2500-\u257f]")
# French sets a no-break space before them.
_FRENCH = frozenset("!?:;%")
_SIGNS = frozenset("(){}[]=;<>\"'+-*/&|")
_PLAIN = frozenset({"text", "txt", "plain", "plaintext", "markdown", "md"})


def needs() -> tuple[str, ...]:
    return (_NO_BREAK,)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding per file: an editor that leaves one leaves many."""
    text = doc.text
    runs = [run for block in doc.blocks if block.kind == "code" for run in _runs(doc, block)]
    # Between words only, they may be typography of a comment or a string.
    if any(text[start - 1] == "\n" or text[start - 1] in _SIGNS for start, _ in runs):
        edits = tuple(
            Edit(Span(at, at + 1), " ")
            for start, end in runs
            for at in range(start, end)
            if text[at] == _NO_BREAK
        )
        more = f" ({len(edits)} places in the file)" if len(edits) > 1 else ""
        yield Finding(
            edits[0].span, {"more": more}, Fix(edits, False, "replace it with ordinary spaces")
        )


def _runs(doc: Document, block: Block) -> Iterator[Span]:
    """Yield the runs of white space with a no-break space between ASCII characters of a fence."""
    text = doc.text
    fence = _FENCE.match(text, block.start, block.end)
    if fence is None or text.find(_NO_BREAK, block.start, block.end) < 0:
        return
    info = fence[1].split()
    is_code = bool(info) and info[0].strip("{.}").lower() not in _PLAIN
    for m in _RUN.finditer(text, fence.end(), block.end):
        before, after = text[m.start() - 1], text[m.end() : m.end() + 1]
        if not after.isascii() or after in ("", "\n"):
            continue
        if _TREE.search(doc.line(doc.line_at(m.start()))):
            continue
        if before == "\n" or (is_code and before.isascii() and _is_apart(before, after)):
            yield Span(*m.span())


def _is_apart(before: str, after: str) -> bool:
    """Return True unless a no-break space may be meant: in a number, before a unit or a mark."""
    return after not in _FRENCH and not before.isdigit() and not after.isdigit()
