"""An article as those see it who plant faults: lines, prose paragraphs, words outside markup.

Nothing here uses contentlint's own reading of Markdown, so that what the
linter misreads is planted in all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import regex
import tomli

PHRASES: dict[str, dict[str, Any]] = tomli.loads(
    (Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8")
)
UNSPACED = frozenset(("zh", "ja", "th", "my", "km", "lo"))
ARABIC_SCRIPT = frozenset(("ar", "fa", "ur", "ps", "ckb", "ug", "sd"))
_MARKUP = re.compile(
    r"`+[^`]*`+|!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?|<[^>]*>|\S*://\S*|\S*@\S*|\{[^}]*\}|&#?\w+;"
)
_WORD = regex.compile(r"(?<![\w*_\x00'’.&-])\p{L}[\p{L}\p{M}\u200c]*(?![\w*_\x00'’&-])")
_NOT_PROSE = re.compile(
    r"\s|#|>|\||<|[-*+•][ \t]|\d+[.)]|\[?!\[|:::|\{|\[[^\]]*\]:|---|\*\*\*|import |=|~|\$"
)


class Planted(NamedTuple):
    """A file with one fault more than before."""

    data: bytes
    first: int
    """First line, from 1, where a finding may stand; ``last`` is inclusive."""
    last: int
    variant: str


class Article(NamedTuple):
    """A clean article."""

    name: str
    language: str
    lines: list[str]
    """Without line ends; the text's final line end is kept as an empty last line."""
    paragraphs: list[tuple[int, int]]
    """First and last line (from 0, inclusive) of each paragraph of running text."""

    def replaced(self, line: int, new: str, variant: str) -> Planted:
        """One line (from 0) changed."""
        return self.spliced(line, line + 1, [new], 0, variant)

    def spliced(
        self, start: int, end: int, new: Sequence[str], fault: int, variant: str
    ) -> Planted:
        """Lines from ``start`` to before ``end`` replaced; ``new[fault]`` has the fault."""
        text = "\n".join([*self.lines[:start], *new, *self.lines[end:]])
        at = start + fault + 1
        return Planted(text.encode("utf-8", "surrogatepass"), at, at, variant)

    def after(self, line: int, block: Sequence[str], variant: str, fault: int = 0) -> Planted:
        """A block of its own, between blank lines, after a line (from 0)."""
        following = self.lines[line + 1] if line + 1 < len(self.lines) else ""
        end = [""] if following.strip() else []
        return self.spliced(line + 1, line + 1, ["", *block, *end], fault + 1, variant)

    def at_end(self, block: Sequence[str], variant: str, fault: int = 0) -> Planted:
        """A block after everything else."""
        return self.after(self.last_line(), block, variant, fault)

    def last_line(self) -> int:
        """The last line (from 0) that is not blank."""
        return max((i for i, line in enumerate(self.lines) if line.strip()), default=0)

    def has_front_matter(self) -> bool:
        """Return True if it begins with metadata between two lines of three signs."""
        return _after_front_matter(self.lines) > 0

    def has_code(self) -> bool:
        """Return True if it shows code, in lines of text or apart."""
        return any("`" in line or line.startswith(("    ", "\t", "~~~")) for line in self.lines)

    def text_of(self, paragraph: tuple[int, int]) -> str:
        first, last = paragraph
        return " ".join(line.strip() for line in self.lines[first : last + 1])

    def paragraph(
        self, rng: Random, words: int = 8, *, plain: bool = False, last: int | None = None
    ) -> tuple[int, int] | None:
        """A paragraph of at least that many words (two characters are one in Han, Thai ...).

        ``plain``: without links, code, tags and addresses.
        """
        fit = [
            p
            for p in self.paragraphs[:last]
            if self.count(self.text_of(p)) >= words
            and not (plain and _MARKUP.search(self.text_of(p)))
        ]
        return rng.choice(fit) if fit else None

    def count(self, text: str) -> int:
        """Words of a text."""
        if self.language in UNSPACED:
            return sum(char.isalpha() for char in text) // 2
        return len(text.split())

    def word(self, rng: Random, least: int = 2) -> tuple[int, int, int] | None:
        """A word in running text: its line (from 0), start and end in it."""
        spots = [
            (line, start, end)
            for first, last in self.paragraphs
            for line in range(first, last + 1)
            for start, end in words(self.lines[line])
            if end - start >= least
        ]
        return rng.choice(spots) if spots else None

    def headline(self, rng: Random) -> str:
        """Some of the article's own words in a row, as a headline or an alternative text."""
        chosen = self.paragraph(rng, 5)
        text = self.text_of(chosen) if chosen else self.name
        found = words(text)
        if self.language in UNSPACED or len(found) < 4:
            letters = "".join(char for char in text if char.isalpha())
            return letters[: rng.randint(8, 14)] or "news"
        first = rng.randrange(len(found) - 3)
        chosen_words = found[first : first + rng.randint(3, 8)]
        return " ".join(text[start:end] for start, end in chosen_words)

    def phrase(self, kind: str, rng: Random) -> str | None:
        """A line of page chrome in the article's language; None when there is none for it."""
        lines = PHRASES[kind].get(self.language)
        if not lines:
            return None
        chosen = lines if isinstance(lines, str) else rng.choice(lines)
        number = rng.choice(["0", "1", "3", "12", "941"])
        if self.language in ("ar", "fa") and rng.random() < 0.2:
            number = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        return str(
            chosen.replace("{n}", number)
            .replace("{title}", self.headline(rng))
            .replace("{year}", str(rng.randint(2015, 2025)))
        )


Fault = Callable[[Article, Random], "Planted | None"]
FAULTS: dict[str, Fault] = {}
"""Code to the function that plants one such fault, or returns None where it cannot."""


def fault(code: str) -> Callable[[Fault], Fault]:
    """Register a function under the code its fault is expected to be reported as."""

    def register(function: Fault) -> Fault:
        FAULTS[code] = function
        return function

    return register


def words(line: str) -> list[tuple[int, int]]:
    """Start and end of the words of a line that are no part of markup or an address."""
    masked = masked_markup(line)
    return [(m.start(), m.end()) for m in _WORD.finditer(masked)]


def masked_markup(line: str) -> str:
    """The line, as long as it was, with markup and addresses replaced by NUL."""
    return _MARKUP.sub(lambda m: "\0" * len(m[0]), line)


def read(name: str, text: str, language: str) -> Article:
    """Find the paragraphs of running text of a Markdown or plain text."""
    lines = text.split("\n")
    paragraphs: list[tuple[int, int]] = []
    start, fence = _after_front_matter(lines), ""
    first: int | None = None
    for number in range(start, len(lines) + 1):
        line = lines[number] if number < len(lines) else ""
        stripped = line.strip()
        if fence or stripped.startswith(("```", "~~~")):
            fence = "" if fence and stripped.startswith(fence) else fence or stripped[:3]
            first = None
        elif stripped:
            first = number if first is None and _begins(lines, number, start) else first
        elif first is not None:
            if _is_prose(lines[first:number]):
                paragraphs.append((first, number - 1))
            first = None
    return Article(name, language, lines, paragraphs)


def _begins(lines: Sequence[str], number: int, start: int) -> bool:
    return number == start or not lines[number - 1].strip()


def _after_front_matter(lines: Sequence[str]) -> int:
    if lines[0].strip() in ("---", "+++"):
        for number in range(1, len(lines)):
            if lines[number].strip() == lines[0].strip():
                return number + 1
    return 0


def _is_prose(block: Sequence[str]) -> bool:
    if any(_NOT_PROSE.match(line) for line in block):
        return False
    return sum(char.isalpha() for line in block for char in line) >= 25
