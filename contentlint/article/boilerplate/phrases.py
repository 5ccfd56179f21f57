"""Word lists of phrases, folded when first needed, and how lines are matched to them.

A line may have a counter beside its phrase ("3 comments") and bullets, icons or markup around it.
Nearly all lines are told from a rule's phrases by the word they begin with.
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
"""What may surround a phrase on its line: blanks, bullets, arrows, markup, a colon."""
ICON = "[\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001faff\ufe0f\\s]+"
"""Icons: pictographs, dingbats, arrows, and the private use area of icon fonts."""
NUMBER = r"(?:[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+(?:[.,][0-9])?[km]\b|[0-9]+)\+?"
"""A number of things, not of a section: no "2.1"."""
AFTER_LAST: Final = frozenset("0123456789)]）km+")
"""What a text that ends in a counter ends with."""

_DIGITS: Final = frozenset("0123456789")
_ICONS: Final = lazy_regex.compile(f"^{ICON}|{ICON}$")
_BEFORE: Final = lazy_regex.compile(NUMBER + "(?:\\s+(?=[^\\W\\d])|(?=[\u2e80-\u9fff]))")
_AFTER: Final = lazy_regex.compile(rf"\s*(?:[:：]\s*{NUMBER}|[(\[（]\s*{NUMBER}\s*[)\]）])$")
_AFTER_BARE: Final = lazy_regex.compile(rf"\s+{NUMBER}$")
_ANY: Final = lazy_regex.compile(r"[0-9]+(?:[.,][0-9]+)*")


def without_counter(text: str) -> tuple[str, str]:
    """A text without the number of things before or after it, and how that stood:
    ``decisive`` ("3 comments", "comments (3)"), ``bare`` ("comments 3") or ``""``."""
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
            return text[: m.start()].strip(EDGES), "bare"
    return text, ""


def without_numbers(text: str) -> str:
    """A text with ``#`` for each number."""
    return text if _DIGITS.isdisjoint(text) else _ANY.sub("#", text)


def template(entry: str) -> tuple[str, bool]:
    """An entry with ``#`` for numbers as a line shows it without its counter, and whether it
    has one: "# views" is "views" with a counter."""
    text, counter = without_counter(entry.replace("#", "0").strip(EDGES))
    return without_numbers(text), bool(counter)


SEPARATOR: Final = "\x02"
"""Stands between texts that are folded together: no white space, and in no phrase."""
_JOINTS: Final = lazy_regex.compile(f"[|·•,،/+&:：.…!][^{SEPARATOR}]*")
"""What may be joined to the first word of a line, and the rest of that."""


def cut(joined: str) -> list[str]:
    """Folded words without what may be joined to them: the next one, or a colon."""
    return _JOINTS.sub("", joined).split(SEPARATOR)


def phrase_beginnings(keys: Iterable[str]) -> frozenset[str]:
    """The words that folded phrases begin with, as ``Rows`` compares them."""
    return frozenset(cut(SEPARATOR.join([key.partition(" ")[0] for key in keys]))) - {""}


_COMMONEST: Final = "اريتأإىیآٱ"


def has_arabic(text: str) -> bool:
    """Return True if a text has one of the commonest letters of the Arabic script, or one that
    ``light`` turns into one of them."""
    return not text.isascii() and any(map(text.__contains__, _COMMONEST))


class Phrases:
    """A word list, folded when a document first asks.

    Those of the Arabic script are left out until a document has any: folding
    them loads pyarabic, which a run over other texts need not pay for.
    """

    def __init__(self, words: Words, doubled: bool = False) -> None:
        """``doubled``: an entry written twice in a row counts as well."""
        self._lists = [each for each in words.values() if each]
        self._doubled = doubled
        self._folded: dict[bool, frozenset[str]] = {}

    def __bool__(self) -> bool:
        """Return True if there is an entry at all."""
        return bool(self._lists)

    def of(self, arabic: bool) -> frozenset[str]:
        """The folded entries; those of the Arabic script only if asked for."""
        if arabic not in self._folded:
            entries: list[str] = []
            for each in self._lists:
                # One look tells it of all entries of most languages.
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
        """The folded entries without the number before or after them, and whether one is there."""
        found = self._counted.get(arabic)
        if found is None:
            found = self._counted[arabic] = {}
            for entry in super().of(arabic):
                key, counted = template(entry) if "#" in entry else (entry, False)
                # "views" and "# views" in one list: the number may be there or not.
                found[key] = counted and found.get(key, True)
        return found


class Beginnings:
    """The first words of all phrases of a rule, so that one look tells which lines matter."""

    def __init__(self, *lists: Phrases) -> None:
        self._lists = lists
        self._words: dict[bool, frozenset[str]] = {}

    def __call__(self, arabic: bool) -> frozenset[str]:
        """Those of the Arabic script only if asked for."""
        found = self._words.get(arabic)
        if found is None:
            keys = frozenset[str]().union(*[phrases.of(arabic) for phrases in self._lists])
            found = self._words[arabic] = phrase_beginnings(keys)
        return found


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


def line_beginnings(prose: str, others: list[tuple[int, int]]) -> list[str]:
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


def line_beginning(text: str) -> str | None:
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
