"""Front matter that programs cannot read, or whose fields they will misread."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter.keys import date_fault, language_fault
from contentlint.frontmatter.metadata import Field, Metadata, read
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

# Published by a program, not written by hand: Quarto and R Markdown.
_COMPUTED = frozenset({"today", "now", "last-modified", "auto"})
_CODE = lazy_regex.compile(r"`r |!r |!expr ")
# What hides in an escape (\u202e); the bare character is reported by the rules about characters.
_HIDDEN = lazy_regex.compile("[\u202a-\u202e\u2066-\u2069\ufffd]")
_TAG_LIKE = lazy_regex.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?$")


class Options(NamedTuple):
    required_keys: tuple[str, ...] = ()
    """Fields that must be there and not be empty; of a table ``author.name``."""
    date_keys: tuple[str, ...] = ("date", "lastmod", "updated", "last_modified_at", "publishDate")
    """Fields that hold a date."""
    language_keys: tuple[str, ...] = ("lang", "language", "locale")
    """Fields that hold the language; ``language`` may also name something else."""


def anchors(options: Options) -> tuple[str, ...]:
    # A rule that requires fields has something to say where there are none.
    return () if options.required_keys else ("---", "+++", "{")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.format == "text" or (not options.required_keys and doc.text[:1] not in ("-", "+", "{")):
        return
    metadata = doc.fact(read)
    for problem in metadata.problems:
        what, _, right = problem.text.partition("; ")
        yield Finding(problem.span, {"what": what, "right": right and "; " + right})
    if metadata.parsed or not metadata.format:
        yield from _missing(doc, metadata, options)
    if metadata.parsed:
        yield from _values(doc, metadata, options)


def _missing(doc: Document, metadata: Metadata, options: Options) -> Iterator[Finding]:
    for key in options.required_keys:
        field = metadata.fields.get(key)
        if field is None:
            place = doc.line_span(0) if metadata.format else Span(0, 0)
            yield Finding(place, {"what": f'no field "{key}"', "right": ""}, whole=True)
        elif field.value in (None, "", [], {}):
            yield Finding(field.key, {"what": f'the field "{key}" is empty', "right": ""})


def _values(doc: Document, metadata: Metadata, options: Options) -> Iterator[Finding]:
    for path, field in metadata.fields.items():
        fault = ""
        if path in options.date_keys:
            fault = _date(field)
        elif path in options.language_keys and field.kind == "string":
            fault = _language(path, str(field.value))
        if fault:
            shown = doc.text[field.span.start : field.span.end].strip("\"'")
            values = {"what": f'{path}: "{shown}"', "right": " " + fault}
            yield Finding(field.span, values, severity="warning")
        elif field.kind == "string" and (m := _HIDDEN.search(str(field.value))):
            if m[0] not in doc.text[field.span.start : field.span.end]:
                what = f"{path}: U+{ord(m[0]):04X} hides in an escape"
                yield Finding(field.span, {"what": what, "right": ""}, severity="warning")


def _date(field: Field) -> str:
    if field.kind not in ("string", "date", "integer"):
        return ""
    value = str(field.value).strip()
    if not value or value.lower() in _COMPUTED or _CODE.match(value):
        return ""
    return date_fault(value)


def _language(key: str, value: str) -> str:
    if not value or (key == "language" and not _TAG_LIKE.match(value)):
        # "language: Python" is about code.
        return ""
    if key == "locale":  # en_US and en_US.UTF-8 are how locales are named
        value = value.partition(".")[0].replace("_", "-")
    return language_fault(value)
