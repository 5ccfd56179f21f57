"""A mark of another script after a word whose script has its own mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import count_words
from contentlint.model.characters import CLOSING
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.languages import ARABIC_SCRIPT
from contentlint.model.queries import block_at
from contentlint.text.unicode.chars import is_arabic_letter, is_mark, letter_after

if TYPE_CHECKING:
    from typing import Literal

_AFTER = frozenset(" \t\n\u00a0" + MARK + CLOSING)
_LEADS = "طظعغ"
"""The first bytes of Arabic letters in UTF-8, read as Windows-1256, where ق is ``ظ‚``; another rule
reports the passage."""
_MISREAD = 3
# A list of Latin names in an Arabic article takes Arabic commas; a Latin sentence does not.
_SENTENCE = 8


class Options(NamedTuple):
    marks: Mapping[str, str]
    """Each wrong mark with its replacement."""
    script: Literal["arabic", "ltr"] = "arabic"
    """The script of the surrounding words: ``arabic``, or ``ltr`` for a paragraph in
    left-to-right scripts."""


def needs(options: Options) -> tuple[str, ...]:
    return tuple(options.marks)


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: a mark is not a single character.
        """
        for mark in options.marks:
            if len(mark) != 1:
                raise ConfigError(f"option 'marks': expected a single character, not {mark!r}")
        self._marks = options.marks
        self._is_fault = _is_in_arabic if options.script == "arabic" else _is_in_ltr

    def check(self, doc: Document) -> Iterator[Finding]:
        prose = doc.prose
        found = []
        for mark in self._marks:
            at = prose.find(mark)
            while at >= 0:
                if self._is_fault(doc, at):
                    found.append(at)
                at = prose.find(mark, at + 1)
        for at in sorted(found):
            mark, span = prose[at], Span(at, at + 1)
            right = self._marks[mark]
            # If it touched the next word, the fix would cause another finding.
            space = " " if prose[at + 1 : at + 2].isalpha() else ""
            fix = Fix((Edit(span, right + space),), True, f"write {right}")
            yield Finding(span, {"found": mark, "right": right}, fix)


def _is_in_arabic(doc: Document, at: int) -> bool:
    """Return True if a mark follows an Arabic letter, and neither touches another script nor
    precedes a digit."""
    prose = doc.prose
    i = at - 1
    while i >= 0 and (is_mark(prose[i]) or prose[i] in (MARK, "\u0640")):
        i -= 1
    if i < 0 or not is_arabic_letter(prose[i]):
        return False
    if prose[at] == "‚" and (
        prose[i] == "ظ" or sum(map(prose[max(at - 12, 0) : at + 12].count, _LEADS)) > _MISREAD
    ):
        return False
    after = prose[at + 1 : at + 2] or "\n"
    if after not in _AFTER:
        return is_arabic_letter(after)
    return not prose[at + 1 : at + 3].lstrip()[:1].isdigit()


def _is_in_ltr(doc: Document, at: int) -> bool:
    """Return True if a mark follows a word in a left-to-right paragraph."""
    prose = doc.prose
    before = prose[max(at - 8, 0) : at].rstrip(MARK + CLOSING)[-1:]
    after = prose[at + 1 : at + 2] or "\n"
    if not before.isalnum() or not (after in _AFTER or after.isalpha()):
        return False
    if _is_rtl(before) or _is_rtl(letter_after(prose, at + 1)):
        return False
    block = block_at(doc, at)
    if block is None or block.kind in ("table", "code"):
        return False
    span = Span(block.start, block.end)
    if doc.paragraphs == "line":
        span = doc.line_span(doc.line_at(at))
    letters, rtl, words = doc.fact(_counts, span.start, span.end)
    if doc.language in ARABIC_SCRIPT or doc.direction == "rtl":
        return rtl == 0 and block.kind == "paragraph" and words >= _SENTENCE
    return rtl * 10 <= letters


def _counts(doc: Document, start: int, end: int) -> tuple[int, int, int]:
    """Return the numbers of letters, of right-to-left letters, and of words; ask through
    ``doc.fact``."""
    text = doc.prose[start:end]
    letters = list(filter(str.isalpha, text))
    return len(letters), sum(map(_is_rtl, letters)), count_words(text)


def _is_rtl(char: str) -> bool:
    return "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc"
