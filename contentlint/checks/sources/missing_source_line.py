"""Articles without a source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article import source_line
from contentlint.article.boilerplate.placement import Labels
from contentlint.article.source_line import closing_source_line
from contentlint.frontmatter.block import fields
from contentlint.model.diagnostic import Finding
from contentlint.model.document import LINK, MARK, Block, Document
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

_SITE = lazy_regex.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}(?:/.*)?")
_WEB = ("http://", "https://")
_AFTER = MARK + " \t\n."
_PROSE = frozenset({"paragraph", "list_item", "quote"})


class Options(NamedTuple):
    labels: Words = {}
    """Labels of a source line, by language."""
    tail_only: bool = False
    """Accept a source line only at the end of the article; at the beginning it is a byline."""
    require_url: bool = False
    """Require a URL; a name alone is not accepted."""
    fields: tuple[str, ...] = ()
    """Keys of the front matter that contain the source."""


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._labels = Labels(options.labels)
        self._fields = tuple(map(str.lower, options.fields))
        """In the form of the keys in ``frontmatter.block.fields``."""

    def check(self, doc: Document) -> Iterator[Finding]:
        prose = [block for block in doc.blocks if block.kind in _PROSE]
        if not prose or _is_named_in_front_matter(doc, self._fields):
            return
        labels = self._labels()
        starts = [each.value.start for each in doc.fact(source_line.split_source_lines, labels)]
        if self._options.tail_only and doc.fact(closing_source_line, labels) < 0:
            starts = []
        # "## Sources" with a list below it.
        starts += [
            block.end
            for block in doc.blocks
            if block.kind == "heading"
            and light(doc.text[block.start : block.end]).strip(": ") in labels
        ]
        if not (starts or self._options.tail_only):
            starts = _closing_link(doc, prose[-1])
        if not starts:
            fault = "the article names no source"
        elif self._options.require_url and not source_line.has_url(doc, min(starts), len(doc.text)):
            fault = "the source has no URL"
        else:
            return
        last = doc.line_span(prose[-1].last)
        yield Finding(last, {"fault": fault}, whole=True)


def _closing_link(doc: Document, last: Block) -> list[int]:
    """Return the offset of the link with a host as its text that ends the last block, after a
    colon: ``… here: [a.org](…)``; none if it does not."""
    nodes = doc.nodes[doc.first_node(last.start) : doc.first_node(last.end)]
    # The URL that is the text of a link comes after it.
    for node in nodes[-2:]:
        before = doc.text[last.start : node.start].rstrip(" ")
        if before.endswith((":", "：")) and not doc.prose[node.end : last.end].strip(_AFTER):
            shown = doc.text[node.first : node.last]
            if _SITE.fullmatch(shown) if node.kind == LINK else shown.startswith(_WEB):
                return [node.start]
    return []


def _is_named_in_front_matter(doc: Document, keys: tuple[str, ...]) -> bool:
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return False
    stripped = [line.strip() for line in doc.lines[: doc.blocks[0].last + 1]]
    found = fields(stripped, len(stripped))
    return any(found[key][1] for key in keys if key in found)
