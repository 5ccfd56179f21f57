"""One function over many tasks in several processes, results in order.

Own processes and pipes instead of a pool: a forked child starts in 2 ms
(multiprocessing's pool takes 45), and a child that dies is known by the task
it had.
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
# No result holds itself, and to look for that takes a third of the time.
_ENCODER = json.JSONEncoder(check_circular=False, separators=(",", ":"))
_AT_ONCE = 1 << 16
"""Bytes: what a pipe holds."""

Work: TypeAlias = "Callable[[Any], Any]"
"""From one task to its result; both are JSON."""


class WorkerDied(Exception):  # noqa: N818  an event, not a fault of the caller
    """A worker ended, or had to be ended, while it had a task.

    ``task`` is its index; the message is for users.
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
        """Index of the task it has; -1: none."""
        self.until = math.inf
        """When it must have answered, by ``time.monotonic``."""
        self.buffer = bytearray()

    def give(self, index: int, task: Any) -> None:
        self.task = index
        # A dead worker is noticed, with its task, where its results are read.
        with contextlib.suppress(BrokenPipeError):
            _write(self.to_child, _encoded(task))

    def take(self) -> bytes | None:
        """The next complete result, as it came, or None while one is under way.

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
        """End the worker, at once if it is busy."""
        for handle in (self.to_child, self.from_child):
            os.close(handle)
        if self.task >= 0:
            os.kill(self.pid, signal.SIGKILL)

    def join(self) -> None:
        """Wait until a worker that was stopped has gone."""
        with contextlib.suppress(ChildProcessError):  # where SIGCHLD is ignored
            os.waitpid(self.pid, 0)


def limit_memory(size: int) -> None:
    """Let this process have no more than ``size`` bytes: one that takes all there is would be
    ended by the system, or others in its place."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows; refused
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or size < most:
            resource.setrlimit(resource.RLIMIT_AS, (size, most))


def serve(work: Work, read_from: int, write_to: int) -> None:
    """A worker's life: a task in, its result out, until the pipe ends."""
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
    """A worker that shares the parent's loaded modules.

    ``others`` are the parent's ends of the pipes of its other workers: one
    that kept them open would keep those workers from seeing their pipes end.
    """
    task_out, task_in = os.pipe()
    result_out, result_in = os.pipe()
    # An interrupt between here and the child's own handling would run the parent's code twice.
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
    """A worker from a fresh interpreter, whose standard input and output are the pipes."""
    import subprocess

    # A session of its own: Ctrl-C is for the parent, which ends its workers.
    process = subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    child = Child(process.pid, os.dup(process.stdin.fileno()), os.dup(process.stdout.fileno()))
    process.stdin.close()
    process.stdout.close()
    # Reaped by Child.join; Popen must not warn of it.
    process.returncode = 0
    return child


Start = Callable[[Sequence[int]], Child]
"""From the handles of the other workers to a new one."""


def in_order(
    tasks: Sequence[Any], start: Start, count: int, patience: Sequence[float] = ()
) -> Iterator[tuple[int, Any | WorkerDied]]:
    """Index and result of every task, in the order of the tasks.

    A task whose worker died has a WorkerDied as its result; a new worker
    takes the dead one's place. ``patience`` is how many seconds each task may
    take before its worker is ended; without it, any number.

    Raises:
        OSError: not one worker can be started.
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
    """The workers, and the tasks that none of them has had yet."""

    def __init__(self, tasks: Sequence[Any], start: Start, patience: Sequence[float]) -> None:
        self.tasks = enumerate(tasks)
        self.start = start
        self.patience = patience
        self.selector = selectors.DefaultSelector()
        self.stopped: list[Child] = []
        """They take a while to go, in which others work."""

    def children(self) -> list[Child]:
        return [key.data for key in self.selector.get_map().values()]

    def begin(self) -> None:
        """One more worker, if there is work for it; one fewer will do if none can be had."""
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
            child.give(*following)
        else:
            self._end(child)

    def _end(self, child: Child) -> None:
        self.selector.unregister(child.from_child)
        child.stop()
        self.stopped.append(child)

    def wait(self) -> Iterator[tuple[int, Any]]:
        """What has been finished by the time that something is."""
        for key, _ in self.selector.select(self._longest()):
            child = key.data
            try:
                result = child.take()
            except WorkerDied as death:
                yield death.task, death
                self._replace(child)
            else:
                if result is not None:
                    task = child.task
                    self._feed(child)  # first: it should not wait for what we do with it
                    yield task, json.loads(result)
        now = time.monotonic()
        for child in self.children():
            if child.until < now:
                seconds = self.patience[child.task]
                yield child.task, WorkerDied(child.task, f"no answer for {seconds:.0f} s")
                self._replace(child)

    def _longest(self) -> float | None:
        """Seconds until the first worker is late; None: none ever is."""
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
