"""Paragraphs that may be copies of others: candidates of the scan, and the rules they open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contentlint.core import events as e_
from contentlint.core.letters import (
    ALL,
    FACTOR,
    FAR,
    MASK,
    ODD,
    WHOLE,
    flat,
    flat_size,
    fold,
    is_whole,
    latin,
    letter,
    letters,
    source_letters,
)
from contentlint.core.segment import (
    count_words,
    has_words_at,
    is_full_width,
    is_splitting,
    sentences,
)
from contentlint.model import characters as k_
from contentlint.model.characters import TABLE, class_of, far_class, is_space
from contentlint.model.document import MARK, OBJECT, Block, Document
from contentlint.model.languages import UNSPACED, lookup
from contentlint.model.terminators import CLOSERS, FINISHED, PROSE_ENDS
from contentlint.model.trigger import (
    COPY_WORDS,
    FAR_WORDS,
    ITEM_CHARS,
    MIN_CHARS,
    NEAR_WORDS,
    SAID_WORDS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_KINDS: Final = frozenset({"paragraph", "list_item", "quote"})
_MOST_BLANKS: Final = 4
"""Blanks before a sentence; more are part of it to ``similarity.exact``."""
_TAIL_CHARS: Final = 10
"""Characters of a paragraph's end where Arabic marks have bytes of their own."""
_IDEOGRAPHIC_STOP: Final = 0x3002
_SLOTS: Final = 256
_STOP: Final = 1
_BLANK: Final = 32
_FACTOR_2: Final = FACTOR * FACTOR


def _flats() -> bytes:
    """Return what ``similarity.exact`` makes of each byte of ``latin``; ``_STOP``: the end of a
    sentence, 0: it is dropped or undecided, as the question mark is, which stands for all
    characters beyond U+00FF."""
    flats = bytearray(range(128)) + bytes(128)
    for c in b"\t\n\x01":
        flats[c] = _BLANK
    for c in b".!":
        flats[c] = _STOP
    for c in b'\x1a"?':
        flats[c] = 0
    for c in range(65, 91):
        flats[c] |= 32
    return bytes(flats)


_FLATS: Final = _flats()


class Keys:
    """Keys of blocks, each a number, and the blocks that share one. A dictionary would cost more
    than its contents."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.blocks: list[int] = []
        """Each key once, and the first block that had it."""
        self.slots: list[int | None] = [None] * _SLOTS
        """A hash table of indices of keys, by their lowest bits or further on, half of it free."""
        self.groups: dict[int, list[int]] = {}
        """The blocks, ascending, of each key that occurred before; a block may have one twice."""

    def add(self, key: i64, block: int) -> None:
        """Add a key of a block; blocks come in ascending order."""
        slots, keys = self.slots, self.keys
        last: i64 = len(slots) - 1
        at = key & last
        place = slots[at]
        while place is not None:
            if keys[place] == key:
                self.again(key, self.blocks[place], block)
                return
            at = (at + 1) & last
            place = slots[at]
        slots[at] = len(keys)
        keys.append(key)
        self.blocks.append(block)
        if len(keys) * 2 > last:
            self.grow()

    def again(self, key: int, before: int, block: int) -> None:
        group = self.groups.get(key)
        if group is None:
            self.groups[key] = [before] if before == block else [before, block]
        elif group[-1] != block:
            group.append(block)

    def grow(self) -> None:
        last: i64 = len(self.slots) * 4 - 1
        slots: list[int | None] = [None] * (last + 1)
        for place, key in enumerate(self.keys):
            at: i64 = key & last
            while slots[at] is not None:
                at = (at + 1) & last
            slots[at] = place
        self.slots = slots


class Copies:
    """The paragraphs that may be copies."""

    def __init__(
        self,
        echoed: Sequence[int] | None,
        near: Sequence[tuple[int, int]] | None,
        same: Sequence[Sequence[int]] | None,
        chars: int,
        wide: bool,
    ) -> None:
        self.echoed = echoed
        """See ``EchoScan.echoed``; None if it cannot be told."""
        self.near = near
        """Pairs of blocks, ascending, that share the beginning or end of a sentence and may be
        nearly equal, among them all that ``near_duplicate_paragraph`` finds; None: unknown."""
        self.same = same
        """Groups of blocks, ascending, that are equal in their source and as they are shown, if no
        others are equal of which the later counts; None: unknown."""
        self.chars = chars
        """Code points of all paragraphs that ``similarity.exact`` compares."""
        self.wide = wide
        """True if letters have two bytes in most of them; False: unknown."""


UNKNOWN: Final = Copies(None, None, None, 0, False)


def copies(doc: Document) -> Copies:  # noqa: ARG001  as all that ``fact`` asks
    """Return what the scan of a document knows of copies, nothing before a scan; ask through
    ``doc.fact``."""
    return UNKNOWN


class EchoScan:
    """The beginnings of sentences and the ends of paragraphs that occur twice."""

    def __init__(self, prose: str, latin: bytes, language: str, arabic: bool, wide: bool) -> None:
        """``latin`` is ``letters.latin`` of the prose; ``wide`` is True if letters have two bytes
        in most of the paragraphs."""
        self.prose = prose
        self.latin = latin
        self.language = language
        self.arabic = arabic
        self.heads = Keys()
        self.tails = Keys()
        self.bare_tails = Keys() if arabic else self.tails
        """How sentences begin, and paragraphs end, with marks and without."""
        self.block = 0
        """The index of the current block."""
        self.end: i64 = 0
        self.marked = False
        self.near: list[tuple[int, int]] | None = None
        self.same: list[list[int]] | None = None
        """What ``look`` makes of the groups above; see ``Index``."""
        self.joined: i64 = 0
        """Code points of the paragraphs, three more for each."""
        # Bytes that beginnings and ends are told by: most letters have one, or two.
        self.head_size: i64 = 29
        self.head_least: i64 = 17
        self.tail_size: i64 = 20
        if wide:
            self.head_size, self.head_least, self.tail_size = 61, 37, 40
        self.question: i64 = 0x61F if arabic else -1
        self.full_stop: i64 = -1
        full_stop = lookup(language).full_stop
        if full_stop != ".":
            self.full_stop = ord(full_stop)

    def begin(self, block: int, start: i64, end: i64) -> None:
        """Begin a paragraph."""
        self.block = block
        self.end = end
        self.joined += end - start + 3
        self.sentence(start)

    def is_stop(self, c: i64, k: i64) -> bool:
        """Return True if a sentence ends at a character."""
        return k_.STOP <= k <= k_.QUESTION or c == self.question or c == self.full_stop

    def stop(self, c: i64, at: i64) -> None:
        """End a sentence at an offset; the next one begins after a blank."""
        at += 1
        if c == _IDEOGRAPHIC_STOP:
            self.sentence(at)
            return
        while at < self.end:
            c = ord(self.prose[at])
            at += 1
            if c == 32 or c == 10 or c == 9 or c == 1:
                self.sentence(at)
                return
            if flat_size(c):
                return

    def sentence(self, at: i64) -> None:
        """Enter the beginning of a sentence, after its first blank, once it is long enough."""
        prose, latin, flats, stop = self.prose, self.latin, _FLATS, self.end
        left = self.head_size
        least = left - self.head_least
        head: i64 = 0
        blanks: i64 = 1
        while at < stop and left > 0:
            f: i64 = flats[latin[at]]
            if f > _STOP and (blanks == 0 or f != _BLANK):
                # Most are these, and this loop calls nothing.
                blanks = 0
                left += at
                until = min(left, stop)
                while True:
                    head = head * FACTOR + f
                    at += 1
                    if at >= until:
                        break
                    f = flats[latin[at]]
                    if f <= _STOP:
                        break
                left -= at
                head &= MASK
                continue
            if f == _STOP:
                break
            if f == _BLANK:
                at += 1
                blanks += 1
                if blanks > _MOST_BLANKS:
                    left -= 1
                continue
            c: i64 = latin[at]
            if c == FAR:
                c = ord(prose[at])
            if 0x621 <= c <= 0x64A and left > 1 and (WHOLE >> (c - 0x620)) & 1:
                # Most of Arabic, and the same.
                blanks = 0
                while True:
                    head = head * _FACTOR_2 + (0xC0 | (c >> 6)) * FACTOR + (0x80 | (c & 63))
                    left -= 2
                    at += 1
                    if at >= stop or left < 2:
                        break
                    c = ord(prose[at])
                    if c < 0x621 or c > 0x64A or not (WHOLE >> (c - 0x620)) & 1:
                        break
                head &= MASK
                continue
            at += 1
            if c < 0x80:
                if c == FAR:
                    break
                continue
            kept = flat(c)
            if kept == 0:
                continue
            if c == self.question or c == self.full_stop:
                break
            blanks = 0
            shift: i64 = 0
            while kept >> shift > 255:
                shift += 8
            while shift >= 0 and left > 0:
                head = (head * FACTOR + (kept >> shift & 255)) & MASK
                shift -= 8
                left -= 1
        if left <= least:
            self.heads.add(head, self.block)

    def finish(self, begin: i64) -> None:
        """Enter the end of the paragraph that begins at an offset."""
        if self.arabic:
            self.finish_folded(begin)
            return
        latin, flats = self.latin, _FLATS
        at = self.end - 1
        left = self.tail_size
        tail: i64 = 0
        while at >= begin and left > 0:
            f: i64 = flats[latin[at]]
            if f:
                # The same.
                left -= at
                until = max(-left, begin - 1)
                while True:
                    tail = tail * FACTOR + f
                    at -= 1
                    if at <= until:
                        break
                    f = flats[latin[at]]
                    if f == 0:
                        break
                left += at
                tail &= MASK
                continue
            c: i64 = latin[at]
            if c == FAR:
                c = ord(self.prose[at])
            at -= 1
            if c == self.full_stop or c == FAR:
                if c == _IDEOGRAPHIC_STOP:
                    # A blank comes in behind it.
                    tail = tail * FACTOR + _BLANK
                    left -= 1
                if left > 0:
                    tail = (tail * FACTOR + _STOP) & MASK
                    left -= 1
            elif c >= 0x80:
                kept = flat(c)
                while kept > 0 and left > 0:
                    tail = (tail * FACTOR + (kept & 255)) & MASK
                    kept >>= 8
                    left -= 1
        self.tails.add(tail, self.block)

    def finish_folded(self, begin: i64) -> None:
        """Enter the end in Arabic script, whose marks and variants of letters do not count."""
        prose, table = self.prose, TABLE
        at = self.end - 1
        left = self.tail_size
        chars: i64 = _TAIL_CHARS
        tail: i64 = 0
        while at >= begin:
            c: i64 = ord(prose[at])
            at -= 1
            k: i64 = k_.FAR
            if c < k_.SIZE:
                k = table[c]
            size: i64 = 1
            if k > k_.UPPER and c != 32 and c != self.question and c != self.full_stop:
                size = flat_size(c)
            left -= size
            if left < 0:
                break
            if k == k_.MARK or k == k_.TATWEEL:
                self.marked = True
            elif size and (is_whole(c) or c == self.question or c == self.full_stop):
                if chars == 0:
                    self.bare_tails.add(tail, self.block)
                chars -= 1
            if k <= k_.UPPER:
                tail = (tail * FACTOR + (c | 32)) & MASK
            elif k <= k_.LAST_LETTER:
                if is_whole(c):
                    if k >= k_.THEH:
                        c = fold(c, k)
                    tail = (tail * FACTOR + c) & MASK
            elif k == k_.DIGIT:
                tail = (tail * FACTOR + c) & MASK
        if chars >= 0:
            self.bare_tails.add(tail, self.block)
        self.tails.add(tail, self.block)

    def groups(self) -> tuple[list[list[int]], list[list[int]]]:
        """Return the blocks with sentences that begin alike, and those that end alike."""
        tails = self.tails
        if self.marked and self.arabic:
            tails = self.bare_tails
        return list(self.heads.groups.values()), list(tails.groups.values())

    def found(self) -> bool:
        """Return True if there may be an echo."""
        heads, tails = self.groups()
        return len(heads) > 0 or len(tails) > 0

    def echoed(self) -> list[int] | None:
        """Return the indices, ascending, of the blocks that share the beginning of a sentence or
        the end with another block or have it twice; perhaps others. None: it cannot be told."""
        if self.marked and self.arabic:
            return None
        found: set[int] = set()
        for group in self.heads.groups.values():
            found.update(group)
        for group in self.tails.groups.values():
            found.update(group)
        return sorted(found)


def counts(kind: str, start: i64, end: i64) -> bool:
    """Return True if a block is one that ``similarity.exact`` looks at."""
    return end - start >= MIN_CHARS and kind in _KINDS


def measured(found: EchoScan, blocks: list[Block]) -> EchoScan:
    """Return a wide scan, or the scan of one byte a letter if those prevail after all."""
    other = EchoScan(found.prose, found.latin, found.language, found.arabic, False)
    prose = found.prose
    size: i64 = 0
    for number, (kind, start, end, _, _, _) in enumerate(blocks):
        if not counts(kind, start, end):
            continue
        other.begin(number, start, end)
        size += 3
        at: i64 = start
        stop: i64 = end
        while at < stop:
            c: i64 = ord(prose[at])
            if 63 < c < 0x80 or c == 32:
                size += 1
            elif not 0x61F < c < 0x6D4 and other.is_stop(c, class_of(c)):
                size += 1
                other.stop(c, at)
            else:
                size += flat_size(c)
            at += 1
        other.finish(start)
    return found if 2 * size >= 3 * found.joined else other


_FIRST: Final = 48
"""The number of letters that tell most paragraphs apart."""
_LONG: Final = 120
_MOST_PAIRS: Final = 20_000
_DEAR: Final = 20
"""The number of pairs told apart by bits in the time of one that is not."""
_AROUND: Final = frozenset(CLOSERS + "\x1a")


def events_of(doc: Document, echoes: EchoScan, plain: bool) -> int:
    """Return the events of a document in which the scan found an echo; ``plain`` is that of the
    scan."""
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
"""Stands for copies that cannot be told."""


class _Equal:
    """Groups of equal blocks, by their letters in the source or as they are shown."""

    def __init__(self, doc: Document, latin: bytes | None, plain: bool) -> None:
        """``latin`` is that of the prose if blocks are compared as they are shown, else None."""
        self.doc = doc
        self.latin = latin
        self.plain = plain
        self.copies: list[list[int]] = []
        """Blocks that are equal to the letter in their source and as they are shown; ``_ODD`` for
        others that are equal in their source."""

    def letters(self, index: int, most: i64) -> i64:
        """Return the first letters of a block."""
        doc = self.doc
        _, start, end, _, _, _ = doc.blocks[index]
        if self.latin is None:
            return source_letters(doc.text[start:end], most)
        return letters(doc.text, doc.prose, self.latin, start, end, most)

    def events(self, indices: list[int]) -> int:
        """Return True if two blocks are equal and the later one counts."""
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
        """Return the events of a group of blocks whose first letters are equal."""
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
        """Return the events of blocks with equal letters; ``counted`` are the blocks that count."""
        doc = self.doc
        if len(set(sources)) > 1:
            self.copies.append(_ODD)
            if not self.plain:
                # ``fold.space`` may make them equal, or not.
                return e_.SAME | e_.RESPELLED
            sources = [" ".join(source.split()) for source in sources]
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
    """Return True if a block can be a copy that counts by its kind, length, end and words, as
    ``keys.is_prose`` asks first. Most that cannot are a link after a few words."""
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
    """Return the pairs of different blocks of a group, ascending, that may be as similar as
    ``near_duplicate_paragraph`` asks; None if there are too many. ``latin`` is
    ``letters.latin`` of the prose."""
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
    """Return True if ``keys.is_prose`` may be true of a block that is no quote, going by
    its length and end."""
    kind, start, end, _, _, _ = doc.blocks[index]
    return kind != "quote" and (end - start >= _LONG or _is_ended(doc.prose, start, end))


def _have_tokens(doc: Document, known: dict[int, frozenset[str]], early: int, late: int) -> bool:
    """Return True if two blocks have half of their tokens in common, as ``similarity.near``
    asks."""
    one, two = _tokens(doc, known, early), _tokens(doc, known, late)
    fewer = min(len(one), len(two))
    return fewer > 0 and 2 * len(one & two) >= fewer


def _tokens(doc: Document, known: dict[int, frozenset[str]], index: int) -> frozenset[str]:
    """Return the tokens of a block between white space; none if too few for ``similarity.near``."""
    found = known.get(index)
    if found is None:
        _, start, end, _, _, _ = doc.blocks[index]
        tokens = doc.prose[start:end].split()
        if len(tokens) < NEAR_WORDS and doc.language not in UNSPACED:
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
            return last in PROSE_ENDS
        end -= 1
    return False


_FEW: Final = -2
"""The greatest hash of a sentence with too few words; ``ODD`` is above it, all others are not
negative."""
_MOST_HERE: Final = 16
"""Sentences of a block that begin alike; with more, one is assumed to follow its copy."""
_LONGEST: Final = 240
"""Code points of a sentence within which its end is searched."""
_BEGINNING: Final = 8
"""Code points in which two equal sentences do not differ."""


def said_twice(doc: Document, latin: bytes, indices: list[int]) -> bool:
    """Return True if a sentence may occur twice in some blocks that are not exact copies;
    ``latin`` is ``letters.latin`` of the prose."""
    prose, blocks = doc.prose, doc.blocks
    sizes: dict[int, int] = {}
    sources: set[str] = set()
    said = _Said(doc, indices)
    for index in indices:
        kind, start, end, _, _, _ = blocks[index]
        if kind != "paragraph":
            continue
        other = sizes.setdefault(end - start, index)
        if other != index:  # few are as long as one before
            sources.add(_source(doc, other))
            source = _source(doc, index)
            if source in sources:
                continue
            sources.add(source)
        stop: i64 = end
        while stop > start and is_space(ord(prose[stop - 1])):
            stop -= 1
        if stop == start:
            continue
        is_ended = prose[stop - 1] in FINISHED
        at = behind_blanks(prose, start, stop)
        after = next_sentence(prose, latin, at, stop)
        said.is_whole = at == start and stop == end and after == stop
        said.start = start
        if said.here:
            said.here.clear()
        while at < stop:
            if (after < stop or is_ended) and said.again(at, stop):
                return True
            at = after
            after = next_sentence(prose, latin, at, stop)
    return False


def _source(doc: Document, index: int) -> str:
    """Return a block as it is written and as it is shown."""
    _, start, end, _, _, _ = doc.blocks[index]
    return doc.text[start:end] + doc.prose[start:end]


class _Said:
    """The sentences so far."""

    def __init__(self, doc: Document, indices: list[int]) -> None:
        self.doc = doc
        self.indices = indices
        self.begun: dict[int, int] = {}
        """Where one stood first with such code points at its beginning; -1: it is among those
        below."""
        self.first: dict[int, int] = {}
        """Where one that begins so stood first; -1: it is among those below."""
        self.last: dict[int, int] = {}
        """Where the last one stood, where it was not the first."""
        self.parts: set[int] = set()
        self.wholes: set[int] = set()
        """The longer beginnings of those that begin alike; of those that are all of a block."""
        self.start: i64 = 0
        """The start of the block."""
        self.here: dict[int, list[int]] = {}
        """Where those stand in it that begin alike."""
        self.is_whole = False
        """It is one sentence."""
        self.alone: set[int] = set()
        """Where blocks begin that are one sentence, which began like no other before."""

    def again(self, at: i64, end: i64) -> bool:
        """Return True if the sentence at an offset of a block that ends at another is a copy: of
        the one before it, or long enough to be one of any."""
        text, prose = self.doc.text, self.doc.prose
        head = beginning(prose, at)
        begun: i64 = self.begun.setdefault(head, at)
        if begun == at:  # most are no further looked at
            if self.is_whole:
                self.alone.add(at)
            return False
        if begun >= 0:
            self.begun[head] = -1
            key = sentence(text, prose, begun, self.end_of(begun), SAID_WORDS)
            if key == ODD:
                return True
            self.first.setdefault(key, begun)
        key = sentence(text, prose, at, end, SAID_WORDS)
        if key == ODD:
            return True
        first: i64 = self.first.setdefault(key, at)
        if first == at:
            if self.is_whole:
                self.alone.add(at)
            return False
        before: i64 = self.last.get(key, first)
        self.last[key] = at
        if before >= self.start and self.follows(key, before, at, end):
            return True
        if first >= 0:
            self.first[key] = -1
            if self.is_copy(first, self.end_of(first), first in self.alone):
                return True
        return self.is_copy(at, end, self.is_whole)

    def end_of(self, at: i64) -> i64:
        """Return the end of the block that contains an offset."""
        blocks, indices = self.doc.blocks, self.indices
        low, high = 0, len(indices) - 1
        while low < high:
            middle = (low + high) // 2
            if blocks[indices[middle]].end > at:
                high = middle
            else:
                low = middle + 1
        return blocks[indices[low]].end

    def follows(self, key: int, before: i64, at: i64, end: i64) -> bool:
        """Return True if a sentence may follow its copy directly. ``before`` is the last one in
        this block that begins like it; one may be part of another, so that it need not tell."""
        here = self.here.get(key)
        if here is None:
            here = self.here[key] = [before]
        if len(here) > _MOST_HERE or any(self.is_next(one, at, end) for one in here):
            return True
        here.append(at)
        return False

    def is_next(self, before: i64, at: i64, end: i64) -> bool:
        """Return True if there may be nothing but a sentence equal to the one at ``at`` between an
        earlier offset and that one."""
        text, prose = self.doc.text, self.doc.prose
        other = at
        for one in range(before, at):
            c = letter_at(text, prose, one)
            if c == 0:
                continue
            found: i64 = 0
            while found == 0 and other < end:
                found = letter_at(text, prose, other)
                other += 1
            if c == ODD or found == ODD:
                return True
            if c != found:
                return False
        return True

    def is_copy(self, at: i64, end: i64, is_whole: bool) -> bool:
        """Return True if a sentence has a longer beginning in common with one before; two blocks of
        one sentence are copies as blocks."""
        prose = self.doc.prose
        key = sentence(self.doc.text, prose, at, end, FAR_WORDS)
        if key < ODD:
            return False  # too short to count so far from the other
        if key != ODD and key not in self.parts:
            if is_whole:
                self.wholes.add(key)
                return False
            self.parts.add(key)
            if key not in self.wholes:
                return False
        return is_long(prose, at, end)


def is_long(prose: str, at: i64, end: i64) -> bool:
    """Return True if the sentence at an offset, if ``words.sentences`` begins one there, counts far
    from its copy: it has the words, and an end."""
    limit = min(end, at + _LONGEST)
    for _, stop in sentences(prose, at, limit):
        if limit < end and behind_blanks(prose, stop, limit) == limit:
            return True  # it may go on
        return prose[stop - 1] in FINISHED and count_words(prose[at:stop]) >= FAR_WORDS
    return False


def letter_at(text: str, prose: str, at: i64) -> i64:
    """Return the letter or digit at an offset as readers see it, as of ``letter``; 0: none."""
    c: i64 = ord(prose[at])
    if c == 26:
        c = ord(text[at])
    return letter(c, class_of(c))


def next_sentence(prose: str, latin: bytes, at: i64, end: i64) -> i64:
    """Return where ``words.sentences`` may begin the next sentence; the end if there is none."""
    while at < end:
        c: i64 = latin[at]
        at += 1
        # Most are these.
        if c > 63 or c == 32 or c == 0:
            continue
        if c == FAR:
            c = ord(prose[at - 1])
        if not is_splitting(c):
            continue
        while at < end and is_splitting(ord(prose[at])):
            c = ord(prose[at])
            at += 1
        while at < end and prose[at] in CLOSERS:
            at += 1
        if is_full_width(c) or (at < end and is_space(ord(prose[at]))):
            return behind_blanks(prose, at, end)
    return end


def behind_blanks(prose: str, at: i64, end: i64) -> i64:
    """Return the offset after the white space at another."""
    while at < end and is_space(ord(prose[at])):
        at += 1
    return at


def beginning(prose: str, at: i64) -> i64:
    """Return a hash of the first code points of a sentence, equal to that of its copies."""
    key: i64 = 0
    end = min(len(prose), at + _BEGINNING)
    while at < end:
        key = (key * FACTOR + ord(prose[at])) & MASK
        at += 1
    return key


def sentence(text: str, prose: str, at: i64, end: i64, least: i64) -> i64:
    """Return a hash of the letters of a sentence up to the first sign that can end it after
    ``least`` words; -1 if they depend on their neighbours, less if there are too few words."""
    key = beginning(prose, at)
    words: i64 = 0
    blank = True
    while at < end:
        c: i64 = ord(prose[at])
        if c == 26:
            c = ord(text[at])
        at += 1
        if 97 <= c <= 122:
            if blank:
                words += 1
                blank = False
            if c != 115:
                key = (key * FACTOR + c) & MASK
            continue
        if c == 32 or is_space(c):
            blank = True
            continue
        k = class_of(c)
        # What ``space`` may drop is not told from what it keeps.
        if k == k_.DAMAGE or k == k_.IGNORED:
            continue
        if blank:
            words += 1
            blank = False
        if is_splitting(c):
            if words >= least:
                break
            continue
        if is_unspaced(c):
            words = least
        c = letter(c, k)
        if c < 0:
            return ODD
        if c:
            key = (key * FACTOR + c) & MASK
    if words < least:
        key = _FEW - key
    return key


def is_unspaced(c: i64) -> bool:
    """Return True if a character may be a word without a space beside it."""
    if c < 0x3005:
        return 0xE00 < c < 0xF00 or 0x1000 <= c < 0x10A0 or 0x1780 <= c < 0x1800
    return c == 0x3005 or 0x3040 <= c < 0x3100 or 0x3400 <= c < 0xA000 or c >= 0xF900


PARTS: Final = 0
JOINS: Final = 1
"""A character between two characters of a word."""
LEFT_OUT: Final = 2
WORD: Final = 3
"""What a character is to ``words`` behind ``light``; ``ODD``: that depends on others."""

# Of 32 bits: a greater number would be an object, and asked for its value each time.
_PAIRS: Final = 0x55555555
_FOURS: Final = 0x33333333
_EIGHTS: Final = 0x0F0F0F0F


class Sequences:
    """The sequences of three words of a part of the prose."""

    def __init__(self, prose: str, latin: bytes, start: i64, end: i64) -> None:
        """``latin`` is ``letters.latin`` of the prose."""
        self.prose = prose
        self.latin = latin
        self.start: i64 = start
        self.end: i64 = end
        self.words: i64 = 0
        """The number of words; -1 if it is unknown."""
        self.found: set[int] | None = None
        """All sequences; None until they are asked for: the bits below tell most blocks apart."""
        # One of 256 for each sequence, and no object. No literal: of one, C would shift 32 bits.
        self.one: i64 = 1
        self.bits_0: i64 = 0
        self.bits_1: i64 = 0
        self.bits_2: i64 = 0
        self.bits_3: i64 = 0
        self.look()
        self.size: i64 = self.common(self)

    def all(self) -> set[int]:
        """Return all sequences."""
        if self.found is None:
            self.found = set()
            self.words = 0
            self.look()
        return self.found

    def look(self) -> None:
        """Enter each word."""
        prose, latin, table = self.prose, self.latin, TABLE
        at = self.start
        end = self.end
        # The last two words, and what there is of the next.
        before: i64 = 0
        last: i64 = 0
        word: i64 = 0
        is_inside = joins = False
        while at < end:
            c: i64 = latin[at]
            if 97 <= c <= 122:
                # Most are these, and this loop calls nothing.
                is_inside, joins = True, False
                while True:
                    if c != 115:
                        word = (word * FACTOR + c) & MASK
                    at += 1
                    if at >= end:
                        break
                    c = latin[at]
                    if c < 97 or c > 122:
                        break
                continue
            at += 1
            if c == 0:
                continue  # markup: much of what is a link
            if c == FAR:
                c = ord(prose[at - 1])
            k: i64 = k_.FAR
            if c < k_.SIZE:
                k = table[c]
            if k_.ARABIC <= k <= k_.LAST_LETTER:
                is_inside, joins = True, False
                word = (word * FACTOR + fold(c, k)) & MASK
                continue
            role: i64 = PARTS
            if c != 32:
                role = role_of(c, k if c < k_.SIZE else far_class(c))
            if role == WORD:
                is_inside, joins = True, False
                c = letter(c, k)
                if c < 0:
                    self.words = ODD
                    return
                if c:
                    word = (word * FACTOR + c) & MASK
            elif role == LEFT_OUT:
                pass
            elif role == ODD:
                self.words = ODD
                return
            elif is_inside:
                if role == JOINS and not joins:
                    joins = True
                    continue
                self.add(before, last, word)
                before, last, word = last, word, 0
                is_inside = joins = False
        if is_inside:
            self.add(before, last, word)

    def add(self, before: i64, last: i64, word: i64) -> None:
        """End a word that follows two others."""
        self.words += 1
        if self.words <= 2:
            return
        pair = (before * FACTOR + last) & MASK
        key = (pair * FACTOR + word) & MASK
        if self.found is not None:
            self.found.add(key)
            return
        bit = self.one << ((key >> 8) & 63)
        which = (key >> 14) & 3
        if which == 0:
            self.bits_0 |= bit
        elif which == 1:
            self.bits_1 |= bit
        elif which == 2:
            self.bits_2 |= bit
        else:
            self.bits_3 |= bit

    def common(self, other: Sequences) -> i64:
        """Return how many bits are set in both."""
        ones = _ones(self.bits_0 & other.bits_0) + _ones(self.bits_1 & other.bits_1)
        ones += _ones(self.bits_2 & other.bits_2) + _ones(self.bits_3 & other.bits_3)
        ones += ones >> 32
        ones += ones >> 16
        return (ones & 0xFF) + ((ones >> 8) & 0xFF)

    def may_resemble(self, other: Sequences) -> bool:
        """Return True if four fifths of the sequences of both may be in both, or nineteen
        twentieths of those of one, which both have 20 words then.

        Words that have one number make the sequences fewer here, and a bit may stand for several:
        what one has alone are at least so many, and all of it at most one for each word but two.
        """
        if self.differs_from(other):
            return False
        own, there = self.all(), other.all()
        common = len(own & there)
        return self.may_have(other, len(own) - common, len(there) - common)

    def differs_from(self, other: Sequences) -> bool:
        """Return True if the bits of both show that they are not similar."""
        common = self.common(other)
        return not self.may_have(other, self.size - common, other.size - common)

    def may_have(self, other: Sequences, alone: i64, alone_there: i64) -> bool:
        """Return True if so many may be in both, where one has so many alone, and the other."""
        most = self.words - 2
        most_there = other.words - 2
        if min(most - alone, most_there - alone_there) >= 4 * (alone + alone_there):
            return True
        if most < 18 or most_there < 18:
            return False
        return 20 * alone <= most or 20 * alone_there <= most_there


def _ones(bits: i64) -> i64:
    """Return how many of 64 bits are set, in eight parts of eight bits each. The number shifted may
    have a sign; the numbers added have none."""
    pair: i64 = _PAIRS
    four: i64 = _FOURS
    eight: i64 = _EIGHTS
    pair |= pair << 32
    four |= four << 32
    eight |= eight << 32
    pairs = (bits & pair) + ((bits >> 1) & pair)
    fours = (pairs & four) + ((pairs >> 2) & four)
    return (fours & eight) + ((fours >> 4) & eight)


def sequences(doc: Document, index: int) -> Sequences:
    """Return the sequences of words of a block; ask through ``doc.fact``."""
    _, start, end, _, _, _ = doc.blocks[index]
    prose = doc.prose[start:end]
    return Sequences(prose, latin(prose), 0, end - start)


def role_of(c: i64, k: i64) -> i64:
    """Return the role of a character of a class in the words of a text under ``light``."""
    if k <= k_.LAST_LETTER:
        if k == k_.LETTER_3:
            spaced = c < 0xE00 or 0x10A0 <= c < 0x1360 or c >= 0x1E00
            return WORD if spaced else ODD
        return JOINS if c == 0x2BC else WORD
    if k <= k_.OTHER_DIGIT:
        if k >= k_.DIGIT:
            return WORD
        return LEFT_OUT if k <= k_.TATWEEL and not 0x653 <= c <= 0x655 else ODD
    if c < 0x80:
        if c == 0x27 or c == 0x22:
            return JOINS
        if k == k_.DAMAGE:
            return LEFT_OUT if c == 0 or c == 26 else ODD
        return WORD if k == k_.LOW_LINE else PARTS
    if k <= k_.DASH:
        return JOINS if k_.OPEN_ANGULAR <= k <= k_.APOSTROPHE else PARTS
    if k == k_.DAMAGE:
        return WORD if c == 0x200C or c == 0x200D else ODD
    if k == k_.SYMBOL:
        return _role_of_sign(c)
    return WORD if is_plain_sign(c) else ODD


def _role_of_sign(c: i64) -> i64:
    if c < 0x100:
        parts = c == 0xA1 or c == 0xA7 or c == 0xB6 or c == 0xB7 or c == 0xBF
        return PARTS if parts else WORD
    if c < 0x2000:
        if c < 0x600:
            return PARTS if c == 0x5BE or c == 0x5C0 or c == 0x5C3 else WORD
        parts = c == 0x60D or 0x61D <= c <= 0x61E or 0x66A <= c <= 0x66D or c == 0x965
        return PARTS if parts else WORD
    if c < 0x2070:
        joins = 0x201A <= c <= 0x201F or 0x2032 <= c <= 0x2033 or 0x2039 <= c <= 0x203A
        return JOINS if joins else PARTS
    return WORD


def is_plain_sign(c: i64) -> bool:
    """Return True if a character beyond the classes is an arrow, a picture or the like."""
    if c < 0x2800:
        return 0x2130 <= c < 0x2212 or c >= 0x2500
    return 0x1F300 <= c < 0x1FB00
