"""The normal form of a short line, and what the lists hold under it."""

from __future__ import annotations

import itertools

import pytest

from contentlint.article.boilerplate import lines, placement
from contentlint.article.boilerplate.lines import LONGEST, Rows, ShortLines, short_lines
from contentlint.article.boilerplate.phrases import Beginnings, Phrases, phrase_beginnings
from contentlint.checks.residue import _share as networks
from contentlint.engine import ruleset
from contentlint.source import formats


def all_lines(text: str, name: str = "a.md") -> ShortLines:
    """Every short line of a text, whatever it begins with."""
    rows = Rows(formats.read(name, f"{text}\n".encode()))
    return rows.lines(list(range(len(rows.texts))))


KEYS = [
    ("Comments", "comments", ""),
    ("## 2 comments·", "comments", "decisive"),
    ("- 941 comments", "comments", "decisive"),
    ("1,204 Comments", "comments", "decisive"),
    ("1.2k comments", "comments", "decisive"),
    ("\t\t[0 Kommentare](#kommentare)\t", "kommentare", "decisive"),
    ("تعليق (0)", "تعليق", "decisive"),
    ("تَعليق\u00a0(٣)", "تعليق", "decisive"),
    ("٩٤١ تعليقات", "تعليقات", "decisive"),
    ("评论(12)", "评论", "decisive"),
    ("12条评论", "条评论", "decisive"),
    ("Comments: 12", "comments", "decisive"),
    ("Comments 12", "comments", "bare"),
    ("No comments :", "no comments", ""),
    ("**Read More:**", "read more", ""),
    ("» Lire aussi…", "lire aussi", ""),
    ("| Advertisement |", "advertisement", ""),
    ("➡️ اقرأ أيضًا ⬅️", "اقرا ايضا", ""),
    ("2.1 Comments", "2.1 comments", ""),
    ("(1) Comments", "(1) comments", ""),
]


@pytest.mark.parametrize(("line", "key", "counter"), KEYS)
def test_a_short_line_is_stripped_and_folded(line: str, key: str, counter: str) -> None:
    found = all_lines(line).whole
    assert list(found) == [key]
    assert found[key][0].counter == counter


NOT_SHORT = [
    "print `longest`",
    "```\nComments\n```",
    "---\ntitle: Comments\n---",
    "https://example.com/comments",
    "a" * 61,
    "(11)",
    "",
]


@pytest.mark.parametrize("text", NOT_SHORT)
def test_code_and_long_lines_are_not_looked_at(text: str) -> None:
    assert all_lines(text).whole == {}


HEADS = [
    ("اقرأ أيضًا: نتائج المسابقة", "اقرا ايضا"),
    ("**Lire aussi :** [Titre](https://example.com)", "lire aussi"),
    ("Lire aussi [Titre](https://example.com)", "lire aussi"),
    ("[Read more: a title](https://example.com)", "read more"),
]


@pytest.mark.parametrize(("line", "head"), HEADS)
def test_the_words_before_a_title_are_a_head(line: str, head: str) -> None:
    assert list(all_lines(line).heads) == [head]


def test_one_word_is_no_head() -> None:
    assert all_lines("Recommended: a title").heads == {}


AROUND = [
    "{}", "  {}  ", "- {}", "## {}", "**{}**", "**{}:** x", "{}: a title", "{} [a](https://e.org)",
    "[{}](https://example.com/a/b)", "| {} | x |", "> {}!", "» {} «", "➡️ {} ⬅️", "\U0001f680 {}",
    "\U0001f680{}\U0001f680", "3 {}", "1,204 {}", "1.2k {}", "٩٤١ {}", "12{}", "{} (3)", "{}(3)",
    "{} 12", "{}: 12", "{}…", "\u200f{}\u200f", "\u00a0{}\u00a0", "{}\n---", "<b>{}</b>", "\\* {}",
    "\x02 {}", "\ue001 {}", "1. {}", "1) {}", "{}\u200f: x",
]  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(
    "phrase",
    ["Comments", "Read More", "l'article", "À lire",
     "اقرأ أيضًا", "تـعليق", "评论", "댓글 달기", "E-mail"],
)  # fmt: skip
def test_a_line_is_found_by_its_beginning(around: str, phrase: str) -> None:
    every = all_lines(around.format(phrase))
    for key in {*every.whole, *every.heads}:
        words = Phrases({"": (key,)})
        doc = formats.read("a.md", f"{around.format(phrase)}\n".encode())
        found = short_lines(doc.fact(Rows), Beginnings(words), LONGEST)
        assert found.whole.get(key) == every.whole.get(key)
        assert found.heads.get(key) == every.heads.get(key)


def test_of_two_joined_words_the_first_counts() -> None:
    assert phrase_beginnings(["facebook/twitter", "read more", "e-mail"]) == {
        "facebook",
        "read",
        "e-mail",
    }


def test_arabic_entries_are_folded_only_when_asked_for() -> None:
    words = Phrases({"ar": ("اقرأ أيضًا",), "en": ("Read More",)})
    assert words.of(False) == {"read more"}
    assert words.of(True) == {"read more", "اقرا ايضا"}


def test_phrases_are_chosen_by_their_own_script_not_by_their_list() -> None:
    words = Phrases({"ar": ("x Read", "اقرأ أيضا", "RSS"), "en": ("More", "كتابة Ali"), "ru": ()})
    assert words.of(False) == {"x read", "rss", "more"}
    assert words.of(True) == {"x read", "اقرا ايضا", "rss", "more", "كتابة ali"}
    assert words and not Phrases({"ru": ()})


def test_a_phrase_is_in_one_list_only() -> None:
    lists = {}
    for rule in ruleset.builtin().rules:
        if rule.code in ("RES001", "RES002", "RES003", "RES004", "RES005"):
            options = rule.options
            lists[rule.code] = Phrases(options["phrases"]).of(True)
    assert len(lists) == 5
    for a, b in itertools.combinations(lists, 2):
        assert not lists[a] & lists[b], (a, b)


def test_every_phrase_is_its_own_key() -> None:
    # An entry that the normal form changes further could never be found.
    for rule in ruleset.builtin().rules:
        if rule.code in ("RES001", "RES002", "RES003", "RES004", "RES005"):
            for name in ("phrases", "notices", "openings"):
                for entries in rule.options.get(name, {}).values():
                    for entry in entries:
                        (key,) = all_lines(entry, "a.txt").whole
                        assert key in Phrases({"": (entry,)}).of(True), entry


@pytest.mark.parametrize("key", ["share", "طباعة", "评论", "广告"])
def test_single_words(key: str) -> None:
    assert lines.is_one_word(key)


@pytest.mark.parametrize("key", ["read more", "شارك المقال", "阅读全文"])
def test_phrases_of_several_words(key: str) -> None:
    assert not lines.is_one_word(key)


def test_a_line_inside_a_longer_link_is_not_removed() -> None:
    doc = formats.read("a.md", b"[Mehr zum Thema\nTitel](https://example.com)\n\nText.\n")
    assert placement.removal(doc, 0, 0, safe=True) is None
    assert placement.removal(doc, 0, 1, safe=True) is not None


def test_an_underlined_heading_goes_with_its_underline() -> None:
    doc = formats.read("a.md", b"Text.\n\nRead more\n---\n\nText.\n")
    fix = placement.removal(doc, 2, 2, safe=True)
    assert fix is not None
    assert doc.text[slice(*fix.edits[0].span)] == "Read more\n---\n\n"


@pytest.mark.parametrize("line", ["قد يهمك", "قد یهمك", "قد ىهمك"])
def test_a_letter_that_is_folded_makes_a_line_arabic(line: str) -> None:
    words = Phrases({"ar": ("قد يهمك",)})
    rows = Rows(formats.read("a.md", f"The council passed it.\n\n{line}\n".encode()))
    found = short_lines(rows, Beginnings(words))
    assert words.of(found.arabic) & found.whole.keys() == {"قد يهمك"}


@pytest.mark.parametrize("blank", ["\x0c", "\x1c", "\u2028"])
def test_white_space_of_any_kind_around_a_phrase_is_none_of_it(blank: str) -> None:
    found = all_lines(f"Words above.\n\n{blank}Comments{blank}\n\nWords below.")
    assert "comments" in found.whole


def test_networks_of_the_rule_itself_are_known() -> None:
    """A name that is not counts as one that somebody added, without one of the commonest."""
    rule = next(rule for rule in ruleset.full().rules if rule.code == "RES002")
    assert Phrases({"": tuple(rule.options["networks"])}).of(True) == networks._OTHERS
