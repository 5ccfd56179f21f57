"""Folders of files for tests that look for a generator or a repository above an article."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def tree(root: Path, files: Mapping[str, str], *, repository: bool = True) -> None:
    """Write files below a folder, which is the root of a repository."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if repository:
        (root / ".git").mkdir(exist_ok=True)
