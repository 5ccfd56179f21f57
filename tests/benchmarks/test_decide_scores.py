"""How filters are compared with the verdicts of a reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
from benchmarks.decide import CODES, Judged, Score, read, read_configs, report, score


def judged(verdicts: str) -> list[Judged]:
    return [Judged(str(n), verdict == "k") for n, verdict in enumerate(verdicts)]


def test_repairs_are_worth_keeping_and_documents_without_verdict_are_left_out(
    tmp_path: Path,
) -> None:
    file = tmp_path / "judged.jsonl"
    rows = [{"text": v, "verdict": v} for v in ("keep", "repair", "drop", "")]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert read(file) == [Judged("keep", True), Judged("repair", True), Judged("drop", False)]
    file.write_text('{"text": "x", "verdict": "maybe"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="maybe"):
        read(file)


def test_both_errors_are_counted() -> None:
    assert score(judged("kkkdd"), [True, False, True, True, False]) == Score(3, 1, 2, 1)
    assert Score(3, 1, 2, 1).row() == ("33.3 % (1/3)", "50.0 % (1/2)", "60.0 % (3/5)", "0.50")
    assert Score(0, 0, 0, 0).row() == ("-", "-", "-", "0.00")


def test_languages_with_enough_documents_have_a_table() -> None:
    reasons = [["words < 50"], [], ["empty"], []]
    lines = list(report(judged("kkdd"), ["ar", "ar", "he", ""], {"mine": reasons}, 2))
    assert [line for line in lines if line.startswith("#")] == [
        "### All: 4 documents, 2 to keep",
        "### ar: 2 documents, 2 to keep",
        "### Reasons that drop what the reader keeps",
    ]
    assert "| mine | 50.0 % (1/2) | 50.0 % (1/2) | 50.0 % (2/4) | 0.50 |" in lines
    assert lines[-1] == "- mine: words 1"


def test_configurations_are_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / f"{CODES['he']}.yml").write_text("line_punct_thr: 0.2\n", encoding="utf-8")
    assert read_configs(tmp_path) == {"he": {"line_punct_thr": 0.2}}
