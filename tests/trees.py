"""Folders of files: a generator or a repository above an article, traps, and this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from conftest import ROOT


def tree(root: Path, files: Mapping[str, str], *, repository: bool = True) -> None:
    """Write files below a folder, which is the root of a repository."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if repository:
        (root / ".git").mkdir(exist_ok=True)


def traps(folder: Path, marker: Path, names: Iterable[str]) -> None:
    """Write modules and ``.pth`` files that add their name to ``marker`` where they are run."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # One line that begins with an import: in a .pth file no other runs. It needs no module
        # of the standard library, and so works in place of each, even of `encodings`.
        opened = f"posix.open({os.fsencode(marker)!r}, {flags}, 0o666)"
        line = os.fsencode(name) + b"\n"
        path.write_text(f"import posix; posix.write({opened}, {line!r})\n")


def copy_of_the_checkout(target: Path) -> None:
    """What git would commit here now: tracked and new files, without the ignored ones."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    for name in os.fsdecode(listed).split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
