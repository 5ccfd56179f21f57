"""Files whose lines rarely end a sentence, or consist of signs: not running text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import bare_end, count_words, ends_sentence
from contentlint.model.diagnostic import Finding
from contentlint.model.document import COMPONENTS, Document
from contentlint.model.languages import lookup

_SKIPPED = (
    frozenset({"code", "front_matter", "html", "definition", "break", "image", "table"})
    | COMPONENTS
)


class Options(NamedTuple):
    share: float = 0.12
    """The share of lines that end a sentence, 0 to 1, below which a text is reported; does not
    apply to ar, fa, he, ur and vi, which have limits of their own."""
    signs: float = 0.1
    """The number of hash signs or ellipses per word above which a text is reported."""
    ellipses: float = 0.3
    """The share of lines that end in an ellipsis, 0 to 1, above which a text is reported."""
    min_lines: int = 10
    """The minimum number of lines of a text that is checked."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    # A block counts as a line: the width of wrapped text has no meaning.
    blocks = [block for block in doc.blocks if block.kind not in _SKIPPED]
    if len(blocks) < options.min_lines:
        return
    lines = [doc.prose[block.start : block.end] for block in blocks]
    what = _fault(doc, lines, options)
    if what:
        yield Finding(doc.line_span(blocks[0].line), {"what": what})


def _fault(doc: Document, lines: list[str], options: Options) -> str:
    count = len(lines)
    dotted = sum(bare_end(line).endswith(("...", "…")) for line in lines)
    if dotted > options.ellipses * count:
        return f"{dotted} of {count} lines end in an ellipsis"
    language = lookup(doc.language)
    if language.ends_sentences:
        ending = sum(map(ends_sentence, lines))
        share = options.share if language.ending_lines is None else language.ending_lines
        if ending < share * count:
            return f"only {ending} of {count} lines end a sentence"
    text = "\n".join(lines)
    for sign, name in (("#", "hash signs"), ("…", "ellipses")):
        found = text.count(sign) + (text.count("...") if sign == "…" else 0)
        # Words are counted only if there are nearly enough signs.
        if found and found * 2 > options.signs * text.count(" "):
            words = count_words(text)
            if found > options.signs * words:
                return f"{found} {name} for {words} words"
    return ""
