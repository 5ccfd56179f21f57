"""The rules that a text can need, by literals and events, where nothing is compiled; see
``trigger``."""

from __future__ import annotations

from collections.abc import Iterable

_SIGNS = "%|@{}[]\\<>=#$_*?/~^`&"
"""Signs that many texts lack: the search for one character is ten times as fast as for two."""
_MOST = 4096
"""Number of remembered combinations of rules; the files of a site have a few dozen."""


class Anchored:
    """Rules, each with literals of which the text must contain one.

    Each literal is searched once, and only if a rule needs it; the rules that a combination of
    literals starts are computed once, not once per file.
    """

    def __init__(self) -> None:
        self._count = 0
        self._always = 0
        self._rules: dict[str, int] = {}
        """The rules of each literal, one bit per rule, in the order in which the literals were
        added."""
        self._sign: dict[str, str] = {}
        """What is searched first for each literal: a sign in it, if it has one."""
        self._far: dict[int, dict[str, int]] = {}
        """The same for words of other scripts, by a byte that all texts in the script contain: a
        search in texts without it would take longest."""
        self._events: list[tuple[int, int]] = []
        """Events, and the rule that any of them starts."""
        self._eventful: dict[int, int] = {}
        """The rules that a combination of events starts, one bit per rule."""
        self._numbers: dict[int, list[int]] = {}

    def add(self, literals: Iterable[str] | None, events: int = 0) -> None:
        """Add the next rule; with None it always starts. One of the events starts it as well."""
        bit = 1 << self._count
        self._count += 1
        if literals is None:
            self._always |= bit
            return
        if events:
            self._events.append((events, bit))
        for literal in literals:
            rules = self._rules
            if len(literal) > 1 and not literal.isascii():
                byte = max(literal).encode("utf-8", "surrogatepass")[0]
                rules = self._far.setdefault(byte, {})
            else:
                self._sign[literal] = next((c for c in _SIGNS if c in literal), literal)
            rules[literal] = rules.get(literal, 0) | bit

    def started(self, text: str, data: bytes, events: int) -> list[int]:
        """Return the numbers of the rules that start, ascending from 0; the caller must not change
        the list.

        ``data`` is the text as UTF-8, ``events`` are those found in it.
        """
        opened = self._eventful.get(events, -1)
        if opened < 0:
            opened = self._always
            for wanted, rule in self._events:
                if wanted & events:
                    opened |= rule
            if len(self._eventful) >= _MOST:
                self._eventful.clear()
            self._eventful[events] = opened
        shut = (1 << self._count) - 1 & ~opened
        for literal, rules in self._rules.items():
            if rules & shut and self._sign[literal] in text and literal in text:
                shut &= ~rules
        for byte, far in self._far.items():
            if byte in data:
                for literal, rules in far.items():
                    if rules & shut and literal in text:
                        shut &= ~rules
        opened |= (1 << self._count) - 1 & ~shut
        numbers = self._numbers.get(opened)
        if numbers is None:
            if len(self._numbers) >= _MOST:
                self._numbers.clear()
            numbers = [n for n, bit in enumerate(bin(opened)[:1:-1]) if bit == "1"]
            self._numbers[opened] = numbers
        return numbers
