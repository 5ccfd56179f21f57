"""One defect that two rules see is one finding: that of the rule which stands first."""

from __future__ import annotations

import pytest

from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats

NEWS = "The mayor opened the new bridge on Sunday morning, and many people came to see it.\n"
ARTICLE = f"# The bridge\n\n{NEWS}\n"
BENGALI = f"---\nlang: bn\n---\n\n# The bridge\n\n{NEWS * 2}\n{NEWS * 2}"
TANWIN = "قال إن الخطة جاهزة وفقاً لما أعلنه، وستبدأ قريبًا ودائمًا، ووفقًا لذلك يبقى الأمر سهلًا.\n"
TOLD_TWICE = [
    ("ORT002", "CON007", TANWIN),
    ("SRC003", "SRC006", "The page https://example.org/القاهرة%E2%80%8B is gone.\n"),
    ("SRC009", "ENC019", "[a](https://example.org/%D8%A7\n%D9%84%D8%AE%D8%B7%D8%A9) is gone.\n"),
    ("RES009", "SRC002", f"{ARTICLE}![](https://example.org/hall-{{{{size}}}}.jpg)\n"),
    ("RES001", "RES015", f"{ARTICLE}## Comments (0)\n"),
    ("RES002", "RES015", f"{ARTICLE}## Subscribe to our newsletter\n"),
    ("RES003", "RES015", f"{ARTICLE}## You may also like\n"),
    ("RES003", "STR004", f"{ARTICLE}**You may also like**\n\n{NEWS}\n{NEWS}"),
    ("STR016", "RES014", BENGALI),
]


def found(text: str, *codes: str) -> list[str]:
    session = Session(Request(Selection(isolated=True, select=codes, preview=True)))
    return [d.code for d in session.check(formats.record("a.md", text.encode())).diagnostics]


@pytest.mark.parametrize(("first", "second", "text"), TOLD_TWICE)
def test_what_two_rules_see_is_told_by_the_first(first: str, second: str, text: str) -> None:
    assert found(text, first) == [first]
    assert found(text, second) == [second]
    assert found(text, first, second) == [first]


def test_a_word_that_another_rule_would_change_is_told_once() -> None:
    text = TANWIN + "\nوصل الوفد فوراً وبدأ العمل فورًا، ووفقًا للخطة يستمر أيضاً وأيضًا وأيضًا.\n"
    assert found(text, "ORT002") == ["ORT002"]
    assert found(text, "CON007") == ["CON007"] * 3
    assert found(text, "ORT002", "CON007") == ["ORT002"]


def test_a_heading_of_a_widget_does_not_hide_the_empty_sections_behind_it() -> None:
    text = f"{ARTICLE}## Comments (0)\n\n## Gallery of the bridge\n"
    assert found(text, "RES001", "RES015") == ["RES001", "RES015"]
