"""Phrases of a list, found in an article."""

from __future__ import annotations

import pytest

from contentlint.article.terms import Terms, lowered
from contentlint.source import formats

PROSE = ("prose",)


def found(phrases: list[str], text: str, language: str = "ar", **options: bool) -> list[str]:
    doc = formats.read("a.md", text.encode(), language=language)
    terms = Terms(phrases, spared=(), **options)
    return [doc.text[slice(*m.span)] for m in terms.find(doc, PROSE)]


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("حاسوب", "وبالحاسوب", ["حاسوب"]),
        ("حاسوب", "للحاسوب", ["حاسوب"]),
        ("حاسوب", "حــاسُوبٌ", ["حــاسُوبٌ"]),
        ("حاسوب", "حاسوبه حاسوبات", []),
        ("حاسوب", "`حاسوب` https://a.example/حاسوب", []),
        ("الكيان", "للكيان", ["للكيان"]),
        ("رق", "فرق ورق", []),
        ("رق قديم", "ورق قديم", ["رق قديم"]),
        (
            "كلمة السر",
            "كلمة\nالسر كلمة\u00a0السر كلمة  السر",
            ["كلمة\nالسر", "كلمة\u00a0السر", "كلمة  السر"],
        ),
        ("كلمة السر", "كلمة، السر كلمة\n\nالسر", []),
        ("كلمة السر", "كلمة **السر**", ["كلمة **السر"]),
        ("كتاب", "**كتاب**ه", []),
        ("click here", "Click HERE, clicked here", ["Click HERE"]),
        ("C++", "C++ and C", ["C++"]),
        (".NET", "the .NET and NET", [".NET"]),
        ("e-mail", "E-mail e mail email", ["E-mail"]),
        ("user", "the user's", ["user"]),
        ("can", "can't can’t can", ["can"]),
        ("don't", "don’t don't", ["don’t", "don't"]),
        ("צה", 'צה"ל צה״ל', []),
        ("צה״ל", "בצה״ל", ["צה״ל"]),
        ("ווטסאפ", "בווטסאפ", ["ווטסאפ"]),
        ("重要", "这个很重要。", ["重要"]),
        ("→", "a → b", ["→"]),
        ("ـ", "في ـ كما", ["ـ"]),
        ("", "في", []),
        ("Facebook", "بـFacebook", ["Facebook"]),
        ("می‌روم", "می‌روم می روم", ["می‌روم"]),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase: str, text: str, there: list[str]) -> None:
    assert found([phrase], text) == there


def test_the_longest_phrase_wins_and_none_overlaps() -> None:
    assert found(["a b", "b c", "a"], "a b c a") == ["a b", "a"]
    assert found(["web", "web site"], "web site, web") == ["web site", "web"]


def test_nothing_is_found_inside_what_is_spared() -> None:
    doc = formats.read("a.md", b"South Korea, Korea")
    terms = Terms(["Korea"], spared=["South Korea"])
    assert [m.span.start for m in terms.find(doc, PROSE)] == [13]


def test_letters_are_brought_together_when_asked() -> None:
    assert found(["إسم"], "اسم إسم") == ["إسم"]
    assert found(["إسم"], "اسم إسم", alefs=True) == ["اسم", "إسم"]
    assert found(["Word"], "word Word", ignore_case=False) == ["Word"]
    assert found(["or"], "word OR", whole_words=False) == ["or", "OR"]


def test_persian_has_no_arabic_prefixes() -> None:
    assert found(["تهران"], "بتهران تهران", language="fa") == ["تهران"]


def test_small_letters_keep_the_length() -> None:
    assert lowered("İA") == "İa"


def test_many_phrases_cost_no_more_than_few() -> None:
    terms = Terms([f"كلمة{i} أخرى" for i in range(500)] + ["حاسب آلي"])
    doc = formats.read("a.md", ("نص طويل " * 1000 + "حاسب آلي").encode())
    assert len(list(terms.find(doc, PROSE))) == 1
