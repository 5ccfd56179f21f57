"""Whether paragraphs that begin or end alike may be copies: the same, nearly, or with one sentence.

For ``gates``, as ``scan`` is: compiled, and an event that is absent is a promise. Most paragraphs
that begin alike go on differently, and then no rule need be started to find that out.
"""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.document import MARK, OBJECT, Document
from contentlint.text import events as e_
from contentlint.text.compare import space
from contentlint.text.echo_scan import EchoScan
from contentlint.text.endings import has_words
from contentlint.text.light_letters import ALL, ODD, letters
from contentlint.text.said import CLOSERS, TERMINAL, is_space, said_twice
from contentlint.text.sequences import Sequences, sequences
from contentlint.text.words import UNSPACED_LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

NEAR_WORDS: Final = 12
COPY_WORDS: Final = 6
ITEM_CHARS: Final = 80
"""List items that are shorter are no copies."""

_FIRST: Final = 48
"""Letters by which most paragraphs are told apart."""
_LONG: Final = 120
_MOST_PAIRS: Final = 20_000
_DEAR: Final = 20
"""As many pairs are told apart by bits while one that is not takes its time."""
_AROUND: Final = frozenset("\x00\x1a") | CLOSERS


def look(doc: Document, echoes: EchoScan) -> int:
    """The events of a document of which a scan has found that it may have an echo."""
    text, prose, blocks = doc.text, doc.prose, doc.blocks
    heads, tails = echoes.groups()
    begun = _members(heads)
    every = _members([*heads, *tails])
    near = echoes.near = _near(doc, [*heads, *tails])
    events = 0 if near == [] else e_.NEAR
    keys = [letters(text, text, blocks[i].start, blocks[i].end, _FIRST) for i in every]
    copies: list[list[int]] = []
    same = _equal(doc, every, keys, text, copies)
    if _ODD not in copies:
        echoes.same = copies
    if prose is not text:
        for at, index in enumerate(every):
            _, start, end, _, _, _ = blocks[index]
            if prose[start:end] != text[start:end]:
                keys[at] = letters(text, prose, start, end, _FIRST)
        same = (same & e_.SAME) | (_equal(doc, every, keys, prose, []) & e_.RESPELLED)
    if said_twice(doc, begun):
        events |= e_.SAID
    return events | same


def _members(groups: Iterable[list[int]]) -> list[int]:
    """The blocks of some groups, ascending."""
    found: set[int] = set()
    for group in groups:
        found.update(group)
    return sorted(found)


_ODD: Final[list[int]] = []
"""In place of copies that cannot be told."""


def _equal(
    doc: Document, indices: list[int], keys: list[int], prose: str, copies: list[list[int]]
) -> int:
    """Whether some blocks are equal, going by their letters in the text or as they are shown, and
    the later one counts; ``keys`` are their first letters. ``copies``: takes up those that are
    equal to the letter in their source and as they are shown, and ``_ODD`` for all else that is
    equal in its source."""
    if ODD in keys:
        copies.append(_ODD)
        every = [index for index in indices[1:] if _counts(doc, index)]
        return e_.SAME | e_.RESPELLED if every else 0
    if len(set(keys)) == len(keys):
        return 0
    groups: dict[int, list[int]] = {}
    for at, key in enumerate(keys):
        groups.setdefault(key, []).append(indices[at])
    events = 0
    for group in groups.values():
        if len(group) > 1:
            events |= _equal_in(doc, group, prose, copies)
    return events


def _equal_in(doc: Document, group: list[int], prose: str, copies: list[list[int]]) -> int:
    """The same of blocks whose first letters are equal."""
    text, blocks = doc.text, doc.blocks
    if True not in [_counts(doc, index) for index in group[1:]]:
        return 0
    alike: dict[int, list[int]] = {}
    for index in group:
        _, start, end, _, _, _ = blocks[index]
        key = letters(text, prose, start, end, ALL)
        if key == ODD:
            copies.append(_ODD)
            return e_.SAME | e_.RESPELLED
        alike.setdefault(key, []).append(index)
    events = 0
    for equal in alike.values():
        if len(equal) < 2:
            continue
        sources = [text[start:end] for _, start, end, _, _, _ in [blocks[i] for i in equal]]
        if len(set(sources)) > 1:  # most are equal to the letter, and need no folding
            copies.append(_ODD)
            sources = [space(source) for source in sources]
        else:
            shown = {doc.prose[start:end] for _, start, end, _, _, _ in [blocks[i] for i in equal]}
            copies.append(equal if len(shown) == 1 else _ODD)
        before: set[str] = set()
        for index, source in zip(equal, sources, strict=True):
            if before and _counts(doc, index):
                is_known = source in before
                if is_known:
                    events |= e_.SAME
                if len(before) > is_known:
                    events |= e_.RESPELLED
            before.add(source)
    return events


def _counts(doc: Document, index: int) -> bool:
    """Whether a block can be a copy that counts, going by its kind, length, end and words: what
    ``paragraph_keys.is_prose`` asks first. Most that cannot are a link behind a few words."""
    kind, start, end, _, _, _ = doc.blocks[index]
    if (kind != "paragraph" and end - start < ITEM_CHARS) or not _is_able(doc, index):
        return False
    shown = doc.prose[start:end].replace(OBJECT, "").replace(MARK, "")
    if len(shown) < _LONG and not _is_ended(doc.prose, start, end):
        return False
    return has_words(shown, COPY_WORDS)


def _near(doc: Document, groups: Iterable[list[int]]) -> list[tuple[int, int]] | None:
    """The pairs of different blocks of a group, ascending, that may be as much alike as
    ``near_duplicate`` asks; None: there are too many to tell."""
    found: list[tuple[int, int]] = []
    tokens: dict[int, frozenset[str]] = {}
    pairs: i64 = 0
    for group in groups:
        able = [index for index in group if _is_able(doc, index)] if len(group) > 1 else []
        if len(able) < 2:
            continue
        before: list[Sequences] = []
        behind: list[int] = []
        for late in able:
            two = doc.fact(sequences, late)
            if 0 <= two.words < NEAR_WORDS:
                continue
            pairs += len(before)
            if pairs > _MOST_PAIRS:
                return None
            for at, one in enumerate(before):
                told = one.words >= 0 and two.words >= 0
                if told and one.differs_from(two):
                    continue
                pairs += _DEAR
                early = behind[at]
                # Of copies not all sequences are compared, nor of most others.
                if _is_same(doc, early, late) or (told and not one.may_resemble(two)):
                    continue
                if _have_tokens(doc, tokens, early, late):
                    found.append((early, late))
            before.append(two)
            behind.append(late)
    return sorted(set(found)) if found else found


def _is_same(doc: Document, one: int, two: int) -> bool:
    """Whether two blocks have one source, or read the same, to the letter."""
    a, b = doc.blocks[one], doc.blocks[two]
    text, prose = doc.text, doc.prose
    if text[a.start : a.end] == text[b.start : b.end]:
        return True
    return prose is not text and prose[a.start : a.end] == prose[b.start : b.end]


def _is_able(doc: Document, index: int) -> bool:
    """Whether ``paragraph_keys.is_prose`` may be true of a block that is no quote, going by its
    length and end."""
    kind, start, end, _, _, _ = doc.blocks[index]
    return kind != "quote" and (end - start >= _LONG or _is_ended(doc.prose, start, end))


def _have_tokens(doc: Document, known: dict[int, frozenset[str]], early: int, late: int) -> bool:
    """Whether two blocks have half of their tokens in common, as ``likeness`` asks."""
    one, two = _tokens(doc, known, early), _tokens(doc, known, late)
    fewer = min(len(one), len(two))
    return fewer > 0 and 2 * len(one & two) >= fewer


def _tokens(doc: Document, known: dict[int, frozenset[str]], index: int) -> frozenset[str]:
    """What white space separates in a block; none where that is too little for ``likeness``."""
    found = known.get(index)
    if found is None:
        _, start, end, _, _, _ = doc.blocks[index]
        tokens = doc.prose[start:end].split()
        if len(tokens) < NEAR_WORDS and doc.language not in UNSPACED_LANGUAGES:
            tokens = []
        found = known[index] = frozenset(tokens)
    return found


def _is_ended(prose: str, start: i64, end: i64) -> bool:
    """Whether a short block may end a sentence."""
    while end > start:
        c: i64 = ord(prose[end - 1])
        # Most are these.
        if c == 46:
            return True
        if 97 <= c <= 122 or 0x620 <= c <= 0x64A:
            return False
        last = prose[end - 1]
        if last not in _AROUND and not is_space(c):
            return last in TERMINAL
        end -= 1
    return False
