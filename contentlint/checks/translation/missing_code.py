"""Code blocks of the source that a translation lacks."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.parity.findings import in_source
from contentlint.parity.losses import Loss, missing
from contentlint.parity.unit_reader import FENCES

COUNTERPART = True
_COMPARED = 200
_DROPPED = str.maketrans("", "", ">\\")
# Words without the signs of code, an item or not.
_PROSE = lazy_regex.compile(r"(?:[*+-][ \t]+)?[A-Z][^{}()\[\]<>=$/\\|_`]*[ \t][^{}<>=$/\\|_`]*")


def check(doc: Document) -> Iterator[Finding]:
    pair = counterpart.of(doc)
    for loss in doc.fact(missing):
        if loss.kind != "code" or not loss.text:
            continue
        if not _is_text(pair.doc, loss) and not _is_elsewhere(doc, pair.doc, loss):
            there = in_source(*loss.span)
            yield Finding(Span(loss.at, loss.at), {"found": loss.text}, related=(there,))


def _is_text(doc: Document, loss: Loss) -> bool:
    """Return True if a block holds a list or sentences, fenced by accident."""
    _, _, code = doc.text[loss.span.start : loss.span.end].partition("\n")
    lines = [line.strip() for line in code.split("\n")[:-1] if line.strip()]
    return all(_PROSE.fullmatch(line) for line in lines)


def _is_elsewhere(doc: Document, source: Document, loss: Loss) -> bool:
    """Return True if the translation has the code without a fence: as a quotation, in a line of
    text or indented."""
    _, _, code = source.text[loss.span.start : loss.span.end].partition("\n")
    return _packed(code.rpartition("\n")[0])[:_COMPARED] in doc.fact(_unfenced)


def _unfenced(doc: Document) -> str:
    """Return the text outside of fences, as ``_packed`` does."""
    parts = [
        text
        for block in doc.blocks
        if not (text := doc.text[block.start : block.end]).lstrip(" \t>").startswith(FENCES)
    ]
    return _packed("\n".join(parts))


def _packed(text: str) -> str:
    """Return a text without white space, signs of quotations and backslashes."""
    return "".join(text.split()).translate(_DROPPED)
