"""Lines of the page around an article, identified by a phrase or by their beginning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import findings
from contentlint.article.boilerplate.lines import (
    LONGEST,
    Line,
    Rows,
    ShortLines,
    is_one_word,
    short_lines,
)
from contentlint.article.boilerplate.openings import Openings, openings
from contentlint.article.boilerplate.phrases import (
    EDGES,
    Beginnings,
    Phrases,
    Templates,
    without_numbers,
)
from contentlint.article.boilerplate.placement import Labels, place
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, Document
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    pass


_SPLIT = lazy_regex.compile(r"\s*[|·•/«»‹›]\s*|\s+[-–—]\s+")
_QUOTES = frozenset("\"«»“”„‘’'「『")
_HANGING = frozenset({"heading", "list_item", "table", "quote"})


class Options(NamedTuple):
    phrases: Words = {}
    """Phrases that are reported if they make up a whole line, by language; ``#`` matches a
    number."""
    openings: Words = {}
    """Beginnings of lines to report, by language."""
    most_words: int = 40
    """The maximum number of words in a line from ``openings``."""
    dated: bool = False
    """Report a line from ``openings`` only if it contains a digit. If the line begins with a word
    that can also begin a sentence, it must also contain a colon, an hour or a year."""
    safe: bool = True
    """Treat the removal of a reported line after the end of the article as a safe fix."""
    lines: Mapping[str, str] = {}
    """Literal strings, each with a regular expression. A line that contains the string and matches
    the expression is reported."""
    homes: Words = {}
    """Names of the home page, which begin a breadcrumb, by language."""
    ambiguous: tuple[str, ...] = ()
    """Phrases of several words that may also be part of the article. As with phrases of one word,
    those before the end of the article are reported as ``info``, and in headings, lists, tables and
    quotations they are not reported."""
    labels: Words = {}
    """Labels of the source line, by language. The article ends with its last full sentence or with
    this line, whichever comes first. What follows is more certainly not part of it: the severity
    may be higher, and the fix may be safe."""


class Checker:
    def __init__(self, options: Options) -> None:
        self._phrases = Templates(options.phrases)
        self._openings = Openings(options.openings)
        self._most_words = options.most_words
        self._dated = options.dated
        self._stamps = Stamps(options.openings if options.dated else {})
        self._safe = options.safe
        self._lines = tuple(
            (literal, lazy_regex.compile(p, lazy_regex.MULTILINE))
            for literal, p in options.lines.items()
        )
        self._homes = Phrases(options.homes)
        self._ambiguous = Phrases({"": options.ambiguous})
        self._labels = Labels(options.labels)
        self._beginnings = Beginnings(self._phrases)
        self._home_beginnings = Beginnings(self._homes)

    def check(self, doc: Document) -> Iterator[Finding]:
        hits: dict[int, Hit] = {}
        rows = doc.fact(Rows)
        lines = short_lines(rows, self._beginnings)
        for hit in self._whole(doc, lines):
            hits[hit.first] = hit
        for line in self._others(doc):
            where = place(doc, line, self._labels)
            hits.setdefault(line, Hit(line, line, None, where.loose))
        for span in openings(doc, rows, self._openings, self._most_words):
            line = doc.line_at(span.start)
            text = doc.prose[span.start : span.end].replace(MARK, "")
            kind = place(doc, line, self._labels).kind
            if text[0] in _QUOTES or (self._dated and not self._stamps.is_one(text, kind)):
                continue
            if kind not in ("heading", "quote", "html"):
                hits.setdefault(line, Hit(line, line, None, False))
        safe = [hit._replace(safe=hit.safe and self._safe) for hit in hits.values()]
        yield from findings(doc, safe, may_introduce=True)

    def _whole(self, doc: Document, lines: ShortLines) -> Iterator[Hit]:
        """Yield lines that consist of a phrase, or of several with separators between them."""
        if not lines.whole:
            return
        counted = self._phrases.counted(lines.arabic)
        ambiguous = self._ambiguous.of(lines.arabic)
        for key, found in lines.whole.items():
            shown = without_numbers(key)
            if shown not in counted:
                parts = [without_numbers(part) for part in _SPLIT.split(key) if part]
                if len(parts) < 2 or not all(part in counted for part in parts):
                    continue
            for line in found:
                if line.counter or not counted.get(shown):
                    alone = is_one_word(key) or key in ambiguous
                    if hit := _hit(doc, line, self._labels, alone and not line.counter):
                        yield hit

    def _others(self, doc: Document) -> Iterator[int]:
        """Yield lines that are breadcrumbs or match a pattern."""
        if self._home_beginnings(True):
            yield from crumbs(doc, self._homes, self._home_beginnings)
        rows = doc.fact(Rows)
        for literal, pattern in self._lines:
            if rows.joined is not None and literal in rows.joined:
                shown = "\n".join(rows.texts)
                line = at = 0
                for m in pattern.finditer(shown):
                    line += shown.count("\n", at, m.start())
                    at = m.start()
                    yield rows.line(line)
                for start, end in rows.others:
                    if end - start <= LONGEST and pattern.search(doc.prose[start:end]):
                        yield doc.line_at(start)


def _hit(doc: Document, line: Line, labels: Labels, vague: bool) -> Hit | None:
    where = place(doc, line.number, labels)
    if where.kind == "html" or (where.kind == "quote" and not where.tail):
        # A video's fallback content is part of its element.
        return None
    if where.tail or not vague:
        return Hit(line.number, line.number, None, where.loose)
    if where.kind in _HANGING:
        return None
    return Hit(line.number, line.number, "info", False)


_SEPARATORS = "›»>→←|•·/\\"
_MOST_WORDS = 5
_LEAST = 3


def crumbs(doc: Document, homes: Phrases, beginnings: Beginnings) -> Iterator[int]:
    """Return the lines (from 0) of breadcrumbs: three or more names with one kind of separator, the
    first the home page's.

    Only the last name may be longer than a few words: it is the title of the page.
    """
    rows = doc.fact(Rows)
    for i in rows.beginning(beginnings(rows.arabic), LONGEST):
        text = rows.texts[i]
        for separator in _SEPARATORS:
            if text.count(separator) >= _LEAST - 1:
                parts = [part.strip(EDGES) for part in text.split(separator)]
                parts = parts if parts[-1] else parts[:-1]
                if (
                    len(parts) >= _LEAST
                    and all(0 < len(part.split()) <= _MOST_WORDS for part in parts[:-1])
                    and light(parts[0]) in homes.of(rows.arabic)
                ):
                    yield rows.line(i)
                    break


_DATE = lazy_regex.compile(r"\d{4}|\d[.:h/]\d\d")
_AROUND = " \t-|"
_REACH = 60


class Stamps:
    """The openings of dated lines; one that ends in a colon also begins other sentences."""

    def __init__(self, openings: Words) -> None:
        entries = [entry for each in openings.values() for entry in each]
        self._bare = tuple(entry.rstrip(": ") for entry in entries if entry.endswith(":"))
        self._sure = tuple(entry for entry in entries if not entry.endswith(":"))

    def is_one(self, line: str, kind: str) -> bool:
        """Return True if a line in a block of some kind is one with a date."""
        # A row of a table is a field of a record.
        if not any(map(str.isdigit, line)) or kind in ("table", "pipe_row"):
            return False
        line = line.strip(_AROUND).lower()
        if line.startswith(self._sure) or not line.startswith(self._bare):
            return True
        for bare in self._bare:
            if line.startswith(bare):
                rest = line[len(bare) :].lstrip(_AROUND)
                if rest.startswith((":", "：")):
                    return True
                # An item of a list of changes: "- Updated the guide of 2024".
                if kind != "list_item" and _DATE.search(rest, 0, _REACH):
                    return True
        return False
