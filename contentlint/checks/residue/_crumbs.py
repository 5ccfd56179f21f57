"""Breadcrumbs and menus: a row of short names that begins at the home page."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.article.boilerplate.lines import LONGEST, Rows
from contentlint.article.boilerplate.phrases import EDGES, Beginnings, Phrases
from contentlint.model.document import Document
from contentlint.text.unicode.fold import light

_SEPARATORS = "›»>→←|•·/\\"
_MOST_WORDS = 5
_LEAST = 3


def crumbs(doc: Document, homes: Phrases, beginnings: Beginnings) -> Iterator[int]:
    """Lines (from 0) of three or more names with one kind of separator, the first the home page's.

    Only the last may be longer than a few words: it is the title of the page.
    """
    rows = doc.fact(Rows)
    for i in rows.beginning(beginnings(rows.arabic), LONGEST):
        text = rows.texts[i]
        for separator in _SEPARATORS:
            if text.count(separator) >= _LEAST - 1:
                parts = [part.strip(EDGES) for part in text.split(separator)]
                parts = parts if parts[-1] else parts[:-1]
                if (
                    len(parts) >= _LEAST
                    and all(0 < len(part.split()) <= _MOST_WORDS for part in parts[:-1])
                    and light(parts[0]) in homes.of(rows.arabic)
                ):
                    yield rows.line(i)
                    break
