"""The URLs that articles lead to: where they are, and what has to be asked for."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from typing import Final

USES: Final = ("sources", "links", "images")
"""What a URL is for, as ``--only`` takes it: named in a source line, linked to, or shown."""
NOT_ASKED: Final = ("scheme", "malformed", "excluded", "private")
"""Why a URL is not asked for."""


class Place(NamedTuple):
    """Where a URL is."""

    path: str
    line: int
    """From 1."""
    column: int
    """From 1, in code points."""


class Link(NamedTuple):
    """A URL in an article."""

    url: str
    """As it is asked for, without fragment."""
    fragment: str
    use: str
    """One of ``USES``."""
    place: Place
    why_not: str = ""
    """One of ``NOT_ASKED``; ``""`` if it is asked for."""


class Wanted(NamedTuple):
    """A URL to ask for, with everything that leads to it."""

    url: str
    key: str
    """Under which its observation is kept: the URL without its secrets."""
    places: tuple[Place, ...]
    fragments: tuple[str, ...]
    """Sorted, each once."""
    uses: frozenset[str]
    language: str
    """That of the first article that has one; ``""`` if none is known."""
    day: int = 0
    """When the first article that tells it appeared, as the proleptic Gregorian ordinal of
    ``datetime.date``; 0 if none does, or it was not looked for."""
