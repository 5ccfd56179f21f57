"""Where the scan says to look is where the rules find something, whatever the text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random
from unicodedata import decomposition, normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contentlint import Linter
from contentlint.article import brackets
from contentlint.checks.encoding import not_nfc, zero_width_character
from contentlint.checks.punctuation import latin_punctuation_in_arabic
from contentlint.core import dispatch, invisibles, prefilter, pure
from contentlint.core import events as e_
from contentlint.core.gates import Met
from contentlint.core.segment import PIECE
from contentlint.model.document import Document
from contentlint.model.rule import BoundRule
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats
from contentlint.text.dates import parse
from contentlint.text.similarity import exact
from contentlint.text.similarity.keys import space_key
from contentlint.text.unicode.fold import space

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
        "e\u0301", "\u200b", "\u200c", "。", "؟ ", " ،", "\u202f!", "\u00a0:", "؛", "..", "!!!",
        "، .", " ???", "?", ",", "C++ ", " .NET", "@user ", "/etc", "Ã©", "ط§Ø§", "╨а╨б", "ﻁ\u00a0",
        "\ufffd", "1", "٢ ", "۳ ", "ىلع ", "يف ", "ةسردملا ", "`ةسر` ", "مدرسةٌ ", "كُتُبٌ ", "ُ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
LANGUAGES = st.sampled_from(["ar", "en", "de", "fr", "zh", ""])
CODES = tuple(
    "BID006 BID009 DUP001 DUP002 DUP003 DUP004 DUP006 DUP007 ENC003 ENC005 ENC007 ENC011 ENC015 "
    "NUM002 NUM006 NUM009 ORT003 PUN001 PUN002 PUN003 PUN005 PUN006 STR011 STR025 STR029".split()
)


@pytest.fixture(scope="module")
def rules() -> tuple[BoundRule, ...]:
    return tuple(
        bound
        for bound in Session(Request(Selection(isolated=True, select=CODES)))
        .resolver.settings("a.md")
        .rules
    )


def read(text: str, language: str) -> Document:
    return formats.read("a.md", text.encode("utf-8", "surrogatepass"), language=language)


def scanned(text: str, language: str) -> Document:
    """A document of which is known what a compiled scan sees."""
    doc = read(text, language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", True)
        dispatch.started(doc, dispatch.build_gates([]))
    return doc


def events(doc: Document) -> int:
    """The events of a scan."""
    gates = dispatch.build_gates([])
    return int(prefilter.looked(doc, gates.opened, gates.begun, gates.chars).events)


def found(doc: Document, rules: tuple[BoundRule, ...]) -> Iterator[str]:
    for bound in rules:
        assert bound.check is not None
        for finding in bound.check(doc):
            yield f"{bound.rule.code} {finding}"


@PATIENT
@given(TEXTS, LANGUAGES)
def test_rules_find_the_same_with_and_without_a_scan(
    rules: tuple[BoundRule, ...], text: str, language: str
) -> None:
    assert [*found(scanned(text, language), rules)] == [*found(read(text, language), rules)]


@PATIENT
@given(TEXTS, LANGUAGES)
def test_rules_that_do_not_start_without_a_scan_find_nothing(
    rules: tuple[BoundRule, ...], text: str, language: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", False)
        gates = dispatch.build_gates([bound.needs for bound in rules])
        started = dispatch.started(read(text, language), gates)
    others = tuple(
        bound
        for number, bound in enumerate(rules)
        # A literal is in most texts that have the fault, not in all.
        if number not in started and any(not is_literal(need) for need in bound.needs)
    )
    assert [*found(read(text, language), others)] == []


def is_literal(need: dispatch.Need) -> bool:
    return isinstance(need, str) and not need.startswith("\0")


EXACT = (
    e_.DOUBLED | e_.INVISIBLE | e_.BLANKS | e_.TRAILING | e_.NO_END | e_.BY_LINE | e_.MARKED
)  # fmt: skip
"""Events that are the same with and without a scan."""


@PATIENT
@given(TEXTS, LANGUAGES)
def test_scan_and_tables_meet_the_same(text: str, language: str) -> None:
    doc = read(text, language)
    gates = dispatch.build_gates([(name,) for name in dispatch._EVENTS])
    scan = prefilter.looked(doc, gates.opened, gates.begun, gates.chars)
    met = pure.narrow(doc, Met(), gates.each, gates.triggers)
    assert bool(met.events & e_.INVISIBLE) == bool(scan.events & e_.INVISIBLE)
    assert met.events & EXACT & ~e_.INVISIBLE == scan.events & EXACT & ~e_.INVISIBLE
    assert not scan.events & ~met.events & (e_.FORMS | e_.LOOP)
    assert not scan.shown & ~met.shown
    assert not (scan.shown | scan.hidden) & ~met.text
    assert not scan.more & e_.OTHER_DIGITS & ~met.more


DAYS = {
    "en": ("February ", "June ", "th ", "Monday, ", "(Sunday)", ", 2023", "May 26.1.2", "éMay "),
    "de": (". Februar ", "Montag, ", " (Sonntag)", " Prozent ", ". Juni"),
    "vi": ("ngày 30 tháng 2 năm 2023", "thứ hai ", "tháng ", " năm "),
    "ar": ("الاثنين ", "شباط/فبراير ", "حزيران", "رمضان ", " من عام ", "،"),
    "fa": ("شنبه ", "مهر ", "ژوئن ", "سال "),
    "he": ("ב-", "בפברואר ", "יום שני ", "(יום א׳)"),
    "tr": ("Şubat ", "Haziran ", " Pazartesi", "(Pazar)"),
    "zh": ("2023年2月30日", "星期一", "（周日）"),
}
FIGURES = st.sampled_from(
    [
        *"1.-/ \n,(",
        "28",
        "29",
        "30 ",
        "31 ",
        "39 ",
        "45 ",
        "2023",
        "2024 ",
        "٣٠ ",
        "۳۱ ",
        "13.",
        "**",
    ]
)


@PATIENT
@given(st.data(), st.sampled_from(sorted(DAYS)))
def test_days_are_found_with_and_without_a_scan(
    rules: tuple[BoundRule, ...], data: st.DataObject, language: str
) -> None:
    pieces = st.one_of(FIGURES, st.sampled_from(DAYS[language]))
    text = "".join(data.draw(st.lists(pieces, max_size=12)))
    dated = tuple(bound for bound in rules if bound.rule.code in ("NUM006", "NUM009"))
    assert [*found(scanned(text, language), dated)] == [*found(read(text, language), dated)]


@PATIENT
@given(TEXTS, LANGUAGES)
def test_what_is_counted_and_what_is_backwards(text: str, language: str) -> None:
    doc = scanned(text, language)
    plain = read(text, language)
    assert doc.fact(pure.vowels) >= plain.fact(pure.vowels)
    assert doc.fact(pure.has_backwards) == plain.fact(pure.has_backwards)
    assert [*doc.fact(pure.doubled)] == [*plain.fact(pure.doubled)]
    assert [*doc.fact(pure.gaps)] == [*plain.fact(pure.gaps)]
    assert doc.fact(invisibles) or not plain.fact(invisibles)
    assert doc.fact(pure.may_compose) or not not_nfc._MAY_COMPOSE.search(doc.prose)


@pytest.mark.parametrize(
    ("text", "backwards"),
    [
        *(("x ةسردملا", True), ("ةسردملا", False), ("x يف y", True), ("x يفعل y", False)),
        *(("a\nىلع", True), ("مدرسةٌ ى", False), ("```\n ىلع\n```", True), ("`ىلع x`", False)),
        *(("[a](b ىلع)", True), ("x ة", False)),
    ],
)
def test_words_that_begin_as_none_does_are_seen(text: str, backwards: bool) -> None:
    assert scanned(text, "ar").fact(pure.has_backwards) == backwards


def composed_pairs() -> Iterator[str]:
    """Two characters that are one in the composed form, and characters that have a twin; of the
    letters that the composed form takes apart none."""
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        parts = decomposition(char)
        if not parts or parts[0] == "<" or "\uf900" <= char <= "\ufaff":
            continue
        pair = "".join(chr(int(part, 16)) for part in parts.split())
        if normalize("NFC", pair) == char:
            yield pair
        elif len(normalize("NFC", char)) == 1:
            yield char
    yield from ("\u1100\u1161", "\uac00\u11a8")


def test_whatever_composes_is_seen() -> None:
    pairs = [*composed_pairs()]
    assert len(pairs) > 1000
    for pair in pairs:
        # Another mark may stand before one that composes.
        between = [pair[0] + mark + pair[1:] for mark in "\u0c55\u093c\u0301\u0334"]
        for text in [pair, *(t for t in between if len(normalize("NFC", t)) < len(t))]:
            assert not_nfc._MAY_COMPOSE.search(text), ascii(text)
            assert scanned(f"x {text} y", "").fact(pure.may_compose), ascii(text)


@pytest.mark.parametrize("text", ["हिन्दी में लड़का और ज़मीन", "தமிழ் வார்த்தை", "සිංහල", "كُتّابٌ", "שָׁלוֹם"])
def test_what_composes_with_nothing_is_no_reason_to_compare(text: str) -> None:
    assert not not_nfc._MAY_COMPOSE.search(text)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        *(("On 26 October and on May 3 it", True), ("On 26th October; on May 3", True)),
        *(("On 26. October\u00a0and May 31", True), ("the 1.2.20193 October, May 3", True)),
        *(("In 2019 October, and on May 3", False), ("20,000 Marines on May 3", False)),
        *(("On 26 October 2019, in May 2020", False), ("13) -- Declaring on May 3", False)),
    ],
)
def test_months_before_and_after_their_day(text: str, orders: bool) -> None:
    assert scanned(text, "en").fact(pure.has_orders) == orders


@pytest.mark.parametrize(
    ("text", "places"),
    [("3-Mai-2019", [5]), ("3-mal-2", []), ("GPT-4.1, gpt-4-mini", []), ("3 Mai / Juni", [6])],
)
def test_dates_with_two_hyphens_or_a_slash(text: str, places: list[int]) -> None:
    assert scanned(text, "de").fact(pure.named) == places


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Am 13.12.2019 kam er, und am 14.12.2019 ging er wieder nach Hause.", 0),
        ("Am 13.12.2019 kam er, und am 14. Dezember 2019 ging er wieder nach Hause.", 1),
        ("Am 13.12.2019 kam er, und am 2019-12-14 ging er wieder nach Hause.", 1),
        ("Zu 1.1.201913.12.2020 kam er, und am 12.13.2019 ging er wieder nach Hause.", 1),
    ],
)
def test_figures_alone_are_compared_with_each_other(
    rules: tuple[BoundRule, ...], text: str, found: int
) -> None:
    (rule,) = (bound for bound in rules if bound.rule.code == "NUM006")
    assert rule.check is not None
    for doc in (read(text, "de"), scanned(text, "de")):
        assert len([*rule.check(doc)]) == found


def test_joined_letters_of_persian_are_passed_over() -> None:
    chance = Random(4)
    for _ in range(2000):
        text = "".join(chance.choices("\u200c\u200c\u200d\u200bمیشa1 *\u00a0َـ", k=12))
        doc = read(text, "fa")
        with pytest.MonkeyPatch.context() as patch:
            found = [*zero_width_character.check(doc)]
            patch.setattr(zero_width_character, "_RUN_ELSEWHERE", zero_width_character._RUN)
            assert found == [*zero_width_character.check(doc)], ascii(text)


@pytest.mark.parametrize("size", [0, 150, 199, 200, 201, 700])
def test_mark_behind_a_long_address_follows_its_word(size: int) -> None:
    doc = read(f"انظر [الموقع](https://a.example/{'x' * size}), ثم", "ar")
    assert len([*latin_punctuation_in_arabic.check(doc)]) == 1


@PATIENT
@given(TEXTS, LANGUAGES)
def test_brackets_without_a_partner_are_seen(text: str, language: str) -> None:
    doc = scanned(text, language)
    if [*brackets.unpaired(doc, brackets.suspects(doc))]:
        assert events(doc) & e_.UNBALANCED


@PATIENT
@given(TEXTS, LANGUAGES)
def test_echoes_of_the_suspects_are_all_echoes(text: str, language: str) -> None:
    doc = scanned(text, language)
    assert exact.echoes(doc) == exact.echoes(read(text, language))


@PATIENT
@given(TEXTS, LANGUAGES)
def test_plain_text_has_only_white_space_to_fold(text: str, language: str) -> None:
    doc = scanned(text, language)
    for index, block in enumerate(doc.blocks):
        assert space_key(doc, index) == space(doc.text[block.start : block.end])


def test_balanced_paragraphs_do_not_start_the_rule() -> None:
    unbalanced = [
        events(read(text, "en")) & e_.UNBALANCED
        for text in ("One (two [3]).\n\n“Four” (five).", "See [1] (and 2).", "One (two.", "See) it")
    ]
    assert [*map(bool, unbalanced)] == [False, False, True, True]
    assert not events(read("„Eins“ und „zwei“.", "de")) & e_.UNBALANCED


def test_only_dates_in_paragraphs_are_seen() -> None:
    seen = scanned("- 3/4/2025\n\n# 3/4/2025\n\nOn 3/4/2025, 1.2.3 and 10.0.0.1.\n", "en").fact(
        pure.figures
    )
    assert seen is not None and len(seen) == 1
    assert [date.style for date in parse.in_figures("On 3/4/2025, 1.2.3.", [4])] == ["?/?/YYYY"]


@pytest.mark.parametrize("compiled", [False, True])
def test_gallery_is_announced_whatever_other_rules_are_on(
    compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "COMPILED", compiled)
    text = "# Ships\n\nThey sailed at noon.\n\nIn pictures\n\n![a](b.jpg)\n\n![c](d.jpg)\n"
    for codes in (["STR004"], ["STR004", "RES015"]):
        said = [each.code for each in Linter({"select": codes}).text(text).diagnostics]
        assert "STR004" in said


def test_words_that_run_three_times_are_no_loop() -> None:
    three = "Then " + "one two three " * 3 + "and so on, as it always was."
    four = "Then " + "one two three " * 4 + "and so on, as it always was."
    assert not events(read(three, "en")) & e_.LOOP
    assert events(read(four, "en")) & e_.LOOP
    assert not read(three, "en").fact(pure.may_loop)
    assert read(four, "en").fact(pure.may_loop)
    assert not read("So no no no, he said.", "en").fact(pure.may_loop)
    assert read("So no no no no he said.", "en").fact(pure.may_loop)


LOOP = "the One of **them** ** über a ты to 本 in -".split()


@pytest.mark.parametrize("size", range(2, 13))
@pytest.mark.parametrize("end", ["", " and so on.", "\n\nThe end"])
@pytest.mark.parametrize("start", ["", "the one the other the one the other of them ", "**So** "])
def test_loops_of_up_to_twelve_words_are_seen(size: int, start: str, end: str) -> None:
    turn = " ".join(LOOP[:size])
    turns = f"{turn} {turn}\n{turn.lower()}  {turn}"
    assert events(read(start + turns + end, "en")) & e_.LOOP


@pytest.mark.parametrize("size", range(1, 13))
@pytest.mark.parametrize("start", ["", "and ", "| and ", "- "])
def test_loops_of_up_to_twelve_words_are_seen_without_a_scan(size: int, start: str) -> None:
    words = "one Two **three** four über [six](a.md) seven eight Nine ten eleven twelve".split()
    turn = " ".join(words[:size])
    assert read(f"{start}{turn} {turn}\n{turn} {turn} and", "en").fact(pure.may_loop)
    assert not read(f"{start}{turn}\n{turn} and", "en").fact(pure.may_loop)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("of of the", [5]),
        ("Of of the", [5]),
        ("the **of** of", []),
        ("of **of the**", []),
        ("**of of the**", [7]),
        ("a of\n\nOF the", [8]),
        ("über Über über über", [9, 14, 19]),
        ("of ofs off of", []),
        ("на на", [5]),
        ("- - a a", [7]),
    ],
)
def test_tokens_that_follow_themselves_are_seen(text: str, ends: list[int]) -> None:
    assert scanned(text, "en").fact(pure.doubled) == ends
    assert read(text, "en").fact(pure.doubled) == ends


def test_words_are_doubled_where_a_long_text_is_cut() -> None:
    lines = PIECE // 4
    doc = read("ab cd ab\n" * lines, "en")
    assert len(doc.fact(pure.doubled)) == lines - 1


@pytest.mark.parametrize(
    ("text", "trailing"),
    [
        *(("a", False), ("a\n", False), ("a\n\n", True), ("a\n ", True), ("\n\n", True)),
        *(("```\na\n\n", True), ("```\na\n```", True), ("<div>\n\n", True), ("# a\n", False)),
    ],
)
def test_what_follows_the_last_line_is_seen(text: str, trailing: bool) -> None:
    assert bool(events(read(text, "en")) & e_.TRAILING) == trailing
    assert read(text, "en").fact(pure.has_trailing) == trailing
