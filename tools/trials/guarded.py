"""The modules in which a mistake loses text, misplaces it, lets it speak for us, leaves articles
unchecked or trusts a stranger.

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
    """Without ``tests/`` and ``.py``; they take seconds."""
    promises: tuple[str, ...]


GROUPS = (
    Group(
        "writer",
        ("source/atomic_write", "source/files"),
        ("source/test_atomic_write", "source/test_files"),
        ("P1", "P2"),
    ),
    Group(
        "edits",
        ("fix/apply", "fix/loop", "fix/patch", "article/edits"),
        ("article/test_edits", "fix/test_fixer", "fix/test_patch"),
        ("P1", "P3", "P4"),
    ),
    Group(
        "offsets",
        ("model/document", "source/decode", "report/columns"),
        ("model/test_offsets",),
        ("P1",),
    ),
    Group("escapes", ("_util/escape",), ("_util/test_escape",), ("P8",)),
    Group(
        "cache reader",
        (
            "cache/store",
            "cache/folder",
            "cache/secret",
            "_util/digest",
            "model/wire",
            "run/replay",
        ),
        (
            "cache/test_cache_file",
            "cache/test_cache_folder",
            "cache/test_secret",
            "model/test_packing",
            "run/test_replay",
        ),
        ("P7",),
    ),
    Group("limits", ("engine/budget", "_util/time_limit"), ("engine/test_budget",), ("P5", "P6")),
    Group(
        "baseline",
        ("run/baseline",),
        ("run/test_baseline", "run/test_baseline_moves"),
        ("P6",),
    ),
    Group(
        "diff base",
        ("run/diff_base", "run/left_out"),
        ("run/test_diff_base", "run/test_left_out"),
        ("P6",),
    ),
    Group(
        "discovery",
        ("source/discovery", "source/ignore"),
        ("source/test_discovery", "source/test_ignore"),
        ("P6",),
    ),
    Group(
        "trust",
        ("source/tree", "source/commit", "source/git", "config/load", "config/user"),
        (
            "source/test_tree",
            "source/test_commit",
            "source/test_git",
            "config/test_config",
            "config/test_extends",
            "config/test_places",
            "config/test_userfile",
            "config/test_spelling_words",
        ),
        ("P9", "P10"),
    ),
)
