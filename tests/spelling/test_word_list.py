"""The list of misspelled Arabic words agrees with itself and with the lists written by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli
from conftest import ROOT

from tools.spelling import classes, pack
from tools.spelling.pack import Entry, read

HERE = ROOT / "tools" / "spelling"
LINES = pack.TEXT.read_text(encoding="utf-8").splitlines()
LISTED = {entry.wrong: entry for entry in read(pack.TEXT)}
ADDED = read(HERE / "ar.add.txt")
DROPPED = read(HERE / "ar.drop.txt")
CLASSES = "ABCDEFGHIKMNS"


def test_list_has_the_size_that_was_decided() -> None:
    assert 9_000 <= len(LISTED) <= 11_000


def test_list_is_sorted_without_duplicates_and_in_one_form() -> None:
    lines = [line for line in LINES if not line.startswith("#")]
    assert lines == sorted(set(lines))
    assert lines == [str(entry) for entry in LISTED.values()]


def test_list_names_its_licence() -> None:
    assert LINES[0] == "# SPDX-License-Identifier: GPL-3.0-only"


def test_every_entry_has_a_known_class_a_tier_and_up_to_three_other_words() -> None:
    for entry in LISTED.values():
        assert set(entry.letters) <= set(CLASSES), entry
        assert entry.tier in ("+", "-"), entry
        assert 1 <= len(set(entry.rights)) == len(entry.rights) <= 3, entry
        assert entry.wrong not in entry.rights, entry


def test_no_repair_has_a_wrong_form_in_it() -> None:
    wrong = [
        str(entry)
        for entry in LISTED.values()
        if any(word in LISTED for right in entry.rights for word in right.split())
    ]
    assert wrong == []


def test_dropped_forms_have_a_reason_and_are_not_listed() -> None:
    assert [entry.wrong for entry in DROPPED if not entry.reason] == []
    assert [entry.wrong for entry in DROPPED if entry.wrong in LISTED] == []


def test_added_entries_have_a_reason_and_are_listed_as_written() -> None:
    assert [entry.wrong for entry in ADDED if not entry.reason] == []
    assert [e.wrong for e in ADDED if str(LISTED[e.wrong]) != str(e)] == []


@pytest.mark.parametrize("name", ["ar.add.txt", "ar.drop.txt"])
def test_lists_written_by_hand_are_sorted(name: str) -> None:
    found = [entry.wrong for entry in read(HERE / name)]
    assert found == sorted(set(found))


def test_no_function_word_of_a_neighbouring_language_is_listed() -> None:
    text = (ROOT / "rules" / "words" / "function-words.toml").read_text(encoding="utf-8")
    words = tomli.loads(text)
    persian = "كه است را براى از شد مى بود آن با تا هاى شده كرد ارائه ملى خود"
    kurdish = "له بۆ که ئەو لە بە دا"
    neighbours = {*words["fa"], *words["ur"], *persian.split(), *kurdish.split()}
    assert neighbours & LISTED.keys() == set()


@pytest.mark.parametrize(
    ("wrong", "rights"),
    [
        ("ان", "أن إن"),
        ("الحكومه", "الحكومة"),
        ("الى", "إلى"),
        ("إستخدام", "استخدام"),
        ("القاهره", "القاهرة"),
        ("الاسلامي", "الإسلامي"),
        ("الاجرام", "الإجرام الأجرام"),
        ("للاعداد", "للإعداد للأعداد"),
        ("هاذا", "هذا"),
        ("وأنة", "وأنه"),
        ("فى", "في"),
    ],
)
def test_frequent_errors_are_strong(wrong: str, rights: str) -> None:
    assert LISTED[wrong].rights == tuple(rights.split())
    assert LISTED[wrong].tier == "+"


def test_a_particle_joined_to_its_verb_is_two_words() -> None:
    assert LISTED["ولايزال"].rights == ("ولا يزال",)


def test_a_rare_right_word_is_weak() -> None:
    assert (LISTED["انه"].rights, LISTED["انه"].tier) == (("أنه", "إنه"), "-")


@pytest.mark.parametrize(
    "text",
    [
        "باريس واحدا كاملا كاميرا ولايات باراك",
        "بان كي مون لويس فان خال واي فاي الدكتور فيليب حتي",
        "باسم الآب والابن يا إلهة الشعر ياخي ايه ده",
        "شئون المجلس ورءوس الأموال والمسئول وكفى بالله شهيدا",
        "إبريل أبريل إسبانيا أسبانيا تلفزيون تليفزيون يقرءون مائة عبدالله",
        "إستوديو إسترليني إستراتيجية إسطنبول إستاد",
        "كتب كتابه على مكتبه علي إلي مدي فتي سوي متي كبري المستوي المحتوي المرضي",
        "تيم ملى براى است كه ارائه شد",
        "إنتاج إسلام أستاذ آخر مدرسته",
    ],
)
def test_names_regional_spellings_and_undecidable_words_are_not_listed(text: str) -> None:
    assert [word for word in text.split() if word in LISTED] == []


def test_lists_are_read_with_their_reasons(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# head\n\nهاذا>هذا S +  # alef\nفان  # a name\n", encoding="utf-8")
    assert read(path) == [
        Entry("هاذا", ("هذا",), "S", "+", "alef"),
        Entry("فان", reason="a name"),
    ]


@pytest.mark.parametrize("line", ["هاذا>هذا", "هاذا>هذا S", "هاذا > هذا S +", "hada>هذا S +"])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape("list.txt:2: cannot read")):
        read(path)


@pytest.mark.parametrize(
    ("wrong", "right", "letters"),
    [
        ("وبالاضافة", "وبالإضافة", "A"),
        ("للانسان", "للإنسان", "A"),
        ("الإستخدام", "الاستخدام", "B"),
        ("الأنسان", "الإنسان", "C"),
        ("المدرسه", "المدرسة", "D"),
        ("يعرفة", "يعرفه", "E"),
        ("الذى", "الذي", "F"),
        ("يسعي", "يسعى", "G"),
        ("بقرائته", "بقراءته", "H"),
        ("يكونو", "يكونوا", "K"),
        ("التاكيد", "التأكيد", "M"),
        ("ياخذ", "يأخذ", "M"),
        ("لايمكن", "لا يمكن", "N"),
        ("الاسلاميه", "الإسلامية", "AD"),
    ],
)
def test_each_class_has_its_repair(wrong: str, right: str, letters: str) -> None:
    found = {(repair.right, repair.letters) for repair in classes.repairs(wrong)}
    assert (right, letters) in found


def test_a_repair_must_be_more_common_by_the_margin_of_its_class() -> None:
    (repair,) = (r for r in classes.repairs("المدرسه") if r.letters == "D")
    assert classes.fits("المدرسه", 3.0, repair, {"المدرسة": 3.6})
    assert not classes.fits("المدرسه", 3.0, repair, {"المدرسة": 3.4})


def test_hamzat_wasl_is_found_in_its_patterns_only() -> None:
    for wrong, right, fits in (
        ("إستخدام", "استخدام", True),
        ("الإتفاق", "الاتفاق", True),
        ("بإسمه", "باسمه", True),
        ("إيران", "ايران", False),
        ("الإسلام", "الاسلام", False),
    ):
        (repair,) = (r for r in classes.repairs(wrong) if r.right == right)
        assert classes.fits(wrong, 2.0, repair, {right: 6.0}) == fits, wrong
