"""Measures of a document, each by a name: its length, its make-up, and how much it repeats.

The definitions are those of Gopher (Rae et al. 2021, table A1), C4, and the
filters of datatrove, FineWeb and FineWeb-2, so that their thresholds can be
used as they stand: where those count marks of punctuation as words, so do these.
Front matter is not looked at.

Shares lie between 0 and 1, but for those of the commonest sequences of words,
whose copies may overlap. A document without words or lines measures 0. Repetition is measured
in the body as a corpus of texts would hold it: without code, whose lines and braces repeat by
nature, without markup and without the rows that only draw a table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby, islice

from contentlint._util import lazy_regex
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.text.segment.sentences import ends_sentence
from contentlint.text.segment.words import sentences, unspaced, words, words_and_marks

_BLANK_LINES = lazy_regex.compile(r"\n{2,}")
_SHOWN = lazy_regex.compile(f"[^{MARK}]+")
_LINE_ENDS = lazy_regex.compile(r"\n+")
_CODE = frozenset({"code", "break"})
_WHITE = lazy_regex.compile(r"^[ \t]+$", lazy_regex.MULTILINE)


def share(part: float, whole: float) -> float:
    """A part of a whole; 0 of nothing."""
    return part / whole if whole else 0.0


def body(doc: Document) -> str:
    """The text below the front matter without code, markup, images that have no text and the
    addresses of links, and with nothing on a blank line; ask through ``doc.fact``."""
    start = 0
    if doc.blocks and doc.blocks[0].kind == "front_matter":
        start = doc.blocks[0].end
    text, prose = doc.text, doc.prose
    images = [link for link in doc.links if link.kind == "image" and link.dest.start >= start]
    # An image without a text says nothing twice.
    cuts = [link.dest if link.text.start < link.text.end else link.span for link in images]
    cuts += _unread(doc)
    parts = []
    for cut_start, cut_end in [*sorted(cuts), Span(len(text), len(text))]:
        runs = _SHOWN.finditer(prose, start, cut_start)
        parts += [text[m.start() : m.end()] for m in runs]
        start = max(start, cut_end)
    return _WHITE.sub("", "".join(parts)).strip()


def _unread(doc: Document) -> Iterator[Span]:
    """The code, with its fences, and the delimiter rows of tables."""
    for block in doc.blocks:
        if block.kind in _CODE:
            end = doc.line_span(block.last).end
            while doc.text.startswith("\n", end):
                end += 1
            yield Span(doc.line_start(block.line), end)
        elif block.kind == "table":
            yield doc.line_span(block.line + 1)


def body_lines(doc: Document) -> list[str]:
    """The lines of the body that are not blank; ask through ``doc.fact``."""
    return [line for line in doc.fact(body).split("\n") if line.strip()]


def body_tokens(doc: Document) -> list[str]:
    """Words and marks of the body; ask through ``doc.fact``."""
    return words_and_marks(doc.fact(body))


def _repeated(parts: Iterable[str]) -> tuple[int, int]:
    """How many parts repeat an earlier one, and their characters."""
    seen: set[str] = set()
    count = characters = 0
    for part in parts:
        if part in seen:
            count += 1
            characters += len(part)
        else:
            seen.add(part)
    return count, characters


def duplicate_line_share(doc: Document) -> float:
    """Lines that repeat an earlier line, of all that are not blank (Gopher)."""
    lines = _LINE_ENDS.split(doc.fact(body))
    return share(_repeated(lines)[0], len(lines))


def duplicate_line_character_share(doc: Document) -> float:
    """Characters of lines that repeat an earlier one, of all characters (Gopher)."""
    text = doc.fact(body)
    return share(_repeated(_LINE_ENDS.split(text))[1], len(text))


def duplicate_paragraph_share(doc: Document) -> float:
    """The same for what blank lines separate (Gopher)."""
    parts = _BLANK_LINES.split(doc.fact(body))
    return share(_repeated(parts)[0], len(parts))


def duplicate_paragraph_character_share(doc: Document) -> float:
    text = doc.fact(body)
    return share(_repeated(_BLANK_LINES.split(text))[1], len(text))


def duplicated_share(doc: Document) -> float:
    """Characters of repeated lines, of all characters but line ends (FineWeb)."""
    text = doc.fact(body)
    return share(_repeated(doc.fact(body_lines))[1], len(text) - text.count("\n"))


def _repeated_at(doc: Document, size: int) -> list[int]:
    """Where a sequence of ``size`` tokens begins that stands elsewhere, too; no longer one can
    stand twice that begins at another place. Ask through ``doc.fact``."""
    found = doc.fact(body_tokens)
    grams = list(zip(*(islice(found, at, None) for at in range(size)), strict=False))
    counts = Counter(grams)
    return [at for at, gram in enumerate(grams) if counts[gram] > 1]


def top_gram_share(doc: Document, size: int) -> float:
    """Characters of the commonest sequence of ``size`` words and marks, all times it stands,
    spaces between them counted (Gopher); 0 when none stands twice."""
    found = doc.fact(body_tokens)
    places = doc.fact(_repeated_at, min(size, _SHORTEST))
    counts = Counter([tuple(found[at : at + size]) for at in places if at + size <= len(found)])
    gram, times = counts.most_common(1)[0] if counts else ((), 0)
    if times < 2:
        return 0.0
    return share((sum(map(len, gram)) + size - 1) * times, len(doc.fact(body)))


def duplicate_gram_share(doc: Document, size: int) -> float:
    """Characters of sequences of ``size`` words and marks that stood before, none of them
    counted twice (Gopher)."""
    found = doc.fact(body_tokens)
    seen: set[tuple[str, ...]] = set()
    characters = free = 0
    for at in doc.fact(_repeated_at, min(size, _SHORTEST_DUPLICATE)):
        if at < free or at + size > len(found):
            continue
        gram = tuple(found[at : at + size])
        if gram in seen:
            characters += sum(map(len, gram))
            free = at + size
        else:
            seen.add(gram)
    return share(characters, len(doc.fact(body)))


# The shortest sequences that Gopher measures.
_SHORTEST = 2
_SHORTEST_DUPLICATE = 5


SHORT_LINE = 30
"""Characters of a line that FineWeb calls short."""
_BULLET = lazy_regex.compile(r"[ \t>]*(?:[•‣◦●○▪·]|[-*+][ \t])")
# The pipes of tables, marks of list items, marks inside words, arrows and emoji.
_NO_WORD = lazy_regex.compile(
    r"\||^[ \t>]*(?:[-*+•]|\d{1,3}[.)])(?=[ \t])|(?<=\w)[-‐‑'’](?=\w)"
    "|[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+",
    lazy_regex.MULTILINE,
)
_PROSE = frozenset({"paragraph", "list_item", "quote"})
_NO_TEXT = frozenset({"heading", "code", "front_matter", "break", "image"})


def prose_words(doc: Document) -> list[str]:
    """The words of the prose: no code, URLs and markup; ask through ``doc.fact``."""
    return words(doc.prose.replace(MARK, "").replace(OBJECT, " "))


def prose_tokens(doc: Document) -> list[str]:
    """The same with each punctuation mark by itself; ask through ``doc.fact``."""
    return words_and_marks(doc.prose.replace(MARK, "").replace(OBJECT, " "))


def text_lines(doc: Document) -> list[str]:
    """The lines of the blocks that are no headings and no code, without markup and images; ask
    through ``doc.fact``."""
    rows = (
        line.replace(MARK, "").replace(OBJECT, "").strip()
        for block in doc.blocks
        if block.kind not in _NO_TEXT
        for line in doc.prose[block.start : block.end].split("\n")
    )
    return [row for row in rows if row]


def word_count(doc: Document) -> int:
    """Words of the prose; in scripts written without spaces two characters are one."""
    return len(doc.fact(prose_words))


def words_with_code(doc: Document) -> int:
    """The same and the words of code blocks."""
    code = (words(doc.text[b.start : b.end]) for b in doc.blocks if b.kind == "code")
    return word_count(doc) + sum(map(len, code))


def sentence_count(doc: Document) -> int:
    """Sentences of paragraphs, list items and quotes; one without a full stop is one, too."""
    return sum(
        sum(1 for _ in sentences(doc.prose, block.start, block.end))
        for block in doc.blocks
        if block.kind in _PROSE
    )


def paragraph_count(doc: Document) -> int:
    """Paragraphs; list items, quotes, headings, tables and captions in tables are none."""
    return sum(block.kind == "paragraph" for block in doc.blocks)


def links_per_100_words(doc: Document) -> float:
    """Links and URLs to click on, images left out, for each 100 words."""
    links, shown = 0, 0
    for link in doc.links:
        if link.kind == "link":
            shown = link.text.end
        # A URL that is the text of a link was counted with it.
        links += link.kind in ("link", "autolink") or (
            link.kind == "bare" and link.span.start >= shown
        )
    return share(100 * links, word_count(doc))


def mean_word_length(doc: Document) -> float:
    """Characters a word, marks of vocalised text counted; NaN, which is within all limits, for
    a text mostly in a script without spaces, whose words nobody has told apart."""
    found = doc.fact(prose_words)
    if 2 * unspaced(found) > len(found):
        return math.nan
    return share(sum(map(len, found)), len(found))


def symbol_to_word_ratio(doc: Document) -> float:
    """Hash signs for each word or mark, or ellipses, whichever are more; not those of headings."""
    hashes = doc.prose.count("#")
    ellipses = doc.prose.count("...") + doc.prose.count("…")
    return share(max(hashes, ellipses), len(doc.fact(prose_tokens)))


def bullet_line_share(doc: Document) -> float:
    """Of the lines that are not blank, those that begin with a bullet."""
    lines = doc.fact(body_lines)
    return share(sum(1 for line in lines if _BULLET.match(line)), len(lines))


def ellipsis_line_share(doc: Document) -> float:
    """Of the lines that are not blank, those that end with an ellipsis; headings do not count
    as such."""
    cut = sum(line.endswith(("...", "…")) for line in doc.fact(text_lines))
    return share(cut, len(doc.fact(body_lines)))


def letter_word_share(doc: Document) -> float:
    """Of words and marks, those with at least one letter; the pipes of tables, the marks of list
    items, those inside a word and emoji are none, and equal marks in a row are one."""
    prose = doc.prose.replace(MARK, "").replace(OBJECT, " ")
    found = [word for word, _ in groupby(words_and_marks(_NO_WORD.sub("", prose)))]
    return share(sum(any(map(str.isalpha, word)) for word in found), len(found))


def stop_word_count(doc: Document, stop_words: frozenset[str]) -> int:
    """How many different words of a list, in small letters, the prose has."""
    return len(stop_words.intersection(map(str.lower, doc.fact(prose_words))))


def terminal_line_share(doc: Document) -> float:
    """Of the lines with prose, those that end a sentence, closing quotes and brackets aside."""
    lines = [line for line in doc.prose.split("\n") if line.strip(MARK + OBJECT + " \t")]
    return share(sum(map(ends_sentence, lines)), len(lines))


def short_line_share(doc: Document) -> float:
    """Of the lines of text, those of at most ``SHORT_LINE`` characters."""
    lines = doc.fact(text_lines)
    return share(sum(len(line) <= SHORT_LINE for line in lines), len(lines))


def newlines_per_word(doc: Document) -> float:
    """Line ends of the body for each word and mark of it."""
    return share(doc.fact(body).count("\n"), len(doc.fact(body_tokens)))


MEASURES: Mapping[str, Callable[[Document], float]] = {
    "words": word_count,
    "sentences": sentence_count,
    "paragraphs": paragraph_count,
    "links-per-100-words": links_per_100_words,
    "mean-word-length": mean_word_length,
    "symbol-to-word-ratio": symbol_to_word_ratio,
    "bullet-line-share": bullet_line_share,
    "ellipsis-line-share": ellipsis_line_share,
    "letter-word-share": letter_word_share,
    "terminal-line-share": terminal_line_share,
    "short-line-share": short_line_share,
    "newlines-per-word": newlines_per_word,
    "duplicated-share": duplicated_share,
    "duplicate-line-share": duplicate_line_share,
    "duplicate-line-character-share": duplicate_line_character_share,
    "duplicate-paragraph-share": duplicate_paragraph_share,
    "duplicate-paragraph-character-share": duplicate_paragraph_character_share,
    **{f"top-{n}-gram-share": partial(top_gram_share, size=n) for n in (2, 3, 4)},
    **{f"duplicate-{n}-gram-share": partial(duplicate_gram_share, size=n) for n in range(5, 11)},
}
"""By the names that rules use. ``stop_word_count`` needs a list and stands apart."""
