"""Questions to a person at a terminal, answered by a letter."""

from __future__ import annotations

import sys

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO


def ask(out: TextIO, question: str, keys: str) -> str:
    """Ask until the answer is one of the keys; return it, or ``""`` at the end of the input."""
    while True:
        out.write(question)
        out.flush()
        line = sys.stdin.buffer.readline()
        if not line:
            out.write("\n")
            return ""
        key = line.decode("utf-8", "replace").strip().lower()
        if len(key) == 1 and key in keys:
            return key
