"""Applies a function to many tasks in several processes; the results are in order.

It uses processes and pipes, not a pool of multiprocessing: a forked worker starts in 2 ms instead
of 45, and the task of a worker that dies is known.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import selectors
import signal
import struct
import time
from collections.abc import Callable, Iterator, Sequence

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeAlias

_HEADER = struct.Struct("<I")
# No result contains itself, and the check for that takes a third of the time.
_ENCODER = json.JSONEncoder(check_circular=False, separators=(",", ":"))
_AT_ONCE = 1 << 16
"""Bytes that a pipe holds."""

Work: TypeAlias = "Callable[[Any], Any]"
"""From a task to its result; both are JSON values."""


class WorkerDied(Exception):  # noqa: N818  an event, not a fault of the caller
    """A worker ended, or was ended, before it finished a task.

    ``task`` is the index of the task; the message is for users.
    """

    def __init__(self, task: int, why: str = "the worker process died") -> None:
        super().__init__(why)
        self.task = task


class Child:
    """The parent's end of one worker."""

    def __init__(self, pid: int, to_child: int, from_child: int) -> None:
        self.pid = pid
        self.to_child = to_child
        self.from_child = from_child
        self.task = -1
        """The index of its task; -1 if it has none."""
        self.until = math.inf
        """The time of ``time.monotonic`` by which it must answer."""
        self.buffer = bytearray()

    def send(self, index: int, task: Any) -> None:
        """Send a task to the worker."""
        self.task = index
        # ``receive`` notices a dead worker.
        with contextlib.suppress(BrokenPipeError):
            _write(self.to_child, _encoded(task))

    def receive(self) -> bytes | None:
        """Return the next result as JSON, or None if only a part of it has arrived.

        Raises:
            WorkerDied: the pipe ended.
        """
        chunk = os.read(self.from_child, _AT_ONCE)
        if not chunk:
            raise WorkerDied(self.task)
        self.buffer += chunk
        if len(self.buffer) < _HEADER.size:
            return None
        (size,) = _HEADER.unpack_from(self.buffer)
        if len(self.buffer) < _HEADER.size + size:
            return None
        body = bytes(self.buffer[_HEADER.size : _HEADER.size + size])
        del self.buffer[: _HEADER.size + size]
        return body

    def stop(self) -> None:
        """End the worker, and kill it if it has a task."""
        for handle in (self.to_child, self.from_child):
            os.close(handle)
        if self.task >= 0:
            os.kill(self.pid, signal.SIGKILL)

    def join(self) -> None:
        """Wait until a stopped worker has ended."""
        with contextlib.suppress(ChildProcessError):  # where SIGCHLD is ignored
            os.waitpid(self.pid, 0)


def limit_memory(size: int) -> None:
    """Limit the memory of this process to ``size`` bytes.

    A process that uses all memory would be ended by the system, or another one in its place.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows; refused
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or size < most:
            resource.setrlimit(resource.RLIMIT_AS, (size, most))


def serve(work: Work, read_from: int, write_to: int) -> None:
    """Read tasks and write their results until the pipe ends."""
    while True:
        header = _read(read_from, _HEADER.size)
        if not header:
            return
        body = _read(read_from, _HEADER.unpack(header)[0])
        _write(write_to, _encoded(work(json.loads(body))))


def _encoded(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


def _read(handle: int, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        chunk = os.read(handle, size - len(parts))
        if not chunk:
            return b""
        parts += chunk
    return bytes(parts)


def _write(handle: int, body: bytes) -> None:
    view = memoryview(_HEADER.pack(len(body)) + body)
    while view:
        view = view[os.write(handle, view) :]


def fork(work: Work, others: Sequence[int] = ()) -> Child:
    """Fork a worker, which shares the loaded modules of its parent.

    ``others`` are the parent's ends of the pipes of its other workers. The new worker closes them:
    otherwise those workers would not see their pipes end.
    """
    task_out, task_in = os.pipe()
    result_out, result_in = os.pipe()
    # An interrupt before the child ignores it would run the parent's code in the child.
    unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        os.close(task_out)
        os.close(result_in)
        return Child(pid, task_in, result_out)
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        for handle in (task_in, result_out, *others):
            os.close(handle)
        serve(work, task_out, result_in)
        code = 0
    finally:
        os._exit(code)


def spawn(argv: Sequence[str]) -> Child:
    """Start a worker in a new interpreter; its standard input and output are the pipes."""
    import subprocess

    # In a session of its own: Ctrl-C reaches the parent only, which ends its workers.
    process = subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    child = Child(process.pid, os.dup(process.stdin.fileno()), os.dup(process.stdout.fileno()))
    process.stdin.close()
    process.stdout.close()
    # Child.join waits for it; Popen must not warn.
    process.returncode = 0
    return child


Start = Callable[[Sequence[int]], Child]
"""From the handles of the other workers to a new worker."""


def in_order(
    tasks: Sequence[Any], start: Start, count: int, patience: Sequence[float] = ()
) -> Iterator[tuple[int, Any | WorkerDied]]:
    """Yield the index and the result of every task, in order.

    ``count`` is the most workers. A task whose worker died has a WorkerDied as its result, and a
    new worker replaces the dead one. ``patience`` has the seconds that each task may take before
    its worker is ended; empty for no limit.

    Raises:
        OSError: no worker can be started.
    """
    done: dict[int, Any] = {}
    reported = 0
    pool = _Pool(tasks, start, patience)
    try:
        for _ in range(min(count, len(tasks))):
            pool.begin()
        while reported < len(tasks):
            done.update(pool.wait())
            while reported in done:
                yield reported, done.pop(reported)
                reported += 1
    finally:
        pool.close()


class _Pool:
    """The workers, and the tasks that have not been sent."""

    def __init__(self, tasks: Sequence[Any], start: Start, patience: Sequence[float]) -> None:
        self.tasks = enumerate(tasks)
        self.start = start
        self.patience = patience
        self.selector = selectors.DefaultSelector()
        self.stopped: list[Child] = []
        """They end while others work; ``close`` waits for them."""

    def children(self) -> list[Child]:
        return [key.data for key in self.selector.get_map().values()]

    def begin(self) -> None:
        """Start another worker; without one, the others do its work."""
        others = self.children()
        try:
            child = self.start([h for c in others for h in (c.to_child, c.from_child)])
        except OSError:
            if not others:
                raise
            return
        self.selector.register(child.from_child, selectors.EVENT_READ, child)
        self._feed(child)

    def _feed(self, child: Child) -> None:
        child.task = -1
        following = next(self.tasks, None)
        if following is not None:
            if self.patience:
                child.until = time.monotonic() + self.patience[following[0]]
            child.send(*following)
        else:
            self._end(child)

    def _end(self, child: Child) -> None:
        self.selector.unregister(child.from_child)
        child.stop()
        self.stopped.append(child)

    def wait(self) -> Iterator[tuple[int, Any]]:
        """Wait for at least one event, and yield the tasks that are finished or lost."""
        for key, _ in self.selector.select(self._longest()):
            child = key.data
            try:
                result = child.receive()
            except WorkerDied as death:
                yield death.task, death
                self._replace(child)
            else:
                if result is not None:
                    task = child.task
                    self._feed(child)  # first: the worker must not wait for us
                    yield task, json.loads(result)
        now = time.monotonic()
        for child in self.children():
            if child.until < now:
                seconds = self.patience[child.task]
                yield child.task, WorkerDied(child.task, f"no answer for {seconds:.0f} s")
                self._replace(child)

    def _longest(self) -> float | None:
        """Return the seconds until the first deadline of a worker; None if there is none."""
        first = min((child.until for child in self.children()), default=math.inf)
        return None if first == math.inf else max(first - time.monotonic(), 0)

    def _replace(self, child: Child) -> None:
        self._end(child)
        self.begin()

    def close(self) -> None:
        for child in self.children():
            self._end(child)
        for child in self.stopped:
            child.join()
        self.selector.close()
