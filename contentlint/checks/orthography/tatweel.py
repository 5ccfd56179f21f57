"""Tatweel inside a word or at its beginning, where it is not part of the spelling."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.text.language.proclitics import PROCLITICS
from contentlint.text.unicode.chars import (
    ARABIC_LETTERS,
    TATWEEL,
    is_arabic_letter,
    is_mark,
)

if TYPE_CHECKING:
    import re

_RUN = lazy_regex.compile(f"{TATWEEL}+")
_NO_LETTER = lazy_regex.compile(f"[^{ARABIC_LETTERS}]+")
# Verse: two half lines, separated by a wide gap or a sign.
_HALVES = lazy_regex.compile(r"[ \u00a0]{3,}|\t|\s(?:\*{1,3}|…|\.{2,6}|={1,3}|\|)\s")
_AFFIX = 3
"""Letters of an affix that is mentioned by itself: ـها, ـون, استـ."""

_SUFFIX = 6
"""Letters of a Persian suffix: ـترین, ـهایشان."""

_DASH = "–"

_NEAR = 30
"""Characters on either side that are tested; more letters and marks make no difference."""


class Options(NamedTuple):
    exceptions: tuple[str, ...] = ()
    """Words that are spelled with tatweel and not reported, such as names."""


def needs(options: Options) -> tuple[str, ...]:
    return (TATWEEL,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    end = line_end = 0
    ornament = False
    at = prose.find(TATWEEL)
    while at >= 0:
        start = at
        while start > end and _is_part(prose[start - 1]):
            start -= 1
        end = at + 1
        while end < len(prose) and _is_part(prose[end]):
            end += 1
        word = prose[start:end]
        edits = list(_edits(prose, start, end)) if word not in options.exceptions else []
        if edits and start >= line_end:  # Tested once per line, which may be the whole article.
            line = doc.line_span(doc.line_at(start))
            line_end, ornament = line.end, _is_ornament(prose[slice(*line)].strip())
        if edits and not ornament:
            yield _finding(word, start, edits)
        at = prose.find(TATWEEL, end)


def _is_part(char: str) -> bool:
    return char == TATWEEL or is_arabic_letter(char) or is_mark(char)


def _finding(word: str, start: int, edits: list[Edit]) -> Finding:
    parts: list[str] = []
    done = 0
    for (a, b), text in edits:
        parts += (word[done : a - start], text)
        done = b - start
    right = "".join((*parts, word[done:]))
    # A dash drawn with tatweels may be intended; behind a word one stands for a dash, a space or an
    # Urdu full stop.
    behind = edits[-1].span.end == start + len(word) and not edits[-1].text
    safe = any(map(is_arabic_letter, word)) and not behind
    values = {"found": word, "right": right}
    title = "write a dash" if right == _DASH else "remove the tatweel"
    return Finding(Span(start, start + len(word)), values, Fix(tuple(edits), safe, title))


def _edits(prose: str, start: int, end: int) -> Iterator[Edit]:
    """Return the edits that remove the tatweels of a word that are not part of its spelling."""
    before, after = prose[start - 1 : start], prose[end : end + 1]
    if before in ("#", "@", "_"):
        return  # a tag or an address
    for m in _RUN.finditer(prose, start, end):
        left = _NO_LETTER.sub("", prose[max(start, m.start() - _NEAR) : m.start()])
        right = _NO_LETTER.sub("", prose[m.end() : min(end, m.end() + _NEAR)])
        if m.end() < end and is_mark(prose[m.end()]):
            continue  # it carries a mark: الرحمـٰن
        new = _instead(m, left, right, before, after)
        if new is not None:
            # لـالحوار is للحوار: the article has lost its alef.
            contracts = left.endswith("ل") and left in PROCLITICS and right.startswith("ال")
            yield Edit(Span(m.start(), m.end() + contracts), new)


def _instead(m: re.Match[str], left: str, right: str, before: str, after: str) -> str | None:
    """Return the replacement for a run of tatweels; None if it is correct."""
    if left and right:
        # A Hijri year joined to the next word: 1445هـالموافق.
        return None if left == "ه" and before.isdigit() else ""
    if left:
        if left not in PROCLITICS and len(left) > _AFFIX and after != MARK:
            return ""
        return TATWEEL if len(m[0]) > 1 else None
    if right:
        joined = before.isalnum() or before in (MARK, OBJECT)
        named = len(right) <= (_AFFIX if right.startswith("ال") else _SUFFIX)
        return None if named or (before and joined) else ""
    # A single one is a dash; two or more are a longer dash, or a blank to fill in.
    dash = len(m[0]) > 1 and before == after == " " and m.string[m.start() - 2] != ":"
    return _DASH if dash else None


def _is_ornament(line: str) -> bool:
    """Return True if a line is verse or the basmala."""
    from pyarabic import araby  # 5 ms, only in articles with a finding

    if "بسم الله" in araby.strip_tatweel(araby.strip_diacritics(line)):
        return True
    halves = [half.split() for half in _HALVES.split(line)]
    return len(halves) == 2 and all(2 <= len(half) <= 7 for half in halves)
