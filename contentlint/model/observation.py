"""What asking for the URL of a link has shown, over time."""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util.namedtuple import NamedTuple

CLASSES = ("ok", "moved", "failing", "dead", "suspicious", "unknown")
"""``failing`` has failed in one look so far, ``dead`` in two that are far enough apart."""


class Look(NamedTuple):
    """The outcome of asking once."""

    at: int
    """Seconds since 1970, UTC."""
    kind: str
    """One of ``CLASSES``."""
    reason: str
    """Why, in a word: ``200``, ``404``, ``timeout``, ``soft-404``, ``parked``."""
    final: str
    """The URL that the redirects led to."""


class Observation(NamedTuple):
    """All that is known of a URL. ``unknown`` hides nothing: ``kind`` is the last firm class."""

    url: str
    """Without fragment, as it was asked for."""
    kind: str
    """One of ``CLASSES``; ``unknown`` only if there never was a firm one."""
    reason: str = ""
    """As in ``Look``, of the look that decided ``kind``."""
    final: str = ""
    """The URL that the redirects lead to; equal to ``url`` if there are none."""
    hops: tuple[tuple[str, int], ...] = ()
    """The redirects: pairs of the URL and its status code."""
    title: str = ""
    """The title of the page, at most 200 code points, as hostile as the page."""
    asked: int = 0
    """When it was last asked for; all times are seconds since 1970, UTC, and 0 for never."""
    last_ok: int = 0
    first_failed: int = 0
    """When it first failed, since it was last reached."""
    not_before: int = 0
    """When its host may be asked again."""
    looks: tuple[Look, ...] = ()
    """The last eight, oldest first."""
    fragments: Mapping[str, bool | None] = {}
    """Fragments of links to it that were looked for: True for those that the page has, None for
    those of which it tells nothing."""
    copy: str = ""
    """The URL of a copy in an archive."""
    copy_date: str = ""
    """The day of the copy, ``2021-03-12``."""


def day_of(seconds: int) -> str:
    """Return the day of a time in UTC, ``2026-11-30``; ``""`` for 0."""
    if not seconds:
        return ""
    # Counted from 1 March of the year 0, so that a leap day ends a year; 400 years repeat.
    cycles, day = divmod(seconds // 86_400 + 719_468, 146_097)
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5 - 1
    month += 3 if month < 10 else -9
    return f"{cycles * 400 + year + (month <= 2):04}-{month:02}-{day:02}"
