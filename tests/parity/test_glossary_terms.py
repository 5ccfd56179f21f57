"""Terms of a glossary with what is written together with them."""

from __future__ import annotations

import pytest

from contentlint.parity import terms


def found(rendering: str, language: str, text: str) -> bool:
    return terms.finder([rendering], language)(terms.fold(text)) is not None


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
    assert terms.keeps(name, text) is expected
