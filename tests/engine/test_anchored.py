"""Rules by the literals that they name."""

from __future__ import annotations

from contentlint.engine.anchored import Anchored


def started(rules: Anchored, text: str, events: int = 0) -> list[int]:
    return rules.started(text, text.encode(), events)


def test_a_rule_is_started_where_one_of_its_literals_stands() -> None:
    rules = Anchored()
    for literals in (["a", "b"], None, ["b"], [], ["c", "a"]):
        rules.add(literals)
    assert started(rules, "") == [1]
    assert started(rules, "xbx") == [0, 1, 2]
    assert started(rules, "ca") == [0, 1, 4]
    assert started(rules, "b and c") == [0, 1, 2, 4]


def test_a_literal_is_more_than_its_sign() -> None:
    rules = Anchored()
    for literals in (["2%80"], ["://", "__"], ["??"], ["?"]):
        rules.add(literals)
    assert started(rules, "% _ / :// ?") == [1, 3]
    assert started(rules, "a2%80_b??") == [0, 2, 3]
    assert started(rules, "___") == [1]
    assert started(rules, "_ : /% 2%8") == []


def test_what_is_remembered_of_one_text_does_not_touch_another() -> None:
    rules = Anchored()
    for number in range(13):
        rules.add([chr(ord("a") + number)])
    for bits in range(1 << 13):
        text = "".join(chr(ord("a") + n) for n in range(13) if bits >> n & 1)
        assert started(rules, text) == [n for n in range(13) if bits >> n & 1]


def test_words_of_other_scripts_are_looked_for_where_one_of_their_bytes_is() -> None:
    rules = Anchored()
    for literals in (["ه.ق"], ["ï¿½"], ["“”", "x"], ["é"]):
        rules.add(literals)
    assert started(rules, "ه. ق") == []
    assert started(rules, "(ه.ق)") == [0]
    assert started(rules, "aï¿½b “ ” é") == [1, 3]
    assert started(rules, "“”") == started(rules, "x") == [2]


def test_events_start_rules_too() -> None:
    rules = Anchored()
    for literals, events in ((["a"], 4), ([], 3), (None, 0), (["b"], 0)):
        rules.add(literals, events)
    assert started(rules, "b", 4) == [0, 2, 3]
    assert started(rules, "a", 1) == started(rules, "a", 2) == [0, 1, 2]
    assert started(rules, "b", 8) == [2, 3]
