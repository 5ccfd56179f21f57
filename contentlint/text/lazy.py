"""Regular expressions that are compiled when they are first used.

The rules have 200 of them, 24 ms to compile; one article needs a third.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a pattern; each method that is asked for stays, so that it costs this once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made_of = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._made_of), name)
        self.__dict__[name] = value
        return value


def compile(pattern: str, flags: int = 0) -> re.Pattern[str]:  # noqa: A001  as in re
    """As ``re.compile``, for the methods of a pattern only."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


def extended(pattern: str, flags: int = 0) -> Any:
    r"""A pattern of ``regex``, which knows ``\p{…}`` and Unicode's newest version; compiled at
    once. The one place that imports it: 17 ms.

    Raises:
        regex.error: it is no pattern.
    """
    import regex

    return regex.compile(pattern, flags)
