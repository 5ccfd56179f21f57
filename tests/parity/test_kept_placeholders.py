"""Placeholders of a page, and what a translation did to them."""

from __future__ import annotations

import pytest

from contentlint.parity import placeholders
from contentlint.source import formats


def keys(text: str, dialect: str = "none") -> list[str]:
    doc = formats.read("a.md", text.encode(), dialect=dialect)
    return [placeholder.key for placeholder in placeholders.read(doc, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello {{ name }}.", ["{{name}}"]),
        ("Hello {name} and ${PATH}.", ["{name}", "${PATH}"]),
        ("%s of %(count)d, 100%", ["%s", "%(count)"]),
        ("`{name}` is code", []),
        ("100%d and a{b}c", []),
        ("set {1, 2} and { x }", []),
    ],
)
def test_placeholders(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_shortcodes_count_by_name() -> None:
    text = 'See {{< ref "a" >}} now.\n\n{{% note title="x" %}}\n\nText.\n\n{{% /note %}}\n'
    assert keys(text, "hugo") == ["{{<ref", "{{%note", "{{%/note"]
    assert keys("A {% raw %} b {% if x %} c {% endif %}.\n", "jekyll") == ["{%raw"]


def test_a_changed_placeholder_is_missing_and_added() -> None:
    source = formats.read("a.md", b"Hello {name} {name} {x}.")
    target = formats.read("a.md", "مرحبا {nombre} {x} {name}.".encode())
    one, two = (doc.fact(placeholders.everywhere) for doc in (source, target))
    found = placeholders.compare(one, two)
    assert [p.key for p in found.missing] == ["{name}"]
    assert [p.key for p in found.added] == ["{nombre}"]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ('"When {trigger}, {action}"', '"כש{טריגר}, {פעולה}"', True),
        ("“When {trigger}”", "«عند {المُشغّل}»", True),
        ("When {trigger}", "عند {الحدث}", False),
        ('"When {trigger}, {action}"', '"כש{טריגר}, פעולה"', False),
        ('"When {trigger}"', '"Al {evento}"', False),
        ('"When {trigger}" {name}', '"כש{טריגר}" {שם}', False),
    ],
)
def test_an_example_in_quotation_marks_may_be_translated(
    source: str, target: str, expected: bool
) -> None:
    assert placeholders.is_example(source, target) is expected
