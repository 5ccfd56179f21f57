"""Patterns that users write: whatever they are, they cost their own rule and no more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice

from contentlint.engine import budget, linter, ruleset
from contentlint.model.errors import ConfigError
from contentlint.model.rule import BoundRule, Rule
from contentlint.source import formats
from tools.trials.apart import answer
from tools.trials.figures import Figure, Tier, counted, sized

SECONDS = 5.0
_KILL = 8
"""Seconds after which a pattern that no limit of ours stops is ended."""
_CLASSES = ("a", r"\w", "[a-z]", r"\S", ".", r"\p{L}", "(?:a|b)", "[^x]", "(?i:a)", r"[\w.]")
_FORMS = (
    "(X+)+$",
    "(X*)*!",
    "(X|X)*$",
    "(X|XX)*!",
    "(X+X+)+$",
    "X*X*X*X*!",
    "(X?){60}X{60}!",
    "(?:X{1,9}){1,99}!",
    "((X+)*)*$",
    "^(X+)*!",
    r"(X+)\1+!",
    "X+X+$",
    "(?=(X+)+$)X",
    "(X+|b)*c",
    "(?:X+,?)+!",
    "(X*)*?!",
    "(?<=a)(X+)+!",
    "X*?X*?X*?!",
    "(X|a)*(X|a)*!",
    "(?:(?:X+)?)+!",
)
TEXT = "a" * 20_000 + "؟ ![]()\n\n" + "ab " * 5_000 + "\n"
BOMBS = (
    "(" * 5_000 + ")" * 5_000,
    "a" * 1_000_000,
    "(?:" * 900 + ")" * 900,
    r"\p{L}" + "(?:" * 900 + ")" * 900,
    "|".join(f"word{n}" for n in range(1_000)),
    "[" + "".join(map(chr, range(0x100, 0x3000))) + "]",
    "(" * 200,
    r"(?P<a>x)(?P<a>y)",
    "(?<=a+)b",
    r"\2",
    "*",
    "[z-a]",
    "a{5,2}",
    r"\p{Nothing}",
    "(?P<n",
    "",
)


_FINE = "fine"


def patterns() -> Iterator[str]:
    for form in _FORMS:
        for each in _CLASSES:
            yield form.replace("X", each)


def bound(pattern: str) -> BoundRule:
    """A rule of a user about a pattern.

    Raises:
        ConfigError: the pattern is refused.
    """
    rule = Rule("HSE001", "house", "pattern", "warning", "x", options={"pattern": pattern})
    return budget.limited(ruleset.bind(rule))


def contained(pattern: str) -> str:
    """What is wrong about how a hostile pattern ends; "": nothing."""
    said = answer(lambda: _contained(pattern) or _FINE, _KILL)
    return (said or f"{pattern}: not stopped in {_KILL} s, or no answer").removeprefix(_FINE)


def _contained(pattern: str) -> str:
    image = next(rule for rule in ruleset.builtin().rules if rule.code == "IMG001")
    doc = formats.read("a.md", TEXT.encode())
    started = time.process_time()
    try:
        found, incomplete, _ = linter.run(doc, (bound(pattern), ruleset.bind(image)))
    except ConfigError:
        return "" if time.process_time() - started < 0.5 else f"{pattern}: refused too late"
    took = time.process_time() - started
    if took > SECONDS:
        return f"{pattern}: {took:.1f} s"
    if not any(each.rule.code == "IMG001" for each, _ in found):
        return f"{pattern}: the other rule found nothing"
    if any(entry.rule != "HSE001" or entry.path != "a.md" for entry in incomplete):
        return f"{pattern}: the wrong rule or file is named"
    return ""


def run(tier: Tier) -> Iterator[Figure]:
    wanted = sized(tier, 10, 200, 200)
    chosen = list(islice(patterns(), 0, None, 200 // wanted))
    faults = [fault for fault in map(contained, chosen) if fault]
    name = f"hostile patterns of users, contained within {SECONDS:.0f} s each"
    yield counted(name, len(chosen), wanted, faults, ("P5", "P6"))
    faults = [fault for fault in map(_refused, BOMBS) if fault]
    yield counted("patterns that are none, or too much, refused", len(BOMBS), 16, faults, ("P5",))
    yield _explosion()


def _refused(pattern: str) -> str:
    started = time.process_time()
    try:
        bound(pattern)
    except ConfigError as error:
        took = time.process_time() - started
        slow, long = took > 0.5, len(str(error)) > 4_500
        return f"{pattern[:20]}: {took:.1f} s, message of {len(str(error))}" if slow or long else ""
    except Exception as error:
        return f"{pattern[:20]}: {type(error).__name__}"
    return "" if len(pattern) < 20_000 else f"{pattern[:20]}: let in"


def _explosion() -> Figure:
    """A pattern that matches everywhere, and one that matches nothing everywhere."""
    doc = formats.read("a.md", b"a" * 1_000_000)
    counts, limits = [], []
    for pattern in ("a", "x*"):
        found, incomplete, _ = linter.run(doc, (bound(pattern),))
        counts.append(len(found))
        limits.append(len(incomplete))
    return Figure(
        "findings of a pattern that matches everywhere, and of one that matches nothing",
        f"{counts[0]:,} and {counts[1]:,}",
        f"<= {budget.FINDINGS:,}, the rest reported as not checked; 0",
        counts[0] <= budget.FINDINGS and counts[1] == 0 and limits[0] == 1,
        ("P5", "P6"),
    )
