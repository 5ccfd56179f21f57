"""Consent, privacy and copyright lines of the page around an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import findings
from contentlint.article.boilerplate.lines import (
    LONGEST_MARKED,
    NO_LINES,
    Rows,
    ShortLines,
    is_one_word,
    opened_rows,
)
from contentlint.article.boilerplate.phrases import (
    Beginnings,
    Phrases,
    has_arabic,
    phrase_beginnings,
)
from contentlint.article.boilerplate.placement import Labels, is_entry, place
from contentlint.checks.residue._notices import SIGNS, may_count, shown
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases
from contentlint.text.unicode.fold import light_word

_SPLIT = lazy_regex.compile(r"\s*[|·•/,،؛;]\s*|\s+[-–—]\s+")
# The start of a part that is not the first of its line.
_PART = lazy_regex.compile(r"[|·•/,،؛;\-‐‑‒–—―−]\s*([^\s|·•/,،؛;]+)")
_SEPARATORS = ("|", "·", "•", "/", " -", " ‐", " ‑", " ‒", " –", " —", " ―", " −")


class Options(NamedTuple):
    phrases: Words = {}
    """Names of pages, by language: reported after the end of the article, or if two are on a
    line."""
    contacts: Words = {}
    """Names of pages about the site, by language: reported beside one of ``phrases`` or
    ``notices``, on the same line or the next."""
    notices: Words = {}
    """Sentences that are reported if they make up a whole line or begin a short one, by
    language."""
    labels: Words = {}
    """Labels of the source line, by language. The article ends with its last full sentence or with
    this line, whichever comes first. What follows is more certainly not part of it: the severity
    may be higher, and the fix may be safe."""


def needs(options: Options) -> tuple[str, ...]:
    lists = (*options.phrases.values(), *options.notices.values())
    return (
        *line_phrases.lines(*lists, *options.contacts.values()),
        *line_phrases.begun(*options.notices.values()),
        *line_phrases.parts(*lists, *options.contacts.values()),
        *SIGNS,
    )


class Checker:
    def __init__(self, options: Options) -> None:
        self._phrases = Phrases(options.phrases)
        self._contacts = Phrases(options.contacts)
        self._notices = Phrases(options.notices)
        self._labels = Labels(options.labels)
        self._beginnings = Beginnings(self._phrases, self._contacts, self._notices)

    def check(self, doc: Document) -> Iterator[Finding]:
        rows = doc.fact(opened_rows)
        lines = _lines(rows, self._beginnings)
        short = rows.joined
        sentences = []
        if short is None or any(sign in short for sign in SIGNS):
            sentences = [*self._sentences(_signed(doc))]
        if not lines.whole and not sentences:
            return
        phrases, notices = self._phrases.of(rows.arabic), self._notices.of(rows.arabic)
        found: dict[int, str | None] = {}
        topics: list[int] = []
        for key in [*phrases.intersection(lines.whole), *notices.intersection(lines.whole)]:
            for line in lines.whole[key]:
                where = place(doc, line.number, self._labels)
                if key in notices or where.tail:
                    found[line.number] = None
                elif where.kind not in ("heading", "list_item", "table", "quote"):
                    found[line.number] = "info"
                    if is_one_word(key):
                        topics.append(line.number)
        for number in [number for number in topics if is_entry(doc, number, found)]:
            del found[number]  # a topic, alone among other short lines
        contacts = self._contacts.of(rows.arabic)
        for number in _several(lines, phrases | notices, contacts, notices):
            found[number] = None
        for number in sentences:
            where = place(doc, number, self._labels)
            # A list item may be a work with its copyright, in a bibliography or in credits.
            if where.tail or where.kind != "list_item":
                found[number] = None
        known = contacts & lines.whole.keys()
        _add_neighbours(doc, found, [line.number for key in known for line in lines.whole[key]])
        yield from findings(
            doc,
            [
                Hit(number, number, severity, place(doc, number, self._labels).loose)
                for number, severity in found.items()
            ],
        )

    def _sentences(self, signed: Iterable[tuple[int, str]]) -> Iterator[int]:
        """Yield lines about cookies that contain two such phrases or begin with a notice, and
        copyright lines with a reservation of rights."""
        for i, folded in signed:
            arabic = has_arabic(folded)
            notices = self._notices.of(arabic)
            if "cookie" not in folded:
                if any(map(folded.__contains__, notices)):
                    yield i
                continue
            held = [*filter(folded.__contains__, (*self._phrases.of(arabic), *notices))]
            if len(held) >= 2 or folded.startswith(tuple(notices.intersection(held))):
                yield i


def _lines(rows: Rows, of_language: Beginnings) -> ShortLines:
    """Return the lines that may be such a name, or contain one after another name."""
    if not rows.texts:
        return NO_LINES
    beginnings = of_language(rows.arabic)
    indices = rows.beginning(beginnings, LONGEST_MARKED)
    if parted := _parted(rows, beginnings):
        indices = sorted({*indices, *parted})
    return rows.lines(indices)


def _parted(rows: Rows, beginnings: frozenset[str]) -> list[int]:
    """Return the indices of rows that may contain such a name after another one."""
    short = "\n".join([text for text in rows.texts if len(text) <= LONGEST_MARKED])
    for separator in _SEPARATORS:
        if separator in short:
            break
    else:
        return []
    found = set(_PART.findall(short))
    parts = [part.lower() if part.isascii() else light_word(part) for part in found]
    if beginnings.isdisjoint(phrase_beginnings(parts)):
        return []
    return [
        i for i, text in enumerate(rows.texts) if len(text) <= LONGEST_MARKED and _PART.search(text)
    ]


def _add_neighbours(doc: Document, found: dict[int, str | None], contacts: list[int]) -> None:
    """Add the lines with the name of a page about the site that stand in a row with a found one."""
    if not found:
        return
    contacts.sort()
    for row, step in ((contacts, -1), (contacts[::-1], 1)):
        for number in row:
            beside = number + step
            while 0 <= beside < doc.line_count and not doc.line(beside).strip():
                beside += step
            if beside in found:
                found.setdefault(number, found[beside])


def _several(
    lines: ShortLines, names: frozenset[str], contacts: frozenset[str], notices: frozenset[str]
) -> Iterator[int]:
    """Return the lines with two or more names of pages, one of them of such a page, or with a
    notice of rights at their beginning."""
    opening = _sentences_of(notices)
    every = names | contacts
    for key, where in lines.whole.items():
        parted = "|" in key or "·" in key or "•" in key or " - " in key or "/" in key
        if parted:
            known = every.intersection(_SPLIT.split(key))
            if len(known) > 1 and known & names:
                yield from (line.number for line in where)
        if key.startswith(opening):
            yield from (line.number for line in where)


@lru_cache(maxsize=8)
def _sentences_of(notices: frozenset[str]) -> tuple[str, ...]:
    """Return the notices of more than one word."""
    return tuple([notice for notice in notices if " " in notice])


def _signed(doc: Document) -> Iterator[tuple[int, str]]:
    """Return the short lines (from 0) with a sign that may be notices, and their displayed text,
    folded."""
    prose = doc.prose
    numbers = set()
    for sign in SIGNS:
        at = prose.find(sign)
        while at >= 0:
            numbers.add(doc.line_at(at))
            at = prose.find(sign, at + 1)
    for i in sorted(numbers):
        folded = shown(prose[slice(*doc.line_span(i))])
        if may_count(folded):
            yield i, folded
