"""The targets of links and images, as far as a translation must keep them.

Two targets are the same if they differ only in what belongs to a language: its segment of the
path (``/en/``), its host (``en.example.org``), its page of Wikipedia; in the notation of a relative
path, and in the fragment, which is translated with the heading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from html import unescape
from posixpath import normpath
from urllib.parse import unquote

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import fold_label
from contentlint.model.document import (
    AUTOLINK,
    BARE,
    IMAGE,
    IMAGE_REF,
    LINK,
    REFERENCE,
    TAG,
    Document,
    Node,
    Span,
)
from contentlint.text.urls.find import host_of, split, unescaped

_DEFINITION = lazy_regex.compile(r"\[([^\[\]\n]+)\]:")
_ATTRIBUTE = lazy_regex.compile(
    r"(?<=[\s\"'])(?:href|src|to)[ \t\n]*=[ \t\n]*(?:\"([^\"\n]*)\"|'([^'\n]*)')",
    lazy_regex.IGNORECASE,
)
_ELEMENTS = frozenset(("a", "img"))
_SCHEME = lazy_regex.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SUFFIX = lazy_regex.compile(r"\.(?:md|mdx|markdown|qmd|html?)$")
_WIKIS = ("wikipedia.org", "wiktionary.org", "wikibooks.org", "wikisource.org", "wikivoyage.org")
_LANGUAGE_PARAMETERS = frozenset(("hl", "lang", "language", "locale", "l", "setlang", "uselang"))
_INDEX = frozenset(("index", "_index", "readme", "README"))
_TEMPLATES = ("{{", "{%", "${")
_ENTITY = lazy_regex.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")
_COUNTED = ("utm_", "track", "fbclid", "gclid", "mc_")


class Target(NamedTuple):
    """A link or an image that leads somewhere, or a URL in the text."""

    span: Span
    """Of the whole link."""
    dest: Span
    """Of its destination; of the label if the destination is in a definition."""
    url: str
    """The destination, without escapes."""
    is_image: bool


class Address(NamedTuple):
    """What of a destination is compared."""

    host: str
    """Without ``www.`` and the label of a language; ``""`` for a relative destination."""
    path: tuple[str, ...]
    """Segments, without those of languages and without the suffix of a page; ``("",)`` for the
    home page, and empty for a place of the same page."""
    query: frozenset[str]
    fragment: str
    wiki: str
    """The language of a page of Wikipedia, or ``""``."""

    @property
    def is_inner(self) -> bool:
        """Return True if it is a place of the same page."""
        return not self.host and not self.path and not self.query


def definitions(doc: Document) -> dict[str, Span]:
    """Return the destinations of the definitions by folded label; ask through ``doc.fact``."""
    found: dict[str, Span] = {}
    for block in doc.blocks:
        if block.kind == "definition" and (m := _DEFINITION.match(doc.text, block.start)):
            i = doc.first_node(m.end())
            if i < len(doc.nodes) and doc.nodes[i].end <= block.end:
                node = doc.nodes[i]
                found.setdefault(fold_label(m[1]), Span(node.dest, node.dest_end))
    return found


def read(doc: Document, start: int, end: int) -> Iterator[Target]:
    """Yield the links and images that begin in a part of a document, also those of HTML, and the
    URLs in its text that are no text of a link."""
    text = doc.text
    shown = 0
    i = doc.first_node(start)
    while i < len(doc.nodes) and doc.nodes[i].start < end:
        node = doc.nodes[i]
        i += 1
        dest = Span(node.dest, node.dest_end)
        if node.kind == BARE:
            dest = Span(node.start, node.end)
        if node.start < shown and node.kind in (BARE, AUTOLINK):
            continue
        if text.startswith(_TEMPLATES, dest.end):  # a part of it is filled in
            continue
        if node.kind == LINK:
            shown = node.last
        if node.kind == IMAGE_REF:
            yield from _referred(doc, Span(node.start, node.end), dest, is_image=True)
        else:
            url = _read_url(text[slice(*dest)])
            yield Target(Span(node.start, node.end), dest, url, node.kind == IMAGE)
    for node in doc.markup_in(start, end):
        if node.kind == REFERENCE:
            dest = Span(node.dest, node.dest_end)
            yield from _referred(doc, Span(node.start, node.end), dest, is_image=False)
        elif node.kind == TAG and text[node.first : node.last].lower() in _ELEMENTS:
            yield from _of_tag(text, node)


def _read_url(destination: str) -> str:
    """Return a destination in Markdown without backslash escapes and entities; an entity without
    its semicolon is a parameter."""
    url = unescaped(destination)
    return _ENTITY.sub(lambda m: unescape(m[0]), url) if "&" in url else url


def _of_tag(text: str, node: Node) -> Iterator[Target]:
    m = _ATTRIBUTE.search(text, node.last, node.end)
    if m is not None:
        dest = Span(*m.span(1 if m[1] is not None else 2))
        is_image = text[node.first : node.last].lower() == "img"
        url = unescape(text[slice(*dest)])
        yield Target(Span(node.start, node.end), dest, url, is_image)


def _referred(doc: Document, span: Span, label: Span, *, is_image: bool) -> Iterator[Target]:
    found = doc.fact(definitions).get(fold_label(doc.text[slice(*label)]))
    if found is not None:
        yield Target(span, label, _read_url(doc.text[slice(*found)]), is_image)


def everywhere(doc: Document) -> list[str]:
    """Return all destinations of a document, also those of HTML and of definitions; ask through
    ``doc.fact``."""
    found = [target.url for target in read(doc, 0, len(doc.text))]
    found += [m[1] or m[2] or "" for m in _ATTRIBUTE.finditer(doc.text)]
    return found


@lru_cache(maxsize=4096)
def address(url: str, languages: tuple[str, ...]) -> Address:
    """Return what of a destination is compared; ``languages`` are those of both pages, as in file
    names (``fa``, ``fa-IR``)."""
    url = unquote(url.strip())
    codes = {code for each in languages for code in _codes(each)}
    if "://" in url or url.startswith("//"):
        _, authority, path, rest = split(url if "://" in url else "http:" + url)
        host, wiki = _host(host_of(authority), codes)
    elif _SCHEME.match(url):
        return Address(url.lower(), (), frozenset(), "", "")
    else:
        _, authority, path, rest = split(url)
        host, wiki, path = "", "", authority + path
        if path.startswith("www."):
            name, _, path = path.partition("/")
            host, wiki = _host(name.lower(), codes)
    before, _, fragment = rest.partition("#")
    query = frozenset(
        each
        for each in before.lstrip("?").split("&")
        if each
        and each.partition("=")[0] not in _LANGUAGE_PARAMETERS
        and not each.startswith(_COUNTED)
    )
    segments = _path(path, codes)
    if not segments and (host or path):
        segments = ("",)
    return Address(host, segments, query, fragment, wiki)


def file_of(path: str, url: str) -> str:
    """Return the path of the file to which a relative destination on a page leads, without its
    fragment, in the form of the path of the page; ``""`` for all other destinations."""
    url = unquote(url.strip())
    if _SCHEME.match(url) or url.startswith(("/", "www.")):
        return ""
    relative, mark, query = url.partition("#")[0].partition("?")
    if not relative:
        return ""
    return normpath(f"{path.rpartition('/')[0] or '.'}/{relative}") + mark + query


def _codes(language: str) -> set[str]:
    small = language.lower().replace("_", "-")
    return {small, small.partition("-")[0]} - {""}


def _host(host: str, codes: Collection[str]) -> tuple[str, str]:
    host = host.removeprefix("www.")
    for wiki in _WIKIS:
        if host == wiki or host.endswith("." + wiki):
            return wiki, host.partition(".")[0]
    label, _, rest = host.partition(".")
    if "." in rest and label.replace("_", "-") in codes:
        return rest, ""
    return host, ""


def _path(path: str, codes: Collection[str]) -> tuple[str, ...]:
    found = []
    segments = path.split("/")
    for each in segments:
        if each in ("", ".", "..") or _is_language(each, codes):
            continue
        found.append(each)
    if found:
        last = _SUFFIX.sub("", found[-1])
        for sign in "._-":
            stem, _, code = last.rpartition(sign)
            if stem and code.lower().replace("_", "-") in codes:
                last = stem
        if last in _INDEX:
            found.pop()
        else:
            found[-1] = last
    return tuple(found)


def _is_language(segment: str, codes: Collection[str]) -> bool:
    small = segment.lower().replace("_", "-")
    return small in codes or (small[2:3] == "-" and len(small) <= 7 and small[:2] in codes)


def names_language(url: str, language: str) -> bool:
    """Return True if a host begins with the code of a language, or a path has it as a segment or a
    suffix."""
    codes = _codes(language)
    _, mark, rest = url.rpartition("://")
    host, *segments = rest.partition("#")[0].partition("?")[0].split("/")
    if not mark:
        segments.insert(0, host)
    elif _is_language(host.partition(".")[0], codes):
        return True
    suffixes = segments[-1].split(".")[1:] if segments else []
    return any(_is_language(each, codes) for each in (*segments, *suffixes))


def same(one: Address, two: Address) -> bool:
    """Return True if two destinations lead to the same page, each in its language."""
    if one.wiki != two.wiki and one.host == two.host:
        return True
    if one.query != two.query:
        return False
    if one.host and two.host:
        return one.host == two.host and one.path == two.path
    if one.is_inner or two.is_inner:
        return one.is_inner and two.is_inner
    return one.path[-len(two.path) :] == two.path or two.path[-len(one.path) :] == one.path
