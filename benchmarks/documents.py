"""A corpus of any size with planted copies, and how many of them are found.

    python -m benchmarks.documents build FOLDER... --out DATA --documents 1000000
    python -m benchmarks.documents alike FOLDER... --documents 1000000
    python -m benchmarks.scans measure DATA --out RESULTS
    python -m benchmarks.documents recall RESULTS --documents 1000000

Each document is made of paragraphs of the articles in some folders with a tenth of the words
exchanged, so that two of them share less than a fifth of their sequences of five words, unless one
is a planted copy of the other; ``alike`` shows it on a sample. Document ``n`` depends on ``n``, the
number of documents and the seed only.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from contentlint.core import runs, words
from contentlint.text.unicode.fold import light

SEED = 20261130
SIZE = 3_000
"""About the bytes of a document."""
PER_FILE = 10_000
_SHOWN = 5
EXCHANGED = 0.1
"""The share of the words that are exchanged."""
PLANTED = ((100, 7, 0.0), (100, 13, 0.01), (1000, 29, 0.02), (1000, 59, 0.03), (1000, 89, 0.05))
"""Copies: document ``n`` is one if ``n`` has a remainder (the second number) by the first, and the
third is the share of its words that are changed."""
BOILERPLATE = (
    ("اشتركوا في نشرتنا البريدية لتصلكم أهم أخبار الصباح كل يوم دون مقابل.", 100),
    ("جميع الحقوق محفوظة، ولا يجوز نسخ هذه المادة أو نشرها دون إذن مكتوب من الناشر.", 300),
    ("برای دریافت تازه‌ترین خبرها هر روز صبح در خبرنامهٔ ما نام‌نویسی کنید.", 1000),
)
"""Paragraphs, each in one of so many documents."""
_LENGTHS = range(60, 800)
"""The characters of a paragraph: a long one would be most of two documents."""
_LONGEST = 12
"""The most characters of a word of a paragraph, on average: what has longer ones, such as addresses
and scripts written without spaces, has few words to exchange."""


class Source(NamedTuple):
    """Paragraphs, and the words that are exchanged."""

    paragraphs: Sequence[str]
    words: Sequence[str]


@lru_cache(maxsize=1)
def source(folders: tuple[str, ...]) -> Source:
    """Return the paragraphs of all articles in some folders, in the order of their names."""
    found: dict[str, None] = {}
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in (".md", ".txt"):
                text = path.read_text(encoding="utf-8", errors="replace")
                for part in map(str.strip, text.split("\n")):
                    if len(part) in _LENGTHS and len(part) < _LONGEST * len(part.split()):
                        found[part] = None
    words = sorted({word for part in list(found)[::7] for word in part.split() if word.isalpha()})
    return Source(list(found), words)


def origin_of(n: int, count: int) -> tuple[int, float]:
    """Return the document that another copies, and the share of its words that are changed; the
    document itself if it is no copy."""
    share = _planted(n)
    if share is None:
        return n, 0.0
    rng = random.Random(SEED * 3 + n)
    while True:
        other = rng.randrange(count)
        if _planted(other) is None:
            return other, share


def _planted(n: int) -> float | None:
    return next((share for every, rest, share in PLANTED if n % every == rest), None)


def text_of(n: int, count: int, given: Source) -> str:
    """Return the text of a document."""
    other, share = origin_of(n, count)
    if other != n:
        words = text_of(other, count, given).split(" ")
        rng = random.Random(SEED * 5 + n)
        for place in rng.sample(range(len(words)), round(len(words) * share)):
            words[place] = rng.choice(given.words)
        return " ".join(words)
    rng = random.Random(SEED * 7 + n)
    parts: list[str] = []
    size = 0
    while size < SIZE:
        words = rng.choice(given.paragraphs).split(" ")
        for place in rng.sample(range(len(words)), round(len(words) * EXCHANGED)):
            words[place] = rng.choice(given.words)
        parts.append(" ".join(words))
        size += len(parts[-1].encode("utf-8", "replace"))
    parts += [text for text, every in BOILERPLATE if rng.randrange(every) == 0]
    return "\n\n".join(parts)


def _write(out: str, number: int, count: int, folders: Sequence[str]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    given = source(tuple(folders))
    numbers = range(number * PER_FILE, min((number + 1) * PER_FILE, count))
    texts = [text_of(n, count, given).encode("utf-8", "replace").decode() for n in numbers]
    table = pa.table(
        {
            "id": [str(n) for n in numbers],
            "text": texts,
            "url": [f"https://site{n % 997}.example/{n}" for n in numbers],
        }
    )
    pq.write_table(table, f"{out}/part-{number:05}.parquet", row_group_size=2_500)
    return sum(map(len, map(str.encode, texts)))


def build(folders: Sequence[str], out: str, count: int, jobs: int) -> None:
    """Write the documents as Parquet files."""
    os.makedirs(out, exist_ok=True)
    started = time.time()
    with ProcessPoolExecutor(jobs) as pool:
        files = range((count + PER_FILE - 1) // PER_FILE)
        tasks = [pool.submit(_write, out, number, count, folders) for number in files]
        size = sum(task.result() for task in tasks)
    (Path(out) / "about.json").write_text(json.dumps({"documents": count, "bytes": size}))
    print(f"{count:,} documents, {size / 1e6:,.0f} MB, {time.time() - started:.0f} s")


def alike(folders: Sequence[str], count: int, sample: int) -> dict[str, Any]:
    """Return how alike the documents of a sample are that are no copies: the greatest shares of
    sequences of five words that two of them have in common."""
    given = source(tuple(folders))
    numbers = [n for n in range(0, count, max(1, count // sample)) if _planted(n) is None]
    holders: dict[bytes, list[int]] = {}
    sizes: list[int] = []
    greatest: list[float] = []
    for index, number in enumerate(numbers):
        hashes = runs(words(light(text_of(number, count, given))))
        sizes.append(len(hashes) // 4)
        common: Counter[int] = Counter()
        for at in range(0, len(hashes), 4):
            held = holders.setdefault(hashes[at : at + 4], [])
            common.update(held)
            held.append(index)
        shares = (both / (sizes[index] + sizes[i] - both) for i, both in common.items())
        greatest = heapq.nlargest(_SHOWN, [*greatest, *shares])
    return {
        "documents": len(numbers),
        "pairs": len(numbers) * (len(numbers) - 1) // 2,
        "greatest shares": [round(share, 3) for share in greatest],
    }


def recall(results: str, count: int) -> dict[str, Any]:
    """Return the share of the planted copies that are in one cluster with their original, by the
    share of words changed, and how many documents are in clusters without any reason.

    Where not all of the ``count`` documents have been scanned, copies count of which both have.
    """
    documents = f"'{results}/documents/*.parquet'"
    found = _rows(
        f"select c.cluster, d.doc_id::bigint from '{results}/duplicates/copies.parquet' c "
        f'join {documents} d on d.task::varchar = c.task and d."row" = c."row"'
    )
    cluster = {number: key for key, number in found}
    scanned = {number for (number,) in _rows(f"select doc_id::bigint from {documents}")}
    hits: dict[float, list[bool]] = {}
    expected: set[int] = set()
    for number in scanned:
        if _planted(number) is None:
            continue
        other, share = origin_of(number, count)
        expected.update((number, other))
        if other in scanned:
            one = cluster.get(number)
            hits.setdefault(share, []).append(one is not None and one == cluster.get(other))
    return {
        "documents": len(scanned),
        "recall": {f"{share:.0%}": sum(h) / len(h) for share, h in sorted(hits.items())},
        "planted": {f"{share:.0%}": len(h) for share, h in sorted(hits.items())},
        "not planted": len(cluster.keys() - expected),
        "boilerplate": _rows(
            f"select documents from '{results}/duplicates/clusters.parquet' where rule = 'DUP010' "
            "order by documents desc limit 5"
        ),
    }


def _rows(query: str) -> list[Any]:
    import duckdb

    found = duckdb.sql(query)
    assert found is not None
    return found.fetchall()


def main(argv: Sequence[str] | None = None) -> None:
    """Build, or score, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build")
    one.add_argument("--out", required=True)
    one.add_argument("-j", "--jobs", type=int, default=2)
    two = commands.add_parser("alike")
    two.add_argument("--sample", type=int, default=10_000)
    three = commands.add_parser("recall")
    three.add_argument("results")
    for each in (one, two):
        each.add_argument("folders", nargs="+")
    for each in (one, two, three):
        each.add_argument("--documents", type=int, default=100_000)
    args = parser.parse_args(argv)
    if args.command == "build":
        build(args.folders, args.out, args.documents, args.jobs)
    elif args.command == "alike":
        print(json.dumps(alike(args.folders, args.documents, args.sample), indent=1))
    else:
        print(json.dumps(recall(args.results, args.documents), indent=1))


if __name__ == "__main__":
    main()
