"""Rules of spelling: one finding a form, and where a listed form is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentlint.article import spelling as words
from contentlint.config.schema import parse
from contentlint.engine import linter, ruleset
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.errors import ConfigError
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats, spelling

CODES = ("ORT006", "ORT007", "ORT008", "ORT010", "ORT011", "ORT012", "ORT013")
SENTENCE = "قال الوزير ان الحكومه تسعى الى إستخدام الطاقة، ولايزال المشروع قائما فى القاهره.\n"


def report(text: str, config: str = "", name: str = "a.txt", origin: str = "") -> list[Diagnostic]:
    settings = f"lang = 'ar'\nselect = {list(CODES)}\n{config}".replace("'", '"')
    session = Session(Request(Selection(settings=settings)))
    doc = session.read(formats.record(name, text.encode()))
    if origin:
        doc.origin = origin
    result = linter.lint(
        doc,
        session.resolver.settings(name).rules,
        session.resolver.chains,
        ruleset.names(ruleset.builtin().rules),
    )
    assert not result.incomplete
    return list(result.diagnostics)


def found(text: str, config: str = "") -> list[str]:
    """The forms that are reported, without the code that reports them."""
    return [text[d.start : d.end] for d in report(text, config)]


def test_each_form_is_reported_once_by_its_own_rule() -> None:
    assert [(d.code, d.fix is not None) for d in report(SENTENCE)] == [
        ("ORT010", False),  # أن or إن
        ("ORT008", True),
        ("ORT010", True),
        ("ORT011", True),
        ("ORT013", True),
        ("ORT008", True),
    ]
    assert report(SENTENCE)[0].message == "hamza missing in ان; write أن or إن"


def test_weak_forms_are_reported_only_beside_others() -> None:
    weak = "قال انه كتب كتابه على مكتبه.\n"
    assert found(weak) == []
    assert found(f"{SENTENCE}\n{weak}")[-1] == "انه"
    # The yeh of Egypt shows nothing about other forms.
    assert found("قال فى بيته انه كتب كتابه.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "وكفى بالله شهيدا.\n",
        "شئون المجلس ورءوس الأموال والمسئول.\n",
        "تيم ملى براى او اين است كه ارائه شد\n",
        "باريس واحدا كاملا كاميرا ولايات باراك بان كي مون، لويس فان خال، واي فاي، الدكتور فيليب "
        "حتي، باسم الآب والابن، يا إلهة الشعر، ياخي ايه ده\n",
        "﴿وما محمد الا رسول﴾ صدق الله العظيم.\n",
        "﴿وما محمد\nالا رسول﴾ صدق الله العظيم.\n",
        "وَذَهَبَ الوَلَدُ الى المَدْرَسَةِ مَعَ أَخيهِ وَعادَ.\n",
        "# أخطاء شائعة\n\nيكتب كثيرون الى والمدرسه بلا همزة ولا نقط.\n",
        "---\ntitle: قل ولا تقل\n---\n\nيكتب كثيرون الى والمدرسه.\n",
        "مش عايز اروح الى المدرسه دي.\n",
        "اكتب `الى` ثم زر https://example.org/الى وراسل الى@example.org.\n",
    ],
)
def test_what_is_right_or_not_prose_is_left_alone(text: str) -> None:
    assert [d.message for d in report(text, name="a.md")] == []


def test_verse_may_rhyme() -> None:
    verse = "\n".join(
        f"{line} {word}"
        for word in ("الماثله", "النازله", "القافله", "المدرسه")
        for line in ("وقف الفتى يبكي على الايام", "ومشى وحيدا خلف تلك")
    )
    assert found(verse + "\n") == []
    # At the end of one short line nothing can be told; within a line it can.
    assert found("قال إن الوفد في المدرسه\n") == []
    assert found("قال إن المدرسه في القرية\n") == ["المدرسه"]


def test_arabic_in_another_paragraph_counts() -> None:
    assert found(
        "تيم ملى براى او اين است كه ارائه شد\n\nسلام على رابطة العالم الاسلامي هنا.\n"
    ) == ["الاسلامي"]


def test_region_decides_about_final_yeh() -> None:
    text = "قال فى بيته إنه فى عمله.\n" * 10 + "\nوقال في المجلس وفي السوق إنه بخير.\n"
    assert found(text) == []
    assert found(text, 'rules.ORT006.options.region = "gulf"') == ["فى"]
    much = "قال في بيته إنه في عمله.\n" * 10 + "\nوقال فى المجلس.\n"
    assert found(much) == ["فى"]
    assert found(much, 'rules.ORT006.options.region = "egypt"') == []


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("عاد الــى بيته ثم اِلى عمله أيضا.\n", ["hamza missing in الــى; write إلى (2 times)"]),
        ("قرأ أمس ايضاً كتابا.\n", ["hamza missing in ايضاً; write أيضاً"]),
        ("أزعجه بُطئ السير إلى بيته.\n", []),
        ("أزعجه بطئ السير إلى بيته.\n", ["wrong hamza in بطئ; write بطيء or بطء"]),
        ("قال اُلى الإناء ماء.\n", []),
    ],
)
def test_vowel_signs_are_kept_and_heeded(text: str, messages: list[str]) -> None:
    assert [d.message for d in report(text)] == messages


def test_several_repairs_have_no_fix() -> None:
    text = "قال إنه نظر في الاجرام وسعى للاعداد الجيد.\n"
    assert [(d.fix, d.message.count(" or ")) for d in report(text)] == [(None, 1), (None, 1)]


def test_own_words_are_right_also_behind_a_conjunction() -> None:
    text = "نظر إلى الاجرام والاجرام في الاسلام.\n"
    assert found(text, '[spelling]\nwords = ["الاجرام"]') == ["الاسلام"]


def test_own_pairs_are_reported() -> None:
    (one,) = report("زار إسماعيل غوغول وغوغولا.\n", '[spelling]\nwrong = ["غوغول>غوغل"]')
    assert (one.code, one.message) == ("ORT007", "غوغول should be غوغل")


def test_own_words_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = "3\nالاجرام/AB\n\n# names\nالى  # ours\nغوغول>غوغل\n"
    Path("names.txt").write_text(lines, encoding="utf-8")
    text = "عاد إسماعيل الى غوغول ثم نظر في الاجرام.\n"
    assert found(text, '[spelling]\nwords-file = "names.txt"') == ["غوغول"]


def test_count_and_related_places_of_a_form() -> None:
    (one,) = report("عاد إلى بيته ثم خرج الى السوق.\n" * 40)
    assert one.message == "hamza missing in الى; write إلى (40 times)"
    assert len(one.related) == 20


def test_text_without_hamza_has_one_finding_a_class() -> None:
    text = "قال الوزير ان الحكومه تسعى الى بناء المدرسه في القاهره وعاد الى الاسكندريه. " * 10
    assert [d.code for d in report(text)] == ["ORT010", "ORT008"]
    assert report(text)[1].message.endswith("(other misspelled words: 2)")
    # So has a text with many forms of a class.
    forms = (
        "الاسلام الاسلامي الانسان الاعلام الاسبوع الاخبار الامم الامن الاعمال الاول الاولى الاردن"
    )
    many = f"قال إن {forms} الاخرى الاخير الاخيرة الاكثر الاكبر في بيته.\n"
    (one,) = report(many)
    assert one.severity == "info" and one.message.endswith("(other misspelled words: 16)")


def test_severity_of_missing_hamza() -> None:
    careful = "قال إن أخاه وأباه وأمه خرجوا إلى السوق أمس، ثم عاد الى بيته.\n"
    assert [d.severity for d in report(careful)] == ["warning"]
    assert [d.severity for d in report(careful, origin="extracted")] == ["info"]
    assert {d.severity for d in report(SENTENCE) if d.code == "ORT010"} == {"info"}


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("عاد إلى «المدرسه» ثم المدرسه.\n", "عاد إلى «المدرسه» ثم المدرسة.\n"),
        (
            "## في المدرسه هنا {#a}\n\nأين المدرسه هنا؟\n",
            "## في المدرسه هنا {#a}\n\nأين المدرسة هنا؟\n",
        ),
        (
            "## في المدرسه هنا\n\n[هنا](#في-المدرسه-هنا)\n",
            "## في المدرسه هنا\n\n[هنا](#في-المدرسه-هنا)\n",
        ),
        ("## في المدرسه هنا\n\nإلى هنا.\n", "## في المدرسة هنا\n\nإلى هنا.\n"),
        (
            SENTENCE,
            "قال الوزير ان الحكومة تسعى إلى استخدام الطاقة، ولا يزال المشروع قائما فى القاهرة.\n",
        ),
    ],
)
def test_unsafe_fixes_leave_quotations_and_addresses(text: str, fixed: str) -> None:
    settings = f'lang = "ar"\nselect = {list(CODES)}\ndialect = "mkdocs"'.replace("'", '"')
    session = Session(Request(Selection(settings=settings)))
    rules = session.resolver.settings("a.md").rules
    chains, known = session.resolver.chains, ruleset.names(ruleset.builtin().rules)
    doc = session.read(formats.record("a.md", text.encode()))
    edits = [
        edit
        for _, finding in linter.examine(doc, rules, chains, known).found
        if finding.fix is not None
        for edit in finding.fix.edits
    ]
    assert not any(f.fix and f.fix.safe for _, f in linter.examine(doc, rules, chains, known).found)
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == fixed


@pytest.mark.parametrize("data", [None, b"", b"CLSPELL1", b"x" * 300_000])
def test_damaged_list_ends_the_run(
    data: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ar.bin"
    if data is not None:
        path.write_bytes(data)
    monkeypatch.setattr(spelling, "PATH", str(path))
    words.word_list.cache_clear()
    with pytest.raises(ConfigError, match=r"ar\.bin: .*install contentlint again") as caught:
        report(SENTENCE)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ({"words": ["a>b"]}, "spelling: words: expected a word, not 'a>b'"),
        ({"words": [" "]}, "spelling: words: expected a word, not ' '"),
        ({"wrong": ["a"]}, "spelling: wrong: expected a pair like wrong>right, not 'a'"),
        ({"wrong": ["a>"]}, "spelling: wrong: expected a pair like wrong>right, not 'a>'"),
        ({"words-file": 1}, "spelling: words-file: expected a string, not 1"),
        ({"file": "a"}, "spelling: unknown key 'file'"),
    ],
)
def test_wrong_settings_are_named(table: dict[str, object], error: str) -> None:
    with pytest.raises(ConfigError, match=r"c\.toml") as caught:
        parse({"spelling": table}, "c.toml", "/")
    assert error in str(caught.value)
