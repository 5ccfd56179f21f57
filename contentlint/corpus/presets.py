"""Which columns of a file hold what: by what wrote it, or by its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contentlint._util.translation import gettext as _
from contentlint.corpus.columns import Columns, field
from contentlint.corpus.rows import first_rows
from contentlint.model.errors import ConfigError, suggest

_SAMPLE = 100
"""The rows by which the columns are chosen."""
PRESETS = {
    "datatrove": Columns("text", "id", "metadata.url", "metadata.language"),
    "fineweb": Columns("text", "id", "url", "language"),
    "dolma": Columns("text", "id", "metadata.url", "metadata.language"),
    "oscar": Columns(
        "content",
        "id",
        "metadata.warc_headers.warc-target-uri",
        "metadata.identification.label",
    ),
    "trafilatura": Columns("text", "fingerprint", "source", "language"),
    "news-please": Columns("maintext", "filename", "url", "language"),
}
"""The columns of what programs write, by their names."""
_CANDIDATES = Columns(
    "text content maintext raw_content body article",
    "id doc_id fingerprint filename",
    "url metadata.url metadata.warc_headers.warc-target-uri source uri link",
    "language metadata.language metadata.identification.label lang",
)
"""For each column the names that are tried in order."""


def columns_of(path: str, preset: str, given: Columns) -> Columns:
    """Return the columns of a file: those given, else those of a preset, or with ``auto`` those
    that its first rows have.

    Raises:
        ConfigError: there is no such preset, or no column of texts.
        ReadError: the file cannot be read.
    """
    if preset != "auto":
        if preset not in PRESETS:
            raise ConfigError(f"--preset: {suggest('preset', preset, ('auto', *PRESETS))}")
        given = Columns(*(own or usual for own, usual in zip(given, PRESETS[preset], strict=True)))
    sample = first_rows(path, _SAMPLE)
    chosen = [
        own or next((name for name in names.split() if _has(sample, name, key)), "")
        for own, names, key in zip(given, _CANDIDATES, Columns._fields, strict=True)
    ]
    if not sample:  # a file without rows stops no scan of the others
        return Columns(chosen[0] or "text", *chosen[1:])
    first = chosen[0].partition(".")[0]
    if not any({chosen[0], first} & row.keys() for row in sample):
        keys = ", ".join(sorted({key for row in sample for key in row})[:20])
        raise ConfigError(
            _("{path}: no column of texts; name one with --text: {names}").format(
                path=path, names=keys
            )
        )
    return Columns(*chosen)


def _has(sample: Sequence[dict[str, Any]], name: str, key: str) -> bool:
    """Return True if a column of the rows can be what it is tried for: ``source`` holds URLs in
    some corpora and names in others."""
    values = [value for row in sample if (value := field(row, name)) is not None]
    if key == "url":
        return any(isinstance(value, str) and "://" in value for value in values)
    return bool(values) and (
        key != "text" or any(isinstance(value, (str, bytes)) for value in values)
    )
