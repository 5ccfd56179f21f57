"""The parts of an article that a rule may be about."""

from __future__ import annotations

import pytest

from contentlint.article.scopes import SCOPES, checked, spans, view
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError
from contentlint.source import formats

TEXT = """---
title: "عنوان المقال"
author: سعاد
---

# رأس *مهم*

فقرة فيها [رابط](https://example.org/a) و`شفرة` هنا.

> اقتباس

- بند

![نص بديل](a.jpg)

*شرح الصورة. (تصوير: سعاد)*

```
قطعة شفرة
```

| أ | ب |
| --- | --- |
| ج | د |

المصدر: وكالة
"""


def document(text: str = TEXT) -> Document:
    return formats.read("a.md", text.encode())


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ("heading", ["رأس *مهم*"]),
        ("quote", ["اقتباس"]),
        ("list_item", ["بند"]),
        ("link_text", ["رابط"]),
        ("alt", ["نص بديل"]),
        ("code", ["`شفرة`", "```\nقطعة شفرة\n```"]),
        ("caption", ["شرح الصورة. (تصوير: سعاد)"]),
        ("source_line", ["المصدر: وكالة"]),
        ("field:title", ["عنوان المقال"]),
        ("field:Author", ["سعاد"]),
        ("field:date", []),
    ],
)
def test_a_scope_is_what_it_says(scope: str, found: list[str]) -> None:
    doc = document()
    assert [doc.text[slice(*span)].strip() for span in doc.fact(spans, (scope,))] == found


@pytest.mark.parametrize("scope", [*SCOPES, "field:title"])
def test_a_view_is_as_long_as_the_text_and_keeps_its_lines(scope: str) -> None:
    doc = document()
    text = doc.fact(view, (scope,))
    assert len(text) == len(doc.text)
    assert [i for i, c in enumerate(text) if c == "\n"] == [
        i for i, c in enumerate(doc.text) if c == "\n"
    ]


def test_a_view_shows_its_scopes_and_nothing_else() -> None:
    doc = document()
    assert doc.fact(view, ("prose",)) == doc.prose
    assert doc.fact(view, ("all",)) == doc.text
    assert doc.fact(view, ("heading", "alt")).split() == ["رأس", "\x00مهم\x00", "نص", "بديل"]
    assert doc.fact(view, ("prose", "code")).count("شفرة") == 2
    assert "فقرة" not in doc.fact(view, ("list_item",))


def test_what_overlaps_is_one_span() -> None:
    doc = document()
    assert doc.fact(spans, ("prose", "heading")) == [(0, len(doc.text))]
    assert len(doc.fact(spans, ("heading", "quote"))) == 2


def test_an_article_without_anything_has_no_spans() -> None:
    doc = document("")
    for scope in (*SCOPES, "field:title"):
        assert doc.fact(spans, (scope,)) == []


def test_an_unknown_scope_is_named() -> None:
    assert checked(["heading", "heading", "field:title"]) == ("heading", "field:title")
    for wrong in (["headings"], ["field:"], []):
        with pytest.raises(ConfigError, match="scope"):
            checked(wrong)
