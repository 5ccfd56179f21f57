"""Errors caused by the user; each message is one line."""

from __future__ import annotations

from collections.abc import Iterable


class ContentlintError(Exception):
    """Base of every error whose message is meant for the user, without a traceback."""


class ConfigError(ContentlintError):
    """A configuration, rule set or command-line value is wrong."""


class ReadError(ContentlintError):
    """A file could not be read as text."""


class WriteError(ContentlintError):
    """A file could not be written, and is unchanged."""


class LimitError(ContentlintError):
    """A rule has exceeded a limit; the message becomes the reason in ``incomplete``."""


def reason(error: OSError) -> str:
    """Return the message of a system error, in the form of our own messages."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


_LISTED = 20
"""Longer lists do not fit in a line."""


def suggest(what: str, given: str, known: Iterable[str], see: str = "") -> str:
    """Return a message such as ``unknown key 'selct'; did you mean 'select'?``, or one with all
    known names.

    ``see`` says where they are documented, if they are too many for one line.
    """
    from difflib import get_close_matches

    there = sorted(known)
    folded = {entry.casefold(): entry for entry in there}
    close = folded.get(given.casefold())
    if close is None:
        like = get_close_matches(given, there, 1, 0.6)
        like = like or [folded[f] for f in get_close_matches(given.casefold(), folded, 1, 0.6)]
        close = like[0] if like else None
    if close is not None:
        hint = f"did you mean {close!r}?"
    elif see and len(there) > _LISTED:
        hint = see
    else:
        hint = "there are: " + ", ".join(there)
    return f"unknown {what} {given!r}; {hint}"
