"""Ray Core: ``pip install 'contentlint[ray]'``, with a cluster or without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import ray

from contentlint.corpus.task import Scan, Task, run_task


def run(scan: Scan, tasks: Sequence[Task], jobs: int) -> Iterator[dict[str, Any]]:
    """Yield the commits of the tasks as they come; ``jobs`` processors are used, 0: all."""
    if not ray.is_initialized():
        ray.init(num_cpus=jobs or None, include_dashboard=False, log_to_driver=False)
    remote = ray.remote(num_cpus=1, max_retries=3, scheduling_strategy="SPREAD")(run_task)
    cluster: Any = ray  # some of its functions have no types
    window = 4 * int(cluster.cluster_resources().get("CPU", 1))
    waiting = iter(tasks)
    running: list[Any] = []
    while True:
        while len(running) < window and (task := next(waiting, None)) is not None:
            running.append(remote.remote(scan, task))
        if not running:
            return
        done, running = ray.wait(running)
        yield from ray.get(done)
