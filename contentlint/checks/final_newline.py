"""A file whose last line has no line end."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Span
from contentlint.records import NamedTuple
from contentlint.text import gates

# Half the time of the constructor of a NamedTuple; most files of a scraped site have this fault.
_new = tuple.__new__


class Options(NamedTuple):
    pass


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.NO_END,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    text = doc.text
    # A last line of white space alone is a trailing blank line.
    if text and text[-1] != "\n" and not text[text.rfind("\n") + 1 :].isspace():
        end = _new(Span, (len(text), len(text)))
        fix = _new(Fix, ((_new(Edit, (end, "\n")),), True, "end the last line"))
        yield Finding(end, {}, fix)
