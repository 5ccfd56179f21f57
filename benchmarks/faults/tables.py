"""TBL: what layout tables leave behind, and rows that do not fit."""

from __future__ import annotations

import re
from random import Random

from benchmarks.faults.article import Article, Planted, fault

_DELIMITER = re.compile(r"\|(?:\s*:?-+:?\s*\|){2,}\s*")


@fault("TBL003")
def ragged_row(article: Article, rng: Random) -> Planted | None:
    """A row with a cell more or fewer than its table has columns."""
    more = rng.random() < 0.5
    name = "cell too many" if more else "cell missing"
    rows = [
        number + 1
        for number, line in enumerate(article.lines[:-1])
        if _DELIMITER.fullmatch(line) and re.fullmatch(r"\|[^`\\]*\|\s*", article.lines[number + 1])
    ]
    if rows and rng.random() < 0.5:
        number = rng.choice(rows)
        cells = article.lines[number].strip().strip("|").split("|")
        new = [*cells, f" {article.headline(rng)} "] if more else cells[:-1]
        if new:
            return article.replaced(number, "|" + "|".join(new) + "|", f"{name}, in its own table")
    if not article.paragraphs:
        return None
    columns = rng.randint(2, 4)
    table = [_row(article, rng, columns), "|" + " --- |" * columns]
    table += [_row(article, rng, columns) for _ in range(rng.randint(2, 5))]
    bad = rng.randrange(2, len(table))
    table[bad] = _row(article, rng, columns + 1 if more else columns - 1)
    return article.after(rng.choice(article.paragraphs)[1], table, name, bad)


def _row(article: Article, rng: Random, columns: int) -> str:
    return "| " + " | ".join(article.headline(rng) for _ in range(columns)) + " |"


@fault("TBL004")
def one_cell_row(article: Article, rng: Random) -> Planted | None:
    """A caption or a box as a row of one cell that belongs to no table."""
    if not article.paragraphs:
        return None
    text = article.headline(rng) + " " + article.headline(rng)
    credit = article.phrase("credit", rng)
    name = "caption"
    if credit and rng.random() < 0.5:
        text += f". ({credit.replace('{name}', 'A. Haddad')})"
        name = "caption and credit"
    if rng.random() < 0.3:
        aim = f"https://www.city-herald.example/a/{rng.randint(1, 999)}"
        text = f"**{article.headline(rng)}** [{text}]({aim})"
        name = "box with a link"
    line = f"| {text} |" + rng.choice(["", " "])
    if rng.random() < 0.4:
        number = rng.choice(article.paragraphs)[0]
        return article.spliced(number, number, [line], 0, f"{name}, on top of text")
    return article.after(rng.choice(article.paragraphs)[1], [line], name)


@fault("TBL005")
def stray_pipe(article: Article, rng: Random) -> Planted | None:
    """One pipe at the end or the beginning of a line of text."""
    whole = [first for first, last in article.paragraphs if first == last]
    if not whole:
        return None
    number = rng.choice(whole)
    line = article.lines[number].strip()
    if "|" in line:
        return None
    new, name = rng.choice(
        [
            (f"{line} |", "at the end"),
            (f"{line}|", "glued to the end"),
            (f"| {line}", "at the beginning"),
            (f"{article.headline(rng)} |", "short line"),
        ]
    )
    if name == "short line":
        return article.after(number, [new], name)
    return article.replaced(number, new, name)
