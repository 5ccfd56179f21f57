"""A content-quality linter for article files, right-to-left scripts first."""

import os

__version__ = "0.1.1"

HOME = "https://example.org/contentlint"
"""Where the documentation will stand; the one place that names it."""


def version_line() -> str:
    """What ``--version`` prints."""
    from contentlint.core import is_compiled

    return f"contentlint {__version__} ({'compiled' if is_compiled() else 'pure Python'})"


if os.environ.get("CONTENTLINT_PURE"):
    from contentlint import core

    core.insist()
