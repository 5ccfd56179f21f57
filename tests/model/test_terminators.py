"""The sets of ``model.terminators``, and the functions that tell them."""

from __future__ import annotations

from contentlint.core import segment
from contentlint.model import terminators


def test_functions_agree_with_the_sets_they_are_named_for() -> None:
    points = range(0x110000)
    assert {chr(c) for c in points if segment.is_splitting(c)} == {*terminators.SPLITTING}
    assert {chr(c) for c in points if segment.is_full_width(c)} == {*terminators.FULL_WIDTH}


def test_narrower_sets_are_parts_of_wider_ones() -> None:
    assert {*terminators.ASCII_SPLITTING} == {c for c in terminators.SPLITTING if c.isascii()}
    assert {*terminators.FULL_WIDTH} < {*terminators.SPLITTING} < {*terminators.PROSE_ENDS}
    assert {*terminators.PROSE_ENDS} < terminators.LINE_ENDS
    assert {*terminators.PROSE_ENDS} < terminators.ENDINGS
