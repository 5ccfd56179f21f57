"""Rules that treat a dialect of Markdown or an origin differently."""

from __future__ import annotations

import pytest

from contentlint._util.time_limit import within
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


@pytest.mark.parametrize(
    ("source", "dialect", "number"),
    [
        ("https://video.example/watch?v=1", "none", 1),
        ("https://video.example/watch?v=1", "obsidian", 0),
        ("https://cdn.example/quay.PNG!small", "obsidian", 1),
        ("quay.png", "obsidian", 1),
    ],
)
def test_a_page_that_obsidian_embeds_has_no_alternative_text(
    source: str, dialect: str, number: int
) -> None:
    assert found("IMG003", f"![]({source})\n", dialect) == number


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


@pytest.mark.slow
@pytest.mark.parametrize(("code", "text"), [("STR033", "*"), ("PUN012", "كلمة ، ")])
def test_a_line_is_searched_once(code: str, text: str) -> None:
    """Searched from each sign, it would take over half a minute of processor time."""
    doc = formats.read("a.md", (text * (2_000_000 // len(text))).encode())
    check = RULES[code].check
    assert check is not None
    with within(10.0, TimeoutError):
        assert list(check(doc)) == []


NESTED = ":::info\n\nOne.\n\n:::tip\n\nTwo.\n\n:::\n\nThree.\n\nFour.\n"


@pytest.mark.parametrize(
    ("dialect", "number"), [("none", 0), ("vitepress", 0), ("docusaurus", 1), ("starlight", 1)]
)
def test_colons_close_the_outer_directive_in_some_dialects(dialect: str, number: int) -> None:
    assert found("STR031", NESTED, dialect) == number
    assert found("STR031", NESTED.replace("Two.", "## Two\n\nTwo."), dialect) == number
    assert found("STR031", NESTED.replace("One.", "## One\n\nOne."), dialect) == 1


ESCAPED = "Read \\*\\*the {} notes\\*\\* first.\n\n"
SOUNDS = "The bell rang \\*\\*{}\\*\\* again.\n\n"


@pytest.mark.parametrize(
    ("pattern", "pairs", "number"), [(ESCAPED, 3, 0), (ESCAPED, 4, 4), (SOUNDS, 4, 0)]
)
def test_many_escaped_pairs_of_an_author_are_an_export(
    pattern: str, pairs: int, number: int
) -> None:
    text = "".join(pattern.format(word) for word in ["ding", "dong", "dang", "dung"][:pairs])
    assert found("STR033", text, origin="authored") == number


@pytest.mark.parametrize(("origin", "number"), [("translated", 0), ("extracted", 1)])
def test_the_source_of_a_section_is_below_its_heading(origin: str, number: int) -> None:
    quay = "The new quay has room for four ships, and the work on it goes on by day and night.\n\n"
    ferry = "The ferry leaves the old quay at noon, and takes two hours to the islands.\n"
    text = f"{quay * 3}### More about the quay\n\nSource: The Town Paper\n\n{ferry}"
    assert found("STR022", text, origin=origin) == number


@pytest.mark.parametrize(("dialect", "number"), [("none", 2), ("mkdocs", 2), ("quarto", 1)])
def test_pandoc_closes_bold_text_behind_a_space(dialect: str, number: int) -> None:
    text = "The **harbour ** is open.\n\nThe ** quay** is closed.\n"
    assert found("STR029", text, dialect) == number


TEMPLATE = "{# Not yet:\n```python\nquay = 1\n#}\n\n```python\nquay = 2\nship = 3\n```\n\nText.\n"
MACRO = "{% macro quay() %}\n```python\nquay = 1\n\n{% endmacro %}\n```python\nship = 3\n```\n"


@pytest.mark.parametrize("text", [TEMPLATE, MACRO])
@pytest.mark.parametrize(("dialect", "number"), [("none", 1), ("mkdocs", 0)])
def test_code_in_a_macro_or_comment_of_a_template(text: str, dialect: str, number: int) -> None:
    assert found("STR026", text, dialect) == number


@pytest.mark.parametrize(("dialect", "number"), [("none", 1), ("jekyll", 0), ("gitbook", 0)])
def test_an_address_has_spaces_in_some_dialects(dialect: str, number: int) -> None:
    assert found("SRC002", "![Quay](/img/the quay.png)\n", dialect) == number


@pytest.mark.parametrize(("below", "number"), [("", 1), ("{% gist 42 %}\n", 0)])
def test_what_a_tag_displays_ends_a_paragraph(below: str, number: int) -> None:
    line = "The harbour has a new quay, and ships of all sizes can berth at it by day and night"
    text = f"{line}.\n\n" * 4 + f"{line}\n\n{below}"
    assert found("STR009", text, "jekyll") == number


@pytest.mark.parametrize(("dialect", "number"), [("none", 1), ("quarto", 0)])
def test_pandoc_reads_an_alternative_text_as_markup(dialect: str, number: int) -> None:
    assert found("IMG017", "![<b>The quay</b> at night](quay.jpg)\n", dialect) == number


@pytest.mark.parametrize(("origin", "number"), [("authored", 0), ("unknown", 0), ("extracted", 1)])
def test_empty_headings_part_pages_but_in_extracted_texts(origin: str, number: int) -> None:
    assert found("STR028", "# Title\n" + "\n##\n\nText.\n" * 4, origin=origin) == number


@pytest.mark.parametrize(("origin", "number"), [("authored", 0), ("unknown", 1), ("extracted", 1)])
def test_authors_write_a_row_of_exclamation_marks_on_purpose(origin: str, number: int) -> None:
    assert found("PUN005", "The harbour is open again!!! Come and see.\n", origin=origin) == number


CAPTION = "Text.\n\n| The harbour at noon. |\n\nText.\n"
ROWS = "Text.\n\n| Fish | 3 |\n| Salt | 4 |\n\nText.\n"
PICTURE = "Text.\n\n![Harbour](a.jpg) |\n{: .wide}\n\nText.\n"


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        ("TBL004", CAPTION, 0),
        ("TBL001", "Text.\n\n| Fish | 3 |\n\nText.\n", 0),
        ("TBL002", ROWS, 0),
        ("TBL005", "Text.\n\nFish of the day |\n\nText.\n", 0),
        ("IMG007", PICTURE, 0),
        ("IMG007", "- ![Harbour](a.jpg) |\n", 0),
        # Kramdown shows the pipes of these: a line without any, a comment above, pipes in code.
        ("TBL004", "Text.\n\n| The harbour at noon. |\nOpen all day.\n", 1),
        ("IMG007", "Text.\n\n<!-- new -->\n| ![Harbour](a.jpg) |\n", 1),
        ("TBL004", "Write `a | b`\n| The harbour at noon. |\n\nText.\n", 1),
        ("TBL005", "# Fish\n\n## Prices\n\nText.\n| Fish of the day\n", 1),
    ],
)
def test_kramdown_makes_tables_without_a_header(code: str, text: str, number: int) -> None:
    assert found(code, text, "jekyll") == number
    assert found(code, text) == 1


BROKEN = "| a | b |\n| --- | --- |\n| 1\n\n2 |\n"


@pytest.mark.parametrize(
    ("text", "origin", "number"),
    [
        (SHORTER, "authored", 0),
        (SHORTER, "translated", 0),
        (SHORTER, "extracted", 1),
        (SHORTER, "unknown", 1),
        ("a | b | c\n--- | --- | ---\n1 | 2\n", "authored", 0),
        ("| a | b |\n| --- | --- |\n| 1 |\nof | two\n", "authored", 0),
        (BROKEN, "authored", 1),
        (WIDER, "authored", 1),
    ],
)
def test_authors_leave_out_the_last_cells_of_a_row(text: str, origin: str, number: int) -> None:
    assert found("TBL003", text, origin=origin) == number


def test_pipes_in_code_part_no_cells_in_python_markdown() -> None:
    assert found("TBL003", OR, "mkdocs") == 0


FRAME = "| ![Harbour](a.jpg) |\n| --- |\n| The harbour at noon. |\n"
ICONS = "[Fish](fish.md)\n\n|\n\n[Salt](salt.md)\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("TBL004", FRAME),
        ("TBL005", ICONS),
        ("STR009", "The harbour master said that the new quay will be closed for a […]\n"),
        ("STR009", "The harbour master said that the new quay will be closed for a ...\n"),
        ("STR009", "Set the number of berths with a call of the function `open(quay)`;\n"),
        ("SRC019", "The result:\n\n> As [chart 3.2](#) shows, the water rises.\n"),
        ("STR033", "The bell rang \\*\\*ding\\*\\* and then \\*\\*dong\\*\\* again.\n"),
        ("STR033", "She left the room.\n\n\\***\n\nIt was noon.\n"),
    ],
)
def test_what_authors_mean(code: str, text: str) -> None:
    assert found(code, text, origin="authored") == 0
    assert found(code, text, origin="extracted") == 1


def test_one_picture_of_several_examples_is_one_finding() -> None:
    text = "![image](a.svg ':size=10x20')\n\n![image](a.svg ':size=30')\n\n![image](b.svg)\n"
    assert found("IMG004", text) == 2
