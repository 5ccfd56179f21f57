"""The bidirectional algorithm against Unicode's own files, and what is built on it.

The files come with Debian's package ``unicode-data``. The slow tests try every
line of them, the quick ones one in ten.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.text.bidi import algorithm
from contentlint.text.bidi.algorithm import LTR, RTL
from contentlint.text.bidi.redundant_marks import MARKS, Budget, View

UNICODE = Path("/usr/share/unicode")
LETTERS = dict(
    zip(
        "L R AL EN ES ET AN CS NSM BN B S WS ON LRE RLE LRO RLO PDF LRI RLI FSI PDI".split(),
        "LRAEPTNCMbBSWOerovpijfq",
        strict=True,
    )
)
# X9 takes them out; the files have no level for them.
REMOVED = frozenset(b"berovp")

unicode_data = pytest.mark.skipif(
    not (UNICODE / "BidiTest.txt").exists(), reason="Debian's unicode-data is not installed"
)


every_line_or_one_in_ten = pytest.mark.parametrize(
    "step", [10, pytest.param(1, marks=pytest.mark.slow)]
)


def data_lines(name: str) -> Iterator[str]:
    with (UNICODE / name).open(encoding="utf-8") as file:
        yield from (line for line in file if line[0] not in "#\n")


@unicode_data
@every_line_or_one_in_ten
def test_class_strings_of_bidi_test(step: int) -> None:
    wanted: list[tuple[int, int]] = []
    order: list[int] = []
    size = tried = 0
    for number, line in enumerate(data_lines("BidiTest.txt")):
        if line.startswith("@Levels:"):
            levels = line.split()[1:]
            size = len(levels)
            wanted = [(i, int(level)) for i, level in enumerate(levels) if level != "x"]
        elif line.startswith("@Reorder:"):
            order = [int(i) for i in line.split()[1:]]
        elif number % step == 0:
            names, bits = line.split(";")
            kinds = "".join([LETTERS[name] for name in names.split()]).encode()
            ask = int(bits)
            bases = {LTR} if ask & 2 else set()
            bases |= {RTL} if ask & 4 else set()
            bases |= {algorithm.base_level(kinds)} if ask & 1 else set()
            for base in bases:
                found = algorithm.resolve(kinds, "", base)
                assert len(found) == size
                assert all(found[i] == level for i, level in wanted), (line, base)
                visual = algorithm.visual_order(bytes(found[i] for i, _ in wanted))
                assert [wanted[i][0] for i in visual] == order, (line, base)
                tried += 1
    assert tried > 500_000 / step


@unicode_data
@every_line_or_one_in_ten
def test_texts_of_bidi_character_test(step: int) -> None:
    tried = 0
    for number, line in enumerate(data_lines("BidiCharacterTest.txt")):
        if number % step:
            continue
        points, direction, base, levels, order = line.strip().split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        asked = {"0": LTR, "1": RTL, "2": None}[direction]
        found = algorithm.levels(text, asked)
        wanted = {i: int(level) for i, level in enumerate(levels.split()) if level != "x"}
        assert asked is not None or algorithm.base_level(algorithm.classes(text)) == int(base), line
        assert {i: found[i] for i in wanted} == wanted, line
        visual = algorithm.visual_order(bytes(found[i] for i in wanted))
        kept = list(wanted)
        assert [kept[i] for i in visual] == [int(i) for i in order.split()], line
        tried += 1
    assert tried > 90_000 / step


@unicode_data
def test_unassigned_code_points_have_the_class_that_is_reserved_for_them() -> None:
    """Which are unassigned depends on the Python; those that have a character are skipped."""
    for line in data_lines("extracted/DerivedBidiClass.txt"):
        points, _, rest = line.partition(";")
        name = rest.split("#")[0].strip()
        first, _, last = points.strip().partition("..")
        if "<reserved" not in line and "<noncharacter" not in line:
            continue
        for point in {int(first, 16), int(last or first, 16)}:
            if unicodedata.bidirectional(chr(point)) == "":
                assert algorithm.classes(chr(point)).decode() == LETTERS[name], f"{point:04X}"


@pytest.mark.parametrize(
    ("text", "base", "levels"),
    [
        ("", RTL, ""),
        ("لغة C++ سهلة", RTL, "111121111111"),
        ("لغة C++\u200e سهلة", RTL, "1111222211111"),
        ("بنسبة 50% من", RTL, "111111221111"),
        ("أ (b) ج", LTR, "1000001"),
        ("א (b) ג", RTL, "1112111"),
        ("א \u3008ב\u232a ג", LTR, "1111111"),
        ("a\u0301\u200d ", RTL, "2211"),
        ("12\u2029", RTL, "221"),
    ],
)
def test_levels(text: str, base: int, levels: str) -> None:
    assert "".join(map(str, algorithm.levels(text, base))) == levels


def test_the_base_is_that_of_the_first_strong_character_outside_isolates() -> None:
    assert algorithm.base_level(algorithm.classes("1 \u2067א\u2069 a")) == LTR
    assert algorithm.base_level(algorithm.classes("\u2066a א")) == LTR
    assert algorithm.base_level(algorithm.classes("\u2066a"), RTL) == RTL
    assert algorithm.base_level(algorithm.classes("… ב a")) == RTL


def test_depth_is_limited_and_brackets_are_counted() -> None:
    deep = "\u202b\u202a" * 100 + "א"
    assert max(algorithm.levels(deep, LTR)) == 125
    # BD16: with more than 63 openers no bracket of the text is paired.
    many = "(" * 64 + "a" + ")" * 64
    assert set(algorithm.levels("א" + many + "א", RTL)[1:65]) == {1}


@pytest.mark.parametrize(
    "unit", ["(", "(א)", "\u2067", "\u2066א1\u2069", "\u2068! ", "\u202bא", "א\u0301", "1,"]
)
def test_long_hostile_paragraphs_end(unit: str) -> None:
    text = unit * 20_000
    assert len(algorithm.levels(text)) == len(text)


ALPHABET = "aא ع1٢+-,.%( ) [ ]«\u0301\u200d\t!bב"
CONTROLS = "\u202b\u202c\u2066\u2067\u2068\u2069"


def without_removed(text: str, base: int) -> list[int]:
    kinds = algorithm.classes(text)
    levels = algorithm.resolve(kinds, text, base)
    return [n for n, kind in zip(levels, kinds, strict=True) if kind != ord("b")]


def changes_nothing(text: str, at: int) -> bool:
    """The definition: the whole paragraph is resolved with the mark and without."""
    shorter = text[:at] + text[at + 1 :]
    before, after = algorithm.classes(text), algorithm.classes(shorter)
    if any(algorithm.base_level(before, d) != algorithm.base_level(after, d) for d in (LTR, RTL)):
        return False
    place = len(algorithm.classes(text[:at]).replace(b"b", b""))
    for base in (LTR, RTL):
        levels = without_removed(text, base)
        del levels[place]
        if levels != without_removed(shorter, base):
            return False
    return True


@given(st.text(ALPHABET + MARKS * 3) | st.text(ALPHABET + MARKS * 3 + CONTROLS))
def test_a_mark_may_go_when_the_whole_paragraph_stays_as_it_is(text: str) -> None:
    view = View(text, Budget(10**9))
    left, gone = text, 0
    for at, char in enumerate(text):
        if char not in MARKS:
            continue
        found = view.unchanged_without(at)
        assert found == changes_nothing(left, at - gone)
        if found:
            view.drop(at)
            left = left[: at - gone] + left[at - gone + 1 :]
            gone += 1


def test_marks_are_left_alone_when_the_budget_is_spent() -> None:
    text = "א\u200f" * 10
    budget = Budget(20)
    view = View(text, budget)
    found = [at for at in range(1, len(text), 2) if view.unchanged_without(at)]
    assert 0 < len(found) < 10
