"""Texts that make a pattern work: what it repeats, repeated, and ends that almost match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Any

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # Python 3.10
    import sre_parse as parser

WANTED = 12
_MOST_ATOMS = 8
_ANYWHERE = (
    " ",
    "a",
    "ا",
    "1",
    "\n",
    "-",
    "[",
    "<",
    "|",
    ".",
    "http://a",
    "“",
    "a ",
    "א\u05b0",
    "(",
)
"""For patterns that have little of their own."""
_CANDIDATES = "a ا1-\t\n.[]<>|()\"'/:\u200c\u064e\u05d0٠A_,;!?é中" + "".join(
    map(chr, range(33, 127))
)


def pumps(pattern: str, flags: int, size: int) -> Iterator[str]:
    """At least ``WANTED`` texts of ``size`` characters for a pattern of ``re``."""
    made = dict.fromkeys(islice(_of(pattern, flags), WANTED))
    for pump in _ANYWHERE:
        if len(made) >= WANTED:
            break
        made[pump] = None
    for pump in made:
        yield (pump * (size // len(pump) + 1))[: size - 1] + "!"


def _of(pattern: str, flags: int) -> Iterator[str]:
    tree = parser.parse(pattern, flags)
    sample = _sample(tree)
    atoms = list(dict.fromkeys(_atoms(tree)))[:_MOST_ATOMS]
    if sample:
        yield sample
    if len(sample) > 1:
        yield sample[:-1]
        yield sample[: len(sample) // 2]
    yield from atoms
    for first, second in pairwise(atoms):
        yield first + second
    for atom in atoms[1:]:
        yield atoms[0] + atom * 50


def _sample(items: Iterable[Any]) -> str:
    """A text that the items match, as short as can be; roughly, for looks around are left out."""
    parts = []
    for op, value in items:
        name = str(op)
        if name == "BRANCH":
            parts.append(_sample(value[1][0]))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            parts.append(_sample(value[2]) * max(1, min(value[0], 20)))
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            parts.append(_sample(value[3] if name == "SUBPATTERN" else value))
        else:
            parts.append(_char(op, value))
    return "".join(parts)


def _atoms(items: Iterable[Any]) -> Iterator[str]:
    """A character of each class, and the body of each repetition."""
    for op, value in items:
        name = str(op)
        if name == "BRANCH":
            for branch in value[1]:
                yield from _atoms(branch)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            body = _sample(value[2])
            if body:
                yield body
            yield from _atoms(value[2])
        elif name == "SUBPATTERN":
            yield from _atoms(value[3])
        elif name == "ATOMIC_GROUP":
            yield from _atoms(value)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _atoms(value[1])
        elif char := _char(op, value):
            yield char


def _char(op: Any, value: Any) -> str:
    name = str(op)
    if name == "LITERAL":
        return chr(value)
    if name == "ANY":
        return "a"
    if name == "NOT_LITERAL":
        return "a" if value != 97 else "b"
    return _of_class(value) if name == "IN" else ""


def _of_class(members: Any) -> str:
    """A character of a class, one that is also in other classes rather than a rare one."""
    state = parser.State()
    state.str = ""
    one = _compiled(parser.SubPattern(state, [(parser.IN, members)]))
    for char in _CANDIDATES:
        if one.fullmatch(char):
            return char
    for op, value in members:
        if str(op) == "LITERAL":
            return chr(value)
        if str(op) == "RANGE":
            return chr(value[0])
    return ""


def _compiled(tree: Any) -> re.Pattern[str]:
    try:
        from re import _compiler as compiler  # type: ignore[attr-defined]
    except ImportError:  # Python 3.10
        import sre_compile as compiler
    found: re.Pattern[str] = compiler.compile(tree)
    return found
