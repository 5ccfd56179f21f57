"""What runs in processes however they were started, and so stands in a module of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from contentlint.checks.images import image
from contentlint.cli import main
from contentlint.model.document import Document
from contentlint.run import runner, workers

OURS = ("fork", "spawn")
"""Ways in which our workers start."""
FEW = ["check", "--isolated", "--no-cache", "--select=IMG001,PUN001"]
BAD = "tampered"
"""In the path of an article that does something to the worker which checks it."""


def small() -> AbstractContextManager[Any]:
    """A few small files are worth several workers."""
    return mock.patch.multiple(runner, FORK_FROM=0, SPAWN_FROM=0, CHUNK=2000)


def command(ours: str, argv: Sequence[str]) -> tuple[int, int]:
    """The exit code of a command, and how many workers it started in this way."""
    with (
        small(),
        mock.patch.dict(os.environ, CONTENTLINT_START_METHOD=ours),
        mock.patch.object(workers, ours, wraps=getattr(workers, ours)) as begun,
    ):
        return main.run(argv), begun.call_count


@contextmanager
def tampering(way: str, parent: int) -> Iterator[None]:
    """A worker is killed, or sleeps, when it comes to an article with ``BAD`` in its path."""
    check = image.Checker.check

    def tampered(self: image.Checker, doc: Document) -> Iterator[Any]:
        if BAD in doc.path and os.getpid() != parent:
            Path(f"{os.getpid()}.pid").touch()
            if way == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)
        return check(self, doc)

    spawned = f"from {__name__} import serve; serve({way!r})"
    head = runner._SPAWNED.partition("from ")[0]
    with (
        mock.patch.object(runner, "_SPAWNED", head + spawned),
        mock.patch.object(image.Checker, "check", tampered),
    ):
        yield


def serve(way: str) -> None:
    """A spawned worker that is tampered with."""
    with tampering(way, 0):
        runner.serve()
