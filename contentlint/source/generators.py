"""Site generators: the files that identify them, and the folders with authored text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.errors import ReadError
from contentlint.source.files import read_ends


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


class Site(NamedTuple):
    """A generator found in a folder."""

    file: str
    """The path of its file from the folder, with slashes."""
    generator: Generator
    content: tuple[str, ...]
    """Absolute paths of its content folders."""


_HUGO = Generator("Hugo", ("content",), ("contentDir", "contentdir"))
_HUGO_IF = _HUGO._replace(signs=("baseURL", "baseurl", "BaseURL"))
_VITEPRESS = Generator("VitePress", (), ("srcDir",))
_GITBOOK = Generator("GitBook", (), ("root",))
_SCRIPTS = ("js", "mjs", "cjs", "ts", "mts")
_DATA = ("toml", "yaml", "yml", "json")


def _named(name: str, ends: Sequence[str], *given: Generator) -> dict[str, tuple[Generator, ...]]:
    return {f"{name}.{end}": given for end in ends}


GENERATORS: dict[str, tuple[Generator, ...]] = {
    **_named("mkdocs", ("yml", "yaml"), Generator("MkDocs", ("docs",), ("docs_dir",))),
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
        ),
    ),
    **_named(
        "_config",
        ("yml",),
        Generator("Hexo", ("source",), ("source_dir",), signs=("source_dir",)),
        Generator("Jekyll", (), ("source",)),
    ),
    ".vitepress": (_VITEPRESS,),
    ".vuepress": (_VITEPRESS._replace(name="VuePress"),),
    **_named("astro.config", _SCRIPTS, Generator("Astro", ("src/content", "src/pages"))),
    **_named(
        "next.config",
        _SCRIPTS,
        Generator("Next.js", ("content", "src/content", "pages", "src/pages", "docs", "posts")),
    ),
    **_named("gatsby-config", _SCRIPTS, Generator("Gatsby", ("content", "src/pages", "docs"))),
    **_named("eleventy.config", _SCRIPTS, Generator("Eleventy")),
    ".eleventy.js": (Generator("Eleventy"),),
    "conf.py": (Generator("Sphinx", signs=("extensions", "html_theme", "myst_")),),
    "pelicanconf.py": (Generator("Pelican", ("content",), ("PATH",)),),
    "_quarto.yml": (Generator("Quarto"),),
    "_bookdown.yml": (Generator("bookdown"),),
    "book.toml": (Generator("mdBook", ("src",), ("src",), signs=("[book]",)),),
    "book.json": (_GITBOOK,),
    ".gitbook.yaml": (_GITBOOK,),
    "_sidebar.md": (Generator("Docsify"),),
    "mint.json": (Generator("Mintlify"),),
    "docs.json": (Generator("Mintlify", signs=("navigation",)),),
    ".obsidian": (Generator("Obsidian"),),
    ".foam": (Generator("Foam"),),
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


def sites(folder: str, names: Sequence[str]) -> Iterator[Site]:
    """Return the generators whose files are in a folder (absolute), which contains ``names``."""
    for name in sorted(GENERATORS.keys() & set(names)):
        text = _settings(folder, name)
        for generator in GENERATORS[name]:
            if not generator.signs or any(sign in text for sign in generator.signs):
                yield Site(name, generator, tuple(_content(folder, generator, text)))
                break
    if "config" in names and os.path.isdir(os.path.join(folder, _HUGO_FOLDER)):
        text = _settings(folder, _HUGO_FOLDER)
        yield Site(_HUGO_FOLDER, _HUGO, tuple(_content(folder, _HUGO, text)))


def _settings(folder: str, name: str) -> str:
    """Return the text of the settings, as far as it can be read."""
    files = [f"{name}/{each}" for each in _SETTINGS[name]] if name in _SETTINGS else [name]
    texts = []
    for each in files:
        try:
            texts.append(read_ends(os.path.join(folder, each), _MOST).decode("utf-8", "replace"))
        except ReadError:
            continue
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
