"""Word lists of phrases, folded when first needed, and how lines match them.

A line may have a counter beside its phrase ("3 comments") and bullets, icons or markup around it.
The first word of a line excludes nearly all lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint.model.document import MARK, OBJECT
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


EDGES: Final = (
    " \t\u00a0\u202f\u2009\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff"
    + OBJECT
    + "*_#|·•‣◦●○■□▪▫◆◇★☆✓✔✕✖×-–—>»›<«‹→←↑↓⇒▶▷►▸▾▼▲◀…:：.,،!"
)
"""Characters that may surround a phrase on its line: blanks, bullets, arrows, markup, a colon."""
ICON = "[\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001faff\ufe0f\\s]+"
"""Icons: pictographs, dingbats, arrows, and the private use area of icon fonts."""
NUMBER = r"(?:[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+(?:[.,][0-9])?[km]\b|[0-9]+)\+?"
"""A number of things, not a section number such as "2.1"."""
AFTER_LAST: Final = frozenset("0123456789)]）km+")
"""The last characters of a text that ends in a counter."""

_DIGITS: Final = frozenset("0123456789")
_ICONS: Final = lazy_regex.compile(f"^{ICON}|{ICON}$")
_BEFORE: Final = lazy_regex.compile(NUMBER + "(?:\\s+(?=[^\\W\\d])|(?=[\u2e80-\u9fff]))")
_AFTER: Final = lazy_regex.compile(rf"\s*(?:[:：]\s*{NUMBER}|[(\[（]\s*{NUMBER}\s*[)\]）])$")
_AFTER_BARE: Final = lazy_regex.compile(rf"\s+{NUMBER}$")
_ANY: Final = lazy_regex.compile(r"[0-9]+(?:[.,][0-9]+)*")


def without_counter(text: str) -> tuple[str, str]:
    """Return a text without the number of things before or after it, and the form of that counter:
    ``decisive`` ("3 comments", "comments (3)", "comments 0"), ``bare`` ("comments 3", which may be
    a chapter) or ``""``."""
    first, last = text[0], text[-1]
    if first > "\u2190" or last > "\u2190":
        text = _ICONS.sub("", text) or text
        first, last = text[0], text[-1]
    if first in _DIGITS:
        if m := _BEFORE.match(text):
            return text[m.end() :].strip(EDGES), "decisive"
    elif last in AFTER_LAST:
        if m := _AFTER.search(text):
            return text[: m.start()].strip(EDGES), "decisive"
        if m := _AFTER_BARE.search(text):
            form = "decisive" if m[0].strip() == "0" else "bare"
            return text[: m.start()].strip(EDGES), form
    return text, ""


def without_numbers(text: str) -> str:
    """Return a text with ``#`` in place of each number."""
    return text if _DIGITS.isdisjoint(text) else _ANY.sub("#", text)


def template(entry: str) -> tuple[str, bool]:
    """Return an entry with ``#`` in the form of a line without its counter, and True if it has a
    counter: "# views" is "views" with a counter."""
    text, counter = without_counter(entry.replace("#", "0").strip(EDGES))
    return without_numbers(text), bool(counter)


SEPARATOR: Final = "\x02"
"""Separates texts that are folded together: it is not white space, and in no phrase."""
_JOINTS: Final = lazy_regex.compile(f"[|·•,،/+&:：.…!][^{SEPARATOR}]*")
"""Characters that may touch the first word of a line, and the rest of that word."""


def cut(joined: str) -> list[str]:
    """Remove what may touch folded words: the next word, or a colon."""
    return _JOINTS.sub("", joined).split(SEPARATOR)


def phrase_beginnings(keys: Iterable[str]) -> frozenset[str]:
    """Return the first words of folded phrases, as ``Rows`` compares them."""
    return frozenset(cut(SEPARATOR.join([key.partition(" ")[0] for key in keys]))) - {""}


_COMMONEST: Final = "اريتأإىیآٱ"


def has_arabic(text: str) -> bool:
    """Return True if a text has one of the most common letters of the Arabic script, or one that
    ``light`` maps to them."""
    return not text.isascii() and any(map(text.__contains__, _COMMONEST))


class Phrases:
    """A word list, folded when a document first needs it.

    Entries of the Arabic script are left out until a document has such text: folding them loads
    pyarabic, which a run over other texts does not need.
    """

    def __init__(self, words: Words, doubled: bool = False) -> None:
        """Keep the words; ``doubled`` also matches an entry that occurs twice in a row."""
        self._lists = [each for each in words.values() if each]
        self._doubled = doubled
        self._folded: dict[bool, frozenset[str]] = {}

    def __bool__(self) -> bool:
        """Return True if there is an entry at all."""
        return bool(self._lists)

    def of(self, arabic: bool) -> frozenset[str]:
        """Return the folded entries; those of the Arabic script only if ``arabic`` is set."""
        if arabic not in self._folded:
            entries: list[str] = []
            for each in self._lists:
                # One test decides for all entries of most languages.
                if not arabic and has_arabic(SEPARATOR.join(each)):
                    entries += [entry for entry in each if not has_arabic(entry)]
                else:
                    entries += each
            keys = light(SEPARATOR.join(entries)).split(SEPARATOR) if entries else []
            if self._doubled:
                keys += [key + key for key in keys] + [f"{key} {key}" for key in keys]
            self._folded[arabic] = frozenset(keys)
        return self._folded[arabic]


class Templates(Phrases):
    """A word list in which ``#`` stands for a number."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._counted: dict[bool, dict[str, bool]] = {}

    def of(self, arabic: bool) -> frozenset[str]:
        return frozenset(self.counted(arabic))

    def counted(self, arabic: bool) -> dict[str, bool]:
        """Return the folded entries without the number before or after them, each with True if it
        has one."""
        found = self._counted.get(arabic)
        if found is None:
            found = self._counted[arabic] = {}
            for entry in super().of(arabic):
                key, counted = template(entry) if "#" in entry else (entry, False)
                # "views" and "# views" in one list: the number is optional.
                found[key] = counted and found.get(key, True)
        return found


class Beginnings:
    """The first words of all phrases of a rule, for one look-up per line."""

    def __init__(self, *lists: Phrases) -> None:
        self._lists = lists
        self._words: dict[bool, frozenset[str]] = {}

    def __call__(self, arabic: bool) -> frozenset[str]:
        """Return the words; those of the Arabic script only if ``arabic`` is set."""
        found = self._words.get(arabic)
        if found is None:
            keys = frozenset[str]().union(*[phrases.of(arabic) for phrases in self._lists])
            found = self._words[arabic] = phrase_beginnings(keys)
        return found


_FIRST: Final = 24
"""Number of code points of a longer line that contain its first word."""
AROUND: Final = EDGES + MARK + "\"'«»“”„‹›‘’([{)]}-¡¿"
"""Characters that may surround a sentence identified by its first words."""
FROM_CHINESE: Final = "\u2e80"
"""From this character on, scripts have no spaces between words."""
FIRST_ICON: Final = "\u2190"
"""Scripts with spaces between words come before it, icons and Chinese after it."""
_DIGIT = "[0-9٠-٩۰-۹]"
_A_NUMBER: Final = lazy_regex.compile(NUMBER)
# The end of a word that a counter touches.
_JOINED: Final = lazy_regex.compile(rf"{_DIGIT}[km+)\]）]{{0,3}}$")
# Icons and numbers with white space after them, which may be the counter.
_LEAD: Final = lazy_regex.compile(rf"(?:{ICON}|{_DIGIT}+(?:[.,]{_DIGIT}+)*\+?\s+)+")


def line_beginnings(prose: str, others: list[tuple[int, int]]) -> list[str]:
    """Return the first words of the lines that the rows do not contain."""
    if SEPARATOR in prose:
        prose = prose.replace(SEPARATOR, " ")
    firsts = [
        words[0] if words else ""
        for words in [prose[start : start + _FIRST].split(None, 1) for start, _ in others]
    ]
    for i, word in enumerate(firsts):
        # Most begin with a word of letters; in Chinese one character suffices.
        if not word.isalpha() or word > FROM_CHINESE:
            start = others[i][0]
            head = prose[start : start + _FIRST].strip(AROUND)
            words = head.split(None, 1)
            firsts[i] = head[:1] if head > FROM_CHINESE else words[0] if words else ""
    return firsts


def line_beginning(text: str) -> str | None:
    """Return the first word of a line after folding; None if it is unknown before folding."""
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
        # "2.1", "5th" and "1)" are not a number of things.
        return None if not word.isascii() or _A_NUMBER.fullmatch(word) else word
    # A counter or an icon may be part of a single word.
    if len(words) > 1 or word.isalpha():
        return word
    last = word[-1]
    if last > FIRST_ICON:
        return None
    counted = last in AFTER_LAST or last.isdigit()
    return None if counted and _JOINED.search(word, len(word) - 6) else word
