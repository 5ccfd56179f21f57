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
from contentlint.fix import loop
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
from contentlint.model.rule import Examined
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


@pytest.mark.parametrize("path", FIXTURES, ids=IDS)
def test_fixing_keeps_code_templates_attributes_and_formulas(path: Path) -> None:
    def examine(doc: Document) -> Examined:
        return linter.examine(doc, RULES, ruleset.builtin().precedence, frozenset())

    def reread(data: bytes) -> Document:
        return fixture(path, data.decode())

    before = faulty(path)
    fixed = loop.fix(before.text.encode(), reread, examine, unsafe=True)
    after = reread(fixed.data)
    assert after.text != before.text
    kept_texts = [
        sorted(re.sub(r"[ \t]+(?=\n|$)", "", doc.text[a:b]) for a, b in kept(doc))
        for doc in (before, after)
    ]
    assert kept_texts[0] == kept_texts[1]


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


INLINE = [
    ("github", "a :tada: b :+1: c", "a ●●●●●● b ●●●● c"),
    ("github", "at 10:30:45 a:b:c :: : x:", "at 10:30:45 a:b:c :: : x:"),
    ("github", "by @user, @org/team and #12.", "by ●●●●●, ●●●●●●●●● and ●●●."),
    ("github", "a@b.de and # 12 and C#12", "●●●●●● and # 12 and C#12"),
    ("mkdocs", "press ++ctrl+alt+del++ now", "press ●●●●●●●●●●●●●●●● now"),
    ("mkdocs", "C++ and D++ and i++", "C++ and D++ and i++"),
    ("mkdocs", "![a](b){ width=3 } c", "●●●●●●●··········· c"),
    ("sphinx", "see {ref}`a <b>` and {x} y", "see ●●●●●●●●●●●● and {x} y"),
    ("sphinx", "see {ref}`a", "see {ref}`a"),
    ("quarto", "as [see @a; @b] and @fig-x say", "as ●●●●●●●●●●●● and ●●●●●● say"),
    ("quarto", "[small]{.caps} a", "·small········ a"),
    ("obsidian", "[[a|b]] ![[c]] [[d]] #e/f", "····b·· ●●●●●● ●●●●● ●●●●"),
    ("obsidian", "%%a%% b # c", "      b # c"),
    ("mdbook", r"a {{#include b}} \{{#include b}}", r"a ●●●●●●●●●●●●●● ·{{#include b}}"),
    ("docusaurus", r"a {b ? '}' : {c}} \{d\}", "a ●●●●●●●●●●●●●●● ·{d·}"),
    ("hugo", "a :tada: {{< b >}}", "a ●●●●●● ·········"),
    ("vitepress", "a {{ b }} <C d='>' />", "a ●●●●●●● ···········"),
    ("jekyll", "a {{ b }}\n{: .c}", "a ●●●●●●●\n······"),
    ("none", "a :tada: @b ++c++ {{#d}} [[e]]", "a :tada: @b ++c++ {{#d}} [[e]]"),
]


@pytest.mark.parametrize(("dialect", "text", "expected"), INLINE, ids=[t[1][:20] for t in INLINE])
def test_syntax_within_a_line(dialect: str, text: str, expected: str) -> None:
    assert shown(text, dialect) == expected


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize(
    "text",
    [
        "costs $5 or $10",
        "$5-$10 and $1,000",
        "US$5 and A$6, C$ 7",
        "from 5$ to 10$",
        "$HOME/bin:$PATH",
        "echo $a and $b",
        "set $a=$b",
        "a $ b $ c",
        "$5 a day, $ 6 a week",
        "($5) and ($6)",
        "$100$ here",
        "قیمت $5 و $10",
        r"costs \$5 and \$6",
        "$$ or $$$",
    ],
)
def test_prices_and_variables_are_no_formulas(text: str, dialect: str) -> None:
    assert OBJECT not in read(text, dialect).prose


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize(
    "text", ["$x^2$", "$$\nx = 1\n$$", r"\(x + 1\)", r"\[x = 1\]", "```math\nx\n```", "$n$", "$2n$"]
)
def test_formulas_are_masked_in_each_dialect(text: str, dialect: str) -> None:
    prose = read(f"قبل\n\n{text}\n\nبعد", dialect).prose
    assert not re.search("[a-z=+^]", prose)
    assert "قبل" in prose
    assert "بعد" in prose


@pytest.mark.parametrize(
    "text", ["$$\nx = 1\n$$", "\\[\nx = 1\n\\]", "```math\nx\n```", "- $$\n  x\n  $$"]
)
def test_formulas_in_blocks_are_nodes_too(text: str) -> None:
    doc = read(f"a\n\n{text}\n\nb $x_1$", "github")
    assert [node.kind for node in doc.markup] == [MATH, MATH]
    assert [block.kind for block in doc.blocks] == ["paragraph", "code", "paragraph"]


TITLES = [
    ("docusaurus", ":::note[a b]\nc\n:::", "a b"),
    ("vitepress", "::: tip a b {open}\nc\n:::", "a b"),
    ("mkdocs", '!!! note inline "a b"\n\n    c', "a b"),
    ("mkdocs", '=== "a b"\n\n    c', "a b"),
    ("sphinx", "```{note} a b\n:class: d\n\nc\n```", "a b"),
    ("sphinx", "```{figure} a.png\n\nc\n```", ""),
    ("quarto", '::: {.note title="a b"}\nc\n:::', ""),
]


@pytest.mark.parametrize(("dialect", "text", "title"), TITLES)
def test_tags_are_directives_and_their_titles_prose(dialect: str, text: str, title: str) -> None:
    doc = read(text, dialect)
    kinds = [block.kind for block in doc.blocks]
    assert kinds[0] == "directive"
    assert "paragraph" in kinds
    assert doc.prose[doc.blocks[0].start : doc.blocks[0].end].strip() == title


@pytest.mark.parametrize(
    ("info", "body", "prose"),
    [
        ("ad-note", "The council met on Monday. It passed the budget of the year.", True),
        ("ad-note", "> The council met on Monday. It passed the budget.", False),
        ("python", "The council met on Monday. It passed the budget of the year.", False),
        ("text", "The council met on Monday. It passed the budget of the year.", False),
        ("", "The council met on Monday. It passed the budget of the year.", False),
        ("ad-note", "The council met.", False),
        ("strange", "council = met(on, Monday); passed the budget of the year;", False),
        ("strange", "name: The council met on Monday and passed the budget.", False),
        ("c++", "The council met on Monday. It passed the budget of the year.", False),
    ],
)
def test_fence_of_sentences_with_an_unknown_name_is_prose(
    info: str, body: str, prose: bool
) -> None:
    text = f"```{info}\n{body}\n```\n"
    assert (body in read(text, "obsidian").prose) == prose
    assert body not in read(text, "hugo").prose


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("docusaurus", "The council\n<A\n  b='c' \t\n\t d={e} \t\n/>\nmet.\n"),
        ("docusaurus", "The council {a ? \t\n\t b : c} met.\n"),
        ("hugo", "The council\n{{< a \t\n\t b='c' \t\n>}}\nmet.\n"),
        ("jekyll", "The council {% include a \t\n\t b='c' %} met.\n"),
    ],
)
def test_space_in_tags_stays(dialect: str, text: str) -> None:
    rules = tuple(rule for rule in RULES if rule.rule.code.startswith("STR"))
    doc = read(text, dialect)
    examined = linter.examine(doc, rules, ruleset.builtin().precedence, frozenset())
    assert [bound.rule.code for bound, finding in examined.found if finding.fix] == []


@pytest.mark.parametrize(
    ("dialect", "live"), [("none", True), ("github", True), ("mdbook", False), ("hugo", True)]
)
def test_variables_are_templates_where_a_generator_may_read_them(dialect: str, live: bool) -> None:
    assert ("name" not in read("the {{ name }} of", dialect).prose) == live


def test_tags_in_indented_code_are_code() -> None:
    text = "a\n\n    ::: tip b\n    c\n    :::\n"
    assert [block.kind for block in read(text, "vitepress").blocks] == ["paragraph", "code"]
    assert "code" not in [block.kind for block in read(text, "docusaurus").blocks]


PUMPS = [
    ":::note\n", "::: {.x}\n", "```{note}\n", "````{note}\n```{tip}\n", ":::{code-block}\n",
    "```{note}\n:a: b\n", "<A b={", "<A b='", "<A\n", "<A b={[\n\n", "{", "{ {", "{[\n\n", "{'",
    "{/* ", "[[a|", "[[a", "%%", "%% ", "!!! a\n", '=== "a"\n', "--8<--\n", "[a", "[@a", "]{.a}",
    "{.a ", "@a", "#a", ":a", "++a", "{a}`", "{a}``", "```smart\n", "```zz\na\n", "[cut a=",
    "* a\n{:", "| a\n", "{{#a", "> [!A", "::: a  b", "<div>\n<A b={[\n\n", "<pre>\n<A ", "^a ",
    "*[A]: ", "(a)=\n",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("pump", PUMPS)
def test_unclosed_components_are_read_in_linear_time(pump: str) -> None:
    """Not a stopwatch: a quadratic reader would need minutes for these and be noticed."""
    for dialect in sorted(DIALECTS):
        for end in ("", "\n\n```\n````\n:::\n}]}>%%`]]"):
            doc = read(pump * 20_000 + end, dialect)
            assert len(doc.prose) == len(doc.text)


@pytest.mark.parametrize(
    ("dialect", "is_fault"), [("sphinx", False), ("javascript.info", False), ("none", True)]
)
def test_link_without_a_text_shows_a_title_in_some_dialects(dialect: str, is_fault: bool) -> None:
    doc = read("See [](install.md) first.\n", dialect)
    rules = tuple(rule for rule in RULES if rule.rule.code == "SRC019")
    result = linter.lint(doc, rules, ruleset.builtin().precedence, frozenset())
    assert bool(result.diagnostics) is is_fault


@pytest.mark.parametrize("dialect", ["none", "docusaurus", "vitepress", "quarto"])
@pytest.mark.parametrize("end", ["", ":::\n"])
def test_directive_that_nothing_closes_is_reported(dialect: str, end: str) -> None:
    doc = read(f"Text.\n\n::: note\n\nA note.\n\nMore text.\n{end}", dialect)
    rules = tuple(rule for rule in RULES if rule.rule.code == "STR031")
    result = linter.lint(doc, rules, ruleset.builtin().precedence, frozenset())
    assert bool(result.diagnostics) is not bool(end)


ROWS = "| Fish | 3 |\n| Salt | 4 |\n"
QUOTED = "> | Fish | 3 |\n> | Salt | 4 |\n>\n> Text.\n"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"Text.\n\n{ROWS}\nText.\n", "paragraph table paragraph"),
        (ROWS + "{: .wide}\n", "table paragraph"),
        (f"Text.\n\n{{: .wide}}\n{ROWS}", "paragraph paragraph table"),
        (f"- Text.\n\n{ROWS}", "list_item table"),
        ("- | Fish | 3 |\n- Text.\n", "table list_item"),
        (QUOTED, "table quote"),
        ("Fish | 3 |\nSalt | 4\n", "table"),
        (f"Text.\n{ROWS}", "paragraph pipe_row pipe_row"),
        (f"# Text\n{ROWS}", "heading pipe_row pipe_row"),
        (f"{ROWS}Text.\n", "pipe_row pipe_row paragraph"),
        (QUOTED.replace(">\n", ""), "quote"),
        ("| Fish |\n`a | b`\n", "pipe_row paragraph"),
        ("| Fish |\n{{ page.price | round }}\n", "pipe_row paragraph"),
        ("Home | News\n", "paragraph"),
    ],
)
def test_rows_between_blank_lines_are_a_table_of_kramdown(text: str, kinds: str) -> None:
    assert " ".join(block.kind for block in read(text, "jekyll").blocks) == kinds
    assert "table" not in [block.kind for block in read(text, "hexo").blocks]
