"""Images of the source that a translation lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.article.images import images
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.parity.alignment import place
from contentlint.parity.findings import MOST_RELATED, in_source
from contentlint.parity.losses import aligned, missing
from contentlint.parity.units import Alignment

COUNTERPART = True
_MOST_SHOWN = 3
# The code of a language, a size or a digest that a translated picture has in its name.
_PART = lazy_regex.compile(r"(?<=[a-z0-9])[._-](?:[a-z]{2}(?:[-_][a-z]{2})?|[0-9a-f]{16,})$")


def check(doc: Document) -> Iterator[Finding]:
    found = doc.fact(aligned)
    pair = counterpart.of(doc)
    if found is None:
        return
    ours = _named(pair.doc)
    if not ours:
        return
    theirs = _named(doc)
    left = Counter(name for name, _ in theirs)
    # What is lost with a passage is a part of that finding.
    lost = [loss.span for loss in doc.fact(missing) if loss.kind not in ("heading", "code")]
    absent: list[tuple[str, Span]] = []
    for name, span in ours:
        if left[name]:
            left[name] -= 1
        elif not any(start <= span.start < end for start, end in lost):
            absent.append((name, span))
    # A picture with another name may be the same with words of the other language.
    absent = absent[: max(len(absent) - left.total(), 0)] if left.total() else absent
    if not absent:
        return
    names = list(dict.fromkeys(name for name, _ in absent))
    shown = ", ".join(names[:_MOST_SHOWN]) + (", …" if len(names) > _MOST_SHOWN else "")
    at = _place(found, absent[0][1].start)
    related = tuple(in_source(*span) for _, span in absent[:MOST_RELATED])
    yield Finding(Span(at, at), {"found": shown}, related=related)


def _named(doc: Document) -> list[tuple[str, Span]]:
    """Return the images in the order of the text, each with the name of its file."""
    found = [
        (name, image.span)
        for image in doc.fact(images)
        if image.source and (name := _name(image.source))
    ]
    return sorted(found, key=lambda each: each[1])


def _name(source: str) -> str:
    """Return the name of a picture's file in small letters, without its suffix and language."""
    path = source.partition("#")[0].partition("?")[0].rstrip("/")
    stem, _, _ = path.rpartition("/")[2].lower().rpartition(".")
    stem = stem or path.rpartition("/")[2].lower()
    while (shorter := _PART.sub("", stem)) != stem:
        stem = shorter
    return stem


def _place(found: Alignment, offset: int) -> int:
    """Return where the translation lacks what begins at an offset of the source."""
    at = next((i for i, unit in enumerate(found.source) if unit.end > offset), len(found.source))
    return place(found, at)
