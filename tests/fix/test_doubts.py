"""What an outcome is doubted for, one reason at a time, and what is let through beside it."""

from __future__ import annotations

import ast
import random
import re
from pathlib import Path

import pytest
from calling import unplaced
from conftest import ROOT

from contentlint.engine import ruleset
from contentlint.engine.render import Examined
from contentlint.fix import apply
from contentlint.fix.verify import (
    Round,
    doubt,
    excess,
    letters,
    lost,
    new_findings,
    spelt,
    unbalanced,
)
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Rule
from contentlint.run.session import Needs, Request, Selection, Session
from contentlint.source import formats

EVERYTHING = Session(Request(Selection(isolated=True, select=("ALL",), preview=True)))
RULES = {rule.code: rule for rule in ruleset.builtin().rules}


def rule_of(code: str) -> Rule:
    """A built-in rule, or a user's that declares nothing about its fixes."""
    return RULES.get(code) or Rule(code, "house", "pattern", "warning", "found")


def fixing(text: str, *edits: tuple[str, str], safe: bool = True) -> tuple[Document, Fix]:
    """A document and a fix that replaces the first of each text by another."""
    doc = formats.read("a.md", text.encode())
    found = []
    for old, new in edits:
        at = text.index(old)
        found.append(Edit(Span(at, at + len(old)), new))
    return doc, Fix(tuple(found), safe, "test")


# One edit

LETTERS, SPACE, MARKS = "words", "more than white space", "a letter's marks"
UNSEEN = "invisible characters"
EXCESS = [
    ("PUN001", "كلمة ، نص", [("ة ،", "،")], LETTERS),
    ("PUN001", "كلمة ، نص", [(" ،", " ، و")], LETTERS),
    ("PUN003", "عام 12, ثم", [("12,", "13،")], LETTERS),
    ("PUN003", "می\u200cرود, نص", [("می\u200cرود,", "میرود،")], LETTERS),
    ("PUN003", "كَتب, نص", [("كَتب,", "كتب،")], LETTERS),
    ("NUM003", "عام ٤٥", [("٤٥", "۴۶")], LETTERS),
    ("NUM003", "عام ٤٥", [("٤٥", "۵۴")], LETTERS),
    ("TBL004", "| نص طويل |", [("| نص طويل |", "نص")], LETTERS),
    ("IMG007", "![](a.png) |", [("![](a.png) |", "![](b.png)")], LETTERS),
    ("BID004", "نص\u200fx", [("\u200fx", "")], SPACE),
    ("BID004", "نص\u200f،", [("\u200f،", "")], SPACE),
    ("STR012", "نص.  ", [(".  ", "")], SPACE),
    ("STR013", "نص", [("نص", "نص.\n")], SPACE),
    ("PUN015", "نص.\u064b ثم", [(".", "")], MARKS),
    ("BID004", "نص ١٢", [("١٢", "\u200f١٢")], UNSEEN),
    ("HSE001", "می رود", [("می ر", "می\u200cر")], UNSEEN),
    ("HSE001", "نص", [("نص", "ن\u00adص\u00ad")], UNSEEN),
    ("PUN009", "نص،\u064b ثم", [("،", "، ")], MARKS),
]
NO_EXCESS = [
    ("PUN001", "كلمة ، نص", [(" ،", "،")]),
    ("PUN001", "كلمة ،نص", [(" ،", "، ")]),
    ("PUN003", "نص,\u064b", [(",", "،")]),
    ("NUM003", "عام ٤٥", [("٤٥", "۴۵")]),
    ("NUM003", "عام ٤٥", [("٤٥", "45")]),
    ("PUN013", "نصʻ ثم", [("ʻ", "،")]),
    ("TBL004", "| نص |", [("| ", ""), (" |", "")]),
    ("BID004", "نص\u200f\u064b", [("\u200f", "")]),
    ("BID004", "نص\n\u200f\nنص", [("\n\u200f\n", "\n")]),
    ("STR012", "نص \u200b", [(" \u200b", "")]),
    ("PUN015", "# نص.\n", [(".", "")]),
    # The mark keeps its character, or had none.
    ("PUN001", "كلمة ،\u064b نص", [(" ،", "،")]),
    ("PUN005", "نص، ،\u064b ثم", [(" ،", "")]),
    ("PUN009", "\u064bنص ،", [("", " ")]),
    # An invisible character that was there, as itself or by its name.
    ("PUN003", "می\u200cرود, نص", [("می\u200cرود,", "می\u200cرود،")]),
    ("ENC012", "می&zwnj;رود", [("&zwnj;", "\u200c")]),
    ("STR013", "نص", [("نص", "نص\n")]),
    ("STR014", "نص", [("نص", "\tنص")]),
    # What these are for.
    ("DUP001", "نص نص", [(" نص", "")]),
    ("RES001", "تعليق (0)", [("تعليق (0)", "")]),
    ("ORT001", "كـَتب", [("ـ", "")]),
    ("HSE001", "نص", [("نص", "")]),
]


@pytest.mark.parametrize(("code", "text", "edits", "what"), EXCESS)
def test_edit_that_does_more_than_its_rule_is_for_is_seen(
    code: str, text: str, edits: list[tuple[str, str]], what: str
) -> None:
    doc, fix = fixing(text, *edits)
    rule = rule_of(code)
    assert excess(doc, rule, fix) == what
    assert excess(doc, rule, fix._replace(safe=False)) == ""
    reason = doubt((doc, NOTHING), (doc, NOTHING), [Round(doc, [(rule, fix)])], unsafe=True)
    assert reason == f"would change {what} ({code})"


@pytest.mark.parametrize(("code", "text", "edits"), NO_EXCESS)
def test_edit_that_does_what_its_rule_is_for_is_let_through(
    code: str, text: str, edits: list[tuple[str, str]]
) -> None:
    doc, fix = fixing(text, *edits)
    assert excess(doc, rule_of(code), fix) == ""


def test_letters_are_the_same_however_they_are_written() -> None:
    assert letters("&eacute;ﻛﻠﻤﺔ ¹") == letters("éكلمة 1")
    assert letters("&amp;quot;a&amp;quot;") == "a"
    assert spelt("٤٥ كَ\u200cـ,") == "45كَ\u200cـ"


# The whole outcome

CHANGED = [
    ("PUN003", "---\nti,tle: نص\n---\n\nنص\n", [("ti,tle", "ti،tle")], "a key of the front matter"),
    ("ENC007", "<!-- contentlint-disable PUN001 -->\nنص\n", [("PUN001", "PUN002")],
     "a suppression"),
    ("DUP001", "نص\n<!-- contentlint-disable-line PUN001 -->\n",
     [("<!-- contentlint-disable-line PUN001 -->\n", "")], "a suppression"),
    ("BID004", "نص \u2067كلمة\u2069 نص\n", [("\u2069", "")],
     "the balance of bidirectional controls"),
    ("BID004", "نص \u202bكلمة\u202c نص\n", [("\u202b", "")],
     "the balance of bidirectional controls"),
    ("PUN009", "نص\n\n1. نص\n", [("1. ", "1.")], "the kind of a line: paragraph, heading or list"),
    ("PUN001", "نص\n\n# نص\n", [("# ", "#")], "the kind of a line: paragraph, heading or list"),
    ("PUN009", "نص\n\n-نص\n", [("-", "- ")], "the kind of a line: paragraph, heading or list"),
    ("ENC007", "نص\n\n```\nx y\n```\n", [("x y", "x")], "code"),
    ("ENC007", "نص\n\n\u200b```\nx\n", [("\u200b", "")], "code"),
]  # fmt: skip
UNCHANGED = [
    ("ENC022", "نص\n\n\u200b```\nx\n", [("\u200b", "")]),
    ("ENC022", "نص\n\n\u200b# x\n", [("\u200b", "")]),
    ("ENC007", "---\nti\u200btle: نص\n---\n\nنص\n", [("\u200b", "")]),
    ("PUN001", "---\ntitle: نص ، نص\n---\n\nنص\n", [(" ،", "،")]),
    ("BID004", "نص \u2067كلمة نص\n", [("\u2067", "")]),
    ("BID004", "نص\n\n\u200f\n\nنص\n", [("\n\u200f\n", "")]),
    ("ENC007", "<!-- contentlint-disable PUN001\u200b -->\nنص\n", [("\u200b", "")]),
    ("STR011", "نص\n\n\n\nنص\n", [("\n\n\n\n", "\n\n")]),
]


def after(doc: Document, fix: Fix) -> Document:
    return formats.read("a.md", apply.apply(doc.text, fix.edits).encode())


@pytest.mark.parametrize(("code", "text", "edits", "what"), CHANGED)
def test_change_of_what_is_protected_is_seen(
    code: str, text: str, edits: list[tuple[str, str]], what: str
) -> None:
    doc, fix = fixing(text, *edits)
    rounds = [Round(doc, [(rule_of(code), fix)])]
    assert lost(doc, after(doc, fix), rounds) == f"would change {what}"


@pytest.mark.parametrize(("code", "text", "edits"), UNCHANGED)
def test_what_is_not_protected_may_change(
    code: str, text: str, edits: list[tuple[str, str]]
) -> None:
    doc, fix = fixing(text, *edits)
    assert lost(doc, after(doc, fix), [Round(doc, [(rule_of(code), fix)])]) == ""


@pytest.mark.parametrize(
    ("code", "reason"),
    [("PUN001", "would change a tag on line 1"), ("ENC007", ""), ("SRC004", "")],
)
def test_tag_is_changed_by_rules_about_tags_only(code: str, reason: str) -> None:
    doc, fix = fixing('<span title="نص ،">نص</span>\n', (" ،", "،"))
    assert lost(doc, after(doc, fix), [Round(doc, [(rule_of(code), fix)])]) == reason


def test_letters_that_may_go_do_not_hide_those_that_may_not() -> None:
    text = "first words of a text\n\nsecond words of it\n\nComments (0)\n"
    doc, chrome = fixing(text, ("\nComments (0)\n", ""))
    _, other = fixing(text, ("second words of it", ""))
    taken = [(rule_of("RES001"), chrome), (rule_of("HSE001"), other)]
    new = after(doc, Fix((*other.edits, *chrome.edits), True, ""))
    assert lost(doc, new, [Round(doc, taken)]) == "would remove 37 % of the letters"
    assert lost(doc, after(doc, chrome), [Round(doc, taken[:1])]) == ""


BALANCE = [
    ("", 0),
    ("نص", 0),
    ("\u2067a\u2069", 0),
    ("\u2067\u202aa\u202c\u2069", 0),
    ("\u2067a", 1),
    ("a\u2069", 1),
    ("\u202e\u202e\u202c", 1),
    ("\u2067\n\u2069", 2),
    ("\u2067\u202c\u2069", 1),
    ("\u202a\u2069\u202c", 1),
    ("\u200f\u200e\u061c", 0),
]


@pytest.mark.parametrize(("text", "wrong"), BALANCE)
def test_controls_that_are_not_closed_are_counted(text: str, wrong: int) -> None:
    assert unbalanced(text) == wrong


# New findings

NOTHING = Examined([], [], 0, [])


TRACKED = "\n[نص](https://example.com/a?utm_source=b)\n"


def examined(text: str) -> Examined:
    return EVERYTHING.examine(formats.read("a.md", text.encode()))


@pytest.mark.parametrize(
    ("codes", "before", "now", "reason"),
    [
        (["PUN001"], "نص\n", "![]()\n\nنص\n", "would cause IMG001"),
        (["PUN001"], "![]()\n\nنص\n", "![]()\n\nنص\n", ""),
        (["PUN001"], "![]()\n\nنص\n", "نص\n", ""),
        # Of another rule, an info is no new fault; of the rule itself it is.
        (["PUN001"], "نص\n", f"نص\n{TRACKED}", ""),
        (["SRC008"], "نص\n", f"نص\n{TRACKED}", "would cause SRC008"),
    ],
)
def test_new_finding_is_seen(codes: list[str], before: str, now: str, reason: str) -> None:
    assert new_findings(examined(before), examined(now), [*map(rule_of, codes)]) == reason


def test_what_a_removal_uncovers_is_not_new() -> None:
    old, new = examined("نص\n"), examined("نص\n\n## التعليقات\n")
    assert new_findings(old, new, [rule_of("RES001")]) == ""
    assert new_findings(old, new, [rule_of("PUN001")]).startswith("would cause ")


# What declares it

CODE = re.compile(r"[A-Z]{3}(?:[0-9]{3})?")
GENERAL = ("engine", "fix", "run", "report", "cli")


def test_only_suppressions_name_codes_outside_the_rule_sets() -> None:
    families = {code[:3] for code in RULES}
    named = {
        (path.name, node.value)
        for package in GENERAL
        for path in (ROOT / "contentlint" / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if CODE.fullmatch(node.value) and node.value[:3] in families
    }
    assert {name for name, _ in named} == {"suppress.py"}
    assert {code for _, code in named} == {"SUP", "SUP001", "SUP002", "SUP003"}


@pytest.mark.parametrize(
    ("lines", "may_change"),
    [
        ("", ("words", "blocks")),
        ('may-change = ["links"]', ("links",)),
        ('[set]\nmay-change = ["links"]', ("links",)),
        ('[set]\nmay-change = ["links"]\n[own]\nmay-change = []', ()),
    ],
)
def test_rule_or_its_file_says_what_its_fixes_may_change(
    tmp_path: Path, lines: str, may_change: tuple[str, ...]
) -> None:
    head, _, own = lines.partition("[own]") if "[set]" in lines else ("", "", lines)
    stanza = f"[HSE001]\n{own}\n{STANZA}"
    path = tmp_path / "house.toml"
    path.write_text(f"{head}\n{stanza}", encoding="utf-8")
    (rule,) = ruleset.read_family(str(path), {}).rules
    assert rule.may_change == may_change


STANZA = """name = "house"
kind = "existence"
severity = "warning"
message = "found"
why = "W."
source = "S."
bad = ["a"]
good = ["b"]
options.tokens = ["a"]
"""


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ('may-change = ["link"]', "may-change: unknown value 'link'; did you mean 'links'?"),
        ('may-change = "links"', "may-change: expected a list of strings, not 'links'"),
        ('may-remove = "all"', "all"),
        ("may-reveal = 3", "may-reveal: expected a list of strings, not 3"),
    ],
)
def test_wrong_declaration_is_an_error(tmp_path: Path, wrong: str, error: str) -> None:
    path = tmp_path / "house.toml"
    for text in (f"[set]\n{wrong}\n[HSE001]\n{STANZA}", f"[HSE001]\n{wrong}\n{STANZA}"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            ruleset.read_family(str(path), {})
        assert error in str(caught.value)
        assert "\n" not in unplaced(str(caught.value))


# Together


@pytest.mark.slow
def test_order_of_the_files_makes_no_difference() -> None:
    texts = [
        text.encode("utf-8", "surrogateescape")
        for rule in ruleset.builtin().rules
        if rule.fix != "none" and rule.example_format != "text"
        for text in rule.bad[:1]
    ]
    wanted: dict[bytes, bytes] = {}
    for seed in range(20):
        random.Random(seed).shuffle(texts)
        session = Session(Request(Selection(isolated=True), needs=Needs(fix="text", unsafe=True)))
        for text in texts:
            _, made = session.repair(formats.record("a.md", text))
            assert wanted.setdefault(text, made) == made
