"""The inline nodes beside links: their spans, and emphasis as CommonMark has it."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from contentlint.model import document
from contentlint.model.document import MARK, OBJECT, Document, Node
from contentlint.source import formats

NAMES = {
    number: name.lower()
    for name, number in vars(document).items()
    if name.isupper() and isinstance(number, int)
}
PIECES = st.sampled_from(
    [
        *"[]()!<>`*_~\\\"'|#{}$@:/.^ \n\ta1نé—",
        *("![a](", "[a](", "](b)", "[^1]", "<!--", "-->", "<b>", "</b>", "<a b='c'>", "**", "~~"),
        *("http://a.b", "c@d.ef", "$x^2$", "\\(x^2\\)", "\n\n", "# a {#b}\n", "[a]: b\n", "[a]"),
        *("{/* a */}", "{a}", "- ", "> ", "  \n", "\\\n", "| a | b |\n|---|---|\n", "{{< a >}}"),
        *("<script>", "</script>\n", "{: .a}", "``", "```\n", "***"),
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def read(text: str, name: str = "a.md") -> Document:
    return formats.read(name, text.encode(), origin="authored")


def named(text: str, name: str = "a.md") -> list[tuple[str, str, str]]:
    doc = read(text, name)
    return [
        (NAMES[node.kind], text[node.start : node.end], text[node.first : node.last])
        for node in doc.markup
    ]


def delimiters(node: Node) -> list[int]:
    return [*range(node.start, node.first), *range(node.last, node.end)]


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_nodes_lie_in_the_text_and_in_order(text: str) -> None:
    for name in ("a.md", "a.txt", "a.mdx"):
        doc = read(text, name)
        keys = [(node.start, -node.end) for node in doc.markup]
        assert keys == sorted(keys)
        for node in doc.markup:
            assert 0 <= node.start < node.end <= len(doc.text)
            assert node.start <= node.first <= node.last <= node.end
            assert node.start <= node.dest <= node.dest_end <= node.end


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_nodes_do_not_cross_each_other(text: str) -> None:
    open_: list[Node] = []
    for node in read(text).markup:
        if node.kind == document.ESCAPE:  # a template begins with what Markdown escapes
            continue
        while open_ and open_[-1].end <= node.start:
            open_.pop()
        if open_:
            assert node.end <= open_[-1].end
        open_.append(node)


# The content of these is prose; of the others nothing is.
WITH_PROSE = {
    document.EMPHASIS,
    document.STRONG,
    document.STRIKETHROUGH,
    document.ESCAPE,
    document.REFERENCE,
}


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_delimiters_are_masked_and_all_that_is_masked_is_markup(text: str) -> None:
    # In MDX an expression ends at the first brace, whatever that cuts.
    for name in ("a.md", "a.txt"):
        doc = read(text, name)
        covered: set[int] = set()
        for node in doc.markup:
            if node.kind == document.BREAK:  # which prose keeps: it is white space, or rare
                continue
            for at in delimiters(node):
                assert doc.prose[at] in (MARK, OBJECT, " ", "\n"), (NAMES[node.kind], at)
            inner = node.kind in WITH_PROSE
            covered.update(delimiters(node) if inner else range(node.start, node.end))
        for node in doc.nodes:
            covered.update(range(node.start, node.end))
        for at, char in enumerate(doc.prose):
            assert char == doc.text[at] or char == " " or at in covered, (doc.text, at)


def rendered(doc: Document, start: int) -> str:
    """The text from an offset on with tags in place of the delimiters that match."""
    tags = {document.EMPHASIS: "em", document.STRONG: "strong", document.STRIKETHROUGH: "s"}
    matched = [node for node in doc.markup if node.kind in tags]
    gone = {at for node in matched for at in delimiters(node)}
    opens = {node.start: f"<{tags[node.kind]}>" for node in matched}
    closes = {node.end - 1: f"</{tags[node.kind]}>" for node in matched}
    return "".join(
        opens.get(at, "") + ("" if at in gone else doc.text[at]) + closes.get(at, "")
        for at in range(start, len(doc.text))
    )


def expected(text: str) -> str:
    tokens = MarkdownIt("commonmark").enable("strikethrough").parseInline(text)[0].children or []
    parts = []
    for token in tokens:
        if token.nesting:
            parts.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")
        else:
            parts.append(token.content)
    return "".join(parts)


RUNS = st.text(st.sampled_from("ab *_*_*_.(ن،ٌ—"), max_size=40).map("x".__add__)


@given(RUNS)
@settings(max_examples=1500, deadline=None)
def test_emphasis_is_that_of_commonmark(text: str) -> None:
    text = text.rstrip()
    assert rendered(read(text), 0) == expected(text)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("a `b` c", [("code", "`b`", "b")]),
        ("a <pre>b</pre>", [("tag", "<pre>", "pre"), ("code", "b", "b"), ("tag", "</pre>", "pre")]),
        ("a <br/>", [("tag", "<br/>", "br")]),
        ("<script>\na < b\n</script>", [("tag", "<script>", "script")]),
        ("a <!-- b -->", [("comment", "<!-- b -->", " b ")]),
        ("<!-- b -->", [("comment", "<!-- b -->", " b ")]),
        ("a[^1]", [("footnote", "[^1]", "1")]),
        ("\\*a", [("escape", "\\*", "*")]),
        ("[a][b]\n\n[b]: c", [("reference", "[a][b]", "a")]),
        ("$x^2$", [("math", "$x^2$", "$x^2$")]),
        ("{{< a >}} *b*", [("template", "{{< a >}}", "{{< a >}}"), ("emphasis", "*b*", "b")]),
        ("# a {#b}", [("attributes", "{#b}", "{#b}")]),
        ("a@b.cd", [("email", "a@b.cd", "a@b.cd")]),
        ("a  \nb\\\nc", [("break", "  ", ""), ("break", "\\", "")]),
        # A link text, a cell and a block hold their emphasis whole.
        ("*a [b*](c)", [("unmatched", "*", ""), ("unmatched", "*", "")]),
        ("*a\n\nb*", [("unmatched", "*", ""), ("unmatched", "*", "")]),
        ("| *a | b* |\n|--|--|\n", [("unmatched", "*", ""), ("unmatched", "*", "")]),
    ],
)
def test_nodes_of_each_kind(text: str, nodes: list[tuple[str, str, str]]) -> None:
    assert named(text) == nodes


@pytest.mark.parametrize(
    "pump", ["*a **b ", "_a* ", "`a` ", "![a](b) `c` ", "[*a][b] ", "{{< a >}} *b ", "[a *b](c) *"]
)
def test_markup_takes_linear_time(pump: str) -> None:
    doc = read(pump * 40_000 + "\n\n[b]: c\n")
    start = process_time()
    assert doc.markup
    assert process_time() - start < 5  # seconds; squared, it would be minutes
