"""Links to other articles between the paragraphs of this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.grouping import doubtful, findings
from contentlint.article.boilerplate.lines import LONGEST, is_one_word, opened_rows, short_lines
from contentlint.article.boilerplate.phrases import EDGES, Beginnings, Phrases, has_arabic
from contentlint.article.boilerplate.placement import Labels, place_and_severity
from contentlint.core import count_words, line_ends_sentence
from contentlint.model.annotations import Hit, Place
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, Document, Span
from contentlint.model.queries import block_at, block_on_line, has_link
from contentlint.model.rule import Words
from contentlint.text.match import line_phrases
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    import re

_WORDS_AFTER = 20
_WORDS_AFTER_OPEN = 6
_SECTIONS = ("heading", "table")
_CUT = frozenset({"paragraph", "list_item"})
_DOTS = ("...", "…")
_END = lazy_regex.compile(
    rf"(?:\.\.\.|…)[ \t{MARK}()\[\]]*([^\W\d_][^\n.…]{{2,40}}?)[ \t{MARK}()\[\]»›>→.]*$",
    lazy_regex.MULTILINE,
)


# "Read more [in-depth articles on ports](…)": the link continues the words before it.
_CONTINUED = lazy_regex.compile(rf"[ \t>*+-]*[^:：|{MARK}]+[^\W\d_][ \t]+{MARK}+[a-zà-ÿа-я]")


class Options(NamedTuple):
    phrases: Words = {}
    """Phrases before links to other articles, by language."""
    openings: Words = {}
    """Beginnings of a line that is entirely in bold, a link, or in capitals ("MORE ON …"), by
    language."""
    sections: tuple[str, ...] = ()
    """Phrases that may also be the heading of a section."""
    labels: Words = {}
    """Labels of the source line, by language. The article ends with its last full sentence or with
    this line, whichever comes first. What follows is more certainly not part of it: the severity
    may be higher, and the fix may be safe."""


def needs(options: Options) -> tuple[str, ...]:
    phrases = [phrase for entries in options.phrases.values() for phrase in entries]
    # A single word is not a link to an article.
    heads = [phrase for phrase in phrases if " " in phrase]
    return (
        *line_phrases.lines(phrases),
        *line_phrases.lines(heads, longest=LONGEST, whole=False),
        *line_phrases.begun(*options.openings.values()),
        *(_DOTS if phrases else ()),
    )


class Checker:
    def __init__(self, options: Options) -> None:
        self._phrases = Phrases(options.phrases)
        self._openings = Phrases(options.openings)
        self._sections = Phrases({"": options.sections})
        self._labels = Labels(options.labels)
        self._beginnings = Beginnings(self._phrases, self._openings)

    def check(self, doc: Document) -> Iterable[Finding]:
        found = findings(doc, self._hits(doc), may_introduce=True)
        # A link may be the only one to its page.
        found = [doubtful(each) if has_link(doc, *each.span) else each for each in found]
        return [*found, *self._ends(doc)]

    def _ends(self, doc: Document) -> Iterator[Finding]:
        """Yield phrases at the end of a paragraph that was cut: "… Read more"."""
        prose = doc.prose
        for dots in _DOTS:
            at = prose.find(dots)
            while at >= 0:
                m = _END.match(prose, at)
                if m is not None and self._is_phrase(doc, m):
                    yield Finding(Span(m.start(1), m.end(1)), {"found": m[1].replace(MARK, "")})
                at = prose.find(dots, at + 1)

    def _is_phrase(self, doc: Document, end: re.Match[str]) -> bool:
        """Return True if a phrase ends a paragraph in which something precedes it: a line that
        begins with dots is a phrase as a whole."""
        phrase = end[1].replace(MARK, "")
        if light(phrase) not in self._phrases.of(has_arabic(phrase)):
            return False
        block = block_at(doc, end.start())
        return (
            block is not None
            and block.kind in _CUT
            and block.end <= end.end()
            and doc.prose[block.start : end.start()].strip(EDGES) != ""
        )

    def _hits(self, doc: Document) -> Iterator[Hit]:
        lines = short_lines(doc.fact(opened_rows), self._beginnings, LONGEST)
        if not lines.whole and not lines.heads:
            return
        phrases = self._phrases.of(lines.arabic)
        seen = set()
        for key in phrases.intersection(lines.whole):
            for line in lines.whole[key]:
                found = place_and_severity(doc, line, key, self._labels)
                if found is None:
                    continue
                where, severity = found
                if key in self._sections.of(lines.arabic) and _heads_a_section(doc, where):
                    seen.add(line.number)
                    continue
                if where.kind == "quote":
                    continue  # a reference that the author set off from the text
                if where.kind == "heading" and doc.origin == "translated" and _is_source(doc):
                    continue  # translators keep the sections of the author
                seen.add(line.number)
                yield Hit(line.number, line.number, severity, where.loose)
        for key in phrases.intersection(lines.heads):
            for number in lines.heads[key]:
                if number in seen or is_one_word(key) or _is_quoted(doc, number):
                    continue
                if _precedes_title(doc, number):
                    seen.add(number)
                    severity = "info" if _is_set_by_hand(doc, number) else None
                    yield Hit(number, number, severity, False)
        openings = self._openings.of(lines.arabic)
        beginnings = tuple(openings)
        for key, where_it_is in lines.whole.items():
            if key.startswith(beginnings) and len(key.split()) <= _WORDS_AFTER_OPEN + 2:
                # "Mehr zum Thema auf …" is chrome as a heading too, "More on …" is not.
                heading = key.startswith(tuple(openings & phrases))
                for line in where_it_is:
                    if line.number not in seen and _is_emphasised(doc, line.number, heading):
                        yield Hit(line.number, line.number, None, False)


def _heads_a_section(doc: Document, where: Place) -> bool:
    """Return True if a phrase is a heading, or in bold above a list."""
    if where.kind in _SECTIONS:
        return True
    line = doc.line_at(where.span.start)
    below = next((i for i in range(line + 1, doc.line_count) if doc.line(i).strip()), line)
    block = block_on_line(doc, below)
    return (
        doc.text.startswith("**", where.span.start)
        and block is not None
        and block.kind == "list_item"
    )


def _is_quoted(doc: Document, line: int) -> bool:
    block = block_on_line(doc, line)
    return block is not None and block.kind == "quote"


def _is_source(doc: Document) -> bool:
    """Return True if a text has front matter, and so is the source of its page."""
    return bool(doc.blocks) and doc.blocks[0].kind == "front_matter"


def _is_set_by_hand(doc: Document, line: int) -> bool:
    """Return True if a line with a link ends a section of a text with front matter: the text is the
    source itself, and its author may recommend further reading."""
    if not _is_source(doc) or not has_link(doc, *doc.line_span(line)):
        return False
    below = next((i for i in range(line + 1, doc.line_count) if doc.line(i).strip()), -1)
    block = block_on_line(doc, below)
    return below < 0 or (block is not None and block.kind in ("heading", "break"))


def _precedes_title(doc: Document, line: int) -> bool:
    """Return True if a title follows a phrase: short, no sentence, or a link up to its end."""
    start, end = doc.line_span(line)
    marked = doc.prose[start:end]
    shown = marked.replace(MARK, "").strip()
    if count_words(shown) > _WORDS_AFTER + 4:
        return False
    if _CONTINUED.match(marked):
        return False
    # `[Read more](…) about it.` is a sentence, whatever its beginning.
    return not line_ends_sentence(shown) or marked.rstrip(" \t.").endswith(MARK)


def _is_emphasised(doc: Document, line: int, heading: bool) -> bool:
    """Return True if a line is bold as a whole, a link or in capitals, or a heading where one may
    count."""
    start, end = doc.line_span(line)
    text = doc.text[start:end].strip()
    if text[-1:] in ".؛،,":
        return False
    block = block_on_line(doc, line)
    if block is not None and block.kind != "paragraph":
        return heading and block.kind == "heading"
    marked = doc.prose[start:end].strip(" \t")
    if marked[:1] == MARK == marked[-1:]:
        return True
    return text.isupper() and marked.lstrip(MARK)[:1].isalpha()
