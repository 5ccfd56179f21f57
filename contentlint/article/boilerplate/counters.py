"""The number of things beside a phrase ("3 comments"), and what else may surround a phrase.

Everything here takes text under the ``light`` profile.
"""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.document import OBJECT

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
