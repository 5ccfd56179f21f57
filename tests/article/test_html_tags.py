from __future__ import annotations

from contentlint.article import html_tags
from contentlint.source import formats


def test_tags_of_a_document() -> None:
    text = "a <b>b</b> `<i>` \\<u> <br/> <a href=x>\n\n<script>x < y</script>\n\n<p\n"
    doc = formats.read("a.md", text.encode())
    found = html_tags.tags(doc)
    assert [tag.name for tag in found] == ["b", "b", "br", "a", "script"]
    assert [tag.closes for tag in found] == [False, True, False, False, False]
    assert [tag.alone for tag in found] == [False, False, True, False, False]
