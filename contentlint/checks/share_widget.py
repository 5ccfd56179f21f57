"""What is left of buttons to share, follow, print and subscribe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span
from contentlint.rule import Words
from contentlint.text import networks
from contentlint.text.chrome import Labels, place, removal, standing
from contentlint.text.phrase_lists import Beginnings, Phrases
from contentlint.text.phrases import short_lines

# The private use area, where icon fonts have their icons.
_FIRST_PRIVATE, _AFTER_PRIVATE = "\ue000", "\uf900"


class Options(NamedTuple):
    phrases: Words = {}
    networks: tuple[str, ...] = ()
    """Names of networks and services; a line of two or more of them is a row of buttons."""
    labels: Words = {}
    """Labels of the source line, after which the article's tail begins."""


class Prepared(NamedTuple):
    phrases: Phrases
    networks: Phrases
    labels: Labels
    beginnings: Beginnings


def prepare(options: Options) -> Prepared:
    phrases, names = Phrases(options.phrases), Phrases({"": options.networks})
    return Prepared(phrases, names, Labels(options.labels), Beginnings(phrases, names))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    lines = short_lines(doc, options.beginnings)
    names, share = options.networks.of(lines.arabic), options.phrases.of(lines.arabic)
    seen = set()
    whole = lines.whole
    for key in sorted(share.intersection(whole)) if whole else ():
        for line in whole[key]:
            if found := standing(doc, line, key, options.labels):
                seen.add(line.number)
                yield _finding(doc, line.number, line.number, options, found[1])
    if whole and max(whole) >= _FIRST_PRIVATE:
        for key, icons in whole.items():
            if all(_FIRST_PRIVATE <= c < _AFTER_PRIVATE or c.isspace() for c in key):
                for line in icons:
                    yield _finding(doc, line.number, line.number, options, None)
    for first, last in networks.rows(doc, lines, names, share):
        where = place(doc, first, options.labels)
        if first not in seen and (where.tail or where.kind not in ("list_item", "table")):
            seen.update(range(first, last + 1))
            yield _finding(doc, first, last, options, None)
    for number in networks.share_links(doc):
        if number not in seen:
            yield _finding(doc, number, number, options, None)


def _finding(
    doc: Document, first: int, last: int, options: Prepared, severity: str | None
) -> Finding:
    where = place(doc, first, options.labels)
    span = Span(where.span.start, place(doc, last, options.labels).span.end)
    fix = removal(doc, first, last, safe=where.loose)
    found = doc.text[where.span.start : where.span.end]
    return Finding(span, {"found": found}, fix, (), severity)
