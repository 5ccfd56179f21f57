"""What is prose in each dialect: ``SEEN`` in the fixtures is; ``HIDDEN`` and ``MASKED`` are not.

The fixtures of a dialect are in the folder of its name. A fault is put behind each ``SEEN`` and
``HIDDEN``: rules must find the first and must not find the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.engine import linter, ruleset
from contentlint.model import queries
from contentlint.model.dialects import DIALECTS
from contentlint.model.document import (
    ATTRIBUTES,
    CODE,
    EXPRESSION,
    MARK,
    MATH,
    OBJECT,
    ROLE,
    TAG,
    TEMPLATE,
    WIKI_LINK,
    Document,
)
from contentlint.source import formats

FIXTURES = sorted(path for path in Path(__file__).parent.glob("*/*.md*"))
IDS = [f"{path.parent.name}/{path.name}" for path in FIXTURES]
RULES = tuple(ruleset.bind(rule) for rule in ruleset.builtin().rules)
FAULT = " قيمة , واحدة"
"""With the fault of PUN003 and a space that PUN001 finds."""


def read(text: str, dialect: str, name: str = "a.md", origin: str = "authored") -> Document:
    return formats.read(name, text.encode(), dialect=dialect, origin=origin)


def fixture(path: Path, text: str = "") -> Document:
    text = text or path.read_text(encoding="utf-8")
    return read(text, path.parent.name, path.name)


def shown(text: str, dialect: str) -> str:
    prose = read(text, dialect, origin="unknown").prose
    return prose.replace(OBJECT, "●").replace(MARK, "·")


@pytest.mark.parametrize("path", FIXTURES, ids=IDS)
@pytest.mark.parametrize("origin", ["authored", "translated"])
def test_prose_is_seen_and_nothing_else(path: Path, origin: str) -> None:
    doc = read(path.read_text(encoding="utf-8"), path.parent.name, path.name, origin)
    wrong = [
        f"{doc.position(m.start())[0]}: {doc.line(doc.line_at(m.start()))}"
        for m in re.finditer(r"SEEN|HIDDEN|MASKED", doc.text)
        if (doc.prose[m.start() : m.end()] == m[0]) != (m[0] == "SEEN")
    ]
    assert wrong == []


def faulty(path: Path) -> Document:
    text = path.read_text(encoding="utf-8")
    return fixture(path, re.sub(r"(?:SEEN|HIDDEN)(?![^\n]*-->)", rf"\g<0>{FAULT}", text))


@pytest.mark.parametrize("path", FIXTURES, ids=IDS)
def test_rules_find_faults_in_prose_only(path: Path) -> None:
    doc = faulty(path)
    rules = tuple(rule for rule in RULES if rule.rule.code in ("PUN001", "PUN003"))
    result = linter.lint(doc, rules, ruleset.builtin().precedence, frozenset())
    found = {doc.line_at(d.start) for d in result.diagnostics}
    places = [(m[0], doc.line_at(m.start())) for m in re.finditer(r"SEEN|HIDDEN", doc.text)]
    seen = {line for word, line in places if word == "SEEN"}
    assert found == seen


KEPT = frozenset({CODE, MATH, TAG, TEMPLATE, EXPRESSION, ATTRIBUTES, ROLE, WIKI_LINK})
BLOCKS = frozenset({"code", "shortcode", "directive", "front_matter"})


def kept(doc: Document) -> Iterator[tuple[int, int]]:
    """Yield the spans of what no fix may touch."""
    for node in doc.markup:
        if node.kind in KEPT:
            yield node.start, node.end
    for block in doc.blocks:
        if block.kind in BLOCKS and not doc.prose[block.start : block.end].strip():
            yield block.start, block.end


@pytest.mark.parametrize("path", FIXTURES, ids=IDS)
def test_no_fix_touches_code_templates_attributes_or_formulas(path: Path) -> None:
    doc = faulty(path)
    examined = linter.examine(doc, RULES, ruleset.builtin().precedence, frozenset())
    spans = list(kept(doc))
    touched = [
        (bound.rule.code, doc.text[a:b], edit.text)
        for bound, finding in examined.found
        for edit in (finding.fix.edits if finding.fix else ())
        for a, b in spans
        if a < edit.span.end and edit.span.start < b
    ]
    assert touched == []


PIECES = st.sampled_from(
    [
        *(":::", ":::note", "::: {.x}", "!!! note", '=== "a"', "```{note}", "```", "````", "~~~"),
        *("```smart", "{ref}`a`", "[[a|b]]", "![[a]]", "%%", "% a", "{{< a >}}", "{{#a b}}"),
        *("<A b={", "}>", "</A>", "<A b='>'/>", "{", "}", "{/* a */}", "`", "'", '"', "\\"),
        *("[a]{.b}", "{.b}", "{: .b}", "@a", "#a", ":a:", "++a++", "--8<--", "[cut]", "(a)="),
        *("*[A]: b", "* TOC", "{:toc}", "| a", "[!NOTE]", "import a", "<<< @/a", "---", ":a: b"),
        *("\n", "\n\n", "    ", "  ", " ", "a", "ن", "> ", "- ", "# ", "1. "),
    ]
)


@given(st.lists(PIECES, max_size=40), st.sampled_from(sorted(DIALECTS)))
@settings(max_examples=1000, deadline=None)
def test_mask_keeps_lengths_and_lines(parts: list[str], dialect: str) -> None:
    text = "".join(parts)
    for name in ("a.md", "a.mdx"):
        doc = read(text, dialect, name)
        assert len(doc.prose) == len(text)
        for mask, real in zip(doc.prose, text, strict=True):
            assert mask == real or (mask in (" ", OBJECT, MARK) and real != "\n")
        previous = 0
        for block in doc.blocks:
            assert previous <= block.start <= block.end <= len(text)
            previous = block.end
        keys = [(node.start, -node.end) for node in doc.markup]
        assert keys == sorted(keys)
        assert queries.utf8_text(doc) == text.encode()
