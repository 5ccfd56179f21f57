"""A limit of processor time for a piece of code."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from types import FrameType

_AGAIN = 0.1
"""Seconds until the next signal, should somebody's ``except`` have caught the first."""


@contextlib.contextmanager
def within(seconds: float, error: Callable[[str], Exception]) -> Iterator[None]:
    """Raise ``error(reason)`` in the body when it takes longer, in processor time.

    Without effect on Windows, and outside of the main thread.
    """
    import signal  # not with the module: many runs have no user's pattern

    running = True

    def over(_: int, __: FrameType | None) -> None:
        if running:  # not one that was on its way when the body had ended
            raise error(f"stopped after {seconds:g} s of processor time")

    try:
        before = signal.signal(signal.SIGVTALRM, over)
    except (AttributeError, ValueError):  # Windows; not the main thread
        yield
        return
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
