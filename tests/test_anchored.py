"""Rules by the literals that they name."""

from __future__ import annotations

from contentlint.text.anchored import Anchored


def test_a_rule_is_started_where_one_of_its_literals_stands() -> None:
    rules = Anchored()
    for literals in (["a", "b"], None, ["b"], [], ["c", "a"]):
        rules.add(literals)
    assert rules.started("") == [1]
    assert rules.started("xbx") == [0, 1, 2]
    assert rules.started("ca") == [0, 1, 4]
    assert rules.started("b and c") == [0, 1, 2, 4]


def test_what_is_remembered_of_one_text_does_not_touch_another() -> None:
    rules = Anchored()
    for number in range(13):
        rules.add([chr(ord("a") + number)])
    for bits in range(1 << 13):
        text = "".join(chr(ord("a") + n) for n in range(13) if bits >> n & 1)
        assert rules.started(text) == [n for n in range(13) if bits >> n & 1]
