"""Characters with their neighbours: the scan and its specification find the same places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint import Linter
from contentlint.core import dispatch, pure
from contentlint.core.index import MOST, CharScan, CharTable
from contentlint.model import characters, trigger
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.model.trigger import Chars
from contentlint.source import formats

SIGNS = (
    ".,:;!?،؛؟۔।…⋯·•—–-+#*@$\\/%٪‰&=<>|_~^`'\"«»“”„‘’()[]{}（）「」。、，！？：；《》§©™°²€←→☺🙂🏽⚡"
    "\u200b\u200c\u200f\u2066\ufffd\ue001\x01×÷॥"
)
"""Signs of one to four bytes, whose classes are in the table, beyond it, or of several kinds."""
OTHERS = f"aé漢ب1٢・ー\u0301\u064b\u20e3\ufe0f\ufeff \n\u00a0\x1f{MARK}{OBJECT}"
"""What an option may name although it is no sign of a scan."""
PIECES = st.sampled_from(
    [
        *SIGNS,
        *OTHERS.replace(MARK, ""),  # NUL in a file may mean that it is binary
        *"aZéßжא漢か한क\u093eᄀ𝄞𐎀بةىيلکﻁ0٣۴",
        *("ـ", "َ", "ً", "\u0655", "\u0301", "\u05b8", "\u180b"),
        *(" ", " ", "\t", "\u00a0", "\u202f", "\u2009", "\u3000", "\x0b", "\x85", "\u2028"),
        *("\n", "\n\n", "\n\n\n", "- ", "> ", "# ", "| ", "\\"),
        *("**", "`a.`", "`!` ", "[a](b.c!)", "![a](b)", "<b>", "<!-- a, -->", "https://a.b/c. "),
        *("www.a.b", "$x^2$", "```\n", "{{a}}", "\udce9"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
CLASSES = st.one_of(
    st.just(-1),
    st.sampled_from(
        [
            *(trigger.SPACES, trigger.LETTERS, trigger.LATIN, trigger.STOPS, trigger.MARKS),
            *(trigger.LINE_ENDS, trigger.HASH, trigger.SYMBOLS),
        ]
    ),
    st.integers(0, (1 << characters.FAR + 1) - 1),
)
TRIGGERS = st.builds(Chars, st.text(SIGNS + OTHERS, max_size=6), CLASSES, CLASSES)
NAMES = st.sampled_from(["a.md", "a.txt", "a.mdx"])
LANGUAGES = st.sampled_from(["ar", "en", "fr", "zh", ""])


def read(text: str, name: str = "a.txt", language: str = "en") -> Document:
    data = text.encode("utf-8", "surrogatepass")
    return formats.read(name, data, language=language)


def scanned(doc: Document, triggers: list[Chars]) -> list[int]:
    """Index a document as a compiled scan does; return the rules, one a trigger, that start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", True)
        gates = dispatch.build_gates([(each,) for each in triggers])
        return dispatch.started(doc, dispatch.some_gates(gates, range(len(triggers))))


def as_defined(prose: str, each: Chars) -> list[int]:
    def classes(at: int) -> int:
        return 1 << (
            characters.class_of(ord(prose[at])) if 0 <= at < len(prose) else characters.NEWLINE
        )

    return [
        at
        for at, char in enumerate(prose)
        if char in each.chars and each.before & classes(at - 1) and each.after & classes(at + 1)
    ]


@settings(deadline=None)
@given(TEXTS, st.lists(TRIGGERS, min_size=1, max_size=8, unique=True), NAMES, LANGUAGES)
def test_scan_and_specification_find_the_same_places(
    text: str, triggers: list[Chars], name: str, language: str
) -> None:
    doc = read(text, name, language)
    expected = [as_defined(doc.prose, each) for each in triggers]
    assert [list(pure.places(doc, each)[0]) for each in triggers] == expected
    assert pure.places(doc, *triggers) == expected
    table = CharScan(doc.prose, CharTable(triggers))
    for at, char in enumerate(doc.prose):
        table.enter(table.own[characters.class_of(ord(char))], at)
    assert table.found == expected
    assert table.met == sum(1 << number for number, each in enumerate(expected) if each)
    started = scanned(doc, triggers)
    assert [list(doc.places(each)) for each in triggers] == expected
    met = [number for number, each in enumerate(expected) if each]
    # A rule that names other characters always runs.
    assert [n for n in started if n in met or not set(triggers[n].chars) & set(OTHERS)] == met


def test_no_word_character_is_of_another_class_than_word_has() -> None:
    every = re.findall(r"\w", "".join(map(chr, range(0x110000))))
    assert len(every) > 100_000
    assert not trigger.classes_of("".join(every)) & ~trigger.WORD


@pytest.mark.parametrize("sign", sorted(set(SIGNS)))
@pytest.mark.parametrize(
    "around", ["{0}", "a{0}", "{0} b", "a {0}{0}\n\nb{0}\n{0}", "漢{0}é{0}\u0301"]
)
def test_sign_is_found_wherever_it_occurs(sign: str, around: str) -> None:
    doc = read(around.format(sign))
    scanned(doc, [Chars(sign)])
    expected = [at for at, char in enumerate(doc.prose) if char == sign]
    assert list(doc.places(Chars(sign))) == expected


def test_places_of_a_character_that_is_in_the_table_under_another_trigger() -> None:
    doc = read("a... b.. c. .d")
    ends, inside = Chars(".", after=trigger.SPACES), Chars(".", trigger.STOPS, trigger.STOPS)
    assert scanned(doc, [ends, inside]) == [0, 1]
    assert list(doc.places(ends)) == [3, 7, 10]
    assert list(doc.places(inside)) == [2]
    # One that no rule names is worked out on demand.
    assert list(doc.places(Chars(".", after=trigger.LETTERS))) == [12]


def test_rules_beyond_the_triggers_of_one_table_always_run() -> None:
    marks = [Chars(chr(0x2190 + n), before=trigger.SPACES) for n in range(MOST + 8)]
    beyond = list(range(MOST, len(marks)))
    for number, each in enumerate(marks):
        doc = read(f"a {each.chars} b")
        assert scanned(doc, marks) == sorted({number, *beyond})
        assert [list(doc.places(other)) for other in marks] == [
            [2] if other == each else [] for other in marks
        ]


def test_rules_that_are_off_leave_the_others_their_triggers() -> None:
    marks = [Chars(char) for char in "!?+"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", True)
        gates = dispatch.some_gates(dispatch.build_gates([(each,) for each in marks]), [2])
        doc = read("a! b? c+")
        assert dispatch.started(doc, gates) == [0]
        assert dispatch.started(read("a! b?"), gates) == []
    assert list(doc.places(marks[2])) == [7]


@pytest.mark.parametrize("compiled", [False, True])
def test_marks_of_the_configuration_are_found(
    compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "COMPILED", compiled)
    text = "# News\n\nIt rose by 5 % in May and cost 3 € a piece, and that was all .\n"
    for marks, expected in ((".%€", ["%", "€", "."]), (".・é", ["."]), ("", [])):
        linter = Linter({"rules": {"PUN001": {"options": {"marks": marks}}}})
        found = [each for each in linter.text(text).diagnostics if each.code == "PUN001"]
        assert [text[each.end - 1] for each in found] == expected
