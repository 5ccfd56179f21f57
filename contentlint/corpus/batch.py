"""Checks the rows of a record batch: ``Linter.batch`` in ``docs/api.md``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import pyarrow as pa

from contentlint._util.digest import digest_of
from contentlint._util.time_limit import within
from contentlint.cache import key
from contentlint.corpus.columns import FAULT, Columns
from contentlint.corpus.schemas import DOCUMENTS, FACTS, FINDINGS, with_origin
from contentlint.engine.messages import Phrase, filled
from contentlint.engine.render import Found, Shown, diagnose
from contentlint.model.diagnostic import SEVERITIES, Collected, Diagnostic, Finding
from contentlint.model.document import Document
from contentlint.model.errors import ContentlintError, LimitError, ReadError
from contentlint.model.record import Record
from contentlint.model.rule import BoundRule
from contentlint.run.request import Request
from contentlint.run.session import Session
from contentlint.text.measures import table

RecordBatch: TypeAlias = pa.RecordBatch
_EXCERPT = 120
"""The most code points of an excerpt."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True)
_SEVERITIES = {severity: number for number, severity in enumerate(SEVERITIES)}
_WARNING = _SEVERITIES["warning"]
_NOTHING: Mapping[str, float] = {}


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


class _Row(NamedTuple):
    """What is known of a row before it is checked."""

    number: int
    doc_id: str | None
    url: str | None
    language: str | None
    text: str | None
    fault: str | None


class _Table:
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


class _Tables:
    """The tables of a batch, as they grow."""

    def __init__(self, rules_digest: str) -> None:
        self._rules_digest = rules_digest
        self.findings, self.documents, self.facts = map(_Table, (FINDINGS, DOCUMENTS, FACTS))
        self.fixed: list[str | None] = []

    def add_document(
        self,
        row: _Row,
        status: str,
        language: str | None = None,
        counts: tuple[int, int] = (0, 0),
        measured: Mapping[str, float] = _NOTHING,
    ) -> None:
        """Add what was found out about a row; ``counts`` are its findings, and its warnings."""
        text = encodable(row.text or "")
        self.documents.add(
            row.number,
            row.doc_id,
            row.url,
            host_of(row.url),
            language or row.language or None,
            len(text),
            *counts,
            status,
            digest_of(text.encode()),
            self._rules_digest,
            *(measured.get(name) for name in table.MEASURES),
        )

    def add_fact(self, row: _Row, fact: Collected) -> None:
        """Add a text that is compared with those of other documents."""
        place = fact.position
        self.facts.add(
            row.number,
            row.doc_id,
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

    def add_finding(
        self, row: _Row, one: Diagnostic, finding: Finding, places: Mapping[int, int]
    ) -> None:
        """Add a finding; ``places`` has the offset into UTF-8 for each into the text."""
        fix = finding.fix
        self.findings.add(
            row.number,
            row.doc_id,
            one.code,
            _SEVERITIES[one.severity],
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
            [
                {"start": edit.span.start, "end": edit.span.end, "text": encodable(edit.text)}
                for edit in (fix.edits if fix is not None else ())
            ],
            one.fingerprint,
        )

    def batch(self, fix: bool) -> Batch:
        """Return the tables; ``fix`` says if there is one of fixed texts."""
        tables = (self.findings, self.documents, self.facts)
        findings, documents, facts = (table.batch(self._rules_digest) for table in tables)
        fixed = pa.array(self.fixed, pa.string()) if fix else None
        return Batch(findings, documents, facts, fixed)


class Checker:
    """Checks batches under one configuration.

    Attributes:
        options: what is done with a batch.
        rules: the rules that are on.
        rules_digest: 32 hexadecimal digits for everything that the tables depend on besides the
            rows: the program, the configuration, the options.
    """

    def __init__(self, request: Request, options: Options | None = None) -> None:
        """Read the configuration of a request.

        Raises:
            ConfigError: the configuration is wrong.
        """
        self._request = request
        self.options = options = options or Options()
        self._session = session = Session(
            request._replace(reading=request.reading._replace(rows=True))
        )
        self._path = path_of(options)
        self.rules_digest = self._digest()
        resolver = session.resolver
        self.rules: tuple[BoundRule, ...] = resolver.settings(self._path).rules
        self._stop_words = resolver.word_list(self._path, table.STOP_WORDS)
        needs = session.request.needs._replace(fix="text")
        self._fixing = session.with_(needs) if options.fix else session

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._request, self.options)

    def codes(self) -> dict[str, str]:
        """Return the code of each rule that there is, on or off, by its code and by its name."""
        resolver = self._session.resolver
        rules = resolver.sets(resolver.configs.of(self._path)).set.rules
        return {label: rule.code for rule in rules for label in (rule.code, rule.name)}

    def _digest(self) -> str:
        resolver = self._session.resolver
        config = resolver.configs.of(self._path)
        request = self._session.request
        # What a file and inline settings say is in ``config`` and ``inline``; where it is, is not.
        asked = request._replace(selection=request.selection._replace(config=()))
        run = key.of_run((asked, self.options), resolver.inline, config.root)
        return digest_of(run.encode(), key.of_config(config, config.root).encode())

    def batch(self, rows: pa.RecordBatch, first_row: int = 0) -> Batch:
        """Check the rows, of which the first has the number ``first_row``.

        Raises:
            KeyError: there is no column of texts.
        """
        columns = self.options.columns
        if columns.text not in rows.schema.names:
            raise KeyError(columns.text)
        texts, ids, urls, languages, faults = (_strings(rows, n) for n in (*columns, FAULT))
        tables = _Tables(self.rules_digest)
        numbers = range(first_row, first_row + rows.num_rows)
        for row in map(_Row, numbers, ids, urls, languages, texts, faults):
            fixed = None
            try:
                fixed = self._check(row, tables)
            except (ContentlintError, LimitError) as error:
                tables.add_document(row, f"error: {error}")
            tables.fixed.append(fixed)
        return tables.batch(self.options.fix)

    def _check(self, row: _Row, tables: _Tables) -> str | None:
        """Add what is found in a row to the tables, and return its text after the fixes.

        Raises:
            ContentlintError: it cannot be read.
            LimitError: it takes too long.
        """
        if row.fault:
            raise ReadError(row.fault)
        if not row.text or row.text.isspace():
            tables.add_document(row, "empty")
            return row.text
        text = encodable(row.text)
        data = text.encode("utf-8")
        if len(data) > self.options.largest:
            raise ReadError(f"larger than {self.options.largest} bytes")
        with within(self.options.seconds or _FOREVER, LimitError):
            doc = self._session.read(Record(self._path, data, self.options.format))
            examined = self._session.examine(doc)
            measured = table.values(doc, self._stop_words) if self.options.measures else {}
        counts = self._add_findings(row, doc, examined.found, tables)
        for fact in examined.facts:
            tables.add_fact(row, fact)
        status = "ok"
        if examined.incomplete:
            first = examined.incomplete[0]
            status = f"incomplete: {first.rule + ': ' if first.rule else ''}{first.reason}"
        tables.add_document(row, status, doc.language, counts, measured)
        if not self.options.fix or not any(f.fix and f.fix.safe for _, f in examined.found):
            return text
        _, new = self._fixing.repair(Record(self._path, data, self.options.format))
        return new.decode("utf-8", "replace")

    def _add_findings(
        self, row: _Row, doc: Document, found: Sequence[Found], tables: _Tables
    ) -> tuple[int, int]:
        """Add the findings of a row in the order of the text, and return how many there are, and
        how many of them are warnings or errors."""
        shown = Shown(excerpts=_EXCERPT // 3, edits=False)
        wording = [(diagnose(doc, bound, finding, shown), finding) for bound, finding in found]
        wording.sort(key=lambda pair: pair[0].sort_key())
        counts: Counter[str] = Counter()
        warnings = 0
        kept = []
        for one, finding in wording:
            warnings += _SEVERITIES[one.severity] >= _WARNING
            counts[one.code] += 1
            if not 0 < self.options.most < counts[one.code]:
                kept.append((one, finding))
        places = _byte_offsets(doc.text, {o for one, _ in kept for o in (one.start, one.end)})
        for one, finding in kept:
            tables.add_finding(row, one, finding, places)
        return len(found), warnings


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
