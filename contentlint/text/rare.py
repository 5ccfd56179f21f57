"""A pattern that begins with a sign, searched from sign to sign as long as that is rare: a sign
alone is found at ten times the speed at which ``re`` skips ahead to it."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import AnyStr

_FEW = 30
"""Signs after which there may be many more."""


def search(
    pattern: re.Pattern[AnyStr], text: AnyStr, sign: AnyStr, at: int = 0
) -> re.Match[AnyStr] | None:
    """As ``pattern.search(text, at)``; the pattern begins with a sign in any case."""
    for _ in range(_FEW):
        at = text.find(sign, at)
        if at < 0:
            return None
        m = pattern.match(text, at)
        if m is not None:
            return m
        at += 1
    return pattern.search(text, at)
