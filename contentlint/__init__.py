"""A content-quality linter for article files, right-to-left scripts first."""

import os

TYPE_CHECKING = False  # nothing else is loaded for ``--version``
if TYPE_CHECKING:
    from contentlint.api import Linter as Linter

__version__ = "0.1.1"

HOME = "https://example.org/contentlint"
"""Where the documentation will stand; the one place that names it."""


def version_line() -> str:
    """What ``--version`` prints."""
    from contentlint.core import is_compiled

    return f"contentlint {__version__} ({'compiled' if is_compiled() else 'pure Python'})"


def __getattr__(name: str) -> object:
    """``Linter``, imported when it is asked for: the command starts without it."""
    if name == "Linter":
        from contentlint import api

        return api.Linter
    raise AttributeError(f"module 'contentlint' has no attribute {name!r}")


if os.environ.get("CONTENTLINT_PURE"):
    from contentlint import core

    core.insist()
