"""The command ``init``: examines a folder, and writes a configuration file for it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint.cli.init import declared_layouts, layouts, overview, proposal, survey
from contentlint.cli.init.proposal import Survey
from contentlint.cli.parser import parse_command
from contentlint.cli.prompt import ask
from contentlint.config.load import CONFIG_NAME, SHARED_NAME, Configs, read_config_in
from contentlint.config.schema import BASELINE
from contentlint.config.toml import written
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.errors import ConfigError, ReadError, WriteError, reason
from contentlint.report import console
from contentlint.run.request import Needs, Request, Selection
from contentlint.run.session import Session
from contentlint.source import atomic_write, generators
from contentlint.source.discovery import Discovery, Target
from contentlint.source.generators import Site, Sites
from contentlint.source.tree import DISK

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

OK = 0
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


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="FOLDER",
        help="folder to examine (default: current folder)",
    )
    parser.add_argument(
        "--stdout", action="store_true", help="print only the configuration, and write nothing"
    )
    parser.add_argument(
        "--yes",
        "-y",
        action="store_true",
        help="write the configuration without asking, even in a terminal",
    )
    parser.add_argument(
        "--baseline",
        action="store_true",
        help=f"record the existing findings in {BASELINE} too",
    )
    parser.add_argument("--force", action="store_true", help="overwrite existing files")


def run(args: Namespace) -> int:
    """Propose a configuration for the folder, write it if the user agrees, and return the exit
    code.

    Raises:
        ConfigError: there is no such folder, or a file would be overwritten.
    """
    folder = args.folder
    if not os.path.isdir(folder):
        raise ConfigError(f"{folder}: no such folder")
    target, baseline = (_in(folder, name) for name in (CONFIG_NAME, BASELINE))
    if not args.stdout and not args.force:
        _refuse_to_overwrite(folder, (target, baseline) if args.baseline else (target,))
    found = _survey(folder)
    known = os.path.exists(baseline)
    out = console.output()
    if args.stdout:
        out.write(proposal.text(found, baseline=known))
        return OK
    style = console.style("auto", "auto", out.isatty())
    console.write("".join(f"{style.line(line)}\n" for line in overview.lines(found, style)))
    record = args.baseline
    if not args.yes and out.isatty() and sys.stdin is not None and sys.stdin.isatty():
        text = proposal.text(found, baseline=known or record)
        out.writelines(f"{style.sentence(line)}\n" for line in (*text.splitlines(), ""))
        may_record = not record and not known and found.old_findings() > 0
        more = " yes, with a [b]aseline of the existing findings" * may_record
        answer = ask(
            out, f"write {visible(target)}? [y]es [n]o{more} ", "ynb" if may_record else "yn"
        )
        if answer not in ("y", "b"):
            out.write("nothing written\n")
            return OK
        record = record or answer == "b"
    above = _replaced(folder)
    _write(target, proposal.text(found, baseline=known or record), new=not args.force)
    if above:
        console.say(f"{above} does not apply in {folder} any more")
    console.plainly(f"wrote {target}. Review it, then run: {overview.command(folder)}")
    if not record:
        return OK
    code = _record(folder, baseline)
    if not os.path.exists(baseline):
        _write(target, proposal.text(found), new=False)
    return code


def _in(folder: str, name: str) -> str:
    return os.path.normpath(os.path.join(folder, name))


def _refuse_to_overwrite(folder: str, paths: Sequence[str]) -> None:
    """Raise an error if a file that is to be written exists, or would replace another's settings.

    Raises:
        ConfigError: see above.
    """
    for path in paths:
        if os.path.lexists(path):
            raise ConfigError(
                f"{path}: already exists; --stdout prints the configuration, --force overwrites it"
            )
    if read_config_in(folder) is not None:
        raise ConfigError(
            f"{_in(folder, SHARED_NAME)}: has settings that {CONFIG_NAME} would replace; "
            "--stdout prints the configuration, --force writes it"
        )


def _replaced(folder: str) -> str:
    """Return the configuration file above a folder that applied to it, or ``""``."""
    place = os.path.abspath(folder)
    if os.path.exists(os.path.join(place, ".git")):
        return ""
    return Configs().of(os.path.join(os.path.dirname(place), "")).source


def _write(path: str, text: str, *, new: bool) -> None:
    """Write the file; with ``new``, never replace an existing one.

    Raises:
        ConfigError: it cannot be written.
    """
    try:
        if new:
            with open(path, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        else:
            atomic_write.put(path, text.encode())
    except (OSError, WriteError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise ConfigError(f"{path}: {why}") from None


def _record(folder: str, baseline: str) -> int:
    """Write the baseline, and return the exit code."""
    from contentlint.cli import check

    return check.run(parse_command("check", [folder, f"--write-baseline={baseline}"]))


# The survey


def _survey(folder: str) -> Survey:
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
    chosen = survey.sample(targets)
    seen = tuple(_checked(session, chosen, top))
    root = survey.site_root(seen, top, _roots(top, inside=in_repository and len(above) > 1))
    missing = _missing_images(seen, os.path.join(top, root[0]) if root[0] else "")
    images = survey.broken(seen, missing)
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
        ("", 0) if site else survey.syntax_of(seen),
        _translations(top, targets),
    )


def _translations(top: str, targets: Sequence[Target]) -> tuple[layouts.Layout, ...]:
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
    return tuple(layouts.layouts(paths, declared_layouts.layouts(paths, read, names_in)))


def _checked(session: Session, paths: Sequence[str], top: str) -> Iterator[survey.Seen]:
    resolver = session.resolver
    for path in paths:
        try:
            doc = session.read(session.open(path))
        except ReadError:
            continue
        yield survey.seen(
            doc, session.lint(doc), top, resolver.origin(path), resolver.dialect(path)
        )


def _missing_images(
    seen: Sequence[survey.Seen], site_root: str
) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the findings about missing images, by the path of each file with images in the site;
    ``site_root`` is a folder, or ``""``."""
    settings = f"site-root = {written(site_root)}"
    session = Session(
        Request(
            Selection(settings=settings, select=(proposal.BROKEN_IMAGE,)),
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
