"""What is printed of content: invisible characters are named, the others stay."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from contentlint._util import escape

INVISIBLE = [
    "\x00",
    "\x07",
    "\t",
    "\n",
    "\r",
    "\x1b",
    "\x7f",
    "\x80",
    "\x85",
    "\x9b",
    "\u00ad",
    "\u034f",
    "\u061c",
    "\u180e",
    "\u200b",
    "\u200e",
    "\u200f",
    "\u2028",
    "\u2029",
    "\u202a",
    "\u202e",
    "\u2060",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\u206f",
    "\u3164",
    "\ufeff",
    "\ud800",
    "\udc80",
    "\udcff",
    "\ufffe",
    "\U0001d173",
    "\U000e0041",
    "\U000e0100",
]
VISIBLE = ["a", " ", "é", "ش", "،", "ـ", "\u064e", "\u00a0", "中", "😀", "\ufe0f", "⟨", "\ufffd"]


@pytest.mark.parametrize("char", INVISIBLE, ids=escape.code_point)
def test_invisible_character_is_named(char: str) -> None:
    shown = escape.visible(f"a{char}b")
    assert shown == f"a⟨{escape.NAMES.get(char) or escape.code_point(char)}⟩b"
    assert escape.excerpt(f"a{char}b") == shown


@pytest.mark.parametrize(
    ("char", "name", "named"),
    [
        ("\u200f", "⟨right-to-left mark⟩", "right-to-left mark (U+200F)"),
        ("\x00", "⟨null⟩", "null (U+0000)"),
        ("\x01", "⟨U+0001⟩", "U+0001"),
        ("\udc9b", "⟨0x9B⟩", "0x9B"),
    ],
)
def test_character_is_named_in_words_where_it_has_a_name(char: str, name: str, named: str) -> None:
    assert escape.visible(char) == name
    assert escape.named(char) == named


def test_names_are_distinct_and_those_of_unicode_where_it_has_the_character_in_words() -> None:
    assert len(set(escape.NAMES.values())) == len(escape.NAMES)
    # The names of controls and of U+FEFF are those that people know.
    for char, name in escape.NAMES.items():
        if unicodedata.category(char) != "Cc" and char != "\ufeff":
            assert unicodedata.name(char) == name.upper()


@pytest.mark.parametrize("char", VISIBLE, ids=escape.code_point)
def test_visible_character_stays(char: str) -> None:
    assert escape.visible(char) == char
    assert escape.excerpt(char) == char


def test_every_control_and_format_character_is_named_but_the_visible_ones() -> None:
    # Signs that stand over or around numbers are "format" characters with a shape.
    shaped = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    bare = [
        f"U+{n:04X}"
        for n in range(0x110000)
        if unicodedata.category(chr(n)) in ("Cc", "Cf", "Zl", "Zp", "Cs") and n not in shaped
        if escape.visible(chr(n)) == chr(n)
    ]
    assert bare == []


def test_no_invisible_character_is_taken_for_printable() -> None:
    every = escape._INVISIBLE.findall("".join(map(chr, range(0x110000))))
    assert len(every) > 4000
    assert [char for char in every if escape.visible(char) == char] == []


def test_joiners_stay_in_an_excerpt_and_are_named_in_a_message_where_nobody_sees_them() -> None:
    assert escape.excerpt("کار\u200cخانه\u200d") == "کار\u200cخانه\u200d"
    assert escape.visible("کار\u200cخانه a\u200cb") == (
        "کار⟨zero width non-joiner⟩خانه a⟨zero width non-joiner⟩b"
    )
    assert escape.visible("د\u200d 👩\u200d") == "د⟨zero width joiner⟩ 👩⟨zero width joiner⟩"
    for seen in ("می\u200cشود", "1445ه\u200d", "👩\u200d👩", "❤\ufe0f\u200d🔥"):
        assert escape.visible(seen) == seen


def test_fault_with_nothing_to_see_in_it_is_named() -> None:
    assert escape.fault("\u00a0") == "⟨no-break space⟩"
    assert escape.fault("  \u3000") == "  ⟨ideographic space⟩"
    assert (
        escape.fault("\u200c\u200c\u200c\u200d") == "⟨zero width non-joiner × 3⟩⟨zero width joiner⟩"
    )
    assert escape.fault("\u200b\u00a0\u00a0") == "⟨zero width space⟩⟨no-break space × 2⟩"
    assert escape.fault(" ") == " "
    assert escape.fault("می\u200cشود\u00a0") == "می\u200cشود\u00a0"
    assert escape.fault("a\u200b") == "a⟨zero width space⟩"


def test_undecodable_byte_is_named_as_a_byte() -> None:
    assert escape.visible("\udc9b") == "⟨0x9B⟩"
    assert escape.visible("\udcff\udd00") == "⟨0xFF⟩⟨U+DD00⟩"
    assert escape.visible("\ud800") == "⟨U+D800⟩"


def test_named_text_is_named_only_once() -> None:
    once = escape.visible("".join(INVISIBLE))
    assert escape.visible(once) == once


def test_quote_is_cut_in_code_points_before_it_is_named() -> None:
    assert escape.quote("ش" * 60) == "ش" * 60
    assert escape.quote("ش" * 61) == "ش" * 59 + "…"
    assert escape.quote("\u202e" * 61, 2) == "⟨right-to-left override⟩…"


@pytest.mark.parametrize("command", ["##[add-mask]x", "a ##vso[task.y]", "##teamcity[x]", "###[x"])
def test_bracket_of_a_command_is_named(command: str) -> None:
    shown = command.replace("[", "⟨U+005B⟩")
    assert escape.visible(command) == escape.excerpt(command) == shown
    assert escape.json_text(command) == command.replace("[", "\\u005b")
    assert escape.visible("# [x] #[y] vso[z]") == "# [x] #[y] vso[z]"


def test_path_at_the_beginning_of_a_line_is_no_command() -> None:
    assert escape.line_start("::error::.md") == "./::error::.md"
    assert escape.line_start("  ::x.md") == "./  ::x.md"
    assert escape.line_start("a::b.md\n") == "a::b.md⟨line feed⟩"
    assert escape.line_start("a/ ::.md") == "a/ ::.md"


# What the formats of reports need


@pytest.mark.parametrize(
    ("function", "text", "expected"),
    [
        (escape.json_text, "a\nb\x7f\u2028\U000e0041ن", "a\nb\\u007f\\u2028\\udb40\\udc41ن"),
        (escape.json_text, "\uffff\ufffe", "\\uffff\\ufffe"),
        (escape.encodable, "\udc80\ud800\u202e\x00", "⟨0x80⟩⟨U+D800⟩\u202e\x00"),
        (escape.sarif, "{0} [a] \\", "{{0}} [a] \\"),
        (escape.sarif, "[a](1) \\", "\\[a\\](1) \\\\"),
        (escape.xml, "<\x00\"'&]]>\n", "&lt;⟨null⟩&quot;&#x27;&amp;]]&gt;⟨line feed⟩"),
        (escape.github, "100%\r\nb:,", "100%25⟨carriage return⟩%0Ab:,"),
        (escape.github_property, "100%\n:,", "100%25⟨line feed⟩%3A%2C"),
        (escape.azure, "%;]\n", "%AZP25;]⟨line feed⟩"),
        (escape.azure_property, "%;]", "%AZP25%3B%5D"),
        (escape.cell, "=1", "'=1"),
        (escape.cell, "+1;-1; @a;b=c", "'+1;'-1; '@a;b=c"),
        (escape.cell, ' "=1', " \"'=1"),
        (escape.cell, "\uff1d1;\uff0b1;\uff0d1;\uff201", "'\uff1d1;'\uff0b1;'\uff0d1;'\uff201"),
        (escape.cell, "1-1 a@b\u202e=1", "1-1 a@b⟨right-to-left override⟩=1"),
        (escape.code_span, "a`b``c", "``` a`b``c ```"),
        (escape.code_span, "a`b", "`` a`b ``"),
        (escape.code_span, "a b", "`a b`"),
        (escape.code_span, "نص", f"`{escape.FSI}نص{escape.PDI}`"),
        (escape.code_span, " ", "`   `"),
    ],
)
def test_escape(function: Callable[[str], str], text: str, expected: str) -> None:
    assert function(text) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\tc\n", "a\r\nb\tc\n"),
        ("a\rb", "a⟨carriage return⟩b"),
        ("a\x0b ::b", "a⟨vertical tab⟩ ::b"),
        ("\u3000::b\n ::c", "\u3000⟨U+003A⟩:b\n ⟨U+003A⟩:c"),
        ("a::b ك\u200cگ\u200d", "a::b ك\u200cگ\u200d"),
        ("##vso[x] ## [x]", "##vso⟨U+005B⟩x] ## [x]"),
    ],
)
def test_lines_of_content_keep_their_ends(text: str, shown: str) -> None:
    assert escape.multiline(text) == shown


def test_every_character_in_lines_is_as_in_an_excerpt_but_tabs_and_line_ends() -> None:
    every = [chr(n) for n in range(0x110000) if chr(n) not in "\t\n"]
    text = "x".join(every)
    assert escape.multiline(text) == escape.excerpt(text)
