"""What is raised when the user is at fault; each message is one line."""

from __future__ import annotations

from collections.abc import Iterable


class ContentlintError(Exception):
    """Base of every error whose message is meant for the user, without a traceback."""


class ConfigError(ContentlintError):
    """A configuration, rule set or command-line value is wrong."""


class ReadError(ContentlintError):
    """A file could not be read as text."""


def suggest(what: str, given: str, known: Iterable[str]) -> str:
    """``unknown key 'selct'; did you mean 'select'?``, or the ones there are."""
    from difflib import get_close_matches

    there = sorted(known)
    close = get_close_matches(given, there, 1, 0.6)
    hint = f"did you mean {close[0]!r}?" if close else "there are: " + ", ".join(there)
    return f"unknown {what} {given!r}; {hint}"
