"""True if paragraphs that begin or end alike may be copies: the same, nearly, or with one sentence.

For ``gates``, as ``scan`` is: compiled, and an event that is absent is a promise. Most paragraphs
that begin alike go on differently, and then no rule need be started to find that out.
"""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.core.echo_scan import EchoScan
from contentlint.core.light_letters import ALL, ODD, letters, source_letters
from contentlint.core.said import CLOSERS, TERMINAL, is_space, said_twice
from contentlint.core.sequences import Sequences
from contentlint.model import events as e_
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.text.segment.sentences import has_words_at
from contentlint.text.segment.words import UNSPACED_LANGUAGES
from contentlint.text.unicode.fold import space

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


def look(doc: Document, echoes: EchoScan, plain: bool) -> int:
    """The events of a document of which a scan has found that it may have an echo; ``plain``: see
    ``Seen``."""
    heads, tails = echoes.groups()
    members: set[int] = set()
    members.update(*heads)
    begun = sorted(members)
    members.update(*tails)
    every = sorted(members)
    near = echoes.near = _near(doc, echoes.latin, [*heads, *tails], every)
    events = 0 if near == [] else e_.NEAR
    written = _Equal(doc, None, plain)
    same = written.events(every)
    if _ODD not in written.copies:
        echoes.same = written.copies
    if doc.prose is not doc.text:
        shown = _Equal(doc, echoes.latin, plain).events(every)
        same = (same & e_.SAME) | (shown & e_.RESPELLED)
    if said_twice(doc, echoes.latin, begun):
        events |= e_.SAID
    return events | same


_ODD: Final[list[int]] = []
"""In place of copies that cannot be told."""


class _Equal:
    """Which blocks are equal, going by their letters in the text or as they are shown."""

    def __init__(self, doc: Document, latin: bytes | None, plain: bool) -> None:
        """``latin``: of the prose where they are looked at as they are shown."""
        self.doc = doc
        self.latin = latin
        self.plain = plain
        self.copies: list[list[int]] = []
        """Those that are equal to the letter in their source and as they are shown, and ``_ODD``
        for all else that is equal in its source."""

    def letters(self, index: int, most: i64) -> i64:
        """The first of a block."""
        doc = self.doc
        _, start, end, _, _, _ = doc.blocks[index]
        if self.latin is None:
            return source_letters(doc.text[start:end], most)
        return letters(doc.text, doc.prose, self.latin, start, end, most)

    def events(self, indices: list[int]) -> int:
        """Return True if some are equal, and the later one counts."""
        first: dict[int, int] = {}
        groups: dict[int, list[int]] = {}
        for index in indices:
            key = self.letters(index, _FIRST)
            if key == ODD:
                self.copies.append(_ODD)
                every = [each for each in indices[1:] if _counts(self.doc, each)]
                return e_.SAME | e_.RESPELLED if every else 0
            known = len(first)
            before = first.setdefault(key, index)
            if len(first) == known:  # most have no other
                groups.setdefault(key, [before]).append(index)
        events = 0
        for group in groups.values():
            events |= self.events_of(group)
        return events

    def events_of(self, group: list[int]) -> int:
        """The same of blocks whose first letters are equal."""
        doc, text = self.doc, self.doc.text
        counted = {index for index in group[1:] if _counts(doc, index)}
        if not counted:
            return 0
        sources = [text[start:end] for _, start, end, _, _, _ in [doc.blocks[i] for i in group]]
        if len(set(sources)) == 1:  # most are, and need not be read again
            return self.events_of_equal(group, sources, counted)
        alike: dict[int, list[int]] = {}
        for at, index in enumerate(group):
            key = self.letters(index, ALL)
            if key == ODD:
                self.copies.append(_ODD)
                return e_.SAME | e_.RESPELLED
            alike.setdefault(key, []).append(at)
        events = 0
        for equal in alike.values():
            if len(equal) > 1:
                those = [sources[at] for at in equal]
                events |= self.events_of_equal([group[at] for at in equal], those, counted)
        return events

    def events_of_equal(self, equal: list[int], sources: list[str], counted: set[int]) -> int:
        """The same of blocks with equal letters; ``counted``: those that count."""
        doc = self.doc
        if len(set(sources)) > 1:
            self.copies.append(_ODD)
            if self.plain:
                sources = [" ".join(source.split()) for source in sources]
            else:
                sources = [space(source) for source in sources]
        else:
            shown = {
                doc.prose[start:end] for _, start, end, _, _, _ in [doc.blocks[i] for i in equal]
            }
            self.copies.append(equal if len(shown) == 1 else _ODD)
        events = 0
        before: set[str] = set()
        for index, source in zip(equal, sources, strict=True):
            if before and index in counted:
                is_known = source in before
                if is_known:
                    events |= e_.SAME
                if len(before) > is_known:
                    events |= e_.RESPELLED
            before.add(source)
        return events


def _counts(doc: Document, index: int) -> bool:
    """Return True if a block can be a copy that counts, going by its kind, length, end and words:
    what ``paragraph_keys.is_prose`` asks first. Most that cannot are a link behind a few words."""
    kind, start, end, _, _, _ = doc.blocks[index]
    if kind == "quote" or (kind != "paragraph" and end - start < ITEM_CHARS):
        return False
    prose = doc.prose
    if not _is_ended(prose, start, end):
        hidden = prose.count(OBJECT, start, end) + prose.count(MARK, start, end)
        if end - start - hidden < _LONG:
            return False
    return has_words_at(prose, start, end, COPY_WORDS)


def _near(
    doc: Document, latin: bytes, groups: Iterable[list[int]], members: list[int]
) -> list[tuple[int, int]] | None:
    """The pairs of different blocks of a group, ascending, that may be as much alike as
    ``near_duplicate`` asks; None: there are too many to tell. ``latin``: see ``folds.latin``."""
    prose, blocks = doc.prose, doc.blocks
    able = {index for index in members if _is_able(doc, index)}
    found: list[tuple[int, int]] = []
    known: dict[int, Sequences] = {}
    tokens: dict[int, frozenset[str]] = {}
    pairs: i64 = 0
    last: list[int] = []
    for group in groups:
        if group == last:
            continue  # they have several sentences in common
        last = group
        late_ones = [index for index in group if index in able]
        if len(late_ones) < 2:
            continue
        before: list[Sequences] = []
        behind: list[int] = []
        for late in late_ones:
            two = known.get(late)
            if two is None:
                _, start, end, _, _, _ = blocks[late]
                two = known[late] = Sequences(prose, latin, start, end)
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
    """Return True if two blocks have one source, or read the same, to the letter."""
    a, b = doc.blocks[one], doc.blocks[two]
    text, prose = doc.text, doc.prose
    if text[a.start : a.end] == text[b.start : b.end]:
        return True
    return prose is not text and prose[a.start : a.end] == prose[b.start : b.end]


def _is_able(doc: Document, index: int) -> bool:
    """Return True if ``paragraph_keys.is_prose`` may be true of a block that is no quote, going by
    its length and end."""
    kind, start, end, _, _, _ = doc.blocks[index]
    return kind != "quote" and (end - start >= _LONG or _is_ended(doc.prose, start, end))


def _have_tokens(doc: Document, known: dict[int, frozenset[str]], early: int, late: int) -> bool:
    """Return True if two blocks have half of their tokens in common, as ``likeness`` asks."""
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
    """Return True if a short block may end a sentence."""
    while end > start:
        c: i64 = ord(prose[end - 1])
        # Most are these.
        if c == 46:
            return True
        if c == 0 or c == 26:
            end -= 1
            continue
        if 97 <= c <= 122 or 0x620 <= c <= 0x64A:
            return False
        last = prose[end - 1]
        if last not in _AROUND and not is_space(c):
            return last in TERMINAL
        end -= 1
    return False
