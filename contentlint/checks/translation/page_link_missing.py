"""Links to places of the same page that a passage of the translation has fewer of."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.translation import _links
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity.passages import MOST_RELATED, first_line, in_source, more

COUNTERPART = True


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    del options
    for unit, links in doc.fact(_links.compared).inner:
        values = {"found": links[0].url, "more": more(len(links))}
        related = tuple(in_source(*link.span) for link in links[:MOST_RELATED])
        yield Finding(first_line(doc, unit), values, related=related)
