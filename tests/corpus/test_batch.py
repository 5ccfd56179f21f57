"""Rows of a record batch: what is found in them, with which offsets, and what is not looked for."""

from __future__ import annotations

import json
import math
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from contentlint import Linter
from contentlint.text.measures import table

pa = pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
from contentlint.corpus.batch import Batch, Options, encodable  # noqa: E402  needs pyarrow
from contentlint.corpus.columns import Columns  # noqa: E402  needs pyarrow

TEXT = "قال الوزير ، إن الأمر انتهى .\nوقال \u200fأيضا: نعم ، لا."
PUNCTUATION = Linter({"select": ["PUN001"]})


def rows(*texts: str | None, **columns: list[Any]) -> Any:
    return pa.record_batch({"text": pa.array(texts, pa.string()), **columns})


def checked(linter: Linter, *texts: str | None, **options: Any) -> Batch:
    return linter.batch(rows(*texts), Options(**options))


def test_findings_have_the_places_that_text_reports() -> None:
    found = checked(PUNCTUATION, TEXT).findings.to_pylist()
    expected = PUNCTUATION.text(TEXT, "a.txt").diagnostics
    assert [(f["start"], f["end"], f["line"], f["column"], f["message"]) for f in found] == [
        (d.start, d.end, d.position.line, d.position.column, d.message) for d in expected
    ]
    assert len(found) == 3
    for f in found:
        assert (
            TEXT.encode()[f["byte_start"] : f["byte_end"]].decode() == TEXT[f["start"] : f["end"]]
        )
        assert json.loads(f["values"]) and f["excerpt"] in TEXT
        fault = f["excerpt"][f["excerpt_start"] : f["excerpt_end"]]
        assert fault == TEXT[f["start"] : f["end"]]
        assert (f["rule"], f["severity"], f["fix"]) == ("PUN001", 1, 1)
        (edit,) = f["edits"]
        assert (f["start"] <= edit["start"], edit["end"] <= f["end"]) == (True, True)


@pytest.mark.parametrize("text", ["\ufeff" + TEXT, TEXT.replace("\n", "\r\n"), "\x00" + TEXT])
def test_offsets_count_in_the_text_as_it_is_read(text: str) -> None:
    read = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = checked(PUNCTUATION, text).findings.to_pylist()
    assert [read[f["start"] : f["end"]] for f in found] == [" ،", " .", " ،"]


def test_lone_surrogates_become_replacement_characters() -> None:
    assert encodable("ا\ud800ب\udfff") == "ا\ufffdب\ufffd"
    assert encodable(TEXT) is TEXT


def test_every_row_has_its_document() -> None:
    batch = pa.record_batch(
        {
            "id": ["a", "b", "c", "d"],
            "text": pa.array([TEXT, None, " \n", "x" * 50], pa.string()),
            "url": ["https://www.Example.org:443/x", None, "no url", "http://[bad"],
            "language": ["ar", "fa", None, None],
        }
    )
    limited = Linter({"select": ["PUN001"], "max-file-size": "90B"})
    found = limited.batch(batch, first_row=7).documents.to_pylist()
    assert [d["row"] for d in found] == [7, 8, 9, 10]
    assert [d["doc_id"] for d in found] == ["a", "b", "c", "d"]
    assert [d["host"] for d in found] == ["example.org", None, None, None]
    assert [d["status"].partition(":")[0] for d in found] == ["ok", "empty", "empty", "ok"]
    assert [(d["n_findings"], d["n_warnings"], d["n_chars"]) for d in found][:2] == [
        (3, 3, len(TEXT)),
        (0, 0, 0),
    ]
    assert [d["language"] for d in found][:2] == ["ar", "fa"]
    assert found[1]["words"] is None
    large = limited.batch(rows("x" * 91)).documents.to_pylist()
    assert large[0]["status"].startswith("error: ")


def test_measures_are_those_of_measure() -> None:
    document = checked(PUNCTUATION, TEXT).documents.to_pylist()[0]
    expected = PUNCTUATION.measure(TEXT, "a.txt")
    assert len(expected) == len(table.MEASURES)
    for name, value in expected.items():
        got = document[name.replace("-", "_")]
        assert math.isclose(got, value, rel_tol=1e-6) or (math.isnan(got) and math.isnan(value))
    without = checked(PUNCTUATION, TEXT, measures=False).documents.to_pylist()[0]
    assert without["words"] is None


def test_rules_about_files_are_off_and_comments_suppress_nothing() -> None:
    every = Linter({"select": ["ALL", "STR013", "STR012", "ENC002", "ENC018"], "preview": True})
    text = "\ufeffنص قصير ، هنا.\r\nوسطر.\n\n\n\n"
    codes = {f["rule"] for f in checked(every, text, "لا شيء").findings.to_pylist()}
    assert "PUN001" in codes
    assert not codes & {"STR012", "STR013", "ENC002", "ENC018"}
    silenced = "<!-- contentlint-disable PUN001 -->\n\nقال ، نعم.\n"
    assert len(PUNCTUATION.text(silenced).diagnostics) == 0
    assert checked(PUNCTUATION, silenced, format="markdown").findings.num_rows == 1


def test_nothing_beside_a_row_is_looked_for(tmp_path: Path) -> None:
    images = Linter({"select": ["IMG006"]})
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        found = checked(images, "![صورة](missing.png)\n", format="markdown").findings
    finally:
        os.chdir(before)
    assert found.num_rows == 0


def test_many_findings_of_a_rule_are_counted_and_not_listed() -> None:
    text = "قال ، نعم. " * 30
    assert checked(PUNCTUATION, text).findings.num_rows == 20
    assert checked(PUNCTUATION, text).documents.to_pylist()[0]["n_findings"] == 30
    assert checked(PUNCTUATION, text, most=0).findings.num_rows == 30


def test_fixed_texts_stay_in_their_rows() -> None:
    fixed = checked(PUNCTUATION, TEXT, None, "لا شيء", fix=True).fixed
    assert fixed is not None
    assert fixed.to_pylist() == [PUNCTUATION.fix(TEXT, "a.txt").text, None, "لا شيء"]
    assert checked(PUNCTUATION, TEXT).fixed is None


def test_facts_serve_rules_that_compare_documents() -> None:
    linter = Linter({"select": ["DUP009"], "rules": {"DUP009": {"options": {"min-words": 5}}}})
    text = "افتتح الوزير صباح اليوم معرض الكتاب في المدينة القديمة."
    found = checked(
        linter, text, text + " ", "نص آخر لا يشبه النص السابق في شيء."
    ).facts.to_pylist()
    assert [f["rule"] for f in found] == ["DUP009"] * 3
    assert found[0]["hash"] == found[1]["hash"] != found[2]["hash"]
    assert found[0]["keys"] is None


def test_columns_can_have_other_names() -> None:
    batch = pa.record_batch(
        {"raw": [TEXT], "meta": pa.array([{"uri": "https://a.example/", "n": 5}])}
    )
    options = Options(Columns(text="raw", id="meta.n", url="meta.uri"))
    (document,) = PUNCTUATION.batch(batch, options).documents.to_pylist()
    assert (document["doc_id"], document["host"]) == ("5", "a.example")
    with pytest.raises(KeyError, match="text"):
        PUNCTUATION.batch(batch)


def test_digest_tells_what_the_tables_depend_on() -> None:
    def digest(linter: Linter, **options: Any) -> str:
        return str(checked(linter, TEXT, **options).documents.to_pylist()[0]["rules_digest"])

    once = digest(PUNCTUATION)
    assert once == digest(Linter({"select": ["PUN001"]}))
    others = [
        digest(Linter({"select": ["PUN002"]})),
        digest(Linter({"select": ["PUN001"], "rules": {"PUN001": {"severity": "info"}}})),
        digest(PUNCTUATION, format="markdown"),
        digest(PUNCTUATION, measures=False),
    ]
    assert len({once, *others}) == 5


def test_linter_is_pickled_and_used_by_threads() -> None:
    linter = Linter({"profile": "corpus"})
    texts = [f"{TEXT} {n} {'كلمة ' * n}" for n in range(200)]
    expected = linter.batch(rows(*texts))
    again = pickle.loads(pickle.dumps(linter))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: again.batch(rows(*texts)), range(4)))
    for one in found:
        assert one.findings.equals(expected.findings)
        assert (
            one.documents.drop_columns(["words"]).schema
            == expected.documents.drop_columns(["words"]).schema
        )
        assert one.facts.equals(expected.facts)
