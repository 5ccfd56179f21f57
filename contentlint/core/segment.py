"""Words and sentences of prose.

Words keep the marks of their script inside (``\\w`` of the standard library cuts
vocalised Arabic at every mark): a word is what lies between white space and
punctuation. In scripts written without spaces two characters count as a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import eq

from contentlint._util import lazy_regex
from contentlint.model import characters
from contentlint.model.characters import END_SPACES, IGNORED_AT_EDGES, is_space
from contentlint.model.document import MARK, Document, Span
from contentlint.model.terminators import (
    ASCII_SPLITTING,
    BOTH_CLOSERS,
    CLOSERS,
    ENDINGS,
    FULL_WIDTH,
    SPLITTING,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_PARTS: Final = (
    (0, 0x20), (0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x5E), (0x60, 0x60), (0x7B, 0x7E), (0x85, 0x85),
    (0xA0, 0xA1), (0xA7, 0xA7), (0xAB, 0xAB), (0xB6, 0xB7), (0xBB, 0xBB), (0xBF, 0xBF),
    (0x5BE, 0x5BE), (0x5C0, 0x5C0), (0x5C3, 0x5C3), (0x60C, 0x60D), (0x61B, 0x61F), (0x66A, 0x66D),
    (0x6D4, 0x6D4), (0x964, 0x965), (0x1361, 0x1368), (0x1680, 0x1680), (0x2000, 0x200B),
    (0x200E, 0x206F), (0x3000, 0x303F), (0xFD3E, 0xFD3F), (0xFF01, 0xFF0F), (0xFF1A, 0xFF20),
    (0xFF3B, 0xFF40), (0xFF5B, 0xFF65),
)  # fmt: skip
"""The first and last code points of what stands between words: white space and punctuation."""
_BETWEEN = "".join([f"\\U{first:08x}-\\U{last:08x}" for first, last in _PARTS])
# An apostrophe, geresh or gershayim joins only between letters: l'eau, צה״ל, צה"ל.
_WORD: Final = lazy_regex.compile(rf"[^{_BETWEEN}]+(?:['’\"\u05f3\u05f4][^{_BETWEEN}]+)*")
_WORD_OR_MARK: Final = lazy_regex.compile(rf"[^{_BETWEEN}]+|\S")
_NEAR_PARTS: Final = 0x3040
"""Code points below this are looked up in a table."""
_FAR_PARTS: Final = 0xFD3E
"""The first code point that parts words beyond the table."""
_SPACE: Final = lazy_regex.compile(r"\s")
_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED_CHAR: Final = lazy_regex.compile(f"[{_UNSPACED}]")
_UNSPACED_RUN: Final = lazy_regex.compile(f"[{_UNSPACED}]+")

# What parts words in ASCII, as ``_WORD`` has it, but for the marks that may join letters.
_PARTING = bytes([*range(0x20), *b"!#$%&()*+,-./:;<=>?@[\\]^`{|}~"])
_TO_SPACES: Final = bytes.maketrans(_PARTING, b" " * len(_PARTING))
# All but the first bytes of scripts without spaces, and of what stands beside them.
_NEAR: Final = bytes([*range(0xE0), 0xE2])

_COMPILED: Final = not characters.__file__.endswith(".py")
"""True if looking at each character costs less than splitting the text."""
_SHAPES: Final = bytes(97 if chr(byte).isalnum() else 32 for byte in range(128)) + bytes(128)
_SIGNS: Final = bytes(c for c in range(128) if not chr(c).isalnum() and not chr(c).isspace())
_HEAD: Final = 16
"""Code points for each word, among which nearly all texts have so many, front matter aside."""
_BEFORE_NO_PROSE: Final = frozenset({"list_item", "quote", "table", "code"})
_TRAIL: Final = IGNORED_AT_EDGES + MARK + END_SPACES
_CLOSED: Final = frozenset(BOTH_CLOSERS + _TRAIL)


def _parting() -> bytes:
    """Return 1 for each code point below ``_NEAR_PARTS`` that is in ``_PARTS``, else 0."""
    table = bytearray(_NEAR_PARTS)
    for first, last in _PARTS:
        if last < _NEAR_PARTS:
            table[first : last + 1] = bytes([1]) * (last + 1 - first)
    return bytes(table)


_IS_PART: Final = _parting()


def _parts(c: i64) -> bool:
    """Return True if a code point is in ``_PARTS``."""
    if c < _NEAR_PARTS:
        return _IS_PART[c] != 0
    if c < _FAR_PARTS:
        return False
    return any(first <= c <= last for first, last in _PARTS)


def _pieces(text: str, marks: bool) -> list[str]:
    """Return the matches of ``_WORD`` in a text or, with ``marks``, of ``_WORD_OR_MARK``; scripts
    without spaces are cut in pairs."""
    found: list[str] = []
    size: i64 = len(text)
    at: i64 = 0
    start: i64 = -1
    far = False
    while at < size:
        c: i64 = ord(text[at])
        # As ``_parts``, whose call would take a seventh of the time.
        if _IS_PART[c] == 0 if c < _NEAR_PARTS else not _parts(c):
            if start < 0:
                start = at
            if c >= 0xE01 and (c < 0x1800 or c >= 0x3005):  # around ``_UNSPACED``
                far = True
        elif start < 0 or marks or not _joins(text, at):
            if start >= 0:
                if far:
                    found += _pairs(text[start:at])
                else:
                    found.append(text[start:at])
                start = -1
                far = False
            if marks and not is_space(c):
                found.append(text[at])
        at += 1
    if start >= 0:
        found += _pairs(text[start:])
    return found


def _joins(text: str, at: i64) -> bool:
    """Return True if a mark behind a letter joins it to the next character."""
    c: i64 = ord(text[at])
    if c != 39 and c != 34 and c != 0x2019:
        return False
    return at + 1 < len(text) and not _parts(ord(text[at + 1]))


def words(text: str) -> list[str]:
    """Return the words of a text; numbers are words.

    A run of characters of a script without spaces is cut in pairs.
    """
    if _COMPILED:
        return _pieces(text, marks=False)
    data = text.encode("utf-8", "surrogatepass")
    if data.translate(None, _NEAR):
        return _far_words(text)
    # One pass over bytes in place of a pattern at each character.
    found = []
    for token in data.translate(_TO_SPACES).decode("utf-8", "surrogatepass").split():
        if token.isalnum():
            found.append(token)
        else:
            found += _WORD.findall(token)
    return found


def _far_words(text: str) -> list[str]:
    found = _WORD.findall(text)
    if not _UNSPACED_CHAR.search(text):
        return found
    return [piece for word in found for piece in _pairs(word)]


def unspaced(found: list[str]) -> int:
    """Return how many of some words are in a script without spaces."""
    if not _may_be_unspaced("".join(found)):
        return 0
    return len(list(filter(_UNSPACED_CHAR.match, found)))


def words_and_marks(text: str) -> list[str]:
    """Return the words of a text and each punctuation mark by itself, as the tokenizers of corpus
    filters count them; scripts without spaces are cut in pairs."""
    if _COMPILED:
        return _pieces(text, marks=True)
    found = _WORD_OR_MARK.findall(text)
    if text.isascii() or not _UNSPACED_CHAR.search(text):
        return found
    return [piece for token in found for piece in _pairs(token)]


def _pairs(word: str) -> Iterator[str]:
    position = 0
    for run in _UNSPACED_RUN.finditer(word):
        if position < run.start():
            yield word[position : run.start()]
        for at in range(run.start(), run.end(), 2):
            yield word[at : min(at + 2, run.end())]
        position = run.end()
    if position < len(word):
        yield word[position:]


def count_words(text: str) -> int:
    """Return the number of words in masked prose: of what white space separates and contains a
    letter or digit."""
    pairs = 0
    if not text.isascii() and _may_be_unspaced(text):
        pairs = sum(map(len, _UNSPACED_RUN.findall(text))) // 2
        text = _UNSPACED_RUN.sub(" ", text)
    found = text.split()
    alone = sum(map(str.isalnum, found))
    if alone == len(found):
        return pairs + alone
    # Most of the others begin with a letter and end in a mark.
    others = [
        token
        for token in found
        if not token.isalnum() and (token[0].isalnum() or any(map(str.isalnum, token)))
    ]
    return pairs + alone + len(others)


def _may_be_unspaced(text: str) -> bool:
    return len(text.encode("utf-8", "surrogatepass").translate(None, _NEAR)) > 0


def has_more_words(text: str, most: int) -> bool:
    """Return True if a text has more words than ``most``, as ``count_words`` counts: a word is a
    token at least in most scripts."""
    if len(text.split()) <= most and (text.isascii() or not _may_be_unspaced(text)):
        return False
    return count_words(text) > most


_new: Final = tuple.__new__
_OPENERS: Final = "([{«“„\"'‘‹*_\x00"
_ABBREVIATIONS: Final = frozenset(
    "dr mr mrs ms prof st sr jr vs etc fig no vol pp ed eds gen col lt sgt rev hon capt inc ltd co "
    "tsp tbsp oz lb "
    "bzw ca nr abs art bd hrsg vgl z.b u.a d.h evtl inkl sog usw mme mlle m av cf env sra srta "
    "ud uds núm pág dott sig tel г гг ул им тыс млн руб см т.е т.д др vb prof.dr doç "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Longer than any abbreviation; the look back stays constant however long the "word" is.
_LONGEST_ABBREVIATION: Final = 12


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the sentences of ``text[start:end]``, without the white space around them.

    A sentence ends at a terminator and its closing quotes and brackets, before
    white space or the end; not after a single letter (``د.``, ``J.``), an
    abbreviation, a number that begins the sentence (``1.``), and not where a
    small letter follows an ellipsis.
    """
    end = len(text) if end is None else end
    position = start
    stop = start
    for at in _terminators(text, start, end):
        if at < stop:
            continue
        # A row of them is one.
        stop = at + 1
        while stop < end and text[stop] in SPLITTING:
            stop += 1
        after = stop
        while after < end and text[after] in CLOSERS:
            after += 1
        if after < end:
            if not text[after].isspace() and text[stop - 1] not in FULL_WIDTH:
                continue
            if not _ends(text, position, at, stop, after, end):
                continue
        if span := _trim(text, position, after):
            yield span
        position = after
    if span := _trim(text, position, end):
        yield span


def _terminators(text: str, start: int, end: int) -> list[int]:
    """Return the offsets of the terminators, ascending: a search for each is quicker than one
    pattern for all."""
    found: list[int] = []
    if _COMPILED:
        at: i64 = start
        while at < end:
            if is_splitting(ord(text[at])):
                found.append(int(at))
            at += 1
        return found
    for mark in ASCII_SPLITTING if text.isascii() else SPLITTING:
        place = text.find(mark, start, end)
        while place >= 0:
            found.append(place)
            place = text.find(mark, place + 1, end)
    found.sort()
    return found


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return _new(Span, (start, end)) if start < end else None


def _ends(text: str, position: int, at: int, stop: int, after: int, end: int) -> bool:
    mark = text[at:stop]
    if mark != ".":
        if mark == "…" or mark.startswith(".."):
            while after < end and text[after].isspace():
                after += 1
            return not text[after : after + 1].islower()
        return True
    low = max(position, at - _LONGEST_ABBREVIATION)
    before = text[low:at].split()
    if not before or text[at - 1].isspace():
        return True
    word = before[-1].lstrip(_OPENERS)
    if len(word) == 1 and word.isalpha():
        return False
    if word.casefold() in _ABBREVIATIONS:
        return False
    # e.g., U.S., т.е.; not example.com.
    if "." in word and all(len(part) <= 2 for part in word.split(".")):
        return False
    # A list number: nothing but digits since the sentence began.
    return not (word.isdigit() and not text[position : at - len(word)].strip())


PIECE: Final = 1 << 20
"""Code points of prose whose tokens are held at once; they take twenty times its memory."""


def tokens(doc: Document) -> list[str]:
    """Return what white space separates in the prose, ASCII letters in lower case; ask through
    ``doc.fact``.

    For a text longer than ``PIECE`` these are the tokens of its first piece; see ``token_pieces``.
    """
    return _split(doc.prose if len(doc.prose) <= PIECE else doc.prose[: _cut(doc.prose, 0)])


def echoes(every: list[str]) -> list[str]:
    """Return the tokens of a list that follow themselves, in order, as often as they do."""
    return list(compress(every, map(eq, every, every[1:])))


def may_loop(every: list[str], size: int, least: int) -> list[int]:
    """Return the indices at which a loop of ``size`` words, two or more, that runs ``least`` times
    may be.

    In such a loop all words but the last ``size`` occur again ``size`` further on: it is enough to
    look at every ``(least - 1) * size``-th word.
    """
    step = (least - 1) * size
    found = []
    same = map(eq, every[::step], every[size::step])
    for at in compress(range(0, len(every), step), same):
        # Once more on one side, and so does a word beside it; no pipes of tables.
        again = least < 3 or recurs(every, at + size, size) or recurs(every, at - size, size)
        if again and (recurs(every, at + 1, size) or recurs(every, at - 1, size)):
            if every[at][:1].isalpha():
                found.append(at)
    return found


def recurs(every: list[str], at: int, size: int) -> bool:
    """Return True if a word occurs again ``size`` words further on."""
    return 0 <= at < len(every) - size and every[at] == every[at + size]


def token_pieces(doc: Document) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the start and end of each of the ``pieces`` of a document, with its tokens."""
    prose = doc.prose
    if len(prose) <= PIECE:
        yield 0, len(prose), doc.fact(tokens)
        return
    for start, end in pieces(prose):
        yield start, end, _split(prose[start:end])


def pieces(prose: str) -> Iterator[tuple[int, int]]:
    """Yield the pieces whose tokens are in memory at once: the whole text, or, if it is longer than
    ``PIECE``, parts that are cut at white space."""
    start = 0
    while start < len(prose):
        end = _cut(prose, start)
        yield start, end
        start = end


def _split(prose: str) -> list[str]:
    return (prose.lower() if prose.isascii() else prose).split()


def _cut(prose: str, start: int) -> int:
    """Return the end of the piece that begins at ``start``: the line end or space in its last
    third, or the next one after it, so that no token is cut."""
    end = start + PIECE
    if end >= len(prose):
        return len(prose)
    least = start + PIECE * 2 // 3
    at = prose.rfind("\n", least, end)
    if at < 0:
        at = prose.rfind(" ", least, end)
    if at < 0:
        m = _SPACE.search(prose, end)
        at = m.start() if m else len(prose)
    return at


def bare_end(prose: str) -> str:
    """Return prose without the white space, invisible characters and markup at its end."""
    return prose.rstrip(_TRAIL)


def ends_sentence(prose: str) -> bool:
    """Return True if prose ends in a sentence's end, closing quotes and brackets aside."""
    return ends_at(prose, 0, len(prose))


def ends_at(prose: str, start: i64, end: i64) -> bool:
    """Return True if a part of the prose ends in a sentence's end, as for ``ends_sentence``."""
    while end > start:
        end -= 1
        c: i64 = ord(prose[end])
        # Most end in one of these.
        if c == 46:
            return True
        if 97 <= c <= 122 or 0x620 <= c <= 0x64A:
            return False
        last = prose[end]
        if last not in _CLOSED:
            return last in ENDINGS
    return False


def has_words(prose: str, least: int) -> bool:
    """Return True if masked prose has at least ``least`` words; the beginning of most texts shows
    it."""
    return has_words_at(prose, 0, len(prose), least)


def has_words_at(prose: str, start: i64, end: i64, least: int) -> bool:
    """Return True if a part of the prose has at least ``least`` words; it is not copied if its
    beginning shows that."""
    if _COMPILED:
        found = _words(prose, start, end, least)
        if found >= 0:
            return found >= least
    prose = prose[start:end]
    if not _COMPILED and _ascii_words(prose[: least * _HEAD]) >= least:
        return True
    # Most show it in so few characters; without spaces two are a word.
    size = least * (10 if " " in prose[:least] else 4)
    while True:
        head = prose[:size]
        tokens = head.split()
        if sum(map(str.isalnum, tokens)) >= least:
            return True
        # Most of the others begin with a letter and end in a mark; in a script with spaces
        # they are words, also where one is cut.
        if len([word for word in tokens if word[0] < "\u0800" and word[0].isalnum()]) >= least:
            return True
        # A cut may make one word of a part of one. Where each word is a token, there must be
        # as many of these.
        needed = least + (size < len(prose))
        if (len(tokens) >= needed or not head.isascii()) and count_words(head) >= needed:
            return True
        if size >= len(prose):
            return False
        size *= 3


def _ascii_words(text: str) -> int:
    """Return the number of tokens with an ASCII letter or digit, which may be less than the number
    of words; used where nothing is compiled."""
    return (b" " + text.encode("ascii", "replace").translate(_SHAPES, _SIGNS)).count(b" a")


def _words(prose: str, at: i64, stop: i64, least: i64) -> i64:
    """Return the number of tokens with a letter or digit of a script with spaces, at most
    ``least``; each is a word, whatever else it has. -1 if there are fewer, and characters that are
    not known here."""
    found: i64 = 0
    counted = False
    told = True
    while at < stop:
        c: i64 = ord(prose[at])
        if 97 <= c <= 122:
            begins = not counted
        elif is_space(c):
            begins = counted = False
        elif c < 0x80:
            begins = not counted and (65 <= c <= 90 or 48 <= c <= 57)
        elif c < 0x800:
            begins = not counted and prose[at].isalnum()
        else:
            # Dashes, quotation marks and their like are known.
            told = told and 0x2010 <= c <= 0x2027
            begins = False
        if begins:
            counted = True
            found += 1
            if found >= least:
                return found
        at += 1
    return found if told else -1


def is_splitting(c: i64) -> bool:
    """Return True if a code point is one of ``SPLITTING``."""
    if c < 0x80:
        return c == 46 or c == 33 or c == 63
    if c < 0x2000:
        return c == 0x61F or c == 0x6D4 or c == 0x964 or c == 0x965
    return c == 0x2026 or is_full_width(c)


def is_full_width(c: i64) -> bool:
    """Return True if a code point is one of ``FULL_WIDTH``."""
    return c == 0x3002 or c == 0xFF01 or c == 0xFF1F


def first_paragraph(doc: Document, least: int) -> int:
    """Return the index of the first block of prose if it is a paragraph of sentences with at least
    so many words; -1 if it is not."""
    for i, (kind, start, end, _, _, _) in enumerate(doc.blocks):
        if kind == "paragraph":
            if has_words_at(doc.prose, start, end, least):
                return i if ends_at(doc.prose, start, end) else -1
        elif kind in _BEFORE_NO_PROSE:
            return -1
    return -1
