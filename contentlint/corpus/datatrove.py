"""Steps of a pipeline of datatrove: ``pip install 'contentlint[datatrove]'``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.writers.disk_base import DiskWriter

from contentlint.corpus.limits import OWN
from contentlint.corpus.schemas import measure_column
from contentlint.corpus.verdicts import Judge, Verdict
from contentlint.text.measures.table import MEASURES


class ContentlintFilter(BaseFilter):  # type: ignore[misc]
    """Drops the documents that ``contentlint corpus decide`` drops, with the first reason.

    Whether a document is a copy of another one is not asked: no step sees all documents.
    """

    name = "contentlint"

    def __init__(
        self,
        profile: str = OWN,
        limits: str = "",
        config: str = "",
        format: str = "text",  # noqa: A002  as in the API
        exclusion_writer: DiskWriter | None = None,
        batch_size: int = 100,
    ) -> None:
        """Take the arguments of ``corpus.verdicts.Judge``, and those of other filters.

        Raises:
            ConfigError: there is no such profile, or a file is wrong.
        """
        super().__init__(exclusion_writer, batch_size)
        self._judge = Judge(profile, limits, config, format)

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Return True, or False and the reason."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Document]) -> list[bool | tuple[bool, str]]:
        """Return True, or False and the reason, for each document."""
        return [
            True if verdict.keep else (False, verdict.reasons[0])
            for verdict in _judged(self._judge, batch)
        ]


class ContentlintAnnotator(PipelineStep):  # type: ignore[misc]
    """Adds to the metadata of each document what is found and measured in it, and drops none.

    ``metadata["contentlint"]`` has ``status``, ``n_findings``, ``n_warnings``, ``rules`` (a list of
    ``rule`` and ``count``), ``measures``, ``keep`` and ``reasons``.
    """

    name = "contentlint"
    type = "annotator"

    def __init__(
        self,
        profile: str = OWN,
        limits: str = "",
        config: str = "",
        format: str = "text",  # noqa: A002  as in the API
        batch_size: int = 100,
    ) -> None:
        """Take the arguments of ``ContentlintFilter``.

        Raises:
            ConfigError: there is no such profile, or a file is wrong.
        """
        super().__init__()
        self._judge = Judge(profile, limits, config, format)
        self._batch_size = batch_size

    def run(
        self,
        data: Iterable[Document],
        rank: int = 0,  # noqa: ARG002
        world_size: int = 1,  # noqa: ARG002
    ) -> Iterator[Document]:
        """Yield the documents."""
        waiting = iter(data)
        while batch := list(islice(waiting, self._batch_size)):
            with self.track_time("batch"):
                verdicts = _judged(self._judge, batch)
            for doc, verdict in zip(batch, verdicts, strict=True):
                doc.metadata["contentlint"] = annotation(verdict)
                self.stat_update("total", "kept" if verdict.keep else "dropped")
                yield doc


def annotation(verdict: Verdict) -> dict[str, Any]:
    """Return what is known of a document, with the same fields for each."""
    document = verdict.document
    return {
        "status": document["status"],
        "n_findings": document["n_findings"],
        "n_warnings": document["n_warnings"],
        "rules": [{"rule": code, "count": n} for code, n in sorted(verdict.counts.items())],
        "measures": {name: document[name] for name in map(measure_column, MEASURES)},
        "keep": verdict.keep,
        "reasons": list(verdict.reasons),
    }


def _judged(judge: Judge, batch: list[Document]) -> list[Verdict]:
    return judge.judge(
        [doc.text for doc in batch],
        [doc.id for doc in batch],
        [_word(doc, "url") for doc in batch],
        [_word(doc, "language") for doc in batch],
    )


def _word(doc: Document, name: str) -> str | None:
    value = doc.metadata.get(name)
    return value if isinstance(value, str) else None
