"""The literal text without which a regular expression cannot match.

``in`` finds that a text lacks it a hundred times as fast as the pattern finds that it does not
match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util import lazy_regex as lazy

if TYPE_CHECKING:
    import re
    from typing import Any

_MOST = 16
"""The most alternatives that are worth a test each."""
_HEADS = (8, 5, 3)
"""Characters behind a literal that tell whether it matters: as many as there are few heads of."""
_MOST_HEADS = 64
_FEW_CHARS = 8
"""More than these, and what follows them is not told as well."""
known: dict[tuple[str, str], tuple[str, ...] | None] = {}
"""What ``begun`` has said: an entry for each literal of a rule, and rules are few."""
# Under IGNORECASE these match characters that str.lower() does not bring together.
_UNSURE = frozenset("is")


def required(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Return literals of which at least one occurs in every text that a pattern matches.

    With ``lazy.IGNORECASE``, also inside the pattern, they are in lower case, and the text must be
    lower-cased before they are searched for. Empty if the pattern requires none, or its form does
    not show it.
    """
    try:
        tree, parser = _parse(pattern, flags)
        found = _best(parser, tree, bool(tree.state.flags & lazy.IGNORECASE))
    except Exception:  # re's parser is no public interface: without it every pattern is tried
        return ()
    return tuple(sorted(found)) if len(found) <= _MOST else ()


def begun(pattern: str, literal: str) -> tuple[str, ...] | None:
    """Of a pattern all of whose matches begin with a literal, what follows that: one of these, a
    few characters each, or, where there are none, anything; None: they may begin otherwise."""
    if not known and lazy.heads is not None:
        known.update(lazy.heads())
    key = pattern, literal
    if key not in known:
        known[key] = _begun(pattern, literal)
    return known[key]


def _begun(pattern: str, literal: str) -> tuple[str, ...] | None:
    try:
        tree, parser = _parse(pattern, 0)
        if not literal or tree.state.flags & lazy.IGNORECASE:
            return None
        items = iter(tree)
        op, value = next(items)
        while True:
            if op is parser.SUBPATTERN and not (value[1] | value[2]) & lazy.IGNORECASE:
                items = iter(value[3])
            elif op is not parser.AT and (
                op not in (parser.ASSERT, parser.ASSERT_NOT) or value[0] > 0
            ):
                break
            op, value = next(items)
        for char in literal:
            if op is not parser.LITERAL or value != ord(char):
                return None
            op, value = next(items, (None, None))
        rest = [(op, value), *items]
        for size in _HEADS if op is not None else ():
            found = _heads(parser, rest, size)
            if "" not in found and len(found) <= _MOST_HEADS:
                return tuple(sorted(found))
        return ()
    except Exception:  # as above
        return None


def _heads(parser: Any, items: list[Any], size: int) -> set[str]:
    """Return the first characters, at most ``size``, of everything that a sequence may match."""
    for at, (op, value) in enumerate(items):
        rest = items[at + 1 :]
        if op is parser.LITERAL:
            return _joined({chr(value)}, parser, rest, size)
        if op is parser.IN:
            return _joined(_chars(parser, value), parser, rest, size)
        if op is parser.SUBPATTERN and not (value[1] | value[2]) & lazy.IGNORECASE:
            return _heads(parser, [*value[3], *rest], size)
        if op is parser.BRANCH:
            return {h for each in value[1] for h in _heads(parser, [*each, *rest], size)}
        if op in (parser.MAX_REPEAT, parser.MIN_REPEAT) and (value[0] or value[1] == 1):
            found = _heads(parser, [*value[2], *(rest if value[1] == 1 else ())], size)
            return found if value[0] else found | _heads(parser, rest, size)
        if op not in (parser.AT, parser.ASSERT, parser.ASSERT_NOT):
            break
    return {""}


def _joined(chars: set[str], parser: Any, rest: list[Any], size: int) -> set[str]:
    if size == 1 or "" in chars or len(chars) > _FEW_CHARS:
        return chars
    behind = _heads(parser, rest, size - 1)
    return {char + head for char in chars for head in behind}


def _chars(parser: Any, items: list[Any]) -> set[str]:
    """Those of a set of characters that are one of some; ``""``: it may be any."""
    found = set()
    for op, value in items:
        if op is parser.LITERAL:
            found.add(chr(value))
        elif op is parser.RANGE and value[1] - value[0] < _MOST_HEADS:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return {""}
    return found


def may_match(text: str, small: str, pattern: re.Pattern[str], needed: Sequence[str]) -> bool:
    """Return True if a text, or the text in lower case (``small``), contains what a pattern
    needs."""
    where = small if pattern.flags & lazy.IGNORECASE else text
    return not needed or any(literal in where for literal in needed)


def _parse(pattern: str, flags: int) -> tuple[Any, Any]:
    try:
        from re import _parser as parser  # type: ignore[attr-defined]
    except ImportError:  # Python 3.10
        import sre_parse as parser
    return parser.parse(pattern, flags), parser


def _best(parser: Any, items: Iterable[Any], small: bool) -> frozenset[str]:
    """Return the alternatives of the rarest part of a sequence, which is the longest."""
    candidates: list[frozenset[str]] = []
    run = ""
    for op, value in items:
        if op is parser.LITERAL and (letter := _letter(chr(value), small)):
            run += letter
        elif op is not parser.AT:
            candidates.append(frozenset((run,)))
            run = ""
            candidates.append(_of(parser, op, value, small))
    candidates.append(frozenset((run,)))
    # An empty literal is in every text.
    sure = [found for found in candidates if found and "" not in found]
    return max(sure, key=lambda found: (min(map(len, found)), -len(found)), default=frozenset())


def _letter(char: str, small: bool) -> str:
    if not small or (char.lower() == char.upper()):
        return char
    return char.lower() if char.isascii() and char.lower() not in _UNSURE else ""


def _of(parser: Any, op: Any, value: Any, small: bool) -> frozenset[str]:
    """Return the alternatives of one item; none if it may match nothing."""
    if op is parser.BRANCH:
        each = [_best(parser, branch, small) for branch in value[1]]
        return frozenset().union(*each) if all(each) else frozenset()
    if op is parser.SUBPATTERN:
        _, added, removed, inner = value
        if (added | removed) & lazy.IGNORECASE:
            return frozenset()
        return _best(parser, inner, small)
    if op is parser.ASSERT and value[0] < 0:
        return _best(parser, value[1], small)
    if op is getattr(parser, "ATOMIC_GROUP", None):
        return _best(parser, value, small)
    repeats = (parser.MAX_REPEAT, parser.MIN_REPEAT, getattr(parser, "POSSESSIVE_REPEAT", None))
    if op in repeats and value[0] > 0:
        return _best(parser, value[2], small)
    return frozenset()
