"""The modules in which a mistake loses text, misplaces it, or lets it speak for us.

Every branch of theirs is run by the tests, and most mistakes that a machine can
put into them are seen by the tests named beside them.
"""

from __future__ import annotations

from typing import NamedTuple


class Group(NamedTuple):
    """Modules of ``contentlint`` with one task, and the files of ``tests`` that are about them."""

    name: str
    modules: tuple[str, ...]
    """Without ``contentlint/`` and ``.py``."""
    tests: tuple[str, ...]
    """Without ``tests/test_`` and ``.py``; they take seconds."""
    promises: tuple[str, ...]


GROUPS = (
    Group("writer", ("source/atomic_write", "source/files"), ("writing",), ("P1", "P2")),
    Group(
        "edits",
        ("fix/apply", "fix/loop", "fix/patch", "article/edits"),
        ("edits", "fixer", "patch"),
        ("P1", "P3", "P4"),
    ),
    Group("offsets", ("model/document", "source/decode", "report/columns"), ("offsets",), ("P1",)),
    Group("escapes", ("_util/escape",), ("escape",), ("P8",)),
    Group(
        "cache reader",
        ("cache/store", "cache/folder", "_util/digest", "model/wire", "run/replay"),
        ("cache_file", "cache_folder", "packing", "replay"),
        ("P7",),
    ),
)
