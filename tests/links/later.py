"""Runs ``contentlint links`` on another day: ``later.py HOURS ARGUMENTS...``

With ``fast:HOURS``, no time passes in sleep: the clock is moved on instead. ``wide:HOURS`` is that,
too, and hosts with one address are asked at once, as most hosts of the tests have the same; each
without pauses, and none longer than some seconds.
"""

from __future__ import annotations

import sys
import time
from functools import partial

from contentlint.cli.commands import links
from contentlint.cli.parser import parse
from contentlint.links import client
from contentlint.links.options import Clock
from contentlint.links.throttle import Limits
from contentlint.model.errors import ContentlintError
from contentlint.report import console


def clock(when: str) -> Clock:
    """Return a clock that is some hours ahead."""
    how, _, number = when.rpartition(":")
    hours = float(number)
    if not how:
        return Clock(now=lambda: time.time() + hours * 3600)
    slept = 0.0

    def sleep(seconds: float) -> None:
        nonlocal slept
        slept += seconds

    return Clock(
        lambda: time.time() + hours * 3600 + slept, lambda: time.monotonic() + slept, sleep
    )


def run(when: str, *argv: str) -> int:
    """Return the exit code of the command."""
    console.prepare()
    if when.startswith("wide:"):
        links.Limits = lambda rate: Limits(50 * rate, at_address=32)  # type: ignore
        client.Client = partial(client.Client, times=client.Times(2, 2, 4))  # type: ignore
    try:
        return links.run(parse(["links", *argv]), clock(when))
    except ContentlintError as error:
        console.fail(str(error))
        return 2


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
