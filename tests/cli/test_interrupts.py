"""An interrupt at any line of ours ends the command with 130 and without a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from calling import alone, write
from conftest import ROOT

SWEEP = f"""
import os, signal, sys
start, at, quiet = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "ignored"
lines = first = 0

def trace(frame, event, arg):
    global lines, first
    if not frame.f_code.co_filename.startswith({str(ROOT / "contentlint")!r}):
        return None
    if event == "line":
        lines += 1
        if not first and signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            first = lines
        if lines == at:
            os.kill(os.getpid(), signal.SIGINT)
    return trace

if quiet:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.orig_argv = ["python", "-m", "contentlint", *sys.argv[4:]]
sys.argv = ["-m" if start == "module" else "/usr/bin/contentlint", *sys.argv[4:]]
sys.settrace(trace)
try:
    if start == "module":
        import runpy
        runpy.run_module("contentlint", run_name="__main__", alter_sys=True)
    else:
        from contentlint.cli.main import main
        sys.exit(main())
finally:
    sys.settrace(None)
    if not at:
        print(first, lines, file=sys.stderr)
"""
FEW = ("check", "--isolated", "--no-cache", "--select", "PUN001,IMG001")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = alone(tmp_path, monkeypatch)
    for name in ("a.md", "b.md"):
        write(name, "![]()\nقال ،ثم\n")
    return folder


def ran(
    at: int, *argv: str, start: str = "script", ignored: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SWEEP, start, str(at), ignored, *argv],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CONTENTLINT_PURE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def faults(argv: tuple[str, ...], start: str, beginning: int, samples: int) -> list[str]:
    """What went wrong at the first lines, and at others in equal steps up to the last."""
    ran(0, *argv, start=start)  # keeps the built rules
    first, lines = map(int, ran(0, *argv, start=start).stderr.split()[-2:])
    assert 0 < first <= 14, first
    places = {*range(first, first + beginning), *range(first, lines, lines // samples), lines}
    found = []
    for at in sorted(places):
        done = ran(at, *argv, start=start)
        if done.returncode != 130 or "Traceback" in done.stderr or "ignored" in done.stderr:
            found.append(f"{at} of {lines}: {done.returncode}: {done.stderr[-300:]}")
        elif "interrupted" not in done.stderr:
            found.append(f"{at} of {lines}: says nothing: {done.stderr!r}")
    return found


@pytest.mark.parametrize("start", ["script", "module"])
def test_interrupt_at_a_line_of_ours(start: str) -> None:
    assert faults((*FEW, "-j1", "."), start, 3, 9) == []


@pytest.mark.slow
@pytest.mark.parametrize("start", ["script", "module"])
@pytest.mark.parametrize("argv", [(*FEW, "-j1", "."), (*FEW, "-j1", "--diff", "."), ("rules",)])
def test_interrupt_at_many_lines_of_ours(start: str, argv: tuple[str, ...]) -> None:
    assert faults(argv, start, 40, 60) == []


@pytest.mark.slow
def test_interrupted_fix_leaves_old_or_new_files() -> None:
    old = Path("a.md").read_bytes()
    _, lines = map(int, ran(0, *FEW, "-j1", "--fix", ".").stderr.split()[-2:])
    new = Path("a.md").read_bytes()
    assert new != old
    for at in range(lines // 2, lines, lines // 60):
        for name in ("a.md", "b.md"):
            Path(name).write_bytes(old)
        done = ran(at, *FEW, "-j1", "--fix", ".")
        assert (done.returncode, "Traceback" in done.stderr) == (130, False), at
        assert {Path(name).read_bytes() for name in ("a.md", "b.md")} <= {old, new}


def test_ignored_interrupts_stay_ignored() -> None:
    """As those of a command in the background of a script."""
    done = ran(200, *FEW, "-j1", ".", ignored="ignored")
    assert done.returncode == 1


def test_library_leaves_interrupts_alone() -> None:
    code = "import signal, contentlint; print(signal.getsignal(signal.SIGINT).__name__)"
    for name in ("-c", "-m"):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.argv = [{name!r}]; {code}"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"{signal.default_int_handler.__name__}\n"


COMMAND = """
import os, signal, sys
sys.argv = ["/usr/bin/contentlint", "rules"]
from contentlint.cli.commands import rules
from contentlint.cli.main import main

def interrupt(*_):
    os.kill(os.getpid(), signal.SIGINT)

{}
rules.run = run
main()
"""


@pytest.mark.parametrize(
    "run",
    {
        "swallowed": "def run(_):\n try: interrupt()\n except BaseException: return 0",
        "in a destructor": "class A: __del__ = interrupt\ndef run(_): A(); return 0",
        "made another error": "class A: __set_name__ = interrupt\n"
        "def run(_):\n class B: a = A()\n return 0",
        "twice": "def run(_):\n try: interrupt()\n except BaseException:\n  try: interrupt()\n"
        "  except BaseException: print('raised again', file=sys.stderr)",
    }.items(),
    ids=lambda pair: pair[0],
)
def test_interrupt_that_something_catches_ends_the_command(run: tuple[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND.format(run[1])],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "contentlint: interrupted\n")
