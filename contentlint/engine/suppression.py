"""Faults of suppression comments: unused, unknown, unclosed.

The linter finds them, after every other rule has run; this module only makes
them rules like the others, with a page, a severity and a switch.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document


class Options(NamedTuple):
    """No options."""


def anchors(options: Options) -> tuple[str, ...]:
    return (trigger.NEVER,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Nothing: see ``contentlint.engine.suppress.apply``."""
    return iter(())
