"""How much of a text stands in it twice: the measures of Gopher and FineWeb.

They look at the body of a file as a corpus of texts would hold it: without code,
whose lines and braces repeat by nature, without markup and the rows that only
draw a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from contentlint._util import lazy_regex
from contentlint.model.document import MARK, Document, Span
from contentlint.text.segment.words import words_and_marks

_BLANK_LINES = lazy_regex.compile(r"\n{2,}")
_SHOWN = lazy_regex.compile(f"[^{MARK}]+")
_LINE_ENDS = lazy_regex.compile(r"\n+")
_CODE = frozenset({"code", "break"})
_WHITE = lazy_regex.compile(r"^[ \t]+$", lazy_regex.MULTILINE)


def share(part: float, whole: float) -> float:
    """A part of a whole; 0 of nothing."""
    return part / whole if whole else 0.0


def body(doc: Document) -> str:
    """The text below the front matter without code, markup, images that have no text and the
    addresses of links, and with nothing on a blank line; ask through ``doc.fact``."""
    start = 0
    if doc.blocks and doc.blocks[0].kind == "front_matter":
        start = doc.blocks[0].end
    text, prose = doc.text, doc.prose
    images = [link for link in doc.links if link.kind == "image" and link.dest.start >= start]
    # An image without a text says nothing twice.
    cuts = [link.dest if link.text.start < link.text.end else link.span for link in images]
    cuts += _unread(doc)
    parts = []
    for cut_start, cut_end in [*sorted(cuts), Span(len(text), len(text))]:
        runs = _SHOWN.finditer(prose, start, cut_start)
        parts += [text[m.start() : m.end()] for m in runs]
        start = max(start, cut_end)
    return _WHITE.sub("", "".join(parts)).strip()


def _unread(doc: Document) -> Iterator[Span]:
    """The code, with its fences, and the delimiter rows of tables."""
    for block in doc.blocks:
        if block.kind in _CODE:
            end = doc.line_span(block.last).end
            while doc.text.startswith("\n", end):
                end += 1
            yield Span(doc.line_start(block.line), end)
        elif block.kind == "table":
            yield doc.line_span(block.line + 1)


def body_lines(doc: Document) -> list[str]:
    """The lines of the body that are not blank; ask through ``doc.fact``."""
    return [line for line in doc.fact(body).split("\n") if line.strip()]


def body_tokens(doc: Document) -> list[str]:
    """Words and marks of the body; ask through ``doc.fact``."""
    return words_and_marks(doc.fact(body))


def _repeated(parts: Iterable[str]) -> tuple[int, int]:
    """How many parts repeat an earlier one, and their characters."""
    seen: set[str] = set()
    count = characters = 0
    for part in parts:
        if part in seen:
            count += 1
            characters += len(part)
        else:
            seen.add(part)
    return count, characters


def duplicate_line_share(doc: Document) -> float:
    """Lines that repeat an earlier line, of all that are not blank (Gopher)."""
    lines = _LINE_ENDS.split(doc.fact(body))
    return share(_repeated(lines)[0], len(lines))


def duplicate_line_character_share(doc: Document) -> float:
    """Characters of lines that repeat an earlier one, of all characters (Gopher)."""
    text = doc.fact(body)
    return share(_repeated(_LINE_ENDS.split(text))[1], len(text))


def duplicate_paragraph_share(doc: Document) -> float:
    """The same for what blank lines separate (Gopher)."""
    parts = _BLANK_LINES.split(doc.fact(body))
    return share(_repeated(parts)[0], len(parts))


def duplicate_paragraph_character_share(doc: Document) -> float:
    text = doc.fact(body)
    return share(_repeated(_BLANK_LINES.split(text))[1], len(text))


def duplicated_share(doc: Document) -> float:
    """Characters of repeated lines, of all characters but line ends (FineWeb)."""
    text = doc.fact(body)
    return share(_repeated(doc.fact(body_lines))[1], len(text) - text.count("\n"))


def _repeated_at(doc: Document, size: int) -> list[int]:
    """Where a sequence of ``size`` tokens begins that stands elsewhere, too; no longer one can
    stand twice that begins at another place. Ask through ``doc.fact``."""
    found = doc.fact(body_tokens)
    grams = list(zip(*(islice(found, at, None) for at in range(size)), strict=False))
    counts = Counter(grams)
    return [at for at, gram in enumerate(grams) if counts[gram] > 1]


def top_gram_share(doc: Document, size: int) -> float:
    """Characters of the commonest sequence of ``size`` words and marks, all times it stands,
    spaces between them counted (Gopher); 0 when none stands twice."""
    found = doc.fact(body_tokens)
    places = doc.fact(_repeated_at, min(size, _SHORTEST))
    counts = Counter([tuple(found[at : at + size]) for at in places if at + size <= len(found)])
    gram, times = counts.most_common(1)[0] if counts else ((), 0)
    if times < 2:
        return 0.0
    return share((sum(map(len, gram)) + size - 1) * times, len(doc.fact(body)))


def duplicate_gram_share(doc: Document, size: int) -> float:
    """Characters of sequences of ``size`` words and marks that stood before, none of them
    counted twice (Gopher)."""
    found = doc.fact(body_tokens)
    seen: set[tuple[str, ...]] = set()
    characters = free = 0
    for at in doc.fact(_repeated_at, min(size, _SHORTEST_DUPLICATE)):
        if at < free or at + size > len(found):
            continue
        gram = tuple(found[at : at + size])
        if gram in seen:
            characters += sum(map(len, gram))
            free = at + size
        else:
            seen.add(gram)
    return share(characters, len(doc.fact(body)))


# The shortest sequences that Gopher measures.
_SHORTEST = 2
_SHORTEST_DUPLICATE = 5
