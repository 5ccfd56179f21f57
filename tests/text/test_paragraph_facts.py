"""Which paragraphs could repeat another: none in clean text, all that do in any."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.core import dispatch, prefilter, words
from contentlint.core.paragraphs import Keys
from contentlint.model.document import Document
from contentlint.source import formats
from contentlint.text.similarity.exact import echoes, originals, suspects
from contentlint.text.similarity.keys import (
    changed_numbers,
    differences,
    light_key,
    light_keys,
    light_of,
    light_words,
    shown,
)

FIRST = "أعلنت الوزارة أمس عن خطة جديدة لتطوير شبكة النقل في المدن الكبرى."
SECOND = "وقال المدير إن العمل سيبدأ قبل نهاية العام الحالي في القرى البعيدة."


def document(*paragraphs: str) -> Document:
    return formats.read("a.md", "\n\n".join(paragraphs).encode(), language="ar")


def test_nothing_in_clean_text() -> None:
    assert document(FIRST, SECOND).fact(echoes) == ((), ())
    assert document().fact(echoes) == ((), ())
    assert document("قصير.", "قصير.").fact(echoes) == ((), ())


@pytest.mark.parametrize(
    "copy",
    [
        FIRST,
        FIRST.replace("أ", "ا"),
        FIRST.replace(" ", "  ", 1),
        FIRST.replace("شبكة", "شَبَكَةِ"),
        FIRST.replace("شبكة", "**شبكة**"),
        "\x01" + FIRST,
        FIRST.replace("أعلنت", "وأعلنت"),
        FIRST.replace("الكبرى", "الصغرى"),
        FIRST + " " + SECOND,
        "وكان الخبر منتظرا! " + FIRST,
    ],
)
def test_a_copy_is_a_suspect(copy: str) -> None:
    assert document(FIRST, "فقرة أخرى لا تشبه غيرها في شيء من كلماتها.", copy).fact(suspects) == [
        0,
        2,
    ]


def test_what_differs_in_white_space_has_one_original() -> None:
    doc = document(FIRST, SECOND, FIRST.replace(" ", "  ", 1), FIRST + " " + SECOND)
    assert doc.fact(originals) == {0: 0, 1: 1, 2: 0, 3: 3}
    # As many words, another one first.
    other = FIRST.replace("أعلنت", "وأعلنت")
    assert document(FIRST, other, FIRST).fact(originals) == {0: 0, 1: 1, 2: 0}


def test_a_sentence_twice_in_one_paragraph_is_a_group_of_one() -> None:
    doc = document(f"{FIRST} {SECOND} {FIRST}")
    assert doc.fact(echoes) == (((0,),), ())
    assert doc.fact(suspects) == []


def test_a_sentence_quoted_inside_another_is_not_taken_for_its_beginning() -> None:
    doc = document("وقال الخبر إنه " + FIRST, FIRST + " " + SECOND, FIRST + " " + SECOND)
    assert (1, 2) in doc.fact(echoes).beginnings


def test_a_longer_sentence_that_begins_alike_is_not_taken_for_a_short_one() -> None:
    short, rest = "The minister said nothing.", "He left the room soon after {}, by the door."
    longer = "The minister said nothing about it at all, and then he left the room."
    doc = document(longer, f"{short} {rest.format('noon')}", f"{short} {rest.format('six')}")
    assert doc.fact(echoes).beginnings == ((1, 2),)


def test_the_last_paragraph_begins_as_others_do() -> None:
    """Without a full stop at its end, as the one before."""
    line = "The library of the town"
    doc = document(line + ". It was shut all the summer.", "It was open all winter. " + line)
    assert doc.fact(echoes) == ((), ())
    doc = document(*["It was open all winter, they said. " + line] * 2, FIRST)
    assert (0, 1) in doc.fact(echoes).beginnings


@given(st.lists(st.sampled_from([FIRST, SECOND, FIRST + " " + SECOND, "نص قصير."]), max_size=8))
def test_equal_paragraphs_are_suspects(paragraphs: list[str]) -> None:
    found = document(*paragraphs).fact(suspects)
    for index, text in enumerate(paragraphs):
        if len(text) >= 40 and paragraphs.count(text) > 1:
            assert index in found


def test_shown_has_code_but_no_markup() -> None:
    text = "شغل **الأمر** `make` من [هنا](https://example.org)."
    assert shown(document(text), 0, len(text)) == "شغل الأمر `make` من هنا."


def test_differences_are_named() -> None:
    assert differences("إلى ٣", "الى 3") == "alef, the shape of digits"
    assert differences("«نعم»", '"نعم"') == "quotes"
    assert differences("The End", "the end") == "capitals"
    assert differences("نعم", "نعم") == "markup"


def test_changed_numbers() -> None:
    assert changed_numbers("في 25 مايو 69 دولة", "في 26 مايو 72 دولة") == "25→26, 69→72"
    assert changed_numbers("في مايو 3", "في 5 مايو 3") == "→5"
    assert changed_numbers("1 2 3 4 5 6", "7 8 9 10 11 12") == "1→7, 2→8, 3→9, 4→10"


def sentence(chance: Random) -> str:
    """One of letters with one to four bytes, some of which are dropped; ``©`` has the second byte
    of ``ة`` behind one that is dropped, as ``ث`` lacks its own."""
    letters = chance.choice(["abcXY", "ابجةأ", "هذﺎਓé", "漢字かな", "aثةé"])
    signs = " \t\x01\x1a\"“«»'-,©ث\u064b\u0640\u00a0\u2003😀"
    size = chance.choice([9, 14, 21, 40])
    return "".join(chance.choices([*letters, *letters, " ", chance.choice(signs)], k=size))


def altered(text: str, chance: Random) -> str:
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice('"“»„ XxÉ?ث') + text[at + chance.randint(0, 1) :]
    return text


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar", "ur", "hi", "zh"])
def test_the_scan_knows_all_that_begin_or_end_alike(language: str) -> None:
    chance = Random(language)
    stops = [". ", "? ", "! ", ".  ", ".     ", "؟ ", "۔ ", "। ", "。", '." ', ".\n", "."]
    made = dispatch.build_gates([])
    members = found = 0
    for _ in range(400):
        pool = [sentence(chance) for _ in range(4)]
        paragraphs = [
            "".join(
                altered(chance.choice(pool), chance) + chance.choice(stops)
                for _ in range(chance.randint(1, 4))
            )
            for _ in range(5)
        ]
        data = "\n\n".join(paragraphs).encode()
        wanted = formats.read("a.txt", data, language=language).fact(echoes)
        doc = formats.read("a.txt", data, language=language)
        heads, tails = prefilter.looked(doc, made.opened, 0, made.chars).echoes.groups()
        for groups, told in ((wanted.beginnings, heads), (wanted.paragraphs, [*heads, *tails])):
            for group in groups:
                assert any(set(group) <= set(each) for each in told), (group, told, paragraphs)
                members += len(group)
        found += len(heads) + len(tails)
    assert members > 200 and found > 100


def test_keys_are_grouped_as_a_dictionary_would() -> None:
    chance = Random(5)
    for size in (3, 40, 300, 3000):
        # Many have their lowest bits in common.
        keys = [chance.randrange(size) << chance.choice([0, 12, 40]) for _ in range(size)]
        blocks = sorted(chance.choices(range(size), k=size))
        made = Keys()
        wanted: dict[int, list[int]] = {}
        for key, block in zip(keys, blocks, strict=True):
            made.add(key, block)
            wanted.setdefault(key, []).append(block)
        again = {key: sorted({*group}) for key, group in wanted.items() if len(group) > 1}
        assert again and made.groups == again


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One [link](a.html) and *two*.\n\n\u200b\n\nA second\x0bparagraph, über “all”…\n",
        "قالَ  الوزيرُ\nإن ١٢ سفينة\n\n# عنوان\n\nأ\u0323\u0301 https://a.example «نص»\n\nENGLISH\n",
    ],
)
def test_folding_at_once_is_folding_one_by_one(text: str) -> None:
    doc = formats.read("a.md", text.encode())
    indices = range(len(doc.blocks))
    assert light_keys(doc, indices) == [light_key(doc, index) for index in indices]
    assert light_words(doc, doc.text) == words(light_of(doc, doc.text))
