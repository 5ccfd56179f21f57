from __future__ import annotations

import pytest

from contentlint.article.quotes import in_closed_quotation, quotations, strays
from contentlint.source import formats


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", 'He said "yes" and “no”.'),
        ("en", '“He said "yes" to me.”'),
        ("en", 'A 5" pipe and a 15"x10"x1" tray are “good”.'),
        ("en", 'The mark (") is straight.'),
        ("de", "Er sagte „ja“ und “no”."),
        ("pl", "Powiedział „tak”."),
        ("sv", "Han sade ”ja” igen."),
        ("he", 'דובר צה"ל אמר: "כן", וד"ר כהן הוסיף ”לא”.'),
        ("he", 'ב"קצה הרשת" וב"ענן" של המנכ"לית.'),
        ("ar", "قال ”نعم“ ثم “لا”."),
    ],
)
def test_paired(language: str, text: str) -> None:
    doc = formats.read("a.md", text.encode(), language=language)
    assert strays(doc, 0, len(text)) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", 'He said "yes and left.', [(8, '"', "")]),
        ("en", "He said “yes“ and left.", [(8, "“", "“")]),
        ("en", "He said ”yes” and left.", [(8, "”", ""), (12, "”", "")]),
        ("de", 'Er sagte „ja".', [(9, "„", '"')]),
        ("he", 'דובר צה"ל אמר: "כן.', [(15, '"', "")]),
    ],
)
def test_strays(language: str, text: str, expected: list[tuple[int, str, str]]) -> None:
    doc = formats.read("a.md", text.encode(), language=language)
    assert strays(doc, 0, len(text)) == expected


def test_outermost_quotations() -> None:
    text = '«أ "ب" ج» و„د“ و"ه" ثم'
    assert [q.family for q in quotations(text)] == ["angle", "low", "straight"]
    text = 'He said "a “b” c" and «d» of a 5" pipe.'
    assert [q.family for q in quotations(text)] == ["straight", "angle"]
    text = 'דובר צה"ל אמר: "חז"ל כתבו" ו”זה”.'
    assert [(q.start, q.family) for q in quotations(text)] == [(15, "straight"), (28, "same")]


def test_what_lies_in_a_quotation() -> None:
    text = "He said «on 30 February» and left."
    doc = formats.read("a.md", text.encode())
    assert in_closed_quotation(doc, text.index("30"))
    assert not in_closed_quotation(doc, text.index("left"))
