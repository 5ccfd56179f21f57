"""Prose after the article's source line."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import joined, remove_lines
from contentlint.article.source_line import closing_source_line, folded, source_lines
from contentlint.core import count_words, ends_sentence, has_words
from contentlint.model.diagnostic import Finding, Fix
from contentlint.model.document import COMPONENTS, MARK, Block, Document, Span
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases
from contentlint.text.unicode.fold import light

_PROSE = frozenset({"paragraph", "quote", "list_item"})
# Prose is a sentence of a few words; a longer text counts even without a full stop.
_SENTENCE = 4
_LONG = 12
_FEW = 3
# More paragraphs are the article, or all its comments: the line belongs to something else.
_MOST = 6
_SAME_PLACE = 3


class Options(NamedTuple):
    labels: Words = {}
    """Labels of a source line, by language."""
    agencies: Words = {}
    """Photo agencies, by language; a source line with one of them belongs to an image."""


def needs(options: Options) -> tuple[str, ...]:
    return line_phrases.lines(*options.labels.values(), longest=0, whole=False)


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = folded(options.labels)
        self._agencies = folded(options.agencies)

    def check(self, doc: Document) -> Iterator[Finding]:
        source = doc.fact(closing_source_line, self._labels)
        # Several source lines, far apart, belong to pictures and tables.
        if source < 0 or source - doc.fact(source_lines, self._labels)[0] > _SAME_PLACE:
            return
        i = next(i for i, block in enumerate(doc.blocks) if block.line <= source <= block.last)
        if _names_no_article(doc, i, source, self._agencies) or _is_in_section(doc, i, source):
            return
        prose = [block for block in doc.blocks[i + 1 :] if _is_prose(doc, block)]
        # With more text below than above, the line is the source of the text above it.
        if (
            not prose
            or len(prose) > _MOST
            or prose[-1].end - prose[0].start > doc.line_start(source)
        ):
            return
        # One paragraph has the finding, so that residue elsewhere does not replace it.
        bearer = next((b for b in prose if has_words(doc.prose[b.start : b.end], _LONG)), prose[0])
        values = {
            "count": len(prose),
            "paragraphs": f"{len(prose)} paragraph" + "s" * (len(prose) > 1),
            "line": source + 1,
        }
        yield Finding(Span(bearer.start, bearer.end), values, _removal(doc, prose))


def _names_no_article(doc: Document, i: int, source: int, agencies: frozenset[str]) -> bool:
    """Return True if a source line, in block ``i``, begins a list of sources, or is that of a
    picture or table."""
    line = doc.prose[doc.line_start(source) : doc.line_end(source)].replace("：", ":")
    name = line.partition(":")[2].replace(MARK, "").strip(" \t\u00a0.")
    if not name or any(light(part.strip()) in agencies for part in name.split("/")):
        return True
    above = doc.blocks[i - 1].kind if i and doc.blocks[i].line == source else ""
    return above in COMPONENTS.union(("image", "table", "pipe_row", "html", "code"))


def _is_in_section(doc: Document, i: int, source: int) -> bool:
    """Return True if a source line, in block ``i``, is an item of a list, or belongs to a
    table or a section: headings like the next one are above it as well."""
    blocks = doc.blocks
    above = blocks[i - 1].kind if i and blocks[i].line == source else ""
    below = blocks[i + 1] if i + 1 < len(blocks) else blocks[i]
    if blocks[i].kind == "list_item":
        return "list_item" in (above, below.kind)
    if below.kind == "table" or (above == "heading" and doc.origin != "extracted"):
        return True
    return below.kind == "heading" and (
        sum(block.kind == "heading" and block.level == below.level for block in blocks[:i]) > 1
    )


def _is_prose(doc: Document, block: Block) -> bool:
    if block.kind not in _PROSE:
        return False
    prose = doc.prose[block.start : block.end]
    words = count_words(prose)
    return words >= _LONG or (words >= _SENTENCE and ends_sentence(prose))


def _removal(doc: Document, prose: list[Block]) -> Fix | None:
    """Return the fix that removes the text; more than a few lines need a review by an editor."""
    if len(prose) > _FEW:
        return None
    edits = joined(remove_lines(doc, block.line, block.last) for block in prose)
    return Fix(edits, False, "remove the text after the source line")
