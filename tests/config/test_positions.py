"""Where the keys and values of a TOML text are, whatever form they are written in."""

from __future__ import annotations

import random
from typing import Any

import pytest
import tomli

from contentlint.config.positions import Keys, offsets

TEXT = '''\
# a comment = 1
title = "x" # another = 2
dotted . key = 1
"quoted.key" = """
[not.a.table]
key = 1
"""
'single' = \'\'\'
''\\'\'\'
list = [
  "a", # ]
  [1, 2],
  { inner = [
    "b"] },
]

[table]
key = true
[table.below."x y"]
date = 2020-01-01 10:00:00
[[many]]
one = 1
[[many.parts]]
[[many.parts]]
deep.er = { a.b = 1, c = 2 }
[[many]]
\u0022\\u00e9\u0022 = -1e3
[many.own]
'''
LINES: dict[Keys, int] = {
    ("title",): 2,
    ("dotted",): 3,
    ("dotted", "key"): 3,
    ("quoted.key",): 4,
    ("single",): 8,
    ("list",): 10,
    ("list", 0): 11,
    ("list", 1): 12,
    ("list", 1, 1): 12,
    ("list", 2): 13,
    ("list", 2, "inner"): 13,
    ("list", 2, "inner", 0): 14,
    ("table",): 17,
    ("table", "key"): 18,
    ("table", "below"): 19,
    ("table", "below", "x y"): 19,
    ("table", "below", "x y", "date"): 20,
    ("many",): 21,
    ("many", 0): 21,
    ("many", 0, "one"): 22,
    ("many", 0, "parts"): 23,
    ("many", 0, "parts", 0): 23,
    ("many", 0, "parts", 1): 24,
    ("many", 0, "parts", 1, "deep", "er", "a", "b"): 25,
    ("many", 0, "parts", 1, "deep", "er", "c"): 25,
    ("many", 1): 26,
    ("many", 1, "é"): 27,
    ("many", 1, "own"): 28,
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_key_and_element_has_its_line(end: str) -> None:
    text = TEXT.replace("\n", end)
    tomli.loads(text)
    found = offsets(text)
    assert {keys: text.count("\n", 0, found[keys]) + 1 for keys in LINES} == LINES


def ways(value: Any, way: Keys = ()) -> list[Keys]:
    """The keys that lead to each value inside one."""
    found: list[Keys] = [way] if way else []
    inside = value.items() if isinstance(value, dict) else []
    for key, each in enumerate(value) if isinstance(value, list) else inside:
        found += ways(each, (*way, key))
    return found


SCALARS = (
    "1",
    "'a # b'",
    '"[x]\\""',
    '"""\n]\n= \\""" a"""',
    "'''\n[\n'''",
    "1979-05-27 07:32:00Z",
)


def value(chance: random.Random, depth: int = 0) -> str:
    kind = chance.randrange(4 if depth < 3 else 2)
    if kind == 2:
        gap = chance.choice(("", " ", "\n  # ] }\n"))
        return f"[{gap}" + f",{gap}".join(value(chance, depth + 1) for _ in range(kind)) + f"{gap}]"
    if kind == 3:
        entries = ", ".join(f"k{n}.'x' = {value(chance, depth + 1)}" for n in range(2))
        return f"{{ {entries} }}".replace("\n", "") if "'''" not in entries else "{}"
    return chance.choice(SCALARS)


def test_no_value_of_a_random_text_is_without_a_place() -> None:
    chance = random.Random(26)
    read = 0
    for _ in range(300):
        lines = [f"a{n} . 'b c' = {value(chance)}" for n in range(3)]
        for n in range(3):
            head = chance.choice(("[t{}]", "[[t.u{}]]", "[ 'v' . w{} ]")).format(n)
            lines += [head, f"k = {value(chance)}", *([head, "k = 1"] if head[1] == "[" else [])]
        text = "\n".join(lines)
        try:
            data = tomli.loads(text)
        except tomli.TOMLDecodeError:
            continue
        read += 1
        found = offsets(text)
        assert set(ways(data)) == set(found), text
    assert read > 100
