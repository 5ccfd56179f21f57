"""The progress bar of a long run, on a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO, TypeVar

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
    return items if quiet or not _is_terminal() else _drawn(items, total, sys.stderr, files)


def _drawn(items: Iterable[T], total: int, out: TextIO, files: Callable[[T], int]) -> Iterator[T]:
    start = time.monotonic()
    following, drawn, done = start + _AFTER, False, 0
    try:
        for item in items:
            yield item
            done += files(item)
            now = time.monotonic()
            if now >= following:
                following, drawn = now + _EVERY, True
                left = (now - start) / done * (total - done)
                out.write(f"\r\x1b[K{bar(done, total)} {done}/{total} files, {left:.0f} s left")
                out.flush()
    finally:
        if drawn:
            out.write("\r\x1b[K")
            out.flush()


def bar(done: int, total: int) -> str:
    """Return a bar such as ``[######------]``."""
    full = _WIDTH * done // max(total, 1)
    return "[" + "#" * full + "-" * (_WIDTH - full) + "]"


def _is_terminal() -> bool:
    if any(os.environ.get(name) for name in ("CI", "PRE_COMMIT")):
        return False
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
