"""Corpora with planted copies, and what is measured on them."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
from benchmarks import documents, scans
from contentlint.corpus import duplicates, scan
from contentlint.corpus.batch import Options
from contentlint.corpus.columns import Columns
from contentlint.run.session import Reading, Request, Selection, Session

COUNT = 1000
WORDS = [f"كلمة{chr(0x627 + n % 28)}{chr(0x627 + n // 28 % 28)}" for n in range(784)]
REQUEST = Request(Selection(settings=scans.COMPARING, isolated=True), reading=Reading(rows=True))


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with an article of many paragraphs."""
    rng = random.Random(7)
    folder = tmp_path_factory.mktemp("articles")
    paragraphs = (" ".join(rng.choices(WORDS, k=60)) for _ in range(2000))
    (folder / "a.txt").write_text("\n".join(paragraphs), encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(("every", "rest", "share"), documents.PLANTED)
def test_copies_have_some_words_changed(articles: str, every: int, rest: int, share: float) -> None:
    given = documents.source((articles,))
    for number in range(rest, COUNT, max(every, COUNT // 5)):
        other, changed = documents.origin_of(number, COUNT)
        assert changed == share and documents.origin_of(other, COUNT) == (other, 0.0)
        original, copy = (documents.text_of(n, COUNT, given).split(" ") for n in (other, number))
        differing = sum(a != b for a, b in zip(original, copy, strict=True))
        # A word may be changed to itself.
        assert round(len(copy) * share) - 2 <= differing <= round(len(copy) * share)


def test_other_documents_are_not_alike(articles: str) -> None:
    found = documents.alike([articles], COUNT, 200)
    assert found["documents"] == 200 and found["pairs"] == 19_900
    assert 0 < max(found["greatest shares"]) < 0.2


@pytest.mark.slow  # a thousand documents are checked
def test_planted_copies_are_found(articles: str, tmp_path: Path) -> None:
    documents.build([articles], str(tmp_path / "data"), COUNT, 1)
    out, made, common = scan.start(
        [str(tmp_path / "data")],
        str(tmp_path / "out"),
        REQUEST,
        Options(measures=False),
        columns=Columns(),
    )
    assert len(list(scan.run(common, made.tasks, "local", 1))) == len(made.tasks)
    rules = Session(REQUEST).resolver.settings("row.txt").rules
    duplicates.run(out, made, rules)
    found = documents.recall(out.address, COUNT)
    assert found["documents"] == COUNT and found["not planted"] == 0
    assert [found["recall"][share] for share in ("0%", "1%", "2%")] == [1.0, 1.0, 1.0]
    assert all("the same" in line for line in scans.equal(out.address))
    digests = scans.digests(out.address)
    assert digests["documents"][0] == COUNT and digests["copies"][0] > 40


@pytest.mark.slow  # a process has to last until it is looked at
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")
def test_memory_of_all_processes_is_counted() -> None:
    child = "import time; x = b'1' * 100_000_000; time.sleep(3)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    used = scans.usage([sys.executable, "-c", parent])
    assert min(used.peak, used.largest) > 100
    with pytest.raises(subprocess.CalledProcessError):
        scans.usage([sys.executable, "-c", "raise SystemExit(3)"])
