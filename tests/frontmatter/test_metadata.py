"""Front matter read with positions: values, places and problems of YAML, TOML and JSON."""

from __future__ import annotations

import pytest

from contentlint.frontmatter import block, metadata
from contentlint.frontmatter.metadata import Metadata
from contentlint.model.document import Document
from contentlint.source import formats

YAML = """---
title: 😀 "مرحبا"
'quoted key': 1
author:
  name: سامر
  age: 30
tags: [a, "b: c"]
list:
  - q
  - r: 1.5
    s: yes
date: 2026-03-31 10:00:00 +0300
impossible: 2026-13-45
empty:
block: |
  one

  two
anchor: &x {a: 1}
alias: *x
---
text
"""
TOML = """+++
title = "مرحبا" # comment
date = 2026-03-31 10:00:00
time = 10:00:00
"a b".c = 'x'
tags = ["a", \"\"\"b
]\"\"\"]
inline = {x = 1, y.z = [true]}
[author]
name = "سامر"
[[parts]]
n = 1
[[parts]]
n = 2
[parts.more]
deep = 3
+++
text
"""
JSON = """{
  "title": "مر\\u062dبا",
  "author": {
    "name": "سامر",
    "tags": [1, -2.5e3, null, "}"]
  },
  "draft": false
}

text
"""


def read(text: str) -> tuple[Document, Metadata]:
    doc = formats.read("a.md", text.encode("utf-8", "surrogateescape"))
    return doc, doc.fact(metadata.read)


def rows(text: str) -> list[tuple[str, str, object, str, str]]:
    """Path, kind, value, and what stands at the key's and the value's place."""
    doc, found = read(text)
    assert found.parsed and found.problems == ()
    return [
        (
            path,
            field.kind,
            field.value,
            doc.text[field.key.start : field.key.end],
            doc.text[field.span.start : field.span.end],
        )
        for path, field in found.fields.items()
    ]


def test_yaml_values_and_places() -> None:
    assert rows(YAML) == [
        ("title", "string", '😀 "مرحبا"', "title", '😀 "مرحبا"'),
        ("quoted key", "integer", 1, "'quoted key'", "1"),
        ("author", "table", {"name": "سامر", "age": 30}, "author", "name: سامر\n  age: 30"),
        ("author.name", "string", "سامر", "name", "سامر"),
        ("author.age", "integer", 30, "age", "30"),
        ("tags", "list", ["a", "b: c"], "tags", '[a, "b: c"]'),
        ("tags[0]", "string", "a", "a", "a"),
        ("tags[1]", "string", "b: c", '"b: c"', '"b: c"'),
        ("list", "list", ["q", {"r": 1.5, "s": True}], "list", "- q\n  - r: 1.5\n    s: yes"),
        ("list[0]", "string", "q", "q", "q"),
        ("list[1]", "table", {"r": 1.5, "s": True}, "r: 1.5\n    s: yes", "r: 1.5\n    s: yes"),
        ("list[1].r", "number", 1.5, "r", "1.5"),
        ("list[1].s", "boolean", True, "s", "yes"),
        ("date", "date", "2026-03-31 10:00:00 +0300", "date", "2026-03-31 10:00:00 +0300"),
        ("impossible", "date", "2026-13-45", "impossible", "2026-13-45"),
        ("empty", "null", None, "empty", ""),
        ("block", "string", "one\n\ntwo\n", "block", "|\n  one\n\n  two"),
        ("anchor", "table", {"a": 1}, "anchor", "&x {a: 1}"),
        ("anchor.a", "integer", 1, "a", "1"),
        ("alias", "table", {"a": 1}, "alias", "*x"),
    ]


def test_toml_values_and_places() -> None:
    assert rows(TOML) == [
        ("title", "string", "مرحبا", "title", '"مرحبا"'),
        ("date", "date", "2026-03-31 10:00:00", "date", "2026-03-31 10:00:00"),
        ("time", "date", "10:00:00", "time", "10:00:00"),
        ("a b", "table", {"c": "x"}, '"a b".c', '"a b".c'),
        ("a b.c", "string", "x", '"a b".c', "'x'"),
        ("tags", "list", ["a", "b\n]"], "tags", '["a", """b\n]"""]'),
        ("tags[0]", "string", "a", '"a"', '"a"'),
        ("tags[1]", "string", "b\n]", '"""b\n]"""', '"""b\n]"""'),
        ("inline", "table", {"x": 1, "y": {"z": [True]}}, "inline", "{x = 1, y.z = [true]}"),
        ("inline.x", "integer", 1, "x", "1"),
        ("inline.y", "table", {"z": [True]}, "y.z", "y.z"),
        ("inline.y.z", "list", [True], "y.z", "[true]"),
        ("inline.y.z[0]", "boolean", True, "true", "true"),
        ("author", "table", {"name": "سامر"}, "author", "author"),
        ("author.name", "string", "سامر", "name", '"سامر"'),
        ("parts", "list", [{"n": 1}, {"n": 2, "more": {"deep": 3}}], "parts", "parts"),
        ("parts[0]", "table", {"n": 1}, "parts", "parts"),
        ("parts[0].n", "integer", 1, "n", "1"),
        ("parts[1]", "table", {"n": 2, "more": {"deep": 3}}, "parts", "parts"),
        ("parts[1].n", "integer", 2, "n", "2"),
        ("parts[1].more", "table", {"deep": 3}, "parts.more", "parts.more"),
        ("parts[1].more.deep", "integer", 3, "deep", "3"),
    ]


def test_json_values_and_places() -> None:
    assert rows(JSON) == [
        ("title", "string", "مرحبا", '"title"', '"مر\\u062dبا"'),
        (
            "author",
            "table",
            {"name": "سامر", "tags": [1, -2500.0, None, "}"]},
            '"author"',
            '{\n    "name": "سامر",\n    "tags": [1, -2.5e3, null, "}"]\n  }',
        ),
        ("author.name", "string", "سامر", '"name"', '"سامر"'),
        ("author.tags", "list", [1, -2500.0, None, "}"], '"tags"', '[1, -2.5e3, null, "}"]'),
        ("author.tags[0]", "integer", 1, "1", "1"),
        ("author.tags[1]", "number", -2500.0, "-2.5e3", "-2.5e3"),
        ("author.tags[2]", "null", None, "null", "null"),
        ("author.tags[3]", "string", "}", '"}"', '"}"'),
        ("draft", "boolean", False, '"draft"', "false"),
    ]


def test_a_file_without_front_matter_has_no_fields() -> None:
    for text in ("", "text\n", "---\n\ntext\n\n---\n\nmore\n", "{ a brace }\n"):
        assert read(text)[1] == metadata.NONE


def test_a_template_is_not_read() -> None:
    found = read('---\ntitle: "{{ replace .Name "-" " " }}"\n---\n')[1]
    assert (found.format, found.parsed, found.problems) == ("yaml", False, ())


def test_a_key_that_comes_twice_keeps_the_later_value_and_its_parts() -> None:
    doc, found = read("---\na:\n  b: 1\nc: 2\na: 3\n---\n")
    assert {path: field.value for path, field in found.fields.items()} == {"c": 2, "a": 3}
    assert [(p.kind, doc.position(p.span.start)) for p in found.problems] == [("duplicate", (5, 1))]


@pytest.mark.parametrize(
    ("text", "kind", "position"),
    [
        ("---\ntitle: a: b\n---\n", "syntax", (2, 1)),
        ("---\na: x\ntitle: [a] b\n---\n", "syntax", (3, 1)),
        ("---\na:\n\t- b\n---\n", "tab", (3, 1)),
        ("---\na: *b\n---\n", "syntax", (2, 4)),
        ("---\na: &b [*b]\n---\n", "syntax", (2, 8)),
        ("---\ntitle: a\nlang: ar\n\ntext\n", "unclosed", (1, 1)),
        ("---\ntitle: a\n\n# Title\n\nSome: text: here.\n\n---\n", "unclosed", (1, 1)),
        ("---\na: " + "[" * 5000 + "\n---\n", "limit", (2, 36)),
        ("---\na: b\n" + "# c\n" * 20_000 + "---\n", "limit", (1, 1)),
        ("---\na: [" + "1," * 10_001 + "]\n---\n", "limit", (2, 20001)),
        ("+++\na = b\n+++\n", "syntax", (2, 5)),
        ('+++\na = "1"\na = "2"\n+++\n', "duplicate", (3, 1)),
        ("+++\na = " + "[" * 5000 + "\n+++\n", "limit", (2, 37)),
        ("+++\na = " + "1" * 5000 + "\n+++\n", "limit", (2, 1)),
        ("+++\na = 0x" + "f" * 5000 + "\n+++\n", "limit", (2, 1)),
        ("+++\nx = 1\na = [" + "[" * 40 + "]" * 40 + "]\n+++\n", "limit", (3, 37)),
        ('+++\ntitle = "a"\n\ntext\n', "unclosed", (1, 1)),
        ('{\n  "a": b\n}\n', "syntax", (2, 8)),
        ('{\n  "a": ' + "[" * 5000 + "\n}\n", "limit", (2, 39)),
        ('{\n  "title": "a",\n  "b": "c"\n\ntext\n', "unclosed", (1, 1)),
    ],
)
def test_problem(text: str, kind: str, position: tuple[int, int]) -> None:
    doc, found = read(text)
    assert not found.parsed and not found.fields
    assert [(p.kind, doc.position(p.span.start)) for p in found.problems] == [(kind, position)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("+++\n'x y' = 1\n\"z\".w = 2\n+++\n", {"x y": "integer", "z": "table", "z.w": "integer"}),
        ("---\na: !!int ''\nb: !!float x\n---\n", {"a": "string", "b": "string"}),
        ("---\na: 1\n? [x, y]\n: [2]\nb: 2\n---\n", {"a": "integer", "b": "integer"}),
    ],
)  # fmt: skip
def test_odd_keys_and_values_have_a_kind(text: str, kinds: dict[str, str]) -> None:
    found = read(text)[1]
    assert found.problems == ()
    assert {path: field.kind for path, field in found.fields.items()} == kinds


def test_aliases_do_not_multiply() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    found = read("---\n" + "\n".join(lines) + "\n---\n")[1]
    assert [p.kind for p in found.problems] == ["limit"]


def test_characters_that_yaml_cannot_hold_do_not_move_the_places() -> None:
    doc, found = read("---\na: x\x01\ufeff\udc80y\nb: z\n---\n")
    field = found.fields["b"]
    assert doc.text[field.span.start : field.span.end] == "z"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\ntitle: a\n---\n", 3),
        ("---\n# a comment\ntitle: a\n...\n", 4),
        ("---\n---\n", 2),
        ("---\n\ntitle: a\ntags:\n- b\n\n---\n", 7),
        ("---\ndate created: 2026\n---\n", 3),
        ('{\n  "a": {\n    "b": 1\n  }\n}\n', 5),
        ('{\n  "a": "}",\n  "b": "{"\n}\n', 4),
        ("---\n\nA break, then prose.\n\n---\n", 0),
        ("---\n\n- an item\n\n---\n", 0),
        ("---\n# A heading\n---\n", 0),
        ("---\nHe said: go.\nThey went\n---\n", 0),
        ("{\nprose\n}\n", 0),
        ("text\n", 0),
    ],
)
def test_end_of_front_matter(text: str, lines: int) -> None:
    assert block.end_line([line.strip() for line in text.split("\n")]) == lines
