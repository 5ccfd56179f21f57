"""What is left of buttons to share, follow, print and subscribe."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.diagnostic import Finding
from contentlint.document import Document
from contentlint.records import NamedTuple
from contentlint.rule import Words
from contentlint.text import events as e_
from contentlint.text import gates, networks
from contentlint.text.chrome import Labels, place, standing
from contentlint.text.parts import Hit
from contentlint.text.phrase_lists import Beginnings, Phrases
from contentlint.text.phrases import opened_rows, short_lines
from contentlint.text.runs import findings
from contentlint.text.share_links import share_links

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


def anchors(options: Options) -> tuple[str, ...]:
    phrases = gates.lines(*options.phrases.values(), options.networks)
    # Rows of buttons: names, and phrases of one word, one after another.
    words = [phrase for entries in options.phrases.values() for phrase in entries]
    rows = gates.rows(options.networks, [word for word in words if " " not in word])
    return (*phrases, *rows, gates.PRIVATE, gates.SHARE)


def prepare(options: Options) -> Prepared:
    phrases, names = Phrases(options.phrases), Phrases({"": options.networks})
    return Prepared(phrases, names, Labels(options.labels), Beginnings(phrases, names))


def check(doc: Document, options: Prepared) -> Iterable[Finding]:
    hits = _hits(doc, options)
    return findings(doc, hits) if hits else ()


def _hits(doc: Document, options: Prepared) -> list[Hit]:
    lines = short_lines(doc.fact(opened_rows), options.beginnings)
    names, share = options.networks.of(lines.arabic), options.phrases.of(lines.arabic)
    labels = options.labels
    whole = lines.whole
    found: list[tuple[int, int, str | None]] = [
        (line.number, line.number, phrase[1])
        for key in (share.intersection(whole) if whole else ())
        for line in whole[key]
        if (phrase := standing(doc, line, key, labels))
    ]
    if whole and max(whole) >= _FIRST_PRIVATE:
        for key, icons in whole.items():
            if all(_FIRST_PRIVATE <= c < _AFTER_PRIVATE or c.isspace() for c in key):
                found += [(line.number, line.number, None) for line in icons]
    seen = {first for first, _, _ in found}
    for first, last in networks.rows(doc, lines, names, share, options.beginnings):
        where = place(doc, first, labels)
        if first not in seen and (where.tail or where.kind not in ("list_item", "table")):
            seen.update(range(first, last + 1))
            found.append((first, last, None))
    if doc.fact(gates.seen).events & e_.SHARE:
        found += [(line, line, None) for line in doc.fact(share_links) if line not in seen]
    return [
        Hit(first, last, severity, place(doc, first, labels).loose)
        for first, last, severity in found
    ]
