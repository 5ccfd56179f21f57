"""Prints the output of the last run again if nothing that it depends on has changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from contentlint._util import TYPE_CHECKING
from contentlint._util.digest import digest_of
from contentlint.cache import store
from contentlint.report import console
from contentlint.report.writer import Output
from contentlint.run.report_filter import ReportFilters
from contentlint.source.discovery import Found

if TYPE_CHECKING:
    from argparse import Namespace

_LINES = 500
"""Lines that ``Tee.writelines`` joins into one write."""
_ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "TERM", "PRE_COMMIT", "COLUMNS", "CI")


def possible(outputs: Sequence[Output], filters: ReportFilters, found: Found, fix: str) -> bool:
    """Return True if the output of a run can be printed again by a later run.

    It must go to the standard streams only, and depend on the files and settings alone.
    """
    return (
        not fix
        and not found.incomplete
        and not found.translations
        and filters == ReportFilters()
        and all(not each.path and each.declared().replays for each in outputs)
        and not os.environ.get("GITHUB_STEP_SUMMARY")
        and not console.output().isatty()
    )


def key(run: str, args: Namespace, found: Found, configs: Mapping[str, str]) -> str:
    """Return a hash of everything that the output of a run depends on.

    ``run`` is the result of ``cache.key.of_run``; ``configs`` maps folders to the hashes of their
    configurations. Files count by path and stamp.
    """
    environment = [os.environ.get(name) for name in _ENVIRONMENT]
    # On a terminal, names on standard error are isolated.
    surroundings = (os.getcwd(), sys.stderr.isatty(), environment)
    settings = (sorted(vars(args).items()), surroundings, sorted(configs.items()))
    parts = (run, settings, found.filtered, found.named, found.left_out)
    names = "\0".join([target.path for target in found.targets])
    stamps = "\0".join([target.stamp for target in found.targets])
    return digest_of(f"{parts!r}\0{names}\0{stamps}".encode("utf-8", "surrogatepass"))


def print_again(out: bytes, err: str) -> None:
    """Write to standard output, then to standard error; ``out`` is UTF-8."""
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
    """Record standard output and standard error, which are still written."""
    out, err = Tee(sys.stdout), Tee(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        yield out, err
    finally:
        sys.stdout, sys.stderr = out.stream, err.stream


class Tee:
    """A stream that copies what is written to it, up to ``store.MAX_OUTPUT`` characters."""

    def __init__(self, stream: object) -> None:
        self.stream = stream
        self._parts: list[str] = []
        self._size = 0

    def text(self) -> str | None:
        """Return what was written; None if it was too much to keep."""
        return "".join(self._parts) if self._size <= store.MAX_OUTPUT else None

    def write(self, text: str) -> int:
        self._size += len(text)
        if self._size <= store.MAX_OUTPUT:
            self._parts.append(text)
        else:
            self._parts.clear()
        written: int = self.stream.write(text)  # type: ignore[attr-defined]
        return written

    def writelines(self, lines: Iterable[str]) -> None:
        """Write many lines at a time; if ``lines`` raises, those before are still written."""
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
