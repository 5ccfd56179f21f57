"""Repositories of git for tests, which nothing of the machine configures."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest


def git(*argv: str) -> str:
    """Run git in the current folder, and return its output."""
    done = subprocess.run(["git", *argv], check=True, capture_output=True)
    return done.stdout.decode().strip()


def commit() -> None:
    """Commit all files of the current folder."""
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "text")


def start(top: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty repository in a new folder and go there; the folder above is the home."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(top.parent))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    top.mkdir()
    monkeypatch.chdir(top)
    git("init", "-q", "-b", "main")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.org")
    return top
