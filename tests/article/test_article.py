from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.article.source_line import closing_source_line, folded, source_lines, tail_start
from contentlint.core.segment import count_words, ends_sentence, has_words
from contentlint.engine import ruleset
from contentlint.model.document import MARK, Document
from contentlint.source import formats

LABELS = folded(ruleset.builtin().words["sources"])
BODY = "أعلنت وزارة النقل أمس افتتاح الرصيف الجديد في ميناء المدينة.\n"


def read(text: str, name: str = "article.txt") -> Document:
    return formats.read(name, text.encode())


def tail(text: str) -> str:
    doc = read(text)
    return doc.text[doc.fact(tail_start, LABELS) :]


@pytest.mark.parametrize(
    "line",
    [
        "المصدر: وكالات",
        "**المصدر:** https://example.org/a",
        "Source : AFP",
        "来源：新华社",
        "Nguồn: VnExpress",
        "_Quelle: Stadtzeitung_",
    ],
)
def test_a_source_line_is_a_label_and_a_colon(line: str) -> None:
    assert read(BODY + line + "\n").fact(source_lines, LABELS) == (1,)


def test_the_colon_that_comes_first_ends_the_label() -> None:
    assert read(BODY + "来源：新华社 12:30\n").fact(source_lines, LABELS) == (1,)
    assert read(BODY + "Source: AFP：Paris\n").fact(source_lines, LABELS) == (1,)


def test_a_source_line_may_be_glued_below_a_paragraph() -> None:
    doc = read(BODY * 2 + "المصدر: وكالات\n\n" + BODY, "article.md")
    assert doc.fact(source_lines, LABELS) == (2,)
    # In the middle of a paragraph it is a sentence that was wrapped.
    doc = read(BODY + "المصدر: وكالات\n" + BODY, "article.md")
    assert doc.fact(source_lines, LABELS) == ()
    assert read("- " + BODY + "  المصدر: وكالات\n", "a.md").fact(source_lines, LABELS) == ()


@pytest.mark.parametrize(
    "line",
    [
        "المصدر الأول: نبع قديم",
        "قال المصدر إن الأعمال: البناء والترميم",
        "| المصدر: وكالات |",
        ": المصدر",
        "Resource: none",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert read(BODY + line + "\n").fact(source_lines, LABELS) == ()


def test_a_source_line_at_the_head_does_not_close_the_article() -> None:
    assert closing_source_line(read("المصدر: وكالات\n" + BODY), LABELS) == -1
    assert closing_source_line(read(BODY + "المصدر: وكالات\n"), LABELS) == 1


def test_the_tail_begins_after_the_last_sentence() -> None:
    assert tail(BODY * 2 + "\nشارك\nتعليق (0)\n") == "شارك\nتعليق (0)\n"
    assert tail(BODY + "المصدر: وكالات\nتعليق (0)") == "المصدر: وكالات\nتعليق (0)"
    # A sentence of the site's own below the source line is tail all the same.
    text = BODY * 2 + "المصدر: وكالات\nنرحب بآرائكم جميعًا في موقعنا الجديد هذا.\n"
    assert tail(text).startswith("نرحب")
    # Short sentences ("All rights reserved.") end no article.
    assert tail(BODY + "جميع الحقوق محفوظة.\n") == "جميع الحقوق محفوظة.\n"


def test_a_text_of_sentences_has_no_tail() -> None:
    assert tail(BODY * 2) == ""
    assert tail("شارك\nتعليق (0)\n") == ""
    assert tail("") == ""


@pytest.mark.parametrize(
    "prose",
    [
        "نعم.",
        "حقًا؟",
        "«نعم.»",
        "Ja!“",
        "是。",
        "है।",
        "ہے۔",
        "አዎ።",
        "Այո։",
        "yes.**",
        "yes. \u200f",
        f"yes.{MARK}",
    ],
)
def test_sentences_end_in_every_script(prose: str) -> None:
    assert ends_sentence(prose)


@pytest.mark.parametrize("prose", ["", "نعم", "yes,", "«نعم»", "list:", "  ", MARK])
def test_other_ends_are_none(prose: str) -> None:
    assert not ends_sentence(prose)


def test_words_hold_a_letter_or_a_digit() -> None:
    assert count_words("— one | two, 3 … *") == 3
    assert count_words("كلمة أخرى") == 2
    assert count_words("") == 0


def test_two_characters_are_a_word_where_no_spaces_are_written() -> None:
    assert count_words("市长昨天宣布新图书馆") == 5
    assert count_words("Python 市长昨天") == 3


def test_has_words_agrees_with_word_count() -> None:
    for text in ("one two three", "**one** — two", "市长昨天宣布", "كلمة " * 80, ""):
        for least in (1, 3, 50):
            assert has_words(text, least) == (count_words(text) >= least)


@given(st.text("ab1 \n\t\xa0\x1c\x85\u200a\0\x1aÉه،٣ٍ'’“—(.", max_size=40), st.integers(1, 9))
def test_words_are_counted_to_the_letter_in_scripts_with_spaces(text: str, least: int) -> None:
    assert has_words(text, least) == (count_words(text) >= least)


def test_the_closing_line_is_the_last_of_the_source_lines() -> None:
    chance = Random(5)
    pieces = (
        BODY,
        "Source: AFP\n",
        "المصدر: وكالات\n",
        "# Note: a\n",
        "| Source: b |\n",
        "\n",
        "\n",
    )
    closing = 0
    for _ in range(3000):
        doc = read("".join(chance.choices(pieces, k=chance.randint(1, 12))), "a.md")
        lines = doc.fact(source_lines, LABELS)
        is_near_the_end = lines and doc.line_start(lines[-1]) * 10 >= len(doc.text.rstrip()) * 3
        closing += bool(is_near_the_end)
        assert closing_source_line(doc, LABELS) == (lines[-1] if is_near_the_end else -1)
    assert 500 < closing < 2500
