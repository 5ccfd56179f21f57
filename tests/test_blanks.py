from __future__ import annotations

import random

from contentlint import formats
from contentlint.checks import blank_lines
from contentlint.text import blanks

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
