from __future__ import annotations

import random

from contentlint.checks.structure import _blanks as blanks
from contentlint.checks.structure import blank_lines
from contentlint.core import invisibles
from contentlint.source import formats

_LINES = ["a", "", "", "", " ", "\u00a0", "\u200b\t", "# b", "- c", "![](d.png)"]


def test_runs_between_blocks_are_those_that_the_pattern_finds() -> None:
    source = random.Random(5)
    many = 0
    for _ in range(1500):
        text = "\n".join(source.choices(_LINES, k=source.randrange(2, 14)))
        doc = formats.read("a.md", text.encode())
        runs = blank_lines._longer_than(source.choice([0, 1, 2]))
        starts = [0, *(block.end for block in doc.blocks)]
        expected = [
            (m.start() + 1, m.end())
            for start, block in zip(starts, doc.blocks, strict=False)
            for m in runs.pattern.finditer(doc.text, start, doc.line_start(block.line))
        ]
        found = blanks.between(doc, range(len(doc.blocks)), runs.least, runs.pattern)
        assert found == expected, text
        many += len(found)
    assert many > 1000


def test_runs_are_those_of_a_search_through_all_of_the_text() -> None:
    source = random.Random(6)
    lines = [*_LINES, "", "", "```", "<div>", "    e"]
    ways, many = set(), 0
    for _ in range(3000):
        text = "\n".join(source.choices(lines, k=source.randrange(2, 14)))
        runs = blank_lines._longer_than(source.choice([0, 1, 2]))
        found = []
        for is_known in (False, True):
            doc = formats.read("a.md", text.encode())
            if is_known:
                ways.add(bool(doc.fact(invisibles)))
            else:
                doc.know(invisibles, frozenset("\u200b"))
            found.append(blank_lines._spans(doc, runs))
        assert found[0] == found[1], text
        many += len(found[0])
    assert many > 1000 and len(ways) == 2
