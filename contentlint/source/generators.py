"""Site generators: the files that identify them, and the folders with authored text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.errors import ReadError
from contentlint.source.files import lies_in, shown_path
from contentlint.source.tree import DISK, Tree


class Generator(NamedTuple):
    """A site generator."""

    name: str
    content: tuple[str, ...] = ()
    """Content folders beside its file; none: the whole folder of the file."""
    keys: tuple[str, ...] = ()
    """Settings in its file that name content folders to use instead."""
    also: bool = False
    """True if the folders in ``keys`` are used in addition to ``content``."""
    signs: tuple[str, ...] = ()
    """The file must contain one of these, because other programs use the same name."""
    dialect: str = ""
    """The dialect of its Markdown files, a key of ``dialects.DIALECTS``; ``""``: it adds no syntax
    of its own."""
    edits: bool = False
    """True for an editor: people open a site in it that another generator of the folder builds."""


class Site(NamedTuple):
    """A generator found in a folder."""

    file: str
    """The path of its file from the folder, with slashes."""
    generator: Generator
    content: tuple[str, ...]
    """Absolute paths of its content folders."""


_HUGO = Generator("Hugo", ("content",), ("contentDir", "contentdir"), dialect="hugo")
_HUGO_IF = _HUGO._replace(signs=("baseURL", "baseurl", "BaseURL"))
_VITEPRESS = Generator("VitePress", (), ("srcDir",), dialect="vitepress")
_GITBOOK = Generator("GitBook", (), ("root",), dialect="gitbook")
_ELEVENTY = Generator("Eleventy", dialect="eleventy")
_HEXO = ("source_dir", "new_post_name", "post_asset_folder", "archive_dir", "skip_render")
"""Settings that Jekyll does not have."""
_SCRIPTS = ("js", "mjs", "cjs", "ts", "mts")
_DATA = ("toml", "yaml", "yml", "json")


def _named(name: str, ends: Sequence[str], *given: Generator) -> dict[str, tuple[Generator, ...]]:
    return {f"{name}.{end}": given for end in ends}


GENERATORS: dict[str, tuple[Generator, ...]] = {
    **_named(
        "mkdocs", ("yml", "yaml"), Generator("MkDocs", ("docs",), ("docs_dir",), dialect="mkdocs")
    ),
    **_named("hugo", _DATA, _HUGO),
    **_named("config", _DATA, _HUGO_IF, Generator("Zola", ("content",), signs=("base_url",))),
    **_named(
        "docusaurus.config",
        _SCRIPTS,
        Generator(
            "Docusaurus",
            ("docs", "blog", "i18n", "versioned_docs", "src/pages", "community"),
            ("path",),
            also=True,
            dialect="docusaurus",
        ),
    ),
    **_named(
        "_config",
        ("yml",),
        Generator("Hexo", ("source",), ("source_dir",), signs=_HEXO, dialect="hexo"),
        Generator("Jupyter Book", signs=("execute_notebooks", "\nsphinx:"), dialect="sphinx"),
        Generator("Jekyll", (), ("source",), dialect="jekyll"),
    ),
    ".vitepress": (_VITEPRESS,),
    ".vuepress": (_VITEPRESS._replace(name="VuePress", dialect="vuepress"),),
    **_named(
        "astro.config",
        _SCRIPTS,
        Generator("Astro", ("src/content", "src/pages"), dialect="starlight"),
    ),
    **_named(
        "next.config",
        _SCRIPTS,
        Generator(
            "Next.js",
            ("content", "src/content", "pages", "src/pages", "docs", "posts"),
            dialect="mdx",
        ),
    ),
    **_named("gatsby-config", _SCRIPTS, Generator("Gatsby", ("content", "src/pages", "docs"))),
    **_named("eleventy.config", _SCRIPTS, _ELEVENTY),
    ".eleventy.js": (_ELEVENTY,),
    "conf.py": (
        Generator("Sphinx", signs=("extensions", "html_theme", "myst_"), dialect="sphinx"),
    ),
    "myst.yml": (Generator("MyST", dialect="sphinx"),),
    "pelicanconf.py": (Generator("Pelican", ("content",), ("PATH",)),),
    "_quarto.yml": (Generator("Quarto", dialect="quarto"),),
    "_bookdown.yml": (Generator("bookdown", dialect="quarto"),),
    "book.toml": (Generator("mdBook", ("src",), ("src",), signs=("[book]",), dialect="mdbook"),),
    "book.json": (_GITBOOK,),
    ".gitbook.yaml": (_GITBOOK,),
    "_sidebar.md": (Generator("Docsify", dialect="github"),),
    "mint.json": (Generator("Mintlify", dialect="mdx"),),
    "docs.json": (Generator("Mintlify", signs=("navigation",), dialect="mdx"),),
    ".obsidian": (Generator("Obsidian", dialect="obsidian", edits=True),),
    ".foam": (Generator("Foam", dialect="obsidian", edits=True),),
    "1-js": (Generator("javascript.info", dialect="javascript.info"),),
}
"""By the name of the identifying file or folder; the first one whose signs match counts."""
_HUGO_FOLDER = "config/_default"
_SETTINGS: dict[str, tuple[str, ...]] = {
    ".vitepress": tuple(f"config.{end}" for end in _SCRIPTS),
    _HUGO_FOLDER: tuple(f"{each}.{end}" for each in ("hugo", "config") for end in _DATA),
}
"""For generators identified by a folder, the files in it with settings."""
_MOST = 65536
"""Bytes of a settings file that are read."""


def sites(folder: str, names: Sequence[str], tree: Tree = DISK) -> Iterator[Site]:
    """Return the generators whose files are in a folder (absolute), which contains ``names``;
    editors last."""
    yield from sorted(_sites(folder, names, tree), key=lambda site: site.generator.edits)


def _sites(folder: str, names: Sequence[str], tree: Tree) -> Iterator[Site]:
    for name in sorted(GENERATORS.keys() & set(names)):
        text = _settings(folder, name, tree)
        for generator in GENERATORS[name]:
            if not generator.signs or any(sign in text for sign in generator.signs):
                yield Site(name, generator, tuple(_content(folder, generator, text)))
                break
    if "config" in names and tree.is_folder(os.path.join(folder, _HUGO_FOLDER)):
        text = _settings(folder, _HUGO_FOLDER, tree)
        yield Site(_HUGO_FOLDER, _HUGO, tuple(_content(folder, _HUGO, text)))


class Sites:
    """The generators in and above folders; each folder is listed once.

    Attributes:
        tree: has the files that identify generators, and the texts that show an origin.
    """

    def __init__(self, tree: Tree = DISK) -> None:
        self.tree = tree
        self._names: dict[str, list[str]] = {}
        self._sites: dict[str, list[Site]] = {}
        self._above: dict[str, tuple[list[str], bool]] = {}

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder (absolute); none if it cannot be listed."""
        if folder not in self._names:
            self._names[folder] = self.tree.names(folder)
        return self._names[folder]

    def above(self, folder: str) -> tuple[list[str], bool]:
        """Return a folder (absolute) and those above it, up to the root of its repository; and True
        if there is one."""
        if folder not in self._above:
            self._above[folder] = _above(folder, self.tree)
        return self._above[folder]

    def of(self, folder: str) -> Iterator[tuple[str, Site]]:
        """Yield the sites whose content includes a folder (absolute), each with the path of its
        file for people; the nearest first."""
        for place in self.above(folder)[0]:
            if place not in self._sites:
                self._sites[place] = list(sites(place, self.names(place), self.tree))
            for site in self._sites[place]:
                if any(lies_in(folder, content) for content in site.content):
                    yield shown_path(os.path.join(place, site.file)), site


def _above(folder: str, tree: Tree) -> tuple[list[str], bool]:
    found = [folder]
    while not tree.is_top(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            return found, False
        folder = parent
        found.append(folder)
    return found, True


def _settings(folder: str, name: str, tree: Tree) -> str:
    """Return the text of the settings, as far as it can be read."""
    files = [f"{name}/{each}" for each in _SETTINGS[name]] if name in _SETTINGS else [name]
    texts = []
    for each in files:
        try:
            data = tree.ends(os.path.join(folder, each), _MOST)
        except ReadError:
            continue
        texts.append(data.decode("utf-8", "replace"))
    return "\n".join(texts)


def _content(folder: str, generator: Generator, text: str) -> Iterator[str]:
    given = [value for key in generator.keys for value in _values(text, key)]
    named = [*generator.content, *given] if generator.also or not given else given
    for each in named or ["."]:
        yield os.path.normpath(os.path.join(folder, each))


def _values(text: str, key: str) -> Iterator[str]:
    """Yield the strings of a setting on lines of its own, in YAML, TOML, JSON or JavaScript."""
    for line in text.split("\n"):
        line = line.strip().lstrip("\"'")
        if line.startswith(key):
            rest = line[len(key) :].lstrip("\"' \t")
            if rest[:1] in (":", "="):
                value = rest[1:].partition(" #")[0].partition(" //")[0].strip(" \t,;\"'")
                if value and not set(value) & set("{}[]()$<>"):
                    yield value
