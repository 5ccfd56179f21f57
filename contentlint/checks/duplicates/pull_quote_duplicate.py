"""Block quotes and bold paragraphs that repeat the body word for word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import count_words, ends_sentence
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Block, Document, Span
from contentlint.model.queries import is_emphasised
from contentlint.model.terminators import FINISHED
from contentlint.text.similarity.keys import light_key
from contentlint.text.unicode.fold import mapped

# A bold line is usually a label or a motto, not a quotation.
_FEWEST_BOLD = 8
_SHORTCODE = lazy_regex.compile(r"\[\w+ \w+=")


class Options(NamedTuple):
    min_words: int = 6
    """The minimum number of words: shorter quotes are not reported."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    quotes = []
    body: list[Block] = []
    keys: list[str] = []
    for index, block in enumerate(doc.blocks):
        if block.kind == "quote":
            if not _is_part(doc, index):
                quotes.append(index)
        elif block.kind != "paragraph":
            continue
        elif is_emphasised(doc, block.start, block.end, strong=True):
            # The first line may be the title, which quotes the text.
            if quotes or body:
                quotes.append(index)
        elif not _SHORTCODE.match(doc.text, block.start):
            body.append(block)
            keys.append(_padded(doc.fact(light_key, index)))
    if not quotes or not body:
        return
    starts = [0]
    for key in keys:
        starts.append(starts[-1] + len(key))
    text = "".join(keys)
    for index in quotes:
        block = doc.blocks[index]
        key = doc.fact(light_key, index).strip(FINISHED + " ")
        fewest = options.min_words if block.kind == "quote" else _FEWEST_BOLD
        if count_words(key) < max(fewest, options.min_words):
            continue
        at = _find(text, key)
        if at >= 0:
            i = bisect_right(starts, at) - 1
            # A paragraph with nothing else is not the source of a pull quote.
            if keys[i].strip(FINISHED + " \n") == key:
                continue
            there = body[i]
            at -= starts[i] + 1
            span = _place(doc, there, at, at + len(key))
            line = doc.position(span.start)[0]
            related = (Related(span, "the sentence in the text"),)
            yield Finding(Span(block.start, block.end), {"line": line}, None, related)


def _is_part(doc: Document, index: int) -> bool:
    """Return True if a quote is a line of a longer one, as in answers to a letter."""
    block = doc.blocks[index]
    if doc.lines[block.line].lstrip().startswith((">>", "> >")):
        return True
    if ends_sentence(doc.prose[block.start : block.end]):
        return False
    beside = (doc.blocks[i] for i in (index - 1, index + 1) if 0 <= i < len(doc.blocks))
    return any(
        other.kind == "quote" and (other.line == block.last + 1 or other.last + 1 == block.line)
        for other in beside
    )


def _padded(key: str) -> str:
    return f"\n{key}\n"


def _find(text: str, key: str) -> int:
    """Return the offset of ``key`` in ``text`` with no letter before or after it; -1 if there is
    none."""
    at = text.find(key)
    while at >= 0 and (text[at - 1].isalnum() or text[at + len(key)].isalnum()):
        at = text.find(key, at + 1)
    return at


def _place(doc: Document, block: Block, start: int, end: int) -> Span:
    """Map offsets in the ``light`` text of a block to a span of the document."""
    if "\x00" in doc.prose[block.start : block.end]:
        # Dropped markup shifted the offsets: the whole paragraph is precise enough.
        return Span(block.start, block.end)
    folded, offsets = mapped(doc.text[block.start : block.end], "light")
    if end > len(folded):
        return Span(block.start, block.end)
    return Span(block.start + offsets[start], block.start + offsets[end - 1] + 1)
