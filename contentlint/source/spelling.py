"""The packed list of misspelled Arabic words, which comes with the program."""

from __future__ import annotations

import os

from contentlint.model.errors import ConfigError, reason
from contentlint.source.files import shown_path

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PATH = os.path.join(_PACKAGE, "spelling", "ar.bin")
AGAIN = "; install contentlint again"
"""What to do about a list that is missing or damaged."""


def read() -> bytes:
    """Return the packed list.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        with open(PATH, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"{shown_path(PATH)}: {reason(error)}{AGAIN}") from None
