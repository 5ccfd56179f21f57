"""Workers that die, hang or want everything; interrupts; closed pipes."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from contentlint.checks.images import image
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.run import runner
from contentlint.run.resolve import Resolver
from contentlint.run.session import Request, Selection, Session
from contentlint.source.discovery import Discovery, Target
from tools.trials.figures import Figure, Tier, counted, sized, standing_in
from tools.trials.watched import ROOT

BODY = "# عنوان {n}\n\n![]()\n\nقال الوزير ، إن \u202eالخطة {n} جاهزة.\n\nHe said , twice twice.\n"
_WITHIN = 2.0
"""Seconds in which an interrupt has to take effect."""


def articles(folder: Path, count: int, body: str = BODY) -> None:
    for n in range(count):
        where = folder / "abc"[n % 3]
        where.mkdir(exist_ok=True)
        (where / f"{n}.md").write_text(body.format(n=n) * (1 + n % 3), encoding="utf-8")


def targets() -> tuple[Target, ...]:
    return Discovery(Resolver(Selection(isolated=True)).configs.of).find(["."]).targets


# Workers


def _fatal(victims: Mapping[str, str]) -> Any:
    """The check of images, which in a worker does away with it when it meets a victim."""
    parent, check = os.getpid(), image.Checker.check

    def fatal(self: image.Checker, doc: Document) -> Iterator[Finding]:
        how = victims.get(doc.path) if os.getpid() != parent else None
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        elif how == "ended":
            os._exit(3)
        elif how == "hung":
            time.sleep(600)
        elif how == "stopped":
            os.kill(os.getpid(), signal.SIGSTOP)
        elif how == "greedy":
            hoard = []
            while True:
                hoard.append(bytes(50_000_000))
        return check(self, doc)

    return fatal


_WAYS = ("killed", "ended", "hung", "stopped", "greedy")


def lost_files(seed: int) -> list[str]:
    """What is wrong when five files do away with their workers, each in another way."""
    session = Session(Request(Selection(isolated=True, select=("IMG001",))))
    found = targets()
    chosen = random.Random(seed).sample([target.path for target in found], len(_WAYS))
    victims = dict(zip(chosen, _WAYS, strict=True))
    with contextlib.ExitStack() as stack:
        for name, value in (
            ("FORK_FROM", 0),
            ("CHUNK", 4_000),
            ("PATIENCE", 1.5),
            ("_LEAST_MEMORY", 400_000_000),
            ("memory_share", lambda jobs: 400_000_000),  # noqa: ARG005
        ):
            stack.enter_context(mock.patch.object(runner, name, value))
        serial = list(runner.run(session, found, 1))
        stack.enter_context(mock.patch.object(image.Checker, "check", _fatal(victims)))
        # Bound anew, so that the rule has the check that does away with its worker.
        session = Session(Request(Selection(isolated=True, select=("IMG001",))))
        results = list(runner.run(session, found, 3, "fork"))
    faults = []
    if [r.path for r in results] != [t.path for t in found]:
        faults.append("a result is missing, twice there, or out of order")
    for result, alone in zip(results, serial, strict=True):
        named = [entry.path for entry in result.incomplete]
        if result.path in victims:
            if named != [result.path]:
                faults.append(f"{victims[result.path]}: {result.incomplete}")
        elif result != alone:
            faults.append(f"{result.path}: another result than alone")
    return faults[:10]


# Interrupts


def command(*args: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "contentlint", *args]


def surroundings(**more: str) -> dict[str, str]:
    names = ("PATH", "SYSTEMROOT")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


EARLY = "before our first line"


def interrupted(after: float, *args: str) -> str:
    """What is wrong about a run that is interrupted after some seconds; "": nothing, and EARLY:
    Python had not come to a line of ours."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command("check", ".", "--isolated", "--no-cache", *args),
            stdout=out,
            stderr=err,
            env=surroundings(),
            start_new_session=True,
        )
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        code = process.wait(30)
        took = time.monotonic() - started
        err.seek(0)
        said = err.read().decode()
    if "Traceback" in said:
        return f"a traceback: {said[-200:]}" if str(ROOT / "contentlint") in said else EARLY
    if code == -signal.SIGINT:
        return EARLY
    if code in (0, 1):
        return ""  # it had ended before
    if code != 130:
        return f"exit {code}: {said[-200:]}"
    if took > _WITHIN:
        return f"{took:.1f} s"
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 0)
        time.sleep(0.2)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 0)
            return "a worker is left"
    return ""


# Pipes


def pipes() -> list[str]:
    """What is wrong where nobody reads, or the disk is full."""
    line = f'"{sys.executable}" -W ignore -m contentlint check . --isolated --no-cache'
    cases = (
        (f"{line} 2>/dev/null | head -1", "", 1),
        (f"{line} --format json | head -c 10", None, 1),
        (f"{line} >&-", "contentlint: error: standard output is closed", 2),
        (f"{line} 2>&-", "", 1),
        (f"{line} > /dev/full", "contentlint: error: standard output", 2),
        (f"{line} 2> /dev/full", "", 1),
        (f"{line} --format json=/dev/full", "contentlint: error: /dev/full", 2),
        (f"{line} < /dev/null > /dev/null 2>&1", "", 1),
    )
    faults = []
    for text, expected, code in cases:
        done = subprocess.run(
            ["bash", "-c", f"{text}; exit ${{PIPESTATUS[0]}}"],
            env=surroundings(),
            capture_output=True,
            check=False,
            timeout=60,
        )
        said = done.stderr.decode()
        wrong = expected is not None and not said.startswith(expected)
        if done.returncode != code or wrong or "Traceback" in said or "Exception" in said:
            faults.append(f"{text.partition('contentlint ')[2]}: {done.returncode}: {said[:200]}")
    return faults


def run(tier: Tier) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        yield from _workers(tier)
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        articles(Path(folder), 400, BODY * 40)
        times = sized(tier, 3, 20, 100)
        chance = random.Random(3)
        ends: list[str] = []
        while len(ends) - ends.count(EARLY) < times:
            ends.append(interrupted(chance.uniform(0, 2), "-j", "12"[len(ends) % 2]))
        yield counted(
            f"interrupts, over within {_WITHIN:.0f} s with exit 130; "
            f"{ends.count(EARLY)} more before our first line",
            times,
            times,
            [end for end in ends if end not in ("", EARLY)],
            ("P11",),
        )
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        articles(Path(folder), 30)
        yield counted("closed pipes and full disks", 8, 8, pipes(), ("P11",))


def _workers(tier: Tier) -> Iterator[Figure]:
    count = sized(tier, 200, 1000, 1000)
    articles(Path(), count)
    runs = sized(tier, 1, 5, 20)
    faults = [fault for seed in range(runs) for fault in lost_files(seed)]
    yield counted(
        f"runs over {count:,} files with {len(_WAYS)} that kill, hang or fill their worker",
        runs,
        runs,
        faults,
        ("P11", "P6"),
    )
