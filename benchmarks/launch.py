"""Runs one command and prints what it took: wall s, cpu s, peak KiB, exit status.

Started as ``python -I -S launch.py OUTPUT TIMEOUT COMMAND...``; a process of
its own, because a child's peak memory is never below what its parent had when
it was started, and this one has about 8 MiB. User and system time and the peak
are those of the command and of every child it waited for.
"""

import os
import signal
import sys
import time


def main(output: str, timeout: str, command: list[str]) -> None:
    """Start, wait, kill after ``timeout`` whole seconds (0: never), print."""
    out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    actions = [(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)]
    start = time.perf_counter()
    pid = os.posix_spawnp(
        command[0], command, os.environ, file_actions=actions, setpgroup=0, setsigdef=[]
    )
    # The command is the leader of a group of its own, so that its children end with it.
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, signal.SIGKILL))
    signal.alarm(int(timeout))
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    signal.alarm(0)
    cpu = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    sys.stdout.write(f"{wall} {cpu} {peak} {os.waitstatus_to_exitcode(status)}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
