"""The same punctuation mark twice, two incompatible marks, and rows of ! and ?."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.characters import CLOSING, MARKS
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.languages import ARABIC_SCRIPT
from contentlint.model.queries import block_at, in_link, in_quotation
from contentlint.model.terminators import EXCLAMATIONS
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_CLUSTER = lazy_regex.compile(r"[.,:;!?،؛؟۔](?:[ \t]?[.,:;!?،؛؟۔])*")
_ALL = MARKS + "۔"
_MARKS = frozenset(_ALL)
_ENDS = frozenset(" \t\n" + CLOSING)
_BEFORE_WORD = lazy_regex.compile(r"[\s(«\"،.]")
_ENTITY = lazy_regex.compile(r"&#?\w{2,31};\Z")
_LONGEST_ENTITY = 34
# Who sets two dots so often in an Arabic article marks pauses by them.
_HABIT = 3
_ABBREVIATIONS = ("إلخ", "الخ", "د", "م", "ص", "ه", "هـ")


# A field of a note: `author:: Salma`.
_FIELD = lazy_regex.compile(r"(?m)^[-*+> \t]*[^:\n]{1,40}::[ \t]")


_ADJACENT = trigger.Chars(_ALL, before=trigger.MARKS)
_APART = trigger.Chars(_ALL, before=trigger.SPACES)


def needs() -> tuple[trigger.Chars, ...]:
    return (_ADJACENT, _APART)


def check(doc: Document) -> Iterator[Finding]:
    found = list(_findings(doc))
    pauses = [finding for finding in found if finding.values["found"] in ("..", "۔۔")]
    if len(pauses) >= _HABIT and doc.origin == "authored" and doc.language in ARABIC_SCRIPT:
        found = [finding for finding in found if finding not in pauses]
    yield from found


def _findings(doc: Document) -> Iterator[Finding]:
    done = -1
    for at in _candidates(doc):
        if at <= done:
            continue
        m = _CLUSTER.match(doc.prose, at)
        if m is None:
            continue
        done = m.end()
        if doc.text[at:done] != m[0]:
            continue  # a comment is between the marks
        finding = _judge(doc, m[0], at, done)
        if finding is not None:
            yield finding


def _candidates(doc: Document) -> list[int]:
    """Where a mark precedes a mark, directly or before one space."""
    prose = doc.prose
    found = [at - 1 for at in doc.places(_ADJACENT)]
    apart = [at - 2 for at in doc.places(_APART) if prose[at - 2 : at - 1] in _MARKS]
    return sorted(found + apart) if apart else found


def _judge(doc: Document, run: str, start: int, end: int) -> Finding | None:
    prose = doc.prose
    before, after = prose[start - 1 : start], prose[end : end + 1] or "\n"
    if not before or not (before.isalnum() or before in CLOSING or category(before)[0] == "M"):
        return None
    if before == after and before in "\"'":
        return None  # the marks themselves are quoted
    if run[0] == ";" and _ENTITY.search(prose, max(start - _LONGEST_ENTITY, 0), start + 1):
        return None  # `&gt; ;)`
    span = Span(start, end)
    bare = run.replace(" ", "").replace("\t", "")
    if len(bare) == 2 and bare[0] == bare[1]:
        return _doubled(doc, span, run, before, after)
    if bare in ("،.", ",.", ".،"):
        if bare == ".،" and _ends_in_abbreviation(prose, start):
            return None
        if bare != ".،" and _begins_name(run, after):
            return None
        if bare == ",." and not _is_arabic(before) and after not in _ENDS:
            return None
        safe = bare == "،." and run == bare
        fix = Fix((Edit(span, "."),), safe, "keep the full stop")
        return Finding(span, {"found": run, "right": "."}, fix)
    if len(bare) >= 3 and not bare.strip(EXCLAMATIONS) and " " not in run:
        return _row(doc, span, run)
    return None


def _begins_name(run: str, after: str) -> bool:
    """Return True if the full stop after a comma begins the next word: ``، .NET``, ``,.com``,
    ``، ./x``."""
    return after == "/" or (after.isalnum() and (after.isascii() or run != run.replace(" ", "")))


def _doubled(doc: Document, span: Span, run: str, before: str, after: str) -> Finding | None:
    mark = run[0]
    adjacent = run == mark * 2
    if mark in "،؛":
        fix = Fix((Edit(span, mark),), adjacent, "keep one mark")
        return Finding(span, {"found": run, "right": mark}, fix)
    if mark == "," and after in _ENDS:
        # Before a word ,, is a typewriter's low quote; between letters it marks empty cells.
        fix = Fix((Edit(span, mark),), adjacent, "keep one mark")
        return Finding(span, {"found": run, "right": mark}, fix)
    if mark in ";:" and after in _ENDS and (not adjacent or _is_arabic(before)):
        if run == "::" and doc.fact(_has_fields):
            return None  # the fields of a note
        # Elsewhere :: and ;; are code; with a space between the marks they are not.
        fix = Fix((Edit(span, mark),), False, "keep one mark")
        return Finding(span, {"found": run, "right": mark}, fix)
    if (
        mark in ".۔"
        and adjacent
        and after in _ENDS
        and not _goes_on(doc.prose, span.end)
        and not _is_alien(doc, span.start)
    ):
        # Many writers of Arabic mark a pause with two dots.
        fix = Fix((Edit(span, mark),), False, "keep one mark")
        return Finding(span, {"found": run, "right": f"{mark} or …"}, fix, severity="info")
    return None


def _has_fields(doc: Document) -> bool:
    return len(_FIELD.findall(doc.prose)) > 1


def _goes_on(prose: str, at: int) -> bool:
    """Return True if a small letter follows: two dots shorten the word before, or mark a pause."""
    return prose[at : at + 4].lstrip(" \t")[:1].islower()


def _is_arabic(char: str) -> bool:
    return is_arabic_letter(char) or is_mark(char)


def _is_cited(doc: Document, at: int) -> bool:
    """Return True if an offset is in a block quotation, which keeps the style of its writer."""
    block = block_at(doc, at)
    return block is not None and block.kind == "quote"


def _is_alien(doc: Document, at: int) -> bool:
    """Return True if an offset is in a block quotation or in the text of a link, which may be the
    title of another page."""
    return _is_cited(doc, at) or in_link(doc, at)


def _row(doc: Document, span: Span, run: str) -> Finding | None:
    """Return a finding for a row of ! and ?; two mark emphasis, and a question may also be an
    exclamation. An author writes a row on purpose."""
    if doc.origin == "authored" or _is_cited(doc, span.start):
        return None
    # A quotation is verbatim.
    severity = "info" if in_quotation(doc, span.start) else None
    asks = next((c for c in run if c in "?؟"), "")
    right = asks + ("!" if "!" in run else "")
    fix = Fix((Edit(span, right),), False, f"write {right}")
    return Finding(span, {"found": run, "right": right}, fix, severity=severity)


def _ends_in_abbreviation(prose: str, at: int) -> bool:
    word = _BEFORE_WORD.split(prose[max(at - 12, 0) : at])[-1]
    return len(word) <= 2 or word in _ABBREVIATIONS
