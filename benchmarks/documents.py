"""A corpus of any size with planted copies, and how well and how fast they are found.

    python -m benchmarks.documents build FOLDER... --out DATA --documents 1000000
    python -m benchmarks.documents measure DATA --out RESULTS

Each document is made of paragraphs of the articles in some folders with a tenth of the words
exchanged, so that two of them share a fifth of their sequences of five words at most, unless one is
a planted copy of the other. Document ``n`` depends on ``n``, the number of documents and the seed
only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

SEED = 20261130
SIZE = 3_000
"""About the bytes of a document."""
PER_FILE = 10_000
EXCHANGED = 0.1
"""The share of the words that are exchanged."""
EXACT, NEAR, TWICE_AS_NEAR = 7, 13, 29
"""Remainders of the number of a document by 100 (the last one, by 1,000): an exact copy, one with
1 % of the words changed, and one with 2 %."""
BOILERPLATE = (
    ("اشتركوا في نشرتنا البريدية لتصلكم أهم أخبار الصباح كل يوم دون مقابل.", 100),
    ("جميع الحقوق محفوظة، ولا يجوز نسخ هذه المادة أو نشرها دون إذن مكتوب من الناشر.", 300),
    ("برای دریافت تازه‌ترین خبرها هر روز صبح در خبرنامهٔ ما نام‌نویسی کنید.", 1000),
)
"""Paragraphs, each in one of so many documents."""
_LEAST = 60
"""The fewest characters of a paragraph."""


class Source(NamedTuple):
    """Paragraphs, and the words that are exchanged."""

    paragraphs: Sequence[str]
    words: Sequence[str]


def source(folders: Sequence[str]) -> Source:
    """Return the paragraphs of all articles in some folders, in the order of their names."""
    found: dict[str, None] = {}
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in (".md", ".txt"):
                text = path.read_text(encoding="utf-8", errors="replace")
                for part in text.split("\n"):
                    if len(part) >= _LEAST and len(part) < SIZE:
                        found[part.strip()] = None
    words = sorted({word for part in list(found)[::7] for word in part.split() if word.isalpha()})
    return Source(list(found), words)


def origin_of(n: int, count: int) -> tuple[int, float]:
    """Return the document that another copies, and the share of its words that are changed; the
    document itself if it is no copy."""
    if n % 100 == EXACT:
        share = 0.0
    elif n % 100 == NEAR:
        share = 0.01
    elif n % 1000 == TWICE_AS_NEAR:
        share = 0.02
    else:
        return n, 0.0
    rng = random.Random(SEED * 3 + n)
    while True:
        other = rng.randrange(count)
        if other % 100 not in (EXACT, NEAR) and other % 1000 != TWICE_AS_NEAR:
            return other, share


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

    given = source(folders)
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


def _timed(words: Sequence[str]) -> dict[str, float]:
    """Run a command; return its wall time and processor time in seconds, and its memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.time()
    subprocess.run([sys.executable, "-m", "contentlint", "corpus", *words], check=True)
    wall = time.time() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "wall": round(wall, 1),
        "cpu": round(cpu, 1),
        "largest process, MB": after.ru_maxrss // 1024,
    }


def measure(data: str, out: str, engine: str, jobs: int) -> dict[str, Any]:
    """Scan, compare and decide, and return the figures."""
    about = json.loads((Path(data) / "about.json").read_text())
    settings = Path(out).parent / "corpus-benchmark.toml"
    settings.write_text(
        'profile = "corpus"\nrules.DUP009.options = { near = true }\n'
        "rules.DUP010.options = { min-files = 10, min-share = 0.0 }\n",
        encoding="utf-8",
    )
    scan = ["scan", data, "--out", out, "--config", str(settings), "--shard-size", "16MB"]
    figures: dict[str, Any] = {
        **about,
        "scan": _timed([*scan, "--engine", engine, "-j", str(jobs), "--quiet"]),
        "duplicates": _timed(["duplicates", out]),
        "decide": _timed(["decide", out]),
        "bytes written": sum(f.stat().st_size for f in Path(out).rglob("*") if f.is_file()),
    }
    figures["scan"]["MB/s of a processor"] = round(about["bytes"] / 1e6 / figures["scan"]["cpu"], 2)
    return {**figures, **recall(out, about["documents"])}


def recall(out: str, count: int) -> dict[str, Any]:
    """Return the share of the planted copies that are in one cluster with their original, by the
    share of words changed, and how many clusters hold documents that were not planted."""
    found = _rows(
        f"select c.cluster, d.doc_id::bigint from '{out}/duplicates/copies.parquet' c "
        f'join \'{out}/documents/*.parquet\' d on d.task::varchar = c.task and d."row" = c."row"'
    )
    cluster = {number: key for key, number in found}
    hits: dict[float, list[bool]] = {}
    expected: set[int] = set()
    for number in _copies(count):
        other, share = origin_of(number, count)
        expected.update((number, other))
        one = cluster.get(number)
        hits.setdefault(share, []).append(one is not None and one == cluster.get(other))
    return {
        "recall": {f"{share:.0%}": sum(h) / len(h) for share, h in sorted(hits.items())},
        "planted": sum(map(len, hits.values())),
        "not planted": len(cluster.keys() - expected),
        "boilerplate": _rows(
            f"select documents from '{out}/duplicates/clusters.parquet' where rule = 'DUP010' "
            "order by documents desc limit 5"
        ),
    }


def _rows(query: str) -> list[Any]:
    import duckdb

    found = duckdb.sql(query)
    assert found is not None
    return found.fetchall()


def _copies(count: int) -> Iterator[int]:
    return (n for n in range(count) if origin_of(n, count)[0] != n)


def main(argv: Sequence[str] | None = None) -> None:
    """Build or measure, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build")
    one.add_argument("folders", nargs="+")
    one.add_argument("--documents", type=int, default=100_000)
    two = commands.add_parser("measure")
    two.add_argument("data")
    two.add_argument("--engine", default="local")
    for each in (one, two):
        each.add_argument("--out", required=True)
        each.add_argument("-j", "--jobs", type=int, default=2)
    args = parser.parse_args(argv)
    if args.command == "build":
        build(args.folders, args.out, args.documents, args.jobs)
    else:
        print(json.dumps(measure(args.data, args.out, args.engine, args.jobs), indent=1))


if __name__ == "__main__":
    main()
