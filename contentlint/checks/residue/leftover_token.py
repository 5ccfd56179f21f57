"""Text that a program left behind: template commands, tokens of models, error messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.lines import Rows, opened_rows, short_lines
from contentlint.article.boilerplate.openings import Openings, lines_with, openings
from contentlint.article.boilerplate.phrases import Beginnings, Phrases
from contentlint.article.boilerplate.placement import removal
from contentlint.article.html_tags import tags
from contentlint.checks.residue._tokens import (
    Limits,
    Token,
    by_block,
    highest_severity,
    is_in_question,
    judged,
    sought,
    tokens,
    wanted,
)
from contentlint.checks.residue._tokens import needs as needs_of
from contentlint.model import queries, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import TAG, Document, Span
from contentlint.model.queries import block_at
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases
from contentlint.text.match.regex import begun

if TYPE_CHECKING:
    import re
    from typing import Literal

_MOST_RELATED = 10
_HIDDEN = "\ufeff\u200b"
_MARKED = "__"
_MARKED_LINE = "\n" + _MARKED


class Options(NamedTuple):
    tokens: Mapping[str, str] = {}
    """Literal strings, each with a regular expression. In a text that contains the string, whatever
    matches the expression is reported."""
    signs: Mapping[str, str] = {}
    """Strings from ``tokens``, each with characters that must also occur in the prose."""
    in_tags: bool = False
    """Report the strings from ``tokens`` only if the document contains HTML tags."""
    lines: Mapping[str, str] = {}
    """Beginnings of lines, each with a regular expression. A line that has this beginning and
    matches the expression is reported."""
    phrases: Words = {}
    """Phrases that are reported if they make up a whole line, by language."""
    openings: Words = {}
    """Beginnings of lines to report, by language."""
    closings: Words = {}
    """Beginnings of lines to report in the first and last paragraph, by language, if the document
    contains another finding of the rule."""
    remove: Literal["", "token", "line"] = ""
    """What the fix removes; empty for no fix."""
    once: bool = False
    """Report all tokens of a document as one finding."""
    allow: tuple[str, ...] = ()
    """Beginnings of allowed tokens."""
    allow_below_front_matter: tuple[str, ...] = ()
    """Beginnings of tokens that are allowed in a file with front matter, because the site
    generator replaces them."""
    urls: tuple[str, ...] = ()
    """Strings from ``tokens`` that are also reported in the target of a link."""
    without_code: tuple[str, ...] = ()
    """Strings from ``tokens`` that are reported only if the document contains no code."""
    not_beside: Mapping[str, str] = {}
    """Pairs of strings: the first, one of ``tokens``, is not reported in a file that has front
    matter and also contains the second."""
    not_in: Mapping[str, str] = {}
    """Strings from ``tokens``, each with the languages, separated by spaces, in which it is not
    reported."""
    quoted: str = ""
    """The severity inside quotation marks and block quotes, where authored text is not reported;
    ``none``: not reported there in any text; empty: the same as elsewhere."""
    allow_authored: tuple[str, ...] = ()
    """Beginnings of tokens that are allowed in authored text, because the site generator replaces
    them."""


def needs(options: Options) -> tuple[str, ...]:
    short = line_phrases.lines(*options.phrases.values())
    long = line_phrases.lines(*options.openings.values(), longest=0, whole=False)
    if not _are_marked(options.lines):
        firsts = [word for key in options.lines for word in key.split()[:1]]
        long += line_phrases.lines(firsts, longest=0, whole=False)
    elif options.lines:
        # The scan has tested if it occurs; each of the literals would need a separate search.
        heads = [begun(pattern, _MARKED) or () for pattern in options.lines.values()]
        long += (trigger.token(_MARKED, "", chain.from_iterable(heads) if all(heads) else ()),)
    signs = dict.fromkeys(options.tokens, "") if options.in_tags else options.signs
    return (*short, *long, *needs_of(options.tokens, signs, options.urls))


def _are_marked(lines: Mapping[str, str]) -> bool:
    """Return True if all lines begin with a sign: many lines begin with "en" or "de", hardly any
    with "__en__"."""
    return all(p.startswith(_MARKED) and "|" not in p for p in lines.values())


class Checker:
    def __init__(self, options: Options) -> None:
        self._phrases = Phrases(options.phrases)
        signs = dict.fromkeys(options.tokens, "") if options.in_tags else options.signs
        self._tokens = sought(wanted(options.tokens, signs, options.urls))
        self._in_tags = options.in_tags
        self._lines = {word: lazy_regex.compile(pattern) for word, pattern in options.lines.items()}
        # Rows contain the first words of lines in folded form.
        self._line_beginnings = Beginnings(Phrases({"": tuple(options.lines)}))
        self._marked = bool(options.lines) and _are_marked(options.lines)
        self._limits = Limits(
            allow=options.allow,
            allow_below_front_matter=options.allow_below_front_matter,
            urls=options.urls,
            without_code=options.without_code,
            not_beside=options.not_beside,
            not_in=options.not_in,
            quoted=options.quoted,
            allow_authored=options.allow_authored,
        )
        self._beginnings = Beginnings(self._phrases)
        self._openings = Openings(options.openings)
        self._closings = Openings(options.closings)
        self._remove = options.remove
        self._once = options.once

    def check(self, doc: Document) -> Iterator[Finding]:
        found = [*self._whole_lines(doc)]
        if not self._in_tags or doc.fact(tags):
            found += tokens(doc, self._tokens, self._limits)
        if found:
            found += _closings(doc, self._closings)
            groups = by_block(doc, found)
            if self._once:
                groups = [sorted(token for group in groups for token in group)]
            for group in groups:
                yield _finding(doc, group, self._remove)

    def _whole_lines(self, doc: Document) -> Iterator[Token]:
        """Yield lines that are a phrase, or begin with an opening."""
        rows = doc.fact(opened_rows)
        spans = [*openings(doc, rows, self._openings)]
        lines = short_lines(rows, self._beginnings) if self._phrases else None
        if lines and lines.whole:
            for key in self._phrases.of(lines.arabic).intersection(lines.whole):
                spans += [doc.line_span(line.number) for line in lines.whole[key]]
        if self._marked:
            if _has_marked(doc, self._lines):
                spans += self._matching_lines(doc, doc.fact(Rows))
        elif self._lines and (rows.texts or rows.others):
            spans += self._matching_lines(doc, rows)
        for span in spans:
            if token := judged(doc, Token(*span, None), self._limits.quoted):
                yield token

    def _matching_lines(self, doc: Document, rows: Rows) -> Iterator[Span]:
        """Yield the lines that begin with a word and match its pattern."""
        arabic = rows.arabic or rows.others_arabic
        for start, _ in lines_with(doc, rows, self._line_beginnings(arabic)):
            line = doc.line_span(doc.line_at(start))
            text = doc.text[slice(*line)]
            for word, pattern in self._lines.items():
                if pattern.match(text) and is_in_question(doc, word, self._limits):
                    if queries.is_shown(doc, start):
                        yield line
                    break


def _has_marked(doc: Document, patterns: dict[str, re.Pattern[str]]) -> bool:
    """Return True if a line matches a pattern that begins with the sign."""
    text = doc.text
    starts = [0] if text.startswith(_MARKED) else []
    at = text.find(_MARKED_LINE) if _MARKED[0] in text else -1
    while at >= 0:
        starts.append(at + 1)
        at = text.find(_MARKED_LINE, at + 1)
    lines = [doc.lines[doc.line_at(start)] for start in starts]
    return any(pattern.match(line) for line in lines for pattern in patterns.values())


def _closings(doc: Document, wanted: Openings) -> Iterator[Token]:
    """Yield lines of the first and the last text block that begin with one of the openings."""
    shown = [block.start for block in doc.blocks if block.kind in ("paragraph", "list_item")]
    edges = [*shown[:1], *shown[1:][-1:]]
    for start, end in openings(doc, Rows(doc, edges), wanted) if edges else ():
        yield Token(start, end, None)


def _finding(doc: Document, group: list[Token], remove: str) -> Finding:
    first = Span(group[0].start, group[0].end)
    fix = None
    if remove == "token":
        fix = _removal(doc, group)
    elif remove == "line":
        fix = _without_lines(doc, group)
    firsts = {doc.line_at(token.start): token for token in reversed(group)}
    others = sorted(firsts.values())[1 : _MOST_RELATED + 1]
    related = tuple(Related(Span(token.start, token.end), "also here") for token in others)
    lines = len(firsts)
    values = {
        "found": doc.text[slice(*first)].strip(),
        "more": f", and {lines - 1} more" if lines > 1 else "",
    }
    return Finding(first, values, fix, related, highest_severity(group))


def _without_lines(doc: Document, group: list[Token]) -> Fix | None:
    """Return the fix that removes the lines of tokens, if they are blocks of their own."""
    runs: list[list[int]] = []
    for line, at in sorted({doc.line_at(token.start): token.start for token in group}.items()):
        block = block_at(doc, at)
        if block is None or block.line != block.last:
            continue
        if runs and not any(map(str.strip, doc.lines[runs[-1][1] + 1 : line])):
            runs[-1][1] = line
        else:
            runs.append([line, line])
    fixes = [removal(doc, first, last, safe=False) for first, last in runs]
    edits = tuple(edit for fix in fixes if fix for edit in fix.edits)
    if not edits:
        return None
    several = len(runs) > 1 or runs[0][0] != runs[0][1]
    return Fix(edits, False, "remove the lines" if several else "remove the line")


def _removal(doc: Document, group: list[Token]) -> Fix | None:
    """Return the fix that removes elements without text; a blank in one is replaced by a space."""
    edits: list[Edit] = []
    for token in group:
        there = [node for node in doc.markup_in(token.start, token.end) if node.kind == TAG]
        if len(there) < 2 or there[0].start != token.start:
            return None
        inside = doc.text[there[0].end : there[-1].start]
        # Tokens of one block may overlap: a longer one contains others.
        if not edits or token.start >= edits[-1].span.end:
            edits.append(Edit(Span(token.start, token.end), " " if inside.strip(_HIDDEN) else ""))
    return Fix(tuple(edits), True, "remove it")
