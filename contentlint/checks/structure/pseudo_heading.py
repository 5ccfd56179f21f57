"""Headings that consist of bold text, or of words that announce pictures."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.headings import is_over_nothing, levels, pseudo_headings
from contentlint.article.source_line import folded
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import COMPONENTS, Document, Span
from contentlint.model.queries import unemphasised
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases
from contentlint.text.unicode.fold import light

_SHOWN = frozenset({"code", "table", "html"}) | COMPONENTS
"""What a bold line above is the caption of."""
_HEADINGS = 2
"""An author who wrote so many knows headings, and means bold lines as they are."""
_SPEAKER = lazy_regex.compile(r"[^\W\d_]{1,2} ?[:：] ")


class Options(NamedTuple):
    galleries: Words
    """Beginnings of headings of image galleries, by language."""
    credits: Words
    """Labels of image credits, which identify a caption, by language."""
    related: Words = {}
    """Words before the title of another article, by language."""


def needs(options: Options) -> tuple[str, ...]:
    labels = line_phrases.lines(*options.galleries.values(), longest=260, whole=False)
    return (*labels, "**", "__")


class Checker:
    def __init__(self, options: Options) -> None:
        self._galleries = folded(options.galleries)
        self._credits = folded(options.credits)
        self._related = folded(options.related)

    def check(self, doc: Document) -> Iterator[Finding]:
        found = doc.fact(pseudo_headings, self._galleries, self._credits)
        if not found:
            return
        if doc.origin == "authored" and _has_headings(doc):
            found = tuple(heading for heading in found if heading.gallery)
        above = levels(doc)
        for at, (_, start, end, line, _, _), shown, is_gallery in found:
            first, last = shown
            title = doc.text[first:last]
            if not is_gallery and (
                _is_no_title(title, self._related)
                or is_over_nothing(doc, at)
                or _is_over_no_text(doc, at)
                or _is_label(doc, at)
            ):
                continue
            mark = "#" * min(above[at] + 1, 6)
            edit = Edit(Span(start, doc.line_end(line)), f"{mark} {title}")
            how = "is plain text above images" if is_gallery else "is only bold text"
            fix = Fix((edit,), False, "make it a heading")
            yield Finding(Span(start, end), {"how": how}, fix)


def _has_headings(doc: Document) -> bool:
    return sum(block.kind == "heading" for block in doc.blocks) >= _HEADINGS


def _is_label(doc: Document, at: int) -> bool:
    """Return True if a bold line names what is directly below it (code, a table, a component, a
    list without a blank line), or is the title of a box or a part of a list item."""
    _, start, _, line, last, _ = doc.blocks[at]
    below, above = doc.blocks[at + 1], doc.blocks[at - 1]
    if below.kind in _SHOWN or (below.kind == "list_item" and below.line == last + 1):
        return True
    return start > doc.line_start(line) or (above.kind in COMPONENTS and above.last + 1 >= line)


def _is_no_title(text: str, related: frozenset[str]) -> bool:
    """Return True if a bold line is a copyright note, a keyword in lower case, a question of an
    interview ("Q: …"), an item (``· …``), a shortcode or a link to another article
    ("Related: …")."""
    if text[0] in "©·•●▪◦‣➜➤→" or text.islower() or _SPEAKER.match(text):
        return True
    label, colon, _ = text.partition(":")
    return (colon != "" and light(label) in related) or (text[0] == "[" and text[-1] == "]")


def _is_over_no_text(doc: Document, at: int) -> bool:
    """Return True if a line of signs follows, as after the name of a quoted person, or more bold
    text of a sentence that an extractor split into paragraphs."""
    kind, start, end, _, _, _ = doc.blocks[at + 1]
    if kind != "paragraph":
        return False
    bare = unemphasised(doc, start, end)
    text = doc.text[slice(*bare)]
    if bare.start > start and (text[:1].islower() or text[:1] in ",;)"):
        return True
    return not any(map(str.isalnum, text))
