"""Files of corpora: which columns are chosen, how they are divided, and what is damaged."""

from __future__ import annotations

import gzip
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contentlint.model.errors import ConfigError, ReadError

pa = pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="contentlint[corpus] is not installed")
zstandard = pytest.importorskip("zstandard", reason="contentlint[corpus] is not installed")
from contentlint.corpus import files, plan, presets, rows  # noqa: E402  needs pyarrow
from contentlint.corpus.batch import Options  # noqa: E402
from contentlint.corpus.columns import FAULT, Columns  # noqa: E402
from contentlint.corpus.results import Results  # noqa: E402
from contentlint.run.request import Request  # noqa: E402

NONE = Columns("", "", "", "")
LINES = [{"text": f"نص رقم {n} مع \u2028 فاصل", "id": str(n)} for n in range(1000)]
DATA = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES).encode()


def texts(path: Path, size: int = 1 << 30) -> list[str | None]:
    columns = presets.columns_of(str(path), "auto", NONE)
    return [
        text
        for part in files.parts(str(path), size)
        for batch in rows.batches(part, columns)
        for text in batch["text"].to_pylist()
    ]


@pytest.mark.parametrize("size", [1, 100, 4097, 1 << 30])
def test_each_line_is_read_by_one_part(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(DATA if size > 50 else DATA[:2000].rpartition(b"\n")[0] + b"\n")
    expected = [json.loads(line)["text"] for line in path.read_bytes().split(b"\n") if line]
    assert texts(path, size) == expected


def test_last_line_needs_no_line_end_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}\r\n\n \n\x1e{"text": "b"}')
    assert texts(path) == ["a", "b"]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_files(tmp_path: Path, suffix: str) -> None:
    packed = gzip.compress(DATA) if suffix == ".gz" else zstandard.compress(DATA)
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packed)
    assert texts(path, 100) == [line["text"] for line in LINES]
    two = tmp_path / f"two.jsonl{suffix}"
    two.write_bytes(packed + packed)  # as concatenated archives are
    assert len(texts(two)) == 2000
    cut = tmp_path / f"cut.jsonl{suffix}"
    cut.write_bytes(packed[: len(packed) - 20])
    (part,) = files.parts(str(cut), 1 << 30)
    seen = 0
    with pytest.raises(ReadError, match="cannot be read"):
        for batch in rows.batches(part, Columns("text", "id", "", "")):
            seen += batch.num_rows
    damaged = tmp_path / f"damaged.jsonl{suffix}"
    damaged.write_bytes(b"no archive at all" * 9)
    with pytest.raises(ReadError):
        presets.columns_of(str(damaged), "auto", NONE)


def test_rows_before_damage_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(DATA) + b"garbage")
    columns = presets.columns_of(str(path), "auto", NONE)
    (part,) = files.parts(str(path), 1 << 30)
    found: list[str] = []
    with pytest.raises(ReadError, match="cannot be read"):
        for batch in rows.batches(part, columns):
            found += batch["id"].to_pylist()
    assert found == [line["id"] for line in LINES]
    path.write_bytes(gzip.compress(DATA[: DATA.index(b"\n") + 1]) + b"garbage")
    assert presets.columns_of(str(path), "auto", NONE) == Columns("text", "id", "", "")


def test_file_without_rows_has_none(tmp_path: Path) -> None:
    for name, data in (("a.jsonl", b"\n"), ("a.jsonl.gz", b""), ("a.jsonl.zst", b"")):
        path = tmp_path / name
        path.write_bytes(data)
        assert texts(path) == []
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    assert texts(path) == []


@pytest.mark.parametrize("data", [DATA.decode().encode("utf-16"), json.dumps(LINES).encode()])
def test_file_that_is_no_json_lines_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    with pytest.raises(ReadError, match="no line is a JSON object"):
        presets.columns_of(str(path), "auto", NONE)


def test_values_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = {
        "text": pa.array(["نص".encode(), b"\xff"], pa.binary()),
        "id": pa.array([1234567890123456789] * 2, pa.timestamp("ns")),
        "metadata": pa.array(
            [{"url": "http://a.example/", "at": 10**17}] * 2,
            pa.struct([("url", pa.string()), ("at", pa.timestamp("ms"))]),
        ),
        "language": [date(2020, 1, 2), None],
        "crawled": pa.array([1, 2], pa.timestamp("s", "No/Where")),
    }
    pq.write_table(pa.table(table), path)
    columns = presets.columns_of(str(path), "auto", NONE)
    assert columns == Columns("text", "id", "metadata.url", "language")
    (part,) = files.parts(str(path), 1 << 30)
    (batch,) = rows.batches(part, columns)
    assert batch["text"].to_pylist() == ["نص", "\ufffd"]
    assert batch["id"].to_pylist() == ["2009-02-13 23:31:30.123456789"] * 2
    assert batch["url"].to_pylist() == ["http://a.example/"] * 2
    assert batch["language"].to_pylist() == ["2020-01-02", None]


def test_text_of_parquet_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": pa.array([b"a\xff", b"b"], pa.binary()).view("str")}), path)
    assert texts(path) == ["a\ufffd", "b"]


def test_what_is_no_json_object_is_a_row_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    deep = "[" * 100_000
    lines = ['{"text": "a"}', "{", "[1]", '"x"', '{"text": 5}', '{"text": "\\ud800"}', deep]
    path.write_text("\n".join(lines), encoding="utf-8")
    (part,) = files.parts(str(path), 1 << 30)
    (batch,) = rows.batches(part, Columns("text", "", "", ""))
    assert batch["text"].to_pylist() == ["a", None, None, None, "5", "\ufffd", None]
    faulty = [fault is not None for fault in batch[FAULT].to_pylist()]
    assert faulty == [False, True, True, True, False, False, True]


def test_parquet_in_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.Table.from_pylist(
        [{**line, "metadata": {"url": "https://a.example/"}} for line in LINES]
    )
    pq.write_table(table, path, row_group_size=100)
    found = files.parts(str(path), 1)
    assert [(part.first, part.last) for part in found] == [(n, n + 1) for n in range(10)]
    assert texts(path, 1) == texts(path) == [line["text"] for line in LINES]
    columns = presets.columns_of(str(path), "auto", NONE)
    assert columns == Columns("text", "id", "metadata.url", "")
    (batch, *_) = rows.batches(found[0], columns)
    assert batch["url"][0].as_py() == "https://a.example/"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ReadError):
        files.parts(str(path), 1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"text": "a", "id": "1", "metadata": {"url": "https://x.example/"}}, "metadata.url"),
        ({"content": "a", "metadata": {"warc_headers": {"warc-target-uri": "http://x/"}}}, "warc"),
        ({"text": "a", "source": "https://x.example/", "hostname": "x.example"}, "source"),
        ({"text": "a", "source": "common-crawl"}, ""),
        ({"maintext": "a", "url": "http://x.example/"}, "url"),
    ],
)
def test_columns_are_chosen_by_the_first_rows(
    tmp_path: Path, row: dict[str, Any], expected: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row | {"x": "b"}), encoding="utf-8")
    columns = presets.columns_of(str(path), "auto", NONE)
    assert columns.text in row
    assert expected in columns.url if expected else not columns.url
    assert presets.columns_of(str(path), "auto", NONE._replace(text="x")).text == "x"


def test_presets_and_wrong_names(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"content": "x", "text": null}\n', encoding="utf-8")
    assert presets.columns_of(str(path), "oscar", NONE).text == "content"
    assert presets.columns_of(str(path), "dolma", NONE._replace(id="key")).id == "key"
    path.write_text('{"body_html": "x", "page": {"text": "y"}}\n', encoding="utf-8")
    assert presets.columns_of(str(path), "auto", NONE._replace(text="page.text")).url == ""
    for preset, name in (("oscar", ""), ("auto", "nope"), ("dolma", "nope.text")):
        with pytest.raises(ConfigError, match="no column of texts"):
            presets.columns_of(str(path), preset, NONE._replace(text=name))
    with pytest.raises(ConfigError, match="did you mean 'oscar'"):
        presets.columns_of(str(path), "oskar", NONE)
    with pytest.raises(ConfigError, match="body_html"):
        presets.columns_of(str(path), "auto", NONE)


NAMES = ("a b.jsonl", "it's.jsonl", 'q"%20#?.jsonl', "st*r.jsonl", "br[1].jsonl", "a::b.jsonl")


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made there")
def test_names_of_files_are_no_addresses_or_globs(tmp_path: Path) -> None:
    names = [*NAMES, os.fsdecode(b"n\xff.jsonl")] if sys.platform == "linux" else NAMES
    for name in names:
        path = tmp_path / name
        path.write_bytes(b'{"text": "a"}\n')
        assert files.files([str(path)]) == [str(path.resolve())]
        assert texts(path) == ["a"]
    made = plan.plan([str(tmp_path)], "auto", NONE, 100, Request(), Options())
    results = Results(str(tmp_path / "o::ut"))
    plan.save(results, made)
    assert plan.read(results) == made
    assert len(made.tasks) == len(names)
    assert (tmp_path / "o::ut").is_dir()


def test_link_to_nothing_in_a_folder_stops_no_scan(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n')
    broken = tmp_path.resolve() / "b.jsonl"
    broken.symlink_to("nowhere.jsonl")
    made = plan.plan([str(tmp_path)], "auto", NONE, 100, Request(), Options())
    assert len(made.tasks) == 1
    assert made.unreadable == ((str(broken), "cannot be read: no such file or directory"),)


def test_unknown_store_is_told() -> None:
    with pytest.raises(ConfigError, match="nope://corpus: Protocol not known"):
        files.files(["nope://corpus"])
    with pytest.raises(ConfigError, match="nope://results: Protocol not known"):
        Results("nope://results")


def test_paths_folders_and_globs(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.parquet", "c/d.ndjson.zst", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    real = tmp_path.resolve()
    every = [str(real / name) for name in ("a.parquet", "b.jsonl", "c/d.ndjson.zst")]
    assert files.files([str(tmp_path)]) == every
    assert files.files([str(tmp_path / "*.jsonl"), str(tmp_path / "b.jsonl")]) == [every[1]]
    for wrong in ("none.jsonl", "*.csv", "notes.txt"):
        with pytest.raises(ConfigError):
            files.files([str(tmp_path / wrong)])
