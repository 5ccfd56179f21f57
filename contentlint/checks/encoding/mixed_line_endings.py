"""Line ends of more than one kind in a file, or of an obsolete kind."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span

_NAMES = {"\n": "LF", "\r\n": "CR LF", "\r": "CR"}
_MOST_RELATED = 10


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding per file, at the first line end that differs from the most common one."""
    source = doc.source
    if source.newline == "mixed":
        places = [doc.line_span(line).end for line in source.other_lines]
        edits = tuple(Edit(Span(at, at + 1), "\n") for at in places)
        common = _NAMES[source.commonest]
        related = tuple(Related(Span(at, at), "also here") for at in places[1 : _MOST_RELATED + 1])
        fault = f"line ending differs from the others, which are {common}"
        fix = Fix(edits, True, f"convert all line endings to {common}")
        yield Finding(Span(places[0], places[0]), {"fault": fault}, fix, related)
    elif source.newline == "\r":
        yield Finding(Span(0, 0), {"fault": "lines end in a carriage return only"})
