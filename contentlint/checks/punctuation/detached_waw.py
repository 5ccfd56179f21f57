"""``و`` (and) separated from the Arabic word that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import MARK, Document, Span
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_BEFORE = frozenset(' \t\n\u00a0(«"“' + MARK)
# The letter itself is mentioned.
_LETTER = ("حرف", "الحرف", "الواو", "واو")
_PERSIAN = frozenset("پچژگ")
_REACH = 24
_MOST_RELATED = 19


def needs() -> tuple[str, ...]:
    return ("و ",)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding a file: a writer who separates ``و`` does so throughout."""
    prose, text = doc.prose, doc.text
    found = []
    at = prose.find("و ")
    while at >= 0:
        if (at == 0 or prose[at - 1] in _BEFORE) and text[at + 1] == " ":
            word = at + 1
            while prose[word : word + 1] == " ":
                word += 1
            if _is_detached(prose, at, word) and not _is_persian(doc, at):
                end = word + 1
                while end < len(prose) and end - word < _REACH and _continues(prose[end]):
                    end += 1
                found.append((Span(at, end), Span(at + 1, word)))
        at = prose.find("و ", at + 1)
    if not found:
        return
    span, gap = found[0]
    yield Finding(
        span,
        {"found": "و", "right": "و" + text[gap.end : span.end]},
        Fix(tuple([Edit(gap, "") for _, gap in found]), False, "join و to the word after it"),
        tuple([Related(span, "also separated") for span, _ in found[1 : _MOST_RELATED + 1]]),
    )


def _is_persian(doc: Document, at: int) -> bool:
    """Return True if a line has letters that Arabic has not."""
    return not _PERSIAN.isdisjoint(doc.prose[slice(*doc.line_span(doc.line_at(at)))])


def _continues(char: str) -> bool:
    return is_arabic_letter(char) or is_mark(char)


def _is_detached(prose: str, at: int, word: int) -> bool:
    """Return True if a whole Arabic word follows, and it is not a list of letters or initials."""
    if not is_arabic_letter(prose[word : word + 1] or "\n"):
        return False
    if not is_arabic_letter(prose[word + 1 : word + 2] or "\n") and prose[
        word + 1 : word + 2
    ] not in (
        "\u0640",
        "\u064e",
        "\u0650",
        "\u064f",
    ):
        return False  # the letters "أ و ب", the initials "و م.", stuttering in verse
    before = prose[max(at - _REACH, 0) : at].rstrip(' \u00a0«"“(' + MARK).rsplit(None, 1)
    last = before[-1] if before else ""
    if last.rstrip(".،") in _LETTER:
        return False
    return not (len(last.rstrip(".،")) == 1 and is_arabic_letter(last[:1]))
