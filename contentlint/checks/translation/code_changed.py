"""Lines of code that a translation changed."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.translation import _code
from contentlint.model import counterpart
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.parity import code
from contentlint.parity.findings import MOST_RELATED, in_source, more
from contentlint.text.language.paragraphs import script_of

COUNTERPART = True
_SESSIONS = frozenset(("console", "shellsession", "shell-session", "terminal"))
"""Languages of fences with commands and their output, which is often prose."""
_PROMPTS = ("$", "%")


class Options(NamedTuple):
    skip: tuple[str, ...] = (
        "html",
        "md",
        "markdown",
        "mdx",
        "text",
        "txt",
        "plaintext",
        "mermaid",
        "output",
        "log",
        "none",
        "diff",
        "csv",
    )
    """The languages of fences that are not compared, because their text is translated; ``""``
    stands for those without a language."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    pair = counterpart.of(doc)
    skipped = frozenset(options.skip)
    source_text = pair.doc.text
    language = pair.target_lang.partition("-")[0]
    spoken = "" if script_of(language) in ("", "Latin") else language
    for block in doc.fact(_code.compared):
        name = block.source.language or block.target.language
        if name in skipped:
            continue
        words = spoken if name or not code.has_words(block.target) else ""
        as_many = len(block.source.lines) == len(block.target.lines)
        edits: list[Edit] = []
        changed: list[tuple[Span, Span]] = []
        for i, j in block.found.changed:
            source, target = block.source.lines[i], block.target.lines[j]
            right = source_text[source.start : source.comment]
            found = doc.text[target.start : target.comment]
            if not name and code.is_sentence(right) and code.is_sentence(found):
                continue
            if name in _SESSIONS and not right.startswith(_PROMPTS):
                continue
            if pair.code != "exact" and code.is_translated(source.code, target.code, words):
                continue
            source_span = Span(source.start, source.comment)
            target_span = Span(target.start, target.comment)
            changed.append((source_span, target_span))
            if as_many and (source.strings == target.strings or pair.code == "exact"):
                edits.append(Edit(target_span, right))
        if not changed:
            continue
        source_span, target_span = changed[0]
        fix = None
        if len(edits) == len(changed):
            fix = Fix(tuple(edits), False, "write the code of the source")
        values = {
            "found": doc.text[slice(*target_span)],
            "right": source_text[slice(*source_span)],
            "more": more(len(changed)),
        }
        related = tuple(in_source(*each) for each, _ in changed[:MOST_RELATED])
        yield Finding(target_span, values, fix, related)
