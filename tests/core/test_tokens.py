"""Words and tokens, one character after the other, beside their patterns."""

from __future__ import annotations

import random
import re
import sys

import pytest

from contentlint.core import segment

_LETTERS = "aZé_٣5ياְ־ׁกขจ中文日あ々ﺎＡ\U00020000\u0301\u200c"
_SPACES = " \n\t\x00\x1f\x7f\x85\xa0\u1680\u200b\u2003\u2028\u202f\u205f\u3000"
_SIGNS = "'’\"׳״-.،؟。，｡\ufd3e«\u2e3a"


def _by_pattern(text: str, marks: bool) -> list[str]:
    pattern = segment._WORD_OR_MARK if marks else segment._WORD
    return [piece for token in pattern.findall(text) for piece in segment._pairs(token)]


def test_what_parts_words_is_what_the_patterns_have() -> None:
    between = re.compile(rf"[\s{segment._BETWEEN}]")
    for c in range(sys.maxunicode + 1):
        assert segment._parts(c) == bool(between.match(chr(c))), hex(c)


@pytest.mark.parametrize("marks", [False, True])
def test_random_texts_are_cut_as_by_the_patterns(marks: bool) -> None:
    rng = random.Random(11)
    cut = segment.words_and_marks if marks else segment.words
    for _ in range(3_000):
        text = "".join(rng.choices(_LETTERS * 2 + _SPACES + _SIGNS, k=rng.randrange(24)))
        expected = _by_pattern(text, marks)
        assert segment._pieces(text, marks) == expected, ascii(text)
        assert cut(text) == expected, ascii(text)


def test_an_apostrophe_joins_only_two_letters() -> None:
    assert segment.words("l'eau d'' 'x' צה\"ל a'-b") == ["l'eau", "d", "x", 'צה"ל', "a", "b"]
    assert segment.words_and_marks("l'eau") == ["l", "'", "eau"]
