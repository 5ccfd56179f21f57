"""Parts of an article that are no blocks of Markdown: its source line and its tail."""

from __future__ import annotations

from contentlint.document import Document
from contentlint.rule import Words
from contentlint.text.compare import light

_MARKERS = "*_#>-•\u00b7 \t\u200e\u200f"
# A label is a word or three; looking further would make every line of prose a candidate.
_LONGEST_LABEL = 40


def folded(words: Words) -> frozenset[str]:
    """All entries of a word list under the ``light`` profile, without regard to language."""
    return frozenset(light(entry) for entries in words.values() for entry in entries)


def source_lines(doc: Document, labels: frozenset[str]) -> tuple[int, ...]:
    """The lines (from 0) that name the article's source: ``label: …``.

    ``labels`` are folded; ask through ``doc.fact(source_lines, labels)``.
    """
    found = []
    for block in doc.blocks:
        if block.kind in ("code", "front_matter", "table", "pipe_row", "html"):
            continue
        line = doc.lines[block.line]
        colon = line.find(":", 0, _LONGEST_LABEL)
        if colon < 0:
            colon = line.find("：", 0, _LONGEST_LABEL)
        if colon > 0:
            label = line[:colon].strip(_MARKERS)
            if label and light(label) in labels:
                found.append(block.line)
    return tuple(found)
