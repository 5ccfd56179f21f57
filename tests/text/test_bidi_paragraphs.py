"""What is laid out together, and as which characters; signs that belong to a name."""

from __future__ import annotations

import pytest

from contentlint.checks.bidi._names import signs
from contentlint.model.document import Document, Span
from contentlint.source import formats
from contentlint.text.bidi.paragraphs import paragraph, paragraphs, rendered


def read(text: str, name: str = "a.md") -> Document:
    return formats.read(name, text.encode())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("أ `ab` ب", "أ xxxx ب"),
        ("أ ![ب](a.png) ج", "أ " + "\ufffc" * 11 + " ج"),
        ("أ https://example.org ب", "أ " + "x" * 19 + " ب"),
        ("أ **ب** ج", "أ \0\0ب\0\0 ج"),
        ("سطر\nسطر", "سطر سطر"),
        ("<bdi>C++</bdi> أ", "\u2068\0\0\0\0C++\u2069\0\0\0\0\0 أ"),
        ('<b dir="ltr">x</b>', "\u2066" + "\0" * 12 + "x\u2069\0\0\0"),
        ("<b>x</b><i dir=RTL>y", "\0\0\0x\0\0\0\0\u2067" + "\0" * 10 + "y"),
    ],
)
def test_rendered_is_as_long_and_as_it_looks(text: str, shown: str) -> None:
    doc = read(text)
    assert rendered(doc, Span(0, len(text))) == shown
    assert len(shown) == len(text)


def test_a_cell_is_a_paragraph_of_its_own() -> None:
    doc = read("| أ | ب |\n| --- | --- |\n| ج | د |\n")
    at = doc.text.index("د")
    assert doc.text[slice(*paragraph(doc, at))] == " د "
    assert list(paragraphs(doc)) == []


def test_wrapped_lines_are_one_paragraph_and_lines_are_when_the_document_says_so() -> None:
    doc = read("- أول\n  ثان\n\nثالث\n")
    assert [doc.text[slice(*span)] for span in paragraphs(doc)] == ["أول\n  ثان", "ثالث"]
    doc = read("أول\nثان\n", "a.txt")
    assert [doc.text[slice(*span)] for span in paragraphs(doc)] == ["أول", "ثان"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("لغة C++ وC# و.NET", ["C++", "C#", ".NET"]),
        ("نشر @user عن #tag في ~/x و /etc/passwd.", ["@user", "#tag", "~/x", "/etc/passwd"]),
        ("16GB+ ثم i++ ثم 5+ ثم a+b ثم C+++ ثم #C", []),
        ("نهاية .Next كلمة.next ثم ...etc", []),
        ("أ/API و / Azure و[/alert]", []),
        ("فاصل C++", ["C++"]),
        (".env", [".env"]),
    ],
)
def test_signs_of_names(text: str, found: list[str]) -> None:
    doc = read(text, "a.txt")
    pairs = [(min(s.span.start, s.name.start), max(s.span.end, s.name.end)) for s in signs(doc)]
    assert [text[a:b] for a, b in pairs] == found
