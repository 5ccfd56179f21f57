"""Nodes with their traits: the scan and its specification find the same ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.core import dispatch, pure
from contentlint.core.prefilter import NodeScan, NodeTable
from contentlint.model import document, traits, trigger
from contentlint.model.document import KINDS, Document
from contentlint.model.traits import TRAITS
from contentlint.model.trigger import Nodes
from contentlint.source import formats

ADDRESSES = st.one_of(
    st.lists(
        st.sampled_from(
            [
                *("http", "https", "www.", "HTTP", "ftp", "data:", "://", ":", "/", "//", "."),
                *("localhost", ".local", ".home", "10.", "file:", "FILE:", "C:", "@"),
                *("a", "example", "com", "co", "x" * 63, "x" * 64, "-", "_", "1", ":80", ":80000"),
                *(
                    "?",
                    "#",
                    "=",
                    "&",
                    "%20",
                    "%D8",
                    "%9c",
                    "%E2",
                    "%",
                    "%e",
                    "..",
                    "...",
                    "\u2026",
                    "é",
                    "ب",
                    "\\",
                    '"',
                ),
                *(
                    "{",
                    "}",
                    "|",
                    "^",
                    "~",
                    "!",
                    "@",
                    "'",
                    ";",
                    "a-b-c-d-e-f-g-h",
                    "_" * 7,
                    "(",
                    ")",
                ),
            ]
        ),
        max_size=8,
    ).map("".join),
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["http://", "https://", "www.", "https://www.", "htp://", "http:/"]),
        st.lists(st.sampled_from(["a", "b-c", "-d", "e_", "1", "", "x" * 63]), max_size=11).map(
            ".".join
        ),
        st.sampled_from(
            [
                ".com",
                ".c",
                ".c0",
                ".lan",
                ".lan.",
                ".lans",
                "localhost",
                ".0.1",
                ".",
                "",
                f".{'m' * 64}",
            ]
        ),
        st.sampled_from(["", ":1", ":1234", ":12345", ":", ":x"]),
        st.sampled_from(["", "/", "/a/b?c=d#e", "?a", "#a", "x", "/é", "/a b", "/%zz"]),
    ),
)
TEXTS = st.sampled_from(["", " ", "\u200b", "a", "a b", "\u00a0", "\\", "https://a.b/c", "www.a.b"])
SHAPES = st.sampled_from(
    [
        *(
            "[{0}]({1})",
            "![{0}]({1})",
            "[{0}](<{1}>)",
            "[{0}]( {1})",
            "[{0}]({1} )",
            "[{0}](< {1}>)",
        ),
        *(
            '[{0}]({1} "t")',
            "<{1}>",
            "{1}",
            "({1})",
            "{1}.",
            "{1}\u3000x",
            "![{0}][{1}]",
            "[{0}][{1}]",
        ),
        *("[![{0}]({1})]({1})", "`{1}`", "{1}\n", "- [{0}]({1})", "| {1} | [{0}]({1}) |"),
    ]
)
ARTICLES = st.lists(
    st.builds(lambda shape, a, b: shape.format(a, b), SHAPES, TEXTS, ADDRESSES), max_size=6
).map(" \n".join)
TRIGGERS = st.builds(
    Nodes,
    st.sets(st.sampled_from([*range(len(KINDS)), document.LABEL])).map(
        lambda chosen: trigger.kinds(*chosen)
    ),
    st.one_of(st.just(0), st.integers(0, (1 << TRAITS) - 1)),
    st.sampled_from([-1, trigger.SPACES, trigger.LINE_ENDS, trigger.MARKS, trigger.LETTERS]),
    st.sampled_from([(), ("aé",), ("a/", "example.com", "//"), ("é/", "a-")]),
)


def read(text: str, name: str = "a.md") -> Document:
    return formats.read(name, text.encode())


@settings(deadline=None)
@given(ARTICLES, st.lists(TRIGGERS, min_size=1, max_size=8), st.sampled_from(["a.md", "a.txt"]))
def test_scan_and_specification_find_the_same_nodes(
    text: str, triggers: list[Nodes], name: str
) -> None:
    doc = read(text, name)
    expected = pure.nodes(doc, *triggers)
    scan = NodeScan(doc.text, doc.nodes, NodeTable(triggers))
    assert scan.found == expected
    assert scan.met == sum(1 << number for number, each in enumerate(expected) if each)
    for wanted, found in zip(triggers, expected, strict=True):
        for at, node in enumerate(doc.nodes):
            if at in found and wanted.traits:
                assert pure.traits_of(doc.text, node) & wanted.traits


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("[a](https://example.org/b)", 0),
        ("[a](b.md)", 0),
        ("[a]()", traits.NO_TARGET),
        ("[](b.md)", traits.NO_TEXT),
        ("[a]( https://example.org/)", traits.PADDED),
        ("[a](htp://example.org/)", traits.ODD),
        ("[a](http://localhost/)", traits.ODD | traits.LOCAL),
        ("[a](http://cms.local/b)", traits.LOCAL),
        ("[a](www.cms.local/b)", traits.LOCAL),
        ("[a](www.locals.example)", 0),
        ("http://192.168.1.20/b", traits.ODD | traits.LOCAL),
        ("[a](https://Example.org/)", traits.LOCAL),
        ("[a](https://example.org:8080/)", 0),
        ("[a](file://example.org/b)", traits.ODD | traits.LOCAL),
        ("[a](file:c/b.txt)", traits.LOCAL),
        ("[a](C:/b.txt)", traits.LOCAL),
        ("[a](https://example.org/a|b)", traits.ODD),
        ("[a](https://example.org/ب)", traits.ODD | traits.BEYOND_ASCII),
        ("https://example.org/%D8%A8?a=b", traits.QUERY),
        ("https://example.org/%e2%80%8B", traits.ESCAPED_SIGN),
        ("https://example.org/%D8%9C", traits.ESCAPED_SIGN),
        ("https://example.org/%D", traits.BAD_ESCAPE),
        ("https://example.org/%zz", traits.BAD_ESCAPE),
        ("https://example.org/a..b", traits.DOTS),
        ("[ a](b.md)", traits.SPACED),
        ("[a\u00a0](b.md)", traits.SPACED),
        ("see[a](b.md)", traits.GLUED),
        ("[a](b.md)ب", traits.GLUED),
        ("[a](https://example.org/a,)", traits.SIGN_AT_END),
        ("![a](https://example.org/a!)", traits.SIGN_AT_END),
        ("https://example.org/a-b-c-d-e-f-g-h", traits.SLUG),
        ("https://example.org/" + "a_" * 20, traits.SLUG | traits.LONG_SLUG),
    ],
)
def test_traits_of_a_node(text: str, traits: int) -> None:
    doc = read(text)
    assert pure.traits_of(doc.text, doc.nodes[0]) == traits


def test_rule_starts_only_with_a_node_that_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "COMPILED", True)
    wanted = [
        Nodes(trigger.LINKS, traits.NO_TARGET),
        Nodes(trigger.BARE_URLS, 0, trigger.STOPS),
        Nodes(trigger.ADDRESSES, holds=("/share",)),
        Nodes(trigger.LABELS),
    ]
    gates = dispatch.some_gates(dispatch.build_gates([(each,) for each in wanted]), range(4))
    assert dispatch.started(read("[a](b.md) https://a.example"), gates) == []
    doc = read("![](a) [b]() https://a.example/c. [https://b.example](https://c.example/d/share?e)")
    assert dispatch.started(doc, gates) == [0, 1, 2, 3]
    assert [list(doc.places(each)) for each in wanted] == [[1], [2], [3], [4]]
