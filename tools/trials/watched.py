"""Runs a command in a process in which nothing is imported, opened or started unseen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
_CHILD = """
import json, os, sys
root, folder, events, off, *argv = sys.argv[1:]
seen = []
def hook(event, args):
    if event == "exec" and str(getattr(args[0], "co_filename", "")).startswith(folder):
        seen.append(f"import {args[0].co_filename}")
    elif event.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.")):
        seen.append(event)
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"):
        seen.append(f"process {args[0]!r}")
sys.addaudithook(hook)
sys.path.insert(0, root)
exec(off)
from contentlint.cli.main import run
code = run(argv)
sys.stdout.flush()
with open(events, "w") as file:
    json.dump([seen, code], file)
"""


class Ran(NamedTuple):
    """What came of a run."""

    out: str
    err: str
    code: int
    events: tuple[str, ...]
    """Code of the folder that was executed, sockets, processes."""
    folder: Path

    def said(self, text: str) -> bool:
        return text in self.out + self.err


def run(
    folder: Path, args: Sequence[str], off: str = "", env: Mapping[str, str] | None = None
) -> Ran:
    """Run contentlint in a folder; ``off`` is Python that takes a guard away first."""
    events = folder.parent / "events.json"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CONTENTLINT", "GIT"))}
    argv = [str(ROOT), str(folder), str(events), off, *args]
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-c", _CHILD, *argv]
        if sys.version_info >= (3, 11)
        else [sys.executable, "-I", "-W", "ignore", "-c", _CHILD, *argv],
        cwd=folder,
        env={
            **clean,
            "PYTHONPATH": "",
            "XDG_CONFIG_HOME": str(folder.parent / "none"),
            **(env or {}),
        },
        capture_output=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    seen, code = [], done.returncode
    if events.exists():
        seen, code = json.loads(events.read_text(encoding="utf-8"))
        events.unlink()
    out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    return Ran(out, err, code, tuple(seen), folder)
