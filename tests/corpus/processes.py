"""Processes that a test has started through another."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.scans import descendants


def below(pid: int) -> dict[int, str]:
    """The processes below one, with their command lines."""
    return {each: line for each in descendants(pid) if (line := command(each))}


def command(pid: int) -> str:
    """The command line of a process; ``""`` if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def still_running(processes: dict[int, str], seconds: float = 60) -> list[int]:
    """Those of some processes that have not ended after so many seconds."""
    until = time.monotonic() + seconds
    while True:
        running = [pid for pid, line in processes.items() if command(pid) == line]
        if not running or time.monotonic() > until:
            return running
        time.sleep(0.05)
