"""Terms of a glossary with what is written together with them."""

from __future__ import annotations

import pytest

from contentlint.parity import terms


def found(rendering: str, language: str, text: str) -> bool:
    return terms.Term("term", "en", language, [rendering]).has_rendering(text)


@pytest.mark.parametrize(
    ("rendering", "language", "text"),
    [
        ("كلمة مرور", "ar", "أدخل كلمة المرور هنا"),
        ("كلمة مرور", "ar", "الاسم وكلمة مرورها"),
        ("كلمة مرور", "ar", "لكلمة مرورك"),
        ("كلمة مرور", "ar", "كَلِمَةُ مُرُورٍ"),
        ("ملف", "ar", "للملفات"),
        ("ملف", "ar", "والملف"),
        ("خادم", "ar", "بالخادم"),
        ("الإنترنت", "ar", "بالانترنت"),
        ("مكتبة", "ar", "مكتبتنا"),
        ("مطور", "ar", "المطورين"),
        ("رمز عبور", "fa", "رمزهای عبور"),
        ("رمز عبور", "fa", "رمز عبورتان"),
        ("نرم‌افزار", "fa", "نرم افزارهای"),
        ("پرونده", "fa", "پرونده‌ها"),
        ("پرونده", "fa", "پرونده ها را"),
        ("סיסמה", "he", "בסיסמת"),
        ("שרת", "he", "שהשרתים"),
        ("پاس ورڈ", "ur", "پاس ورڈز"),
        ("صفحہ", "ur", "صفحے"),
        ("Passwort", "de", "Passworten"),
        ("mot de passe", "fr", "Mots de passe"),
        ("パスワード", "ja", "このパスワードを"),
    ],
)
def test_forms_of_a_rendering(rendering: str, language: str, text: str) -> None:
    assert found(rendering, language, text)


@pytest.mark.parametrize(
    ("rendering", "language", "text"),
    [
        ("كلمة مرور", "ar", "بكلمات المرور"),
        ("كلمة مرور", "ar", "الرمز"),
        ("ملف", "ar", "ملفوف"),
        ("رمز عبور", "fa", "گذرواژه"),
        ("שרת", "he", "שרתון"),
        ("קובץ", "he", "לקבצים"),
    ],
)
def test_other_words(rendering: str, language: str, text: str) -> None:
    assert not found(rendering, language, text)


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("password", "Passwords are", True),
        ("password", "passwordless", False),
        ("API key", "an API  key", True),
        ("Go", "go on", False),
        ("Go", "in Go.", True),
        ("node", "node-js", False),
    ],
)
def test_terms_of_the_source(term: str, text: str, expected: bool) -> None:
    assert (terms.term(term).search(text) is not None) is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("VitePress", "يستخدم VitePress", True),
        ("VitePress", "بـVitePress", True),
        ("VitePress", "وvitepress", True),
        ("VitePress", "ويت‌پرس", False),
        ("Go", "Google", False),
    ],
)
def test_words_that_are_kept(name: str, text: str, expected: bool) -> None:
    assert (terms.kept(name, text) is not None) is expected


def test_a_rendering_to_avoid_is_found_outside_accepted_ones() -> None:
    term = terms.Term("password", "en", "ar", ["رمز المرور", "كلمة مرور"], ["رمز"])
    text = "اكتب الرَّمزَ هنا"
    found = term.avoided(text)
    assert found and found[0] == "رمز"
    assert text[found[1] : found[2]] == "الرَّمز"
    assert term.avoided("اكتب رمز المرور") is None
    assert terms.Term("password", "en", "ar", [], ["رمز"]).avoided("رمز المرور")


def test_a_term_of_a_source_in_another_language_than_english() -> None:
    term = terms.Term("كلمة مرور", "ar", "en", ["password"])
    text = "أدخل كلمة المرور"
    span = term.in_source(text)
    assert span and text[slice(*span)] == "كلمة المرور"
    assert term.has_rendering("Your passwords") and not term.has_rendering("Your pass")
