"""Checks many files, in several processes if that is worth it; the results are in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice

from contentlint._util import TYPE_CHECKING
from contentlint.model.diagnostic import FileResult, Incomplete
from contentlint.run.request import Request
from contentlint.run.session import Session
from contentlint.source.discovery import Target
from contentlint.source.files import folder_of

if TYPE_CHECKING:
    from typing import Any

    from contentlint.run.workers import Start

FORK_FROM = 1_000_000
"""Bytes of articles from which forked workers save more than their start costs (2 ms each)."""
SPAWN_FROM = 10_000_000
"""The same for spawned workers, which import our modules and read the rules (100 ms)."""
CHUNK = 400_000
"""Bytes of articles in a task: few enough for an even load, many enough to hide the pipe."""
LAST_CHUNK = 40_000
"""The same for the last tasks, so that all workers finish at about the same time."""
_OPENING = 1000
"""The cost of opening a file, as the number of bytes that can be read in that time."""
PATIENCE = 30.0
"""Seconds that a file may take, and as many again for each megabyte: thirty times what the
slowest known machine needs."""
_LEAST_MEMORY = 1_000_000_000
"""Bytes of memory that each worker may use on any machine."""
_SPAWNED = (
    "import sys; sys.path[:] = sys.argv[3:]; from contentlint.run.runner import serve; serve()"
)


def run(
    session: Session, targets: Sequence[Target], jobs: int = 0, method: str = ""
) -> Generator[FileResult, None, None]:
    """Yield the results of the files in order.

    ``jobs`` is the most processes; 0 for one a processor, and half as many again if files are
    written, because a process waits for the disk then. ``method`` is ``fork``, ``spawn``, or ``""``
    for the method of the platform.

    Raises:
        ConfigError: the configuration of a file is wrong.
    """
    method = method or start_method()
    if not jobs:
        jobs = processors()
        if session.request.needs.fix == "write":
            jobs += (jobs + 1) // 2
    size = sum(target.size for target in targets)
    worth = FORK_FROM if method == "fork" else SPAWN_FROM
    # A worker with less to do than a chunk is not worth its start.
    jobs = min(jobs, (size + _OPENING * len(targets)) // CHUNK + 1)
    if method and jobs > 1 and len(targets) > 1 and size >= worth:
        # A wrong configuration is reported once, before any worker starts.
        for path in {folder_of(target.path): target.path for target in targets}.values():
            session.resolver.settings(path)
        yield from _parallel(session, targets, jobs, method)
    else:
        calm_collector()
        for group in chunks(targets):
            yield from session.check_files(group)


def start_method() -> str:
    """Return ``fork``, ``spawn``, or ``""`` if the platform has no worker processes.

    ``CONTENTLINT_START_METHOD=spawn`` chooses ``spawn`` on a platform that has fork.
    """
    if os.environ.get("CONTENTLINT_START_METHOD") == "spawn" and hasattr(os, "fork"):
        return "spawn"
    if sys.platform == "darwin":
        return "spawn"  # the system's frameworks do not survive a fork
    # Windows cannot wait for several pipes at once.
    return "fork" if hasattr(os, "fork") else ""


def processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def calm_collector() -> None:
    """Exclude what is loaded from garbage collection: it stays until the end."""
    import gc

    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def chunks(targets: Sequence[Target], workers: int = 0) -> list[list[str]]:
    """Group paths in order into tasks of about ``CHUNK`` bytes; a large file is a task of its own.

    The last tasks are smaller if ``workers`` says how many share them.
    """
    groups: list[list[str]] = []
    left = sum([target.size for target in targets]) + _OPENING * len(targets)
    size, most = 0, CHUNK
    for path, own, _ in targets:
        if not groups or size + own > most:
            left -= size
            if workers:
                most = min(max(left // (2 * workers), LAST_CHUNK), CHUNK)
            groups.append([])
            size = 0
        groups[-1].append(path)
        size += own + _OPENING
    return groups


def _parallel(
    session: Session, targets: Sequence[Target], jobs: int, method: str
) -> Iterator[FileResult]:
    from contentlint.run import workers

    # The fixed files of a task are flushed together, so tasks stay large.
    groups = chunks(targets, 0 if session.request.needs.fix == "write" else jobs)
    share = memory_share(jobs)

    def work(paths: list[str]) -> list[Any]:
        workers.limit_memory(share)
        return _packed(session, paths)

    calm_collector()
    start: workers.Start
    if method == "fork":
        start = lambda others: workers.fork(work, others)  # noqa: E731
    else:
        import json

        # Pass our sys.path: -m would import from the current folder, where a stranger may have put
        # a module of our name.
        argv = [sys.executable, "-c", _SPAWNED, json.dumps(session.request), str(share), *sys.path]
        start = lambda others: workers.spawn(argv)  # noqa: E731, ARG005
    following = iter(targets)
    patience = [_patience(target.size for target in islice(following, len(g))) for g in groups]
    for index, result in workers.in_order(groups, start, jobs, patience):
        if isinstance(result, workers.WorkerDied):
            lost = frozenset(groups[index])
            yield from _one_by_one([t for t in targets if t.path in lost], start)
        else:
            yield from _unpacked(groups[index], result)


def _packed(session: Session, paths: Sequence[str]) -> list[Any]:
    """Return the results of a task as JSON values."""
    from contentlint.model.wire import pack  # imports json, which a single process does not need

    results = session.check_files(paths)
    if session.request.needs.render:
        from contentlint.run.report_lines import merged

        results = merged(results)
    return [*map(pack, results)]


def _unpacked(paths: Sequence[str], answer: Iterable[Any]) -> Iterator[FileResult]:
    """Yield the results of a task; a result may be a merged one, of several files."""
    from contentlint.model.wire import unpack

    done = 0
    for parts in answer:
        result = unpack(paths[done], parts)
        yield result
        done += result.files


def memory_share(jobs: int) -> int:
    """Return the bytes of memory that each of ``jobs`` workers may use: an equal share."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return sys.maxsize
    return max(whole // jobs, _LEAST_MEMORY)


def _patience(sizes: Iterable[int]) -> float:
    return PATIENCE * (1 + sum(sizes) / 1_000_000)


def _one_by_one(targets: Sequence[Target], start: Start) -> Iterator[FileResult]:
    """Check the files of a task whose worker died one by one, so that only the cause is lost."""
    from contentlint.run import workers

    tasks = [[target.path] for target in targets]
    patience = [_patience([target.size]) for target in targets]
    for index, result in workers.in_order(tasks, start, 1, patience):
        path = targets[index].path
        if isinstance(result, workers.WorkerDied):
            yield FileResult(path, (), 0, (Incomplete(path, str(result)),))
        else:
            yield from _unpacked([path], result)


def serve() -> None:
    """Run a spawned worker; its arguments are the request and its share of memory."""
    import json

    from contentlint.run import workers

    code = 1
    try:
        session = Session(Request.of_json(json.loads(sys.argv[1])))
        calm_collector()
        workers.limit_memory(int(sys.argv[2]))
        workers.serve(lambda paths: _packed(session, paths), 0, 1)
        code = 0
    finally:
        os._exit(code)  # the parent names the file that was lost; users need no traceback
