"""Which rules a text can need, going by the literals and events that they name: for where nothing
is compiled, see ``trigger``."""

from __future__ import annotations

from collections.abc import Iterable

_SIGNS = "%|@{}[]\\<>=#$_*?/~^`&"
"""Signs that many texts have none of: one character is looked for ten times as fast as two."""
_MOST = 4096
"""Combinations of rules that are remembered; the files of a site have some dozens."""


class Anchored:
    """Rules, by the literals of which one must stand in the text.

    Each literal is looked for once, and only where a rule waits for it; which rules
    they open together is put together once, not once a file.
    """

    def __init__(self) -> None:
        self._count = 0
        self._always = 0
        self._rules: dict[str, int] = {}
        """One bit a rule, for each literal in the order in which it was first named."""
        self._sign: dict[str, str] = {}
        """Of each of these what is looked for first: a sign in it, if it has one."""
        self._far: dict[int, dict[str, int]] = {}
        """The same for words of other scripts, by a byte that all texts with them have: those
        that have none of it, most of all, take longest to look through."""
        self._events: list[tuple[int, int]] = []
        """Events, and the rule that any of them starts."""
        self._eventful: dict[int, int] = {}
        """By what was told, the rules that it starts, one bit a rule."""
        self._numbers: dict[int, list[int]] = {}

    def add(self, literals: Iterable[str] | None, events: int = 0) -> None:
        """The next rule; None: it is always started. One of the events starts it as well."""
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
        """The numbers of the rules, ascending from 0; not to be changed. ``data``: the text as
        UTF-8; ``events``: what was told of it."""
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
