"""The progress bar of a long run, on a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")


_AFTER = 1.0
"""Seconds before the bar is shown: most runs end earlier."""
_EVERY = 0.1
_WIDTH = 24


def shown(
    items: Iterable[T], total: int, *, quiet: bool, files: Callable[[T], int] = lambda _: 1
) -> Iterable[T]:
    """Return the items; while they are consumed, standard error shows a progress bar.

    The bar is drawn on a terminal only, and never in CI, under pre-commit, or with ``--quiet``.
    ``files`` returns the number of files of an item, and ``total`` is that of all items.
    """
    return items if quiet or not on_terminal() else _drawn(items, total, files)


def _drawn(items: Iterable[T], total: int, files: Callable[[T], int]) -> Iterator[T]:
    start = time.monotonic()
    line, done = Line(), 0
    try:
        for item in items:
            yield item
            done += files(item)
            if line.is_due():
                left = (time.monotonic() - start) / done * (total - done)
                line.write(f"{bar(done, total)} {done}/{total} files, {left:.0f} s left")
    finally:
        line.clear()


class Line:
    """A line on standard error, a terminal, that shows how far a run is."""

    def __init__(self) -> None:
        self._drawn = False
        self._following = time.monotonic() + _AFTER

    def is_due(self) -> bool:
        """Return True if it is time to write the line, or to write it anew."""
        return time.monotonic() >= self._following

    def write(self, words: str) -> None:
        self._following, self._drawn = time.monotonic() + _EVERY, True
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._drawn:
            self._drawn = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def bar(done: int, total: int) -> str:
    """Return a bar such as ``[######------]``."""
    full = _WIDTH * done // max(total, 1)
    return "[" + "#" * full + "-" * (_WIDTH - full) + "]"


def on_terminal() -> bool:
    """Return True if standard error is a terminal that shows a bar, and a person reads it."""
    if any(os.environ.get(name) for name in ("CI", "PRE_COMMIT")):
        return False
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
