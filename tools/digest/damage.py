"""Damaged articles: what a fixture turns into with some pieces put in, doubled or taken out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from random import Random

ARTICLES = (".md", ".mdx", ".txt")
EXPECTED = "expected.txt"
"""In a folder of fixtures: what is found in them, which is no article."""
_LARGEST = 3000
"""Bytes of a fixture that is damaged: in a large one the damage is a small part."""
_PIECES = (
    "](", "](http://a.example/b c)", "https//a.example", "http: //a.example", "www. a.example",
    "https://a.example/b-\nc-1234 ", "https://a..example/ ", "<https://a.example /b>", "![](",
    "https://a.example/b\u200f.html", "https://a.example/b… ", "![img](a.png)", "![](a.png)",
    "\n**Bold line**\n\n", "(Photo)", "(Photo: )", "(تصوير جاكي شان)", "Source: x", ": ", "© ", "|",
    " ،", " .", "،،", ",.", "..", "!!!", "! ! !", "C++", " .NET", "@user", "&nbsp", "&amp;", "é",
    "[](#)", "Ã©", "ط§Ø", "\n\n", "\n", "\t", " ", "\u00a0", ",", "؟\"", "however, ", "a", "1",
)  # fmt: skip


def damaged(text: str, chance: Random) -> str:
    """A text with one to three pieces put in, doubled or taken out."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        how = chance.random()
        if how < 0.6:
            text = text[:at] + chance.choice(_PIECES) + text[at:]
        elif how < 0.8:
            text = text[:at] + text[at + chance.randint(1, 4) :]
        else:
            text = text[:at] + text[at : at + 9] + text[at:]
    return text


def damaged_files(folder: Path, number: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged copies of the fixtures in a folder, as path and content; always the same.

    A copy depends on its fixture alone: one more fixture replaces a few copies only.
    """
    articles = [path for path in _files(folder) if _is_article(path) and _is_small(path)]
    if articles:
        yield from islice(_copies(folder, articles), number)


def _copies(folder: Path, articles: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for turn in count():
        for path in articles:
            name = path.relative_to(folder).with_name(f"{path.stem}.{turn}{path.suffix}").as_posix()
            # Bytes: lines keep their ends. A seed that is a string gives the same everywhere.
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            yield name, damaged(text, Random(name)).encode("utf-8", "surrogateescape")


def write_damaged(fixtures: Path, target: Path, number: int) -> None:
    """Lay damaged copies into a new folder, beside the configurations and images they need."""
    for path in _files(fixtures):
        if not _is_article(path) and path.name != EXPECTED:
            copy = target / path.relative_to(fixtures)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    for name, data in damaged_files(fixtures, number):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _is_article(path: Path) -> bool:
    return path.suffix in ARTICLES and path.name != EXPECTED


def _is_small(path: Path) -> bool:
    return path.stat().st_size < _LARGEST
