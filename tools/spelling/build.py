"""Build ``ar.txt``, the list of misspelled Arabic words, from pinned packages.

Usage: ``python -m tools.spelling.build PACKAGES CONTROL [CONTROL ...]``. PACKAGES is a folder
that holds the two packages of ``PACKAGES`` below; every CONTROL is a folder with edited Arabic
text. The README beside this file says where both come from and how to review a changed list.

It needs the programs ``hunspell`` and ``dpkg-deb`` and the package ``msgpack``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from tools.spelling import classes
from tools.spelling.classes import Repair
from tools.spelling.pack import Entry, read

HEAD = """\
# SPDX-License-Identifier: GPL-3.0-only
# Misspelled Arabic words, built by build.py; change ar.add.txt and ar.drop.txt instead.
# Uses data of wordfreq (CC BY-SA 4.0) and of the Ayaspell dictionary (GPL-2.0-or-later).
"""
"""The first lines of ``ar.txt``."""
HERE = Path(__file__).resolve().parent
PACKAGES = {
    "hunspell-ar_3.5.2014-11-08-5_all.deb": (
        "69fec4fd9100d8f6b0c9c8b46a4ad50d8d60825034cf0d364af176bc5167cbf8"
    ),
    "wordfreq-3.1.1-py3-none-any.whl": (
        "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473"
    ),
}
"""The sha256 of the packages that the list is built from."""
ENGINE = "1.7.2"
"""The version of hunspell; another one may understand the affixes differently."""
WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")
SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
"""Vowel signs and tatweel, which a word is compared without."""
TEXT = (".md", ".mdx", ".txt", ".html")
SEEN = 2.03
"""The Zipf frequency from which a form is listed."""
OTHER = 2.5
"""The Zipf frequency from which a second repair is offered."""
GAP = 1.5
"""How much rarer, on the Zipf scale, a second repair may be than the first."""
SHARE = 0.004
"""How often the control may have a form, measured by its right form."""
ENOUGH = 100
"""How often the control must have the right form to say anything about the wrong one."""
CONTROL = 500_000
"""The least number of words in the control."""


class Sources(NamedTuple):
    """What the packages and the control know of words."""

    zipf: Mapping[str, float]
    unknown: frozenset[str]
    """The words of ``zipf`` that the dictionary does not know."""
    control: Mapping[str, int]


def main(arguments: list[str] | None = None) -> int:
    """Write ``ar.txt`` and print the number of forms of each class."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("packages", type=Path, help="folder with the two packages")
    parser.add_argument("control", type=Path, nargs="+", help="folders of edited text")
    parser.add_argument("--output", type=Path, default=HERE / "ar.txt")
    options = parser.parse_args(arguments)
    sources = _sources(options.packages, options.control)
    dropped = {entry.wrong for entry in read(HERE / "ar.drop.txt")}
    found = {entry.wrong: entry for entry in built(sources) if entry.wrong not in dropped}
    found.update((entry.wrong, entry) for entry in read(HERE / "ar.add.txt"))
    entries = [_without(entry, found.keys()) for entry in found.values()]
    lines = sorted(str(entry) for entry in entries if entry.rights)
    options.output.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    for (letters, tier), number in sorted(
        Counter((entry.letters, entry.tier) for entry in found.values()).items()
    ):
        print(f"{letters:3}{tier} {number:6}")
    print(f"    {len(found):6}")
    return 0


def _without(entry: Entry, wrong: Set[str]) -> Entry:
    """Leave out the repairs that are misspelled themselves."""
    return entry._replace(
        rights=tuple(right for right in entry.rights if not wrong & set(right.split()))
    )


def built(sources: Sources) -> Iterator[Entry]:
    """Yield an entry for every form that passes the filters of its class."""
    for wrong, zipf in sources.zipf.items():
        if zipf < SEEN:
            continue
        known = wrong not in sources.unknown
        repairs = [
            repair
            for repair in classes.repairs(wrong)
            if _right(repair.right, sources) and classes.fits(wrong, zipf, repair, sources.zipf)
        ]
        if known:
            repairs = [repair for repair in repairs if _rare(wrong, repair, sources)]
        if not repairs:
            continue
        first = max(repairs, key=lambda repair: (_zipf(repair.right, sources.zipf), repair.right))
        rights = _others(wrong, first, sources)
        yield Entry(wrong, (first.right, *rights), first.letters, "-" if known else "+")


def _others(wrong: str, first: Repair, sources: Sources) -> list[str]:
    """Return at most two further repairs that are about as common, the commonest first."""
    least = max(OTHER, _zipf(first.right, sources.zipf) - GAP)
    found = {
        repair.right: zipf
        for repair in classes.repairs(wrong)
        if repair.right != first.right
        and _alike(repair.letters, first.letters)
        and _right(repair.right, sources)
        and (zipf := _zipf(repair.right, sources.zipf)) >= least
    }
    return sorted(found, key=lambda right: (-found[right], right))[:2]


def _alike(other: str, first: str) -> bool:
    """Return True if two repairs change the head of the word alike and the end in any way."""
    head = set("ABC")
    return head & set(other) == head & set(first) and not set("EFN") & (set(other) - set(first))


def _right(word: str, sources: Sources) -> bool:
    """Return True if both the dictionary and the frequencies have all words of a repair."""
    return all(w in sources.zipf and w not in sources.unknown for w in word.split())


def _rare(wrong: str, repair: Repair, sources: Sources) -> bool:
    """Return True if edited text has the right form often and the wrong one hardly ever."""
    right = sources.control.get(repair.right, 0)
    if "D" in repair.letters and not classes.with_article(wrong):
        return False  # it may be a noun with "his"
    return right >= ENOUGH and sources.control.get(wrong, 0) <= SHARE * right


def _zipf(right: str, zipf: Mapping[str, float]) -> float:
    return min(zipf.get(word, 0.0) for word in right.split())


def _sources(packages: Path, control: Iterable[Path]) -> Sources:
    for name, digest in PACKAGES.items():
        if hashlib.sha256((packages / name).read_bytes()).hexdigest() != digest:
            sys.exit(f"{packages / name} is not the pinned version")
    dictionary, frequencies = (packages / name for name in PACKAGES)
    counts = Counter(_words(control))
    if counts.total() < CONTROL:
        sys.exit(f"the control has {counts.total()} words; it needs {CONTROL}")
    print(f"control: {counts.total()} words")
    zipf = _zipf_of(frequencies)
    return Sources(zipf, _unknown(zipf, dictionary), counts)


def _zipf_of(wheel: Path) -> dict[str, float]:
    """The Zipf frequency of every Arabic word of wordfreq: its file has a list a centibel."""
    import msgpack

    with zipfile.ZipFile(wheel) as archive:
        packed = gzip.decompress(archive.read("wordfreq/data/large_ar.msgpack.gz"))
    _, *steps = msgpack.unpackb(packed)
    return {
        word: round(9 - step / 100, 2)
        for step, words in enumerate(steps)
        for word in words
        if WORD.fullmatch(word)
    }


def _unknown(words: Iterable[str], package: Path) -> frozenset[str]:
    """The words that the dictionary of a Debian package does not know."""
    version = subprocess.run(["hunspell", "--version"], capture_output=True, text=True, check=True)
    if f" {ENGINE}" not in version.stdout:
        sys.exit(f"hunspell is not of version {ENGINE}: {version.stdout.splitlines()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        dictionary = Path(folder, "usr", "share", "hunspell", "ar")
        done = subprocess.run(
            ["hunspell", "-d", dictionary, "-i", "utf-8", "-l"],
            input="\n".join(words),
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=True,
        )
    return frozenset(done.stdout.split())


def _words(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in TEXT:
                yield from WORD.findall(SIGNS.sub("", path.read_text("utf-8", "replace")))


if __name__ == "__main__":
    sys.exit(main())
