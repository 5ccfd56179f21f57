"""What the rules about repetition share: which paragraphs could repeat another at all.

Every paragraph and every sentence is stood for by a few folded characters of
its beginning, and every paragraph by those of its end. Two that are equal, or
nearly, have one of these in common; in most documents none occurs twice, and
then no rule has anything to compare.
"""

from __future__ import annotations

from contentlint.document import MARK, Document

MIN_CHARS = 40
"""Paragraphs shorter than this are not looked at by any of the rules."""

_KINDS = frozenset({"paragraph", "list_item", "quote"})
_PIECE = 32
_SHORTEST_PIECE = 20
_END = 20
# What is left of that in fully vocalised Arabic.
_BARE_END = 10
_BOUND = "\x01"
_BETWEEN = _BOUND + ". "
_ARABIC = frozenset({"ar", "fa", "ur", "ckb", "ps", "ug", "sd"})
# Where the full stop is another character; without spaces one must come in.
_STOPS = dict.fromkeys(("ur", "ps", "sd"), ("۔", "."))
_STOPS |= dict.fromkeys(("hi", "bn"), ("।", "."))
_STOPS |= dict.fromkeys(("zh", "ja"), ("。", ". "))
_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"
_FOLDS = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ی", "ي"), ("ک", "ك"))


def candidates(doc: Document) -> list[int]:
    """Indices into ``doc.blocks`` of what can be a repeated paragraph."""
    return [
        index
        for index, block in enumerate(doc.blocks)
        if block.end - block.start >= MIN_CHARS and block.kind in _KINDS
    ]


def echoes(doc: Document) -> tuple[tuple[int, ...], ...]:
    """Groups of blocks (indices, ascending) that share the beginning or end of a sentence.

    A group of one is a block in which a sentence begins twice alike. No group:
    no paragraph and no sentence of ``MIN_CHARS`` repeats another.
    """
    indices = doc.fact(candidates)
    if not indices:
        return ()
    prose, blocks = doc.prose, doc.blocks
    if _BOUND in prose:
        prose = prose.replace(_BOUND, " ")
    # Each part begins as sentences inside it do: with a stop and a space.
    joined = _flatten(
        " " + _BETWEEN.join([prose[blocks[i].start : blocks[i].end] for i in indices]),
        doc.language,
    )
    heads = [piece[:_PIECE] for piece in joined.split(".") if len(piece) >= _SHORTEST_PIECE]
    parts = joined.split(_BOUND)
    tails = [part[-_END:] for part in parts]
    if doc.language in _ARABIC:
        tails = _bare(tails)
    if len(set(heads)) == len(heads) and len(set(tails)) == len(tails):
        return ()
    groups = {*_same_heads(heads, parts, indices), *_same_tails(tails, indices)}
    return tuple(sorted(groups))


def _flatten(text: str, language: str) -> str:
    """Sentence ends to full stops, line ends to spaces, markup and closing quotes dropped."""
    # One character at a time: CPython replaces those at the speed of memchr, pairs 10 times slower.
    text = text.replace("\n", " ").replace(MARK, "").replace('"', "").replace("!", ".")
    text = text.replace("؟" if language in _ARABIC else "?", ".")
    if text.isascii():
        return text.lower()
    text = text.replace("»", "")
    if language not in _ARABIC:
        text = text.replace("”", "")
    if language in _STOPS:
        stop, instead = _STOPS[language]
        text = text.replace(stop, instead)
    return text


def _bare(tails: list[str]) -> list[str]:
    """The ends of paragraphs without Arabic marks and letter variants, as ``light`` has it."""
    text = _BOUND.join(tails)
    size = len(text)
    for mark in _MARKS:
        text = text.replace(mark, "")
    bare = len(text) != size
    for old, new in _FOLDS:
        text = text.replace(old, new)
    tails = text.split(_BOUND)
    # What lost its marks is shorter than what had none.
    return [tail[-_BARE_END:] for tail in tails] if bare else tails


def _same_heads(heads: list[str], parts: list[str], indices: list[int]) -> set[tuple[int, ...]]:
    seen: set[str] = set()
    repeated = {head for head in heads if head in seen or seen.add(head)}  # type: ignore[func-returns-value]
    owners: dict[str, list[int]] = {head: [] for head in repeated}
    for index, part in zip(indices, parts, strict=True):
        for piece in part.split("."):
            head = piece[:_PIECE]
            if head in owners:
                owners[head].append(index)
    return {tuple(sorted(set(group))) for group in owners.values()}


def _same_tails(tails: list[str], indices: list[int]) -> set[tuple[int, ...]]:
    owners: dict[str, list[int]] = {}
    for index, tail in zip(indices, tails, strict=True):
        owners.setdefault(tail, []).append(index)
    return {tuple(group) for group in owners.values() if len(group) > 1}


def suspects(doc: Document) -> list[int]:
    """The blocks that share a beginning or an end with another, ascending."""
    groups = doc.fact(echoes)
    return sorted({index for group in groups if len(group) > 1 for index in group})
