"""The sentences of an article that may stand in it twice: told by their beginnings and words."""

from __future__ import annotations

from collections.abc import Hashable

from contentlint.model.document import Document, Span
from contentlint.text.segment.words import sentences
from contentlint.text.similarity.exact import echoes, first_of_all, originals
from contentlint.text.similarity.keys import is_emphasised, same_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

Place = tuple[Span, int, int]
"""A sentence, its block and its number there."""
# Code points by which sentences are told apart before they are folded.
_BEGINNING: Final = 8
_WORD: Final = 2
"""A word has a letter and a space at least; two characters where no spaces are written."""


def alike(doc: Document, least: int, strict: bool) -> list[Place]:
    """Those that begin like another and have as many words, ``least`` or more, in order.

    Where ``strict``, of paragraphs of ``MIN_CHARS``, and of sentences that are not much shorter.
    """
    able = _able(doc, least, strict)
    size = min(_BEGINNING, least * _WORD)
    found = _several([(doc.prose[p[0][0] : p[0][0] + size], p) for p in able])
    return _several([(same_words(doc, p[0][0], p[0][1]), p) for p in found])


def _several(places: list[tuple[Hashable, Place]]) -> list[Place]:
    """Those whose key another has, too."""
    once: set[Hashable] = set()
    twice: set[Hashable] = set()
    for key, _ in places:
        if key in once:
            twice.add(key)
        else:
            once.add(key)
    return [place for key, place in places if key in twice] if twice else []


def _able(doc: Document, least: int, strict: bool) -> list[Place]:
    """Those that can count; of paragraphs that are equal only the first: the others are another
    rule's."""
    found: list[Place] = []
    prose, blocks = doc.prose, doc.blocks
    shortest = least * _WORD
    if strict:
        indices = sorted({index for group in doc.fact(echoes).beginnings for index in group})
        source = doc.fact(originals) if indices else {}
    else:
        source = doc.fact(first_of_all, shortest)
        indices = list(source)
    seen: set[int] = set()
    for index in indices:
        kind, begin, stop, _, _, _ = blocks[index]
        if kind != "paragraph" or is_emphasised(doc, index) or source[index] in seen:
            continue
        seen.add(source[index])
        for number, span in enumerate(sentences(prose, begin, stop)):
            start, end = span
            if end - start >= shortest:
                found.append((span, index, number))
    return found
