"""Articles with too few words of prose, or too many."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.html_tags import tag_names
from contentlint.core import cell_count, count_words, has_words
from contentlint.frontmatter.block import fields
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Block, Document
from contentlint.model.trigger import MANY_WORDS

# A page that lists others is short by nature: these names, these layouts.
_LISTING = lazy_regex.compile(
    r"(?:^|[/\\])(?:_?index|readme|404|search|archives?|tags?|categories)\.", lazy_regex.IGNORECASE
)
_LAYOUTS = frozenset(
    {"home", "index", "landing", "list", "archive", "archives", "search", "redirect"}
)
_VOWEL_SIGN = lazy_regex.compile("[\u064b-\u0652\u0670]")
_VOCALISED = 10
_KEY = "-----BEGIN "
_SECTIONS = 3
"""Headings of a page that is complete with a sentence or two below each: a reference page."""
_REDIRECTS = ("redirect", "redirect_to", "redirect_url")
# Content to watch, hear or run instead of reading.
_EMBEDDED = frozenset("iframe video audio embed object canvas svg".split())


class Options(NamedTuple):
    min_words: int = 50
    """The minimum number of words in an article; in scripts without spaces two characters count as
    a word."""
    min_words_picture: int = 40
    """Like ``min_words``, but for a text with an image, which is part of the content."""
    max_words: int = 0
    """The maximum number of words in an article. If it is set, short articles are not reported."""


def needs(options: Options) -> tuple[str, ...]:
    least = max(options.min_words, options.min_words_picture)
    few = not options.max_words and least <= MANY_WORDS
    return (trigger.FEW_WORDS,) if few else ()


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.max_words:
        yield from _too_long(doc, options.max_words)
        return
    least = options.min_words
    if options.min_words_picture > least and _has_picture(doc):
        least = options.min_words_picture
    if has_words(doc.prose, least) or _is_no_article(doc):
        return
    if _has_picture(doc) and has_words(doc.prose, options.min_words_picture):
        return
    words = count_words(doc.prose)
    body = next((b for b in doc.blocks if b.kind != "front_matter"), None)
    line = body.line if body else 0
    values = {"found": words, "min": least}
    yield Finding(doc.line_span(line), values, whole=True)


def _too_long(doc: Document, most: int) -> Iterator[Finding]:
    # A word takes at least one character and a space, or two characters in scripts without spaces.
    if len(doc.prose) <= 2 * most:
        return
    words = count_words(doc.prose)
    if words > most:
        yield Finding(doc.line_span(0), {"found": words, "max": most}, whole=True)


def _has_picture(doc: Document) -> bool:
    """Return True if the text contains an image with an address."""
    return any(
        link.kind == "image"
        and link.dest.end > link.dest.start
        and not doc.text.startswith("data:", link.dest.start)
        for link in doc.links
    )


def _is_no_article(doc: Document) -> bool:
    """Return True if a file is a list of others, a redirect, code, a reference page, or something
    to watch."""
    if _is_scripture(doc.prose) or _LISTING.search(doc.path) or doc.text.lstrip().startswith(_KEY):
        return True
    if not _EMBEDDED.isdisjoint(doc.fact(tag_names)):
        return True
    front = doc.blocks[0] if doc.blocks and doc.blocks[0].kind == "front_matter" else None
    if front:
        found = fields([line.strip() for line in doc.lines[: front.last + 1]], front.last + 1)
        if any(key in found for key in _REDIRECTS) or found.get("draft", (0, ""))[1] == "true":
            return True
        if any(found.get(key, (0, ""))[1].lower() in _LAYOUTS for key in ("layout", "type")):
            return True
    if sum(_is_section(doc, b) for b in doc.blocks) >= _SECTIONS:
        return True
    return any(_is_data(doc, b) or (b.kind == "code" and b.last - b.line > 3) for b in doc.blocks)


def _is_scripture(prose: str) -> bool:
    """Return True if the Arabic letters of a text have their vowel signs: a chapter of scripture or
    a poem, which may be short."""
    signs = len(_VOWEL_SIGN.findall(prose))
    return signs > _VOCALISED and signs * 3 > sum(map(str.isalpha, prose))


def _is_section(doc: Document, block: Block) -> bool:
    return block.kind == "heading" and any(map(str.isalnum, doc.prose[block.start : block.end]))


def _is_data(doc: Document, block: Block) -> bool:
    """Return True for a table; one of a single column frames a picture or text."""
    return block.kind == "table" and cell_count(doc.lines[block.line + (not block.level)]) > 1
