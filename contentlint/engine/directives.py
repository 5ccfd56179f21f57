"""Suppression comments: ``<!-- contentlint-disable-next-line CODE, name: reason -->``.

They are read in Markdown (``{/* */}`` in MDX); plain text has no comments, but
the configuration may have suppressions for a text on a line of any file.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Document, Span

ACTIONS = ("disable", "disable-file", "disable-line", "disable-next-line", "enable")
_DIRECTIVE = lazy_regex.compile(r"(?:<!--|\{/\*)\s*contentlint-([\w-]*\w)([^:]*)(:?)")
_NAME = lazy_regex.compile(r"[^\s,]+")
_END = lazy_regex.compile(r"(?:--|\*/).*", lazy_regex.DOTALL)


class Directive(NamedTuple):
    """A suppression comment."""

    action: str
    """The text after ``contentlint-``: one of ``ACTIONS``, or a mistake."""
    names: tuple[tuple[str, Span], ...]
    """Each code or name as written, with its span."""
    span: Span
    line: int
    """The line (from 0) that the comment ends on."""
    start_line: int
    """The line (from 0) that the comment starts on."""


def parse(doc: Document) -> list[Directive]:
    """Return the directives of a document, in order."""
    if "contentlint-" not in doc.text:
        return []
    directives = []
    for comment in doc.comments:
        body = doc.text[comment.start : comment.end]
        m = _DIRECTIVE.match(body)
        if not m:
            continue
        # The end of the comment is not a name.
        listed = m[2] if m[3] else _END.sub("", m[2])
        offset = comment.start + m.start(2)
        names = tuple(
            (n[0], Span(offset + n.start(), offset + n.end())) for n in _NAME.finditer(listed)
        )
        directives.append(
            Directive(
                m[1],
                names,
                comment,
                doc.line_at(comment.end - 1),
                doc.line_at(comment.start),
            )
        )
    return directives
