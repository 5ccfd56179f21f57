"""Zero-width characters where no spelling, emoji or line break needs them."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import named
from contentlint.article.edits import one_per_line
from contentlint.core import invisibles
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import EMPHASIS, MARK, OBJECT, STRONG, Document, Span
from contentlint.model.languages import lookup
from contentlint.model.queries import first_line, names_character
from contentlint.text.unicode.chars import (
    ARABIC_MARKS,
    is_arabic_letter,
    is_emoji_part,
    is_mark,
    script,
)

if TYPE_CHECKING:
    import re

_SPACE, _NON_JOINER, _JOINER = "\u200b", "\u200c", "\u200d"
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u180e\u034f")
_UNSEEN = frozenset(MARK + "\u200e\u200f\u061c")
# Inline code, or the end of a wiki link.
_CODE_OR_LINK = frozenset(OBJECT + "]")
# A run may contain blanks: newsletters pad their preview text this way.
_BODY = "[\u200b-\u200d\u2060\ufeff\u180e\u034f]"
_ANY = f"{_BODY}(?:[ \u00a0]?{_BODY})*"
_RUN = lazy_regex.compile(_ANY)
# Except a single non-joiner in a word of the Arabic script, which is frequent in Persian.
_IN_WORD = "[\u0620-\u065f\u0670-\u06d3]"
_RUN_ELSEWHERE = lazy_regex.compile(f"{_ANY}(?:(?!{_IN_WORD})|(?<!{_IN_WORD}{_NON_JOINER}))")
_QURANIC = lazy_regex.compile("[\u06d6-\u06ed\ufd3e\ufd3f]")
_MARKS = lazy_regex.compile(f"[{ARABIC_MARKS}]")
# Without the character before it, the indent would begin a block of code.
_INDENT = lazy_regex.compile(r"(?: {0,3}\t| {4})[ \t]*[^\s\u200b]")
# Letters that do not join the next one: a non-joiner after them has no effect.
_RIGHT_JOINING = frozenset("اأإآٱءدذرزژوؤةىڈڑړډېۆۇۈۋەےۓ")


# A silent heh and the suffix of Persian: خانه‌ی.
_SILENT_HEH = ("هی", "هي")


def needs() -> tuple[str, ...]:
    return (trigger.ZERO_WIDTH,)


def check(doc: Document) -> Iterator[Finding]:
    if doc.fact(invisibles).isdisjoint(_ZERO_WIDTH):
        return
    yield from one_per_line(doc, _useless(doc))


def _useless(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    for m in (_RUN if doc.language == "ar" else _RUN_ELSEWHERE).finditer(prose):
        before = _visible(prose, m.start(), -1)
        after = _visible(prose, m.end(), 1)
        finding = _judge(doc, m, before, after)
        # A text about such a character shows it.
        if finding is None or names_character(doc, m.start()) or _keeps_emphasis(doc, *m.span()):
            continue
        yield finding


def _keeps_emphasis(doc: Document, start: int, end: int) -> bool:
    """Return True if a run parts a delimiter of emphasis from a space inside: without the run, it
    would be displayed (``**word \u200b**``)."""
    text = doc.text
    if MARK not in (doc.prose[start - 1 : start], doc.prose[end : end + 1]):
        return False
    return any(
        (node.first == start and text[end].isspace())
        or (node.last == end and text[start - 1].isspace())
        for node in doc.markup_in(doc.line_start(first_line(doc, start)), end)
        if node.kind in (EMPHASIS, STRONG)
    )


def _visible(prose: str, at: int, step: int) -> str:
    """Return the character beside a run, skipping what renders as nothing: markup and direction
    marks; a space at an edge."""
    at = at - 1 if step < 0 else at
    while 0 <= at < len(prose) and prose[at] in _UNSEEN:
        at += step
    return prose[at] if 0 <= at < len(prose) else "\n"


def _judge(doc: Document, m: re.Match[str], before: str, after: str) -> Finding | None:
    run = m[0]
    span = Span(*m.span())
    found = ", ".join(named(c) for c in dict.fromkeys(run) if c in _ZERO_WIDTH)
    useless = Finding(span, {"found": found}, Fix((Edit(span, ""),), True, "remove it"))
    if run == _JOINER and is_emoji_part(before):
        return None if is_emoji_part(after) else useless
    if len(run) > 1 and run[0] in (_NON_JOINER, _JOINER) and run == run[0] * len(run):
        # The first may be needed; the rest of the run is not.
        rest = Span(span.start + 1, span.end)
        return Finding(rest, {"found": found}, Fix((Edit(rest, ""),), True, "keep one"))
    if run in (_NON_JOINER, _JOINER):
        return _joining(doc, span, useless, before, after)
    if len(run) == 1 and _is_needed(doc, span.start, before, after):
        return None
    edge = before.isspace() or after.isspace() or OBJECT in (before, after)
    if edge or run.strip("\u2060\ufeff ") == "" or not (before.isalnum() and after.isalnum()):
        return useless
    # Between letters it may have replaced a space, or split a long word.
    return useless._replace(fix=Fix((Edit(span, ""),), False, "remove it"))


def _is_needed(doc: Document, at: int, before: str, after: str) -> bool:
    char = doc.prose[at]
    scripts = {script(c) for c in (before, after) if c.isalpha() or is_mark(c)}
    if char == _SPACE:
        if doc.syntax.markup and before == "\n" and _INDENT.match(doc.text, at + 1):
            return True
        # A line break opportunity in scripts without spaces; Hebrew and Latin have hyphens.
        return "other" in scripts or lookup(doc.language).separator != " "
    if char == "\u034f":
        return is_mark(before) or is_mark(after) or "hebrew" in scripts
    if char == "\u180e":
        return "\u1800" <= before <= "\u18af"
    return False


def _joining(
    doc: Document, span: Span, useless: Finding, before: str, after: str
) -> Finding | None:
    """Yield a finding for a single U+200C or U+200D."""
    char = doc.text[span.start]
    arabic = [c for c in (before, after) if is_arabic_letter(c) or is_mark(c) or c == "\u0640"]
    if not arabic:
        if any(c.isalpha() and script(c) == "other" for c in (before, after)) or (
            # A virama or vowel sign of an Indic script: the joiner chooses the form.
            any("\u0900" <= c <= "\u0dff" for c in (before, after))
        ):
            return None
        if before.isalpha() and after.isalpha():
            # It may prevent a ligature; only a reader of the language can decide.
            return useless._replace(fix=Fix((Edit(span, ""),), False, "remove it"))
        return useless
    if char == _JOINER:
        # It changes the form of the letter beside it: an abbreviated year needs it after heh.
        return None
    if len(arabic) == 2:
        return _between_arabic(doc, span, useless, before + after)
    if (before.isalnum() or before in _CODE_OR_LINK) and after.isalnum():
        return None  # a suffix
    if doc.prose.startswith(" ", span.end) and _ends_in_prefix(doc, span.start):
        space = Edit(Span(span.end, span.end + 1), "")
        return useless._replace(fix=Fix((space,), False, "remove the space after it"))
    return useless


def _ends_in_prefix(doc: Document, end: int) -> bool:
    """Return True if می or نمی ends at an offset of a Persian text: its half-space is right."""
    before = doc.prose[max(end - 4, 0) : end]
    return doc.language == "fa" and f" {before}".endswith((" می", " نمی"))


def _between_arabic(doc: Document, span: Span, useless: Finding, pair: str) -> Finding | None:
    """Yield a finding for a non-joiner between letters: correct spelling in Persian and related
    languages, residue in Arabic."""
    if doc.language != "ar" or pair in _SILENT_HEH:
        return None
    if doc.fact(_keeps_joiners, doc.line_at(span.start)):
        return None
    safe = pair[0] in _RIGHT_JOINING
    return useless._replace(fix=Fix((Edit(span, ""),), safe, "remove it"), severity="info")


def _keeps_joiners(doc: Document, number: int) -> bool:
    """Return True if a line is Quranic, fully vocalised, or quotes Persian, which keeps its
    spelling."""
    line = doc.lines[number]
    return (
        any(c in line for c in "پچژگ")
        or _QURANIC.search(line) is not None
        or len(_MARKS.findall(line)) * 5 > len(line)
    )
