"""The classes of misspellings: how a form is repaired, and which repairs are trusted.

Every class is an uppercase letter; an error at the head and one at the end of a word have the
letters of both.

====  =====================================================================
A     hamza missing on the first alef of the stem
B     hamza on an alef that has none (hamzat wasl)
C     hamza above for below, or the other way round, or with madda
D     final heh for teh marbuta
E     teh marbuta for final heh
F     final alef maksura for yeh
G     final yeh for alef maksura
H     hamza on the wrong letter
I     dad for zah
K     silent alef missing after the waw of the plural
M     hamza missing inside the word
N     the particle لا joined to its verb
S     other letters
====  =====================================================================

H (but for one ending), I and S are lists written by hand in ``ar.add.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Repair(NamedTuple):
    """A possible right form, the letters of its class, and where its stem begins."""

    right: str
    letters: str
    stem: int


_HEADS = ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل", "س")
"""What may stand before a stem, after و or ف."""
_MARGIN = 0.5
"""How much commoner, on the Zipf scale, the right form is."""
_LEAST = {"A": 2.5, "B": 2.0, "C": 4.0, "D": 2.0, "E": 2.0, "F": 2.0, "G": 3.4}
"""The least Zipf frequency of the right form by class."""
_LEAST_TWO = 3.0
"""The same for a word with two errors."""
_MARGINS = {"C": 1.4, "G": 0.8}
_NEVER_G = frozenset("علي إلي الي مدي فتي سوي متي كبري المستوي المحتوي المرضي".split())
_WASL = re.compile(
    "است|ن[^وي]|.ت|ت[حفصجهخسضب]|صط|ضط|زد[^و]|دع|سم(?:[هيكا]|نا|هم|ه[مان]+|ي[ةاه]?)?$|بن(?:[هةكيت]|ها|هم|تي|نا|ته|تها)?$"
    "|مر(?:أ[ةته]|اة|ؤ|ئ)|ثن(?:ا|ي|ان|ين|ت[اين]+)$"
)
"""The stem, after its alef, of a verb or noun that begins with hamzat wasl."""
_IMPERFECT = re.compile("[وف]?(?:س|ل)?[ين]")
_JOINED = re.compile("([وف]?(?:لا))([يتن].{3,})")


def repairs(wrong: str) -> Iterator[Repair]:
    """Yield what a form becomes by one change at its head, one at its end, or both."""
    ends = dict(_ends(wrong))
    yield from (Repair(right, letter, 0) for right, letter in ends.items())
    seen = set()
    for start, old in _alefs(wrong):
        for new, letter in _hamzas(old):
            right = wrong[:start] + new + wrong[start + 1 :]
            if right in seen:
                continue
            seen.add(right)
            yield Repair(right, letter, start)
            for end, other in ends.items():
                yield Repair(right[:-1] + end[-1], letter + other, start)
    yield from _inner(wrong)


def fits(wrong: str, zipf: float, repair: Repair, known: Mapping[str, float]) -> bool:
    """Return True if the right form is common enough, and the wrong one of the right shape."""
    right = min(known[word] for word in repair.right.split())
    letters = repair.letters
    least = max(
        (_LEAST_TWO if len(letters) > 1 else 0.0), *(_LEAST.get(letter, 2.5) for letter in letters)
    )
    margin = max(_MARGINS.get(letter, _MARGIN) for letter in letters)
    if right < least or (letters != "N" and right < zipf + margin):
        return False
    return all(_shape(letter, wrong, zipf, repair, known) for letter in letters)


def _shape(
    letter: str, wrong: str, zipf: float, repair: Repair, known: Mapping[str, float]
) -> bool:
    stem = wrong[repair.stem :]
    match letter:
        case "B":
            return _WASL.match(stem, 1) is not None
        case "C":
            return len(stem) > 3
        case "D":
            return zipf >= 1.9 or with_article(wrong)
        case "E":
            return len(wrong) > 3 and (_IMPERFECT.match(wrong) is not None or _of_his(wrong, known))
        case "G":
            return wrong not in _NEVER_G
        case "N":
            return _is_verb(repair.right.split()[1], known)
        case _:
            return True


def _of_his(word: str, known: Mapping[str, float]) -> bool:
    """Return True for a noun in teh marbuta that has "his" after it, as رسالته for رسالة."""
    return word.endswith("تة") and known.get(word[:-2] + "ة", 0.0) >= 3.0


def with_article(word: str) -> bool:
    """Return True if a word has the article, so that no pronoun can follow it."""
    return re.match("[وف]?(?:[بك]?ال|لل)", word) is not None


def _is_verb(word: str, known: Mapping[str, float]) -> bool:
    """Return True if a word has the forms of other persons, or a future, beside it."""
    persons = sum(known.get(first + word[1:], 0.0) >= 1.5 for first in "يتنأ")
    return persons >= 2 and known.get("س" + word, 0.0) >= 1.0


def _ends(word: str) -> Iterator[tuple[str, str]]:
    if len(word) < 2:
        return
    for old, new, letter in (("ه", "ة", "D"), ("ة", "ه", "E"), ("ى", "ي", "F"), ("ي", "ى", "G")):
        if word[-1] == old:
            yield word[:-1] + new, letter


def _alefs(word: str) -> Iterator[tuple[int, str]]:
    """Yield the places of alefs that may begin the stem."""
    for conjunction in ("", "و", "ف"):
        for head in _HEADS:
            start = len(conjunction) + len(head)
            if word.startswith(conjunction + head) and start + 1 < len(word):
                if word[start] in "اأإآ":
                    yield start, word[start]


def _hamzas(old: str) -> Iterator[tuple[str, str]]:
    if old == "ا":
        yield from (("أ", "A"), ("إ", "A"), ("آ", "A"))
        return
    if old != "آ":
        yield "ا", "B"
    yield from ((new, "C") for new in "أإآ" if new != old)


def _inner(word: str) -> Iterator[Repair]:
    """Yield repairs inside a word, of a joined لا, and of a verb that ends in waw."""
    for place in re.finditer("ا", word):
        at = place.start()
        if 0 < at < len(word) - 1 and re.match("[وف]?[بك]?(?:ال|لل)", word[:at]):
            yield Repair(word[:at] + "أ" + word[at + 1 :], "M", 0)
    if match := re.match("([وف]?س?[ينت])ا(?=خذ|كل|مر)", word):
        yield Repair(word[: match.end() - 1] + "أ" + word[match.end() :], "M", 0)
    if match := re.fullmatch("(.{3,})ائت(ه|ها|هم|ك|ي|نا)", word):
        yield Repair(f"{match[1]}اءت{match[2]}", "H", 0)
    if match := _JOINED.fullmatch(word):
        yield Repair(f"{match[1]} {match[2]}", "N", 0)
    if re.fullmatch("[وف]?[لس]?[يت].{2,}و", word):
        yield Repair(word + "ا", "K", 0)
