"""Whether a run would say again what the last one said, and what that was."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from contentlint._util.digest import digest_of
from contentlint.cache import store
from contentlint.report import console, formats
from contentlint.report.writer import Output
from contentlint.run.known import Old
from contentlint.source.discovery import Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

_LINES = 500
_ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "TERM", "PRE_COMMIT", "COLUMNS", "CI")


def possible(reports: Sequence[Output], old: Old, found: Found, fix: str) -> bool:
    """Whether a run writes to its two streams only, and what follows from the files alone."""
    return (
        not fix
        and not found.incomplete
        and old == Old()
        and all(not each.path and formats.declaration(each.format).replays for each in reports)
        and not os.environ.get("GITHUB_STEP_SUMMARY")
        and not console.output().isatty()
    )


def key(run: str, args: Namespace, found: Found, configs: Mapping[str, str]) -> str:
    """A hash of all that the output of a run follows from.

    ``run`` is ``cachekey.of_run``; ``configs`` are the hashes of the
    configurations, by folder. The files are in it with their stamps.
    """
    environment = [os.environ.get(name) for name in _ENVIRONMENT]
    # Standard error is another text on a terminal, where names are isolated.
    where = (os.getcwd(), sys.stderr.isatty())
    settings = (sorted(vars(args).items()), where, environment, sorted(configs.items()))
    parts = (run, settings, found.filtered, found.named)
    names = "\0".join([target.path for target in found.targets])
    stamps = "\0".join([target.stamp for target in found.targets])
    return digest_of(f"{parts!r}\0{names}\0{stamps}".encode("utf-8", "surrogatepass"))


def say(out: bytes, err: str) -> None:
    """Both streams, in the order in which a run writes them; ``out`` is UTF-8."""
    stream = console.output()
    buffer = getattr(stream, "buffer", None)
    if buffer is None or stream.encoding != "utf-8":
        stream.write(out.decode("utf-8", "replace"))
    else:
        stream.flush()
        buffer.write(out)
    console.flush()
    sys.stderr.write(err)


@contextmanager
def recording() -> Iterator[tuple[Tee, Tee]]:
    """What is written to standard output and to standard error meanwhile."""
    out, err = Tee(sys.stdout), Tee(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        yield out, err
    finally:
        sys.stdout, sys.stderr = out.stream, err.stream


class Tee:
    """A stream that remembers what was written to it, unless that is too much."""

    def __init__(self, stream: object) -> None:
        self.stream = stream
        self._said: list[str] = []
        self._size = 0

    def said(self) -> str | None:
        """None: more than anybody keeps."""
        return "".join(self._said) if self._size <= store.MOST_SAID else None

    def write(self, text: str) -> int:
        self._size += len(text)
        if self._size <= store.MOST_SAID:
            self._said.append(text)
        else:
            self._said.clear()
        written: int = self.stream.write(text)  # type: ignore[attr-defined]
        return written

    def writelines(self, lines: Iterable[str]) -> None:
        """Many lines at a time; those before an exception are written as well."""
        parts: list[str] = []
        try:
            for line in lines:
                parts.append(line)
                if len(parts) >= _LINES:
                    self.write("".join(parts))
                    parts.clear()
        finally:
            self.write("".join(parts))

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)
