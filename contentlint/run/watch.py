"""Checking again whatever changes, until somebody says stop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence

from contentlint.source.discovery import Target

PAUSE = 0.5
"""Seconds between two looks; a look at 10,000 files takes 40 ms."""

State = tuple[int, int]
"""Time of the last change (ns) and size."""


def changes(find: Callable[[], Sequence[Target]], pause: float = PAUSE) -> Iterator[list[Target]]:
    """All files at first, then, each time there are some, those that are new or have changed."""
    known: dict[str, State] = {}
    while True:
        targets = find()
        now = {target.path: state for target in targets if (state := _state(target.path))}
        changed = [target for target in targets if now.get(target.path) != known.get(target.path)]
        known = now
        if changed:
            yield changed
        time.sleep(pause)


def _state(path: str) -> State | None:
    try:
        status = os.stat(path)
    except OSError:  # gone in the meantime
        return None
    return status.st_mtime_ns, status.st_size
