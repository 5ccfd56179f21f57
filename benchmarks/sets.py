"""The files that are timed: one article, a folder, or many copies made from folders."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

WORK = Path(__file__).with_name("built")
"""Where sets are built; git ignores it."""
ARTICLE = Path(__file__).with_name("article.md")
"""An article of our own of about 7 KB."""
PER_FOLDER = 500
_PROSE = re.compile(r"[^\W\d_].{40,}")


class FileSet(NamedTuple):
    label: str
    path: Path
    """A file or a folder."""
    files: tuple[Path, ...]

    def size(self) -> int:
        """Bytes of all files."""
        return sum(path.stat().st_size for path in self.files)


def one() -> FileSet:
    """The article."""
    return FileSet("one article", ARTICLE, (ARTICLE,))


def folder(path: Path) -> FileSet:
    """Every Markdown file below a folder: what all tools agree to read.

    Raises:
        SystemExit: there is none, or there is text in other formats that only some would read.
    """
    files = markdown(path)
    if not files:
        raise SystemExit(f"{path}: no .md files")
    others = [p for p in path.rglob("*") if p.suffix in (".txt", ".mdx", ".markdown")]
    if others:
        raise SystemExit(f"{path}: {others[0]}: only some tools read this; give a folder of .md")
    return FileSet(f"{len(files)} files of {path.name}", path, files)


def markdown(path: Path) -> tuple[Path, ...]:
    """The Markdown files below a folder, sorted."""
    return tuple(sorted(p for p in path.rglob("*.md") if p.is_file()))


def build(count: int, sources: Sequence[Path], work: Path = WORK) -> FileSet:
    """``count`` copies of the articles of some folders, each with one line changed.

    The folders are drawn from evenly, in an order that is always the same;
    when an article comes again it gets another change. Built once.

    Raises:
        SystemExit: a folder has no Markdown files.
    """
    pools = []
    for source in sources:
        pool = list(markdown(source))
        if not pool:
            raise SystemExit(f"{source}: no .md files")
        random.Random(1).shuffle(pool)
        pools.append(pool)
    target = work / f"{count}-{_key(pools)}"
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        _copy(count, pools, target / "files")
        (target / "complete").touch()
    return FileSet(f"{count:,} files", target / "files", markdown(target / "files"))


def subset(files: FileSet, count: int, work: Path = WORK) -> FileSet:
    """The first ``count`` files of a set, copied unchanged."""
    target = work / f"{count}-of-{_key([files.files])}"
    shutil.rmtree(target, ignore_errors=True)
    for number, path in enumerate(files.files[:count]):
        place = target / f"{number // PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / f"article-{number:05}.md")
    return FileSet(f"{count:,} of them", target, markdown(target))


def _key(pools: Iterable[Iterable[Path]]) -> str:
    """A name that changes with the files and their sizes."""
    digest = hashlib.sha256()
    for pool in pools:
        for path in pool:
            digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        digest.update(b"\0")
    return digest.hexdigest()[:10]


def _copy(count: int, pools: Sequence[Sequence[Path]], target: Path) -> None:
    for number in range(count):
        pool = pools[number % len(pools)]
        source = pool[number // len(pools) % len(pool)]
        text = source.read_bytes().decode("utf-8", "surrogateescape")
        place = target / f"{number // PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"article-{number:05}.md"
        path.write_bytes(changed(text, number).encode("utf-8", "surrogateescape"))


def changed(text: str, number: int) -> str:
    """The text with a number added to the end of one long line of words."""
    lines = text.split("\n")
    fit = [i for i, line in enumerate(lines) if _PROSE.match(line)] or [len(lines) - 1]
    at = fit[number % len(fit)]
    lines[at] += f" {number}"
    return "\n".join(lines)
