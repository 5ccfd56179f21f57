"""Regular expressions that are compiled when they are first used.

The rules have 200 of them, 24 ms to compile; one article needs a third. What a
wheel brings compiled (``contentlint.engine.built``) is not compiled again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr

ASCII, DOTALL, IGNORECASE, MULTILINE = 256, 16, 2, 8
"""The flags of ``re``, without it: with ``enum`` it takes a tenth of a run over one article, of
which half need no more than what a wheel brings compiled."""

Source = tuple["str | bytes", int]
"""A pattern and its flags."""

ready: Callable[[str | bytes, int], re.Pattern[Any] | None] | None = None
"""Gives a pattern that was compiled beforehand, if it has it."""
heads: Callable[[], Mapping[Any, Any]] | None = None
"""Gives what ``literals.begun`` said beforehand: read when one is asked."""
recorded: set[Source] | None = None
"""What ``made`` was asked for, where somebody wants to know."""


class _Lazy:
    """Stands for a pattern; each method that is asked for stays, so that it costs this once."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._made_of = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        pattern: str | bytes
        pattern, flags = self._made_of
        value = getattr(made(pattern, flags), name)  # type: ignore[type-var]
        self.__dict__[name] = value
        return value


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:  # noqa: A001  as in re
    """Return what ``re.compile`` does, compiled when first used; it has the methods of a pattern
    only."""
    return _Lazy(pattern, flags)  # type: ignore[return-value]


def made(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``re.compile`` of a pattern that is composed where it is needed."""
    if recorded is not None:
        recorded.add((pattern, flags))
    found = ready(pattern, flags) if ready is not None else None
    if found is None:
        import re

        found = re.compile(pattern, flags)
    return found


_SPECIAL = {ord(sign): f"\\{sign}" for sign in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(text: str) -> str:
    """Return ``re.escape`` of a text."""
    return text.translate(_SPECIAL)


def known() -> list[Source]:
    """Return what the patterns are made of that have not been used yet."""
    import gc

    return [each._made_of for each in gc.get_objects() if type(each) is _Lazy]


def compile_in(value: Any) -> None:
    """Compile the patterns in a value, and in what it holds.

    For patterns of users: what is wrong with one is reported before it is used.

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
