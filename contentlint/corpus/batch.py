"""Checks the rows of a record batch: ``Linter.batch`` in ``docs/api.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import pyarrow as pa

from contentlint._util.digest import digest_of
from contentlint._util.time_limit import within
from contentlint.cache import key
from contentlint.corpus.schemas import DOCUMENTS, FACTS, FINDINGS, with_origin
from contentlint.engine.messages import Phrase, filled
from contentlint.engine.render import Shown, diagnose
from contentlint.model.diagnostic import SEVERITIES, Collected, Diagnostic, Finding
from contentlint.model.document import Document
from contentlint.model.errors import ContentlintError, LimitError, ReadError
from contentlint.model.record import Record
from contentlint.run.request import Request
from contentlint.run.session import Session
from contentlint.source.files import too_large
from contentlint.text.measures import table

RecordBatch: TypeAlias = pa.RecordBatch
FAULT = "contentlint.fault"
"""The column that says why a row has no text, where it could not be read."""
_EXCERPT = 120
"""The most code points of an excerpt."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True)
_WARNING = SEVERITIES.index("warning")


class Columns(NamedTuple):
    """The columns of the rows that are checked; only the first has to exist."""

    text: str = "text"
    id: str = "id"
    url: str = "url"
    language: str = "language"


class Options(NamedTuple):
    """What is done with a batch."""

    columns: Columns = Columns()
    format: str = "text"
    """``text``, ``markdown`` or ``mdx``."""
    measures: bool = True
    """False to leave the columns of measures null."""
    fix: bool = False
    """True to apply safe fixes."""
    most: int = 20
    """Findings of a rule in a document that are listed; the others are only counted. 0: all."""
    largest: int = 10_000_000
    """Bytes of a text in UTF-8; a larger one is not checked."""
    seconds: float = 0.0
    """Processor time for a document, where the system can limit it; 0: no limit."""


class Batch(NamedTuple):
    """The tables of the rows of a batch."""

    findings: pa.RecordBatch
    documents: pa.RecordBatch
    facts: pa.RecordBatch
    fixed: pa.Array | None
    """With ``Options.fix``, the text of each row after its fixes."""


class _Lists:
    """The columns of a table that grows row by row."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        self._rows.append(values)

    def batch(self, rules_digest: str) -> pa.RecordBatch:
        columns = zip(*self._rows, strict=True) if self._rows else repeat((), len(self._schema))
        arrays = [
            pa.array(values, field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        schema = with_origin(self._schema, rules_digest)
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


class Checker:
    """Checks batches under one configuration.

    Attributes:
        rules_digest: 32 hexadecimal digits for everything that the tables depend on besides the
            rows: the program, the configuration, the options.
    """

    def __init__(self, request: Request, options: Options | None = None) -> None:
        """Read the configuration of a request.

        Raises:
            ConfigError: the configuration is wrong.
        """
        self._request = request
        self._options = options = options or Options()
        self._session = session = Session(
            request._replace(reading=request.reading._replace(rows=True))
        )
        self._path = path_of(options)
        self.rules_digest = self._digest()
        resolver = session.resolver
        self._stop_words = resolver.word_list(self._path, table.STOP_WORDS)
        self._severities = {severity: n for n, severity in enumerate(SEVERITIES)}
        needs = session.request.needs._replace(fix="text")
        self._fixing = session.with_(needs) if options.fix else session

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._request, self._options)

    def _digest(self) -> str:
        resolver = self._session.resolver
        config = resolver.configs.of(self._path)
        run = key.of_run((self._session.request, self._options), resolver.inline, config.root)
        return digest_of(run.encode(), key.of_config(config, config.root).encode())

    def batch(self, rows: pa.RecordBatch, first_row: int = 0) -> Batch:
        """Check the rows, of which the first has the number ``first_row``.

        Raises:
            KeyError: there is no column of texts.
        """
        findings, documents, facts = _Lists(FINDINGS), _Lists(DOCUMENTS), _Lists(FACTS)
        fixed: list[str | None] = []
        columns = self._options.columns
        if columns.text not in rows.schema.names:
            raise KeyError(columns.text)
        texts, ids, urls, languages, faults = (_strings(rows, n) for n in (*columns, FAULT))
        for index, text in enumerate(texts):
            row, doc_id = first_row + index, ids[index]
            known = (row, doc_id, urls[index], host_of(urls[index]))
            new = None
            try:
                if faults[index]:
                    raise ReadError(str(faults[index]))
                new = self._check(known, text, languages[index], findings, documents, facts)
            except (ContentlintError, LimitError) as error:
                self._failed(documents, known, languages[index], text, str(error))
            fixed.append(new)
        digest = self.rules_digest
        return Batch(
            findings.batch(digest),
            documents.batch(digest),
            facts.batch(digest),
            pa.array(fixed, pa.string()) if self._options.fix else None,
        )

    def _check(
        self,
        known: tuple[Any, ...],
        text: str | None,
        language: str | None,
        findings: _Lists,
        documents: _Lists,
        facts: _Lists,
    ) -> str | None:
        """Add the rows of a document to the tables, and return its text after the fixes."""
        if not text or text.isspace():
            self._row(documents, known, language, text or "", (0, 0), "empty", {})
            return text
        text = encodable(text)
        data = text.encode("utf-8")
        if len(data) > self._options.largest:
            raise ReadError(too_large(self._options.largest))
        with within(self._options.seconds or _FOREVER, LimitError):
            doc = self._session.read(Record(self._path, data, self._options.format))
            examined = self._session.examine(doc)
            measured = table.values(doc, self._stop_words) if self._options.measures else {}
        counts = self._add_findings(findings, known[:2], doc, examined.found)
        for fact in examined.facts:
            facts.add(*known[:2], *_fact(fact))
        status = "ok"
        if examined.incomplete:
            first = examined.incomplete[0]
            status = f"incomplete: {first.rule + ': ' if first.rule else ''}{first.reason}"
        self._row(documents, known, doc.language or language, text, counts, status, measured)
        if not self._options.fix or not any(f.fix and f.fix.safe for _, f in examined.found):
            return text
        _, new = self._fixing.repair(Record(self._path, data, self._options.format))
        return new.decode("utf-8", "replace")

    def _add_findings(
        self, findings: _Lists, known: tuple[Any, ...], doc: Document, found: Sequence[Any]
    ) -> tuple[int, int]:
        """Add the findings of a document in the order of the text, and return how many there are,
        and how many of them are warnings or errors."""
        shown = Shown(excerpts=_EXCERPT // 3, edits=False)
        wording: list[tuple[Diagnostic, Finding]] = [
            (diagnose(doc, bound, finding, shown), finding) for bound, finding in found
        ]
        wording.sort(key=lambda pair: pair[0].sort_key())
        counts: dict[str, int] = {}
        warnings = 0
        kept = []
        for pair in wording:
            one, _ = pair
            warnings += self._severities[one.severity] >= _WARNING
            counts[one.code] = counts.get(one.code, 0) + 1
            if not 0 < self._options.most < counts[one.code]:
                kept.append(pair)
        places = _byte_offsets(doc.text, {o for one, _ in kept for o in (one.start, one.end)})
        for one, finding in kept:
            fix = finding.fix
            edits = (
                []
                if fix is None
                else [
                    {"start": e.span.start, "end": e.span.end, "text": encodable(e.text)}
                    for e in fix.edits
                ]
            )
            findings.add(
                *known,
                one.code,
                self._severities[one.severity],
                one.start,
                one.end,
                places[one.start],
                places[one.end],
                one.position.line,
                one.position.column,
                encodable(one.message),
                encodable(_json(finding.values)),
                encodable(one.excerpt.text[:_EXCERPT]),
                min(one.excerpt.start, _EXCERPT),
                min(one.excerpt.end, _EXCERPT),
                None if fix is None else int(fix.safe),
                edits,
                one.fingerprint,
            )
        return len(found), warnings

    def _failed(
        self,
        documents: _Lists,
        known: tuple[Any, ...],
        language: str | None,
        text: str | None,
        why: str,
    ) -> None:
        self._row(documents, known, language, text or "", (0, 0), f"error: {why}", {})

    def _row(
        self,
        documents: _Lists,
        known: tuple[Any, ...],
        language: str | None,
        text: str,
        counts: tuple[int, int],
        status: str,
        measured: Mapping[str, float],
    ) -> None:
        documents.add(
            *known,
            language or None,
            len(text),
            *counts,
            status,
            digest_of(encodable(text).encode()),
            self.rules_digest,
            *(measured.get(name) for name in table.MEASURES),
        )


_SUFFIXES = {"text": ".txt", "markdown": ".md", "mdx": ".mdx"}
_FOREVER = 1e6


def path_of(options: Options) -> str:
    """Return the path whose configuration counts for rows: one in the current folder."""
    return "row" + _SUFFIXES[options.format]


def host_of(url: str | None) -> str | None:
    """Return the host of a URL in lower case, without ``www.``; None if it has none."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def encodable(text: str) -> str:
    """Return a text with U+FFFD for each lone surrogate, which no table can hold."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _strings(rows: pa.RecordBatch, name: str) -> list[str | None]:
    """Return a column as strings; with dots, a field of a struct. Nulls if there is none."""
    first, *fields = name.split(".") if name not in rows.schema.names else [name]
    if first not in rows.schema.names:
        return [None] * rows.num_rows
    values: list[Any] = rows.column(first).to_pylist()
    for field in fields:
        values = [value.get(field) if isinstance(value, dict) else None for value in values]
    return [value if value is None or isinstance(value, str) else str(value) for value in values]


def _fact(fact: Collected) -> tuple[Any, ...]:
    place = fact.position
    return (
        fact.code,
        fact.keys[0] if fact.keys else None,
        fact.start,
        fact.end,
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        encodable(fact.note),
        list(fact.keys[1:]) or None,
        fact.value or None,
    )


def _json(values: Mapping[str, object]) -> str:
    """Return what a message was filled with as a JSON object."""
    shown = {
        name: filled(value.template, value.values)[0] if isinstance(value, Phrase) else value
        for name, value in values.items()
    }
    return _ENCODER.encode(shown)


def _byte_offsets(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """Return for some offsets into a text, in code points, those into its UTF-8."""
    if text.isascii():
        return {offset: offset for offset in offsets}
    found: dict[int, int] = {}
    last = size = 0
    for offset in sorted(offsets):
        at = max(offset, 0)
        size += len(text[last:at].encode("utf-8", "surrogatepass"))
        found[offset], last = size, at
    return found
