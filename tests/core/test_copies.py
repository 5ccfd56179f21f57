"""Rules about repetition are started wherever they find something, and hardly anywhere else."""

from __future__ import annotations

import unicodedata
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contentlint.checks.duplicates import (
    duplicate_paragraph,
    duplicate_paragraph_normalized,
    duplicate_sentence,
    near_duplicate_paragraph,
)
from contentlint.core import dispatch
from contentlint.core.letters import FACTOR, MASK, ODD, latin, letter, source_letters
from contentlint.core.letters import letters as letters_of
from contentlint.core.paragraphs import (
    Sequences,
    _ones,
    _Said,
    behind_blanks,
    copies,
    next_sentence,
)
from contentlint.core.segment import sentences, words
from contentlint.model import trigger
from contentlint.model.characters import class_of
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.model.rule import BoundRule
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats
from contentlint.text.similarity.exact import echoes
from contentlint.text.similarity.near import Wording, common
from contentlint.text.unicode.fold import light

CODES = ("DUP001", "DUP002", "DUP003", "DUP004")
NEWS = "The minister said on Monday that the talks on the new bridge would begin before the summer"
OLD = "The old bridge was closed in the spring, after a storm had torn off a part of its railing"
KHABAR = "أعلنت الوزارة أمس عن خطة جديدة لتطوير شبكة النقل في المدن الكبرى"
PIECES = st.sampled_from(
    [
        "\n\n", "\n\n", "\n\n", "\n\n- ", "\n\n> ", "\n", " ", "  ", NEWS + ". ", NEWS + "! ",
        OLD + ". ", OLD + ". ", NEWS.upper() + ". ", NEWS + ", he said. ",
        "The talks go on today. ", "The talks go on today. ", "Mr. ",
        "They meet at ten in the hall by the river. ", "They meet at ten in the hall by a river. ",
        "They meet at ten in the hall, he said", "And then they go. ", "1. ", "(", ") ", "** ",
        "**", "`code`", "[a link](https://example.org) ", KHABAR + ". ",
        KHABAR + "، وقال الوزير ذلك. ", KHABAR.replace("أ", "ا") + ". ",
        KHABAR.replace("شبكة", "شَبَكَةِ") + ". ", KHABAR.replace("الكبرى", "الكبــرى") + "؟ ",
        KHABAR + "۔ ", "e\u0301", "é", "ﬁ", "ß", "ss",
        "\u200b", "\u200c", "\ufeff", "\u00a0", "\x0b", "\x1a", "。",
        "会議は来週から始まる予定です。", "मंत्री ने कहा कि बातचीत जारी है। ",
        "…", "... ", "”", "12 ", "١٢ ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
LANGUAGES = st.sampled_from(["ar", "en", "de", "ur", "hi", "ja", ""])


@pytest.fixture(scope="module")
def rules() -> tuple[BoundRule, ...]:
    request = Request(Selection(isolated=True, select=CODES))
    return tuple(Session(request).resolver.settings("a.md").rules)


def read(text: str, language: str) -> Document:
    return formats.read("a.md", text.encode("utf-8", "surrogatepass"), language=language)


def started(doc: Document, rules: tuple[BoundRule, ...]) -> set[str]:
    """The rules that a compiled scan starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", True)
        numbers = dispatch.started(doc, dispatch.build_gates([bound.needs for bound in rules]))
    return {rules[number].rule.code for number in numbers}


def found(doc: Document, rules: tuple[BoundRule, ...]) -> set[str]:
    return {b.rule.code for b in rules if b.check is not None and any(b.check(doc))}


@PATIENT
@given(TEXTS, LANGUAGES)
def test_what_finds_something_is_started(
    rules: tuple[BoundRule, ...], text: str, language: str
) -> None:
    wanted = found(read(text, language), rules)
    assert wanted <= started(read(text, language), rules)


def test_foreign_full_stop_at_the_end_of_arabic_does_not_count(
    rules: tuple[BoundRule, ...],
) -> None:
    text = "علنت الوزارة امس عن خطة جديدة لتطوير شبكة النقل في المدن "
    text = f"ا{text}الكبرى. 。\n\nأ{text}الكبــرى؟ "
    assert found(read(text, "ar"), rules) <= started(read(text, "ar"), rules)


@PATIENT
@given(TEXTS, LANGUAGES)
def test_the_echoes_are_the_same(text: str, language: str) -> None:
    doc = read(text, language)
    started(doc, ())
    assert echoes(doc) == echoes(read(text, language))


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (f"{NEWS}.", f"{NEWS}.", {"DUP001"}),
        (f"{NEWS}.", f"{NEWS}.".upper(), {"DUP002"}),
        (f"{NEWS} of 2024; {OLD}.", f"{NEWS} of 2025; {OLD}.", {"DUP003"}),
        (f"{NEWS}. {OLD}.", f"{NEWS}. Nobody had thought that they would.", {"DUP004"}),
        (f"{KHABAR}.", f"{KHABAR}.".replace("أ", "ا"), {"DUP002"}),
        ("Der Straßenbau und die neue Brücke werden teuer, sagt er.",
         "Der STRASSENBAU und die neue Brücke werden teuer, sagt er.", {"DUP002"}),
        (f"[It goes on to this town](/{'a' * 40}).",
         f"[It goes on to this town](</{'a' * 40}>).", {"DUP002"}),
        (f"![](a.png) It goes on to old {'town' * 40}",
         f"![](a.png) It goes on to old {'town' * 40}",
         {"DUP001"}),
        # What is equal to the letter needs no letters that are told one by one.
        ("The old bridge and the new one, both closed for the winter: cafe\u0301.",
         "The old bridge and the new one, both closed for the winter: cafe\u0301.", {"DUP001"}),
        ("Le café de la gare sera fermé pendant tout l'hiver, dit-on.",
         "Le cafe\u0301 de la gare sera ferme\u0301 pendant tout l'hiver, dit-on.", {"DUP001"}),
    ],
)  # fmt: skip
def test_a_copy_starts_its_rule(
    rules: tuple[BoundRule, ...], first: str, second: str, codes: set[str]
) -> None:
    text = f"{first}\n\nSomething else stands between the two of them here.\n\n{second}\n"
    doc = read(text, "")
    assert found(doc, rules) == codes
    assert codes <= started(read(text, ""), rules)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Other words in the middle, or before it.
        (f"{NEWS[:37]} {OLD}.", f"{NEWS[:37]} money is spent, and nobody will ask who has got it."),
        (f"It is dear. {OLD}.", "Nobody stood there at noon, not far from a part of its railing."),
        # Quotes, and lines that end no sentence.
        (f"> {NEWS}, he said.", f"> {NEWS}, I heard."),
        (f"- {NEWS[:60]} (one)", f"- {NEWS[:60]} (two)"),
        (f"> {NEWS}.", f"> {NEWS}."),
        (NEWS, NEWS),
        (NEWS, NEWS.upper()),
        (f"- {OLD[:50]}.", f"- {OLD[:50]}."),
        # A link behind a few words.
        (f"[Read more](/{'a' * 130})", f"[Read more](/{'b' * 130})"),
        (f"[Read more about it](/{'a' * 40}).", f"[Read more about it](/{'a' * 40})."),
        # A sentence that is short.
        (f"{OLD[:36]}. {NEWS}.", f"{OLD[:36]}. Nobody had thought that they would."),
        # Few words.
        ("Mr. Smith is the new mayor of the old town by the river.",
         "Mr. Smith is the new owner of an inn, far from all rivers."),
    ],
)  # fmt: skip
def test_what_only_begins_or_ends_alike_starts_none(
    rules: tuple[BoundRule, ...], first: str, second: str
) -> None:
    text = f"{first}\n\nSomething else stands between the two of them here.\n\n{second}\n"
    assert started(read(text, "en"), rules) == set()


HALL = "They meet at ten in the old hall today."
TALK = "She had asked for a talk in the town hall."


@pytest.mark.parametrize(
    ("first", "second", "is_started"),
    [
        # A sentence of nine words at the end of both, and one of ten.
        (f"{OLD}. {HALL}", f"{NEWS}. {HALL}", False),
        (f"{OLD}. {TALK}", f"{NEWS}. {TALK}", True),
        # One of seven, and what follows it the same: ten words, but two sentences.
        (f"{OLD}. We met her in the town hall. Then they all went.",
         f"{NEWS}. We met her in the town hall. Then they all went.", False),
        # One that an abbreviation does not end.
        (f"{OLD}. We met her in the St. Mary hall of this town.",
         f"{NEWS}. We met her in the St. Mary hall of this town.", True),
        # Words that no sign ends.
        (f"{OLD}. {TALK[:-1]}", f"{NEWS}. {TALK[:-1]}", False),
        # So long that its end is not looked for.
        (f"{OLD}. {NEWS}, {NEWS}, {NEWS}.", f"It is. {NEWS}, {NEWS}, {NEWS}.", True),
    ],
)  # fmt: skip
def test_a_sentence_far_from_its_copy_has_ten_words(
    rules: tuple[BoundRule, ...], first: str, second: str, is_started: bool
) -> None:
    text = f"{first}\n\nSomething else stands between the two of them here.\n\n{second}\n"
    assert ("DUP004" in started(read(text, "en"), rules)) == is_started
    assert ("DUP004" in found(read(text, "en"), rules)) == is_started


@pytest.mark.parametrize(
    ("sentences", "is_started"),
    [
        # Directly behind its copy a short one counts; not behind another.
        ("{0} {0} {1}", True),
        ("{0} {1} {0} {2}", False),
        ("{0} {1} {0} {2} {0} {1}", False),
        ("{0} {1} {0} {0}", True),
        # Each copy has a part that begins like all of it.
        ("{3} {3} {1}", True),
    ],
)
def test_a_short_sentence_follows_its_copy(
    rules: tuple[BoundRule, ...], sentences: str, is_started: bool
) -> None:
    said = sentences.format(
        "They go on today.",
        "He said that to her.",
        "Nobody asked why so late.",
        "we go on so…a… we go on so…b.",
    )
    text = f"{OLD}. {said}\n\n{OLD}, and {NEWS}.\n"
    assert ("DUP004" in started(read(text, "en"), rules)) == is_started
    assert ("DUP004" in found(read(text, "en"), rules)) == is_started


@pytest.mark.parametrize("blocks", ["{0}", "{0}\n\n{1}", "{1}\n\n{0}", "> {1}\n\n{0}", "{2}"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{NEWS} of 2024; {OLD}.", f"{NEWS} of 2025; {OLD}."),
        (f"{NEWS} of 2024; {OLD}.", f"{NEWS}  of 2024; {OLD}."),
        (f"{NEWS} of 2024; {OLD}.", f"{NEWS} of 2024; {OLD}!"),
        (f"{NEWS}, and {OLD}.", f"*{NEWS}*, and {OLD}."),
        (f"“{NEWS}, and {OLD}.", f"“{NEWS}, and of {OLD}."),
        (f"{NEWS}, and **{OLD}**.", f"**{NEWS}, and of {OLD}.**"),
        (f"[1] {NEWS}, and {OLD}.", f"[2] {NEWS}, and of {OLD}."),
        (f"{KHABAR}، {KHABAR}.", f"{KHABAR.replace('أ', 'ا')}، {KHABAR}."),
    ],
)
def test_what_a_scan_has_found_out_changes_no_finding(
    rules: tuple[BoundRule, ...], first: str, second: str, blocks: str
) -> None:
    more = blocks.format(first, second, "\n\n".join([first, second] * 6))
    text = f"{first}\n\n{OLD}; it is open again.\n\n{more}\n\n{second}\n"
    alone, scanned = read(text, "en"), read(text, "en")
    codes = started(scanned, rules)
    for bound in rules:
        if bound.check is not None:
            wanted = [*bound.check(alone)]
            assert [*bound.check(scanned)] == wanted
            assert bound.rule.code in codes or not wanted


@PATIENT
@given(TEXTS, LANGUAGES)
def test_findings_are_the_same_behind_a_scan(
    rules: tuple[BoundRule, ...], text: str, language: str
) -> None:
    alone, scanned = read(text, language), read(text, language)
    started(scanned, rules)
    for bound in rules:
        if bound.check is not None:
            wanted = [*bound.check(alone)]
            assert [*bound.check(scanned)] == wanted


def test_only_the_last_few_that_begin_alike_are_compared(rules: tuple[BoundRule, ...]) -> None:
    ends = ("late, they say.", *"abcdefg", "so it is now.")
    middle = f"{NEWS}; {OLD}, and nobody asked the people of the town, "
    others = [f"{NEWS} {each * 9} {each * 8} {each * 7} {each * 6}." for each in ends[1:-1]]
    for between, is_fault in ((others, False), (others[:3], True)):
        text = "\n\n".join([middle + ends[0], *between, middle + ends[-1]])
        alone, scanned = read(text, "en"), read(text, "en")
        assert "DUP003" in started(scanned, rules)
        near = next(bound for bound in rules if bound.rule.code == "DUP003")
        assert near.check is not None
        for doc in (alone, scanned):
            assert bool([*near.check(doc)]) == is_fault


def test_so_many_pairs_are_not_told_apart_that_the_rule_does_it(
    rules: tuple[BoundRule, ...],
) -> None:
    doc = read("\n\n".join([f"{NEWS} of {n}; {OLD}." for n in range(60)]), "en")
    assert "DUP003" in started(doc, rules)
    assert doc.fact(copies).near is None
    doc = read("\n\n".join([f"{NEWS} of {n}; {OLD}." for n in range(6)]), "en")
    assert "DUP003" in started(doc, rules)
    assert len(doc.fact(copies).near or ()) == 15


def test_a_sentence_that_is_all_of_two_paragraphs_is_none_that_stands_twice(
    rules: tuple[BoundRule, ...],
) -> None:
    copies = f"{NEWS} [so](/a).\n\n{NEWS} [so](</a>).\n"
    assert found(read(copies, "en"), rules) == {"DUP002"}
    assert "DUP004" not in started(read(copies, "en"), rules)
    assert "DUP004" in started(read(f"{copies}\n{NEWS} so. They went.\n", "en"), rules)
    assert "DUP004" in started(read(f"{NEWS} so. They went.\n\n{copies}", "en"), rules)


def test_sentences_that_begin_alike_are_of_other_letters_only_then(
    rules: tuple[BoundRule, ...],
) -> None:
    for last, is_started in (("They all went to the old cafe\u0301", False), ("We met her", True)):
        text = f"{OLD}. We met her in the old cafe\u0301.\n\n{OLD}, he said. {last} on that day.\n"
        assert ("DUP004" in started(read(text, "en"), rules)) == is_started


def test_the_block_of_an_offset_is_found() -> None:
    texts = [f"{NEWS} {n}. It goes on." for n in range(9)]
    doc = read("\n\n".join(texts), "en")
    for indices in ([*range(9)], [0, 3, 8], [4]):
        found = _Said(doc, indices)
        for index in indices:
            for at in range(doc.blocks[index].start, doc.blocks[index].end):
                assert found.end_of(at) == doc.blocks[index].end


def test_rules_that_ask_for_fewer_words_are_always_started() -> None:
    near, said = near_duplicate_paragraph.Options(), duplicate_sentence.Options()
    assert near_duplicate_paragraph.needs(near) == (trigger.NEAR,)
    assert near_duplicate_paragraph.needs(near._replace(min_words=11)) == ()
    assert near_duplicate_paragraph.needs(near._replace(threshold=0.7)) == ()
    assert near_duplicate_paragraph.needs(near._replace(containment=0.9)) == ()
    assert near_duplicate_paragraph.needs(near._replace(min_words_contained=12)) == ()
    assert duplicate_sentence.needs(said) == (trigger.SAID,)
    assert duplicate_sentence.needs(said._replace(min_words_adjacent=3)) == ()
    assert duplicate_sentence.needs(said._replace(min_words=9)) == ()


def test_rules_for_shorter_or_other_copies_are_always_started() -> None:
    same, respelled = duplicate_paragraph.Options(), duplicate_paragraph_normalized.Options()
    assert duplicate_paragraph.needs(same) == (trigger.SAME,)
    assert duplicate_paragraph.needs(same._replace(scope="all")) == ()
    assert duplicate_paragraph.needs(same._replace(min_chars_list=79)) == ()
    assert duplicate_paragraph.needs(same._replace(min_words=5)) == ()
    assert duplicate_paragraph_normalized.needs(respelled) == (trigger.RESPELLED,)
    assert duplicate_paragraph_normalized.needs(respelled._replace(min_chars_list=79)) == ()
    assert duplicate_paragraph_normalized.needs(respelled._replace(min_words=5)) == ()


POINTS = [
    *chain(range(0xD800), range(0xE000, 0x12000), range(0x1D000, 0x1F000), range(0x2F800, 0x2FA20))
]


def letters(text: str) -> list[int] | None:
    """What stands for a text; None where that depends on more than its letters one by one."""
    found = [letter(ord(c), class_of(ord(c))) for c in text]
    return None if -1 in found else [each for each in found if each]


def test_what_is_equal_has_the_same_letters() -> None:
    for c in map(chr, POINTS):
        # Whose apostrophe no other text under ``light`` has.
        if c == "ŉ" or (own := letters(c)) is None:
            continue
        assert letters(light(c)) in (own, None), hex(ord(c))
        # And what becomes another letter when it is composed.
        assert letters(unicodedata.normalize("NFD", c)) in (own, None), hex(ord(c))


ODDITIES = st.sampled_from(["\0", "\x1a", "?", "ß", "s", "É", "e\u0301", "é", "٣", "한", "\u200c"])


@PATIENT
@given(st.lists(st.one_of(PIECES, ODDITIES), max_size=8).map("".join), st.integers(0, 60))
def test_the_letters_of_a_text_are_its_first(text: str, most: int) -> None:
    wanted, left = 0, most
    for c in text:
        found = letter(ord(c), class_of(ord(c)))
        if found > 0:
            if left == 0:
                break
            left -= 1
            wanted = (wanted * FACTOR + found) & MASK
        elif found == ODD:
            wanted = ODD
            break
    assert source_letters(text, most) == wanted
    # Of what stands behind an object the text tells what it is.
    shown = text.replace("e", OBJECT)
    there = letters_of(text, shown, latin(shown), 0, len(text), most)
    assert "\x1a" in text or there == wanted


@PATIENT
@given(st.lists(st.one_of(PIECES, ODDITIES), max_size=8).map("".join))
def test_all_sentences_are_found(text: str) -> None:
    at, found = behind_blanks(text, 0, len(text)), set()
    while at < len(text):
        found.add(at)
        at = next_sentence(text, latin(text), at, len(text))
    assert {span.start for span in sentences(text)} <= found


def sequences(text: str) -> Sequences:
    return Sequences(text, latin(text), 0, len(text))


def test_words_are_told_as_likeness_has_them() -> None:
    for c in map(chr, POINTS):
        text = f"ab{c}cd {c} e{c}{c}f {c}g{c} h'{c}"
        told = sequences(text)
        if told.words == ODD:
            continue
        key = light(text.replace(OBJECT, "").replace(MARK, ""))
        assert told.words == len(words(key)), hex(ord(c))
        if c != "ŉ":
            again = sequences(key)
            assert again.words == ODD or again.all() == told.all(), hex(ord(c))


@PATIENT
@given(st.lists(st.sampled_from([*NEWS.split(), "'", "’", "ß", "ss", "l'", "»", "1", "٣"])))
def test_sequences_are_those_of_the_words(parts: list[str]) -> None:
    text = " ".join(parts).replace(" ' ", "'").replace(" ’ ", "’")
    found = words(light(text))
    told = sequences(text)
    assert told.words == len(found)
    assert len(told.all()) <= len(set(zip(found, found[1:], found[2:], strict=False)))


@given(st.integers(0, (1 << 64) - 1))
def test_bits_are_counted(bits: int) -> None:
    signed = bits - (1 << 64) if bits >> 63 else bits
    # Of each eight bits in eight of the number.
    assert sum(int(_ones(signed)).to_bytes(8, "little")) == bits.bit_count()


@pytest.mark.parametrize(
    "blocks",
    [
        ("{0}", "{0}", "{1}"),
        ("{1}", "{0}", "{0}"),
        ("> {0}", "{0}", "{0}", "{1}"),
        ("{0}", "{1}", "{0}"),
        ("`{0}`", "{0}", "{0}", "{1}"),
    ],
)
def test_paragraph_that_is_nearly_a_copy_of_copies_starts_its_rule(
    rules: tuple[BoundRule, ...], blocks: tuple[str, ...]
) -> None:
    text = "\n\n".join(blocks).format(f"{NEWS} of 2024; {OLD}.", f"{NEWS} of 2025; {OLD}.")
    assert "DUP003" in started(read(text, "en"), rules)


def test_copies_alone_start_no_rule_about_other_paragraphs(rules: tuple[BoundRule, ...]) -> None:
    text = "\n\n".join([f"{NEWS}; {OLD}."] * 3)
    assert started(read(text, "en"), rules) == {"DUP001"}
    assert found(read(text, "en"), rules) == {"DUP001"}


def sure(one: str, two: str) -> bool:
    """Return True if the scan takes two for different, either way round."""
    a, b = sequences(one), sequences(two)
    return not a.may_resemble(b) and not b.may_resemble(a)


@PATIENT
@given(st.lists(st.sampled_from(["a", "b", "c", "s", "cat", "cats"]), min_size=12), st.data())
def test_what_is_taken_for_different_is(parts: list[str], data: st.DataObject) -> None:
    others = list(parts)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(others) - 1))
        others[at : at + data.draw(st.integers(0, 8))] = data.draw(st.sampled_from([["d"], []]))
        others = others or ["d"]
    one, two = Wording(parts), Wording(others)
    if len(others) < 12 or not sure(" ".join(parts), " ".join(others)):
        return
    shares = common(one, two, 0.8)
    least = min(len(parts), len(others))
    assert shares is None or (shares[0] < 0.8 and (shares[1] < 0.95 or least < 20))


def test_what_is_contained_is_not_taken_for_different() -> None:
    every = [f"w{n}" for n in range(100, 180)]
    whole = " ".join(every)
    for first, size, last in (
        (20, 20, ""),
        (20, 19, ""),
        (0, 20, ""),
        (20, 22, "x"),
        (20, 20, "x"),
    ):
        part = [*every[first : first + size], *([last] if last else [])]
        shares = common(Wording(part), Wording(every), 0.8)
        contained = shares is not None and shares[1] >= 0.95 and len(part) >= 20
        assert contained != sure(" ".join(part), whole), part
