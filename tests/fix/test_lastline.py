"""A line end behind the last line: what is said to be left is what a second look finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.engine import render, ruleset
from contentlint.fix import final_newline
from contentlint.fix.loop import Fixed, fix
from contentlint.model.diagnostic import Incomplete
from contentlint.model.document import Document
from contentlint.model.rule import example_data
from contentlint.run.session import Needs, Request, Selection, Session
from contentlint.source import formats

FIXTURES = ROOT / "tests" / "rules"
SESSION = Session(Request(Selection(isolated=True, select=("ALL",), preview=True)))
DEFAULT = Session(Request(Selection(isolated=True, extend_select=("STR013",))))


def read(data: bytes, name: str = "a.md") -> Document:
    return formats.read(name, data)


def fixed(data: bytes, name: str = "a.md", *, session: Session = SESSION, quick: bool) -> Fixed:
    return fix(
        data,
        lambda current: read(current, name),
        lambda doc: session._examined(doc, session.resolver.settings(name, doc.language)),
        unsafe=False,
        built_in=lambda _: quick,
    )


def told(outcome: Fixed) -> tuple[object, ...]:
    said = render.worded(outcome.last, outcome.examined)
    return outcome.data, outcome.applied, outcome.refused, said


def is_quick(data: bytes, name: str = "a.md") -> bool:
    """Return True if the file is fixed with one look."""
    looks = []

    def examine(doc: Document) -> render.Examined:
        looks.append(doc)
        return DEFAULT._examined(doc, DEFAULT.resolver.settings(name, doc.language))

    fix(data, lambda d: read(d, name), examine, unsafe=False, built_in=lambda _: True)
    return len(looks) == 1


def articles() -> Iterator[tuple[str, bytes]]:
    for path in sorted(FIXTURES.glob("*/*.*")):
        if path.suffix in formats.FORMATS:
            yield path.name, path.read_bytes()
    for rule in ruleset.full().rules:
        suffix = {"markdown": ".md", "mdx": ".mdx", "text": ".txt"}[rule.example_format]
        for text in (*rule.bad, *rule.good):
            yield "a" + suffix, example_data(text)


def ends(data: bytes) -> Iterator[bytes]:
    """The article without its last line end, and so ended after a third of it."""
    yield data.rstrip(b"\r\n")
    third = data.find(b"\n", len(data) // 3)
    if third > 0:
        yield data[:third].rstrip(b"\r\n")


@pytest.mark.slow
def test_what_is_left_is_what_a_second_look_finds() -> None:
    quick = 0
    for name, data in articles():
        for cut in ends(data):
            one = fixed(cut, name, quick=True)
            if one.last.text[-1:] != "\n" and one.applied:
                quick += 1
                assert told(one) == told(fixed(cut, name, quick=False)), (name, cut)
    assert quick > 300


WORDS = st.sampled_from("كتاب word - # > | ** ` [a](b) ![](c) <b> : . \u200f 12 \n".split(" "))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join))
def test_it_is_of_texts_made_up(text: str) -> None:
    data = text.encode()
    assert told(fixed(data, quick=True)) == told(fixed(data, quick=False))


def test_a_page_that_lacks_a_line_end_is_looked_at_once() -> None:
    assert is_quick("# عنوان المقال\n\nقال الرجل ثم مضى.".encode())


@pytest.mark.parametrize(
    "text",
    [
        "A line.\n\n```\ncode",
        "A line.\r\n\r\nAnother line.",
        "<!-- a remark -->\n\nA line.",
        "A line with \udcff a byte that is none.",
        "A line , and more of it.",
        "A line of words.\n\nShare this:",
    ],
    ids=["code", "line ends", "comment", "damaged", "more to fix", "found at the end"],
)
def test_others_are_looked_at_again(text: str) -> None:
    assert not is_quick(text.encode("utf-8", "surrogateescape"))


def test_a_file_that_is_not_fully_checked_is_looked_at_again() -> None:
    doc = read("# عنوان المقال\n\nقال الرجل ثم مضى.".encode())
    found = DEFAULT.examine(doc)
    wanted = [f.fix for _, f in found.found if f.fix is not None]
    assert final_newline.without_recheck(doc, found, wanted) is not None
    missing = Incomplete("a.md", "the rule raised")
    assert final_newline.without_recheck(doc, found._replace(incomplete=[missing]), wanted) is None
    assert final_newline.without_recheck(doc, found._replace(suppressed=1), wanted) is None


def test_a_rule_of_ones_own_may_tell_a_line_end_from_none(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(
        '[HSE001]\nname = "last-word"\nkind = "existence"\nseverity = "warning"\n'
        'message = "the file ends in {found}"\nwhy = "W."\nsource = "S."\nhelp = "H."\n'
        'bad = ["stop\\n"]\ngood = ["stop"]\n[HSE001.options]\npatterns = ["stop\\\\n\\\\Z"]\n',
        encoding="utf-8",
    )
    (tmp_path / "contentlint.toml").write_text(
        'rule-sets = ["rules.toml"]\nextend-select = ["STR013"]\n', encoding="utf-8"
    )
    path = tmp_path / "a.md"
    path.write_text("A line of words.\n\nHere it must stop", encoding="utf-8")
    result = Session(Request(needs=Needs(fix="write"))).check_file(str(path))
    assert result.repair.refused == "the fixes of STR013 would cause HSE001"


def test_rules_are_built_in_until_somebody_sets_an_option() -> None:
    rule = next(rule for rule in ruleset.builtin().rules if rule.code == "STR011")
    late = rule._replace(late=True, needs=("\n",))  # as they are in a wheel
    assert ruleset.built_in([ruleset.bind(late)])
    assert ruleset.built_in([ruleset.bind(late, severity="error")])
    assert not ruleset.built_in([ruleset.bind(late), ruleset.bind(late, options={"markdown": 2})])
