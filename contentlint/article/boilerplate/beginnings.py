"""The words that lines begin with, by which nearly all are told from a rule's phrases."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.article.boilerplate.counters import AFTER_LAST, EDGES, ICON, NUMBER
from contentlint.article.boilerplate.phrases import SEPARATOR
from contentlint.model.document import MARK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_FIRST: Final = 24
"""Code points of a longer line among which its first word is."""
AROUND: Final = EDGES + MARK + "\"'«»“”„‹›‘’([{)]}-¡¿"
"""What may surround a sentence that is known by how it begins."""
FROM_CHINESE: Final = "\u2e80"
"""From here on scripts are written without spaces."""
FIRST_ICON: Final = "\u2190"
"""What is written with spaces between words comes before it; icons and Chinese do not."""
_DIGIT = "[0-9٠-٩۰-۹]"
_A_NUMBER: Final = lazy_regex.compile(NUMBER)
# The end of a word that a counter is joined to.
_JOINED: Final = lazy_regex.compile(rf"{_DIGIT}[km+)\]）]{{0,3}}$")
# Icons and numbers with white space after them, which the counter may be or not.
_LEAD: Final = lazy_regex.compile(rf"(?:{ICON}|{_DIGIT}+(?:[.,]{_DIGIT}+)*\+?\s+)+")


def first_words(prose: str, others: list[tuple[int, int]]) -> list[str]:
    """What the lines begin with of which the rows hold nothing."""
    if SEPARATOR in prose:
        prose = prose.replace(SEPARATOR, " ")
    firsts = [
        words[0] if words else ""
        for words in [prose[start : start + _FIRST].split(None, 1) for start, _ in others]
    ]
    for i, word in enumerate(firsts):
        # Most begin with a word of letters only; of Chinese one character is enough.
        if not word.isalpha() or word > FROM_CHINESE:
            start = others[i][0]
            head = prose[start : start + _FIRST].strip(AROUND)
            words = head.split(None, 1)
            firsts[i] = head[:1] if head > FROM_CHINESE else words[0] if words else ""
    return firsts


def begin(text: str) -> str | None:
    """The word that a line begins with when it is folded; None when that cannot be told before."""
    row = text.strip(EDGES)
    if not row or row.isdigit():
        return row
    if row[0].isdigit() or row[0] > FIRST_ICON:
        m = _LEAD.match(row)
        if m and m.end() < len(row):
            row = row[m.end() :]
    words = row.split(None, 1)
    if not words:
        return ""  # a form feed, say, between two dashes
    word = words[0]
    if word > FIRST_ICON:
        return None
    if word[0].isdigit():
        # "2.1", "5th" and "1)" are no number of things.
        return None if not word.isascii() or _A_NUMBER.fullmatch(word) else word
    # Of a single word a counter or an icon may be a part.
    if len(words) > 1 or word.isalpha():
        return word
    last = word[-1]
    if last > FIRST_ICON:
        return None
    counted = last in AFTER_LAST or last.isdigit()
    return None if counted and _JOINED.search(word, len(word) - 6) else word
