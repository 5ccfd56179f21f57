"""Keys of the source's front matter that a translation does not have."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter import metadata
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity.findings import lacking

COUNTERPART = True


class Options(NamedTuple):
    keys: tuple[str, ...] = ()
    """The keys that a translation must have if its source has them; none: all keys."""
    optional: tuple[str, ...] = (
        "aliases",
        "redirect_from",
        "redirects",
        "lastmod",
        "last_modified_at",
        "translationKey",
        "untranslated",
        "cSpell",
    )
    """The keys that a translation may leave out."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield one finding for all keys, at the first line of the front matter."""
    pair = counterpart.of(doc)
    source, target = pair.doc.fact(metadata.read), doc.fact(metadata.read)
    if not (source.parsed and target.parsed and target.fields):
        return
    optional = frozenset(options.optional)
    wanted = frozenset(options.keys)
    missing = [
        name
        for name in source.fields
        if "." not in name
        and "[" not in name
        and (name in wanted or not wanted)
        and name not in optional
        and name not in target.fields
    ]
    if missing:
        keys = [source.fields[name].key for name in missing]
        yield lacking(doc.line_span(0), missing[0], keys)
