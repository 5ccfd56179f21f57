"""How the rules about repetition compare paragraphs: which of them count, and how they differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from contentlint._util import lazy_regex
from contentlint.core import has_words, is_plain, words
from contentlint.model import queries
from contentlint.model.document import (
    MARK,
    OBJECT,
    REFERENCE,
    WIKI_LINK,
    Block,
    Document,
    Span,
)
from contentlint.model.terminators import CLOSERS, PROSE_ENDS
from contentlint.text.unicode.fold import folded, light, light_word, space, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LABELLED: Final = frozenset({REFERENCE, WIKI_LINK})
_OBJECTS: Final = lazy_regex.compile(f"{OBJECT}+")


def shown(doc: Document, start: int, end: int) -> str:
    """Return the text as a reader sees it: without markup, but with code and URLs unchanged."""
    prose = doc.prose[start:end]
    if OBJECT in prose:
        text = doc.text
        prose = _OBJECTS.sub(lambda m: text[start + m.start() : start + m.end()], prose)
    return prose.replace(MARK, "")


def space_key(doc: Document, index: int) -> str:
    """Return the source text of a block under ``space``; ask through ``doc.fact``."""
    block = doc.blocks[index]
    text = doc.text[block.start : block.end]
    return " ".join(text.split()) if doc.fact(is_plain) else space(text)


def light_key(doc: Document, index: int) -> str:
    """Return what a reader sees of a block, under ``light``; ask through ``doc.fact``."""
    block = doc.blocks[index]
    return light_of(doc, shown(doc, block.start, block.end))


def light_keys(doc: Document, indices: Iterable[int]) -> list[str]:
    """Return ``light_key`` of some blocks in their order; all are folded at once, which takes half
    the time."""
    blocks = doc.blocks
    texts = [shown(doc, blocks[index].start, blocks[index].end) for index in indices]
    if not texts:
        return []
    if not doc.fact(is_plain):
        texts = [visible(text) for text in texts]
    # No text under ``space`` has a line end.
    return folded("\n".join([" ".join(text.split()) for text in texts])).split("\n")


def light_of(doc: Document, text: str) -> str:
    """Return a piece of a document under ``light``."""
    return folded(" ".join(text.split())) if doc.fact(is_plain) else light(text)


def light_words(doc: Document, text: str) -> list[str]:
    """Return the words of a piece of a document under ``light``."""
    # White space parts words however much there is of it.
    return words(folded(text if doc.fact(is_plain) else visible(text)))


_TASHKEEL: Final = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_CODE_SIGNS: Final = b"{}[]<>=;|\\$#&^~"
WRITTEN: Final = frozenset({"authored", "translated"})
"""The origins of texts that people wrote as they are, and in which many repetitions are
intended."""
LONG: Final = 120
"""A repeated text of this length is no caption, label or line of verse."""


def is_prose(doc: Document, block: Block, min_words: int, *, anything: bool = False) -> bool:
    """Return True if a block is prose that nobody repeats on purpose.

    Not prose are verse, scripture (``﴿…﴾``, or marks on every fifth character), a line that opens
    with a bold label, unmarked code, and a short line that ends no sentence (a caption, a button, a
    lead-in to code). With ``anything``, only the number of words counts.
    """
    text = _bare(doc, block)
    # What tells most of them first.
    if not anything and len(text) < LONG and not _is_whole(doc, block, text):
        return False
    if not has_words(text, min_words):
        return False
    return anything or not (
        "﴿" in text
        or "۞" in text
        or (not text.isascii() and sum(map(text.count, _TASHKEEL)) * 5 >= len(text))
        or _count_code_signs(text) * 20 >= len(text)
    )


def may_be_prose(doc: Document, block: Block) -> bool:
    """Return True if ``is_prose`` can be true of a block, going by its length and end."""
    return block.end - block.start >= LONG or _is_whole(doc, block, _bare(doc, block))


def _bare(doc: Document, block: Block) -> str:
    return doc.prose[block.start : block.end].replace(OBJECT, "").replace(MARK, "").strip()


def _is_whole(doc: Document, block: Block, text: str) -> bool:
    """Return True if a short text ends a sentence, and does not open with a bold label."""
    return text.rstrip(CLOSERS)[-1:] in PROSE_ENDS and not queries.begins_with_label(
        doc, block.start
    )


def _count_code_signs(text: str) -> int:
    # One pass over bytes, not one over characters for each sign.
    data = text.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, _CODE_SIGNS))


def is_long_enough(block: Block, min_chars: int, min_chars_list: int) -> bool:
    """Return True if a paragraph, or a list item or quote, has the length at which it counts."""
    least = min_chars if block.kind == "paragraph" else min_chars_list
    return block.end - block.start >= least


def is_emphasised(doc: Document, index: int) -> bool:
    """Return True if a paragraph is all in bold or italics: a pull quote or a sub-heading."""
    block = doc.blocks[index]
    return queries.is_emphasised(doc, block.start, block.end)


def is_in_quotation_marks(doc: Document, index: int) -> bool:
    """Return True if a paragraph is all in quotation marks, as a reply repeats what it answers."""
    block = doc.blocks[index]
    text = doc.prose[block.start : block.end].strip(MARK + " ")
    return text[:1] in _QUOTE_OPENS and text[-1:] in _QUOTE_CLOSES


_QUOTE_OPENS: Final = frozenset("\"“„«»'‘‚”")
_QUOTE_CLOSES: Final = frozenset("\"”“»«'’‘")


def is_pull_quote(doc: Document, a: int, b: int) -> bool:
    """Return True if one of two blocks sets itself off as a quotation of the other."""
    return is_emphasised(doc, a) != is_emphasised(doc, b) or is_in_quotation_marks(
        doc, a
    ) != is_in_quotation_marks(doc, b)


def leads_elsewhere(doc: Document, one: Span, two: Span) -> bool:
    """Return True if two stretches have links or images with different targets: they say the same
    about different things."""
    a, b = _targets(doc, one), _targets(doc, two)
    return a != b and bool(a) and bool(b)


def _targets(doc: Document, span: Span) -> list[str]:
    """Return the targets of the links and images in a stretch; for references, their labels."""
    start, end = span
    linked = doc.nodes[doc.first_node(start) : doc.first_node(end)]
    found = [doc.text[node.dest : node.dest_end] for node in linked]
    if "[" in doc.text[start:end]:
        found += [
            doc.text[node.dest : node.dest_end] or doc.text[node.start : node.end]
            for node in doc.markup_in(start, end)
            if node.kind in _LABELLED
        ]
    return found


def prose_key(doc: Document, index: int) -> str:
    """Return the words of a block under ``light``, without code, URLs and images."""
    block = doc.blocks[index]
    prose = doc.prose[block.start : block.end]
    return light_of(doc, prose.replace(OBJECT, "").replace(MARK, ""))


_CLASSES: Final = (
    ("vowel signs", lazy_regex.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")),
    ("tatweel", lazy_regex.compile("\u0640")),
    ("alef", lazy_regex.compile("[اأإآٱ]")),
    ("final yeh", lazy_regex.compile("[يىی]")),
    ("kaf", lazy_regex.compile("[كک]")),
    ("the shape of digits", lazy_regex.compile("[0-9٠-٩۰-۹]")),
    ("quotes", lazy_regex.compile("[\"“”„‟«»″'‘’‚‛ʼ‹›′]")),
    ("dashes", lazy_regex.compile("[-‐‑‒–—―−]")),
    ("the ellipsis", lazy_regex.compile(r"…|\.\.\.")),
    ("capitals", lazy_regex.compile(r"[^\W\d_]")),
)


def differences(a: str, b: str) -> str:
    """Describe how two texts differ that are equal under ``light``: ``alef, quotes``."""
    a, b = space(a), space(b)
    names = [name for name, signs in _CLASSES[:-1] if signs.findall(a) != signs.findall(b)]
    name, letters = _CLASSES[-1]
    if [c.isupper() for c in letters.findall(a)] != [c.isupper() for c in letters.findall(b)]:
        names.append(name)
    return ", ".join(names) or "markup"


def same_words(doc: Document, start: int, end: int) -> Hashable:
    """Return a key that two stretches have in common if they are equal under ``light``.

    It is cheaper than the folded text: the number of words, which ``light`` keeps, and the middle
    word.
    """
    text = shown(doc, start, end)
    found = text.split() if doc.fact(is_plain) else space(text).split(" ")
    return len(found), light_word(found[len(found) // 2]) if found else ""


_NUMBER: Final = lazy_regex.compile(r"\d+(?:[.,:/]\d+)*")
_MOST_NUMBERS: Final = 4


def changed_numbers(a: str, b: str) -> str:
    """Return the numbers that differ between two ``light`` texts, at most four: ``25→26,
    69→72``."""
    old, new = _NUMBER.findall(a), _NUMBER.findall(b)
    if len(old) == len(new):
        pairs = [f"{x}→{y}" for x, y in zip(old, new, strict=True) if x != y]
    else:
        gone = [x for x in old if x not in new]
        come = [y for y in new if y not in old]
        pairs = [f"{x}→" for x in gone] + [f"→{y}" for y in come]
    return ", ".join(dict.fromkeys(pairs[:_MOST_NUMBERS]))
