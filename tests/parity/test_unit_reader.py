"""What the units of a document are, and what a translator must not change in them."""

from __future__ import annotations

from contentlint.parity.unit_reader import tail, units
from contentlint.parity.units import Unit
from contentlint.source import formats


def read(text: str, name: str = "a.md", dialect: str = "none") -> tuple[Unit, ...]:
    return units(formats.read(name, text.encode("utf-8"), dialect=dialect))


def kinds(text: str, name: str = "a.md", dialect: str = "none") -> list[str]:
    return [unit.kind for unit in read(text, name, dialect)]


def test_blocks_are_units_in_order() -> None:
    text = (
        "# Tea\n\nBoil the water.\n\n- one\n- two\n\n> said\n\n```sh\ntea\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n![pot](pot.png)\n\n***\n\n[pot]: pot.md\n"
    )
    assert kinds(text) == [
        "heading", "paragraph", "item", "item", "quote", "fence", "table", "image",
    ]  # fmt: skip


def test_elements_are_what_they_contain() -> None:
    wrapped = (
        '<div dir="rtl">\n<h2>الشاي</h2>\n<p dir="rtl">اغل الماء أولا.</p>\n'
        "<ul>\n<li>قدر</li>\n</ul>\n</div>\n"
    )
    assert [kind for kind in kinds(wrapped) if kind != "markup"] == ["heading", "paragraph", "item"]
    assert [unit.level for unit in read(wrapped) if unit.kind == "heading"] == [2]


def test_text_in_a_container_of_html_is_a_paragraph() -> None:
    assert "paragraph" in kinds('<aside class="quote">\n  Tea is better than coffee.\n</aside>\n')


def test_comments_and_statements_of_mdx_are_no_units() -> None:
    assert kinds("<!-- Boil the water. -->\n\nText.\n") == ["paragraph"]
    mdx = "import Tea from './tea'\n\nText.\n"
    assert kinds(mdx, "a.mdx", "docusaurus") == ["paragraph"]


def test_a_heading_without_its_space_is_a_heading() -> None:
    (unit,) = read("##المكابح\n")
    assert (unit.kind, unit.level) == ("heading", 2)
    assert kinds("#شاي #قهوة\n") == ["paragraph"]


def test_numbers_are_the_same_in_all_digits() -> None:
    one, two = read("In 1,234 villages\n"), read("في ١٬٢٣٤ قرية\n")
    assert one[0].invariants == two[0].invariants == {"number:1234": 1}
    assert read("UTF-8 and A01 in 5 rows\n")[0].invariants == {}


def test_links_are_the_same_after_they_were_rewritten() -> None:
    for one, two in (
        ("/en/guide/start.md", "/ar/guide/start"),
        ("https://example.org/en/start/#top", "../start.md?x=1"),
        ("https://example.org/%D8%B4%D8%A7%D9%8A", "شاي.html"),
    ):
        assert tail(one) == tail(two), (one, two)
    assert tail("https://example.org/a") != tail("https://example.org/b")


def test_references_lead_where_their_definitions_lead() -> None:
    (one,) = read("See [the guide][1].\n\n[1]: https://example.org/guide\n")
    (two,) = read("راجع [الدليل](https://example.org/ar/guide).\n")
    assert one.invariants == two.invariants


def test_comments_in_code_do_not_count() -> None:
    (one,) = read("```sh\n# boil the water\ntea --hot\n```\n")
    (two,) = read("```sh\n# اغل الماء\ntea --hot\n```\n")
    assert one.invariants == two.invariants == {"code:tea --hot": 1}


def test_with_wrapped_adjacent_lines_are_one_paragraph() -> None:
    lines = "".join(f"Line {n} of the text is a sentence.\n" for n in range(9))
    doc = formats.read("a.md", lines.encode(), paragraphs="line")
    assert len(units(doc)) == 9
    assert [unit.sentences for unit in units(doc, True)] == [9]


def test_markers_of_blocks_and_their_fields_are_no_headings() -> None:
    text = "--- collapse ---\n---\ntitle: All of it\n---\n\nBoil it.\n\n--- /collapse ---\n"
    assert "heading" not in kinds(text)
    assert kinds("title: All of it\n---\n\nBoil it.\n") == ["heading", "paragraph"]


def test_a_comment_behind_an_element_goes_on_after_a_blank_line() -> None:
    text = "<figure>\n</figure>\n<!---\nBoil the water.\n\n1. Wait for it.\n--->\n\nText.\n"
    assert [kind for kind in kinds(text) if kind != "markup"] == ["paragraph"]


def test_markers_on_lines_of_their_own_are_markup() -> None:
    text = "--- task ---\n\nBoil the water.\n--- /task ---\n\n--- task ---\nPour it.\n"
    assert kinds(text) == ["markup", "paragraph", "markup", "markup", "paragraph"]


def test_lines_with_arabic_numbers_are_items() -> None:
    (before, *items) = read("چنین کنید:\n۱. آب را بجوشانید.\n۲. چای را دم کنید.\n")
    assert before.kind == "paragraph"
    assert [(unit.kind, unit.letters) for unit in items] == [("item", 13), ("item", 12)]
    assert kinds("در سال ۱۴۰۲. آب را بجوشانید.\n") == ["paragraph"]


def test_rows_whose_delimiter_row_has_other_columns_are_a_table() -> None:
    rows = "| a | b |\n|---|---|---|\n| one | two |\n| three | four |\n"
    assert kinds(f"# T\n\n{rows}\nText.\n") == ["heading", "table", "paragraph"]
    assert kinds("| a |\n\n| b |\n") == ["paragraph", "paragraph"]


def test_several_lines_above_a_break_are_a_paragraph() -> None:
    assert kinds("Tea is hot.\nIt is strong.\n---\n") == ["paragraph"]
    assert kinds("Tea\n---\n") == ["heading"]


def test_items_whose_lines_are_joined_are_items() -> None:
    text = "**الحقول:** - `a`: الأول - `b`: الثاني\n"
    units_ = read(text)
    assert [unit.kind for unit in units_] == ["paragraph", "item", "item"]
    assert text[units_[0].start : units_[0].end] == "**الحقول:**"
    assert text[units_[2].start : units_[2].end] == "`b`: الثاني"
    assert kinds("Tea - it is hot - is good.\n") == ["paragraph"]
    assert kinds("Tea: it is hot - and good.\n") == ["paragraph"]
