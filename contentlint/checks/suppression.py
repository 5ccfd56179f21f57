"""Faults of suppression comments: unused, unknown, unclosed.

The linter finds them, after every other rule has run; this module only makes
them rules like the others, with a page, a severity and a switch.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.diagnostic import Finding
from contentlint.document import Document
from contentlint.records import NamedTuple
from contentlint.text import gates


class Options(NamedTuple):
    """No options."""


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.NEVER,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Nothing: see ``contentlint.suppress.apply``."""
    return iter(())
