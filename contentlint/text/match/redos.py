"""Regular expressions that may take far longer than the text is long, recognised by their form.

A backtracking engine tries every way in which a pattern can divide a text. Two repetitions that can
match the same characters give 2^n ways if one is inside the other, and n^2 if one follows the
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from typing import Any

# One of each kind of character that patterns tell apart.
_SAMPLE = (
    "".join(map(chr, range(0x20, 0x7F))) + "\t\n\u00a0\u0301\u060c\u0627\u064b\u0661\u05d0é一\u200c"
)
_MANY = 12
"""A group that is repeated at most this often is no danger."""
_ALIKE = "the alternatives of a repetition begin alike: exponential time"


def hazard(pattern: str, flags: int = 0) -> str:
    """Describe what may be slow about a pattern of ``re``; ``""`` if nothing is found."""
    try:
        from re import _compiler as compiler  # type: ignore[attr-defined]
        from re import _parser as parser  # type: ignore[attr-defined]
    except ImportError:  # Python 3.10
        import sre_compile as compiler
        import sre_parse as parser
    try:
        tree = parser.parse(pattern, flags)
        return _Reader(parser, compiler, tree.state).read(tree)
    except Exception:  # no pattern (said elsewhere), or a form that re's parser no longer has
        return ""


class _Reader:
    def __init__(self, parser: Any, compiler: Any, state: Any) -> None:
        self.parser, self.compiler, self.state = parser, compiler, state
        self.repeats = {parser.MAX_REPEAT, parser.MIN_REPEAT}

    def read(self, items: Sequence[Any]) -> str:
        """The first hazard in a sequence of items or inside one of them."""
        flat = list(self._flat(items))
        for index, (op, value) in enumerate(flat):
            if self._is_many(op, value):
                fault = self._repeated(list(self._flat(value[2])))
                fault = fault or self._in_a_row(flat, index)
                if fault:
                    return fault
            for inner in self._inside(op, value):
                fault = self.read(inner)
                if fault:
                    return fault
        return ""

    def _flat(self, items: Iterable[Any]) -> Iterable[Any]:
        """Items with those of plain groups in their place."""
        for op, value in items:
            if op is self.parser.SUBPATTERN:
                yield from self._flat(value[3])
            else:
                yield op, value

    def _is_many(self, op: Any, value: Any) -> bool:
        return op in self.repeats and value[1] > _MANY

    def _inside(self, op: Any, value: Any) -> list[Any]:
        if op is self.parser.BRANCH:
            return list(value[1])
        if op in self.repeats:
            return [value[2]]
        if op in (self.parser.ASSERT, self.parser.ASSERT_NOT):
            return [value[1]]
        return []

    def _repeated(self, body: list[Any]) -> str:
        """What is wrong with the body of a repetition."""
        for item in body:
            op, value = item
            if op is self.parser.BRANCH and sum(not len(b) for b in value[1]) > 1:
                return _ALIKE  # of "a|a" re's parser makes an a, then nothing or nothing
            if op is self.parser.BRANCH and len(body) == 1:
                seen: set[str] = set()
                for branch in value[1]:
                    first = self._first(branch)
                    if seen & first:
                        return _ALIKE
                    seen |= first
            inner = self._chars([item])
            if not self._is_many(op, value) and not (self._may_be_empty(item) and inner):
                continue
            needed = [i for i in body if i is not item and not self._may_be_empty(i)]
            nested = self._is_many(op, value)
            if (needed or nested) and all(self._chars([i]) & inner for i in needed):
                return (
                    "a repetition that can take the same characters in two ways: exponential time"
                )
        return ""

    def _in_a_row(self, items: list[Any], index: int) -> str:
        """Return True if a repetition is followed by another that can take what it took, and by
        something that may fail then."""
        chars = self._chars(items[index][1][2])
        for at in range(index + 1, len(items)):
            op, value = items[at]
            if self._is_many(op, value) and self._chars(value[2]) & chars:
                fails = not all(map(self._may_be_empty, items[at + 1 :]))
                return "two repetitions of the same characters in a row: quadratic time" * fails
            if not self._may_be_empty((op, value)):
                return ""
        return ""

    def _may_be_empty(self, item: Any) -> bool:
        op, value = item
        if op in self.repeats:
            return value[0] == 0 or all(map(self._may_be_empty, self._flat(value[2])))
        if op is self.parser.BRANCH:
            return any(all(map(self._may_be_empty, self._flat(b))) for b in value[1])
        return op in (self.parser.AT, self.parser.ASSERT, self.parser.ASSERT_NOT)

    def _chars(self, items: Sequence[Any]) -> set[str]:
        """All characters that a sequence can match anywhere in it."""
        found: set[str] = set()
        for op, value in self._flat(items):
            inner = self._inside(op, value)
            if inner:
                found = found.union(*map(self._chars, inner))
            else:
                found |= self._one(op, value)
        return found

    def _first(self, items: Sequence[Any]) -> set[str]:
        """The characters that a sequence can begin with."""
        found: set[str] = set()
        for op, value in self._flat(items):
            inner = self._inside(op, value)
            found |= set().union(*map(self._first, inner)) if inner else self._one(op, value)
            if not self._may_be_empty((op, value)):
                break
        return found

    def _one(self, op: Any, value: Any) -> set[str]:
        if op in (self.parser.AT, self.parser.GROUPREF):
            return set()
        one = self.parser.SubPattern(self.state, [(op, value)])
        pattern: re.Pattern[str] = self.compiler.compile(one)
        return {c for c in _SAMPLE if pattern.fullmatch(c)}
