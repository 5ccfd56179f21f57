"""``check`` on a terminal: its report fits, and its width is no part of the cache."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from contentlint._util import width
from contentlint._util.escape import FSI, LRI, PDI, RLI

if sys.platform == "win32":
    # Windows has no pty; the width of its consoles is untested.
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

ARTICLE = f"{'كلمات كثيرة ' * 9}، ثم {'كلمات كثيرة ' * 9}\n"


def shown(columns: int, *argv: str) -> list[str]:
    """What ``check`` prints on a terminal with so many columns, without our own controls."""
    import fcntl
    import pty
    import termios

    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "CI")}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"}
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
    command = [sys.executable, "-m", "contentlint", "check", "--select", "PUN001", *argv, "a.md"]
    ran = subprocess.run(
        command, env=environment, stdout=slave, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(slave)
    out = os.read(master, 100_000).decode()
    os.close(master)
    assert ran.returncode == 1
    return re.sub(f"\x1b\\[[0-9;]*m|[{LRI}{RLI}{FSI}{PDI}]", "", out).split("\r\n")


@pytest.mark.parametrize("cache", [(), ("--no-cache",)])
def test_excerpt_fits_the_terminal(
    cache: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(ARTICLE, encoding="utf-8")
    for columns, shortest in ((60, 50), (120, 105), (60, 50)):
        (line,) = [each for each in shown(columns, *cache) if each.startswith("  |")]
        assert shortest <= width.columns(line) <= columns
