"""The list of misspelled words, and the look-up of every word of a text in it.

A list is what ``tools/spelling/pack.py`` writes; its docstring has the layout. A word is looked up
by a hash in a set of bits, which nearly all words that are not listed fail. Compiled, one pass over
the text does so; interpreted, all words are intersected with the forms of the list, which finds the
same.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model import characters
from contentlint.model.document import MARK, OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_COMPILED: Final = not characters.__file__.endswith(".py")
_MAGIC: Final = b"CLSPELL1"
_HEAD: Final = 20
_BITMAP: Final = 65536
_BUCKETS: Final = 4096
_CODE_PAGE: Final = "cp1256"

_FIRST: Final = 0x620
_LAST: Final = 0x6FF
_LETTERS = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
_MARKS = "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_WORD: Final = lazy_regex.compile(f"[{_LETTERS}{_MARKS}]+")
_PASSED_OVER: Final = lazy_regex.compile(f"[{_MARKS}]+")
_IS_LETTER: Final = 1
_IS_MARK: Final = 2


def _table() -> bytes:
    found = bytearray(_LAST - _FIRST + 1)
    for text, kind in ((_LETTERS, _IS_LETTER), (_MARKS, _IS_MARK)):
        at = 0
        while at < len(text):
            last = at + 2 if text[at + 1 : at + 2] == "-" else at
            for code in range(ord(text[at]), ord(text[last]) + 1):
                found[code - _FIRST] = kind
            at = last + 1
    return bytes(found)


_KINDS: Final = _table()
"""From U+0620 to U+06FF: letters, and what a look-up passes over, vowel signs and tatweel."""
_TOUCHING: Final = frozenset("_@#/\u200c\u200d" + OBJECT)
"""Besides letters and digits, what makes a word a part of something else."""


class WordList:
    """A list of misspelled words, as ``wrong>right|right>class and tier``."""

    def __init__(self, data: bytes) -> None:
        """Take a packed list.

        Raises:
            ValueError: it is damaged, or something else.
        """
        area = _HEAD + _BITMAP + 4 * (_BUCKETS + 1)
        head = [int.from_bytes(data[at : at + 4], "little") for at in (12, 16)]
        if data[:8] != _MAGIC or head != [_BITMAP, _BUCKETS] or len(data) < area:
            raise ValueError("not a list of misspelled words of this version")
        if area + int.from_bytes(data[area - 4 : area], "little") != len(data):
            raise ValueError("damaged: its size is wrong")
        self._data = data
        self._area = area
        self._bits = data[_HEAD : _HEAD + _BITMAP]
        self._forms: frozenset[str] = frozenset()

    def find(self, prose: str) -> list[tuple[int, int, str]]:
        """Return start, end and entry of every listed word that is part of nothing longer."""
        return self.scan(prose) if _COMPILED else self.search(prose)

    def entry(self, word: str) -> str:
        """Return the entry of a word; ``""`` if it is not listed."""
        h: i64 = 0
        for char in word:
            h = step(h, ord(char))
        return self._entry(word, h)

    def scan(self, prose: str) -> list[tuple[int, int, str]]:
        """``find``, in one pass over the characters."""
        found: list[tuple[int, int, str]] = []
        bits = self._bits
        kinds = _KINDS
        size: i64 = len(prose)
        at: i64 = 0
        while at < size:
            c: i64 = ord(prose[at])
            if c < 0x620 or c > 0x6FF or kinds[c - 0x620] == 0:
                at += 1
                continue
            start = at
            marked = False
            h: i64 = 0
            while True:
                kind: i64 = kinds[c - 0x620]
                if kind == 0:
                    break
                if kind == 1:
                    h = step(h, c)
                else:
                    marked = True
                at += 1
                if at >= size:
                    break
                c = ord(prose[at])
                if c < 0x620 or c > 0x6FF:
                    break
            low: i64 = h & 0x7FFFF
            high: i64 = (h >> 20) & 0x7FFFF
            if (bits[low >> 3] >> (low & 7)) & 1 and (bits[high >> 3] >> (high & 7)) & 1:
                word = prose[start:at]
                entry = self._entry(plain(word) if marked else word, h)
                if entry and is_whole(prose, start, at):
                    found.append((start, at, entry))
        return found

    def search(self, prose: str) -> list[tuple[int, int, str]]:
        """``find``, with sets in place of a look at each character."""
        if not self._forms:
            lines = self._data[self._area :].decode(_CODE_PAGE).split("\n")
            self._forms = frozenset([line.partition(">")[0] for line in lines if line])
        words = {*_WORD.findall(prose)}
        listed = words & self._forms
        marked = {word for word in words if _PASSED_OVER.search(word)}
        listed |= {word for word in marked if plain(word) in self._forms}
        if not listed:
            return []
        return [
            (m.start(), m.end(), self.entry(plain(m[0])))
            for m in _WORD.finditer(prose)
            if m[0] in listed and is_whole(prose, m.start(), m.end())
        ]

    def _entry(self, word: str, h: i64) -> str:
        data = self._data
        at = _HEAD + _BITMAP + 4 * (h & (_BUCKETS - 1))
        start = self._area + int.from_bytes(data[at : at + 4], "little")
        end = self._area + int.from_bytes(data[at + 4 : at + 8], "little")
        found = data.find(f"\n{word}>".encode(_CODE_PAGE, "replace"), start, end)
        if found < 0:
            return ""
        return data[found + 1 : data.find(b"\n", found + 1)].decode(_CODE_PAGE)


def step(h: i64, c: i64) -> i64:
    """Return the hash of a word with one letter more."""
    # 44 bits by 32 are more than 64: the halves of ``h`` are multiplied by themselves.
    h += c
    high = (((h >> 22) * 0x9E3779B1) & 0x3FFFFF) << 22
    h = (high + (h & 0x3FFFFF) * 0x9E3779B1) & 0xFFFFFFFFFFF
    return h ^ (h >> 15)


def plain(word: str) -> str:
    """Return a word without vowel signs and tatweel."""
    return _PASSED_OVER.sub("", word)


def is_whole(prose: str, start: int, end: int) -> bool:
    """Return True if nothing that makes a word part of a longer one stands beside it."""
    before = start - 1
    while before >= 0 and prose[before] == MARK:
        before -= 1
    while end < len(prose) and prose[end] == MARK:
        end += 1
    return not (
        (before >= 0 and _touches(prose[before])) or (end < len(prose) and _touches(prose[end]))
    )


def _touches(char: str) -> bool:
    return char.isalnum() or char in _TOUCHING
