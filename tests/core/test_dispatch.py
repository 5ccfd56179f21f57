"""Gates are sound: what the scan does not see in a document, no rule finds there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import TypeGuard

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from contentlint import core
from contentlint._util import lazy_regex
from contentlint.article.boilerplate.lines import LONGEST, Rows, opened_rows, short_lines
from contentlint.article.boilerplate.phrases import Beginnings, Phrases
from contentlint.checks.encoding import mojibake
from contentlint.core import dispatch, phrase_table, prefilter, pure
from contentlint.core import events as e_
from contentlint.core.gates import Literal, followed, holds
from contentlint.core.letters import folds_alone
from contentlint.core.segment import count_words, ends_at, ends_sentence, has_words, has_words_at
from contentlint.engine import linter, ruleset
from contentlint.model import characters
from contentlint.model import trigger as gates
from contentlint.model.document import Document
from contentlint.model.rule import BoundRule
from contentlint.model.trigger import MANY_WORDS
from contentlint.run.resolve import Resolver
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats
from contentlint.text.match import line_phrases
from contentlint.text.mojibake.candidates import suspects
from contentlint.text.unicode.fold import light
from tools.digest.damage import damaged

FIXTURES = sorted(p for p in (ROOT / "tests" / "rules").rglob("*") if p.suffix in formats.FORMATS)


@pytest.fixture(scope="module")
def rules() -> Iterator[tuple[BoundRule, ...]]:
    """Every rule, gated as beside a compiled scan, which runs here as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", True)
        # Its needs are worked out now, and not those of a built form.
        patch.setattr(ruleset, "_builtin", ruleset.full())
        session = Session(Request(Selection(isolated=True, select=("ALL",), preview=True)))
        yield tuple(session.resolver.settings("article.md").rules)


def is_literal(anchor: dispatch.Need) -> TypeGuard[str]:
    return isinstance(anchor, str) and not anchor.startswith("\0")


def ungated(rules: tuple[BoundRule, ...]) -> tuple[BoundRule, ...]:
    """The same without what only a compiled scan can look for."""
    return tuple(
        bound if all(map(is_literal, bound.needs)) else bound._replace(needs=()) for bound in rules
    )


def found(doc: Document, rules: tuple[BoundRule, ...]) -> list[str]:
    return [f"{b.rule.code} {f.span} {f.values}" for b, f in linter.run(doc, rules)[0]]


def found_blindly(doc: Document, rules: tuple[BoundRule, ...]) -> list[str]:
    """The same for rules that do not know what the scan has seen."""
    look = dispatch.started

    def started(doc: Document, asked: dispatch.Gates) -> list[int]:
        numbers = look(doc, asked)
        doc.met = None
        doc._facts.clear()
        return numbers

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "started", started)
        return found(doc, rules)


Files = Iterable[tuple[str, bytes]]


def loses_nothing(rules: tuple[BoundRule, ...], files: Files) -> int:
    """Rules find in some files, by name and content, what they find without their gates; how
    much that is."""
    open_ = ungated(rules)
    total = 0
    for name, data in files:
        wanted = found_blindly(formats.read(name, data), open_)
        assert found(formats.read(name, data), rules) == wanted, (name, data[:2000])
        total += len(wanted)
    return total


def fixtures() -> Files:
    return ((str(path), path.read_bytes()) for path in FIXTURES)


def examples(rules: tuple[BoundRule, ...]) -> Files:
    for rule in (bound.rule for bound in rules):
        name = "a.txt" if rule.example_format == "text" else "a.md"
        for example in (*rule.bad, *rule.good):
            yield name, example.encode("utf-8", "surrogatepass")


def damaged_fixtures(chance: Random, count: int) -> Files:
    files = [path for path in FIXTURES if path.suffix == ".md" and path.stat().st_size < 3000]
    for path in chance.sample(files, count):
        yield str(path), damaged(path.read_text("utf-8", "replace"), chance).encode()


@pytest.mark.slow
def test_no_fixture_loses_a_finding(rules: tuple[BoundRule, ...]) -> None:
    assert loses_nothing(rules, fixtures()) > 1000


def test_anchors_that_name_no_phrases_lose_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Resolver(Selection(isolated=True)).settings("article.md").rules
    vague = [b._replace(needs=("\0line",)) if b.rule.code.startswith("RES") else b for b in rules]
    text = "# خبر\n\nنص.\n\nاقرأ أيضًا: نتائج المسابقة\n\nتعليق (0)\n"
    wanted = found_blindly(formats.read("a.md", text.encode()), ungated(tuple(rules)))
    assert len(wanted) > 1
    monkeypatch.setattr(dispatch, "COMPILED", True)
    assert found(formats.read("a.md", text.encode()), tuple(vague)) == wanted


@pytest.mark.slow
def test_examples_lose_no_finding(rules: tuple[BoundRule, ...]) -> None:
    assert loses_nothing(rules, examples(rules)) > 100


def everywhere(step: int) -> list[str]:
    """Characters from all of Unicode, so that every block of 256 has some."""
    return [chr(n) for n in range(0x20, 0x110000, step) if n != 0x7F]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        *(
            "كلمة {c} كلمة، a{c}b {c}",
            "{c}",
            "# {c} عنوان {c}{c}",
            "[نص {c}](https://a.example/{c})",
        ),
        *("![{c}](a.png) <b>{c}</b>", "`{c}` **{c}** {c}1{c}", "- {c}: 1{c}2"),
    ],
)
def test_character_of_any_kind_loses_no_finding(rules: tuple[BoundRule, ...], line: str) -> None:
    steps = ((3, 0x3100), (61, 0x20000), (4001, 0x110000))
    chars = [char for step, most in steps for char in everywhere(step) if ord(char) < most]
    lines = [line.format(c=char) for char in chars]
    texts = ["\n\n".join(lines[at : at + 500]) for at in range(0, len(lines), 500)]
    assert loses_nothing(rules, (("a.md", t.encode("utf-8", "surrogatepass")) for t in texts)) > 0


def test_plain_text_starts_few_rules(rules: tuple[BoundRule, ...]) -> None:
    text = "# A heading\n\nWords that say nothing twice and need no rule at all.\n\n"
    doc = formats.read("a.md", text.encode())
    made = dispatch.build_gates([bound.needs for bound in rules])
    assert len(dispatch.started(doc, made)) < len(rules) // 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Share this", "**share** this"),
        ("تعليقات", "تعلـيقات (3)"),
        ("Straße", "STRASSE"),
        ("3k comments", "Comments"),
        ("أخبار", "اخبار"),
    ],
)
def test_what_light_makes_equal_begins_with_the_same_words(one: str, other: str) -> None:
    assert phrase_table.first_words(one, 2) == phrase_table.first_words(
        other.replace("**", "\0"), 2
    )


def test_first_words_differ() -> None:
    words = ["Share this", "Share that", "Share", "شارك", "مشاركة", "عن", "3", "评论"]
    assert len({tuple(phrase_table.first_words(word, 2)) for word in words}) == len(words)


AROUND = [
    "{}", "- {}", "## {}", "> {}!", "**{}**", "[{}](https://example.com/a/b)", "| {} | x |", "3 {}",
    "1.2k {}", "٩٤١ {}", "{} (3)", "{}: 12", "x\n{}\ny", "x\ny\n{}\n---", "\U0001f680 {}",
    "\ue001 {}", "{}\u200f", "<b>{}</b>", "{} now: " + "a title " * 20,
    "{} now [a](https://e.org)", "- {} \n- {}",
]  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(
    "phrase",
    ["Comments", "Read More", "À lire", "اقرأ أيضًا", "تـعليق", "评论", "댓글 달기", "QQ空间"],
)
@pytest.mark.usefixtures("rules")
def test_the_lines_that_a_scan_tells_are_all_that_matter(around: str, phrase: str) -> None:
    words = Beginnings(Phrases({"": (phrase,)}))
    text = f"Words that begin like nothing.\n\n{around.replace('{}', phrase)}\n\nMore of them.\n"
    doc = formats.read("a.md", text.encode())
    every = short_lines(doc.fact(Rows), words, LONGEST)
    assert every.whole or every.heads
    dispatch.started(
        doc, dispatch.build_gates([line_phrases.lines([phrase], longest=0, whole=False)])
    )
    assert len(doc.fact(pure.opening_lines) or "many lines") < 3
    assert short_lines(doc.fact(opened_rows), words, LONGEST) == every


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("As an AI model, I cannot.", True),
        ("As an AI modeller, I can.", False),
        ("As an example of this, see below.", False),
        ("作为一个人工智能语言模型，我", True),
        ("作者为一个", False),
        ("ꙮ is beyond what can be told", True),
    ],
)
@pytest.mark.usefixtures("rules")
def test_long_phrases_are_told_by_four_words(line: str, opens: bool) -> None:
    phrases = ["as an ai model, i", "作为一个人工智能", "ꙮ"]
    made = dispatch.build_gates([line_phrases.lines(phrases, longest=0, whole=False)])
    doc = formats.read("a.md", f"Words.\n\n{line}\n".encode())
    assert bool(dispatch.started(doc, made)) == opens
    assert doc.fact(pure.opening_lines) == ([8] if opens else [])


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        *(("Facebook", False), ("Facebook x", True), ("QQ空间 | Facebook", True)),
        *(("mail: e-Mail - Facebook (3)", True), ("3 Facebook 空间", True), ("x\n", False)),
        *(("Facebook and mail", False), ("Facebook mail you", False), ("you Facebook mail", False)),
        *(
            ("Facebook ꙮ", True),
            ("Facebook\nmail", False),
            ("Facebook " + "- " * 30 + "mail", False),
        ),
    ],
)
@pytest.mark.usefixtures("rules")
def test_rows_have_no_words_but_those_of_names(line: str, opens: bool) -> None:
    made = dispatch.build_gates(
        [line_phrases.rows(["facebook", "e-mail", "x"], ["mail", "qq空间"])]
    )
    doc = formats.read("a.md", f"Words.\n\n{line}\n\nWords.\n".encode())
    assert bool(dispatch.started(doc, made)) == opens


def test_row_of_buttons_is_one_whatever_other_lines_are_looked_at(
    rules: tuple[BoundRule, ...],
) -> None:
    # A name that is common stands in a line that begins like no phrase.
    text = "Words of an article.\n\nShare it on Twitter\n\nPinterest | Email\n"
    buttons = tuple(bound for bound in rules if bound.rule.code == "RES002")
    assert loses_nothing(buttons, [("a.md", text.encode())]) == 1


BEGUN = """Read more
- **read** MORE (3)
Read more: 1.2k
3 read more »
Read\u00a0more \ue001
\u26a1 Read-more!
![read more](a.png)
One two three four
One two three four five
اقرأ كل التعليقات هنا
评论 (2)"""
OTHERS = """Read more books
Read moreover
Read
More
![read more x](a.png)
One two
One two four five
اقرأ كل
评论家"""


@pytest.mark.parametrize("line", [*BEGUN.split("\n"), *OTHERS.split("\n")])
@pytest.mark.usefixtures("rules")
def test_nothing_follows_a_phrase_that_is_a_whole_line(line: str) -> None:
    phrases = ["read more", "one two three four six", "اقرأ كل التعليقات هنا", "评论"]
    doc = formats.read("a.md", f"Words.\n\n{line}\n\nWords.\n".encode())
    opens = line in BEGUN.split("\n")
    assert bool(dispatch.started(doc, dispatch.build_gates([line_phrases.lines(phrases)]))) == opens


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        *(
            ("More on", True),
            ("**MORE** onlíne", True),
            ("More “online”", True),
            ("More than", False),
        ),
        *(("More", False), ("3 more o\u00adn x", True), ("more", False), ("More\non", False)),
        *(("Alle Rechte vorbehalten", True), ("Alle Rechte bei", False), ("Alle Anzeigen", False)),
        *(("Alle Rechte", False), ("Läs mer här", True), ("Läs mer om", False), ("Läs m", False)),
        *(("اقرأ أيضاً: خبر", True), ("اقرأ كل", False), ("相关阅读 x", True), ("相关", False)),
        *(("one two three four six", True), ("one two three five", False), ("more ꙮ", False)),
        *(("Oo", True), ("see a", True), ("see b", True), ("Words " * 15 + "more on", False)),
    ],
)
@pytest.mark.usefixtures("rules")
def test_last_word_of_a_phrase_may_go_on(line: str, opens: bool) -> None:
    phrases = ["more on", "alle rechte vor", "läs mer här", "اقرأ أيضا", "相关阅读", "oo", "see a"]
    made = dispatch.build_gates([line_phrases.begun(phrases, ["one two three four five"])])
    doc = formats.read("a.md", f"Words.\n\n{line}\n\nWords.\n".encode())
    assert bool(dispatch.started(doc, made)) == opens


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("Read more[A title](https://a.example/b)", True),
        ("اقرأ أيضا*عنوان الخبر*", True),
        ("**Read** more**A title**", True),
        ("Read next week[A title](b)", True),
        ("Read m**or**e about it", True),
        ("Read [A title](b) more", False),
        ("Read next[A title](b)", False),
        ("Read moreover", False),
    ],
)
@pytest.mark.usefixtures("rules")
def test_markup_ends_the_last_word_of_what_leads_to_a_link(line: str, opens: bool) -> None:
    made = dispatch.build_gates(
        [line_phrases.lines(["read more", "read next week", "اقرأ أيضا"], whole=False)]
    )
    doc = formats.read("a.md", f"Words.\n\n{line}\n\nWords.\n".encode())
    assert bool(dispatch.started(doc, made)) == opens


@pytest.mark.usefixtures("rules")
def test_lines_that_begin_like_a_phrase_start_its_rule() -> None:
    chance = Random(11)
    pieces = [
        *"more on onto o oo MORE é e\u0301 أيضا أ ئ 相 ß s - * \u00ad 3 : _ ٱ ـ ꙮ \u200c ’".split(
            " "
        )
    ]
    pieces += ["5k ", " ", " ", " ", " "]
    begun = 0
    for _ in range(3000):
        phrase = "".join(chance.choices(pieces, k=chance.randint(1, 5))).strip()
        line = phrase + "".join(chance.choices(pieces, k=chance.randint(0, 4)))
        if phrase_table.first_words(phrase, 2)[1] == 0:
            continue  # of a single word a line begins with all of it
        doc = formats.read("a.txt", f"Words.\n\n{line}\n\nWords.\n".encode())
        keys = short_lines(Rows(doc), Beginnings(Phrases({"": (phrase, "words")}))).whole
        if any(key.startswith(light(phrase)) for key in keys):
            begun += 1
            made = dispatch.build_gates([line_phrases.begun([phrase])])
            assert dispatch.started(doc, made), (phrase, line)
    assert begun > 300


def test_rules_that_were_entered_beforehand_are_started_as_ever(
    rules: tuple[BoundRule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = [bound.needs for bound in rules]
    own: tuple[dispatch.Need, ...]
    own = line_phrases.lines(["words that no rule has"], longest=0, whole=False)
    data = [path.read_bytes() for path in FIXTURES[::7]]
    docs = [formats.read("a.md", each) for each in (*data, b"Words that no rule has.\n")]

    def started(asked: Sequence[tuple[dispatch.Need, ...]]) -> list[tuple[list[int], list[int]]]:
        made = dispatch.build_gates(asked)
        # The lines of rules that are off are no lines to look at.
        return [
            (dispatch.started(doc, made), [*(doc.fact(pure.opening_lines) or ())]) for doc in docs
        ]

    some = needs[::2]
    usual = [started(asked) for asked in ([*needs, own], some, [own])]
    assert usual[0][-1][0][-1] == len(needs) and usual[2][0][0] == [] and usual[2][-1][0] == [0]
    assert sum(len(lines) for _, lines in usual[0]) > sum(len(lines) for _, lines in usual[1]) > 9
    before = dispatch.enter(needs)
    monkeypatch.setattr(dispatch, "ready", before)
    assert [started(asked) for asked in ([*needs, own], some, [own])] == usual
    assert own not in before.rules


def test_rules_that_are_switched_on_later_find_their_phrases(
    rules: tuple[BoundRule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are entered in one table; lines are only looked up in it for those that are on."""
    entered = dispatch.enter([bound.needs for bound in rules])
    phrased = [bound for bound in rules if entered.rules[bound.needs][0]]
    begun = 0
    for bound in phrased:
        texts = [text.encode("utf-8", "surrogatepass") for text in bound.rule.bad]
        others = [other.needs for other in phrased if other is not bound]
        monkeypatch.setattr(dispatch, "ready", entered)
        tables = [*map(dispatch.build_gates, (others, [bound.needs], [*others, bound.needs]))]
        monkeypatch.setattr(dispatch, "ready", None)
        own = dispatch.build_gates([bound.needs])
        for text in texts:
            told = []
            for made in (*tables, own):
                doc = formats.read("a.md", text)
                starts = dispatch.started(doc, made)
                lines: Sequence[int] | None = doc.fact(pure.opening_lines)
                told.append((starts, lines or ()))
            before, later, every, alone = told
            assert later == alone
            assert (len(others) in every[0]) == bool(alone[0])
            assert set(every[1]) == {*before[1], *alone[1]}
            begun += len(alone[1])
    assert len(phrased) > 10 and begun > 20


def events_of(doc: Document) -> int:
    """Return the events of a compiled scan."""
    made = dispatch.build_gates([])
    return int(prefilter.looked(doc, made.opened, made.begun, made.chars).events)


@pytest.mark.parametrize(
    "around",
    [
        *(
            "Words {} more.",
            "{}",
            "x{}y",
            "# {}",
            "- {}",
            "**{}**",
            "`{}`",
            "<!-- {} -->",
            "| {} |",
        ),
        *("[a](https://a.example/{})", "![{}](a.png)", "[{}](a)", "https://a.example/{}", "<b {}>"),
        *("```\n{}\n```", "---\na: {}\n---\n", "a\n{}\nb", "{0}{0}", "[a]: {}", "<!-- {} -->"),
    ],
)
def test_text_with_a_literal_opens_its_gate(rules: tuple[BoundRule, ...], around: str) -> None:
    literals = [*{each for bound in rules for each in bound.needs if is_literal(each)}]
    made = dispatch.build_gates([(literal,) for literal in literals])
    for number, literal in enumerate(literals):
        doc = formats.read("a.md", around.format(literal).encode("utf-8", "surrogatepass"))
        assert literal not in doc.text or number in dispatch.started(doc, made), literal
    assert len(literals) > 50


@pytest.mark.usefixtures("rules")
def test_literals_open_the_gates_of_texts_that_hold_them() -> None:
    text = "A © b <br> c\n\n`{{x}}` @@ \u06c1\u064b [oab a_b INST] [a nation](b) `2%80%`\n"
    doc = formats.read("a.md", text.encode())
    literals = ["©", "⁇", "<br", "<bx", "{{x", "@@ ", "\u06c1", "【", "[oa", "[ox", "a_b", "b_a"]
    literals += ["INST]", "JUKK]", "nation]", "motion]", "2%80%", "7%80%"]
    made = dispatch.build_gates([(literal,) for literal in literals])
    assert dispatch.started(doc, made) == [n for n, each in enumerate(literals) if each in text]


@given(st.text("ab<%2ه", max_size=12), st.text("ab<%2ه", min_size=1, max_size=4))
def test_a_literal_is_found_wherever_it_stands(text: str, literal: str) -> None:
    every = text, text * 60, literal + text, text + literal, "<" * 120 + text + literal
    sign = Literal(literal, 0, 0, ()).sign
    assert [holds(each, literal, sign) for each in every] == [literal in each for each in every]


@given(
    st.text("ab<%2ه", max_size=12),
    st.text("ab<%2ه", min_size=1, max_size=3),
    st.lists(st.text("ab<%2ه", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_a_literal_is_found_with_what_follows_it(
    text: str, literal: str, follow: list[str]
) -> None:
    each = Literal(literal, 0, 0, tuple(follow))
    for whole in (text, literal + text, text + literal, text + literal + follow[-1]):
        assert followed(whole, each) == any(literal + rest in whole for rest in follow)


@given(st.text('aZب ,.!?…)"\0\n۔。', max_size=12), st.integers(0, 12))
def test_end_of_a_stretch_is_told_as_that_of_the_text_is(text: str, start: int) -> None:
    rest = text[start:]
    assert ends_at(text, min(start, len(text)), len(text)) == ends_sentence(rest)
    assert has_words_at(text, min(start, len(text)), len(text), 2) == has_words(rest, 2)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("## a\n" * 300, False),
        ("## a\n" * 300 + "b ##\n", True),
        ("b ##" + "\n## a" * 300, True),
        ("####" * 300, False),
        ("####" * 300 + " ##", True),
    ],
)
def test_sign_that_follows_itself_is_told_by_what_stands_before(text: str, has: bool) -> None:
    assert holds(text, " ##", 1) == has


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("![Read more](a.png)", True),
        ("![Reading](a.png) ![ read, more ](a.png)", True),
        ("![read](a.png)", False),
        ("![reads more](a.png)", False),
        ("![It is read more](a.png)", False),
        ("![Read", False),
    ],
)
@pytest.mark.usefixtures("rules")
def test_images_with_the_name_of_a_button_are_told(text: str, named: bool) -> None:
    doc = formats.read("a.md", text.encode())
    dispatch.started(doc, dispatch.build_gates([line_phrases.lines(["read more"])]))
    assert doc.fact(pure.has_buttons) == named


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Words [1] and [2], [ x ] and [ca](a.md) [c", False),
        ("Words [1] and [2] [cap", True),
        ("[/cap", True),
        ("`[cap` and [1] in the prose", True),  # the rule decides
        ("`[caption]` alone", False),
    ],
)
@pytest.mark.usefixtures("rules")
def test_what_follows_a_literal_opens_its_gate(text: str, opens: bool) -> None:
    name = gates.token("[", "[", ("cap", "/cap"))
    doc = formats.read("a.md", text.encode())
    assert bool(dispatch.started(doc, dispatch.build_gates([(name,)]))) == opens


@pytest.mark.parametrize(
    "word", ["שלום", "привет", "Ёлка", "नमस्ते", "ไทย", "λόγος", "گفتگو", "مرحبا", "도시"]
)
@pytest.mark.usefixtures("rules")
def test_words_of_any_script_are_told_apart(word: str) -> None:
    text = f"{word} {word} one {word}, {word}؟ {word[1:]}\n"
    doc = formats.read("a.md", text.encode())
    dispatch.started(doc, dispatch.build_gates([(gates.DOUBLED,)]))
    assert doc.fact(pure.doubled) == [2 * len(word) + 1]


_DATED = {
    "en": (
        "5 May 2024",
        "The talks in the city on {} went on for days and came to an end on {}.",
        "March~May~October~June",
    ),
    "ar": (
        "5 مارس 2024",
        "قال المتحدث إن الاجتماع الذي عقد في المدينة يوم {} انتهى من دون نتيجة في {}.",
        "مارس~آذار~أكتوبر~تشرين الأول",
    ),
    "de": (
        "5. Mai 2024",
        "Die Gespräche, die am {} in der Stadt begonnen hatten, gingen zu Ende am {}.",
        "März~Mai~Oktober",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(_DATED))
def test_no_date_in_another_style_is_lost(rules: tuple[BoundRule, ...], language: str) -> None:
    dates = tuple(bound for bound in rules if bound.rule.code == "NUM006")
    usual, sentence, months = _DATED[language]
    chance = Random(language)

    def one_of(choices: str) -> str:
        return chance.choice(choices.split("~"))

    files = []
    for _ in range(1000):
        number, year = one_of("1~3~12~31~45~123~2024"), one_of("2024~1446~12~20245")
        month, other = one_of(months), one_of(months)
        sign = one_of("-~/~.")
        form = chance.randrange(4)
        if form == 0:
            odd = number + one_of(" ~\xa0~. ~th ~er ~x~\0 ") + month + one_of("/~ / ~/ ~ /") + other
        elif form == 1:
            odd = f"{number}-{month}{one_of('-~-~-~- ~ ~/~, ')}{year}"
        elif form == 2:
            odd = f"{month} {one_of('3~26~٢٦~۲۶~٣')}"
        else:
            odd = f"{number}{sign}{one_of('1~12~13')}{sign}{year}"
        odd = one_of("~~~: ~[~(~| ~,~x ~:~1.~2024 ~1.1.2024 ") + odd
        begun = odd + " " if chance.random() < 0.2 else ""
        text = f"{begun}{sentence.format(usual, odd)}\n\n{sentence}\n\n{odd}\n"
        files.append(("a.md", text.encode()))
    assert loses_nothing(dates, files) > 20


@pytest.mark.usefixtures("rules")
def test_address_behind_the_first_word_of_a_line_does_not_make_it_long() -> None:
    """Markup between the first word and the sign behind it counted as if it were shown."""
    made = dispatch.build_gates([line_phrases.parts(["comments"])])
    for text in (f"[A](https://a.example/{'x' * 60}), comments\n", "**Title** | comments\n"):
        doc = formats.read("a.md", text.encode())
        assert dispatch.started(doc, made) == [0]
        assert doc.fact(pure.opening_lines) == [0]


@pytest.mark.usefixtures("rules")
def test_counter_and_a_word_with_its_letter() -> None:
    """The "m" of "5m" was taken for the first of "mobile", and its second word never looked at."""
    made = dispatch.build_gates([line_phrases.lines(["mobile phones"], longest=0, whole=False)])
    assert dispatch.started(formats.read("a.md", b"5m mobile phones sold\n"), made) == [0]
    assert dispatch.started(formats.read("a.md", b"5m mobile homes sold\n"), made) == []


# Letters that are lead bytes in some page, signs that are other bytes, and sound text.
_BYTES = (
    "ÂÃÄÅÇÐÑØÙÛàáâãèéÿ×ĂĆĎĐĞŃŘŮŸœŒƒРСШЩГвЂпАтрџВхіҐטגμΞβ€√‚◊≈–—┬╨ΓÔ طظعأٹ\u200cﻁ׳\u05b3"
    "\x80\x81\x9d\xa0¢±¶¬§«»°¹¾ļŠšˆ˜“”„†‡•…™\ufffd az1.,─│┤╤╨█ǂпя"
)


def test_what_was_misread_is_seen() -> None:
    chance = Random(5)
    seen = 0
    for _ in range(6000):
        text = "".join(chance.choices(_BYTES, k=chance.randint(2, 6)))
        doc = formats.read("a.txt", f"az {text} az".encode())
        wanted = suspects(doc)
        # A letter with a space behind it may stand alone: see below.
        if wanted and (misread(doc) or not re.search("[À-ž] ", doc.text)):
            seen += 1
            assert events_of(doc) & e_.MISREAD, text
            dispatch.started(doc, dispatch.build_gates([]))
            assert suspects(doc) == wanted, text
    assert seen > 500


def misread(doc: Document) -> list[str]:
    """What the rule finds, with what a scan has seen of the document or without."""
    return [f"{f.span} {f.values}" for f in mojibake.check(doc)]


_SOUND = [
    *("É um", "FPÖ und", "4 × 7", "È", "là", "für", "déjà", "Ř", "Ã", "Â", "É", "ê", "à", "Ó", "í"),
    *("á", "Ç", "ñ", "Ú", "Ö", " ", " ", " ", "—", "…", "«", "a", "A", "x", "±", "¶", "¸", "3"),
]


@pytest.mark.slow
@pytest.mark.usefixtures("rules")
def test_letter_with_a_space_behind_it_is_sound_where_nothing_else_is_odd() -> None:
    chance = Random(6)
    alone = found = 0
    for _ in range(8000):
        text = chance.choice(("", " ")).join(chance.choices(_SOUND, k=chance.randint(2, 12)))
        line = f"É um texto {text} do mesmo.\n"
        doc = formats.read("a.md", f"Words.\n\n{line}\nMore.\n".encode())
        damage = misread(doc)
        if events_of(doc) & e_.MISREAD:
            found += bool(damage)
        else:
            alone += 1
            assert not damage, line
    assert alone > 500 and found > 300, (alone, found)
    long = "FPÖ und " + "a" * 600
    assert events_of(formats.read("a.md", long.encode())) & e_.MISREAD


@pytest.mark.usefixtures("rules")
def test_misread_lines_are_those_of_the_whole_text() -> None:
    chance = Random(8)
    for _ in range(300):
        lines = ["".join(chance.choices(_BYTES, k=chance.randint(0, 9))) for _ in range(9)]
        doc = formats.read("a.md", "\n".join(["abc", *lines, "abc"]).encode())
        wanted = misread(doc)
        dispatch.started(doc, dispatch.build_gates([]))
        assert misread(doc) == wanted, lines


@pytest.mark.parametrize(
    "text",
    [
        *("Müller, Ärzte, déjà vu, « l’été », Çà et là, à 20 °C", "وقال: «نعم»، ثم… 20%"),
        *("A FPÖ und „die“ 4 × 7, Düsseldorf là. É um dia", "Ř a Č b"),
        *("СССР — «да»", "├── src\n│   └── a.py ▼\n", "açığa çıktı", "┤x│ ╤╧ дом │ нет"),
    ],
)
def test_sound_text_was_not_misread(text: str) -> None:
    assert not events_of(formats.read("a.txt", text.encode())) & e_.MISREAD


def test_every_character_without_a_meaning_is_seen() -> None:
    every = "".join(map(chr, [*range(0x80, 0xD800), *range(0xE000, 0x110000)]))
    for m in lazy_regex.extended(r"\p{Cn}+|\p{Co}+").finditer(every):
        run = m[0]
        for char in {run[0], run[len(run) // 2], run[-1]}:
            doc = formats.read("a.txt", f"az {char} az".encode())
            assert events_of(doc) & e_.UNASSIGNED, hex(ord(char))


@pytest.mark.parametrize(
    "text", ["Müller, déjà vu… « 20 € » • © ™", "وقال: «نعم»، ثم… ٢٠٪ پژو کی", "→ ✓ ★ 🙂 ☺️ — ½"]
)
def test_common_characters_have_a_meaning(text: str) -> None:
    assert not events_of(formats.read("a.txt", text.encode())) & e_.UNASSIGNED


def test_events_are_bits_of_their_own() -> None:
    values = {name: value for name, value in vars(e_).items() if type(value) is int}
    del values["INVISIBLE"]  # several
    first = [*values].index("UNTOLD")
    words = [*values.values()][:first], [*values.values()][first:]
    for word in words:
        assert {value.bit_count() for value in word} == {1}
        assert len(set(word)) == len(word)
        assert max(word) < 1 << 63  # the sign of a number of 64 bits
    assert min(map(len, words)) > 5


@pytest.mark.slow
def test_damaged_fixtures_lose_no_finding(rules: tuple[BoundRule, ...]) -> None:
    assert loses_nothing(rules, damaged_fixtures(Random(7), 250)) > 300


@pytest.mark.slow
def test_decomposed_fixtures_lose_no_finding(rules: tuple[BoundRule, ...]) -> None:
    files = []
    for number, path in enumerate(FIXTURES):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        if not text.isascii() and number % 2 == 0:
            decomposed = unicodedata.normalize("NFD", text)
            files.append((path.name, decomposed.encode("utf-8", "surrogateescape")))
    assert loses_nothing(rules, files) > 300


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x711, 0x711), (0x730, 0x74A), (0x7EB, 0x7F3), (0x7FD, 0x7FD), (0x20D0, 0x20F0)],
)
def test_marks_of_rare_scripts_combine(first: int, last: int) -> None:
    """They were letters or symbols to the scan, which then told words apart that are the same."""
    for code in range(first, last + 1):
        assert characters.class_of(code) == characters.COMBINING, hex(code)


def test_letters_of_three_bytes_that_are_told_fold_to_others_of_them() -> None:
    told = [chr(c) for c in range(0x110000) if folds_alone(c)]
    assert len(told) > 2000
    for char in told:
        for word in (char, f"a{char}", f"a{char}b"):
            assert phrase_table.first_words(light(word), 2) == phrase_table.first_words(word, 2), (
                word
            )
    for c in range(0x110000):
        parts = unicodedata.decomposition(chr(c)).split()
        if parts and parts[0][0] != "<" and any(folds_alone(int(part, 16)) for part in parts):
            composed = unicodedata.normalize("NFC", "".join(chr(int(part, 16)) for part in parts))
            assert all(folds_alone(ord(char)) for char in composed), hex(c)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        *(("شارِّك", True), ("शेयर करें", True), ("Chia sẻ", True), ("ሰብአዊ", True)),
        *(
            ("She\u0301re", False),
            ("شاو\u0654ك", False),
            ("\u212aeep", False),
            ("\u1100\u1161", False),
        ),
        *(
            ("Άλφα \u1f71", True),
            ("\u10a0", False),
            ("か\u3099", False),
            ("word She\u0301re", True),
        ),
        *(
            ("Share \u1f71", False),
            ("댓\u11a8", False),
            ("か**\u3099**", False),
        ),
        *(
            ("![Sha\u0301re](a)", False),
            ("a | b | Sha\u0301re", False),
            ("a ![b](She\u0301)", True),
        ),
    ],
)
@pytest.mark.usefixtures("rules")
def test_lines_are_told_unless_something_composes(line: str, told: bool) -> None:
    made = dispatch.build_gates([line_phrases.lines(["share"])])
    doc = formats.read("a.md", f"Words of a text.\n\n{line}\n".encode())
    assert bool(dispatch.started(doc, made)) != told
    image = line.startswith("!")
    assert doc.fact(pure.opening_lines) == ([] if told or image else [18])
    assert not image or doc.fact(pure.has_buttons)


@pytest.mark.parametrize("phrase", ["caf\u00e9", "cafe\u0301"])
@pytest.mark.usefixtures("rules")
def test_phrases_are_told_as_they_compose(phrase: str) -> None:
    made = dispatch.build_gates([line_phrases.lines([phrase])])
    for line in ("caf\u00e9", "cafe\u0301"):
        assert dispatch.started(formats.read("a.md", f"Words.\n\n{line}\n".encode()), made)


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        *(("-\n- a", True), ("- \n", True), ("> a\n\n>\n", True), ("1.  \t\n", True)),
        *(("- a\n", False), ("- abcd", False), ("> a", False), ("- `a`", False)),
    ],
)
def test_items_without_anything_are_seen(text: str, empty: bool) -> None:
    assert bool(events_of(formats.read("a.md", text.encode())) & e_.EMPTY_ITEM) == empty


@pytest.mark.parametrize(
    ("below", "empty"),
    [
        *(("![a]()\n", True), ("![a](data:b)\n", True), ("Text.\n", False)),
        *(("<div>a</div>\n", False), ("<!-- a -->\n", False), ("***\n", True), ("", True)),
        *(("<!-- contentlint-disable RES001 -->\n", True), ("### More\n\nText.\n", False)),
    ],
)
@pytest.mark.usefixtures("rules")
def test_what_fills_a_section(below: str, empty: bool) -> None:
    made = dispatch.build_gates([(gates.SECTION,)])
    doc = formats.read("a.md", f"## A heading\n\n{below}".encode())
    assert bool(dispatch.started(doc, made)) == empty


_SCRIPTS = (
    "漢字かな",
    "한국어 ",
    "हिन्दी ",
    "ሰብአዊ ",
    "ไทย",
    "word ",
    "كلمة ",
    "\u093e ",
    "1 ",
    "a漢 ",
    "漢a ",
)


def test_texts_of_few_words_are_seen_in_every_script() -> None:
    chance = Random(7)
    few = 0
    for _ in range(600):
        pieces = chance.choices(_SCRIPTS, k=chance.randint(1, 3))
        doc = formats.read(
            "a.txt", "".join(chance.choices(pieces, k=chance.randint(1, 90))).encode()
        )
        dispatch.started(doc, dispatch.build_gates([]))
        if count_words(doc.prose) < MANY_WORDS:
            few += 1
            assert events_of(doc) & e_.FEW_WORDS, doc.text
    assert 100 < few < 500


@pytest.mark.parametrize("text", ["漢" * 120, "한국어 " * 60, "हिन्दी " * 60, "ሰብአዊ " * 60])
def test_many_words_are_seen_without_spaces_and_in_far_scripts(text: str) -> None:
    assert not events_of(formats.read("a.txt", text.encode())) & e_.FEW_WORDS
