"""What the rules about passages find in one page whose translation is damaged in one way."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from contentlint.engine import linter, ruleset
from contentlint.model.counterpart import Counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity.losses import MIN_LETTERS
from contentlint.source import formats

FOLDER = ROOT / "tests" / "rules" / "TRA016"
SOURCE = (FOLDER / "source-good.md").read_text(encoding="utf-8")
TARGET = (FOLDER / "good.md").read_text(encoding="utf-8")
RULES = [ruleset.bind(rule) for rule in ruleset.builtin().rules if rule.code.startswith("TRA")]
STABLE = [bound for bound in RULES if bound.rule.status != "preview"]
BLOCKS = TARGET.split("\n\n")


def translation(data: bytes, source: str = SOURCE, diverges: str = "") -> Document:
    doc = formats.read("ar.md", data, language="ar")
    doc.counterpart = Counterpart(
        formats.read("en.md", source.encode(), language="en"), "en", "ar", diverges=diverges
    )
    return doc


def findings(target: str, source: str = SOURCE, diverges: str = "") -> list[tuple[str, Finding]]:
    found, broken, _ = linter.run(translation(target.encode(), source, diverges), STABLE)
    assert not broken
    return [(bound.rule.code, finding) for bound, finding in found]


def codes(target: str, source: str = SOURCE, diverges: str = "") -> list[str]:
    return [code for code, _ in findings(target, source, diverges)]


def test_a_faithful_translation_has_no_finding() -> None:
    assert codes(TARGET) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_line_ends_and_encoding_do_not_count(encoding: str) -> None:
    found, _, _ = linter.run(translation(TARGET.replace("\n", "\r\n").encode(encoding)), STABLE)
    assert found == []


def test_paragraphs_in_elements_are_paragraphs() -> None:
    wrapped = [
        f'<p dir="rtl">\n{block.strip()}\n</p>' if block.strip()[0].isalpha() else block
        for block in BLOCKS
    ]
    assert any(block.startswith("<p") for block in wrapped)
    assert codes("\n\n".join(wrapped)) == []
    assert codes(f'<div dir="rtl">\n\n{TARGET}\n</div>\n') == []


def test_each_passage_that_is_removed_is_one_finding_at_its_place() -> None:
    removed = 0
    for number, block in enumerate(BLOCKS):
        if not block.strip()[0].isalpha() or len(block) < MIN_LETTERS:
            continue
        rest = BLOCKS[:number] + BLOCKS[number + 1 :]
        ((code, finding),) = findings("\n\n".join(rest))
        before = "\n\n".join(rest[:number])
        assert code == "TRA001"
        assert finding.span == (len(before.rstrip()), len(before.rstrip()))
        (there,) = finding.related
        assert there.in_source
        assert SOURCE.split("\n\n")[number].strip() == SOURCE[slice(*there.span)]
        removed += 1
    assert removed == 4


def test_each_item_of_a_list_that_is_removed_is_one_finding() -> None:
    for item in re.findall(r"(?m)^- .*\n", TARGET):
        ((code, finding),) = findings(TARGET.replace(item, ""))
        assert (code, finding.values["what"]) == ("TRA001", "a passage")


def test_a_page_that_keeps_two_fifths_of_its_source_has_one_finding() -> None:
    assert codes("\n\n".join(BLOCKS[: len(BLOCKS) * 2 // 5])) == ["TRA016"]


def test_a_copy_of_the_source_has_one_finding() -> None:
    assert codes(SOURCE) == ["TRA012"]


def test_the_source_put_back_is_text_of_the_source_only() -> None:
    for number, block in enumerate(SOURCE.split("\n\n")):
        if block.strip()[0].isalpha():
            back = [*BLOCKS[:number], block, *BLOCKS[number + 1 :]]
            assert codes("\n\n".join(back)) == ["TRA011"], block


def test_a_list_whose_lines_are_joined_is_there() -> None:
    items = [
        "Keep the pages short",
        "Test each link of the page before you publish",
        "Name the author of a text and its source",
    ]
    ours = [
        "اجعل الصفحات قصيرة دائما",
        "اختبر كل رابط في الصفحة قبل أن تنشرها",
        "اذكر اسم كاتب النص ومصدره كاملا",
    ]
    source = "".join(f"- {item}\n" for item in items)
    source = f"{SOURCE}\n**You should do this:**\n{source}\n## The end\n\nThat was all of it.\n"
    joined = " ".join(f"- {item}" for item in ours)
    end = "## الختام\n\nكان هذا كل شيء.\n"
    assert codes(f"{TARGET}\n**افعل ما يلي:** {joined}\n\n{end}", source) == []
    assert codes(f"{TARGET}\n**افعل ما يلي:** - {ours[0]}\n\n{end}", source) == ["TRA001"]


def test_a_quotation_without_its_sign_is_there() -> None:
    source = f"{SOURCE}\n- [Tea](tea.md)\n> Everything that you should know of tea.\n"
    ours = f"{TARGET}\n- [الشاي](tea.md)\n"
    assert codes(f"{ours}كل ما ينبغي لك أن تعرفه عن الشاي.\n", source) == []
    assert codes(ours, source) == ["TRA001"]


SECTIONS = (
    "## Coffee\n\nCoffee comes from the mountains of Ethiopia, where it grows wild.\n\n"
    "- Grind the beans right before you make it.\n- Never let it boil again.\n",
    "## Mint\n\nMint is best when it is fresh, and when it was cut in the morning.\n\n"
    "Dry it in the shade, and keep the leaves whole until you need them. Then rub them.\n",
)
OURS = (
    "## القهوة\n\nتأتي القهوة من جبال إثيوبيا حيث تنمو برية هناك.\n\n"
    "- اطحن الحبوب قبل أن تعدها مباشرة.\n- لا تدعها تغلي من جديد أبدا.\n",
    "## النعناع\n\nأفضل النعناع ما كان طازجا وقطع في الصباح الباكر.\n\n"
    "جففه في الظل واحفظ أوراقه كاملة حتى تحتاج إليها. ثم افركها.\n",
)


def test_a_section_that_has_moved_is_not_missing() -> None:
    source = f"{SOURCE}\n{SECTIONS[0]}\n{SECTIONS[1]}"
    assert codes(f"{TARGET}\n{OURS[0]}\n{OURS[1]}", source) == []
    assert not {"TRA001", "TRA002"} & set(codes(f"{TARGET}\n{OURS[1]}\n{OURS[0]}", source))
    assert codes(f"{TARGET}\n{OURS[1]}", source) == ["TRA001"]


@pytest.mark.parametrize(
    "entry",
    [
        "Lessons learned on safety and the misuse of models (@brundage2022)",
        "Harris, C.R., Millman, K.J. et al. How to write the programs. Nature 585 (2020).",
        "More on the use of prompts in a large model. arXiv:2302.12173, doi: 10.1/x, p. 12, 2023.",
    ],
)
def test_titles_of_cited_works_stay_in_their_language(entry: str) -> None:
    assert codes(f"{TARGET}\n- {entry}\n", f"{SOURCE}\n- {entry}\n") == []


def test_a_sentence_with_a_citation_is_to_be_translated() -> None:
    text = "This is what we found in the study of the models. [@brundage2022]"
    assert codes(f"{TARGET}\n{text}\n", f"{SOURCE}\n{text}\n") == ["TRA011"]


def test_what_repeats_on_a_page_with_another_text_is_not_repeated() -> None:
    text = "هذه فقرة طويلة لا يعرفها الأصل، وفيها كلمات كثيرة كتبها صاحب الصفحة بنفسه.\n\n"
    assert "TRA009" not in codes(text + text, SOURCE)
    assert "TRA009" in codes(TARGET + "\n" + BLOCKS[1] + "\n", SOURCE)


def test_an_edition_of_its_own_is_not_held_against_its_source() -> None:
    less = "\n\n".join([*BLOCKS[:2], *BLOCKS[4:]])
    assert "TRA001" in codes(less)
    assert codes(less, diverges="local contacts") == []
    assert codes("\n\n".join(BLOCKS[:4]), diverges="local contacts") == []


def test_source_and_translation_can_change_places() -> None:
    for number, block in enumerate(BLOCKS):
        if block.strip()[0].isalpha() and len(block) >= MIN_LETTERS:
            fewer = "\n\n".join(BLOCKS[:number] + BLOCKS[number + 1 :])
            doc = formats.read("en.md", SOURCE.encode(), language="en")
            source = formats.read("ar.md", fewer.encode(), language="ar")
            doc.counterpart = Counterpart(source, "ar", "en")
            found, _, _ = linter.run(doc, RULES)
            assert [bound.rule.code for bound, _ in found] == ["TRA008"]
