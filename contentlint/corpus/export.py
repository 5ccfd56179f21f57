"""Writes what a scan found as attributes beside the documents, as other programs read them."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import IO, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from contentlint._util.escape import json_text
from contentlint.corpus.compression import packed
from contentlint.corpus.decide import NAME
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.corpus.rows import again
from contentlint.corpus.schemas import measure_column
from contentlint.corpus.task import Task
from contentlint.model.errors import ConfigError, ReadError
from contentlint.text.measures.table import MEASURES

FORMATS = {"dolma-attributes": "attributes", "quality-signals": "quality_signals"}
"""Names of formats, and the field of a line that has the attributes."""
_BREAK = re.compile("\r\n")
_FINDING = ["row", "rule", "severity", "start", "end"]
_DOCUMENT = ["row", "doc_id", *map(measure_column, MEASURES)]
_NO_MORE: tuple[int, Iterator[dict[str, Any]]] = (-1, iter(()))

Spans = dict[str, list[tuple[int, int, float]]]


class Written(NamedTuple):
    """What was written."""

    files: int
    documents: int


def write(results: Results, made: Plan, target: Results, form: str) -> Written:
    """Write a file for each file of the corpus, under its name, with a line for each document in
    the same order.

    A file of Parquet becomes one of JSON Lines, ``NAME.parquet.jsonl``. Spans count code points of
    the text as it is in the corpus. The score of a finding is its severity (0 info, 1 warning,
    2 error); a measure and the decision span the whole text.

    Raises:
        ConfigError: a file of the corpus would be overwritten.
        ReadError: the scan is not complete, or a file cannot be read again.
    """
    commits = [results.commit_of(task.id) for task in made.tasks]
    if None in commits:
        raise ReadError(f"{results.address}: the scan is not complete")
    by_file: dict[str, list[Task]] = {}
    for task in made.tasks:
        by_file.setdefault(task.part.uri, []).append(task)
    names = _names(by_file)
    for name in names.values():
        if target.url(name) in by_file:
            raise ConfigError(f"{target.url(name)}: is a file of the corpus")
    decided = _Decided(results, {task.id for task in made.tasks})
    for uri, tasks in by_file.items():
        target.write(names[uri], partial(_save, results, tasks, decided, form))
    return Written(len(names), sum(commit["rows"] for commit in commits if commit))


class _Decided:
    """The decisions about a scan, which are in the order of its tasks, as the lines are written."""

    def __init__(self, results: Results, tasks: Collection[str]) -> None:
        rows: Iterator[dict[str, Any]] = iter(())
        if results.exists(NAME):
            rows = _rows(results, results.path(NAME), ["task", "row", "keep"])
        groups = groupby((row for row in rows if row["task"] in tasks), itemgetter("task"))
        self._groups = groups
        self._next = next(groups, None)

    def of(self, task: str) -> dict[int, bool]:
        """Return for the rows of a task if they are dropped; nothing if that is not decided."""
        if self._next is None or self._next[0] != task:
            return {}
        found = {row["row"]: not row["keep"] for row in self._next[1]}
        self._next = next(self._groups, None)
        return found


def _save(
    results: Results, tasks: Sequence[Task], decided: _Decided, form: str, file: IO[bytes]
) -> None:
    with packed(file, tasks[0].part.uri) as out:
        for task in tasks:
            for line in _lines(results, task, decided.of(task.id), form):
                out.write(line)


def _names(uris: Iterable[str]) -> dict[str, str]:
    """Return for each file its path below the folder that all have in common."""
    parts = {uri: uri.split("/") for uri in uris}
    common = 0
    for level in zip(*(each[:-1] for each in parts.values()), strict=False):
        if len(set(level)) > 1:
            break
        common += 1
    return {
        uri: "/".join(each[common:]) + (".jsonl" if uri.lower().endswith(".parquet") else "")
        for uri, each in parts.items()
    }


def _lines(results: Results, task: Task, dropped: Mapping[int, bool], form: str) -> Iterator[bytes]:
    """Yield a line of JSON for each document of a task."""
    paths = {kind: results.files(kind, [task.id])[0] for kind in ("findings", "documents")}
    findings = groupby(_rows(results, paths["findings"], _FINDING), itemgetter("row"))
    at, found = next(findings, _NO_MORE)
    documents = _rows(results, paths["documents"], _DOCUMENT)
    for batch in again(task.part, task.columns):
        for text, document in zip(batch["text"].to_pylist(), documents, strict=False):
            spans = _spans(text or "", document, found if at == document["row"] else (), dropped)
            if at == document["row"]:
                at, found = next(findings, _NO_MORE)
            line = {"id": document["doc_id"], FORMATS[form]: spans}
            yield (json_text(json.dumps(line, ensure_ascii=False)) + "\n").encode()


def _rows(results: Results, path: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, some of its columns."""
    try:
        with results.open(path) as file:
            for batch in pq.ParquetFile(file, pre_buffer=False).iter_batches(
                columns=columns, use_threads=False
            ):
                yield from batch.to_pylist()
    except pa.ArrowException as error:
        raise ReadError(f"{path}: {error}") from None


def _spans(
    text: str,
    document: Mapping[str, Any],
    found: Iterable[Mapping[str, Any]],
    dropped: Mapping[int, bool],
) -> Spans:
    place = _in_text(text)
    spans: Spans = {}
    for one in found:
        span = (place(one["start"]), place(one["end"]), float(one["severity"]))
        spans.setdefault(f"contentlint__findings__{one['rule']}", []).append(span)
    whole = len(text)
    for column in map(measure_column, MEASURES):
        value = document[column]
        if value is not None and value == value:
            spans[f"contentlint__measures__{column}"] = [(0, whole, value)]
    if document["row"] in dropped:
        score = float(dropped[document["row"]])
        spans["contentlint__decision__drop"] = [(0, whole, score)]
    return spans


def _in_text(text: str) -> Callable[[int], int]:
    """Return the function from offsets of the tables, where a line end counts as one code point and
    a byte-order mark as none, to those of the text."""
    first = int(text.startswith("\ufeff"))
    ends = (match.start() for match in _BREAK.finditer(text))
    before = [at - first - n for n, at in enumerate(ends)]
    return lambda offset: offset + first + bisect_left(before, offset)
