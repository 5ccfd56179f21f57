"""Globs of URLs."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex

_STARS = lazy_regex.compile(r"(\*\*?)")


class Globs:
    """Globs of URLs: ``*`` is any text within a segment, ``**`` any text at all."""

    def __init__(self, globs: Iterable[str]) -> None:
        self._globs = [_STARS.split(glob) for glob in globs]

    def match(self, url: str) -> bool:
        """Return True if one of the globs is a form of the whole URL.

        The time is in proportion to the length of both: a stranger may have written them.
        """
        return any(url.startswith(parts[0]) and _fits(parts, url) for parts in self._globs)


def _fits(parts: Iterable[str], url: str) -> bool:
    """Return True if stars and the text between them are a form of a URL."""
    ends = {0}
    """The offsets up to which the parts so far may reach."""
    for part in parts:
        if part == "**":
            ends = set(range(min(ends), len(url) + 1))
        elif part == "*":
            reached: set[int] = set()
            for end in sorted(ends):
                if end not in reached:
                    slash = url.find("/", end)
                    reached.update(range(end, (slash if slash >= 0 else len(url)) + 1))
            ends = reached
        elif part:
            ends = {end + len(part) for end in ends if url.startswith(part, end)}
        if not ends:
            return False
    return len(url) in ends
