"""The same few words many times in a row: the output of a machine that did not stop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.containers import is_verse
from contentlint.core import echoes, may_loop, token_pieces
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import OBJECT, Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.languages import UNSPACED
from contentlint.model.queries import FLOWING
from contentlint.model.rule import Words
from contentlint.text.similarity.loops import character_loops, extent, word_runs

_TOKEN = lazy_regex.compile(r"\S+")


class Options(NamedTuple):
    words: Words
    """Interjections and laughter that people repeat on purpose, by language."""
    min_repeats: int = 4
    """How often a sequence of two or more words has to occur in a row."""
    min_repeats_word: int = 5
    """How often a single word has to occur in a row."""
    max_words: int = 12
    """The longest sequence that is checked, in words."""
    min_repeats_unspaced: int = 5
    """How often a sequence of 2 to 20 characters has to occur in a row in scripts written without
    spaces."""


def needs(options: Options) -> tuple[str, ...]:
    counts = (options.min_repeats, options.min_repeats_word, options.min_repeats_unspaced)
    return (trigger.LOOP,) if min(counts) >= 4 and options.max_words <= 12 else ()


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: one repetition would be enough.
        """
        for name in ("min_repeats", "min_repeats_word", "min_repeats_unspaced"):
            if getattr(options, name) < 2:
                raise ConfigError(f"option '{name.replace('_', '-')}': expected 2 or more")
        self._options = options
        words = {word for each in options.words.values() for word in each}
        # In ASCII text all words are lower-case.
        self._wanted = frozenset(words | {word.lower() for word in words})

    def check(self, doc: Document) -> Iterator[Finding]:
        options = self._options
        if doc.language in UNSPACED:
            yield from _in_unspaced(doc, options.min_repeats_unspaced)
        for start, end, every in token_pieces(doc):
            if starts := _starts(every, options):
                yield from self._loops(doc, every, starts, Span(start, end))

    def _loops(
        self, doc: Document, every: list[str], starts: list[tuple[int, int]], piece: Span
    ) -> Iterator[Finding]:
        options = self._options
        spans: list[tuple[int, int]] = []
        done = 0
        for at, size in starts:
            if at < done:
                continue
            low, high = extent(every, at, size, done, len(every))
            least = options.min_repeats_word if size == 1 else options.min_repeats
            # The inside of a loop needs no second search.
            if high - low >= least * size:
                done = high
                spans = spans or [m.span() for m in _TOKEN.finditer(doc.prose, *piece)]
                low, high = _in_block(doc, spans, low, high)
                gram = every[low : low + size]
                if (
                    high - low >= least * size
                    and _is_text(gram, self._wanted)
                    and _is_same(doc, spans[low:high], size)
                ):
                    span = Span(spans[low][0], spans[high - 1][1])
                    if is_verse(doc, doc.line_at(span.start), doc.line_at(span.end)):
                        continue
                    found = doc.text[span.start : spans[low + size - 1][1]]
                    yield Finding(span, {"found": found, "times": (high - low) // size})


def _starts(every: list[str], options: Options) -> list[tuple[int, int]]:
    """Return the offsets at which loops may begin, and the words of one repetition."""
    found = []
    echoed = echoes(every)
    again = options.min_repeats_word - 2
    # A word that occurs five times in a row is doubled four times.
    if any(a == b and a[0].isalpha() for a, b in zip(echoed, echoed[again:], strict=False)):
        found += [(at, 1) for at in word_runs(every, options.min_repeats_word)]
    for size in range(2, options.max_words + 1):
        if places := may_loop(every, size, options.min_repeats):
            found += [(at, size) for at in places]
    return sorted(found)


def _in_block(doc: Document, spans: list[tuple[int, int]], low: int, high: int) -> tuple[int, int]:
    """Clip a range of tokens to the block in which it begins; empty if that is not text."""
    at = bisect_right(doc.blocks, spans[low][0], key=lambda block: block.start) - 1
    if at < 0 or doc.blocks[at].kind not in FLOWING:
        return low, low
    end = doc.blocks[at].end
    return low, bisect_right(spans, (end, -1), low, high)


def _is_same(doc: Document, spans: list[tuple[int, int]], size: int) -> bool:
    """Return True if code and links, which the prose masks, are the same in each repetition."""
    if OBJECT not in doc.prose[spans[0][0] : spans[-1][1]]:
        return True
    found = [doc.text[start:end] for start, end in spans]
    return found[size:] == found[:-size]


def _is_text(gram: list[str], wanted: frozenset[str]) -> bool:
    words = ["".join(filter(str.isalpha, token)) for token in gram]
    longest = max(words, key=len, default="")
    return (
        len(longest) >= 2
        and not any(char.isdigit() for token in gram for char in token)
        and "|" not in gram  # cells
        and not all(not word or word in wanted for word in words)
    )


def _in_unspaced(doc: Document, least: int) -> Iterator[Finding]:
    for block in doc.blocks:
        if block.kind not in FLOWING:
            continue
        for start, end, size in character_loops(doc.prose, block.start, block.end, least):
            gram = doc.prose[start : start + size]
            # A character repeated many times is laughter, or a line drawn by hand.
            if len(set(gram)) > 1 and gram.isalpha():
                values = {"found": gram, "times": (end - start) // size}
                yield Finding(Span(start, end), values)
