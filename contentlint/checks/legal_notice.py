"""Consent, privacy and copyright lines of the page around an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import MARK, Document
from contentlint.rule import Words
from contentlint.text.chrome import Labels, place, removal
from contentlint.text.compare import light
from contentlint.text.phrases import (
    Beginnings,
    Phrases,
    Rows,
    ShortLines,
    first_words,
)

_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
# Further on in a line, the sign belongs to a work that the line speaks of.
_OPENING = re.compile("[^©]{0,30}©|.{0,30}copyright")
_SPLIT = re.compile(r"\s*[|·•/,،؛;]\s*|\s+[-–—]\s+")
_SIGNS = ("©", "ookie", "opyright")
_MAX_WORDS = 25
# A line longer than this has more words than that in any language.
_LONGEST = 260
# Literals, a third of the time of str.find() in a text that is not Latin.
_COOKIE, _COPYRIGHT = re.compile("ookie"), re.compile("opyright")
# Where a part of a line begins that is not its first: each begins with a literal.
_PARTS = {
    **{
        sign: re.compile(rf"{re.escape(sign)}[\s{MARK}]*([^\s{MARK}|·•/,،؛;]+)")
        for sign in ("|", "·", "•", "/")
    },
    **{
        sign: re.compile(rf"{sign}(?<=[\s{MARK}]{sign})[\s{MARK}]+([^\s{MARK}|·•/,،؛;]+)")
        for sign in "-‐‑‒–—―−"
    },
}


class Options(NamedTuple):
    phrases: Words = {}
    """Names of pages: they are chrome in the tail, or two on a line."""
    notices: Words = {}
    """Sentences that are chrome as a whole line, or as the beginning of a short one."""
    labels: Words = {}
    """Labels of the source line, after which the article's tail begins."""


class Prepared(NamedTuple):
    phrases: Phrases
    notices: Phrases
    labels: Labels
    beginnings: Beginnings


def prepare(options: Options) -> Prepared:
    phrases, notices = Phrases(options.phrases), Phrases(options.notices)
    return Prepared(phrases, notices, Labels(options.labels), Beginnings(phrases, notices))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    rows = doc.fact(Rows)
    beginnings = options.beginnings(rows.arabic)
    numbers = rows.beginning(beginnings)
    if parted := _parted(doc, beginnings):
        numbers = sorted({*numbers, *parted})
    lines = rows.folded(numbers)
    prose = doc.prose
    signed = "©" in prose or _COOKIE.search(prose) or _COPYRIGHT.search(prose)
    if not lines.whole and not signed:
        return
    phrases, notices = options.phrases.of(rows.arabic), options.notices.of(rows.arabic)
    found: dict[int, str | None] = {}
    for key in [*phrases.intersection(lines.whole), *notices.intersection(lines.whole)]:
        for line in lines.whole[key]:
            where = place(doc, line.number, options.labels)
            if key in notices or where.tail:
                found[line.number] = None
            elif where.kind not in ("heading", "list_item", "table", "quote"):
                found[line.number] = "info"
    for number in _several(lines, phrases, notices):
        found[number] = None
    for number in _sentences(doc, phrases, notices) if signed else ():
        where = place(doc, number, options.labels)
        # An item of a list is a work with its copyright, of a bibliography or of credits.
        if where.tail or where.kind != "list_item":
            found[number] = None
    for number, severity in sorted(found.items()):
        where = place(doc, number, options.labels)
        fix = removal(doc, number, number, safe=where.loose)
        text = doc.text[where.span.start : where.span.end]
        yield Finding(where.span, {"found": text}, fix, (), severity)


def _parted(doc: Document, beginnings: frozenset[str]) -> set[int]:
    """The lines (from 0) that may hold such a name behind another one."""
    prose = doc.prose
    patterns = [pattern for sign, pattern in _PARTS.items() if sign in prose]
    words = {word for pattern in patterns for word in pattern.findall(prose)}
    if not words or beginnings.isdisjoint(first_words(light(" ".join(words)).split())):
        return set()
    return {
        doc.line_at(m.start())
        for pattern in patterns
        for m in pattern.finditer(prose)
        if not beginnings.isdisjoint(first_words([light(m[1])]))
    }


def _several(lines: ShortLines, phrases: frozenset[str], notices: frozenset[str]) -> Iterator[int]:
    """Lines with two or more names of such pages, or that begin with a notice of rights."""
    opening = tuple([notice for notice in notices if " " in notice])
    for key, where in lines.whole.items():
        parted = "|" in key or "·" in key or "•" in key or " - " in key or "/" in key
        if parted and sum(p in phrases or p in notices for p in _SPLIT.split(key)) >= 2:
            yield from (line.number for line in where)
        if key.startswith(opening):
            yield from (line.number for line in where)


def _sentences(doc: Document, phrases: frozenset[str], notices: frozenset[str]) -> Iterator[int]:
    """Short lines about cookies that hold two such phrases or begin with a notice, and
    copyright lines with a year and a reservation of rights."""
    prose = doc.prose
    numbers = set()
    for sign in _SIGNS:
        at = prose.find(sign)
        while at >= 0:
            numbers.add(doc.line_at(at))
            at = prose.find(sign, at + 1)
    for i in sorted(numbers):
        row = prose[slice(*doc.line_span(i))]
        shown = row.replace(MARK, "").strip(" \t*_#>-•|")
        if len(shown) > _LONGEST or len(shown.split()) > _MAX_WORDS:
            continue
        folded = light(shown)
        if "cookie" not in folded:
            if _OPENING.match(folded) and _YEAR.search(folded):
                if any([notice in folded for notice in notices]):
                    yield i
            continue
        held = [phrase for phrase in (*phrases, *notices) if phrase in folded]
        if len(held) >= 2 or folded.startswith(tuple(notices.intersection(held))):
            yield i
