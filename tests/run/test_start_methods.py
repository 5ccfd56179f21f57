"""The findings are the same however processes start: our workers, and the processes of a program
that uses contentlint. Python's default for those depends on its version and the platform."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from start_methods import BAD, FEW, OURS, command, small, tampering

from contentlint.model.diagnostic import FileResult
from contentlint.run import runner
from contentlint.run.session import Request, Selection, Session
from contentlint.source.discovery import Discovery

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes as POSIX has them")
of_ours = pytest.mark.parametrize("ours", OURS)


@pytest.fixture(autouse=True)
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    for n in range(12):
        text = f"# عنوان {n}\n\n![]()\n\nقال ،ثم {n}.\n"
        (tmp_path / f"{n:02}.md").write_text(text * (n % 4), encoding="utf-8")


def findings(ours: str, jobs: int = 2) -> list[FileResult]:
    session = Session(Request(Selection(isolated=True, select=("IMG001", "PUN001"))))
    targets = Discovery(session.resolver.configs.of).find(["."]).targets
    return list(runner.run(session, targets, jobs, ours))


@of_ours
@pytest.mark.parametrize(
    ("way", "patience", "why"),
    [
        ("killed", 30.0, "the worker process died"),
        pytest.param("sleeps", 6.0, "no answer for 6 s", marks=pytest.mark.slow),
    ],
)
def test_file_that_ends_its_worker_is_named_and_no_other_is_lost(
    ours: str, way: str, patience: float, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in (3, 7):
        Path(f"{n:02}.md").rename(f"{n:02}-{BAD}.md")
    alone = findings(ours, 1)
    monkeypatch.setattr(runner, "PATIENCE", patience)
    with small(), tampering(way, os.getpid()):
        found = findings(ours)
    assert [r.path for r in found] == [r.path for r in alone]
    assert [tuple(entry) for r in found for entry in r.incomplete] == [
        (f"03-{BAD}.md", why, None),
        (f"07-{BAD}.md", why, None),
    ]
    assert [r for r in found if BAD not in r.path] == [r for r in alone if BAD not in r.path]
    assert sum(len(r.diagnostics) for r in found) > 10


_INTERRUPTED = """
import os, sys
from start_methods import small, tampering
from contentlint.cli.main import main
with small(), tampering("sleeps", os.getpid()):
    sys.exit(main())
"""


@of_ours
def test_interrupt_ends_the_command_and_its_workers(
    ours: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in tmp_path.glob("*.md"):
        path.rename(f"{path.stem}-{BAD}.md")
    monkeypatch.setenv("CONTENTLINT_START_METHOD", ours)
    run = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _INTERRUPTED, *FEW, "--jobs=2", "."],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while len(pids := [int(p.stem) for p in tmp_path.glob("*.pid")]) < 2:
        assert time.monotonic() < until
        assert run.poll() is None
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    said = run.communicate(timeout=30)[1]
    assert run.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


_PROGRAM = """
import multiprocessing, sys
from start_methods import FEW, OURS, command
from contentlint import Linter

texts = ["![]()\\n\\nقال ،ثم.\\n" * (n % 3) for n in range(9)]

if __name__ == "__main__":
    linter = Linter({"select": ["IMG001", "PUN001"]})
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        found = pool.map(linter.text, texts)
        assert found == [linter.text(text) for text in texts]
        print(sum(len(result.diagnostics) for result in found))
        for ours in OURS:
            argv = [*FEW, "--quiet", "--jobs=2", f"--format=json={ours}.json", "."]
            print(ours, *pool.apply(command, [ours, argv]))
"""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_of_a_program_find_the_same(method: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(_PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "program.py", method],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("18\nfork 1 2\nspawn 1 2\n", "")
    assert command("fork", [*FEW, "--quiet", "--jobs=1", "--format=json=alone.json", "."]) == (1, 0)
    alone = Path("alone.json").read_text("utf-8")
    assert alone.count('"IMG001"') > 10
    assert {Path(f"{ours}.json").read_text("utf-8") for ours in OURS} == {alone}
