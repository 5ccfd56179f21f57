"""A per-cent sign before its number, or separated from it, in right-to-left text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.languages import RTL
from contentlint.text.unicode.chars import letter_after, letter_before, script

_D = "[0-9٠-٩۰-۹]"
_NUMBER = lazy_regex.compile(rf"[ \u00a0]?({_D}+(?:[.,٫٬]{_D}+)*)(?!{_D})")
_SIGNS = frozenset("+-\u00b1\u2212\u2013")
_RTL_SCRIPTS = ("arabic", "hebrew")


def needs() -> tuple[str, ...]:
    return ("%", "٪")


def check(doc: Document) -> Iterator[Finding]:
    if doc.language not in RTL and doc.direction != "rtl":
        return
    prose = doc.prose
    places = []
    for sign in "%٪":
        at = prose.find(sign)
        while at >= 0:
            places.append(at)
            at = prose.find(sign, at + 1)
    for at in sorted(places):
        finding = _before_number(doc, at) or _apart(doc, at)
        if finding:
            yield finding


def _before_number(doc: Document, at: int) -> Finding | None:
    prose = doc.prose
    m = _NUMBER.match(prose, at + 1)
    before = prose[at - 1 : at] if at else " "
    # After a digit the sign belongs to that number; after a letter it is an escape of a URL.
    if m is None or before.isdigit() or (before.isalpha() and script(before) == "latin"):
        return None
    if prose[at - 2 : at - 1].isdigit():
        return None
    after = prose[m.end() : m.end() + 1]
    if after in ("%", "٪") or (after.isalpha() and script(after) == "latin"):
        return None
    if not _is_rtl(prose, at, m.end()):
        return None
    right = m[1] + prose[at]
    span = Span(at, m.end())
    fix = None
    # A sign after the number would have to move as well, or marks a range: no fix.
    if after not in _SIGNS:
        fix = Fix((Edit(span, right),), False, f"write {right}")
    return Finding(span, {"found": doc.text[at : m.end()], "right": right}, fix)


def _apart(doc: Document, at: int) -> Finding | None:
    prose = doc.prose
    if at < 2 or doc.text[at - 1] not in " \u00a0" or not prose[at - 2].isdigit():
        return None
    if prose[at + 1 : at + 2].isalnum() or not _is_rtl(prose, at - 1, at + 1):
        return None
    start = at - 1
    while start and (prose[start - 1].isdigit() or prose[start - 1] in ".,٫٬"):
        start -= 1
    span = Span(at - 1, at)
    right = prose[start : at - 1] + prose[at]
    fix = Fix((Edit(span, ""),), False, f"write {right}")
    return Finding(Span(start, at + 1), {"found": doc.text[start : at + 1], "right": right}, fix)


def _is_rtl(prose: str, start: int, end: int) -> bool:
    """Return True if the words beside a number are right-to-left."""
    near = letter_before(prose, start) or letter_after(prose, end)
    return near != "" and script(near) in _RTL_SCRIPTS
