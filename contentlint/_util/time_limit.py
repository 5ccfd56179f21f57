"""A limit on the processor time of a piece of code."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from types import FrameType

TICK = 0.01
"""Seconds by which the timer may be early: the system counts in ticks of a clock."""
_AGAIN = 0.1
"""Seconds until the next signal, if an ``except`` caught the first or other threads caused it."""

clock: Callable[[], float] = getattr(time, "thread_time", time.process_time)
"""Return the processor time of this thread in seconds, or of the process if the system cannot."""


@contextlib.contextmanager
def within(seconds: float, error: Callable[[str], Exception]) -> Iterator[None]:
    """Raise ``error(reason)`` in the body when it has taken more processor time.

    There is no limit on Windows, and in other threads than the main thread.
    """
    import signal  # not with the module: many runs have no user's pattern

    running = True
    end = clock() + seconds - TICK

    def over(_: int, __: FrameType | None) -> None:
        # The signal may come after the body, and the timer counts all threads.
        if running and clock() >= end:
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
