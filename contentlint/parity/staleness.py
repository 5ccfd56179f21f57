"""What has changed in a source since it was translated: whole passages, whatever their form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import CODE, MARK, OBJECT, Block, Document

_SKIPPED = frozenset({"front_matter", "break", "definition", "directive", "shortcode"})
_WHITE_SPACE = lazy_regex.compile(r"\s+")
_MASKED = str.maketrans("", "", MARK)


class Passage(NamedTuple):
    """A block of a document, as it is compared with those of another version."""

    key: str
    """Its words: without emphasis, targets of links, and white space that means nothing."""
    line: int
    """Its first line, from 1."""
    code: bool


class Changes(NamedTuple):
    """What a version of a document has that an older one had not, and the reverse."""

    new: tuple[Passage, ...]
    gone: tuple[Passage, ...]
    """Their lines are those of the older version."""

    def total(self) -> int:
        """Return the number of passages that changed, one for an old and a new one."""
        return max(len(self.new), len(self.gone))


def passages(doc: Document) -> tuple[Passage, ...]:
    """Return the passages of a document in order; ask through ``doc.fact``."""
    found = []
    for block in doc.blocks:
        if block.kind in _SKIPPED:
            continue
        is_code = block.kind == "code"
        key = _code(doc, block) if is_code else _words(doc, block)
        if key:
            found.append(Passage(key, block.line + 1, is_code))
    return tuple(found)


def changes(then: Document, now: Document) -> Changes:
    """Return the passages that differ; where they are does not count."""
    old, new = then.fact(passages), now.fact(passages)
    return Changes(_without(new, old), _without(old, new))


def says_the_same(one: Document, other: Document) -> bool:
    """Return True if two versions of a translation have the same prose."""
    first, second = (
        Counter(each.key for each in doc.fact(passages) if not each.code) for doc in (one, other)
    )
    return first == second


def _without(some: Sequence[Passage], others: Sequence[Passage]) -> tuple[Passage, ...]:
    left = Counter(each.key for each in others)
    found = []
    for each in some:
        if left[each.key]:
            left[each.key] -= 1
        else:
            found.append(each)
    return tuple(found)


def _code(doc: Document, block: Block) -> str:
    lines = doc.text[block.start : block.end].split("\n")
    return "\n".join(filter(None, (line.rstrip() for line in lines)))


def _words(doc: Document, block: Block) -> str:
    prose = doc.prose[block.start : block.end]
    if OBJECT in prose:
        pieces = [*prose]
        for node in doc.markup_in(block.start, block.end):
            if node.kind == CODE:
                text = doc.text[node.first : node.last]
                first, last = node.start - block.start, min(node.end, block.end) - block.start
                pieces[first:last] = [text, *[""] * (last - first - 1)]
        prose = "".join(pieces)
    plain = prose.translate(_MASKED).replace(OBJECT, " ").replace("|", " ")
    return _WHITE_SPACE.sub(" ", plain).strip()
