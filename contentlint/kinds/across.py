"""Kind ``across``: the same paragraph, title, image, source or field in several files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from contentlint._util import TYPE_CHECKING
from contentlint._util.digest import hash64
from contentlint._util.namedtuple import NamedTuple
from contentlint.article import source_line
from contentlint.article.images import images
from contentlint.article.user_patterns import compiled
from contentlint.frontmatter import block as frontmatter
from contentlint.model.diagnostic import Collected, Fact, Match
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import Words
from contentlint.text.similarity.clusters import distinct, finding
from contentlint.text.similarity.keys import light_key, light_keys
from contentlint.text.urls.find import split, targets

if TYPE_CHECKING:
    pass

_NOTE = 60
"""Code points of the shared text that a message shows."""

_COMPARED = frozenset({"paragraph", "list_item", "quote"})

PLACEHOLDERS = ("found", "files", "other")


class Options(NamedTuple):
    of: str = "paragraph"
    """What to compare: ``paragraph``, ``heading``, ``title`` (the first heading of level 1),
    ``image``, ``source-url`` or ``field``."""
    field: str = ""
    """For ``field``: the key of the front matter."""
    min_chars: int = 1
    """The minimum number of characters: shorter texts are not compared."""
    min_files: int = 2
    """The minimum number of files in which a text has to occur."""
    min_share: float = 0.0
    """The minimum share of all files, 0 to 1, in which a text has to occur."""
    ignore: tuple[str, ...] = ()
    """Regular expressions: texts that match one are not compared."""
    labels: Words = {}
    """For ``source-url``: labels of source lines, by language."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: ``of`` or a pattern is wrong.
        """
        sources: dict[str, Callable[[Document], Iterator[tuple[Span, str]]]] = {
            "paragraph": self._paragraphs,
            "heading": _headings,
            "title": _title,
            "image": _images,
            "source-url": self._source_urls,
            "field": self._field,
        }
        if options.of not in sources:
            raise ConfigError(f"option 'of': {suggest('thing to compare', options.of, sources)}")
        if options.of == "field" and not options.field:
            raise ConfigError("option 'field' is missing: the key of the front matter to compare")
        self._options = options
        self._compared = sources[options.of]
        """The places to compare in a document, each with its text."""
        patterns = compiled("ignore", options.ignore, ignore_case=False)
        self._ignore = tuple(each.pattern for each in patterns)
        """Patterns of ``re`` or ``regex``."""
        self._labels = source_line.folded(options.labels)

    def collect(self, doc: Document) -> Iterator[Fact]:
        """Yield one fact for each place; repetitions within a file count once."""
        options = self._options
        for span, value in self._compared(doc):
            shown = doc.text[span.start : span.end].strip()
            if len(shown) < options.min_chars or any(p.search(shown) for p in self._ignore):
                continue
            first = shown.partition("\n")[0]
            yield Fact(span, (hash64(value),), first[:_NOTE] + ("…" if len(first) > _NOTE else ""))

    def compare(self, facts: Sequence[Collected], files: int) -> Iterator[Match]:
        """Yield one finding for each text that is in enough files."""
        options = self._options
        least = max(options.min_files, ceil(files * options.min_share), 2)
        groups: dict[int, list[Collected]] = {}
        for fact in facts:
            groups.setdefault(fact.keys[0], []).append(fact)
        for group in groups.values():
            cluster = distinct(group)
            if len(cluster) >= least:
                match = finding(
                    cluster, f"the same {options.of.replace('source-url', 'source URL')}", {}
                )
                if match is not None:
                    yield match

    def _paragraphs(self, doc: Document) -> Iterator[tuple[Span, str]]:
        # Most of the blocks of a page are too short.
        compared = [
            index
            for index, (kind, start, end, _, _, _) in enumerate(doc.blocks)
            if kind in _COMPARED and end - start >= self._options.min_chars
        ]
        for index, value in zip(compared, light_keys(doc, compared), strict=True):
            if value:
                block = doc.blocks[index]
                yield Span(block.start, block.end), value

    def _source_urls(self, doc: Document) -> Iterator[tuple[Span, str]]:
        lines = doc.fact(source_line.source_lines, self._labels)
        if lines:
            for start, end, url, _ in doc.fact(targets).all:
                if doc.line_at(start) in lines:
                    yield Span(start, end), _plain(url)

    def _field(self, doc: Document) -> Iterator[tuple[Span, str]]:
        first = doc.blocks[0] if doc.blocks else None
        if first is None or first.kind != "front_matter":
            return
        lines = [line.strip() for line in doc.lines[: first.last + 1]]
        found = frontmatter.fields(lines, first.last + 1).get(self._options.field.lower())
        if found and found[1]:
            start = doc.text.index(found[1], doc.line_start(found[0]))
            yield Span(start, start + len(found[1])), found[1]


def _plain(url: str) -> str:
    """Return an address without the parts that may differ between copies: the scheme, ``www.``, the
    case of the host, the fragment, the final slash."""
    _, authority, path, rest = split(url)
    host = authority.lower().removeprefix("www.")
    return host + path.rstrip("/") + rest.partition("#")[0]


def _headings(doc: Document) -> Iterator[tuple[Span, str]]:
    for index, block in enumerate(doc.blocks):
        if block.kind == "heading" and block.end > block.start:
            yield Span(block.start, block.end), doc.fact(light_key, index)


def _title(doc: Document) -> Iterator[tuple[Span, str]]:
    first = next((b for b in doc.blocks if b.kind == "heading" and b.level == 1), None)
    if first is not None:
        yield from (pair for pair in _headings(doc) if pair[0].start == first.start)


def _images(doc: Document) -> Iterator[tuple[Span, str]]:
    for image in doc.fact(images):
        if image.source and not image.source.startswith(("data:", "#", "about:")):
            yield image.span, image.source.partition("?")[0]
