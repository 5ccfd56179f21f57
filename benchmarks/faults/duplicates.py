"""DUP: text that stands twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import regex

from benchmarks.faults.article import (
    ARABIC_SCRIPT,
    PHRASES,
    UNSPACED,
    Article,
    Planted,
    fault,
    masked_markup,
    words,
)

_SENTENCE = regex.compile(r"(?:(?<=[.!?؟۔।。！？] )|^)[^.!?؟۔।。！？\x00*_]+[.!?؟۔।。！？](?=\s|$)")
_DIACRITIC = re.compile(r"[\u064b-\u0652\u0670]|(?<=\w)\u0640(?=\w)")
"""A tatweel only inside a word: between spaces it is a dash."""
_SENTENCE_END = regex.compile(r"[.!?؟۔।。！？][\"»”’)]*\Z")


def _later(article: Article, rng: Random, paragraph: tuple[int, int]) -> int:
    """The last line of a paragraph at or after the one given: near, or anywhere below."""
    index = article.paragraphs.index(paragraph)
    near = article.paragraphs[index : index + 4]
    return rng.choice(near if rng.random() < 0.6 else article.paragraphs[index:])[1]


def _complete(text: str) -> bool:
    """Long enough, and no mere lead to a list or to code, which may well come again."""
    return len(text) >= 45 and not text.rstrip().endswith((":", "：", ","))


@fault("DUP001")
def repeated_paragraph(article: Article, rng: Random) -> Planted | None:
    """The same paragraph, or two in a row, once more further down."""
    chosen = article.paragraph(rng, 10)
    if chosen is None or not _complete(article.text_of(chosen)):
        return None
    first, last = chosen
    copy = article.lines[first : last + 1]
    index = article.paragraphs.index(chosen)
    variant = "one"
    if rng.random() < 0.3 and index + 1 < len(article.paragraphs):
        second = article.paragraphs[index + 1]
        if second[0] == last + 2 and article.count(article.text_of(second)) >= 10:
            copy = article.lines[first : second[1] + 1]
            chosen, variant = second, "block of two"
    return article.after(_later(article, rng, chosen), copy, variant)


@fault("DUP002")
def repeated_but_for_spelling(article: Article, rng: Random) -> Planted | None:
    """The same paragraph as another system writes it: hamzas, vowels, quotes, dashes, case.

    A short one must be a sentence and nothing else: a caption may well come again, and
    so may what a bold label introduces.
    """
    chosen = article.paragraph(rng, 10, plain=True)
    if chosen is None or not _complete(article.text_of(chosen)):
        return None
    text = article.text_of(chosen)
    short = len(text) < 160
    if short and (text.startswith("**") or not _SENTENCE_END.search(text)):
        return None
    old = article.lines[chosen[0] : chosen[1] + 1]
    changes: dict[str, Callable[[str], str]] = {
        "quotes and dashes": lambda s: s.translate(_TYPOGRAPHY),
        "upper case": lambda s: (s.replace("i", "İ") if article.language == "tr" else s).upper(),
        "no vowel marks": lambda s: _DIACRITIC.sub("", s),
        "no hamza": lambda s: re.sub("[أإآ]", "ا", s),
        "other digits": lambda s: s.translate(_DIGITS),
        "other yeh and kaf": lambda s: _LETTER.sub(lambda m: _LETTERS[m[0]], s),
    }
    if article.language in ARABIC_SCRIPT or not short or "&" in "".join(old):
        del changes["upper case"]  # nobody sets a long paragraph in capitals
    possible = [name for name, change in changes.items() if [change(s) for s in old] != old]
    if not possible:
        return None
    name = rng.choice(possible)
    copy = [changes[name](line) for line in old]
    return article.after(_later(article, rng, chosen), copy, name)


_TYPOGRAPHY = str.maketrans(
    {"’": "'", "'": "’", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "..."}
)
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LETTERS = dict(zip("يكیک", "یکيك", strict=True))
_LETTER = re.compile("[يكیک](?![\u0653-\u0655])")
"""Before a hamza above, a yeh is a part of another letter."""


@fault("DUP003")
def nearly_repeated_paragraph(article: Article, rng: Random) -> Planted | None:
    """A later version of a paragraph: a word changed or dropped, another figure, a word more."""
    if article.language in UNSPACED:
        return None
    chosen = article.paragraph(rng, 32)
    if chosen is None:
        return None
    copy = article.lines[chosen[0] : chosen[1] + 1]
    line = rng.randrange(len(copy))
    spots = words(copy[line])
    other = article.headline(rng).split()[0]
    if not spots:
        return None
    start, end = rng.choice(spots)
    word = copy[line][start:end]
    name, new = rng.choice([("changed", other), ("dropped", ""), ("added", f"{word} {other}")])
    if new.casefold() == word.casefold():
        return None
    changed = (copy[line][:start] + new + copy[line][end:]).replace("  ", " ").strip()
    copy[line] = changed
    return article.after(_later(article, rng, chosen), copy, f"word {name}")


@fault("DUP004")
def repeated_sentence(article: Article, rng: Random) -> Planted | None:
    """A sentence again: at once, or at the end of a later paragraph."""
    if article.language in UNSPACED or not article.paragraphs:
        return None
    index = rng.randrange(len(article.paragraphs))
    first, last = article.paragraphs[index]
    sentences = [
        (number, m[0])
        for number in range(first, last + 1)
        for m in _SENTENCE.finditer(masked_markup(article.lines[number]))
        if len(m[0].split()) >= 12 and (m.start() or number == first)
    ]
    if not sentences:
        return None
    number, sentence = rng.choice(sentences)
    # In a paragraph that has little else it would be the paragraph that is repeated.
    least = 2 * len(sentence.split())
    if article.count(article.text_of((first, last))) < least:
        return None
    line = article.lines[number]
    if rng.random() < 0.4:
        return article.replaced(
            number, line.replace(sentence, f"{sentence} {sentence}", 1), "at once"
        )
    later = [p for p in article.paragraphs[index + 1 :] if article.count(article.text_of(p)) >= 15]
    if not later:
        return None
    end = rng.choice(later)[1]
    if article.lines[end].rstrip()[-1] not in ".!?؟۔।":
        return None
    return article.replaced(end, article.lines[end].rstrip() + " " + sentence, "later")


@fault("DUP006")
def doubled_word(article: Article, rng: Random) -> Planted | None:
    """A function word typed twice.

    Only words that no good sentence has twice in a row: not "is", for "what it
    is is"; not the Turkish "bir", the Arabic "بين" and the Persian "به", which
    double to words of their own; not the Persian "در" and the Urdu "پر", which
    are a door and a wing as well, nor the Urdu "کی" and "میں"; not German articles,
    which are pronouns too, nor "zu", which is also a part of verbs.
    """
    known = PHRASES["function_words"].get(article.language, ())
    spots = [
        (number, start, end)
        for first, last in article.paragraphs
        for number in range(first, last + 1)
        for start, end in words(article.lines[number])
        if article.lines[number][start:end].casefold() in known
    ]
    if not spots:
        return None
    number, start, end = rng.choice(spots)
    line = article.lines[number]
    word = line[start:end]
    new = f"{line[:end]} {word.lower()}{line[end:]}"
    return article.replaced(number, new, word.lower())


@fault("DUP007")
def repetition_loop(article: Article, rng: Random) -> Planted | None:
    """The same few words over and over, as machine translation does when it derails."""
    chosen = article.paragraph(rng, 12, plain=True)
    if chosen is None:
        return None
    number = rng.randint(*chosen)
    line = article.lines[number]
    if article.language in UNSPACED:
        runs = list(regex.finditer(r"\p{L}{4,8}", line))
        if not runs:
            return None
        run = rng.choice(runs)
        times = rng.randint(5, 12)
        new = line[: run.end()] + run[0] * times + line[run.end() :]
        return article.replaced(number, new, "characters")
    tokens = line.split(" ")
    size = rng.choice([1, 1, 2, 3, 4, 6])
    starts = [
        i
        for i in range(len(tokens) - size + 1)
        if all(
            regex.fullmatch(r"\p{L}[\p{L}\p{M}\u200c]*", token) for token in tokens[i : i + size]
        )
    ]
    if not starts:
        return None
    i = rng.choice(starts)
    again = tokens[i : i + size] * rng.randint(4 if size == 1 else 3, 10)
    new = " ".join([*tokens[: i + size], *again, *tokens[i + size :]])
    return article.replaced(number, new, f"{size} words")
