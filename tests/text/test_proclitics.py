"""Arabic words with what is written together with them."""

from __future__ import annotations

import pytest

from contentlint.text.language.proclitics import (
    NOTHING,
    PROCLITICS,
    Clitic,
    forms,
    has_article,
    join,
)


@pytest.mark.parametrize(
    ("written", "stem", "other", "result"),
    [
        ("وحاسوب", "حاسوب", "آلة", "وآلة"),
        ("الحاسوب", "حاسوب", "آلة", "الآلة"),
        ("للحاسوب", "حاسوب", "آلة", "للآلة"),
        ("وللحاسوب", "حاسوب", "آلة", "وللآلة"),
        ("للعبارة", "عبارة", "لفظة", "للفظة"),
        ("بالحاسوب", "حاسوب", "الآلة", "بالآلة"),
        ("للكيان", "الكيان", "الدولة", "للدولة"),
        ("للكيان", "الكيان", "اللجنة", "للجنة"),
        ("فللكيان", "الكيان", "دولة", "فلدولة"),
        ("بالكيان", "الكيان", "الدولة", "بالدولة"),
        ("للجنة", "لجنة", "لغة", "للغة"),
        ("للجنة", "لجنة", "هيئة", "للهيئة"),
        ("للجنة", "اللجنة", "الهيئة", "للهيئة"),
        ("بفيسبوك", "فيسبوك", "Facebook", "بـFacebook"),
        ("للفيسبوك", "فيسبوك", "Facebook", "للـFacebook"),
        ("لالتزام", "التزام", "وعد", "لوعد"),
        ("ווואטסאפ", "וואטסאפ", "ווטסאפ", "וווטסאפ"),
        ("בוואטסאפ", "וואטסאפ", "WhatsApp", "ב-WhatsApp"),
    ],
)
def test_what_stands_before_a_word_is_found_and_kept(
    written: str, stem: str, other: str, result: str
) -> None:
    assert join(dict(forms(stem, True))[written], other) == result


def test_lam_before_lam_may_be_two_things() -> None:
    assert not dict(forms("لجنة"))["للجنة"].sure
    assert dict(forms("هيئة"))["للهيئة"].sure


def test_a_letter_before_a_short_word_makes_another_word() -> None:
    assert "فرق" not in dict(forms("رق"))
    assert "الرق" in dict(forms("رق"))


def test_no_form_is_the_word_itself() -> None:
    for stem in ("حاسوب", "الكيان", "لجنة", "وزارة"):
        assert stem not in dict(forms(stem, True))


def test_every_form_is_there_once() -> None:
    found = [form for form, _ in forms("حاسوب", True)]
    misspelled = {"لال", "ولال", "فلال", ""}
    assert len(found) == len(set(found)) == len(PROCLITICS - misspelled)


def test_roots_in_lam_have_no_article() -> None:
    assert has_article("الكيان")
    assert not has_article("التزامات")
    assert join(NOTHING, "كتاب") == "كتاب"
    assert join(Clitic("ب", True, 3), "التزام") == "بالالتزام"
