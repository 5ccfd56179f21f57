"""Line ends of more than one kind in a file, or of a kind that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    newline = doc.source.newline
    if newline == "mixed":
        yield Finding(Span(0, 0), {"fault": "line ends of more than one kind"})
    elif newline == "\r":
        yield Finding(Span(0, 0), {"fault": "lines end in a carriage return alone"})
