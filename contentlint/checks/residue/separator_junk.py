"""Lines of signs that separated the parts of a page, in the text of an article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import findings
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, OBJECT, Document

_KINDS = frozenset({"paragraph", "heading", "list_item", "quote"})
_TATWEEL = "\u0640"
_LONGEST = 200
_LEAST = 3
# Signs of code or a directive, in a text whose code blocks were lost.
_CODE = frozenset("(){}[]<>;\"'`:+,&$%@/\\")
_ELLIPSIS = frozenset(".…")
_FIRST_EMOJI = "\U0001f000"
# Emoji below U+1F000; a row of emoji is text.
_HEARTS = frozenset("♥❤♡❥❣✨☺☹☻\ufe0f")


class Options(NamedTuple):
    allow: tuple[str, ...] = ()
    """Separators that are used on purpose."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    hits = []
    for kind, start, end, first, last, _ in doc.blocks:
        if kind in _KINDS and first == last and end - start <= _LONGEST:
            # Most lines contain a letter near their beginning.
            if doc.prose[start : start + 1].isalpha() and doc.prose[start] != _TATWEEL:
                continue
            shown = doc.prose[start:end].replace(MARK, "").strip()
            if kind == "heading" and not shown:
                shown = doc.lines[first].strip()
            if _is_junk(shown) and doc.lines[first].strip() not in options.allow:
                hits.append(Hit(first, last, None, False))
    yield from findings(doc, hits)


def _is_junk(line: str) -> bool:
    """Return True if a line consists of three or more signs."""
    kinds = set(line)
    if OBJECT in kinds or not kinds.isdisjoint(_CODE) or max(kinds, default="") >= _FIRST_EMOJI:
        return False
    if any(c.isalnum() and c != _TATWEEL for c in kinds):
        return False
    signs = [c for c in line if not c.isspace()]
    if len(signs) < _LEAST:
        return False
    # Ellipses mark an omission.
    return not set(signs) <= _ELLIPSIS and not set(signs) <= _HEARTS
