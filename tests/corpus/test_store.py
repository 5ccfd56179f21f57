"""A scan from and to a store such as S3, which a server on this machine plays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus_command import contentlint

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
pytest.importorskip("s3fs", reason="s3fs is not installed")
moto: Any = pytest.importorskip("moto.server", reason="moto[server] is not installed")
import fsspec  # noqa: E402  needs moto
import pyarrow as pa  # noqa: E402  needs moto
import pyarrow.parquet as pq  # noqa: E402  needs moto
from test_decide import CORPUS, varied  # noqa: E402  needs moto

from contentlint.corpus import decide, duplicates, plan, scan  # noqa: E402  needs moto
from contentlint.corpus.batch import Checker, Options  # noqa: E402  needs moto
from contentlint.corpus.columns import Columns  # noqa: E402  needs moto
from contentlint.corpus.results import Results  # noqa: E402  needs moto

pytestmark = pytest.mark.slow  # a server starts, and processes that ask it
ROWS = [{"id": str(n), "text": text} for n, text in enumerate([*varied(200), *varied(100)])]
WORDS = ("--profile", "corpus", "--isolated", "--shard-size", "30KB")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The file system of a store with the bucket ``corpus``, in which the rows are."""
    server = moto.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("NO_PROXY", "127.0.0.1"),
    ):
        monkeypatch.setenv(name, value)
    type(fsspec.filesystem("s3")).clear_instance_cache()
    system = fsspec.filesystem("s3")
    system.mkdir("corpus")
    lines = "".join(json.dumps(row) + "\n" for row in ROWS[:150])
    system.pipe_file("corpus/in/a.jsonl", lines.encode())
    with system.open("corpus/in/b.parquet", "wb") as file:
        pq.write_table(pa.Table.from_pylist(ROWS[150:]), file, row_group_size=50)
    yield system
    system.rm("corpus", recursive=True)
    type(system).clear_instance_cache()
    server.stop()


def succeeds(*words: str, cwd: Path) -> None:
    done = contentlint(*words, cwd=cwd)
    assert done.returncode == 0, done.stderr


def without_task(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without the ids of tasks, which the addresses of files decide."""
    return [{name: value for name, value in row.items() if name != "task"} for row in rows]


def table(folder: Results, kind: str) -> list[dict[str, Any]]:
    tables = folder.tables(kind, plan.read(folder).ids())
    return without_task(row for each in tables for row in each.to_pylist())


def test_results_are_those_of_a_disk(store: Any, tmp_path: Path) -> None:
    store.get("corpus/in/", str(tmp_path / "in"), recursive=True)
    for source, out in (("s3://corpus/in", "s3://corpus/out"), ("in", "out")):
        succeeds("scan", source, "--out", out, "-j2", *WORDS, cwd=tmp_path)
        succeeds("duplicates", out, cwd=tmp_path)
        succeeds("decide", out, cwd=tmp_path)
    there, here = Results("s3://corpus/out"), Results(str(tmp_path / "out"))
    assert len(plan.read(there).tasks) == len(plan.read(here).tasks) > 4
    for kind in ("documents", "findings", "facts"):
        assert repr(table(there, kind)) == repr(table(here, kind))  # nan is not nan
    assert duplicates.clusters(there) == duplicates.clusters(here) != []
    kept = [without_task(decide.decisions(folder)) for folder in (there, here)]
    assert kept[0] == kept[1] != []
    made = plan.read(there)
    assert scan.left(there, made) == [] and there.remains(made.ids()) == []


def test_task_that_breaks_off_leaves_nothing(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store.pipe_file("corpus/two-batches.jsonl", b'{"text": "word"}\n' * 300)
    source, address = "s3://corpus/two-batches.jsonl", "s3://corpus/broken"
    out, made, common = scan.start([source], address, CORPUS, Options(), columns=Columns())
    batch = Checker.batch

    def breaks(self: Checker, rows: Any, first_row: int = 0) -> Any:
        if first_row:
            raise MemoryError
        return batch(self, rows)

    monkeypatch.setattr(Checker, "batch", breaks)
    with pytest.raises(MemoryError):
        list(scan.run(common, made.tasks, "local", 1))
    assert out.committed() == set()
    assert [name.rpartition("/")[2] for name in store.find("corpus/broken")] == ["plan.json"]


def test_large_file_that_breaks_off_is_not_there(store: Any) -> None:
    out = Results("s3://corpus/large")
    with pytest.raises(OSError, match="no space"), out.new("facts/x.parquet") as file:
        file.write(b"x" * 60_000_000)  # more than is held back: a part has been sent
        raise OSError("no space")
    assert store.find("corpus/large") == []
