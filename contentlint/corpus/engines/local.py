"""Processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Any

from contentlint.corpus.results import TEMPORARY, Results
from contentlint.corpus.task import Scan, Task, run_task
from contentlint.model.errors import ContentlintError

_POOLS = 5
"""How often a pool is made anew, after a worker was killed."""


def run(scan: Scan, tasks: Sequence[Task], jobs: int) -> Iterator[dict[str, Any]]:
    """Yield the commits of the tasks as they come; ``jobs`` processes work, 0: one a processor.

    An interrupt ends the processes at once: a task may take minutes.

    Raises:
        ContentlintError: workers were killed again and again.
    """
    jobs = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or 1
    if jobs == 1:
        yield from (run_task(scan, task) for task in tasks)
        return
    left = {task.id: task for task in tasks}
    for _ in range(_POOLS):
        # Not forked: libraries of tables have threads of their own.
        context = multiprocessing.get_context("spawn")
        others = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(jobs, context, initializer=_prepare)
        try:
            yield from _drained(pool, scan, left, 2 * jobs)
            return
        except BrokenProcessPool:
            continue
        except KeyboardInterrupt:
            _end(scan, set(multiprocessing.active_children()) - others)
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    raise ContentlintError(f"worker processes were killed {_POOLS} times")


def _drained(
    pool: ProcessPoolExecutor, scan: Scan, left: dict[str, Task], most: int
) -> Iterator[dict[str, Any]]:
    """Yield the commits of all tasks that are left, with at most so many in the pool."""
    waiting = iter(list(left.values()))
    running: dict[Future[dict[str, Any]], str] = {}
    while True:
        while len(running) < most and (task := next(waiting, None)) is not None:
            running[pool.submit(run_task, scan, task)] = task.id
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            commit = future.result()
            del left[running.pop(future)]
            yield commit


def _end(scan: Scan, workers: Collection[BaseProcess]) -> None:
    """End the processes, and remove the files that they had begun to write."""
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
    begun = tuple(f".{worker.pid}{TEMPORARY}" for worker in workers)
    for folder in filter(None, (scan.out, scan.fixed_out)):
        results = Results(folder)
        results.remove([path for path in results.remains(()) if path.endswith(begun)])


def _prepare() -> None:
    """Leave an interrupt to the parent, which the terminal interrupts too, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent is killed, which would leave it waiting for tasks."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
