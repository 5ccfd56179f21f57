"""Articles and other texts taken apart and put together wrongly, from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

from contentlint.engine import ruleset
from contentlint.model.rule import example_data
from tools.trials.hostile_texts import MAKERS
from tools.trials.watched import ROOT

LEAST = 200
"""Bytes of an article that is worth a run."""
_BYTES = tuple(
    piece.encode("utf-8", "surrogateescape")
    for piece in (
        *(
            "\x00",
            "\udcff",
            "\udcc3",
            "\udce2\udc80",
            "\r",
            "\r\n",
            "\n",
            "\n\n",
            "\x1b[2J",
            "\ufeff",
        ),
        *("\udced\udca0\udc80", "\udcff\udcfe", "\u202e", "\u2028", "\u0640", "😀", "،", "؟", "٣"),
        *("[", "](", "![", "`", "```\n", "> ", "|", "---\n", "<!-- ", " -->", "<a ", "#", "    "),
        *("المصدر:", "\u200c", "\u064e"),
    )
)


@cache
def seeds() -> tuple[bytes, ...]:
    """The examples of every rule, its fixtures, and hostile texts in small."""
    found = [example_data(t) for rule in ruleset.full().rules for t in (*rule.bad, *rule.good)]
    folder = ROOT / "tests" / "rules"
    found += [p.read_bytes() for p in sorted(folder.rglob("*.md")) if p.stat().st_size < 4_000]
    found += [make(150).encode("utf-8", "surrogateescape") for make in MAKERS.values()]
    return tuple(found)


def article(rng: random.Random, least: int = LEAST) -> bytes:
    """Several seeds, one into the other, with something wrong about them."""
    data = bytearray()
    while len(data) < least:
        at = rng.randrange(len(data) + 1)
        data[at:at] = rng.choice(seeds())
    for _ in range(rng.randrange(6)):
        _damage(data, rng)
    while len(data) < least:
        data += rng.choice(seeds())
    return bytes(data)


def text(rng: random.Random, of: Sequence[str]) -> str:
    """A text made wrong: pieces swapped, doubled, left out."""
    data = bytearray(rng.choice(of).encode())
    for _ in range(rng.randrange(1, 6)):
        _damage(data, rng)
    return data.decode("utf-8", "replace")


_ODD: tuple[Any, ...] = (
    *(0, -1, 1, 10**40, 1.5, -0.0, float("inf"), float("nan"), True, False, date(1, 1, 1)),
    *("", " ", "a", "ar", "xx", "ALL", "PUN", "PUN001", "error", "\x00", "\n", "\u202e", "١", "é"),
    *("[", "(a+)+$", "(", "{", "{found}", "{0.a}", "**", "!", "/", "..", "../..", "a" * 5000),
    *([], [""], [[]], [1, "a"], ["a"] * 300, {}, {"": 1}, {"a": {"a": {"a": 1}}}, {"ar": ["a"]}),
)
"""Values of every type that TOML has, at the edges of what is allowed."""


def values(rng: random.Random, of: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Tables made wrong: of one entry another type, out of range, under another name, gone."""
    made: dict[str, Any] = deepcopy(dict(rng.choice(of)))
    for _ in range(rng.randrange(1, 4)):
        where: Any = made
        while True:
            keys = list(where) if isinstance(where, dict) else list(range(len(where)))
            if not keys:
                break
            key = rng.choice(keys)
            if isinstance(where[key], (dict, list)) and rng.random() < 0.8:
                where = where[key]
                continue
            _change(where, key, rng)
            break
    return made


def _change(where: Any, key: Any, rng: random.Random) -> None:
    """One entry of a table or a list."""
    way = rng.randrange(5)
    if way == 0:
        del where[key]
    elif way == 1 and isinstance(where, dict):
        where[rng.choice((key[:-1], key + "s", "", key.upper(), "options"))] = where.pop(key)
    elif way == 2 and isinstance(where, dict):
        where[key] = deepcopy(rng.choice(list(where.values())))
    elif way == 3 and isinstance(where[key], str):
        where[key] = text(rng, (where[key],))
    else:
        where[key] = deepcopy(rng.choice(_ODD))


def _damage(data: bytearray, rng: random.Random) -> None:
    start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    way = rng.randrange(6)
    if way == 0:
        data[start:start] = rng.choice(_BYTES) * rng.choice((1, 1, 1, 2, 40))
    elif way == 1:
        del data[start : min(end, start + 40)]
    elif way == 2:
        data[start:start] = data[start : min(end, start + 200)]
    elif way == 3 and data:
        data[start % len(data)] ^= 1 << rng.randrange(8)
    elif way == 4:
        data[start:end] = (
            bytes(reversed(data[start : min(end, start + 20)])) + data[start + 20 : end]
        )
    else:
        data[start:start] = rng.choice(seeds())[: rng.randrange(80)]
