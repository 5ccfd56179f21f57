"""Brackets and directional quotes without a partner: the scan's candidates and the judgment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from contentlint._util import lazy_regex
from contentlint.article.brackets import (
    PARTNER,
    QUOTES,
    Bracket,
    Unit,
    opens,
    suspects,
    unpaired,
)
from contentlint.model import characters as k_
from contentlint.model import events as e_
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.languages import LOOSE_ANGLES, LOOSE_QUOTES, SMILING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LONGEST_INTERVAL: Final = 40
"""Code points; intervals like ``[0, 1)`` are shorter from bracket to bracket."""
_FAR_OPENERS: Final = {
    0x300B: 0x300A,
    0x300D: 0x300C,
    0x300F: 0x300E,
    0x3011: 0x3010,
    0xFD3E: 0xFD3F,
}


class Balance:
    """The brackets of one unit: those that are open, and those closed without being open."""

    def __init__(self, language: str) -> None:
        self.loose_quotes = not language or language in LOOSE_QUOTES
        self.loose_angles = not language or language in LOOSE_ANGLES
        self.used = False
        self.broken = False
        self.round = 0
        self.square = 0
        self.curly = 0
        self.angular = 0
        self.angles = 0
        self.broken_angles = False
        self.quoted = 0
        self.quotes = 0
        self.broken_quotes = False
        self.low = False
        self.before = 0
        self.before_at = 0
        self.last = 0
        """The offset of the last bracket."""
        self.far: dict[int, int] = {}

    def bracket(self, c: int, k: int, at: int) -> None:
        """Enter a bracket or directional quote by its code point, class and offset."""
        self.used = True
        self.last = at
        if k == k_.OPEN_ROUND:
            self.round += 1
        elif k == k_.CLOSE_ROUND:
            self.round = self.closed(self.round)
        elif k == k_.OPEN_SQUARE:
            self.square += 1
        elif k == k_.CLOSE_SQUARE:
            self.square = self.closed(self.square)
        elif k == k_.OPEN_CURLY:
            self.curly += 1
        elif k == k_.CLOSE_CURLY:
            self.curly = self.closed(self.curly)
        else:
            self.quote(c, k)
        if k <= k_.CLOSE_SQUARE:
            self.interval(k, at)

    def closed(self, open_: int) -> int:
        if open_ == 0:
            self.broken = True
            return 0
        return open_ - 1

    def quote(self, c: int, k: int) -> None:
        if k == k_.OPEN_ANGULAR:
            self.angles += 1
            self.angular += 1
        elif k == k_.CLOSE_ANGULAR:
            self.angles += 1
            if self.angular == 0:
                self.broken_angles = True
            else:
                self.angular -= 1
        elif k == k_.OPEN_QUOTE:
            self.quotes += 1
            self.quoted += 1
            if c == 0x201E:
                self.low = True
        else:
            self.quotes += 1
            if self.quoted == 0:
                self.broken_quotes = True
            else:
                self.quoted -= 1

    def interval(self, k: int, at: int) -> None:
        """Remove the brackets of a half-open interval, which differ in kind or do not face."""
        before = self.before
        self.before = k
        if at - self.before_at <= _LONGEST_INTERVAL and (
            (before == k_.OPEN_SQUARE and k == k_.CLOSE_ROUND)
            or (before == k_.OPEN_ROUND and k == k_.CLOSE_SQUARE)
            or (before == k_.CLOSE_SQUARE and k_.OPEN_SQUARE <= k <= k_.CLOSE_SQUARE)
        ):
            self.broken = True
        self.before_at = at

    def far_bracket(self, c: int, at: int) -> None:
        """Enter a sign beyond the table of classes by its code point and offset."""
        if c == 0xFF08:
            self.used = True
            self.round += 1
        elif c == 0xFF09:
            self.used = True
            self.round = self.closed(self.round)
        elif 0x300A <= c <= 0x3011 or c == 0xFD3E or c == 0xFD3F:
            self.used = True
            opener = _FAR_OPENERS.get(c)
            if opener is None:
                self.far[c] = self.far.get(c, 0) + 1
            elif self.far.get(opener, 0):
                self.far[opener] -= 1
            else:
                self.broken = True
        else:
            return
        self.last = at

    def settle(self) -> bool:
        """End a unit; return True if a bracket in it may lack a partner."""
        lacks = self.broken or self.round + self.square + self.curly != 0
        if self.low or self.loose_quotes:
            lacks = lacks or self.quotes == 1
        else:
            lacks = lacks or self.broken_quotes or self.quoted != 0
        if self.loose_angles:
            lacks = lacks or self.angles == 1
        else:
            lacks = lacks or self.broken_angles or self.angular != 0
        if self.far:
            lacks = lacks or any(self.far.values())
            self.far = {}
        self.used = self.broken = self.broken_angles = self.broken_quotes = self.low = False
        self.round = self.square = self.curly = self.angular = self.quoted = 0
        self.angles = self.quotes = 0
        self.before = 0
        return lacks


# ``1)`` ``2.)`` ``a)`` ``bb)`` ``أ)`` ``iv)`` anywhere; up to four letters where a line begins.
_ENUMERATOR: Final = lazy_regex.compile(
    r"(?:^|[\s\x00(،,;:：。、.\-–—])(?:\d{1,3}[.\-]?|([^\W\d_])\1?|[ivxIVX]{2,4})$"
)
# Also ``'rw')`` and ``<place> 'rw')``.
_FIRST_ENUMERATOR: Final = lazy_regex.compile(
    r"(?:^|\n)[\s*\x00]*(?:[^\W_]{1,4}[.,]?|(?:\S?<\S{1,10}> )?'\S{1,10}')$"
)
# ``:-)`` ``(:`` ``x)`` ``(((``, from one character on: one class to search for, not five patterns.
_SMILE: Final = lazy_regex.compile(
    r"[()](?:(?<=[:;=].)|(?<=[:;=]['^\-].)|(?<=[8xX].)(?<!\S[8xX].)"
    r"|(?<=[8xX][\-'].)(?<!\S[8xX][\-'].)|(?<=\(\(\()|(?<=\)\)\))"
    r"|(?<=\s\()(?=[:;][-']?(?:[\s\x00.,!?]|$)))"
)
_CODE_LINE: Final = lazy_regex.compile(r"[{};]\s*(?:\n|$)")
_CALL: Final = lazy_regex.compile(r"\(\)(?<=\w..)")
_QUOTED: Final = frozenset("\"'`“”‘’«»„")
# A teaser's last words, also where the extractor glued something to them.
_CUT: Final = lazy_regex.compile(r"(?:\.\.\.|…)(?:\w|[\s\x00]*$)")
_BLANK: Final = " \t\n" + MARK
# More than this in one paragraph is code, a drawing or a formula.
_MOST: Final = 4
_FAR_TOO_MANY: Final = 40
# Longer blocks are text, which parts a quotation from what follows.
_BETWEEN: Final = 200


class Lone:
    """The brackets without a partner in their unit."""

    def __init__(self, scanned: bool) -> None:
        self.scanned = scanned
        """True if the scan told the units, which does not look for partners in others near by."""
        self.brackets: list[Bracket] = []
        self.units: dict[int, Unit] = {}
        """By the offset of the bracket."""
        self.excused: set[int] = set()
        """Offsets of brackets whose partner may be missing although nothing is wrong."""


def events_of(doc: Document, places: Sequence[int]) -> int:
    """Return the event of a document in which the scan found units that may lack a bracket."""
    found = _lone(doc, [doc.line_at(at) for at in places], True)
    doc.know(lone, found)
    return e_.LONE if len(found.excused) < len(found.brackets) else 0


def lone(doc: Document) -> Lone:
    """Return the brackets of a document without a partner; call through ``doc.fact``."""
    return _lone(doc, suspects(doc), False)


def _lone(doc: Document, lines: Sequence[int], scanned: bool) -> Lone:
    found = Lone(scanned)
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
            found.brackets += kept
            for bracket in kept:
                found.units[bracket.offset] = unit
                if _is_excused(doc, unit, bracket):
                    found.excused.add(bracket.offset)
    return found


def _is_code(text: str) -> bool:
    return (
        "=>" in text
        or ");" in text
        or ("()" in text and _CALL.search(text) is not None)
        or ((";" in text or "{" in text or "}" in text) and _CODE_LINE.search(text) is not None)
    )


def _is_cut(rest: str) -> bool:
    return ("…" in rest or "..." in rest) and _CUT.search(rest) is not None


def _beside(doc: Document, unit: Unit, at: int) -> tuple[str, str]:
    """Return the characters shown before and after an offset; a line end at the edges of the
    unit."""
    before = doc.prose[max(unit.start, at - 12) : at].rstrip(MARK)[-1:]
    after = doc.prose[at + 1 : min(unit.end, at + 13)].lstrip(MARK)[:1]
    return before or "\n", after or "\n"


def _is_something_else(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Return True if a bracket was never meant to have a partner."""
    prose, at, char = doc.prose, bracket.offset, bracket.char
    before, after = _beside(doc, unit, at)
    if before in _QUOTED and after in _QUOTED:
        return True  # it is spoken about
    if char in "«»" and doc.language != "fr":
        # Arrows and bullets: « Previous, Home » News. French sets spaces inside its quotes.
        if prose[at - 1 : at] == prose[at + 1 : at + 2] == MARK:
            return True  # alone in emphasis
        return before.isspace() and (after.isspace() or not prose[at + 1 : unit.end].strip(_BLANK))
    if char in "“”" and before.isdigit():
        return True  # inches
    if char not in ")）":
        return False
    line = prose[max(unit.start, at - 24) : at].rstrip(MARK)
    return (
        doc.language in SMILING
        or _ENUMERATOR.search(line) is not None
        or ((at - unit.start <= 24 or "\n" in line) and _FIRST_ENUMERATOR.search(line) is not None)
    )


def _is_excused(doc: Document, unit: Unit, bracket: Bracket) -> bool:
    """Return True if a partner may be missing although nothing in the text is wrong."""
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
    """Return True if the next or previous paragraph with such quotes has one too many or too few.

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
