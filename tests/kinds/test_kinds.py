"""The kinds that users write rules of: what each finds, what it leaves alone, what it refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from contentlint._util import translation
from contentlint.cli.commands import new_rule
from contentlint.engine import cross_file, kind_modules, linter, ruleset
from contentlint.engine import options as kinds
from contentlint.engine.options import kind_module
from contentlint.model.counterpart import Counterpart
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError
from contentlint.model.rule import BoundRule, Rule
from contentlint.run import examples
from contentlint.source import formats
from contentlint.text.match.redos import hazard
from contentlint.text.measures.table import MEASURES

KINDS = new_rule.kinds()
FRONT = """---
title: سوق الكتب
author:
  name: سعاد
tags: [ثقافة, كتب]
words: 120
draft: false
---

"""


class Case(NamedTuple):
    kind: str
    options: Mapping[str, Any]
    text: str
    found: tuple[str, ...] = ()
    """What stands at each finding, in order."""
    language: str = "ar"
    suffix: str = ".md"


def bound(kind: str, options: Mapping[str, Any]) -> BoundRule:
    rule = Rule("HSE001", "house", kind, "warning", "{found}", options=options)
    return ruleset.bind(rule)


def document(case: Case) -> Document:
    return formats.read("a" + case.suffix, case.text.encode(), language=case.language)


def places(case: Case) -> list[str]:
    doc = document(case)
    found, broken, _ = linter.run(doc, [bound(case.kind, case.options)])
    assert not broken, broken[0].reason
    return [doc.text[slice(*finding.span)] for _, finding in found]


def values(kind: str, options: Mapping[str, Any], text: str, language: str = "ar") -> list[Any]:
    doc = document(Case(kind, options, text, language=language))
    return [finding.values for _, finding in linter.run(doc, [bound(kind, options)])[0]]


def fixed(kind: str, options: Mapping[str, Any], text: str, language: str = "ar") -> str:
    """What all fixes of a rule, safe or not, make of a text."""
    languages = frozenset({language})
    rule = Rule("HSE001", "house", kind, "info", "", languages=languages, options=options)
    return examples.fixed(rule, ruleset.bind(rule), text)


@pytest.mark.parametrize("kind", KINDS)
def test_template_is_a_rule_that_passes_its_own_examples(kind: str) -> None:
    path = Path(ruleset.folder(), "templates", f"{kind}.toml")
    (rule,) = ruleset.read_family(str(path), ruleset.word_lists()).rules
    assert (rule.kind, rule.code) == (kind, "HSE001")
    assert list(examples.failures(rule)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_template_shows_every_option_of_its_kind(kind: str) -> None:
    text = new_rule.template(kind)
    for field in kind_module(kind).Options._fields:
        assert f"options.{field.replace('_', '-')} = " in text, field


def test_kinds_are_those_with_a_template() -> None:
    assert kinds.kinds() == KINDS


def test_name_of_a_kind_means_one_module() -> None:
    found = [kind for kind, _ in kind_modules._listed()]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize(("old", "new"), kind_modules.DEPRECATED.items())
def test_deprecated_kind_is_the_new_one(old: str, new: str) -> None:
    assert old not in dict(kind_modules._listed())
    assert kind_module(old) is kind_module(old.replace("-", "_")) is kind_module(new)


COMPUTER: Mapping[str, Any] = {"tokens": ["حاسوب"]}
SWAP: Mapping[str, Any] = {"swap": {"كمبيوتر": "حاسوب"}}
QUOTE = {"[quote]": "[/quote]"}
LINKS = (
    "[أ](https://a.example/x) و<https://b.example/y> و![ج](https://c.example/z.jpg) "
    "و https://d.example/w."
)

HAPPENS = [
    # pattern
    Case("pattern", {"pattern": r"\d+"}, "في 12 و١٣", ("12", "١٣")),
    Case("pattern", {"pattern": r"(\d+) طن", "group": 1}, "نحو 12 طن", ("12",)),
    Case("pattern", {"pattern": "who", "ignore-case": True}, "WHO", ("WHO",)),
    Case("pattern", {"pattern": "خبر", "scope": ["heading"]}, "# خبر\n\nخبر", ("خبر",)),
    Case("pattern", {"pattern": "سوق", "scope": ["field:title"]}, FRONT + "سوق", ("سوق",)),
    Case("pattern", {"pattern": r"\p{Arabic}+"}, "a كتاب b", ("كتاب",)),
    Case("pattern", {"pattern": "v", "exceptions": [r"v\d"]}, "v v1", ("v",)),
    Case(
        "pattern", {"pattern": "حبر", "scope": ["alt", "code"]}, "حبر `حبر` ![حبر](a)", ("حبر",) * 2
    ),
    # existence: what is attached to the word is no part of the finding
    Case("existence", COMPUTER, "وبالحاسوب وللحاسوب حاسوب", ("حاسوب",) * 3),
    Case("existence", COMPUTER, "حَاسُــوبٌ", ("حَاسُــوبٌ",)),
    Case("existence", {"tokens": ["لا شك"]}, "ولا\nشك", ("لا\nشك",)),
    Case("existence", {"tokens": ["or"], "whole-word": False}, "word", ("or",), "en"),
    Case("existence", {"tokens": ["Word"]}, "WORD", ("WORD",), "en"),
    Case("existence", {"tokens": ["إسم"], "fold": True}, "اسم", ("اسم",)),
    Case("existence", {"patterns": [r"\bغد(?:ا|اً)\b"]}, "يأتي غدا", ("غدا",)),
    Case("existence", {"tokens": ["ثان"], "exceptions": ["ثان وثالث"]}, "ثان", ("ثان",)),
    Case("existence", {"reject": {"ar": ["خطير"], "en": ["bad"]}}, "خطير bad", ("خطير", "bad")),
    Case("existence", {**COMPUTER, "scope": ["quote"]}, "> حاسوب\n\nحاسوب", ("حاسوب",)),
    Case("existence", {"tokens": ["רע"]}, "זה רע", ("רע",), "he"),
    Case("existence", {"tokens": ["می‌شود"]}, "کار می‌شود.", ("می‌شود",), "fa"),
    # substitution
    Case("substitution", SWAP, "والكمبيوتر", ("كمبيوتر",)),
    Case("substitution", SWAP, "كُمْبْيُوتَر", ("كُمْبْيُوتَر",)),
    Case("substitution", {"pairs": {"ar": ["جوال>هاتف"]}}, "بالجوال", ("جوال",)),
    Case("substitution", {"swap": {"Web site": "website"}}, "a web site", ("web site",), "en"),
    Case("substitution", {"swap": {"إستقبل": "استقبل"}}, "إستقبل", ("إستقبل",)),
    Case("substitution", {"swap": {"إسم": "عنوان"}, "fold": True}, "اسم", ("اسم",)),
    Case("substitution", {**SWAP, "scope": ["list_item"]}, "- كمبيوتر\n\nكمبيوتر", ("كمبيوتر",)),
    # occurrence
    Case("occurrence", {"patterns": ["!"], "max": 1}, "نعم! لا! لا!", ("!",)),
    Case("occurrence", {"tokens": ["جدا"], "max": 0}, "كبير جدا", ("جدا",)),
    Case("occurrence", {"tokens": ["نعم"], "min": 1}, "# عنوان\n\nنص", ("# عنوان",)),
    Case("occurrence", {"patterns": ["،"], "max": 1, "per": "sentence"}, "أ، ب، ج. د، هـ.", ("،",)),
    Case("occurrence", {"patterns": [r"\w+"], "max": 3, "per": "line"}, "أ ب ج د\nأ", ("د",)),
    Case("occurrence", {"patterns": ["س"], "max": 1, "per": "paragraph"}, "س س\n\nس", ("س",)),
    Case("occurrence", {"patterns": ["س"], "min": 1, "per": "section"}, "س\n\n# أ\n\nب", ("# أ",)),
    Case("occurrence", {"patterns": ["x"], "max": 0, "ignore-case": True}, "X", ("X",), "en"),
    Case("occurrence", {"patterns": ["س"], "max": 0, "scope": ["heading"]}, "# س\n\nس", ("س",)),
    # repetition
    Case("repetition", {}, "قال قال الوزير", ("قال قال",)),
    Case("repetition", {"max": 2}, "لا لا لا", ("لا لا لا",)),
    Case("repetition", {"patterns": [r"\d+"]}, "12 12 أ أ", ("12 12",)),
    Case("repetition", {"across-lines": True}, "قال\nقال", ("قال\nقال",)),
    Case("repetition", {}, "The the", ("The the",), "en"),
    Case("repetition", {"exceptions": ["رويدا"]}, "قال قال رويدا رويدا", ("قال قال",)),
    Case(
        "repetition",
        {"scope": ["caption"]},
        "من من\n\n![](a)\n\n*في في. (تصوير: سعاد)*",
        ("في في",),
    ),
    # consistency: the rarer way, on a tie the later one
    Case("consistency", {"either": {"أمريكا": "أميركا"}}, "أمريكا وأميركا", ("أميركا",)),
    Case("consistency", {"either": {"أمريكا": "أميركا"}}, "أمريكا بأميركا لأميركا", ("أمريكا",)),
    Case(
        "consistency", {"either": {"web site": "website"}}, "Website, web site", ("web site",), "en"
    ),
    Case(
        "consistency",
        {"either": {"جوال": "هاتف"}, "scope": ["heading"]},
        "# جوال\n\nهاتف\n\n# هاتف",
        ("هاتف",),
    ),
    # conditional
    Case("conditional", {"first": r"\bWHO\b", "second": r"\(WHO\)"}, "في WHO", ("WHO",)),
    Case(
        "conditional",
        {"first": r"\b([A-Z]{3})\b", "second": r"\(([A-Z]{3})\)"},
        "منظمة (WHO) و FAO و FAO",
        ("FAO",),
    ),
    Case(
        "conditional",
        {"first": r"\b([A-Z]{3})\b", "second": r"\(([A-Z]{3})\)", "before": True},
        "في WHO ثم (WHO)",
        ("WHO",),
    ),
    Case(
        "conditional",
        {"first": "who", "second": "none", "ignore-case": True, "exceptions": ["FAO"]},
        "WHO",
        ("WHO",),
    ),
    Case(
        "conditional",
        {"first": "صورة", "second": "تصوير", "scope": ["heading"]},
        "# صورة\n\nتصوير",
        ("صورة",),
    ),
    # metric
    Case("metric", {"metric": "words", "min": 5}, "# عنوان\n\nنص قصير", ("# عنوان",)),
    Case("metric", {"metric": "words", "max": 2}, FRONT + "نص أطول قليلا", ("نص أطول قليلا",)),
    Case(
        "metric",
        {"metric": "words", "max": 9, "max-by-language": {"ar": 1}},
        "نص طويل",
        ("نص طويل",),
    ),
    Case("metric", {"metric": "words", "min-by-language": {"ar": 3}}, "نص طويل", ("نص طويل",)),
    Case("metric", {"metric": "sentences", "max": 1, "min-words": 2}, "نعم. لا.", ("نعم. لا.",)),
    Case("metric", {"metric": "words", "min": 1}, "![ص](a.jpg)", ("![ص](a.jpg)",)),
    Case(
        "metric",
        {"metric": "stop-words", "min": 1, "stop-words": {"ar": ["في"]}},
        "شقق للبيع",
        ("شقق للبيع",),
    ),
    # paired
    Case("paired", {"pairs": {"«": "»"}}, "قال «نعم.\n\nلا»", ("«", "»")),
    Case("paired", {"pairs": QUOTE}, "[quote] قال", ("[quote]",)),
    Case("paired", {"pairs": {"$$": "$$"}}, "$$ أ $$ ب $$", ("$$",)),
    Case("paired", {"pairs": QUOTE, "nested": False}, "[quote][quote] أ [/quote]", ("[quote]",)),
    Case("paired", {"pairs": {"(": ")"}, "per": "line"}, "(أ\nب)", ("(", ")")),
    Case("paired", {"pairs": {"(": ")", "[": "]"}}, "([أ)]", ("[", "]")),
    Case("paired", {"pairs": {"«": "»"}, "scope": ["heading"]}, "# «أ\n\n«ب", ("«",)),
    # field
    Case("field", {"field": "section", "required": True}, FRONT + "نص", ("---",)),
    Case("field", {"field": "title", "required": True}, "نص بلا مقدمة", ("نص بلا مقدمة",)),
    Case("field", {"field": "words", "type": "string"}, FRONT, ("120",)),
    Case("field", {"field": "author.name", "pattern": "[a-z]+"}, FRONT, ("سعاد",)),
    Case("field", {"field": "tags[]", "values": ["ثقافة"]}, FRONT, ("كتب",)),
    Case("field", {"field": "words", "min": 200}, FRONT, ("120",)),
    Case("field", {"field": "title", "max": 3}, FRONT, ("سوق الكتب",)),
    Case("field", {"field": "tags", "min": 3}, FRONT, ("[ثقافة, كتب]",)),
    Case("field", {"field": "draft", "forbidden": True}, FRONT, ("false",)),
    Case("field", {"field": "draft", "values": ["true"]}, FRONT, ("false",)),
    Case(
        "field", {"field": "date", "type": "date"}, "---\ndate: 2025-02-30\n---\n", ("2025-02-30",)
    ),
    Case("field", {"field": "l", "type": "language"}, '+++\nl = "arabic"\n+++\n', ('"arabic"',)),
    # url
    Case("url", {"allow-hosts": ["b.example"], "kinds": ["link"]}, LINKS, ("https://a.example/x",)),
    Case(
        "url", {"deny-hosts": ["example"], "kinds": ["image"]}, LINKS, ("https://c.example/z.jpg",)
    ),
    Case("url", {"deny-hosts": ["d.example"]}, LINKS, ("https://d.example/w",)),
    Case(
        "url", {"deny-hosts": ["b.example"], "kinds": ["autolink"]}, LINKS, ("https://b.example/y",)
    ),
    Case(
        "url",
        {"schemes": ["https"]},
        "[أ](mailto:a@b.example) http://c.example",
        ("mailto:a@b.example", "http://c.example"),
    ),
    Case("url", {"schemes": ["https:"]}, "[أ](javascript:void)", ("javascript:void",)),
    Case(
        "url",
        {"deny-parameters": ["utm_*", "ref"]},
        "https://a.example/?id=1&utm_source=x&amp;ref=2#ref=3",
        ("utm_source=x", "ref=2"),
    ),
    Case(
        "url",
        {"require-parameters": ["ref"], "only-hosts": ["shop.example"]},
        "https://www.shop.example/a?x=1 و https://a.example/a",
        ("https://www.shop.example/a?x=1",),
    ),
    Case(
        "url",
        {"deny-pattern": "/amp/?$"},
        "[أ](/news/12/amp) و https://a.example/amp/",
        ("/amp", "/amp/"),
    ),
    Case(
        "url",
        {"deny-hosts": ["a.example"], "scope": ["source_line"]},
        "https://a.example/1\n\nالمصدر: https://a.example/2",
        ("https://a.example/2",),
    ),
    Case(
        "url",
        {"deny-hosts": ["bit.ly"], "pages-only": True},
        "bit.ly https://bit.ly/a",
        ("https://bit.ly/a",),
    ),
    Case(
        "url",
        {"deny-hosts": ["مثال.إختبار"]},
        "[أ](https://www.مثال.إختبار/أ)",
        ("https://www.مثال.إختبار/أ",),
    ),
]

NOTHING = [
    Case("pattern", {"pattern": "خبر"}, "`خبر` https://a.example/خبر\n\n```\nخبر\n```"),
    Case("pattern", {"pattern": "x*"}, "نص بلا حروف لاتينية"),
    Case("pattern", {"pattern": "سوق", "scope": ["field:name"]}, FRONT + "سوق"),
    Case("pattern", {"pattern": "(أ)|ب", "group": 1}, "ب"),
    Case("existence", COMPUTER, "حاسوبه وحاسوبات"),
    Case("existence", COMPUTER, "https://a.example/حاسوب و`حاسوب`"),
    Case("existence", {"tokens": ["رق"]}, "فرق وورق"),
    Case("existence", {"tokens": ["Word"], "ignore-case": False}, "word WORD", (), "en"),
    Case("existence", {"tokens": ["ثان"], "exceptions": ["ثان وثالث"]}, "ثان وثالث"),
    Case("existence", {"tokens": ["ثان"], "exceptions": ["/ثان[^.]*/"]}, "ثان إلى آخره"),
    Case("existence", {"tokens": ["قمر"], "accept": {"ar": ["قمر الدين"]}}, "قمر الدين"),
    Case("existence", {"tokens": ["إسم"]}, "اسم"),
    Case("existence", {"tokens": ["تهران"]}, "بتهران", (), "fa"),
    Case("existence", {}, "نص"),
    Case("substitution", SWAP, "حاسوب وكمبيوترات"),
    Case("substitution", {**SWAP, "exceptions": ["كمبيوتر محمول"]}, "كمبيوتر محمول"),
    Case("substitution", {**SWAP, "accept": {"ar": ["كمبيوتر"]}}, "كمبيوتر"),
    Case("substitution", {"swap": {"Korea": "South Korea"}}, "South Korea", (), "en"),
    Case("substitution", {"swap": {"it": "IT"}, "ignore-case": False}, "It is IT.", (), "en"),
    Case("occurrence", {"patterns": ["!"], "max": 2}, "نعم! لا!"),
    Case("occurrence", {"tokens": ["المصدر"], "min": 1}, "والمصدر"),
    Case("occurrence", {"patterns": ["س"], "min": 1, "per": "paragraph"}, "```\nشفرة\n```\n\nس"),
    Case("repetition", {}, "قال، قال"),
    Case("repetition", {}, "قال\nقال"),
    Case("repetition", {"ignore-case": False}, "The the", (), "en"),
    Case("repetition", {}, "شيئا فشيئا"),
    Case("repetition", {"scope": ["heading"]}, "من من"),
    Case("consistency", {"either": {"أمريكا": "أميركا"}}, "أمريكا وأمريكا"),
    Case("consistency", {"either": {"it": "IT"}, "ignore-case": False}, "It and IT", (), "en"),
    Case("conditional", {"first": r"\bWHO\b", "second": r"\(WHO\)"}, "المنظمة (WHO) و WHO"),
    Case("conditional", {"first": "WHO", "second": r"\(WHO\)", "before": True}, "(WHO) WHO"),
    Case("conditional", {"first": "WHO|FAO", "second": "x", "exceptions": ["WHO"]}, "WHO"),
    Case("metric", {"metric": "words", "min": 2, "max": 2}, "نص قصير"),
    Case("metric", {"metric": "words", "min": 50, "min-words": 3}, "نص قصير"),
    Case("metric", {"metric": "words", "max-by-language": {"en": 1}}, "نص أطول قليلا"),
    Case("metric", {"metric": "words", "min": 50}, ""),
    Case("metric", {"metric": "stop-words", "min": 1, "stop-words": {"en": ["the"]}}, "شقق"),
    Case("metric", {"metric": "stop-words", "min": 2, "stop-words": {"ar": ["في", "من"]}}, "في من"),
    Case("paired", {"pairs": {"«": "»"}}, "قال «نعم» و«لا»"),
    Case("paired", {"pairs": QUOTE}, "[quote] أ [quote] ب [/quote] ج [/quote]"),
    Case("paired", {"pairs": {"$$": "$$"}}, "$$ أ $$"),
    Case("paired", {"pairs": {"(": ")"}, "per": "document"}, "(أ\n\nب)"),
    Case("paired", {"pairs": {"[": "]", "[[": "]]"}}, "[[أ]] و[ب]"),
    Case("paired", {"pairs": {"(": ")"}}, "`(` https://a.example/("),
    Case("field", {"field": "section", "values": ["news"]}, FRONT),
    Case("field", {"field": "title", "pattern": ".*الكتب", "min": 3, "max": 40}, FRONT),
    Case("field", {"field": "words", "type": "number"}, FRONT),
    Case("field", {"field": "tags", "type": "list", "required": True}, FRONT),
    Case("field", {"field": "draft", "type": "boolean", "values": ["false"]}, FRONT),
    Case("field", {"field": "title", "type": "string"}, "نص", (), "ar", ".txt"),
    Case("field", {"field": "date", "type": "date"}, "---\ndate: 2025-02-28T10:00:00Z\n---\n"),
    Case("field", {"field": "title", "required": True}, "---\ntitle: [\n---\nنص"),
    Case("url", {}, LINKS),
    Case("url", {"allow-hosts": ["*.example"]}, LINKS),
    Case(
        "url", {"deny-hosts": ["example.com"]}, "https://badexample.com/a https://example.com.ru/a"
    ),
    Case("url", {"allow-hosts": ["a.example"]}, "[أ](/about) [ب](#top) [ج](mailto:x@b.example)"),
    Case("url", {"schemes": ["https"]}, "[أ](/about) [ب](#top) www.a.example https://b.example"),
    Case("url", {"require-parameters": ["ref"]}, "https://a.example/?x=1&ref=2 [أ](/about)"),
    Case("url", {"deny-parameters": ["ref"]}, "https://a.example/ref?href=1&page=ref"),
    Case("url", {"deny-pattern": "amp"}, "`amp` amp [amp](/news)"),
    Case("url", {"deny-hosts": ["a.example"]}, "[https://a.example](https://b.example/a)"),
]

WRONG: list[tuple[str, Mapping[str, Any], str]] = [
    ("pattern", {}, "option 'pattern' is missing"),
    ("pattern", {"pattern": ""}, "option 'pattern': the pattern is empty"),
    ("pattern", {"pattern": "("}, "option 'pattern': '(': missing ), unterminated subpattern"),
    ("pattern", {"pattern": r"\p{Foo}"}, r"option 'pattern': '\\p{Foo}': unknown property"),
    ("pattern", {"pattern": "a", "group": 1}, "option 'group': the pattern has 0 groups, not 1"),
    ("pattern", {"pattern": "a", "replace": r"\1"}, "option 'replace': '\\\\1': invalid group"),
    ("pattern", {"pattern": "a", "exceptions": ["["]}, "option 'exceptions': '[': "),
    ("pattern", {"pattern": "a", "scope": ["title"]}, "option 'scope': unknown scope 'title'; "),
    ("pattern", {"patern": "a"}, "unknown option 'patern'; did you mean 'pattern'?"),
    ("existence", {"tokens": 1}, "option 'tokens': expected a list of strings, not 1"),
    ("existence", {"patterns": ["("]}, "option 'patterns': '(': missing )"),
    ("existence", {"exceptions": ["/(/"]}, "option 'exceptions': '(': missing )"),
    ("existence", {"reject": ["a"]}, "option 'reject': expected lists of strings by language"),
    ("existence", {"scope": []}, "option 'scope': expected at least one scope"),
    ("substitution", {"swap": {"a": 1}}, "option 'swap': expected a table of strings, not "),
    ("occurrence", {}, "options 'tokens' and 'patterns' are both missing: nothing to count"),
    ("occurrence", {"tokens": ["a"]}, "options 'min' and 'max' are both missing: any number"),
    ("occurrence", {"tokens": ["a"], "max": 1.5}, "option 'max': expected a whole number, not 1.5"),
    ("occurrence", {"tokens": ["a"], "max": 1, "per": "page"}, "option 'per': unknown unit 'page'"),
    ("repetition", {"patterns": ["["]}, "option 'patterns': '[': "),
    ("consistency", {}, "option 'either' is missing"),
    ("consistency", {"either": {}}, "option 'either' is empty"),
    ("consistency", {"either": {"a": "a"}}, "option 'either': 'a' and 'a' are the same"),
    ("conditional", {"first": "a"}, "option 'second' is missing"),
    ("conditional", {"first": "(", "second": "a"}, "option 'first': '(': missing )"),
    ("metric", {"metric": "word", "min": 1}, "option 'metric': unknown measure 'word'; did you"),
    ("metric", {"metric": "words"}, "options 'min' and 'max' are both missing: any value would"),
    (
        "metric",
        {"metric": "words", "min": 2, "max": 1},
        "options 'min' and 'max': 2 is more than 1",
    ),
    (
        "metric",
        {"metric": "words", "min": 2, "max-by-language": {"fa": 1}},
        "options 'min' and 'max' for 'fa': 2 is more than 1",
    ),
    (
        "metric",
        {"metric": "words", "max-by-language": {"ar": "few"}},
        "option 'max-by-language': expected a table of numbers, not {'ar': 'few'}",
    ),
    (
        "metric",
        {"metric": "words", "min-by-language": {"Arabic": 1}},
        "option 'min-by-language': expected a language subtag like 'ar', not 'Arabic'",
    ),
    ("metric", {"metric": "stop-words", "min": 1}, "option 'stop-words' is missing: the words "),
    (
        "metric",
        {"metric": "words", "min": 1, "stop-words": {"ar": ["في"]}},
        "option 'stop-words' is for",
    ),
    ("paired", {"pairs": {}}, "option 'pairs' is empty"),
    ("paired", {"pairs": {"(": ""}}, "option 'pairs': a delimiter is empty"),
    ("paired", {"pairs": {"(": ")", "[": ")"}}, "option 'pairs': ')' is ambiguous"),
    ("paired", {"pairs": {"(": ")"}, "per": "word"}, "option 'per': unknown unit 'word'"),
    ("field", {"field": "title"}, "no condition for the field 'title'"),
    ("field", {"field": "title", "type": "text"}, "option 'type': unknown type 'text'"),
    ("field", {"field": "title", "pattern": "("}, "option 'pattern': '(': missing )"),
    ("url", {"kinds": ["href"]}, "option 'kinds': unknown kind of link 'href'; there are: "),
    ("url", {"deny-pattern": "("}, "option 'deny-pattern': '(': missing )"),
    ("url", {"scope": ["footer"]}, "option 'scope': unknown scope 'footer'"),
    ("across", {"of": "tag"}, "option 'of': unknown thing to compare 'tag'; "),
    ("across", {"of": "field"}, "option 'field' is missing: the key of the front matter"),
    ("across", {"ignore": ["("]}, "option 'ignore': '(': missing )"),
    ("duplicate-paragraph", {"ignore": ["("]}, "invalid pattern in the options: missing ), "),
    ("leftover-token", {"tokens": {"[": "("}}, "invalid pattern in the options: missing ), "),
    ("leftover-token", {"lines": {"todo": "("}}, "invalid pattern in the options: missing ), "),
    (
        "chrome-line",
        {"lines": {"a": "a{2,1}"}},
        "invalid pattern in the options: min repeat greater",
    ),
    ("counterpart", {"pattern": "a", "of": "all"}, "option 'of': unknown comparison 'all'"),
    ("counterpart", {"pattern": "a", "scope": "line"}, "option 'scope': unknown scope 'line'"),
    ("counterpart", {"pattern": "a", "fold": ["x"]}, "option 'fold': unknown folding 'x'"),
    ("counterpart", {"pattern": "a", "group": 1}, "option 'group': the pattern has 0 groups"),
    ("term", {"term": " ", "avoid": {"ar": ["x"]}}, "option 'term': expected a word"),
    ("number-differs", {"words": {"en": ["x=y"]}}, "option 'words': 'x=y': expected a number"),
    ("number-differs", {"words": {"en": ["30="]}}, "option 'words': '30=': expected a number"),
    ("term", {"term": "x"}, "options 'renderings' and 'avoid' are both missing"),
    ("blank-lines", {"fault": "run", "text": 2**31}, "option 'text': 2147483648 is too large"),
    ("blank-lines", {"fault": "run", "text": -(2**31)}, "option 'text': -2147483648 is too small"),
    (
        "mixed-digit-systems",
        {"digits": "roman"},
        "option 'digits': unknown system 'roman'; there are: ",
    ),
    (
        "foreign-mark",
        {"marks": {"ab": "c"}},
        "option 'marks': expected a single character, not 'ab'",
    ),
    ("foreign-mark", {"marks": {"": "c"}}, "option 'marks': expected a single character, not ''"),
    ("source-line", {"fault": "full"}, "option 'fault': unknown value 'full'; there are: empty, "),
    (
        "starts-mid-text",
        {"words": {"ar": ["قال", " "]}},
        "option 'words': an entry for 'ar' is blank",
    ),
    (
        "inconsistent-date-format",
        {"months": {"ar": [""]}},
        "option 'months': an entry for 'ar' is blank",
    ),
]


def name(case: Case) -> str:
    return f"{case.kind} {' '.join(case.options)}"


@pytest.mark.parametrize("case", HAPPENS, ids=name)
def test_something_is_found_where_it_stands(case: Case) -> None:
    assert places(case) == list(case.found)


@pytest.mark.parametrize("case", NOTHING, ids=name)
def test_nothing_is_found(case: Case) -> None:
    assert places(case) == []


@pytest.mark.parametrize(("kind", "options", "message"), WRONG)
def test_wrong_option_is_refused_with_its_name(
    kind: str, options: Mapping[str, Any], message: str
) -> None:
    rule = Rule("HSE001", "house", kind, "warning", "{found}")
    with pytest.raises(ConfigError) as caught:
        ruleset.bind(rule, options=options)
    assert str(caught.value).startswith(f"HSE001: {message}")


def test_line_that_stands_once_is_not_repeated() -> None:
    text = "عنوان\n\nكلمة\n\nنص المقال الأول هنا.\n"
    assert places(Case("repeated-short-line", {"min-times": 1}, text)) == []


def test_phrase_of_which_nothing_is_left_begins_no_text() -> None:
    """Signs that are not compared are all that it has."""
    words = {"ar": ["ـ", "كما"]}
    text = "كما أعلنت الوزارة في بيانها أن العمل يبدأ غداً في المدينة كلها.\n"
    assert places(Case("starts-mid-text", {"words": words}, text)) == ["كما"]


def test_every_option_of_every_kind_stands_in_a_table() -> None:
    used: set[tuple[str, str]] = {
        (row.kind, key) for row in [*HAPPENS, *NOTHING] for key in row.options
    }
    used |= {("across", key) for options, _, _, _ in ACROSS for key in options}
    used |= {(kind, key) for kind, options, _, _ in FIXES for key in options}
    used |= {(row.kind, key) for row in TRANSLATED for key in row.options}
    for kind in KINDS:
        for field in kind_module(kind).Options._fields:
            assert (kind, field.replace("_", "-")) in used, f"{kind}: {field}"


class Translated(NamedTuple):
    kind: str
    options: Mapping[str, Any]
    source: str
    text: str
    """The translation, in Arabic."""
    found: tuple[str, ...] = ()
    """What the findings call what is found, in order."""


MACRO: Mapping[str, Any] = {"pattern": r"\{\{\w+\}\}"}
RENDERED: Mapping[str, Any] = {"term": "password", "renderings": {"ar": ["كلمة مرور"]}}
TWO = "See {{A}} and {{A}}.\n\nMore {{B}}.\n"

TRANSLATED = [
    Translated("counterpart", MACRO, TWO, "انظر {{A}} و{{A}}.\n\nوأيضًا {{B}}.\n"),
    Translated("counterpart", MACRO, TWO, "انظر {{A}}.\n\nوأيضًا {{B}}.\n", ("{{A}}",)),
    Translated("counterpart", {**MACRO, "of": "set"}, TWO, "انظر {{A}}.\n\nوأيضًا {{B}}.\n"),
    Translated("counterpart", {**MACRO, "of": "set"}, TWO, "انظر {{A}}.\n\nوأيضًا.\n", ("{{B}}",)),
    Translated("counterpart", {**MACRO, "of": "count"}, TWO, "انظر {{A}} و{{C}}.\n\nو{{C}}.\n"),
    Translated("counterpart", {**MACRO, "of": "count"}, TWO, "انظر {{A}} {{B}}.\n", ("{{B}}",)),
    Translated(
        "counterpart", {**MACRO, "of": "sequence"}, TWO, "و{{B}} {{A}} {{A}}.\n", ("{{B}}",)
    ),
    Translated("counterpart", {**MACRO, "max-missing": 1}, TWO, "انظر {{A}} و{{A}}.\n"),
    Translated(
        "counterpart",
        {**MACRO, "scope": "block"},
        TWO,
        "انظر {{A}} و{{B}}.\n\nوأيضًا {{A}}.\n",
        ("{{A}}", "{{B}}"),
    ),
    Translated(
        "counterpart", {"pattern": r"(\w+)\(\)", "group": 1}, "Go f() g().", "f() h()", ("g",)
    ),
    Translated("counterpart", {"pattern": "A+ ?B", "fold": ["space"]}, "AA  B A B", "A B"),
    Translated("counterpart", {"pattern": "[Aa]", "fold": ["case"]}, "A", "a"),
    Translated("counterpart", {"pattern": r"x\S*", "fold": ["signs"]}, "x?y", "x؟y"),
    Translated("counterpart", {"pattern": r"\d+", "fold": ["all"]}, "12", "١٢"),
    Translated("term", RENDERED, "Enter the password.", "أدخل كلمة المرور."),
    Translated("term", RENDERED, "Enter `password`.", "أدخلها."),
    Translated("term", RENDERED, "Enter the password.", "أدخل الرمز.", ("password",)),
    Translated(
        "term",
        {"term": "password", "avoid": {"ar": ["رمز"]}},
        "Enter the password.",
        "أدخل الرمز.",
        ("الرمز",),
    ),
]


@pytest.mark.parametrize("row", TRANSLATED, ids=lambda row: f"{row.kind} {row.text}")
def test_translation_is_compared_with_its_source(row: Translated) -> None:
    source = formats.read("source-a.md", row.source.encode(), language="en")
    doc = formats.read("a.md", row.text.encode(), language="ar")
    rule = bound(row.kind, row.options)
    assert linter.run(doc, [rule])[0] == []
    doc.counterpart = Counterpart(source, "en", "ar")
    found, broken, _ = linter.run(doc, [rule])
    assert not broken
    assert tuple(finding.values["found"] for _, finding in found) == row.found
    for _, finding in found:
        assert set(finding.values) == set(kind_module(row.kind).PLACEHOLDERS)
        assert all(related.in_source for related in finding.related) and finding.related


FIXES: list[tuple[str, Mapping[str, Any], str, str]] = [
    ("pattern", {"pattern": r"(\d+)%", "replace": r"\1٪"}, "نحو 5% و6%", "نحو 5٪ و6٪"),
    ("pattern", {"pattern": " +(،)", "group": 0, "replace": r"\1"}, "نعم ، لا", "نعم، لا"),
    ("substitution", SWAP, "وبالكمبيوتر وللكمبيوتر", "وبالحاسوب وللحاسوب"),
    ("substitution", {"swap": {"كمبيوتر": "آلة"}}, "للكمبيوتر", "للآلة"),
    ("substitution", {"swap": {"web site": "website"}}, "Web site, WEB SITE", "Website, WEBSITE"),
    ("substitution", {"swap": {"كمبيوتر": ""}}, "كمبيوتر", "كمبيوتر"),
    ("repetition", {}, "قال قال الوزير", "قال الوزير"),
    ("repetition", {"max": 2}, "لا لا لا لا", "لا لا"),
    ("consistency", {"either": {"جوال": "هاتف"}}, "هاتف وهاتف بالجوال", "هاتف وهاتف بالهاتف"),
    ("pattern", {"pattern": "x", "replace": "", "safe": True}, "ax", "a"),
    ("substitution", {**SWAP, "safe": True}, "كمبيوتر", "حاسوب"),
]


@pytest.mark.parametrize(("kind", "options", "text", "wanted"), FIXES)
def test_fix_writes_what_the_rule_says(
    kind: str, options: Mapping[str, Any], text: str, wanted: str
) -> None:
    assert fixed(kind, options, text) == wanted


@pytest.mark.parametrize(
    ("kind", "options"), [("pattern", {"pattern": "x", "replace": "y"}), ("substitution", SWAP)]
)
@pytest.mark.parametrize("safe", [True, False])
def test_fix_is_safe_only_where_the_rule_says_so(
    kind: str, options: Mapping[str, Any], safe: bool
) -> None:
    doc = document(Case(kind, {}, "x كمبيوتر"))
    ((_, finding),) = linter.run(doc, [bound(kind, {**options, "safe": safe})])[0]
    assert finding.fix is not None and finding.fix.safe is safe


@pytest.mark.parametrize(
    ("kind", "options", "text", "expected"),
    [
        (
            "pattern",
            {"pattern": r"(?P<d>\d+)\.(?P<m>\d+)?"},
            "يوم 25.",
            {"found": "25.", "d": "25", "m": ""},
        ),
        ("existence", COMPUTER, "بالحاسوب", {"found": "حاسوب"}),
        ("substitution", SWAP, "للكمبيوتر", {"found": "كمبيوتر", "right": "حاسوب"}),
        (
            "occurrence",
            {"patterns": ["!"], "max": 1},
            "!!",
            {"found": "!", "count": 2, "min": 0, "max": 1},
        ),
        ("repetition", {}, "لا لا", {"found": "لا", "count": 2}),
        (
            "consistency",
            {"either": {"جوال": "هاتف"}},
            "جوال هاتف هاتف",
            {"found": "جوال", "other": "هاتف", "count": 1, "others": 2},
        ),
        ("conditional", {"first": "WHO", "second": "x"}, "WHO", {"found": "WHO"}),
        (
            "metric",
            {"metric": "links-per-100-words", "max": 33},
            "[أ](a) ب ج",
            {"metric": "links-per-100-words", "value": "33.33", "min": "any", "max": "33"},
        ),
        ("paired", {"pairs": {"«": "»"}}, "«نعم", {"found": "«", "missing": "»"}),
        (
            "field",
            {"field": "title", "required": True},
            "نص",
            {"field": "title", "found": "", "what": "is missing"},
        ),
        (
            "url",
            {"deny-hosts": ["a.example"]},
            "https://a.example/x",
            {
                "found": "a.example",
                "what": "is a forbidden host",
                "url": "https://a.example/x",
            },
        ),
    ],
)
def test_finding_fills_its_message(
    kind: str, options: Mapping[str, Any], text: str, expected: Mapping[str, Any]
) -> None:
    assert values(kind, options, text) == [expected]


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"field": "title", "required": True, "max": 3}, "has 9 characters, more than 3"),
        ({"field": "words", "max": 100}, "is above 100"),
        ({"field": "tags", "min": 3}, "has 2 items, fewer than 3"),
        (
            {"field": "title", "values": ["سوق الكتاب"]},
            "is 'سوق الكتب'; did you mean 'سوق الكتاب'?",
        ),
        ({"field": "words", "type": "boolean"}, "is an integer, not a boolean"),
        ({"field": "title", "type": "date"}, ""),
    ],
)
def test_field_says_what_is_wrong(options: Mapping[str, Any], what: str) -> None:
    (found,) = values("field", options, FRONT)
    assert found["what"].startswith(what)


def test_what_is_wrong_with_a_field_is_said_in_english_whatever_the_language() -> None:
    translation.use("ar")
    (found,) = values("field", {"field": "title", "values": ["a", "b"]}, FRONT)
    assert found["what"] == "is 'سوق الكتب'; there are: a, b"


def test_a_value_has_the_digits_that_tell_it_from_its_limit() -> None:
    text = "كلمة. " * 299 + "كلمة"
    assert values("metric", {"metric": "words", "max": 299}, text)[0]["value"] == "300"
    options = {"metric": "letter-word-share", "max": 0.5}
    assert values("metric", options, "كلمة 7 " * 300 + "كلمة")[0]["value"] == "0.501"


@pytest.mark.parametrize("measure", list(MEASURES))
def test_every_measure_is_in_the_template_or_the_series_it_names(measure: str) -> None:
    series = measure.replace("-3-", "-2-").replace("-4-", "-2-")
    series = series if "duplicate-" not in series else "duplicate-5-gram-share"
    assert series in new_rule.template("metric") or measure in new_rule.template("metric")


SLUGS = ("---\nslug: a\n---\n\nنص.", "---\nslug: a\n---\n\nآخر.", "---\nslug: b\n---\n\nثالث.")
PARAGRAPHS = ("# أ\n\nنص مشترك طويل.\n", "# ب\n\nنصّ مشترك طويل.\n", "# ج\n\nنص وحيد.\n")
SOURCES = (
    "نص.\n\nالمصدر: https://www.a.example/n?id=1#top\n",
    "آخر.\n\nالمصدر: http://a.example/n?id=1\n",
    "ثالث. https://a.example/n?id=1\n",
)
PICTURES = ("![](a.jpg)\n", "![ص](a.jpg?w=2)\n", "![](b.jpg)\n")

ACROSS: list[tuple[Mapping[str, Any], tuple[str, ...], str, bool]] = [
    ({"of": "field", "field": "slug"}, SLUGS, "a", True),
    ({"of": "field", "field": "id"}, SLUGS, "", False),
    ({"of": "paragraph"}, PARAGRAPHS, "نصّ مشترك طويل.", True),
    ({"of": "paragraph", "min-chars": 40}, PARAGRAPHS, "", False),
    ({"of": "paragraph", "min-files": 3}, PARAGRAPHS, "", False),
    ({"of": "paragraph", "min-share": 0.6}, PARAGRAPHS, "نصّ مشترك طويل.", True),
    ({"of": "paragraph", "min-share": 0.7}, PARAGRAPHS, "", False),
    ({"of": "paragraph", "ignore": ["^نصّ? مشترك"]}, PARAGRAPHS, "", False),
    ({"of": "title"}, ("# سوق\n\n## أ\n", "# سوق\n\nب\n", "## سوق\n"), "سوق", True),
    ({"of": "title"}, ("# سوق\n", "## سوق\n"), "", False),
    ({"of": "heading"}, ("# سوق\n", "## سوق\n"), "سوق", True),
    ({"of": "image"}, PICTURES, "![ص](a.jpg?w=2)", True),
    ({"of": "image"}, PICTURES[1:], "", False),
    ({"of": "source-url", "labels": {"ar": ["المصدر"]}}, SOURCES, "http://a.example/n?id=1", True),
    ({"of": "source-url", "labels": {"ar": ["المصدر"]}}, SOURCES[1:], "", False),
    ({"of": "paragraph"}, PARAGRAPHS[:1], "", False),
]


@pytest.mark.parametrize(("options", "texts", "place", "found"), ACROSS)
def test_files_are_compared(
    options: Mapping[str, Any], texts: tuple[str, ...], place: str, found: bool
) -> None:
    rule = bound("across", options)
    docs = [formats.read(f"{n}.md", text.encode()) for n, text in enumerate(texts)]
    results = cross_file.compare(
        [linter.lint(doc, [rule], (), frozenset()) for doc in docs], lambda _: [rule], "info"
    )
    said = [(r.path, d) for r in results for d in r.diagnostics]
    if not found:
        assert said == []
        return
    ((path, diagnostic),) = said
    assert path == "1.md"
    doc = docs[1]
    start = doc.line_start(diagnostic.position.line - 1) + diagnostic.position.column - 1
    assert doc.text.startswith(place, start)


SLOW = [
    (r"(a+)+b", "exponential"),
    (r"(?:\w+\s?)+:", "exponential"),
    (r"(a|a)*b", "exponential"),
    (r"(?:\w\w|\d\d)*x", "exponential"),
    (r"(?:[^\n]*\n*)*x", "exponential"),
    (r"\s*\s*x", "quadratic"),
    (r"\d+[\d.]*x", "quadratic"),
    (r".*.*=.*", "quadratic"),
]
SAFE = [
    r"\bWHO\b",
    r"(?<![\d.])([0-3]?\d)\.([01]?\d)(?=\s)",
    r"(?:\d{3},)+\d{3}",
    r"\w+\s+\w+",
    r"(?:كلمة|عبارة)+",
    r"(a+b)+",
    r"(?:ا|اب)*ج",
    r"[A-Z]{2,5}(?:-[A-Z]+)*",
    r"(?:x{1,3}){1,4}",
    r"(",
    r"\p{Arabic}+",
]


@pytest.mark.parametrize(("pattern", "kind"), SLOW)
def test_slow_pattern_is_named(pattern: str, kind: str) -> None:
    assert kind in hazard(pattern)


@pytest.mark.parametrize("pattern", SAFE)
def test_safe_pattern_is_not_named(pattern: str) -> None:
    assert hazard(pattern) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_of_templates_are_safe(kind: str) -> None:
    from contentlint.engine import budget

    path = Path(ruleset.folder(), "templates", f"{kind}.toml")
    (rule,) = ruleset.read_family(str(path), ruleset.word_lists()).rules
    assert list(budget.slow_patterns(rule)) == []


@pytest.mark.parametrize("kind", sorted({rule.kind for rule in ruleset.builtin().rules}))
def test_option_that_is_one_of_a_few_takes_no_other(kind: str) -> None:
    """What its text gives as ``a`` or ``b`` is a choice, wherever it is checked."""
    rules = [rule for rule in ruleset.builtin().rules if rule.kind == kind]
    about = kinds.described(kind)
    for name, wanted in kinds.option_types(kind).items():
        if wanted != "str" and not kinds.choices(wanted):
            continue
        if not re.search(r"`[^`]+`(?: \([^)]*\))?,? or `", about.get(name, "")):
            continue
        for rule in rules:
            with pytest.raises(ConfigError, match=f"{name}'?: unknown"):
                ruleset.bind(rule, options={name: "nothing of it"})
