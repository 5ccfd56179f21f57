"""The rules about links, code, numbers and terms of a translation, with what a configuration says
about the pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from contentlint.engine import linter, ruleset
from contentlint.model.counterpart import Counterpart, Glossary
from contentlint.model.diagnostic import Finding
from contentlint.source import formats

SET = ruleset.builtin()
RULES = {rule.code: rule for rule in SET.rules}
CODES = [f"TRA0{n}" for n in (21, 22, 23, 31, 32, 33, 34, 35, 36, 41, 42, 51, 52, 61, 62)]


def found(
    codes: str, source: str, text: str, languages: tuple[str, str] = ("en", "ar"), **pair: Any
) -> list[tuple[str, Finding]]:
    """The findings of some rules in a translation, one of which overlaps no other of a chain."""
    first = formats.read("source.md", source.encode(), language=languages[0])
    doc = formats.read("a.md", text.encode(), language=languages[1])
    doc.counterpart = Counterpart(first, *languages, **pair)
    rules = [ruleset.bind(RULES[code]) for code in codes.split()]
    every, broken, _ = linter.run(doc, rules)
    assert not broken
    kept = linter.one_finding_per_defect(every, SET.precedence)
    return [(bound.rule.code, finding) for bound, finding in kept]


def names(*args: Any, **pair: Any) -> list[str]:
    return [code for code, _ in found(*args, **pair)]


CODE_EN = (
    '# Run\n\nRun this command in the folder:\n\n```sh\nrun "one"\nstop\n```\n\nThen look at it.\n'
)
CODE_AR = '# تشغيل\n\nنفّذ هذا الأمر في المجلد:\n\n```sh\nrun "واحد"\n```\n\nثم انظر إليه.\n'
SPAN_EN = "# Run\n\nRun the command `cat {{file}}` in the folder of your project.\n"
SPAN_AR = "# تشغيل\n\nنفّذ الأمر `cat {{ملف}}` في مجلد المشروع الذي تعمل عليه.\n"
TERM_EN = "# Login\n\nEnter the password of VitePress in the form and press the button.\n"
TERM_AR = "# الدخول\n\nأدخل الرمز في النموذج ثم اضغط الزر.\n"
GLOSSARY = Glossary(("VitePress",), {"password": ("كلمة مرور",)}, {"password": ("رمز",)})


@pytest.mark.parametrize("code", CODES)
def test_a_file_without_a_source_and_a_copy_of_it_are_silent(code: str) -> None:
    text = CODE_EN + SPAN_EN + TERM_EN
    rule = ruleset.bind(RULES[code])
    doc = formats.read("a.md", text.encode())
    assert linter.run(doc, [rule])[0] == []
    assert names(code, text, text, glossary=GLOSSARY) == []


@pytest.mark.parametrize(
    ("pair", "expected"),
    [({}, ["TRA031"]), ({"code": "free"}, []), ({"code": "exact"}, ["TRA031", "TRA032"])],
)
def test_the_configuration_says_what_may_differ_in_code(
    pair: Mapping[str, Any], expected: list[str]
) -> None:
    assert names("TRA031 TRA032", CODE_EN, CODE_AR, **pair) == expected


def test_the_configuration_says_what_may_be_translated_in_code_spans() -> None:
    assert names("TRA033 TRA034 TRA035", SPAN_EN, SPAN_AR) == ["TRA035"]
    free = (r"\{\{.*?\}\}",)
    assert names("TRA033 TRA034 TRA035", SPAN_EN, SPAN_AR, span_free=free) == []


def test_the_glossary_of_the_configuration_is_used() -> None:
    assert names("TRA061 TRA062", TERM_EN, TERM_AR) == []
    assert names("TRA061 TRA062", TERM_EN, TERM_AR, glossary=GLOSSARY) == ["TRA061", "TRA062"]


def test_an_address_with_a_sign_of_the_other_script_is_one_finding() -> None:
    source = "# Shop\n\nGet it from [the shop](https://example.org/apps?id=7) before you travel.\n"
    text = "# المتجر\n\nنزّله من [المتجر](https://example.org/apps؟id=7) قبل أن تسافر.\n"
    ((code, finding),) = found("TRA022 SRC017", source, text)
    assert code == "TRA022" and finding.severity is None
    assert finding.fix is not None and finding.fix.safe
    ((span, new),) = finding.fix.edits
    assert (text[slice(*span)], new) == ("؟", "?")


def test_a_page_that_is_out_of_step_is_not_compared_within() -> None:
    paragraphs = [
        f"This is paragraph {n * 37} of the page, and it says {n * 91}." for n in range(1, 12)
    ]
    source = "# Page\n\n" + "\n\n".join(paragraphs) + "\n"
    text = "# صفحة\n\nهذه فقرة واحدة فيها 999 فقط من الصفحة كلها.\n\nوهذه 888 أخرى.\n"
    assert names("TRA041", source, text) == []


def test_source_and_translation_may_change_places() -> None:
    source = "# Wait\n\nThe connection ends after 20 seconds if no answer arrives.\n"
    text = "# الانتظار\n\nينتهي الاتصال بعد 60 ثانية إذا لم يصل أي رد.\n"
    assert names("TRA041", source, text) == ["TRA041"]
    assert names("TRA041", text, source, ("ar", "en")) == ["TRA041"]


def test_one_finding_names_all_that_a_passage_lacks() -> None:
    links = " and ".join(f"[page {n}](https://example.org/{n})" for n in "abc")
    source = f"# Pages\n\nBefore you start, read {links} of this site.\n"
    text = "# الصفحات\n\nقبل أن تبدأ اقرأ الصفحات الثلاث من هذا الموقع.\n"
    ((_, finding),) = found("TRA021", source, text)
    assert finding.values["more"] == ", and 2 more"
    assert len(finding.related) == 3


def test_a_file_is_the_same_from_another_folder() -> None:
    source = "# Languages\n\nThis page is in [Arabic](./translations/ar/README.md) and others.\n"
    text = "# اللغات\n\nهذه الصفحة موجودة بلغات أخرى مثل [العربية](%s) وغيرها.\n"
    first = formats.read("README.md", source.encode(), language="en")
    codes = []
    for target in ("../ar/README.md", "../bn/README.md"):
        doc = formats.read("translations/fa/README.md", (text % target).encode(), language="fa")
        doc.counterpart = Counterpart(first, "en", "fa", languages=("ar", "en", "fa"))
        rules = [ruleset.bind(RULES[code]) for code in ("TRA021", "TRA022")]
        every, _, _ = linter.run(doc, rules)
        codes.append([bound.rule.code for bound, _ in every])
    assert codes == [[], ["TRA022"]]
