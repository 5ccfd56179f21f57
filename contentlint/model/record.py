"""The unit of checking: the content of one article before it is parsed."""

from __future__ import annotations

from contentlint._util.namedtuple import NamedTuple


class Record(NamedTuple):
    """An article as a source yields it. A file is one record."""

    path: str
    """The path as the user sees it, which need not exist.

    It identifies the record in reports, selects its configuration, and is the base of its
    relative links.
    """
    data: bytes
    """The content, encoded as in the file."""
    format: str
    """``markdown``, ``mdx`` or ``text``."""
