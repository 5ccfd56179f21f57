"""Finds the source of a translation and the translations of a source, under ``[[translations]]``.

Only runs whose configuration has such a table import this module.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.namedtuple import NamedTuple
from contentlint.config.load import project_of
from contentlint.config.table import Fault, refuse
from contentlint.config.translations import Terms, Translations
from contentlint.model.counterpart import NO_GLOSSARY, Counterpart, Glossary
from contentlint.model.document import Document
from contentlint.model.errors import ReadError
from contentlint.model.language_codes import normalized, primary
from contentlint.parity.pairs import Claim, Pairs
from contentlint.source.files import lies_in, read_bytes
from contentlint.source.formats import FORMATS, suffix_of

if TYPE_CHECKING:
    from typing import Final

    from contentlint.source.discovery import Discovery, Target
    from contentlint.source.staged import Index

_REMEMBERED = 10_000
"""Paths whose claims are remembered."""
_HOME = frozenset(("index", "readme", ""))
"""The first words of the names of home pages; ``_index`` begins with none."""
_DIVERGES = "translation-diverges"
"""The key of the front matter with the reason why a translation is an edition of its own."""


class Partner(NamedTuple):
    """A translation, and where its source is."""

    claim: Claim
    source: str
    """The path of the source as displayed: one that exists or, with ``missing``, could."""
    missing: bool


class Partners:
    """The pairs of files under one configuration; it keeps which names folders have."""

    def __init__(self, tables: Sequence[Translations], terms: Terms | None) -> None:
        self._tables: Final = [Pairs(table) for table in tables]
        self._terms: Final = terms or Terms()
        self._claims: Final[dict[str, Claim | None]] = {}
        self._names: Final[dict[str, _Names]] = {}
        self._relatives: Final[dict[tuple[str, str], str | None]] = {}
        self._reals: Final[dict[str, str]] = {}
        self._tops: Final[dict[str, str]] = {}
        self._index: Index | None = None
        if _is_hook():
            from contentlint.source import staged

            self._index = staged.index()

    def claim(self, path: str) -> Claim | None:
        """Return what a table takes a file for that need not exist; None if it is no translation.

        Raises:
            ConfigError: two tables take it for a translation.
        """
        if path in self._claims:
            return self._claims[path]
        found: list[Claim] = []
        for pairs in self._tables:
            relative = self._relative(path, pairs.table.root)
            claim = pairs.claim(relative) if relative else None
            if claim is not None:
                found.append(claim)
        if len(found) > 1:
            first, second = (each.table.place for each in found[:2])
            assert second is not None
            where = f" ({first.label})" if first is not None and first.label else ""
            message = f"target: another table{where} has {visible(path)} too"
            refuse([Fault(second.at("target"), message)])
        if len(self._claims) > _REMEMBERED:
            self._claims.clear()
        claim = self._claims[path] = found[0] if found else None
        return claim

    def partner(self, path: str) -> Partner | None:
        """Return the source of a translation, or None if the file is no translation, or is the same
        file as its source.

        Raises:
            ConfigError: two tables take the file for a translation, or the source is a link that
                leaves the project.
        """
        claim = self.claim(path)
        if claim is None:
            return None
        root = claim.table.root
        for source in claim.sources:
            if self._exists(root, source):
                whole = os.path.join(root, source)
                if self._real(whole) == self._real(path):
                    return None
                self._refuse_links_away(claim.table, whole, "source")
                return Partner(claim, _as_displayed(whole, path), missing=False)
        likely = [s for s in claim.sources if self._listing(root, s.rpartition("/")[0]).sorted]
        whole = os.path.join(root, (likely or claim.sources)[0])
        return Partner(claim, _as_displayed(whole, path), missing=True)

    def has_source_above(self, partner: Partner) -> bool:
        """Return True if the source of a translation, which is missing, may be a file above the
        place where it was looked for: in the folder around it, or, as a home page often is, at the
        root of the table; one of the same name, or ``index`` or ``README`` for these."""
        root = partner.claim.table.root
        for source in partner.claim.sources:
            folder, _, name = source.rpartition("/")
            if not folder:
                continue
            stem, dot, suffix = name.rpartition(".")
            names = [name]
            if stem.lower().replace("_", "-").partition("-")[0] in _HOME:
                names += [f"{each}{dot}{suffix}" for each in ("index", "README", "_index")]
            around = folder.rpartition("/")[0] + "/" if "/" in folder else ""
            for each in names:
                for path in (around + each, each):
                    if path != source and self._exists(root, path) and self.claim(path) is None:
                        return True
        return False

    def translations(self, path: str, known: Container[str] = ()) -> list[tuple[str, str]]:
        """Return the translations of a file that exist: their paths as displayed, and the codes of
        their languages. Those whose absolute paths are in ``known`` are left out.

        Raises:
            ConfigError: as ``partner``, for one of them, or it is a link that leaves the project.
        """
        found: dict[str, str] = {}
        for pairs in self._tables:
            root = pairs.table.root
            relative = self._relative(path, root)
            if not relative or pairs.claim(relative) is not None:
                continue

            def names_in(folder: str, root: str = root) -> Sequence[str]:
                return self._listing(root, folder).sorted

            for target, lang in pairs.targets(relative, names_in):
                whole = os.path.join(root, target)
                if whole in known or suffix_of(target) not in FORMATS:
                    continue
                if self._exists(root, target):
                    self._refuse_links_away(pairs.table, whole, "target")
                    shown = _as_displayed(whole, path)
                    partner = self.partner(shown)
                    if partner is not None and _is_same(partner.source, path):
                        found[shown] = lang
        return [*found.items()]

    def missing(self, path: str, codes: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
        """Yield the translations that a source should have and does not: their paths as displayed,
        and the codes of their languages. ``codes`` are the languages found of each table that lists
        none, by the table's patterns."""
        there = {normalized(lang) for _, lang in self.translations(path)}
        for pairs in self._tables:
            relative = self._relative(path, pairs.table.root)
            for code in pairs.table.languages or codes.get(str(pairs.table.pairs), ()):
                target = pairs.expected(relative, code) if relative else ""
                if target and normalized(code) not in there:
                    yield _as_displayed(os.path.join(pairs.table.root, target), path), code

    def forget_names(self) -> None:
        """List folders again when they are next asked for."""
        self._names.clear()
        self._reals.clear()

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a source: those in the index of git if a hook runs.

        Raises:
            ReadError: as ``read_bytes``.
        """
        if self._index is not None:
            data = self._index.content(path)
            if data is not None:
                if 0 < limit < len(data):
                    raise ReadError("larger than --max-file-size")
                return data
        return read_bytes(path, limit)

    def counterpart(self, partner: Partner, source: Document, doc: Document) -> Counterpart:
        """Return what the rules learn of the source of a document."""
        table, lang = partner.claim.table, partner.claim.lang
        relative = self._relative(doc.path, table.root)
        own = next(pairs for pairs in self._tables if pairs.table is table).source_code()
        return Counterpart(
            source,
            primary(own) or source.language,
            primary(lang) or doc.language,
            table.order,
            table.code,
            table.span_free,
            table.diverges.get(relative) or _declared(doc),
            tuple(dict.fromkeys(filter(None, (own, *table.languages, lang)))),
            self._glossary(lang),
        )

    def _glossary(self, lang: str) -> Glossary:
        keep, renderings, avoided = self._terms
        if not any(self._terms):
            return NO_GLOSSARY
        codes = (primary(lang), lang)
        return Glossary(
            keep,
            {term: words for code in codes for term, words in renderings.get(code, {}).items()},
            {term: words for code in codes for term, words in avoided.get(code, {}).items()},
        )

    def _refuse_links_away(self, table: Translations, path: str, key: str) -> None:
        top = self._tops.get(table.root)
        if top is None:
            top = self._tops[table.root] = os.path.realpath(project_of(table.root))
        if not lies_in(self._real(path), top):
            shown = visible(os.path.relpath(path, table.root))
            assert table.place is not None
            message = f"{key}: {shown} is a link that leaves the project"
            refuse([Fault(table.place.at(key), message)])

    def _exists(self, root: str, path: str) -> bool:
        """Return True if a path names a file or folder, in exactly this spelling."""
        folder, _, name = path.rpartition("/")
        return name in self._listing(root, folder).all

    def _listing(self, root: str, folder: str) -> _Names:
        whole = os.path.join(root, folder) if folder else root
        names = self._names.get(whole)
        if names is None:
            try:
                listed = os.listdir(whole)
            except (OSError, ValueError):
                listed = []
            names = self._names[whole] = _Names(frozenset(listed), sorted(listed))
        return names

    def _relative(self, path: str, root: str) -> str:
        """Return a path relative to a folder, with slashes; ``""`` if it lies outside."""
        folder, _, name = path.replace(os.sep, "/").rpartition("/")
        key = folder or ("/" if path.startswith("/") else ""), root
        if key not in self._relatives:
            self._relatives[key] = _relative(key[0], root)
        before = self._relatives[key]
        if before is None or name in ("", ".", ".."):
            return ""
        return f"{before}/{name}" if before else name

    def _real(self, path: str) -> str:
        """Return a path with all links resolved; folders are asked once."""
        if os.path.islink(path):
            return os.path.realpath(path)
        folder, name = os.path.split(path)
        real = self._reals.get(folder)
        if real is None:
            real = self._reals[folder] = os.path.realpath(folder)
        return os.path.join(real, name)


def added(
    partners_of: Callable[[str], Partners | None], discovery: Discovery, targets: Sequence[Target]
) -> tuple[Target, ...]:
    """Return the translations of files to check that are not among these, sorted.

    ``partners_of`` is ``Resolver.partners``.

    Raises:
        ConfigError: two tables take a file for a translation, or a source is a link that leaves the
            project.
    """
    known = {os.path.abspath(target.path) for target in targets}
    more: dict[str, Target] = {}
    begun = set()
    for target in targets:
        partners = partners_of(target.path)
        if partners is None:
            continue
        if partners not in begun:
            partners.forget_names()  # files may have come and gone since, with --watch
            begun.add(partners)
        partners.partner(target.path)
        for path, _lang in partners.translations(target.path, known):
            name = os.path.abspath(path)
            if name not in more and not discovery.excludes(path):
                translation = discovery.target(path)
                if translation is not None:
                    more[name] = translation
    return tuple(sorted(more.values()))


class _Names(NamedTuple):
    """The names in a folder."""

    all: frozenset[str]
    sorted: Sequence[str]


def _is_hook() -> bool:
    """Return True if git runs a hook. pre-commit has set aside what is not in the index."""
    return "GIT_INDEX_FILE" in os.environ and "PRE_COMMIT" not in os.environ


def _relative(folder: str, root: str) -> str | None:
    """Return a folder relative to another one, with slashes; None if it lies outside."""
    try:
        relative = os.path.relpath(os.path.abspath(folder), root).replace(os.sep, "/")
    except ValueError:  # another drive
        return None
    if relative == ".":
        return ""
    return None if relative == ".." or relative.startswith("../") else relative


def _as_displayed(whole: str, like: str) -> str:
    """Return an absolute path in the form of another: absolute, or relative to the current
    folder."""
    if os.path.isabs(like):
        return os.path.normpath(whole).replace(os.sep, "/")
    try:
        return os.path.relpath(whole).replace(os.sep, "/")
    except ValueError:
        return whole


def _is_same(path: str, other: str) -> bool:
    return os.path.abspath(path) == os.path.abspath(other)


def _declared(doc: Document) -> str:
    """Return the reason that the front matter gives for an edition of its own, or ``""``."""
    if _DIVERGES not in doc.text:
        return ""
    from contentlint.frontmatter.metadata import read

    field = doc.fact(read).fields.get(_DIVERGES)
    return field.value.strip() if field is not None and isinstance(field.value, str) else ""
