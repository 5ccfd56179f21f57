"""Arabic letters stored as presentation forms, which fonts should choose."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model import queries, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.text.unicode.chars import is_arabic_letter

if TYPE_CHECKING:
    import re

# Without the symbols and honorifics among them (FBB2-FBD2, FD3E-FD4F, FDCF, FDF0-FDFF).
_FORMS = "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdce\ufe70-\ufefc"
_FORM = lazy_regex.compile(f"[{_FORMS}]")
_WORD = lazy_regex.compile(f"[{_FORMS}][{_FORMS}\u064b-\u0652]*")
_SIGNS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
_MOST_RELATED = 10
_TATWEEL = "\u0640"
_ISOLATED, _INITIAL = "<isolated>", "<initial>"


def needs() -> tuple[str, ...]:
    return (trigger.FORMS,)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding per line: a program that shapes letters converts whole passages."""
    if doc.text.isascii() or b"\xef" not in doc.fact(queries.utf8_text):
        return
    prose = doc.prose
    m = _FORM.search(prose)
    while m:
        line = doc.line_span(doc.line_at(m.start()))
        finding = _line(prose, line)
        if finding is not None:
            yield finding
        m = _FORM.search(prose, line.end)


def _line(prose: str, line: Span) -> Finding | None:
    words = list(_WORD.finditer(prose, line.start, line.end))
    # A single letter shows its shape on purpose, as in a text about writing.
    if not any(len(m[0]) > 1 or _touches_letter(prose, m) for m in words):
        return None
    # In a table row, the message shows the first cell.
    first = words[0].start()
    cell = prose.find("|", first, words[-1].end())
    end = max(m.end() for m in words if cell < 0 or m.end() <= cell)
    span = Span(first, end)
    found = prose[first:end]
    forms = [m for word in words for m in _FORM.finditer(word[0])]
    if _is_visual(prose, words):
        return _backwards(prose, line, words)
    values = {"found": found, "right": _FORM.sub(_plain, found), "how": ""}
    edits = tuple(
        Edit(Span(at, at + 1), _plain(form))
        for word in words
        for form in _FORM.finditer(word[0])
        for at in (word.start() + form.start(),)
    )
    title = "write the ordinary letter" if len(forms) == 1 else "write the ordinary letters"
    others = [Related(Span(*m.span()), "also here") for m in words if m.start() > end]
    return Finding(span, values, Fix(edits, False, title), tuple(others[:_MOST_RELATED]))


def _backwards(prose: str, line: Span, words: list[re.Match[str]]) -> Finding:
    """Return the words of a line, each reversed: programs reverse the line, or each word and not
    the line."""
    spans = [_turned(prose, line, word) for word in words if len(word[0]) > 1]
    first, *others = spans
    found = prose[slice(*first)]
    values = {"found": found, "right": _FORM.sub(_plain, found[::-1]), "how": ", stored backwards"}
    related = tuple(Related(span, "also here") for span in others[:_MOST_RELATED])
    return Finding(first, values, None, related)


def _turned(prose: str, line: Span, word: re.Match[str]) -> Span:
    """Reverse a word that is stored backwards: the vowel signs before it belong to it, those after
    it do not."""
    start, end = word.span()
    while start > line.start and prose[start - 1] in _SIGNS:
        start -= 1
    while prose[end - 1] in _SIGNS:
        end -= 1
    return Span(start, end)


def _touches_letter(prose: str, m: re.Match[str]) -> bool:
    start, end = m.span()
    before = prose[max(start - 2, 0) : start]
    if before[-1:] == "و" and not is_arabic_letter(before[:1] or " "):
        before = ""  # "and", which is joined to the next word
    return any(map(is_arabic_letter, before[-1:] + prose[end : end + 1]))


def _after_letter(prose: str, m: re.Match[str]) -> bool:
    return any(map(is_arabic_letter, prose[max(m.start() - 1, 0) : m.start()]))


def _plain(m: re.Match[str]) -> str:
    """Return the letters of a form; for a mark on a space or tatweel, the mark alone."""
    from contentlint.text.unicode.normalize import normalize

    letters = normalize("NFKC", m[0])
    return letters.strip(" " + _TATWEEL) or letters


def _is_visual(prose: str, words: list[re.Match[str]]) -> bool:
    """Return True if most words begin with a letter in its final form."""
    from unicodedata import decomposition

    whole = [m for m in words if len(m[0]) > 1 and not _after_letter(prose, m)]
    shapes = [decomposition(m[0][0]).partition(" ")[0] for m in whole]
    return sum(shape not in (_ISOLATED, _INITIAL) for shape in shapes) * 2 > len(whole)
