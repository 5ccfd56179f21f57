"""What is looked for by a rare part of it is found wherever the whole would find it."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest

from contentlint.checks.encoding import not_nfc, reversed_arabic, zero_width_character
from contentlint.model.document import Document
from contentlint.source import formats
from contentlint.text.dates import parse


def read(text: str, language: str = "") -> Document:
    return formats.read("a.txt", text.encode("utf-8", "surrogatepass"), language=language)


@pytest.mark.parametrize("around", ["a{}", "ا{}", "か{}ー", "α{}", "{}", "شَّ{}"])
def test_all_that_composes_may_compose(around: str) -> None:
    options = not_nfc.Options()
    far = 0
    # What lies beyond counts beside others only.
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x10000)):
        prose = around.replace("{}", chr(code))
        if unicodedata.is_normalized("NFC", prose):
            continue
        doc = read(prose)
        if [*not_nfc._edits(doc.prose, doc.line_span(0), {}, options.strict_marks)]:
            assert not_nfc._may_compose(doc), hex(code)
            far += 1
    assert far > 10


def test_order_of_marks_alone_is_not_looked_at() -> None:
    assert not not_nfc._may_compose(read("الشَّمس والقمَّر"))
    assert not not_nfc._may_compose(read("μία, é, です"))
    assert not_nfc._may_compose(read("ا\u0654"))
    assert not_nfc._may_compose(read("か\u3099"))


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_non_joiners_in_words_are_not_judged_one_by_one(language: str) -> None:
    chance = Random(2)
    found = 0
    for _ in range(3000):
        text = "".join(chance.choices("می رa\u200c\u200cَـ۴\n*", k=chance.randint(3, 12)))
        doc = read(text, language)
        every = [
            zero_width_character._judge(
                doc, m, zero_width_character._visible(doc.prose, m.start(), -1), after
            )
            for m in zero_width_character._RUN.finditer(doc.prose)
            if not zero_width_character._keeps_emphasis(doc, *m.span())
            for after in [zero_width_character._visible(doc.prose, m.end(), 1)]
        ]
        wanted = [finding for finding in every if finding is not None]
        assert [*zero_width_character._useless(doc)] == wanted, ascii(text)
        found += len(wanted)
    assert found > 100


def test_months_in_both_orders() -> None:
    months = parse.by_first_word(["May", "October"])
    for text, both in (
        ("On May 5 and 6 October.", True),
        ("On May 5 and October 6.", False),
        ("(May 5), the 6th of June, 7th October", True),
        ("Maybe 5 and 6 maybe", False),
    ):
        assert parse.names_vary(text, months, {}, month_first=True) == both, text


def test_sound_blocks_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(5)
    words = "الكتاب البيت المدينة من في إلى كتب جميلة على ال لا الـ قال".split()
    found = quick = 0
    for _ in range(400):
        line = chance.choices(words, k=chance.randint(12, 40))
        share = chance.random()
        line = [word[::-1] if chance.random() < share else word for word in line]
        doc = read("كان في البيت رجل كبير.\n" + " ".join(line) + "\n", "fa")
        options = reversed_arabic.Options()
        here = [*reversed_arabic.check(doc, options)]
        quick += any(reversed_arabic._begins_soundly(row) for row in doc.lines)
        with monkeypatch.context() as patch:
            patch.setattr(reversed_arabic, "_begins_soundly", lambda _: False)
            assert [*reversed_arabic.check(doc, options)] == here, line
        found += len(here)
    assert found > 20
    assert quick > 20
