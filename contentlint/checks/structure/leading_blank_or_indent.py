"""Blank lines before the text, and single indented paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import has_words
from contentlint.frontmatter import block as frontmatter
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import COMPONENTS, Block, Document, Span
from contentlint.model.languages import HAN, RTL
from contentlint.text.language.scripts import is_rtl

_MOST_RELATED = 10
_INDENT = " \t\u3000"
# MkDocs admonitions and tabs, footnotes and definitions: indented text belongs to them.
_HOLDS_INDENTED = ("!!!", "???", "===", "[^", ": ")
# Chinese and Japanese paragraphs begin with two ideographic spaces.


_CODE = lazy_regex.compile(r"^[ \t]*(?:[#$>;%]|//|/\*|--)|[{}=<>;]", 8)  # re.MULTILINE


class Options(NamedTuple):
    min_words: int = 4
    """The minimum number of words of a reported line; shorter ones are a date, a signature or half
    a verse."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.text[:1] in _LEADING:
        yield from _leading_blank(doc)
    if doc.direction == "rtl" or doc.language in RTL:
        code = list(_as_code(doc, options))
        if code:
            yield _one(doc, code, safe=False)
        indented = _indented(doc, options)
        if indented:
            yield _one(doc, indented, safe=True)


_LEADING = frozenset("\n \t\u3000")


def _leading_blank(doc: Document) -> Iterator[Finding]:
    first = next((i for i, line in enumerate(doc.lines) if line.strip()), 0)
    if not first:
        return
    span = Span(0, doc.line_start(first))
    # The fix makes the front matter valid: the page may change.
    safe = not frontmatter.end_line([line.strip() for line in doc.lines[first:]])
    fix = Fix((Edit(span, ""),), safe, "begin with the first line of text")
    s = "" if first == 1 else "s"
    yield Finding(span, {"what": f"{first} blank line{s} before the text"}, fix, severity="info")


def _as_code(doc: Document, options: Options) -> Iterator[Span]:
    """Return the lines of right-to-left prose that four spaces turn into a code block."""
    if not doc.syntax.markup:
        return
    above = ""
    for block in doc.blocks:
        if block.kind != "code":
            above = doc.text[block.start : block.start + 3]
            continue
        first = doc.lines[block.line]
        if first[:1] not in _INDENT or first.lstrip()[:3] in ("```", "~~~"):
            continue
        if above.startswith(_HOLDS_INDENTED):
            continue
        text = doc.text[block.start : block.end]
        if is_rtl(text) and has_words(text, options.min_words) and not _CODE.search(text):
            for line in range(block.line, block.last + 1):
                if doc.lines[line].strip():
                    yield _space(doc, line)


_HOLDS = COMPONENTS | {"list_item"}


def _indented(doc: Document, options: Options) -> list[Span]:
    """Return the indented paragraphs, unless most are: then it is the style of the author."""
    found, total = [], 0
    holds = _HOLDS | {"html"} if doc.syntax.components else _HOLDS
    in_list = False  # or in a component
    for block in doc.blocks:
        if block.kind != "paragraph":
            in_list = (in_list and block.kind in ("image", "code")) or block.kind in holds
            continue
        indent = doc.lines[block.line][:1] in _INDENT
        in_list = in_list and indent
        if in_list:
            continue
        total += 1
        if indent and _is_prose(doc, block, options):
            found.append(_space(doc, block.line))
    return found if len(found) * 2 <= total else []


def _is_prose(doc: Document, block: Block, options: Options) -> bool:
    line = doc.lines[block.line]
    if line[0] == "\u3000" and doc.language in HAN:
        return False
    return has_words(doc.prose[block.start : block.end], options.min_words)


def _space(doc: Document, line: int) -> Span:
    text = doc.lines[line]
    start = doc.line_start(line)
    return Span(start, start + len(text) - len(text.lstrip(_INDENT)))


def _one(doc: Document, spans: list[Span], *, safe: bool) -> Finding:
    count = len(spans)
    lines = f"{count} line{'' if count == 1 else 's'}"
    if safe:
        what = f"{lines} indented, unlike the others"
    else:
        become = "becomes" if count == 1 else "become"
        what = f"{lines} of prose indented by four spaces {become} code"
    related = tuple(Related(span, "also here") for span in spans[1 : _MOST_RELATED + 1])
    fix = Fix(tuple(Edit(span, "") for span in spans), safe, "remove the indentation")
    return Finding(spans[0], {"what": what}, fix, related, "info" if safe else None)
