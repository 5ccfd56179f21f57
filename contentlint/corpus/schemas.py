"""The tables that a scan writes.

Offsets count code points from 0 in the text of a row, whose line ends count as one code point each
and whose byte-order mark counts for nothing; ends are exclusive. Lines and columns count from 1.
"""

from __future__ import annotations

import pyarrow as pa

from contentlint import __version__
from contentlint.text.measures import table

SCHEMA = 1
"""The version of the tables."""
FINDINGS = pa.schema(
    [
        ("row", pa.int64()),
        ("doc_id", pa.string()),
        ("rule", pa.dictionary(pa.int16(), pa.string())),
        ("severity", pa.int8()),  # 0 info, 1 warning, 2 error
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("byte_start", pa.int32()),  # in UTF-8
        ("byte_end", pa.int32()),
        ("line", pa.int32()),
        ("column", pa.int32()),
        ("message", pa.string()),
        ("values", pa.string()),  # a JSON object: what the message was filled with
        ("excerpt", pa.string()),
        ("excerpt_start", pa.int16()),  # of the finding in the excerpt
        ("excerpt_end", pa.int16()),
        ("fix", pa.int8()),  # 1 safe, 0 unsafe, null none
        (
            "edits",
            pa.list_(
                pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())])
            ),
        ),
        ("fingerprint", pa.string()),
    ]
)
"""One row for each finding."""
FACTS = pa.schema(
    [
        ("row", pa.int64()),
        ("doc_id", pa.string()),
        ("rule", pa.dictionary(pa.int16(), pa.string())),
        ("hash", pa.uint64()),  # of the text that is compared
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("line", pa.int32()),
        ("column", pa.int32()),
        ("end_line", pa.int32()),
        ("end_column", pa.int32()),
        ("note", pa.string()),
        ("keys", pa.list_(pa.int64())),  # of bands, see core.band_keys; null without
        ("value", pa.string()),  # see the rule
    ]
)
"""One row for each text that a rule compares with those of other documents."""


def measure_column(name: str) -> str:
    """Return the column of a measure: ``mean_word_length`` for ``mean-word-length``."""
    return name.replace("-", "_")


DOCUMENTS = pa.schema(
    [
        ("row", pa.int64()),
        ("doc_id", pa.string()),
        ("url", pa.string()),
        ("host", pa.string()),
        ("language", pa.dictionary(pa.int16(), pa.string())),
        ("n_chars", pa.int32()),
        ("n_findings", pa.int32()),  # all, also those beyond a cap
        ("n_warnings", pa.int32()),  # warnings and errors
        ("status", pa.string()),  # ok, empty, "incomplete: …" or "error: …"
        ("text_digest", pa.string()),
        ("rules_digest", pa.dictionary(pa.int16(), pa.string())),
        *((measure_column(name), pa.float64()) for name in table.MEASURES),
    ]
)
"""One row for each document, also for those that are empty or could not be read."""
SCHEMAS = {"documents": DOCUMENTS, "findings": FINDINGS, "facts": FACTS}
FIXED = pa.schema(
    [("row", pa.int64()), ("id", pa.string()), ("text", pa.string()), ("fixed", pa.string())]
)
"""One row for each document: its text before and after the fixes."""


def with_origin(schema: pa.Schema, rules_digest: str) -> pa.Schema:
    """Return a schema whose metadata say what wrote the table, and how offsets count."""
    return schema.with_metadata(
        {
            "contentlint.schema": str(SCHEMA),
            "contentlint.version": __version__,
            "contentlint.rules_digest": rules_digest,
            "contentlint.offset_unit": "codepoint",
            "contentlint.offset_base": "normalised",
        }
    )
