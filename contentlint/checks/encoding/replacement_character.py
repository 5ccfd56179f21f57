"""Letters that a decoder could not read: U+FFFD, its own mojibake, and question marks inside
words."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.core import invisibles
from contentlint.model import characters, trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.queries import in_code
from contentlint.text.unicode.chars import script

if TYPE_CHECKING:
    import re

_GIVEN_UP = lazy_regex.compile("\ufffd+")
_DECODED_AGAIN = lazy_regex.compile("ï¿½(?:ï¿½)*")
_QUESTION = trigger.kinds(characters.QUESTION)
_BETWEEN_TWO = trigger.Chars("?", _QUESTION, _QUESTION)
_QUESTIONS = lazy_regex.compile(r"\?\?\?+")


def needs() -> tuple[trigger.Need, ...]:
    return (trigger.REPLACED, trigger.MISREAD, _BETWEEN_TWO)


def check(doc: Document) -> Iterator[Finding]:
    text = doc.text
    runs = []
    if "\ufffd" in doc.fact(invisibles):
        runs.append((_GIVEN_UP, "replacement character U+FFFD"))
    if "ï" in text and "ï¿½" in text:
        runs.append((_DECODED_AGAIN, "ï¿½ (U+FFFD decoded once more)"))
    if doc.places(_BETWEEN_TWO):
        runs.append((_QUESTIONS, ""))
    found = [
        (m.span(), name or m[0])
        for run, name in runs
        for m in run.finditer(text)
        if _is_lost(doc, m)
    ]
    for (start, end), name in sorted(found):
        yield Finding(Span(start, end), {"found": name})


def _is_lost(doc: Document, m: re.Match[str]) -> bool:
    start, end = m.span()
    if m[0][0] == "?":
        return _word(m.string[start - 1 : start]) and _word(m.string[end : end + 1])
    # Code with nothing but the character shows it as an example.
    return not in_code(doc, start) or _word(m.string[start - 1 : start])


def _word(char: str) -> bool:
    """Return True if a character is an Arabic or Cyrillic letter, which code pages replace by
    ``?``."""
    return char.isalpha() and script(char) in ("arabic", "cyrillic")
