"""Articles without a title in the front matter, as a heading, or as a first line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.headings import outline
from contentlint.core import ends_sentence, has_words
from contentlint.frontmatter.metadata import read
from contentlint.model.diagnostic import Finding
from contentlint.model.document import COMPONENTS, Block, Document
from contentlint.model.queries import is_emphasised, unemphasised
from contentlint.model.terminators import TITLE_BREAKS, TITLE_ENDS

_FIELDS = ("title", "Title", "name", "headline", "sidebar_label", "params.title")
# Parts of a site that are not articles.
_NO_ARTICLE = lazy_regex.compile(
    r"(?:^|[/\\])(?:_[^/\\]*|issue_template|readme|summary|license|404)\.", 2
)
# Also where a backslash or code shows it.
_HTML_TITLE = lazy_regex.compile(r"<(?:title|h1)\b", 2)  # re.IGNORECASE
_NO_TEXT = frozenset({"front_matter", "image", "html", "code", "definition", "break"}) | COMPONENTS
_STOP = lazy_regex.compile(rf"[{TITLE_BREAKS}](?=\s|[^\W\d_a-z])")
# A longer line is a lead.
_LONGEST_BOLD = 100
# Code points of a date or of the section of the site.
_SHORT = 60
# Number of blocks that are searched for one longer than the title.
_MOST_TEXTS = 10
_LEADS_IN = (":", "：", ",", "،", ";", "؛")


class Options(NamedTuple):
    require_title: bool = False
    """Require a title in plain text, too."""
    lines: int = 5
    """The title must be among this many non-blank lines at the start."""
    longest: int = 160
    """The maximum length, in characters, of a first line that counts as the title."""
    min_words: int = 50
    """The minimum number of words of a file that is checked; shorter ones are not articles."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if not doc.syntax.front_matter and not options.require_title:
        return
    body = next((b for b in doc.blocks if b.kind != "front_matter"), None)
    if body is None or _has_heading(doc, options) or not has_words(doc.prose, options.min_words):
        return
    if _NO_ARTICLE.search(doc.path) or _has_field(doc) or _first_line_is_title(doc, options):
        return
    yield Finding(doc.line_span(body.line), whole=True)


def _has_heading(doc: Document, options: Options) -> bool:
    """Return True if there is a heading of level 1 near the start, or any heading with only short
    lines above it: a date, a section of the site, the author."""
    headings = doc.fact(outline)
    if not headings:
        return False
    before, at, opened = 0, 0, False
    for heading in headings:
        while at < len(doc.blocks) and doc.blocks[at].line < heading.line:
            lines = _lines_with_text(doc, doc.blocks[at])
            before += lines
            opened = opened or (lines > 0 and not _is_short(doc, doc.blocks[at]))
            at += 1
        if before >= options.lines:
            break
        if heading.level == 1 or not opened:
            return True
    return False


def _is_short(doc: Document, block: Block) -> bool:
    text = doc.prose[block.start : block.end]
    return len(text) <= _SHORT and not ends_sentence(text)


def _lines_with_text(doc: Document, block: Block) -> int:
    """Count the lines of a block before a title; pictures, comments and needs do not count."""
    if block.kind in _NO_TEXT or not any(map(str.isalnum, doc.prose[block.start : block.end])):
        return 0
    return block.last - block.line + 1


def _has_field(doc: Document) -> bool:
    if doc.blocks[0].kind == "front_matter":
        metadata = doc.fact(read)
        # Another rule reports invalid front matter; a template may contain a title.
        return not metadata.parsed or any(key in metadata.fields for key in _FIELDS)
    return doc.syntax.components and "export const" in doc.text


def _first_line_is_title(doc: Document, options: Options) -> bool:
    """Return True if the first line, not counting pictures and comments, can be the title."""
    if _HTML_TITLE.search(doc.text):
        return True
    texts = list(islice((b for b in doc.blocks if _lines_with_text(doc, b)), _MOST_TEXTS))
    return bool(texts) and _is_title(doc, texts, options.longest)


def _is_call(doc: Document, block: Block) -> bool:
    """Return True if a line is a single question or exclamation, or one sentence in bold, as a
    title may be."""
    start, end = block.start, block.end
    text = doc.text[slice(*unemphasised(doc, start, end))].strip(' "“”„«»')
    bold = len(text) <= _LONGEST_BOLD and is_emphasised(doc, start, end, strong=True)
    return (bold or text.endswith(TITLE_ENDS)) and not _STOP.search(text, 0, len(text) - 1)


def _is_title(doc: Document, texts: list[Block], longest: int) -> bool:
    first = texts[0]
    if first.kind == "heading":
        return True
    line = doc.prose[first.start : first.end].partition("\n")[0]
    if first.kind != "paragraph" or len(line) > longest:
        return False
    if ends_sentence(line) and not (first.line == first.last and _is_call(doc, first)):
        return False
    if line.rstrip().endswith(_LEADS_IN) or not any(map(str.isalpha, line)):
        return False
    rest = texts[1:] if first.line == first.last else [first]
    return any(block.end - block.start > len(line) for block in rest)
