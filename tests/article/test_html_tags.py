from __future__ import annotations

from random import Random

from contentlint.article import html_tags
from contentlint.source import formats

_PIECES = [*'<<<</>>>- \n"_1', "a", "B", "é", "\u0660", "\u3000", "\x1f", "div", "<b", "</p>", "/>"]


def test_tags_are_read_as_the_pattern_has_them() -> None:
    chance = Random(3)
    count = 0
    for _ in range(6000):
        text = "".join(chance.choices(_PIECES, k=chance.randint(1, 14)))
        text = text.replace("div", "d" * chance.choice([1, 3, 24, 25, 26]))
        at = text.find("<")
        while at >= 0:
            after = text.find("<", at + 1)
            tag = html_tags.read(text, at, after if after >= 0 else len(text))
            assert tag == html_tags._match(text, at), text
            count += tag is not None
            at = after
    assert count > 500


def test_tags_of_a_document_are_the_same_either_way() -> None:
    text = "a <b>b</b> `<i>` \\<u> <br/> <a href=x>\n\n<script>x < y</script>\n\n<p\n"
    doc = formats.read("a.md", text.encode())
    found = html_tags.tags(doc)
    assert [tag.name for tag in found] == ["b", "b", "br", "a", "script"]
    assert html_tags._tags(doc, True) == found
