"""HTML tags, and pieces of scripts and style sheets, in displayed text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from operator import attrgetter

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import remove_lines
from contentlint.article.html_tags import (
    FLOWING,
    Tag,
    is_styled,
    tags,
    unbalanced,
)
from contentlint.checks.residue._tokens import (
    Limits,
    Token,
    by_block,
    sought,
    tokens,
    wanted,
)
from contentlint.checks.residue._tokens import needs as needs_of
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Block, Document, Span
from contentlint.model.queries import block_at

_MOST_RELATED = 10
_BEFORE = 3
"""Blanks that may precede the tag at the start of a block."""


class Options(NamedTuple):
    elements: tuple[str, ...] = ()
    """Elements to report in plain text, and in Markdown if one of their tags is missing."""
    never: tuple[str, ...] = ()
    """Elements to report anywhere in Markdown, unless the tag contains one of ``embeds``."""
    styled: tuple[str, ...] = ()
    """Elements to report in a paragraph of Markdown if they have a style, or a class around part
    of the paragraph."""
    embeds: tuple[str, ...] = ()
    """Strings in a tag of ``never``, such as an address, that show that it is embedded on
    purpose."""
    tokens: Mapping[str, str] = {}
    """Literal strings, each with a regular expression. In a text that contains the string, code
    that matches the expression is reported."""
    signs: Mapping[str, str] = {}
    """Strings from ``tokens``, each with characters that must also occur in the prose."""
    without_code: tuple[str, ...] = ()
    """Strings from ``tokens`` that are reported only if the document contains no code."""


def needs(options: Options) -> tuple[str, ...]:
    return ("<", *needs_of(options.tokens, options.signs))


class Checker:
    def __init__(self, options: Options) -> None:
        self._elements = frozenset(options.elements)
        self._never = frozenset(options.never)
        self._styled = frozenset(options.styled)
        self._embeds = options.embeds
        self._tokens = sought(wanted(options.tokens, options.signs))
        self._limits = Limits(without_code=options.without_code)

    def check(self, doc: Document) -> Iterator[Finding]:
        # The tags of a component are part of its language.
        if doc.syntax.components:
            return
        found = [
            token
            for token in tokens(doc, self._tokens, self._limits)
            if not _is_piece(doc, token.start)
        ]
        found += [Token(tag.start, tag.end, None) for tag in self._tags(doc)]
        for group in by_block(doc, found):
            yield _finding(doc, group)

    def _tags(self, doc: Document) -> Iterator[Tag]:
        there = doc.fact(tags)
        if not there:
            return
        if not doc.syntax.markup:
            yield from (tag for tag in there if tag.name in self._elements)
            return
        lone = unbalanced([tag for tag in there if tag.name in self._elements - self._never])
        embedded: list[str] = []
        for tag in there:
            if tag.name in self._never:
                if tag.closes and tag.name in embedded:
                    embedded.remove(tag.name)
                elif any(part in doc.text[tag.start : tag.end] for part in self._embeds):
                    embedded = [tag.name]
                else:
                    yield tag
            elif tag in lone or (tag.name in self._styled and _is_styled(doc, tag)):
                yield tag


def _is_piece(doc: Document, offset: int) -> bool:
    """Return True if a tag holds an offset."""
    there = doc.fact(tags)
    at = bisect_right(there, offset, key=_start) - 1
    return at >= 0 and there[at].end > offset


_start = attrgetter("start")


def _is_styled(doc: Document, tag: Tag) -> bool:
    """Return True if a tag gives a part of a paragraph a class, or any text a style."""
    text = doc.text[tag.start : tag.end]
    if tag.closes or not is_styled(text):
        return False
    block = block_at(doc, tag.start)
    if block is None or block.kind not in FLOWING:
        return False
    return "style=" in text or not (
        block.start + _BEFORE >= tag.start and _is_closed_at_the_end(doc, block, tag.name)
    )


def _is_closed_at_the_end(doc: Document, block: Block, name: str) -> bool:
    """Return True if a block ends with the closing tag of an element."""
    end = block.start + len(doc.text[block.start : block.end].rstrip())
    return any(tag.end == end and tag.closes and tag.name == name for tag in doc.fact(tags))


def _finding(doc: Document, group: list[Token]) -> Finding:
    first = Span(group[0].start, group[0].end)
    edits = _removal(doc, group)
    fix = Fix(edits, False, "remove the tags") if edits else None
    related = tuple(
        Related(Span(token.start, token.end), "also here") for token in group[1 : _MOST_RELATED + 1]
    )
    values = {"found": " ".join(doc.text[slice(*first)].split())}
    return Finding(first, values, fix, related)


def _removal(doc: Document, group: list[Token]) -> tuple[Edit, ...]:
    """Return the fix that removes tags; the lines of a script, and those with nothing but tags, as
    a whole."""
    block = block_at(doc, group[0].start)
    starts = {tag.start for tag in doc.fact(tags)}
    spans = [Span(token.start, token.end) for token in group if token.start in starts]
    if block is not None:
        between, at = [], block.start
        for start, end in spans:
            between.append(doc.text[at:start])
            at = end
        if block.kind == "code" or not "".join([*between, doc.text[at : block.end]]).strip():
            return (remove_lines(doc, block.line, block.last),)
    return tuple([Edit(span, "") for span in spans])
