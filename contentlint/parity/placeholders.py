"""Placeholders, which a program replaces and a translation must keep: ``{{name}}``, ``{name}``,
``${name}``, ``%s``, ``%(name)s``, and the names of shortcodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import COMPONENTS, TEMPLATE, Document, Span

_PLACEHOLDER = lazy_regex.compile(
    r"\{\{-?[ \t]*([^\W\d][\w.$-]*)[ \t]*-?\}\}"  # {{name}}
    r"|\$\{([^\W\d][\w.]*)\}"  # ${name}
    r"|(?<![\w{$#%])\{([^\W\d]\w*)\}(?!\})"  # {name}
    r"|(?<![\w%])%\(([^\W\d]\w*)\)[sdif]\b"  # %(name)s
    r"|(?<![\w%])%(?:\d\$)?([sd])(?![\w%])"  # %s
)
SIGNS = ("{", "%", ":::")
"""A text without these has no placeholders."""
_FORMS = ("{{%s}}", "${%s}", "{%s}", "%%(%s)", "%%%s")
_SHORTCODE = lazy_regex.compile(r"(\{\{[<%]|\{%-?|:::+)[ \t]*(/?)[ \t]*([A-Za-z][\w./-]*)")
_BRACES = lazy_regex.compile(r"\{([^{}\s\d][^{}\s]*)\}")
_EXAMPLE = lazy_regex.compile(r"[\"“„«‘][^\"“”„«»‘’{}\n]*(?:\{\w+\}[^\"“”„«»‘’{}\n]*)+[\"”“»’]")
_CONDITIONS = frozenset("if elsif elif else endif for endfor unless endunless set assign".split())
"""What Liquid and Jinja say with tags; a translation may need others."""


class Placeholder(NamedTuple):
    span: Span
    key: str
    """Without blanks and arguments."""


class Difference(NamedTuple):
    missing: tuple[Placeholder, ...]
    """Those of the source that its translation has less often."""
    added: tuple[Placeholder, ...]


def read(doc: Document, start: int, end: int) -> list[Placeholder]:
    """Return the placeholders of a part of a document, outside code, in order."""
    found = list(_in_prose(doc, start, end))
    for node in doc.markup_in(start, end):
        if node.kind == TEMPLATE:
            found += _of_template(doc.text, node.start, node.end)
    for block in doc.blocks:
        if block.kind in COMPONENTS and start <= block.start < end:
            found += _of_template(doc.text, doc.line_start(block.line), block.end)
    return sorted(set(found))


def _in_prose(doc: Document, start: int, end: int) -> Iterator[Placeholder]:
    prose = doc.prose
    # Looking for the signs first takes a twentieth of the time of the pattern alone.
    for sign in "{%":
        at = prose.find(sign, start, end)
        while at >= 0:
            first = at - 1 if at > start and prose[at - 1] == "$" else at
            m = _PLACEHOLDER.match(prose, first, end)
            if m is not None:
                number = m.lastindex or 1
                yield Placeholder(Span(*m.span()), _FORMS[number - 1] % m[number])
            at = prose.find(sign, m.end() if m is not None else at + 1, end)


def _of_template(text: str, start: int, end: int) -> Iterator[Placeholder]:
    if m := _PLACEHOLDER.match(text, start, end):
        number = m.lastindex or 1
        yield Placeholder(Span(*m.span()), _FORMS[number - 1] % m[number])
    elif (m := _SHORTCODE.match(text, start, end)) and m[3] not in _CONDITIONS:
        yield Placeholder(Span(start, end), f"{m[1]}{m[2]}{m[3]}")


def everywhere(doc: Document) -> list[Placeholder]:
    """Return the placeholders of a document; ask through ``doc.fact``."""
    return read(doc, 0, len(doc.text))


def compare(source: Sequence[Placeholder], target: Sequence[Placeholder]) -> Difference:
    """Compare two lists by how often each key occurs."""
    return Difference(tuple(_more(source, target)), tuple(_more(target, source)))


def _more(one: Iterable[Placeholder], two: Iterable[Placeholder]) -> Iterator[Placeholder]:
    counts = Counter(placeholder.key for placeholder in two)
    for placeholder in one:
        if counts[placeholder.key]:
            counts[placeholder.key] -= 1
        else:
            yield placeholder


def is_example(source: str, target: str) -> bool:
    """Return True if all placeholders of a passage are words in braces in a sentence in quotation
    marks, and as many words of another script take their places: no program fills them in."""
    names = _BRACES.findall(source)
    inside = [name for each in _EXAMPLE.findall(source) for name in _BRACES.findall(each)]
    others = _BRACES.findall(target)
    return (
        bool(names)
        and len(inside) == len(names) == len(others)
        and "%" not in source
        and not any(name.isascii() for name in others)
    )
