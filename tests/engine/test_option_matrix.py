"""No value of an option makes the prefilter lose a finding, or a rule find one more.

Each option of each rule is loosened and tightened, and the rule run with the prefilter and
without it: quickly, a fraction of the values on the fixtures of the rule; slowly, all of them, also
on a sample of the other fixtures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from zlib import crc32

import pytest
from conftest import ROOT
from option_matrix import Matrix, digests, scanning
from option_texts import RULES, other_texts
from option_values import Case, Pieces, cases, variants

from contentlint.core import dispatch
from contentlint.engine.options import kind_module

_FRACTION = 80
"""Of the values the quick test tries one in so many."""


def chosen(code: str) -> list[Case]:
    """A few of the values."""
    return [
        c
        for c in cases(RULES[code])
        if crc32(f"{code} {c.option} {c.value}".encode()) % _FRACTION == 0
    ]


@pytest.mark.parametrize(
    ("code", "compiled"),
    [
        pytest.param(code, compiled, id=f"{code}-{'scan' if compiled else 'none'}")
        for code in RULES
        if chosen(code)
        for compiled in (True, False)
    ],
)
def test_prefilter_changes_no_finding_for_some_options(code: str, compiled: bool) -> None:
    matrix = Matrix(code, ())
    with scanning(compiled):
        faults = [fault for case in chosen(code) for fault in matrix.faults(case)]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("code", RULES)
def test_prefilter_of_this_build_changes_no_finding_whatever_the_options(code: str) -> None:
    matrix = Matrix(code, other_texts())
    with scanning(dispatch.COMPILED):
        faults = [fault for case in cases(RULES[code]) for fault in matrix.faults(case)]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.skipif(not dispatch.COMPILED, reason="a test of what is compiled")
def test_compiled_rules_find_what_pure_ones_find_whatever_the_options() -> None:
    pure = subprocess.run(
        [sys.executable, "option_matrix.py"],
        cwd=ROOT / "tests",
        env={**os.environ, "CONTENTLINT_PURE": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    wanted, found = json.loads(pure.stdout), digests()
    assert [key for key in found if found[key] != wanted[key]] == []


@pytest.mark.parametrize(
    ("kind", "own", "values"),
    [
        ("bool", True, [False]),
        ("int", 8, [4, 16, 0, 1, 80]),
        ("int", 0, [1]),
        ("float | None", None, [0.0, 0.5, 1.0]),
        ("tuple[str, ...]", (".", "!"), [[], ["."], [".", "!", "%"], ["%"]]),
        ("tuple[str, ...]", (), [["some"], ["the end"], ["%"], ["zorb quux"]]),
        ("Literal['', 'line']", "", ["line"]),
        ("str", "a", []),
    ],
)
def test_values_are_looser_and_tighter_than_the_own(
    kind: str, own: object, values: list[object]
) -> None:
    pieces = Pieces(["some"], ["the end"], [], [], ["%"])
    assert variants(kind, own, pieces) == values


def test_lists_of_words_are_emptied_cut_and_extended_in_each_language() -> None:
    pieces = Pieces(["some"], [], [], [], ["%"])
    assert variants("Words", {"en": ("of", "to")}, pieces) == [
        {},
        {"en": ["of"]},
        *({"en": ["of", "to", "some"]}, {"en": ["some"]}),
        *({"en": ["of", "to", "%"]}, {"en": ["%"]}),
        *({"en": ["of", "to", "zorb quux"]}, {"en": ["zorb quux"]}),
    ]


def test_gate_that_is_shut_too_soon_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, case = Matrix("PUN001", ()), Case("PUN001", "marks", ",")
    with scanning(compiled=False):
        assert not list(matrix.faults(case))
        monkeypatch.setattr(kind_module("space-before-mark"), "needs", lambda _: ("never",))
        faults = list(matrix.faults(case))
    assert faults
    assert faults[0].startswith('PUN001 marks = "," in PUN001/')
