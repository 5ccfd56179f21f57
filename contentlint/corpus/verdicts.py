"""Checks and judges documents in memory, as a scan and ``decide`` do in tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from contentlint.corpus import limits as limits_of
from contentlint.corpus import reasons
from contentlint.corpus.batch import Checker, Options
from contentlint.corpus.columns import Columns
from contentlint.corpus.limits import OWN, Limits
from contentlint.run.request import Request, Selection


class Verdict(NamedTuple):
    """What is known of a document."""

    reasons: tuple[str, ...]
    """Why it is dropped; empty if it is kept."""
    document: dict[str, Any]
    """Its row in the table of documents."""
    counts: dict[str, int]
    """Findings by rule."""

    @property
    def keep(self) -> bool:
        """Return True if no limit drops the document."""
        return not self.reasons


class Judge:
    """Judges documents one by one; copies are for ``corpus duplicates``.

    It is pickled by its arguments: each process reads the configuration once.
    """

    def __init__(
        self,
        profile: str = OWN,
        limits: str = "",
        config: str = "",
        format: str = "text",  # noqa: A002  as in the API
    ) -> None:
        """Read the configuration and the limits.

        ``profile`` names limits as ``corpus decide --profile`` does, ``limits`` is a file of
        limits in place of them, and ``config`` a configuration file; without one, the profile
        ``corpus`` of the rules counts. ``format`` is ``text``, ``markdown`` or ``mdx``.

        Raises:
            ConfigError: there is no such profile, or a file is wrong.
            ReadError: a file cannot be read.
        """
        self._arguments = (profile, limits, config, format)
        own = Selection(profile="corpus", isolated=True)
        selection = Selection(config=(config,)) if config else own
        self._checker = Checker(Request(selection), Options(format=format))
        self.limits: Limits = limits_of.chosen(self._checker, profile, limits)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._arguments

    def judge(
        self,
        texts: Sequence[str | None],
        ids: Sequence[str | None] | None = None,
        urls: Sequence[str | None] | None = None,
        languages: Sequence[str | None] | None = None,
    ) -> list[Verdict]:
        """Return the verdict on each document. ``languages`` count where none is recognised."""
        nothing = [None] * len(texts)
        columns = (texts, ids or nothing, urls or nothing, languages or nothing)
        arrays = [pa.array(column, pa.string()) for column in columns]
        found = self._checker.batch(pa.RecordBatch.from_arrays(arrays, list(Columns())))
        counts: dict[int, Counter[str]] = {}
        rows, rules = found.findings["row"].to_pylist(), found.findings["rule"].to_pylist()
        for row, rule in zip(rows, rules, strict=True):
            counts.setdefault(row, Counter())[rule] += 1
        return [
            Verdict(
                tuple(reasons.of_document(self.limits, document, counts.get(row, {}))),
                document,
                dict(counts.get(row, {})),
            )
            for row, document in enumerate(found.documents.to_pylist())
        ]
