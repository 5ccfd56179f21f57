"""Letters that a decoder gave up: U+FFFD, its own mojibake, and question marks inside words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span
from contentlint.text.chars import invisibles, script
from contentlint.text.marks import doubled
from contentlint.text.places import in_code

_RUNS = (
    ("\ufffd", re.compile("\ufffd+"), "replacement character U+FFFD"),
    ("ï¿½", re.compile("ï¿½(?:ï¿½)*"), "ï¿½ (U+FFFD decoded once more)"),
    ("???", re.compile(r"\?\?\?+"), ""),
)


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    text = doc.text
    found = []
    for literal, run, name in _RUNS:
        if _occurs(doc, literal):
            found += [(m.span(), name or m[0]) for m in run.finditer(text) if _is_lost(doc, m)]
    for (start, end), name in sorted(found):
        yield Finding(Span(start, end), {"found": name})


def _occurs(doc: Document, literal: str) -> bool:
    """Whether a literal is in the text; what others have asked already comes first."""
    if literal == "\ufffd":
        return literal in doc.fact(invisibles)
    if literal == "???":
        return bool(doc.fact(doubled)) and literal in doc.prose
    return literal[0] in doc.text and literal in doc.text


def _is_lost(doc: Document, m: re.Match[str]) -> bool:
    start, end = m.span()
    if m[0][0] == "?":
        return _word(m.string[start - 1 : start]) and _word(m.string[end : end + 1])
    # Code that shows the character alone speaks about it.
    return not in_code(doc, start) or _word(m.string[start - 1 : start])


def _word(char: str) -> bool:
    """Whether a character is an Arabic or Cyrillic letter, which code pages turn into ``?``."""
    return char.isalpha() and script(char) in ("arabic", "cyrillic")
