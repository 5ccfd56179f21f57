"""Which rules a text can need, going by the literals that they name: for where nothing is
compiled, see ``gates``."""

from __future__ import annotations

from collections.abc import Iterable

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
        self._numbers: dict[int, list[int]] = {}

    def add(self, literals: Iterable[str] | None) -> None:
        """The next rule; None: it is always started."""
        bit = 1 << self._count
        self._count += 1
        if literals is None:
            self._always |= bit
            return
        for literal in literals:
            self._rules[literal] = self._rules.get(literal, 0) | bit

    def started(self, text: str) -> list[int]:
        """The numbers of the rules, ascending from 0; not to be changed."""
        opened = self._always
        for literal, rules in self._rules.items():
            if rules & ~opened and literal in text:
                opened |= rules
        numbers = self._numbers.get(opened)
        if numbers is None:
            if len(self._numbers) >= _MOST:
                self._numbers.clear()
            numbers = [n for n in range(self._count) if opened >> n & 1]
            self._numbers[opened] = numbers
        return numbers
