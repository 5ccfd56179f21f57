"""Surveys a folder: what ``init`` bases its proposal on."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.cli.init import layouts_by_name, layouts_by_settings, sample
from contentlint.cli.init.layouts_by_name import Layout
from contentlint.cli.init.sample import Row, Seen
from contentlint.config.toml import written
from contentlint.model.diagnostic import Counts, Diagnostic
from contentlint.model.document import ORIGINS
from contentlint.model.errors import ReadError
from contentlint.run.request import Needs, Request, Selection
from contentlint.run.session import Session
from contentlint.source import generators
from contentlint.source.discovery import Discovery, Target
from contentlint.source.generators import Site, Sites
from contentlint.source.tree import DISK

_AUTHORED, _, _, _UNKNOWN = ORIGINS
BROKEN_IMAGE = "broken-local-image"
"""A rule that is off by default, and may be proposed."""
_OLD = 100
"""Errors and warnings in all files, from which a baseline is proposed."""
_SAMPLE = 10
"""Files from which a sample shows a habit."""
_MOST_SETTINGS = 65_536
"""Bytes of a settings file that are read."""
_EXCERPT = 40
"""Code points shown on each side of a finding."""
_NO_ARTICLES = {
    "Hugo": ("archetypes", "layouts", "public", "resources", "static", "themes"),
    "Zola": ("public", "static", "themes"),
    "Hexo": ("public", "scaffolds", "themes"),
    "Jekyll": ("_site", "vendor"),
    "Eleventy": ("_site",),
    "MkDocs": ("site",),
    "Docusaurus": ("build", "static"),
    "Astro": ("dist", "public"),
    "Next.js": ("public",),
    "Gatsby": ("public", "static"),
    "Pelican": ("output",),
    "Sphinx": ("_build", "build"),
    "mdBook": ("book",),
    "Quarto": ("_site", "_book"),
}
"""Folders of templates, themes of others, files that are published as they are, and the output, by
the name of the generator."""
_SITE_ROOTS = ("static", "public", "assets", "src", "source", "docs", "content")
"""Folders in which images with absolute addresses may lie, and in which another may that is named
``static`` or ``public``."""


class Survey(NamedTuple):
    """What is known of a folder."""

    folder: str
    """As displayed."""
    files: int
    """The number of all files, without excluded ones."""
    seen: tuple[Seen, ...]
    """The files that were read."""
    unread: int
    """The number of files of the sample that cannot be read."""
    exclude: tuple[tuple[str, int], ...]
    """Folders without articles, and the number of files in each."""
    site_root: tuple[str, int, int]
    """See ``sample.site_root``."""
    images: tuple[int, int]
    """See ``sample.broken``."""
    dialect: tuple[str, int]
    """See ``sample.syntax_of``."""
    translations: tuple[Layout, ...] = ()
    """The trees of translations, the largest first."""

    def origins(self) -> set[str]:
        """Return the known origins of the files."""
        return {each.origin[0] for each in self.seen} - {_UNKNOWN}

    def counts(self) -> Counts:
        """Return the number of findings in the sample."""
        found = [d for each in self.seen for d in each.found]
        grades = Counter(d.severity for d in found)
        safe = sum(d.fix is not None and d.fix.safe for d in found)
        return Counts(grades["info"], grades["warning"], grades["error"], safe)

    def is_habit(self, row: Row) -> bool:
        """Return True if people who write here make what a rule warns of in most files: new
        articles will have it too.

        The faults of an import or of a machine are no habit: the next import should lack them.
        """
        return (
            self.origins() == {_AUTHORED}
            and row.severity == "warning"
            and len(self.seen) >= _SAMPLE
            and 2 * row.files > len(self.seen)
        )

    def old_findings(self) -> int:
        """Return how many errors and warnings all files have, estimated from the sample; 0 if there
        are few."""
        habits = {row.code for row in sample.rows(self.seen) if self.is_habit(row)}
        found = [d for each in self.seen for d in each.found if d.code not in habits]
        shown = sum(d.severity != "info" for d in found)
        estimate = shown * self.files // max(len(self.seen), 1)
        return estimate if estimate >= _OLD else 0


def survey(folder: str) -> Survey:
    """Read a sample of the articles in a folder, and return what they show."""
    session = Session(
        Request(Selection(isolated=True), needs=Needs(excerpts=_EXCERPT, fingerprints=False))
    )
    top = os.path.abspath(folder)
    sites = Sites()
    above, in_repository = sites.above(top)
    here = generators.sites(top, sites.names(top))
    site = next(here, None) or next((site for _, site in sites.of(top)), None)
    targets: Sequence[Target] = Discovery(session.resolver.configs.of).find([folder]).targets
    exclude = _without_articles(site, top, targets) if site else {}
    targets = [target for target in targets if _first(target.path, top) not in exclude]
    chosen = sample.choose(targets)
    seen = tuple(_checked(session, chosen, top))
    root = sample.site_root(seen, top, _roots(top, inside=in_repository and len(above) > 1))
    missing = _missing_images(seen, os.path.join(top, root[0]) if root[0] else "")
    images = sample.broken(seen, missing)
    if images[0]:
        seen = tuple(
            each._replace(found=(*each.found, *missing.get(each.path, ()))) for each in seen
        )
    return Survey(
        folder,
        len(targets),
        seen,
        len(chosen) - len(seen),
        tuple(exclude.items()),
        root,
        images,
        ("", 0) if site else sample.syntax_of(seen),
        _translations(top, targets),
    )


def _translations(top: str, targets: Sequence[Target]) -> tuple[Layout, ...]:
    """Return the trees of translations below a folder."""

    def read(name: str) -> str:
        try:
            data = DISK.ends(os.path.join(top, name), _MOST_SETTINGS)
        except ReadError:
            return ""
        return data.decode("utf-8", "replace")

    def names_in(folder: str) -> list[str]:
        return DISK.names(os.path.join(top, folder))

    paths = [os.path.relpath(target.path, top).replace(os.sep, "/") for target in targets]
    return tuple(layouts_by_name.layouts(paths, layouts_by_settings.layouts(paths, read, names_in)))


def _checked(session: Session, paths: Sequence[str], top: str) -> Iterator[sample.Seen]:
    resolver = session.resolver
    for path in paths:
        try:
            doc = session.read(session.open(path))
        except ReadError:
            continue
        yield sample.seen(
            doc, session.lint(doc), top, resolver.origin(path), resolver.dialect(path)
        )


def _missing_images(
    seen: Sequence[sample.Seen], site_root: str
) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the findings about missing images, by the path of each file with images in the site;
    ``site_root`` is a folder, or ``""``."""
    settings = f"site-root = {written(site_root)}"
    session = Session(
        Request(
            Selection(settings=settings, select=(BROKEN_IMAGE,)),
            needs=Needs(excerpts=_EXCERPT, fingerprints=False),
        )
    )
    return {
        each.path: session.check_file(each.path).diagnostics
        for each in seen
        if any(site_root or source[0] != "/" for source in each.images)
    }


def _first(path: str, top: str) -> str:
    """Return the folder directly below ``top`` in which a file lies, or ``""``."""
    first, _, rest = os.path.relpath(path, top).replace(os.sep, "/").partition("/")
    return first if rest else ""


def _without_articles(site: Site, top: str, targets: Sequence[Target]) -> dict[str, int]:
    """Return the folders of a site without articles, and the number of files in each."""
    counts = Counter(_first(target.path, top) for target in targets)
    content = {_first(os.path.join(place, "x"), top) for place in site.content}
    names = _NO_ARTICLES.get(site.generator.name, ())
    return {name: counts[name] for name in names if counts[name] and name not in content}


def _roots(top: str, *, inside: bool) -> list[str]:
    """Return the folders in which images may lie; ``inside`` is True if the folder above belongs to
    the same repository."""
    inner = [f"{name}/{each}" for name in _SITE_ROOTS for each in ("static", "public")]
    above = ["..", "../static", "../public"] if inside else []
    return [name for name in (*_SITE_ROOTS, *inner, ".", *above) if _is_folder(top, name)]


def _is_folder(top: str, name: str) -> bool:
    return os.path.isdir(os.path.join(top, name))
