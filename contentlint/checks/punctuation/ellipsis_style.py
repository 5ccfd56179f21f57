"""Ellipses of two kinds in one file, of four dots, and in the middle of a sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.asides import is_posted
from contentlint.core import count_words
from contentlint.model import trigger
from contentlint.model.characters import CLOSING, OPENING
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import MARK, Document, Span
from contentlint.model.queries import block_at, in_emphasis, in_quotation
from contentlint.model.rule import Words
from contentlint.text.unicode.chars import is_arabic_letter, is_mark
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    from typing import Literal

_DOTS = lazy_regex.compile(r"\.\.\.+")
# Longer rows of dots are leaders of a table of contents, or a line to fill in.
_LONGEST = 8
# A writer who uses the other kind so much more often made a slip; else both are a habit.
_SLIP = 3
_MOST_RELATED = 20
# Longer lines are not the text of a loading widget.
_NOTICE_WORDS = 8
_WORD = lazy_regex.compile(r"[^\W\d_]+")
_LAST_WORD = lazy_regex.compile(r"[^\W\d_]+$")
_BLANK = " \n" + MARK
_AND_SO_ON = frozenset("etc usw ecc enz itd atd osv stb".split())
# Words that continue a sentence; ``و`` before one of them, or before the article, does too.
_CONTINUES = frozenset(
    "من في إلى على عن مع أو التي الذي الذين اللذين اللتين اللواتي اللاتي از به که را".split()
)
_AND_THE = lazy_regex.compile("وال(?!د)")
# Persian "and ..." means "and so on".
_AND = frozenset({"و"})


class Options(NamedTuple):
    prefer: Literal["", "…", "..."] = ""
    """The required ellipsis; empty: the one that the article uses three times as often."""
    notices: Words = {}
    """Loading messages of widgets without their dots, by language; they are not counted."""


class Place(NamedTuple):
    start: int
    end: int
    dots: bool


_DOTS_INSIDE = trigger.Chars(".", before=trigger.STOPS, after=trigger.STOPS)
_SIGN = trigger.Chars("…")


def needs(options: Options) -> tuple[trigger.Chars, ...]:
    return (_DOTS_INSIDE, _SIGN)


class Checker:
    def __init__(self, options: Options) -> None:
        self._prefer = options.prefer
        self._notices = tuple(
            light(notice) for words in options.notices.values() for notice in words
        )

    def check(self, doc: Document) -> Iterator[Finding]:
        prose = doc.prose
        # A run of three dots has one inside, a longer one more.
        inside = doc.places(_DOTS_INSIDE)
        runs = [at - 1 for at in inside if prose[at - 2 : at - 1] != "."]
        if not runs and self._prefer != "...":
            return
        spans = [(at, _DOTS.match(prose, at).end(), True) for at in runs]  # type: ignore[union-attr]
        spans += [(at, at + 1, False) for at in _signs(prose)]
        if not self._prefer and "…" not in prose:
            # With one kind only, the rule reports just those with a fault of their own: most files
            # have none.
            alone = (Place(*span) for span in spans if span[1] - span[0] <= _LONGEST)
            if not any(_fault(doc, place) for place in alone):
                return
        places = [
            Place(start, end, dots)
            for start, end, dots in sorted(spans)
            if end - start <= _LONGEST and not _is_omission(prose, start, end)
        ]
        if "@" in prose and "(@" in prose:
            places = [place for place in places if not _is_posted(doc, place)]
        minority = self._minority(doc, places)
        right = self._prefer or _usual(doc, places, minority)
        reported = {place.start for place in minority}
        found = [_mixed(minority, right, required=bool(self._prefer))] if minority else []
        for place in places:
            if place.start not in reported and place.dots:
                finding = _alone(doc, place, right)
                if finding is not None:
                    found.append(finding)
        yield from sorted(found, key=lambda finding: finding.span)

    def _minority(self, doc: Document, places: list[Place]) -> list[Place]:
        """Return the ellipses to change when a file has both kinds and one is an exception."""
        if self._prefer:
            return [place for place in places if place.dots != (self._prefer == "...")]
        if len({place.dots for place in places}) < 2:
            return []
        places = [place for place in places if not _is_chrome(doc, place, self._notices)]
        dots = sum(place.dots for place in places)
        signs = len(places) - dots
        if not dots or not signs:
            return []
        if _SLIP * min(dots, signs) > max(dots, signs):
            return []
        return [place for place in places if place.dots == (dots < signs)]


def _signs(prose: str) -> Iterator[int]:
    """Yield the offsets of single ``…``; two in a row are the Chinese ellipsis, which is
    correct."""
    at = prose.find("…")
    while at >= 0:
        end = at + 1
        while prose.startswith("…", end):
            end += 1
        if end == at + 1:
            yield at
        at = prose.find("…", end)


def _usual(doc: Document, places: list[Place], minority: list[Place]) -> str:
    """Return the ellipsis to write: that of the majority, or of all correct ones."""
    if minority:
        return "…" if minority[0].dots else "..."
    kept = any(place.dots and _fault(doc, place) == "" for place in places)
    return "..." if kept and all(place.dots for place in places) else "…"


def _mixed(minority: list[Place], right: str, *, required: bool) -> Finding:
    first, *others = minority
    # The first of four dots is the full stop.
    edits = tuple(Edit(Span(p.start + (p.end - p.start == 4), p.end), right) for p in minority)
    return Finding(
        Span(first.start, first.end),
        {
            "found": "…" if right == "..." else "...",
            "fault": f"should be {right}"
            if required
            else f"here, but {right} elsewhere in the article",
        },
        Fix(edits, False, f"write {right}"),
        tuple(Related(Span(p.start, p.end), "also here") for p in others[:_MOST_RELATED]),
    )


def _alone(doc: Document, place: Place, right: str) -> Finding | None:
    """Return a finding for dots with a fault of their own: four of them, or inside a sentence."""
    fault = _fault(doc, place)
    if not fault:
        return None
    span = Span(place.start, place.end)
    found = doc.prose[place.start : place.end]
    fix = Fix((Edit(span, right),), False, f"write {right}") if found != right else None
    return Finding(span, {"found": found, "fault": fault}, fix)


def _fault(doc: Document, place: Place) -> str:
    start, end, _ = place
    prose = doc.prose
    length = end - start
    if length > 3:
        before, after = prose[start - 1 : start], prose[end : end + 1] or "\n"
        # Four dots can be an ellipsis and the full stop of its sentence.
        ends = after in CLOSING or after == "\n" or prose[end + 1 : end + 2].isupper()
        if length == 4 and (ends or not (_is_word(before) or before.isdigit())):
            return ""
        if before.isspace() or not before:
            return ""  # a space to fill in
        return f"is an ellipsis of {length} dots"
    if _is_mid_sentence(doc, start, end) and not _is_spoken(doc, start):
        return "in the middle of a sentence"
    return ""


def _is_mid_sentence(doc: Document, start: int, end: int) -> bool:
    """Return True if the next word certainly continues the sentence.

    A pause before a new sentence looks the same. So in Arabic the word must be one that cannot
    begin a sentence, and elsewhere the dots must repeat an "and so on".
    """
    prose = doc.prose
    if _is_arabic(prose[start - 1 : start]):
        at = end + 1 if prose[end : end + 1] == " " else end
        after = _WORD.match(prose, at)
        if after is None or not is_arabic_letter(after[0][0]):
            return False
        word = _last_word(prose, start)
        return word not in _AND and (
            after[0] in _CONTINUES
            or (
                after[0].startswith("و")
                and (after[0][1:] in _CONTINUES or _AND_THE.match(after[0]) is not None)
            )
        )
    after = _WORD.match(prose, end)
    return (
        after is not None
        and prose[start - 1 : start].isalpha()
        and after[0][0].islower()
        and (after[0] in _AND_SO_ON or _last_word(prose, start) in _AND_SO_ON)
    )


def _last_word(prose: str, end: int) -> str:
    m = _LAST_WORD.search(prose, max(end - 20, 0), end)
    return m[0] if m else ""


def _is_spoken(doc: Document, at: int) -> bool:
    """Return True if an offset is in a quotation or in emphasis, where dots show how a person
    speaks."""
    block = block_at(doc, at)
    if block is None:
        return False
    if block.kind in ("quote", "html"):
        return True
    return in_quotation(doc, at) or in_emphasis(doc, at)


def _is_chrome(doc: Document, place: Place, notices: tuple[str, ...]) -> bool:
    """Return True if an ellipsis is in a heading, ends the text of a loading widget, or is part of
    a button: a short link alone on its line."""
    block = block_at(doc, place.start)
    if block is None or block.kind == "heading":
        return True
    line = doc.prose[block.start : place.end]
    if doc.prose[place.end : block.end].strip(_BLANK) or count_words(line) > _NOTICE_WORDS:
        return False
    return (block.start, block.end) in doc.fact(_links) or light(
        line.replace(MARK, "").rstrip(".… ")
    ).endswith(notices)


def _links(doc: Document) -> frozenset[Span]:
    return frozenset(link.span for link in doc.links)


def _is_posted(doc: Document, place: Place) -> bool:
    """Return True if an ellipsis is in an embedded post, which is quoted verbatim."""
    return is_posted(doc, bisect_right(doc.blocks, place.start, key=lambda block: block.start) - 1)


def _is_word(char: str) -> bool:
    return char.isalpha() or (char != "" and is_mark(char))


def _is_arabic(char: str) -> bool:
    return char >= "\u0591" and (is_arabic_letter(char) or is_mark(char))


def _is_omission(prose: str, start: int, end: int) -> bool:
    """Return True for ``[...]``, which marks an omission in a quotation."""
    before = prose[max(start - 3, 0) : start].rstrip(MARK)[-1:]
    after = prose[end : end + 3].lstrip(MARK)[:1]
    return before != "" and before in OPENING and after != "" and after in CLOSING
