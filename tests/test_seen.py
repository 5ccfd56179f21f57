"""Where the scan says to look is where the rules find something, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contentlint import formats
from contentlint.document import Document
from contentlint.rule import BoundRule
from contentlint.session import Request, Session
from contentlint.text import brackets, dates, gates, paragraph_facts, scan
from contentlint.text.compare import space
from contentlint.text.paragraph_keys import space_key

FIRST = "أعلنت الوزارة أمس عن خطة جديدة لتطوير شبكة النقل في المدن الكبرى."
PIECES = st.sampled_from(
    [
        *"()[]{}«»“”„（）「」《》﴿﴾\"' ",
        "\n\n", "\n", "\n\n\n", "- ", "word ", "كلمة ", "[0, 1)", "(a, b]", "]0, 1[", "...", "....",
        "…", " the the ", "In in ", "في في ", "3/4/2025 ", "2024-05-06 ", "26 October 2024 ",
        "October 26, 2024 ", "26-Oct-2024 ", "25 أكتوبر/تشرين الأول 2023 ", "1.2.3 ",
        "The report says more than anybody here had thought of. ",
        "the report says less than anybody here had thought of! ",
        FIRST + " ", FIRST.replace("أ", "ا") + " ", FIRST.replace("شبكة", "شَبَكَةِ") + " ",
        FIRST.replace("الكبرى", "الكبــرى") + " ", "**", "\x01", "é",
        "e\u0301", "\u200b", "。", "؟ ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
LANGUAGES = st.sampled_from(["ar", "en", "de", "fr", "zh", ""])
CODES = tuple("BID009 DUP001 DUP002 DUP003 DUP004 DUP006 DUP007 NUM006 PUN006 STR011".split())


@pytest.fixture(scope="module")
def rules() -> tuple[BoundRule, ...]:
    return tuple(
        bound for bound in Session(Request(isolated=True, select=CODES)).settings("a.md").rules
    )


def read(text: str, language: str) -> Document:
    return formats.read("a.md", text.encode("utf-8", "surrogatepass"), language=language)


def scanned(text: str, language: str) -> Document:
    """A document of which is known what a compiled scan sees."""
    doc = read(text, language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gates, "COMPILED", True)
        gates.started(doc, gates.build([]))
    return doc


def found(doc: Document, rules: tuple[BoundRule, ...]) -> Iterator[str]:
    for bound in rules:
        assert bound.check is not None
        for finding in bound.check(doc, bound.options):
            yield f"{bound.rule.code} {finding}"


@PATIENT
@given(TEXTS, LANGUAGES)
def test_rules_find_the_same_with_and_without_a_scan(
    rules: tuple[BoundRule, ...], text: str, language: str
) -> None:
    assert [*found(scanned(text, language), rules)] == [*found(read(text, language), rules)]


@PATIENT
@given(TEXTS, LANGUAGES)
def test_brackets_without_a_partner_are_seen(text: str, language: str) -> None:
    doc = scanned(text, language)
    if [*brackets.unpaired(doc, brackets.suspects(doc))]:
        assert doc.fact(gates.seen).events & scan.UNBALANCED


@PATIENT
@given(TEXTS, LANGUAGES)
def test_echoes_of_the_suspects_are_all_echoes(text: str, language: str) -> None:
    doc = scanned(text, language)
    assert paragraph_facts.echoes(doc) == paragraph_facts.echoes(read(text, language))


@PATIENT
@given(TEXTS, LANGUAGES)
def test_plain_text_has_only_white_space_to_fold(text: str, language: str) -> None:
    doc = scanned(text, language)
    for index, block in enumerate(doc.blocks):
        assert space_key(doc, index) == space(doc.text[block.start : block.end])


def test_balanced_paragraphs_do_not_start_the_rule() -> None:
    events = [
        scanned(text, "en").fact(gates.seen).events & scan.UNBALANCED
        for text in ("One (two [3]).\n\n“Four” (five).", "See [1] (and 2).", "One (two.", "See) it")
    ]
    assert [*map(bool, events)] == [False, False, True, True]
    assert not scanned("„Eins“ und „zwei“.", "de").fact(gates.seen).events & scan.UNBALANCED


def test_only_dates_in_paragraphs_are_seen() -> None:
    seen = scanned("- 3/4/2025\n\n# 3/4/2025\n\nOn 3/4/2025, 1.2.3 and 10.0.0.1.\n", "en").fact(
        gates.seen
    )
    assert seen.figures is not None and len(seen.figures) == 1
    assert [date.style for date in dates.in_figures("On 3/4/2025, 1.2.3.", [4])] == ["?/?/YYYY"]


def test_words_that_run_three_times_are_no_loop() -> None:
    three = "Then " + "one two three " * 3 + "and so on, as it always was."
    four = "Then " + "one two three " * 4 + "and so on, as it always was."
    assert not scanned(three, "en").fact(gates.seen).events & scan.LOOP
    assert scanned(four, "en").fact(gates.seen).events & scan.LOOP
