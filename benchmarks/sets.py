"""The files that are timed: one article, a folder, or many copies made from folders."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
from collections.abc import Iterable, Sequence
from itertools import count as numbers
from pathlib import Path
from typing import NamedTuple

from benchmarks import articles

WORK = Path(os.environ.get("BENCHMARKS_WORK") or Path(__file__).with_name("built"))
"""Where sets are built, and what is measured is installed; git ignores it."""
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

    Each folder counts by its files, drawn from in an order that is always the
    same; when an article comes again it gets another change. Without a folder
    the articles are made up, see ``benchmarks.articles``. Built once.

    Raises:
        SystemExit: a folder has no Markdown files.
    """
    pool: list[Path] = []
    for source in sources:
        files = markdown(source)
        if not files:
            raise SystemExit(f"{source}: no .md files")
        pool += files
    random.Random(1).shuffle(pool)
    target = work / f"{count}-{_key(pool) if pool else 'made-up'}"
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        for number in range(count):
            place = target / "files" / f"{number // PER_FOLDER:03}"
            place.mkdir(parents=True, exist_ok=True)
            (place / f"article-{number:06}.md").write_bytes(_article(number, pool))
        (target / "complete").touch()
    kind = "files" if pool else "made-up files"
    return FileSet(f"{count:,} {kind}", target / "files", markdown(target / "files"))


def _article(number: int, pool: Sequence[Path]) -> bytes:
    if not pool:
        return articles.made_up(number)
    text = pool[number % len(pool)].read_bytes().decode("utf-8", "surrogateescape")
    return changed(text, number).encode("utf-8", "surrogateescape")


def single(size: int, work: Path = WORK) -> FileSet:
    """One file of about ``size`` bytes: made-up articles, one after the other.

    Those of a folder would come again and again, and what is told of a file
    that repeats itself grows with more than its size. No faults are planted:
    some make a file what nobody takes for text.
    """
    target = work / f"{size}-bytes.md"
    if not target.exists():
        written = 0
        with target.open("wb") as file:
            for number in numbers():
                _, _, text = articles.made_up(number, faults=False).partition(b"---\n\n")
                written += file.write(text + b"\n")
                if written >= size:
                    break
    return FileSet(f"one file of {size / 1e6:g} MB", target, (target,))


def faulty(count: int, work: Path = WORK) -> FileSet:
    """One file of ``count`` lines of words and as many empty images."""
    target = work / f"{count}-faults.md"
    if not target.exists():
        with target.open("w", encoding="utf-8") as file:
            file.writelines(f"Some words on line {n}.\n\n![]()\n\n" for n in range(count))
    return FileSet(f"one file of {count:,} faults", target, (target,))


def copy(files: FileSet, work: Path = WORK) -> Path:
    """A fresh copy of a set, in place of the last one."""
    target = work / "copy"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(files.path, target)
    return target


def subset(files: FileSet, count: int, work: Path = WORK) -> FileSet:
    """The first ``count`` files of a set, copied unchanged."""
    target = work / f"{count}-of-{_key(files.files)}"
    shutil.rmtree(target, ignore_errors=True)
    for number, path in enumerate(files.files[:count]):
        place = target / f"{number // PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / f"article-{number:05}.md")
    return FileSet(f"{count:,} of them", target, markdown(target))


def _key(pool: Iterable[Path]) -> str:
    """A name that changes with the files and their sizes."""
    digest = hashlib.sha256()
    for path in pool:
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
    return digest.hexdigest()[:10]


def changed(text: str, number: int) -> str:
    """The text with a number added to the end of one long line of words."""
    lines = text.split("\n")
    fit = [i for i, line in enumerate(lines) if _PROSE.match(line)] or [len(lines) - 1]
    at = fit[number % len(fit)]
    lines[at] += f" {number}"
    return "\n".join(lines)
