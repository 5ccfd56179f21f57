"""Where an Arabic article is spelled by other rules than those of today's prose.

A paragraph in another language or a dialect, scripture, verse, and lessons about spelling.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.article.headings import outline
from contentlint.core import words
from contentlint.frontmatter import block
from contentlint.model.document import MARK, Document, Span
from contentlint.model.queries import block_at, paragraph_at
from contentlint.text.unicode.chars import ARABIC_LETTERS

# Letters that Arabic lacks, of Persian, Urdu, Kurdish and their neighbours.
_FOREIGN = lazy_regex.compile("[پچژگکیہےڈٹەێۆڕڵ]")
_MOST_FOREIGN = 20
"""Of so many words one may have such a letter: names have them."""
# Persian in Arabic code points; words that are Arabic too (آن, كرد) do not count.
_PERSIAN = frozenset("كه اين است را براى از شد مى بود با تا هاى شده".split())
_MOST_PERSIAN = 12
_DIALECT = frozenset(
    "مش ايه إيه دي ده دا اللي عشان علشان كده كدا إحنا احنا بتاع بتاعة بتاعت عايز عايزة عاوز شو هيك "
    "بدي بدك بده بدنا ليش ليه هلق هلأ وش كيفاش بزاف ديال برشا مو مب مانا إنتي إنتو انتو هاي هاد "
    "هادا هدول ازاي إزاي فين منين دلوقتي النهارده امبارح برضه لسه أوي اوي مفيش معلش علاش دابا "
    "واش راني شنو هواي اكو ماكو ياخي".split()
)
_MOST_DIALECT = 50
_VOWELS = lazy_regex.compile("[\u064b-\u0652\u0670]")
_LETTERS = lazy_regex.compile(f"[{ARABIC_LETTERS}]")
_LONGEST_VERSE = 2000
"""Characters that are searched for the sign at the beginning of a verse of the Qur'an."""
_SCRIPTURE = 5
"""A vowel sign on every fifth letter: scripture, or a text for learners."""
_TEACHES = lazy_regex.compile(
    "قل ولا تقل|الخطأ .{0,40}الصواب|(?:ال)?أخطاء (?:ال)?(?:شائعة|إملائية|لغوية)|"
    "(?:قواعد|دروس|درس|تعلم|أساسيات) الإملاء|الهمزات|همزتي? (?:ال)?(?:قطع|وصل)"
)
_TAUGHT = ("ولا تقل", "الصواب", "أخطاء", "الإملاء", "الهمزات", "همزة", "همزت")
"""What is in every match of it."""
_VERSES = 4
_VERSE = 48
"""Lines of so few characters without a mark at the end, so many of them in a row: verse."""
_CLOSING = frozenset(".!?؟…:")
AROUND = " \t*_~>|" + MARK
"""What stands around a line of prose and is no part of its text."""


def teaches_spelling(doc: Document) -> bool:
    """Return True if the title or a heading announces a lesson about spelling, whose mistakes are
    examples."""
    if not any(word in doc.text for word in _TAUGHT):
        return False
    if any(_TEACHES.search(doc.text, *heading.text) for heading in doc.fact(outline)):
        return True
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return False
    lines = [line.strip() for line in doc.lines[: doc.blocks[0].last + 1]]
    title = block.fields(lines, len(lines)).get("title", (0, ""))[1]
    return _TEACHES.search(title) is not None


def counts(doc: Document, offset: int) -> bool:
    """Return True if a misspelling at an offset counts."""
    span = paragraph_at(doc, offset)
    known = doc.fact(_paragraphs)
    if span not in known:
        known[span] = _is_prose(doc.prose[slice(*span)])
    if not known[span] or _in_scripture(doc.prose, offset):
        return False
    return not in_verse(doc, doc.line_at(offset))


def _paragraphs(doc: Document) -> dict[Span, bool]:  # noqa: ARG001
    """Return, for each paragraph examined so far, True if it is prose; empty at first."""
    return {}


def _is_prose(paragraph: str) -> bool:
    """Return True unless a paragraph is in another language, in dialect, or vocalised."""
    every = words(paragraph)
    # Words that are listed most often are short: vowel signs hide none of them.
    if _FOREIGN.search(paragraph):
        if sum(_FOREIGN.search(word) is not None for word in every) * _MOST_FOREIGN > len(every):
            return False
    if _share(every, _PERSIAN) * _MOST_PERSIAN >= 1 or _share(every, _DIALECT) * _MOST_DIALECT >= 1:
        return False
    signs = len(_VOWELS.findall(paragraph))
    return not signs or signs * _SCRIPTURE < len(_LETTERS.findall(paragraph))


def _share(every: list[str], some: frozenset[str]) -> float:
    # Most paragraphs have none; this test takes a tenth of the time of counting.
    if some.isdisjoint(every):
        return 0
    return sum(map(some.__contains__, every)) / len(every)


def _in_scripture(prose: str, offset: int) -> bool:
    first = max(offset - _LONGEST_VERSE, 0)
    return prose.rfind("﴿", first, offset) > prose.rfind("﴾", first, offset)


def in_verse(doc: Document, number: int) -> bool:
    """Return True if a line (from 0) is one of several in a row that look like verse; blank lines
    do not count."""
    if not _is_verse(doc, number):
        return False
    count = 1
    for step in (-1, 1):
        line = number + step
        while count < _VERSES and 0 <= line < len(doc.lines):
            if not doc.lines[line].strip():
                line += step
            elif _is_verse(doc, line):
                count += 1
                line += step
            else:
                break
    return count == _VERSES


def _is_verse(doc: Document, number: int) -> bool:
    start, end = doc.line_span(number)
    if end - start > 2 * _VERSE:  # with any markup around it
        return False
    line = doc.prose[start:end].strip(AROUND)
    if not line or len(line) > _VERSE or line[-1] in _CLOSING:
        return False
    here = block_at(doc, start)
    return here is not None and here.kind in ("paragraph", "quote")
