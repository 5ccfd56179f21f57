"""Captions, credits, stray rows and images, as the rules about pictures see them."""

from __future__ import annotations

import pytest

from contentlint.article.captions import captions, figures
from contentlint.article.images import images, shows_image
from contentlint.article.tables import pipe_rows
from contentlint.model.document import Document
from contentlint.source import formats

LABELS = frozenset({"photo", "photo by", "foto", "تصوير", "الصورة", "摄影", "摄"})


def read(text: str, name: str = "a.md") -> Document:
    return formats.read(name, text.encode(), language="")


def credit(line: str) -> tuple[str, str, str] | None:
    """Label, colon and name of the credit of a line below an image."""
    doc = read(f"![a](b.jpg)\n\n{line}\n")
    found = captions(doc, LABELS)
    if not found or found[0].credit is None:
        return None
    c = found[0].credit
    return doc.text[slice(*c.label)], c.colon, doc.text[slice(*c.name)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("المنصة صباحا. (تصوير: سامي عواد)", ("تصوير", ":", "سامي عواد")),
        ("المنصة صباحا. (تصوير سامي عواد).", ("تصوير", "", "سامي عواد")),
        ("المنصة صباحا. (تصوير: )", ("تصوير", ":", "")),
        ("المنصة صباحا (: تصوير سامي)", ("تصوير", "before", "سامي")),
        ("Die Bühne. Foto: A. Meier/dpa", ("Foto", ":", "A. Meier/dpa")),
        ("Die Bühne (Foto: A. Meier (dpa))", ("Foto", ":", "A. Meier (dpa)")),
        ("*The stage. Photo by Dana Levi*", None),
        ("The stage (Photo by Dana Levi)", ("Photo by", "", "Dana Levi")),
        ("会场外的人群。（摄影：王晓）", ("摄影", "：", "王晓")),
        ("代表团抵达机场。王晓 摄", ("摄", "", "代表团抵达机场。王晓")),
        ("The stage © Agency", ("", "", "Agency")),
    ],
)
def test_credit_is_found(line: str, expected: tuple[str, str, str] | None) -> None:
    assert credit(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "The photo: a stage. It was taken by a visitor who came from abroad.",
        "He showed a photo of the stage (in colour)",
        "Foto: " + "x" * 300,
        "نص لا ينتهي بشيء من هذا",
    ],
)
def test_sentence_is_no_credit(line: str) -> None:
    assert credit(line) is None


def test_caption_belongs_to_the_image_above_it() -> None:
    doc = read("![](a)\n\n*one*\n\n![](b)\n\n![](c)\n\nIt ends. (Photo: X)\n")
    assert figures(doc, LABELS) == ((0, True), (4, False), (6, True))


def test_image_title_is_a_caption() -> None:
    doc = read('![](a "one")\n\n![](b)\n')
    assert figures(doc, LABELS) == ((0, True), (2, False))


def test_rows_outside_tables() -> None:
    text = (
        "| a |\n\n| ![x](y) | [![p](q)](r) |\n\nb |\n\n`c |`\n\nd \\|\n\n"
        "| e | f |\n| --- | --- |\n| g |\n"
    )
    rows = pipe_rows(read(text))
    assert [(r.line, len(r.cells), r.opens, r.closes, len(r.images)) for r in rows] == [
        (0, 1, True, True, 0),
        (2, 2, True, True, 2),
        (4, 1, False, True, 0),
    ]


def test_images_of_markdown_and_html() -> None:
    text = '![a](b)\n\n![c][d]\n\n`<img src="">`\n\n<p><img src="" alt="e"> <img alt=""></p>\n'
    found = [(i.alt, i.source, i.kind, i.decorative) for i in images(read(text))]
    assert found == [
        ("a", "b", "inline", False),
        ("c", None, "reference", False),
        ("e", "", "html", False),
        ("", None, "html", True),
    ]


def test_placeholder_is_no_image_to_show() -> None:
    doc = read("![a](data:image/gif;base64,R0) ![b]()\n")
    assert not shows_image(doc, 0, len(doc.text))
    assert shows_image(read("x ![a](b)"), 0, 9)
