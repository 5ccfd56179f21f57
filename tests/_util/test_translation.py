"""The language in use: chosen names, numbers, and what has no translation."""

from __future__ import annotations

import pytest

from contentlint._util import translation


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ar_EG.UTF-8", "ar"),
        ("fa", "fa"),
        ("he-IL", "he"),
        ("ur_PK@latin", "ur"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("ar_EG:en", "ar"),
        ("de_DE.UTF-8", ""),
        ("arabic", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_language_of_a_locale(locale: str | None, language: str) -> None:
    assert translation.named(locale) == language


def test_first_variable_of_the_locale_that_is_set_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    assert translation.of_locale() == ("", "")
    monkeypatch.setenv("LANG", "fa_IR.UTF-8")
    assert translation.of_locale() == ("LANG", "fa")
    monkeypatch.setenv("LC_MESSAGES", "")  # as good as unset
    assert translation.of_locale() == ("LANG", "fa")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert translation.of_locale() == ("LC_ALL", "")


@pytest.mark.parametrize(
    ("language", "digits", "shown"),
    [
        ("en", "", "1,204"),
        ("en", "native", "1,204"),
        ("ar", "", "1,204"),
        ("ar", "native", "١,٢٠٤"),
        ("fa", "", "۱,۲۰۴"),
        ("fa", "western", "1,204"),
        ("ur", "", "۱,۲۰۴"),
        ("he", "native", "1,204"),
    ],
)
def test_digits_of_a_language(language: str, digits: str, shown: str) -> None:
    translation.use(language, digits)
    assert translation.number(1204, ",") == shown


def test_what_has_no_translation_stays_english() -> None:
    translation.use("ar")
    assert translation.gettext("no such message") == "no such message"
    assert translation.ngettext("{n} such thing", "{n} such things", 1) == "1 such thing"
    assert translation.ngettext("{n} such thing", "{n} such things", 3) == "3 such things"
    assert translation.pgettext("menu", "no such message") == "no such message"


def test_direction_is_that_of_the_language() -> None:
    assert not translation.is_rtl()
    translation.use("he")
    assert translation.is_rtl() and translation.language() == "he"
