"""A content-quality linter for article files, right-to-left scripts first."""

__version__ = "0.1.0"

HOME = "https://example.org/contentlint"
"""Where the documentation will stand; the one place that names it."""


def version_line() -> str:
    """What ``--version`` prints."""
    return f"contentlint {__version__}"
