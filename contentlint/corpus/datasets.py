"""A function for ``datasets.Dataset.map``, which needs nothing of that library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contentlint.corpus.columns import Columns
from contentlint.corpus.limits import OWN
from contentlint.corpus.schemas import measure_column
from contentlint.corpus.verdicts import Judge
from contentlint.text.measures.table import MEASURES


class Check:
    """Adds columns to each batch: ``dataset.map(Check(), batched=True, batch_size=256)``.

    They are ``contentlint_keep``, ``contentlint_reasons``, ``contentlint_status``,
    ``contentlint_findings`` (their number), ``contentlint_rules`` (a code for each finding that is
    listed), and ``contentlint_mean_word_length`` and so on for each measure. It is pickled by its
    arguments, for ``num_proc`` and for the cache of that library.
    """

    def __init__(
        self,
        profile: str = OWN,
        limits: str = "",
        config: str = "",
        format: str = "text",  # noqa: A002  as in the API
        columns: Columns = Columns(),  # noqa: B008  a tuple
    ) -> None:
        """``columns`` are those of the data set; the others are those of ``verdicts.Judge``.

        Raises:
            ConfigError: there is no such profile, or a file is wrong.
        """
        self._arguments = (profile, limits, config, format, columns)
        self._columns = columns
        self._judge = Judge(profile, limits, config, format)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._arguments

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Return the new columns of a batch.

        Raises:
            KeyError: there is no column of texts.
        """
        texts, ids, urls, languages = (batch.get(name) for name in self._columns)
        if texts is None:
            raise KeyError(self._columns.text)
        verdicts = self._judge.judge(texts, ids and list(map(str, ids)), urls, languages)
        found: dict[str, list[Any]] = {
            "keep": [verdict.keep for verdict in verdicts],
            "reasons": [list(verdict.reasons) for verdict in verdicts],
            "status": [verdict.document["status"] for verdict in verdicts],
            "findings": [verdict.document["n_findings"] for verdict in verdicts],
            "rules": [
                [code for code, n in sorted(v.counts.items()) for _ in range(n)] for v in verdicts
            ],
        }
        for name in map(measure_column, MEASURES):
            found[name] = [verdict.document[name] for verdict in verdicts]
        return {f"contentlint_{name}": column for name, column in found.items()}
