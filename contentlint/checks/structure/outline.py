"""Headings whose level or marker does not fit the outline."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.headings import Heading, outline
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.queries import is_link, unemphasised
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    from typing import Literal

_MOST_RELATED = 10
_SEPARATOR = "\x02"
_LABEL = 3
"""Repetitions from which a heading is a label."""
_MARKER = lazy_regex.compile(r"[ \t*_]*(#{1,6}[ \t]+)[*_]*([^\W_])")
# A tag or directive that nothing on its line closes.
_OPENER = lazy_regex.compile(
    r"[ \t]*(?:<(?!img\b|br\b|hr\b)[A-Za-z](?:[^<>]*[^<>/])?>|:{3,}[ \t]*[\w{][^\n]*"
    r"|\{%(?![-+ ]*end)[^%\n]*%\}|!!!.*)[ \t]*$"
)


class Options(NamedTuple):
    fault: Literal["jump", "several-titles", "repeated", "marker"]
    """The fault to report: ``jump`` (a skipped level), ``several-titles`` (several headings of
    level 1), ``repeated`` (the same heading twice in a section) or ``marker`` (``# ## title``)."""


def needs(options: Options) -> tuple[str, ...]:
    return ("# #", "## #") if options.fault == "marker" else ("#", "\n==", "\n--", "<h", "<H")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if not doc.syntax.markup and options.fault != "marker":
        return
    headings = doc.fact(outline)
    if not headings:
        return
    if options.fault == "jump":
        yield from _jumps(doc, headings)
    elif options.fault == "several-titles":
        yield from _several_titles(doc, headings)
    elif options.fault == "repeated":
        yield from _repeated(doc, headings)
    else:
        yield from _markers(doc, headings)


def _jumps(doc: Document, headings: tuple[Heading, ...]) -> Iterator[Finding]:
    """Yield one finding per file: who leaves out a level does so throughout."""
    found: list[tuple[Heading, int]] = []
    before = headings[0].level
    for heading in headings:
        if heading.level > before + 1 and not heading.html and not _titles_a_box(doc, heading):
            found.append((heading, before))
        before = heading.level
    if found:
        heading, before = found[0]
        values = {
            "level": heading.level,
            "before": before,
            "more": f" ({len(found)} such headings in the file)" if len(found) > 1 else "",
        }
        related = tuple(Related(h.text, "also here") for h, _ in found[1 : _MOST_RELATED + 1])
        yield Finding(heading.text, values, related=related)


def _titles_a_box(doc: Document, heading: Heading) -> bool:
    """Return True for a heading directly below the beginning of a component or directive, whose
    title or tab it is; it may have the level that its box prescribes."""
    line = heading.line - 1
    while line > 0 and not doc.line(line).strip():
        line -= 1
    return line >= 0 and _OPENER.match(doc.line(line)) is not None


def _several_titles(doc: Document, headings: tuple[Heading, ...]) -> Iterator[Finding]:
    titles = [
        h
        for h in headings
        if h.level == 1 and not h.html and h.text.end > h.text.start and not _titles_a_box(doc, h)
    ]
    if len(titles) > 1:
        others = (titles[0], *titles[2 : _MOST_RELATED + 1])
        related = tuple(Related(h.text, "another heading of level 1") for h in others)
        yield Finding(titles[1].text, {"count": len(titles)}, related=related)


def _repeated(doc: Document, headings: tuple[Heading, ...]) -> Iterator[Finding]:
    """Yield repeated siblings; headings under different parents may be equal: "Fixed" under each
    version."""
    # All in one call: most of the cost of `light` is per call.
    texts = [doc.text[slice(*unemphasised(doc, *heading.text))] for heading in headings]
    folded = light(_SEPARATOR.join(texts)).split(_SEPARATOR)
    if len(folded) != len(headings):
        folded = list(map(light, texts))
    path: list[int] = []
    same: dict[tuple[tuple[int, ...], int, str], list[Heading]] = {}
    for number, heading in enumerate(headings):
        while path and headings[path[-1]].level >= heading.level:
            path.pop()
        words = folded[number].strip(" .:")
        key = (tuple(path), heading.level, words)
        path.append(number)
        # The author of a post, or the title of another page, is a link.
        if not heading.html and any(map(str.isalnum, words)) and not is_link(doc, *heading.text):
            same.setdefault(key, []).append(heading)
    found = []
    for first, *others in same.values():
        # More repetitions are labels of parts with a common structure.
        if len(others) < _LABEL:
            related = (Related(first.text, "the first one"),)
            found += [Finding(h.text, {"line": first.line + 1}, related=related) for h in others]
    yield from sorted(found, key=lambda finding: finding.span)


def _markers(doc: Document, headings: tuple[Heading, ...]) -> Iterator[Finding]:
    for heading in headings:
        m = _MARKER.match(doc.text, *heading.text)
        # "# # and other signs" is about the sign.
        if m and not heading.html and not m[2].islower():
            span = Span(*m.span(1))
            fix = Fix((Edit(span, ""),), False, "remove the second marker")
            yield Finding(span, {"found": m[1].strip()}, fix)
