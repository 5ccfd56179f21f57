"""Attributes for other programs: the same files, rows and order, and places in the text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from contentlint.model.errors import ConfigError, ReadError
from contentlint.run.session import Request, Selection

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
import pyarrow as pa
import pyarrow.parquet as pq

from contentlint.corpus import decide, export, limits, scan
from contentlint.corpus.batch import Options
from contentlint.corpus.results import Results

REQUEST = Request(Selection(settings='select = ["ENC003"]', isolated=True))
TEXTS = [
    "نص \ufffd تالف.",
    "",
    "\ufeffسطر.\r\n\r\nثان\r\n\r\n😀 ثالث \ufffd هنا\rو \ufffd.\r\n",
    "نص سليم.",
]


def write(path: Path, texts: list[str]) -> None:
    rows = [{"id": f"{path.stem}{n}", "text": text} for n, text in enumerate(texts)]
    path.parent.mkdir(exist_ok=True)
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif path.suffix == ".zst":
        zstandard = pytest.importorskip("zstandard", reason="zstandard is not installed")
        path.write_bytes(zstandard.ZstdCompressor().compress(data))
    else:
        path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def scanned(corpus: Path, out: Path) -> tuple[Results, Any]:
    folder, made, common = scan.start([str(corpus)], str(out), REQUEST, Options(), size=60)
    for _ in scan.run(common, made.tasks, "local", 1):
        pass
    return folder, made


def lines(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        import zstandard

        with zstandard.ZstdDecompressor().stream_reader(data) as reader:
            data = reader.read()
    return [json.loads(line) for line in data.decode().splitlines()]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet"])
@pytest.mark.parametrize(("form", "field"), export.FORMATS.items())
def test_each_row_has_a_line_with_its_places(
    tmp_path: Path, name: str, form: str, field: str
) -> None:
    corpus, target = tmp_path / "corpus", tmp_path / "attributes"
    write(corpus / name, TEXTS)
    (corpus / "more").mkdir()
    write(corpus / "more" / name, TEXTS[::-1])
    folder, made = scanned(corpus, tmp_path / "out")
    assert export.write(folder, made, Results(str(target)), form) == (2, 8)
    written = name + (".jsonl" if name.endswith(".parquet") else "")
    for path, texts in ((target / written, TEXTS), (target / "more" / written, TEXTS[::-1])):
        found = lines(path)
        assert [line["id"] for line in found] == [f"{Path(name).stem}{n}" for n in range(4)]
        for line, text in zip(found, texts, strict=True):
            spans = line[field].get("contentlint__findings__ENC003", [])
            assert [text[start:end] for start, end, _ in spans] == ["\ufffd"] * text.count("\ufffd")
            assert {score for _, _, score in spans} <= {0, 1, 2}
            if text:
                ((start, end, words),) = line[field]["contentlint__measures__words"]
                assert (start, end) == (0, len(text))
                assert words > 0


def test_a_decision_is_an_attribute(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "a.jsonl", TEXTS)
    folder, made = scanned(tmp_path / "corpus", tmp_path / "out")
    decide.run(folder, made, limits.Limits((), {"ENC003": 2}))
    export.write(folder, made, Results(str(tmp_path / "to")), "dolma-attributes")
    found = [
        line["attributes"]["contentlint__decision__drop"]
        for line in lines(tmp_path / "to" / "a.jsonl")
    ]
    assert [score for ((_, _, score),) in found] == [0, 1, 1, 0]


def test_nothing_of_the_corpus_is_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "a.jsonl", TEXTS)
    before = (tmp_path / "corpus" / "a.jsonl").read_bytes()
    folder, made = scanned(tmp_path / "corpus", tmp_path / "out")
    with pytest.raises(ConfigError, match=r"a\.jsonl: is a file of the corpus"):
        export.write(folder, made, Results(str(tmp_path / "corpus")), "dolma-attributes")
    assert (tmp_path / "corpus" / "a.jsonl").read_bytes() == before


def test_an_incomplete_scan_is_not_exported(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "a.jsonl", TEXTS)
    folder, made, _ = scan.start(
        [str(tmp_path / "corpus")], str(tmp_path / "out"), REQUEST, Options()
    )
    with pytest.raises(ReadError, match="not complete"):
        export.write(folder, made, Results(str(tmp_path / "to")), "quality-signals")
    assert not (tmp_path / "to").exists()
