"""Samples of a scan: the same documents in every run, of each stratum, with their findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contentlint.model.errors import ConfigError, ReadError
from contentlint.run.request import Request, Selection

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from contentlint.corpus import decide, export, limits, sample, scan
from contentlint.corpus.batch import Options
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.corpus.sample import Wanted

REQUEST = Request(Selection(settings='select = ["PUN001", "ENC003"]', isolated=True))
COMMON = "قال الوزير ، إن الأمر رقم {} انتهى."
RARE = "\ufeffقال الوزير ، نعم.\r\n\r\nنص \ufffd تالف إن الأمر رقم {} انتهى."
CLEAN = "قال الوزير إن الأمر رقم {} انتهى."


@pytest.fixture
def scanned(tmp_path: Path) -> tuple[Results, Plan]:
    texts = [(RARE if n == 70 else COMMON if n % 2 else CLEAN).format(n) for n in range(100)]
    source = tmp_path / "rows.jsonl"
    rows = (
        {"id": str(n), "text": text, "url": f"https://{'a' if n else 'b'}.example/"}
        for n, text in enumerate(texts)
    )
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out, made, common = scan.start(
        [str(source)], str(tmp_path / "out"), REQUEST, Options(), size=4000
    )
    list(scan.run(common, made.tasks, "local", 1))
    return out, made


def ids(scanned: tuple[Results, Plan], **wanted: Any) -> list[int]:
    return [int(document["doc_id"]) for document in sample.draw(*scanned, Wanted(**wanted))]


def test_a_sample_is_the_same_in_every_run_and_another_with_another_seed(
    scanned: tuple[Results, Plan],
) -> None:
    first = ids(scanned, number=10)
    assert first == sorted(first) == ids(scanned, number=10)
    assert len(set(first)) == 10
    assert first != ids(scanned, number=10, seed=1)
    assert ids(scanned, number=200) == list(range(100))


def test_strata_have_as_many_documents_each(scanned: tuple[Results, Plan]) -> None:
    assert 0 in ids(scanned, number=2, strata=("host",))
    # 70 has findings of two rules, and counts for the rarer one.
    drawn = ids(scanned, number=3, strata=("rule",))
    assert 70 in drawn
    assert sorted(n % 2 for n in drawn if n != 70) == [0, 1]


def test_documents_are_chosen_by_rule_decision_and_reason(scanned: tuple[Results, Plan]) -> None:
    assert ids(scanned, rule="ENC003") == [70]
    with pytest.raises(ConfigError, match="has no decisions"):
        ids(scanned, kept=False)
    text = "[words]\nmin = 9\n[findings]\nENC003 = 1\n"
    decide.run(*scanned, limits.read(text, "limits.toml"))
    assert ids(scanned, kept=True) == []
    assert ids(scanned, reason="ENC003") == [70]
    assert 70 in ids(scanned, number=2, strata=("reason",))


def test_findings_are_at_their_place_in_the_text(scanned: tuple[Results, Plan]) -> None:
    (document,) = sample.draw(*scanned, Wanted(rule="ENC003"))
    text = document["text"]
    assert text.startswith("قال")
    assert "\r" not in text
    found = {one["rule"]: text[one["start"] : one["end"]] for one in document["findings"]}
    assert found.keys() == {"PUN001", "ENC003"}
    assert found["ENC003"] == "\ufffd"
    assert (document["verdict"], document["why"]) == ("", "")


def test_a_file_that_has_changed_since_is_not_read_again(tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text(json.dumps({"text": "نص"}) + "\n", encoding="utf-8")
    request = Request(Selection(isolated=True))
    out, made, common = scan.start([str(source)], str(tmp_path / "out"), request, Options())
    for _ in scan.run(common, made.tasks, "local", 1):
        pass
    assert len(list(sample.draw(out, made, sample.Wanted()))) == 1
    source.write_text(json.dumps({"text": "another"}) + "\n", encoding="utf-8")
    target = Results(str(tmp_path / "x"))
    for fault in ("has changed since the scan", "cannot be read: no such file"):
        with pytest.raises(ReadError, match=rf"rows\.jsonl: {fault}"):
            list(sample.draw(out, made, sample.Wanted()))
        with pytest.raises(ReadError, match=rf"rows\.jsonl: {fault}"):
            export.write(out, made, target, "dolma-attributes")
        source.unlink(missing_ok=True)
