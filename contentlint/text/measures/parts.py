"""The parts of a document that measures count: words, tokens and lines of its prose and its body.

A token is a word or a single punctuation mark. The prose is what ``Document.prose`` shows. The body
is what a corpus of texts would hold: see ``body``. All functions are for ``doc.fact``.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.core import words, words_and_marks
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.text.unicode.chars import ARABIC_MARKS, TATWEEL

_SHOWN = lazy_regex.compile(f"[^{MARK}]+")
_WHITE = lazy_regex.compile(r"\n[ \t]+(?=\n)")
_NO_LETTERS = lazy_regex.compile(
    f"[{ARABIC_MARKS}{TATWEEL}\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]+"
)
_CODE = frozenset({"code", "break"})
_NO_TEXT = frozenset({"heading", "code", "front_matter", "break", "image"})


def body(doc: Document) -> str:
    """Return the text below the front matter without code, markup, images that have no text and the
    addresses of links, and with nothing on a blank line."""
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
    return _WHITE.sub("\n", "".join(parts)).strip()


def _unread(doc: Document) -> Iterator[Span]:
    """Yield the code, with its fences, and the delimiter rows of tables."""
    for block in doc.blocks:
        if block.kind in _CODE:
            end = doc.line_span(block.last).end
            while doc.text.startswith("\n", end):
                end += 1
            yield Span(doc.line_start(block.line), end)
        elif block.kind == "table" and not block.level:
            yield doc.line_span(block.line + 1)


def body_lines(doc: Document) -> list[str]:
    """Return the lines of the body that are not blank."""
    return [line for line in doc.fact(body).split("\n") if line.strip()]


def body_tokens(doc: Document) -> list[str]:
    """Return the tokens of the body."""
    return words_and_marks(doc.fact(body))


def plain_prose(doc: Document) -> str:
    """Return the prose without markup, and with a space for each object."""
    return doc.prose.replace(MARK, "").replace(OBJECT, " ")


def prose_words(doc: Document) -> list[str]:
    """Return the words of the prose."""
    return words(doc.fact(plain_prose))


def bare_words(doc: Document) -> list[str]:
    """Return the words of the prose without tatweel and the vowel signs of Arabic and Hebrew."""
    found = doc.fact(prose_words)
    if not _NO_LETTERS.search(doc.prose):
        return found
    return _NO_LETTERS.sub("", "\n".join(found)).split("\n")


def prose_tokens(doc: Document) -> list[str]:
    """Return the tokens of the prose."""
    return words_and_marks(doc.fact(plain_prose))


def text_lines(doc: Document) -> list[str]:
    """Return the lines of the blocks that are no headings and no code, without markup and images,
    that are not blank."""
    rows = (
        line.replace(MARK, "").replace(OBJECT, "").strip()
        for block in doc.blocks
        if block.kind not in _NO_TEXT
        for line in doc.prose[block.start : block.end].split("\n")
    )
    return [row for row in rows if row]
