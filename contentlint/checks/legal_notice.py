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
from contentlint.text.phrases import Phrases, ShortLines, short_lines

_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
# Further on in a line, the sign belongs to a work that the line speaks of.
_OPENING = re.compile("[^©]{0,30}©|.{0,30}copyright")
_SPLIT = re.compile(r"\s*[|·•/,،؛;]\s*|\s+[-–—]\s+")
_SIGNS = ("©", "ookie", "opyright")
_MAX_WORDS = 25
# A line longer than this has more words than that in any language.
_LONGEST = 260


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


def prepare(options: Options) -> Prepared:
    return Prepared(Phrases(options.phrases), Phrases(options.notices), Labels(options.labels))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    lines = doc.fact(short_lines)
    phrases, notices = options.phrases.of(lines.arabic), options.notices.of(lines.arabic)
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
    for number in _sentences(doc, phrases, notices):
        where = place(doc, number, options.labels)
        # An item of a list is a work with its copyright, of a bibliography or of credits.
        if where.tail or where.kind != "list_item":
            found[number] = None
    for number, severity in sorted(found.items()):
        where = place(doc, number, options.labels)
        fix = removal(doc, number, number, safe=where.loose)
        text = doc.text[where.span.start : where.span.end]
        yield Finding(where.span, {"found": text}, fix, (), severity)


def _several(lines: ShortLines, phrases: frozenset[str], notices: frozenset[str]) -> Iterator[int]:
    """Lines with two or more names of such pages, or that begin with a notice of rights."""
    opening = tuple(notice for notice in notices if notice in lines.joined and " " in notice)
    for key, where in lines.whole.items():
        parted = "|" in key or "·" in key or "•" in key or " - " in key or "/" in key
        if parted and sum(p in phrases or p in notices for p in _SPLIT.split(key)) >= 2:
            yield from (line.number for line in where)
        if opening and key.startswith(opening):
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
        held = [phrase for phrase in (*phrases, *notices) if phrase in folded]
        if "cookie" not in folded:
            if _OPENING.match(folded) and _YEAR.search(folded) and not notices.isdisjoint(held):
                yield i
        elif len(held) >= 2 or folded.startswith(tuple(notices.intersection(held))):
            yield i
