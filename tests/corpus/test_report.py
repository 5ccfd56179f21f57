"""The numbers of the page about a scan are those of its tables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from contentlint.model.errors import ConfigError
from contentlint.report import console
from contentlint.run.session import Request, Selection

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
from test_decide import varied

from contentlint.corpus import decide, duplicates, limits, overview, plan, scan
from contentlint.corpus.batch import Options
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.report.html.corpus import Overview, page

REQUEST = Request(Selection(profile="corpus", isolated=True))


def scanned(folder: Path, parts: list[list[dict[str, str]]]) -> tuple[Results, Plan]:
    sources = []
    for n, rows in enumerate(parts):
        source = folder / f"{n}.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        sources.append(str(source))
    out, made, common = scan.start(sources, str(folder / "out"), REQUEST, Options())
    for _ in scan.run(common, made.tasks, "local", 1):
        pass
    return out, made


def rows(count: int) -> list[dict[str, str]]:
    return [
        {"id": f"d{n}", "text": text, "url": f"https://host{n % 3}.example/{n}"}
        for n, text in enumerate(varied(count))
    ]


def seen(out: Results, made: Plan) -> Overview:
    chosen = limits.profile("fineweb2", made.checker().rules)
    return overview.overview(out, made, chosen)


def test_counts_are_those_of_the_tables(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, [rows(150)])
    duplicates.run(out, made, made.checker().rules)
    decided = decide.run(out, made, limits.profile("fineweb2", made.checker().rules))
    found: list[dict[str, Any]] = [
        row for table in out.tables("findings", made.ids()) for row in table.to_pylist()
    ]
    documents = [r for t in out.tables("documents", made.ids()) for r in t.to_pylist()]
    page = seen(out, made)
    assert (page.documents, page.listed) == (152, len(found))
    assert page.findings == sum(d["n_findings"] for d in documents) > len(found)
    assert page.with_findings == len({row["row"] for row in found})
    assert (page.kept, page.copies) == (decided.kept, len(copies(out)))
    assert {r.name: r.documents for r in page.reasons} == dict(decided.reasons)
    assert {r.code: r.findings for r in page.rules} == Counter(row["rule"] for row in found)
    assert {r.code: r.documents for r in page.rules} == Counter(
        code for code, _ in {(row["rule"], row["row"]) for row in found}
    )
    assert {h.name: h.documents for h in page.hosts} == Counter(d["host"] for d in documents)
    assert sum(h.dropped for h in page.hosts) == decided.documents - decided.kept
    assert sum(lang.documents for lang in page.languages) == page.documents
    assert sum(h.findings for h in page.hosts) == page.findings
    assert all(rule.name for rule in page.rules)


def copies(out: Results) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    with out.open(out.path("duplicates", "copies.parquet")) as file:
        return [row for row in pq.read_table(file).to_pylist() if not row["first"]]


def test_histograms_count_each_document_that_was_measured(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, [rows(150)])
    decided = decide.run(out, made, limits.profile("fineweb2", made.checker().rules))
    histograms = {h.measure: h for h in seen(out, made).histograms}
    words = histograms["words"]
    assert sum(words.bins) == 151  # the empty document has no measures
    assert words.low <= words.median <= words.high
    dropped: Counter[str] = Counter()
    for reason, count in decided.reasons:
        dropped[" ".join(reason.split()[:2])] += count
    counted = {f"{h.measure} {b.sign}": b.dropped for h in histograms.values() for b in h.bounds}
    assert {name: n for name, n in counted.items() if n} == {
        name: n for name, n in dropped.items() if name in counted
    }
    assert len({name for name, n in counted.items() if n}) > 8
    assert all(h.low < h.high for h in histograms.values())


def test_examples_do_not_depend_on_the_parts(tmp_path: Path) -> None:
    every = rows(150)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    whole = seen(*scanned(tmp_path / "a", [every]))
    parts = seen(*scanned(tmp_path / "b", [every[100:], every[:100]]))
    for one, other in zip(whole.rules, parts.rules, strict=True):
        assert one.examples == other.examples
        ids = [example.doc_id for example in one.examples]
        assert len(ids) == len(set(ids)) == min(overview.EXAMPLES, one.documents)
    assert max(rule.documents for rule in whole.rules) > overview.EXAMPLES


def test_scan_of_which_nothing_is_done_has_a_page(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, [rows(0)])
    (tmp_path / "out" / "commits" / f"{made.ids()[0]}.json").unlink()
    page = seen(out, made)
    assert (page.documents, page.done, page.tasks) == (0, 0, 1)
    assert (page.rules, page.histograms, page.kept, page.copies) == ([], (), None, None)


def test_command_line(tmp_path: Path) -> None:
    scanned(tmp_path, [rows(5)])
    # In the log of a CI service, a page must not look like a command to it.
    env = {name: value for name, value in os.environ.items() if name not in console.LOGGED}

    def contentlint(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "contentlint", "corpus", *words],
            cwd=tmp_path,
            env={**env, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
            timeout=120,
        )

    printed = contentlint("report", "out")
    assert printed.returncode == 0, printed.stderr
    assert printed.stdout.startswith(b"<!DOCTYPE html>")
    assert contentlint("report", "out", "-o", "page.html").stdout == b""
    assert (tmp_path / "page.html").read_bytes() == printed.stdout
    assert contentlint("report", "out", "--profile", "none").returncode == 2
    read_first = contentlint("sample", "out", "--html", "-n", "2", "-o", "sample.html")
    assert read_first.returncode == 0, read_first.stderr
    assert (tmp_path / "sample.html").read_bytes().count(b"<article") == 2
    assert contentlint("sample", "out", "-n", "2", "-o", "sample.jsonl").returncode == 0
    lines = (tmp_path / "sample.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["", ""]
    assert contentlint("sample", "out", "--rule", "PUN0001").returncode == 2
    made = plan.read(Results(str(tmp_path / "out")))
    (tmp_path / "out" / "commits" / f"{made.ids()[0]}.json").unlink()
    part = contentlint("report", "out")
    assert part.returncode == 2
    assert b"0 of 1 tasks are done." in part.stdout


def test_documents_scanned_since_are_neither_kept_nor_dropped(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, [rows(40)])
    checker = made.checker()
    duplicates.run(out, made, checker.rules)
    decided = decide.run(out, made, limits.profile("gopher", checker.rules))
    assert seen(out, made).copies is not None
    more = tmp_path / "more.jsonl"
    more.write_text("".join(json.dumps(row) + "\n" for row in rows(30)), encoding="utf-8")
    sources = [str(tmp_path / "0.jsonl"), str(more)]
    out, made, common = scan.start(sources, str(tmp_path / "out"), REQUEST, Options())
    for _ in scan.run(common, scan.left(out, made), "local", 1):
        pass
    counts = seen(out, made)
    assert (counts.kept, counts.undecided) == (decided.kept, 32)
    assert counts.copies is None
    text = page(counts)
    assert f"<dd>{decided.documents - decided.kept}</dd>" in text
    assert "32 documents are not decided." in text
    with pytest.raises(ConfigError, match="have changed since they were compared"):
        decide.run(out, made, limits.Limits(()))
    decide.run(out, made, limits.Limits((), copies=False))
    duplicates.run(out, made, checker.rules)
    decide.run(out, made, limits.Limits(()))
    assert seen(out, made).undecided == 0
