"""Short lines that recur: buttons and labels of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import ends_sentence
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.model.queries import has_link
from contentlint.text.unicode.fold import light

_KINDS = frozenset({"paragraph", "html", "quote"})
_AROUND = OBJECT + " \t|·•»«-–—"
_FIELD = frozenset(":：=")
# Including the address of a link.
_LONGEST = 300
_RELATED = 10


class Options(NamedTuple):
    max_chars: int = 40
    """The maximum number of characters: longer lines are not checked."""
    min_times: int = 4
    """How often a line has to occur in the article."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    rows: dict[int, str] = {}
    prose, lines = doc.prose, doc.lines
    longest = max(_LONGEST, options.max_chars)
    for kind, _, _, first, last, _ in doc.blocks:
        if kind not in _KINDS:
            continue
        for line in range(first, last + 1):
            if 1 < len(lines[line]) <= longest:
                start = doc.line_start(line)
                row = prose[start : start + len(lines[line])].replace(MARK, "").strip(_AROUND)
                if len(row) <= options.max_chars:
                    rows[line] = row
    counts = Counter(rows.values())
    often = {row for row, times in counts.items() if times >= options.min_times and _is_label(row)}
    if not often:
        return
    places: dict[str, list[int]] = {}
    for line, row in rows.items():
        if row in often:
            places.setdefault(light(row), []).append(line)
    for found in places.values():
        if len(found) < 2 or _is_list_of_links(doc, found):
            continue
        related = tuple(
            Related(doc.line_span(line), "also here") for line in (found[0], *found[2:])
        )
        values = {"found": rows[found[0]], "times": len(found)}
        yield Finding(doc.line_span(found[1]), values, None, related[:_RELATED])


def _is_list_of_links(doc: Document, found: list[int]) -> bool:
    """Return True if the lines are consecutive links to different pages."""
    rows = [doc.lines[line].strip() for line in found]
    return (
        all(has_link(doc, *doc.line_span(line)) for line in found)
        and len(set(rows)) == len(rows)
        and not any(
            doc.lines[line].strip()
            for before, after in pairwise(found)
            for line in range(before + 1, after)
        )
    )


def _is_label(row: str) -> bool:
    """Return True if a line has text, and is neither a sentence ("Yes.") nor a form field
    ("Duration: 30 minutes")."""
    return any(map(str.isalpha, row)) and not ends_sentence(row) and not _FIELD & set(row)
