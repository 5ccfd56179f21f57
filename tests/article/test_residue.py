"""What the rules about residue share: openings, tokens, runs of lines, tags, languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint._util import lazy_regex
from contentlint.article import html_tags
from contentlint.article.boilerplate import phrases
from contentlint.article.boilerplate.grouping import findings
from contentlint.article.boilerplate.lines import Rows
from contentlint.article.boilerplate.openings import Openings, openings
from contentlint.article.boilerplate.phrases import Phrases, Templates
from contentlint.checks.residue._tokens import _matches
from contentlint.engine import linter, ruleset
from contentlint.model import queries
from contentlint.model.annotations import Hit
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Rule
from contentlint.source import formats
from contentlint.text.language import paragraphs

RULES = {rule.code: rule for rule in ruleset.full().rules if rule.code.startswith("RES")}
LANGUAGES = {"ar", "fa", "ur", "he", "en", "fr", "es", "de", "vi", "zh", "ru", "tr"}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


def read(text: str, name: str = "a.md") -> Document:
    return formats.read(name, text.encode())


def found_by(rule: Rule, doc: Document) -> list[Finding]:
    found, broken, _ = linter.run(doc, [ruleset.bind(rule)])
    assert not broken
    return [finding for _, finding in found]


def word_lists(rule: Rule) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        name: value
        for name, value in rule.options.items()
        if isinstance(value, dict) and all(isinstance(v, tuple) for v in value.values())
    }


def patterns(rule: Rule) -> dict[str, str]:
    return {**rule.options.get("tokens", {}), **rule.options.get("lines", {})}


@every_rule
def test_every_list_has_twelve_languages(rule: Rule) -> None:
    for name, words in word_lists(rule).items():
        if words:
            assert set(words) >= LANGUAGES, name
            assert all(words.values()), name


@every_rule
def test_every_pattern_compiles(rule: Rule) -> None:
    for pattern in patterns(rule).values():
        re.compile(pattern)


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("**Last updated**: 12 May 2024", True),
        ("\\- Last updated 12 May 2024", True),
        ("2. Last updated was the theme", False),
        ("- [Last updated](https://example.org/2024) was the theme", False),
    ],
)
def test_numbers_of_items_and_addresses_are_no_dates(line: str, dated: bool) -> None:
    assert bool(found_by(RULES["RES016"], read(f"{line}\n"))) == dated


@every_rule
def test_entries_are_written_once(rule: Rule) -> None:
    for name, words in word_lists(rule).items():
        for language, entries in words.items():
            assert len(set(entries)) == len(entries), (name, language)


@every_rule
def test_every_phrase_is_found_on_its_line(rule: Rule) -> None:
    if rule.kind not in ("chrome-line", "leftover-token"):
        return
    for entries in rule.options.get("phrases", {}).values():
        for entry in entries:
            line = entry.replace("#", "7")
            doc = read(f"The council has passed the budget of the year.\n\n{line}\n")
            assert found_by(rule, doc), entry


@every_rule
def test_every_opening_is_found_at_the_beginning_of_a_line(rule: Rule) -> None:
    if rule.kind not in ("chrome-line", "leftover-token"):
        return
    for entries in rule.options.get("openings", {}).values():
        for entry in entries:
            after = "" if entry[-1] > "\u2e80" else " "
            doc = read(f"The council has passed the budget.\n\n{entry}{after}7 xyz\n")
            assert found_by(rule, doc), entry


# Data, "TODO:" included: residue that pages are full of. Texts of nothing else take linear time.
HOSTILE = [
    "{{", "{% ", "{{ a }} ", "${a} ", "#{a} ", "[caption id=1] ", "[", "[[", "[[File:", "%%a",
    "%%ab%% ", "@@", "@@AB1@@ ", "@@ a", "<", "<x id=", "<s>", "</s>", "<p>", "<span style=",
    "</div>", "<think>", "<|", "&lt;x id", "&lt;p&gt;", "&lt;p", "{1} ", "%s ", "\u2581a",
    "##ab ", "⟦1⟧", "⁇a", ">>ara<<\n", "turn0search1", "0search", "oaicite", "[oaicite:1]",
    "【1†", "\ue200", "\ue202turn0", "(function(", "\"><", "class=\"a", "window.ga =", "[edit] ",
    "[1] ", "[[edit](a)] ", "Warning: a in b ", "Lorem ipsum dolor\n", "TODO:\n", "Loading\n",
    "Home > ", "1 2 3 ", "0:00 / ", "•••\n", "تعليق\n(0)\n", "\" [UNK] ", "«⟦1⟧ ",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_of_nothing_else_is_read_once(piece: str) -> None:
    # Hundreds of thousands of them: what is not linear does not come to an end.
    doc = read(piece * (200_000 // len(piece)))
    for rule in RULES.values():
        found_by(rule, doc)


def test_openings_are_found_whatever_stands_around_them() -> None:
    wanted = Openings({"en": ("as an ai model",), "ar": ("إليك الترجمة",), "zh": ("以下是翻译",)})
    long = "a b c d e f g h " * 30
    lines = [
        "As an AI model, I cannot.",
        f"**As an AI model** {long}",
        "> “As an AI model",
        "- اليك الترجمه: no\n- إليكَ التّرجمة: yes",
        "以下是翻译后的文字",
        "As an AI modeller, she can.",
        "She is, as an AI model, good.",
        "    As an AI model",
    ]
    doc = read("\n\n".join(lines))
    found = {doc.text[slice(*span)][:12] for span in openings(doc, doc.fact(Rows), wanted)}
    assert found == {
        "As an AI mod",
        "**As an AI m",
        "> “As an AI ",
        "- إليكَ التّ",
        "以下是翻译后的文字",
    }


def test_numbers_in_templates() -> None:
    words = Templates({"en": ("# views", "page # of #", "views", "next"), "zh": ("第#页",)})
    assert words.counted(False) == {
        "views": False,
        "page # of": True,
        "next": False,
        "第#页": False,
    }
    assert phrases.without_numbers("page 1,204 of 3.5") == "page # of #"
    assert phrases.template("# min read") == ("min read", True)


FLOOD = "Text of the article stands here.\n\n" + "\n\n".join(f"line {n}" for n in range(14))


def test_lines_in_a_row_are_one_finding() -> None:
    doc = read(FLOOD)
    hits = [Hit(line, line, None, True) for line in range(2, len(doc.lines), 2)]
    (finding,) = findings(doc, hits)
    assert finding.values["found"] == "14 lines between lines 3 and 29, the first: line 0"
    assert len(finding.related) == 10
    assert finding.fix is not None
    assert finding.fix.safe
    assert doc.text[slice(*finding.fix.edits[0].span)].strip() == FLOOD[34:].strip()


def test_three_lines_are_three_findings() -> None:
    doc = read(FLOOD)
    hits = [Hit(line, line, None, True) for line in (2, 4, 6)]
    assert len([*findings(doc, hits)]) == 3


def test_other_text_between_ends_a_run() -> None:
    doc = read(FLOOD)
    hits = [Hit(line, line, None, True) for line in (2, 4, 6, 10, 12, 14)]
    assert len([*findings(doc, hits)]) == 6
    assert len([*findings(doc, [*hits, Hit(8, 8, "info", False)])]) == 1


def test_a_group_is_as_grave_as_its_gravest_line_and_as_safe_as_its_least_safe() -> None:
    doc = read(FLOOD)
    hits = [Hit(line, line, "info", line != 4) for line in (2, 4, 6, 8)]
    (finding,) = findings(doc, hits)
    assert finding.severity == "info"
    assert finding.fix is not None
    assert not finding.fix.safe
    (finding,) = findings(doc, [*hits[1:], Hit(2, 2, None, True)])
    assert finding.severity is None


def test_nothing_of_a_table_is_removed() -> None:
    doc = read("| a |\n| --- |\n| b |\n| c |\n| d |\n| e |\n")
    (finding,) = findings(doc, [Hit(line, line, None, True) for line in (2, 3, 4, 5)])
    assert finding.fix is None


QUOTED = [
    ('He said "X', True),
    ('He said "no" X', False),
    ("قال «X", True),
    ("قال «لا» X", False),
    ("> X", True),
    ("X", False),
    ('"X', True),
    ('a 5" X', False),
]


@pytest.mark.parametrize(("text", "quoted"), QUOTED)
def test_quotations(text: str, quoted: bool) -> None:
    assert queries.in_block_quote_or_marks(read(text), text.index("X")) is quoted


def test_what_is_shown() -> None:
    text = "X1 `X2` [X3](X4) ![X5](X6)\n\n<!-- X7 -->\n\n    X8\n\n```\nX9\n```\n"
    doc = read(f"---\nX: X0\n---\n\n{text}")
    shown = [n for n in range(10) if queries.is_shown(doc, doc.text.index(f"X{n}"))]
    assert shown == [1, 3, 4, 5, 6]
    parts = [queries.part_of_link(doc, doc.text.index(f"X{n}")) for n in (1, 3, 4, 5, 6)]
    assert parts == ["", "", "target", "alt", "target"]


def test_tags_without_their_other_half() -> None:
    doc = read("<b>a</b> <i>b </u> `<div>` <br> <p>c <img src=x> <li>d\n\n<script>\nx\n</script>\n")
    found = doc.fact(html_tags.tags)
    assert [tag.name for tag in found] == ["b", "b", "i", "u", "br", "p", "img", "li", "script"]
    assert {tag.name for tag in html_tags.unbalanced(found)} == {"i", "u", "script"}


WRITING = [
    ("The council has passed it", "Latin"),
    ("أقر المجلس الميزانية", "Arabic"),
    ("Совет принял бюджет", "Cyrillic"),
    ("理事会通过了预算 2024", "Han"),
    ("المجلس the council", ""),
    ("2024", ""),
]


@pytest.mark.parametrize(("text", "script"), WRITING)
def test_the_script_of_a_paragraph(text: str, script: str) -> None:
    assert paragraphs.writing(text).script == script


def test_the_language_of_a_paragraph() -> None:
    vietnamese = "Bộ trưởng nói rằng số người tham gia năm nay đã tăng lên"
    english = "The minister said that the number of the participants has risen to more than that."
    assert paragraphs.foreign(vietnamese, "en") == "vi"
    assert paragraphs.foreign(vietnamese, "vi") == ""
    assert paragraphs.foreign(english, "fr") == "en"
    assert paragraphs.foreign(english, "en") == ""
    assert paragraphs.foreign("Café de la Gare", "zh") == ""


def test_lists_of_one_rule_do_not_share_a_phrase() -> None:
    preview = {
        code: Phrases(RULES[code].options["phrases"]).of(True)
        for code in ("RES001", "RES002", "RES003", "RES004", "RES005", "RES006", "RES010", "RES017")
    }
    for a, first in preview.items():
        for b, second in preview.items():
            assert a == b or not first & second, (a, b, first & second)


def test_long_lines_are_kept_apart_from_the_rows() -> None:
    long = "word " * 80
    line = "A line of more than sixty-eight letters that has no colon and no bar in it"
    doc = read(f"Short\n\n{long}\n\n{line}\n")
    assert len(doc.fact(Rows).others) == 2


@given(st.text("[a]x#b \n", max_size=40))
def test_a_literal_leads_to_what_its_pattern_finds(text: str) -> None:
    for literal, pattern in (("[", r"\[(?=[ab])[^\]]+\]"), ("##", r"##(?<=a##)b?"), ("x", r"\bx+")):
        wanted = [m.span() for m in re.finditer(pattern, text)]
        assert [m.span() for m in _matches(lazy_regex.compile(pattern), literal, text)] == wanted
