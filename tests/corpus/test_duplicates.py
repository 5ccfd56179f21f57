"""Copies and shared texts found in tables are those that are found in memory."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from contentlint.model.rule import BoundRule
from contentlint.run.session import Reading, Request, Selection, Session

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
from benchmarks import scans
from contentlint.corpus import duplicates, scan
from contentlint.corpus.batch import Options
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results

SETTINGS = """
select = ["DUP009", "DUP010", "SRC024"]
rules.DUP009.options = { near = true }
rules.DUP010.options = { min-files = 3, min-share = 0.0 }
"""
REQUEST = Request(Selection(settings=SETTINGS, isolated=True), reading=Reading(origin="extracted"))
WORDS = [f"كلمة{chr(0x627 + n % 28)}{chr(0x627 + n // 28 % 28)}" for n in range(784)]
BOILERPLATE = "اشتركوا في نشرتنا البريدية لتصلكم أهم أخبار المدينة كل صباح بلا مقابل."


def corpus(count: int, seed: int) -> list[dict[str, str]]:
    """Documents, some of which are copies, near copies, or hold the same paragraph."""
    rng = random.Random(seed)
    texts: list[str] = []
    for _ in range(count):
        kind = rng.random()
        words = rng.choices(WORDS, k=rng.randrange(40, 120))
        if texts and kind < 0.15:
            words = rng.choice(texts).split()
        elif texts and kind < 0.4:
            words = rng.choice(texts).split()
            for _ in range(rng.randrange(1, 4)):
                words[rng.randrange(len(words))] = rng.choice(WORDS)
        texts.append(" ".join(words))
    return [
        {
            "id": str(n),
            "text": text + ("\n\n" + BOILERPLATE if rng.random() < 0.2 else ""),
            "url": f"https://site{n % 3}.example/{n}",
        }
        for n, text in enumerate(texts)
    ]


def scanned(
    folder: Path, rows: Sequence[dict[str, str]], size: int = 20_000
) -> tuple[Results, Plan]:
    source = folder / "rows.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    options = Options(measures=False)
    out, made, common = scan.start([str(source)], str(folder / "out"), REQUEST, options, size=size)
    for _ in scan.run(common, made.tasks, "local", 1):
        pass
    return out, made


def rules() -> tuple[BoundRule, ...]:
    request = REQUEST._replace(reading=REQUEST.reading._replace(rows=True))
    return Session(request).resolver.settings("row.txt").rules


def in_memory(out: Results, made: Plan, code: str) -> set[scans.Cluster]:
    return scans.in_memory(out, made, next(b for b in rules() if b.rule.code == code))


@pytest.mark.parametrize("buckets", [1, 4, 16])
def test_same_as_in_memory(tmp_path: Path, buckets: int) -> None:
    out, made = scanned(tmp_path, corpus(400, seed=buckets), size=100_000)
    assert len(made.tasks) > 3
    summary = duplicates.run(out, made, rules(), duplicates.Resources(buckets))
    for code in ("DUP009", "DUP010"):
        expected = in_memory(out, made, code)
        assert len(expected) == summary.clusters[code] > 0
        assert scans.in_tables(out, code) == expected
    hows = {row["how"] for row in duplicates.clusters(out)}
    assert hows == {"the same", "almost the same"}


def test_crowded_buckets_are_the_same_as_in_memory(tmp_path: Path) -> None:
    rng = random.Random(3)
    base = rng.choices(WORDS, k=60)
    rows = []
    for n in range(160):
        words = base[:]
        words[rng.randrange(60)] = f"غير{n}"
        rows.append({"id": str(n), "text": " ".join(words)})
    out, made = scanned(tmp_path, rows)
    duplicates.run(out, made, rules())
    expected = in_memory(out, made, "DUP009")
    assert max(cluster.documents for cluster in expected) > 100
    assert scans.in_tables(out, "DUP009") == expected


def test_sites_of_a_shared_text(tmp_path: Path) -> None:
    rows = [
        {"text": f"نص {n}.\n\n{BOILERPLATE}", "url": f"https://www.a.example/{n}"} for n in range(4)
    ]
    rows += [{"text": f"نص آخر {n}.", "url": "https://a.example/x"} for n in range(4)]
    rows += [{"text": f"خبر {n}.\n\n{BOILERPLATE}", "url": "https://b.example/"} for n in range(1)]
    out, made = scanned(tmp_path, rows)
    duplicates.run(out, made, rules())
    (row,) = [row for row in duplicates.clusters(out) if row["rule"] == "DUP010"]
    assert (row["documents"], row["hosts"], row["host"]) == (5, 2, "a.example")
    assert (row["host_documents"], row["host_share"]) == (4, 0.5)


def test_first_of_the_copies_is_kept(tmp_path: Path) -> None:
    text = " ".join(WORDS[:60])
    rows = [{"text": " ".join(WORDS[n : n + 60])} for n in (100, 200)]
    out, made = scanned(tmp_path, [{"text": text}, *rows, {"text": text}, {"text": text + "."}])
    found = duplicates.run(out, made, rules())
    assert found.documents == 2
    assert [(row["row"], row["first"]) for row in duplicates.copies(out)] == [
        (0, True),
        (3, False),
        (4, False),
    ]
