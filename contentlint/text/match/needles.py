"""Which of some strings the prose has, told in one pass over it however many they are."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.core import classes
from contentlint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_SIZE: Final = 4096
_SHIFT: Final = 4
_WINDOW: Final = 3
"""Characters by which a string is noticed: what is further back has left the key by its shifts."""


class Needles:
    """Some strings."""

    def __init__(self, strings: Iterable[str]) -> None:
        self.short: list[str] = []
        self.by_key: dict[int, list[tuple[str, int]]] = {}
        """The others, each with the end of its window."""
        noticed = bytearray(_SIZE)
        for string in strings:
            if len(string) < _WINDOW:
                self.short.append(string)
                continue
            # In its middle: many begin with an article, and some with a space.
            first = (len(string) - _WINDOW) // 2
            key = 0
            for char in string[first : first + _WINDOW]:
                key = ((key << _SHIFT) ^ ord(char)) & (_SIZE - 1)
            self.by_key.setdefault(key, []).append((string, first + _WINDOW))
            noticed[key] = 1
        self.noticed = bytes(noticed)

    def found(self, doc: Document) -> set[str]:
        """Those that the prose of a document has."""
        prose = doc.prose
        if doc.fact(classes) < 0:
            # Interpreted, where there was no scan: a search for each is quicker.
            every = [string for group in self.by_key.values() for string, _ in group]
            return {string for string in [*every, *self.short] if string in prose}
        found = {string for string in self.short if string in prose}
        noticed = self.noticed
        key: i64 = 0
        at: i64 = 0
        size: i64 = len(prose)
        while at < size:
            key = ((key << _SHIFT) ^ ord(prose[at])) & (_SIZE - 1)
            at += 1
            if noticed[key]:
                for string, end in self.by_key[key]:
                    if at >= end and prose.startswith(string, at - end):
                        found.add(string)
        return found
