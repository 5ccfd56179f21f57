"""BID: directional controls and brackets without their partner."""

from __future__ import annotations

from random import Random

import regex

from benchmarks.faults.article import ARABIC_SCRIPT, Article, Planted, fault, masked_markup

_OPENERS = "\u202a\u202b\u2066\u2067\u2068"
_CLOSERS = "\u202c\u2069"
_DEPRECATED = "\u206a\u206b\u206c\u206d\u206e\u206f\ufff9\ufffa\ufffb\U000e0001\U000e0041\U000e0074"
_LETTERS = r"[\p{sc=Arabic}\p{sc=Hebrew}]{3}"
_BETWEEN = regex.compile(rf"(?<={_LETTERS}) (?={_LETTERS})")
_PAIR = regex.compile(r"\((?:[^()\d]*\s[^()\d]*)\)|«[^«»]+»|\[[^\[\]]*\s[^\[\]]*\](?![(\[:])")


def inserted(article: Article, rng: Random, char: str, name: str) -> Planted | None:
    """A character before, after or inside a word of running text."""
    spot = article.word(rng, 3)
    if spot is None:
        return None
    number, start, end = spot
    at = rng.choice([start, end, rng.randrange(start + 1, end)])
    line = article.lines[number]
    return article.replaced(number, line[:at] + char + line[at:], name)


@fault("BID001")
def lone_control(article: Article, rng: Random) -> Planted | None:
    """An embedding or isolate that is never closed, or a close without one."""
    char = rng.choice(_OPENERS + _CLOSERS)
    return inserted(article, rng, char, f"U+{ord(char):04X}")


@fault("BID002")
def override(article: Article, rng: Random) -> Planted | None:
    """Text forced to one direction, closed or not."""
    spot = article.word(rng, 3)
    if spot is None:
        return None
    number, start, end = spot
    line = article.lines[number]
    char = rng.choice("\u202d\u202e")
    close = rng.choice(["\u202c", ""])
    new = line[:start] + char + line[start:end] + close + line[end:]
    return article.replaced(number, new, f"U+{ord(char):04X}{', closed' if close else ''}")


@fault("BID005")
def deprecated(article: Article, rng: Random) -> Planted | None:
    """A format character that Unicode gave up."""
    char = rng.choice(_DEPRECATED)
    return inserted(article, rng, char, f"U+{ord(char):04X}")


@fault("BID009")
def lone_bracket(article: Article, rng: Random) -> Planted | None:
    """One bracket of a pair removed, or one typed for nothing."""
    chosen = article.paragraph(rng, 10)
    if chosen is None:
        return None
    first, last = chosen
    pairs = [
        (number, m)
        for number in range(first, last + 1)
        for m in _PAIR.finditer(masked_markup(article.lines[number]))
        if len(m[0]) > 8 and "\0" not in m[0]
    ]
    if pairs:
        number, m = rng.choice(pairs)
        line = article.lines[number]
        at, name = rng.choice(
            [
                (m.start(), f"{line[m.start()]} removed"),
                (m.end() - 1, f"{line[m.end() - 1]} removed"),
            ]
        )
        planted = article.replaced(number, line[:at] + line[at + 1 :], name)
    else:
        spot = article._replace(paragraphs=[chosen]).word(rng, 3)
        if spot is None:
            return None
        number, start, end = spot
        line = article.lines[number]
        char = rng.choice("(([«)]»" if article.language in ("ar", "fa", "ru", "fr") else "(([)]")
        at = start if char in "([«" else end
        planted = article.replaced(number, line[:at] + char + line[at:], f"{char} added")
    return planted._replace(first=first + 1, last=last + 1)


@fault("BID004")
def redundant_mark(article: Article, rng: Random) -> Planted | None:
    """A mark where the text around it has its direction already."""
    if article.language not in (*ARABIC_SCRIPT, "he"):
        spot = article.word(rng, 3)
        if spot is None:
            return None
        number, _, end = spot
        line = article.lines[number]
        return article.replaced(number, line[:end] + "\u200e" + line[end:], "U+200E after a word")
    chosen = article.paragraph(rng, 8, plain=True)
    if chosen is None:
        return None
    number = chosen[0]
    line = article.lines[number]
    spots = [m.end() for m in regex.finditer(r"\p{L}{3,}(?=[ ،.])", line)]
    if not spots:
        return None
    at = rng.choice(spots)
    char = rng.choice("\u200f\u200f\u061c")
    return article.replaced(number, line[:at] + char + line[at:], f"U+{ord(char):04X} after a word")


@fault("BID006")
def neutral_on_the_wrong_side(article: Article, rng: Random) -> Planted | None:
    """A name whose sign the algorithm moves: C++, C#, .NET.

    Only between two words written from right to left: where a Latin word follows,
    the sign is shown where it belongs.
    """
    if article.language not in (*ARABIC_SCRIPT, "he"):
        return None
    spots = [
        (number, m.end())
        for first, last in article.paragraphs
        for number in range(first, last + 1)
        for m in _BETWEEN.finditer(masked_markup(article.lines[number]))
    ]
    if not spots:
        return None
    number, at = rng.choice(spots)
    name = rng.choice(["C++", "C#", "F#", ".NET", "Notepad++", "J#", "A++"])
    line = article.lines[number]
    return article.replaced(number, f"{line[:at]}{name} {line[at:]}", name)
