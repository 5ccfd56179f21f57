"""Many files: shared out over processes, put together again in the order of their paths."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice

from contentlint._util import TYPE_CHECKING
from contentlint.model.diagnostic import FileResult, Incomplete
from contentlint.run.session import Request, Session
from contentlint.source.discovery import Target
from contentlint.source.files import folder_of

if TYPE_CHECKING:
    from typing import Any

    from contentlint.run.workers import Start

FORK_FROM = 1_000_000
"""Bytes of articles from which forked workers are worth their start (2 ms each)."""
SPAWN_FROM = 10_000_000
"""The same for spawned ones, which must import and read the rules again (100 ms)."""
CHUNK = 400_000
"""Bytes of articles in one task: small enough to even out, large enough to hide the pipe."""
LAST_CHUNK = 40_000
"""The same towards the end, so that no worker is busy long after the others."""
_OPENING = 1000
"""Bytes that it costs as much to read as to open a file."""
PATIENCE = 30.0
"""Seconds that a file may take, and as many again for each megabyte: thirty times as long as
the slowest machine that we know needs."""
_LEAST_MEMORY = 1_000_000_000
"""Bytes that each worker may have, however small the machine."""
_SPAWNED = (
    "import sys; sys.path[:] = sys.argv[3:]; from contentlint.run.runner import serve; serve()"
)


def run(
    session: Session, targets: Sequence[Target], jobs: int = 0, method: str = ""
) -> Generator[FileResult, None, None]:
    """The results of the files, in the order given.

    ``jobs`` 0 means as many as there are processors, half as many again where
    files are written: while one waits for the disk, another works. ``method``
    ``fork`` or ``spawn`` overrides what the platform has.

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
    # With less to do than a chunk, a worker is not worth its start.
    jobs = min(jobs, (size + _OPENING * len(targets)) // CHUNK + 1)
    if method and jobs > 1 and len(targets) > 1 and size >= worth:
        # Wrong configuration is reported once, before any worker starts.
        for path in {folder_of(target.path): target.path for target in targets}.values():
            session.resolver.settings(path)
        yield from _parallel(session, targets, jobs, method)
    else:
        calm_collector()
        for group in chunks(targets):
            yield from session.check_files(group)


def start_method() -> str:
    """How worker processes are started here; ``""``: not at all.

    ``CONTENTLINT_START_METHOD`` may say ``spawn`` where there is fork too.
    """
    if os.environ.get("CONTENTLINT_START_METHOD") == "spawn" and hasattr(os, "fork"):
        return "spawn"
    if sys.platform == "darwin":
        return "spawn"  # its frameworks do not survive a fork
    # On Windows nothing waits for several pipes at once.
    return "fork" if hasattr(os, "fork") else ""


def processors() -> int:
    """Processors that this process may use: in a container not all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def calm_collector() -> None:
    """What is loaded by now stays: keep the garbage collector from going through it again."""
    import gc

    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def chunks(targets: Sequence[Target], workers: int = 0) -> list[list[str]]:
    """Paths in order, grouped to about ``CHUNK`` bytes; a large file is alone.

    Where they are for so many ``workers``, those towards the end are smaller.
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

    # Those that are written are flushed together: the more there are in a task, the better.
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

        # Our own sys.path and nothing else: -m would import from the current folder, which may
        # hold somebody else's module of our name.
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
    """What a worker answers to a task."""
    from contentlint.model.wire import pack  # with json, which one process does not need

    results = session.check_files(paths)
    if session.request.needs.render:
        from contentlint.run.render import merged

        results = merged(results)
    return [*map(pack, results)]


def _unpacked(paths: Sequence[str], answer: Iterable[Any]) -> Iterator[FileResult]:
    """The results of the files of a task; one may be of several in a row."""
    from contentlint.model.wire import unpack

    done = 0
    for parts in answer:
        result = unpack(paths[done], parts)
        yield result
        done += result.files


def memory_share(jobs: int) -> int:
    """Bytes that one of the workers may have: an equal part of what there is."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return sys.maxsize
    return max(whole // jobs, _LEAST_MEMORY)


def _patience(sizes: Iterable[int]) -> float:
    return PATIENCE * (1 + sum(sizes) / 1_000_000)


def _one_by_one(targets: Sequence[Target], start: Start) -> Iterator[FileResult]:
    """Files of a task whose worker died: each in its turn, so that only the culprit is lost."""
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
    """A spawned worker: the request is its argument, tasks come on standard input."""
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
        os._exit(code)  # the parent says which file was lost; a traceback says nothing to users
