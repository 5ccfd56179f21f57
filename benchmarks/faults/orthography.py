"""ORT and NUM: letters stretched, and figures in two rows of digits."""

from __future__ import annotations

from random import Random

import regex

from benchmarks.faults.article import Article, Planted, fault


@fault("ORT001")
def tatweel(article: Article, rng: Random) -> Planted | None:
    """A word drawn out with one tatweel or several."""
    if article.language != "ar":
        return None
    spots = [
        (number, start + m.start())
        for number, start, end in _words(article)
        for m in regex.finditer(
            r"(?<=[بتثجحخسشصضطظعغفقكلمنهي])(?=\p{L})", article.lines[number][start:end]
        )
    ]
    if not spots:
        return None
    number, at = rng.choice(spots)
    line = article.lines[number]
    count = rng.choice([1, 1, 2, 4])
    return article.replaced(number, line[:at] + "ـ" * count + line[at:], f"{count} in a word")


def _words(article: Article) -> list[tuple[int, int, int]]:
    return [
        (number, *m.span())
        for first, last in article.paragraphs
        for number in range(first, last + 1)
        for m in regex.finditer(r"(?<!\S)\p{L}{4,}(?!\S)", article.lines[number])
    ]


_NUMBER = regex.compile(r"(?<=\p{sc=Arabic}\p{M}* )\p{Nd}{2,4}(?= \p{sc=Arabic}|[.،])")
_ROWS = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "0123456789", "ur": "۰۱۲۳۴۵۶۷۸۹", "he": "٠١٢٣٤٥٦٧٨٩"}


@fault("NUM002")
def other_digits(article: Article, rng: Random) -> Planted | None:
    """One number of the text in digits of another row.

    Only where all were in one row: in a mixture it might mend the odd one. Of two
    numbers either is odd then, and the finding may stand at each. Numbers beside
    Latin letters are not counted, for they keep European digits.
    """
    row = _ROWS.get(article.language)
    if row is None:
        return None
    spots = [
        (number, *m.span())
        for first, last in article.paragraphs
        for number in range(first, last + 1)
        for m in _NUMBER.finditer(article.lines[number])
    ]
    if len(spots) < 2 or len({article.lines[n][start].isascii() for n, start, _ in spots}) > 1:
        return None
    number, start, end = rng.choice(spots)
    line = article.lines[number]
    values = [int(c) for c in line[start:end]]
    ascii_row = line[start:end].isascii()
    other = "".join(row[v] if ascii_row else str(v) for v in values)
    if other == line[start:end]:
        return None
    planted = article.replaced(number, line[:start] + other + line[end:], "another row")
    if len(spots) > 2:
        return planted
    return planted._replace(first=spots[0][0] + 1, last=spots[1][0] + 1)
