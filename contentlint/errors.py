"""What is raised when the user is at fault; each message is one line."""

from __future__ import annotations


class ContentlintError(Exception):
    """Base of every error whose message is meant for the user, without a traceback."""


class ConfigError(ContentlintError):
    """A configuration, rule set or command-line value is wrong."""


class ReadError(ContentlintError):
    """A file could not be read as text."""
