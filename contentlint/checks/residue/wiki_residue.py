"""Wiki markup in copied text: edit links, notes for editors, numbers of notes."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import queries, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import MARK, Document, Span
from contentlint.model.rule import Words

if TYPE_CHECKING:
    import re

_INSIDE = r"\[([^\[\]\n%s]{2,%d})\]"
_NOT_INSIDE = "()!"
_LONGEST = 34
"""Characters between the brackets, unless an entry has more."""
_SIGNS = 8
"""Markup characters around an entry that exceed ``_LONGEST``."""
_AROUND = " \\*_|"
# A mark may be a link inside brackets: `\[[edit](/w/…)\]`, `[*[citation needed](/wiki/…)*]`.
_OPEN, _CLOSE = lazy_regex.compile(r"\\?\[[*_]{0,2}$"), lazy_regex.compile(r"[*_]{0,2}\\?\]")
_NOTE = lazy_regex.compile(r"\\?\[[0-9]{1,3}\\?\](?![(:\[])")
# The notes themselves: numbered, or with the arrow or caret of the back link. Searched behind a
# line end, which `re` finds faster than the beginning of a line.
_LISTED = lazy_regex.compile(
    r"\n(?:[ \t>*-]{0,6}(?:\\?\[[0-9]{1,3}\\?\]|[0-9]{1,3}[.)](?:[ \t\n]|\Z))"
    r"|[ \t>*|0-9.)\[\\-]{0,14}[↑^])"
)
# "[3, 7]", "[3–5]": works that a paper cites.
_SEVERAL = lazy_regex.compile(r"\[[0-9]{1,3}(?:[,،;–-] ?[0-9]{1,3}){1,9}\\?\]")
_LEAST_NOTES = 3
_MOST_RELATED = 10
_LONGEST_TITLE = 120
_FAR = 600
_AFTER = 8
_LONGEST_HEADING = 60


class Options(NamedTuple):
    edits: Words = {}
    """Texts of links that edit a section, by language; reported at the end of a short line."""
    notes: Words = {}
    """Texts of notes for editors, by language."""
    headings: Words = {}
    """Headings above a list of notes, by language."""


def _inside(entries: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of brackets that contain one of the entries."""
    longest = max(map(len, entries), default=0)
    most = _LONGEST if longest <= _LONGEST else longest + _SIGNS
    others = [char for char in _NOT_INSIDE if not any(char in entry for entry in entries)]
    return lazy_regex.compile(_INSIDE % ("".join(others), most))


def _folded(words: Words) -> frozenset[str]:
    # Arabic also without the hamza: folding the text would load pyarabic.
    entries = [entry.lower() for each in words.values() for entry in each]
    return frozenset(entries) | {entry.replace("أ", "ا").replace("إ", "ا") for entry in entries}


# The brackets of links are masked: few texts have others.
_BRACKET = trigger.Chars("[")


def needs(options: Options) -> tuple[trigger.Chars, ...]:
    return (_BRACKET,)


class Checker:
    def __init__(self, options: Options) -> None:
        self._notes = _folded(options.notes)
        self._entries = _folded(options.edits) | self._notes
        self._headings = _folded(options.headings)
        self._inside = _inside(self._entries)
        """Text in brackets that may be an entry."""

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.places(_BRACKET):
            return
        text = doc.text
        inside = set(self._inside.findall(text))
        wanted = {each for each in inside if each.strip(_AROUND).lower() in self._entries}
        if wanted:
            for m in self._inside.finditer(text):
                if m[1] in wanted and queries.is_shown(doc, m.start()):
                    span = _whole(doc, m.start(), m.end())
                    if span and (
                        m[1].strip(_AROUND).lower() in self._notes or _ends_title(doc, span)
                    ):
                        found = " ".join(text[m.start() : m.end()].split())
                        fix = Fix((Edit(_with_blanks(text, span), ""),), True, "remove it")
                        yield Finding(span, {"found": found.replace("\\", "")}, fix)
        # Authors have such numbers in code, and in macros of their generator.
        if doc.origin != "authored" and not inside.isdisjoint(_NUMBERS):
            yield from self._loose_notes(doc)

    def _loose_notes(self, doc: Document) -> Iterator[Finding]:
        """Return the numbers of notes whose notes are missing in the text, as one finding."""
        text = doc.text
        if "#cite_ref" in text or _LISTED.search("\n" + text) or _SEVERAL.search(text):
            return
        if _has_heading(doc, self._headings):
            return
        marks = [
            Span(*m.span())
            for m in _NOTE.finditer(text)
            if text[m.start() - 1 : m.start()].strip()
            and queries.is_shown(doc, m.start())
            and not queries.in_link(doc, m.start())
        ]
        numbers = [*dict.fromkeys(int(text[slice(*mark)].strip("\\[]")) for mark in marks)]
        # A wiki counts its notes in the order of the text; a list of literature has its own.
        if len(marks) >= _LEAST_NOTES and numbers == sorted(numbers):
            related = tuple(Related(mark, "also here") for mark in marks[1 : _MOST_RELATED + 1])
            values = {"found": f"{len(marks)} note numbers without their notes"}
            yield Finding(marks[0], values, None, related, "info")


_NUMBERS = frozenset([str(n) for n in range(1000)] + [f"{n}\\" for n in range(100)])


def _whole(doc: Document, start: int, end: int) -> Span | None:
    """Return the span of a mark with the brackets around it; None for a link without brackets,
    whose text is displayed."""
    text, i = doc.text, doc.first_node(start)
    if i < len(doc.nodes) and doc.nodes[i].start == start:
        before = _OPEN.search(text, max(start - 4, 0), start)
        after = _CLOSE.match(text, doc.nodes[i].end)
        return Span(before.start(), after.end()) if before and after else None
    return Span(start - text.endswith("\\", 0, start), end)


def _with_blanks(text: str, span: Span) -> Span:
    """Extend a span by the blanks before a mark at the end of its line."""
    start = span.start
    if text[span.end : span.end + 1] in ("", "\n"):
        while start and text[start - 1] in " \t":
            start -= 1
    return Span(start, span.end)


def _ends_title(doc: Document, span: Span) -> bool:
    line = doc.line_span(doc.line_at(span.start))
    if line.end - span.end > _AFTER or doc.text[span.end : line.end].strip(_AROUND):
        return False
    before = doc.prose[max(line.start, span.start - _FAR) : span.start]
    return len(before.replace(MARK, "")) <= _LONGEST_TITLE


def _has_heading(doc: Document, headings: frozenset[str]) -> bool:
    """Return True if a heading or a short line of its own announces notes."""
    prose = doc.prose
    return any(
        end - start <= _LONGEST_HEADING
        and prose[start:end].replace(MARK, "").strip(" :：").lower() in headings
        for _, start, end, *_ in doc.blocks
    )
