"""Gives translations their sources, which are read as their own configuration requires."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING, escape
from contentlint._util.digest import digest_of
from contentlint.model.document import Document
from contentlint.model.errors import ReadError
from contentlint.run.partners import Partner, Partners
from contentlint.run.resolve import Resolver
from contentlint.source import formats

if TYPE_CHECKING:
    from typing import Final, TypeAlias

Sources: TypeAlias = "dict[str, tuple[bytes, Document]]"
"""By path, the last sources that were read: their bytes and the documents."""

_ABOVE: Final = "above"
_MOST_BYTES: Final = 2_000_000
"""The most bytes of sources that are remembered, of which each takes some ten bytes of memory."""


def answer(resolver: Resolver, path: str) -> str | None:
    """Return the digest of the source of a translation, ``""`` if that does not exist, ``above`` if
    it may be in a folder above; None if the file is no translation, or the source cannot be read.

    Raises:
        ConfigError: its configuration is wrong.
    """
    partners = resolver.partners(path)
    partner = partners.partner(path) if partners is not None else None
    if partners is None or partner is None:
        return None
    if partner.missing:
        return _ABOVE if partners.has_source_above(partner) else ""
    try:
        return digest_of(_data(resolver, partners, partner.source))
    except ReadError:
        return None


def pair(resolver: Resolver, doc: Document, known: Sources) -> str | None:
    """Give a translation its source, and return ``answer`` for it.

    Raises:
        ReadError: the source cannot be read.
        ConfigError: two tables of its configuration take it for a translation, or the source is a
            link that leaves the project.
    """
    partners = resolver.partners(doc.path)
    partner = partners.partner(doc.path) if partners is not None else None
    if partners is None or partner is None:
        return None
    if not partner.missing:
        data = _data(resolver, partners, partner.source)
        source = _document(resolver, partner, data, known)
        doc.counterpart = partners.counterpart(partner, source, doc)
        return digest_of(data)
    if partners.has_source_above(partner):
        return _ABOVE
    doc.missing_source = partner.source
    return ""


def _data(resolver: Resolver, partners: Partners, path: str) -> bytes:
    try:
        return partners.read(path, resolver.settings(path).max_file_size)
    except ReadError as error:
        raise ReadError(f"its source {escape.visible(path)}: {error}") from None


def _document(resolver: Resolver, partner: Partner, data: bytes, known: Sources) -> Document:
    """Return a source as a document; the last ones are remembered, because a source has many
    translations."""
    path = partner.source
    found = known.get(path)
    if found is not None and found[0] == data:
        return found[1]
    settings = resolver.settings(path)
    doc = formats.read(
        path,
        data,
        language=settings.lang,
        paragraphs=settings.paragraphs,
        origin=settings.origin,
        dialect=settings.dialect,
    )
    if sum([len(old) for old, _ in known.values()]) + len(data) > _MOST_BYTES:
        known.clear()
    known[path] = data, doc
    return doc
