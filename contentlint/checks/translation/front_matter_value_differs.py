"""Values of the front matter that a translation must not change."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter import metadata
from contentlint.frontmatter.values import Field
from contentlint.model import counterpart
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document
from contentlint.parity.findings import in_source

COUNTERPART = True
_EXACT = frozenset(("integer", "number", "boolean", "date"))
"""The kinds of values that have no words."""


class Options(NamedTuple):
    keys: tuple[str, ...] = ("weight", "date", "layout", "slug")
    """The keys whose values must be the same as in the source, if both files have them."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    pair = counterpart.of(doc)
    source, target = pair.doc.fact(metadata.read), doc.fact(metadata.read)
    if not (source.parsed and target.parsed):
        return
    for name, field in target.fields.items():
        other = source.fields.get(name)
        if name not in options.keys or other is None or _plain(field) == _plain(other):
            continue
        right = pair.doc.text[slice(*other.span)].strip()
        fix = None
        if field.kind == other.kind and field.kind in _EXACT:
            fix = Fix((Edit(field.span, right),), True, f"write {right}")
        values = {"key": name, "found": doc.text[slice(*field.span)].strip(), "right": right}
        yield Finding(field.span, values, fix, (in_source(*other.span),))


def _plain(field: Field) -> object:
    """Return a value as it is compared: a date may be in quotation marks on one side."""
    value = field.value
    return " ".join(value.split()) if isinstance(value, str) else value
