"""Brackets and directional quotes without a partner."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint.diagnostic import Finding
from contentlint.document import MARK, OBJECT, Document, Span
from contentlint.records import NamedTuple
from contentlint.text import gates, lazy
from contentlint.text.brackets import (
    PARTNER,
    QUOTES,
    Bracket,
    Unit,
    opens,
    suspects,
    units,
    unpaired,
    without_partner_elsewhere,
)

# ``1)`` ``2.)`` ``a)`` ``bb)`` ``أ)`` ``iv)`` anywhere; up to four letters where a line begins.
_ENUMERATOR = lazy.compile(
    r"(?:^|[\s\x00(،,;:：。、.\-–—])(?:\d{1,3}[.\-]?|([^\W\d_])\1?|[ivxIVX]{2,4})$"
)
_FIRST_ENUMERATOR = lazy.compile(r"(?:^|\n)[\s*\x00]*(?:[^\W_]{1,4}[.,]?|'\S{1,10}')$")
# ``:-)`` ``(:`` ``x)`` ``(((``, from one character on: one class to search for, not five patterns.
_SMILE = lazy.compile(
    r"[()](?:(?<=[:;=].)|(?<=[:;=]['^\-].)|(?<=[8xX].)(?<!\S[8xX].)"
    r"|(?<=[8xX][\-'].)(?<!\S[8xX][\-'].)|(?<=\(\(\()|(?<=\)\)\))"
    r"|(?<=\s\()(?=[:;][-']?(?:[\s\x00.,!?]|$)))"
)
_CODE_LINE = lazy.compile(r"[{};]\s*(?:\n|$)")
_CALL = lazy.compile(r"\(\)(?<=\w..)")
_QUOTED = frozenset("\"'`“”‘’«»„")
# A teaser's last words, also where the extractor glued something to them.
_CUT = lazy.compile(r"(?:\.\.\.|…)(?:\w|[\s\x00]*$)")
_BLANK = " \t\n" + MARK
# More than this in one paragraph is code, a drawing or a formula.
_MOST = 4
_FAR_TOO_MANY = 40
# Longer blocks are text, which parts a quotation from what follows.
_BETWEEN = 200
# Languages in which a lone ) is a smile.
_SMILING = frozenset({"ru", "uk", "be"})


class Options(NamedTuple):
    pass


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.UNBALANCED,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    places = doc.fact(gates.seen).unbalanced
    lines = suspects(doc) if places is None else [doc.line_at(at) for at in places]
    left, of = _left(doc, lines)
    excused = {b.offset for b in left if _is_excused(doc, of[b.offset], b)}
    if len(excused) == len(left):
        return
    if places is not None:
        # Those that have a partner in a paragraph near by: dear to tell, and seldom asked.
        known = set(units(doc, suspects(doc)))
        left = [b for b in left if of[b.offset] in known]
    for bracket in without_partner_elsewhere(doc, left):
        if bracket.offset not in excused:
            yield Finding(
                Span(bracket.offset, bracket.offset + 1),
                {"found": bracket.char, "fault": _fault(doc, bracket.char)},
            )


def _left(doc: Document, lines: list[int]) -> tuple[list[Bracket], dict[int, Unit]]:
    """The brackets of some lines' units that have no partner there and should have one; and the
    unit of each, by its offset."""
    left: list[Bracket] = []
    of: dict[int, Unit] = {}
    for unit, brackets in unpaired(doc, lines):
        if len(brackets) > _FAR_TOO_MANY:
            continue
        kept = [b for b in brackets if not _is_something_else(doc, unit, b)]
        if not kept:
            continue
        text = doc.prose[unit.start : unit.end]
        if "](" in text or "[[" in text or "]]" in text or _is_code(text):
            continue  # a link that is none, which other rules judge; or code without a fence
        if any(b.char in "()" for b in kept) and _SMILE.search(text) is not None:
            kept = [b for b in kept if b.char not in "()"]
        if len(kept) <= _MOST:
            left += kept
            of.update((b.offset, unit) for b in kept)
    return left, of


def _is_code(text: str) -> bool:
    return (
        "=>" in text
        or ");" in text
        or ("()" in text and _CALL.search(text) is not None)
        or ((";" in text or "{" in text or "}" in text) and _CODE_LINE.search(text) is not None)
    )


def _is_cut(rest: str) -> bool:
    return ("…" in rest or "..." in rest) and _CUT.search(rest) is not None


def _fault(doc: Document, char: str) -> str:
    opening = opens(doc, char)
    if opening is None:
        return "has no partner"
    return "is never closed" if opening else "was never opened"


def _beside(doc: Document, unit: Unit, at: int) -> tuple[str, str]:
    """What is seen before and after an offset; a line end at the edges of the unit."""
    before = doc.prose[max(unit.start, at - 12) : at].rstrip(MARK)[-1:]
    after = doc.prose[at + 1 : min(unit.end, at + 13)].lstrip(MARK)[:1]
    return before or "\n", after or "\n"


def _is_something_else(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Whether a bracket was never meant to have a partner."""
    prose, at, char = doc.prose, bracket.offset, bracket.char
    before, after = _beside(doc, unit, at)
    if before in _QUOTED and after in _QUOTED:
        return True  # it is spoken about
    if char in "«»" and doc.language != "fr":
        # Arrows and bullets: « Previous, Home » News. French sets spaces inside its quotes.
        return before.isspace() and (after.isspace() or not prose[at + 1 : unit.end].strip(_BLANK))
    if char in "“”" and before.isdigit():
        return True  # inches
    if char not in ")）":
        return False
    line = prose[max(unit.start, at - 24) : at].rstrip(MARK)
    return (
        doc.language in _SMILING
        or _ENUMERATOR.search(line) is not None
        or ((at - unit.start <= 24 or "\n" in line) and _FIRST_ENUMERATOR.search(line) is not None)
    )


def _is_excused(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Whether a partner may be missing although nothing in the text is wrong."""
    prose, at, char = doc.prose, bracket.offset, bracket.char
    before, after = _beside(doc, unit, at)
    rest = prose[at + 1 : unit.end]
    if OBJECT in (before, after):
        return True  # a URL may have taken the partner along
    if char not in QUOTES:
        # A teaser is cut; a line of code or a broken paragraph goes on.
        return char in PARTNER and (_is_cut(rest) or after == "\n")
    text = prose[unit.start : unit.end]
    if any(quote in text for quote in ('"', "''", "’’", "″", "‟", ",,", "``")):
        return True  # two habits mixed
    if text.count(char) >= 2 and text.count(char) == sum(map(text.count, "“”„")):
        return True  # ”…” or “…“
    if _is_cut(rest) or _goes_on(doc, unit, bracket):
        return True
    # Each paragraph of a long quotation opens anew; only the last one closes.
    following = prose[unit.end : unit.end + 40].lstrip("\n >*_\x00")[:1]
    return not prose[unit.start : at].strip() or following in ("“", "„", "«", '"')


def _goes_on(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Whether the next or previous paragraph with such quotes has one too many or too few.

    Short blocks between them, such as pictures, links and subheadings, do not matter.
    """
    alike = "«»" if bracket.char in "«»" else "“”„"
    opening = opens(doc, bracket.char)
    line_mode = doc.paragraphs == "line"
    first, last = doc.line_at(unit.start), doc.line_at(max(unit.end - 1, unit.start))
    i = bisect_right(doc.blocks, first, key=lambda block: block.line)
    ways = []
    if opening is not True:
        if line_mode:
            ways.append([doc.line_span(k) for k in range(first - 1, max(first - 9, -1), -1)])
        else:
            ways.append([Span(b.start, b.end) for b in doc.blocks[max(i - 5, 0) : i - 1][::-1]])
    if opening is not False:
        if line_mode:
            lines = range(last + 1, min(last + 9, len(doc.lines)))
            ways.append([doc.line_span(k) for k in lines])
        else:
            ways.append([Span(b.start, b.end) for b in doc.blocks[i : i + 4]])
    for spans in ways:
        for start, end in spans:
            text = doc.prose[start:end].replace(MARK, "").replace(OBJECT, "")
            found = sum(map(text.count, alike))
            # Or it opens anew, as each paragraph of a long quotation does.
            if found % 2 or (found and spans is ways[-1] and opening and text.lstrip()[0] in alike):
                return True
            if found or len(text) > _BETWEEN:
                break
    return False
