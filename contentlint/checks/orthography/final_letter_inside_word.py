"""ة or ى, or a final letter of Hebrew, before another letter: all of them can only end a word."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.text.language.arabic import around
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_TEH, _MAKSURA = "ة", "ى"
_HEBREW = "ךםןףץ"
_POINTS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
_FINAL = lazy_regex.compile(f"([{_HEBREW}])\\1*(?=[{_POINTS}]*[א-ת])")
# Two in a row: neither ends a word. The text was typed on another keyboard, or is garbled.
_GARBLED = lazy_regex.compile(f"([{_HEBREW}])(?!\\1)[{_HEBREW}]")
_TAGS = ("#", "@", "_")
_PRONOUNS = frozenset("ه ها هم هن هما ك كم كن كما ي نا".split())
_TURNED = ("عىل", "إىل", "حىت")
"""على, إلى and حتى, their ligatures turned round."""
_MANY = 3


def needs() -> tuple[str, ...]:
    return (_TEH, _MAKSURA, *_HEBREW)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    if doc.language == "he":
        # A letter written three times is drawn out on purpose.
        found = [m.start() for m in _FINAL.finditer(prose) if m.end() - m.start() == 1]
    else:
        found = sorted(at for letter in (_TEH, _MAKSURA) for at in _inside(prose, letter))
        turned = {at for at in found if prose[at - 1 : at + 2] in _TURNED}
        if len(turned) >= _MANY:  # a program damaged the text, which ENC025 reports once
            found = [at for at in found if at not in turned]
    end = -1
    for at in found:
        word = around(prose, at, at + 1)
        if at >= end:
            end = word.end
            if prose[word.start - 1 : word.start] in _TAGS:
                continue  # the words of a hashtag are joined on purpose
            if _GARBLED.search(prose, *word):
                continue
            values = {"letter": prose[at], "found": prose[slice(*word)]}
            yield Finding(word, values, _fix(prose, at, word))


def _inside(prose: str, letter: str) -> Iterator[int]:
    at = prose.find(letter)
    while at >= 0:
        after = prose[at + 1 : at + 2]
        # All but one in a thousand precede a space.
        if after not in " \n،." and _is_inside(prose, at):
            yield at
        at = prose.find(letter, at + 1)


def _is_inside(prose: str, at: int) -> bool:
    i = at + 1
    while i < len(prose) and is_mark(prose[i]):
        if prose[i] == "\u0670":  # the small alef of Quranic spelling
            return False
        i += 1
    after = prose[i : i + 1]
    if not after or not is_arabic_letter(after) or not is_arabic_letter(prose[at - 1 : at] or " "):
        return False
    # Egyptian شىء; an article after ة or ى begins the next word, whose space is missing.
    return after not in "ءئؤ" if prose[at] == _MAKSURA else True


def _fix(prose: str, at: int, word: Span) -> Fix | None:
    rest = prose[at + 1 : word.end]
    if prose[at] == _TEH and rest in _PRONOUNS:
        return Fix((Edit(Span(at, at + 1), "ت"),), False, "write ت")
    if prose[at] == _MAKSURA and rest == _MAKSURA:
        return Fix((Edit(Span(at, at + 1), ""),), False, "write ى once")
    return None
