"""Sentences that may be repeated in some paragraphs, for ``paragraphs.events_of``."""

from __future__ import annotations

from contentlint.core.folds import FACTOR, FAR, MASK, ODD, letter
from contentlint.core.segment import count_words, is_full_width, is_splitting, sentences
from contentlint.model import characters as k_
from contentlint.model.characters import class_of, is_space
from contentlint.model.document import Document
from contentlint.model.terminators import CLOSERS, FINISHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

SAID_WORDS: Final = 4
FAR_WORDS: Final = 10
"""The least words of a sentence that follows its copy, and of one that does not."""
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
    ``latin``: see ``folds.latin``."""
    text, prose, blocks = doc.text, doc.prose, doc.blocks
    sizes: dict[int, int] = {}
    sources: set[str] = set()
    said = _Said(doc, indices)
    for index in indices:
        kind, start, end, _, _, _ = blocks[index]
        if kind != "paragraph" or (text[start] in "*_" and text[end - 1] == text[start]):
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
        """Return True if a sentence may follow its copy directly; ``before``: the last in this
        block that begins like it. One may be part of another, so that the last need not tell."""
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
