"""Runs of paragraphs in another language, and how it shows that they are quoted on purpose."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import MARK, Block, Document, Span
from contentlint.text.language.detect import detect
from contentlint.text.language.paragraphs import LEAST_LETTERS, in_script, script_of, seems_own

_BEHIND = 12
"""Blocks behind a run among which its author is named."""
_SIGNED = 2
"""The same for a signature: behind "Thanks"."""
_COLONS = (":", "：")
# The author of a post that is embedded; the translation of a line that stands above it.
_AUTHOR = lazy_regex.compile(r"[—–][ \t]?[^\n]{0,100}\(@\w{1,40}\)")
# Who wrote in a guest book: "Rob G.", on a line of its own.
_SIGNATURE = lazy_regex.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]*\.?[ \t]){1,2}[A-ZÀ-ÖØ-Þ][\w'’-]*\.?")
# A field of a record: "Description: ...".
_FIELD = lazy_regex.compile(r"[*_]{0,2}[^\W\d_][\w. -]{1,24}:[*_]{0,2}[ \t]\S")
_QUOTED = lazy_regex.compile(r"[\"“„«]([^\"“”„«»\n]{4,200})[\"“”»]")
_WORD = lazy_regex.compile(r"[^\W\d_]{3,}")
_LEAST_COMMON = 3


class Foreign(NamedTuple):
    span: Span
    language: str
    """Its name, or the script."""
    block: int
    """Its place among the blocks."""


def is_written_in(doc: Document, block: Block, script: str) -> bool:
    """Return True if a paragraph that is no foreign one shows that it is in the document's
    language."""
    text = doc.prose[block.start : block.end]
    if script != "Latin":
        return in_script(text, script)
    return len(text) >= LEAST_LETTERS and detect(text)[0] == doc.language


def is_announced(doc: Document, run: list[Foreign]) -> bool:
    """Return True if the paragraph before a run announces it, or both are fields of a record."""
    first = run[0].block
    if first == 0 or doc.blocks[first].kind != "paragraph":
        return False
    before = doc.blocks[first - 1]
    if all(_FIELD.match(doc.text, start) for start in (before.start, run[0].span.start)):
        return before.kind == "paragraph"
    text = doc.prose[before.start : before.end].replace(MARK, "").rstrip()
    return before.kind in ("paragraph", "heading") and text.rstrip(")").endswith(_COLONS)


def quoting_languages(doc: Document, runs: list[list[Foreign]], others: list[Block]) -> set[str]:
    """The languages that a document quotes: a run is an embedded post, is signed or is translated
    below it, or the same words stand in quotation marks in other paragraphs."""
    found = {run[0].language for run in runs if _is_embedded(doc, run[-1].block)}
    if all(run[0].language in found for run in runs):
        return found
    prose = doc.prose
    quoted: set[str] = set()
    for block in others:
        for part in _QUOTED.findall(prose, block.start, block.end):
            quoted.update(_WORD.findall(part.lower()))
    for run in runs:
        words = {w for each in run for w in _WORD.findall(prose[slice(*each.span)].lower())}
        if len(words & quoted) >= _LEAST_COMMON:
            found.add(run[0].language)
    return found


def _is_embedded(doc: Document, last: int) -> bool:
    behind = doc.blocks[last + 1 : last + 1 + _BEHIND]
    if any(_SIGNATURE.fullmatch(doc.text[b.start : b.end].strip()) for b in behind[:_SIGNED]):
        return True
    for block in behind:
        text = doc.text[block.start : block.end].lstrip()
        if text.startswith("= ") or _AUTHOR.search(text):
            return True
        if seems_own(text, script_of(doc.language), doc.language):
            return False
    return False
