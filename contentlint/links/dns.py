"""Looks up names in threads, since a system's resolver can be neither interrupted nor timed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from queue import SimpleQueue

from contentlint._util import TYPE_CHECKING
from contentlint.links.answer import Failed

if TYPE_CHECKING:
    from typing import Final

_THREADS: Final = 8
_WAIT: Final = 5.0
_MOST_HANGING: Final = 64
"""Threads that are given up and may still end; after these, no others take their place."""


def system(host: str) -> tuple[str, ...]:
    """Return the addresses of a name in the order in which they should be tried.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Resolver:
    """Looks up several names at once. What takes too long is left to end by itself."""

    def __init__(
        self, look_up: Callable[[str], tuple[str, ...]] = system, wait: float = _WAIT
    ) -> None:
        """``wait`` is the longest time for one name in seconds, from when it is its turn."""
        self._look_up: Final = look_up
        self._wait: Final = wait
        self._questions: Final[SimpleQueue[_Question]] = SimpleQueue()
        self._lock: Final = threading.Lock()
        self._threads = 0
        """That work or wait for work, without those given up."""
        self._idle = 0
        self._hanging = 0

    def addresses(self, host: str) -> tuple[str, ...]:
        """Return the addresses of a name, at least one.

        Raises:
            Failed: ``name-unknown`` or ``name-failed``.
        """
        question = _Question(host)
        with self._lock:
            if not self._idle and self._threads < _THREADS and self._hanging < _MOST_HANGING:
                self._threads += 1
                threading.Thread(target=self._work, daemon=True).start()
        self._questions.put(question)
        # Others may hang, one behind the other; then it never is its turn.
        in_time = question.begun.wait(3 * self._wait) and question.done.wait(self._wait)
        if not in_time and self._give_up(question):
            raise Failed("name-failed", "the name server does not answer")
        if question.failure is not None:
            raise question.failure
        return question.found

    def _give_up(self, question: _Question) -> bool:
        """Return False if there is an answer at the last moment."""
        with self._lock:
            if question.done.is_set():
                return False
            question.given_up = True
            if question.begun.is_set():
                self._threads -= 1
                self._hanging += 1
            return True

    def _work(self) -> None:
        while True:
            with self._lock:
                self._idle += 1
            question = self._questions.get()
            with self._lock:
                self._idle -= 1
                if question.given_up:
                    continue
                question.begun.set()
            try:
                question.found = self._look_up(question.host)
            except (OSError, UnicodeError) as error:
                question.failure = _failed(error)
            else:
                if not question.found:
                    question.failure = Failed("name-failed", "the name has no addresses")
            if not self._ended(question):
                return

    def _ended(self, question: _Question) -> bool:
        """Return False if nobody waits for an answer any more, and the thread has been replaced."""
        with self._lock:
            if question.given_up:
                self._hanging -= 1
                return False
            question.done.set()
            return True


class _Question:
    __slots__ = ("begun", "done", "failure", "found", "given_up", "host")

    def __init__(self, host: str) -> None:
        self.host = host
        self.begun = threading.Event()
        self.done = threading.Event()
        self.found: tuple[str, ...] = ()
        self.failure: Failed | None = None
        self.given_up = False


def _failed(error: OSError | UnicodeError) -> Failed:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return Failed("name-unknown", "the name does not exist")
    return Failed("name-failed", getattr(error, "strerror", "") or "the name cannot be looked up")
