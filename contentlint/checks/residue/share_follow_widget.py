"""Residue of buttons to share, follow, print and subscribe."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import doubtful, findings
from contentlint.article.boilerplate.lines import opened_rows, short_lines
from contentlint.article.boilerplate.phrases import Beginnings, Phrases
from contentlint.article.boilerplate.placement import Labels, place, place_and_severity
from contentlint.checks.residue import _share as networks
from contentlint.checks.residue._share import SHARING, share_links
from contentlint.model import trigger
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases

_COUNT = lazy_regex.compile(r"\(\d+\)")
# The private use area, which icon fonts use.
_FIRST_PRIVATE, _AFTER_PRIVATE = "\ue000", "\uf900"


class Options(NamedTuple):
    phrases: Words = {}
    """Labels of share and follow buttons, by language."""
    networks: tuple[str, ...] = ()
    """Names of networks and services; two or more on a line are a row of buttons."""
    labels: Words = {}
    """Labels of the source line, by language. The article ends with its last full sentence or with
    this line, whichever comes first. What follows is more certainly not part of it: the severity
    may be higher, and the fix may be safe."""


def needs(options: Options) -> tuple[trigger.Need, ...]:
    phrases = line_phrases.lines(*options.phrases.values(), options.networks)
    # Rows of buttons: names, and one-word phrases, one after another.
    words = [phrase for entries in options.phrases.values() for phrase in entries]
    rows = line_phrases.rows(options.networks, [word for word in words if " " not in word])
    return (*phrases, *rows, trigger.PRIVATE, SHARING)


class Checker:
    def __init__(self, options: Options) -> None:
        self._phrases = Phrases(options.phrases)
        self._networks = Phrases({"": options.networks})
        self._labels = Labels(options.labels)
        self._beginnings = Beginnings(self._phrases, self._networks)

    def check(self, doc: Document) -> Iterable[Finding]:
        hits = self._hits(doc)
        if not hits:
            return ()
        # "Print (4)" may be one of the article's tags.
        found = findings(doc, hits)
        return [doubtful(each) if _COUNT.search(doc.text, *each.span) else each for each in found]

    def _hits(self, doc: Document) -> list[Hit]:
        lines = short_lines(doc.fact(opened_rows), self._beginnings)
        names, share = self._networks.of(lines.arabic), self._phrases.of(lines.arabic)
        labels = self._labels
        whole = lines.whole
        found: list[tuple[int, int, str | None]] = [
            (line.number, line.number, phrase[1])
            for key in (share.intersection(whole) if whole else ())
            for line in whole[key]
            if (phrase := place_and_severity(doc, line, key, labels))
        ]
        if whole and max(whole) >= _FIRST_PRIVATE:
            for key, icons in whole.items():
                if all(_FIRST_PRIVATE <= c < _AFTER_PRIVATE or c.isspace() for c in key):
                    found += [(line.number, line.number, None) for line in icons]
        seen = {first for first, _, _ in found}
        for first, last in networks.network_rows(doc, lines, names, share, self._beginnings):
            where = place(doc, first, labels)
            if first not in seen and (where.tail or where.kind not in ("list_item", "table")):
                seen.update(range(first, last + 1))
                found.append((first, last, None))
        found += [(line, line, None) for line in doc.fact(share_links) if line not in seen]
        return [
            Hit(first, last, severity, place(doc, first, labels).loose)
            for first, last, severity in found
        ]
