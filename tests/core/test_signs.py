"""What is compiled reads a text from sign to sign, and says what the patterns say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.core import blocks, language, lexer
from contentlint.model import characters, queries
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.source import formats

PIECES = st.sampled_from(
    [
        *"[]()!<>`*_~\\\"'|#{}$@:/.^ \n\ta1نé—",
        *("![a](", "[a](", "](", "](b)", "[^1]", "](b \"t\")", "](b 't')", "](b (t))", "](<b>)"),
        *("](b\n", "](b \n\"t\" )", "](b(c)d)", "](b (", "](\"t\")", "](b \"t\\\"\" )", "](b) "),
        *("``", "~~", "<!--", "-->", "<b>", "</b>", "<a ", "<http://a.b>", "http://a.b", "www.a"),
        *("WWW.a", "Www.a", "c@d.ef", "$x^2$", "\n\n", "\n# a {#b}\n", "[a]: b\n", "[a]", "\\*"),
        *("{/* a */}", "{a}", "- ", "> ", "    ", "\\**", "\\``", "<a@b>", "</a@b>", "<a:b c>"),
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def told(doc: Document) -> tuple[object, ...]:
    markup = [(n.kind, n.start, n.end, n.first, n.last, n.dest, n.dest_end) for n in doc.markup]
    return doc.prose, doc.links, doc.comments, markup


@pytest.mark.slow
@given(TEXTS)
@settings(max_examples=1500, deadline=None)
def test_signs_and_patterns_read_the_same(text: str) -> None:
    for name in ("a.md", "a.txt", "a.mdx"):
        data = text.encode()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(lexer, "COMPILED", False)
            expected = told(formats.read(name, data))
            patch.setattr(lexer, "COMPILED", True)
            assert told(formats.read(name, data)) == expected


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(
    ("text", "prose"),
    [
        # What opens inside code, a comment or an address takes nothing of what follows.
        ("`a <b` *c* > d", f"{OBJECT * 6} {MARK}c{MARK} > d"),
        ("`a ](` *b*) c", f"{OBJECT * 6} {MARK}b{MARK}) c"),
        ("<!-- <a --> *b* > c", f"{' ' * 11} {MARK}b{MARK} > c"),
        # A tag ends before a blank line.
        ("a <b *c*\n\n*d* > e", f"a <b {MARK}c{MARK}\n\n{MARK}d{MARK} > e"),
        # Of a run, a backslash takes the first alone.
        ("\\**a* \\``b`", f"{MARK}*{MARK}a{MARK} {MARK}`{OBJECT * 3}"),
        # Not closed, or not by what closes it.
        ("[a](b *c*", f"[a](b {MARK}c{MARK}"),
        ("![a](b 'c\") d", "![a](b 'c\") d"),
    ],
)
def test_a_token_ends_where_it_ends(
    text: str, prose: str, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexer, "COMPILED", compiled)
    assert formats.read("a.md", text.encode()).prose == prose


def test_signs_are_where_they_are() -> None:
    found = look("é[a](b) ! ![c] ~ ~~~ x \\ ` <_*>\n\n``**\n")
    assert found.tokens == [1, 3, 10, 11, 13, 17, 18, 23, 25, 27, 28, 29, 33, 35]
    assert found.starts == [0, 32, 33, 38, 39]
    assert not (found.dollar or found.brace or found.at or found.pipe)
    assert [(s.dollar, s.brace, s.at, s.pipe) for s in map(look, "${@|")] == [
        (True, False, False, False),
        (False, True, False, False),
        (False, False, True, False),
        (False, False, False, True),
    ]
    assert look("wé wwww. ww. www").www == [4]
    assert look("WWW. WWWW. WW. wwW. WWW").www == []
    assert all(look(c).capitals for c in ("éWWW.", "WwW.", "wwwW.", "a wWw. www."))
    assert not any(look(c).capitals for c in ("www.", "WWW W.w", "www.W WW.", "7ww. w7w. ww7."))
    for before in ("", "a", "é", "aé", "wa", "waw é"):  # bytes are looked at in pairs
        for word in ("www.", "wwww.", "wwwww.", "wWww.", "a:www.", "www"):
            found = look(before + word)
            assert found.www == ([len(before) + len(word) - 4] if "www." in word else [])
            assert found.capitals == (word == "wWww.")
    assert look("é://://é:/ :").schemes == [1, 4]
    # In characters, of however many bytes; and what stands at either end is no pair.
    found = look("é[€𝄞\udc80_!")
    assert (found.tokens, found.starts) == ([1, 5], [0, 8])
    assert (look("~").tokens, look("![").tokens, look("").starts) == ([], [0, 1], [0, 1])


def test_a_letter_that_has_a_byte_in_common_with_a_sign_is_none() -> None:
    letters = "".join(chr(high << 8 | ord(sign)) for sign in "[]`\\<*_~\n" for high in range(1, 8))
    assert look(letters).tokens == []
    assert look(letters + "*").tokens == [len(letters)]
    assert look(letters).starts == [0, len(letters) + 1]


def look(text: str) -> lexer.Signs:
    return lexer.Signs(text, queries.to_utf8(text))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_lines_begin_where_they_begin(text: str) -> None:
    lines = text.split("\n")
    for first in (0, 1, 3):
        if first < len(lines):
            found = lexer.Signs(text, queries.to_utf8(text), first)
            assert found.starts == lexer.line_starts(lines)
            assert (found.filled, found.adjacent) == blocks.neighbours(lines, first)


LINES = st.lists(
    st.sampled_from(
        [
            *("", " ", "\u3000", "a", "a."),
            *("a" * n + end for n in (39, 78, 79, 80, 110) for end in ".a"),
            *(" " + "a" * 79, "a" * 79 + ".  ", "a" * 79 + " ", " " * 80),
        ]
    ),
    min_size=1,
    max_size=12,
)


@given(LINES, st.sampled_from([0, 1]))
@settings(max_examples=800, deadline=None)
def test_short_lines_tell_what_all_that_is_counted_tells(lines: list[str], first: int) -> None:
    text = "\n".join(lines)
    counted = filled, adjacent = blocks.neighbours(lines, first)
    starts = lexer.line_starts(lines)
    together = adjacent * 5 >= (filled - 1) * 3
    said = blocks._by_lines(lines[first:], together)
    for default in ("line", "blank-line"):
        alone = filled < 3 or adjacent == 0 or (default == "blank-line" and not together)
        expected = default if alone else said or default
        for at_hand in (lines, None):
            assert blocks.paragraph_mode(text, at_hand, starts, first, counted, default) == expected


def test_white_space_is_what_python_takes_for_it() -> None:
    assert all(characters.is_space(c) == chr(c).isspace() for c in range(0x110000))


def test_the_classes_of_white_space_are_all_of_it_but_controls() -> None:
    classes = (characters.SPACE, characters.NEWLINE, characters.OTHER_SPACE)
    found = {c for c in range(0x110000) if characters.class_of(c) in classes}
    controls = {*range(11, 14), *range(28, 32), 0x85, 0x2028, 0x2029}
    assert found | controls == {c for c in range(0x110000) if chr(c).isspace()}


STOPS = sorted(language.common_words("en") | language.common_words("vi"))
WORDS = st.lists(
    st.sampled_from(
        [
            *(*STOPS, "thee", "th", "và,", "ن", "\udc80", "\x00", "\u00c2", "‰"),
            *" \t\n\x1c\x1f\x85\xa0\u1680\u2000\u2001\u200a\u200b\u2028\u202f\u205f\u3000",
        ]
    ),
    max_size=40,
).map("".join)


@given(WORDS)
@settings(max_examples=800, deadline=None)
def test_the_words_found_are_those_of_split(text: str) -> None:
    weights = {word: 1 << n for n, word in enumerate(STOPS)}
    total = language.Words(weights).total(text.encode("utf-8", "surrogatepass"))
    assert total == sum(weights[word] for word in set(STOPS).intersection(text.split()))


def test_a_word_ends_at_whatever_is_white_space() -> None:
    words = language.Words({"the": 3})
    for c in map(chr, range(0x3100)):
        assert words.total(f"the{c}x".encode()) == (3 if c.isspace() else 0), hex(ord(c))


def test_no_two_words_share_a_slot() -> None:
    made = language.Words(dict.fromkeys(language.common_words("de"), 1))
    assert len({made.slot(form) for form in made.forms}) == len(made.words)


def test_votes_of_a_group_of_languages_fit_in_one_number() -> None:
    assert all(0 < len(words) < 1 << language._BITS for words in language._STOPS.values())
    assert all(sum(votes.values()) < 1 << 61 for votes in language._VOTES)


def test_languages_of_two_groups_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    every = list(language._STOPS)
    groups = [every[:5], every[5:]]
    votes = [language._votes(group) for group in groups]
    monkeypatch.setattr(language, "_LANGUAGES", groups)
    monkeypatch.setattr(language, "_VOTES", votes)
    monkeypatch.setattr(language, "_STOP_TABLES", [language.Words(each) for each in votes])
    for compiled in (False, True):
        monkeypatch.setattr(language, "COMPILED", compiled)
        for code in every:
            assert language.detect(" ".join(language._STOPS[code])) == (code, "ltr")


def is_found_either_way(text: str) -> None:
    """Its language is the same where nothing is compiled and by the looks that are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "COMPILED", False)
        expected = language.detect(text)
        patch.setattr(language, "COMPILED", True)
        patch.setattr(language, "_STOP_TABLES", [language.Words(each) for each in language._VOTES])
        assert language.detect(text) == expected


@given(WORDS)
@settings(max_examples=200, deadline=None)
def test_a_language_is_found_either_way(text: str) -> None:
    is_found_either_way(text * 30)


SCRIPTS = st.lists(
    st.sampled_from(
        [
            *("ال", "لل", "وال", "سلام", "که ", " از ", " را ", " می", "پچژ", "گی", "کتاب", "ی"),
            *("ہے ", "ٹ", "ڈ", "ڕ", "ۆ", "ټ", "ې", "ۇ", "ڀ", "ڻ", "ة", "ى", "أ", "ل", "ا", "ك"),
            *("של", "װ", "אָ", "да", "ї", "é", "ö", "ế", "की", "中", "の", "가", "ไทย", "ελ", "ދ"),
            *("a", "the ", "\U00010380", "\udcff", "\x1a", "\x00", "—", "«", "\u200c", "\u0640"),
            *" \n\t\x1c\x85\xa0\u1680\u2003\u3000",
        ]
    ),
    min_size=4,
    max_size=60,
).map("".join)


@pytest.mark.slow
@given(SCRIPTS, st.sampled_from([1, 5, 40]))
@settings(max_examples=1500, deadline=None)
def test_letters_of_all_scripts_are_counted_either_way(text: str, times: int) -> None:
    is_found_either_way(text * times)


def test_letters_that_tell_a_language_are_counted() -> None:
    own = {letter for _, letters in language._ARABIC_LETTERS for letter in letters}
    assert set(language.RARE) == own | set("پچژگیک")
    assert len(language.RARE) == len(set(language.RARE))
    found = language.Letters(
        "والکتاب الله لل فی\udcff aé中中\u2003کب".encode("utf-8", "surrogatepass")
    )
    assert found.rarities() == {"ک": 2, "ی": 1}
    assert (found.words, found.articles, found.latin, found.beyond) == (4, 2, 1, 45)
    counts = {name: n for (name, _), n in zip(language.SCRIPTS, found.counts, strict=False) if n}
    assert counts == {"Arabic": 17, "Han": 2, "Latin": 1, "signs of three bytes": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("der die und das für über " * 20 + "سلام " * 5, ("de", "ltr")),
        ("của và là các một có “không” " * 20 + "да ", ("vi", "ltr")),
        # As few letters say nothing of the language, but of the direction all the same.
        ("ä" * 25 + "ن" * 24, ("", "ltr")),
        ("ä" * 25 + "ن" * 26, ("", "rtl")),
        ("é — « » " * 9 + "ן" * 10, ("", "rtl")),
        ("é" * 20 + "中" * 29, ("", "ltr")),
        ("é" * 20 + "中" * 30, ("zh", "ltr")),
    ],
)
def test_a_few_letters_of_another_script(text: str, expected: tuple[str, str]) -> None:
    assert language.detect(text) == expected


def test_white_space_around_emphasis_is_the_same_in_both_builds() -> None:
    found = {chr(c) for c in range(0x110000) if characters.is_emphasis_space(c)}
    assert found == set(characters.EMPHASIS_SPACES)
