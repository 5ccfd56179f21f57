"""Where nothing is compiled: behind a gate that is shut, no rule finds there."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_gates import (
    damaged_fixtures,
    examples,
    fixtures,
    found,
    found_blindly,
    loses_nothing,
    ungated,
)
from test_seen import LANGUAGES, PATIENT, TEXTS, scanned
from test_seen import read as read_text

from contentlint.engine import census, dispatch, ruleset
from contentlint.model import events as e_
from contentlint.model import trigger
from contentlint.model.rule import BoundRule
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats
from contentlint.text.similarity import repeats


@pytest.fixture(scope="module")
def rules() -> Iterator[tuple[BoundRule, ...]]:
    """Every rule, gated as where nothing is compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trigger, "COMPILED", False)
        patch.setattr(trigger, "PRECISE", False)
        patch.setattr(ruleset, "_builtin", ruleset.full())
        session = Session(Request(Selection(isolated=True, select=("ALL",), preview=True)))
        yield tuple(session.resolver.settings("article.md").rules)


@pytest.mark.slow
def test_no_fixture_loses_a_finding(rules: tuple[BoundRule, ...]) -> None:
    assert loses_nothing(rules, fixtures()) > 1000


@pytest.mark.slow
def test_examples_lose_no_finding(rules: tuple[BoundRule, ...]) -> None:
    assert loses_nothing(rules, examples(rules)) > 100


@pytest.mark.slow
def test_damaged_fixtures_lose_no_finding(rules: tuple[BoundRule, ...]) -> None:
    assert loses_nothing(rules, damaged_fixtures(Random(11), 200)) > 300


@PATIENT
@given(TEXTS, LANGUAGES)
def test_rules_about_blank_lines_lose_no_finding(
    rules: tuple[BoundRule, ...], text: str, language: str
) -> None:
    codes = ("STR011", "STR012", "STR013", "STR018")
    _lose_nothing(rules, codes, text, language)


@PATIENT
@given(text=st.text("aA bé\n\u00a0\u2009\u3000,"), language=LANGUAGES)
def test_rules_about_repeated_words_lose_no_finding(
    rules: tuple[BoundRule, ...], text: str, language: str
) -> None:
    _lose_nothing(rules, ("DUP006", "DUP007"), text, language)


_SAID = st.lists(
    st.sampled_from(
        ["in in", "In in", "The the", "the", "и и", "И и", "в في", "في في،", "في", "- -"]
    )
)


@PATIENT
@given(said=_SAID, space=st.sampled_from(" \n\u00a0"), language=st.sampled_from(["en", "ar", "ru"]))
def test_no_repeated_function_word_is_lost(
    rules: tuple[BoundRule, ...], said: list[str], space: str, language: str
) -> None:
    _lose_nothing(rules, ("DUP006", "DUP007"), space.join(said), language)


def _lose_nothing(
    rules: tuple[BoundRule, ...], codes: tuple[str, ...], text: str, language: str
) -> None:
    asked = tuple(b for b in rules if b.rule.code in codes)
    assert found(read_text(text, language), asked) == found_blindly(
        read_text(text, language), ungated(asked)
    )


@PATIENT
@given(TEXTS, LANGUAGES)
def test_what_the_scan_tells_is_told(text: str, language: str) -> None:
    seen = scanned(text, language).fact(trigger.seen)
    doc = read_text(text, language)
    gaps: list[int] = []
    events = census.events_of(doc, gaps)
    # The scan takes two words for one when their hash is the same.
    told = census.EVENTS & ~repeats.EVENTS
    assert not seen.events & told & ~events
    assert gaps == seen.gaps


@pytest.mark.parametrize(
    ("text", "event"),
    [
        *(("a\n\n\nb\n", e_.BLANKS), ("\n\na\n", e_.BLANKS), ("a\n\nb\n", 0)),
        *(("a\n\n", e_.TRAILING), ("a\n\n```\nb\n\n", e_.TRAILING), ("", e_.NO_END)),
        *(("a", e_.NO_END), ("a\u200b\n", e_.ZERO_WIDTH), ("a\x00\n", e_.CONTROL)),
        *(("[![a](b)\n", 0), ("a! [b](c)\n", 0), ("a\ufe8d\n", e_.FORMS)),
        *(("é The\nthe\n", e_.DOUBLED), ("a a\n", e_.DOUBLED), ("a b a - -\n", 0)),
        *(("a\u2009a\n", e_.DOUBLED), ("a\u00a0a\n", e_.DOUBLED), ("a\u3000a\n", e_.DOUBLED)),
        *(("a a a a\n", e_.LOOP), ("x - b - b - b - b\n", e_.LOOP), ("b c b c b c\n", 0)),
        *(("d a (b) a (b) a (b) a (b) c\n", e_.LOOP), ("- + - + - + - +\n", 0)),
    ],
)  # fmt: skip
def test_events(text: str, event: int) -> None:
    events = census.events_of(formats.read("a.md", text.encode()), [])
    assert events & event == event
    assert event or not events


def test_plain_text_does_not_start_them(rules: tuple[BoundRule, ...]) -> None:
    doc = formats.read("a.md", b"# A heading\n\nWords that say nothing twice.\n")
    made = dispatch.some(dispatch.build([b.needs for b in rules]), range(len(rules)))
    started = {rules[number].rule.code for number in dispatch.started(doc, made)}
    assert started.isdisjoint("BID001 BID004 ENC001 ENC007 STR011 STR013".split())
    assert {"RES001", "DUP001"} <= started
