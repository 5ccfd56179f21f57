"""Word lists of phrases, folded when a document first asks, and the words they begin with."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint.article.boilerplate.counters import template
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

SEPARATOR: Final = "\x02"
"""Stands between texts that are folded together: no white space, and in no phrase."""
_JOINTS: Final = lazy_regex.compile(f"[|·•,،/+&:：.…!][^{SEPARATOR}]*")
"""What may be joined to the first word of a line, and the rest of that."""


def cut(joined: str) -> list[str]:
    """Folded words without what may be joined to them: the next one, or a colon."""
    return _JOINTS.sub("", joined).split(SEPARATOR)


def first_words(keys: Iterable[str]) -> frozenset[str]:
    """The words that folded phrases begin with, as ``Rows`` knows them."""
    return frozenset(cut(SEPARATOR.join([key.partition(" ")[0] for key in keys]))) - {""}


_COMMONEST: Final = "اريتأإىیآٱ"


def has_arabic(text: str) -> bool:
    """Whether a text has one of the commonest letters of the Arabic script, or one that
    ``light`` makes one of them."""
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
        """Whether there is an entry at all."""
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
            found = self._words[arabic] = first_words(keys)
        return found
