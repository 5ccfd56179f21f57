"""Report formats: each module of this package is one, named as ``--format`` names it.

A module declares what it needs from a run in ``FORMAT`` and writes a whole report with
``write(report, out, style)``. A format that streams also has ``lines(diagnostics, rules, style)``,
which yields the text of some findings; its ``write`` then writes a report without findings as
whatever follows them.
"""

from __future__ import annotations

import os
from importlib import import_module

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from types import ModuleType

_ORDER = (
    *("full", "concise", "grouped", "json", "jsonl", "sarif", "github", "gitlab", "junit"),
    *("checkstyle", "rdjson", "rdjsonl", "azure", "markdown", "html", "csv"),
)
"""The order in ``--help``: for people and most used first. Formats not listed follow by name."""


class Format(NamedTuple):
    """What a format needs from a run, and what a run may do with its output."""

    excerpt: int = 0
    """Code points of text shown on each side of a finding; 0: none."""
    edits: bool = False
    """True if it writes the edits of fixes, not only their titles."""
    fingerprints: bool = False
    """True if it writes the fingerprint of each finding."""
    streams: bool = False
    """True if findings can be written one by one, before the run has ended."""
    replays: bool = False
    """True if the cache may keep the output and print it again when nothing has changed."""
    bom: bool = False
    """True if a file begins with a byte-order mark; standard output never does."""
    translated: str = "never"
    """``always`` if people read it, ``terminal`` if they do on a terminal, else ``never``: the
    language of the report is then that of the user."""
    for_people: bool = False
    """True if no program reads it: GitHub's stop-commands markers may surround it."""


def names() -> tuple[str, ...]:
    """Return the names of all formats, in the order of ``--help``."""
    found = [
        entry.removesuffix(".py")
        for folder in __path__
        for entry in os.listdir(folder)
        if entry.endswith(".py") and entry[0] != "_"
    ]
    order = {name: number for number, name in enumerate(_ORDER)}
    return tuple(sorted(found, key=lambda name: (order.get(name, len(order)), name)))


def load(name: str) -> ModuleType:
    """Import the module of a format."""
    return import_module(f"{__name__}.{name}")


def declaration(name: str) -> Format:
    """Return what a format declares; imports its module and no other format's."""
    found: Format = load(name).FORMAT
    return found
