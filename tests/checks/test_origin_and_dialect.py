"""Rules that treat a dialect of Markdown or an origin differently."""

from __future__ import annotations

import pytest

from contentlint.engine import linter, ruleset
from contentlint.source import formats

RULES = {bound.rule.code: bound for bound in map(ruleset.bind, ruleset.builtin().rules)}


def found(code: str, text: str, dialect: str = "none", origin: str = "unknown") -> int:
    doc = formats.read("a.md", text.encode(), dialect=dialect, origin=origin)
    result = linter.lint(doc, (RULES[code],), ruleset.builtin().precedence, frozenset())
    return len(result.diagnostics)


WIDER = "| Row of numbers |\n| --- |\n| 1 | 2 | 3 |\n"
SHORTER = "| a | b | c |\n| --- | --- | --- |\n| 1 | 2 |\n"
OR = "| Sign | Meaning |\n| --- | --- |\n| `||` | or |\n| `!` | not |\n"


@pytest.mark.parametrize(
    ("text", "dialect", "number"),
    [
        (WIDER, "none", 1),
        (WIDER, "jekyll", 0),
        (WIDER, "quarto", 1),
        (SHORTER, "jekyll", 1),
        (OR, "none", 1),
        (OR, "jekyll", 0),
        (OR, "quarto", 0),
        ("| A | B |\n| - | - |\n| `x` | 1 | 2 |\n", "quarto", 1),
    ],
)
def test_tables_of_kramdown_and_pandoc(text: str, dialect: str, number: int) -> None:
    assert found("TBL003", text, dialect) == number


@pytest.mark.parametrize(("dialect", "number"), [("none", 1), ("obsidian", 0)])
@pytest.mark.parametrize("alt", ["250", "1200"])
def test_obsidian_writes_the_width_as_alternative_text(alt: str, dialect: str, number: int) -> None:
    assert found("IMG004", f"![{alt}](https://example.org/a.png)\n", dialect) == number


BOLD = "Text of the part.\n\n**The old lighthouse**\n\nIt was built of stone.\n"
HEADED = f"# Title\n\nText.\n\n## Part\n\n{BOLD}"


@pytest.mark.parametrize(
    ("text", "origin", "number"),
    [
        (HEADED, "authored", 0),
        (HEADED, "extracted", 1),
        (HEADED, "unknown", 1),
        (f"Text.\n\n{BOLD}", "authored", 1),
    ],
)
def test_authors_who_write_headings_mean_their_bold_lines(
    text: str, origin: str, number: int
) -> None:
    assert found("STR004", text, origin=origin) == number


FLANKED = "我们安装**插件（新）**是为了方便。\n"


@pytest.mark.parametrize("dialect", ["none", "github", "docusaurus"])
def test_bold_text_beside_a_sign_is_displayed(dialect: str) -> None:
    assert found("STR033", FLANKED, dialect) == 1


@pytest.mark.parametrize("dialect", ["jekyll", "mkdocs", "quarto"])
def test_and_is_bold_in_dialects_that_are_less_strict(dialect: str) -> None:
    assert found("STR033", FLANKED, dialect) == 0


@pytest.mark.parametrize(("origin", "number"), [("extracted", 1), ("authored", 0)])
def test_four_asterisks_are_a_rule_to_authors(origin: str, number: int) -> None:
    assert found("STR033", "Text.\n\n****\n\nText.\n", origin=origin) == number


@pytest.mark.parametrize(("dialect", "number"), [("none", 1), ("quarto", 0)])
def test_pandoc_reads_an_alternative_text_as_markup(dialect: str, number: int) -> None:
    assert found("IMG017", "![<b>The quay</b> at night](quay.jpg)\n", dialect) == number


@pytest.mark.parametrize(("origin", "number"), [("authored", 0), ("unknown", 0), ("extracted", 1)])
def test_empty_headings_part_pages_but_in_extracted_texts(origin: str, number: int) -> None:
    assert found("STR028", "# Title\n" + "\n##\n\nText.\n" * 4, origin=origin) == number


@pytest.mark.parametrize(("origin", "number"), [("authored", 0), ("unknown", 1), ("extracted", 1)])
def test_authors_write_a_row_of_exclamation_marks_on_purpose(origin: str, number: int) -> None:
    assert found("PUN005", "The harbour is open again!!! Come and see.\n", origin=origin) == number
