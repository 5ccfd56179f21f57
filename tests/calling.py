"""contentlint called in this process, in a folder of the test's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from contentlint.cli.main import main

FAULT = "![]()\n"
_ASKED = (
    "CI",
    "CONTENTLINT_TRACEBACK",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "NO_COLOR",
    "PRE_COMMIT",
    "TEAMCITY_VERSION",
    "TERM",
    "TF_BUILD",
)
"""Variables by which the command tells where it runs."""


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def places(self) -> list[str]:
        """Where the findings are, when ``out`` is ``concise``: ``path:line:column``."""
        return [line.partition(": ")[0] for line in self.out.splitlines()]


class Cli:
    """Runs the command and tells what it said; ``check`` with the options ``few`` each time."""

    def __init__(self, capture: pytest.CaptureFixture[str], *few: str) -> None:
        self.capture = capture
        self.few = few

    def __call__(self, *argv: str) -> Ran:
        code = main(argv)
        return Ran(code, *self.capture.readouterr())

    def check(self, *argv: str) -> Ran:
        return self("check", *self.few, *argv)


def alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder, on a machine that says nothing of itself."""
    monkeypatch.chdir(folder)
    for name in _ASKED:
        monkeypatch.delenv(name, raising=False)
    return folder


def unplaced(error: str) -> str:
    """Errors of a configuration without the numbers and the texts of their lines."""
    kept = [line for line in error.split("\n") if not re.match(r"  \d+ \| ", line)]
    return re.sub(r"\.toml(:\d+){1,2}: ", ".toml: ", "\n".join(kept))


def write(name: str, text: str | bytes = FAULT) -> Path:
    """A file with the folders above it; lone surrogates stand for bytes that are no text."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    return path
