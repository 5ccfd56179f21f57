"""The parts of an article that a rule may be about: its headings, its captions, a field.

``all``, ``prose``, ``heading``, ``paragraph``, ``list_item``, ``quote``, ``table``, ``caption``,
``source_line``, ``link_text``, ``alt``, ``code``, and ``field:NAME`` of the front matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from contentlint.article.captions import captions
from contentlint.article.source_line import source_lines
from contentlint.frontmatter import block
from contentlint.model.document import CODE, Document, Span
from contentlint.model.errors import ConfigError, suggest

PROSE = ("prose",)
"""The default of most rules: all displayed text, without code, addresses and markup."""
_FIELD = "field:"

# Labels of credits and source lines; a user's rule has no word list for them.
_CREDITS = frozenset(
    "تصوير|صورة|الصورة|عدسة|المصور|مصدر الصورة|عكس|عكاس|تصویر|צילום|קרדיט|photo|photos|photo by|"
    "photo credit|image|image credit|credit|picture|courtesy of|crédit|foto|fotos|bild|bildquelle|"
    "fotograf|ảnh|摄影|图|фото|fotoğraf".split("|")
)
_SOURCES = frozenset(
    "المصدر|مصدر|المصادر|نقلا عن|رابط المصدر|منبع|منابع|ماخذ|حوالہ|מקור|המקור|מקורות|source|"
    "sources|original source|fuente|fuentes|quelle|quellen|nguồn|来源|出处|來源|источник|источники|"
    "kaynak".split("|")
)


def checked(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes that a stanza names; called by the constructor of a ``Checker``.

    Raises:
        ConfigError: there is no such scope, or there is none.
    """
    found = tuple(dict.fromkeys(scopes))
    if not found:
        raise ConfigError("option 'scope': expected at least one scope")
    for scope in found:
        if scope not in SCOPES and not (scope.startswith(_FIELD) and len(scope) > len(_FIELD)):
            raise ConfigError(f"option 'scope': {suggest('scope', scope, (*SCOPES, 'field:NAME'))}")
    return found


def spans(doc: Document, scopes: tuple[str, ...]) -> list[Span]:
    """Return the spans of the scopes in order, merged if they touch or overlap; ask through
    ``doc.fact``."""
    found: list[Span] = []
    for span in sorted(span for scope in scopes for span in _of(doc, scope)):
        if span.start >= span.end:
            continue
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def view(doc: Document, scopes: tuple[str, ...]) -> str:
    """Return a text as long as the document's, with blanks outside the scopes; ask through
    ``doc.fact``.

    Line ends are kept. Prose is masked as in ``doc.prose``; alternative texts, code and fields are
    unchanged.
    """
    if scopes == PROSE:
        return doc.prose
    if "all" in scopes:
        return doc.text
    raw = tuple(s for s in scopes if s in _RAW or s.startswith(_FIELD))
    blank = "\n".join([" " * len(line) for line in doc.lines])
    text = _over(blank, doc.prose, doc.fact(spans, scopes))
    return _over(text, doc.text, doc.fact(spans, raw)) if raw else text


def _over(text: str, other: str, places: Iterable[Span]) -> str:
    """Return a text with some spans replaced by those of another text of the same length."""
    pieces: list[str] = []
    done = 0
    for start, end in places:
        pieces += (text[done:start], other[start:end])
        done = end
    return "".join((*pieces, text[done:]))


def _of(doc: Document, scope: str) -> Iterable[Span]:
    if scope.startswith(_FIELD):
        return _field(doc, scope[len(_FIELD) :].lower())
    return SCOPES[scope](doc)


def _everything(doc: Document) -> Iterable[Span]:
    return (Span(0, len(doc.text)),)


def _blocks(*kinds: str) -> Callable[[Document], Iterable[Span]]:
    def found(doc: Document) -> Iterable[Span]:
        return [Span(b.start, b.end) for b in doc.blocks if b.kind in kinds]

    return found


def _captions(doc: Document) -> Iterable[Span]:
    return [caption.span for caption in doc.fact(captions, _CREDITS)]


def _source_lines(doc: Document) -> Iterable[Span]:
    return [doc.line_span(line) for line in doc.fact(source_lines, _SOURCES)]


def _links(*kinds: str) -> Callable[[Document], Iterable[Span]]:
    def found(doc: Document) -> Iterable[Span]:
        return [link.text for link in doc.links if link.kind in kinds]

    return found


def _code(doc: Document) -> Iterator[Span]:
    yield from _blocks("code")(doc)
    for node in doc.markup:
        if node.kind == CODE and node.first > node.start:
            yield Span(node.start, node.end)


def _field(doc: Document, name: str) -> Iterator[Span]:
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return
    stripped = [line.strip() for line in doc.lines[: doc.blocks[0].last + 1]]
    line, value = block.fields(stripped, len(stripped)).get(name, (0, ""))
    if value:
        start = doc.text.find(value, doc.line_start(line) + len(name))
        yield Span(start, start + len(value))


SCOPES: dict[str, Callable[[Document], Iterable[Span]]] = {
    "all": _everything,
    "prose": _everything,
    "heading": _blocks("heading"),
    "paragraph": _blocks("paragraph"),
    "list_item": _blocks("list_item"),
    "quote": _blocks("quote"),
    "table": _blocks("table", "pipe_row"),
    "caption": _captions,
    "source_line": _source_lines,
    "link_text": _links("link"),
    "alt": _links("image", "image_ref"),
    "code": _code,
}
"""The function for each scope; ``field:NAME`` is handled separately."""
_RAW = frozenset({"alt", "code"})


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans sorted, with those that overlap merged into one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def inside(found: list[Span], span: Span) -> bool:
    """Return True if one of some sorted, disjoint spans contains a span."""
    at = bisect_left(found, (span.start + 1,)) - 1
    return at >= 0 and found[at].end >= span.end
