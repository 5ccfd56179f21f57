"""Regular expressions that are compiled when they are first used.

The rules have 200 of them, 24 ms to compile; one article needs a third.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

ready: Callable[[str, int], re.Pattern[str] | None] | None = None
"""Gives a pattern that was compiled beforehand, if it has it: see ``contentlint.patterns``."""


class _Lazy:
    """Stands for a pattern; each method that is asked for stays, so that it costs this once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made_of = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        made = ready(*self._made_of) if ready is not None else None
        value = getattr(made or re.compile(*self._made_of), name)
        self.__dict__[name] = value
        return value


def known() -> list[tuple[str, int]]:
    """What the patterns of text that there are by now are made of."""
    import gc

    every = (each._made_of for each in gc.get_objects() if type(each) is _Lazy)
    return [made_of for made_of in every if isinstance(made_of[0], str)]


def compile(pattern: str, flags: int = 0) -> re.Pattern[str]:  # noqa: A001  as in re
    """As ``re.compile``, for the methods of a pattern only."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


def compile_in(value: Any) -> None:
    """Compile the patterns in a value, and in what it holds: for those that users write, so that
    what is wrong with one is said before it is used.

    Raises:
        re.error, OverflowError, RecursionError: one is no pattern.
    """
    if isinstance(value, str):  # most of what there is: words
        return
    if type(value) is _Lazy:
        value.flags  # noqa: B018  it is compiled to be asked
    elif isinstance(value, Mapping):
        for each in value.values():
            compile_in(each)
    elif isinstance(value, (tuple, list)):
        for each in value:
            compile_in(each)


def extended(pattern: str, flags: int = 0) -> Any:
    r"""A pattern of ``regex``, which knows ``\p{…}`` and Unicode's newest version; compiled at
    once. The one place that imports it: 17 ms.

    Raises:
        regex.error: it is no pattern.
    """
    import regex

    return regex.compile(pattern, flags)
