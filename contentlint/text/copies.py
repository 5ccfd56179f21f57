"""Whether paragraphs that begin or end alike may be copies: the same, nearly, or with one sentence.

For ``gates``, as ``scan`` is: compiled, and an event that is absent is a promise. Most paragraphs
that begin alike go on differently, and then no rule need be started to find that out.
"""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.document import Document
from contentlint.text import events as e_
from contentlint.text.echo_scan import EchoScan
from contentlint.text.light_letters import ALL, ODD, letters
from contentlint.text.said import CLOSERS, is_space, said_twice
from contentlint.text.words import UNSPACED_LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

NEAR_WORDS: Final = 12

_FIRST: Final = 48
"""Letters by which most paragraphs are told apart."""
_LONG: Final = 120
_MOST_PAIRS: Final = 100
_TERMINAL = frozenset(".!?؟۔…。！？।॥።")
_AROUND = frozenset("\x00\x1a") | CLOSERS


def look(doc: Document, echoes: EchoScan) -> int:
    """The events of a document of which a scan has found that it may have an echo."""
    text, prose, blocks = doc.text, doc.prose, doc.blocks
    heads, tails = echoes.same_heads.values(), echoes.ends().values()
    begun = _members(heads)
    every = _members([*heads, *tails])
    events = e_.NEAR if _near(doc, heads) or _near(doc, tails) else 0
    keys = [letters(text, text, blocks[i].start, blocks[i].end, _FIRST) for i in every]
    same = _equal(doc, every, keys, text)
    if prose is not text:
        for at, index in enumerate(every):
            _, start, end, _, _, _ = blocks[index]
            if prose[start:end] != text[start:end]:
                keys[at] = letters(text, prose, start, end, _FIRST)
        same = (same & e_.SAME) | (_equal(doc, every, keys, prose) & e_.RESPELLED)
    if said_twice(doc, begun):
        events |= e_.SAID
    return events | same


def _members(groups: Iterable[list[int]]) -> list[int]:
    """The blocks of some groups, ascending."""
    found: set[int] = set()
    for group in groups:
        found.update(group)
    return sorted(found)


def _equal(doc: Document, indices: list[int], keys: list[int], prose: str) -> int:
    """Whether some blocks are equal, going by their letters in the text or as they are shown;
    ``keys`` are their first."""
    text, blocks = doc.text, doc.blocks
    if ODD in keys:
        return e_.SAME | e_.RESPELLED
    if len(set(keys)) == len(keys):
        return 0
    groups: dict[int, list[int]] = {}
    for at, key in enumerate(keys):
        groups.setdefault(key, []).append(indices[at])
    events = 0
    for group in groups.values():
        if len(group) == 1:
            continue
        first: dict[int, str] = {}
        for index in group:
            _, start, end, _, _, _ = blocks[index]
            key = letters(text, prose, start, end, ALL)
            source = text[start:end]
            before = first.get(key)
            if before is None:
                first[key] = source
            elif before == source:
                events |= e_.SAME
            else:
                return e_.SAME | e_.RESPELLED
            if key == ODD:
                return e_.SAME | e_.RESPELLED
    return events


def _near(doc: Document, groups: Iterable[list[int]]) -> bool:
    """Whether two different blocks of a group have half of their tokens in common, as
    ``likeness`` asks."""
    known: dict[int, frozenset[str] | None] = {}
    pairs: i64 = 0
    for group in groups:
        able = [index for index in group if _is_able(doc, index)] if len(group) > 1 else []
        if len(able) < 2:
            continue
        before: list[int] = []
        for late in able:
            if late not in known:
                known[late] = _tokens(doc, late)
            two = known[late]
            if two is None:
                continue
            for early in before:
                pairs += 1
                one = known[early]
                if one is None or pairs > _MOST_PAIRS:
                    return True
                common = 2 * len(one & two)
                if (common >= len(one) or common >= len(two)) and not _is_same(doc, early, late):
                    return True
            before.append(late)
    return False


def _is_same(doc: Document, one: int, two: int) -> bool:
    """Whether two blocks have one source, to the letter."""
    a, b = doc.blocks[one], doc.blocks[two]
    return doc.text[a.start : a.end] == doc.text[b.start : b.end]


def _is_able(doc: Document, index: int) -> bool:
    """Whether ``likeness`` may look at a block, going by its kind, length and end."""
    kind, start, end, _, _, _ = doc.blocks[index]
    return kind != "quote" and (end - start >= _LONG or _is_ended(doc.prose, start, end))


def _tokens(doc: Document, index: int) -> frozenset[str] | None:
    """What white space separates in a block; None where that is too little for ``likeness``."""
    _, start, end, _, _, _ = doc.blocks[index]
    tokens = doc.prose[start:end].split()
    if len(tokens) < NEAR_WORDS and doc.language not in UNSPACED_LANGUAGES:
        return None
    return frozenset(tokens)


def _is_ended(prose: str, start: i64, end: i64) -> bool:
    """Whether a short block may end a sentence."""
    while end > start and (prose[end - 1] in _AROUND or is_space(ord(prose[end - 1]))):
        end -= 1
    return end > start and prose[end - 1] in _TERMINAL
