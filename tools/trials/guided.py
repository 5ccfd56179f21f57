"""What parses bytes, with inputs that coverage leads: by Atheris, where that is installed.

Optional, and not among the parts that run by themselves. Each target runs in a
process of its own; inputs that reached something new are kept in ``.reliability``
for the next time, inputs that broke something in ``tests/data/guided``, where a
test tries them ever after.
"""

from __future__ import annotations

import os
import pkgutil
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module, util
from pathlib import Path
from typing import Any

from tools.trials import progress
from tools.trials.figures import Figure, Tier, counted, note, sized
from tools.trials.watched import ROOT

FOUND = ROOT / "tests" / "data" / "guided"
"""Inputs that broke something, a folder for each target."""
TARGETS = ("reader", "fixes", "suppressions", "configuration", "cache")
_LARGEST = 2_000
"""Bytes of an input."""
_SECONDS = 10
"""For one input, before it counts as one that hangs."""
_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def run(tier: Tier) -> Iterator[Figure]:
    """Some time for each target.

    Raises:
        SystemExit: Atheris is not installed.
    """
    if util.find_spec("atheris") is None:
        raise SystemExit("the part guided needs Atheris: pip install -e '.[guided]'")
    seconds = sized(tier, 15, 60, 300)
    done, faults = 0, []
    for name in TARGETS:
        runs, fault = guided(name, seconds)
        note(f"    {name}: {runs:,} runs")
        done += runs
        faults += [f"{name}: {fault}"] if fault else []
    least = seconds * len(TARGETS)
    title = f"runs led by coverage, {seconds} s for each of {len(TARGETS)} readers"
    yield counted(title, done, least, faults, ("P1", "P5"))


def guided(name: str, seconds: int) -> tuple[int, str]:
    """How often a target was run, and what was wrong the first time that something was."""
    corpus, broken = progress.FOLDER / "guided" / name, FOUND / name
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        argv = [sys.executable, "-m", "tools.trials.guided", name, str(corpus)]
        argv += [str(broken)] if broken.exists() else []
        argv += [f"-max_total_time={seconds}", f"-timeout={_SECONDS}", f"-max_len={_LARGEST}"]
        argv += [f"-artifact_prefix={made}/", "-rss_limit_mb=2000", "-print_final_stats=1"]
        ended = subprocess.run(
            argv,
            cwd=ROOT,
            # Compiled modules tell nothing of what is reached in them.
            env={**os.environ, "CONTENTLINT_PURE": "1", "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = ended.stdout.decode("utf-8", "replace")
        runs = int(m[1]) if (m := _RUNS.search(said)) else 0
        for path in Path(made).iterdir():
            broken.mkdir(parents=True, exist_ok=True)
            path.rename(broken / path.name)
    lines = [
        line for line in said.splitlines() if re.match(r"\w*(Error|Exception|Failure)\b", line)
    ]
    lines += [line for line in said.splitlines() if "ERROR: libFuzzer" in line]
    return runs, "" if ended.returncode == 0 else "; ".join(lines)[:300] or said[-300:]


def tried(name: str, data: bytes) -> str:
    """What is wrong when a target is given these bytes; "": nothing."""
    return _targets()[name](data)


def _targets() -> dict[str, Callable[[bytes], str]]:
    from tools.trials import guided_targets  # with our modules, which are to be watched

    return guided_targets.TARGETS


def _seed(name: str, corpus: Path) -> None:
    from tools.trials import guided_targets

    for number, data in enumerate(guided_targets.seeds(name)):
        (corpus / f"seed-{number}").write_bytes(data)


def _serve(name: str, arguments: list[str]) -> None:
    """One target until its time is over; never returns."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["contentlint"]):
        package = import_module("contentlint")
        for module in pkgutil.walk_packages(package.__path__, "contentlint."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
        target = _targets()[name]
    _seed(name, Path(arguments[0]))

    def once(data: bytes) -> None:
        fault = target(data)
        if fault:
            raise AssertionError(fault)

    atheris.Setup([sys.argv[0], *arguments], once)
    atheris.Fuzz()


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2:])
