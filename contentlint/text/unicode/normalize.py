"""Unicode's normal forms, of any text in time that grows with it.

The standard library sorts the marks of a letter by insertion, and a letter may
have a million of them. Text that people read has at most 30 (UAX #15, stream-safe
text); where there are more, they stay as they are.
"""

from __future__ import annotations

import unicodedata

from contentlint._util import TYPE_CHECKING, lazy_regex

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

_MOST = 30
_SHORT = 200
"""The number of characters that are sorted quickly in any order."""
# Between two ASCII characters nothing composes.
_LONG = lazy_regex.compile(rf"[^\x00-\x7f]{{{_SHORT},}}")

Form: TypeAlias = "Literal['NFC', 'NFD', 'NFKC', 'NFKD']"


def normalize(form: Form, text: str) -> str:
    """Return ``unicodedata.normalize`` of a text, in which rows of more than 30 marks are
    unchanged."""
    if len(text) < _SHORT:
        return unicodedata.normalize(form, text)
    parts, done = [], 0
    for m in _LONG.finditer(text):
        for start, end in _floods(text, *m.span()):
            parts += [unicodedata.normalize(form, text[done:start]), text[start:end]]
            done = end
    if not done:
        return unicodedata.normalize(form, text)
    return "".join(parts) + unicodedata.normalize(form, text[done:])


def _floods(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the rows of more than ``_MOST`` marks, without the first ``_MOST`` of each."""
    found = []
    first = -1
    for at in range(start, end + 1):
        if at < end and unicodedata.combining(text[at]):
            first = at if first < 0 else first
        elif first >= 0:
            if at - first > _MOST:
                found.append((first, at))
            first = -1
    return found
