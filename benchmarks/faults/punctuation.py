"""PUN: marks with a space too many or too few, of the wrong script, or twice."""

from __future__ import annotations

from random import Random

import regex

from benchmarks.faults.article import ARABIC_SCRIPT, Article, Planted, fault, masked_markup

_SPACED = frozenset(("en", "es", "de", "tr", "id", "pt", "it", "nl", "vi", "he"))
"""Languages that never set a space before a mark (French does)."""
_LETTER = r"\p{L}\p{M}*"


def _marks(article: Article, pattern: str) -> list[tuple[int, int]]:
    """Line and offset of the marks in running text that a pattern finds, as its whole match."""
    found = regex.compile(pattern)
    return [
        (number, m.start())
        for first, last in article.paragraphs
        for number in range(first, last + 1)
        for m in found.finditer(masked_markup(article.lines[number]))
    ]


@fault("PUN001")
def space_before(article: Article, rng: Random) -> Planted | None:
    """A space, or a no-break space, before a mark.

    No no-break space before ``: ; ! ?``: that is how French is set, on purpose
    even where the text is not French.
    """
    if article.language in ARABIC_SCRIPT:
        spots = _marks(article, rf"(?<={_LETTER})(?:[،؛؟]|[.:!](?=\s|$))")
    elif article.language in _SPACED:
        spots = _marks(article, rf"(?<={_LETTER})[,.;:!?](?=\s|$)")
    else:
        return None
    if not spots:
        return None
    number, at = rng.choice(spots)
    line = article.lines[number]
    space = " " if line[at] in ":;!?" else rng.choice([*" " * 7, "\u00a0"])
    return article.replaced(number, line[:at] + space + line[at:], f"{space!a}{line[at]}")


@fault("PUN002")
def no_space_after(article: Article, rng: Random) -> Planted | None:
    """The next word glued to a mark."""
    if article.language not in ARABIC_SCRIPT:
        return None
    arabic = r"\p{sc=Arabic}"
    spots = _marks(article, rf"(?<={arabic}{{3}}\p{{M}}*)[،؛؟.!:] (?={arabic}{{2}})")
    if not spots:
        return None
    number, at = rng.choice(spots)
    line = article.lines[number]
    return article.replaced(number, line[: at + 1] + line[at + 2 :], line[at])


@fault("PUN003")
def latin_mark(article: Article, rng: Random) -> Planted | None:
    """A Latin comma, semicolon or question mark after an Arabic word."""
    if article.language not in ARABIC_SCRIPT:
        return None
    spots = _marks(article, r"(?<=\p{sc=Arabic}\p{M}*)[،؛؟](?=\s|$)")
    if not spots:
        return None
    number, at = rng.choice(spots)
    line = article.lines[number]
    latin = {"،": ",", "؛": ";", "؟": "?"}[line[at]]
    return article.replaced(number, line[:at] + latin + line[at + 1 :], latin)


@fault("PUN005")
def repeated_mark(article: Article, rng: Random) -> Planted | None:
    """A mark typed twice, or two that exclude each other.

    ``::`` and ``;;`` only after Arabic letters, for elsewhere they are signs of
    code; a comma behind a full stop only in the Arabic script, for elsewhere it
    is what follows an abbreviation.
    """
    spots = _marks(article, rf"(?<={_LETTER})[،؛؟,;!?.:](?=\s|$)")
    if not spots:
        return None
    number, at = rng.choice(spots)
    line = article.lines[number]
    mark = line[at]
    arabic = regex.search(r"\p{sc=Arabic}\p{M}*\Z", line[:at])
    options = {
        "،": ["،،", "، ،", "،."],
        "؛": ["؛؛"],
        "؟": ["؟؟؟", "؟؟؟؟"],
        ",": [",,", ", ,", ",."],
        ";": [";;", "; ;"] if arabic else ["; ;"],
        "!": ["!!!", "!!!!"],
        "?": ["???", "?????"],
        ".": [".،", "،.", ".."] if arabic else [",.", ".."],
        ":": [": :", "::"] if arabic else [": :"],
    }
    new = rng.choice(options[mark])
    return article.replaced(number, line[:at] + new + line[at + 1 :], new)
