"""Documents are judged in memory, in pipelines and in data sets as ``decide`` judges their rows."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from contentlint.model.errors import ConfigError

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
from test_decide import CORPUS, varied

from contentlint.corpus import decide, limits, scan
from contentlint.corpus.batch import Options
from contentlint.corpus.datasets import Check
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.corpus.verdicts import Judge

OWN = """
[words]
min = 40
[mean-word-length]
min-by-language = { ar = 4 }
max = 9
min-words = 20
[findings]
COR001 = 1
"""
TEXTS = [*varied(200), *(text[:300] for text in varied(40)), "short text in English only."]


@pytest.fixture(params=[*limits.PROFILES, "own"])
def named(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """Arguments that choose limits."""
    if request.param != "own":
        return {"profile": request.param}
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return {"limits": str(tmp_path / "own.toml")}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Plan]:
    """The tables of a scan of the texts."""
    folder = tmp_path_factory.mktemp("verdicts")
    source = folder / "rows.jsonl"
    lines = (json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(TEXTS))
    source.write_text("".join(lines), encoding="utf-8")
    out, made, common = scan.start([str(source)], str(folder / "out"), CORPUS, Options())
    for _ in scan.run(common, made.tasks, "local", 1):
        pass
    return out, made


@pytest.fixture
def expected(scanned: tuple[Results, Plan], named: dict[str, Any]) -> list[list[str]]:
    """The reasons for each document in the tables."""
    out, made = scanned
    decide.run(out, made, Judge(**named).limits)
    return [row["reasons"] for row in decide.decisions(out)]


def test_judge_gives_the_reasons_of_decide(
    named: dict[str, Any], expected: list[list[str]]
) -> None:
    judge = pickle.loads(pickle.dumps(Judge(**named)))
    verdicts = judge.judge(TEXTS)
    assert [list(verdict.reasons) for verdict in verdicts] == expected
    assert [verdict.keep for verdict in verdicts] == [not reasons for reasons in expected]
    assert sum(map(bool, expected)) > 0


def test_columns_for_a_data_set_are_those_verdicts(
    named: dict[str, Any], expected: list[list[str]]
) -> None:
    check = pickle.loads(pickle.dumps(Check(**named)))
    columns = check({"text": TEXTS, "id": range(len(TEXTS))})
    assert columns["contentlint_reasons"] == expected
    assert all(len(column) == len(TEXTS) for column in columns.values())
    assert columns["contentlint_status"][0] == "empty"
    assert columns["contentlint_words"][1] > 40


def test_wrong_arguments() -> None:
    with pytest.raises(ConfigError, match="profile"):
        Judge("fineweb3")
    with pytest.raises(KeyError, match="text"):
        Check()({"content": ["x"]})


def test_map_of_a_data_set(named: dict[str, Any], expected: list[list[str]]) -> None:
    datasets: Any = pytest.importorskip("datasets", reason="datasets is not installed")
    datasets.disable_progress_bars()
    rows = datasets.Dataset.from_dict({"text": TEXTS})
    mapped = rows.map(Check(**named), batched=True, batch_size=64)
    assert mapped["contentlint_reasons"][:] == expected
    kept = mapped.filter(lambda keep: keep, input_columns="contentlint_keep")
    assert kept.num_rows == sum(not reasons for reasons in expected)


def test_steps_of_a_pipeline(named: dict[str, Any], expected: list[list[str]]) -> None:
    data: Any = pytest.importorskip("datatrove.data", reason="datatrove is not installed")
    from contentlint.corpus.datatrove import ContentlintAnnotator, ContentlintFilter

    documents = [data.Document(text, str(n), metadata={}) for n, text in enumerate(TEXTS)]
    step = pickle.loads(pickle.dumps(ContentlintFilter(**named)))
    assert [step.filter(doc) for doc in documents[:20]] == [
        (False, reasons[0]) if reasons else True for reasons in expected[:20]
    ]
    kept = list(step.run(iter(documents)))
    assert [doc.id for doc in kept] == [str(n) for n, r in enumerate(expected) if not r]
    annotated = list(ContentlintAnnotator(**named).run(iter(documents)))
    found = [doc.metadata["contentlint"] for doc in annotated]
    assert [each["reasons"] for each in found] == expected
    assert all(each.keys() == found[0].keys() for each in found)
    assert sum(rule["count"] for each in found for rule in each["rules"]) > 100
    assert found[1]["measures"]["words"] > 40
