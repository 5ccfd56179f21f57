"""A file whose last line has no line end."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span


def needs() -> tuple[str, ...]:
    return (trigger.NO_END,)


def check(doc: Document) -> Iterable[Finding]:
    text = doc.text
    size = len(text)
    # A last line of white space is a trailing blank line; most end in a letter or a mark.
    if not size or (text[-1].isspace() and text[text.rfind("\n") + 1 :].strip() == ""):
        return ()
    end = Span(size, size)
    fix = Fix((Edit(end, "\n"),), True, "add a newline at the end")
    return (Finding(end, {}, fix),)
